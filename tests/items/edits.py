"""Edits that break packs: each kind takes a stored item and aims at what its proof rests on.

An edit is text, as an author would write it. Which items it breaks is left to the oracle to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from quiz.bank.pack import Declaration, Entity, Fact, Question, Status, Value, value_slug
from quiz.bank.problems import Place
from quiz.bank.vocabulary import Known, Relation, Shape
from tests.items.oracle import Asked, Choice, Oracle
from tests.items.pages import Add, Change, Pages, home_of, quoted, written
from tests.items.records import Says

YESTERDAY = "2026-11-19"
BECAUSE = "Two sources differ on it."
WRONG = "The source was misread."


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """kind: what is done. changes: to the files.

    rows: the rows, by id, of which each reason must name one with its place.
    words: or else all the words of one of these, where the edit leaves no row to be named.
    """

    kind: str
    changes: tuple[Change, ...]
    rows: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A stored item, and the state of the packs in which it is proven."""

    item: str
    oracle: Oracle
    pages: Pages
    chance: Random

    @property
    def asked(self) -> Asked | None:
        return self.oracle.asked(self.item)

    @property
    def question(self) -> Question | None:
        slug = self.item.split(":")[2].removeprefix("id=")
        return self.oracle.records.questions.get(slug) if self.asked is None else None

    def new_file(self, pack: str, tree: Mapping[str, Sequence[object]]) -> Add:
        """A file of a pack that nobody has written yet."""
        lines = []
        for section, entries in tree.items():
            lines.append(f"{section}:")
            lines += [f"  - {quoted(entry)}" for entry in entries]
        text = "\n".join(lines) + "\n"
        return Add(f"questions/{pack}/later-{self.chance.randrange(10**9)}.yaml", text)


Kind = Callable[[Target], Edit | None]


def rows_of_key(target: Target) -> list[Fact]:
    """The rows that make the key right; where the others are so, theirs."""
    asked = target.asked
    if asked is None:
        return []
    records = target.oracle.records
    options = asked.options[1:] if asked.family.shape in (Shape.EXCEPT, Shape.ODD) else asked.options[:1]
    if asked.family.shape is Shape.TRUE_FALSE:
        options = (asked.named["it"],)
    found = []
    for option in options:
        for atom in asked.family.where:
            claim = records.claim(atom, asked.names(option))
            rows = records.rows(atom.relation, claim)
            found += [row for row in rows if all(row.values[at] == value for at, value in claim.items())]
    return [row for row in found if records.is_certain(row)]


def a_row_of_key(target: Target) -> Fact | None:
    rows = rows_of_key(target)
    return target.chance.choice(rows) if rows else None


def a_wrong_option(target: Target) -> Choice | None:
    """An option that is not so: a wrong one, or the key of what is NOT so; what a false statement says."""
    asked = target.asked
    if asked is None or asked.family.shape in (Shape.FIRST, Shape.LAST, Shape.BETWEEN):
        return None
    if asked.family.shape is Shape.TRUE_FALSE:
        return asked.named["it"] if asked.options[0] == "false" else None
    negative = asked.family.shape in (Shape.EXCEPT, Shape.ODD)
    return asked.options[0] if negative else target.chance.choice(asked.options[1:])


def source_of(row: Fact) -> str:
    ref = row.sources[0]
    return f"{ref.source.slug}@{ref.at}" if ref.at else ref.source.slug


def cells_of(relation: Relation, values: Sequence[Value | None]) -> dict[str, str]:
    cells = zip(relation.columns, values, strict=True)
    return {column.name: text for column, value in cells if (text := written(value)) is not None}


def row_id(relation: Relation, values: Sequence[Value | None]) -> str:
    return ":".join([relation.slug, *(value_slug(value) for value in values if value is not None)])


# Rows that are said to be so now


def says_so(target: Target) -> Edit | None:
    """A co-director, a second credit, a dual role: a row by which a wrong option is right."""
    return _row_more(target, "said so", {}, room=False)


