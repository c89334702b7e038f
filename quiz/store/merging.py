"""What moves when a guest becomes an account that exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Select, and_, case, func, literal, select, tuple_, update

from quiz.game.merging import GivenAnswer, OpenItem, Place, StartedPremiere
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import FactId
from quiz.store.answers import AnswerRow
from quiz.store.base import Base, Session
from quiz.store.flags import FlagRow
from quiz.store.rounds import DealtFactRow, RoundItemRow, RoundRow

_tables = Base.metadata.tables
_round, _item, _answer, _dealt, _flag = (
    _tables[row.__tablename__] for row in (RoundRow, RoundItemRow, AnswerRow, DealtFactRow, FlagRow)
)
_AT_ONCE = 400


def packs_played(session: Session, player_id: PlayerId) -> list[str]:
    """In the order of the alphabet; those alone in which answers are rated."""
    is_rated = _round.c.fold.is_(None) | (_round.c.fold > 0)
    query = select(_round.c.pack).where(_round.c.player_id == player_id, is_rated).distinct()
    return sorted(session.scalars(query))


def started_premieres(session: Session, player_ids: Iterable[PlayerId]) -> list[StartedPremiere]:
    """Those that count."""
    query = select(_round.c.player_id, _round.c.id, _round.c.premiere_date, _round.c.started_at).where(
        _round.c.player_id.in_(sorted(player_ids)), _round.c.premiere_date.is_not(None), _round.c.is_counted
    )
    return [
        StartedPremiere(
            player_id=PlayerId(row.player_id),
            round_id=RoundId(row.id),
            day=row.premiere_date,
            started_at=row.started_at,
        )
        for row in session.execute(query)
    ]


def answers_in_common(session: Session, guest: PlayerId, account: PlayerId) -> list[GivenAnswer]:
    """The answers of both to the facts that the guest was dealt, without those that did not count already.

    Those to challenges and to the Première that was started later are among them: they earn nothing, but tell
    the key as any other does.
    """
    given = and_(_answer.c.round_id == _dealt.c.round_id, _answer.c.position == _dealt.c.position)
    query = (
        select(
            _round.c.player_id, _dealt.c.round_id, _dealt.c.position, _dealt.c.fact_id, _answer.c.answered_at
        )
        .join_from(_round, _dealt, _dealt.c.round_id == _round.c.id)
        .join(_answer, given)
        .where(
            _round.c.player_id.in_((guest, account)),
            _dealt.c.fact_id.in_(_facts_dealt_to(guest)),
            _answer.c.is_counted,
        )
    )
    facts: dict[Place, set[FactId]] = {}
    rows = session.execute(query).all()
    for row in rows:
        facts.setdefault((RoundId(row.round_id), row.position), set()).add(FactId(row.fact_id))
    found = {
        (RoundId(row.round_id), row.position): (PlayerId(row.player_id), row.answered_at) for row in rows
    }
    return [
        GivenAnswer(player_id=player_id, place=place, facts=frozenset(facts[place]), at=at)
        for place, (player_id, at) in found.items()
    ]


def open_items_in_common(session: Session, guest: PlayerId, account: PlayerId) -> list[OpenItem]:
    """The items of both that can still be answered and count, and ask about what the guest was dealt."""
    given = and_(_answer.c.round_id == _dealt.c.round_id, _answer.c.position == _dealt.c.position)
    query = (
        select(_round.c.player_id, _dealt.c.round_id, _dealt.c.position, _dealt.c.fact_id)
        .join_from(_round, _dealt, _dealt.c.round_id == _round.c.id)
        .outerjoin(_answer, given)
        .where(
            _round.c.player_id.in_((guest, account)),
            _round.c.ended_at.is_(None),
            _round.c.is_counted,
            _answer.c.round_id.is_(None),
            _dealt.c.fact_id.in_(_facts_dealt_to(guest)),
        )
    )
    facts: dict[tuple[PlayerId, Place], set[FactId]] = {}
    for row in session.execute(query):
        place = (RoundId(row.round_id), row.position)
        facts.setdefault((PlayerId(row.player_id), place), set()).add(FactId(row.fact_id))
    return [
        OpenItem(player_id=player_id, place=place, facts=frozenset(of_item))
        for (player_id, place), of_item in facts.items()
    ]


def count_later(session: Session, counted_from: Mapping[Place, datetime]) -> None:
    """Let no answer to these items count before then."""
    for (round_id, position), at in sorted(counted_from.items()):
        this = and_(_item.c.round_id == round_id, _item.c.position == position)
        later = _item.c.counts_from.is_(None) | (_item.c.counts_from < at)
        session.execute(update(_item).where(this, later).values(counts_from=at))


def uncount_rounds(session: Session, round_ids: Iterable[RoundId]) -> None:
    session.execute(update(_round).where(_round.c.id.in_(sorted(round_ids))).values(is_counted=False))


def uncount_answers(session: Session, places: Iterable[Place]) -> None:
    """But for those of rounds that count for nothing: what they earned is only compared."""
    counting = select(_round.c.id).where(_round.c.id == _answer.c.round_id, _round.c.is_counted).exists()
    which = sorted(places)
    for start in range(0, len(which), _AT_ONCE):
        these = tuple_(_answer.c.round_id, _answer.c.position).in_(which[start : start + _AT_ONCE])
        session.execute(update(_answer).where(these, counting).values(is_counted=False))


def move_rounds(session: Session, guest: PlayerId, account: PlayerId) -> None:
    """Let the guest's rounds be the account's. Those that are folded stay folded as the guest's."""
    session.execute(
        update(_round)
        .where(_round.c.player_id == guest)
        .values(
            player_id=account,
            # Both may have sent the same form.
            request_key=literal("moved-") + _round.c.id,
            rated_as=case((_round.c.fold > 0, func.coalesce(_round.c.rated_as, guest)), else_=None),
        )
    )
    session.execute(update(_flag).where(_flag.c.player_id == guest).values(player_id=account))


def _facts_dealt_to(player_id: PlayerId) -> Select[str]:
    return (
        select(DealtFactRow.fact_id)
        .join(RoundRow, RoundRow.id == DealtFactRow.round_id)
        .where(RoundRow.player_id == player_id)
    )
