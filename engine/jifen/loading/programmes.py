"""Data of programmes read from files, strictly: each value by the field that ``[programme]`` declares.

What is read is data, like a roster: it takes no part in the digest of a library.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import field, frozen, mutable

from jifen.language.decode import decode
from jifen.language.diagnostics import DiagnosticError, Diagnostics, nearest
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.policies import PROGRAMME, PolicyLibrary, shown
from jifen.model.enterprise import FactKey, Value
from jifen.model.period import Period
from jifen.model.place import Place, Written
from jifen.model.policy import PolicyFile
from jifen.model.programme import ProgrammeFile
from jifen.model.quantity import PLAIN, parse_scale
from jifen.model.terms import Field

_NUMBER = re.compile(r"(-?\d{1,18}(?:\.\d{1,8})?)\s*(\D*)", re.ASCII)
_FREQUENCIES = {"year": "全年", "quarter": "当季", "ytd": "年初至今", "instant": "时点"}


@frozen
class Programme:
    """Data of programmes by field and period, and which of it is assumed (S27)."""

    facts: Mapping[FactKey, Value]
    assumed: frozenset[FactKey]

    @property
    def published(self) -> Mapping[FactKey, Value]:
        """The data that no file marks as assumed."""
        return {key: value for key, value in self.facts.items() if key not in self.assumed}


def programme_paths(path: Path) -> tuple[Path, ...]:
    """The programme files of a folder, or a file itself."""
    return (path,) if path.is_file() else tuple(sorted(path.rglob(f"*{PROGRAMME}")))


def read_programmes(
    paths: Iterable[Path], library: PolicyLibrary, diagnostics: Diagnostics
) -> Programme | None:
    """The data of files and folders for the policies of a library; None after something was reported.

    Files of a folder that are for policies of other libraries are left out.
    """
    reading = _Reading(library, diagnostics)
    before = len(diagnostics.errors)
    for path in paths:
        for file in programme_paths(path):
            reading.file(file, named=file == path)
    if len(diagnostics.errors) > before:
        return None
    return Programme(reading.facts, frozenset(reading.assumed))


@mutable
class _Reading:
    """Gathers what files tell."""

    library: PolicyLibrary
    diagnostics: Diagnostics
    facts: dict[FactKey, Value] = field(factory=dict)
    assumed: set[FactKey] = field(factory=set)
    told_at: dict[FactKey, Place] = field(factory=dict)

    def file(self, path: Path, *, named: bool) -> None:
        """Read one file; ``named`` was asked for by itself, and so has to be for a policy of the library."""
        try:
            read = decode(parse(Source.read(path, shown(path))), ProgrammeFile)
        except DiagnosticError as error:
            self.diagnostics.extend(error.diagnostics)
            return
        header = read.programme
        policies = [one for one in self.library.files if one.policy.id == header.policy.text]
        if not policies:
            known = sorted({one.policy.id for one in self.library.files})
            if named:
                written, near = header.policy.text, nearest(header.policy.text, known)
                told = "、".join(known)
                self.diagnostics.report("J973", header.policy.place, written=written, near=near, known=told)
            return
        fields = self._fields(policies)
        assumed = self._assumed(header.assumed, fields)
        for period in read.periods:
            self._period(read, period, fields, assumed)

    def _fields(self, policies: Sequence[PolicyFile]) -> Mapping[str, Field]:
        """What the policy's versions declare, by id and name."""
        ids = sorted({id_ for policy in policies for id_ in policy.programme})
        known = self.library.vocabulary.fields
        fields = [known[id_] for id_ in ids if id_ in known]
        return {spelled: one for one in fields for spelled in (one.id, one.name)}

    def _assumed(self, marks: Iterable[Written], fields: Mapping[str, Field]) -> frozenset[str]:
        """The ids of the fields that are marked."""
        found = set()
        for mark in marks:
            if mark.text in fields:
                found.add(fields[mark.text].id)
            else:
                self._report_unknown(mark.text, mark.place, fields)
        return frozenset(found)

    def _report_unknown(self, written: str, place: Place, fields: Mapping[str, Field]) -> None:
        known = "、".join(f"{one.id}（{one.name}）" for one in dict.fromkeys(fields.values()))
        near = nearest(written, fields)
        self.diagnostics.report("J971", place, written=written, near=near, known=known)

    def _period(
        self, read: ProgrammeFile, written: str, fields: Mapping[str, Field], assumed: frozenset[str]
    ) -> None:
        try:
            period = Period.parse(written)
        except ValueError as error:
            self.diagnostics.report("J970", read.places.key("periods", written), problem=str(error))
            return
        for name, told in read.periods[written].items():
            if name not in fields:
                self._report_unknown(name, read.places.key("periods", written, name), fields)
                continue
            declared, place = fields[name], read.places.value("periods", written, name)
            if not read.programme.source.strip() and declared.id not in assumed:
                self.diagnostics.report("J974", place, name=declared.name, id=declared.id)
            key = self._fact(declared, period, told, place)
            if key is not None and declared.id in assumed:
                self.assumed.add(key)

    def _fact(self, declared: Field, period: Period, told: Any, place: Place) -> FactKey | None:
        """Keep a value; the key that it is kept under."""
        kind = _FREQUENCIES[declared.frequency]
        yearly = declared.frequency == "year" and period.quarter
        of = None if yearly else period.at(declared.frequency)
        if of is None:
            problem = f"“{declared.name}”是{kind}的数，不能写在{period.label}里"
            self.diagnostics.report("J970", place, problem=problem)
            return None
        value = _value(declared, told)
        if isinstance(value, _Unfit):
            self.diagnostics.report(
                "J972", place, name=declared.name, written=str(told), expected=value.expected
            )
            return None
        key = (declared.id, of.text)
        if self.facts.setdefault(key, value) != value:
            related = (("先写的在这里", self.told_at[key]),)
            self.diagnostics.report("J975", place, name=declared.name, period=of.label, related=related)
        self.told_at.setdefault(key, place)
        return key


@frozen
class _Unfit:
    """What should have been written instead."""

    expected: str


def _value(declared: Field, told: Any) -> Value | _Unfit:
    if declared.type == "number":
        return _number(declared, told)
    if declared.type == "flag":
        return told if isinstance(told, bool) else _Unfit("true 或 false")
    if declared.type == "date":
        return told if isinstance(told, date) else _Unfit("不加引号的日期，如 2024-12-31")
    if not isinstance(told, str) or not told.strip():
        return _Unfit("文字")
    if declared.options and told not in declared.options:
        return _Unfit(f"这些之一：{'、'.join(declared.options)}")
    return str(told)


def _number(declared: Field, told: Any) -> Value | _Unfit:
    """A number exactly: with its unit where the field has one, bare where it has none."""
    name = declared.scale.name
    example = f'带单位的文字，如 "3.2{name}"' if name else "数，不加引号"
    exact: Fraction
    if isinstance(told, str):
        match = _NUMBER.fullmatch(told.strip())
        scale = parse_scale(match[2]) if match and match[2].strip() else None
        if match is None or scale is None or scale.unit != declared.unit:
            return _Unfit(example)
        exact = Fraction(match[1]) * scale.factor
    elif name or declared.unit != PLAIN or isinstance(told, bool) or not isinstance(told, int | Decimal):
        return _Unfit(example)
    else:
        exact = Fraction(told)
    count = exact * 10**declared.digits
    if count.denominator != 1:
        return _Unfit(f"化成基本单位后最多 {declared.digits} 位小数的数")
    if declared.minimum is not None and count < declared.minimum:
        return _Unfit("不小于最小值的数")
    return int(count)
