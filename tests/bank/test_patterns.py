"""Where-lines and wordings: what a family may ask, and what is refused before it asks nonsense."""

from __future__ import annotations

import pytest

from quiz.bank.vocabulary import Constant, Variable
from tests.factories.film_packs import a_film_pack, read_cinema, told


@pytest.mark.parametrize(
    ("families", "expected"),
    [
        pytest.param(
            'families:\n  who:\n    where: director(it)\n    ask: "Who directed {film}?"\n',
            [
                (
                    "films.yaml:3:12: director has 2 columns, this line has 1 term. Write director(film, "
                    "person), with _ for what stays open."
                ),
            ],
            id="too few terms",
        ),
        pytest.param(
            'families:\n  who:\n    where: director film it\n    ask: "Who directed {film}?"\n',
            [
                (
                    "films.yaml:3:12: “director film it” is not a where-line. Write relation(term, term, "
                    '…); a term is it, a name of your own, _ or a "text" in quotes.'
                ),
            ],
            id="no parentheses",
        ),
        pytest.param(
            'families:\n  who:\n    where: [film, director, it]\n    ask: "Who directed {film}?"\n',
            [
                (
                    "films.yaml:3:12: A where-line is expected here, or a list of them. Write "
                    "relation(term, term, …) without brackets; within brackets each line wants double "
                    "quotes."
                ),
            ],
            id="square brackets",
        ),
        pytest.param(
            'families:\n  who:\n    where: directr(film, it)\n    ask: "Who directed {film}?"\n',
            [
                (
                    "films.yaml:3:12: There is no relation called directr; did you mean director? The "
                    "relations are co-star, director, role, shown, won."
                ),
            ],
            id="a misspelt relation",
        ),
        pytest.param(
            'families:\n  who:\n    where: director(film, person)\n    ask: "Who directed {film}?"\n',
            [
                "films.yaml:3:12: No where-line has `it`, the option. Put `it` into one column.",
            ],
            id="no option",
        ),
        pytest.param(
            "families:\n  who:\n    where: director(it, Jane Campion)\n    ask: Hers?\n",
            [
                (
                    "films.yaml:3:12: `Jane Campion` cannot be the name of a variable. If it means "
                    'something by that name, put it in quotes: "Jane Campion"; a variable is one word in '
                    "lower case."
                ),
            ],
            id="a name without quotes",
        ),
        pytest.param(
            'families:\n  who:\n    where: director(it, "Jane Campoin")\n    ask: Hers?\n',
            [
                (
                    "films.yaml:3:12: There is no person called Jane Campoin; did you mean Jane Campion? "
                    "If not, declare it: under `person:` write `- name: Jane Campoin`."
                ),
            ],
            id="a constant that nobody bears",
        ),
        pytest.param(
            'families:\n  who:\n    where: director(film, it)\n    ask: "Who directed {flim}?"\n',
            [
                "films.yaml:4:10: `{flim}` names nothing here. Did you mean film?",
            ],
            id="an unknown variable in a wording",
        ),
        pytest.param(
            "families:\n"
            "  which:\n"
            "    where: shown(it, year)\n"
            '    ask: ["Which film is of {yaer}?", "What was shown in {year}?"]\n',
            [
                "films.yaml:4:11: `{yaer}` names nothing here. Did you mean year?",
            ],
            id="an unknown variable in the first of two wordings",
        ),
        pytest.param(
            'families:\n  who:\n    where: director(film, it)\n    ask: "Did {it} direct {film}?"\n',
            [
                (
                    "films.yaml:4:10: `{it}` is the option, which no wording may give away. Name another "
                    "variable."
                ),
            ],
            id="the option in a wording",
        ),
        pytest.param(
            'families:\n  who:\n    where: director(film, it)\n    ask: "Who directed {film.gender}?"\n',
            [
                ("films.yaml:4:10: A film has no attribute gender. Add it to the kind: `has: [gender]`."),
            ],
            id="an unknown attribute in a wording",
        ),
        pytest.param(
            "families:\n"
            "  who:\n"
            "    where: director(film, it)\n"
            '    ask: ["Who directed {film}?", "Who directed?"]\n',
            [
                (
                    "films.yaml:4:35: This wording does not name what the first one names. Each wording "
                    "of a family asks the same: name {film}."
                ),
            ],
            id="wordings that ask different things",
        ),
        pytest.param(
            "families:\n  who:\n    where: director(film, it)\n    ask: {film} is by whom?\n",
            [
                (
                    "films.yaml:4:10: YAML takes `{film}` for a mapping, and text follows it. Put the "
                    'whole text in double quotes: "{film} is by whom?".'
                ),
            ],
            id="a wording that begins with a brace",
        ),
        pytest.param(
            'families:\n  who:\n    where: ["director(x, it)", "co-star(it, x)"]\n    ask: "{x}?"\n',
            [
                ("films.yaml:2:3: `x` is a film in one place and a person in another. Use two names."),
            ],
            id="one variable in columns of two kinds",
        ),
        pytest.param(
            "families:\n"
            "  who:\n"
            "    where: role(it, actor, character)\n"
            '    ask: "In which film is {actor}?"\n',
            [
                (
                    "films.yaml:3:12: No wording names `character`, and only the line with `it` has it: "
                    "the question would be about one value that players are not told. Name {character} "
                    "in each wording, or write _ in its place."
                ),
            ],
            id="a hidden variable that nothing determines",
        ),
        pytest.param(
            "families:\n"
            "  who:\n"
            "    shape: odd\n"
            "    where: director(it, person)\n"
            '    ask: "Who is not by {person}?"\n',
            [
                (
                    "films.yaml:4:12: An odd one out needs one variable that no wording names, in the "
                    "line with `it`; hidden here: none. Leave what three options share out of the "
                    "wordings, and name everything else."
                ),
            ],
            id="an odd one out that names what is shared",
        ),
        pytest.param(
            "families:\n"
            "  who:\n"
            "    shape: odd\n"
            "    where: role(it, actor, character)\n"
            "    ask: Which is odd?\n",
            [
                (
                    "films.yaml:4:12: An odd one out needs one variable that no wording names, in the "
                    "line with `it`; hidden here: `actor` and `character`. Leave what three options "
                    "share out of the wordings, and name everything else."
                ),
            ],
            id="an odd one out that hides two",
        ),
        pytest.param(
            "families:\n"
            "  who:\n"
            "    shape: first\n"
            "    where: director(it, person)\n"
            "    ask: Which was first?\n",
            [
                (
                    "films.yaml:4:12: `shape: first` puts options in the order of a year, and the line "
                    "with `it` must name one. Write shown(it, year), for example."
                ),
            ],
            id="an order without a year",
        ),
        pytest.param(
            "families:\n"
            "  who:\n"
            "    shape: pik\n"
            "    where: director(film, it)\n"
            '    ask: "Who directed {film}?"\n',
            [
                "films.yaml:3:12: `shape` cannot be pik. Did you mean pick?",
            ],
            id="a misspelt shape",
        ),
        pytest.param(
            "families:\n"
            "  who:\n"
            "    same: [gendr]\n"
            "    where: director(film, it)\n"
            '    ask: "Who directed {film}?"\n',
            [
                ("films.yaml:3:11: An option of this family has no attribute gendr. Did you mean gender?"),
            ],
            id="an attribute that options do not have",
        ),
        pytest.param(
            "families:\n"
            "  who:\n"
            "    among: director(other, it)\n"
            "    where: director(film, it)\n"
            '    ask: "Who directed {film}?"\n',
            [
                "films.yaml:3:12: `other` stands in `among` alone. Use a name of `where`, or _.",
            ],
            id="a variable in among alone",
        ),
    ],
)
def test_family_that_cannot_ask_is_refused_with_its_cure(families: str, expected: list[str]) -> None:
    assert told(read_cinema(families)) == expected


def test_where_line_has_options_names_constants_and_gaps() -> None:
    pack = a_film_pack(
        "families:\n"
        "  by-campion:\n"
        "    where:\n"
        '      - director(it, "Jane Campion")\n'
        "      - role(it, actor, _)\n"
        '    ask: "Which film by Campion has {actor}?"\n'
    )

    lines = [(atom.relation.name, atom.terms) for atom in pack.families["by-campion"].where]

    assert lines == [
        ("director", (Variable("it"), Constant("Jane Campion"))),
        ("role", (Variable("it"), Variable("actor"), None)),
    ]


def test_hidden_variable_is_found_through_a_line_without_the_option() -> None:
    pack = a_film_pack(
        "families:\n"
        "  director-of-winner:\n"
        "    where: ['won(prize, year, person, film)', 'director(film, it)']\n"
        '    ask: "Who directed the film for which {person} won the {prize} in {year}?"\n'
    )

    assert pack.families["director-of-winner"].hidden == ("film",)


def test_option_takes_the_type_of_its_column() -> None:
    pack = a_film_pack('families:\n  year:\n    where: shown(film, it)\n    ask: "When was {film} shown?"\n')

    assert pack.families["year"].it_type == "year"
