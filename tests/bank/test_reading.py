"""What an author is told of a mistake: where it is, what is wrong, and how to mend it. Each once."""

from __future__ import annotations

import pytest

from quiz.bank.scope import MANY
from tests.factories.film_packs import read_cinema, told


@pytest.mark.parametrize(
    ("films", "expected"),
    [
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director: Jane Campoin\n",
            [
                (
                    "films.yaml:4:15: There is no person called Jane Campoin; did you mean Jane Campion? "
                    "If not, declare it: under `person:` write `- name: Jane Campoin`."
                ),
            ],
            id="two letters swapped in a name",
        ),
        pytest.param(
            "source: book\n"
            "film:\n"
            "  - name: The Piano\n"
            "    director: Jane Campoin\n"
            "  - {name: Sweetie, director: Jane Campoin}\n"
            "  - {name: Two Friends, director: Jane Campoin}\n",
            [
                (
                    "films.yaml:4:15: There is no person called Jane Campoin; did you mean Jane Campion? "
                    "If not, declare it: under `person:` write `- name: Jane Campoin`. (Also in "
                    "films.yaml:5:31 and 1 more.)"
                ),
            ],
            id="one misspelt name in three places",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director: Jаne Campion\n",
            [
                (
                    "films.yaml:4:15: There is no person called Jаne Campion; did you mean Jane Campion? "
                    "It mixes alphabets: its `а` is a Cyrillic small letter a. If not, declare it: under "
                    "`person:` write `- name: Jаne Campion`."
                ),
            ],
            id="a Cyrillic letter in a Latin name",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director: Elizabeth Jane Campion\n",
            [
                (
                    "films.yaml:4:15: “Elizabeth Jane Campion” is not how packs name this person, but "
                    "another name of Jane Campion. Write Jane Campion."
                ),
            ],
            id="an alias where the name belongs",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director: Palme d'Or\n",
            [
                (
                    "films.yaml:4:15: There is no person called Palme d'Or. Palme d'Or is a prize: is it "
                    "in the right column?"
                ),
            ],
            id="a prize where a person belongs",
        ),
        pytest.param(
            "source: book\n"
            "flim:\n"
            "  - {name: The Piano, director: Jane Campion}\n"
            "role:\n"
            "  - {film: The Piano, actor: Holly Hunter}\n",
            [
                (
                    "films.yaml:2:1: There is no section called flim; did you mean film? A section is "
                    "named like a kind or a relation (film, person, prize, character, director, shown, "
                    "won, role or co-star), or is one of sources, kinds, relations, families, complete, "
                    "questions or source."
                ),
            ],
            id="a misspelt kind, and all that rests on it",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    directer: Jane Campion\n",
            [
                ("films.yaml:4:5: There is no relation or key `directer` for a film. Did you mean director?"),
            ],
            id="a misspelt relation",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director: {persn: Jane Campion}\n",
            [
                "films.yaml:4:16: director has no column `persn`. Did you mean person?",
            ],
            id="a misspelt column",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    akka: [La leçon de piano]\n",
            [
                "films.yaml:4:5: There is no relation or key `akka` for a film. Did you mean aka?",
            ],
            id="a misspelt key",
        ),
        pytest.param(
            "film:\n  - nam: The Piano\n",
            [
                "films.yaml:2:5: There is no key `nam` for a film. Did you mean name?",
            ],
            id="a misspelt name key",
        ),
        pytest.param(
            "film:\n  - {name: The Piano, director: Jane Campion, sorce: book, shown: 1993}\n",
            [
                ("films.yaml:2:47: There is no relation or key `sorce` for a film. Did you mean source?"),
            ],
            id="a misspelt source key, told once",
        ),
        pytest.param(
            "source: boook\nfilm:\n  - {name: The Piano, director: Jane Campion, shown: 1993}\n",
            [
                (
                    "films.yaml:1:9: There is no source called boook; did you mean book? Sources are "
                    "declared under `sources:`, each with `title` and `publisher`."
                ),
            ],
            id="a misspelt source",
        ),
        pytest.param(
            "source: https://festival.example/palmares\nfilm: [{name: The Piano, shown: 1993}]\n",
            [
                (
                    "films.yaml:1:9: There is no source called https://festival.example/palmares. Sources "
                    "are declared under `sources:`, each with `title` and `publisher`. Declare it under "
                    "`sources:` with `url:` and write its short name here."
                ),
            ],
            id="an address for a source",
        ),
        pytest.param(
            "film:\n"
            "  - {name: The Piano, director: Jane Campion, shown: 1993}\n"
            "  - {name: Sweetie, director: Jane Campion}\n",
            [
                (
                    "films.yaml:2:33: This row of director names no source. Add `source: …` to the row, "
                    "to the entity that it stands under, or at the top of the file. (Also in "
                    "films.yaml:2:54 and 1 more.)"
                ),
            ],
            id="no source in a whole file",
        ),
        pytest.param(
            "film:\n  - {name: The Piano, director: Jane Campion, source: palmares}\n",
            [
                (
                    "films.yaml:2:55: The source palmares wants to know which edition. Write "
                    "palmares@1997, for example."
                ),
            ],
            id="a source without its edition",
        ),
        pytest.param(
            "title: Films\n",
            [
                "films.yaml:1:1: The key `title` belongs in pack.yaml. Move it there.",
            ],
            id="a key of the manifest elsewhere",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    shown: 19933\n",
            [
                "films.yaml:4:12: “19933” is not a year. Write four figures, such as 1993.",
            ],
            id="a year of five figures",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    shown: nineteen\n",
            [
                "films.yaml:4:12: “nineteen” is not a year. Write four figures, such as 1993.",
            ],
            id="a year in words",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    shown: {year: 1993, until: tomorrow}\n",
            [
                "films.yaml:4:32: “tomorrow” is not a date. Write it as 2026-11-20.",
            ],
            id="a date in words",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    shown: [1993, 1994]\n",
            [
                (
                    "films.yaml:4:19: shown has 2 rows for The Piano, and room for 1 (another stands in "
                    "films.yaml:4:13). If it was shared, write `shared: 2` on each; otherwise correct "
                    "one."
                ),
            ],
            id="two winners of one slot",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director: [Jane Campion, Jane Campion]\n",
            [
                ("films.yaml:4:30: This row stands already in films.yaml:4:16. Delete one of the two."),
            ],
            id="the same row twice",
        ),
        pytest.param(
            "source: book\nfilm: [{name: The Piano, shown: [1993, 1993]}]\n",
            [
                ("films.yaml:2:40: This row stands already in films.yaml:2:34. Delete one of the two."),
            ],
            id="the same row twice, where there is one winner",
        ),
        pytest.param(
            "source: book\n"
            "won:\n"
            "  - {prize: Palme d'Or, year: 1993, person: Jane Campion, shared: 2}\n"
            "  - {prize: Palme d'Or, year: 1993, person: Chen Kaige, shared: 3}\n",
            [
                (
                    "films.yaml:4:5: The rows of this slot say shared: 2 and shared: 3. Write the same "
                    "number on each row of the prize."
                ),
            ],
            id="a prize shared by two and by three",
        ),
        pytest.param(
            "complete:\n  - won: {}\n    says: All of them.\n",
            [
                "films.yaml:2:10: This declaration names no column of won. Name at least one column.",
            ],
            id="a declaration without columns",
        ),
        pytest.param(
            "source: book\n"
            "film:\n"
            "  - name: The Piano\n"
            "    director:\n"
            "      - Jane Campion\n"
            "      - {person: Jane Campion, status: never, because: She did not.}\n",
            [
                (
                    "films.yaml:6:9: This row says the opposite of films.yaml:5:9. Keep one; if sources "
                    "disagree, make it `status: disputed`."
                ),
            ],
            id="confirmed and never",
        ),
        pytest.param(
            "source: book\n"
            "film:\n"
            "  - name: The Piano\n"
            "    director: {person: Jane Campion, status: disputed}\n",
            [
                "films.yaml:4:46: A row that is disputed needs a reason. Add `because: …`.",
            ],
            id="disputed without a reason",
        ),
        pytest.param(
            "source: book\n"
            "film:\n"
            "  - name: The Piano\n"
            "    director: {person: Jane Campion, status: disputd, because: Who knows.}\n",
            [
                "films.yaml:4:46: `status` cannot be disputd. Did you mean disputed?",
            ],
            id="a misspelt status",
        ),
        pytest.param(
            "source: book\n"
            "film:\n"
            "  - name: The Piano\n"
            "    director:\n"
            "      person: Jane Campion\n"
            "      quote: word word word word word word word word word word word word word "
            "word word word word word word word word word word word word\n",
            [
                ("films.yaml:6:14: The quote has 25 words; 20 is the most that one may have. Shorten it."),
            ],
            id="a quote of 25 words",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n  - name: The Piano\n",
            [
                (
                    "films.yaml:4:11: The film The Piano is declared twice (first in films.yaml:3:11). "
                    "Keep one entry, with all that is said of it."
                ),
            ],
            id="an entity declared twice",
        ),
        pytest.param(
            "film:\n  - name: Cache\n  - name: Caché\n",
            [
                (
                    "films.yaml:3:11: Caché and Cache (films.yaml:2:11) differ in signs, accents or "
                    "capitals alone. If they are one film, write Cache and add the other as `aka`; if "
                    "they are two, add a year to this name, and give what players see as `show`."
                ),
            ],
            id="two names that differ by an accent",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    won: Palme d'Or\n",
            [
                (
                    "films.yaml:4:10: A row of won needs prize, year and person. Write {prize: …, year: "
                    "…, person: …}."
                ),
            ],
            id="a text where a row needs several cells",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    won: {prize: Palme d'Or, year: 1993}\n",
            [
                "films.yaml:4:10: This row of won has no person. Add it.",
            ],
            id="a row without a cell",
        ),
        pytest.param(
            "film:\n  - The Piano\n",
            [
                (
                    "films.yaml:2:5: “The Piano” stands alone where a film is expected. Write `- name: "
                    "The Piano`."
                ),
            ],
            id="a text that stands alone",
        ),
        pytest.param(
            "film:\n  name: The Piano\n",
            [
                (
                    "films.yaml:2:3: A mapping stands where a list of films is expected. Begin each "
                    "entry with `- ` on a line of its own, indented."
                ),
            ],
            id="a mapping instead of a list",
        ),
        pytest.param(
            "film:\n",
            [
                (
                    "films.yaml:1:6: Nothing stands where a list of films is expected. Begin each entry "
                    "with `- ` on a line of its own, indented."
                ),
            ],
            id="a section without content",
        ),
        pytest.param(
            "film:\n  - names: [The Piano, Sweetie]\n    shown: 1993\n",
            [
                (
                    "films.yaml:3:5: `shown` cannot be said of many films at once. Give each an entry of "
                    "its own with `name`."
                ),
            ],
            id="facts of many at once",
        ),
        pytest.param(
            "source: book\nprize:\n  - {name: Silver Bear, director: Jane Campion}\n",
            [
                (
                    "films.yaml:3:25: The relation director has no column for a prize. Write it under a "
                    "film or person."
                ),
            ],
            id="a relation of another kind",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    complete: [directr]\n",
            [
                (
                    "films.yaml:4:16: There is no relation called directr; did you mean director? The "
                    "relations are co-star, director, role, shown, won."
                ),
            ],
            id="an unknown relation declared complete",
        ),
        pytest.param(
            "complete:\n  - director: {flim: The Piano}\n    says: All are listed.\n",
            [
                "films.yaml:2:16: director has no column `flim`. Did you mean film?",
            ],
            id="an unknown column declared complete",
        ),
        pytest.param(
            "complete:\n  - says: All are listed.\n",
            [
                (
                    "films.yaml:2:5: A declaration names one relation; this one names none. Write `- "
                    "director: {film: Caché}`, for example, and `says: …` under it."
                ),
            ],
            id="a declaration of nothing",
        ),
        pytest.param(
            'questions:\n  - id: Q1\n    aks: Who?\n    key: "1"\n    because: So.\n    wrong: ["2", "3"]\n',
            [
                (
                    "films.yaml:2:9: `id: Q1` has not the right form. Use lower-case letters, figures "
                    "and single hyphens."
                ),
                "films.yaml:3:5: There is no key `aks` in a question. Did you mean ask?",
            ],
            id="a question with misspelt keys",
        ),
        pytest.param(
            "questions:\n  - {id: q1, ask: Who?, key: a, because: So., wrong: [b, b], source: book}\n",
            [
                (
                    "films.yaml:2:5: Nobody vouches for the wrong options. Add `signed: …` with a name, "
                    "or prove them with `where: …`."
                ),
                "films.yaml:2:54: “b” stands twice among the options. Change one of them.",
            ],
            id="a question that nobody signs",
        ),
        pytest.param(
            "questions:\n"
            "  - {id: q1, ask: Who?, key: a, because: So., wrong: [b, c], source: book, "
            "signed: Us, about: Jane Campoin}\n",
            [
                (
                    "films.yaml:2:95: There is no name called Jane Campoin; did you mean Jane Campion? "
                    "If not: declare it under its kind, or leave it out."
                ),
            ],
            id="a question about nobody",
        ),
    ],
)
def test_mistake_in_facts_is_told_once_with_its_cure(films: str, expected: list[str]) -> None:
    assert told(read_cinema(films)) == expected


