"""Item-writing rules that a program can check, each a function with its number in the list of the research.

Sources: Haladyna, Downing & Rodriguez 2002 (31 rules); the NBME's list of item flaws; Schmucker & Moore 2025.
A breach of one of RULES keeps an item back; a breach of one of WARNINGS is counted. What is not here is kept
where the item is made: one right option by its proof (L1, L20, L22), the same kind and time by the pool of
options (L4, L19, L31), years that say what they mean and no superlatives by the vocabulary (L26, L27), the
round by the dealer (L28, L29); and what only many items show (L13, L14, L21, L30) is measured by the suite.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import eq

from quiz.bank.slugs import norm
from quiz.items.forms import LONGER_THAN_OTHERS, classes_of, standing_alone
from quiz.items.item import Item, Part, plain
from quiz.items.judging import FALSE, TRUE
from quiz.items.seats import HANDWRITTEN

_SAYS_LITTLE = """
    this that these those which what with from were film films first shown public year character play plays
    does directed person people prize award awards festival title original true false
"""
_STOP = frozenset(word.removesuffix("s") for word in _SAYS_LITTLE.split())
SHORTEST_WORD = 4
COGNATE = 0.6
ROOT_LETTERS = 5
LONGEST_STEM, LONG_STEM = 200, 140
LONGEST_OPTION, LONG_OPTION = 120, 60
FEWEST_WORDS = 4
NEAR_YEARS = 5
OPTION_COUNTS = (2, 3, 4)

_BRACKETED_YEAR = re.compile(r"\(\d{4}\)")
_YEAR = re.compile(r"\b\d{4}\b")
_ALL_OF_THE_ABOVE = re.compile(r"\b(all|none|both|any|neither) of (the|these)\b|\babove\b", re.IGNORECASE)
_ABSOLUTE = re.compile(
    r"\b(always|never|only|all|none|every|usually|often|rarely|sometimes)\b", re.IGNORECASE
)
_QUIET_NEGATIVE = re.compile(r"\b(not|except|never|least)\b|n't\b")
_ARTICLE_AT_END = re.compile(r"\b(a|an)\s*[?.:…]*$", re.IGNORECASE)
_EXPIRING = re.compile(
    r"\b(latest|current|currently|recent|recently|so far|to date|now|this year|still)\b", re.IGNORECASE
)
_DOUBLED_WORD = re.compile(r"\b([a-z]+) \1\b")
_PAIRED = re.compile(r"[“”()\[\]]")
_MARKUP = re.compile(r"<[a-z/!]|&[a-z]+;|&#", re.IGNORECASE)
_OF_PRIVATE_LIFE = """
    arrest arrested convicted prison crime murdered rape raped suicide cancer aids illness gay lesbian
    bisexual address divorce divorced affair abuse abused
"""
_IN_PRIVATE = frozenset(_OF_PRIVATE_LIFE.split())
_PRIVATE = re.compile(rf"\b({'|'.join(sorted(_IN_PRIVATE))})\b")
"""In small letters: people are called Gay."""

_IN_QUIET_NEGATIVES = frozenset(["not", "except", "never", "least", "t"])
_IN_EXPIRING = frozenset(
    ["latest", "current", "currently", "recent", "recently", "far", "date", "now", "this", "still"]
)
"""Of these words, normed, the wording has one wherever it has what is looked for above."""


@lru_cache(maxsize=50_000)
def content(text: str) -> frozenset[str]:
    """The words of a text that carry meaning: more than three letters, less stop words and a plural's s."""
    words = (word.removesuffix("s") for word in norm(text).split() if len(word) >= SHORTEST_WORD)
    return frozenset(word for word in words if word not in _STOP)


class Read:
    """An item as the rules read it: what several of them ask for is found once.

    labels: the options' texts. norms: the same, normed, with a space on either side. words: the words of each
    that carry meaning. stem_words: all words of the stem, normed.
    """

    __slots__ = (
        "is_handwritten",
        "item",
        "key",
        "labels",
        "norms",
        "stem",
        "stem_norm",
        "stem_words",
        "words",
    )

    def __init__(self, item: Item) -> None:
        self.item = item
        self.key = item.key
        self.is_handwritten = item.family == HANDWRITTEN
        self.stem = plain(item.stem)
        self.stem_norm = norm(self.stem)
        self.stem_words = self.stem_norm.split()
        self.labels = [plain(option.label) for option in item.options]
        self.norms = [f" {norm(label)} " for label in self.labels]
        self.words = [content(label) for label in self.labels]


