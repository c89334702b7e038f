"""What players missed, and when it is due again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Row, delete, func, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.reviews import CardText, ReviewCard
from quiz.game.rounds import PlayerId
from quiz.store.base import Base, Session, insert_into


class ReviewCardRow(Base):
    """item_id: the item that was missed, which can be proven anew. card: the scheduler's own, in JSON."""

    __tablename__ = "review_card"
    __table_args__ = (Index(None, "player_id", "due_at"),)

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    pack: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str]
    due_at: Mapped[datetime]
    card: Mapped[str]


_card = Base.metadata.tables["review_card"]

Place = tuple[str, str]
"""A pack, and what a seat of it asks."""


def load_cards(session: Session, player_id: PlayerId, places: Collection[Place]) -> dict[Place, ReviewCard]:
    """Those of the places that have one."""
    rows = session.execute(
        select(_card).where(_card.c.player_id == player_id, tuple_(_card.c.pack, _card.c.seat).in_(places))
    )
    return {(row.pack, row.seat): _card_of(row) for row in rows}


def save_cards(session: Session, player_id: PlayerId, cards: Sequence[ReviewCard]) -> None:
    """One for each place, in place of what was there."""
    if not cards:
        return
    values = [
        {
            "player_id": player_id,
            "pack": card.pack,
            "seat": card.seat,
            "item_id": card.item_id,
            "due_at": card.due_at,
            "card": card.card,
        }
        for card in sorted(cards, key=lambda card: (card.pack, card.seat))
    ]
    statement = insert_into(session, _card).values(values)
    changed = {name: statement.excluded[name] for name in ("item_id", "due_at", "card")}
    session.execute(
        statement.on_conflict_do_update(index_elements=["player_id", "pack", "seat"], set_=changed)
    )


def load_due(session: Session, player_id: PlayerId, at: datetime, limit: int) -> tuple[ReviewCard, ...]:
    """Those that are due, the longest first."""
    rows = session.execute(
        select(_card)
        .where(_card.c.player_id == player_id, _card.c.due_at <= at)
        .order_by(_card.c.due_at, _card.c.pack, _card.c.seat)
        .limit(limit)
    )
    return tuple(_card_of(row) for row in rows)


def count_due(session: Session, player_id: PlayerId, at: datetime) -> int:
    return session.scalars(
        select(func.count()).where(_card.c.player_id == player_id, _card.c.due_at <= at)
    ).one()


def next_due(session: Session, player_id: PlayerId, at: datetime) -> datetime | None:
    """When the next one will be due, after those that are."""
    return session.scalars(
        select(_card.c.due_at)
        .where(_card.c.player_id == player_id, _card.c.due_at > at)
        .order_by(_card.c.due_at)
        .limit(1)
    ).one_or_none()


def drop_cards(session: Session, player_id: PlayerId, places: Collection[Place]) -> None:
    session.execute(
        delete(_card).where(_card.c.player_id == player_id, tuple_(_card.c.pack, _card.c.seat).in_(places))
    )


def take_over_cards(session: Session, guest: PlayerId, account: PlayerId) -> None:
    """The account gets the guest's cards; where both have one, that which is due first stays."""
    of_guest = session.execute(select(_card).where(_card.c.player_id == guest)).all()
    if not of_guest:
        return
    theirs = {(row.pack, row.seat): _card_of(row) for row in of_guest}
    own = load_cards(session, account, theirs.keys())
    sooner = [card for place, card in theirs.items() if place not in own or card.due_at < own[place].due_at]
    save_cards(session, account, sooner)
    session.execute(delete(_card).where(_card.c.player_id == guest))


def _card_of(row: Row[Any]) -> ReviewCard:
    return ReviewCard(
        pack=row.pack, seat=row.seat, item_id=row.item_id, due_at=row.due_at, card=CardText(row.card)
    )
