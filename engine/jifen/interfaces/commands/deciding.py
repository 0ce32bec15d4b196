"""What ``jifen decide`` and ``jifen why`` share: opening policies, deciding one enterprise, showing it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jifen.interfaces.commands.framework import FINISHED, FOUND_PROBLEMS
from jifen.interfaces.commands.output import console, print_json

if TYPE_CHECKING:
    from jifen.cohort.members import Cohort
    from jifen.cohort.settling import Facts
    from jifen.interfaces.library import RuleLibrary
    from jifen.model.enterprise import Enterprise
    from jifen.model.entitlement import Decision
    from jifen.model.period import Period


def opened(park: str, policy: Sequence[Path], plugins: Sequence[Path]) -> "RuleLibrary":
    """The policies for a park; what is worth knowing of those that were named goes to standard error."""
    from jifen.interfaces.library import open_library
    from jifen.interfaces.render import render

    library = open_library(park, policy or None, plugins=plugins)
    if policy and library.notices:
        render(library.notices, console(error=True))
    return library


def decided(
    library: "RuleLibrary",
    enterprise: "Enterprise",
    period: "Period",
    as_of: date,
    *,
    allow_assumed: bool,
    programme: "Facts | None" = None,
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
            programme=programme,
        )
    except FunctionFault as fault:
        facts = {"name": enterprise.name or enterprise.code, "cause": str(fault)}
        raise DiagnosticError((Diagnostic.of("J808", None, facts),)) from fault


def saved_scores(folder: Path, library: "RuleLibrary") -> "Mapping[int, Cohort]":
    """The scores that a run has kept, by scoring year, if the park's rules are still those of the run."""
    from jifen.exchange.runs import read_run

    saved = read_run(folder)
    saved.check_rules(library.park.plan)
    return saved.scores(library.park.plan)


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


def show(decision: "Decision", library: "RuleLibrary", shape: str, instead: str | None = None) -> int:
    """Print a decision, or a line in place of its text; the exit code."""
    if shape == "json":
        from jifen.explain.entitlements import decision_with_explanations

        print_json(decision_with_explanations(decision))
    elif instead is not None:
        console().print(instead, soft_wrap=True)
    else:
        from jifen.interfaces.commands.decision import show_decision

        show_decision(console(), decision, library.park.plan.name)
    unknown = any(one.outcome == "undetermined" for one in decision.entitlements)
    return FOUND_PROBLEMS if unknown else FINISHED
