"""The names and calls in a formula, so that reasons can put their values in their places."""

from collections.abc import Iterator

from attrs import evolve, frozen

from jifen.language.diagnostics import Diagnostics
from jifen.language.grammar import parse
from jifen.language.lexicon import narrowed
from jifen.language.scope import Typed
from jifen.language.syntax import Additions, Call, Flawed, Multiplications, Name, Negative, Number, Tree
from jifen.model.expression import Expression
from jifen.model.place import Written
from jifen.model.quantity import PLAIN, SCALES, Scale
from jifen.plan.expressions import Checker

ARITHMETIC = ("取整", "每")
"""Functions that do arithmetic: what they are given is shown, not what they come to."""
CHOOSING = ("最小", "最大")
"""The same where they are given numbers and no table."""


@frozen
class TermPart:
    """A name or call of a formula, where it stands, and what it means."""

    text: str
    start: int
    node: Expression
    scale: Scale


def terms_of(written: Written, checker: Checker) -> tuple[TermPart, ...]:
    """The terms of a formula in order. What is wrong with it has been reported elsewhere."""
    quiet = evolve(checker, diagnostics=Diagnostics())
    tree = parse(written, checker.scope.lexicon, Diagnostics())
    return () if tree is None else tuple(_found(written, tree, quiet))


def _found(written: Written, tree: Tree, checker: Checker) -> Iterator[TermPart]:
    match tree:
        case Number() | Flawed():
            return
        case Negative(operand):
            yield from _found(written, operand, checker)
        case Additions(terms):
            for _, term in terms:
                yield from _found(written, term, checker)
        case Multiplications(factors):
            for _, factor in factors:
                yield from _found(written, factor, checker)
        case Call(_, arguments) if _descends(written, tree, checker):
            for argument in arguments:
                yield from _found(written, argument, checker)
        case Name() | Call():
            start, end = tree.span
            typed = _number(written, tree, checker)
            if typed is not None:
                yield TermPart(written.text[start:end], start, typed.expression, scale_of(typed))
        case _:
            return


def _descends(written: Written, call: Call, checker: Checker) -> bool:
    function = narrowed(call.function)
    if function in ARITHMETIC:
        return True
    return function in CHOOSING and all(_number(written, one, checker) for one in call.arguments)


def _number(written: Written, tree: Tree, checker: Checker) -> Typed | None:
    text = written.text[slice(*tree.span)]
    return checker.number(Written(text, written.place, verbatim=False))


def scale_of(typed: Typed) -> Scale:
    """How a value is written for people."""
    if typed.scale is not None:
        return typed.scale
    return SCALES[""] if typed.unit == PLAIN else Scale(str(typed.unit), typed.unit)
