"""Words around messages on a terminal."""

from collections.abc import Mapping

from jifen.language.wording.entry import Severity

SEVERITIES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "notice": "提示"}
WHY = "原因"
HELP = "改法"
CLAUSE = "条款"

TOTAL = "共 {counts}"
COUNT = "{number} 个{severity}"
BETWEEN_COUNTS = "、"
NOTHING_FOUND = "没有发现问题"
