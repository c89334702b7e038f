"""Flags: what each rests on, in words and as a table, and what is decided."""

from __future__ import annotations

from datetime import datetime

from flask import Response, abort, request, url_for

from quiz.extensions import db
from quiz.game.fairness import Decision, RatingJump, SameAnswers, Suspicion, TooFast
from quiz.game.rounds import PlayerId, RoundId
from quiz.services import administration, oversight
from quiz.services.accounts import Role
from quiz.services.oversight import Cursor, Flag, FlagView
from quiz.web.admin import me
from quiz.web.admin_lines import GUEST, SUSPICION_NAMES, flag_line, round_line
from quiz.web.admin_players import blueprint
from quiz.web.contexts_admin import EvidenceTable, FlagPage, FlagsPage
from quiz.web.forms import text_of
from quiz.web.forms_admin import DecisionForm
from quiz.web.fragments import see_other, show
from quiz.web.players import now, requires

__all__ = ["blueprint"]

_FLAGS_A_PAGE = 25
_DONE = {
    Decision.CLEARED: "The flag is cleared.",
    Decision.UPHELD: "The flag is upheld: the round counts for nothing.",
}
_CAUTIONS = {
    Suspicion.SPEED: "Whoever has had the same questions lately may know them at first sight.",
    Suspicion.SAME_ANSWERS: "It rests on the answers and their time alone: no address and no device is kept."
    " Two at one table, a class that was told the answers, and one person in two browsers look the same."
    " Each of the two rounds has a flag of its own, to be decided by itself.",
    Suspicion.RATING_JUMP: "It looks the same if a friend plays, and if somebody has read up since.",
}


@blueprint.get("/flags")
@requires(Role.ADMINISTRATOR)
def flags() -> Response:
    are_decided = "decided" in request.args
    after = _cursor(request.args.get("after", ""))
    look = oversight.flags_decided if are_decided else oversight.flags_undecided
    found = look(db.session(), _FLAGS_A_PAGE + 1, after)
    shown = found[:_FLAGS_A_PAGE]
    decided = 1 if are_decided else None
    return show(
        FlagsPage(
            title="Flags",
            flags=tuple(flag_line(flag) for flag in shown),
            are_decided=are_decided,
            next_url=url_for("admin.flags", decided=decided, after=_written(shown[-1]))
            if len(found) > len(shown)
            else None,
            is_first=after is None,
        )
    )


@blueprint.get("/flags/<round_id>/<suspicion>")
@requires(Role.ADMINISTRATOR)
def flag(round_id: RoundId, suspicion: str) -> Response:
    view = oversight.flag_view(db.session(), *_named(round_id, suspicion))
    return show(_page(view, DecisionForm(formdata=None)))


@blueprint.post("/flags/<round_id>/<suspicion>")
@requires(Role.ADMINISTRATOR)
def decide(round_id: RoundId, suspicion: str) -> Response:
    round_id, kind = _named(round_id, suspicion)
    form = DecisionForm()
    if not form.validate():
        abort(422)
    decision = Decision(text_of(form.decision))
    administration.decide(
        db.session(), by=me(), round_id=round_id, suspicion=kind, decision=decision, at=now()
    )
    return see_other(url_for("admin.flag", round_id=round_id, suspicion=kind.value, done=decision.value))


@blueprint.post("/players/<int(max=2147483647):player_id>/flags")
@requires(Role.ADMINISTRATOR)
def decide_all(player_id: PlayerId) -> Response:
    form = DecisionForm()
    if not form.validate():
        abort(422)
    decision = Decision(text_of(form.decision))
    administration.decide_all(db.session(), by=me(), player_id=player_id, decision=decision, at=now())
    return see_other(url_for("admin.player", player_id=player_id, done=f"flags-{decision.value}"))


def _named(round_id: str, suspicion: str) -> tuple[RoundId, Suspicion]:
    """What the address names, if anything can be called so."""
    if not round_id.isalnum() or suspicion not in set(Suspicion):
        abort(404)
    return RoundId(round_id), Suspicion(suspicion)


def _cursor(written: str) -> Cursor | None:
    at, _, rest = written.partition("~")
    round_id, _, suspicion = rest.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if moment.tzinfo is None or not round_id.isalnum() or suspicion not in set(Suspicion):
        return None
    return Cursor(at=moment, round_id=round_id, suspicion=suspicion)


def _written(flag: Flag) -> str:
    return f"{flag.cursor.at.isoformat()}~{flag.cursor.round_id}~{flag.cursor.suspicion}"


