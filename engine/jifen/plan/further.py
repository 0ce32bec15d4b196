"""The rest of a rule looked at after something in it was wrong, so that all its mistakes are told at once.

Lowering stops at the first part of a rule that it cannot do without. Here each text of the rule is checked by
itself; what was found before is found again and merged with it.
"""

from collections.abc import Iterator

from attrs import evolve, frozen

from jifen.language.conditions import check_conditions
from jifen.language.diagnostics import Diagnostics
from jifen.language.intervals import check_bands, check_interval
from jifen.language.scope import Scope
from jifen.model.condition import When
from jifen.model.place import Places, Written
from jifen.model.policy import Loan, Subsidy
from jifen.model.quantity import PLAIN, YUAN
from jifen.plan.expressions import Checker


def look_further(rule: Subsidy | Loan, checker: Checker) -> None:
    """Report all that is wrong with the texts of a rule that could not be lowered."""
    further = _Further(rule, checker, _inside(rule, checker))
    further.conditions()
    further.amounts()
    further.tiers()


def _inside(rule: Subsidy | Loan, checker: Checker) -> Checker | None:
    """What checks texts about a row; None where it is not known which table it is of."""
    per = rule.per if isinstance(rule, Subsidy) else None
    if per is None:
        return checker
    tables = checker.scope.vocabulary.tables
    table = tables.get(per) or next((one for one in tables.values() if one.name == per), None)
    scope: Scope | None = None if table is None else evolve(checker.scope, row=table)
    return None if scope is None else evolve(checker, scope=scope)


@frozen
class _Further:
    rule: Subsidy | Loan
    outside: Checker
    inside: Checker | None

    @property
    def _diagnostics(self) -> Diagnostics:
        return self.outside.diagnostics

    def conditions(self) -> None:
        """All conditions, each kind where it may speak of rows."""
        rule = self.rule
        of_rows = [(rule.when, rule.places)]
        of_rows += [(case.when, case.places) for case in rule.cases]
        of_rows += [(change.when, change.places) for change in rule.adjustments]
        for when, places in of_rows:
            self._when(self.inside, when, places)
        if isinstance(rule, Subsidy):
            paying = [(part.when, part.places) for part in rule.instalments]
            for when, places in (*paying, *((back.when, back.places) for back in rule.clawbacks)):
                self._when(self.outside, when, places)
        else:
            self._when(self.outside, rule.fuse, rule.places, "fuse")

    def _when(self, checker: Checker | None, when: When, places: Places, key: str = "when") -> None:
        if when and checker is not None:
            check_conditions(when, checker.condition, self._diagnostics, places.value(key))

    def amounts(self) -> None:
        """All sums of money and multipliers."""
        rule = self.rule
        for written in self._of_rows():
            if self.inside is not None:
                self.inside.number(written, unit=YUAN)
        limits = (rule.cap, rule.least, *(one.cap for one in rule.adjustments))
        for limit in (*limits, *(rule.also_cap if isinstance(rule, Loan) else ())):
            if limit is not None:
                self.outside.number(limit, unit=YUAN)
        for one in rule.adjustments:
            if one.times is not None and self.inside is not None:
                self.inside.number(one.times, unit=PLAIN)

    def _of_rows(self) -> Iterator[Written]:
        rule = self.rule
        found = [rule.amount, rule.row_cap] if isinstance(rule, Subsidy) else [rule.line]
        for tier in rule.tiers:
            found += [tier.amount, tier.cap]
        for case in rule.cases:
            found += [case.amount, case.cap]
        found += [one.add for one in rule.adjustments]
        yield from (text for text in found if text is not None)

    def tiers(self) -> None:
        """The value that divides, and the tiers as they are written."""
        rule = self.rule
        typed = None
        if rule.by is not None and self.inside is not None:
            typed = self.inside.number(rule.by)
        unit, scale = (None, None) if typed is None else (typed.unit, typed.scale)
        checked = [
            (one.within, check_interval(one.within, self._diagnostics, unit=unit, scale=scale))
            for one in rule.tiers
        ]
        known = [(written, interval) for written, interval in checked if interval is not None]
        if len(known) == len(checked) and rule.hit is None:
            check_bands(known, self._diagnostics)
