"""What one heading says: a field, the unit of its figures, and the period where it names one.

``营业收入（万元）`` ``营业收入/万元`` ``2019年营业收入（万元）`` ``营业收入（上年）（千元）``
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from jifen.exchange.cells import half_width
from jifen.model.period import Period
from jifen.model.quantity import YUAN, Scale, parse_scale
from jifen.model.terms import Field

When = Period | int | None
"""A period, a number of years back, or None: the row's own period."""

_YEARS_BACK: Mapping[str, int] = {
    **dict.fromkeys(("本年度", "本年", "当年", "本期", "本年数", "本期数"), 0),
    **dict.fromkeys(("上年度", "上年", "上一年", "上一年度", "去年", "上年同期"), 1),
    **dict.fromkeys(("上年数", "上年同期数"), 1),
    **dict.fromkeys(("前年", "上上年", "前年度"), 2),
}
_RELATIVE = "|".join(sorted(_YEARS_BACK, key=len, reverse=True))
_PERIOD = r"(?:19|20)\d{2}年?(?:度|Q1-Q?[1-4]|(?:Q|第)[1-4](?:季度)?)?"
_PERIOD_ALONE = re.compile(_PERIOD)
_FIRST = re.compile(rf"({_PERIOD}|{_RELATIVE})[_:\-]?(.+)")
_LAST = re.compile(rf"(.+?)[_:\-]?({_PERIOD}|{_RELATIVE})")
_BRACKETED = re.compile(r"(.+?)[(\[【]([^()\[\]【】]*)[)\]】]")
_APART = re.compile(r"(.+?)[/,:、_\-](.+)")
_UNIT_LABEL = re.compile(r"^(?:金额|计量)?单位:?")
_UNIT_ABOVE = re.compile(r"单位:([^)\]】,;]+)")
_PARTS = 5


@frozen
class Heading:
    """A heading understood."""

    field: Field
    unit: str = ""
    when: When = None


def plain(name: str) -> str:
    """A name as headings are compared: without width, case and blanks."""
    return "".join(half_width(name).split()).casefold()


def squeezed(text: str) -> str:
    """A heading in half width, without blanks and line breaks."""
    return "".join(half_width(text).split())


@frozen
class Names:
    """The fields that headings of a sheet may name."""

    known: tuple[Field, ...]
    dated: frozenset[str] = frozenset()
    """Those of which a heading may name the period, by id."""
    told: Mapping[str, Heading] = field(factory=dict)
    """What a mapping says of headings, by their plain text; it comes before the names of fields."""
    ignored: frozenset[str] = frozenset()
    """The headings that a mapping says are not read, by their plain text."""
    period: Period | None = None
    """The period of rows that have none, if a mapping says it."""
    row: int = 0
    """The row at which the head begins, if a mapping says it."""
    by_name: Mapping[str, Field] = field(init=False, repr=False)
    _read: dict[str, Heading | None] = field(factory=dict, init=False, repr=False)

    @by_name.default
    def _by_name(self) -> Mapping[str, Field]:
        found: dict[str, Field] = {}
        for one in self.known:
            found.setdefault(plain(one.name), one)
        for one in self.known:
            for name in (one.id, *one.aliases):
                found.setdefault(plain(name), one)
        return found

    def read(self, text: str) -> Heading | None:
        """What a heading says; None when it names no field."""
        if text not in self._read:
            name = plain(text)
            if name in self.ignored:
                self._read[text] = None
            else:
                self._read[text] = self.told.get(name) or self._taken_apart(squeezed(text), _PARTS)
        return self._read[text]

    def maps(self, text: str) -> bool:
        """Whether a mapping says what a heading means, or that it means nothing."""
        return plain(text) in self.told or plain(text) in self.ignored

    @property
    def seen(self) -> frozenset[str]:
        """The headings that were read, by their plain text."""
        return frozenset(map(plain, self._read))

    def _taken_apart(self, text: str, parts: int) -> Heading | None:
        whole = self.by_name.get(plain(text))
        if whole is not None:
            return Heading(whole)
        if not parts:
            return None
        for rest, unit, when in _takings(text):
            found = self._taken_apart(rest, parts - 1)
            if found is None or (unit and found.unit) or (when is not None and found.when is not None):
                continue
            if when is None or found.field.id in self.dated:
                return Heading(found.field, unit or found.unit, when if when is not None else found.when)
        return None

    def spellings(self) -> Iterable[str]:
        """All names, to find the nearest of a misspelled one."""
        return [name for one in self.known for name in (one.name, *one.aliases)]


def _takings(text: str) -> Iterator[tuple[str, str, When]]:
    """What is left of a heading without its unit or its period, and what was taken away; the surest first."""
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        rest, inside = bracketed.groups()
        when = period_named(inside)
        unit = _UNIT_LABEL.sub("", inside).strip() if when is None else ""
        yield rest, unit, when
    first = _FIRST.fullmatch(text)
    if first:
        yield first[2].removeprefix("末"), "", period_named(first[1])
    last = _LAST.fullmatch(text)
    if last:
        yield last[1], "", period_named(last[2])
    apart = _APART.fullmatch(text)
    if apart and parse_scale(apart[2]) is not None:
        yield apart[1], apart[2], None


def period_named(text: str) -> When:
    """The period that a text names, or how many years back it says; None when it says something else."""
    squeezed_text = squeezed(text)
    if squeezed_text in _YEARS_BACK:
        return _YEARS_BACK[squeezed_text]
    return Period.parse(squeezed_text) if _PERIOD_ALONE.fullmatch(squeezed_text) else None


def unit_named(text: str) -> Scale | None:
    """The unit that is all that a text says: ``万元`` ``（万元）`` ``单位：万元``."""
    inside = squeezed(text).strip("()[]【】")
    return parse_scale(_UNIT_LABEL.sub("", inside)) if inside else None


def money_unit_above(text: str) -> str:
    """The unit of money that a line above a table states, as in ``（单位：万元）``; empty if none."""
    found = _UNIT_ABOVE.search(squeezed(text))
    scale = parse_scale(found[1]) if found else None
    return scale.name if scale is not None and scale.unit == YUAN else ""