def l2_options_are_distinct(read: Read) -> str | None:
    return "two options read the same" if len(set(read.norms)) < len(read.norms) else None


def l3_no_option_holds_another(read: Read) -> str | None:
    for at, one in enumerate(read.norms):
        for other in read.norms[:at]:
            if one in other or other in one:
                return "one option stands within another"
    return None


def l4_options_are_of_one_kind(read: Read) -> str | None:
    if read.is_handwritten:
        return None
    kinds = {part.is_title for option in read.item.options for part in option.label}
    if len(kinds) > 1:  # a pair holds both; but each does
        kinds = {any(part.is_title for part in option.label) for option in read.item.options}
    return "some options are titles and some are not" if len(kinds) > 1 else None


def l5_key_does_not_stand_out(read: Read) -> str | None:
    """The key alone must not look different: the only one with figures, with an article in front …"""
    if read.is_handwritten:
        return None
    classes = [classes_of(label) for label in read.labels]
    return "the key alone looks different" if standing_alone(classes, read.key) else None


def l5_key_is_not_the_odd_title(read: Read) -> str | None:
    """The other titles must not share a word that the key lacks: Three Colors thrice, and another film."""
    others = [found for at, found in enumerate(read.words) if at != read.key]
    if not frozenset.intersection(*others) - read.words[read.key]:
        return None
    are_titles = all(part.is_title for option in read.item.options for part in option.label)
    return "the key alone lacks a word of all the other titles" if are_titles else None


def l7_key_does_not_clang(read: Read) -> str | None:
    """The key alone must not share a word with the stem."""
    stem = content(read.stem)
    if stem.isdisjoint(read.words[read.key]):
        return None
    is_shared = any(words & stem for at, words in enumerate(read.words) if at != read.key)
    return None if is_shared else "only the key echoes the stem"


def l7_key_is_no_cognate(read: Read) -> str | None:
    """A title asked for in another language must not be found by its look alone."""
    asked = [norm(part.text) for part in read.item.stem if part.is_title]
    key = max((_likeness(read.norms[read.key].strip(), title) for title in asked), default=0.0)
    if not key:
        return None
    others = (label.strip() for at, label in enumerate(read.norms) if at != read.key)
    is_alone = all(_likeness(label, title) < key for label in others for title in asked)
    return "only the key looks like the stem" if is_alone else None


def l7_key_shares_no_root(read: Read) -> str | None:
    """The key alone must not begin a word as a title of the stem does: *ballon* beside *Balloon*."""
    asked = [_roots(part.text) for part in read.item.stem if part.is_title]
    if not asked:
        return None
    roots = frozenset[str]().union(*asked)
    sharing = [not roots.isdisjoint(_roots(label)) for label in read.labels]
    is_alone = sharing[read.key] and sum(sharing) == 1
    return "only the key has the root of a word of the stem" if is_alone else None


@lru_cache(maxsize=50_000)
def _roots(text: str) -> frozenset[str]:
    return frozenset(word[:ROOT_LETTERS] for word in content(text) if len(word) >= ROOT_LETTERS)


def _likeness(one: str, other: str) -> float:
    """0 for what is no cognate: most are found to be none by their lengths and letters alone."""
    if one == other:
        return 1.0
    if 2 * min(len(one), len(other)) <= COGNATE * (len(one) + len(other)):
        return 0.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() <= COGNATE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio > COGNATE else 0.0


def l8_stem_does_not_hold_the_key(read: Read) -> str | None:
    if read.norms[read.key] not in f" {read.stem_norm} ":
        return None
    is_statement = {option.value for option in read.item.options} == {TRUE, FALSE}
    return None if is_statement else "the stem holds the key"


