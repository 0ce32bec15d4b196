"""What must hold of money however it is settled: drawn policies and enterprises through the real engine."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.semantics.trial import CODES
from tests.settlement import drawing
from tests.settlement.drawing import DrawnRule, divided, quoted, written
from tests.settlement.small import (
    award,
    decide,
    decide_many,
    enterprise,
    library,
    outcomes,
    shown,
)
from tests.settlement.small import event as bad_event

from jifen.interfaces.library import RuleLibrary
from jifen.interfaces.park import Told
from jifen.model.enterprise import Enterprise
from jifen.model.entitlement import Decision, Entitlement, PartOfAmount

few = settings(max_examples=30)
"""Each example opens a library."""

Facts = dict[str, Told]


def group(names: Sequence[str], take: str, *, top_up: bool = False) -> str:
    """A group over these rules."""
    more = "top_up = true\n" if top_up else ""
    return f'[[group]]\nid = "g"\nrules = {quoted(names)}\ntake = "{take}"\n{more}\n'


def shared_cap(names: Sequence[str], cap: int, split: str, *, counts_paid: bool = False) -> str:
    """A shared cap over these rules."""
    more = "counts_paid = true\n" if counts_paid else ""
    return f'[[shared_cap]]\nid = "s"\nrules = {quoted(names)}\ncap = "{cap}元"\nsplit = "{split}"\n{more}\n'


def budget(names: Sequence[str], amount: int, method: str, *, limit: int | None = None) -> str:
    """A budget over these rules; in order, by 丁数."""
    more = 'by = "丁数"\n' if method == "in_order" else ""
    more += "" if limit is None else f'limit = "{limit}元"\n'
    return (
        f'[[budget]]\nid = "b"\nrules = {quoted(names)}\namount = "{amount}元"\nmethod = "{method}"\n{more}\n'
    )


GRADE = """[[factor]]
id = "f"
by = "研发机构级别"
options = { "省级" = "70%", "市级" = "0%" }

"""
VETO = """[[negative]]
id = "bad"
title = "失信"
when = ["有效(事件.严重违法失信)"]
effect = "veto"
scope = ["subsidy"]

