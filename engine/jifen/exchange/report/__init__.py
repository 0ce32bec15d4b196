"""Reports of a run: a workbook for people, CSV for other programs, lists to be published."""

from jifen.exchange.report.boards import write_board_workbook
from jifen.exchange.report.entitlements import write_entitlements
from jifen.exchange.report.tables import write_boards, write_problems, write_scores
from jifen.exchange.report.workbook import write_report

__all__ = [
    "write_board_workbook",
    "write_boards",
    "write_entitlements",
    "write_problems",
    "write_report",
    "write_scores",
]
