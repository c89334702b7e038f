"""What the templates of the leaderboards get."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.web.contexts import Fragment, Page
from quiz.web.contexts_clubs import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRow:
    """url: of the player's page."""

    rank: int
    name: str
    url: str
    score: int
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """Where one stands oneself.

    around: with the neighbours on both sides; empty where the page shows them all.
    url: of the page that begins with the first of them; None where that is the first page.
    """

    rank: int
    score: int
    around: tuple[RankedRow, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPlace:
    """Why one does not stand on the board, and the address and the words of the link that helps."""

    why: str
    way_on: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardContext(Fragment):
    """One page of a board.

    about: what counts on it.
    unit: what its scores are.
    packs: empty where the board is of all packs alone.
    earlier, later: the periods beside this one.
    top_url, higher_url, lower_url: of other pages of the board.
    """

    TEMPLATE = "leaderboards/_board.html"
    NAME = "board"

    title: str
    about: str
    unit: str
    kinds: tuple[Choice, ...]
    packs: tuple[Choice, ...]
    spans: tuple[Choice, ...]
    earlier: Choice | None
    later: Choice | None
    rows: tuple[RankedRow, ...]
    players: int
    place: OwnPlace | NoPlace
    top_url: str | None
    higher_url: str | None
    lower_url: str | None

    @property
    def own_place(self) -> OwnPlace | None:
        return self.place if isinstance(self.place, OwnPlace) else None

    @property
    def no_place(self) -> NoPlace | None:
        return self.place if isinstance(self.place, NoPlace) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardPage(Page):
    TEMPLATE = "leaderboards/leaderboards.html"

    board: LeaderboardContext
