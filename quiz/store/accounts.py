"""Accounts, and the links that reset a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    UniqueConstraint,
    delete,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.names import folded, skeleton
from quiz.game.rounds import PlayerId
from quiz.store.base import Base, Session, insert_once
from quiz.store.players import PlayerRow


class Role(StrEnum):
    """What somebody may do on the site; each may do what those before it may."""

    PLAYER = "player"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    def includes(self, other: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


class AccountRow(Base):
    """A player without one is a guest.

    skeleton, folded: what is left of the name once what looks alike, or differs in capitals, is the same; no
    two accounts share either.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("role IN ('player', 'author', 'reviewer', 'administrator')", name="role"),
        UniqueConstraint("skeleton"),
        UniqueConstraint("folded"),
    )

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    name: Mapped[str]
    skeleton: Mapped[str]
    folded: Mapped[str]
    password_hash: Mapped[str]
    email: Mapped[str | None]
    role: Mapped[str]
    is_hidden: Mapped[bool]
    suspended_at: Mapped[datetime | None]
    made_at: Mapped[datetime]


class ResetLinkRow(Base):
    """digest: of the link's secret, which is kept nowhere. A link that was used is deleted."""

    __tablename__ = "reset_link"

    digest: Mapped[str] = mapped_column(primary_key=True)
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), index=True)
    expires_at: Mapped[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account, but for its password. key: what its cookies say."""

    player_id: PlayerId
    key: str
    name: str
    email: str | None
    role: Role
    is_hidden: bool
    suspended_at: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A player who is signed in, be it as a guest, who has no account.

    key: what the player's cookie says. An id would be another player's in another database.
    """

    id: PlayerId
    key: str
    made_at: datetime
    account: Account | None = None


_account, _link, _player = (
    Base.metadata.tables[row.__tablename__] for row in (AccountRow, ResetLinkRow, PlayerRow)
)
_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _account.c.player_id,
    _account.c.name,
    _account.c.email,
    _account.c.role,
    _account.c.is_hidden,
    _account.c.suspended_at,
    _account.c.made_at,
    _account.c.password_hash,
    _player.c.session_key,
)
_ACCOUNTS = select(*_COLUMNS).join_from(_account, _player)


def player_of(session: Session, key: str) -> Player | None:
    """The player whose cookies say that; None if there is none, or the account is suspended."""
    query = (
        select(*_COLUMNS, _player.c.id, _player.c.made_at.label("came_at"))
        .outerjoin_from(_player, _account)
        .where(_player.c.session_key == key, _account.c.suspended_at.is_(None))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    account = None if row.player_id is None else _account_of(row)
    return Player(id=PlayerId(row.id), key=key, made_at=row.came_at, account=account)


def add_account(
    session: Session,
    *,
    player_id: PlayerId,
    name: str,
    password_hash: str,
    email: str | None,
    at: datetime,
) -> bool:
    """Make the player's account, unless they have one or another's name looks like this one; whether it was
    made.
    """
    values = {
        "player_id": player_id,
        **_named(name),
        "password_hash": password_hash,
        "email": email,
        "role": Role.PLAYER.value,
        "is_hidden": False,
        "suspended_at": None,
        "made_at": at,
    }
    return insert_once(session, _account, values)


def account_of(session: Session, player_id: PlayerId) -> Account | None:
    row = session.execute(_ACCOUNTS.where(_account.c.player_id == player_id)).one_or_none()
    return None if row is None else _account_of(row)


def account_named(session: Session, name: str) -> tuple[Account, str] | None:
    """The account of that name, in whichever capitals, with the hash of its password."""
    row = session.execute(_ACCOUNTS.where(_account.c.folded == folded(name))).one_or_none()
    return None if row is None else (_account_of(row), row.password_hash)


def password_hash_of(session: Session, player_id: PlayerId) -> str | None:
    query = select(_account.c.password_hash).where(_account.c.player_id == player_id)
    return session.scalars(query).one_or_none()


def change_account(session: Session, player_id: PlayerId, **values: object) -> bool:
    """Whether the player has one."""
    changed = update(_account).where(_account.c.player_id == player_id).values(**values)
    return session.execute(changed.returning(_account.c.player_id)).one_or_none() is not None


def rename_account(session: Session, player_id: PlayerId, name: str) -> bool:
    """Whether nobody else has a name that looks like it."""
    try:
        with session.begin_nested():
            change_account(session, player_id, **_named(name))
    except IntegrityError:
        return False
    return True


def relist(session: Session, player_id: PlayerId) -> None:
    """Let leaderboards show the player if they may: one with an account, neither hidden nor suspended."""
    shown = select(_account.c.player_id).where(
        _account.c.player_id == player_id, _account.c.is_hidden.is_(False), _account.c.suspended_at.is_(None)
    )
    session.execute(update(_player).where(_player.c.id == player_id).values(is_listed=shown.exists()))


def delete_account(session: Session, player_id: PlayerId) -> None:
    for table in (_link, _account):
        session.execute(delete(table).where(table.c.player_id == player_id))


def drop_links(session: Session, player_id: PlayerId) -> None:
    session.execute(delete(_link).where(_link.c.player_id == player_id))


def add_link(session: Session, *, digest: str, player_id: PlayerId, expires_at: datetime) -> None:
    """The player's one link: those made before it end."""
    session.execute(delete(_link).where((_link.c.player_id == player_id) | (_link.c.digest == digest)))
    session.execute(_link.insert().values(digest=digest, player_id=player_id, expires_at=expires_at))


def owner_of_link(session: Session, digest: str, at: datetime) -> PlayerId | None:
    """Whose password the link resets; None if there is none, or its time is over."""
    query = select(_link.c.player_id).where(_link.c.digest == digest, _link.c.expires_at > at)
    found = session.scalars(query).one_or_none()
    return None if found is None else PlayerId(found)


def use_link(session: Session, digest: str, at: datetime) -> PlayerId | None:
    """Whose it was, once."""
    used = delete(_link).where(_link.c.digest == digest, _link.c.expires_at > at)
    found = session.scalars(used.returning(_link.c.player_id)).one_or_none()
    return None if found is None else PlayerId(found)


def _named(name: str) -> dict[str, str]:
    return {"name": name, "skeleton": skeleton(name), "folded": folded(name)}


def _account_of(row: Any) -> Account:  # noqa: ANN401  a row of more columns than its type can name
    return Account(
        player_id=PlayerId(row.player_id),
        key=row.session_key,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        is_hidden=row.is_hidden,
        suspended_at=row.suspended_at,
        made_at=row.made_at,
    )
