"""What is missing for a proof, in words that name what an author would look at: the row with its place, the
promise that is not made, the name that others bear.

A reason is read after an edit, so it tells what the edit did: a row that says so now, or one that does not
count any more (retracted, disputed, past its date), or that none says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quiz.bank.bank import Bank, Pattern
from quiz.bank.pack import Entity, Fact, Status, Value
from quiz.bank.truth import Finding, Truth
from quiz.bank.vocabulary import IT, Atom, Family, Known, Relation
from quiz.items.claims import Binding, Claim, Verdict, bindings, judge_atoms, pattern_of, readings

MOST_ROWS = 6
"""So many rows are named in one reason, at most."""


def missing(bank: Bank, verdict: Verdict, wanted: Truth, named: Iterable[Value] = ()) -> str:
    """Why a verdict is not the wanted one, in words that end a sentence.

    named: what the item names; where the verdict is about another of that name, this is told first.
    """
    about = {value for claim in verdict.claims for value in claim.pattern.values()}
    about |= {value for row in verdict.rows for value in row.values if value is not None}
    meant = [
        _may_be(value, other)
        for value in named
        if isinstance(value, Entity)
        for other in bank.namesakes(value)
        if other in about
    ]
    told = [_told(bank, finding, claim, wanted) for finding, claim in verdict.told]
    return f"{'; '.join(dict.fromkeys([*meant, *told]))}."


def _may_be(value: Entity, other: Entity) -> str:
    return f"“{value.show}” may be {other.name} too ({other.place})"


def _told(bank: Bank, finding: Finding, claim: Claim | None, wanted: Truth) -> str:
    said = words(claim.relation, claim.pattern) if claim is not None else "this"
    struck = _struck(bank, claim.relation, claim.pattern) if claim is not None else []
    match finding.truth:
        case Truth.TRUE:
            return f"by the facts it is so: {_listed(row_in_words(row) for row in finding.rows)}"
        case Truth.FALSE:
            rows = [row_in_words(row) for row in (*struck, *finding.rows)]
            declared = [f"{each.says} ({each.place})" for each in finding.declarations]
            return f"by the facts it is not so: {said}: {_listed(dict.fromkeys([*rows, *declared]))}"
        case Truth.UNKNOWN if finding.rows:
            doubts = [row_in_words(row) for row in struck]
            doubts += _idle(bank, claim) if claim is not None else []
            doubts += [_doubt(bank, row, claim) for row in finding.rows]
            return f"{said} is in doubt: {_listed(dict.fromkeys(doubts))}"
        case Truth.UNKNOWN:
            return _not_said(bank, claim, struck, wanted) if claim is not None else "no row says so"


def _not_said(bank: Bank, claim: Claim, struck: Sequence[Fact], wanted: Truth) -> str:
    text = f"no row says {words(claim.relation, claim.pattern)}"
    if struck:
        text += f" any more: {_listed(map(row_in_words, struck))}"
    if wanted is Truth.TRUE:
        return text
    return f"{text}, but nothing rules it out: {_why_open(bank, claim)}"


def _why_open(bank: Bank, claim: Claim) -> str:
    """Why silence does not mean no."""
    relation, pattern = claim.relation, claim.pattern
    left_open = [
        value.name
        for value in pattern.values()
        if isinstance(value, Entity) and (relation.name, value) in bank.opened
    ]
    if left_open:
        return f"{relation.name} is declared `open` for {' and '.join(left_open)}"
    if relation.known is Known.OPEN:
        return f"{relation.name} is `known: open`, and no declaration says that its rows are all listed"
    slot = {at: pattern[at] for at in relation.per if at in pattern}
    if len(slot) < len(relation.per):
        per = ", ".join(relation.columns[at].name for at in relation.per)
        return f"{relation.name} is known for each {per}, and no declaration says that all these are listed"
    empty = f"no row that counts is listed of {words(relation, slot)}"
    idle = _idle(bank, claim)
    return f"{empty}: {_listed(idle)}" if idle else empty


def _idle(bank: Bank, claim: Claim) -> list[str]:
    """The rows of the claim's slot that do not count, and so leave it open."""
    relation = claim.relation
    slot = {at: claim.pattern[at] for at in relation.per if at in claim.pattern}
    if not slot or len(slot) < len(relation.per):
        return []
    rows = (*_struck(bank, relation, slot), *bank.rows(relation, slot))
    return [_doubt(bank, row, claim) for row in rows if not bank.holds(row)]


