"""The rules of the shared workload as data, in two sizes, and as many of them as one likes.

``small`` has 20 tables and 12 rules, ``full`` 61 tables and 60 rules: the twelve, each in five variants. All
numbers are whole, in the units of the columns: fen, hundredths of a per cent, hundredths of a point, counts.
"""

from collections.abc import Sequence
from typing import NamedTuple, Union

from benchmarks.shared_workload.enterprises import COUNTS, FLAGS, HUNDREDTHS, fields, hundredths
from benchmarks.shared_workload.figures import Indicator, drawn

SCORE = "score"
YUAN = 100
"""Fen."""


class Flag(NamedTuple):
    """The flag is set."""

    field: str


class Among(NamedTuple):
    """The text is one of these; with ``negated``, none of them."""

    field: str
    texts: tuple[str, ...]
    negated: bool = False


class Compared(NamedTuple):
    """A number, or the score, beside a fixed one: ``>=``, ``<=`` or ``>``."""

    field: str
    sign: str
    number: int


class AtLeastShare(NamedTuple):
    """A figure is at least so many hundredths of a per cent of another: compared without a division."""

    field: str
    of: str
    rate: int


class All(NamedTuple):
    """Every part holds."""

    parts: tuple["Condition", ...]


class Either(NamedTuple):
    """Some part holds."""

    parts: tuple["Condition", ...]


Condition = Union[Flag, Among, Compared, AtLeastShare, All, Either]


class Share(NamedTuple):
    """So many hundredths of a per cent of a figure, halves of a fen up."""

    base: str
    rate: int


class Steps(NamedTuple):
    """So many fen for each whole step of a figure."""

    base: str
    step: int
    each: int


class Each(NamedTuple):
    """So many fen for each one that is counted."""

    base: str
    each: int


Amount = Union[Share, Steps, Each]


class Rule(NamedTuple):
    id: str
    holds: Condition
    amount: Amount
    cap: int


class Workload(NamedTuple):
    """What a population is decided by."""

    name: str
    indicators: tuple[Indicator, ...]
    rules: tuple[Rule, ...]
    vetoes: tuple[Condition, ...]
    total_cap: int

    @property
    def columns(self) -> tuple[str, ...]:
        """What is told of an enterprise."""
        return fields(self.indicators)

    @property
    def hundredths(self) -> frozenset[str]:
        """Columns that count hundredths."""
        return hundredths(self.indicators)

    @property
    def results(self) -> tuple[str, ...]:
        """What is given of an enterprise: numbers but for the veto."""
        return (SCORE, *(rule.id for rule in self.rules), "veto", "total")


def _all(*parts: Condition) -> All:
    return All(parts)


def _points(points: int) -> Compared:
    return Compared(SCORE, ">=", points * 100)


HIGHTECH, SME = Flag("is_hightech"), Flag("is_sme")
STARTING, GROWING, SETTLED = (Among("stage", (stage,)) for stage in ("start", "growth", "stable"))
TWELVE: tuple[tuple[Condition, Amount, int], ...] = (
    (_all(_points(60), HIGHTECH), Share("rd_expense", 500), 500_000),
    (
        _all(_points(70), GROWING, Compared("rd_expense", ">=", 1_000_000 * YUAN)),
        Share("rd_expense", 1000),
        1_000_000,
    ),
    (
        _all(STARTING, Compared("years", "<=", 3), Compared("employees", ">=", 5)),
        Share("loan_interest", 2000),
        200_000,
    ),
    (_all(SME, Among("sector", ("ic", "bio", "ai"))), Share("equipment_invest", 1500), 3_000_000),
    (
        _all(Compared("tech_contract", ">=", 1_000_000 * YUAN), _points(50)),
        Steps("tech_contract", 1_000_000 * YUAN, 10_000 * YUAN),
        500_000,
    ),
    (
        _all(HIGHTECH, Compared("revenue", ">=", 20_000_000 * YUAN)),
        Steps("revenue", 10_000_000 * YUAN, 20_000 * YUAN),
        300_000,
    ),
    (_all(_points(65), Compared("loan_interest", ">", 0)), Share("loan_interest", 5000), 1_000_000),
    (_all(Compared("patents", ">=", 3), _points(40)), Each("patents", 5_000 * YUAN), 100_000),
    (_all(Compared("tax_paid", ">=", 500_000 * YUAN), SETTLED), Share("tax_paid", 300), 600_000),
    (
        Either(
            (
                Among("sector", ("green",)),
                _all(Among("sector", ("ai",)), AtLeastShare("rd_expense", "revenue", 500)),
            )
        ),
        Share("equipment_invest", 800),
        1_500_000,
    ),
    (
        _all(Compared("employees", ">=", 50), Compared("revenue_growth", ">=", 2000), SME),
        Share("revenue", 50),
        400_000,
    ),
    (
        _all(Compared("years", "<=", 5), _points(55), HIGHTECH, SETTLED._replace(negated=True)),
        Steps("rd_expense", 1_000_000 * YUAN, 10_000 * YUAN),
        250_000,
    ),
)
"""Condition, amount by itself, and cap in yuan."""
VETOES: tuple[Condition, ...] = (
    Flag("dishonest"),
    Compared("env_penalties", ">=", 2),
    _all(Compared("tax_arrears", ">", 0), Compared("arrears_days", ">", 90)),
)
VARIANTS = 5