def l8_stem_holds_no_option(read: Read) -> str | None:
    """Whoever beat her is not she: somebody whom the stem names is seen at once to be no answer.

    One word alone says nothing: films are called *Up* and *Her*.
    """
    if read.is_handwritten:
        return None
    stem = f" {read.stem_norm} "
    found = any(option in stem for option in read.norms if " " in option.strip())
    return "the stem holds a wrong option" if found else None


def l9_no_all_of_the_above(read: Read) -> str | None:
    found = any(
        _ALL_OF_THE_ABOVE.search(part.text)
        for norms, option in zip(read.norms, read.item.options, strict=True)
        if " of " in norms or " above " in norms
        for part in option.label
        if not part.is_title
    )
    return "an option speaks of the others" if found else None


def l12_numbers_are_in_order(read: Read) -> str | None:
    labels = read.labels
    if all(map(str.isdecimal, labels)) and labels != sorted(labels, key=int):
        return "the numbers are not in order"
    return None


def l18_no_year_leaks(read: Read) -> str | None:
    """Where a year is asked for or told, no title may carry one in brackets."""
    if "(" in read.stem and _BRACKETED_YEAR.search(read.stem):
        is_told = _YEAR.search(_BRACKETED_YEAR.sub("", read.stem)) or all(map(str.isdecimal, read.labels))
        if is_told:
            return "the stem holds a year beside a year"
    leaks = any(
        _BRACKETED_YEAR.search(label) and _YEAR.search(_BRACKETED_YEAR.sub("", label))
        for label in read.labels
        if "(" in label
    )
    return "an option holds a year beside a year" if leaks else None


def l18_no_title_tells_the_year(read: Read) -> str | None:
    """A title may not give the year away: *Gold Diggers of 1935* was not up for a prize in 1945."""
    phrases = [read.item.stem, *(option.label for option in read.item.options)]
    titled = [year for phrase in phrases for part in phrase if part.is_title for year in _years_in(part.text)]
    if not titled:
        return None
    told = [year for phrase in phrases for text in _wording(phrase) for year in _years_in(text)]
    is_near = any(abs(year - other) <= NEAR_YEARS for year in titled for other in told)
    return "a title tells the year" if is_near else None


@lru_cache(maxsize=50_000)
def _years_in(text: str) -> tuple[int, ...]:
    """The years in a text, but for those that tell namesakes apart."""
    return tuple(map(int, _YEAR.findall(_BRACKETED_YEAR.sub("", text))))


def l11_negatives_are_loud(read: Read) -> str | None:
    """What is not so is asked for in capitals, and in few families."""
    found = _is_worded(read, _QUIET_NEGATIVE, _IN_QUIET_NEGATIVES)
    return "the stem says not without capitals" if found else None


def _is_worded(read: Read, pattern: re.Pattern[str], words: frozenset[str]) -> bool:
    """Whether a pattern is found in the stem beside its titles. words: of which each match has one."""
    if read.is_handwritten or words.isdisjoint(read.stem_words):
        return False
    return any(pattern.search(text) for text in _wording(read.item.stem))


def l15_number_of_options(read: Read) -> str | None:
    count = len(read.labels)
    return None if count in OPTION_COUNTS or read.is_handwritten else f"there are {count} options"


def l16_stem_does_not_end_in_an_article(read: Read) -> str | None:
    if read.stem_words[-1:] not in (["a"], ["an"]):
        return None
    return "the stem ends in an article" if _ARTICLE_AT_END.search(read.stem) else None


def l23_stem_is_a_question(read: Read) -> str | None:
    return None if read.stem.endswith("?") else "the stem is no question"


def l24_lengths(read: Read) -> str | None:
    return _too_long(read, LONGEST_STEM, LONGEST_OPTION)


def l25_nothing_that_expires(read: Read) -> str | None:
    """A handwritten question may say "latest": it has a date."""
    found = _is_worded(read, _EXPIRING, _IN_EXPIRING)
    return "the stem will be out of date" if found else None


def l33_hygiene(read: Read) -> str | None:
    for text in (read.stem, *read.labels):
        unclean = _unclean(text)
        if unclean is not None:
            return unclean
    words = read.stem_words
    is_doubled = any(map(eq, words, words[1:])) and any(map(_is_doubled, _wording(read.item.stem)))
    for option in read.item.options:
        is_doubled = is_doubled or any(_is_doubled(part.text) for part in option.label if not part.is_title)
    return "a word stands twice" if is_doubled else None