def tie(target: Target) -> Edit | None:
    """The same where the slot has room for one row: all that share it say so."""
    return _row_more(target, "tie", {}, room=True)


def may_be_so(target: Target) -> Edit | None:
    return _row_more(target, "disputed row more", {"status": "disputed", "because": BECAUSE})


def was_so(target: Target) -> Edit | None:
    """A row that is out of date is no row, and yet it keeps its claim from being false."""
    return _row_more(target, "outdated row more", {"until": YESTERDAY})


def _row_more(target: Target, kind: str, keys: Mapping[str, str], *, room: bool | None = None) -> Edit | None:
    """room: whether the slot must be given room for the row, or must not; if not said, that is left open."""
    asked, option, key_row = target.asked, a_wrong_option(target), a_row_of_key(target)
    if asked is None or option is None or key_row is None:
        return None
    records = target.oracle.records
    names = asked.names(option)
    for atom in asked.family.where:
        claim = records.claim(atom, names)
        relation = atom.relation
        gaps = [
            at for at, column in enumerate(relation.columns) if at not in claim and not column.is_optional
        ]
        if records.says(relation, claim) is not Says.FALSE or gaps:
            continue
        values = [_value(claim.get(at)) for at in range(len(relation.columns))]
        row = {**cells_of(relation, values), "source": source_of(key_row), **keys}
        ties = _ties(target, relation, values) if not keys else []
        if room is not None and room is not bool(ties):
            continue
        if ties:
            row["shared"] = str(len(ties) + 1)
        changes = [target.pages.row_with(tie, {"shared": str(len(ties) + 1)}) for tie in ties]
        pack = target.oracle.pack.slug
        return Edit(
            kind=kind,
            changes=(target.new_file(pack, {relation.name: [row]}), *changes),
            rows=(row_id(relation, values), *(tie.id for tie in ties)),
        )
    return None


def _value(cell: object) -> Value | None:
    return cell if isinstance(cell, (Entity, int, str)) else None


def _ties(target: Target, relation: Relation, values: Sequence[Value | None]) -> list[Fact]:
    """The rows with which a new one shares its slot, where that has room for one only."""
    if relation.known is not Known.ONE_WINNER:
        return []
    slot = {at: value for at in relation.per if (value := values[at]) is not None}
    rows = target.oracle.records.rows(relation, slot)
    return [row for row in rows if all(row.values[at] == value for at, value in slot.items())]


# Rows that count no more, or otherwise


def _keys_more(kind: str, keys: Mapping[str, str]) -> Kind:
    def edit(target: Target) -> Edit | None:
        row = a_row_of_key(target)
        if row is None:
            return None
        return Edit(kind=kind, changes=(target.pages.row_with(row, keys),), rows=(row.id,))

    return edit


def deleted(target: Target) -> Edit | None:
    row = a_row_of_key(target)
    change = target.pages.row_without(row) if row is not None else None
    if row is None or change is None:
        return None
    return Edit(kind="deleted", changes=(change,), words=_told_of(row))


def _told_of(row: Fact) -> tuple[tuple[str, ...], ...]:
    """What a reason names at least of a row that is there no more: its relation, and one of its things."""
    return tuple(
        (row.relation.name, value.name) for value in row.values if isinstance(value, Entity)
    ) or tuple((row.relation.name, str(value)) for value in row.values if value is not None)


def another_year(target: Target) -> Edit | None:
    """A fact moved to another year: one that is offered, or the next."""
    row = a_row_of_key(target)
    at = next((at for at, each in enumerate(row.values) if isinstance(each, int)), None) if row else None
    if row is None or at is None or target.asked is None:
        return None
    offered = [option for option in target.asked.options[1:] if isinstance(option, int)]
    year = target.chance.choice(offered) if offered else int(str(row.values[at])) + 7
    return _cell_changed(target, "another year", row, at, year)


