"""A workbook in which a figure is merged over two rows."""

from io import BytesIO

import xlsxwriter

HEADINGS = ("统一社会信用代码", "企业名称", "期间", "营业收入（万元）", "职工总数")
CELLS = ("91330100799655058B", "甲公司", 2020, 120.5, 8)

_buffer = BytesIO()
_workbook = xlsxwriter.Workbook(_buffer)
_sheet = _workbook.add_worksheet("企业")
_sheet.write_row(0, 0, HEADINGS)
_sheet.write_row(1, 0, CELLS)
_sheet.write_row(2, 0, ("91110108551385082Q", "乙公司", 2020))
_sheet.merge_range(1, 3, 2, 3, 120.5)
_workbook.close()
CONTENT = _buffer.getvalue()
