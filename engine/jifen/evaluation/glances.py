"""What most rules come to, told at a glance: one function for all rules of a run, written once.

A rule that was not paid before, and is refused by its own conditions or grants a plain amount, is told in a
few comparisons; what none of these covers, the rule's own reader tells.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, cast

from attrs import fields, frozen

from jifen.evaluation.cards import decimal_of
from jifen.evaluation.program import Row
from jifen.model.entitlement import Entitlement, make_entitlement

Entitlements = tuple[Entitlement, ...]


@frozen
class Glance:
    """Where a row tells what a rule comes to, and what does not depend on the row."""

    held: int | None
    """The slot that says whether the ledger holds its award, if anything does."""
    vetoed: int
    entitled: int
    gross: int
    net: int
    below: int
    won: int | None
    provisional: int | None
    refused: Entitlement | None
    """What it is when its conditions are missed; None where that needs reasons."""
    granted: Entitlement | None
    """What it is when it grants money, but for the amount; None where there is more to it."""


class Glanced(Protocol):
    """What reads a rule of any row."""

    @property
    def glance(self) -> Glance | None:
        """What tells most of its entitlements at a glance; None where nothing does."""

    def entitlement(self, row: Row) -> Entitlement:
        """What the rule comes to."""


_NAMES = tuple(one.name for one in fields(Entitlement))


def glancing(readers: Sequence[Glanced], rest: Entitlements) -> Callable[[Row], tuple[Entitlements, bool]]:
    """The function that reads all rules of a row, and says whether all were told at a glance; ``rest`` comes
    last whatever the row.
    """
    runtime: dict[str, Any] = {"decimal_of": decimal_of, "make": make_entitlement, "REST": rest}
    lines = ["def read(row):", "    glanced = True"]
    for number, reader in enumerate(readers):
        runtime[f"read{number}"] = reader.entitlement
        lines += [f"    {line}" for line in _written(number, reader.glance, runtime)]
    found = "".join(f"e{number}, " for number in range(len(readers)))
    lines.append(f"    return ({found}*REST,), glanced" if rest else f"    return ({found}), glanced")
    # The source is of this module's making: slots and attributes of the project's own.
    exec(compile("\n".join(lines) + "\n", "<entitlements>", "exec"), runtime)  # noqa: S102
    return cast("Callable[[Row], tuple[Entitlements, bool]]", runtime["read"])


def _written(number: int, glance: Glance | None, runtime: dict[str, Any]) -> Iterator[str]:
    """The lines that tell one rule."""
    read = f"e{number} = read{number}(row); glanced = False"
    if glance is None:
        yield read
        return
    unclear = f"row[{glance.vetoed}] is True"
    if glance.held is not None:
        unclear = f"row[{glance.held}] is not False or {unclear}"
    yield f"if {unclear}:"
    yield f"    {read}"
    if glance.refused is not None:
        runtime[f"REFUSED{number}"] = glance.refused
        yield f"elif row[{glance.entitled}] is False:"
        yield f"    e{number} = REFUSED{number}"
    if glance.granted is not None:
        gross, net = f"row[{glance.gross}]", f"row[{glance.net}]"
        won = "" if glance.won is None else f" and row[{glance.won}] is True"
        given = f"type({gross}) is int and {gross}{won} and type({net}) is int and {net}"
        yield f"elif row[{glance.entitled}] is True and {given}:"
        yield f"    amount = decimal_of({net}, {glance.below})"
        provisional = "False" if glance.provisional is None else f"row[{glance.provisional}] is True"
        yield f"    e{number} = make({', '.join(_given(number, glance.granted, provisional, runtime))})"
    yield "else:"
    yield f"    {read}"


def _given(number: int, granted: Entitlement, provisional: str, runtime: dict[str, Any]) -> Iterator[str]:
    """The attributes of a granted amount, as code."""
    for name in _NAMES:
        value = getattr(granted, name)
        if name in ("amount", "due"):
            yield "amount"
        elif name == "provisional":
            yield provisional
        elif value is None or isinstance(value, bool) or value == ():
            yield repr(value)
        else:
            runtime[f"{name}{number}"] = value
            yield f"{name}{number}"
