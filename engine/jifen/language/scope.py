"""What an expression is checked against, and what a checked expression is."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from jifen.language.diagnostics import Diagnostics
from jifen.language.lexicon import Lexicon, narrowed
from jifen.language.syntax import Node, Span
from jifen.model.expression import Expression
from jifen.model.period import Period
from jifen.model.place import Written
from jifen.model.quantity import PLAIN, Scale, Unit
from jifen.model.terms import Field, Kind, Table, Type, Vocabulary

_LONGEST_SHOWN = 60

_Named = TypeVar("_Named", bound=Field | Kind)


@frozen
class Typed:
    """A checked expression with its type and unit.

    ``scale`` is how its figures are usually written, where known; ``field`` the field or column that it is,
    where it is just one.
    """

    expression: Expression
    type: Type = "number"
    unit: Unit = PLAIN
    scale: Scale | None = None
    field: Field | None = None

    @property
    def unit_name(self) -> str:
        """The unit as messages call it."""
        return self.scale.name if self.scale is not None and self.scale.name else str(self.unit)


@frozen(slots=False)
class Scope:
    """The names an expression may use.

    ``references`` are definitions of the plan by the names that texts give them, dotted ones included
    (``积分``, ``积分.技术创新``); ``statuses`` what 符合 may ask for, ``rules`` what 奖励额 may. Inside
    ``row`` the columns of that table come first (S28). ``rewarded`` is the period that a policy rewards.
    """

    vocabulary: Vocabulary = field(factory=Vocabulary)
    references: Mapping[str, Typed] = field(factory=dict)
    row: Table | None = None
    statuses: Mapping[str, Typed] = field(factory=dict)
    rules: Mapping[str, Typed] = field(factory=dict)
    rewarded: Period | None = None

    @cached_property
    def lexicon(self) -> Lexicon:
        """All names that the lexer knows here, whatever they name."""
        parts = (part for name in self.references for part in name.split("."))
        columns = (
            column
            for table in self.vocabulary.tables.values()
            for column in spellings(table.columns.values())
        )
        concluded = (*self.statuses, *self.rules)
        kinds = (*self.qualifications, *self.events, *self.lists)
        return Lexicon({*self.fields, *self.tables, *kinds, *parts, *columns, *concluded})

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Fields by id, name and alias."""
        return spellings(self.vocabulary.fields.values())

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Tables by id and name; 事件 is short for the table of negative events."""
        tables = self.vocabulary.tables
        named = {narrowed(name): table for table in tables.values() for name in (table.id, table.name)}
        return {"事件": tables["event"], **named} if "event" in tables else named

    @cached_property
    def qualifications(self) -> Mapping[str, Kind]:
        """Qualifications by id, name and alias."""
        return spellings(self.vocabulary.qualifications.values())

    @cached_property
    def events(self) -> Mapping[str, Kind]:
        """Kinds of negative event by id, name and alias."""
        return spellings(self.vocabulary.events.values())

    @cached_property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """Lists by name."""
        return {narrowed(name): options for name, options in self.vocabulary.lists.items()}

    def kinds(self, table: Table) -> Mapping[str, Kind]:
        """What the rows of a built-in table may be, by id, name and alias; none for other tables."""
        return {"qualification": self.qualifications, "event": self.events}.get(table.id, {})

    def column(self, table: Table, name: str) -> Field | None:
        """The column of that id, name or alias; that of kinds has their names as options."""
        column = spellings(table.columns.values()).get(narrowed(name))
        if column is not None and column.id == "kind" and (kinds := self.kinds(table)):
            return evolve(column, options=tuple(sorted({kind.name for kind in kinds.values()})))
        return column


def spellings(things: Iterable[_Named]) -> dict[str, _Named]:
    """Fields, columns or kinds by every way to write them: id, name, alias."""
    found: dict[str, _Named] = {}
    for thing in things:
        for name in (*thing.aliases, thing.name, thing.id):
            found[narrowed(name)] = thing
    return found


@frozen
class Context:
    """One expression being checked: its text, its scope, and where findings go.

    ``in_rows`` says that a row condition of a table is being checked. ``visit`` checks a part.
    """

    written: Written
    scope: Scope
    diagnostics: Diagnostics
    visit: Callable[["Context", Node], Typed | None]
    in_rows: bool = False

    def within(self, table: Table) -> "Context":
        """The same inside a row condition of a table."""
        return evolve(self, scope=evolve(self.scope, row=table), in_rows=True)

    def text(self, span: Span) -> str:
        """A part of the text as written."""
        return self.written.text[slice(*span)]

    def report(self, code: str, span: Span, **facts: object) -> None:
        """Report a finding at a part of the text."""
        start, end = span
        self.diagnostics.report(code, self.written.at(start, end - start), **shown(self.text(span), facts))


def shown(found: str, facts: Mapping[str, object]) -> dict[str, Any]:
    """The facts of a finding with the text that it is about, which is cut where it is long."""
    return {"found": found if len(found) <= _LONGEST_SHOWN else f"{found[:_LONGEST_SHOWN]}…", **facts}
