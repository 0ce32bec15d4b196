"""Drawings of a score card as SVG: dimensions as bars and as a radar, against the median of the stage."""

from collections.abc import Sequence
from decimal import Decimal
from math import cos, pi, sin

from attrs import frozen

from jifen.exchange.pages.markup import Html, el, lines
from jifen.exchange.pages.style import DARK, GREY, MEDIAN, PALE, RED, RULE

_ROW, _BAR, _LEFT, _WIDE, _RIGHT = 34, 14, 112, 190, 92
_RADIUS, _CENTRE_X, _CENTRE_Y, _WIDTH = 92, 190, 132, 380
_RINGS = (25, 50, 75, 100)
LEAST_AXES = 3
"""A radar of fewer would be a line."""


@frozen
class Axis:
    """One dimension as it is drawn: ``end`` is what fills the bar or the axis."""

    name: str
    own: Decimal
    end: Decimal
    median: Decimal | None
    label: str
    taken: bool = False
    """Whether its points are taken away."""

    def share(self, value: Decimal) -> float:
        """Where a value lies between nothing and the end."""
        return float(min(Decimal(1), max(Decimal(0), value / self.end))) if self.end > 0 else 0.0


def bars(axes: Sequence[Axis], label: str) -> Html:
    """A bar for each dimension on a scale of its own, with a mark at the median."""
    height = _ROW * len(axes) + 4
    parts: list[str] = []
    for number, axis in enumerate(axes):
        top = 4 + number * _ROW + (_ROW - _BAR) // 2
        middle = top + _BAR - 2
        parts.append(
            el("text", axis.name, x=_LEFT - 8, y=middle, text_anchor="end", font_size=13, **_fit(axis.name))
        )
        parts.append(el("rect", x=_LEFT, y=top, width=_WIDE, height=_BAR, fill=PALE))
        filled = f"{_WIDE * axis.share(axis.own):.1f}"
        parts.append(el("rect", x=_LEFT, y=top, width=filled, height=_BAR, fill=RED if axis.taken else DARK))
        if axis.median is not None:
            at = f"{_LEFT + _WIDE * axis.share(axis.median):.1f}"
            parts.append(
                el("line", x1=at, y1=top - 4, x2=at, y2=top + _BAR + 4, stroke=MEDIAN, stroke_width=3)
            )
        parts.append(el("text", axis.label, x=_LEFT + _WIDE + 8, y=middle, font_size=13))
    return _drawing(_LEFT + _WIDE + _RIGHT, height, label, parts)


def _fit(name: str) -> dict[str, str | int | None]:
    """Squeeze a name that is longer than the room beside its bar."""
    longest = (_LEFT - 12) // 13
    if len(name) <= longest:
        return {}
    return {"textLength": _LEFT - 12, "lengthAdjust": "spacingAndGlyphs"}


def radar(axes: Sequence[Axis], label: str) -> Html:
    """The dimensions as axes of a star: the enterprise filled, the median as a dashed line."""
    parts: list[str] = [
        el("polygon", points=_points([ring / 100] * len(axes)), fill="none", stroke=RULE) for ring in _RINGS
    ]
    for number, axis in enumerate(axes):
        x, y = _at(number, len(axes), 1.0)
        parts.append(el("line", x1=_CENTRE_X, y1=_CENTRE_Y, x2=f"{x:.1f}", y2=f"{y:.1f}", stroke=RULE))
        parts += _labelled(axis, number, len(axes))
    own = _points([axis.share(axis.own) for axis in axes])
    parts.append(el("polygon", points=own, fill=DARK, fill_opacity="0.28", stroke=DARK, stroke_width=2))
    if all(axis.median is not None for axis in axes):
        medians = [axis.share(axis.median) for axis in axes if axis.median is not None]
        dashed = el(
            "polygon",
            points=_points(medians),
            fill="none",
            stroke=MEDIAN,
            stroke_width=2,
            stroke_dasharray="6 4",
        )
        parts.append(dashed)
    lowest = max(_at(number, len(axes), 1.0)[1] for number in range(len(axes)))
    return _drawing(_WIDTH, round(lowest) + 52, label, parts)


def _labelled(axis: Axis, number: int, count: int) -> list[Html]:
    """The name and the points of an axis at its end, on the side that has room."""
    x, y = _at(number, count, 1.0 + 16 / _RADIUS)
    side = round(x - _CENTRE_X)
    anchor = "middle" if abs(side) <= _RADIUS // 5 else "start" if side > 0 else "end"
    below = 12 if y > _CENTRE_Y + 1 else -6
    given = {"x": f"{x:.1f}", "text_anchor": anchor}
    return [
        el("text", axis.name, y=f"{y + below:.1f}", font_size=13, **given),
        el("text", axis.label, y=f"{y + below + 15:.1f}", font_size=12, fill=GREY, **given),
    ]


def _at(number: int, count: int, share: float) -> tuple[float, float]:
    angle = 2 * pi * number / count - pi / 2
    return _CENTRE_X + _RADIUS * share * cos(angle), _CENTRE_Y + _RADIUS * share * sin(angle)


def _points(shares: Sequence[float]) -> str:
    at = (_at(number, len(shares), share) for number, share in enumerate(shares))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in at)


def _drawing(width: int, height: int, label: str, parts: Sequence[str]) -> Html:
    return el(
        "svg",
        Html("\n"),
        lines(parts),
        Html("\n"),
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_label=label,
    )
