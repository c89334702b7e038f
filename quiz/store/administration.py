"""What administrators look up, and the log of what they did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from quiz.game import names
from quiz.game.modes import Course, Mode, course_of
from quiz.game.rounds import PlayerId, RoundId
from quiz.store.accounts import AccountRow, Role
from quiz.store.base import Base, Session
from quiz.store.rounds import RoundRow


class Deed(StrEnum):
    """What an administrator did."""

    RENAMED = "renamed"
    GAVE_ROLE = "gave-role"
    SUSPENDED = "suspended"
    READMITTED = "readmitted"
    HID = "hid"
    SHOWED = "showed"
    MADE_LINK = "made-link"
    CLEARED = "cleared"
    UPHELD = "upheld"
    SET_PACK = "set-pack"
    SET_SITE = "set-site"


class AuditEntryRow(Base):
    """player_id: to whom it was done. about: the role, flag or pack that it was about; empty if none."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("player.id"))
    deed: Mapped[str]
    player_id: Mapped[int | None] = mapped_column(ForeignKey("player.id"), index=True)
    about: Mapped[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """by, player: their names now; None for whoever has none any more, and for a guest."""

    id: int
    at: datetime
    by: str | None
    deed: Deed
    player_id: PlayerId | None
    player: str | None
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAccount:
    player_id: PlayerId
    name: str
    role: Role
    is_hidden: bool
    is_suspended: bool
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedRound:
    """A round that has ended."""

    id: RoundId
    mode: Mode
    pack_title: str
    level: Course
    is_relaxed: bool
    size: int
    right_count: int
    points: int
    ended_at: datetime
    is_counted: bool
    is_held: bool


_entry, _account, _round = (
    Base.metadata.tables[row.__tablename__] for row in (AuditEntryRow, AccountRow, RoundRow)
)


def note(
    session: Session,
    deed: Deed,
    *,
    by: PlayerId,
    at: datetime,
    player_id: PlayerId | None = None,
    about: str = "",
) -> None:
    values = {"at": at, "by_id": by, "deed": deed.value, "player_id": player_id, "about": about}
    session.execute(_entry.insert().values(values))


def entries(
    session: Session, limit: int, *, before: int | None = None, player_id: PlayerId | None = None
) -> list[Entry]:
    """The latest, or those before that one; all of them, or those about a player."""
    by, whom = aliased(AccountRow), aliased(AccountRow)
    query = (
        select(AuditEntryRow, by.name.label("by_name"), whom.name.label("player_name"))
        .outerjoin(by, by.player_id == AuditEntryRow.by_id)
        .outerjoin(whom, whom.player_id == AuditEntryRow.player_id)
        .order_by(AuditEntryRow.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEntryRow.id < before)
    if player_id is not None:
        query = query.where(AuditEntryRow.player_id == player_id)
    return [_entry_of(row, by_name, player_name) for row, by_name, player_name in session.execute(query)]


def administrators(session: Session) -> list[PlayerId]:
    """Those who are not suspended. Until this transaction ends, nobody else takes one away."""
    query = (
        select(_account.c.player_id)
        .where(_account.c.role == Role.ADMINISTRATOR.value)
        .order_by(_account.c.player_id)
        .with_for_update()
    )
    locked = list(session.scalars(query))
    # A second look: of two who would take away each other, the one who waited is none any more.
    active = select(_account.c.player_id).where(
        _account.c.player_id.in_(locked),
        _account.c.role == Role.ADMINISTRATOR.value,
        _account.c.suspended_at.is_(None),
    )
    return [PlayerId(found) for found in session.scalars(active)]


def find_accounts(
    session: Session, text: str, limit: int, *, after: PlayerId | None = None, before: PlayerId | None = None
) -> list[FoundAccount]:
    """Accounts with that text in their names, also in other capitals and in letters that look like it.

    In the order in which the players came, the last first; a page after or before one of them.
    """
    query = select(_account).limit(limit)
    wanted = names.folded(names.normal(text.strip()))
    if "\0" in wanted:  # which no name has, and PostgreSQL does not look for
        return []
    if wanted:
        query = query.where(_account.c.folded.contains(wanted, autoescape=True))
    if before is not None:
        query = query.where(_account.c.player_id > before).order_by(_account.c.player_id)
        return [_found(row) for row in session.execute(query)][::-1]
    if after is not None:
        query = query.where(_account.c.player_id < after)
    return [_found(row) for row in session.execute(query.order_by(_account.c.player_id.desc()))]


def ended_rounds(session: Session, player_id: PlayerId, limit: int) -> list[PlayedRound]:
    """The player's last rounds, the latest first."""
    query = (
        select(_round)
        .where(_round.c.player_id == player_id, _round.c.ended_at.is_not(None))
        .order_by(_round.c.ended_at.desc(), _round.c.id)
        .limit(limit)
    )
    return [_played(row) for row in session.execute(query)]


def played_rounds(
    session: Session, round_ids: Iterable[str]
) -> dict[str, tuple[PlayerId, str | None, PlayedRound]]:
    """Those of the rounds that are there, with their players and the names of those who have one."""
    query: Select[Any] = (
        select(_round, _account.c.name)
        .outerjoin_from(_round, _account, _account.c.player_id == _round.c.player_id)
        .where(_round.c.id.in_(sorted(set(round_ids))), _round.c.ended_at.is_not(None))
    )
    return {row.id: (PlayerId(row.player_id), row.name, _played(row)) for row in session.execute(query)}


def _entry_of(row: AuditEntryRow, by: str | None, player: str | None) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        by=by,
        deed=Deed(row.deed),
        player_id=None if row.player_id is None else PlayerId(row.player_id),
        player=player,
        about=row.about,
    )


def _found(row: Any) -> FoundAccount:  # noqa: ANN401  a row of more columns than its type can name
    return FoundAccount(
        player_id=PlayerId(row.player_id),
        name=row.name,
        role=Role(row.role),
        is_hidden=row.is_hidden,
        is_suspended=row.suspended_at is not None,
        made_at=row.made_at,
    )


def _played(row: Any) -> PlayedRound:  # noqa: ANN401  the same
    return PlayedRound(
        id=RoundId(row.id),
        mode=Mode(row.mode),
        pack_title=row.pack_title,
        level=course_of(row.level),
        is_relaxed=row.is_relaxed,
        size=row.size,
        right_count=row.right_count,
        points=row.points,
        ended_at=row.ended_at,
        is_counted=row.is_counted,
        is_held=row.is_held,
    )
