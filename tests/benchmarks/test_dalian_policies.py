"""Dalian's policies by hand in ``benchmarks/`` give what the engine gives, so that their times compare."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import localcontext
from random import Random

import pytest
from attrs import evolve
from benchmarks.by_hand.policies import DAY, SUPPORT, Decided, decided
from benchmarks.by_hand.record import EXACT
from benchmarks.dalian_policies import Dalian, complete_to, differences, opened, told
from benchmarks.workload import PERIOD, sample

from jifen.interfaces.library import open_library
from jifen.model.enterprise import Absence, Enterprise, Value

NOW, BEFORE_LAST = "2020", "2018"
MILLION = 10**6 * 100
"""Money is kept in 0.01 元."""
YEARS = ("2020", "2019", "2018")


@pytest.fixture(scope="module")
def roster() -> tuple[Enterprise, ...]:
    library = open_library("dalian")
    return tuple(complete_to(one, DAY) for one in sample(library.park, 400))


def values(dalian: Dalian) -> dict[str, Counter[object]]:
    """How often each status holds, and each outcome comes."""
    found: dict[str, Counter[object]] = {}
    for firm in dalian.firms:
        with localcontext(EXACT):
            one = decided(firm, (), dalian.cohort)
        for name, truth in one.statuses.items():
            found.setdefault(name, Counter())[truth] += 1
        for name in ("credit", "support"):
            found.setdefault(name, Counter())[getattr(one, name).outcome] += 1
    return found


def test_the_sample_is_decided_the_same(roster: tuple[Enterprise, ...]) -> None:
    dalian = opened(roster)
    assert differences(dalian) == {}
    seen = values(dalian)
    assert set(seen["credit"]) == {"granted", "undetermined"}
    assert {"granted", "refused", "undetermined"} <= set(seen["support"])
    assert all(
        seen[name][True] for name in ("dl-high-rank", "dl-select-technology-sme", "dl-select-fledgling")
    )


def changed(base: Enterprise, code: str, facts: dict[str, Value], **others: object) -> Enterprise:
    """The enterprise with other facts, each of all three years."""
    every = {(name, year): value for name, value in facts.items() for year in YEARS}
    return evolve(base, code=code, facts={**base.facts, **every}, **others)


def high_tech(base: Enterprise, code: str, total: int, **facts: Value) -> Enterprise:
    """An enterprise that judges give so many points, its certificates left out."""
    given: dict[str, Value] = {
        "class1_ip": 1,
        "class2_ip": 0,
        "own_ip": 1,
        "conversions": 5,
        "mark_technical_advance": 8,
        "mark_core_support": 8,
        "mark_ip_quantity": 8,
        "mark_ip_origin": 6,
        "mark_standards": 2,
        "mark_conversion": min(30, total - 30),
        "mark_rd_system": total - 60,
        "mark_rd_institute": 0,
        "mark_conversion_system": 4,
        "mark_talent_system": 1,
        "mark_net_asset_growth": 0,
        "mark_sales_growth": 0,
        "net_assets": 90 * MILLION,
        "revenue": 50 * MILLION,
        "rd_expense_audited": 5 * MILLION // 2,
        **facts,
    }
    return changed(base, code, given, tables={})


def edges(base: Enterprise) -> list[Enterprise]:
    """Enterprises on the edges of gates, bands, marks and years."""
    made = [high_tech(base, f"TOTAL-{total}", total) for total in (64, 65, 66)]
    made += [
        high_tech(
            base, f"RESEARCH-{millions}-{spent}", 66, revenue=millions * MILLION, rd_expense_audited=spent
        )
        for millions, share in ((50, 20), (51, 25), (200, 25), (201, 33))
        for exact in (millions * MILLION // share,)
        for spent in (exact - 1, exact, exact + 1)
    ]
    made += [
        high_tech(base, f"{name}-{value}", 66, **{name: value})
        for name, given in (
            ("mark_ip_quantity", (6, 7, 9)),
            ("mark_conversion", (24, 25, 31)),
            ("conversions", (0, 1, 4, 5)),
            ("class1_ip", (0, 1)),
            ("own_ip", (0, 1)),
            ("mark_talent_system", (4, 5)),
            ("mark_sales_growth", (0, 1)),
        )
        for value in given
    ]
    made += [
        evolve(
            high_tech(base, f"GROWN-{percent}-{mark}", 66, mark_sales_growth=mark),
            facts={
                **high_tech(base, "X", 66, mark_sales_growth=mark).facts,
                ("revenue", "2019"): 40 * MILLION,
                ("revenue", "2018"): 40 * MILLION,
                ("revenue", NOW): 40 * MILLION * (100 + percent) // 100,
            },
        )
        for percent in (-1, 0, 1, 9, 10, 29, 30, 49, 50, 69, 70)
        for mark in (0, 2, 4, 6, 8, 10)
    ]
    made += [
        changed(base, f"SME-{name}-{value}", {name: value})
        for name, given in (
            ("staff", (499, 500, 501, 0)),
            ("revenue", (200 * MILLION, 200 * MILLION + 1, 0)),
            ("total_assets", (200 * MILLION, 200 * MILLION + 1)),
            ("class1_ip", (0, 1)),
            ("class2_ip", (0, 3, 4, 9)),
            ("total_costs", (0, 10 * MILLION)),
            ("technical_staff", (0, 5, 50)),
        )
        for value in given
    ]
    made += [
        evolve(base, code=f"FOUNDED-{founded}", founded=founded)
        for founded in (date(2011, 11, 30), date(2011, 12, 1), date(2011, 12, 31), date(2010, 12, 31), None)
    ]
    made += [
        evolve(
            base,
            code=f"KIND-{kind}-{ends}",
            tables={"qualification": ({"kind": kind, "begins": date(2019, 5, 1), "ends": ends},)},
        )
        for kind in ("科技型中小企业", "高新技术企业", "雏鹰企业", "瞪羚企业", "独角兽企业")
        for ends in (date(2021, 12, 31), date(2022, 1, 1))
    ]
    made += [
        evolve(
            base,
            code=f"GAZELLE-{then}-{now}",
            facts={**base.facts, ("revenue", NOW): now, ("revenue", BEFORE_LAST): then},
            tables={"qualification": ({"kind": "高新技术企业", "begins": date(2019, 5, 1)},)},
        )
        for then in (10 * MILLION - 1, 10 * MILLION)
        for now in (then * 36 // 25 - 1, then * 36 // 25, then * 36 // 25 + 1)
    ]
    made += [
        evolve(
            base,
            code=f"EVENT-{kind}-{ends}",
            tables={"event": ({"kind": kind, "begins": date(2020, 1, 1), "ends": ends},)},
        )
        for kind in ("科研失信", "申报弄虚作假", "税收违法")
        for ends in (date(2020, 12, 31), date(2021, 1, 1))
    ]
    made += [
        evolve(base, code="TABLES-OPEN", coverage={}),
        evolve(base, code="NOTHING-TOLD", facts={}, tables={}),
    ]
    return made


def test_the_edges_are_decided_the_same(roster: tuple[Enterprise, ...]) -> None:
    dalian = opened((*roster[:150], *edges(roster[0])))
    assert differences(dalian) == {}
    seen = values(dalian)
    for name in (
        "dl-select-high-tech",
        "dl-select-gazelle",
        "dl-select-technology-sme",
        "dl-select-fledgling",
    ):
        assert seen[name][True] and seen[name][False]
    assert seen["support"]["vetoed"]


def damaged(random: Random, enterprise: Enterprise) -> Enterprise:
    """The enterprise with facts left out or not applicable, rows with gaps, tables open."""
    facts = dict(enterprise.facts)
    for key in sorted(facts):
        luck = random.random()
        if luck < 0.03:
            del facts[key]
        elif luck < 0.05:
            facts[key] = Absence.NOT_APPLICABLE
    tables = {
        table: tuple(
            {column: value for column, value in row.items() if random.random() > 0.1} for row in rows
        )
        for table, rows in enterprise.tables.items()
    }
    coverage = {table: day for table, day in enterprise.coverage.items() if random.random() > 0.1}
    return evolve(enterprise, facts=facts, tables=tables, coverage=coverage)


@pytest.mark.parametrize("seed", range(2))
def test_damaged_data_is_decided_the_same(roster: tuple[Enterprise, ...], seed: int) -> None:
    random = Random(seed)
    assert differences(opened([damaged(random, one) for one in roster])) == {}


def test_what_the_ledger_holds_is_paid(roster: tuple[Enterprise, ...]) -> None:
    dalian = opened(roster)
    rows = (
        {"award": SUPPORT, "period": "2020", "paid_on": date(2020, 12, 31), "amount": 30 * 10**6},
        {"award": SUPPORT, "period": "2020", "paid_on": date(2021, 1, 1), "amount": 30 * 10**6},
        {"award": SUPPORT, "period": "2019", "paid_on": date(2020, 12, 31), "amount": 30 * 10**6},
    )
    outcomes: list[tuple[str, ...]] = []
    for row in rows:
        found = [_both(dalian, position, (row,)) for position in range(100)]
        assert all(mine.support.outcome == its.support.outcome for mine, its in found)
        outcomes.append(tuple({mine.support.outcome for mine, _ in found}))
    assert outcomes[0] == outcomes[1] == ("paid",) and "paid" not in outcomes[2]


def _both(dalian: Dalian, position: int, ledger: Sequence[dict[str, Value]]) -> tuple[Decided, Decided]:
    enterprise = dalian.enterprises[position]
    enterprise = evolve(enterprise, tables={**enterprise.tables, "award": tuple(ledger)})
    decision = dalian.library.decide(
        enterprise, period=PERIOD, as_of=DAY, scores=dalian.scores, allow_assumed=True, reasons=False
    )
    with localcontext(EXACT):
        return decided(dalian.firms[position], ledger, dalian.cohort), told(decision)
