"""Shapes that need several enterprises, worked by hand: lists, related companies, budgets, grades by rank."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from tests.shapes.test_cases import POLICIES

import jifen
from jifen.cohort.settling import Settled
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision, Entitlement

YEAR_END = date(2024, 12, 31)
PARK = "dalian"
"""The park for policies of any park."""


Facts = Mapping[str, Any]


@cache
def opened(path: Path) -> jifen.RuleLibrary:
    """A policy file opened for a park, once."""
    return jifen.open_library(PARK, [path])


class Shape:
    """A shape's policy and a population."""

    def __init__(self, name: str) -> None:
        path = next(each for each in POLICIES if each.name.startswith(name))
        self.library = opened(path)

    def enterprise(self, name: str, told: Facts) -> Enterprise:
        """An enterprise by its name, told of 2024; lists of rows are tables."""
        rows = {key: value for key, value in told.items() if isinstance(value, list)}
        facts = {key: value for key, value in told.items() if key not in rows}
        return self.library.park.enterprise(
            name, name, facts={"2024": facts}, tables=rows, complete_to=YEAR_END
        )

    def many(self, population: Mapping[str, Facts]) -> dict[str, Decision]:
        """What everyone of a population gets, each decided with the others."""
        return {one.name: one for one in self.settled(population).decisions}

    def settled(self, population: Mapping[str, Facts]) -> Settled:
        """The same with the cohort."""
        every = [self.enterprise(name, told) for name, told in population.items()]
        return self.library.decide_many(every, period="2024", as_of=YEAR_END, allow_assumed=True)

    def amounts(self, population: Mapping[str, Facts], rule: str) -> dict[str, str]:
        """Outcome, or the amount in 元, of one rule for everyone."""
        return {name: shown(one.entitlement(rule)) for name, one in self.many(population).items()}


def shown(one: Entitlement) -> str:
    """An entitlement in a word."""
    return f"{one.amount:f}" if one.outcome == "granted" and one.amount is not None else one.outcome


def holders(decisions: Mapping[str, Decision], status: str) -> str:
    """Who meets a status, in the order of the population."""
    return "".join(
        name for name, one in decisions.items() for seen in one.statuses if seen.name == status and seen.met
    )


# ---------------------------------------------------------------- 19: related parties


def award(rank: int, group: str | None = None, revenue: str = "1万元") -> dict[str, Any]:
    """A first prize of the province, won in this place."""
    row = {"证书编号": "A", "级别": "省级", "等级": "一等奖", "单位排名": rank, "授奖日期": date(2024, 6, 1)}
    return {"科技奖励": [row], "营业收入": revenue} | ({"关联企业组": group} if group else {})


def test_19_among_related_companies_only_the_best_placed_is_paid() -> None:
    """甲 and 乙 are related: 50, and nothing for the second. 丙 is related to nobody: third, 10% of 50."""
    population = {"甲": award(1, "一"), "乙": award(2, "一"), "丙": award(3), "丁": award(2)}
    assert Shape("19").amounts(population, "award") == {
        "甲": "500000",
        "乙": "refused",
        "丙": "50000",
        "丁": "250000",
    }


def test_19_companies_of_different_groups_do_not_displace_each_other() -> None:
    population = {"甲": award(1, "一"), "乙": award(2, "二"), "丙": award(3, "二")}
    assert Shape("19").amounts(population, "award") == {"甲": "500000", "乙": "250000", "丙": "refused"}


def test_19_related_companies_in_the_same_place_are_both_the_best() -> None:
    population = {"甲": award(2, "一"), "乙": award(2, "一")}
    assert Shape("19").amounts(population, "award") == {"甲": "250000", "乙": "250000"}


def test_19_a_company_without_an_award_displaces_nobody() -> None:
    population = {"甲": award(2, "一"), "乙": {"关联企业组": "一", "营业收入": "9万元"}}
    assert Shape("19").amounts(population, "award") == {"甲": "250000", "乙": "refused"}


# ---------------------------------------------------------------- 23: a grade that is a place in a list


