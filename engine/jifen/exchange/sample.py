"""A synthetic roster: made-up enterprises for trying a park out, calibrated to what is published of it.

The enterprises cannot be anybody's: their credit codes are valid in their check digit, but name the area
000000, which GB/T 2260 does not have, and an organisation code that begins with YL (样例).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Protocol

from attrs import frozen

from jifen.exchange.drawing import apportion, day_between, happens, log_between, stream
from jifen.exchange.recipes import EMPTY, history_of, period_of, quantity, refuse, with_parts
from jifen.exchange.roster import SAMPLE_NOTE
from jifen.exchange.sample_facts import Firm, SampleFacts, grain_of
from jifen.exchange.sample_rows import SampleTables
from jifen.model.enterprise import Enterprise
from jifen.model.park import Stages
from jifen.model.period import Period, add_months
from jifen.model.quantity import YUAN
from jifen.model.recipe import Recipe, SampleHistory
from jifen.model.terms import Field, Vocabulary

_SMALLEST, _LARGEST = 10**5, 10**9
"""The size of enterprises in 元 where no recipe says it."""


class Sampled(Protocol):
    """What a sample needs to know of a park."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The names that data may use."""

    @property
    def stages(self) -> Stages:
        """How enterprises are divided."""


def make_sample(
    park: Sampled, recipe: Recipe | None, count: int, seed: int, *, period: Period | None = None
) -> tuple[Enterprise, ...]:
    """``count`` made-up enterprises, the same for the same seed.

    ``period`` is the scoring year where it is not the recipe's. Published ratios of totals hold as far as the
    sample has enterprises of the stages that they need.
    """
    return _Sample(park, recipe or EMPTY, count, seed, period or period_of(recipe or EMPTY)).enterprises()


def sample_notes(seed: int) -> Mapping[str, str]:
    """What the cover sheet of a synthetic roster says."""
    return {
        SAMPLE_NOTE: "是",
        "样例说明": "企业名称、代码和全部数据都由程序随机生成，不是任何真实企业的数据",
        "样例种子": str(seed),
    }


def sample_code(number: int) -> str:
    """The credit code of the made-up enterprise of that number: of no area, check digit valid."""
    from stdnum.cn import uscc

    body = f"91000000YL{number:07d}"
    return body + str(uscc.calc_check_digit(body))


@frozen
class _Sample:
    park: Sampled
    recipe: Recipe
    count: int
    seed: int
    period: Period

    def enterprises(self) -> tuple[Enterprise, ...]:
        """All of them, by code."""
        self._check_names()
        history = history_of(self.recipe)
        firms = self._firms(history)
        fields = self.park.vocabulary.facts
        recipe = with_parts(self.recipe, fields)
        told = SampleFacts(fields, recipe, self.seed, self.period, firms, self._size_field()).draw()
        tables = SampleTables(self.park.vocabulary, self.recipe, self.seed, self.period, firms).draw()
        complete_to = max(history.complete_to or self.period.last_day, self.period.last_day)
        coverage = dict.fromkeys(self.park.vocabulary.tables, complete_to)
        width = max(4, len(str(self.count)))
        made = (
            Enterprise(
                code=firm.code,
                name=f"样例{index + 1:0{width}d}科技有限公司",
                founded=firm.founded,
                facts=told[index],
                tables=tables[index],
                coverage=coverage,
            )
            for index, firm in enumerate(firms)
        )
        return tuple(sorted(made, key=lambda one: one.code))

    def _check_names(self) -> None:
        known = {stage.id for stage in self.park.stages.stages}
        for stage in self.recipe.stages:
            if stage.id not in known:
                refuse(stage.places.value("id"), f"园区没有阶段 {stage.id}")
        sampled = {stage.id for stage in self.recipe.stages}
        for share in self.recipe.shares:
            if share.stage not in sampled:
                refuse(share.places.value("stage"), f"这里没有写阶段 {share.stage} 的数值范围")
        if self.recipe.stages and self._size_field() is None:
            refuse(self.recipe.places.value("size"), "写了阶段，还要写划分阶段的字段 size")

    def _size_field(self) -> Field | None:
        """The field that divides stages: the recipe's, else the one that the park names."""
        fields = self.park.vocabulary.facts
        if self.recipe.size:
            if self.recipe.size not in fields:
                refuse(self.recipe.places.value("size"), f"园区没有字段 {self.recipe.size}")
            return fields[self.recipe.size]
        named = self.park.stages.value.text.strip()
        return next((one for one in fields.values() if one.name == named and one.unit == YUAN), None)

    def _firms(self, history: SampleHistory) -> list[Firm]:
        stages = self._stage_of_each()
        size = self._size_field()
        founding, sizing = stream(self.seed, "founded"), stream(self.seed, "size")
        return [
            Firm(
                code=sample_code(index + 1),
                stage=stages[index],
                founded=self._founded(founding, history),
                size=self._size(sizing, stages[index], size),
            )
            for index in range(self.count)
        ]

    def _stage_of_each(self) -> list[str]:
        if not self.recipe.stages:
            return [""] * self.count
        shares = self._shares()
        counts = apportion(self.count, [shares[stage.id] for stage in self.recipe.stages])
        labels: list[str] = []
        for stage, number in zip(self.recipe.stages, counts, strict=True):
            labels += [stage.id] * number
        stream(self.seed, "stages").shuffle(labels)
        return labels

    def _shares(self) -> dict[str, Fraction]:
        """The share of each stage: the published ones, and the rest by weight."""
        shares = {share.stage: quantity(share.share) for share in self.recipe.shares}
        rest = 1 - sum(shares.values())
        weights = {stage.id: Fraction(stage.weight) for stage in self.recipe.stages if stage.id not in shares}
        total = sum(weights.values())
        if rest < 0 or (rest > 0 and total <= 0):
            refuse(self.recipe.stages[0].places.here, "各阶段的占比加起来不是100%")
        others = {id_: rest * weight / total if total else Fraction() for id_, weight in weights.items()}
        return shares | others

    def _size(self, random: Random, stage: str, field: Field | None) -> int:
        """The value that divides stages as it is stored; where nothing divides them, 元."""
        bounds = next(((one.low, one.high) for one in self.recipe.stages if one.id == stage), None)
        if field is None:
            return log_between(random, _SMALLEST, _LARGEST)
        grain = grain_of(field)
        last_digits = int(10**field.digits)
        if bounds is None:
            low, high = (edge * last_digits // grain for edge in (_SMALLEST, _LARGEST))
            return log_between(random, low, high) * grain
        low, high = (int(quantity(written, field.unit) * last_digits) // grain for written in bounds)
        if not 1 <= low < high:
            refuse(bounds[0].place, "最低应大于零，并小于最高")
        return log_between(random, low, high) * grain

    def _founded(self, random: Random, history: SampleHistory) -> date:
        first, last = self.period.first_day, self.period.last_day
        if happens(random, history.new):
            return day_between(random, first, last)
        return day_between(random, add_months(first, -12 * max(1, history.oldest)), first - timedelta(days=1))
