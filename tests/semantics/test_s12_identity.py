"""S12: identity is credit code and period; equal duplicates merge, differing ones are all rejected."""

from datetime import date
from pathlib import Path

import pytest
from tests.semantics.trial import (
    CODE,
    CODES,
    enterprise,
    judge,
    problem_codes,
    read,
    roster_of,
    verdicts,
    write_workbook,
)

from jifen.exchange.reading import read_roster

HEADING = "研发费用（元）"


def test_s12_equal_duplicates_merge_with_a_notice(tmp_path: Path) -> None:
    park = judge("营业收入 >= 0")
    rows = [
        (CODE, "甲", "2020", "", "5"),
        (CODE, "甲", "2020年度", "", "5.00"),
        (CODE, "甲", "2020", "", "５"),
    ]
    roster = read(tmp_path / "roster", roster_of(rows, HEADING), park.vocabulary)
    assert roster.enterprises[0].facts == {("rd_expense", "2020"): 500}
    counts = roster.counts["enterprise"]
    assert (counts.read, counts.accepted, counts.merged, counts.rejected) == (3, 1, 2, 0)
    assert problem_codes(roster).count("J733") == 2


def test_s12_differing_duplicates_are_all_rejected_and_the_cells_named(tmp_path: Path) -> None:
    park = judge("营业收入 >= 0")
    rows = [
        (CODE, "甲", "2020", "", "5"),
        (CODE, "甲", "2020", "", "5.01"),
        (CODE, "甲", "2019", "", "4"),
        (CODES[1], "乙", "2020", "", "6"),
    ]
    roster = read(tmp_path / "roster", roster_of(rows, HEADING), park.vocabulary)
    assert [one.code for one in roster.enterprises] == [CODES[1]]
    assert [one.code for one in roster.left_out] == [CODE]
    (found,) = [problem for problem in roster.problems if problem.code == "J734"]
    assert "E2" in found.message
    assert "E3" in found.message
    assert (roster.counts["enterprise"].accepted, roster.counts["enterprise"].rejected) == (1, 3)


@pytest.mark.parametrize(
    "written", [CODE.lower(), f" {CODE} ", "".join(chr(ord(sign) + 0xFEE0) for sign in CODE)]
)
def test_s12_a_code_is_the_same_however_it_is_spelled(tmp_path: Path, written: str) -> None:
    park = judge("营业收入 >= 0")
    rows = [(CODE, "甲", "2020", "", 5), (written, "甲", "2019", "", 4)]
    roster = read(tmp_path / "roster", roster_of(rows, HEADING), park.vocabulary)
    assert [one.code for one in roster.enterprises] == [CODE]
    assert set(roster.enterprises[0].facts) == {("rd_expense", "2020"), ("rd_expense", "2019")}


@pytest.mark.parametrize("wrong", [CODE[:-1] + "0", CODE[:-1], "210200000012345", ""])
def test_s12_a_wrong_code_is_nobodys(tmp_path: Path, wrong: str) -> None:
    park = judge("营业收入 >= 0")
    rows = [(wrong, "甲", "2020", "", 5), (CODES[1], "乙", "2020", "", 6)]
    roster = read(tmp_path / "roster", roster_of(rows, HEADING), park.vocabulary)
    assert [one.code for one in roster.enterprises] == [CODES[1]]
    assert roster.counts["enterprise"].rejected == 1


def test_s12_two_founding_dates_leave_the_enterprise_out(tmp_path: Path) -> None:
    park = judge("营业收入 >= 0")
    rows = [(CODE, "甲", "2020", "2001-01-01", 5), (CODE, "甲", "2019", "2001-01-02", 4)]
    roster = read(tmp_path / "roster", roster_of(rows, HEADING), park.vocabulary)
    assert (roster.enterprises, len(roster.left_out)) == ((), 1)


def test_s12_duplicates_are_found_across_number_formats_of_a_workbook(tmp_path: Path) -> None:
    park = judge("营业收入 >= 0")
    rows = [
        (CODE, "甲", 2020, None, 0.3),
        (CODE, "甲", "2020", None, 0.1 + 0.2),
        (CODE, "甲", "2020", None, "0.30"),
    ]
    roster = read_roster(write_workbook(tmp_path / "r.xlsx", roster_of(rows, HEADING)), park.vocabulary)
    assert roster.counts["enterprise"].merged == 2


def test_s12_a_group_of_companies_is_a_field(tmp_path: Path) -> None:
    park = judge("营业收入 >= 0")
    rows = [(code, code[-3:], "2020", "", "某集团") for code in CODES[:2]]
    roster = read(tmp_path / "roster", roster_of(rows, "所属集团"), park.vocabulary)
    assert {one.facts["company_group", "2020"] for one in roster.enterprises} == {"某集团"}
    assert len(roster.enterprises) == 2


def test_s12_a_qualification_is_the_same_by_any_of_its_names(tmp_path: Path) -> None:
    park = judge("有效(资质.高新技术企业)")
    begins = date(2020, 1, 1)
    for kind in ("高企", "高新技术企业", "high_tech_enterprise"):
        rows = [{"资质": kind, "有效期起": begins}]
        assert verdicts(park, enterprise(park, tables={"资质": rows})) == [True]
    sheets = {
        **roster_of([(CODE, "甲", "2020", "", 1)], "营业收入（元）"),
        "资质": [
            ["统一社会信用代码", "资质", "有效期起"],
            [CODE, "高企", begins],
            [CODE, "高新技术企业", begins],
        ],
    }
    roster = read(tmp_path / "roster", sheets, park.vocabulary)
    assert roster.counts["qualification"].merged == 1
    assert verdicts(park, roster.enterprises[0]) == [True]
    with pytest.raises(ValueError, match="高新技术企业"):
        enterprise(park, tables={"资质": [{"资质": "高新技术企"}]})
