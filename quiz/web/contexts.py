"""What each template gets: one frozen dataclass per template, and nothing else but `asset` and `url_for`.

A page's fields are its template's names; a fragment is handed to its template under the name in `NAME`.
What is not in here cannot be shown: before the answer there is no field for the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar

from flask_wtf import FlaskForm

from quiz.game.modes import Course, Mixed, Mode, OwnLevel
from quiz.game.scoring import PointKind
from quiz.items.item import Citation, Level, Phrase
from quiz.web.forms import AnswerForm
from quiz.web.forms_challenges import ChallengeForm

LEVEL_NAMES: Mapping[Course, str] = {
    Level.BERLIN: "Berlin",
    Level.VENICE: "Venice",
    Level.CANNES: "Cannes",
    OwnLevel.YOURS: "Your level",
    Mixed.MIXED: "All levels",
}
MODE_NAMES: Mapping[Mode, str] = {
    Mode.CIRCUIT: "Circuit",
    Mode.PREMIERE: "Première",
    Mode.LONG_TAKE: "Long take",
    Mode.SECOND_VIEWING: "Second viewing",
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
class Figure:
    """A figure of the score. name: what it counts."""

    id: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: str
    url: str


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
    """size: how many the round has; None where that is not told, as it may end at any.
    level: the item's, in a round of several; None in a round of one.
    """

    TEMPLATE = "play/_item.html"
    NAME = "item"

    url: str
    position: int
    size: int | None
    level: Level | None
    level_name: str
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
    """size, level: as in ItemContext.
    points: None where the mode pays none. ending: what it means that the round ends here; empty if nothing.
    why_not: for a wrong choice, why that option is wrong; empty if the explanation says it already.
    is_repeated: it counts for nothing, as the player has answered the same before, as somebody else.
    next_position: where the round goes on; None where it is over, and its result is next.
    """

    TEMPLATE = "play/_verdict.html"
    NAME = "verdict"

    position: int
    size: int | None
    level: Level | None
    level_name: str
    stem: Phrase
    options: tuple[JudgedOption, ...]
    is_right: bool
    chosen: Phrase
    key: Phrase
    explanation: Phrase
    why_not: Phrase
    sources: tuple[Citation, ...]
    points: int | None
    ending: str
    lines: tuple[Line, ...]
    next_position: int | None
    next_url: str
    is_repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreContext(Fragment):
    """is_many: there may be more frames than one line has room for.
    is_out_of_band: it comes beside another fragment and takes the place of the score on the page.
    """

    TEMPLATE = "play/_score.html"
    NAME = "score"

    frames: tuple[Frame, ...]
    figures: tuple[Figure, ...]
    is_many: bool = False
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
    """Either the open item or the verdict on an answered one. where: which round it is."""

    TEMPLATE = "play/round.html"

    where: str
    score: ScoreContext
    item: ItemContext | None = None
    verdict: VerdictContext | None = None


# the result


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """An item looked back at. chosen and why_not are of a wrong answer, and empty for a right one.
    points: None where the mode pays none.
    """

    position: int
    stem: Phrase
    is_right: bool
    key: Phrase
    chosen: Phrase
    why_not: Phrase
    explanation: Phrase
    sources: tuple[Citation, ...]
    points: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreakContext(Fragment):
    """A day streak. words: what there is to say of it, in sentences."""

    TEMPLATE = "premiere/_streak.html"
    NAME = "streak"

    length: int
    best: int
    freezes: int
    freezes_at_most: int
    is_today_in: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareContext(Fragment):
    """A result as a text that tells no answer. lines: how many it has."""

    TEMPLATE = "play/_share.html"
    NAME = "share"

    text: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainContext:
    """A form that starts another round like this one. fields: those that the form does not hide itself."""

    url: str
    label: str
    form: FlaskForm
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldResult:
    """Why a round does not count. is_decided: an administrator has looked; else it waits for one."""

    is_decided: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage(Page):
    """size: None where the count alone says it. count_words: what it counts.
    points: None where the mode pays none. notes: what follows from the round, the first of them with a crown
    where one is won.
    is_many: whether the frames are more than one line has room for.
    again: None if this is no longer played.
    held: None where what it earned counts, as nearly always.
    challenge: to challenge a friend with it; None where that cannot be.
    challenge_url: of the challenge that it took up.
    """

    TEMPLATE = "play/result.html"

    where: str
    headline: str
    count: int
    size: int | None
    count_words: str
    points: int | None
    best_streak: int | None
    is_crowned: bool
    notes: tuple[str, ...]
    frames: tuple[Frame, ...]
    is_many: bool
    lines: tuple[Line, ...]
    misses: tuple[Reviewed, ...]
    rights: tuple[Reviewed, ...]
    streak: StreakContext | None
    share: ShareContext | None
    again: AgainContext | None
    links: tuple[Link, ...]
    held: HeldResult | None = None
    challenge: ChallengeForm | None = None
    challenge_url: str | None = None


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