@lru_cache(maxsize=50_000)
def _unclean(text: str) -> str | None:
    if "  " in text or text != text.strip():
        return "there is a space too many"
    if _PAIRED.search(text) and any(
        text.count(opening) != text.count(closing) for opening, closing in ("“”", "()", "[]")
    ):
        return "a quotation mark or a bracket has no other half"
    if ("<" in text or "&" in text) and _MARKUP.search(text):
        return "there is markup in the text"
    is_mixed = not text.isascii() and any(map(_mixes_scripts, text.split()))
    return "one word is in two scripts" if is_mixed else None


@lru_cache(maxsize=50_000)
def _is_doubled(text: str) -> bool:
    """Whether a word stands twice in a row."""
    return _DOUBLED_WORD.search(text) is not None


def l34_nothing_private(read: Read) -> str | None:
    found = _is_worded(read, _PRIVATE, _IN_PRIVATE)
    return "it may touch somebody's private life" if found else None


def l6_key_is_not_much_longer(read: Read) -> str | None:
    lengths = [len(label) for label in read.labels]
    key = lengths.pop(read.key)
    return "the key is much the longest" if key > LONGER_THAN_OTHERS * max(lengths) else None


def l10_no_absolutes(read: Read) -> str | None:
    words = (text for option in read.item.options for text in _wording(option.label))
    return "an option says always or never" if any(map(_ABSOLUTE.search, words)) else None


def l23_stem_is_long_enough(read: Read) -> str | None:
    return "the stem is very short" if len(read.stem.split()) < FEWEST_WORDS else None


def l24_long(read: Read) -> str | None:
    return _too_long(read, LONG_STEM, LONG_OPTION)


def _too_long(read: Read, stem: int, option: int) -> str | None:
    if len(read.stem) > stem:
        return f"the stem is longer than {stem} characters"
    is_long = max(map(len, read.labels)) > option
    return f"an option is longer than {option} characters" if is_long else None


def _wording(phrase: Iterable[Part]) -> Iterable[str]:
    """The words that are no titles."""
    return (part.text for part in phrase if not part.is_title)


def _mixes_scripts(word: str) -> bool:
    """Whether a word has letters that look alike and are not: a Cyrillic а among Latin ones."""
    if word.isascii():
        return False
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1


Rule = Callable[[Read], str | None]

RULES: tuple[Rule, ...] = (
    l2_options_are_distinct,
    l3_no_option_holds_another,
    l4_options_are_of_one_kind,
    l5_key_does_not_stand_out,
    l5_key_is_not_the_odd_title,
    l7_key_does_not_clang,
    l7_key_is_no_cognate,
    l7_key_shares_no_root,
    l8_stem_does_not_hold_the_key,
    l8_stem_holds_no_option,
    l9_no_all_of_the_above,
    l11_negatives_are_loud,
    l12_numbers_are_in_order,
    l15_number_of_options,
    l16_stem_does_not_end_in_an_article,
    l18_no_year_leaks,
    l18_no_title_tells_the_year,
    l23_stem_is_a_question,
    l24_lengths,
    l25_nothing_that_expires,
    l33_hygiene,
    l34_nothing_private,
)

WARNINGS: tuple[Rule, ...] = (
    l6_key_is_not_much_longer,
    l10_no_absolutes,
    l23_stem_is_long_enough,
    l24_long,
)


def breach(item: Item) -> str | None:
    """The first rule that an item breaks, as `L7: …`; None if it keeps them all."""
    return next(_broken(item, RULES), None)


def warnings(item: Item) -> list[str]:
    """The rules that it would rather have kept, as `L6: …`."""
    return list(_broken(item, WARNINGS))


def _broken(item: Item, rules: Iterable[Rule]) -> Iterator[str]:
    read = Read(item)
    for rule in rules:
        found = rule(read)
        if found is not None:
            yield f"{rule.__name__.split('_')[0].upper()}: {found}"
