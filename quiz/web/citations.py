"""Citations as they are read."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from quiz.items.item import Citation

_DATE = re.compile(r"(?P<month>\d{4}-\d\d)(?P<day>-\d\d)?")


def readable(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """`2014-05-14` becomes 14 May 2014 and `2011-03` March 2011; any other date stays as it is."""
    return tuple(replace(citation, date=_readable(citation.date)) for citation in citations)


def _readable(written: str | None) -> str | None:
    found = _DATE.fullmatch(written or "")
    if found is None:
        return written
    try:
        day = date.fromisoformat(f"{found['month']}{found['day'] or '-01'}")
    except ValueError:
        return written
    month = f"{month_name[day.month]} {day.year}"
    return f"{day.day} {month}" if found["day"] else month
