"""The shared workload in Jifen: a park whose indicators are the 20 tables, ``policy.toml`` over its score."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.shared_workload.enterprises import Firm, fields
from benchmarks.shared_workload.figures import COUNT, INDICATORS, PERCENT, STAGES, Indicator
from benchmarks.shared_workload.oracle import Result

from jifen.evaluation.settling import compile_settlement
from jifen.interfaces.library import RuleLibrary, open_library
from jifen.model.enterprise import Enterprise, FactKey, Value
from jifen.model.period import Period
from jifen.model.terms import AWARD

PARK = "shared-workload"
PARKS = count()
"""A process knows a package by its name, so each park that is written has its own."""
PERIOD = Period(2023)
AS_OF = date(2024, 3, 31)
STAGE_NAMES = ("初创期", "成长期", "成熟期")
HERE = Path(__file__).parent

PYPROJECT = """\
[project]
name = "jifen-shared-workload"
version = "1"

[project.entry-points.jifen]
shared-workload = "{package}"
"""

PLUGIN = """\
from jifen.plugin import hookimpl


@hookimpl
def register_park(register):
    register.file("park.toml")
"""

HEAD = """\
[park]
id     = "shared-workload"
name   = "比较运行时间用的园区"
scheme = "二十张分档表"
source = "本项目为比较运行时间拼出来的指标"

[fields]
stage = { name = "阶段序号", digits = 0 }

[stages]
value  = "阶段序号"
source = "本项目为比较运行时间拼出来的指标"

[[stages.stage]]
id     = "start"
name   = "初创期"
in     = "< 1"
source = "本项目为比较运行时间拼出来的指标"

[[stages.stage]]
id     = "growth"
name   = "成长期"
in     = "[1, 2)"
source = "本项目为比较运行时间拼出来的指标"

[[stages.stage]]
id     = "stable"
name   = "成熟期"
in     = ">= 2"
source = "本项目为比较运行时间拼出来的指标"

[[dimension]]
id     = "all"
name   = "全部指标"
source = "本项目为比较运行时间拼出来的指标"
"""


def park_toml(indicators: Sequence[Indicator] = INDICATORS) -> str:
    """The park's file."""
    return "\n".join([HEAD, *(_indicator(number, one) for number, one in enumerate(indicators, 1))])


def _indicator(number: int, one: Indicator) -> str:
    name = f"第{number}项"
    unit = {PERCENT: 'unit = "%", digits = 4', COUNT: "digits = 0"}.get(one.kind, 'unit = "元"')
    # Full marks are the points of the highest band; a stage's weight is what they earn in it.
    full = one.points[-1]
    weights = ", ".join(f"{stage} = {_hundredths(full * one.weights[stage])}" for stage in STAGES)
    bands = "\n".join(
        f'    {{ in = "{within}", points = {points} }},'
        for within, points in zip(_intervals(one), one.points, strict=True)
    )
    return f"""
[fields.{one.id}]
name = "{name}"
{unit.replace(", ", chr(10))}

[[indicator]]
id        = "{one.id}-points"
name      = "{name}得分"
dimension = "all"
value     = "{name}"
weights   = {{ {weights} }}
source    = "本项目为比较运行时间拼出来的指标"

[indicator.scoring]
kind  = "bands"
bands = [
{bands}
]
"""


def _hundredths(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"


def _intervals(one: Indicator) -> Iterator[str]:
    written = [_bound(one, bound) for bound in one.bounds]
    yield f"< {written[0]}"
    yield from (f"[{low}, {high})" for low, high in pairwise(written))
    yield f">= {written[-1]}"


def _bound(one: Indicator, bound: int) -> str:
    if one.kind == COUNT:
        return str(bound)
    return f"{_hundredths(bound)}{'%' if one.kind == PERCENT else '元'}"


def write_park(folder: Path, indicators: Sequence[Indicator] = INDICATORS) -> None:
    """Write the park as a plugin that lies in the folder."""
    package = folder / "park" / f"jifen_shared_workload_{next(PARKS)}"
    package.mkdir(parents=True)
    (package.parent / "pyproject.toml").write_text(PYPROJECT.format(package=package.name), encoding="utf-8")
    (package / "__init__.py").write_text(PLUGIN, encoding="utf-8")
    (package / "park.toml").write_text(park_toml(indicators), encoding="utf-8")


def opened() -> RuleLibrary:
    """The park and its policy, opened as any other."""
    with TemporaryDirectory(prefix="jifen-shared-workload-") as folder:
        write_park(Path(folder))
        return open_library(PARK, [HERE / "policy.toml"], plugins=[folder])


def enterprise_of(number: int, firm: Firm, indicators: Sequence[Indicator] = INDICATORS) -> Enterprise:
    """An enterprise as the engine keeps it, with an empty ledger of awards; not timed.
    What is None is not told.
    """
    told = {name: firm[name] for name in fields(indicators) if firm[name] is not None}
    if "stage" in told:
        told["stage"] = STAGES.index(str(told["stage"]))
    facts: dict[FactKey, Value] = {(name, PERIOD.text): value for name, value in told.items()}
    return Enterprise(f"E{number:06d}", f"企业{number}", None, facts, {AWARD.id: ()}, {AWARD.id: AS_OF})


class Results:
    """What the engine says, in the oracle's words. Total and veto are read of decisions; what each rule is by
    itself, whatever vetoes and the cap over all do, of the definitions below them.
    """

    def __init__(self, library: RuleLibrary) -> None:
        self._library = library
        self._decider = library.decider(PERIOD, AS_OF)
        settlement = self._decider.settlement
        self._rules = [settled.rule for settled in settlement.rules]
        wanted = [name for rule in self._rules for name in (rule.conditions.met, rule.amount)]
        self._program = compile_settlement(settlement, wanted)

    def of(self, enterprise: Enterprise) -> Result:
        """Of an enterprise of which nothing is missing."""
        score, amounts, total = self.score(enterprise), self.by_itself(enterprise), self.total(enterprise)
        assert score is not None and total is not None
        known = {rule: amount for rule, amount in amounts.items() if amount is not None}
        assert known == amounts
        decision = self._decider.one(enterprise, AS_OF)
        veto = any(because.kind == "veto" for one in decision.entitlements for because in one.because)
        return Result(score, known, veto, total)

    def score(self, enterprise: Enterprise) -> int | None:
        card = self._library.park.score(enterprise, period=PERIOD, as_of=AS_OF, reasons=False)
        return None if card.total is None else _in_cents(Fraction(card.total))

    def by_itself(self, enterprise: Enterprise) -> dict[str, int | None]:
        """Each rule; None where its condition is unknown, or holds and its amount is."""
        row = self._decider.row(self._program, enterprise, AS_OF)
        amounts: dict[str, int | None] = {}
        for rule in self._rules:
            holds = self._program.value(row, rule.conditions.met)
            amount = self._program.value(row, rule.amount)
            known = holds is True and isinstance(amount, Fraction)
            amounts[rule.id] = 0 if holds is False else _in_cents(amount) if known else None
        return amounts

    def total(self, enterprise: Enterprise) -> int | None:
        """Of all; None where anything is undetermined."""
        entitlements = self._decider.one(enterprise, AS_OF).entitlements
        if any(one.outcome == "undetermined" for one in entitlements):
            return None
        granted = (one.amount for one in entitlements if one.amount is not None)
        return _in_cents(Fraction(sum(granted, Decimal(0))))


def _in_cents(value: Fraction) -> int:
    hundredths = value * 100
    assert hundredths.denominator == 1
    return int(hundredths)
