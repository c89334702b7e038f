"""The rules of truth: what makes a claim true, false or unknown."""

from __future__ import annotations

from datetime import date

import pytest

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value
from quiz.bank.truth import Finding, Truth, judge
from tests.factories.film_packs import a_film_bank

TODAY = date(2026, 11, 20)
PIANO = """\
source: book
film:
  - name: The Piano
    director: Jane Campion
    shown: {year: 1993, elsewhere: [1994]}
    role: {actor: Holly Hunter, character: Ada McGrath}
  - name: Sweetie
character:
  - names: [Ada McGrath, Flora McGrath]
"""


def finding(bank: Bank, relation: str, **cells: str | int) -> Finding:
    """What the bank says of a claim; each cell by its column, an entity by its name."""
    found = bank.relations[relation]
    pattern: dict[int, Value] = {}
    for name, cell in cells.items():
        at = found.index(name)
        assert at is not None
        kind = found.columns[at].type
        pattern[at] = bank.entities[kind, cell] if isinstance(cell, str) else cell
    return judge(bank, found, pattern)


def truth(bank: Bank, relation: str, **cells: str | int) -> Truth:
    return finding(bank, relation, **cells).truth


def test_confirmed_row_makes_its_claim_true() -> None:
    found = finding(a_film_bank(PIANO), "director", film="The Piano", person="Jane Campion")

    assert found.truth is Truth.TRUE
    assert [row.id for row in found.rows] == ["director:the-piano:jane-campion"]


def test_claim_that_leaves_cells_open_is_true_if_some_row_fills_them() -> None:
    assert truth(a_film_bank(PIANO), "director", person="Jane Campion") is Truth.TRUE


def test_disputed_row_makes_its_claim_unknown() -> None:
    bank = a_film_bank(
        PIANO
        + "director:\n  - {film: The Piano, person: Sam Neill, status: disputed, because: Sources differ.}\n"
    )

    assert truth(bank, "director", film="The Piano", person="Sam Neill") is Truth.UNKNOWN


def test_retracted_row_is_as_if_absent() -> None:
    row = "{film: The Piano, person: Sam Neill, status: retracted, because: It was a misprint.}"
    bank = a_film_bank(f"{PIANO}director:\n  - {row}\n")

    assert truth(bank, "director", film="The Piano", person="Sam Neill") is Truth.FALSE
    assert bank.fact("director:the-piano:sam-neill") is None


def test_retracted_row_alone_leaves_its_claim_unknown() -> None:
    row = "{film: Sweetie, person: Sam Neill, status: retracted, because: It was a misprint.}"

    bank = a_film_bank(f"{PIANO}director:\n  - {row}\n")

    assert truth(bank, "director", film="Sweetie", person="Sam Neill") is Truth.UNKNOWN


def test_row_of_status_never_makes_its_claim_false_in_an_open_list() -> None:
    row = "{person: Jane Campion, other: Sam Neill, status: never, because: She was behind the camera.}"

    bank = a_film_bank(f"source: book\nco-star:\n  - {row}\n")

    assert truth(bank, "co-star", person="Jane Campion", other="Sam Neill") is Truth.FALSE
    assert truth(bank, "co-star", person="Jane Campion", other="Anna Paquin") is Truth.UNKNOWN


def test_list_that_an_entity_declares_complete_makes_the_rest_false() -> None:
    films = "source: book\nperson:\n  - {name: Meryl Streep, complete: co-star}\n"

    found = finding(a_film_bank(films), "co-star", person="Meryl Streep", other="Sam Neill")

    assert found.truth is Truth.FALSE
    assert [promise.says for promise in found.declarations] == [
        "Of Meryl Streep, all rows of “co-star” are listed."
    ]


def test_whole_list_with_one_row_makes_the_rest_false() -> None:
    found = finding(a_film_bank(PIANO), "director", film="The Piano", person="Chen Kaige")

    assert found.truth is Truth.FALSE
    assert found.slot == "director (film The Piano): every row is listed (known: whole-list)."


def test_whole_list_without_a_row_proves_nothing() -> None:
    assert truth(a_film_bank(PIANO), "director", film="Sweetie", person="Chen Kaige") is Truth.UNKNOWN


