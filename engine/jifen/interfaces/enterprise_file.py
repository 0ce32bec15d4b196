"""One enterprise told in a JSON file: read strictly, all that is wrong with it said at once.

``docs/schemas/enterprise.schema.json`` describes the file. Names and values mean what they mean to
``ScoringPark.enterprise``: a bare number is in the field's declared unit, a text may carry another.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import field, frozen, mutable

from jifen.interfaces.park import ScoringPark, Told, UnknownValueError
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics, nearest
from jifen.model.enterprise import Enterprise
from jifen.model.place import Place

ENTERPRISE_VERSION = 1
"""The version of the shape of the file."""

_KEYS = ("$schema", "version", "code", "name", "founded", "facts", "tables", "complete_to")
_MOST_DIGITS = 40
"""A number with more digits than this is none that data may hold; its text is left as it stands."""
_MOST_BYTES = 20_000_000


def read_enterprise(path: Path, park: ScoringPark) -> Enterprise:
    """The enterprise that a file tells; a :class:`DiagnosticError` carries all that is wrong."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        cause = error.strerror or str(error)
        raise DiagnosticError((Diagnostic.of("J840", Place(str(path), 1, 1), {"cause": cause}),)) from error
    return enterprise_from_json(raw, park, shown=str(path))


def enterprise_from_json(raw: bytes | str, park: ScoringPark, *, shown: str) -> Enterprise:
    """The enterprise that JSON tells; ``shown`` is what messages call where it came from."""
    text, data = _parsed(raw, shown)
    return _Telling(park, _Source(shown, text)).enterprise(data)


class _Repeated(list[tuple[str, Any]]):
    """An object of JSON as its pairs, so that a key written twice is not lost."""


def _parsed(raw: bytes | str, shown: str) -> tuple[str, Any]:
    def refused(cause: str, line: int = 1, column: int = 1) -> DiagnosticError:
        return DiagnosticError((Diagnostic.of("J840", Place(shown, line, column), {"cause": cause}),))

    if len(raw) > _MOST_BYTES:
        raise refused(f"文件超过 {_MOST_BYTES // 1_000_000} MB")
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        raise refused("不是 UTF-8 编码的文字") from error
    try:
        data = json.loads(text, parse_float=_decimal, parse_constant=_no_number, object_pairs_hook=_Repeated)
    except json.JSONDecodeError as error:
        raise refused("不是 JSON：此处不合语法", error.lineno, error.colno) from error
    except (ValueError, RecursionError) as error:
        raise refused("不是 JSON：有不能读的数，或套得太深") from error
    return text, data


def _decimal(written: str) -> str:
    """A number with a point or an exponent, digit by digit: no float is made of it."""
    number = Decimal(written)
    exponent = number.as_tuple().exponent
    plain = isinstance(exponent, int) and abs(exponent) <= _MOST_DIGITS and len(written) <= _MOST_DIGITS
    return format(number, "f") if plain else written


def _no_number(written: str) -> Any:
    raise ValueError(written)


@frozen
class _Source:
    """The text of the file, to find where something in it stands."""

    shown: str
    text: str

    def place(self, label: str) -> Place:
        """Where a key first stands."""
        written = json.dumps(label, ensure_ascii=False)
        start = self.text.find(written)
        if start < 0:
            return Place(self.shown, 1, 1)
        line = self.text.count("\n", 0, start)
        first = self.text.rfind("\n", 0, start) + 1
        end = self.text.find("\n", start)
        whole = self.text[first : end if end >= 0 else len(self.text)].rstrip("\r")
        return Place(self.shown, line + 1, start - first + 1, len(written), whole)


