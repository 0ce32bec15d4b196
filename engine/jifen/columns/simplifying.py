"""A plan's definitions in the form in which columns are cheapest: one name for what is the same, no detours.

What a definition comes to does not change, absences included; only how often it is written.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from attrs import evolve, frozen

from jifen.columns.held import Context
from jifen.model.expression import (
    Aggregate,
    AllOf,
    AnyOf,
    Compare,
    Constant,
    Expression,
    Fact,
    Known,
    NoneOf,
    Ref,
    Text,
    Within,
)
from jifen.plan.nodes import Bands, IfAbsent, leaves, parts

_DECIDED = (AllOf(()), AnyOf(()))
"""What is true, and what is false, of everyone."""


@frozen
class Work:
    """A definition to be written: its node, and what it is decided by."""

    name: str
    node: Expression
    context: Context


def simplified(works: Iterable[Work]) -> tuple[list[Work], Mapping[str, str]]:
    """Definitions that are no mere name of another, and which one stands for each that is left out.

    A definition must come after all that it refers to; what is not among them is given from outside. A datum
    is written where it is used, and has a definition of its own, before all others, for who asks for it.
    """
    left: list[Work] = []
    data: list[Work] = []
    meant: dict[str, _Meant] = {}
    first: dict[tuple[Context, Expression], str] = {}
    for work in works:
        node = _Rewriting(meant, work.context).of(work.node)
        if isinstance(node, Ref):
            meant[work.name] = _Meant(node, work.context, node.name)
            continue
        name = first.setdefault((work.context, node), work.name)
        written = is_datum(node)
        meant[work.name] = _Meant(node if written else Ref(name), work.context, name)
        if name == work.name:
            (data if written else left).append(Work(name, node, work.context))
    return [*data, *left], {name: one.name for name, one in meant.items()}


def is_datum(node: Expression) -> bool:
    """Whether a node is written where it is used: a datum or a figure."""
    return isinstance(node, Constant | Text | Fact) or node in _DECIDED


@frozen
class _Meant:
    """What a reference comes to, and the definition that stands for it."""

    node: Expression
    context: Context
    name: str


class _Rewriting:
    """Puts in the place of references what they come to."""

    def __init__(self, meant: Mapping[str, _Meant], context: Context) -> None:
        self._meant_by, self._context = meant, context
        self._done: dict[int, Expression] = {}

    def of(self, node: Expression) -> Expression:
        """The node with its references replaced, and conditions of one condition by that."""
        found = self._done.get(id(node))
        if found is None:
            found = self._done[id(node)] = self._rewritten(node)
        return found

    def _rewritten(self, node: Expression) -> Expression:
        if isinstance(node, Ref):
            return self._meant(node)
        changes: dict[str, Any] = {}
        for attribute in getattr(type(node), "__attrs_attrs__", ()):
            value = getattr(node, attribute.name)
            changed = self._value(value)
            if changed is not value:
                changes[attribute.name] = changed
        made: Expression = evolve(cast(Any, node), **changes) if changes else node
        return _shorter(made)

    def _value(self, value: object) -> object:
        if isinstance(value, Expression):
            return self.of(value)
        if isinstance(value, tuple):
            changed = tuple(self._value(one) for one in value)
            return changed if any(one is not two for one, two in zip(changed, value, strict=True)) else value
        return value

    def _meant(self, node: Ref) -> Expression:
        meant = self._meant_by.get(node.name)
        if meant is None:
            return Ref(node.name)
        # A datum is read by the dates of the definition that names it.
        return (
            Ref(meant.name) if isinstance(meant.node, Fact) and meant.context != self._context else meant.node
        )


def _shorter(node: Expression) -> Expression:
    """A condition without what decides nothing in it."""
    if isinstance(node, AllOf):
        kept = tuple(one for one in node.conditions if one != AllOf(()))
        if AnyOf(()) in kept:
            return AnyOf(())
        return kept[0] if len(kept) == 1 else AllOf(kept)
    if isinstance(node, AnyOf):
        kept = tuple(one for one in node.conditions if one != AnyOf(()))
        if AllOf(()) in kept:
            return AllOf(())
        return kept[0] if len(kept) == 1 else AnyOf(kept)
    if isinstance(node, NoneOf):
        kept = tuple(one for one in node.conditions if one != AnyOf(()))
        return NoneOf(kept) if kept else AllOf(())
    return node


def shared(works: Sequence[Work]) -> frozenset[Expression]:
    """Nodes that are written in more than one place."""
    counts: Counter[tuple[Context, Expression]] = Counter()
    seen: set[tuple[Context, Expression]] = set()
    stack = [(work.context, work.node) for work in works]
    counts.update(stack)
    while stack:
        key = stack.pop()
        if key in seen:
            continue
        seen.add(key)
        context, node = key
        if isinstance(node, Aggregate):
            continue
        below = [(context, part) for part in parts(node)]
        counts.update(below)
        stack.extend(below)
    return frozenset(node for (_, node), count in counts.items() if count > 1)


def asked(
    works: Sequence[Work], named: Mapping[str, Work], told_of: Iterable[str] = ()
) -> tuple[frozenset[Expression], frozenset[str]]:
    """The nodes, and the definitions, of which something asks why they are absent (S11): ``told_of`` from
    elsewhere.
    """
    nodes: set[Expression] = set()
    names: set[str] = set(told_of)
    stack = [named[name].node for name in names if name in named]
    stack += [
        node.value
        for work in works
        for node in leaves(work.node)
        if isinstance(node, IfAbsent) and not _uniform(node)
    ]
    while stack:
        node = stack.pop()
        if node in nodes:
            continue
        nodes.add(node)
        stack.extend(parts(node))
        if isinstance(node, Ref):
            names.add(node.name)
            if node.name in named:
                stack.append(named[node.name].node)
    return frozenset(nodes), frozenset(names)


def compared_only(works: Iterable[Work]) -> frozenset[Fact]:
    """Data of which nothing is worked out: held against figures alone, they cannot overflow."""
    compared: set[Fact] = set()
    others: set[Expression] = set()
    for work in works:
        others.add(work.node)
        for node in leaves(work.node):
            below = parts(node)
            if isinstance(node, Bands | Within | Known) or (
                isinstance(node, Compare) and any(isinstance(part, Constant) for part in below)
            ):
                compared.update(part for part in below if isinstance(part, Fact))
            else:
                others.update(below)
    return frozenset(compared - others)


def _uniform(node: IfAbsent) -> bool:
    """Whether all absences are treated alike."""
    return node.missing is not None and node.missing == node.not_applicable == node.undefined
