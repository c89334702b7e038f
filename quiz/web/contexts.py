"""What each template gets: one frozen dataclass per template, and nothing else but `asset` and `url_for`.

A page's fields are its template's names; a fragment is handed to its template under the name in `NAME`.
What is not in here cannot be shown: before the answer there is no field for the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar

from quiz.game.modes import Course, Mixed, OwnLevel
from quiz.game.scoring import PointKind
from quiz.items.item import Citation, Level, Phrase
from quiz.web.forms import AnswerForm, StartForm
from quiz.web.forms_challenges import ChallengeForm

LEVEL_NAMES: Mapping[Course, str] = {
    Level.BERLIN: "Berlin",
    Level.VENICE: "Venice",
    Level.CANNES: "Cannes",
    OwnLevel.YOURS: "Your level",
    Mixed.MIXED: "All levels",
}
DIFFICULTY_NAMES: Mapping[Level, str] = {
    Level.BERLIN: "easy",
    Level.VENICE: "medium",
    Level.CANNES: "hard",
}
POINT_NAMES: Mapping[PointKind, str] = {
    PointKind.BASE: "Right",
    PointKind.SPEED: "For speed",
    PointKind.STREAK: "For right in a row",
}


class FrameState(StrEnum):
    """One frame of the strip: an item answered right or wrong, the one on the screen, or one to come."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "open"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """url: where it leads to what stands there; None where that is nowhere else."""

    position: int
    state: FrameState
    is_current: bool
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a sum of points."""

    name: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """The context of one `_name.html`, which names it NAME."""

    TEMPLATE: ClassVar[str]
    NAME: ClassVar[str]

    def names(self) -> dict[str, Any]:
        return {self.NAME: self}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The context of one page; its fields are what the template names.

    title: what the tab shows, before the game's name.
    level: the colour world; None is the neutral one.
    """

    TEMPLATE: ClassVar[str]

    title: str
    level: Course | None = None

    def names(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


# play


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionContext:
    """token: the button's value, which tells nothing. shortcut: the key that chooses it, from 1."""

    token: str
    label: Phrase
    shortcut: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemContext(Fragment):
    TEMPLATE = "play/_item.html"
    NAME = "item"

    url: str
    position: int
    size: int
    stem: Phrase
    is_negative: bool
    options: tuple[OptionContext, ...]
    form: AnswerForm


class Mark(StrEnum):
    """What an option turned out to be."""

    KEY = "key"
    CHOSEN_KEY = "chosen-key"
    CHOSEN_WRONG = "chosen-wrong"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedOption:
    label: Phrase
    mark: Mark
    shortcut: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictContext(Fragment):
    """why_not: for a wrong choice, why that option is wrong; empty if the explanation says it already.
    is_repeated: it counts for nothing, as the player has answered the same before, as somebody else.
    next_position: where the round goes on; None where it is over, and its result is next.
    """

    TEMPLATE = "play/_verdict.html"
    NAME = "verdict"

    position: int
    size: int
    stem: Phrase
    options: tuple[JudgedOption, ...]
    is_right: bool
    chosen: Phrase
    key: Phrase
    explanation: Phrase
    why_not: Phrase
    sources: tuple[Citation, ...]
    points: int
    lines: tuple[Line, ...]
    next_position: int | None
    next_url: str
    is_repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreContext(Fragment):
    """is_out_of_band: it comes beside another fragment and takes the place of the score on the page."""

    TEMPLATE = "play/_score.html"
    NAME = "score"

    frames: tuple[Frame, ...]
    points: int
    streak: int
    is_relaxed: bool
    is_out_of_band: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusContext(Fragment):
    """What the live region says."""

    TEMPLATE = "_status.html"
    NAME = "status"

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleContext(Fragment):
    """What the tab shows from now on: htmx takes a fragment's title over."""

    TEMPLATE = "_title.html"
    NAME = "title"

    text: str

    def names(self) -> dict[str, Any]:
        return {"title": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage(Page):
    """Either the open item or the verdict on an answered one."""

    TEMPLATE = "play/round.html"

    pack_title: str
    level_name: str
    score: ScoreContext
    item: ItemContext | None = None
    verdict: VerdictContext | None = None


# the result


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """An item looked back at. chosen and why_not are of a wrong answer, and empty for a right one."""

    position: int
    stem: Phrase
    is_right: bool
    key: Phrase
    chosen: Phrase
    why_not: Phrase
    explanation: Phrase
    sources: tuple[Citation, ...]
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldResult:
    """Why a round does not count. is_decided: an administrator has looked; else it waits for one."""

    is_decided: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage(Page):
    """crown_at: right answers that win the level's crown; None where there is none to win.
    unanswered: items that the round closed on. again: None if this is no longer played.
    held: None where what it earned counts, as nearly always.
    challenge: to challenge a friend with it; None where that cannot be.
    challenge_url: of the challenge that it took up.
    """

    TEMPLATE = "play/result.html"

    pack_title: str
    level_name: str
    size: int
    right_count: int
    points: int
    best_streak: int
    is_relaxed: bool
    is_crowned: bool
    crown_at: int | None
    unanswered: int
    frames: tuple[Frame, ...]
    lines: tuple[Line, ...]
    misses: tuple[Reviewed, ...]
    rights: tuple[Reviewed, ...]
    again: StartForm | None
    change_url: str
    held: HeldResult | None = None
    challenge: ChallengeForm | None = None
    challenge_url: str | None = None


# home


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCard:
    """url: the first page with this pack, and the level and the pace as they were chosen."""

    slug: str
    title: str
    about: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChoice:
    """points: what a right answer pays before any bonus."""

    level: Level
    name: str
    difficulty: str
    points: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChoice:
    """The choice that suits the player. fewest, most: what a right answer pays before any bonus."""

    level: OwnLevel
    name: str
    fewest: int
    most: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedTerms:
    """What a quick right answer earns on top: so many points at most, all of them until `full_seconds` and
    none from `gone_seconds` on.
    """

    points: int
    full_seconds: int
    gone_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupContext(Fragment):
    """What to play: the packs, and the levels of the chosen one."""

    TEMPLATE = "home/_setup.html"
    NAME = "setup"

    packs: tuple[PackCard, ...]
    pack_title: str
    levels: tuple[LevelChoice, ...]
    own: OwnChoice
    speed: SpeedTerms
    form: StartForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumable:
    """A round that was left unfinished."""

    url: str
    pack_title: str
    level: Course
    level_name: str
    position: int
    size: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """setup: None when no pack can be played.
    crown_at: right answers, of `size`, that win a level's crown.
    """

    TEMPLATE = "home/home.html"

    setup: SetupContext | None
    resumable: Resumable | None
    size: int
    crown_at: int


# errors


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorContext(Fragment):
    """way_out: the address and the words of the link that leads on."""

    TEMPLATE = "errors/_error.html"
    NAME = "error"

    status: int
    headline: str
    explanation: str
    way_out: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    TEMPLATE = "errors/error.html"

    error: ErrorContext
