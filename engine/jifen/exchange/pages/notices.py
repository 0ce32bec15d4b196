"""The notice to an enterprise (告知单): what policies came to for it and why, a section a policy."""

from collections.abc import Iterator
from decimal import Decimal

from jifen import __version__
from jifen.exchange.pages import notice_wording as words
from jifen.exchange.pages.markup import Html, el, lines, page
from jifen.explain.entitlements import Block, Explanation, Section, explain_decision, policy_window
from jifen.explain.quantities import money
from jifen.model.entitlement import Decision, Outcome
from jifen.model.period import Period

_GIVEN: tuple[Outcome, ...] = ("granted", "paid")


def notice_page(decision: Decision, park: str, *, sample: bool = False) -> str:
    """The page of a notice; the same decision gives the same text."""
    title = words.TITLE.format(name=decision.name or decision.code)
    body = [
        *_heading(decision, park, sample=sample),
        *(part for section in explain_decision(decision) for part in _section(section)),
        *_ending(decision),
    ]
    return page(title, body)


def _heading(decision: Decision, park: str, *, sample: bool) -> Iterator[Html]:
    yield el("h1", words.HEADING, class_="notice")
    yield el("p", words.TO.format(name=decision.name or decision.code), class_="to")
    period = Period.parse(decision.period).label
    yield el(
        "p",
        words.INTRODUCTION.format(park=park, period=period, as_of=decision.as_of.isoformat()),
    )
    yield el("p", words.CODE.format(code=decision.code), class_="about")
    if sample:
        yield el("p", words.SAMPLE, class_="warning")
    if any(one.assumed and one.outcome in _GIVEN for one in decision.entitlements):
        yield el("p", words.ASSUMED, class_="warning")
    if any(one.provisional for one in decision.entitlements):
        yield el("p", words.PROVISIONAL, class_="warning")
    yield el("div", lines(_tiles(decision)), class_="tiles three")


def _tiles(decision: Decision) -> Iterator[Html]:
    """The key figures side by side."""
    every = decision.entitlements
    due = sum((one.due for one in every if one.kind == "subsidy"), Decimal(0))
    yield _tile(money(due), words.DUE)
    loans = [one.amount for one in every if one.kind == "loan" and one.outcome == "granted" and one.amount]
    if loans:
        yield _tile(money(max(loans)), words.LINES.format(count=len(loans)))
    bonuses = sum(one.points is not None for one in every)
    if bonuses:
        yield _tile(words.COUNT.format(count=bonuses), words.BONUSES)
    for outcomes, label in words.COUNTS:
        count = sum(one.outcome in outcomes and one.points is None for one in every)
        if count:
            yield _tile(words.COUNT.format(count=count), label)


def _tile(figure: str, label: str) -> Html:
    return el("div", el("b", figure), el("span", label), class_="tile")


def _section(section: Section) -> Iterator[Html]:
    """A policy: its issuer and what it rewards, what was given, what was not."""
    policy = section.policy
    yield el("h2", words.POLICY.format(title=policy.title))
    told = [words.ISSUER.format(issuer=policy.issuer)] if policy.issuer else []
    told += [policy_window(policy)] if policy_window(policy) else []
    told += [words.VERSION.format(version=policy.version)]
    yield el("p", words.BETWEEN.join(told), class_="note")
    for outcomes, heading in words.PARTS:
        found = [one for one in section.explanations if one.entitlement.outcome in outcomes]
        if not found:
            continue
        yield el("p", heading, class_="part")
        if outcomes == words.NOT_IN_FORCE:
            yield el("ul", lines(el("li", _in_a_line(one)) for one in found), class_="short")
        else:
            yield from map(_rule, found)


def _in_a_line(one: Explanation) -> str:
    """A rule that does not apply this time."""
    mark = words.ASSUMED_MARK if one.entitlement.assumed else ""
    return f"{one.entitlement.title}{mark}{words.COLON}{one.headline}{words.END}"


def _rule(one: Explanation) -> Html:
    entitlement = one.entitlement
    mark = words.ASSUMED_MARK if entitlement.assumed else ""
    head = el(
        "div",
        el("h3", entitlement.title + mark),
        el("span", one.word, class_="word"),
        class_="head",
    )
    parts = [head, el("p", f"{one.headline}{words.END}", class_="headline")]
    parts += [part for block in one.blocks for part in _block(block)]
    parts += [el("p", note, class_="source") for note in one.notes]
    return el("section", Html("\n"), lines(parts), Html("\n"), class_=f"rule {entitlement.outcome}")


def _block(block: Block) -> Iterator[Html]:
    if block.heading:
        yield el("p", f"{block.heading}{words.COLON}")
    yield el("ul", lines(el("li", line) for line in block.lines))


def _ending(decision: Decision) -> Iterator[Html]:
    if any(one.outcome == "undetermined" for one in decision.entitlements):
        yield el("p", words.HOW_TO_COMPLETE)
    yield el("p", words.CLOSING)
    basis = words.BASIS.format(park=decision.park, digest=decision.digest[:12], program=__version__)
    yield el("footer", el("p", words.NOT_A_DECISION), el("p", basis))
