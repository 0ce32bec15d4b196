"""Conditions of policies in sentences: what was required, what was seen, and how much is missing."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from jifen.explain import policy_wording as wording
from jifen.explain.quantities import difference, quantity
from jifen.explain.sentences import seen
from jifen.model.grounds import AtomSeen, LackSeen, Miss
from jifen.model.period import Period
from jifen.model.policy import RuleKind

MOST_WAYS_TOLD = 3


def condition(atom: AtomSeen) -> str:
    """A condition: whether it is as it must be, what was seen, and what stands in the way of a status."""
    below = [condition(one) for one in atom.below if one.met is not one.wanted]
    return _of_status(_condition(atom), below)


def holding(atom: AtomSeen) -> str:
    """A condition of what speaks against an enterprise: whether it holds."""
    said = {True: wording.HOLDS, False: wording.HOLDS_NOT, None: wording.OPEN}[atom.met]
    return said.format(text=atom.text, seen=_seen(atom))


def _of_status(said: str, below: Sequence[str]) -> str:
    return wording.OF_STATUS.format(said=said, below=wording.BETWEEN.join(below)) if below else said


def _condition(atom: AtomSeen) -> str:
    if atom.in_the_way:
        return _missed(atom)
    if atom.met is None:
        return wording.OPEN.format(text=atom.text, seen=_seen(atom))
    if not atom.wanted:
        return wording.MET_NONE.format(text=atom.text, seen=_seen(atom))
    if isinstance(atom.left, Fraction):
        return wording.MET_VALUE.format(text=atom.text, left=quantity(atom.left, atom.scale))
    return wording.MET.format(text=atom.text, seen=_seen(atom))


def _missed(atom: AtomSeen) -> str:
    if atom.shortfall is None or atom.operator is None or not atom.wanted:
        template = wording.MISSED_FLAG if atom.wanted else wording.MISSED_NONE
        return template.format(text=atom.text, seen=_seen(atom))
    told = {
        "text": atom.text,
        "left": quantity(atom.left, atom.scale),
        "right": quantity(atom.right, atom.scale),
        "operator": wording.OPERATORS[atom.operator],
    }
    if atom.shortfall == 0:
        return wording.MISSED_EDGE.format(**told)
    direction = wording.SHORT if atom.shortfall > 0 else wording.OVER
    gap = direction.format(amount=difference(abs(atom.shortfall), atom.scale))
    return wording.MISSED.format(gap=gap, **told)


def _seen(atom: AtomSeen) -> str:
    facts = wording.AND.join(seen(fact) for fact in atom.facts)
    return wording.SEEN.format(facts=facts) if facts else ""


def missing(misses: Sequence[Miss], atoms: Sequence[AtomSeen]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The nearest ways to meet all conditions: a heading each, and its conditions, the nearest first."""
    for number, miss in enumerate(misses[:MOST_WAYS_TOLD]):
        count = len(miss.conditions)
        if number:
            heading = wording.MISSING_OR.format(count=count)
        else:
            heading = wording.MISSING_ONE if count == 1 else wording.MISSING_SEVERAL.format(count=count)
        ordered = sorted(miss.conditions, key=lambda position: (*distance(atoms[position]), position))
        yield heading, tuple(condition(atoms[position]) for position in ordered)


def distance(atom: AtomSeen) -> tuple[bool, Fraction]:
    """How far a condition is away relative to its figures; those that are no matter of more or less last."""
    left, right, gap = atom.left, atom.right, atom.shortfall
    if gap is None or not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return True, Fraction(0)
    greatest = max(abs(left), abs(right))
    return False, abs(gap) / greatest if greatest else Fraction(0)


def lack(one: LackSeen) -> str:
    """Something that is lacking, by name and period."""
    period = Period.parse(one.period).label if one.period else ""
    if one.kind == "field":
        return wording.LACK_FIELD.format(name=one.name, period=period) if period else one.name
    if one.kind == "table" and one.columns:
        return wording.LACK_COLUMNS.format(name=one.name, columns=wording.AND.join(one.columns))
    if one.kind == "table":
        return wording.LACK_TABLE.format(name=one.name, day=one.complete_to)
    if one.kind == "score":
        return wording.LACK_SCORE.format(name=one.name, period=period)
    if one.kind == "status":
        return wording.LACK_STATUS.format(name=one.name)
    return wording.LACK_COHORT if one.kind == "cohort" else one.name


def outcome_word(outcome: str, kind: RuleKind) -> str:
    """What an outcome is called."""
    otherwise = {"loan": wording.LOAN_OUTCOMES, "bonus": wording.BONUS_OUTCOMES}.get(kind, {})
    return otherwise.get(outcome, wording.OUTCOMES[outcome])
