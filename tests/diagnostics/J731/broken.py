"""A workbook, since only a spreadsheet has such cells."""

from io import BytesIO

import xlsxwriter

HEADINGS = ("统一社会信用代码", "企业名称", "期间", "职工总数")
CELLS = (914403001922038216, "甲公司", 2020, 8)

_buffer = BytesIO()
_workbook = xlsxwriter.Workbook(_buffer)
_sheet = _workbook.add_worksheet("企业")
_sheet.write_row(0, 0, HEADINGS)
_sheet.write_row(1, 0, CELLS)
_workbook.close()
CONTENT = _buffer.getvalue()
