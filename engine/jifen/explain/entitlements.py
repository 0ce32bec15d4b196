"""What policies come to for an enterprise, in sentences: what was given and why, what was not and what is
missing. Reasons must have been asked for; what they do not hold is not told.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from jifen.explain import policy_wording as wording
from jifen.explain.conditions import condition, holding, lack, missing, outcome_word
from jifen.explain.money import money_steps, row_distance, rows_summary, rows_told
from jifen.explain.quantities import money, points, quantity, ratio, tidy
from jifen.model.entitlement import Because, Decision, Entitlement, PartOfAmount
from jifen.model.grounds import AtomSeen, PolicySeen
from jifen.model.period import Period
from jifen.model.policy import RuleKind
from jifen.model.quantity import SCALES, parse_scale

_RANK = ("granted", "paid", "undetermined", "refused", "superseded", "vetoed", "not_in_force")
_KINDS: tuple[RuleKind, ...] = ("subsidy", "loan", "bonus")
_FARTHEST = (99, True, 0)
"""Of a rule without rows: after those that have some."""


@frozen
class Block:
    """Lines under a heading; the heading may be empty."""

    heading: str
    lines: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {"heading": self.heading, "lines": list(self.lines)}


@frozen
class Explanation:
    """What a rule came to, in sentences without a full stop: in a line, and block by block why."""

    entitlement: Entitlement
    word: str
    headline: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "outcome": self.word,
            "headline": self.headline,
            "blocks": [block.to_dict() for block in self.blocks],
            "notes": list(self.notes),
        }


@frozen
class Section:
    """A policy with the explanations of its rules."""

    policy: PolicySeen
    explanations: tuple[Explanation, ...]


def explain_decision(decision: Decision) -> tuple[Section, ...]:
    """All rules of a decision by policy: what was given first, then what is nearest to being given."""
    found = []
    for policy in decision.policies:
        own = [
            one for one in decision.entitlements if (one.policy, one.version) == (policy.id, policy.version)
        ]
        own.sort(key=_place)
        if own:
            found.append(Section(policy, tuple(explain_entitlement(one, decision) for one in own)))
    return tuple(found)


def explain_entitlement(entitlement: Entitlement, decision: Decision) -> Explanation:
    """Why a rule came to what it did; ``decision`` tells of the policies it speaks of."""
    telling = _Telling(entitlement, decision)
    return Explanation(
        entitlement=entitlement,
        word=outcome_word(entitlement.outcome, entitlement.kind),
        headline=tidy(telling.headline()),
        blocks=tuple(
            Block(tidy(block.heading), tuple(map(tidy, block.lines)))
            for block in telling.blocks()
            if block.lines
        ),
        notes=tuple(telling.notes()),
    )


def policy_window(policy: PolicySeen) -> str:
    """What a policy rewards and when it is applied for, as a line; empty where nothing is said."""
    told = [wording.REWARDS.format(period=Period.parse(policy.rewards).label)] if policy.rewards else []
    if policy.apply_since or policy.apply_until:
        told.append(wording.WINDOW.format(window=_window(policy.apply_since, policy.apply_until)))
    return wording.BETWEEN.join(told)


def _window(since: date | None, until: date | None) -> str:
    """Days as people write them: with the last of them."""
    parts = [wording.SINCE.format(day=since)] if since else []
    parts += [wording.UNTIL.format(day=until - timedelta(days=1))] if until else []
    return "".join(parts)


def _place(one: Entitlement) -> tuple[Any, ...]:
    """Where a rule stands among those of its policy: by outcome, money before loans and these before points,
    the nearest first.
    """
    rank, last = _RANK.index(one.outcome), (_KINDS.index(one.kind), one.rule)
    if one.outcome != "refused":
        return rank, 0, False, 0, *last
    if one.misses:
        nearest = one.misses[0]
        return rank, len(nearest.conditions), nearest.gap is None, nearest.gap or 0, *last
    rows = min(map(row_distance, one.rows), default=_FARTHEST)
    return rank, *rows, *last


@frozen
class _Telling:
    one: Entitlement
    decision: Decision

    # ------------------------------------------------------------ in a line

    def headline(self) -> str:
        """What came out."""
        one = self.one
        if one.points is not None:
            return wording.BONUS.format(points=points(one.points))
        if one.outcome == "granted":
            assert one.amount is not None
            template = wording.LINE if one.kind == "loan" else wording.GRANTED
            return template.format(amount=money(one.amount))
        if one.outcome == "paid":
            return wording.PAID.format(paid=money(one.paid or 0))
        if one.outcome == "undetermined":
            return wording.UNDETERMINED if one.lacking or one.lacks else wording.UNDETERMINED_NO_LACK
        for because in one.because:
            return self._decided_by(because)
        return wording.REFUSED

    def _decided_by(self, because: Because) -> str:
        kind = because.kind
        if kind == "veto":
            return wording.VETOED.format(title=because.title)
        if kind == "group":
            return wording.SUPERSEDED.format(title=because.title)
        if kind == "fuse":
            return wording.FUSED.format(title=because.title)
        if kind == "dates":
            policies = (one for one in self.decision.policies if one.full_id == because.id)
            rewards = any(policy.rewards for policy in policies)
            template = wording.NOT_IN_PERIOD if rewards else wording.NOT_IN_FORCE_DATES
            return template.format(when=because.title)
        return {"once": wording.ONCE, "zero": wording.ZERO, "assumed": wording.NOT_IN_FORCE_ASSUMED}[kind]

    # ------------------------------------------------------------ why

    def blocks(self) -> Iterator[Block]:
        """Money, rows, conditions, what is missing."""
        one = self.one
        if one.outcome in ("granted", "paid", "superseded") or self._is_zero:
            yield Block("", tuple(self._money()))
            yield Block("", tuple(self._terms()))
        if one.outcome == "undetermined":
            yield Block("", self._lacking())
        if one.outcome == "vetoed":
            yield from self._vetoes()
        if one.outcome == "superseded":
            yield Block("", tuple(self._winners()))
        if one.outcome == "refused":
            yield from self._missing()
            yield from (
                Block("", tuple(map(holding, because.conditions)))
                for because in one.because
                if because.kind == "fuse"
            )
        if one.outcome in ("granted", "undetermined"):
            heading = wording.CONDITIONS_MET if one.outcome == "granted" else wording.CONDITIONS_SO_FAR
            yield Block(heading, tuple(condition(atom) for atom in one.conditions if self._worth(atom)))
        yield Block("", tuple(self._clawbacks()))

    @property
    def _is_zero(self) -> bool:
        return any(because.kind == "zero" for because in self.one.because)

    def _worth(self, atom: AtomSeen) -> bool:
        """Whether a condition is worth telling: of what was given those that are as they must be."""
        return atom.met is atom.wanted or self.one.outcome == "undetermined"

    def _money(self) -> Iterator[str]:
        one = self.one
        rows = next((step for step in one.steps if step.what == "rows"), None)
        if rows is not None:
            yield rows_summary(rows, one.rows)
            yield from rows_told(one.rows, rows.figures.get("once_per", ""))
        yield from money_steps(one.steps)
        if one.outcome == "paid" and one.amount is not None and one.amount != one.paid:
            yield wording.PAID_OTHERWISE.format(amount=money(one.amount))
        if one.outcome in ("granted", "paid"):
            yield from self._shares()
        if one.instalments and one.outcome in ("granted", "paid"):
            yield wording.DUE_NOW.format(amount=money(one.due))

    def _shares(self) -> Iterator[str]:
        """Who pays, and when."""
        payers, instalments = self.one.payers, self.one.instalments
        if payers:
            parts = (wording.PAYER.format(id=part.id, **_part(part)) for part in payers)
            yield wording.PAYERS.format(parts=wording.AND.join(parts))
        if instalments:
            told = (_instalment(part) for part in instalments)
            yield wording.INSTALMENTS.format(parts=wording.AND.join(told))

    def _terms(self) -> Iterator[str]:
        terms = self.one.terms
        if terms is None:
            return
        if terms.rate is not None:
            yield self._rate(ratio(terms.rate))
        if terms.term:
            yield wording.TERM.format(term=terms.term)
        if terms.lender:
            yield wording.LENDER.format(lender=terms.lender)
        if terms.risk:
            parts = (
                wording.RISK_PART.format(name=name, share=ratio(share)) for name, share in terms.risk.items()
            )
            yield wording.RISK.format(parts=wording.AND.join(parts))

    def _rate(self, rate: str) -> str:
        step = self.one.terms.rate_step if self.one.terms is not None else None
        if step is None or "by" not in step.inputs:
            return wording.RATE.format(rate=rate)
        scale = parse_scale(step.figures.get("scale", "")) or SCALES[""]
        value = quantity(step.inputs["by"], scale)
        return wording.RATE_BY.format(by=step.figures["by"], value=value, rate=rate)

    def _clawbacks(self) -> Iterator[str]:
        for back in self.one.clawbacks:
            clause = f"（{wording.CLAUSE.format(clause=back.clause)}）" if back.clause else ""
            if back.met and back.amount:
                yield wording.CLAWBACK.format(amount=money(back.amount)) + clause
            elif back.met is None:
                yield wording.CLAWBACK_OPEN + clause

    # ------------------------------------------------------------ why not

    def _lacking(self) -> tuple[str, ...]:
        if not self.one.lacking:
            return ()
        return (wording.LACKING.format(names=wording.AND.join(map(lack, self.one.lacking))),)

    def _missing(self) -> Iterator[Block]:
        one = self.one
        for heading, lines in missing(one.misses, one.conditions):
            yield Block(heading, lines)
        still_open = tuple(condition(atom) for atom in one.conditions if atom.met is None)
        if one.misses:
            yield Block(wording.OPEN_BESIDES, still_open)
        rows = next((step for step in one.steps if step.what == "rows"), None)
        if rows is None or self._is_zero:
            return
        table = rows.figures["table"]
        if not one.rows:
            yield Block("", (wording.NO_ROWS.format(table=table),))
        elif not any(row.counted for row in one.rows):
            yield Block(rows_summary(rows, one.rows), rows_told(one.rows, rows.figures.get("once_per", "")))

    def _vetoes(self) -> Iterator[Block]:
        for because in self.one.because:
            policy = self._policy_of(because)
            lines = [wording.VETO_OF.format(title=because.title, policy=policy)] if policy else []
            yield Block("", (*lines, *map(holding, because.conditions)))

    def _winners(self) -> Iterator[str]:
        for because in self.one.because:
            policy = self._policy_of(because)
            if because.kind == "group" and policy:
                yield wording.SUPERSEDED_OF.format(policy=policy)

    def _policy_of(self, because: Because) -> str:
        """The policy that an entry or a rule stands in, and its clause."""
        id_ = because.id.rpartition("/")[0]
        policy = next((one for one in self.decision.policies if one.id == id_ and one.in_force), None)
        if policy is None:
            return ""
        template = wording.POLICY_CLAUSE if because.clause else wording.POLICY
        return template.format(title=policy.title, clause=because.clause)

    def notes(self) -> Iterator[str]:
        """What a reader must know besides."""
        one = self.one
        if one.points is not None:
            yield wording.BONUS_ONLY
        if one.provisional:
            yield wording.PROVISIONAL
        if one.assumed and one.outcome != "not_in_force":
            yield wording.ASSUMED
        if one.assumed_in:
            yield wording.ASSUMED_IN.format(names=wording.AND.join(one.assumed_in))
        if one.clause:
            yield wording.CLAUSE.format(clause=one.clause)


def _part(part: PartOfAmount) -> dict[str, str]:
    return {
        "amount": wording.UNKNOWN_VALUE if part.amount is None else money(part.amount),
        "share": "" if part.share is None else ratio(part.share),
    }


def _instalment(part: PartOfAmount) -> str:
    state = {True: "", False: wording.INSTALMENT_WAITS, None: wording.INSTALMENT_OPEN}[part.met]
    due = "" if part.due is None else wording.DUE.format(day=part.due)
    told = part.met is not False and part.amount is not None
    template = wording.INSTALMENT if told else wording.INSTALMENT_NONE
    return template.format(id=part.id, due=due, state=state, **_part(part))


def decision_with_explanations(decision: Decision) -> dict[str, Any]:
    """A decision as data with its sentences, rule by rule."""
    said: Sequence[Explanation] = [explain_entitlement(one, decision) for one in decision.entitlements]
    data = decision.to_dict()
    for entitlement, one in zip(data["entitlements"], said, strict=True):
        entitlement["explanation"] = one.to_dict()
    return data
