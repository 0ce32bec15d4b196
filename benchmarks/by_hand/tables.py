"""Tables of rows by hand: contracts, projects, platforms, awards, investments, activities."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from benchmarks.by_hand.record import (
    CENT,
    FIFTIETH,
    FIRST_DAY,
    FIRST_OF_THREE_YEARS,
    FIRST_OF_TWO_YEARS,
    FIVE,
    HALF,
    HUNDRED,
    LAST_DAY,
    SIX,
    THREE,
    TWO,
    ZERO,
    Firm,
    Points,
    Row,
    count_with_gaps,
    up_to,
    weighted,
)

CUSTOMER_CONCENTRATION = weighted("10 6 3 1", 10, "1 1 1 1 1")[0]
PROVINCIAL = frozenset(("国家级", "省级"))


def technology_contracts(firm: Firm) -> tuple[Points, Points, Points]:
    """Sold this year; points for the concentration of customers, and for this year's number of customers."""
    if "technology_contract" not in firm.complete:
        return None, None, None
    if not firm.contracts:
        return ZERO, ZERO, ZERO
    sold = ZERO
    customers = set()
    amounts: dict[str | None, Decimal] = {}
    unknown_amount = unknown_day = unknown_sold = False
    for row in firm.contracts:
        customer, amount, day = row["customer"], row["amount"], row["registered"]
        if amount is None:
            unknown_amount = True
        else:
            amounts[customer] = amounts.get(customer, ZERO) + amount
        if day is None:
            unknown_day = True
        elif FIRST_DAY <= day <= LAST_DAY:
            customers.add(customer)
            if amount is None:
                unknown_sold = True
            else:
                sold += amount
    return (
        None if unknown_day or unknown_sold else sold,
        None
        if unknown_amount or any(row["customer"] is None for row in firm.contracts)
        else concentration(amounts),
        None if unknown_day or None in customers else FIVE if len(customers) >= 10 else HALF * len(customers),
    )


def concentration(amounts: Mapping[str | None, Decimal]) -> Points:
    """Points for the Herfindahl index of amounts by customer; none without any amount."""
    whole = sum(amounts.values(), ZERO)
    if not whole:
        return ZERO
    squares, whole = sum(amount * amount for amount in amounts.values()), whole * whole
    band = 0 if squares * 4 <= whole else 1 if squares * 2 <= whole else 2 if squares < whole else 3
    return CUSTOMER_CONCENTRATION[band]


def science_projects(firm: Firm) -> tuple[Points, Points, Points, Points]:
    """Points for projects of two years, those led this year, funding of three years, the run of years."""
    if "science_project" not in firm.complete:
        return None, None, None, None
    rows = firm.projects
    if not rows:
        return ZERO, ZERO, ZERO, ZERO
    if any(row["approved"] is None or row["level"] is None or row["role"] is None for row in rows):
        return science_projects_with_gaps(rows)
    carried = led = 0
    funding: Points = ZERO
    for row in rows:
        day = row["approved"]
        if FIRST_OF_THREE_YEARS <= day <= LAST_DAY:
            if funding is not None:
                funding = None if row["funding"] is None else funding + row["funding"]
            carried += day >= FIRST_OF_TWO_YEARS and row["level"] in PROVINCIAL
            led += day >= FIRST_DAY and row["role"] == "牵头"
    return TWO * carried, up_to(led, 1, 5), funding_points(funding), longest_run(rows)


def science_projects_with_gaps(rows: Sequence[Row]) -> tuple[Points, Points, Points, Points]:
    """The same where a row lacks its day, level or role: what rests on it is unknown."""
    carried = count_with_gaps(rows, "approved", "level", PROVINCIAL, FIRST_OF_TWO_YEARS)
    led = count_with_gaps(rows, "approved", "role", ("牵头",), FIRST_DAY)
    dated = all(row["approved"] is not None for row in rows)
    recent = [row["funding"] for row in rows if dated and FIRST_OF_THREE_YEARS <= row["approved"] <= LAST_DAY]
    return (
        None if carried is None else TWO * carried,
        up_to(led, 1, 5),
        funding_points(sum(recent, ZERO)) if dated and None not in recent else None,
        longest_run(rows) if dated else None,
    )


def funding_points(funding: Points) -> Points:
    if funding is None or funding <= ZERO:
        return None if funding is None else ZERO
    points = (funding * FIFTIETH).quantize(CENT, ROUND_HALF_UP)
    if points > SIX:
        return SIX
    return points


