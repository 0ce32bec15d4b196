"""What only one branch of a case needs, and whose absence is provided for: said once, while compiling."""

from collections.abc import Collection, Mapping, Sequence

from jifen.model.expression import Aggregate, Expression, Fact, Ref
from jifen.plan.nodes import Call, Definition, EachRow, If, IfAbsent, leaves

Below = Mapping[str, tuple[Expression, ...]]
"""All nodes of each definition, by its name."""


def only_in_branches(
    definitions: Sequence[Definition], kept: Collection[str], below: Below
) -> Mapping[str, Expression]:
    """The definitions that one branch of a case needs and nothing else, such as an amount that is granted
    only where the conditions hold: they are worked out there. What tables and a park's functions come to is
    not.
    """
    users: dict[str, list[Definition]] = {}
    for definition in definitions:
        for node in below[definition.name]:
            if isinstance(node, Ref):
                users.setdefault(node.name, []).append(definition)
    found: dict[str, Expression] = {}
    for definition in reversed(definitions):
        own = users.get(definition.name, [])
        if definition.name in kept or len(own) != 1:
            continue
        if any(isinstance(node, Aggregate | Call | EachRow) for node in below[definition.name]):
            continue
        if own[0].name in found or _in_branch(own[0].node, definition.name):
            found[definition.name] = definition.node
    return found


def _in_branch(node: Expression, name: str) -> bool:
    """Whether a case needs a definition in one of its branches and nowhere else."""
    if not isinstance(node, If):
        return False
    branches = [one for one in (node.then, node.otherwise) if isinstance(one, Ref) and one.name == name]
    others = [one for one in (node.condition, node.then, node.otherwise) if one not in branches]
    return len(branches) == 1 and not any(
        isinstance(part, Ref) and part.name == name for one in others for part in leaves(one)
    )


def provided_for(below: Below) -> frozenset[Fact]:
    """The facts below a number that stands in for an absence (S11): enterprises may well not tell them."""
    stack = [leaves(node.value) for nodes in below.values() for node in nodes if isinstance(node, IfAbsent)]
    found, passed = set(), set()
    while stack:
        for node in stack.pop():
            if isinstance(node, Fact):
                found.add(node)
            elif isinstance(node, Ref) and node.name not in passed and node.name in below:
                passed.add(node.name)
                stack.append(below[node.name])
    return frozenset(found)
