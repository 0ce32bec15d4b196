"""What ``jifen decide`` and ``jifen why`` share: opening policies, deciding one enterprise, showing it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS
from jifen.interfaces.commands.options import PATH
from jifen.interfaces.commands.output import console, print_json

if TYPE_CHECKING:
    from jifen.cohort.members import Cohort
    from jifen.interfaces.library import RuleLibrary
    from jifen.model.enterprise import Enterprise
    from jifen.model.entitlement import Decision
    from jifen.model.period import Period

F = TypeVar("F", bound=Callable[..., Any])

policy_option = click.option(
    "--policy",
    "policies",
    multiple=True,
    type=PATH,
    metavar="路径",
    help="政策文件或文件夹，可以写多次；不写则用随程序附带的、适用于该园区的全部政策",
)
allow_assumed_option = click.option(
    "--allow-assumed", is_flag=True, help="假定的数字也算（结果会注明，只供测算）"
)


def opened(park: str, policies: Sequence[Path], plugins: Sequence[Path]) -> "RuleLibrary":
    """The policies for a park; what is worth knowing of those that were named goes to standard error."""
    from jifen.interfaces.library import open_library
    from jifen.interfaces.render import render
    from jifen.loading.bundled import policies_folder

    library = open_library(park, policies or [policies_folder()], plugins=plugins)
    told = [one for one in library.notices if policies or one.severity != "notice"]
    if told:
        render(told, console(error=True))
    return library


def decided(
    library: "RuleLibrary",
    enterprise: "Enterprise",
    period: "Period",
    as_of: date,
    *,
    allow_assumed: bool,
    scores: "Mapping[int, Cohort] | None" = None,
    cohort: "Cohort | None" = None,
) -> "Decision":
    """The decision of one enterprise with its reasons."""
    from jifen.evaluation.rows import FunctionFault
    from jifen.language.diagnostics import Diagnostic, DiagnosticError

    try:
        return library.decide(
            enterprise,
            period=period,
            as_of=as_of,
            cohort=cohort,
            scores=scores,
            allow_assumed=allow_assumed,
        )
    except FunctionFault as fault:
        facts = {"name": enterprise.name or enterprise.code, "cause": str(fault)}
        raise DiagnosticError((Diagnostic.of("J808", None, facts),)) from fault


def saved_scores(folder: Path, library: "RuleLibrary") -> "Mapping[int, Cohort]":
    """The scores that a run has kept, by scoring year, if the park's rules are still those of the run."""
    from jifen.exchange.runs import read_run

    saved = read_run(folder)
    saved.check_rules(library.park.plan)
    return {saved.period.year: saved.cohort(library.park.plan)}


def of_rule(decision: "Decision", rule: str | None) -> "Decision":
    """The decision with one rule alone, if one was asked for: by id, policy and id, or title."""
    if rule is None:
        return decision
    from attrs import evolve

    found = tuple(one for one in decision.entitlements if rule.strip() in (one.rule, one.full_id, one.title))
    if not found:
        known = sorted({one.rule for one in decision.entitlements})
        raise no_such_rule(rule, known)
    return evolve(decision, entitlements=found)


def no_such_rule(rule: str, known: Sequence[str]) -> Exception:
    """What is said where no rule is called so."""
    from jifen.language.diagnostics import Diagnostic, DiagnosticError, nearest

    facts = {"rule": rule, "near": nearest(rule, known), "known": "、".join(known)}
    return DiagnosticError((Diagnostic.of("J842", None, facts),))


def show(decision: "Decision", library: "RuleLibrary", shape: str) -> int:
    """Print a decision; the exit code."""
    if shape == "json":
        from jifen.explain.entitlements import decision_with_explanations

        print_json(decision_with_explanations(decision))
    else:
        from jifen.interfaces.commands.decision import show_decision

        show_decision(console(), decision, library.park.plan.name)
    unknown = any(one.outcome == "undetermined" for one in decision.entitlements)
    return FOUND_PROBLEMS if unknown else FINISHED
