"""The policies of a library lowered, each once; circles of statuses are found whatever run meets them."""

from collections.abc import Mapping, Sequence

from jifen.language.diagnostics import Diagnostics
from jifen.model.expression import Ref
from jifen.model.policy import PolicyFile
from jifen.model.terms import Vocabulary
from jifen.plan.entitlements import STATUS, PolicyPart
from jifen.plan.graph import Plan
from jifen.plan.nodes import leaves
from jifen.plan.policies import Known, lower_policy


def lower_library(
    plan: Plan, files: Sequence[PolicyFile], vocabulary: Vocabulary, diagnostics: Diagnostics
) -> tuple[PolicyPart, ...] | None:
    """The parts of all policies by id and version; None after an error was reported."""
    known = Known(plan, vocabulary, status_names(plan, files))
    parts = [lower_policy(file, known, diagnostics) for file in files]
    whole = [part for part in parts if part is not None]
    if len(whole) == len(parts):
        _check_circles(whole, files, diagnostics)
    return None if diagnostics.errors else tuple(sorted(whole, key=lambda part: part.full_id))


def status_names(plan: Plan, files: Sequence[PolicyFile]) -> Mapping[str, str]:
    """What 符合 may ask for: statuses, lists and scorecards, by id and name."""
    names = {name: card.id for card in plan.scorecards for name in (card.id, card.name)}
    for file in files:
        for status in file.statuses:
            names |= {status.id: status.id, status.name: status.id}
        for listing in file.listings:
            names |= {listing.id: listing.id, listing.name: listing.id}
    return names


def _check_circles(
    parts: Sequence[PolicyPart], files: Sequence[PolicyFile], diagnostics: Diagnostics
) -> None:
    """Report statuses that rest on each other in a circle (S18), each circle once."""
    names = {one.id: one.name for part in parts for one in part.statuses}
    below = {one.id: _statuses_below(part, one.met) for part in parts for one in part.statuses}
    places = {one.id: one.places.value("when") for file in files for one in file.statuses}
    places |= {one.id: one.places.value("pool") for file in files for one in file.listings}
    done: set[str] = set()
    for start in sorted(below):
        circle = _circle(start, below, done)
        if circle:
            told = " → ".join(f"符合({names[id_]})" for id_ in circle)
            diagnostics.report("J914", places.get(circle[0]), circle=told)


def _statuses_below(part: PolicyPart, name: str) -> tuple[str, ...]:
    """The statuses that a definition of a policy asks for."""
    by_name = {definition.name: definition for definition in part.definitions}
    found: dict[str, None] = {}
    stack, seen = [name], {name}
    while stack:
        definition = by_name.get(stack.pop())
        for node in leaves(definition.node) if definition is not None else ():
            if not isinstance(node, Ref) or node.name in seen:
                continue
            seen.add(node.name)
            outside = node.name.partition(f"{part.full_id}:{STATUS}")[2]
            if outside:
                found[outside] = None
            else:
                stack.append(node.name)
    return tuple(found)


def _circle(start: str, below: Mapping[str, Sequence[str]], done: set[str]) -> list[str]:
    """A circle that is met from a status on, closed; empty where there is none or it was met before."""
    path: list[tuple[str, int]] = [(start, 0)]
    while path:
        id_, position = path.pop()
        further = below.get(id_, ())
        if id_ in done or position >= len(further):
            done.add(id_)
            continue
        path.append((id_, position + 1))
        on_path = [one for one, _ in path]
        after = further[position]
        if after in on_path:
            done.update(on_path)
            return [*on_path[on_path.index(after) :], after]
        path.append((after, 0))
    return []
