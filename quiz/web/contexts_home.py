"""What the first page shows."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.game.modes import Course, OwnLevel
from quiz.items.item import Level
from quiz.web.contexts import Fragment, Page, StreakContext
from quiz.web.contexts_premiere import PosterContext
from quiz.web.forms import StartForm, ViewingForm


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
    """A round that was left unfinished. where: which; so_far: how far it is."""

    url: str
    where: str
    level: Course
    so_far: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewingContext:
    """What was missed, and comes back. count: how many are due. next_due: when the next will be, in words.
    form: None where nothing is due.
    """

    count: int
    next_due: str
    form: ViewingForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """setup: None when no pack can be played. poster: None while there is no Première.
    crown_at: right answers, of `size`, that win a level's crown.
    """

    TEMPLATE = "home/home.html"

    setup: SetupContext | None
    size: int
    crown_at: int
    poster: PosterContext | None = None
    streak: StreakContext | None = None
    viewing: ViewingContext | None = None
    resumable: Resumable | None = None
