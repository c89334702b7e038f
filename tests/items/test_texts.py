"""What players read: explanations, reasons, names and marks."""

from __future__ import annotations

from datetime import date

from quiz.items.item import Item, plain
from quiz.items.making import Maker
from tests.factories.film_packs import PEOPLE, WORDS, read_cinema

TODAY = date(2026, 11, 20)
FAMILIES = """\
families:
  director:
    where: director(film, it)
    ask: "Who directed {film}?"
  film-by-director:
    where: director(it, person)
    ask: "Which film is by {person}?"
"""
FILMS = """\
source: book
person:
  - names: [Jean-Pierre Dardenne, Luc Dardenne, Jasmila Žbanić, Fatih Akin, Maren Ade, Jia Zhangke]
film:
  - {name: Rosetta, director: [Jean-Pierre Dardenne, Luc Dardenne]}
  - {name: "Quo Vadis, Aida?", director: Jasmila Žbanić}
  - {name: Head-On, director: Fatih Akin}
  - {name: Toni Erdmann, director: Maren Ade}
  - {name: Still Life, director: Jia Zhangke}
"""
NOMINATED = """\
  nominated:
    columns: {prize: prize, year: year, person: person}
    known: open
    reads: "{person} was nominated for the {prize} in {year}."
families:
  year-nominated:
    where: nominated(prize, it, person)
    spread: [2]
    ask:
      - "In which year was {person} nominated for the {prize}?"
"""
NOMINEES = """\
source: book
prize:
  - {name: Palme d'Or}
person:
  - {name: Maren Ade, nominated: {prize: Palme d'Or, year: 2016}}
complete:
  - nominated: {prize: Palme d'Or, year: 1990..2020}
    says: All nominees from 1990 to 2020 are listed.
"""
WHOLE = '    reads: "{film} was directed by {person}."\n'


def items_of(films: str = FILMS, words: str = WORDS + FAMILIES, people: str = PEOPLE) -> list[Item]:
    reading = read_cinema(films, words=words, people=people)
    assert not reading.problems
    return list(Maker(reading.packs["cinema"], TODAY).items(1))


def item_about(stem: str, items: list[Item]) -> Item:
    return next(item for item in items if plain(item.stem) == stem)


def test_who_tells_of_one_director_tells_of_the_second_too() -> None:
    item = item_about("Who directed Rosetta?", items_of())

    assert plain(item.explanation) == "Rosetta was directed by Jean-Pierre Dardenne and Luc Dardenne."


def test_title_that_ends_with_a_mark_ends_the_sentence_too() -> None:
    item = item_about("Who directed Quo Vadis, Aida?", items_of())

    assert plain(item.stem) == "Who directed Quo Vadis, Aida?"
    assert [part.is_title for part in item.stem] == [False, True]


def test_wrong_choice_is_told_what_the_explanation_does_not_say_already() -> None:
    whole = WORDS.replace(WHOLE, WHOLE + '    whole: "All directors of {film} are listed."\n')
    item = item_about("Who directed Head-On?", items_of(words=whole + FAMILIES))
    wrong = next(option for at, option in enumerate(item.options) if at != item.key)

    assert plain(item.explanation) == "Head-On was directed by Fatih Akin."
    assert plain(wrong.reason) == "All directors of Head-On are listed."


def test_wrong_year_is_told_who_is_not_listed_there() -> None:
    [item] = items_of(NOMINEES, WORDS + NOMINATED, people="")
    reasons = {plain(option.label): plain(option.reason) for option in item.options}

    del reasons["2016"]
    for year, reason in reasons.items():
        assert reason == f"All nominees from 1990 to 2020 are listed. Maren Ade is not among those of {year}."


def test_what_is_not_to_be_asked_is_told_apart_and_never_asked() -> None:
    films = FILMS.replace("{name: Still Life,", "{name: Still Life (2006), show: Still Life,")
    films += "  - {name: Still Life (2013), show: Still Life, asked: false, director: Luc Dardenne}\n"
    items = items_of(films)

    assert "Who directed Still Life (2006)?" in [plain(item.stem) for item in items]
    assert not [item for item in items if "2013" in plain(item.stem)]
    by_luc = item_about("Which film is by Luc Dardenne?", items)
    assert "Still Life" not in [plain(option.label) for option in by_luc.options]