def longest_run(rows: Iterable[Row]) -> Decimal:
    """A point for each year of the longest run of years with a project approved, five at most."""
    years = {row["approved"].year for row in rows}
    longest = length = 0
    for year in sorted(years):
        length = length + 1 if year - 1 in years else 1
        longest = max(longest, length)
    return Decimal(min(longest, 5))


def by_level(rows: Iterable[Row], day_column: str) -> tuple[dict[str, int], dict[str, int], bool]:
    """How many of each level in two years and this year, and whether a row leaves something open."""
    two_years: dict[str, int] = {}
    this_year: dict[str, int] = {}
    for row in rows:
        level, day = row["level"], row[day_column]
        if level is None or day is None:
            return two_years, this_year, True
        if FIRST_OF_TWO_YEARS <= day <= LAST_DAY:
            two_years[level] = two_years.get(level, 0) + 1
            if day >= FIRST_DAY:
                this_year[level] = this_year.get(level, 0) + 1
    return two_years, this_year, False


def platforms(firm: Firm) -> tuple[Points, Points]:
    """Points for platforms 省级 and above, and 市级, of two years."""
    if "innovation_platform" not in firm.complete:
        return None, None
    rows = firm.platforms
    if not rows:
        return ZERO, ZERO
    counts, _, gaps = by_level(rows, "recognised")
    if gaps:
        return (
            up_to(count_with_gaps(rows, "recognised", "level", PROVINCIAL, FIRST_OF_TWO_YEARS), 3, 9),
            up_to(count_with_gaps(rows, "recognised", "level", ("市级",), FIRST_OF_TWO_YEARS), 1, 3),
        )
    return up_to(counts.get("国家级", 0) + counts.get("省级", 0), 3, 9), up_to(counts.get("市级", 0), 1, 3)


def awards(firm: Firm) -> tuple[Points, Points]:
    """Points for awards 省级 and above of two years, and 国家级 of this year."""
    if "science_award" not in firm.complete:
        return None, None
    rows = firm.awards
    if not rows:
        return ZERO, ZERO
    counts, this_year, gaps = by_level(rows, "awarded")
    if gaps:
        return (
            up_to(count_with_gaps(rows, "awarded", "level", PROVINCIAL, FIRST_OF_TWO_YEARS), 3, 9),
            up_to(count_with_gaps(rows, "awarded", "level", ("国家级",), FIRST_DAY), 5, 10),
        )
    return up_to(counts.get("国家级", 0) + counts.get("省级", 0), 3, 9), up_to(
        this_year.get("国家级", 0), 5, 10
    )


def venture_capital(firm: Firm) -> Points:
    """Half a point for each whole million received this year."""
    if "venture_investment" not in firm.complete:
        return None
    received = ZERO
    for row in firm.investments:
        day, amount = row["received"], row["amount"]
        if day is None:
            return None
        if FIRST_DAY <= day <= LAST_DAY:
            if amount is None:
                return None
            received += amount
    return received // HUNDRED * HALF if received >= HUNDRED else ZERO


def all_of(*parts: bool | None) -> bool | None:
    return False if False in parts else None if None in parts else True


def any_of(parts: Iterable[bool | None], complete: bool) -> bool | None:
    """Whether there is one; unknown where a row leaves it open, or a row may be lacking."""
    doubt = not complete
    for part in parts:
        if part:
            return True
        doubt = doubt or part is None
    return None if doubt else False


def activity(firm: Firm) -> Points:
    """Three points for each of three kinds of activity this year, five at most."""
    complete = "activity" in firm.complete
    if complete and not firm.activities:
        return ZERO
    kinds: list[list[bool | None]] = [[], [], []]
    for row in firm.activities:
        kind, result, day = row["kind"], row["result"], row["held"]
        current = None if day is None else FIRST_DAY <= day <= LAST_DAY
        if current is False:
            continue
        won = None if result is None else result == "获奖"
        kinds[0].append(all_of(None if kind is None else kind == "创新创业大赛", won, current))
        kinds[1].append(all_of(None if kind is None else kind == "成果路演", current))
        kinds[2].append(all_of(None if kind is None else kind == "技术对接", current))
    found = [any_of(parts, complete) for parts in kinds]
    return None if None in found else (ZERO, THREE, FIVE, FIVE)[found.count(True)]