def _varied(condition: Condition, variant: int, copy: int = 0) -> Condition:
    """Other thresholds: two points less for each variant, other numbers a quarter more, down to a whole one.
    Copies of the same variant lie a little apart.
    """
    match condition:
        case All(parts):
            return All(tuple(_varied(part, variant, copy) for part in parts))
        case Either(parts):
            return Either(tuple(_varied(part, variant, copy) for part in parts))
        case Compared("score", sign, number):
            return Compared(SCORE, sign, number - 200 * variant - copy)
        case Compared(field, sign, number):
            unit = 100 if field in HUNDREDTHS else 1
            apart = 1000 * copy if unit == 100 and number else 0
            return Compared(field, sign, number + variant * (number // unit // 4) * unit + apart)
    return condition


def _lowered(amount: Amount, variant: int) -> Amount:
    return (
        amount._replace(rate=amount.rate * (VARIANTS - variant) // VARIANTS)
        if isinstance(amount, Share)
        else amount
    )


def _rule(name: str, number: int, variant: int, copy: int = 0) -> Rule:
    holds, amount, cap = TWELVE[number]
    capped = (cap * (VARIANTS - variant) // VARIANTS - copy) * YUAN
    return Rule(name, _varied(holds, variant, copy), _lowered(amount, variant), capped)


def _small() -> Workload:
    rules = tuple(_rule(f"r{number + 1:02d}", number, 0) for number in range(len(TWELVE)))
    return Workload("small", drawn(20), rules, VETOES, 3_000_000 * YUAN)


def _full() -> Workload:
    rules = tuple(
        _rule(f"r{number + 1:02d}_{variant}", number, variant)
        for variant in range(VARIANTS)
        for number in range(len(TWELVE))
    )
    return Workload("full", drawn(61), rules, VETOES, 10_000_000 * YUAN)


def of_rules(count: int) -> Workload:
    """The 20 tables, and so many rules, no two of which are the same."""
    rules = []
    for number in range(count):
        copy, within = divmod(number, len(TWELVE) * VARIANTS)
        variant, kind = divmod(within, len(TWELVE))
        rules.append(_rule(f"r{number + 1:04d}", kind, variant, copy))
    return Workload(f"rules-{count}", drawn(20), tuple(rules), VETOES, 10_000_000 * YUAN)


SIZES = {"small": _small(), "full": _full()}


def named(name: str) -> Workload:
    """A workload by the name that it has: ``small``, ``full`` or ``rules-N``."""
    return SIZES[name] if name in SIZES else of_rules(int(name.removeprefix("rules-")))


def numbers(condition: Condition) -> Sequence[Compared]:
    """The comparisons with fixed numbers in it."""
    match condition:
        case All(parts) | Either(parts):
            return [found for part in parts for found in numbers(part)]
        case Compared():
            return [condition]
    return []


INTEGERS = frozenset(COUNTS)
BOOLEANS = frozenset(FLAGS)
TEXTS = frozenset(("stage", "sector"))
