"""One cell to one value, exactly as its column declares it (S1); never by guess.

A reader gives a value, ``Absence.MISSING`` for what was not told, a :class:`Rounded` where digits beyond the
declared ones were dropped, or a :class:`Fault` that says what is wrong.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from attrs import frozen

from jifen.exchange.sheets import SIGNIFICANT, BrokenCell, ShownAsPercent
from jifen.language.diagnostics import nearest
from jifen.model.enterprise import Absence
from jifen.model.quantity import Scale
from jifen.model.terms import Field


@frozen
class Fault:
    """Why a cell cannot be read: the code of the message and its facts."""

    code: str
    facts: Mapping[str, object]


@frozen
class Rounded:
    """A number of which digits were dropped, and how it was written."""

    value: int
    typed: str


Reading = int | bool | str | date | Absence | Rounded | Fault
Reader = Callable[[object], Reading]

MAX_INTEGER_DIGITS = 18
_LARGEST = 10**MAX_INTEGER_DIGITS

_ABSENT = frozenset({"", "-", "--", "—", "——", "–", "―", "/", "n/a", "na"})
_NOT_APPLICABLE = "不适用"
_FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("是", "√", "✓", "✔", "1", "true"), True),
    **dict.fromkeys(("否", "×", "✗", "✕", "✘", "0", "false"), False),
}
_HALF_WIDTH: dict[int, str | None] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0x00A0: " ",
    0x202F: " ",
    0x2009: " ",
    0x2212: "-",
    0xFEFF: None,
    0x200B: None,
}
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})(日?)", re.ASCII)
_MIDNIGHT = re.compile(r"[ T]00?:00(:00)?$")


def half_width(text: str) -> str:
    """``text`` with full-width letters, digits and signs as half-width ones, without blanks around it."""
    return text.translate(_HALF_WIDTH).strip()


def reader_for(field: Field, scale: Scale) -> Reader:
    """How to read the cells of a column that holds ``field``, its numbers written in ``scale``."""
    if field.type == "number":
        return _number_reader(field, scale)
    if field.type == "flag":
        return _read_flag
    if field.type == "date":
        return read_date
    return _text_reader(field)


def _absence(text: str) -> Absence | None:
    if text.casefold() in _ABSENT:
        return Absence.MISSING
    return Absence.NOT_APPLICABLE if text == _NOT_APPLICABLE else None


def unfit(code: str, raw: object, **facts: object) -> Fault:
    """What is said of a cell of another type; a formula without a value is what is wrong before all else."""
    if isinstance(raw, BrokenCell):
        return Fault("J763", {"found": raw.text}) if raw.text else Fault("J764", {})
    return Fault(code, {"found": describe(raw), **facts})


def describe(raw: object) -> str:
    """What a cell holds, as messages say it."""
    if isinstance(raw, bool):
        return "逻辑值 " + ("TRUE" if raw else "FALSE")
    if isinstance(raw, ShownAsPercent):
        return str(raw)
    if isinstance(raw, float | int):
        return digits_of(raw)
    if isinstance(raw, Decimal):
        return format(raw, "f")
    if isinstance(raw, datetime):
        return f"日期 {raw.date().isoformat()}"
    if isinstance(raw, date):
        return f"日期 {raw.isoformat()}"
    if isinstance(raw, str):
        shown = raw.strip()
        return f"“{shown if len(shown) <= 40 else shown[:40] + '…'}”"
    return f"时间 {raw}"


def digits_of(number: float) -> str:
    """A spreadsheet's number in decimal digits, of which 15 are significant."""
    if isinstance(number, int) or not math.isfinite(number):
        return str(number)
    return format(Decimal(format(number, f".{SIGNIFICANT}g")), "f")


def _number_reader(field: Field, scale: Scale) -> Reader:
    above = scale.factor.numerator * 10**field.digits
    below = scale.factor.denominator

    def read(raw: object) -> Reading:
        written = _written_number(raw, scale)
        return kept(written, raw) if isinstance(written, Decimal) else written

    def kept(written: Decimal, raw: object) -> Reading:
        if written.adjusted() > MAX_INTEGER_DIGITS:
            return Fault("J752", {"found": describe(raw), "limit": MAX_INTEGER_DIGITS})
        numerator, denominator = written.as_integer_ratio()
        value, rest = divmod(abs(numerator) * above, denominator * below)
        if value >= _LARGEST * 10**field.digits:
            return Fault("J752", {"found": describe(raw), "limit": MAX_INTEGER_DIGITS})
        if rest and 2 * rest >= denominator * below:
            value += 1
        value = -value if numerator < 0 else value
        if field.minimum is not None and (value < field.minimum):
            return Fault("J753", {"found": describe(raw), "bound": written_in(field, scale, field.minimum)})
        return Rounded(value, format(written, "f")) if rest else value

    return read