def words(relation: Relation, pattern: Pattern) -> str:
    """A claim as authors write it: `director (film Caché, person Michael Haneke)`."""
    cells = [f"{relation.columns[at].name} {_name(value)}" for at, value in sorted(pattern.items())]
    return f"{relation.name} ({', '.join(cells)})" if cells else relation.name


def _name(value: Value) -> str:
    """What an author calls a value; one that stands in no row stands for all the others."""
    return value.name if isinstance(value, Entity) else str(value or "of another kind")


def row_in_words(row: Fact) -> str:
    """A row with its place, and what keeps it from counting."""
    if row.status is Status.CONFIRMED:
        return f"{row.id} ({row.place})"
    status = "was never so" if row.status is Status.NEVER else f"is {row.status}"
    return f"{row.id} {status} ({row.place}): {(row.because or '').rstrip('.')}"


def _doubt(bank: Bank, row: Fact, claim: Claim | None) -> str:
    """A row with what makes it less than certain for a claim."""
    if row.status is not Status.CONFIRMED:
        return row_in_words(row)
    doubts = [
        f"{said} {limit}"
        for said, limit in (("held until", row.until), ("was to be looked at again by", row.review_by))
        if limit is not None and limit < bank.today
    ]
    for at, value in claim.pattern.items() if claim is not None else ():
        if row.values[at] is None:
            doubts.append(f"does not say which {row.relation.columns[at].name}")
        elif value in row.elsewhere:
            doubts.append(f"has other places give {' and '.join(map(str, row.elsewhere))}")
    if row.shared > 1 and not doubts:
        doubts.append(f"is one of {row.shared}, and they are not all listed")
    return f"{row_in_words(row)} {' and '.join(doubts)}".rstrip()


def _struck(bank: Bank, relation: Relation, pattern: Pattern) -> list[Fact]:
    """The rows that would say so, had they not been retracted or denied."""
    return [
        row
        for row in (*bank.retracted.get(relation.name, ()), *bank.never.get(relation.name, ()))
        if all(row.values[at] in (value, None) for at, value in pattern.items())
    ]


def _listed(texts: Iterable[str]) -> str:
    every = list(texts)
    more = len(every) - MOST_ROWS
    return ", ".join([*every[:MOST_ROWS], f"and {more} more"] if more > 0 else every)


def undetermined(bank: Bank, family: Family, binding: Binding) -> str:
    """Why the stem does not describe one thing: the rows by which it is several, or that there is none."""
    atoms = tuple(atom for atom in family.where if IT not in atom.variables)
    named = {name: value for name, value in binding.items() if name not in family.hidden and name != IT}
    ways: dict[tuple[str, ...], list[str]] = {}
    for reading in readings(bank, named):
        for found, rows in bindings(bank, atoms, reading, doubtful=True):
            choice = tuple(_name(found[name]) for name in family.hidden if name in found)
            ways.setdefault(choice, []).append(_listed(_doubt(bank, row, None) for row in rows))
    if ways:
        several = "; ".join(f"{', '.join(choice)} by {by[0]}" for choice, by in ways.items())
        return f"The stem describes more than one thing: {several}."
    said = [_said_of_stem(bank, atom, named) for atom in atoms]
    return f"The stem describes nothing any more: {'; '.join(said)}."


def _said_of_stem(bank: Bank, atom: Atom, named: Binding) -> str:
    pattern = pattern_of(bank, atom, named)
    struck = _struck(bank, atom.relation, pattern)
    rows = bank.rows(atom.relation, pattern)
    return _listed([words(atom.relation, pattern), *(row_in_words(row) for row in (*struck, *rows))])


