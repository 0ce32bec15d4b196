"""Qualifications and negative events by hand; 信用合规: 6 indicators."""

from collections.abc import Iterable
from datetime import date

from benchmarks.by_hand.record import (
    EIGHT,
    FIRST_DAY,
    FIVE,
    FOUR,
    LAST_DAY,
    TEN,
    THREE,
    TWELVE,
    TWENTY,
    ZERO,
    Firm,
    Points,
    Row,
    count_with_gaps,
    up_to,
)

SUPPORTED = frozenset(("高新技术企业", "科技型中小企业", "创新型中小企业", "专精特新中小企业"))
LADDER = (("独角兽企业", TWELVE), ("瞪羚企业", EIGHT), ("专精特新小巨人企业", EIGHT), ("雏鹰企业", FOUR))


def in_force(rows: Iterable[Row], day: date = LAST_DAY) -> tuple[set[str], set[str | None]]:
    """Kinds in force on a day, and kinds that may be (None: any kind may)."""
    held: set[str] = set()
    doubtful: set[str | None] = set()
    for row in rows:
        kind, begins, ends = row["kind"], row["begins"], row["ends"]
        if (ends is not None and ends <= day) or (begins is not None and begins > day):
            continue
        if kind is None or begins is None:
            doubtful.add(kind)
        else:
            held.add(kind)
    return held, doubtful


def is_held(kind: str, held: set[str], doubtful: set[str | None], complete: bool) -> bool | None:
    if kind in held:
        return True
    return None if not complete or kind in doubtful or None in doubtful else False


def qualifications(firm: Firm) -> tuple[Points, Points]:
    """Points for qualifications, and for the highest of the ladder."""
    complete = "qualification" in firm.complete
    if complete and not firm.qualifications:
        return ZERO, ZERO
    held, doubtful = in_force(firm.qualifications)
    if complete and not doubtful:
        count = len(held & SUPPORTED)
        supported = ZERO if not count else THREE if count == 1 else FIVE
        for kind, points in LADDER:
            if kind in held:
                return supported, points
        return supported, ZERO
    found = [is_held(kind, held, doubtful, complete) for kind in SUPPORTED]
    ladder = [is_held(kind, held, doubtful, complete) for kind, _ in LADDER]
    best = max(points if got else ZERO for got, (_, points) in zip(ladder, LADDER, strict=True))
    return (
        None if None in found else (ZERO, THREE, FIVE, FIVE, FIVE)[found.count(True)],
        None if None in ladder else best,
    )


def credit(firm: Firm) -> tuple[Points, ...]:
    """信用合规: points to deduct."""
    complete = "event" in firm.complete
    rows = firm.events
    if complete and not rows:
        return (ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)
    held, doubtful = in_force(rows)
    debtor, dishonest, abnormal, misconduct, taxes = (
        is_held(kind, held, doubtful, complete)
        for kind in ("失信被执行人", "严重违法失信", "经营异常", "科研失信", "税收违法")
    )
    market: Points = None
    if dishonest is not None and abnormal is not None:
        market = TWENTY if dishonest else FIVE if abnormal else ZERO
    return (
        None if debtor is None else TWENTY if debtor else ZERO,
        market,
        up_to(count_with_gaps(rows, "begins", "kind", ("环境违法",), FIRST_DAY), 5, 10) if complete else None,
        up_to(count_with_gaps(rows, "begins", "kind", ("生产安全事故",), FIRST_DAY), 10, 20)
        if complete
        else None,
        None if misconduct is None else TWENTY if misconduct else ZERO,
        None if taxes is None else TEN if taxes else ZERO,
    )
