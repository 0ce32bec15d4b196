"""Policies held against themselves and each other, before anything is lowered (S8, S24)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Protocol

from attrs import fields_dict, frozen

from jifen.language.diagnostics import Diagnostics, nearest
from jifen.loading.provenance import check_policy_marks
from jifen.model.period import Period
from jifen.model.place import Place, Places, Written
from jifen.model.policy import (
    Budget,
    Group,
    Listing,
    PolicyFile,
    PolicyHeader,
    SharedCap,
    Status,
    Window,
)

_ID = re.compile(r"[a-z][a-z0-9_.-]*")
Settling = Group | SharedCap | Budget
_KINDS: dict[type, str] = {Group: "组", SharedCap: "合计上限", Budget: "预算"}


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def places(self) -> Places: ...


def check_policies(files: Sequence[PolicyFile], diagnostics: Diagnostics, *, whole: bool = True) -> None:
    """Report what is wrong with policies by themselves and among each other.

    ``whole`` says that all files could be read; else rules of others that seem to be missing may stand in
    one that could not.
    """
    for file in files:
        _Checks(file, diagnostics).run()
    _check_versions(files, diagnostics)
    _check_shared(files, diagnostics)
    _check_statuses(files, diagnostics)
    known = {f"{file.policy.id}/{rule}" for file in files for rule in rule_ids(file)}
    for file in files:
        _check_members(file, known, whole, diagnostics)


def rule_ids(file: PolicyFile) -> tuple[str, ...]:
    """The ids of a policy's rules that give money, each level of a milestone by itself: what may be settled
    together.
    """
    levels = [f"{one.id}.{level.id}" for one in file.subsidies for level in one.milestones]
    return (*(one.id for one in file.subsidies), *levels, *(one.id for one in file.loans))


@frozen
class _Checks:
    """What is wrong with one policy."""

    file: PolicyFile
    diagnostics: Diagnostics

    def run(self) -> None:
        file, header = self.file, self.file.policy
        self._dates(header)
        self._id("政策", header.id, header.places)
        for kind, parts in self._kinds():
            self._names(kind, parts)
        for subsidy in file.subsidies:
            self._names("里程碑", subsidy.milestones)
        check_policy_marks(file, self.diagnostics)

    def _kinds(self) -> Iterator[tuple[str, Sequence[_Named]]]:
        file = self.file
        yield "规则", (*file.subsidies, *file.loans, *file.bonuses)
        yield "认定", (*file.statuses, *file.listings)
        yield "负面清单", file.negatives
        yield "组", file.groups
        yield "合计上限", file.shared_caps
        yield "系数", file.factors
        yield "预算", file.budgets

    def _id(self, kind: str, written: str, places: Places) -> None:
        if not _ID.fullmatch(written):
            self.diagnostics.report("J928", places.value("id"), kind=kind, written=written)

    def _names(self, kind: str, parts: Sequence[_Named]) -> None:
        """Ids as they should look; ids, names and titles that occur once."""
        first: dict[tuple[str, str], _Named] = {}
        for part in parts:
            self._id(kind, part.id, part.places)
            for key, which in (("id", "编号"), ("name", "名称"), ("title", "名称")):
                written = getattr(part, key, "")
                other = first.setdefault((key, written), part) if written else part
                if other is not part:
                    related = (("先写的在这里", other.places.value(key)),)
                    place = part.places.value(key)
                    self.diagnostics.report(
                        "J927", place, kind=kind, which=which, written=written, related=related
                    )

    def _dates(self, header: PolicyHeader) -> None:
        if (header.rewards is None) == (header.effective is None):
            both = header.rewards is not None
            place = header.places.key("effective") if both else header.places.here
            self.diagnostics.report("J903", place, problem="而现在两种都写了" if both else "而现在都没有写")
        if header.rewards is not None:
            try:
                Period.parse(header.rewards.text)
            except ValueError as error:
                self.diagnostics.report("J904", header.rewards.place, problem=str(error))
        for window in (header.effective, header.apply):
            if window is not None:
                self._window(window)

    def _window(self, window: Window) -> None:
        since, until = window.since, window.until
        if since is not None and until is not None and until <= since:
            self.diagnostics.report("J905", window.places.value("until"), since=since, until=until)


def _settling(file: PolicyFile) -> list[Settling]:
    """What settles several rules."""
    return [*file.groups, *file.shared_caps, *file.budgets]


def _check_versions(files: Sequence[PolicyFile], diagnostics: Diagnostics) -> None:
    """Of one policy, one version for each period and each day (S24)."""
    for one, other in combinations(files, 2):
        if one.policy.id != other.policy.id:
            continue
        problem = _overlap(one.policy, other.policy)
        if problem:
            related = (("另一个版本在这里", one.policy.places.value("version")),)
            diagnostics.report(
                "J918",
                other.policy.places.value("version"),
                related=related,
                policy=one.policy.id,
                first=one.policy.version,
                second=other.policy.version,
                problem=problem,
            )


def _overlap(one: PolicyHeader, other: PolicyHeader) -> str:
    """What two versions both claim, in words; empty where they part."""
    if one.version == other.version:
        return "是同一个版本号"
    if one.rewards is not None and other.rewards is not None:
        alike = _period(one.rewards) == _period(other.rewards)
        return f"都奖励 {one.rewards.text}" if alike else ""
    if one.effective is None or other.effective is None:
        return ""
    begins = (
        max(day for day in (one.effective.since, other.effective.since) if day is not None)
        if (one.effective.since or other.effective.since)
        else None
    )
    ends = [day for day in (one.effective.until, other.effective.until) if day is not None]
    apart = begins is not None and ends and min(ends) <= begins
    return "" if apart else f"{f'自 {begins} 起' if begins else ''}同时施行"


def _period(written: Written) -> Period | str:
    """The period, or what is written where it is none."""
    try:
        return Period.parse(written.text)
    except ValueError:
        return written.text


def _check_shared(files: Sequence[PolicyFile], diagnostics: Diagnostics) -> None:
    """What several policies declare under one id has one content (S24)."""
    first: dict[tuple[type, str], tuple[Settling, str]] = {}
    for file in files:
        for part in _settling(file):
            key = (type(part), part.id)
            known, policy = first.setdefault(key, (part, file.policy.id))
            if known is part or policy == file.policy.id:
                continue
            keys = _differing(known, part)
            if keys:
                related = (("另一处在这里", known.places.key(keys[0])),)
                facts = {"kind": _KINDS[type(part)], "id": part.id, "keys": "、".join(keys)}
                diagnostics.report("J910", part.places.key(keys[0]), related=related, **facts)


def _differing(one: Settling, other: Settling) -> list[str]:
    """The keys by which two declarations settle differently; titles and sources may differ."""
    names = {"title", "source", "clause", "places", "assumed", "derived"}
    keys = (name for name in fields_dict(type(one)) if name not in names)
    return [key for key in keys if getattr(one, key) != getattr(other, key)]


def _check_statuses(files: Sequence[PolicyFile], diagnostics: Diagnostics) -> None:
    """A status has one policy, in however many versions of it (S24)."""
    first: dict[str, tuple[str, Place]] = {}
    for file in files:
        concluding: list[Status | Listing] = [*file.statuses, *file.listings]
        for status in concluding:
            place = status.places.value("name")
            for spelled in (status.id, status.name):
                policy, known = first.setdefault(spelled, (file.policy.id, place))
                if policy != file.policy.id:
                    related = (("先写的在这里", known),)
                    diagnostics.report(
                        "J927", place, kind="认定", which="名称", written=spelled, related=related
                    )
                    break


def _check_members(file: PolicyFile, known: Iterable[str], whole: bool, diagnostics: Diagnostics) -> None:
    """Groups, caps and budgets name rules that there are, each rule in one group and with ordered caps."""
    own = rule_ids(file)
    every = {*known, *own}
    for part in _settling(file):
        for written in part.rules:
            if written.text not in every and (whole or "/" not in written.text):
                near = nearest(written.text, every)
                diagnostics.report(
                    "J908", written.place, written=written.text, near=near, known="、".join(own)
                )
    for group in file.groups:
        if group.take == "all" and not group.top_up:
            diagnostics.report("J943", group.places.value("take"), id=group.id)
    for rule, parts in _joined(file, file.groups):
        (first, there), (second, here) = parts[:2]
        related = (("先写在这里", there.place),)
        diagnostics.report("J909", here.place, related=related, rule=rule, first=first.id, second=second.id)
    for rule, caps in _joined(file, file.shared_caps):
        orders = [cap.order for cap, _ in caps if isinstance(cap, SharedCap)]
        if None in orders or len(set(orders)) < len(orders):
            (one, there), (other, here) = caps[:2]
            related = (("另一个上限在这里", there.place),)
            diagnostics.report("J911", here.place, related=related, rule=rule, first=one.id, second=other.id)


def _joined(
    file: PolicyFile, parts: Sequence[Settling]
) -> Iterator[tuple[str, list[tuple[Settling, Written]]]]:
    """The rules that several parts name, with those parts."""
    by_rule: dict[str, list[tuple[Settling, Written]]] = {}
    for part in parts:
        for written in part.rules:
            name = written.text.removeprefix(f"{file.policy.id}/")
            by_rule.setdefault(name, []).append((part, written))
    for rule, found in by_rule.items():
        if len(found) > 1:
            yield rule, found
