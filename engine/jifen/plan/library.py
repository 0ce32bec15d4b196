"""The policies of a library lowered, each once; circles of statuses are found whatever run meets them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from jifen.language.diagnostics import Diagnostics
from jifen.model.expression import Ref
from jifen.model.period import Period
from jifen.model.policy import PolicyFile
from jifen.model.terms import Vocabulary
from jifen.plan.entitlements import STATUS, PolicyPart
from jifen.plan.graph import Plan
from jifen.plan.linking import CycleError, link, ordered
from jifen.plan.milestones import expanded
from jifen.plan.nodes import leaves
from jifen.plan.policies import Known, lower_policy


def lower_library(
    plan: Plan,
    files: Sequence[PolicyFile],
    seen: Mapping[str, Vocabulary],
    diagnostics: Diagnostics,
    *,
    whole: bool = True,
) -> tuple[PolicyPart, ...] | None:
    """The parts of all policies by id and version; None after an error was reported.

    ``seen`` is what each policy may rest on (S26). ``whole`` says that all files could be read; else a status
    that no other declares may stand in one that could not, and is not reported.
    """
    statuses = status_names(plan, files)
    parts = [
        lower_policy(file, Known(plan, seen[file.full_id], statuses, whole), diagnostics) for file in files
    ]
    lowered = [part for part in parts if part is not None]
    if len(lowered) == len(parts):
        _check_circles(plan, lowered, files, diagnostics)
    return None if diagnostics.errors else tuple(sorted(lowered, key=lambda part: part.full_id))


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
    plan: Plan, parts: Sequence[PolicyPart], files: Sequence[PolicyFile], diagnostics: Diagnostics
) -> None:
    """Report statuses that rest on each other in a circle (S18), each circle once; then any other circle,
    as of amounts.
    """
    names = {one.id: one.name for part in parts for one in part.statuses}
    below = {one.id: _statuses_below(part, one.met) for part in parts for one in part.statuses}
    places = {one.id: one.places.value("when") for file in files for one in file.statuses}
    places |= {one.id: one.places.value("pool") for file in files for one in file.listings}
    done: set[str] = set()
    found = False
    for start in sorted(below):
        circle = _circle(start, below, done)
        if circle:
            found = True
            told = " → ".join(f"符合({names[id_]})" for id_ in circle)
            first, *others = (places[id_] for id_ in circle[:-1])
            related = tuple(("也在这个圈里", place) for place in others)
            diagnostics.report("J914", first, related=related, circle=told)
    if not found:
        _check_definitions(plan, parts, files, diagnostics)


def _check_definitions(
    plan: Plan, parts: Sequence[PolicyPart], files: Sequence[PolicyFile], diagnostics: Diagnostics
) -> None:
    """Report a circle of whatever definitions, by what of it a file has named."""
    # Neither the year nor the day changes what policies refer to among each other.
    linked = link(plan, parts, Period(2000), date(2000, 12, 31))
    every = [*linked.definitions, *(one for part in parts for one in part.definitions)]
    try:
        ordered(every, linked.given)
    except CycleError as error:
        told = _told(parts)
        circle = [told[name] for name in error.names if name in told]
        if circle[0] != circle[-1]:
            circle.append(circle[0])
        places = {
            f"{file.policy.id}/{one.id}": one.places.here
            for file in files
            for one in expanded(file.subsidies)
        }
        gross = {rule.gross: places.get(rule.full_id) for part in parts for rule in part.rules}
        place = next((gross[name] for name in error.names if gross.get(name) is not None), None)
        diagnostics.report("J914", place, circle=" → ".join(circle))


def _told(parts: Iterable[PolicyPart]) -> Mapping[str, str]:
    """Definitions that a file names, in the words by which expressions ask for them."""
    told: dict[str, str] = {}
    for part in parts:
        told |= {rule.gross: f"奖励额({rule.title})" for rule in part.rules}
        told |= {status.met: f"符合({status.name})" for status in part.statuses}
        told |= {one.conditions.met: f"负面清单“{one.title}”" for one in part.negatives}
    return told


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
