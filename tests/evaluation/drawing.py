"""Random nodes and random enterprises for the tests that hold the compiled reading against a plain one."""

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from jifen.model import expression as e
from jifen.model.enterprise import Absence, Enterprise
from jifen.model.period import Period, Shift
from jifen.model.terms import Vocabulary
from jifen.plan import nodes as n
from jifen.plan.graph import Plan, in_steps

PERIOD, SNAPSHOT = Period(2020), date(2020, 12, 31)
NUMBERS = [("money", 2), ("count", 0), ("ratio", 6)]


def fact(field: str, digits: int, back: int = 0) -> e.Fact:
    return e.Fact(field, "number", digits=digits, shift=Shift(years=back))


small = st.fractions(min_value=-50, max_value=50, max_denominator=12)
constants = small.map(e.Constant)
facts = st.sampled_from([fact(*number, back) for number in NUMBERS for back in (0, 1)])
elapsed = st.sampled_from([e.Elapsed(e.Fact("founded", "date")), e.Elapsed(e.Fact("day", "date"))])
flags = st.sampled_from([e.Fact("flag", "flag"), e.Fact("flag", "flag", shift=Shift(years=1))])
texts = st.just(e.Fact("level", "text"))
column = e.Column("amount", "number", digits=2)


def several(children: st.SearchStrategy[e.Expression]) -> st.SearchStrategy[tuple[e.Expression, ...]]:
    return st.lists(children, min_size=1, max_size=3).map(tuple)


@st.composite
def intervals(draw: st.DrawFn) -> e.Interval:
    low, high = sorted((draw(small), draw(small)))
    return e.Interval(
        draw(st.sampled_from([low, None])),
        draw(st.booleans()),
        draw(st.sampled_from([high, None])),
        draw(st.booleans()),
    )


@st.composite
def bands(draw: st.DrawFn, numbers: st.SearchStrategy[e.Expression]) -> e.Expression:
    bounds = sorted(draw(st.sets(small, min_size=1, max_size=4)))
    edges = tuple(n.Edge(bound, draw(st.booleans())) for bound in bounds)
    index = n.Bands(draw(numbers), edges)
    options = tuple(
        draw(st.lists(st.one_of(constants, numbers), min_size=len(edges) + 1, max_size=len(edges) + 1))
    )
    return n.Choose(index, options) if draw(st.booleans()) else index


def aggregates() -> st.SearchStrategy[e.Expression]:
    conditions = st.sampled_from(
        [
            None,
            e.Compare(">", column, e.Constant(Fraction(1))),
            e.Compare(">", column, fact("money", 2)),
            e.InForce("begins", "ends"),
            e.WithinPeriod("begins"),
            e.WithinPeriod("begins", Shift(years=1)),
            e.AllOf((e.OneOf(e.Column("kind", "text"), ("甲",)), e.InForce("begins", "ends"))),
            e.AllOf(
                (
                    e.Aggregate("exists", "award", None, e.InForce("begins", "ends")),
                    e.InForce("begins", "ends"),
                )
            ),
            e.Compare(
                ">", column, e.Aggregate("sum", "award", column, e.Compare(">", column, fact("money", 2)))
            ),
        ]
    )
    figures = st.sampled_from(
        [
            ("count", None),
            ("sum", column),
            ("greatest", column),
            ("least", column),
            ("distinct", e.Column("kind", "text")),
            ("sum", e.Product((column, fact("count", 0)))),
            ("sum", e.Quotient(column, fact("count", 0))),
            ("greatest", e.Quotient(fact("money", 2), column)),
            ("least", e.Quotient(column, e.Elapsed(e.Column("begins", "date")))),
            ("distinct", e.Quotient(column, fact("money", 2))),
            ("sum", e.Constant(Fraction(1, 3))),
            ("distinct", column),
            ("sum", e.Aggregate("count", "award")),
        ]
    )
    sums = st.builds(
        lambda value, where, once_per, known: e.Aggregate("sum", "contract", value, where, once_per, known),
        st.sampled_from([column, e.Product((column, fact("count", 0)))]),
        conditions,
        st.sampled_from([None, e.Column("kind", "text"), e.Column("begins", "date")]),
        st.booleans(),
    )
    whole = st.builds(
        lambda figure, where: e.Aggregate(figure[0], "contract", figure[1], where), figures, conditions
    )
    return st.one_of(whole, sums)


