"""What a verdict tells: why an option is right or wrong, its proof and its sources."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, SourceRef, Status, Value
from quiz.bank.truth import Finding
from quiz.items.claims import Claim, Verdict
from quiz.items.item import Citation, FactId, Part, Phrase, Proof
from quiz.items.wording import filled, full_label, in_sentences, joined, marked, sentences


def reason(
    bank: Bank, verdict: Verdict, value: Value, rows: Sequence[Fact], told: Sequence[Fact] = ()
) -> Phrase:
    """What is so, for the player: the rows, and the promise that a list is whole.

    rows: those of the verdict, with the rest of their slots. told: rows that the player has read already;
    they are not told again, if anything else is left to say.
    """
    denied = [row for row in verdict.rows if row.status is Status.NEVER]
    telling = with_the_rest(bank, [row for row in verdict.rows if row not in denied]) if denied else rows
    promises = [marked(row.because) for row in denied if row.because]
    for finding, claim in verdict.told:
        promises += [_whole(bank, finding)] if finding.whole else []
        for declaration in finding.declarations:
            promise = marked(declaration.says)
            if not verdict.rows and value not in [fixed for _, fixed in declaration.fixed]:
                promise += _not_among(bank, value, claim, [at for at, _ in declaration.fixed])
            promises.append(promise)
    untold = [row for row in telling if row not in told] if told else telling
    said = [in_sentences(bank, untold), *promises]
    return one_text(said) if any(said) else sentences(bank, telling)


def _not_among(bank: Bank, value: Value, claim: Claim | None, fixed: Sequence[int]) -> list[Part]:
    """That a list lacks the option; of a year, that the list lacks there what the stem names.

    fixed: the columns that say which list it is.
    """
    if not isinstance(value, int):
        return [Part(text=" "), *full_label(bank, value), Part(text=" is not among them.")]
    cells = claim.pattern if claim is not None else {}
    named = [cell for at, cell in sorted(cells.items()) if at not in fixed and isinstance(cell, Entity)]
    if not named:
        return []
    return [Part(text=" "), *full_label(bank, named[0]), Part(text=f" is not among those of {value}.")]


def says(verdict: Verdict) -> object:
    """Equal for verdicts of which the same is told and proven: wrong options often rest on the key's rows.

    Not to be compared where a verdict has no rows, for then the option itself is named.
    """
    return tuple([(each.rows, each.declarations, each.whole is None) for each in verdict.findings])


def one_text(phrases: Sequence[Sequence[Part]]) -> Phrase:
    """Sentences, with a space between each two."""
    told = [phrase for phrase in phrases if phrase]
    if len(told) == 1:
        return joined(told[0])
    spaced = [part for phrase in told for part in (*phrase, Part(text=" "))]
    return joined(spaced[:-1])


def in_time(rows: Sequence[Fact]) -> list[Fact]:
    """The rows by the year that they hold."""
    return sorted(rows, key=lambda row: next((value for value in row.values if isinstance(value, int)), 0))


def with_the_rest(bank: Bank, rows: Sequence[Fact]) -> list[Fact]:
    """The rows, each with the others of its slot: who tells of one director tells of the second, too."""
    told: dict[Fact, None] = {}
    for row in rows:
        if row in told:
            continue  # with all of its slot
        slot = {at: value for at in row.relation.per if (value := row.values[at]) is not None}
        mates = bank.held(bank.rows(row.relation, slot)) if slot else ()
        told.update(dict.fromkeys(mates))
        told[row] = None
    return list(told)


def _whole(bank: Bank, finding: Finding) -> list[Part]:
    """What the vocabulary tells a player of a slot that is whole."""
    row = finding.rows[0]
    if row.relation.whole is None:
        return []
    columns = row.relation.columns
    values = {
        column.name: value for column, value in zip(columns, row.values, strict=True) if value is not None
    }
    return filled(bank, row.relation.whole, values, {column.name: column.type for column in columns})


def proof_of(verdict: Verdict, rows: Sequence[Fact], *, is_key: bool) -> Proof:
    """rows: those of the verdict, with the rest of their slots."""
    declarations = [
        f"{declaration.says} ({declaration.place})"
        for finding in verdict.findings
        for declaration in finding.declarations
    ]
    declarations += [slot for finding in verdict.findings if (slot := finding.slot) is not None]
    return Proof(
        is_true=is_key,
        claim=verdict.truth.value,
        rows=tuple([FactId(row.id) for row in rows]),
        declarations=tuple(declarations),
    )


def declared_sources(verdict: Verdict) -> list[SourceRef]:
    return [
        ref
        for finding in verdict.findings
        for declaration in finding.declarations
        for ref in declaration.sources
    ]


def citations(refs: Sequence[SourceRef]) -> tuple[Citation, ...]:
    return tuple(
        dict.fromkeys(
            Citation(title=ref.title, publisher=ref.source.publisher, date=ref.date, url=ref.url)
            for ref in refs
        )
    )
