"""What a pack means to ask and does not: handwritten questions and families that make nothing, each with
the reason.

An item that cannot be proven is not made, so a slip in a question would otherwise just make it vanish.
"""

from __future__ import annotations

from collections.abc import Iterator

from quiz.bank.problems import Problem
from quiz.items.assembling import Unproven
from quiz.items.item import Item
from quiz.items.making import Maker
from quiz.items.rules import breach
from quiz.items.seats import HANDWRITTEN

TRIES = 40
"""Seats of a family that are tried before it is said to make nothing."""


def silent_questions(maker: Maker) -> Iterator[Problem]:
    """Handwritten questions of the pack that are confirmed and in date, and yet never asked."""
    for seat in maker.every_seat():
        question = seat.question
        if question is None:
            continue
        found = maker.attempt(seat, 1)
        if isinstance(found, Item):
            broken = breach(found)
            if broken is not None:
                message = f"The question {question.slug} is not asked: {broken}."
                yield Problem.at(question.place, message, "Reword the question or its options.")
        elif isinstance(found, Unproven):
            message = f"The question {question.slug} is not asked: {' '.join(found.reasons)}"
            yield Problem.at(
                question.place, message, "Change the option, or mend the facts or the where-line."
            )


def silent_families(maker: Maker) -> Iterator[Problem]:
    """Families that the pack itself declares, and that make no item of the situations that they find."""
    tried: dict[str, list[str]] = {}
    for seat in maker.every_seat():
        slug = seat.family_slug
        if slug == HANDWRITTEN or slug not in maker.pack.families or len(tried.setdefault(slug, [])) >= TRIES:
            continue
        found = maker.attempt(seat, 1)
        if isinstance(found, Item) and breach(found) is None:
            tried[slug] = ["made"] * TRIES
        elif isinstance(found, Item):
            tried[slug].append(f"{breach(found)}.")
        else:
            tried[slug].append("too few options can be proven wrong.")
    for slug, family in maker.pack.families.items():
        reasons = tried.get(slug, [])
        if "made" in reasons:
            continue
        if not reasons and maker.hopeless(slug):
            reasons = ["too few options can be proven wrong."]
        why = f"{reasons[0]}" if reasons else "no facts fit its where-lines."
        yield Problem.at(
            family.place,
            f"The family {slug} makes no item: {why}",
            "Say which lists are whole (docs/authoring.md, When silence means no), or add facts."
            if reasons
            else "Check the where-lines, or add facts.",
        )