def test_whole_list_that_an_entity_leaves_open_proves_nothing() -> None:
    films = "source: book\nfilm:\n  - {name: Anthology, director: Jane Campion, open: director}\n"

    assert truth(a_film_bank(films), "director", film="Anthology", person="Chen Kaige") is Truth.UNKNOWN


def test_claim_outside_the_slot_of_a_whole_list_is_unknown() -> None:
    assert truth(a_film_bank(PIANO), "director", person="Chen Kaige") is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("winners", "expected"),
    [
        ("{person: Jane Campion}", Truth.FALSE),
        ("{person: Jane Campion, shared: 2}", Truth.UNKNOWN),
        ("{person: Jane Campion, shared: 2}, {person: Chen Kaige, shared: 2}", Truth.FALSE),
    ],
    ids=["one of one", "one of two", "two of two"],
)
def test_slot_of_winners_is_closed_once_it_is_full(winners: str, expected: Truth) -> None:
    rows = winners.replace("{person", "{prize: Palme d'Or, year: 1993, person")

    bank = a_film_bank(f"source: book\nwon: [{rows}]\n")

    assert truth(bank, "won", prize="Palme d'Or", year=1993, person="Sam Neill") is expected


def test_second_winner_of_a_shared_prize_is_never_wrong() -> None:
    rows = (
        "  - {prize: Palme d'Or, year: 1993, person: Jane Campion, shared: 2}\n"
        "  - {prize: Palme d'Or, year: 1993, person: Chen Kaige, shared: 2}\n"
    )

    bank = a_film_bank(f"source: book\nwon:\n{rows}")

    assert truth(bank, "won", prize="Palme d'Or", year=1993, person="Chen Kaige") is Truth.TRUE


def test_edition_without_a_winner_proves_nothing() -> None:
    rows = "source: book\nwon: [{prize: Palme d'Or, year: 1993, person: Jane Campion}]\n"

    bank = a_film_bank(rows)

    assert truth(bank, "won", prize="Palme d'Or", year=1994, person="Sam Neill") is Truth.UNKNOWN


def test_absence_from_an_open_list_proves_nothing() -> None:
    films = "source: book\nco-star: [{person: Holly Hunter, other: Sam Neill}]\n"

    assert truth(a_film_bank(films), "co-star", person="Holly Hunter", other="Chen Kaige") is Truth.UNKNOWN


@pytest.mark.parametrize("limit", ["until", "review by"])
def test_row_is_not_relied_on_after_its_last_day(limit: str) -> None:
    films = f"source: book\nfilm: [{{name: Sweetie, shown: {{year: 1989, {limit}: 2026-11-20}}}}]\n"

    on_the_day = a_film_bank(films, today=date(2026, 11, 20))
    after = a_film_bank(films, today=date(2026, 11, 21))

    assert truth(on_the_day, "shown", film="Sweetie", year=1989) is Truth.TRUE
    assert truth(on_the_day, "shown", film="Sweetie", year=1990) is Truth.FALSE
    assert truth(after, "shown", film="Sweetie", year=1989) is Truth.UNKNOWN
    assert truth(after, "shown", film="Sweetie", year=1990) is Truth.UNKNOWN


def test_year_that_other_places_give_is_neither_right_nor_wrong() -> None:
    bank = a_film_bank(PIANO)

    assert truth(bank, "shown", film="The Piano", year=1993) is Truth.TRUE
    assert truth(bank, "shown", film="The Piano", year=1994) is Truth.UNKNOWN
    assert truth(bank, "shown", film="The Piano", year=1995) is Truth.FALSE


def test_cell_that_is_not_known_could_hold_any_value() -> None:
    films = PIANO + "role: [{film: Sweetie, actor: Sam Neill}]\n"

    bank = a_film_bank(films)

    claim = {"film": "Sweetie", "actor": "Sam Neill", "character": "Ada McGrath"}
    assert truth(bank, "role", **claim) is Truth.UNKNOWN
    assert truth(bank, "role", film="Sweetie", actor="Sam Neill") is Truth.TRUE