GRADED = """\
[policy]
id = "graded"
version = "1"
title = "演示政策：按排名定等级"
issuer = "演示园区"
applies_to = "any"
rewards = "2024"
round = "元"
source = "演示政策"

[[list]]
id = "last"
name = "末位企业"
by = "营业收入 ÷ 职工总数"
order = "ascending"
share = "25%"

[[negative]]
id = "grade"
title = "人均产出末位25%减半"
when = ["符合(末位企业)"]
effect = "factor"
factor = "50%"
scope = ["subsidy"]

[[subsidy]]
id = "flat"
title = "定额奖励"
amount = "15元"
"""


def test_23_a_grade_by_rank_multiplies_everything(tmp_path: Path) -> None:
    """Per head 10, 20, 30 and 40: the last quarter is one of four, who gets half of 15, which is 8."""
    path = tmp_path / "graded.toml"
    path.write_text(GRADED, "utf-8")
    shape = Shape("23")
    shape.library = jifen.open_library(PARK, [path])
    population = {
        name: {"营业收入": f"{revenue}元", "职工总数": 2}
        for name, revenue in (("甲", 20), ("乙", 40), ("丙", 60), ("丁", 80))
    }
    assert shape.amounts(population, "flat") == {"甲": "8", "乙": "15", "丙": "15", "丁": "15"}


# ---------------------------------------------------------------- 25: weighted ranks, percentiles


def firm(revenue: float, rd: float = 0, stage: str = "初创期") -> dict[str, Any]:
    """A firm by revenue and research in 万元."""
    return {"营业收入": f"{revenue}万元", "研发费用": f"{rd}万元", "成长阶段": stage}


def test_25_the_top_by_weighted_ranks() -> None:
    """Ranks by revenue and research, weighted 6 to 4:

    甲 1, 5 → 2.6; 乙 2, 2 → 2; 丙 3, 1 → 2.2; 丁 4, 3 → 3.6; 戊 5, 4 → 4.6. The first three are 乙, 丙, 甲.
    """
    population = {
        "甲": firm(50, 1),
        "乙": firm(40, 4),
        "丙": firm(30, 5),
        "丁": firm(20, 3),
        "戊": firm(10, 2),
    }
    shape = Shape("25")
    assert holders(shape.many(population), "创新三强") == "甲乙丙"
    assert shape.amounts(population, "top-award")["丁"] == "refused"


def test_25_equal_sums_go_by_the_tie_breaker_greater_first() -> None:
    """甲 1, 2 → 1.4; 乙 2, 3 → 2.4; 丙 3, 4 → 3.4; 丁 4, 5 → 4.4; 戊 5, 1 → 3.4; 己 6, 6 → 6.

    丙 and 戊 tie for the third place; 戊 has spent more on research.
    """
    figures = {"甲": (60, 5), "乙": (50, 4), "丙": (40, 3), "丁": (30, 2), "戊": (20, 6), "己": (10, 1)}
    population = {name: firm(*each) for name, each in figures.items()}
    assert holders(Shape("25").many(population), "创新三强") == "甲乙戊"


def test_25_who_ties_in_everything_for_the_last_place_is_listed_too() -> None:
    population = {"甲": firm(40, 5), "乙": firm(30, 3), "丙": firm(20, 2), "丁": firm(20, 2)}
    assert holders(Shape("25").many(population), "创新三强") == "甲乙丙丁"


def test_25_shares_are_taken_stage_by_stage() -> None:
    """Twenty in one stage: 5% is the first, 10% the second, 20% the third and fourth; ten in the other: 5% is
    nobody, 10% the first, 20% the second.
    """
    population = {f"初{n:02d}": firm(100 - n) for n in range(20)}
    population |= {f"成{n:02d}": firm(1000 - n, stage="成长期") for n in range(10)}
    found = Shape("25").many(population)
    assert holders(found, "领跑企业") == "初00"
    assert holders(found, "竞跑企业") == "初01成00"
    assert holders(found, "进取企业") == "初02初03成01"
    assert found["初03"].entitlement("tiered").amount == 100000
    assert found["初04"].entitlement("tiered").outcome == "refused"


