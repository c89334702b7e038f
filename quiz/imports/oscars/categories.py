"""The categories that are imported, and what their prizes are called.

A category that was renamed is one prize with other names. One that was split, or that crowned something else,
is a prize of its own: nobody is said to have been nominated for what was not given in that year.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """Whom a category nominates."""

    PERSON = "person"
    FILM = "film"
    HONOUR = "honour"
    """A film that was chosen without nominees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """goes_to: who gets it; only prizes that go to the same are options of one question."""

    name: str
    goes_to: str
    about: About = About.PERSON
    aka: tuple[str, ...] = ()
    gender: str | None = None


def _prize(name: str, goes_to: str, *aka: str, about: About = About.PERSON, gender: str = "") -> Prize:
    return Prize(
        name=f"Academy Award for {name}",
        goes_to=goes_to,
        about=about,
        aka=tuple(f"{lead} for {each}" for lead in ("Academy Award", "Oscar") for each in (name, *aka))[1:],
        gender=gender or None,
    )


_SCORING = "MUSIC (Original Song Score or Adaptation Score)"
_SCREENPLAY = "WRITING (Adapted Screenplay)"
FOREIGN = "INTERNATIONAL FEATURE FILM"
SONGS = "MUSIC (Original Song)"

_BY_CATEGORY = {
    "ACTOR IN A LEADING ROLE": _prize("Best Actor", "actor", gender="m"),
    "ACTRESS IN A LEADING ROLE": _prize("Best Actress", "actress", gender="f"),
    "ACTOR IN A SUPPORTING ROLE": _prize("Best Supporting Actor", "actor", gender="m"),
    "ACTRESS IN A SUPPORTING ROLE": _prize("Best Supporting Actress", "actress", gender="f"),
    "DIRECTING": _prize("Best Director", "director", "Best Directing"),
    "DIRECTING (Dramatic Picture)": _prize("Best Director of a Dramatic Picture", "director"),
    "DIRECTING (Comedy Picture)": _prize("Best Director of a Comedy Picture", "director"),
    _SCREENPLAY: _prize("Best Adapted Screenplay", "writer", "Best Writing (Adaptation)"),
    "WRITING (Original Screenplay)": _prize(
        "Best Original Screenplay", "writer", "Best Story and Screenplay"
    ),
    "WRITING (Original Story)": _prize("Best Story", "writer", "Best Motion Picture Story"),
    "WRITING (Title Writing)": _prize("Best Title Writing", "writer"),
    "MUSIC (Original Score)": _prize("Best Original Score", "composer", "Best Original Dramatic Score"),
    _SCORING: _prize("Best Adaptation and Original Song Score", "composer", "Best Adaptation Score"),
    SONGS: _prize("Best Original Song", "songwriter"),
    "CINEMATOGRAPHY": _prize("Best Cinematography", "cinematographer"),
    "CINEMATOGRAPHY (Black-and-White)": _prize(
        "Best Black-and-White Cinematography", "cinematographer", "Best Cinematography (Black-and-White)"
    ),
    "CINEMATOGRAPHY (Color)": _prize(
        "Best Color Cinematography", "cinematographer", "Best Cinematography (Color)"
    ),
    "FILM EDITING": _prize("Best Film Editing", "editor"),
    "ART DIRECTION": _prize("Best Production Design", "designer", "Best Art Direction"),
    "ART DIRECTION (Black-and-White)": _prize(
        "Best Black-and-White Art Direction", "designer", "Best Art Direction (Black-and-White)"
    ),
    "ART DIRECTION (Color)": _prize("Best Color Art Direction", "designer", "Best Art Direction (Color)"),
    "COSTUME DESIGN": _prize("Best Costume Design", "costume designer"),
    "COSTUME DESIGN (Black-and-White)": _prize(
        "Best Black-and-White Costume Design", "costume designer", "Best Costume Design (Black-and-White)"
    ),
    "COSTUME DESIGN (Color)": _prize(
        "Best Color Costume Design", "costume designer", "Best Costume Design (Color)"
    ),
    "BEST PICTURE": _prize("Best Picture", "film", "Outstanding Picture", about=About.FILM),
    "UNIQUE AND ARTISTIC PICTURE": _prize("Unique and Artistic Picture", "film", about=About.FILM),
    FOREIGN: _prize(
        "Best International Feature Film", "film", "Best Foreign Language Film", about=About.FILM
    ),
    "ANIMATED FEATURE FILM": _prize(
        "Best Animated Feature", "film", "Best Animated Feature Film", about=About.FILM
    ),
    "SHORT FILM (Animated)": _prize(
        "Best Animated Short Film", "short film", "Best Cartoon Short Subject", about=About.FILM
    ),
    "DOCUMENTARY (Feature)": _prize(
        "Best Documentary Feature", "film", "Best Documentary Feature Film", about=About.FILM
    ),
    "DOCUMENTARY (Short Subject)": _prize(
        "Best Documentary Short Film", "short film", "Best Documentary Short Subject", about=About.FILM
    ),
}

_BY_OFFICIAL_NAME = {
    # one prize for all writing
    (_SCREENPLAY, "WRITING"): _prize("Best Writing", "writer"),
    # for screenplays whether adapted or not
    (_SCREENPLAY, "WRITING (Screenplay)"): _prize("Best Screenplay", "writer"),
    # one prize for all music
    (_SCORING, "MUSIC (Scoring)"): _prize("Best Scoring", "composer"),
    (_SCORING, "MUSIC (Scoring of a Musical Picture)"): _prize(
        "Best Scoring of a Musical Picture", "composer"
    ),
    (_SCORING, "MUSIC (Original Musical or Comedy Score)"): _prize(
        "Best Original Musical or Comedy Score", "composer"
    ),
    (FOREIGN, "HONORARY FOREIGN LANGUAGE FILM AWARD"): Prize(
        name="Academy Honorary Award for Best Foreign Language Film", goes_to="film", about=About.HONOUR
    ),
}


def prize_of(category: str, official: str) -> Prize | None:
    """The prize of a category under the name that it had at a ceremony; None if it is not imported."""
    return _BY_OFFICIAL_NAME.get((category, official)) or _BY_CATEGORY.get(category)
