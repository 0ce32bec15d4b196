"""Reasons as sentences: plain, exact Chinese with the numbers put in."""

from jifen.explain.assessments import explain_assessment, explain_gate, holds, verdict
from jifen.explain.dimensions import full_of
from jifen.explain.gains import explain_gain, explain_missing
from jifen.explain.lacking import lacking_name, lacking_names
from jifen.explain.sentences import explain_indicator, seen
from jifen.explain.tables import TableSeen, tables_seen
from jifen.explain.values import shown

__all__ = [
    "TableSeen",
    "explain_assessment",
    "explain_gain",
    "explain_gate",
    "explain_indicator",
    "explain_missing",
    "full_of",
    "holds",
    "lacking_name",
    "lacking_names",
    "seen",
    "shown",
    "tables_seen",
    "verdict",
]