@mutable
class _Telling:
    """Reads the parts of one file, and goes on after a mistake."""

    park: ScoringPark
    source: _Source
    found: Diagnostics = field(factory=Diagnostics)

    def enterprise(self, data: Any) -> Enterprise:
        """The enterprise, or all that is wrong."""
        told = self._object(data, "整个文件", "")
        for key in told:
            if key not in _KEYS:
                near = nearest(key, _KEYS)
                self._wrong(key, f"没有叫“{key}”的项" + (f"，是不是“{near}”？" if near else ""))
        if told.get("version", ENTERPRISE_VERSION) != ENTERPRISE_VERSION:
            self._wrong("version", f"version 写作 {told['version']}，本程序读 {ENTERPRISE_VERSION}")
        code, name = self._text(told, "code"), self._text(told, "name")
        if not code:
            self._wrong("code", "没有写 code（统一社会信用代码）")
        founded, complete_to = self._day(told, "founded"), self._day(told, "complete_to")
        facts, tables = self._facts(told), self._tables(told)
        self.found.raise_errors()
        try:
            return self.park.enterprise(
                code, name, facts=facts, founded=founded, tables=tables, complete_to=complete_to
            )
        except (UnknownValueError, ValueError) as error:
            self._wrong("facts", str(error))
            raise DiagnosticError(self.found.sorted()) from error

    def _wrong(self, label: str, problem: str) -> None:
        self.found.report("J841", self.source.place(label), problem=problem)

    def _object(self, value: Any, called: str, label: str) -> dict[str, Any]:
        if not isinstance(value, _Repeated):
            self._wrong(label, f"{called}要写成 JSON 的对象，即 {{ … }}")
            return {}
        found: dict[str, Any] = {}
        for key, part in value:
            if key in found:
                self._wrong(key, f"“{key}”写了两次")
            found[key] = part
        return found

    def _text(self, told: Mapping[str, Any], key: str) -> str:
        value = told.get(key)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self._wrong(key, f"{key} 要写成文字")
        return ""

    def _day(self, told: Mapping[str, Any], key: str) -> date | None:
        value = told.get(key)
        if value is None:
            return None
        with suppress(ValueError):
            if isinstance(value, str) and len(value) == len("2020-01-31"):
                return date.fromisoformat(value)
        self._wrong(key, f"{key} 要写成 2020-01-31 这样的日期")
        return None

    def _facts(self, told: Mapping[str, Any]) -> dict[str, dict[str, Told]]:
        """Facts by period; each is tried by itself, so that all that mean nothing are told."""
        facts: dict[str, dict[str, Told]] = {}
        for period, values in self._object(told.get("facts", _Repeated()), "facts ", "facts").items():
            known = facts.setdefault(period, {})
            for label, value in self._object(values, f"facts 的 {period} ", period).items():
                if self._plain(label, value) and self._fits(label, facts={period: {label: value}}):
                    known[label] = value
        return facts

    def _tables(self, told: Mapping[str, Any]) -> dict[str, Sequence[Mapping[str, Told]]]:
        tables: dict[str, Sequence[Mapping[str, Told]]] = {}
        for label, rows in self._object(told.get("tables", _Repeated()), "tables ", "tables").items():
            if not isinstance(rows, list) or isinstance(rows, _Repeated):
                self._wrong(label, f"子表“{label}”要写成 JSON 的列表，即 [ … ]，一行一个对象")
                continue
            known: list[dict[str, Told]] = []
            for row in rows:
                cells = self._object(row, f"子表“{label}”的一行", label)
                known.append({name: cell for name, cell in cells.items() if self._plain(name, cell)})
            fits = [self._fits(label, tables={label: [row]}) for row in known or [{}]]
            if all(fits):
                tables[label] = known
        return tables

    def _plain(self, label: str, value: Any) -> bool:
        """Whether a value is none that holds others."""
        if isinstance(value, list):
            self._wrong(label, f"“{label}”要写成一个数、一段文字、true、false 或 null")
            return False
        return True

    def _fits(self, label: str, **given: Any) -> bool:
        """Whether a part means something to the park."""
        try:
            self.park.enterprise("-", facts=given.get("facts", {}), tables=given.get("tables"))
        except ValueError as error:
            self._wrong(label, str(error))
            return False
        return True
