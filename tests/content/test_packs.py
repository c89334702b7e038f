"""What the packs that come with the game hold, and what must never be in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from quiz.bank.pack import Entity, Fact, Pack, Status
from quiz.items.item import Item, plain
from quiz.items.library import Library
from quiz.settings import ROOT

pytestmark = pytest.mark.content

# Sites that copy an encyclopedia or a newspaper under their own name.
MIRRORS = re.compile(
    r"dewiki|frwiki\.|plwiki|fra\.wiki|wiki\.li|wikisum|wikiland|abcdef\.wiki|zxc\.wiki|wikiup|mgwiki|gpedia|piglix|cozy\.pub"
    r"|bej3mnq60|self\.gutenberg|eudic\.net|jablog|academic\.com|jakami|outremer\.quest|casplantje|ipfs|wmcloud"
    r"|teknopedia|dnyuz|absoluteastronomy|qwerty\.wiki|fact-index|eth\.limo|christiankuri|wufengqin"
)
LINK = re.compile(r"https?://(?:www\.)?(?:github\.com|raw\.githubusercontent\.com)")
HER = "Juliette Binoche"


def rows(pack: Pack, relation: str) -> list[Fact]:
    return [fact for fact in pack.facts if fact.relation.name == relation]


def cell(fact: Fact, column: str) -> str | None:
    """The name in a column of a row, or the year as text."""
    at = fact.relation.index(column)
    value = None if at is None else fact.values[at]
    return value.name if isinstance(value, Entity) else None if value is None else str(value)


def her_roles(pack: Pack) -> list[Fact]:
    return [fact for fact in rows(pack, "role") if cell(fact, "actor") == HER]


def test_every_pack_loads(library: Library) -> None:
    assert library.problems == ()


def test_the_festivals_hold_657_prizes(festivals: Pack) -> None:
    personal = {(cell(row, "prize"), cell(row, "year"), cell(row, "film")) for row in rows(festivals, "won")}

    assert len(personal) + len(rows(festivals, "best film")) == 657


def test_the_festivals_know_fifteen_prizes_from_1980_to_2026(festivals: Pack) -> None:
    won = [*rows(festivals, "won"), *rows(festivals, "best film")]

    assert len({cell(row, "prize") for row in won}) == 15
    assert {cell(row, "year") for row in won} == {str(year) for year in range(1980, 2027)}


def test_the_festivals_hold_every_edition_of_the_cannes_competition(festivals: Pack) -> None:
    editions = Counter(cell(row, "year") for row in rows(festivals, "competed"))

    assert editions.total() == 1860
    assert set(editions) == {str(year) for year in range(1946, 2026) if year not in (1948, 1950, 2020)}
    assert min(editions.values()) >= 18


def test_every_winner_at_cannes_was_in_the_competition_of_its_year(festivals: Pack) -> None:
    competed = {(cell(row, "film"), cell(row, "year")) for row in rows(festivals, "competed")}
    winners = {
        (cell(row, "film"), cell(row, "year"))
        for row in [*rows(festivals, "won"), *rows(festivals, "best film")]
        if (cell(row, "prize") or "").startswith(("Palme", "Cannes")) and cell(row, "year") != "2026"
    }

    assert winners
    assert winners - competed == set()


def test_a_festival_year_is_never_told_as_that_of_a_first_screening(festivals: Pack) -> None:
    assert rows(festivals, "shown") == []


@pytest.mark.parametrize(
    "film",
    ["Aria", "Dumbo", "Make Mine Music", "Ziegfeld Follies", "Return to Life", "Encore", "Tales of Kish"],
)
def test_the_directors_of_a_film_by_many_are_open(festivals: Pack, film: str) -> None:
    assert ("director", film) in {(relation, entity.name) for relation, entity in festivals.opened}


def test_nobody_directs_over_more_than_sixty_years(festivals: Pack) -> None:
    years: dict[str, set[int]] = defaultdict(set)
    competed = {cell(row, "film"): int(cell(row, "year") or 0) for row in rows(festivals, "competed")}
    for row in rows(festivals, "director"):
        if cell(row, "film") in competed:
            years[cell(row, "person") or ""].add(competed[cell(row, "film")])

    assert [person for person, those in years.items() if max(those) - min(those) > 60] == []


def test_each_member_of_an_ensemble_has_a_row_that_says_how_many_share_it(festivals: Pack) -> None:
    slots = Counter((cell(row, "prize"), cell(row, "year")) for row in rows(festivals, "won"))

    wrong = [
        row.id for row in rows(festivals, "won") if row.shared != slots[cell(row, "prize"), cell(row, "year")]
    ]

    assert wrong == []


def test_the_readme_counts_the_facts_of_each_pack(library: Library) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    told = re.findall(r"^\| \*(.+?)\* \| ([\d,]+) \|", readme, re.MULTILINE)
    packs = [maker.pack for maker in library.makers.values()]

    assert dict(told) == {pack.title: f"{len(pack.facts):,}" for pack in packs if pack.is_playable}


def test_the_packs_have_ten_thousand_confirmed_facts(library: Library) -> None:
    confirmed = [
        fact.id
        for maker in library.makers.values()
        for fact in maker.pack.facts
        if fact.status is Status.CONFIRMED
    ]

    assert len(confirmed) >= 10_000


def test_the_bank_knows_65_of_her_films(binoche: Pack) -> None:
    films = {cell(row, "film") for row in her_roles(binoche) if row.status is Status.CONFIRMED}

    assert len(films) >= 65


def test_the_pack_has_350_confirmed_facts_of_its_own(binoche: Pack) -> None:
    assert sum(fact.status is Status.CONFIRMED for fact in binoche.facts) >= 350


def test_every_fact_names_a_publication(binoche: Pack, festivals: Pack) -> None:
    assert [fact.id for pack in (binoche, festivals) for fact in pack.facts if not fact.sources] == []


def test_julie_is_one_character_in_three_films(binoche: Pack) -> None:
    films = [cell(row, "film") for row in her_roles(binoche) if cell(row, "character") == "Julie de Courcy"]

    assert films == ["Three Colors: Blue", "Three Colors: White", "Three Colors: Red"]


@pytest.mark.parametrize(
    ("film", "characters"),
    [
        ("Wuthering Heights", {"Cathy Earnshaw", "Catherine Linton"}),
        ("Mary", {"Marie Palesi", "Mary Magdalene"}),
    ],
)
def test_a_dual_role_is_two_rows(binoche: Pack, film: str, characters: set[str]) -> None:
    played = [cell(row, "character") for row in her_roles(binoche) if cell(row, "film") == film]

    assert len(played) == 2
    assert set(played) == characters


def test_her_two_anne_laurents_are_two_characters(binoche: Pack) -> None:
    namesakes = {cell(row, "character") for row in her_roles(binoche)} & {
        "Anne Laurent (Code Unknown)",
        "Anne Laurent (Caché)",
    }

    assert len(namesakes) == 2


@pytest.mark.parametrize(
    "doubtful",
    [
        "role:le-meilleur-de-la-vie:juliette-binoche",
        "director:le-meilleur-de-la-vie:renaud-victor",
        "role:the-son-of-no-one:juliette-binoche:loren-bridges",
        "shown:the-girls:1985",
    ],
)
def test_what_is_doubtful_is_disputed_and_never_asked(
    binoche: Pack, binoche_items: list[Item], doubtful: str
) -> None:
    fact = next(fact for fact in binoche.facts if fact.id == doubtful)

    assert fact.status is Status.DISPUTED
    assert not any(doubtful in item.facts for item in binoche_items)


def test_the_win_after_a_nomination_is_a_nomination_too(binoche: Pack) -> None:
    hers = [
        row for pack in binoche.lineage() for row in rows(pack, "nominated") if cell(row, "person") == HER
    ]
    nominated = {(cell(row, "prize"), cell(row, "year")) for row in hers}

    assert nominated >= {
        ("Academy Award for Best Supporting Actress", "1997"),
        ("BAFTA Award for Best Actress in a Supporting Role", "1997"),
        ("César Award for Best Actress", "1994"),
        ("European Film Award for Best Actress", "1992"),
        ("European Film Award for Best Actress", "1997"),
    }


def test_there_are_34_handwritten_questions_and_ten_at_each_level(binoche: Pack) -> None:
    levels = Counter(question.level for question in binoche.questions)

    assert levels.total() >= 34
    assert min(levels[level] for level in ("berlin", "venice", "cannes")) >= 10


def test_every_wrong_option_says_why_and_somebody_vouches(binoche: Pack) -> None:
    unreasoned = [
        question.slug
        for question in binoche.questions
        if not question.signed or not all(wrong.because for wrong in question.wrong)
    ]

    assert unreasoned == []


def test_handwritten_keys_are_not_longest_by_habit(binoche: Pack) -> None:
    longest = [
        question.slug
        for question in binoche.questions
        if len(question.key) > max(len(wrong.text) for wrong in question.wrong)
    ]

    assert len(longest) <= len(binoche.questions) * 0.3, longest


def test_every_handwritten_question_is_asked(binoche: Pack, binoche_items: list[Item]) -> None:
    asked = {str(fact) for item in binoche_items for fact in item.facts}

    assert [question.id for question in binoche.questions if question.id not in asked] == []


def test_no_file_names_a_mirror(content_files: list[Path]) -> None:
    found = [
        (path.name, match[0])
        for path in content_files
        if (match := MIRRORS.search(path.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_no_citation_leads_to_a_repository(binoche: Pack, festivals: Pack) -> None:
    urls = [source.url for pack in (binoche, festivals) for source in pack.sources.values() if source.url]

    assert [url for url in urls if LINK.match(url)] == []


def test_the_articles_are_cited_without_an_address(binoche: Pack) -> None:
    assert [binoche.sources[slug].url for slug in ("feature", "interview", "beijing")] == [None, None, None]


def test_a_film_whose_title_another_bears_is_named_with_its_year(binoche_items: list[Item]) -> None:
    stems = [
        plain(item.stem) for item in binoche_items if "director:chocolat-2000:lasse-hallstrom" in item.facts
    ]
    about_it = [stem for stem in stems if "Chocolat" in stem]

    assert about_it
    assert all("Chocolat (2000)" in stem for stem in about_it)
