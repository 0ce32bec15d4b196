"""Each kind of node over one population that has all bounds and absences, with operands of each kind.

Random nodes reach all this too, but each of it seldom; this finds a fault in any one of them.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from tests.agreement.test_nodes import typed, values_by_columns
from tests.evaluation import cohorts
from tests.evaluation.drawing import PERIOD, SNAPSHOT, fact, plan_of

from jifen.columns.slots import BeyondError
from jifen.columns.spans import NARROW, WIDE
from jifen.model import expression as e
from jifen.model.enterprise import Absence, Enterprise, Value
from jifen.model.period import Shift
from jifen.plan import nodes as n
from jifen.plan.nodes import Definition

MONEY, COUNT, RATIO = fact("money", 2), fact("count", 0), fact("ratio", 6)
THIRD = e.Constant(Fraction(1, 3))
PAIR = e.Quotient(MONEY, COUNT)
LEVEL, FLAG, EARLIER = e.Fact("level", "text"), e.Fact("flag", "flag"), e.Fact("flag", "flag", shift=Shift(1))
AMOUNT, KIND = e.Column("amount", "number", digits=2), e.Column("kind", "text")
NUMBERS: tuple[e.Expression, ...] = (
    MONEY,
    COUNT,
    RATIO,
    fact("count", 0, 1),
    e.Constant(Fraction(2)),
    THIRD,
    PAIR,
)
BOUNDS = (Fraction(-1), Fraction(0), Fraction(1, 3), Fraction(1))
TESTS: tuple[e.Expression, ...] = (
    FLAG,
    EARLIER,
    e.Compare(">", COUNT, MONEY),
    e.Known(PAIR),
    e.AllOf(()),
    e.AnyOf(()),
)
WHERES: tuple[e.Expression | None, ...] = (
    None,
    e.Compare(">", AMOUNT, e.Constant(Fraction(1))),
    e.Compare("<=", AMOUNT, MONEY),
    e.InForce("begins", "ends"),
    e.InForce("begins", ""),
    e.WithinPeriod("begins"),
    e.WithinPeriod("begins", Shift(1)),
    e.OneOf(KIND, ("甲",)),
    e.Compare("!=", KIND, e.Text("乙")),
)


def _all() -> list[tuple[str, list[e.Expression]]]:
    pairs = list(product(NUMBERS, NUMBERS))
    edges = [tuple(n.Edge(bound, closed) for bound in BOUNDS[:3]) for closed in (True, False)]
    operators: tuple[e.Operator, ...] = (">=", ">", "<=", "<", "=", "!=")
    intervals = [
        e.Interval(low, one, high, other)
        for low, high in ((Fraction(-1), Fraction(1)), (None, Fraction(1, 3)), (Fraction(0), None))
        for one in (True, False)
        for other in (True, False)
    ]
    stand_ins = list(product((None, Fraction(0), Fraction(1, 3)), repeat=3))
    figures: list[tuple[str, e.Expression | None]] = [
        ("count", None),
        ("exists", None),
        ("distinct", KIND),
        ("distinct", AMOUNT),
    ]
    figures += [(how, AMOUNT) for how in ("sum", "greatest", "least")]
    return [
        ("Negated", [e.Negated(one) for one in NUMBERS]),
        (
            "Sum",
            [e.Sum(pair) for pair in pairs] + [e.Sum((e.Negated(one), two, THIRD)) for one, two in pairs],
        ),
        ("Product", [e.Product(pair) for pair in pairs]),
        ("Quotient", [e.Quotient(*pair) for pair in pairs]),
        ("Growth", [e.Growth(*pair) for pair in pairs]),
        ("Least", [e.Least(pair) for pair in pairs]),
        ("Greatest", [e.Greatest((*pair, THIRD)) for pair in pairs]),
        ("Floor", [e.Floor(one) for one in NUMBERS]),
        ("Steps", [e.Steps(*pair) for pair in pairs]),
        ("Elapsed", [e.Elapsed(e.Fact("founded", "date")), e.Elapsed(e.Fact("day", "date"))]),
        (
            "Rounded",
            [n.Rounded(one, digits) for one in (*NUMBERS, e.Product((PAIR, THIRD))) for digits in (0, 1, 2)],
        ),
        ("Bands", [n.Bands(one, each) for one in NUMBERS for each in edges]),
        ("Choose", [n.Choose(n.Bands(one, edges[0]), (two, THIRD, one, COUNT)) for one, two in pairs[::3]]),
        (
            "Choose literals",
            [
                n.Choose(n.Bands(one, each), (THIRD,) * 2 + (COUNT, THIRD))
                for one in NUMBERS
                for each in edges
            ],
        ),
        (
            "IfAbsent",
            [n.IfAbsent(one, *each) for one in (PAIR, MONEY, e.Growth(MONEY, COUNT)) for each in stand_ins],
        ),
        (
            "Apportioned",
            [
                n.Apportioned(one, (COUNT, two, MONEY), place, unit)
                for one, two in ((MONEY, RATIO), (COUNT, THIRD), (MONEY, COUNT))
                for place in range(3)
                for unit in (Fraction(1, 100), Fraction(1), Fraction(10))
            ],
        ),
        ("Compare", [e.Compare(operator, *pair) for operator in operators for pair in pairs[::2]]),
        ("Within", [e.Within(one, each) for one in NUMBERS for each in intervals]),
        (
            "OneOf",
            [
                e.OneOf(LEVEL, options, prefix)
                for options in ((), ("省级",), ("省级", "国家级"), ("省", "国"))
                for prefix in (False, True)
            ],
        ),
        ("Texts", [e.Compare(operator, LEVEL, e.Text("省级")) for operator in ("=", "!=")]),
        ("Known", [e.Known(one) for one in (*NUMBERS, FLAG, LEVEL)]),
        ("AllOf", [e.AllOf(pair) for pair in product(TESTS, TESTS)]),
        ("AnyOf", [e.AnyOf(pair) for pair in product(TESTS, TESTS)]),
        ("NoneOf", [e.NoneOf(pair) for pair in product(TESTS, TESTS)]),
        ("Truth", [e.Truth(one) for one in TESTS]),
        ("If", [n.If(test, one, two) for test in TESTS for one, two in pairs[::4]]),
        ("If flags", [n.If(test, FLAG, e.Known(MONEY)) for test in TESTS]),
        ("Match", [n.Match(LEVEL, (("省级", one), ("市级", two))) for one, two in pairs[::2]]),
        ("Nothing", [n.Nothing(), n.IfAbsent(n.Nothing(), undefined=Fraction(3))]),
        (
            "Aggregate",
            [
                e.Aggregate(how, table, value, where)
                for how, value in figures
                for where in WHERES
                for table in ("contract", "award", "nowhere")
            ],
        ),  # type: ignore[arg-type]
        (
            "once_per",
            [
                e.Aggregate("sum", "contract", AMOUNT, where, key, known)
                for where in WHERES
                for key in (None, KIND)
                for known in (False, True)
            ],
        ),
    ]


def _population() -> list[Enterprise]:
    random = Random("all bounds and absences")
    return [_enterprise(random, f"企{number:03}") for number in range(160)]


def _enterprise(random: Random, code: str) -> Enterprise:
    facts: dict[tuple[str, str], Value] = {}
    for year in ("2019", "2020"):
        for name, digits in (("money", 2), ("count", 0), ("ratio", 6)):
            facts[name, year] = random.choice((-2, -1, 0, 0, 1, 1, 2)) * 10**digits + random.choice(
                (-1, 0, 0, 0, 1)
            )
        facts["flag", year] = random.random() < 0.5
    facts["level", "2020"] = random.choice(("省级", "市级", "国家级", "级省"))
    facts["day", "2020"] = _day(random)
    kept = {key: value for key, value in facts.items() if random.random() < 0.85}
    for key in list(kept):
        if random.random() < 0.08:
            kept[key] = random.choice((Absence.NOT_APPLICABLE, Absence.UNDEFINED, Absence.MISSING))
    tables = {
        name: tuple(_row(random) for _ in range(random.choice((0, 1, 2, 4))))
        for name in ("contract", "award")
    }
    days = (None, SNAPSHOT, SNAPSHOT, SNAPSHOT, SNAPSHOT - timedelta(1))
    coverage = {name: day for name in (*tables, "nowhere") if (day := random.choice(days)) is not None}
    founded = random.choice((None, _day(random), date(2019, 12, 31), date(2020, 1, 1), date(2021, 5, 5)))
    return Enterprise(code, "样例", founded, kept, tables, coverage)


def _day(random: Random) -> date:
    days = (
        SNAPSHOT,
        date(2020, 1, 1),
        date(2019, 12, 31),
        date(2019, 1, 1),
        date(2018, 2, 28),
        date(2020, 2, 29),
    )
    return random.choice(days) + timedelta(random.choice((-1, 0, 0, 1)))


def _row(random: Random) -> dict[str, Value]:
    row: dict[str, Value] = {
        "amount": 100 * random.randint(-1, 2) + random.choice((-1, 0, 0, 1)),
        "kind": random.choice("甲乙"),
        "begins": _day(random),
        "ends": random.choice((_day(random), Absence.NOT_APPLICABLE)),
    }
    kept = {name: value for name, value in row.items() if random.random() < 0.9}
    if kept and random.random() < 0.1:
        kept[random.choice(list(kept))] = Absence.NOT_APPLICABLE
    return kept


POPULATION = _population()
ALIKE = [one for one in POPULATION if one.coverage.get("contract") == one.coverage.get("award") == SNAPSHOT]


@pytest.mark.parametrize(("kind", "nodes"), _all(), ids=lambda each: each if isinstance(each, str) else "")
@pytest.mark.parametrize(
    "population", [POPULATION, ALIKE, POPULATION[:1], []], ids=["all", "alike", "one", "nobody"]
)
def test_s11_every_kind_of_node(
    kind: str, nodes: Sequence[e.Expression], population: Sequence[Enterprise]
) -> None:
    plan = plan_of(*(Definition(f"d{place}", node, "park:toy") for place, node in enumerate(nodes)))
    expected = cohorts.run(plan, population, PERIOD, SNAPSHOT)
    found = values_by_columns(plan, population, 64)
    for code, values in expected.items():
        for (name, *own), (_, *other) in zip(typed(values), typed(found[code]), strict=True):
            assert own == other, f"{kind} {plan.named[name].node} of {code}"


def test_s20_every_kind_of_step_over_the_cohort() -> None:
    values = {
        "money": MONEY,
        "pair": PAIR,
        "rounded": n.Rounded(PAIR, 2),
        "group": n.Bands(COUNT, (n.Edge(Fraction(0), True),)),
    }
    definitions = [Definition(name, node, "park:toy") for name, node in values.items()]
    ref = {name: e.Ref(name) for name in values}
    group, level = ref["group"], e.Ref("level")
    definitions.append(Definition("level", LEVEL, "park:toy"))
    ties = [
        (ref[one], *(ref[two] for two in more))
        for one, more in (
            ("money", ()),
            ("pair", ()),
            ("rounded", ("money",)),
            ("money", ("pair", "rounded")),
        )
    ]
    nodes: list[e.Expression] = [
        n.Mean(ref[one], by) for one in ("money", "pair", "rounded") for by in (None, group, level)
    ]
    nodes += [n.Members(each, by) for each in ties for by in (None, group, level)]
    nodes += [
        n.Rank(each, by, descending)
        for each in ties
        for by in (None, group, level)
        for descending in (True, False)
    ]
    definitions += [Definition(f"d{place}", node, "park:toy") for place, node in enumerate(nodes)]
    plan = plan_of(*definitions)
    expected = cohorts.run(plan, POPULATION, PERIOD, SNAPSHOT)
    for size in (64, 999):
        found = values_by_columns(plan, POPULATION, size)
        for code, own in expected.items():
            assert typed(found[code]) == typed(own)


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 2, 28),
        date(2020, 2, 29),
        date(2021, 2, 28),
        date(2020, 6, 29),
        date(2020, 6, 30),
        date(2020, 12, 1),
    ],
    ids=str,
)
def test_s05_months_and_validity_on_any_day(day: date) -> None:
    dates = [date(2019, 1, 1) + timedelta(place) for place in range(0, 900, 1)]
    tables = [
        ({"amount": 100, "begins": one, "ends": other},)
        for one, other in zip(dates, dates[200:] + dates[:200], strict=True)
    ]
    every = [
        Enterprise(
            f"企{place:03}", "样例", one, {("day", "2020"): one}, {"contract": rows}, {"contract": day}
        )  # type: ignore[dict-item]
        for place, (one, rows) in enumerate(zip(dates, tables, strict=True))
    ]
    nodes = [
        e.Elapsed(e.Fact("founded", "date")),
        e.Elapsed(e.Fact("day", "date")),
        e.Aggregate("exists", "contract", None, e.InForce("begins", "ends")),
        e.Aggregate("exists", "contract", None, e.WithinPeriod("begins")),
        e.Aggregate("sum", "contract", e.Elapsed(e.Column("begins", "date"))),
    ]
    plan = plan_of(*(Definition(f"d{place}", node, "park:toy") for place, node in enumerate(nodes)))
    expected = cohorts.run(plan, every, PERIOD, day)
    found = values_by_columns(plan, every, 999, day)
    for code, own in expected.items():
        assert typed(found[code]) == typed(own)


def test_what_rests_on_much_does_not_repeat_it() -> None:
    """Each of these writes the one before it several times; nine would be more than any memory holds."""
    definitions = [Definition("d0", n.Rounded(PAIR, 2), "park:toy")]
    for place in range(1, 10):
        parted = n.Apportioned(e.Ref(f"d{place - 1}"), (COUNT, THIRD, MONEY), place % 3, Fraction(1, 100))
        definitions.append(Definition(f"d{place}", n.If(FLAG, parted, COUNT), "park:toy"))
    plan, some = plan_of(*definitions), POPULATION[:20]
    expected = cohorts.run(plan, some, PERIOD, SNAPSHOT)
    found = values_by_columns(plan, some, 99, wanted=["d9"])
    assert {code: typed({"d9": own["d9"]}) for code, own in expected.items()} == {
        code: typed(own) for code, own in found.items()
    }


def _huge(random: Random, code: str) -> Enterprise:
    sizes = (NARROW, NARROW + 1, 10**20, 10**25, WIDE // 10**6, WIDE // 1000, 10**9, 1, 0)
    facts: dict[tuple[str, str], Value] = {
        ("money", "2020"): random.choice((1, -1)) * random.choice(sizes) + random.randint(-1, 1),
        ("count", "2020"): random.choice((-2, -1, 0, 1, 2, 10**9)),
        ("ratio", "2020"): random.choice((1, 10**6, 333_333)),
    }
    kept = {key: value for key, value in facts.items() if random.random() < 0.9}
    rows = tuple({"amount": random.choice(sizes)} for _ in range(random.choice((0, 1, 3))))
    return Enterprise(code, "样例", None, kept, {"contract": rows}, {"contract": SNAPSHOT})


HUGE = [_huge(Random(f"huge/{number}"), f"企{number:03}") for number in range(60)]
CHAINED = [
    (
        "one after another",
        [e.Product((MONEY, COUNT)), e.Product((e.Ref("d0"), e.Ref("d0"))), e.Sum((e.Ref("d1"), e.Ref("d0")))],
    ),
    (
        "narrower than proven",
        [
            e.Floor(e.Quotient(MONEY, e.Constant(Fraction(10**24)))),
            e.Product((e.Ref("d0"),) * 9),
            e.Least((e.Ref("d1"), COUNT)),
        ],
    ),
    (
        "cut",
        [
            e.Least((MONEY, e.Constant(Fraction(10**6)))),
            e.Product((e.Ref("d0"),) * 6),
            e.Greatest((e.Ref("d1"), e.Constant(Fraction(-5)))),
        ],
    ),
]


@pytest.mark.parametrize(
    ("kind", "nodes"), [*_all(), *CHAINED], ids=lambda each: each if isinstance(each, str) else ""
)
def test_s02_figures_that_are_huge(kind: str, nodes: Sequence[e.Expression]) -> None:
    """What no width is proven to hold goes one by one; what no column holds is refused."""
    chained = any(kind == name for name, _ in CHAINED)
    for some in [nodes] if chained else [[node] for node in nodes[::5]]:
        plan = plan_of(*(Definition(f"d{place}", node, "park:toy") for place, node in enumerate(some)))
        expected = cohorts.run(plan, HUGE, PERIOD, SNAPSHOT)
        for part in (HUGE, HUGE[:20], HUGE[20:21]):
            try:
                found = values_by_columns(plan, part, 999)
            except BeyondError:
                continue
            for one in part:
                assert typed(found[one.code]) == typed(expected[one.code]), f"{kind} {some} of {one}"
