"""A mapping (对照): how a park's own headings and sheets map to fields and tables.

Read, and suggested. A heading means what its entry says, whatever it looks like; what the mapping does not
mention is read as ever.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from attrs import field, frozen

from jifen.exchange.headers import CREDIT_CODE, ENTERPRISE_NAME, PERIOD, unread_columns
from jifen.exchange.headings import Heading, Names, period_named, plain, squeezed, unit_named
from jifen.exchange.opening import open_sheets
from jifen.exchange.problems import column_letters
from jifen.exchange.sheets import Sheet, shown, written
from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.model.period import Period
from jifen.model.place import Places, Written
from jifen.model.quantity import parse_scale
from jifen.model.terms import FOUNDED, Field, Vocabulary
from jifen.model.vocabulary import key, places

_ALIKE = 0.45
_OTHERS = 2


@frozen
class MappedColumn:
    """What one heading means."""

    field: Written | None = key("字段的编号或名称", default=None)
    unit: Written | None = key("这一列的单位，如 千元；不写则照表头", default=None)
    period: Written | None = key("这一列的期间，如 2019 或 上年；不写则照各行的期间", default=None)
    ignore: bool = key("不读这一列写 true", default=False)
    places: Places = places()


@frozen
class MappingFile:
    """The format of a mapping file."""

    period: Written | None = key("名单没有期间列时，各行的期间，如 2020", default=None)
    sheets: dict[str, str] = key("工作表的名称 → 企业、说明或子表的名称", factory=dict)
    header: dict[str, int] = key("工作表的名称 → 表头从第几行起", factory=dict)
    columns: dict[str, MappedColumn] = key("表头 → 字段", factory=dict)
    places: Places = places()


@frozen
class ColumnMapping:
    """A mapping, checked against a vocabulary."""

    name: str
    period: Period | None = None
    sheets: Mapping[str, str] = field(factory=dict)
    """What a sheet is, by its plain title."""
    rows: Mapping[str, int] = field(factory=dict)
    """The row at which a sheet's head begins, by its plain title."""
    told: Mapping[str, Heading] = field(factory=dict)
    """By plain heading."""
    ignored: frozenset[str] = frozenset()
    spelled: Mapping[str, str] = field(factory=dict)
    """The headings as the file writes them, by their plain text."""


NO_MAPPING = ColumnMapping("")
"""Headings mean what they say."""


def load_mapping(path: str | Path, vocabulary: Vocabulary) -> ColumnMapping:
    """A mapping file; a :class:`jifen.language.diagnostics.DiagnosticError` with all that is wrong in it."""
    file = decode(parse(Source.read(path)), MappingFile)
    diagnostics = Diagnostics()
    fields = _known_fields(vocabulary)
    told: dict[str, Heading] = {}
    for heading, column in file.columns.items():
        if not column.ignore:
            found = _heading(heading, column, fields, diagnostics)
            if found is not None:
                told[plain(heading)] = found
    period = None if file.period is None else _period(file.period, diagnostics)
    if file.period is not None and isinstance(period, int):
        diagnostics.report("J783", file.period.place, found=file.period.text)
    diagnostics.raise_errors()
    return ColumnMapping(
        name=Path(path).name,
        period=period if isinstance(period, Period) else None,
        sheets={plain(title): role for title, role in file.sheets.items()},
        rows={plain(title): row for title, row in file.header.items()},
        told=told,
        ignored=frozenset(plain(heading) for heading, column in file.columns.items() if column.ignore),
        spelled={plain(heading): heading for heading in file.columns},
    )


def _known_fields(vocabulary: Vocabulary) -> dict[str, Field]:
    """Fields and columns of tables by id and by name; a field of an enterprise comes first."""
    columns = [column for table in vocabulary.tables.values() for column in table.columns.values()]
    found: dict[str, Field] = {}
    for one in (CREDIT_CODE, ENTERPRISE_NAME, PERIOD, FOUNDED, *vocabulary.facts.values(), *columns):
        found.setdefault(one.id, one)
        found.setdefault(one.name, one)
    return found