"""
DISHONEST = {"负面事件": [bad_event("严重违法失信", date(2023, 6, 1))]}


def names_of(rules: Sequence[DrawnRule]) -> list[str]:
    """The ids of rules."""
    return [rule.name for rule in rules]


def found(rules: RuleLibrary, facts: Facts, tables: Any = None) -> Decision:
    """What one enterprise gets."""
    return decide(rules, enterprise(rules, facts, tables))


def money(one: Entitlement) -> Decimal:
    """What an entitlement gives, or nothing."""
    return one.amount if one.outcome == "granted" and one.amount is not None else Decimal(0)


def total(parts: Sequence[PartOfAmount]) -> Decimal:
    """What parts come to together."""
    return sum((part.amount for part in parts if part.amount is not None), Decimal(0))


# ---------------------------------------------------------------- parts and totals


@few
@given(
    drawing.rules(most=1, free=True), drawing.splits(), drawing.splits(), drawing.whole_facts, st.booleans()
)
def test_parts_add_up_to_the_total_in_whole_units(
    rules: tuple[DrawnRule, ...],
    payers: tuple[int, ...],
    instalments: tuple[int, ...],
    facts: Facts,
    graded: bool,
) -> None:
    rule = divided(rules[0], payers, instalments)
    opened = library(written([rule], GRADE if graded else ""))
    one = found(opened, {**facts, "研发机构级别": "省级"} if graded else facts).entitlement("r0")
    event(one.outcome)
    if one.outcome != "granted":
        return
    assert one.amount is not None
    for parts, shares in ((one.payers, payers), (one.instalments, instalments)):
        assert total(parts) == one.amount
        for part, share in zip(parts, shares, strict=True):
            assert part.amount is not None
            assert part.amount % rule.whole == 0
            assert abs(part.amount - one.amount * share / 100) < rule.whole


@few
@given(
    drawing.rules(least=2, free=True),
    st.integers(1, 300),
    st.sampled_from(("in_order", "pro_rata")),
    drawing.whole_facts,
)
def test_a_shared_cap_is_never_exceeded_and_is_used_up(
    rules: tuple[DrawnRule, ...], cap: int, split: str, facts: Facts
) -> None:
    """Served in order, all of it is given out; divided, no part is above what it was."""
    alone = found(library(written(rules)), facts)
    capped = found(library(written(rules, shared_cap(names_of(rules), cap, split))), facts)
    gross = [money(one) for one in alone.entitlements]
    net = [money(one) for one in capped.entitlements]
    assert all(after <= before for before, after in zip(gross, net, strict=True))
    assert sum(net) <= cap
    if sum(gross) <= cap:
        assert net == gross
    elif split == "in_order":
        assert sum(net) == cap
    else:
        event("divided")


@few
@given(drawing.rules(least=2, unit="元", free=True), st.integers(1, 300), drawing.whole_facts)
def test_of_a_cap_in_whole_units_nothing_is_left(
    rules: tuple[DrawnRule, ...], cap: int, facts: Facts
) -> None:
    alone = sum(money(one) for one in found(library(written(rules)), facts).entitlements)
    text = written(rules, shared_cap(names_of(rules), cap, "pro_rata"))
    capped = sum(money(one) for one in found(library(text), facts).entitlements)
    assert capped == min(alone, Decimal(cap))


# ---------------------------------------------------------------- groups, vetoes


@few
@given(drawing.rules(least=2), st.sampled_from(("highest", "lowest", "first")), drawing.whole_facts)
def test_an_exclusive_group_pays_once(rules: tuple[DrawnRule, ...], take: str, facts: Facts) -> None:
    """The best, the least or the first of what they come to alone; the others are superseded or nothing."""
    alone = {one.rule: money(one) for one in found(library(written(rules)), facts).entitlements}
    entitled = {name: alone[name] for name in names_of(rules) if alone[name]}
    decision = found(library(written(rules, group(names_of(rules), take))), facts)
    granted = [one for one in decision.entitlements if one.outcome == "granted"]
    event(f"{len(entitled)} entitled")
    if not entitled:
        assert granted == []
        return
    pick = {"highest": max, "lowest": min, "first": lambda name, key: next(iter(name))}[take]
    (winner,) = granted
    expected = pick(entitled, key=lambda name: entitled[name])
    assert (winner.rule, winner.amount) == (expected, entitled[expected])
    for one in decision.entitlements:
        if one.rule != expected:
            assert one.outcome == ("superseded" if one.rule in entitled else "refused")


@few
@given(drawing.rules(), st.sampled_from(("highest", "first")), drawing.some_facts)
def test_a_veto_beats_everything(rules: tuple[DrawnRule, ...], take: str, facts: Facts) -> None:
    names = names_of(rules)
    text = written(rules, VETO, group(names, take), shared_cap(names, 100, "pro_rata"))
    decision = found(library(text), facts, DISHONEST)
    assert set(outcomes(decision).values()) == {"vetoed"}
    assert all(one.due == 0 and one.amount is None for one in decision.entitlements)


# ---------------------------------------------------------------- order, repetition


@few
@given(drawing.rules(least=2), drawing.rules(), drawing.some_facts, st.randoms())
def test_the_order_of_files_and_of_rules_does_not_matter(
    rules: tuple[DrawnRule, ...], others: tuple[DrawnRule, ...], facts: Facts, random: Any
) -> None:
    names = names_of(rules)
    tables = [VETO, group(names, "highest"), shared_cap(names, 150, "pro_rata"), GRADE]
    shuffled, mixed = list(rules), list(tables)
    random.shuffle(shuffled)
    random.shuffle(mixed)
    first = [written(rules, *tables), written(others, name="q")]
    second = [written(others, name="q"), written(shuffled, *mixed)]
    results = []
    for texts in (first, second):
        opened = library(*texts)
        one = enterprise(opened, {**facts, "研发机构级别": "省级"})
        decision = decide(opened, one, reasons=True).to_dict()
        results.append((decision["statuses"], decision["entitlements"]))
    assert results[0] == results[1]


@few
@given(
    drawing.rules(least=2),
    st.sampled_from(("highest", "lowest", "first")),
    st.booleans(),
    st.booleans(),
    drawing.splits(),
    drawing.whole_facts,
    st.sampled_from((date(2023, 12, 31), date(2024, 3, 1))),
)
def test_a_year_settled_twice_pays_once(
    rules: tuple[DrawnRule, ...],
    take: str,
    top_up: bool,
    counts_paid: bool,
    instalments: tuple[int, ...],
    facts: Facts,
    paid_on: date,
) -> None:
    """What was due goes into the ledger: then all of it is paid, nothing is due, and nothing else changes."""
    parted = [divided(rules[0], (), instalments), *rules[1:]]
    names = names_of(rules)
    text = written(
        parted,
        group(names[:2], take, top_up=top_up),
        shared_cap(names, 200, "in_order", counts_paid=counts_paid),
        GRADE,
    )
    opened, facts = library(text), {**facts, "研发机构级别": "省级"}
    first = found(opened, facts)
    ledger = [award(one.award, f"{one.due}元", "2023", paid_on) for one in first.entitlements if one.due]
    second = found(opened, facts, {"已兑现": ledger})
    event(f"{len(ledger)} paid")
    for before, after in zip(first.entitlements, second.entitlements, strict=True):
        if before.due:
            assert (after.outcome, after.amount, after.paid) == ("paid", before.amount, before.due)
        else:
            assert after.outcome == before.outcome
        assert after.due == 0


# ---------------------------------------------------------------- what is not told


@few
@given(drawing.rules(), st.booleans(), drawing.some_facts, drawing.whole_facts)
def test_what_is_undetermined_names_what_it_lacks_and_telling_that_settles_it(
    rules: tuple[DrawnRule, ...], settled: bool, facts: Facts, rest: Facts
) -> None:
    names = names_of(rules)
    more = [group(names[:2], "lowest"), shared_cap(names, 150, "pro_rata")] if settled else []
    opened = library(written(rules, *more))
    ids = {name: f"n{place}" for place, name in enumerate(drawing.NUMBERS)}
    ids |= {name: f"f{place}" for place, name in enumerate(drawing.FLAGS)}
    decision = found(opened, facts)
    for one in decision.entitlements:
        assert (one.outcome == "undetermined") == bool(one.lacks)
        if one.outcome != "undetermined":
            continue
        lacking = {name for name, id_ in ids.items() if id_ in one.lacks}
        assert len(lacking) == len(one.lacks)
        assert lacking.isdisjoint(facts)
        told = {**facts, **{name: rest[name] for name in lacking}}
        assert found(opened, told).entitlement(one.rule).outcome != "undetermined"
        event("told")


@few
@given(drawing.rules(), drawing.some_facts, st.lists(drawing.whole_facts, min_size=3, max_size=3))
def test_what_is_decided_without_a_figure_is_decided_so_with_any(
    rules: tuple[DrawnRule, ...], facts: Facts, others: list[Facts]
) -> None:
    """What is missing is not zero: either it does not matter what it is, or nothing is decided."""
    names = names_of(rules)
    opened = library(written(rules, shared_cap(names, 150, "in_order")))
    decision = found(opened, facts)
    for other in others:
        told = found(opened, {**other, **facts})
        for one in decision.entitlements:
            if one.outcome != "undetermined":
                assert shown(told.entitlement(one.rule)) == shown(one)


# ---------------------------------------------------------------- many


def population(rules: RuleLibrary, every: Sequence[Facts]) -> list[Enterprise]:
    """Enterprises with these facts."""
    return [enterprise(rules, facts, code=code) for facts, code in zip(every, CODES, strict=False)]


facts_of_many = st.lists(drawing.some_facts, min_size=1, max_size=len(CODES))


@few
@given(
    drawing.rules(most=2, free=True),
    st.integers(1, 300),
    st.sampled_from(("pro_rata", "in_order")),
    st.none() | st.integers(50, 400),
    st.lists(drawing.whole_facts, min_size=2, max_size=len(CODES)),
)
def test_a_budget_is_never_exceeded(
    rules: tuple[DrawnRule, ...], amount: int, method: str, limit: int | None, every: list[Facts]
) -> None:
    names = names_of(rules)
    text = written(rules, budget(names, amount, method, limit=limit))
    plain, limited = library(written(rules)), library(text)
    claims = [
        min(money(one), Decimal(limit) if limit is not None else money(one))
        for each in decide_many(plain, population(plain, every)).decisions
        for one in each.entitlements
    ]
    shares = [
        money(one)
        for each in decide_many(limited, population(limited, every)).decisions
        for one in each.entitlements
    ]
    assert sum(shares) <= amount
    assert all(share <= claim for share, claim in zip(shares, claims, strict=True))
    if sum(claims) <= amount:
        assert shares == claims
    elif method == "in_order":
        assert sum(shares) == amount
    else:
        event("cut")
        whole = max(rule.whole for rule in rules)
        # A claim that the limit cut is no whole number of units, and may be met in full.
        assert all(share % whole == 0 or share == claim for share, claim in zip(shares, claims, strict=True))


groups_of_many = st.lists(st.sampled_from((None, "一", "二")), min_size=5, max_size=5)

LIST = """[[list]]
id = "best"
name = "前二名"
pool = ["甲旗"]
by = "甲数"
tie_breakers = ["乙数"]
top = 2

