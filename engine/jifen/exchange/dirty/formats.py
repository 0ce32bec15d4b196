"""Files as they come: encodings, separators, suffixes, and what is no roster at all."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jifen.exchange.dirty.book import Book, Page
from jifen.exchange.dirty.kinds import Draw, Files, Kind, kind
from jifen.exchange.reading import ENTERPRISE_SHEET

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _xlsx(draw: Draw) -> Files:
    return {"名单.xlsx": draw.book.as_xlsx()}


def _csv(encoding: str, delimiter: str = ",", line_end: str = "\r\n") -> Callable[[Draw], Files]:
    def make(draw: Draw) -> Files:
        return {"名单.csv": draw.book.as_csv(encoding, delimiter, line_end)}

    return make


def _quoted_line_breaks(draw: Draw) -> Files:
    for number, heading in enumerate(draw.main.head):
        draw.main.head[number] = str(heading).replace("（", "\n（")
    return {"名单.csv": draw.book.as_csv(draw.random.choice(["utf-8-sig", "gb18030"]))}


def _other_suffix(draw: Draw) -> Files:
    name = draw.random.choice(["名单.csv", "名单.xls", "名单.dat", "名单"])
    return {name: draw.book.as_xlsx()}


def _csv_called_workbook(draw: Draw) -> Files:
    name = draw.random.choice(["名单.xls", "名单.xlsx", "名单.txt"])
    delimiter = draw.random.choice([",", "\t"])
    return {name: draw.book.as_csv(draw.random.choice(["utf-8", "gb18030"]), delimiter)}


def _macro_workbook(draw: Draw) -> Files:
    return {"名单.xlsm": draw.book.as_xlsx()}


def _cut_workbook(draw: Draw) -> Files:
    whole = draw.book.as_xlsx()
    return {"名单.xlsx": whole[: draw.random.randrange(len(whole) // 4, len(whole) - 30)]}


def _cut_in_a_character(draw: Draw) -> Files:
    whole = draw.book.as_csv("utf-8")
    cut = draw.random.randrange(len(whole) // 2, len(whole))
    while whole[cut] & 0xC0 != 0x80:
        cut -= 1
    return {"名单.csv": whole[:cut]}


def _cut_in_a_line(draw: Draw) -> Files:
    whole = draw.book.as_csv("utf-8")
    last = whole.rstrip().rindex(b"\n") + 1
    return {"名单.csv": whole[: last + draw.random.randrange(20, 40)].decode("utf-8", "ignore").encode()}


def _cut_in_the_last_cell(draw: Draw) -> Files:
    for line in draw.main.lines:
        line.append(line.pop(2))
    draw.main.columns.append(draw.main.columns.pop(2))
    return {"名单.csv": draw.book.as_csv("utf-8").rstrip()[:-1]}


def _web_page(draw: Draw) -> Files:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell if cell is not None else ''}</td>" for cell in line) + "</tr>"
        for line in draw.main.lines
    )
    head = draw.random.choice(["<html>", "<!DOCTYPE html>\n<html>", "\ufeff<HTML>", "\r\n<table>"])
    return {"名单.xls": f"{head}<table>{rows}</table></html>".encode()}


def _xml_workbook(_: Draw) -> Files:
    return {
        "名单.xls": b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    }


def _encrypted(_: Draw) -> Files:
    return {"名单.xlsx": _OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(400)}


def _other_document(draw: Draw) -> Files:
    content = draw.random.choice(
        [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"\x89PNG\r\n\x1a\n", b"Rar!\x1a\x07\x00"]
    )
    return {"名单.xlsx": content + bytes(draw.random.randrange(10, 200))}


def _word_document(_: Draw) -> Files:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("[Content_Types].xml"), "<Types/>")
        archive.writestr(ZipInfo("word/document.xml"), "<document/>")
    return {"名单.xlsx": buffer.getvalue()}


def _old_binary(draw: Draw) -> Files:
    return {"名单.xls": _OLE + bytes(draw.random.randrange(500, 5000))}


def _bomb(draw: Draw) -> Files:
    """A workbook whose sheet unpacks to a hundred megabytes of blanks."""
    buffer = BytesIO()
    with ZipFile(BytesIO(draw.book.as_xlsx())) as whole, ZipFile(buffer, "w", ZIP_DEFLATED) as bomb:
        for entry in whole.infolist():
            content = whole.read(entry)
            if entry.filename == "xl/worksheets/sheet2.xml":
                content = content.replace(b"<sheetData>", b"<sheetData>" + b" " * (120 * 2**20), 1)
            bomb.writestr(entry, content, compresslevel=1)
    return {"名单.xlsx": buffer.getvalue()}


def _far_cell(draw: Draw) -> Files:
    """A workbook with a forgotten cell in the last row and column that a sheet can have."""
    corner = draw.random.choice([(1_048_575, 16_383), (1_048_575, 300), (70_000, 16_383)])
    return {
        "名单.xlsx": draw.book.as_xlsx(
            lambda workbook: workbook.get_worksheet_by_name(ENTERPRISE_SHEET).write_string(*corner, "x")
        )
    }


def _wide_text(draw: Draw) -> Files:
    return {"名单.csv": draw.book.as_csv() + b"," * 1_000_000 + b"\r\n"}


def _utf_16(draw: Draw) -> Files:
    return {"名单.csv": draw.book.as_csv("utf-16")}


def _broken_bytes(draw: Draw) -> Files:
    content = bytearray(draw.book.as_csv(draw.random.choice(["utf-8", "utf-8-sig"])))
    for _ in range(3):
        content[draw.random.randrange(len(content) // 2, len(content))] = 0xFF
    return {"名单.csv": bytes(content)}


def _open_quote(draw: Draw) -> Files:
    content = draw.book.as_csv("utf-8").decode()
    name = str(draw.main.body[0][1])
    return {"名单.csv": content.replace(name, f'"{name}', 1).encode()}


def _empty(draw: Draw) -> Files:
    return {draw.random.choice(["名单.xlsx", "名单.csv"]): draw.random.choice([b"", b"\r\n", b"   "])}


def _empty_sheet(draw: Draw) -> Files:
    draw.book.pages = [Page(ENTERPRISE_SHEET, [[]], [])]
    return {"名单.xlsx": draw.book.as_xlsx()}


def _headings_only(draw: Draw) -> Files:
    del draw.main.lines[1:]
    return {"名单.csv": draw.book.as_csv()} if draw.random.random() < 0.5 else _xlsx(draw)


def _being_edited(draw: Draw) -> Files:
    return {"名单.xlsx": draw.book.as_xlsx(), "~$名单.xlsx": b"\x05" + bytes(164)}


def _no_such_sheet(_: Draw) -> Files:
    book = Book([Page("封面", [["2020年度企业创新积分"], ["请见附件"]], [])])
    return {"名单.xlsx": book.as_xlsx()}


KINDS: tuple[Kind, ...] = (
    kind("xlsx", "完好的工作簿", "right", "", _xlsx),
    kind("xlsm", "带宏的工作簿", "right", "", _macro_workbook),
    kind("utf-8", "UTF-8 的 CSV", "right", "", _csv("utf-8")),
    kind("bom", "带 BOM 的 UTF-8 CSV", "right", "", _csv("utf-8-sig")),
    kind("gb18030", "GB18030 的 CSV", "right", "", _csv("gb18030")),
    kind("semicolon", "以分号分隔的 CSV", "right", "", _csv("utf-8-sig", ";")),
    kind("tab", "以制表符分隔的 CSV", "right", "", _csv("gb18030", "\t", "\n")),
    kind("quoted-line-breaks", "格子里有换行的 CSV", "right", "", _quoted_line_breaks),
    kind("other-suffix", "后缀写错的工作簿", "right", "", _other_suffix),
    kind("csv-called-workbook", "后缀写成工作簿的 CSV", "right", "", _csv_called_workbook),
    kind("being-edited", "正被别人打开的工作簿", "problems", "J792", _being_edited),
    kind("cut-workbook", "没有传完的工作簿", "refused", "J705", _cut_workbook),
    kind("cut-in-a-character", "在汉字中间断开的 CSV", "refused", "J706", _cut_in_a_character),
    kind("cut-in-a-line", "在一行中间断开的 CSV", "problems", "J743 J793", _cut_in_a_line),
    kind("cut-in-the-last-cell", "在最后一格断开的 CSV", "problems", "J793", _cut_in_the_last_cell),
    kind("web-page", "存成 .xls 的网页", "refused", "J702", _web_page),
    kind("xml-workbook", "2003 版 XML 表格", "refused", "J702", _xml_workbook),
    kind("encrypted", "加了密码的工作簿", "refused", "J703", _encrypted),
    kind("other-document", "别的文件改了后缀", "refused", "J702", _other_document),
    kind("word-document", "Word 文档改了后缀", "refused", "J702", _word_document),
    kind("old-binary", "损坏的旧格式工作簿", "refused", "J705", _old_binary),
    kind("bomb", "压缩炸弹", "refused", "J704", _bomb),
    kind("far-cell", "遥远的角落里有一格", "refused", "J704", _far_cell),
    kind("wide-text", "有一百万个空列的 CSV", "refused", "J704", _wide_text),
    kind("utf-16", "UTF-16 的 CSV", "refused", "J706", _utf_16),
    kind("broken-bytes", "有坏字节的 CSV", "refused", "J706", _broken_bytes),
    kind("open-quote", "引号没有配对的 CSV", "refused", "J707", _open_quote),
    kind("empty", "空文件", "refused", "", _empty),
    kind("empty-sheet", "空的工作表", "refused", "J709", _empty_sheet),
    kind("headings-only", "只有表头", "refused", "J709", _headings_only),
    kind("no-such-sheet", "没有企业数据的工作簿", "refused", "J708", _no_such_sheet),
)
