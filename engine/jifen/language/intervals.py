"""Intervals as texts (``>= 6%``, ``[5%, 6%)``), and whether bands tile the whole line (S16)."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import field, frozen

from jifen.language.diagnostics import Diagnostics
from jifen.language.grammar import parse
from jifen.language.meaning import edge, range_interval, visit
from jifen.language.operands import in_unit, standard
from jifen.language.rewriting import constant
from jifen.language.scope import Context, Scope, Typed
from jifen.language.syntax import Half, Range
from jifen.model.expression import Interval, Operator
from jifen.model.place import Place, Written
from jifen.model.quantity import Scale, Unit

_NO_NAMES = Scope()


def check_interval(
    written: Written, diagnostics: Diagnostics, *, unit: Unit | None = None, scale: Scale | None = None
) -> Interval | None:
    """An interval with both edges in ``unit`` where given; None when something was reported.

    ``scale`` is how figures of the unit are written here: messages use it, and percentages need their sign.
    """
    tree = parse(written, _NO_NAMES.lexicon, diagnostics, "interval")
    if tree is None:
        return None
    context = Context(written, _NO_NAMES, diagnostics, visit)
    like = None if unit is None else standard(unit, scale)
    if isinstance(tree, Range):
        edges = range_interval(context, tree, like)
        return None if edges is None else edges.interval
    if not isinstance(tree, Half):
        text = context.text(tree.span)
        context.report("J442", tree.span, instead=f">= {text}、< {text} 或 = {text}")
        return None
    return _half(context, tree, like)


def _half(context: Context, half: Half, like: Typed | None) -> Interval | None:
    if half.operator == "!=":
        context.report("J442", half.span, instead=None)
        return None
    typed = edge(context, half.edge)
    if typed is None:
        return None
    value = typed.expression if like is None else in_unit(context, half.edge, typed, like, compared=True)
    bound = None if value is None else constant(value)
    return None if bound is None else _from(half.operator, bound)


def _from(operator: Operator, bound: Fraction) -> Interval:
    closed = operator in (">=", "<=", "=")
    low = bound if operator in (">=", ">", "=") else None
    high = bound if operator in ("<=", "<", "=") else None
    return Interval(low, closed and low is not None, high, closed and high is not None)


@frozen(order=True)
class _Edge:
    """A point between numbers: just before a value or ``after`` it; ``side`` 1 and -1 are the ends."""

    side: int
    value: Fraction = Fraction(0)
    after: bool = False
    text: str = field(default="", eq=False)


@frozen
class _Band:
    written: Written
    begins: _Edge
    ends: _Edge


def check_bands(bands: Sequence[tuple[Written, Interval]], diagnostics: Diagnostics) -> bool:
    """Whether bands cover every number exactly once; gaps and overlaps are reported."""
    ordered = sorted((_band(written, interval) for written, interval in bands), key=lambda band: band.begins)
    if not ordered:
        return True
    furthest = ordered[0]
    complete = furthest.begins.side == -1
    if not complete:
        stretch = _stretch(_Edge(-1), furthest.begins)
        diagnostics.report("J443", _place(furthest), stretch=stretch, band=furthest.written.text)
    for band in ordered[1:]:
        if band.begins != furthest.ends:
            _report_between(diagnostics, furthest, band)
            complete = False
        furthest = max(furthest, band, key=lambda band: band.ends)
    if furthest.ends.side != 1:
        stretch = _stretch(furthest.ends, _Edge(1))
        diagnostics.report("J443", _place(furthest), stretch=stretch, band=furthest.written.text)
        complete = False
    return complete


def _band(written: Written, interval: Interval) -> _Band:
    """The band with its edges as they are written, so that messages can use their units."""
    tree = parse(written, _NO_NAMES.lexicon, Diagnostics(), "interval")
    low_text = high_text = ""
    if isinstance(tree, Range):
        low_text, high_text = (written.text[slice(*part.span)] for part in (tree.low, tree.high))
    elif isinstance(tree, Half):
        low_text = high_text = written.text[slice(*tree.edge.span)]
    low, high = interval.low, interval.high
    return _Band(
        written,
        _Edge(-1) if low is None else _Edge(0, low, not interval.low_closed, low_text),
        _Edge(1) if high is None else _Edge(0, high, interval.high_closed, high_text),
    )


def _report_between(diagnostics: Diagnostics, before: _Band, band: _Band) -> None:
    facts = {"first": before.written.text, "second": band.written.text}
    related = ((f"前一档 {before.written.text}", _place(before)),)
    if band.begins > before.ends:
        stretch = _stretch(before.ends, band.begins)
        diagnostics.report("J444", _place(band), related=related, stretch=stretch, **facts)
    else:
        stretch = _stretch(band.begins, min(before.ends, band.ends))
        edge, instead = _opened(before, band)
        diagnostics.report(
            "J445", _place(band), related=related, stretch=stretch, edge=edge, instead=instead, **facts
        )


def _opened(before: _Band, band: _Band) -> tuple[str | None, str | None]:
    """The only number that two bands share, and the former without it."""
    text = before.written.text
    if (before.ends.side, before.ends.value) != (band.begins.side, band.begins.value):
        return None, None
    without = text[:-1] + ")" if text.endswith("]") else text.replace("<=", "<", 1)
    return (before.ends.text, without) if without != text else (None, None)


def _place(band: _Band) -> Place:
    return band.written.at(0, len(band.written.text))


def _stretch(begin: _Edge, end: _Edge) -> str:
    """The numbers between two edges, as an interval is written."""
    if begin.side == -1:
        return f"{'<=' if end.after else '<'} {end.text}"
    if end.side == 1:
        return f"{'>' if begin.after else '>='} {begin.text}"
    if begin.value == end.value:
        return f"= {begin.text}"
    return f"{'(' if begin.after else '['}{begin.text}, {end.text}{']' if end.after else ')'}"