[[list]]
id = "low"
name = "各组末位"
by = "丙数"
order = "ascending"
within = "所属集团"
alone = true
top = 1

[[subsidy]]
id = "listed"
title = "listed"
amount = "丁数 ÷ 3"
when = ["符合(前二名)", "符合(各组末位)"]

[[budget]]
id = "c"
rules = ["listed"]
amount = "100元"
method = "in_order"
by = "名次.前二名"

"""


@few
@given(
    drawing.rules(most=2),
    facts_of_many,
    st.lists(st.sampled_from((None, "一", "二")), min_size=5, max_size=5),
)
def test_each_decided_against_the_saved_cohort_is_as_it_was_among_all(
    rules: tuple[DrawnRule, ...], every: list[Facts], groups: list[str | None]
) -> None:
    opened = library(written(rules, LIST, budget(names_of(rules), 150, "pro_rata")))
    grouped = [
        facts | ({"所属集团": name} if name else {}) for facts, name in zip(every, groups, strict=False)
    ]
    many = population(opened, grouped)
    settled = decide_many(opened, many)
    assert not settled.faults
    for one, decision in zip(many, settled.decisions, strict=True):
        assert decide(opened, one, cohort=settled.cohort).to_dict() == decision.to_dict()


@few
@given(drawing.rules(most=2), facts_of_many, st.randoms())
def test_the_order_of_enterprises_does_not_matter(
    rules: tuple[DrawnRule, ...], every: list[Facts], random: Any
) -> None:
    opened = library(written(rules, LIST, budget(names_of(rules), 150, "pro_rata")))
    many = population(opened, every)
    mixed = list(many)
    random.shuffle(mixed)

    def by_code(some: Sequence[Enterprise]) -> Mapping[str, Any]:
        return {one.code: one.to_dict() for one in decide_many(opened, some).decisions}

    assert by_code(many) == by_code(mixed)