def test_25_nineteen_are_one_too_few_for_five_percent() -> None:
    found = Shape("25").many({f"初{n:02d}": firm(100 - n) for n in range(19)})
    assert holders(found, "领跑企业") == ""
    assert holders(found, "竞跑企业") == "初00"


# ---------------------------------------------------------------- 26: two lists


def listed(revenue: float, rd: float, export: float) -> dict[str, Any]:
    """A firm by what the three lists rank."""
    return {"营业收入": f"{revenue}万元", "研发费用": f"{rd}万元", "出口总额": f"{export}万元"}


TWO_LISTS = {
    "甲": listed(100, 9, 5),
    "乙": listed(90, 8, 1),
    "丙": listed(10, 7, 4),
    "丁": listed(9, 6, 3),
}


def test_26_who_is_on_the_first_list_leaves_a_place_on_the_second() -> None:
    shape = Shape("26")
    found = shape.many(TWO_LISTS)
    assert holders(found, "成长榜") == "甲乙"
    assert holders(found, "创新榜") == "丙丁"
    assert shape.amounts(TWO_LISTS, "innovation-award") == {
        "甲": "refused",
        "乙": "refused",
        "丙": "150000",
        "丁": "150000",
    }


def test_26_or_keeps_both_places_and_is_paid_once() -> None:
    shape = Shape("26")
    assert holders(shape.many(TWO_LISTS), "外贸榜") == "甲丙"
    assert shape.amounts(TWO_LISTS, "growth-award")["甲"] == "200000"
    assert shape.amounts(TWO_LISTS, "export-award") == {
        "甲": "superseded",
        "乙": "refused",
        "丙": "100000",
        "丁": "refused",
    }


# ---------------------------------------------------------------- 27: budgets


def spent(**rd: float) -> dict[str, Facts]:
    """A population by research in 万元; no equipment."""
    return {
        name: {"研发费用": f"{told}万元", "固定资产投资额": "0元", "营业收入": "1元"}
        for name, told in rd.items()
    }


def test_27_what_fits_into_the_budget_is_paid_whole() -> None:
    """50 + 30 + 20 = 100, the budget to the yuan."""
    assert Shape("27").amounts(spent(甲=500, 乙=300, 丙=200), "rd") == {
        "甲": "500000",
        "乙": "300000",
        "丙": "200000",
    }


def test_27_too_much_is_cut_alike_after_each_claim_is_limited() -> None:
    """甲 claims min(80, 90, 50) = 50, 乙 50, 丙 25: 125 in all, so each gets 80%: 40, 40, 20."""
    assert Shape("27").amounts(spent(甲=900, 乙=500, 丙=250), "rd") == {
        "甲": "400000",
        "乙": "400000",
        "丙": "200000",
    }


def test_27_what_is_left_of_whole_yuan_goes_by_largest_remainder_then_by_code() -> None:
    """Three claims of 50: 1 000 000 ÷ 3 is 333 333 and a third; the yuan that is left goes to the first
    code.
    """
    shares = Shape("27").amounts(spent(甲=500, 乙=500, 丙=500), "rd")
    assert sorted(shares.values()) == ["333333", "333333", "333334"]
    assert shares[min(shares)] == "333334"


def test_27_a_claim_that_is_unknown_is_counted_and_not_guessed() -> None:
    population = spent(甲=500, 乙=500) | {"丙": {"固定资产投资额": "0元", "营业收入": "1元"}}
    settled = Shape("27").settled(population)
    found = {one.name: one.entitlement("rd") for one in settled.decisions}
    assert [shown(one) for one in found.values()] == ["500000", "500000", "undetermined"]
    assert found["丙"].lacks == ("rd_expense",)
    assert list(settled.undetermined_claims.values()).count(1) == 1


def test_27_in_order_the_first_are_served_whole_until_the_money_is_spent() -> None:
    """By revenue 乙, 甲, 丙: 60, then 40 of 50, then nothing."""
    population = {
        name: {"研发费用": "0元", "固定资产投资额": f"{invested}万元", "营业收入": f"{revenue}万元"}
        for name, invested, revenue in (("甲", 500, 20), ("乙", 600, 30), ("丙", 100, 10))
    }
    assert Shape("27").amounts(population, "first-served") == {
        "甲": "400000",
        "乙": "600000",
        "丙": "refused",
    }


