"""What an author is told of a mistake in `pack.yaml`."""

from __future__ import annotations

import pytest

from tests.factories.film_packs import read_cinema, told


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        pytest.param(
            "# to be written\n",
            [
                (
                    "pack.yaml:1:1: The manifest is empty. Write `pack: cinema`, `title: …` and `about: "
                    "…` into it."
                ),
            ],
            id="nothing but a comment",
        ),
        pytest.param(
            "pack: cinema\n"
            "titel: Cinema\n"
            "about: A few films.\n"
            "sources:\n"
            "  book: {title: A Book of Films, publisher: The Press}\n"
            '  palmares: {title: "Awards of {at}", publisher: The Festival}\n',
            [
                "pack.yaml:2:1: There is no key `titel` in a pack's manifest. Did you mean title?",
            ],
            id="a misspelt key",
        ),
        pytest.param(
            "pack: kino\n"
            "title: Cinema\n"
            "about: A few films.\n"
            "sources:\n"
            "  book: {title: A Book of Films, publisher: The Press}\n"
            '  palmares: {title: "Awards of {at}", publisher: The Festival}\n',
            [
                (
                    "pack.yaml:1:7: The pack is called kino, its folder cinema. Write `pack: cinema`, or "
                    "rename the folder."
                ),
            ],
            id="another name than the folder",
        ),
        pytest.param(
            "pack: cinema\n"
            "title: Cinema\n"
            "about: A few films.\n"
            "sources:\n"
            "  book: {title: A Book of Films, publisher: The Press}\n"
            '  palmares: {title: "Awards of {at}", publisher: The Festival}\n'
            "use: [flim]\n",
            [
                ("pack.yaml:7:7: There is no pack called flim; this is the only one. Correct the name."),
            ],
            id="a pack that is missing",
        ),
        pytest.param(
            "pack: cinema\n"
            "title: Cinema\n"
            "about: A few films.\n"
            "sources:\n"
            "  book: {title: A Book of Films, publisher: The Press}\n"
            '  palmares: {title: "Awards of {at}", publisher: The Festival}\n'
            "use: cinema\n",
            [
                "pack.yaml:7:6: A pack cannot use itself. Leave it out.",
            ],
            id="itself in use",
        ),
        pytest.param(
            "pack: cinema\n"
            "title: Cinema\n"
            "about: A few films.\n"
            "sources:\n"
            "  book: {title: A Book of Films, publisher: The Press}\n"
            '  palmares: {title: "Awards of {at}", publisher: The Festival}\n'
            "as of: soon\n",
            [
                "pack.yaml:7:8: “soon” is not a date. Write it as 2026-11-20.",
            ],
            id="a date in words",
        ),
        pytest.param(
            "pack: cinema\n"
            "title: Cinema\n"
            "about: A few films.\n"
            "sources:\n"
            "  book: {title: A Book of Films, publisher: The Press, url: www.x}\n"
            '  palmares: {title: "Awards of {at}", publisher: The Festival}\n',
            [
                (
                    "pack.yaml:5:61: `url: www.x` has not the right form. Write a whole address that "
                    "begins with https://."
                ),
            ],
            id="an address without https",
        ),
        pytest.param(
            "pack: cinema\n"
            "title: Cinema\n"
            "about: A few films.\n"
            "sources:\n"
            "  book: {title: A Book of Films}\n"
            '  palmares: {title: "Awards of {at}", publisher: The Festival}\n',
            [
                ("pack.yaml:5:9: `publisher` is missing in a source. Add a line such as `publisher: …`."),
            ],
            id="a source without publisher",
        ),
    ],
)
def test_mistake_in_the_manifest_is_told_once_with_its_cure(manifest: str, expected: list[str]) -> None:
    assert told(read_cinema(manifest=manifest)) == expected
