"""What a player reads when something is in the way: one table, pages in the design, never a stack trace."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, current_app, request, url_for
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from quiz.errors import QuizError
from quiz.game.rounds import ItemNotOpen, RoundIsOver, UnknownOption
from quiz.services.administration import FlagNotFound, NoSuchAccount
from quiz.services.challenges import ChallengeNotFound, NoChallenge
from quiz.services.clubs import ClubNotFound, NotAllowed
from quiz.services.play import CannotStore, NoItems, RoundNotFound
from quiz.services.profiles import UnknownPlayer
from quiz.web import limits
from quiz.web.contexts import ErrorContext, ErrorPage
from quiz.web.fragments import show

STATUSES: dict[type[QuizError], int] = {
    RoundNotFound: 404,
    UnknownPlayer: 404,
    NoSuchAccount: 404,
    FlagNotFound: 404,
    ClubNotFound: 404,
    ChallengeNotFound: 404,
    NoChallenge: 409,
    NotAllowed: 403,
    UnknownOption: 422,
    NoItems: 422,
    ItemNotOpen: 409,
    RoundIsOver: 409,
    CannotStore: 503,
}
"""What a player can cause, and what passes; another QuizError is a 500."""

_TRY_AGAIN_AFTER_S = 5
_STARTS = {"play.start", "play.start_long_take", "play.start_viewing", "premiere.start"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    headline: str
    explanation: str


_EXPIRED = Words(
    headline="This page has expired",
    explanation="The form you sent no longer belongs to your session, so nothing was changed."
    " Open the page anew and try again. If this site's cookies were deleted, your round cannot be found"
    " again: start a new one from the first page.",
)
_WORDS = {
    400: Words(
        headline="That request was not understood",
        explanation="Something in it was missing or malformed, so nothing was changed.",
    ),
    403: Words(
        headline="This is not open to you",
        explanation="You are not allowed to see this page or to do this.",
    ),
    404: Words(
        headline="There is nothing here",
        explanation="The address leads to no page, or to a round that was played in another browser.",
    ),
    405: Words(
        headline="That does not work here",
        explanation="This address exists, but not for what was asked of it.",
    ),
    409: Words(
        headline="The round has moved on",
        explanation="This question is not open any more. Your answers so far are kept.",
    ),
    413: Words(
        headline="That was too much",
        explanation="More was sent than any form of this site needs, so it was not read.",
    ),
    415: Words(
        headline="That request was not understood",
        explanation="It brought files, or its fields in a way that no form of this site sends them,"
        " so nothing was changed.",
    ),
    422: Words(
        headline="That answer does not fit",
        explanation="What was sent is not one of the options, so nothing was counted."
        " Go back and choose again.",
    ),
    429: Words(
        headline="That was too often",
        explanation="This was tried so often in a short time that it has to wait. Try again in a few"
        " minutes; a round that you have open goes on meanwhile.",
    ),
}
_OURS = Words(
    headline="The film has torn",
    explanation="Something went wrong on our side. Every answer whose verdict you have seen is kept;"
    " try again in a moment.",
)
_NOT_DONE = Words(
    headline="The film has torn",
    explanation="Something went wrong on our side, and what you sent may not have been kept."
    " Go back and send it again: an answer counts once.",
)
_NOT_REACHED = Words(
    headline="The projector has stopped",
    explanation="The game cannot reach what it keeps just now. Every answer whose verdict you have seen is"
    " kept; try again in a moment.",
)
_NOT_KEPT = Words(
    headline="That was not kept",
    explanation="The game cannot store anything just now, so your answer was not kept."
    " Go back and send it again in a moment.",
)
_NOT_STARTED = Words(
    headline="The round has not started",
    explanation="The game cannot store anything just now, so no round was made. Try again in a moment.",
)


def register(app: Flask) -> None:
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    for kind in STATUSES:
        app.register_error_handler(kind, _quiz)
    app.register_error_handler(CannotStore, _cannot_store)
    app.register_error_handler(Exception, _ours)


def _csrf(error: CSRFError) -> Response:
    return _show(error.code or 400, _EXPIRED)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    response = _show(status, _WORDS.get(status, _WORDS[400] if status < 500 else _OURS))  # noqa: PLR2004
    for name, value in error.get_headers():
        # Such as Allow, which a 405 must have.
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    if isinstance(error, RateLimitExceeded):
        response.headers["Retry-After"] = str(limits.seconds_left())
    return response


def _quiz(error: QuizError) -> Response:
    status = next(status for kind, status in STATUSES.items() if isinstance(error, kind))
    return _show(status, _WORDS[status])


def _cannot_store(error: CannotStore) -> Response:
    current_app.logger.error("%s cannot_store %s", request.endpoint, error)
    words = {"GET": _NOT_REACHED, "HEAD": _NOT_REACHED}.get(request.method, _NOT_KEPT)
    if request.endpoint in _STARTS:
        words = _NOT_STARTED
    response = _show(STATUSES[CannotStore], words)
    response.headers["Retry-After"] = str(_TRY_AGAIN_AFTER_S)
    return response


def _ours(error: Exception) -> Response:
    current_app.logger.error("%s failed", request.endpoint, exc_info=error)
    return _show(500, _OURS if request.method in {"GET", "HEAD"} else _NOT_DONE)


def _show(status: int, words: Words) -> Response:
    way_out = (url_for("home.home"), "To the first page")
    view_args = request.view_args or {}
    if status in {409, 422, 500, 503} and "round_id" in view_args and "position" in view_args:
        way_out = (url_for("play.item", **view_args), "Back to your round")
    error = ErrorContext(
        status=status, headline=words.headline, explanation=words.explanation, way_out=way_out
    )
    return show(ErrorPage(title=words.headline, error=error), error, status=status)
