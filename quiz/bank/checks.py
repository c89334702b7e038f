"""What must hold between the rows of a pack and those of the packs it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from quiz.bank.pack import Fact, Status, Value, shown
from quiz.bank.problems import listed
from quiz.bank.scope import Scope
from quiz.bank.vocabulary import Known


def check_rows(scope: Scope, facts: Iterable[Fact]) -> None:
    """Refuse rows that stand twice, contradict one another, or overfill a slot without `shared`."""
    own = list(facts)
    _refuse_overfull_slots(scope, _without_twins(scope, own))


def _without_twins(scope: Scope, own: list[Fact]) -> list[Fact]:
    """The rows that say something new; each of the others is refused."""
    new: list[Fact] = []
    first: dict[tuple[str, tuple[Value | None, ...]], Fact] = {}
    for fact in scope.inherited_facts:
        first.setdefault((fact.relation.name, fact.values), fact)
    for fact in own:
        twin = first.setdefault((fact.relation.name, fact.values), fact)
        if twin is fact:
            new.append(fact)
        elif {twin.status, fact.status} == {Status.CONFIRMED, Status.NEVER}:
            scope.refuse(
                fact.place,
                f"This row says the opposite of {twin.place}.",
                "Keep one; if sources disagree, make it `status: disputed`.",
            )
        else:
            has_it = f"Delete this one: the pack {twin.pack} has it."
            remedy = "Delete one of the two." if twin.pack == scope.slug else has_it
            scope.refuse(fact.place, f"This row stands already in {twin.place}.", remedy)
    return new


def _refuse_overfull_slots(scope: Scope, own: list[Fact]) -> None:
    slots: dict[tuple[str, tuple[Value | None, ...]], list[Fact]] = defaultdict(list)
    own_slots = set()
    for fact in [*scope.inherited_facts, *own]:
        relation = fact.relation
        if relation.known is not Known.ONE_WINNER or fact.status is not Status.CONFIRMED:
            continue
        slot = (relation.name, tuple(fact.values[at] for at in relation.per))
        slots[slot].append(fact)
        if fact.pack == scope.slug:
            own_slots.add(slot)
    for slot in own_slots:
        rows = slots[slot]
        room = max(fact.shared for fact in rows)
        late = next(fact for fact in reversed(rows) if fact.pack == scope.slug)
        said = sorted({fact.shared for fact in rows if fact.shared > 1})
        if len(said) > 1:
            scope.refuse(
                late.place,
                f"The rows of this slot say {listed((f'shared: {each}' for each in said), last='and')}.",
                "Write the same number on each row of the prize.",
            )
        elif len(rows) > room:
            where = " ".join(shown(value) for value in slot[1] if value is not None)
            scope.refuse(
                late.place,
                f"{slot[0]} has {len(rows)} rows for {where}, and room for {room} "
                f"(another stands in {next(fact for fact in rows if fact is not late).place}).",
                f"If it was shared, write `shared: {len(rows)}` on each; otherwise correct one.",
            )
