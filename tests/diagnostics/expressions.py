"""What is found in conditions, values, bands and declared names (J3xx, J4xx).

An input is a ``.toml`` with what is checked (``when``, ``value``, ``reference``, ``bands``) and
further declarations, beside those of ``VOCABULARY``.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import field, frozen

from jifen.language.check import check_condition, check_constant, check_value
from jifen.language.conditions import check_conditions
from jifen.language.decode import decode
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.language.intervals import check_bands, check_interval
from jifen.language.scope import Scope, Typed
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.language.vocabulary import resolve
from jifen.model.condition import When
from jifen.model.expression import Ref
from jifen.model.indicator import Band
from jifen.model.park import ParkFile
from jifen.model.place import Places, Written
from jifen.model.vocabulary import FieldDeclaration, KindDeclaration, TableDeclaration

VOCABULARY = """
[fields]
revenue = { name = "营业收入", unit = "万元" }
rd_expense = { name = "研发费用", unit = "万元" }
staff = { name = "职工总数", unit = "人" }
contingent = { name = "或有负债", unit = "万元" }
patents = { name = "发明专利", unit = "件" }
above_scale = { name = "规模以上企业", type = "flag" }
industry = { name = "行业代码", type = "text" }
level = { name = "研发机构级别", type = "text", options = ["国家级", "省级"] }
listed = { name = "专精特新企业", type = "flag" }

[tables.contract]
name = "技术合同"
key = ["number"]
columns.number = { name = "合同编号", type = "text" }
columns.amount = { name = "成交额", unit = "万元" }
columns.sort = { name = "类型", type = "text", options = ["技术开发", "技术转让"] }
columns.signed = { name = "签订日期", type = "date" }

[qualifications]
hnte = { name = "高新技术企业" }
sophisticated = { name = "专精特新企业" }

[events]
dishonest = { name = "失信被执行人" }

[lists]
"重点产业" = ["39", "27"]
"""


def key(name: str | None = None, **options: Any) -> Any:
    return field(metadata={"doc": ""} | ({"key": name} if name else {}), kw_only=True, **options)


@frozen
class Sample:
    when: When | None = key(default=None)
    value: Written | None = key(default=None)
    reference: Written | None = key(default=None)
    bands: tuple[Band, ...] = key(default=())
    fields: dict[str, FieldDeclaration] = key(factory=dict)
    tables: dict[str, TableDeclaration] = key(factory=dict)
    qualifications: dict[str, KindDeclaration] = key(factory=dict)
    events: dict[str, KindDeclaration] = key(factory=dict)
    lists: dict[str, tuple[str, ...]] = key(factory=dict)
    places: Places = field(eq=False, repr=False, kw_only=True)


def in_an_expression(path: Path, shown_as: str) -> Iterable[Diagnostic]:
    """J3xx and J4xx."""
    shared = decode(parse(Source("shared.toml", VOCABULARY)), ParkFile)
    found = Diagnostics()
    try:
        sample = decode(parse(Source.read(path, shown_as)), Sample)
    except DiagnosticError as error:
        return error.diagnostics
    own = ParkFile(
        fields=sample.fields,
        tables=sample.tables,
        qualifications=sample.qualifications,
        events=sample.events,
        lists=sample.lists,
        places=sample.places,
    )
    scores = {"积分": Typed(Ref("score")), "积分.技术创新": Typed(Ref("score:technology"))}
    scope = Scope(resolve([shared, own], found), scores)
    if sample.when is not None:
        place = sample.places.value("when")
        check_conditions(sample.when, lambda one: check_condition(one, scope, found), found, place)
    if sample.value is not None:
        check_value(sample.value, scope, found)
    if sample.reference is not None:
        check_constant(sample.reference, found)
    bands = [(band.within, check_interval(band.within, found)) for band in sample.bands]
    known = [(written, interval) for written, interval in bands if interval is not None]
    if len(known) == len(bands):
        check_bands(known, found)
    return found.sorted()
