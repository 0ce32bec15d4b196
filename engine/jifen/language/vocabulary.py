"""Declarations of several files resolved into one vocabulary (S28)."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar, Union

from attrs import define, evolve

from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.lexicon import RESERVED, can_be_bare, narrowed
from jifen.language.literals import MAX_FRACTION_DIGITS, nearest_unit
from jifen.model.park import ParkFile
from jifen.model.place import Place, Places, Written
from jifen.model.quantity import RATIO_STEPS, SCALES, Scale, default_digits, parse_scale
from jifen.model.terms import BUILT_IN_FIELDS, BUILT_IN_TABLES, Field, Kind, Table, Vocabulary
from jifen.model.vocabulary import (
    Column,
    FieldDeclaration,
    KindDeclaration,
    TableDeclaration,
    VocabularyFile,
)

VocabularyPart = Union[VocabularyFile, ParkFile]

_Declared = TypeVar("_Declared", FieldDeclaration, TableDeclaration, KindDeclaration, Column)
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KINDS = {
    "fields": "字段",
    "tables": "子表",
    "qualifications": "资质",
    "events": "负面事件",
    "columns": "列",
    "lists": "名录",
}


def resolve(parts: Sequence[VocabularyPart], diagnostics: Diagnostics) -> Vocabulary:
    """One vocabulary of all parts; what could not be resolved is reported and left out."""
    resolver = _Resolver(diagnostics)
    fields = resolver.merged("fields", [part.fields for part in parts])
    tables = resolver.merged("tables", [part.tables for part in parts])
    qualifications = resolver.merged("qualifications", [part.qualifications for part in parts])
    events = resolver.merged("events", [part.events for part in parts])
    own = {name: resolver.table(name, declared) for name, declared in tables.items()}
    known = {name: resolver.field(name, declared) for name, declared in fields.items()}
    return Vocabulary(
        fields={
            **{name: resolver.related(one, fields[name], known) for name, one in known.items()},
            **BUILT_IN_FIELDS,
        },
        tables={**own, **BUILT_IN_TABLES},
        qualifications={name: _kind(name, declared) for name, declared in qualifications.items()},
        events={name: _kind(name, declared) for name, declared in events.items()},
        lists=resolver.lists(parts),
    )


def _kind(name: str, declared: KindDeclaration) -> Kind:
    return Kind(name, declared.name, declared.aliases, declared.source, declared.doc)


def _spellings(name: str, declared: _Declared) -> list[tuple[str, Place]]:
    """Id, name and aliases of a declaration, each with its place."""
    places = declared.places
    found = {narrowed(name): places.here}
    found.setdefault(narrowed(declared.name), places.value("name"))
    aliases: tuple[str, ...] = getattr(declared, "aliases", ())
    for position, alias in enumerate(aliases):
        found.setdefault(narrowed(alias), places.value("aliases", position))
    return list(found.items())


@define
class _Resolver:
    """Resolves declarations and reports what is wrong with them."""

    diagnostics: Diagnostics

    def merged(self, kind: str, parts: Sequence[Mapping[str, _Declared]]) -> dict[str, _Declared]:
        """The declarations by id: identical ones merge; differing ones and names used twice are reported."""
        merged: dict[str, _Declared] = {}
        taken: dict[str, tuple[str, Place]] = {}
        for name, declared in ((name, declared) for part in parts for name, declared in part.items()):
            first = merged.get(name)
            if first is None:
                if self._names_free(kind, name, declared, taken):
                    merged[name] = declared
            elif first != declared:
                related = (("另一处", first.places.here),)
                place = declared.places.here
                self.diagnostics.report("J450", place, related=related, kind=_KINDS[kind], id=name)
        return merged

    def _names_free(
        self, kind: str, name: str, declared: _Declared, taken: dict[str, tuple[str, Place]]
    ) -> bool:
        """Whether id, name and aliases can be used and are not taken; takes them."""
        here, places = _KINDS[kind], declared.places
        free = self._usable_id(here, name, places.here)
        free = self._usable_name(here, declared.name, places) and free
        free = self._not_built_in(kind, name, declared.name, places) and free
        for spelled, place in _spellings(name, declared):
            owner, first = taken.setdefault(spelled, (name, place))
            if owner != name:
                related = ((f"“{spelled}”已在这里使用", first),)
                self.diagnostics.report(
                    "J451", place, related=related, kind=here, name=spelled, id=name, other=owner
                )
                free = False
        return free

    def _usable_id(self, kind: str, name: str, place: Place) -> bool:
        if _ID.fullmatch(name):
            return True
        instead = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")
        usable = instead if _ID.fullmatch(instead) else None
        self.diagnostics.report("J458", place, kind=kind, id=name, instead=usable)
        return False

    def _usable_name(self, kind: str, name: str, places: Places) -> bool:
        if narrowed(name) in RESERVED:
            self.diagnostics.report("J453", places.value("name"), kind=kind, name=name)
        elif not can_be_bare(name):
            self.diagnostics.report("J452", places.value("name"), kind=kind, name=name)
        else:
            return True
        return False

    def _not_built_in(self, kind: str, name: str, label: str, places: Places) -> bool:
        """Whether a field or table is none of those that every park has; 事件 is short for one of them."""
        built_in: Mapping[str, Field | Table] = {}
        if kind in ("fields", "tables"):
            built_in = BUILT_IN_FIELDS if kind == "fields" else BUILT_IN_TABLES
        for thing in built_in.values():
            if name == thing.id or narrowed(label) in (thing.name, "事件" if thing.id == "event" else ""):
                place = places.here if name == thing.id else places.value("name")
                columns = isinstance(thing, Table) and "、".join(
                    column.name for column in thing.columns.values()
                )
                self.diagnostics.report(
                    "J454", place, kind=_KINDS[kind], name=thing.name, columns=columns or None
                )
                return False
        return True

    def field(self, name: str, declared: FieldDeclaration) -> Field:
        """A field; what cannot be understood of it is reported and replaced by its default."""
        scale, digits = self._scale_and_digits(declared)
        frequency = declared.frequency or ("instant" if declared.type == "flag" else "year")
        return Field(
            id=name,
            name=declared.name,
            type=declared.type,
            scale=scale,
            digits=digits,
            frequency=frequency,
            options=declared.options,
            aliases=declared.aliases,
            basis=declared.basis,
            minimum=self._minimum(declared, scale, digits),
            source=declared.source,
            assumed=declared.assumed,
            doc=declared.doc,
        )

    def related(self, one: Field, declared: FieldDeclaration, known: Mapping[str, Field]) -> Field:
        """A field with the others that its figures are held against."""
        return evolve(
            one,
            at_most=self._others(one, declared.at_most, known),
            sum_of=self._others(one, declared.sum_of, known),
        )

    def _others(self, one: Field, written: Sequence[Written], known: Mapping[str, Field]) -> tuple[str, ...]:
        """The ids of fields of the same unit that are named by id or name."""
        by_name = {other.name: other for other in known.values()} | dict(known)
        found = []
        for name in written:
            other = by_name.get(name.text)
            if other is None:
                near = nearest(name.text, by_name) or ""
                self.diagnostics.report("J460", name.place, name=one.name, other=name.text, near=near)
            elif other.type != "number" or other.unit != one.unit or one.type != "number":
                self.diagnostics.report("J461", name.place, name=one.name, other=other.name)
            else:
                found.append(other.id)
        return tuple(found)

    def table(self, name: str, declared: TableDeclaration) -> Table:
        """A table with its columns."""
        columns = self.merged("columns", [declared.columns])
        for position, key in enumerate(declared.key_columns):
            if key not in declared.columns:
                place = declared.places.value("key", position)
                known = "、".join(declared.columns)
                self.diagnostics.report("J456", place, column=key, near=nearest(key, columns), known=known)
        return Table(
            name,
            declared.name,
            {column_name: self._column(column_name, column) for column_name, column in columns.items()},
            tuple(key for key in declared.key_columns if key in columns),
            declared.doc,
        )

    def _column(self, name: str, declared: Column) -> Field:
        scale, digits = self._scale_and_digits(declared)
        return Field(
            id=name,
            name=declared.name,
            type=declared.type,
            scale=scale,
            digits=digits,
            options=declared.options,
            aliases=declared.aliases,
            doc=declared.doc,
        )

    def _scale_and_digits(self, declared: Column | FieldDeclaration) -> tuple[Scale, int]:
        """How figures are written and at how many decimals of the base unit they are kept."""
        number = declared.type == "number"
        if not number:
            self._only_for("number", "数值", declared, ("unit", "digits", "minimum"))
        if declared.type != "text":
            self._only_for("text", "文字", declared, ("options",))
        scale = self._scale(declared) if number else SCALES[""]
        if not number:
            return scale, 0
        if declared.digits is not None and not 0 <= declared.digits <= MAX_FRACTION_DIGITS:
            place = declared.places.value("digits")
            self.diagnostics.report("J457", place, problem=f"小数位数应在 0 到 {MAX_FRACTION_DIGITS} 之间")
            return scale, default_digits(scale.unit)
        return scale, default_digits(scale.unit) if declared.digits is None else declared.digits

    def _only_for(
        self, wanted: str, label: str, declared: Column | FieldDeclaration, keys: tuple[str, ...]
    ) -> None:
        for key in keys:
            if getattr(declared, key, None) not in (None, ()):
                place = declared.places.key(key)
                wanted_type = f'type = "{wanted}"（{label}）'
                self.diagnostics.report(
                    "J455", place, name=declared.name, key=key, wanted=wanted_type, type=declared.type
                )

    def _scale(self, declared: Column | FieldDeclaration) -> Scale:
        if declared.unit is None:
            return SCALES[""]
        text = declared.unit.text
        place = declared.unit.at(0, len(text))
        scale = parse_scale(text)
        if text == "分":
            self.diagnostics.report("J413", place, found=text)
        elif scale is None:
            near = "%" if text in RATIO_STEPS else nearest_unit(text)
            self.diagnostics.report("J410", place, found=text, unit=text, near=near)
        return SCALES[""] if scale is None else scale

    def _minimum(self, declared: FieldDeclaration, scale: Scale, digits: int) -> int | None:
        """The least value, counted in the last digit of the base unit."""
        if declared.minimum is None or declared.type != "number":
            return None
        counted = Fraction(declared.minimum) * scale.factor * 10**digits
        if counted.denominator != 1:
            problem = f"minimum = {declared.minimum} 比保留的 {digits} 位小数还要细"
            self.diagnostics.report("J457", declared.places.value("minimum"), problem=problem)
            return None
        return int(counted)

    def lists(self, parts: Sequence[VocabularyPart]) -> dict[str, tuple[str, ...]]:
        """The lists of all files by name."""
        lists: dict[str, tuple[str, ...]] = {}
        places: dict[str, Place] = {}
        for part in parts:
            for name, options in part.lists.items():
                place = part.places.key("lists", name)
                if name not in lists:
                    if self._usable_list(name, place):
                        lists[name], places[name] = options, place
                elif lists[name] != options:
                    related = (("另一处", places[name]),)
                    self.diagnostics.report("J450", place, related=related, kind="名录", id=name)
        return lists

    def _usable_list(self, name: str, place: Place) -> bool:
        if narrowed(name) in RESERVED or not can_be_bare(name):
            code = "J453" if narrowed(name) in RESERVED else "J452"
            self.diagnostics.report(code, place, kind="名录", name=name)
            return False
        return True
