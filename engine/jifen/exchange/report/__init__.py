"""Reports of a run: a workbook for people, CSV for other programs."""

from jifen.exchange.report.tables import write_boards, write_problems, write_scores
from jifen.exchange.report.workbook import write_report

__all__ = ["write_boards", "write_problems", "write_report", "write_scores"]
