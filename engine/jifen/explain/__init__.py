"""Reasons as sentences: plain, exact Chinese with the numbers put in."""

from jifen.explain.sentences import explain_indicator, seen
from jifen.explain.tables import TableSeen, tables_seen
from jifen.explain.values import shown

__all__ = ["TableSeen", "explain_indicator", "seen", "shown", "tables_seen"]
