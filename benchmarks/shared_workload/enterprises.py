"""Enterprises for the shared workload, drawn from a seed, many of their figures exactly on an edge.

Money is in fen, percentages in hundredths of a per cent, all else in whole numbers, texts and flags.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Union

from benchmarks.shared_workload.figures import COUNT, INDICATORS, SECTORS, STAGES, Indicator

Value = Union[int, bool, str]
Firm = Mapping[str, Value]

MONEY = (
    "revenue",
    "rd_expense",
    "tax_paid",
    "loan_interest",
    "equipment_invest",
    "tech_contract",
    "tax_arrears",
)
PERCENTAGES = ("revenue_growth",)
COUNTS = ("years", "employees", "patents", "env_penalties", "arrears_days")
FLAGS = ("is_hightech", "is_sme", "dishonest")
SEED = 20261120

EDGES: Mapping[str, tuple[int, ...]] = {
    "revenue": (20_000_000_00, 29_999_999_99, 30_000_000_00),
    "rd_expense": (1_000_000_00, 999_999_99, 2_000_000_00),
    "tax_paid": (500_000_00, 499_999_99),
    "loan_interest": (0, 1, 3),
    "tech_contract": (1_000_000_00, 999_999_99, 2_000_000_00),
    "tax_arrears": (0, 1),
    "revenue_growth": (2000, 1999, 2001),
    "years": (3, 4, 5, 6),
    "employees": (4, 5, 49, 50),
    "patents": (2, 3, 19, 20, 21),
    "env_penalties": (1, 2),
    "arrears_days": (90, 91),
}
"""Figures at which a rule begins or ends."""


def firms(count: int, seed: int = SEED) -> Iterator[Firm]:
    random = Random(seed)
    return (_firm(random) for _ in range(count))


def _firm(random: Random) -> Firm:
    revenue = min(max(random.lognormvariate(16.8, 1.3), 1e4), 5e9)

    def part(most: float, never: float = 0.0) -> int:
        share = random.uniform(0, most)
        return 0 if random.random() < never else round(revenue * share * 100)

    firm: dict[str, Value] = {
        "revenue": round(revenue * 100),
        "rd_expense": part(0.2),
        "tax_paid": part(0.12),
        "loan_interest": part(0.05, 0.5),
        "equipment_invest": part(0.2, 0.4),
        "tech_contract": part(0.3, 0.5),
        "tax_arrears": part(0.02, 0.95),
        "revenue_growth": round(random.gauss(15, 25) * 100),
        "years": random.randrange(25),
        "employees": round(random.lognormvariate(3.5, 1)),
        "patents": random.randrange(30),
        "env_penalties": random.randrange(3) if random.random() < 0.05 else 0,
        "arrears_days": random.randrange(200),
        "is_hightech": random.random() < 0.45,
        "is_sme": random.random() < 0.8,
        "dishonest": random.random() < 0.02,
        "stage": random.choice(STAGES),
        "sector": random.choice(SECTORS),
    }
    for name, edges in EDGES.items():
        if random.random() < 0.05:
            firm[name] = random.choice(edges)
    if random.random() < 0.03:  # research is exactly a twentieth of the revenue, or just not
        firm["revenue"] = round(revenue) * 100
        firm["rd_expense"] = round(revenue) * 5 - random.randrange(2)
    quality = random.betavariate(2.2, 1.6)
    for indicator in INDICATORS:
        luck = random.random()
        if luck < 0.1:  # on a bound, or just below
            firm[indicator.id] = random.choice(indicator.bounds) - (luck < 0.03)
            continue
        reached = min(max(quality + random.gauss(0, 0.22), 0), 1.3) * indicator.bounds[-1] * 1.15
        firm[indicator.id] = round(reached)
    return firm


def fields(indicators: Sequence[Indicator] = INDICATORS) -> tuple[str, ...]:
    """The names of all that is told of an enterprise."""
    return (
        *(one.id for one in indicators),
        *MONEY,
        *PERCENTAGES,
        *COUNTS,
        *FLAGS,
        "stage",
        "sector",
    )


def hundredths(indicators: Sequence[Indicator]) -> frozenset[str]:
    """What is counted in hundredths."""
    return frozenset((*MONEY, *PERCENTAGES, *(one.id for one in indicators if one.kind != COUNT)))


HUNDREDTHS = hundredths(INDICATORS)