def another_value(target: Target) -> Edit | None:
    """It was somebody else: the key's cell holds a wrong option."""
    row, option, asked = a_row_of_key(target), a_wrong_option(target), target.asked
    if row is None or option is None or asked is None or asked.family.shape is not Shape.PICK:
        return None
    at = next((at for at, value in enumerate(row.values) if value == asked.options[0]), None)
    value = _value(option)
    if at is None or value is None:
        return None
    return _cell_changed(target, "somebody else", row, at, value)


def _cell_changed(target: Target, kind: str, row: Fact, at: int, value: Value) -> Edit | None:
    if _is_about(target, row, at):
        return None
    change = target.pages.row_with(row, {row.relation.columns[at].name: written(value)})
    values = [*row.values[:at], value, *row.values[at + 1 :]]
    return Edit(kind=kind, changes=(change,), rows=(row_id(row.relation, values),), words=_told_of(row))


def _is_about(target: Target, row: Fact, at: int) -> bool:
    """Whether a cell is not written in the row, because the row stands under its thing."""
    if row.place.file.endswith(".csv"):
        return False
    node = target.pages.spot(row.place).node
    text = target.pages.text(row.place.file)[node.start_mark.index : node.end_mark.index]
    return (written(row.values[at]) or "") not in text


def emptied(target: Target) -> Edit | None:
    """An optional cell that nobody fills any more."""
    row = a_row_of_key(target)
    if row is None:
        return None
    filled = [
        at
        for at, column in enumerate(row.relation.columns)
        if column.is_optional and row.values[at] is not None and not _is_about(target, row, at)
    ]
    if not filled:
        return None
    at = target.chance.choice(filled)
    change = target.pages.row_with(row, {row.relation.columns[at].name: None})
    values = [*row.values[:at], None, *row.values[at + 1 :]]
    rows = (row_id(row.relation, values),)
    return Edit(kind="emptied", changes=(change,), rows=rows, words=_told_of(row))


def elsewhere(target: Target) -> Edit | None:
    """Other places give the year that is offered as a wrong one, or one that is too near."""
    row, asked = a_row_of_key(target), target.asked
    if row is None or asked is None or not any(isinstance(value, int) for value in row.values):
        return None
    own = next(value for value in row.values if isinstance(value, int))
    offered = [option for option in asked.options[1:] if isinstance(option, int)]
    years = [str(target.chance.choice(offered) if offered else own + target.chance.choice((-9, 9)))]
    change = target.pages.row_with(row, {"elsewhere": years})
    return Edit(kind="elsewhere", changes=(change,), rows=(row.id,))


def shared(target: Target) -> Edit | None:
    """A prize that others shared, who are not listed."""
    row = a_row_of_key(target)
    if row is None or row.relation.known is not Known.ONE_WINNER:
        return None
    slot = _ties(target, row.relation, row.values)
    changes = [target.pages.row_with(each, {"shared": str(len(slot) + 1)}) for each in slot]
    return Edit(kind="shared", changes=tuple(changes), rows=tuple(each.id for each in slot))


# Names


def alias(target: Target) -> Edit | None:
    """One option is known by another's name too."""
    asked = target.asked
    options = [each for each in asked.options if isinstance(each, Entity)] if asked is not None else []
    if len(options) < 2:
        return None
    one, other = target.chance.sample(options, 2)
    change = target.pages.entity_with(one, "aka", [*one.aka, other.show])
    if change is None:
        return None
    return Edit(kind="alias", changes=(change,), words=((one.name,), (one.show, other.show)))


def namesake(target: Target) -> Edit | None:
    """Another thing of the name that an option or the stem shows, of which little is known."""
    asked = target.asked
    if asked is None:
        return None
    named = [each for each in (*asked.options, *asked.named.values()) if isinstance(each, Entity)]
    if not named:
        return None
    entity = target.chance.choice(named)
    name = f"{entity.show} the Younger"
    entry = {"name": name, "show": entity.show}
    add = target.new_file(target.oracle.pack.slug, {entity.kind.name: [entry]})
    return Edit(kind="namesake", changes=(add,), words=((name,),))