def _written_number(raw: object, scale: Scale) -> Decimal | Absence | Fault:
    """The number as written in the cell; a spreadsheet's binary number at its 15 significant digits."""
    if isinstance(raw, str):
        return _number_in_text(raw, scale.name == "%")
    if raw is None:
        return Absence.MISSING
    if isinstance(raw, ShownAsPercent):
        if scale.unit.powers:
            return Fault("J751", {"found": describe(raw)})
        return raw.held * scale.factor.denominator / scale.factor.numerator
    if isinstance(raw, float) and math.isfinite(raw):
        return Decimal(format(raw, f".{SIGNIFICANT}g"))
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool) and math.isfinite(raw):
        return Decimal(raw)
    return unfit("J756", raw, expected="数")


def _number_in_text(raw: str, percent: bool) -> Decimal | Absence | Fault:
    text = half_width(raw)
    absent = _absence(text)
    if absent is not None:
        return absent
    number = text
    if text.endswith("%"):
        if not percent:
            return Fault("J751", {"found": describe(raw)})
        number = text[:-1].rstrip()
    match = _NUMBER.fullmatch(number)
    if match is None:
        return Fault("J750", {"found": describe(raw), "reason": _why_not_a_number(number)})
    sign, whole, fraction = match.groups()
    digits = whole.replace(",", "").replace(" ", "").lstrip("0") or "0"
    if len(digits) > MAX_INTEGER_DIGITS:
        return Fault("J752", {"found": describe(raw), "limit": MAX_INTEGER_DIGITS})
    return Decimal(f"{sign}{digits}.{(fraction or '0')[:100]}")


def _why_not_a_number(text: str) -> str:
    if re.fullmatch(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+", text):
        return "科学计数法已经丢失了后面的位数"
    if re.fullmatch(r"[+-]?[\d,. ]+", text):
        return "千分位或小数点的位置不对"
    if re.fullmatch(r"[+-]?[\d,. ]+\D+", text):
        return "数后面带有文字，单位应写在表头"
    if text.startswith("#"):
        return "这是 Excel 公式的错误值"
    return ""


def written_in(field: Field, scale: Scale, value: int) -> str:
    """A stored number of ``field`` as written in ``scale``, with its unit."""
    exact = exact_text(field, scale, value)
    return f"{exact}{scale.name}" if exact is not None else f"{value}"


def exact_text(field: Field, scale: Scale, value: int) -> str | None:
    """The decimal digits of a stored number in ``scale``; None where they would not end."""
    numerator = value * scale.factor.denominator
    denominator = scale.factor.numerator * 10**field.digits
    common = math.gcd(numerator, denominator)
    numerator, denominator = numerator // common, denominator // common
    places, power = 0, 1
    while power % denominator:
        places, power = places + 1, power * 10
        if places > 60:
            return None
    digits = str(abs(numerator) * (power // denominator)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text


def _read_flag(raw: object) -> Reading:
    if isinstance(raw, bool):
        return raw
    if raw is None:
        return Absence.MISSING
    if isinstance(raw, float | int) and raw in (0, 1):
        return bool(raw)
    if isinstance(raw, str):
        text = half_width(raw)
        flag = _FLAGS.get(text.casefold())
        absent = _absence(text)
        if flag is not None or absent is not None:
            return flag if flag is not None else absent or Absence.MISSING
    return unfit("J755", raw)


def read_date(raw: object) -> Reading:
    """A date as Excel keeps it, or as text 2020-01-31, 2020/1/31, 2020年1月31日; a bare number is none."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if raw is None:
        return Absence.MISSING
    if not isinstance(raw, str):
        return unfit("J754", raw, reason="没有按日期格式存放的数")
    text = _MIDNIGHT.sub("", half_width(raw))
    absent = _absence(text)
    if absent is not None:
        return absent
    match = _DATE.fullmatch(text)
    if match is None or bool(match[5]) != bool(match[7]):
        return Fault("J754", {"found": describe(raw), "reason": "写法不对"})
    try:
        return date(int(match[1]), int(match[2] or match[3] or match[4] or match[5]), int(match[6]))
    except ValueError:
        return Fault("J754", {"found": describe(raw), "reason": "没有这一天"})


def _text_reader(field: Field) -> Reader:
    options = {half_width(option): option for option in field.options}

    def read(raw: object) -> Reading:
        text = read_text(raw)
        if not isinstance(text, str) or not options:
            return text
        if half_width(text) in options:
            return options[half_width(text)]
        near = nearest(text, field.options) or ""
        return Fault("J757", {"found": describe(raw), "options": "、".join(field.options), "near": near})

    return read


def read_text(raw: object) -> str | Absence | Fault:
    """A text; a whole number that a spreadsheet made of digits is read as the digits."""
    if isinstance(raw, str):
        text = raw.strip()
        absent = _absence(half_width(text))
        return text if absent is None else absent
    if raw is None:
        return Absence.MISSING
    if isinstance(raw, ShownAsPercent):
        return str(raw)
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        if abs(raw) >= 10**SIGNIFICANT:
            return Fault("J758", {"found": describe(raw)})
        return digits_of(raw)
    return unfit("J756", raw, expected="文字")
