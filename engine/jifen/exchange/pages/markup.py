"""HTML and SVG by elements: whatever is no markup yet is escaped."""

from collections.abc import Iterable
from html import escape

from jifen.exchange.pages.style import CSS

_VOID = frozenset({"meta", "col", "circle", "line", "polygon", "rect"})
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded and nothing runs, whoever has put what into the data."""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def el(tag: str, *children: str, **attributes: str | int | None) -> Html:
    """An element. Texts are escaped; ``class_`` is written ``class``, ``stroke_width`` ``stroke-width``."""
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in _VOID:
        return Html(f"<{tag}{given}/>" if tag not in ("meta", "col") else f"<{tag}{given}>")
    return Html(f"<{tag}{given}>{joined(children)}</{tag}>")


def joined(children: Iterable[str]) -> Html:
    """Children one after the other, texts escaped."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children))


def lines(children: Iterable[str]) -> Html:
    """Children each on a line of the source, which makes a page easy to compare."""
    return Html("\n".join(joined([child]) for child in children))


def table(headings: Iterable[str], rows: Iterable[Iterable[str]], kinds: str, **attributes: str) -> Html:
    """A table whose headings are repeated on each page; ``kinds`` has a letter for each column: ``n`` a
    number, ``c`` centred, ``t`` text.
    """
    classes = {"n": "number", "c": "centred", "t": None}
    head = el("tr", *(el("th", heading, scope="col") for heading in headings))
    body = (
        el("tr", *(el("td", cell, class_=classes[kind]) for cell, kind in zip(row, kinds, strict=True)))
        for row in rows
    )
    return el("table", el("thead", head), Html("\n"), el("tbody", lines(body)), **attributes)


def page(title: str, body: Iterable[str]) -> str:
    """A whole page in Chinese, for the screen and for A4."""
    head = el(
        "head",
        Html("\n"),
        lines(
            (
                el("meta", charset="utf-8"),
                Html(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
                el("meta", name="viewport", content="width=device-width, initial-scale=1"),
                el("title", title),
                el("style", Html(CSS)),
            )
        ),
        Html("\n"),
    )
    content = el("body", Html("\n"), lines(body), Html("\n"))
    return f'<!DOCTYPE html>\n<html lang="zh-CN">\n{head}\n{content}\n</html>\n'
