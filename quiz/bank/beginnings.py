"""A small pack to begin with, whose comments say what to change."""

from __future__ import annotations

import re

from quiz.bank.json_schema import with_modeline
from quiz.bank.schema import SLUG
from quiz.bank.slugs import slugify

_HEAD = """\
# This file is a pack: facts that you write, and from which the game makes its questions.
# A line that begins with # is for you alone. Change what you like; `quiz check PACK` tells every slip.

# What the folder is called, and what players see.
pack: PACK
title: TITLE
about: Six films that we have shown.
"""

_USE = """
# The words come from the pack `film`: kinds of things (film, person, prize, character …), relations between
# them (director, shown, role, won …), and several wordings for the questions about each.
use: [film]
"""

_WORDS = """
# The words. A kind is a sort of thing; a relation is a table of facts about things.
kinds:
  film: {many: films, title: true}
  person: {many: people}

relations:
  director:
    columns: {film: film, person: person}
    # what is not listed is wrong, as soon as one director of the film is listed
    known: whole-list
    per: [film]
    reads: "{film} was directed by {person}."
    whole: "Nobody else directed {film}."
  shown:
    columns: {film: film, year: year}
    # a film has one year of its first screening
    known: one-winner
    per: [film]
    reads: "{film} was first shown in public in {year}."

# Each family hides one cell of a fact: `it` is what the player has to find.
families:
  director:
    where: director(film, it)
    # several wordings, of which chance takes one
    ask:
      - "Who directed {film}?"
      - "Which of these people made {film}?"
  film-by-director:
    where: director(it, person)
    ask: "Which of these films is by {person}?"
  year-shown:
    where: shown(film, it)
    ask: "In which year was {film} first shown in public?"
"""

_FACTS = """
# Where a player can look a fact up. Each fact names a source; the line below these speaks for the whole file.
sources:
  bfi: {title: "Films, television and people", publisher: British Film Institute, url: "https://www.bfi.org.uk/"}
source: bfi

# Names stand here once, so that a typing error further down is told.
person:
  - names: [Jane Campion, Wong Kar-wai, Lars von Trier, Mike Leigh, Abbas Kiarostami, Claire Denis]

film:
  # two facts: the relation `director` between this film and that person, and the year of its first screening
  - name: The Piano
    director: Jane Campion
    shown: 1993

  # the same in one line; in braces, a text with a comma in it wants double quotes
  - {name: Chungking Express, director: Wong Kar-wai, shown: 1994}
  - {name: Breaking the Waves, director: Lars von Trier, shown: 1996}
  - {name: Secrets & Lies, director: Mike Leigh, shown: 1996}

  # other names of a film, so that it is never taken for another one
  - name: Taste of Cherry
    aka: [The Taste of Cherry, "Ta'm e guilass"]
    director: Abbas Kiarostami
    shown: 1997

  # lists disagree on this year: those named `elsewhere` are never offered as wrong answers
  - name: Beau travail
    director: Claire Denis
    shown: {year: 1999, elsewhere: [2000]}

# A question that facts cannot make. Take the # from these lines and put your own words:
# questions:
#   - id: our-first-film
#     ask: Which film did our club show first?
#     key: The Piano
#     because: It opened the season of 2019.
#     wrong: [Taste of Cherry, Beau travail, Breaking the Waves]
#     signed: Our film club
"""


def problem_of(slug: str) -> str | None:
    """Why a pack cannot be called so, with the cure; None if it can."""
    if re.fullmatch(SLUG, slug):
        return None
    better = slugify(slug)
    cure = f"; {better} would do" if re.fullmatch(SLUG, better) else ""
    return f"“{slug}” is no name for a pack: lower-case letters, figures and single hyphens{cure}."


def manifest(slug: str, *, has_film: bool, schema: str) -> str:
    """The one file of a new pack.

    has_film: whether there is a pack `film` to take the words from. schema: as an editor is to find it.
    """
    title = slug.replace("-", " ").capitalize()
    text = _HEAD + (_USE if has_film else _WORDS) + _FACTS
    return with_modeline(text.replace("PACK", slug).replace("TITLE", f'"{title}"'), schema)