def renamed(target: Target) -> Edit | None:
    """Another name for authors, and the old one for players: an id does not follow."""
    entity = _an_entity(target)
    if entity is None:
        return None
    changes = target.pages.mentions(entity, f"{entity.name} Renamed")
    return Edit(kind="renamed", changes=tuple(changes), words=((entity.slug,), (entity.name,)))


def forgotten(target: Target) -> Edit | None:
    """A thing deleted, with all that is said of it."""
    entity = _an_entity(target)
    if entity is None or entity.place.file.endswith(".csv"):
        return None
    rows = [row for row in target.oracle.records.facts if entity in row.values]
    spot = target.pages.spot(entity.place)
    if spot.key is None or spot.key.value != "name" or spot.parent is None:
        return None
    inside = range(spot.parent.start_mark.index, spot.parent.end_mark.index)
    changes = [_block_without(target, entity)]
    for row in rows:
        is_inside = (
            row.place.file == entity.place.file
            and target.pages.spot(row.place).node.start_mark.index in inside
        )
        if not is_inside:
            changes.append(target.pages.row_without(row))
    told = [change for change in changes if change is not None]
    if len(told) < len(changes):
        return None
    words = tuple(words for row in rows for words in _told_of(row))
    return Edit(kind="forgotten", changes=tuple(told), words=((entity.slug,), (entity.name,), *words))


def _block_without(target: Target, entity: Entity) -> Change | None:
    spot = target.pages.spot(entity.place)
    assert spot.parent is not None
    mark = spot.parent.start_mark
    return target.pages.without(Place(entity.place.file, mark.line + 1, mark.column + 1))


def _an_entity(target: Target) -> Entity | None:
    asked = target.asked
    if asked is None:
        return None
    named = [each for each in (*asked.options, *asked.named.values()) if isinstance(each, Entity)]
    return target.chance.choice(named) if named else None


# Promises


def left_open(target: Target) -> Edit | None:
    """`open: [director]`: a list that is not whole, after all."""
    row = a_row_of_key(target)
    if row is None:
        return None
    asked = target.asked
    assert asked is not None
    wrong = a_wrong_option(target)
    named = [each for each in (wrong, *row.values) if isinstance(each, Entity)]
    named = [each for each in named if any(c.type == each.kind.name for c in row.relation.columns)]
    if not named:
        return None
    entity = target.chance.choice(named)
    words = ((row.relation.name, "open", entity.name),)
    if home_of(entity) != target.oracle.pack.slug:
        entry = {"name": entity.name, "open": [row.relation.name]}
        add = target.new_file(target.oracle.pack.slug, {entity.kind.name: [entry]})
        return Edit(kind="left open", changes=(add,), words=words)
    change = target.pages.entity_with(entity, "open", [row.relation.name])
    return Edit(kind="left open", changes=(change,), words=words) if change is not None else None


def withdrawn(target: Target) -> Edit | None:
    """A promise that nobody makes any more."""
    declarations = target.oracle.records.declarations
    if not declarations:
        return None
    declaration = target.chance.choice(declarations)
    change = target.pages.without(declaration.place)
    return Edit(kind="withdrawn", changes=(change,), words=_promised(declaration)) if change else None


def shortened(target: Target) -> Edit | None:
    """A promise over a range of editions that ends, or begins, a few years nearer."""
    ranges = [
        (declaration, at, value)
        for declaration in target.oracle.records.declarations
        for at, value in declaration.fixed
        if isinstance(value, range) and len(value) > 1
    ]
    if not ranges:
        return None
    declaration, at, years = target.chance.choice(ranges)
    middle = years[target.chance.randrange(1, len(years))]
    text = target.chance.choice((f"{years[0]}..{middle - 1}", f"{middle}..{years[-1]}"))
    relation = declaration.relation
    place = declaration.place
    change = target.pages.with_value(place, text, relation.name, relation.columns[at].name)
    return Edit(kind="shortened", changes=(change,), words=_promised(declaration)) if change else None


