"""What the administrators' templates get. Times are in UTC, and written out."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.web.contexts import Page
from quiz.web.forms_accounts import ButtonForm, NameForm
from quiz.web.forms_admin import DecisionForm, PackForm, RoleForm, SiteForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerLine:
    """states: what is out of the ordinary, such as `suspended`."""

    url: str
    name: str
    role: str
    states: tuple[str, ...]
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """state: empty where it counts."""

    what: str
    right_count: int
    size: int
    points: int
    ended: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLine:
    """decision: what was decided, by whom and when; None where nobody has."""

    url: str
    suspicion: str
    player: str
    player_url: str
    round: RoundLine
    raised: str
    decision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedLine:
    """A sentence, with the player in it to whom it was done, where it was done to somebody."""

    at: str
    before: str
    after: str
    player: str | None
    player_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPage(Page):
    """name: the site's. undecided: how many flags wait, `99+` where there are more."""

    TEMPLATE = "admin/admin.html"

    name: str
    is_sign_up_open: bool
    undecided: str
    offered: int
    in_rota: int
    problems: int
    newest: tuple[PlayerLine, ...]
    deeds: tuple[DeedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayersPage(Page):
    """query: what was searched for. Urls: None where there is no such page."""

    TEMPLATE = "admin/players.html"

    query: str
    players: tuple[PlayerLine, ...]
    newer_url: str | None
    older_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPart:
    """What can be done to an account. is_self: it is the administrator's own.

    roles: each with its name.
    """

    name: str
    email: str | None
    role: str
    since: str
    is_hidden: bool
    suspended: str | None
    is_self: bool
    name_form: NameForm
    role_form: RoleForm
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerPage(Page):
    """account: None for a guest. refused: why something was not done. link: a new reset link, shown once.

    waiting: how many of the flags are undecided.
    """

    TEMPLATE = "admin/player.html"

    player_id: int
    name: str
    since: str
    profile_url: str | None
    account: AccountPart | None
    flags: tuple[FlagLine, ...]
    waiting: int
    rounds: tuple[RoundLine, ...]
    deeds: tuple[DeedLine, ...]
    button: ButtonForm
    done: str | None = None
    refused: str | None = None
    link: str | None = None
    link_hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsPage(Page):
    """decided: the latest decisions; shown_decided: whether the page lists those alone."""

    TEMPLATE = "admin/flags.html"

    flags: tuple[FlagLine, ...]
    are_decided: bool
    next_url: str | None
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceTable:
    """Columns and rows; the first cell of each row names it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagPage(Page):
    """words: what it rests on. caution: how an honest round comes to look so."""

    TEMPLATE = "admin/flag.html"

    flag: FlagLine
    words: tuple[str, ...]
    caution: str
    table: EvidenceTable
    other_player: str | None
    other_url: str | None
    url: str
    form: DecisionForm
    done: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """slug, title, and what is set. warnings: what keeps it from being played, or from the rota."""

    slug: str
    title: str
    offer: str
    levels: str
    warnings: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacksPage(Page):
    """problems: how many the files have. done: the title of the pack that was just set."""

    TEMPLATE = "admin/packs.html"

    packs: tuple[PackLine, ...]
    problems: int
    form: PackForm
    done: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage(Page):
    TEMPLATE = "admin/site.html"

    form: SiteForm
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage(Page):
    TEMPLATE = "admin/log.html"

    deeds: tuple[DeedLine, ...]
    older_url: str | None
    is_first: bool
