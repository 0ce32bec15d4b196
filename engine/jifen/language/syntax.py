"""The syntax tree of an expression: what was written, with places, before names and units are looked up."""

from fractions import Fraction
from typing import Literal, Union

from attrs import field, frozen

from jifen.model.expression import Operator
from jifen.model.quantity import decimal_text

Span = tuple[int, int]
"""Where a piece begins and ends in its text."""


def _span() -> Span:
    span: Span = field(default=(0, 0), eq=False, repr=False, kw_only=True)
    return span


@frozen
class Number:
    """A literal: ``amount`` of the unit written (``万元``, ``%``, none)."""

    amount: Fraction
    unit: str = ""
    span: Span = _span()


@frozen
class Flawed:
    """A literal that was already reported; what holds it is checked without it."""

    span: Span = _span()


@frozen
class Quoted:
    """A text in quotes."""

    text: str
    span: Span = _span()


@frozen
class Name:
    """A name, or two or more joined by dots (``技术合同.成交额``)."""

    parts: tuple[str, ...]
    span: Span = _span()


@frozen
class Call:
    """A function called with arguments."""

    function: str
    arguments: tuple["Node", ...]
    span: Span = _span()
    name_span: Span = _span()


@frozen
class Negative:
    """A minus before an operand."""

    operand: "Node"
    span: Span = _span()


@frozen
class Additions:
    """Two or more terms, each added or taken; the first is always added."""

    terms: tuple[tuple[Literal["+", "-"], "Node"], ...]
    span: Span = _span()


@frozen
class Multiplications:
    """Two or more factors from left to right, each multiplied or divided by; the first is multiplied."""

    factors: tuple[tuple[Literal["×", "÷"], "Node"], ...]
    span: Span = _span()


@frozen
class Comparison:
    """Two operands and an operator between them."""

    operator: Operator
    left: "Node"
    right: "Node"
    span: Span = _span()


@frozen
class Chain:
    """``a <= x < b``: understood, so that it can be refused with the interval that was meant."""

    operands: tuple["Node", ...]
    operators: tuple[Operator, ...]
    span: Span = _span()


@frozen
class Range:
    """``[a, b)`` and its three sisters."""

    low: "Node"
    low_closed: bool
    high: "Node"
    high_closed: bool
    span: Span = _span()


@frozen
class Half:
    """``>= a``: an interval with one edge, or the single point ``= a``."""

    operator: Operator
    edge: "Node"
    span: Span = _span()


@frozen
class Choices:
    """``{"甲", "乙"}``."""

    options: tuple[Quoted, ...]
    span: Span = _span()


@frozen
class Membership:
    """``x 属于 …``; with ``prefix`` ``x 开头属于 …``."""

    value: "Node"
    among: "Range | Choices | Name"
    prefix: bool = False
    span: Span = _span()


Node = Union[
    Number, Flawed, Quoted, Name, Call, Negative, Additions, Multiplications, Comparison, Chain, Membership
]
Tree = Union[Node, Range, Half]
"""What a text may be as a whole."""

_PRIMARY = (Number, Flawed, Quoted, Name, Call)


def to_text(tree: "Tree | Choices") -> str:
    """The tree in canonical spelling; parsing it gives the same tree."""
    match tree:
        case Number(amount, unit):
            return decimal_text(amount, 8) + unit
        case Quoted(text):
            return f'"{text}"' if '"' not in text else f"“{text}”"
        case Name(parts):
            return ".".join(f"「{part}」" for part in parts)
        case Call(function, arguments):
            return f"{function}({', '.join(map(to_text, arguments))})"
        case Negative(operand):
            return f"-{_enclosed(operand, _PRIMARY)}"
        case Additions(terms):
            return _joined(terms, (*_PRIMARY, Multiplications, Negative))
        case Multiplications(factors):
            return _joined(factors, (*_PRIMARY, Negative))
        case Comparison(operator, left, right):
            return f"{_side(left)} {operator} {_side(right)}"
        case Chain(operands, operators):
            pairs = zip(operators, operands[1:], strict=True)
            return _side(operands[0]) + "".join(
                f" {operator} {_side(operand)}" for operator, operand in pairs
            )
        case Membership(value, among, prefix):
            return f"{_side(value)} {'开头' if prefix else ''}属于 {to_text(among)}"
        case Range(low, low_closed, high, high_closed):
            return f"{'[' if low_closed else '('}{_side(low)}, {_side(high)}{']' if high_closed else ')'}"
        case Half(operator, edge):
            return f"{operator} {_side(edge)}"
        case Choices(options):
            return f"{{{', '.join(map(to_text, options))}}}"
        case Flawed():
            return "?"


def _enclosed(node: Node, bare: tuple[type, ...]) -> str:
    text = to_text(node)
    return text if isinstance(node, bare) else f"({text})"


def _side(node: Node) -> str:
    return _enclosed(node, (*_PRIMARY, Negative, Additions, Multiplications))


def _joined(parts: tuple[tuple[str, Node], ...], bare: tuple[type, ...]) -> str:
    first, *rest = ((sign, _enclosed(node, bare)) for sign, node in parts)
    return first[1] + "".join(f" {sign} {text}" for sign, text in rest)