def namesakes_of(bank: Bank, values: Iterable[Value]) -> str:
    """Who else bears the names of some values, in words that end a sentence."""
    others = [
        _may_be(value, other)
        for value in values
        if isinstance(value, Entity)
        for other in bank.namesakes(value)
    ]
    return f"{_listed(dict.fromkeys(others))}."


def other_years(rows: Sequence[Fact]) -> str:
    """The years that other places give for a row, in words that end a sentence."""
    told = [
        f"{row.id} ({row.place}) has other places give {' and '.join(map(str, row.elsewhere))}"
        for row in rows
        if row.elsewhere
    ]
    return f"{_listed(told)}, and the stem names none."


def common(bank: Bank, family: Family, key: Binding, others: Sequence[Binding]) -> str:
    """What the key may share with some of the others, or with two of them at once; ends a sentence.

    key, others: what the stem shows, with an option as `it`.
    """
    options = (key, *others)
    told: dict[str, None] = {}
    for option in options:
        for found, rows in bindings(bank, family.where, option, doubtful=True):
            told |= dict.fromkeys(_sharing(bank, family, [{**found, **each} for each in options], rows))
    for option in options:
        told |= dict.fromkeys(_open_lists(bank, family, option))
    return f"{_listed(told)}."


def _sharing(bank: Bank, family: Family, options: Sequence[Binding], rows: Sequence[Fact]) -> Iterator[str]:
    """By which rows an option has what the key may have too."""
    key, *others = (judge_atoms(bank, family.where, option) for option in options)
    if key.truth is Truth.FALSE or all(other.truth is Truth.FALSE for other in others):
        return
    yield _listed(_doubt(bank, row, None) for row in rows)
    for verdict in (key, *others):
        if verdict.truth is Truth.UNKNOWN:
            yield missing(bank, verdict, Truth.FALSE).rstrip(".")


def _open_lists(bank: Bank, family: Family, option: Binding) -> Iterator[str]:
    """Why an option may have what no row tells."""
    stranger: dict[str, Value] = dict.fromkeys(family.hidden, "")
    verdict = judge_atoms(bank, family.where, {**option, **stranger})
    if verdict.truth is Truth.UNKNOWN:
        yield missing(bank, verdict, Truth.FALSE).rstrip(".")


def unsure_year(bank: Bank, family: Family, claim: Binding) -> str:
    """Why the year of an option, the claim's `it`, is not certain; ends a sentence."""
    value = claim[IT]
    for other in bank.namesakes(value) if isinstance(value, Entity) else ():
        others = judge_atoms(bank, family.where, {**claim, IT: other})
        if others.truth is not Truth.TRUE:
            return f"{namesakes_of(bank, [value])} {missing(bank, others, Truth.TRUE)}"
    rows = [row for _, each in bindings(bank, family.where, claim, doubtful=True) for row in each]
    if not rows:
        return missing(bank, judge_atoms(bank, family.where, claim), Truth.TRUE)
    doubtful = [row for row in rows if not bank.holds(row)]
    if doubtful:
        return f"its year is in doubt: {_listed(_doubt(bank, row, None) for row in doubtful)}."
    no_more = judge_atoms(bank, family.where, {**claim, family.year or "": 0})
    return f"it may have another year too: {missing(bank, no_more, Truth.FALSE)}"


def order_of(bank: Bank, family: Family, claims: Iterable[Binding]) -> str:
    """The rows that date some options, in words that end a sentence."""
    every: list[Binding] = []
    meant: list[str] = []
    for claim in claims:
        every.append(claim)
        option = claim[IT]
        for other in bank.namesakes(option) if isinstance(option, Entity) else ():
            every.append({**claim, IT: other})
            meant += [_may_be(option, other)] if isinstance(option, Entity) else []
    told = [
        f"{row.id} ({row.place})"
        + (f", elsewhere {' and '.join(map(str, row.elsewhere))}" if row.elsewhere else "")
        for claim in every
        for _, rows in bindings(bank, family.where, claim, doubtful=True)
        for row in rows
    ]
    return f"{_listed(dict.fromkeys([*meant, *told]))}."
