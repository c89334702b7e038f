"""`quiz import cannes`: a table of films becomes the competition of the pack `festivals`."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.bank.pack import Entity, Fact, Pack, Status
from quiz.bank.reading import folders_of, read_packs
from quiz.cli import main
from quiz.errors import QuizError
from quiz.imports.cannes.table import read_decisions, read_table
from quiz.imports.cannes.writing import Import, convert
from quiz.settings import ROOT

HEAD = "year,title,original_title,director,languages,countries_of_origin,run_time,imdb_url\n"
COUNTRIES = "countries: {IT: Italy, FR: France, DE: Germany}\n"
PACK = """\
pack: festivals
title: The Festivals
about: What competed.
use: [film]
sources: {cannes: {title: "Selection, {at}", publisher: Festival de Cannes, date: "{at}"}}
source: cannes@2000
country: [{names: [Italy, France, Germany, West Germany]}]
festival: [{name: Cannes Film Festival}]
person:
  - {name: Hou Hsiao-hsien, aka: [H. H. Hou]}
  - {name: Miloš Forman}
film:
  - {name: Goodbye South, aka: ["Goodbye South, Goodbye"], director: Hou Hsiao-hsien}
"""


def table(*lines: str) -> str:
    """Lines of the table: year, title, original title, directors, countries."""
    rows = []
    for line in lines:
        year, title, original, directors, countries = line.split("|")
        rows.append(f'{year},"{title}","{original}","{directors}",fr,"{countries}",2h,\n')
    return HEAD + "".join(rows)


def imported(*lines: str, decisions: str = "") -> Import:
    own = {"questions/festivals/pack.yaml": PACK.encode()}
    return convert(read_table(table(*lines)), read_decisions(COUNTRIES + decisions), own)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of packs: the words of film, and a pack for the festivals."""
    (tmp_path / "film").mkdir()
    for path in (ROOT / "questions" / "film").glob("*.yaml"):
        (tmp_path / "film" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "festivals").mkdir()
    (tmp_path / "festivals" / "pack.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def run(root: Path, *lines: str, decisions: str = "") -> Pack:
    """Import with the command, and read what it wrote."""
    (root / "films.csv").write_text(table(*lines), encoding="utf-8")
    (root / "decisions.txt").write_text(COUNTRIES + decisions, encoding="utf-8")
    arguments = ["import", "cannes", str(root / "films.csv"), "--into", str(root)]
    assert main([*arguments, "--decisions", str(root / "decisions.txt")]) == 0
    (root / "films.csv").unlink()
    reading = read_packs(folders_of(root))
    assert reading.problems == ()
    return reading.packs["festivals"]


def cells(fact: Fact) -> tuple[str, ...]:
    return tuple(value.name if isinstance(value, Entity) else str(value) for value in fact.values)


def rows(pack: Pack, relation: str) -> list[tuple[str, ...]]:
    return [cells(fact) for fact in pack.facts if fact.relation.name == relation]


def test_film_gets_its_directors_its_edition_and_its_original_title(root: Path) -> None:
    pack = run(root, "1977|My Father|Padre padrone|Paolo Taviani, Vittorio Taviani|IT")

    assert rows(pack, "director")[1:] == [("My Father", "Paolo Taviani"), ("My Father", "Vittorio Taviani")]
    assert rows(pack, "competed") == [("My Father", "Cannes Film Festival", "1977")]
    assert rows(pack, "original title") == [("My Father", "Padre padrone")]
    assert rows(pack, "country") == [("My Father", "Italy")]
    assert rows(pack, "shown") == []


def test_every_row_names_the_record_of_its_edition(root: Path) -> None:
    pack = run(root, "1960|La dolce vita||Federico Fellini|IT,FR")

    dates = {ref.date for fact in pack.facts for ref in fact.sources if "La dolce vita" in cells(fact)}

    assert dates == {"1960"}


def test_import_again_changes_no_byte(root: Path) -> None:
    lines = ["1960|La dolce vita||Federico Fellini|IT", "1971|Taking Off||Milos Forman|US,FR"]
    run(root, *lines)
    before = {path: path.read_bytes() for path in root.rglob("*.csv")}

    run(root, *lines)

    assert {path: path.read_bytes() for path in root.rglob("*.csv")} == before


def test_what_the_table_has_no_more_is_removed(root: Path) -> None:
    run(root, "1960|La dolce vita||Federico Fellini|IT", "1971|Taking Off||Milos Forman|US,FR")

    pack = run(root, "1971|Taking Off||Milos Forman|US,FR")

    assert rows(pack, "competed") == [("Taking Off", "Cannes Film Festival", "1971")]


@pytest.mark.parametrize("spelling", ["Hsiao-Hsien Hou", "Hou Hsiao-Hsien", "H.H. Hou"])
def test_somebody_of_the_pack_is_found_whatever_the_order_of_the_names(root: Path, spelling: str) -> None:
    pack = run(root, f"1993|The Puppetmaster||{spelling}|FR")

    assert ("The Puppetmaster", "Hou Hsiao-hsien") in rows(pack, "director")
    assert not any("Hou" in path.read_text(encoding="utf-8") for path in root.rglob("person.csv"))


def test_accents_do_not_make_a_second_person(root: Path) -> None:
    pack = run(root, "1971|Taking Off||Milos Forman|FR")

    assert ("Taking Off", "Miloš Forman") in rows(pack, "director")


def test_film_of_the_pack_keeps_its_name_and_its_facts(root: Path) -> None:
    pack = run(root, "1996|Goodbye South, Goodbye|Nan guo|Hsiao-Hsien Hou|FR")

    assert rows(pack, "director") == [("Goodbye South", "Hou Hsiao-hsien")]
    assert rows(pack, "competed") == [("Goodbye South", "Cannes Film Festival", "1996")]


def test_aliases_that_the_own_files_lack_are_told() -> None:
    made = imported("1996|Goodbye|Goodbye South|Hsiao-Hsien Hou|FR")

    assert made.notes == (
        "Hou Hsiao-hsien is spelt Hsiao-Hsien Hou too: add it as `aka`.",
        "Goodbye South is called Goodbye too: add it as `aka`.",
    )


def test_film_of_the_pack_with_other_directors_is_refused() -> None:
    with pytest.raises(QuizError, match=r"the pack has Hou Hsiao-hsien as directors, the table"):
        imported("1996|Goodbye South||Hsiao-Hsien Hou, Somebody Else|FR")


def test_title_of_a_film_by_somebody_else_needs_a_year() -> None:
    with pytest.raises(QuizError, match=r"Goodbye South \(2001\) has the title of Goodbye South"):
        imported("2001|Goodbye South||Somebody Else|FR")


def test_two_films_of_one_title_need_years() -> None:
    with pytest.raises(QuizError, match="competed in 1960 and 1998"):
        imported("1960|The Hole||Jacques Becker|FR", "1998|The Hole||Tsai Ming-liang|FR")


def test_year_in_a_decided_name_tells_two_films_apart(root: Path) -> None:
    pack = run(
        root,
        "1960|The Hole||Jacques Becker|FR",
        "1998|The Hole||Tsai Ming-liang|FR",
        decisions="films: {1960: {The Hole: {name: Le Trou}}, 1998: {The Hole: {name: The Hole (1998)}}}\n",
    )

    film = pack.entities["film", "The Hole (1998)"]
    assert film.show == "The Hole"
    assert pack.entities["film", "Le Trou"].aka == ("The Hole",)


def test_decision_of_a_film_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(QuizError, match=r"The table has no Cars \(2006\)"):
        imported("1960|The Hole||Jacques Becker|FR", decisions="films: {2006: {Cars: {name: Autos}}}\n")


def test_anthology_leaves_its_directors_open(root: Path) -> None:
    pack = run(
        root,
        "1987|Aria||Robert Altman, Jean-Luc Godard|FR,IT",
        decisions="films: {1987: {Aria: {directors: [], open: true}}}\n",
    )

    assert [(relation, entity.name) for relation, entity in pack.opened] == [("director", "Aria")]
    assert rows(pack, "director") == [("Goodbye South", "Hou Hsiao-hsien")]
    assert ("person", "Robert Altman") not in pack.entities


def test_whom_some_lists_name_as_director_is_disputed(root: Path) -> None:
    decisions = "films: {1946: {Beauty: {directors: [Jean Cocteau], disputed: {René Clément: Adviser.}}}}\n"

    pack = run(root, "1946|Beauty||Jean Cocteau, René Clément|FR", decisions=decisions)

    disputed = [cells(fact) for fact in pack.facts if fact.status is Status.DISPUTED]
    assert disputed == [("Beauty", "René Clément")]


def test_film_of_several_countries_gets_none(root: Path) -> None:
    assert rows(run(root, "1960|La dolce vita||Federico Fellini|IT,FR"), "country") == []


@pytest.mark.parametrize(
    ("year", "country"),
    [(1949, "Germany"), (1950, "West Germany"), (1990, "West Germany"), (1991, "Germany")],
)
def test_german_films_are_west_german_while_there_are_two_germanies(
    root: Path, year: int, country: str
) -> None:
    assert rows(run(root, f"{year}|Film||Somebody|DE"), "country") == [("Film", country)]


def test_country_without_a_name_is_refused() -> None:
    with pytest.raises(QuizError, match=r"Film \(1960\) is of XX"):
        imported("1960|Film||Somebody|XX")


def test_nothing_competed_where_there_was_no_competition(root: Path) -> None:
    pack = run(root, "2020|Mangrove||Steve McQueen|FR", decisions="without competition: [2020]\n")

    assert rows(pack, "competed") == []
    assert ("Mangrove", "Steve McQueen") in rows(pack, "director")


def test_gender_is_told_of_those_of_whom_it_is_known(root: Path) -> None:
    pack = run(root, "1966|Film||Mai Zetterling, Somebody|FR", decisions="women: [Mai Zetterling]\n")

    assert pack.entities["person", "Mai Zetterling"].attributes == {"gender": "f"}
    assert pack.entities["person", "Somebody"].attributes == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("year,title\n1946,Film\n", "The table has no column original_title"),
        (table("MCM|Film||Somebody|FR"), "Line 2 of the table has no year"),
    ],
)
def test_table_that_is_no_such_table_is_refused(text: str, message: str) -> None:
    with pytest.raises(QuizError, match=message):
        read_table(text)


@pytest.mark.parametrize("text", ["films: [", "colours: {}"])
def test_decisions_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(QuizError, match="The decisions cannot be read"):
        read_decisions(text)