def test_dual_role_is_two_rows_and_a_third_is_false() -> None:
    films = PIANO.replace(
        "{actor: Holly Hunter, character: Ada McGrath}",
        "[{actor: Sam Neill, character: Ada McGrath}, {actor: Sam Neill, character: Flora McGrath}]",
    ).replace("[Ada", "[Baines, Ada")

    bank = a_film_bank(films)

    roles = [
        truth(bank, "role", film="The Piano", actor="Sam Neill", character=name)
        for name in ("Ada McGrath", "Flora McGrath", "Baines")
    ]
    assert roles == [Truth.TRUE, Truth.TRUE, Truth.FALSE]


def test_list_declared_whole_over_a_range_of_years_ends_with_it() -> None:
    films = """\
source: book
complete:
  - won: {person: Jane Campion, year: 1990..2000}
    says: All her prizes of those years are listed.
"""

    bank = a_film_bank(films)

    verdicts = {
        year: truth(bank, "won", person="Jane Campion", year=year, prize="Volpi Cup")
        for year in (1989, 1990, 2000, 2001)
    }
    assert verdicts == {
        1989: Truth.UNKNOWN,
        1990: Truth.FALSE,
        2000: Truth.FALSE,
        2001: Truth.UNKNOWN,
    }


def test_list_left_open_for_one_film_is_open_in_a_wider_promise_too() -> None:
    films = """\
source: book
film: [{name: Sweetie}, {name: Fjord, open: role}]
complete:
  - role: {actor: Holly Hunter}
    says: All her films are listed, to February 2026.
"""
    bank = a_film_bank(films)

    assert truth(bank, "role", actor="Holly Hunter", film="Sweetie") is Truth.FALSE
    assert truth(bank, "role", actor="Holly Hunter", film="Fjord") is Truth.UNKNOWN


def test_filled_slot_is_told_before_a_wider_promise() -> None:
    films = PIANO + "complete:\n  - role: {actor: Holly Hunter}\n    says: All her parts are listed.\n"

    found = finding(
        a_film_bank(films), "role", film="The Piano", actor="Holly Hunter", character="Flora McGrath"
    )

    assert [row.id for row in found.rows] == ["role:the-piano:holly-hunter:ada-mcgrath"]
    assert not found.declarations


def test_false_claim_tells_the_row_that_says_most_against_it() -> None:
    films = """\
source: book
film: [{name: Sweetie}]
role: [{film: Sweetie, actor: Sam Neill}]
complete:
  - role: {actor: Holly Hunter}
    says: All her films are listed.
"""

    found = finding(a_film_bank(films), "role", actor="Holly Hunter", film="Sweetie")

    assert found.truth is Truth.FALSE
    assert [promise.says for promise in found.declarations] == ["All her films are listed."]


def test_director_of_a_film_needs_no_complete_filmography() -> None:
    bank = a_film_bank(PIANO + "director: [{film: Sweetie, person: Michael Haneke}]\n")

    assert truth(bank, "director", film="Sweetie", person="Jane Campion") is Truth.FALSE
    assert truth(bank, "director", person="Sam Neill") is Truth.UNKNOWN


def test_prize_ever_won_is_refuted_by_a_complete_list_alone() -> None:
    rows = "source: book\nwon: [{prize: Palme d'Or, year: 1993, person: Jane Campion}]\n"
    complete = "person: [{name: Emma Thompson, complete: won}]\n"

    bank = a_film_bank(rows + complete)

    assert truth(bank, "won", prize="Palme d'Or", person="Sam Neill") is Truth.UNKNOWN
    assert truth(bank, "won", prize="Palme d'Or", person="Emma Thompson") is Truth.FALSE


def test_entities_with_one_shown_name_are_namesakes() -> None:
    bank = a_film_bank(
        "film:\n  - {name: Chocolat (1988), show: Chocolat}\n  - {name: Chocolat (2000), show: Chocolat}\n"
    )

    one = bank.entities["film", "Chocolat (1988)"]

    assert list(bank.namesakes(one)) == [bank.entities["film", "Chocolat (2000)"]]
    assert isinstance(one, Entity)
