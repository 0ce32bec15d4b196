"""S9: a rule with ``per`` decides row by row."""

from typing import Any

from attrs import evolve
from tests.settlement.small import decide, enterprise, library, mistakes, outcomes, policy, subsidy

TABLE = """\
[tables.site]
name = "场地"
key = ["no"]

[tables.site.columns]
no = { name = "编号", type = "text" }
owner = { name = "业主", type = "text" }
rent = { name = "租金", unit = "元" }
let = { name = "自用", type = "flag" }

"""


def site(no: str, rent: str | None, let: bool | None = True, owner: str = "甲") -> dict[str, Any]:
    """A row of the table."""
    told = {"编号": no, "租金": rent, "自用": let, "业主": owner}
    return {name: value for name, value in told.items() if value is not None}


def rule(amount: str = "租金 × 50%", *when: str, **keys: str) -> str:
    """A policy with one rule that is decided site by site."""
    return policy(TABLE + subsidy("a", amount, when or ["自用"], per='"site"', **keys))


def amount(text: str, *sites: dict[str, Any], facts: Any = None) -> str:
    """What the rule comes to."""
    rules = library(text)
    return outcomes(decide(rules, enterprise(rules, facts or {}, {"场地": sites})))["a"]


def test_s09_rows_that_meet_the_conditions_are_added() -> None:
    assert amount(rule(), site("1", "10元"), site("2", "30元"), site("3", "50元", let=False)) == "20"


def test_s09_no_row_that_meets_them_refuses() -> None:
    assert amount(rule(), site("1", "10元", let=False)) == "refused"
    assert amount(rule()) == "refused"


def test_s09_each_row_has_its_outcome_in_the_reasons() -> None:
    rules = library(rule(row_cap='"10元"'))
    one = enterprise(rules, {}, {"场地": [site("1", "30元"), site("2", "8元"), site("3", "6元", let=False)]})
    rows = decide(rules, one, reasons=True).entitlement("a").rows
    assert [(row.key, row.met, row.base, row.amount) for row in rows] == [
        ({"编号": "1"}, True, 15, 10),
        ({"编号": "2"}, True, 4, 4),
        ({"编号": "3"}, False, 3, 3),
    ]


def test_s09_a_row_cap_limits_a_row_and_a_cap_the_enterprise() -> None:
    text = rule(row_cap='"10元"', cap='"15元"')
    assert amount(text, site("1", "30元"), site("2", "8元")) == "14"
    assert amount(text, site("1", "30元"), site("2", "10元")) == "15"
    assert amount(text, site("1", "30元"), site("2", "12元")) == "15"


def test_s09_a_row_never_takes_from_the_others() -> None:
    assert amount(rule("租金 - 10元"), site("1", "30元"), site("2", "4元")) == "20"


def test_s09_a_row_that_does_not_tell_leaves_the_sum_unknown() -> None:
    for unknown in (site("2", None), site("2", "10元", let=None)):
        assert amount(rule(), site("1", "10元"), unknown) == "undetermined"
    assert amount(rule(), site("1", "10元"), site("2", None, let=False)) == "5"


def test_s09_once_the_known_rows_reach_the_cap_the_rest_does_not_matter() -> None:
    text = rule(cap='"15元"')
    assert amount(text, site("1", "29.98元"), site("2", None)) == "undetermined"
    assert amount(text, site("1", "30元"), site("2", None)) == "15"


def test_s09_an_open_table_is_undetermined_until_the_cap_is_reached() -> None:
    rules = library(rule(cap='"15元"', award='"x/y"'))
    for rent, found in (("29.98元", "undetermined"), ("30元", "15")):
        whole = enterprise(rules, {}, {"场地": [site("1", rent)]})
        coverage = {name: day for name, day in whole.coverage.items() if name != "site"}
        assert outcomes(decide(rules, evolve(whole, coverage=coverage))) == {"a": found}


def test_s09_equal_rows_of_a_column_count_once_by_the_highest() -> None:
    text = rule(once_per='"业主"')
    assert amount(text, site("1", "10元"), site("2", "30元"), site("3", "8元", owner="乙")) == "19"


def test_s09_a_condition_on_the_enterprise_is_asked_once() -> None:
    text = rule("租金 × 50%", "自用", "研发费用 >= 100元")
    for spent, found in (("99.99元", "refused"), ("100元", "5")):
        assert amount(text, site("1", "10元"), facts={"研发费用": spent}) == found
    assert amount(text, site("1", "10元", let=False)) == "refused"


def test_s09_the_columns_of_the_row_come_first() -> None:
    """The column 租金 of the row, and the field 租金 outside of rows."""
    field = '[inputs]\nrent = { name = "租金", unit = "元" }\n\n'
    text = policy(field + TABLE + subsidy("a", "租金", ["自用"], per='"site"') + subsidy("b", "租金"))
    rules = library(text)
    one = enterprise(rules, {"租金": "7元"}, {"场地": [site("1", "5元")]})
    assert outcomes(decide(rules, one)) == {"a": "5", "b": "7"}


def test_s09_what_is_said_of_rows_needs_rows() -> None:
    for key in ('row_cap = "1元"', 'once_per = "业主"'):
        text = policy(TABLE + subsidy("a", "1元").rstrip() + f"\n{key}\n")
        assert mistakes(text) == ["J907"]
    assert mistakes(rule().replace('per = "site"', 'per = "sites"')) == ["J906"]
    assert mistakes(rule(once_per='"房东"')) == ["J939"]
