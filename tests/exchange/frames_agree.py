"""That a roster read as columns is the roster that is read one by one; and random rosters to try it on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal
from stdnum.cn import uscc

from jifen.columns.population import Population, Reads, fact_name, population_of
from jifen.exchange.frames.reading import FrameRoster, read_frames
from jifen.exchange.reading import read_roster
from jifen.exchange.roster import Roster
from jifen.language.diagnostics import DiagnosticError
from jifen.model.terms import Vocabulary

PERIODS = ("2017", "2018", "2019", "2020", "2020Q1", "2020Q2", "2020Q1-2", "2020Q1-4")


def every_read(vocabulary: Vocabulary, periods: Iterable[str] = PERIODS) -> Reads:
    """All facts of some periods, and all columns of all tables."""
    return Reads(
        {
            fact_name(one.id, period): (one.id, period, one.type)
            for one in vocabulary.facts.values()
            for period in periods
        },
        {
            table.id: {column.id: column.type for column in table.columns.values()}
            for table in vocabulary.tables.values()
        },
    )


def assert_same_population(one: Population, other: Population) -> None:
    assert_frame_equal(one.frame, other.frame)
    assert one.tables.keys() == other.tables.keys()
    for table, rows in one.tables.items():
        assert_frame_equal(rows, other.tables[table])
    assert one.coverage == other.coverage


def assert_same(roster: Roster, frames: FrameRoster, reads: Reads) -> None:
    assert [one.to_row() for one in frames.problems] == [one.to_row() for one in roster.problems]
    assert_same_population(population_of(roster.enterprises, reads), frames.population)
    assert frames.counts == roster.counts
    assert frames.left_out == roster.left_out
    assert frames.coverage == roster.coverage
    assert frames.notes == roster.notes
    assert frames.sources == roster.sources


def agreed(path: Path, vocabulary: Vocabulary, **options: Any) -> FrameRoster | None:
    """The roster read as columns, held against the same read one by one; None where both refuse it, for the
    same reasons.
    """
    reads = every_read(vocabulary)
    roster = _ended(lambda: read_roster(path, vocabulary, **options))
    frames = _ended(lambda: read_frames(path, vocabulary, reads, checked="all", **options))
    if isinstance(roster, DiagnosticError) or isinstance(frames, DiagnosticError):
        assert isinstance(roster, DiagnosticError)
        assert isinstance(frames, DiagnosticError)
        assert frames.diagnostics == roster.diagnostics
        return None
    assert_same(roster, frames, reads)
    return frames


def _ended(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except DiagnosticError as error:
        return error


# ---------------------------------------------------------------- random rosters


def code_of(number: int) -> str:
    body = f"91330100{number:09d}"
    return body + str(uscc.calc_check_digit(body))


def drawn(seed: int) -> Mapping[str, pl.DataFrame]:
    """Sheets with cells of every type that columns have, some of them wrong; the more seldom, the more there
    are.
    """
    random = Random(seed)
    count = random.choice((1, 3, 12, 40, 90))
    spoilt = random.choice((0.0, 0.0, 0.003, 0.02, 0.2))
    codes = [code_of(number + 1) for number in range(count)]
    sheets = {"企业": _enterprises(random, codes, spoilt)}
    if random.random() < 0.8:
        sheets["资质"] = _qualifications(random, codes, spoilt)
    if random.random() < 0.8:
        sheets["项目"] = _projects(random, codes, spoilt)
    if random.random() < 0.4:
        sheets["已兑现"] = _awards(random, codes, spoilt)
    if random.random() < 0.4:
        sheets["走访"] = pl.DataFrame(
            {
                "统一社会信用代码": random.choices(codes, k=5),
                "日期": [random.choice((date(2020, 1, 2), date(2021, 3, 4), None)) for _ in range(5)],
            }
        )
    if random.random() < 0.7:
        sheets["说明"] = pl.DataFrame({"项目": ["数据完整截至", "备注"], "内容": ["2020-12-31", "无"]})
    return sheets


def write_sheets(folder: Path, sheets: Mapping[str, pl.DataFrame], shape: str) -> Path:
    folder.mkdir()
    for title, frame in sheets.items():
        if shape == "parquet":
            frame.write_parquet(folder / f"{title}.parquet")
        elif shape == "arrow":
            frame.write_ipc(folder / f"{title}.arrow", compression="uncompressed")
        else:
            encoding = "gb18030" if shape == "gb18030" else "utf-8"
            texts = frame.select(pl.all().cast(pl.String, strict=False)).write_csv(quote_style=_QUOTES[shape])
            (folder / f"{title}.csv").write_bytes(texts.encode(encoding))
    return folder


_QUOTES: Mapping[str, Any] = {"csv": "necessary", "gb18030": "necessary", "quoted": "always"}


def _identity(random: Random, codes: Sequence[str], spoilt: float) -> list[str | None]:
    def one(code: str) -> str | None:
        if random.random() >= spoilt:
            return code
        return random.choice(
            (code.lower(), code[:-1], f" {code}", "", None, code[:-1] + "I", "合计", code_of(999))
        )

    return [one(code) for code in codes]


def _enterprises(random: Random, codes: Sequence[str], spoilt: float) -> pl.DataFrame:
    rows = [(code, period) for code in codes for period in ("2020", "2019", "2018") if random.random() < 0.8]
    rows = rows or [(codes[0], "2020")]
    if spoilt and random.random() < 0.5:
        rows += random.choices(rows, k=2)
    if random.random() < 0.15:
        rows += [(code, "2020Q1") for code in codes[:2]]
    if random.random() < 0.5:
        random.shuffle(rows)
    height = len(rows)
    columns = {
        "统一社会信用代码": pl.Series(_identity(random, [code for code, _ in rows], spoilt), dtype=pl.String),
        "企业名称": pl.Series(
            [
                f"企业{code[-4:]}"
                if random.random() >= spoilt
                else random.choice(("别名", None, "-", " 甲 "))
                for code, _ in rows
            ]
        ),
        "期间": _periods(random, [period for _, period in rows], spoilt),
        "成立日期": pl.Series([date(2010 + int(code[-3:-1]) % 9, 5, 6) for code, _ in rows]),
    }
    if random.random() < spoilt:
        columns["成立日期"] = columns["成立日期"].cast(pl.String).scatter(0, "2020/1/1")
    quarterly = random.random() < 0.1
    for heading in random.sample(_HEADINGS, k=random.randint(1, len(_HEADINGS))):
        if quarterly or not heading.startswith("当季"):
            columns[heading] = _figures(random, heading, height, spoilt)
    if random.random() < 0.3:
        columns["备案编号"] = pl.Series(
            [random.choice(("A-1", " B ", "-", "n/a", "", None, "不适用")) for _ in rows]
        )
    if random.random() < 0.2:
        columns["不认识的列"] = pl.Series(["x"] * height)
    return pl.DataFrame(columns)


_HEADINGS = (
    "营业收入（万元）",
    "上年营业收入（千元）",
    "净利润（元）",
    "研发强度（%）",
    "职工总数（人）",
    "合同期限（个月）",
    "人均产值（万元/人）",
    "是否上市",
    "技术领域",
    "评审日期",
    "当季产值（万元）",
    "累计产值（亿元）",
)


def _periods(random: Random, periods: Sequence[str], spoilt: float) -> pl.Series:
    if all(period.isdecimal() for period in periods) and random.random() < 0.4:
        return pl.Series(
            [int(period) for period in periods], dtype=random.choice((pl.Int64, pl.Int32, pl.Float64))
        )
    wrong = ("2020年度", "去年", None, "２０２０", "不适用")
    return pl.Series([one if random.random() >= spoilt else random.choice(wrong) for one in periods])


def _figures(random: Random, heading: str, height: int, spoilt: float) -> pl.Series:
    wrong: Sequence[Any]
    if heading == "是否上市":
        if random.random() < 0.4:
            return pl.Series([random.choice((True, False, None)) for _ in range(height)], dtype=pl.Boolean)
        good, wrong = ("是", "否", "√", "", None), ("也许", "不适用")
    elif heading == "技术领域":
        good, wrong = ("电子信息", "新材料", None, ""), ("新村料", " 新材料", "不适用")
    elif heading == "评审日期":
        if random.random() < 0.5:
            kind = random.choice((date(2020, 2, 3), datetime.combine(date(2020, 2, 3), time(4))))
            return pl.Series([random.choice((kind, None)) for _ in range(height)])
        good, wrong = ("2020-01-31", "2020-02-29", None), ("2020-02-30", "2020年1月2日", "20200101")
    else:
        return _numbers(random, height, spoilt)
    cells = [
        random.choice(good) if random.random() >= spoilt else random.choice(wrong) for _ in range(height)
    ]
    return pl.Series(cells, dtype=pl.String)


def _numbers(random: Random, height: int, spoilt: float) -> pl.Series:
    large = random.choice((10**3, 10**6, 10**12, 10**17 if spoilt else 10**8))
    kind = random.choice(("int", "int", "small", "float", "typed", "decimal", "text", "grouped", "marked"))
    least = -large if spoilt and random.random() < 0.5 else 0
    whole = [random.randint(least, large) for _ in range(height)]

    def gaps(cells: Iterable[Any]) -> list[Any]:
        return [None if random.random() < 0.1 else cell for cell in cells]

    if random.random() < 0.1:
        whole = [1000 + one % 50 if random.random() < 0.9 else 10 ** random.randint(1, 11) for one in whole]
    if kind == "int":
        return pl.Series(gaps(whole), dtype=pl.Int64)
    if kind == "small":
        return pl.Series(gaps(one % 100 for one in whole), dtype=pl.Int8)
    if kind == "float":
        odd = (float("nan"), float("inf"), 1e300, 2.5, 0.005, -0.0, 1e15 + 0.3)
        floats = [
            random.uniform(least, large) if random.random() >= spoilt else random.choice(odd) for _ in whole
        ]
        return pl.Series(gaps(floats), dtype=random.choice((pl.Float64, pl.Float64, pl.Float32)))
    if kind == "typed":
        return pl.Series(gaps(one / 100 for one in whole), dtype=pl.Float64)
    if kind == "decimal":
        return pl.Series(gaps(Decimal(one).scaleb(-3) for one in whole), dtype=pl.Decimal(30, 3))
    if kind == "text":
        texts = [f"{one / 1000:.{random.randint(0, 4)}f}" for one in whole]
    elif kind == "grouped":
        texts = [f"{one:,}" for one in whole]
    else:
        texts = [random.choice((str(one), "-", "—", "/", "N/A", "不适用", "１２．５", "")) for one in whole]
    wrong = ("约12", "12万元", "1.2E+05", "15%", "1,23", "9" * 19, "#N/A", "+7", " 8 ", "1 234")
    return pl.Series([one if random.random() >= spoilt else random.choice(wrong) for one in gaps(texts)])


def _qualifications(random: Random, codes: Sequence[str], spoilt: float) -> pl.DataFrame:
    height = random.choice((0, 4, 30))
    kinds = ("高新技术企业", "高企", "high_tech")
    return pl.DataFrame(
        {
            "统一社会信用代码": pl.Series(
                _identity(random, random.choices(codes, k=height), spoilt), dtype=pl.String
            ),
            "资质": pl.Series(
                [
                    random.choice(kinds) if random.random() >= spoilt else random.choice(("瞪羚", None))
                    for _ in range(height)
                ],
                dtype=pl.String,
            ),
            "证书编号": pl.Series(
                [random.choice(("A1", 'B"2', "BM2", "不适用", None)) for _ in range(height)], dtype=pl.String
            ),
            "有效期起": pl.Series(
                [random.choice((date(2019, 1, 1), date(2018, 1, 1), None)) for _ in range(height)],
                dtype=pl.Date,
            ),
        }
    )


def _projects(random: Random, codes: Sequence[str], spoilt: float) -> pl.DataFrame:
    height = random.choice((2, 25))
    return pl.DataFrame(
        {
            "统一社会信用代码": pl.Series(
                _identity(random, random.choices(codes, k=height), spoilt), dtype=pl.String
            ),
            "企业名称": pl.Series(["某企业"] * height),
            "编号": pl.Series([f"P{random.randint(1, 3 if spoilt else 10**6)}" for _ in range(height)]),
            "投资额（万元）": _numbers(random, height, spoilt),
            "在建": pl.Series([random.choice((True, False, None)) for _ in range(height)], dtype=pl.Boolean),
        }
    )


def _awards(random: Random, codes: Sequence[str], spoilt: float) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "统一社会信用代码": _identity(random, random.choices(codes, k=6), spoilt),
            "奖励编号": [f"a/{random.randint(1, 9)}" for _ in range(6)],
            "奖励期间": [random.choice(("2019年度", "2020", "2020Q1")) for _ in range(6)],
            "金额（元）": _numbers(random, 6, spoilt),
            "兑现日期": [date(2020, 1, random.randint(1, 28)) for _ in range(6)],
        }
    )
