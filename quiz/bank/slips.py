"""Signs that word processors and telephones put in place of those that were meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quiz.bank.problems import quoted

INDENT_WITH_SPACES = "Indent with spaces."
_INDENTING = re.compile(" *(?P<sign>[\t\u00a0\u202f])")
_CALLED = {
    "\t": "A tab",
    "\u00a0": "A no-break space (U+00A0)",
    "\u202f": "A narrow no-break space (U+202F)",
}
_DASH = re.compile("\\s*(?P<dash>-(?=[^\\s-]|\u00a0)|[–—−](?=\\s*\\S))\\s*(?P<rest>.*)")
_MAY_SLIP = re.compile("^[^\\S\n]*(?:-[^\\s-]|-\u00a0|[–—−])|[“”„‟‘‚‛]", re.MULTILINE)
_IN_DOUBLE = re.compile('[“”„‟](?P<text>[^“”„‟"]*)(?P<closing>[“”"]?)$')
_IN_SINGLE = re.compile(r"[‘‚‛](?P<text>(?:[^‘’‚‛]|(?<=\w)’(?=\w))*)(?P<closing>[‘’])$")


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong at a column of a line, and the cure."""

    column: int
    message: str
    remedy: str


def slip_of_indentation(line: str) -> Slip | None:
    """Something other than spaces in front of a line's text."""
    found = _INDENTING.match(line)
    if found is None or not line.strip():
        return None
    called = _CALLED[found["sign"]]
    return Slip(found.end(), f"{called} stands where spaces indent.", INDENT_WITH_SPACES)


def may_slip(text: str) -> bool:
    """Whether a file can hold a slip of a dash or a quote at all; the usual one holds none."""
    return _MAY_SLIP.search(text) is not None


def slip_of_dash(line: str) -> Slip | None:
    """A line that begins like the entry of a list, but for its dash."""
    found = _DASH.match(line)
    if found is None:
        return None
    column = found.start("dash") + 1
    cure = f"Write `- {found['rest'].rstrip()}`."
    is_short = found["dash"] == "-"
    return Slip(column, "A space must follow the dash." if is_short else "This is a long dash; type -.", cure)


def curly_quotes(text: str) -> tuple[str, str] | None:
    """What to say of typographic quotes around a whole text: nothing but straight ones holds a text."""
    found = _IN_DOUBLE.match(text) or _IN_SINGLE.match(text)
    if found is None:
        return None
    inside = found["text"]
    straight = quoted(inside) if found["closing"] and '"' not in inside and "\\" not in inside else '"…"'
    return "Curly quotes would be part of the text.", f"Use straight ones: {straight}."
