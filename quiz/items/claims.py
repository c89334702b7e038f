"""A family's where-lines as claims about a value, judged by the bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Value
from quiz.bank.truth import Finding, Truth, judge
from quiz.bank.vocabulary import IT, Atom, Constant, Variable

Binding = Mapping[str, Value]
"""The value of each variable; `it` is the option's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The truth of all where-lines together, with the findings that decide it."""

    truth: Truth
    findings: tuple[Finding, ...]

    @property
    def rows(self) -> tuple[Fact, ...]:
        return tuple(dict.fromkeys(row for finding in self.findings for row in finding.rows))


def judge_atoms(bank: Bank, atoms: tuple[Atom, ...], binding: Binding) -> Verdict:
    """True if every line is true; false as soon as one is false; else unknown."""
    findings = [judge(bank, atom.relation, pattern_of(bank, atom, binding)) for atom in atoms]
    for finding in findings:
        if finding.truth is Truth.FALSE:
            return Verdict(truth=Truth.FALSE, findings=(finding,))
    unknown = tuple(finding for finding in findings if finding.truth is Truth.UNKNOWN)
    if unknown:
        return Verdict(truth=Truth.UNKNOWN, findings=unknown)
    return Verdict(truth=Truth.TRUE, findings=tuple(findings))


def refute(bank: Bank, atoms: tuple[Atom, ...], binding: Binding) -> Verdict:
    """The verdict on a claim that is to be false, as a player can read it.

    A name may belong to several: what is said of "Julie" must be false of every Julie. So the verdict is
    false only
    if it is for each reading of the names, but for titles in the stem, which say which work they mean.
    """
    verdict = judge_atoms(bank, atoms, binding)
    if verdict.truth is not Truth.FALSE:
        return verdict
    readings = list(_readings(bank, {name: each for name, each in binding.items() if name != IT}))
    options = [binding[IT]]
    if isinstance(options[0], Entity):
        options += bank.namesakes(options[0])
    for option in options:
        for reading in readings:
            other = judge_atoms(bank, atoms, {**reading, IT: option})
            if other.truth is not Truth.FALSE:
                return other
    return verdict


def pattern_of(bank: Bank, atom: Atom, binding: Binding) -> dict[int, Value]:
    """The cells that a line fixes under a binding; variables without a value stay open."""
    pattern: dict[int, Value] = {}
    for at, (term, column) in enumerate(zip(atom.terms, atom.relation.columns, strict=True)):
        if isinstance(term, Variable):
            if term.name in binding:
                pattern[at] = binding[term.name]
        elif isinstance(term, Constant):
            pattern[at] = constant(bank, column.type, term)
    return pattern


def constant(bank: Bank, kind: str, term: Constant) -> Value:
    entity = bank.entities.get((kind, term.text))
    if entity is not None:
        return entity
    return int(term.text) if kind == "year" else term.text


def bindings(
    bank: Bank, atoms: tuple[Atom, ...], binding: Binding, *, doubtful: bool = False
) -> Iterator[tuple[dict[str, Value], tuple[Fact, ...]]]:
    """Every way to make all lines true, with the rows that do; by index, one line after the other.

    doubtful: count rows that are disputed or out of date too, for "is there just one?".
    """
    if not atoms:
        yield dict(binding), ()
        return
    first, *rest = atoms
    for fact in bank.rows(first.relation, pattern_of(bank, first, binding)):
        if not (doubtful or bank.holds(fact)):
            continue
        extended = dict(binding)
        for term, value in zip(first.terms, fact.values, strict=True):
            if not isinstance(term, Variable):
                continue
            if value is None or extended.setdefault(term.name, value) != value:
                break
        else:
            for found, rows in bindings(bank, tuple(rest), extended, doubtful=doubtful):
                yield found, (fact, *rows)


def is_determined(bank: Bank, atoms: tuple[Atom, ...], hidden: tuple[str, ...], binding: Binding) -> bool:
    """Whether what the stem shows leaves one choice for each hidden variable,
    over sure and doubtful rows alike.
    """
    if not hidden:
        return True
    describing = tuple(atom for atom in atoms if IT not in atom.variables)
    shown = {name: value for name, value in binding.items() if name not in hidden and name != IT}
    choices = {
        tuple(found.get(name) for name in hidden)
        for reading in _readings(bank, shown)
        for found, _ in bindings(bank, describing, reading, doubtful=True)
    }
    return len(choices) == 1


def _readings(bank: Bank, binding: Binding) -> Iterator[Binding]:
    """The binding, and with each name that says nothing of which it means, the others that bear it."""
    yield binding
    for name, value in binding.items():
        if isinstance(value, Entity) and not value.kind.is_title:
            for namesake in bank.namesakes(value):
                yield {**binding, name: namesake}
