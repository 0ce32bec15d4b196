"""Jifen (积分): a policy-rules engine for China's Enterprise Innovation Points (企业创新积分制).

What embedders import. Names are loaded when they are first used, so that ``import jifen`` stays light;
``jifen.plugin`` and ``jifen.testing`` are public besides.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from jifen.cohort.assessing import Assessed as Assessed
    from jifen.cohort.members import Cohort as Cohort
    from jifen.cohort.scoring import Scored as Scored
    from jifen.evaluation.rows import FunctionFault as FunctionFault
    from jifen.exchange.reading import read_roster as read_roster
    from jifen.exchange.roster import Roster as Roster
    from jifen.exchange.runs import Run as Run
    from jifen.exchange.runs import SavedRun as SavedRun
    from jifen.exchange.runs import read_run as read_run
    from jifen.exchange.runs import write_run as write_run
    from jifen.exchange.sample import make_sample as make_sample
    from jifen.exchange.saved import read_cohort as read_cohort
    from jifen.exchange.saved import write_cohort as write_cohort
    from jifen.exchange.telling import UnknownValueError as UnknownValueError
    from jifen.exchange.writing import write_roster as write_roster
    from jifen.explain.assessments import explain_assessment as explain_assessment
    from jifen.explain.entitlements import explain_decision as explain_decision
    from jifen.explain.entitlements import explain_entitlement as explain_entitlement
    from jifen.explain.replaying import replay as replay
    from jifen.explain.sentences import explain_indicator as explain_indicator
    from jifen.interfaces.library import RuleLibrary as RuleLibrary
    from jifen.interfaces.library import open_library as open_library
    from jifen.interfaces.park import ScoringPark as ScoringPark
    from jifen.interfaces.park import open_park as open_park
    from jifen.language.diagnostics import Diagnostic as Diagnostic
    from jifen.language.diagnostics import DiagnosticError as DiagnosticError
    from jifen.loading.provenance import Figure as Figure
    from jifen.loading.provenance import figures as figures
    from jifen.model.decision import Assessment as Assessment
    from jifen.model.decision import DimensionScore as DimensionScore
    from jifen.model.decision import FactSeen as FactSeen
    from jifen.model.decision import IndicatorScore as IndicatorScore
    from jifen.model.decision import Missing as Missing
    from jifen.model.decision import ScoreCard as ScoreCard
    from jifen.model.decision import Standing as Standing
    from jifen.model.decision import Step as Step
    from jifen.model.enterprise import Absence as Absence
    from jifen.model.enterprise import Enterprise as Enterprise
    from jifen.model.entitlement import Decision as Decision
    from jifen.model.entitlement import Entitlement as Entitlement
    from jifen.model.period import Period as Period

_HOMES = {
    "Absence": "jifen.model.enterprise",
    "Assessed": "jifen.cohort.assessing",
    "Assessment": "jifen.model.decision",
    "Cohort": "jifen.cohort.members",
    "Decision": "jifen.model.entitlement",
    "Diagnostic": "jifen.language.diagnostics",
    "DiagnosticError": "jifen.language.diagnostics",
    "DimensionScore": "jifen.model.decision",
    "Entitlement": "jifen.model.entitlement",
    "Enterprise": "jifen.model.enterprise",
    "FactSeen": "jifen.model.decision",
    "Figure": "jifen.loading.provenance",
    "FunctionFault": "jifen.evaluation.rows",
    "IndicatorScore": "jifen.model.decision",
    "Period": "jifen.model.period",
    "Roster": "jifen.exchange.roster",
    "RuleLibrary": "jifen.interfaces.library",
    "Run": "jifen.exchange.runs",
    "SavedRun": "jifen.exchange.runs",
    "ScoreCard": "jifen.model.decision",
    "Scored": "jifen.cohort.scoring",
    "ScoringPark": "jifen.interfaces.park",
    "Missing": "jifen.model.decision",
    "Standing": "jifen.model.decision",
    "Step": "jifen.model.decision",
    "UnknownValueError": "jifen.exchange.telling",
    "explain_assessment": "jifen.explain.assessments",
    "explain_decision": "jifen.explain.entitlements",
    "explain_entitlement": "jifen.explain.entitlements",
    "explain_indicator": "jifen.explain.sentences",
    "figures": "jifen.loading.provenance",
    "make_sample": "jifen.exchange.sample",
    "open_library": "jifen.interfaces.library",
    "open_park": "jifen.interfaces.park",
    "read_cohort": "jifen.exchange.saved",
    "read_roster": "jifen.exchange.reading",
    "read_run": "jifen.exchange.runs",
    "replay": "jifen.explain.replaying",
    "write_cohort": "jifen.exchange.saved",
    "write_roster": "jifen.exchange.writing",
    "write_run": "jifen.exchange.runs",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 names of a table are strings


def __getattr__(name: str) -> Any:
    """A public name, loaded from its module when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
