"""A workbook of which one cell shows 6.5% and holds 0.065."""

from io import BytesIO

import xlsxwriter

HEADINGS = ("统一社会信用代码", "企业名称", "期间", "研发强度（%）")
CELLS = ("91330100799655058B", "甲公司", 2020)

_buffer = BytesIO()
_workbook = xlsxwriter.Workbook(_buffer)
_sheet = _workbook.add_worksheet("企业")
_sheet.write_row(0, 0, HEADINGS)
_sheet.write_row(1, 0, CELLS)
_sheet.write_number(1, 3, 0.065, _workbook.add_format({"num_format": "0.0%"}))
_workbook.close()
CONTENT = _buffer.getvalue()
