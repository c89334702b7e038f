"""All that is kept of one player, as rows to be written to a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import FactId
from quiz.store.accounts import AccountRow
from quiz.store.answers import AnswerRow
from quiz.store.base import Base, Session
from quiz.store.challenges import ChallengeRow
from quiz.store.clubs import ClubMemberRow, ClubRow
from quiz.store.flags import FlagRow
from quiz.store.players import PlayerRow
from quiz.store.premieres import PremiereFactRow, PremiereItemRow
from quiz.store.profiles import CrownRow, TallyRow
from quiz.store.ratings import PlayerRatingRow
from quiz.store.reviews import ReviewCardRow
from quiz.store.rounds import DealtFactRow, RoundItemRow, RoundRow
from quiz.store.standings import StandingRow
from quiz.store.zones import PlayerZoneRow

Row = dict[str, Any]

_tables = Base.metadata.tables
_player, _account, _zone, _round, _item, _answer, _dealt = (
    _tables[row.__tablename__]
    for row in (PlayerRow, AccountRow, PlayerZoneRow, RoundRow, RoundItemRow, AnswerRow, DealtFactRow)
)
_standing, _crown, _tally, _card, _rating = (
    _tables[row.__tablename__] for row in (StandingRow, CrownRow, TallyRow, ReviewCardRow, PlayerRatingRow)
)
_club, _member, _flag, _challenge, _premiere_item, _premiere_fact = (
    _tables[row.__tablename__]
    for row in (ClubRow, ClubMemberRow, FlagRow, ChallengeRow, PremiereItemRow, PremiereFactRow)
)


def account_rows(session: Session, player_id: PlayerId) -> list[Row]:
    columns = (
        *(_account.c[name] for name in ("name", "email", "role", "is_hidden", "suspended_at", "made_at")),
        _player.c.made_at.label("came_at"),
    )
    return _rows(session, select(*columns).join_from(_account, _player).where(_player.c.id == player_id))


def zone_rows(session: Session, player_id: PlayerId) -> list[Row]:
    query = select(_zone.c.zone, _zone.c.since).where(_zone.c.player_id == player_id)
    return _rows(session, query.order_by(_zone.c.since))


def round_rows(session: Session, player_id: PlayerId) -> list[Row]:
    names = (
        *("id", "mode", "pack", "pack_title", "level", "is_relaxed", "size", "started_at", "closes_at"),
        *(
            "ended_at",
            "points",
            "right_count",
            "premiere_date",
            "challenge",
            "is_counted",
            "is_held",
            "ability",
        ),
    )
    query = select(*(_round.c[name] for name in names)).where(_round.c.player_id == player_id)
    return _rows(session, query.order_by(_round.c.started_at, _round.c.id))


def answered_rows(session: Session, player_id: PlayerId) -> list[Row]:
    """The items that have an answer, each with it, in the order of rounds and positions."""
    given = and_(_answer.c.round_id == _item.c.round_id, _answer.c.position == _item.c.position)
    answer = ("option_index", "answered_at", "elapsed_ms", "is_right", "is_counted")
    points = ("base_points", "speed_points", "streak_points")
    item = ("round_id", "position", "item_id", "family", "seat", "level", "face", "back", "key_index")
    query = (
        select(*(_item.c[name] for name in item), *(_answer.c[name] for name in (*answer, *points)))
        .join_from(_round, _item, _item.c.round_id == _round.c.id)
        .join(_answer, given)
        .where(_round.c.player_id == player_id)
    )
    return _rows(session, query.order_by(_item.c.round_id, _item.c.position))


def places_of_facts(
    session: Session, player_id: PlayerId, facts: Collection[FactId]
) -> frozenset[tuple[RoundId, int]]:
    """The round and position of each of the player's items that ask about one of the facts."""
    query = (
        select(_dealt.c.round_id, _dealt.c.position)
        .join_from(_round, _dealt, _dealt.c.round_id == _round.c.id)
        .where(_round.c.player_id == player_id, _dealt.c.fact_id.in_(sorted(facts)))
    )
    return frozenset((RoundId(row.round_id), row.position) for row in session.execute(query))


def facts_of_premieres(session: Session, days: Iterable[date]) -> frozenset[FactId]:
    query = select(_premiere_fact.c.fact_id).where(_premiere_fact.c.day.in_(sorted(days)))
    return frozenset(FactId(fact) for fact in session.scalars(query))


def seats_of_premieres(session: Session, days: Iterable[date]) -> frozenset[str]:
    query = select(_premiere_item.c.seat).where(_premiere_item.c.day.in_(sorted(days)))
    return frozenset(session.scalars(query))


def earned_rows(session: Session, player_id: PlayerId) -> dict[str, list[Row]]:
    """Standings, crowns, tallies and ratings."""
    kept: dict[str, tuple[ColumnElement[Any], ...]] = {
        "standings": (_standing.c.board, _standing.c.score, _standing.c.is_listed),
        "crowns": (_crown.c.pack, _crown.c.level, _crown.c.won_at),
        "tallies": (_tally.c.kind, _tally.c.name, _tally.c.answers, _tally.c.right_count),
        "ratings": (_rating.c.pack, _rating.c.ability, _rating.c.answers),
    }
    return {
        name: _rows(
            session, select(*columns).where(columns[0].table.c.player_id == player_id).order_by(*columns[:2])
        )
        for name, columns in kept.items()
    }


def card_rows(session: Session, player_id: PlayerId) -> list[Row]:
    columns = (_card.c.pack, _card.c.seat, _card.c.item_id, _card.c.due_at, _card.c.card)
    return _rows(session, select(*columns).where(_card.c.player_id == player_id).order_by(*columns[:2]))


def club_rows(session: Session, player_id: PlayerId) -> list[Row]:
    columns = (
        _club.c.name,
        _member.c.joined_at,
        (_club.c.owner_id == player_id).label("is_owner"),
    )
    query = select(*columns).join_from(_member, _club).where(_member.c.player_id == player_id)
    return _rows(session, query.order_by(_member.c.joined_at))


def flag_rows(session: Session, player_id: PlayerId) -> list[Row]:
    """Without what they rest on, which speaks of others, too."""
    columns = (_flag.c.round_id, _flag.c.kind, _flag.c.made_at, _flag.c.decision, _flag.c.decided_at)
    return _rows(session, select(*columns).where(_flag.c.player_id == player_id).order_by(_flag.c.made_at))


def challenge_rows(session: Session, player_id: PlayerId) -> list[Row]:
    columns = (_challenge.c.token, _challenge.c.round_id, _challenge.c.made_at)
    query = select(*columns).join_from(_challenge, _round).where(_round.c.player_id == player_id)
    return _rows(session, query.order_by(_challenge.c.made_at))


def _rows(session: Session, query: Select[Any]) -> list[Row]:
    return [dict(row._mapping) for row in session.execute(query)]  # noqa: SLF001  SQLAlchemy's public name