def test_broken_file_hides_no_mistake_in_another_and_makes_none() -> None:
    people = "person:\n  - name: Jane Campion\n    gender: {f\n"
    films = (
        "source: book\n"
        "film:\n"
        "  - {name: The Piano, director: Jane Campion}\n"
        "  - {name: Sweetie, director: Nobody Known}\n"
    )

    assert told(read_cinema(films, people=people)) == [
        (
            "films.yaml:4:31: There is no person called Nobody Known. "
            "Declare it: under `person:` write `- name: Nobody Known`."
        ),
        (
            "people.yaml:3:13: `{` opens here and is not closed with `}` as it should be. "
            "Inside brackets, commas part the entries, and texts with , : # [ ] { } want double quotes."
        ),
    ]


def test_every_mistake_of_a_pack_is_told_in_one_run() -> None:
    films = (
        "source: book\nfilm:\n  - {name: The Piano, shown: 199, director: Jane Campoin, role: Sam Niell}\n"
    )

    places = [line.split(": ")[0] for line in told(read_cinema(films))]

    assert places == ["films.yaml:3:30", "films.yaml:3:45", "films.yaml:3:65"]


def test_repeated_slug_of_a_question_is_refused() -> None:
    question = "  - {id: q1, ask: Who?, key: a, because: So., wrong: [b, c], source: book, signed: Us}\n"

    assert told(read_cinema("questions:\n" + 2 * question)) == [
        "films.yaml:3:5: The question id q1 is taken (films.yaml:2:5). Choose another."
    ]