def _heading(
    heading: str, column: MappedColumn, fields: Mapping[str, Field], diagnostics: Diagnostics
) -> Heading | None:
    if column.field is None or column.field.text not in fields:
        found = column.field.text if column.field else ""
        place = column.field.place if column.field else column.places.here
        near = nearest(found, fields) or "" if found else ""
        lacking = "" if found else "没有写字段"
        diagnostics.report("J781", place, heading=heading, found=found, near=near, lacking=lacking)
        return None
    one = fields[column.field.text]
    unit = column.unit.text if column.unit else _unit_of(heading, one)
    if column.unit is not None:
        scale = parse_scale(unit)
        if scale is None or scale.unit != one.unit or one.type != "number":
            declared = one.scale.name or "不写单位"
            diagnostics.report("J782", column.unit.place, name=one.name, unit=unit, declared=declared)
            return None
    when = _period(column.period, diagnostics) if column.period is not None else None
    return Heading(one, unit, when)


def _unit_of(heading: str, one: Field) -> str:
    """The unit that a heading writes in brackets, where it is one of the field's kind."""
    inside = squeezed(heading).rpartition("(")[2]
    scale = unit_named(inside) if squeezed(heading).endswith(")") else None
    return scale.name if scale is not None and scale.unit == one.unit else ""


def _period(text: Written, diagnostics: Diagnostics) -> Period | int | None:
    when = period_named(text.text)
    if when is None:
        diagnostics.report("J783", text.place, found=text.text)
    return when


def suggest_mapping(path: str | Path, names: Mapping[str, Names], main: str) -> tuple[str, int]:
    """A mapping file to be reviewed, every entry commented out, and how many headings it is about.

    ``names`` are the fields that headings of each sheet may name, by its title; where no sheet is called
    ``main``, sheets of other titles are taken for it.
    """
    lines = [
        f"# {Path(path).name} 的表头对照，由 jifen mapping 拟出，没有一行生效。",
        "# 请逐行核对，把对的一行去掉行首的 #；用不到的列写 { ignore = true }，或者不去理会。",
        "# 然后：jifen run 名单 --mapping 这个文件 …",
        "",
        "[columns]",
    ]
    count = 0
    sheets = open_sheets(Path(path), main).sheets
    unnamed = all(sheet.title.strip() != main for sheet in sheets)
    for sheet in sheets:
        known = names.get(sheet.title.strip(), names[main] if unnamed else None)
        if known is None or sheet.hidden or not sheet.first_row:
            continue
        for index, heading in unread_columns(sheet, known):
            count += 1
            lines += ["", *_suggestion(sheet, index, heading, known)]
    return "\n".join(lines) + "\n", count


def _suggestion(sheet: Sheet, index: int, heading: str, names: Names) -> Iterator[str]:
    cells = (shown(row[index]) for _, row in sheet.body(0) if index < len(row) and written(row[index]))
    example = next((text for text in cells if text not in (heading, heading.rpartition("·")[2])), "")
    such = f"，如 {example[:30]}" if example else ""
    yield f"# 工作表“{sheet.title}”{column_letters(index + 1)} 列{such}"
    found = _alike(heading, names.known)
    for one in found:
        unit = _unit_of(heading, one) or (one.scale.name if one.type == "number" else "")
        told = f', unit = "{unit}"' if unit else ""
        remark = f"{one.name}，请核对单位" if unit else one.name
        yield f"#{_quoted(heading)} = {{ field = {_quoted(one.id)}{told} }}  # {remark}"
    if not found:
        yield f"#{_quoted(heading)} = {{ ignore = true }}"


def _alike(heading: str, known: Iterable[Field]) -> list[Field]:
    """The fields whose names are most like a heading; those of its unit before others."""
    name = squeezed(heading).partition("(")[0]

    def likeness(one: Field) -> float:
        names = (one.name, *one.aliases)
        best = max(SequenceMatcher(None, name, plain(other)).ratio() for other in names)
        return best + (0.1 if _unit_of(heading, one) else 0)

    scored = sorted(((likeness(one), one.id, one) for one in known), key=lambda each: (-each[0], each[1]))
    return [one for score, _, one in scored[: 1 + _OTHERS] if score >= _ALIKE]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
