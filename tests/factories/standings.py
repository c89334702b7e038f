"""Players who are listed, rounds that they ended, and leaderboards worked out the long way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import select

from quiz.game.modes import ROUND_CLOSES_AFTER, Mixed, Mode
from quiz.game.rounds import Answer, OptionToken, PlayerId, Round, RoundId
from quiz.game.scoring import PointKind, PointLine
from quiz.game.standings import Board, Kind, parse_period
from quiz.items.item import Level
from quiz.services.endings import end_round
from quiz.services.leaderboards import Leaderboard, Ranked, look
from quiz.store import answers, rounds
from quiz.store.base import Session, writing
from quiz.store.standings import lock_players
from quiz.store.tables import AccountRow, AnswerRow, PlayerRow, RoundRow
from tests.factories.accounts import an_account
from tests.factories.items import some_items
from tests.factories.rounds import NOON, a_player

_numbers = count(1)


def a_listed_player(session: Session, name: str | None = None) -> PlayerId:
    player_id = a_player(session)
    return an_account(session, name or f"Player {player_id}", player_id=player_id)


def an_ended_round(
    session: Session,
    player_id: PlayerId,
    *earned: int,
    mode: Mode = Mode.CIRCUIT,
    pack: str = "chess",
    at: datetime = NOON,
    premiere_date: date | None = None,
    challenge: str | None = None,
    is_counted: bool = True,
) -> RoundId:
    """A round that has just ended. earned: points for each answer, where 0 is a miss."""
    with writing(session):
        lock_players(session, [player_id])
        round_ = a_played_round(
            session,
            player_id,
            earned,
            mode=mode,
            pack=pack,
            at=at,
            premiere_date=premiere_date,
            challenge=challenge,
            is_counted=is_counted,
        )
        end_round(session, player_id, round_, at)
    return round_.id


def a_played_round(
    session: Session,
    player_id: PlayerId,
    earned: Sequence[int],
    *,
    mode: Mode = Mode.CIRCUIT,
    pack: str = "chess",
    at: datetime = NOON,
    premiere_date: date | None = None,
    challenge: str | None = None,
    is_counted: bool = True,
) -> Round:
    """A round that is about to end, with all its answers. Part of the caller's transaction."""
    number = next(_numbers)
    items = some_items(max(len(earned), 1))
    round_ = Round(
        id=RoundId(f"round{number}"),
        mode=mode,
        pack=pack,
        pack_title=pack.title(),
        level=Level.BERLIN if mode is Mode.CIRCUIT else Mixed.MIXED,
        is_relaxed=True,
        size=len(items),
        started_at=at - timedelta(minutes=5),
        closes_at=at + ROUND_CLOSES_AFTER,
        premiere_date=premiere_date,
        challenge=challenge,
        is_counted=is_counted,
    )
    tokens = [tuple(OptionToken(f"{number}-{option}") for option in range(4)) for _ in items]
    rounds.add_round(session, round_, items, tokens, player_id=player_id, request_key=f"ended-{number}")
    given = tuple(
        Answer(
            position=position,
            option_index=items[position - 1].key if points else (items[position - 1].key + 1) % 4,
            answered_at=at,
            elapsed=timedelta(seconds=6),
            lines=(PointLine(kind=PointKind.BASE, points=points),) if points and mode.pays else (),
            is_right=points > 0,
            streak_before=0,
        )
        for position, points in enumerate(earned, start=1)
    )
    for answer in given:
        answers.add_answer(session, round_.id, answer)
    return replace(round_, answers=given)


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A line of a leaderboard."""

    rank: int
    name: str
    score: int


@dataclass(frozen=True, slots=True)
class Event:
    """What one round earned a listed player."""

    player_id: int
    mode: str
    pack: str
    day: date
    score: int


def long_way(session: Session) -> dict[str, list[Line]]:
    """Every leaderboard, from the answers alone: a board at a time, a player at a time, a day at a time."""
    names = _listed_names(session)
    events = _events(session, names)
    session.rollback()
    keys = {key for event in events for key in _keys(event)}
    boards = {}
    for key in keys:
        scores = {player_id: _score(key, player_id, events) for player_id in names}
        boards[key] = [
            Line(1 + sum(other > score for other in scores.values()), names[player_id], score)
            for score, player_id in sorted(((s, p) for p, s in scores.items() if s), reverse=True)
        ]
    return {key: found for key, found in boards.items() if found}


def _listed_names(session: Session) -> dict[int, str]:
    query = select(PlayerRow.id, AccountRow.name).join(AccountRow).where(PlayerRow.is_listed)
    return {row.id: row.name for row in session.execute(query)}


def _events(session: Session, names: Mapping[int, str]) -> list[Event]:
    session.expire_all()
    given: dict[str, list[AnswerRow]] = {}
    for answer in session.scalars(select(AnswerRow).order_by(AnswerRow.round_id, AnswerRow.position)):
        given.setdefault(answer.round_id, []).append(answer)
    return [
        Event(
            player_id=row.player_id,
            mode=row.mode,
            pack=row.pack,
            day=row.premiere_date or row.ended_at.date(),
            score=(_length if row.mode == "long-take" else _points)(given.get(row.id, [])),
        )
        for row in session.scalars(select(RoundRow).where(RoundRow.ended_at.is_not(None)))
        if row.is_counted and not row.is_held and row.player_id in names and row.ended_at
    ]


def _keys(event: Event) -> list[str]:
    where = {
        "circuit": ["points/", f"points/{event.pack}"],
        "premiere": ["points/", "premiere/"],
        "long-take": ["long-take/", f"long-take/{event.pack}"],
    }.get(event.mode, [])
    periods = [event.day.strftime(form) for form in ("%Y-%m-%d", "%G-W%V", "%Y-%m", "all")]
    return [f"{race}/{period}" for race in where for period in periods]


def _score(key: str, player_id: int, events: Sequence[Event]) -> int:
    own = [event for event in events if event.player_id == player_id and key in _keys(event)]
    if key.startswith("long-take"):
        return max((event.score for event in own), default=0)
    total = 0
    for day in {event.day for event in own}:
        circuits = [event.score for event in own if event.day == day and event.mode == "circuit"]
        premieres = [event.score for event in own if event.day == day and event.mode == "premiere"]
        total += sum(sorted(circuits)[-5:]) + sum(premieres)
    return total


def board_of(key: str) -> Board:
    kind, scope, period = key.split("/")
    parsed = parse_period(period)
    assert parsed is not None
    return Board(kind=Kind(kind), scope=scope, period=parsed)


def lines(rows: Sequence[Ranked]) -> list[Line]:
    return [Line(row.rank, row.name, row.score) for row in rows]


def read_through(session: Session, board: Board, size: int) -> list[Line]:
    """All lines of a board, page by page from the top, and checked page by page back again."""
    pages: list[Leaderboard] = [look(session, board, size=size)]
    while pages[-1].has_lower:
        pages.append(look(session, board, after=pages[-1].rows[-1].spot, size=size))
    whole = [line for page in pages for line in lines(page.rows)]
    back: list[Line] = lines(pages[-1].rows)
    page = pages[-1]
    while page.has_higher:
        first = page.rows[0].spot
        page = look(session, board, before=first, size=size)
        upper = [row for row in page.rows if row.spot > first]
        back = [*lines(upper), *back]
    assert back == whole
    assert {page.players for page in pages} == {len(whole)}
    return whole


def _length(answered: Sequence[AnswerRow]) -> int:
    length = 0
    for answer in answered:
        if not answer.is_right:
            return length
        length += answer.is_counted
    return length


def _points(answered: Sequence[AnswerRow]) -> int:
    return sum(
        answer.base_points + answer.speed_points + answer.streak_points
        for answer in answered
        if answer.is_counted
    )