def _page(view: FlagView, form: DecisionForm) -> FlagPage:
    flag = view.flag
    words, table = _evidence(view)
    done = request.args.get("done", "")
    other_id, other_name, _ = view.other or (None, None, None)
    return FlagPage(
        title=f"{SUSPICION_NAMES[flag.suspicion]} · Flags",
        flag=flag_line(flag),
        words=words,
        caution=_CAUTIONS[flag.suspicion],
        table=table,
        other_player=None if other_id is None else other_name or GUEST,
        other_url=None if other_id is None else url_for("admin.player", player_id=other_id),
        url=url_for("admin.decide", round_id=flag.round.id, suspicion=flag.suspicion.value),
        form=form,
        done=_DONE[Decision(done)] if done in set(Decision) and done == flag.decision else None,
    )


def _evidence(view: FlagView) -> tuple[tuple[str, ...], EvidenceTable]:
    match view.flag.evidence:
        case TooFast() as found:
            return _too_fast(found)
        case SameAnswers() as found:
            return _same_answers(found, view)
        case RatingJump() as found:
            return _rating_jump(found)


def _too_fast(found: TooFast) -> tuple[tuple[str, ...], EvidenceTable]:
    words = (
        (
            f"{len(found.answers)} of {found.answered} answers came faster than anybody reads what was asked,"
            f" and {found.right} of them are right."
        ),
        f"Whoever presses any option at once gets as many right in one round of {_one_in(found.luck)}.",
    )
    table = EvidenceTable(
        caption="The answers that came too fast",
        columns=("Question", "Took", "Reading takes", "Answer", "Characters"),
        rows=tuple(
            (
                str(answer.position),
                _seconds(answer.elapsed_ms),
                _seconds(answer.least_ms),
                "right" if answer.is_right else "wrong",
                str(answer.characters),
            )
            for answer in found.answers
        ),
    )
    return words, table


def _same_answers(found: SameAnswers, view: FlagView) -> tuple[tuple[str, ...], EvidenceTable]:
    played = "one other round" if found.others == 1 else f"{found.others} other rounds"
    words = (
        (
            f"Two players chose the same in all of {found.answered} questions, and made the same"
            f" {found.misses} mistakes. Their rounds ended {_apart(found.apart_s)} apart."
        ),
        (
            f"By chance that happens to one other player of {_one_in(found.chance)}, if not of more;"
            f" {played} of these questions ended as near to this one."
        ),
    )
    lines = [(view.flag.player or GUEST, round_line(view.flag.round))]
    if view.other is not None:
        lines.append((view.other[1] or GUEST, round_line(view.other[2])))
    table = EvidenceTable(
        caption="The rounds that are alike",
        columns=("Player", "Ended", "Right", "Points"),
        rows=tuple(
            (name, line.ended, f"{line.right_count} of {line.size}", str(line.points)) for name, line in lines
        ),
    )
    return words, table


def _rating_jump(found: RatingJump) -> tuple[tuple[str, ...], EvidenceTable]:
    words = (
        (
            f"{found.right} of {found.answered} answers are right. From the rating one would expect"
            f" {found.expected:.1f}, give or take {found.spread:.1f},"
            f" and this is {found.deviations:.1f} times as far off."
        ),
        (
            f"The rating rests on {found.rated_before} answers before this round. Only first answers to"
            " a question are compared, and none that were given at once."
        ),
    )
    table = EvidenceTable(
        caption="What was expected and what came",
        columns=("Figure", "Value"),
        rows=(
            ("Answers compared", str(found.answered)),
            ("Right", str(found.right)),
            ("To be expected", f"{found.expected:.1f}"),
            ("Standard deviation", f"{found.spread:.1f}"),
            ("Standard deviations above", f"{found.deviations:.1f}"),
            ("Rated answers before", str(found.rated_before)),
        ),
    )
    return words, table


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.2f} s"


def _one_in(chance: float) -> str:
    """How many there are of which it is one: 1,000 rather than 1,024."""
    many = 1 / chance if chance > 0 else float("inf")
    if many > 1e9:  # noqa: PLR2004
        return "more than a billion"
    digits = 10 ** max(len(str(int(many))) - 2, 0)
    return f"{int(many) // digits * digits:,}"


def _apart(seconds: int) -> str:
    minutes = round(seconds / 60)
    if not minutes:
        return "less than a minute"
    return "a minute" if minutes == 1 else f"{minutes} minutes"
