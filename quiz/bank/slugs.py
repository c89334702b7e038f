"""Names as they stand in ids, and names compared."""

from __future__ import annotations

import re
import unicodedata

# letters that Unicode does not decompose
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae",
                        "œ": "oe", "Œ": "Oe", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d"})  # fmt: skip
_GAP = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"[^\w]+")


def slugify(name: str) -> str:
    """`Trần Anh Hùng` is `tran-anh-hung`; a name without a Latin letter keeps its code points as `u…`."""
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN)).encode("ascii", "ignore").decode().lower()
    slug = _GAP.sub("-", plain.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")).strip("-")
    return slug or "-".join(f"u{ord(character):x}" for character in name)


def norm(text: str) -> str:
    """A text for comparison: no accents, no case, non-alphanumerics as one space."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return _WORD.sub(" ", kept.casefold()).replace("_", " ").strip()