def _promised(declaration: Declaration) -> tuple[tuple[str, ...], ...]:
    named = [value.name for _, value in declaration.fixed if isinstance(value, Entity)]
    return tuple((declaration.relation.name, name) for name in named) or ((declaration.relation.name,),)


# Words


def weakened(target: Target) -> Edit | None:
    """A relation of which silence does not mean no any more."""
    asked = target.asked
    if asked is None:
        return None
    relation = target.chance.choice(asked.family.where).relation
    spot = target.pages.at(asked.family.place.file, "relations", relation.name, "known")
    if spot is None or relation.known is Known.OPEN:
        return None
    change = target.pages.put(asked.family.place.file, spot, "open")
    return Edit(kind="weakened", changes=(change,), words=((relation.name, "known: open"),))


def family_forgotten(target: Target) -> Edit | None:
    asked = target.asked
    change = target.pages.without_pair_at(asked.family.place) if asked is not None else None
    if asked is None or change is None:
        return None
    return Edit(kind="family forgotten", changes=(change,), words=((asked.family.slug,),))


def fewer_wordings(target: Target) -> Edit | None:
    asked = target.asked
    if asked is None:
        return None
    file = asked.family.place.file
    spot = target.pages.at(file, "families", asked.family.slug, "ask")
    if spot is None or len(asked.family.ask) == 1:
        return None
    change = target.pages.put(file, spot, asked.family.ask[0])
    return Edit(kind="fewer wordings", changes=(change,), words=((asked.family.slug, "wording"),))


# Handwritten questions


def _question_edit(kind: str, value: Callable[[Question], object], *path: str) -> Kind:
    def edit(target: Target) -> Edit | None:
        question = target.question
        change = target.pages.with_value(question.place, value(question), *path) if question else None
        return Edit(kind=kind, changes=(change,), words=((question.slug,),)) if change and question else None

    return edit


def question_deleted(target: Target) -> Edit | None:
    question = target.question
    change = target.pages.without(question.place) if question is not None else None
    if question is None or change is None:
        return None
    return Edit(kind="question deleted", changes=(change,), words=((question.slug,),))


WORDS: Mapping[str, Kind] = {
    "weakened": weakened,
    "family forgotten": family_forgotten,
    "fewer wordings": fewer_wordings,
}

QUESTIONS: Mapping[str, Kind] = {
    "question reworded": _question_edit(
        "question reworded", lambda each: [f"Once more: {text}" for text in each.ask], "ask"
    ),
    "question rekeyed": _question_edit("question rekeyed", lambda each: f"Not {each.key}", "key"),
    "question with other options": _question_edit(
        "question with other options", lambda each: [f"Not {wrong.text}" for wrong in each.wrong], "wrong"
    ),
    "question out of date": _question_edit("question out of date", lambda _: YESTERDAY, "review by"),
    "question deleted": question_deleted,
}

KINDS: Mapping[str, Kind] = {
    "said so": says_so,
    "tie": tie,
    "disputed row more": may_be_so,
    "outdated row more": was_so,
    "disputed": _keys_more("disputed", {"status": Status.DISPUTED.value, "because": BECAUSE}),
    "retracted": _keys_more("retracted", {"status": Status.RETRACTED.value, "because": WRONG}),
    "never so": _keys_more("never so", {"status": Status.NEVER.value, "because": WRONG}),
    "past its date": _keys_more("past its date", {"until": YESTERDAY}),
    "past its review": _keys_more("past its review", {"review by": YESTERDAY}),
    "deleted": deleted,
    "another year": another_year,
    "somebody else": another_value,
    "emptied": emptied,
    "elsewhere": elsewhere,
    "shared": shared,
    "alias": alias,
    "namesake": namesake,
    "renamed": renamed,
    "forgotten": forgotten,
    "left open": left_open,
    "withdrawn": withdrawn,
    "shortened": shortened,
}
