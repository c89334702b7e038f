"""How often somebody may try to sign in, to sign up, or to use a link: by address, and by the name tried.

Whoever shares an address, a class for example, can sign up in one lesson; whoever guesses passwords cannot
guess many. Keys are digests, so that no log and no Redis holds an address or a name.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

from flask import request

from quiz.extensions import limiter
from quiz.game import names

P = ParamSpec("P")
R = TypeVar("R")

SIGN_IN = "30 per minute; 300 per hour"
SIGN_IN_BY_NAME = "10 per 5 minutes"
SIGN_UP = "40 per minute; 200 per hour"
PASSWORD = "10 per minute; 60 per hour"  # noqa: S105  how often one is asked for

_LONGEST_NAME = 200


def limited(limits: str, methods: Sequence[str] = ("POST",)) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """By address; of these methods alone."""
    return limiter.limit(limits, key_func=_address, methods=list(methods))


def limited_by_name(limits: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """By the name in the form, POSTs alone."""
    return limiter.limit(limits, key_func=_name, methods=["POST"])


def seconds_left() -> int:
    """Until what has just been refused can be tried again."""
    current = limiter.current_limit
    return 1 if current is None else max(1, current.reset_at - math.ceil(time.time()))


def _address() -> str:
    return _digest(request.remote_addr or "")


def _name() -> str:
    name = names.normal(request.form.get("name", "").strip()[:_LONGEST_NAME])
    return "name-" + _digest(names.folded(name))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
