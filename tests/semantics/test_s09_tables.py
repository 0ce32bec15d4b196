"""S9: child tables have typed columns and a key; their figures take row conditions."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from tests.semantics.trial import (
    CODE,
    WHOLE,
    calculator,
    codes,
    enterprise,
    judge,
    mistakes,
    problem_codes,
    read,
    roster_of,
    values,
    verdicts,
)

from jifen.model.enterprise import Absence

DEALS = (
    '合计(技术合同.成交额, 合同类型 = "技术开发") ÷ 1元',
    "件数(技术合同, 成交额 >= 2元) ÷ 1件",
    "不同(技术合同.买方) ÷ 1个",
    "最大(技术合同.成交额) ÷ 1元",
    "最小(技术合同.成交额, 成交额 > 1元) ÷ 1元",
    "平均(技术合同.成交额) ÷ 1元",
)


def contract(number: str, amount: object, kind: str = "技术开发", customer: str = "甲") -> dict[str, object]:
    return {
        "合同编号": number,
        "成交额": f"{amount}元",
        "合同类型": kind,
        "买方": customer,
        "登记日期": date(2020, 5, 1),
    }


def test_s09_figures_of_rows() -> None:
    park = calculator(*DEALS)
    rows = [
        contract("1", 1),
        contract("2", "2.50", customer="乙"),
        contract("3", 2, "技术服务"),
        contract("4", "1.99"),
    ]
    one = enterprise(park, tables={"技术合同": rows})
    expected = [Fraction(549, 100), 2, 2, Fraction(5, 2), Fraction(199, 100), Fraction(749, 400)]
    assert values(park, one) == expected


def test_s09_equal_rows_all_count() -> None:
    park = calculator(*DEALS)
    one = enterprise(park, tables={"技术合同": [contract("1", 3), contract("2", 3)]})
    assert values(park, one) == [6, 2, 1, 3, 3, 3]


def test_s09_an_empty_table_has_sums_of_zero_and_no_greatest() -> None:
    park = calculator(*DEALS)
    expected = [0, 0, 0, Absence.MISSING, Absence.MISSING, Absence.UNDEFINED]
    assert values(park, enterprise(park, tables={"技术合同": []})) == expected
    assert values(park, enterprise(park)) == expected


@pytest.mark.parametrize("missing", ["成交额", "合同类型"])
def test_s09_a_row_that_does_not_tell_leaves_the_figure_unknown(missing: str) -> None:
    park = calculator(DEALS[0])
    rows = [contract("1", 1), {**contract("2", 2), missing: None}]
    assert values(park, enterprise(park, tables={"技术合同": rows})) == [Absence.MISSING]


def test_s09_a_row_that_does_not_count_need_not_tell() -> None:
    park = calculator(DEALS[0])
    rows = [contract("1", 1), {**contract("2", 2, "技术服务"), "成交额": None}]
    assert values(park, enterprise(park, tables={"技术合同": rows})) == [1]


def test_s09_one_row_that_suffices_is_enough() -> None:
    park = judge("存在(技术合同, 成交额 >= 2元)")
    told = [contract("1", 2), {"合同编号": "2"}]
    for rows, expected in ((told, True), (told[1:], Absence.MISSING), ([contract("3", "1.99")], False)):
        assert verdicts(park, enterprise(park, tables={"技术合同": rows})) == [expected]


def test_s09_a_column_is_compared_with_a_fact_of_the_enterprise() -> None:
    park = calculator("件数(技术合同, 成交额 > 研发费用) ÷ 1件")
    rows = [contract("1", "9.99"), contract("2", 10), contract("3", "10.01")]
    assert values(park, enterprise(park, {"研发费用": "10元"}, tables={"技术合同": rows})) == [1]


def test_s09_the_key_tells_rows_apart(tmp_path: Path) -> None:
    """Equal rows of one key merge with a notice, differing ones leave the enterprise out."""
    park = judge("营业收入 >= 0")
    heading = ["统一社会信用代码", "合同编号", "成交额（元）"]
    sheets = {**roster_of([(CODE, "甲", "2020", "")]), "技术合同": [heading, [CODE, "1", 5], [CODE, "1", 5]]}
    roster = read(tmp_path / "equal", sheets, park.vocabulary)
    assert len(roster.enterprises[0].tables["technology_contract"]) == 1
    assert "J733" in problem_codes(roster)
    sheets["技术合同"] = [heading, [CODE, "1", 5], [CODE, "1", "5.01"]]
    roster = read(tmp_path / "differing", sheets, park.vocabulary)
    assert (roster.enterprises, len(roster.left_out)) == ((), 1)
    assert "J734" in problem_codes(roster)


def test_s09_a_key_is_a_column_of_the_table() -> None:
    table = '[tables.lease]\nname = "租约"\nkey = ["nummer"]\n[tables.lease.columns]\n'
    table += 'number = { name = "租约号", type = "text" }\n'
    assert codes(mistakes(WHOLE + table)) == ["J456"]


def test_s09_every_park_has_qualifications_events_and_awards() -> None:
    assert {"qualification", "event", "award"} <= set(judge("营业收入 >= 0").vocabulary.tables)
    assert "J454" in codes(
        mistakes(WHOLE + '[tables.event]\nname = "事件表"\n[tables.event.columns]\nx = { name = "甲" }\n')
    )