def test_pack_without_mistakes_is_read() -> None:
    films = "source: book\nfilm: [{name: The Piano, director: Jane Campion, shown: 1993}]\n"

    reading = read_cinema(films)

    assert told(reading) == []
    assert [fact.id for fact in reading.packs["cinema"].facts] == [
        "director:the-piano:jane-campion",
        "shown:the-piano:1993",
    ]


def test_hash_of_a_pack_changes_with_its_files() -> None:
    first = read_cinema("film: [{name: The Piano}]\n").hashes["cinema"]
    same = read_cinema("film: [{name: The Piano}]\n").hashes["cinema"]
    other = read_cinema("film: [{name: Sweetie}]\n").hashes["cinema"]

    assert first == same
    assert first != other


def test_missing_file_of_names_is_told_without_a_flood() -> None:
    films = "".join(f"  - {{name: Film {number}, director: Somebody {number}}}\n" for number in range(500))

    *first, last = told(read_cinema("source: book\nfilm:\n" + films))

    assert len(first) == MANY
    assert last == (
        "films.yaml:23:31: There is no person called Somebody 20 either, and more names here and below are "
        "unknown. Is a file missing, or a pack in `use`? What else is unknown is told when these are mended. "
        "(Also in films.yaml:24:31 and 478 more.)"
    )