def numbers_over(numbers: st.SearchStrategy[e.Expression]) -> st.SearchStrategy[e.Expression]:
    stand_ins = st.one_of(st.none(), small)
    conditions = conditions_over(numbers)
    return st.one_of(
        st.builds(e.Negated, numbers),
        st.builds(e.Sum, several(numbers)),
        st.builds(e.Product, several(numbers)),
        st.builds(e.Quotient, numbers, numbers),
        st.builds(e.Growth, numbers, numbers),
        st.builds(e.Least, several(numbers)),
        st.builds(e.Greatest, several(numbers)),
        st.builds(e.Floor, numbers),
        st.builds(e.Steps, numbers, numbers),
        bands(numbers),
        st.builds(n.Rounded, numbers, st.integers(0, 4)),
        st.builds(n.IfAbsent, numbers, stand_ins, stand_ins, stand_ins),
        st.builds(n.If, conditions, numbers, numbers),
        st.builds(
            lambda one, two: n.Match(e.Fact("level", "text"), (("省级", one), ("市级", two))),
            numbers,
            numbers,
        ),
        st.just(n.Nothing()),
        st.builds(e.Truth, conditions),
        apportioned(numbers),
    )


@st.composite
def apportioned(draw: st.DrawFn, numbers: st.SearchStrategy[e.Expression]) -> e.Expression:
    weights = draw(several(numbers))
    unit = draw(st.sampled_from([Fraction(1, 100), Fraction(1), Fraction(100)]))
    return n.Apportioned(draw(numbers), weights, draw(st.integers(0, len(weights) - 1)), unit)


def conditions_over(numbers: st.SearchStrategy[e.Expression]) -> st.SearchStrategy[e.Expression]:
    operators = st.sampled_from([">=", ">", "<=", "<", "=", "!="])
    atoms = st.one_of(
        flags,
        st.builds(e.Compare, operators, numbers, numbers),
        st.builds(e.Within, numbers, intervals()),
        st.builds(e.Known, numbers),
        st.just(e.OneOf(e.Fact("level", "text"), ("省级", "国家级"))),
        st.just(e.OneOf(e.Fact("level", "text"), ("省", "国"), prefix=True)),
        st.just(e.Compare("=", e.Fact("level", "text"), e.Text("省级"))),
        st.sampled_from(
            [
                e.Aggregate("exists", "contract", None, e.InForce("begins", "ends")),
                e.Aggregate("exists", "contract", None, e.Compare(">", column, e.Constant(Fraction(1)))),
            ]
        ),
    )
    lists = st.lists(atoms, max_size=3).map(tuple)
    return st.one_of(atoms, st.builds(e.AllOf, lists), st.builds(e.AnyOf, lists), st.builds(e.NoneOf, lists))


nodes = st.recursive(st.one_of(constants, facts, elapsed, aggregates()), numbers_over, max_leaves=8)
anything = st.one_of(nodes, conditions_over(nodes))
days = st.dates(date(2018, 1, 1), date(2021, 12, 31))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    row = {
        "amount": draw(st.integers(-300, 300)),
        "kind": draw(st.sampled_from("甲乙")),
        "begins": draw(days),
        "ends": draw(st.one_of(days, st.just(Absence.NOT_APPLICABLE))),
    }
    if not draw(st.integers(0, 9)):
        row["begins"] = Absence.NOT_APPLICABLE
    return {name: row[name] for name in row if draw(st.integers(0, 4))}


@st.composite
def enterprises(draw: st.DrawFn, code: str = "91210200MA0000000X", *, whole: bool = False) -> Enterprise:
    """An enterprise with gaps, or one that tells every fact of both years."""
    told: dict[tuple[str, str], object] = {}
    for year in ("2019", "2020"):
        for field, digits in NUMBERS:
            told[field, year] = draw(
                st.one_of(
                    st.integers(-2, 2).map(lambda i, d=digits: i * 10**d),
                    st.integers(-(10**9), 10**9),
                    *([] if whole else [st.just(Absence.NOT_APPLICABLE)]),
                )
            )
        told["flag", year] = draw(st.booleans())
    told["level", "2020"] = draw(st.sampled_from(["省级", "市级", "国家级", "无"]))
    told["day", "2020"] = draw(days)
    kept = {key: value for key, value in told.items() if whole or draw(st.integers(0, 5))}
    return Enterprise(
        code,
        "样例",
        draw(st.one_of(st.none(), days)),
        kept,  # type: ignore[arg-type]
        {table: tuple(draw(st.lists(rows(), max_size=3))) for table in ("contract", "award")},
        draw(
            st.sampled_from([{}, {"contract": date(2020, 12, 30)}, {"contract": SNAPSHOT, "award": SNAPSHOT}])
        ),
    )


def plan_of(*definitions: n.Definition) -> Plan:
    return Plan(
        "toy", "试验园区", "", "1", "", 2, in_steps(definitions), (), "", (), (), (), Vocabulary(), {}
    )
