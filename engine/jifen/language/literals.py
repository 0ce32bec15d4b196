"""Numbers with their units as they stand in an expression (S1, S4)."""

import re
from fractions import Fraction

from attrs import field, frozen

from jifen.language.diagnostics import nearest
from jifen.language.lexicon import (
    FUNCTIONS,
    KEYWORDS,
    UNIT_NAMES,
    WORDS_BETWEEN,
    Lexicon,
    is_word,
    longest_of,
)
from jifen.language.syntax import Number, Span
from jifen.model.quantity import RATIO_STEPS, parse_scale

MAX_WHOLE_DIGITS = 18
MAX_FRACTION_DIGITS = 8

_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
    r"|(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
)
_SCIENTIFIC = re.compile(r"[0-9.]+[eE][+-]?[0-9]+(?![0-9A-Za-z_])")
_DIGITS = re.compile(r"[0-9.]+")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@frozen
class Problem:
    """A finding of the spelling: a code, where, and the facts for its words."""

    code: str
    span: Span
    facts: dict[str, str | None] = field(factory=dict)


@frozen
class Literal:
    """What was read: a number, or the problem that it has."""

    span: Span
    number: Number | None = None
    problem: Problem | None = None


def is_digit(character: str) -> bool:
    """Whether it is one of the ten digits; other digits of Unicode make no numbers here."""
    return "0" <= character <= "9"


def function_at(text: str, start: int) -> str:
    """The longest function name at ``start`` that an opening bracket follows, or the empty string."""
    name = longest_of(FUNCTIONS, text, start)
    return name if name and text[start + len(name) :].lstrip().startswith("(") else ""


def read_literal(text: str, start: int, lexicon: Lexicon) -> Literal:
    """The literal that begins at ``start``, where a digit or a decimal point stands."""
    for pattern, code in ((_DATE, "J319"), (_SCIENTIFIC, "J308"), (_THOUSANDS, "J310")):
        match = pattern.match(text, start)
        if match is not None and not (code == "J310" and _two_edges(text, start, match.end())):
            end = match.end() if code == "J319" else _unit(text, match.end(), lexicon)[1]
            return _faulty(code, start, end, instead=_corrected(code, text, start, match.end(), end))
    digits = _DIGITS.match(text, start)
    written = digits[0] if digits else ""
    after = start + len(written)
    if not _PLAIN.fullmatch(written):
        _, end = _unit(text, after, lexicon)
        return _faulty("J308", start, end, instead=_corrected("J308", text, start, after, end))
    unit, end = _unit(text, after, lexicon)
    if unit is None:
        unknown = text[after:end]
        return _faulty("J410", start, end, number=written, unit=unknown, near=nearest_unit(unknown))
    problem = _too_many_digits(written)
    if problem:
        return _faulty("J309", start, end, problem=problem)
    if unit == "分":
        return _faulty("J413", start, end, number=written)
    return Literal((start, end), Number(Fraction(written), unit, span=(start, end)))


def nearest_unit(unit: str) -> str | None:
    """The unit that was probably meant, rather a longer one than one that leaves something out."""
    long_enough = [name for name in UNIT_NAMES if len(name) >= len(unit)]
    return nearest(unit, long_enough) or nearest(unit, UNIT_NAMES)


def _faulty(code: str, start: int, end: int, **facts: str | None) -> Literal:
    return Literal((start, end), problem=Problem(code, (start, end), facts))


def _two_edges(text: str, start: int, end: int) -> bool:
    """Whether digits with a comma are both edges of an interval, as in ``[100,200)``, and no thousands."""
    if text.count(",", start, end) > 1:
        return False
    return text[:start].rstrip().endswith("[") or text[end:].lstrip().startswith("]")


def _too_many_digits(written: str) -> str:
    whole, _, fraction = written.partition(".")
    if len(whole.lstrip("0")) > MAX_WHOLE_DIGITS:
        return f"整数部分有 {len(whole.lstrip('0'))} 位"
    return f"小数部分有 {len(fraction)} 位" if len(fraction) > MAX_FRACTION_DIGITS else ""


def _corrected(code: str, text: str, start: int, after: int, end: int) -> str:
    """How a faulty number was probably meant, with its unit; empty where that cannot be told."""
    digits = _digits_meant(code, text[start:after])
    return digits and digits + text[after:end]


def _digits_meant(code: str, written: str) -> str:
    if code == "J310":
        return written.replace(",", "")
    if code != "J308":
        return ""
    if written.startswith("."):
        written = "0" + written
    if _PLAIN.fullmatch(written.removesuffix(".")):
        return written.removesuffix(".")
    mantissa, _, exponent = written.lower().partition("e")
    if not exponent or not _PLAIN.fullmatch(mantissa) or len(exponent) > 3:
        return ""
    value = Fraction(mantissa) * Fraction(10) ** int(exponent)
    return str(value) if value.denominator == 1 and not _too_many_digits(str(value)) else ""


def _unit(text: str, after: int, lexicon: Lexicon) -> tuple[str | None, int]:
    """The unit behind digits that end at ``after`` and where it ends; None for a word that is no unit."""
    start = after
    while start < len(text) and text[start] == " ":
        start += 1
    end = _unit_name_end(text, start, lexicon)
    while end > start and text[end : end + 1] == "/":
        part_end = _unit_name_end(text, end + 1, lexicon)
        if part_end == end + 1 or not _ends_well(text, part_end, lexicon):
            break
        end = part_end
    if end > start and _ends_well(text, end, lexicon):
        unit = text[start:end]
        return (unit, end) if unit in RATIO_STEPS or parse_scale(unit) else (None, end)
    if start > after or _ends_well(text, start, lexicon):
        return "", after
    end = max(end, start + 1)
    while not _ends_well(text, end, lexicon):
        end += 1
    return None, end


def _unit_name_end(text: str, start: int, lexicon: Lexicon) -> int:
    """Where the unit at ``start`` ends; ``start`` when there is none or a longer known name begins there."""
    end = start + len(longest_of(UNIT_NAMES, text, start))
    return end if lexicon.longest(text, start) <= end else start


def _ends_well(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether a literal may end here: before no word character, or before something known."""
    if end >= len(text) or not is_word(text[end]):
        return True
    return (
        lexicon.longest(text, end) > end
        or bool(longest_of((*KEYWORDS, *WORDS_BETWEEN), text, end))
        or bool(function_at(text, end))
    )
