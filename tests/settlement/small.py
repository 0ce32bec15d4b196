"""Small policies, written as files and opened for a small park; enterprises for them."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from attrs import evolve
from tests.semantics.trial import CODE, WHOLE, bands, indicator, write_plugin

from jifen.cohort.members import Cohort
from jifen.cohort.settling import Settled
from jifen.interfaces.library import RuleLibrary, policy_problems
from jifen.interfaces.park import ScoringPark, Told
from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics
from jifen.loading.library import Reading, read_park
from jifen.loading.parks import discover_parks
from jifen.loading.policies import open_library
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision, Entitlement
from jifen.plan.library import lower_library
from jifen.plan.lower import lower

PERIOD = "2023"
YEAR_END = date(2023, 12, 31)
AS_OF = date(2024, 6, 30)

PARK = (
    WHOLE
    + indicator("staff", bands(("< 10人", 60), (">= 10人", 80)), "职工总数")
    + '[[board]]\nid = "board"\nname = "总榜"\nby = "积分"\nwithin = "park"\ntop = 1\nsource = "试行办法"\n'
)
"""A park that scores by one figure: 60 below ten people, 80 from ten on."""


def policy(text: str, *, name: str = "p", version: str = "1", more: str = 'rewards = "2023"') -> str:
    """A policy file of these tables; ``more`` are further lines of its head."""
    return f"""\
[policy]
id = "{name}"
version = "{version}"
title = "{name}"
issuer = "试行"
applies_to = "any"
round = "元"
source = "试行办法"
{more}

{text}
"""


def subsidy(name: str, amount: str, when: Sequence[str] = (), **keys: str) -> str:
    """A subsidy of a formula; ``keys`` are further lines, their values as TOML."""
    lines = ["[[subsidy]]", f'id = "{name}"', f'title = "{name}"', f"amount = '''{amount}'''"]
    lines += [f"when = [{', '.join(repr(each) for each in when)}]"] if when else []
    return "\n".join([*lines, *(f"{key} = {value}" for key, value in keys.items())]) + "\n\n"


@cache
def _reading(park: str) -> Reading:
    """A park of these files, read once."""
    with tempfile.TemporaryDirectory() as scratch:
        write_plugin(Path(scratch), {"park.toml": park})
        return read_park(discover_parks([Path(scratch)]).plugin("trial"))


def library(*policies: str, park: str = PARK) -> RuleLibrary:
    """The policies that these texts are the files of, opened for a small park.

    The park is read once, and without scorecards, so that thousands of small policies can be opened.
    """
    diagnostics = Diagnostics()
    with _written(policies) as paths:
        loaded = open_library(_reading(park), paths, diagnostics)
    if loaded is not None:
        of_park = evolve(loaded.park, vocabulary=loaded.vocabulary, scorecards=())
        plan = lower(of_park, diagnostics)
        assert plan is not None
        parts = lower_library(plan, loaded.files, loaded.seen, diagnostics)
        if parts is not None:
            return RuleLibrary(ScoringPark(of_park, plan, ()), loaded, parts, diagnostics.sorted())
    raise DiagnosticError(diagnostics.sorted())


def mistakes(*policies: str, park: str = PARK) -> list[str]:
    """The codes of what is wrong with the policies that these texts are the files of."""
    return [each.code for each in problems(*policies, park=park)]


def problems(*policies: str, park: str = PARK) -> tuple[Diagnostic, ...]:
    """What is wrong with the policies that these texts are the files of."""
    with _written(policies) as paths:
        return policy_problems(_reading(park), paths)


@contextmanager
def _written(policies: Sequence[str]) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as scratch:
        paths = [Path(scratch) / f"{number}.toml" for number in range(len(policies))]
        for path, text in zip(paths, policies, strict=True):
            path.write_text(text, "utf-8")
        yield paths


Rows = Mapping[str, Sequence[Mapping[str, Told]]]


def enterprise(
    rules: RuleLibrary,
    facts: Mapping[str, Told] | None = None,
    tables: Rows | None = None,
    *,
    code: str = CODE,
    before: Mapping[str, Told] | None = None,
    complete_to: date | None = AS_OF,
) -> Enterprise:
    """An enterprise with the facts of 2023 and of the year before."""
    told = {PERIOD: dict(facts or {}), "2022": dict(before or {})}
    return rules.park.enterprise(
        code, code[-3:], facts=told, founded=date(2000, 1, 1), tables=tables, complete_to=complete_to
    )


def decide(
    rules: RuleLibrary,
    one: Enterprise,
    *,
    cohort: Cohort | None = None,
    allow_assumed: bool = False,
    reasons: bool = False,
) -> Decision:
    """What the policies come to for one enterprise."""
    return rules.decide(
        one, period=PERIOD, as_of=AS_OF, cohort=cohort, allow_assumed=allow_assumed, reasons=reasons
    )


def decide_many(rules: RuleLibrary, every: Sequence[Enterprise]) -> Settled:
    """What the policies come to for a population."""
    return rules.decide_many(every, period=PERIOD, as_of=AS_OF)


def shown(one: Entitlement) -> str:
    """An entitlement in a word: the amount in 元, or the outcome."""
    return f"{one.amount:f}" if one.outcome == "granted" and one.amount is not None else one.outcome


def outcomes(decision: Decision) -> dict[str, str]:
    """All entitlements of a decision in a word each, by rule."""
    return {one.rule: shown(one) for one in decision.entitlements}


def award(key: str, amount: str, period: str = "2022", paid_on: date = date(2023, 6, 1)) -> dict[str, Told]:
    """A row of the ledger."""
    return {"奖励编号": key, "奖励期间": period, "金额": amount, "兑现日期": paid_on}


def event(kind: str, begins: date, ends: date | None = None) -> dict[str, Told]:
    """A row of the negative events."""
    return {"事件": kind, "发生日期": begins} | ({} if ends is None else {"终止日期": ends})
