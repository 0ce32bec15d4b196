"""A small vocabulary with every type, unit and frequency, and rosters as text."""

from collections.abc import Mapping
from pathlib import Path

from jifen.exchange.reading import read_roster
from jifen.exchange.roster import Roster
from jifen.model.quantity import SCALES, parse_scale
from jifen.model.terms import BUILT_IN_TABLES, Field, Kind, Table, Vocabulary

CODES = (
    "91330100799655058B",
    "91110108551385082Q",
    "91110000802100433B",
    "914403001922038216",
    "9144030071526726XG",
)

_FIELDS = (
    Field("revenue", "营业收入", "number", SCALES["万元"], 2, aliases=("营收",), minimum=0),
    Field("profit", "净利润", "number", SCALES["万元"], 2),
    Field("rd_share", "研发强度", "number", SCALES["%"], 6),
    Field("staff", "职工总数", "number", SCALES["人"], minimum=0),
    Field("term", "合同期限", "number", SCALES["个月"], 6),
    Field("per_head", "人均产值", "number", parse_scale("万元/人") or SCALES[""], 2),
    Field("rent", "月租", "number", parse_scale("元/㎡/月") or SCALES[""], 2),
    Field("listed", "是否上市", "flag", frequency="instant"),
    Field("sector", "技术领域", "text", frequency="instant", options=("电子信息", "新材料")),
    Field("record", "备案编号", "text"),
    Field("reviewed", "评审日期", "date"),
    Field("output", "当季产值", "number", SCALES["万元"], 2, "quarter"),
    Field("output_to_date", "累计产值", "number", SCALES["万元"], 2, "ytd"),
)
_TABLES = (
    Table(
        "project",
        "项目",
        {
            "number": Field("number", "编号", "text"),
            "cost": Field("cost", "投资额", "number", SCALES["万元"], 2),
            "open": Field("open", "在建", "flag"),
        },
        key=("number",),
    ),
    Table("visit", "走访", {"day": Field("day", "日期", "date")}),
)
VOCABULARY = Vocabulary(
    fields={one.id: one for one in _FIELDS},
    tables=BUILT_IN_TABLES | {one.id: one for one in _TABLES},
    qualifications={"high_tech": Kind("high_tech", "高新技术企业", ("高企",))},
    events={"dishonest": Kind("dishonest", "失信被执行人")},
)


def read(folder: Path, sheets: Mapping[str, str], **options: object) -> Roster:
    """The roster of CSV files with that text."""
    target = folder / "名单"
    target.mkdir(exist_ok=True)
    for name, text in sheets.items():
        (target / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_roster(target, VOCABULARY, **options)  # type: ignore[arg-type]


def rows(header: str, *lines: str) -> str:
    """The sheet 企业 with further columns; each line is the number of a code, a period, and the cells."""
    text = f"统一社会信用代码,企业名称,期间,{header}\n"
    for line in lines:
        number, period, rest = line.split(",", 2)
        text += f"{CODES[int(number)]},企业{number},{period},{rest}\n"
    return text
