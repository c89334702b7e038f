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

from quiz.bank.slugs import norm
from quiz.items.forms import classes_of, standing_alone
from quiz.items.item import Item, Part, Phrase, plain
from quiz.items.judging import FALSE, TRUE
from quiz.items.seats import HANDWRITTEN

_SAYS_LITTLE = """
    this that these those which what with from were film films first shown public year character play plays
    does directed person people prize award awards festival title original true false
"""
_STOP = frozenset(word.removesuffix("s") for word in _SAYS_LITTLE.split())
SHORTEST_WORD = 4
COGNATE = 0.6
LONGEST_STEM, LONG_STEM = 200, 140
LONGEST_OPTION, LONG_OPTION = 120, 60
LONGER_THAN_OTHERS = 1.5
FEWEST_WORDS = 4
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
_MARKUP = re.compile(r"<[a-z/!]|&[a-z]+;|&#", re.IGNORECASE)
_PRIVATE = re.compile(
    r"\b(arrest(ed)?|convicted|prison|crime|murdered|raped?|suicide|cancer|aids|illness|gay|lesbian|bisexual|"
    r"address|divorced?|affair|abused?)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=50_000)
def content(text: str) -> frozenset[str]:
    """The words of a text that carry meaning: more than three letters, less stop words and a plural's s."""
    words = (word.removesuffix("s") for word in norm(text).split() if len(word) >= SHORTEST_WORD)
    return frozenset(word for word in words if word not in _STOP)


def l2_options_are_distinct(item: Item) -> str | None:
    labels = [norm(plain(option.label)) for option in item.options]
    return "two options read the same" if len(set(labels)) < len(labels) else None


def l3_no_option_holds_another(item: Item) -> str | None:
    labels = [f" {norm(plain(option.label))} " for option in item.options]
    holds = any(one in other for one in labels for other in labels if one is not other)
    return "one option stands within another" if holds else None


def l4_options_are_of_one_kind(item: Item) -> str | None:
    kinds = {any(part.is_title for part in option.label) for option in item.options}
    is_mixed = len(kinds) > 1 and item.family != HANDWRITTEN
    return "some options are titles and some are not" if is_mixed else None


def l5_key_does_not_stand_out(item: Item) -> str | None:
    """The key alone must not look different: the only one with figures, with an article in front …"""
    classes = [classes_of(plain(option.label)) for option in item.options]
    is_alone = item.family != HANDWRITTEN and standing_alone(classes, item.key)
    return "the key alone looks different" if is_alone else None


def l5_key_is_not_the_odd_title(item: Item) -> str | None:
    """The other titles must not share a word that the key lacks: Three Colors thrice, and another film."""
    words = [content(plain(option.label)) for option in item.options]
    others = [found for at, found in enumerate(words) if at != item.key]
    are_titles = all(part.is_title for option in item.options for part in option.label)
    shared = frozenset.intersection(*others) - words[item.key]
    return "the key alone lacks a word of all the other titles" if are_titles and shared else None


def l7_key_does_not_clang(item: Item) -> str | None:
    """The key alone must not share a word with the stem."""
    stem = content(plain(item.stem))
    sharing = [at for at, option in enumerate(item.options) if content(plain(option.label)) & stem]
    return "only the key echoes the stem" if sharing == [item.key] else None


def l7_key_is_no_cognate(item: Item) -> str | None:
    """A title asked for in another language must not be found by its look alone."""
    asked = [norm(part.text) for part in item.stem if part.is_title]
    if not asked:
        return None
    alike = [max(_likeness(norm(plain(option.label)), title) for title in asked) for option in item.options]
    key = alike.pop(item.key)
    return "only the key looks like the stem" if key > COGNATE and key > max(alike) else None


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def l8_stem_does_not_hold_the_key(item: Item) -> str | None:
    if {option.value for option in item.options} == {TRUE, FALSE}:
        return None
    stem, key = norm(plain(item.stem)), norm(plain(item.options[item.key].label))
    return "the stem holds the key" if f" {key} " in f" {stem} " else None


def l9_no_all_of_the_above(item: Item) -> str | None:
    found = any(
        _ALL_OF_THE_ABOVE.search(part.text)
        for option in item.options
        for part in option.label
        if not part.is_title
    )
    return "an option speaks of the others" if found else None


def l12_numbers_are_in_order(item: Item) -> str | None:
    labels = [plain(option.label) for option in item.options]
    if all(label.isdecimal() for label in labels) and labels != sorted(labels, key=int):
        return "the numbers are not in order"
    return None


def l18_no_year_leaks(item: Item) -> str | None:
    """Where a year is asked for or told, no title may carry one in brackets."""
    stem, labels = plain(item.stem), [plain(option.label) for option in item.options]
    is_told = bool(_YEAR.search(_BRACKETED_YEAR.sub("", stem))) or all(label.isdecimal() for label in labels)
    if _BRACKETED_YEAR.search(stem) and is_told:
        return "the stem holds a year beside a year"
    leaks = any(
        _BRACKETED_YEAR.search(label) and _YEAR.search(_BRACKETED_YEAR.sub("", label)) for label in labels
    )
    return "an option holds a year beside a year" if leaks else None


def l11_negatives_are_loud(item: Item) -> str | None:
    """What is not so is asked for in capitals, and in few families."""
    found = item.family != HANDWRITTEN and any(_QUIET_NEGATIVE.search(text) for text in _wording(item.stem))
    return "the stem says not without capitals" if found else None


def l15_number_of_options(item: Item) -> str | None:
    count = len(item.options)
    allowed = count in OPTION_COUNTS or item.family == HANDWRITTEN
    return None if allowed else f"there are {count} options"


def l16_stem_does_not_end_in_an_article(item: Item) -> str | None:
    return "the stem ends in an article" if _ARTICLE_AT_END.search(plain(item.stem)) else None


def l23_stem_is_a_question(item: Item) -> str | None:
    return None if plain(item.stem).endswith("?") else "the stem is no question"


def l24_lengths(item: Item) -> str | None:
    return _too_long(item, LONGEST_STEM, LONGEST_OPTION)


def l25_nothing_that_expires(item: Item) -> str | None:
    """A handwritten question may say "latest": it has a date."""
    found = item.family != HANDWRITTEN and any(_EXPIRING.search(text) for text in _wording(item.stem))
    return "the stem will be out of date" if found else None


def l33_hygiene(item: Item) -> str | None:
    for phrase in (item.stem, *(option.label for option in item.options)):
        unclean = _unclean(phrase)
        if unclean is not None:
            return unclean
    return None


@lru_cache(maxsize=50_000)
def _unclean(phrase: Phrase) -> str | None:
    text = plain(phrase)
    if "  " in text or text != text.strip():
        return "there is a space too many"
    if any(_DOUBLED_WORD.search(wording) for wording in _wording(phrase)):
        return "a word stands twice"
    if any(text.count(opening) != text.count(closing) for opening, closing in ("“”", "()", "[]")):
        return "a quotation mark or a bracket has no other half"
    if _MARKUP.search(text):
        return "there is markup in the text"
    return "one word is in two scripts" if any(map(_mixes_scripts, text.split())) else None


def l34_nothing_private(item: Item) -> str | None:
    found = any(_PRIVATE.search(text) for text in _wording(item.stem))
    return "it may touch somebody's private life" if found and item.family != HANDWRITTEN else None


def l6_key_is_not_much_longer(item: Item) -> str | None:
    lengths = [len(plain(option.label)) for option in item.options]
    key = lengths.pop(item.key)
    return "the key is much the longest" if key > LONGER_THAN_OTHERS * max(lengths) else None


def l10_no_absolutes(item: Item) -> str | None:
    words = (text for option in item.options for text in _wording(option.label))
    return "an option says always or never" if any(map(_ABSOLUTE.search, words)) else None


def l23_stem_is_long_enough(item: Item) -> str | None:
    return "the stem is very short" if len(plain(item.stem).split()) < FEWEST_WORDS else None


def l24_long(item: Item) -> str | None:
    return _too_long(item, LONG_STEM, LONG_OPTION)


def _too_long(item: Item, stem: int, option: int) -> str | None:
    if len(plain(item.stem)) > stem:
        return f"the stem is longer than {stem} characters"
    is_long = any(len(plain(each.label)) > option for each in item.options)
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


Rule = Callable[[Item], str | None]

RULES: tuple[Rule, ...] = (
    l2_options_are_distinct,
    l3_no_option_holds_another,
    l4_options_are_of_one_kind,
    l5_key_does_not_stand_out,
    l5_key_is_not_the_odd_title,
    l7_key_does_not_clang,
    l7_key_is_no_cognate,
    l8_stem_does_not_hold_the_key,
    l9_no_all_of_the_above,
    l11_negatives_are_loud,
    l12_numbers_are_in_order,
    l15_number_of_options,
    l16_stem_does_not_end_in_an_article,
    l18_no_year_leaks,
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
    for rule in rules:
        found = rule(item)
        if found is not None:
            yield f"{rule.__name__.split('_')[0].upper()}: {found}"
