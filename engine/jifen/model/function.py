"""Indicators written in Python (S29): what a park declares of a function, so that the core can trust
its result.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Union

from attrs import field, frozen

from jifen.model.enterprise import Absence

Exact = Union[Fraction, int, str, date, None]
"""A value handed to a park's function: numbers as exact fractions in base units, flags as True or
False, None where a row does not tell.
"""

Computed = Union[Fraction, int, Absence]


@frozen
class IndicatorFunction:
    """A pure function of declared inputs.

    ``inputs`` maps parameter names to expressions; ``tables`` maps parameter names to table ids, handed
    over as tuples of rows. When an input is absent the function is not called: the value is absent in
    the same way. ``unit`` is written as in files (``%``, ``万元``); the result is in its base unit and
    must lie in ``[low, high]``, else the enterprise is reported.
    """

    id: str
    name: str
    call: Callable[..., Computed] = field(eq=False, repr=False)
    inputs: Mapping[str, str] = field(factory=dict)
    tables: Mapping[str, str] = field(factory=dict)
    unit: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    source: str = ""
    doc: str = ""
