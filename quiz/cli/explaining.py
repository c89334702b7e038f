"""`quiz explain`: the proof of an item."""

from __future__ import annotations

import argparse

from quiz.bank.bank import Bank
from quiz.cli.places import Commands, add_questions, maker_of, read_library
from quiz.errors import QuizError
from quiz.items import ids
from quiz.items.assembling import Unproven
from quiz.items.item import plain


def add_to(commands: Commands) -> None:
    explain = commands.add_parser("explain", help="print the proof of an item, or what is missing for it")
    explain.add_argument("item")
    add_questions(explain)
    explain.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    library = read_library(options)
    parsed = ids.parse(options.item)
    if parsed is None:
        raise QuizError(f"“{options.item}” is not the id of an item; `quiz items PACK` lists them.")
    maker = maker_of(library, parsed.pack)
    item = maker.prove(options.item)
    if isinstance(item, Unproven):
        print("This item cannot be proven:")
        for reason in item.reasons:
            print(f"- {reason}")
        return 1
    print(plain(item.stem))
    for at, (option, proof) in enumerate(zip(item.options, item.proofs, strict=True)):
        verdict = "right" if at == item.key else "wrong"
        print(f"\n{plain(option.label)}: {verdict}. {plain(option.reason)}")
        for row in proof.rows:
            print(f"  - {_row(maker.bank, row)}")
        for declaration in proof.declarations:
            print(f"  - declared: {declaration}")
    print("\nSources:")
    for source in item.sources:
        print(f"- {', '.join(filter(None, [source.title, source.publisher, source.date, source.url]))}")
    return 0


def _row(bank: Bank, fact_id: str) -> str:
    fact = bank.fact(fact_id)
    if fact is None:
        return fact_id
    sources = "; ".join(f"{ref.title}, {ref.source.publisher}" for ref in fact.sources)
    return f"{fact_id} ({fact.status}, {fact.place}; {sources})"
