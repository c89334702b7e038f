"""A family's where-lines as claims about a value, judged by the bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from quiz.bank.bank import Bank, Pattern
from quiz.bank.pack import Entity, Fact, Value
from quiz.bank.truth import Finding, Truth, judge
from quiz.bank.vocabulary import IT, Atom, Constant, Family, Relation, Shape, Variable

NOBODY = ""
"""A value that stands in no row: a claim about it is false only where a list is whole."""

Binding = Mapping[str, Value]
"""The value of each variable; `it` is the option's."""


class Claim(NamedTuple):
    """A relation with some of its cells filled."""

    relation: Relation
    pattern: Pattern


class Verdict(NamedTuple):
    """The truth of all where-lines together, with the findings that decide it.

    claims: what each of the findings was found of, where it was one claim.
    """

    truth: Truth
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...] = ()

    @property
    def told(self) -> tuple[tuple[Finding, Claim | None], ...]:
        """The findings, each with its claim."""
        claims = self.claims or (None,) * len(self.findings)
        return tuple(zip(self.findings, claims, strict=True))

    @property
    def rows(self) -> tuple[Fact, ...]:
        if len(self.findings) == 1:
            return self.findings[0].rows
        return tuple(dict.fromkeys([row for finding in self.findings for row in finding.rows]))


def judge_atoms(bank: Bank, atoms: tuple[Atom, ...], binding: Binding) -> Verdict:
    """True if every line is true; false as soon as one is false; else unknown."""
    if len(atoms) == 1:
        [atom] = atoms
        pattern = pattern_of(bank, atom, binding)
        finding = judge(bank, atom.relation, pattern)
        return Verdict(truth=finding.truth, findings=(finding,), claims=(Claim(atom.relation, pattern),))
    claims: list[Claim] = []
    findings: list[Finding] = []
    for atom in atoms:
        pattern = pattern_of(bank, atom, binding)
        finding = judge(bank, atom.relation, pattern)
        claim = Claim(atom.relation, pattern)
        if finding.truth is Truth.FALSE:
            return Verdict(truth=Truth.FALSE, findings=(finding,), claims=(claim,))
        findings.append(finding)
        claims.append(claim)
    if all(finding.truth is Truth.TRUE for finding in findings):
        return Verdict(truth=Truth.TRUE, findings=tuple(findings), claims=tuple(claims))
    deciding = [at for at, finding in enumerate(findings) if finding.truth is Truth.UNKNOWN]
    return Verdict(
        truth=Truth.UNKNOWN,
        findings=tuple(findings[at] for at in deciding),
        claims=tuple(claims[at] for at in deciding),
    )


def refute(bank: Bank, family: Family, binding: Binding) -> Verdict:
    """The verdict on a family's claim that is to be false; see `Refuter`."""
    stem = {name: value for name, value in binding.items() if name != IT}
    return Refuter(bank, family, stem).verdict(binding[IT])


class Refuter:
    """Judges options that are to be wrong, as a player can read them, beside one stem.

    A name may belong to several: what is said of "Julie" must be false of every Julie. And what the stem
    leaves open is open: "When did she win it?" has as many right answers as she has wins.

    stem: the binding without `it`. What does not depend on the option is looked up once.
    """

    def __init__(self, bank: Bank, family: Family, stem: Binding) -> None:
        self._bank = bank
        self._family = family
        self._telling = tuple([atom for atom in family.where if IT in atom.variables])
        self._describing = _describing(family.where)
        if family.hidden and family.shape is not Shape.ODD:
            told = {name for atom in self._describing for name in atom.variables}
            stem = {name: value for name, value in stem.items() if name not in family.hidden or name in told}
        self._stem = stem
        self._is_described = judge_atoms(bank, self._describing, stem).truth is Truth.TRUE
        self._cases = self._doubtful_cases(stem)
        self._may_be_others = any(
            isinstance(value, Entity) and bank.namesakes(value) for value in stem.values()
        )

    def verdict(self, option: Value) -> Verdict:
        """False only if the claim is false in each reading, and not even in doubt."""
        verdict = self._as_it_stands(option)
        if verdict.truth is not Truth.FALSE:
            return verdict
        namesakes = self._bank.namesakes(option) if isinstance(option, Entity) else ()
        if namesakes or self._may_be_others:
            return self._in_all_readings(option, namesakes, verdict)
        return self._if_not_doubtful(self._cases, option, verdict)

    def proof(self, option: Value) -> Verdict | None:
        """The verdict by which an option is wrong; None if nothing proves it."""
        verdict = self.verdict(option)
        return verdict if verdict.truth is Truth.FALSE else None

    def _as_it_stands(self, option: Value) -> Verdict:
        claim = {**self._stem, IT: option}
        every = self._family.where
        verdict = judge_atoms(self._bank, self._telling if self._is_described else every, claim)
        if verdict.truth is Truth.FALSE or not self._describing:
            return verdict
        return judge_atoms(self._bank, every, claim)

    def _in_all_readings(self, option: Value, namesakes: Sequence[Entity], verdict: Verdict) -> Verdict:
        """verdict: that on the claim as it stands."""
        bank, family = self._bank, self._family
        options = [option]
        if not (family.shape is Shape.TRUE_FALSE and isinstance(option, Entity) and option.is_told_apart):
            # as an option it stands by its name alone; in a statement a title is told apart
            options += namesakes
        for at, reading in enumerate(readings_of_stem(bank, family, self._stem)):
            cases = self._doubtful_cases(reading)
            for each in options:
                is_first = each is option and at == 0
                other = verdict if is_first else judge_atoms(bank, family.where, {**reading, IT: each})
                if other.truth is not Truth.FALSE:
                    return other
                other = self._if_not_doubtful(cases, each, verdict)
                if other.truth is not Truth.FALSE:
                    return other
        return verdict

    def _doubtful_cases(self, stem: Binding) -> list[tuple[dict[str, Value], tuple[Fact, ...]]]:
        """What the stem may describe, counting rows that are in doubt."""
        hidden = self._family.hidden
        if not hidden or not self._describing:
            return []
        shown = {name: value for name, value in stem.items() if name not in hidden}
        return list(bindings(self._bank, self._describing, shown, doubtful=True, loose=True))

    def _if_not_doubtful(
        self, cases: Sequence[tuple[Binding, tuple[Fact, ...]]], option: Value, verdict: Verdict
    ) -> Verdict:
        """The verdict that the option is wrong, unless it may be right after all.

        The film in which she plays Tereza may also be one for which her part is not told: its director is no
        wrong option.
        """
        for found, rows in cases:
            claim = {**found, IT: option}
            for _, others in bindings(self._bank, self._telling, claim, doubtful=True, loose=True):
                finding = Finding(truth=Truth.UNKNOWN, rows=(*rows, *others))
                return Verdict(truth=Truth.UNKNOWN, findings=(finding,))
        return verdict


