"""Clubs, and who is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Row, Select, UniqueConstraint, and_, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.clubs import ClubId, Scorer
from quiz.game.rounds import PlayerId
from quiz.store.accounts import AccountRow
from quiz.store.base import Base, Session, insert_once
from quiz.store.players import PlayerRow
from quiz.store.standings import StandingRow


class ClubRow(Base):
    __tablename__ = "club"
    __table_args__ = (UniqueConstraint("join_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    join_code: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("player.id"), index=True)
    made_at: Mapped[datetime]


class ClubMemberRow(Base):
    __tablename__ = "club_member"

    club_id: Mapped[int] = mapped_column(ForeignKey("club.id"), primary_key=True)
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Club:
    id: ClubId
    name: str
    code: str
    owner_id: PlayerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """is_listed: whether others than the members may see them, too."""

    player_id: PlayerId
    name: str
    joined_at: datetime
    is_listed: bool


_tables = Base.metadata.tables
_club, _member = _tables["club"], _tables["club_member"]
_account, _player, _standing = (_tables[row.__tablename__] for row in (AccountRow, PlayerRow, StandingRow))
_CLUBS: Select[Any] = select(_club.c.id, _club.c.name, _club.c.join_code, _club.c.owner_id)


def add_club(session: Session, *, name: str, code: str, owner_id: PlayerId, at: datetime) -> ClubId | None:
    """None if another club has that code."""
    values = {"name": name, "join_code": code, "owner_id": owner_id, "made_at": at}
    if not insert_once(session, _club, values, unique=["join_code"]):
        return None
    return ClubId(session.scalars(select(_club.c.id).where(_club.c.join_code == code)).one())


def load_club(session: Session, club_id: ClubId, *, for_change: bool = False) -> Club | None:
    """for_change: nobody else changes it, or who is in it, until this transaction ends."""
    query = _CLUBS.where(_club.c.id == club_id)
    return _one(session, query.with_for_update() if for_change else query)


def club_with_code(session: Session, code: str, *, for_change: bool = False) -> Club | None:
    query = _CLUBS.where(_club.c.join_code == code)
    return _one(session, query.with_for_update() if for_change else query)


def clubs_of(session: Session, player_id: PlayerId) -> list[tuple[Club, int]]:
    """The clubs that the player is in, each with the number of its members, by name."""
    others = _member.alias()
    count = select(func.count()).where(others.c.club_id == _club.c.id).scalar_subquery()
    query = _CLUBS.add_columns(count.label("members")).join(_member, _member.c.club_id == _club.c.id)
    rows = session.execute(query.where(_member.c.player_id == player_id).order_by(_club.c.name, _club.c.id))
    return [(_club_of(row), row.members) for row in rows]


def count_clubs(session: Session, player_id: PlayerId) -> int:
    """That the player is in."""
    query = select(func.count()).where(_member.c.player_id == player_id)
    return session.scalars(query).one()


def count_members(session: Session, club_id: ClubId) -> int:
    return session.scalars(select(func.count()).where(_member.c.club_id == club_id)).one()


def is_member(session: Session, club_id: ClubId, player_id: PlayerId) -> bool:
    query = select(_member.c.club_id).where(_member.c.club_id == club_id, _member.c.player_id == player_id)
    return session.execute(query).one_or_none() is not None


def members_of(session: Session, club_id: ClubId) -> list[Member]:
    """In the order in which they joined; not those who are suspended."""
    query = (
        select(_member.c.player_id, _member.c.joined_at, _account.c.name, _player.c.is_listed)
        .join(_account, _account.c.player_id == _member.c.player_id)
        .join(_player, _player.c.id == _member.c.player_id)
        .where(_member.c.club_id == club_id, _account.c.suspended_at.is_(None))
        .order_by(_member.c.joined_at, _member.c.player_id)
    )
    return [
        Member(
            player_id=PlayerId(row.player_id),
            name=row.name,
            joined_at=row.joined_at,
            is_listed=row.is_listed,
        )
        for row in session.execute(query)
    ]


def add_member(session: Session, club_id: ClubId, player_id: PlayerId, at: datetime) -> None:
    """Unless they are in it already."""
    values = {"club_id": club_id, "player_id": player_id, "joined_at": at}
    insert_once(session, _member, values, unique=["club_id", "player_id"])


def remove_member(session: Session, club_id: ClubId, player_id: PlayerId) -> None:
    session.execute(delete(_member).where(_member.c.club_id == club_id, _member.c.player_id == player_id))


def change_club(session: Session, club_id: ClubId, **values: object) -> None:
    session.execute(update(_club).where(_club.c.id == club_id).values(**values))


def delete_club(session: Session, club_id: ClubId) -> None:
    session.execute(delete(_member).where(_member.c.club_id == club_id))
    session.execute(delete(_club).where(_club.c.id == club_id))


def scorers_of(session: Session, club_id: ClubId, board: str) -> list[Scorer]:
    """The members who stand on a board of all players, hidden ones too, but for those who are suspended."""
    query = (
        select(_standing.c.player_id, _standing.c.score, _account.c.name)
        .select_from(_member)
        .join(_standing, and_(_standing.c.player_id == _member.c.player_id, _standing.c.board == board))
        .join(_account, _account.c.player_id == _member.c.player_id)
        .where(_member.c.club_id == club_id, _account.c.suspended_at.is_(None))
    )
    return [
        Scorer(player_id=PlayerId(row.player_id), name=row.name, score=row.score)
        for row in session.execute(query)
    ]


def _one(session: Session, query: Select[Any]) -> Club | None:
    row = session.execute(query).one_or_none()
    return None if row is None else _club_of(row)


def _club_of(row: Row[Any]) -> Club:
    return Club(id=ClubId(row.id), name=row.name, code=row.join_code, owner_id=PlayerId(row.owner_id))