# ---------------------------------------------------------------- parts of an amount


def parts(parts_: Sequence[Any]) -> dict[str, Decimal | None]:
    """Parts of an amount by their ids."""
    return {one.id: one.amount for one in parts_}


def alone(shape: Shape, told: Facts, rule: str) -> Entitlement:
    """What one enterprise gets of a rule."""
    one = shape.enterprise("甲", told)
    library = shape.library
    return library.decide(one, period="2024", as_of=YEAR_END, allow_assumed=True).entitlement(rule)


def test_02_city_and_district_bear_half_each() -> None:
    certificate = {"资质": "高新技术企业", "有效期起": date(2024, 5, 1), "证书编号": "G"}
    found = alone(Shape("02"), {"营业收入": "1亿元", "资质": [certificate]}, "high-tech")
    assert parts(found.payers) == {"市": 200000, "区": 200000}


def test_31_the_odd_yuan_goes_to_the_payer_first_by_name() -> None:
    """12% of 1万 and 25元 is 1203元; both leave half a yuan, and 县 stands before 市 (S3)."""
    told = {"设备投资额": "0元", "生产线投资额": "10025元", "战略性新兴产业企业": False}
    found = alone(Shape("31"), told, "line")
    assert found.amount == 1203
    assert parts(found.payers) == {"市": 601, "县": 602}


def test_31_payers_share_what_the_cap_leaves() -> None:
    told = {"设备投资额": "4000万元", "生产线投资额": "9000万元", "战略性新兴产业企业": False}
    assert parts(alone(Shape("31"), told, "line").payers) == {"市": 3000000, "县": 3000000}


def giant(plan: str, paid: str | None = None, evaluated: bool | None = None) -> dict[str, Any]:
    """A key little giant with its plan, what it was paid, and how it was evaluated."""
    row = {
        "奖励编号": "shape-29/key-little-giant",
        "奖励期间": "2024",
        "金额": paid,
        "兑现日期": date(2024, 6, 1),
    }
    told = {} if evaluated is None else {"绩效评价合格": evaluated}
    return {"重点小巨人企业": True, "计划投资": plan, "已兑现": [row] if paid else [], **told}


def test_29_instalments_wait_for_their_conditions() -> None:
    shape = Shape("29")
    for told, rest in (
        (giant("2000万元"), None),
        (giant("2000万元", evaluated=True), 3000000),
        (giant("1999.99万元", evaluated=True), 0),
        (giant("2000万元", evaluated=False), 0),
    ):
        found = alone(shape, told, "key-little-giant")
        assert parts(found.instalments) == {"first": 3000000, "rest": rest}


def test_29_too_small_a_plan_is_clawed_back() -> None:
    shape = Shape("29")
    for plan, met, amount in (
        ("1999.99万元", True, 3000000),
        ("2000万元", False, 0),
        ("2000.01万元", False, 0),
    ):
        (found,) = alone(shape, giant(plan, paid="300万元"), "key-little-giant").clawbacks
        assert (found.met, found.amount) == (met, amount)


def test_29_nothing_is_clawed_back_that_was_not_paid() -> None:
    (found,) = alone(Shape("29"), giant("1999.99万元"), "key-little-giant").clawbacks
    assert (found.met, found.amount) == (True, 0)


def test_33_a_loan_says_its_terms() -> None:
    """Who lends, for how long, and who bears the risk."""
    (rule,) = [
        rule
        for policy in opened(next(each for each in POLICIES if each.name.startswith("33"))).policies
        for rule in policy.rules
        if rule.id == "points"
    ]
    assert rule.loan is not None
    assert {one.id: one.share for one in rule.loan.risk} == {
        "银行": Fraction(1, 5),
        "担保公司": Fraction(4, 5),
    }
    assert (rule.loan.lender, rule.loan.term) == ("演示银行", "12个月")