def _describing(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    return tuple(atom for atom in atoms if IT not in atom.variables)


def pattern_of(bank: Bank, atom: Atom, binding: Binding) -> dict[int, Value]:
    """The cells that a line fixes under a binding; variables without a value stay open."""
    pattern = {at: binding[name] for at, name in atom.named if name in binding}
    if not atom.constants:
        return pattern
    for at, term in atom.constants:
        pattern[at] = constant(bank, atom.relation.columns[at].type, term)
    return pattern


def constant(bank: Bank, kind: str, term: Constant) -> Value:
    entity = bank.entities.get((kind, term.text))
    if entity is not None:
        return entity
    return int(term.text) if kind == "year" else term.text


def bindings(
    bank: Bank, atoms: tuple[Atom, ...], binding: Binding, *, doubtful: bool = False, loose: bool = False
) -> Iterator[tuple[dict[str, Value], tuple[Fact, ...]]]:
    """Every way to make all lines true, with the rows that do; by index, one line after the other.

    doubtful: count rows that are disputed or out of date too, for "is there just one?".
    loose: and rows that could be a case, because a cell is empty or other places give another year.
    """
    if not atoms:
        yield dict(binding), ()
        return
    first, rest = atoms[0], atoms[1:]
    pattern = pattern_of(bank, first, binding)
    rows = bank.rows(first.relation, pattern)
    for fact in (*rows, *bank.may_match(first.relation, pattern)) if loose else rows:
        if not (doubtful or bank.holds(fact)):
            continue
        extended = dict(binding)
        for term, value in zip(first.terms, fact.values, strict=True):
            if not isinstance(term, Variable) or (loose and (value is None or term.name in binding)):
                continue
            if value is None or extended.setdefault(term.name, value) != value:
                break
        else:
            if not rest:
                yield extended, (fact,)
                continue
            for found, others in bindings(bank, rest, extended, doubtful=doubtful, loose=loose):
                yield found, (fact, *others)


def is_determined(bank: Bank, atoms: tuple[Atom, ...], hidden: tuple[str, ...], binding: Binding) -> bool:
    """Whether what the stem shows leaves one choice for what it hides, in sure and doubtful rows alike."""
    if not hidden:
        return True
    describing = _describing(atoms)
    shown = {name: value for name, value in binding.items() if name not in hidden and name != IT}
    choices = {
        tuple(found.get(name) for name in hidden)
        for reading in readings(bank, shown)
        for found, _ in bindings(bank, describing, reading, doubtful=True)
    }
    return len(choices) == 1


def readings_of_stem(bank: Bank, family: Family, binding: Binding) -> list[Binding]:
    """The readings of what a stem names; what it hides has no name there that could mean another."""
    hidden = {name: value for name, value in binding.items() if name in family.hidden}
    named = {name: value for name, value in binding.items() if name != IT and name not in hidden}
    return [{**reading, **hidden} for reading in readings(bank, named)]


def readings(bank: Bank, binding: Binding) -> list[Binding]:
    """The binding, and what else a player may take its names for.

    A title that is told apart, by its year say, means one work only.
    """
    found: list[Binding] = [binding]
    for name, value in binding.items():
        if isinstance(value, Entity) and not value.is_told_apart:
            others = bank.namesakes(value)
            found += [{**reading, name: other} for reading in found for other in others]
    return found
