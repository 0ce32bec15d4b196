"""The park under test: opened once, with what all checks of it share."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from jifen.cohort.scoring import Scored, Scorer
from jifen.exchange.recipes import EMPTY, period_of, recipe_in, size_of
from jifen.exchange.sample import make_sample
from jifen.language.diagnostics import Diagnostic, Diagnostics
from jifen.loading.library import Reading, read_park
from jifen.loading.parks import discover_parks
from jifen.loading.plugins import Plugin
from jifen.model.enterprise import Enterprise
from jifen.model.park import Park
from jifen.model.period import Period
from jifen.model.recipe import Recipe
from jifen.plan.graph import Plan
from jifen.plan.lower import lower

SAMPLED = 200
"""How many made-up enterprises are scored."""

SEED = 1


class NotOpenedError(Exception):
    """The park cannot be opened, so that nothing else of it can be checked."""


@frozen
class Told:
    """What the park's tests say of it, to be held against what it is; None where they do not say."""

    ids: tuple[str, ...] | None = None
    indicators: int | None = None
    figures: Mapping[str, int] | None = None
    notices: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether a number is told that can be counted."""
        return self.indicators is not None or self.figures is not None


@frozen(slots=False)
class Subject:
    """A park by id, found as ``jifen.open_park`` finds it; it is opened when a check first needs it."""

    park_id: str
    plugins: tuple[Path, ...] = ()
    policies: Path | None = None
    told: Told = field(factory=Told)

    @cached_property
    def plugin(self) -> Plugin:
        """The plugin as it is found; raises ``DiagnosticError`` where there is none."""
        return discover_parks(self.plugins).plugin(self.park_id)

    @cached_property
    def reading(self) -> Reading:
        """What reading the park gave."""
        return read_park(self.plugin, self.policies)

    @cached_property
    def _lowered(self) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
        diagnostics = Diagnostics()
        diagnostics.extend(self.reading.problems)
        plan = None if self.reading.park is None else lower(self.reading.park, diagnostics)
        return plan, diagnostics.sorted()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that reading and lowering had to say."""
        return self._lowered[1]

    @property
    def park(self) -> Park:
        """The park."""
        if self.reading.park is None:
            raise NotOpenedError
        return self.reading.park

    @property
    def plan(self) -> Plan:
        """The park lowered."""
        if self._lowered[0] is None:
            raise NotOpenedError
        return self._lowered[0]

    @cached_property
    def recipe(self) -> Recipe:
        """How samples of the park are made."""
        return recipe_in(self.plugin) or EMPTY

    @cached_property
    def period(self) -> Period:
        """The year that is scored: that of the sample."""
        return period_of(self.recipe)

    @property
    def as_of(self) -> date:
        """The day on which is scored."""
        return date(self.period.year + 1, 3, 31)

    @cached_property
    def scorer(self) -> Scorer:
        """The park compiled."""
        return Scorer(self.plan, self.period)

    @cached_property
    def sample(self) -> Sequence[Enterprise]:
        """Made-up enterprises, always the same."""
        return self.made(SAMPLED)

    def made(self, count: int) -> Sequence[Enterprise]:
        """So many made-up enterprises, the same for the same number."""
        return make_sample(self.park, self.recipe, count, SEED)

    @cached_property
    def scored(self) -> Scored:
        """The sample scored."""
        return self.scorer.many(self.sample, self.as_of)


@frozen
class Sample:
    """The synthetic roster of a park, as its recipe makes it: its size, year and source."""

    count: int
    period: str
    source: str
    _subject: Subject = field(repr=False, eq=False)

    def enterprises(self, count: int | None = None) -> Sequence[Enterprise]:
        """Made-up enterprises, as many as the recipe says unless told; always the same."""
        return self._subject.made(self.count if count is None else count)


def subject_of(
    park: str, plugins: Iterable[Path | str], policies: Path | str | None, told: Told | None = None
) -> Subject:
    """The park of an id as it is to be tested."""
    folders = tuple(Path(folder) for folder in plugins)
    return Subject(park, folders, None if policies is None else Path(policies), told or Told())


def sample(park: str, *, plugins: Iterable[Path | str] = (), policies: Path | str | None = None) -> Sample:
    """The synthetic roster of a park by id; ``plugins`` and ``policies`` are those of ``jifen.open_park``."""
    subject = subject_of(park, plugins, policies)
    size = size_of(subject.recipe)
    return Sample(size.count, subject.period.text, size.source, subject)
