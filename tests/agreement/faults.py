"""Faults in the reading by columns, at least one in each module and each kind of node."""

from attrs import frozen

FOLDER = "engine/jifen/columns"


@frozen
class Fault:
    """``old`` stands once in a module; with ``new`` in its place a test of agreement must fail."""

    module: str
    what: str
    old: str
    new: str

    @property
    def file(self) -> str:
        """The file that it is in."""
        return f"{FOLDER}/{self.module}.py"


FAULTS = (
    Fault(
        "arithmetic",
        "a denominator is forgotten in a sum of quotients",
        "return one.above.times(other.under), other.above.times(one.under), one.under.times(other.under)",
        "return one.above.times(other.under), other.above, one.under.times(other.under)",
    ),
    Fault(
        "arithmetic",
        "what is negated is added",
        "return reduce(lambda one, term: one.minus(term[0]) if term[1]",
        "return reduce(lambda one, term: one.plus(term[0]) if term[1]",
    ),
    Fault(
        "arithmetic",
        "a product forgets a denominator",
        "        return one * other\n",
        "        return one\n",
    ),
    Fault(
        "arithmetic", "a negative divisor turns the sign", "(negative, top.negated())]", "(negative, top)]"
    ),
    Fault(
        "arithmetic",
        "division by zero is missing instead of undefined",
        "why = building.why(operands, (_UNDEFINED, zero))",
        "why = building.why(operands, (Absence.MISSING, zero))",
    ),
    Fault(
        "arithmetic",
        "growth from a base below zero",
        'base = bottom.compared(">", Whole.of(0))',
        'base = bottom.compared("!=", Whole.of(0))',
    ),
    Fault(
        "arithmetic",
        "the least and the greatest change places",
        'return _extremes(building, node.values, "<=")',
        'return _extremes(building, node.values, ">=")',
    ),
    Fault(
        "arithmetic",
        "whole steps below zero",
        "count = top.limited(low=0).floored(divisor)",
        "count = top.floored(divisor)",
    ),
    Fault(
        "arithmetic",
        "a month is complete a day early",
        "(day.dt.day().cast(pl.Int64) > end.day)",
        "(day.dt.day().cast(pl.Int64) > end.day + 1)",
    ),
    Fault(
        "arithmetic",
        "halves below zero are rounded up",
        "downwards = half.minus(up).floored(twice).negated()",
        "downwards = up.plus(half).floored(twice)",
    ),
    Fault(
        "arithmetic",
        "a rounded number is counted over a scale off by one",
        "scale, why = 10**node.digits,",
        "scale, why = 10 ** (node.digits + 1),",
    ),
    Fault(
        "choosing",
        "an open edge is taken for closed",
        "ceil(bound) if edge.closed else floor(bound) + 1",
        "ceil(bound)",
    ),
    Fault(
        "choosing",
        "an open edge of a quotient is taken for closed",
        'return left.compared(">=" if edge.closed else ">", right)',
        'return left.compared(">=", right)',
    ),
    Fault(
        "choosing",
        "the lowest band stands for what is absent",
        "    if value.why.sure:\n        return chosen(cases, options[0].above)",
        "    if True:\n        return chosen(cases, options[0].above)",
    ),
    Fault(
        "choosing",
        "an absence is treated as another",
        "        Absence.NOT_APPLICABLE: node.not_applicable,",
        "        Absence.NOT_APPLICABLE: node.missing,",
    ),
    Fault(
        "apportioning",
        "what is left over goes to the last of those that tie",
        '">=" if place < position else ">"',
        '">" if place < position else ">="',
    ),
    Fault(
        "apportioning",
        "one unit too many is given out",
        'more = Whole(place.compared("<", self.left)',
        'more = Whole(place.compared("<=", self.left)',
    ),
    Fault("logic", "equality with a fraction holds", 'pl.lit(operator == "!=")', 'pl.lit(operator == "=")'),
    Fault(
        "logic",
        "above a fraction is above the next whole number",
        'return value.above.compared(">", Whole.of(floor(whole)))',
        'return value.above.compared(">", Whole.of(ceil(whole)))',
    ),
    Fault("logic", "an interval's open end is closed", '"<=" if interval.high_closed else "<"', '"<="'),
    Fault(
        "logic",
        "every is any",
        "expr = expr & one.expr if every else expr | one.expr",
        "expr = expr | one.expr",
    ),
    Fault(
        "logic",
        "none of several where one holds",
        "    return Other(found.expr.not_(), found.why)",
        "    return Other(found.expr, found.why)",
    ),
    Fault(
        "logic",
        "an unknown flag counts as 0",
        "condition.expr.cast(WIDTHS[0])",
        "condition.expr.fill_null(value=False).cast(WIDTHS[0])",
    ),
    Fault(
        "logic",
        "both ways of a condition change places",
        "tests = (condition.expr, condition.expr.not_())",
        "tests = (condition.expr.not_(), condition.expr)",
    ),
    Fault(
        "logic",
        "a text without a case is missing",
        "(Absence.UNDEFINED, other))",
        "(Absence.MISSING, other))",
    ),
    Fault(
        "logic",
        "what is unknown is known",
        "return ALWAYS if value.why.sure else Other(value.null.not_())",
        "return ALWAYS",
    ),
    Fault(
        "logic",
        "a fact before the founding is missing",
        "code = pl.when(early).then(pl.lit(CODES[Absence.NOT_APPLICABLE], dtype=CODE)).otherwise(missing)",
        "code = missing",
    ),
    Fault(
        "logic",
        "a text begins with what it ends with",
        "value.expr.str.starts_with(one)",
        "value.expr.str.ends_with(one)",
    ),
    Fault(
        "logic",
        "any stage is the first of those named",
        "place = value.labels.index(text) if text in value.labels else -1",
        "place = 0",
    ),
    Fault(
        "held",
        "the last of the absences wins",
        "return Why(kinds, pl.min_horizontal(codes) if len(codes) > 1 else codes[0])",
        "return Why(kinds, pl.max_horizontal(codes) if len(codes) > 1 else codes[0])",
    ),
    Fault(
        "held",
        "a definition is written by the dates of another policy",
        "found = self._held.get(key)\n",
        "found = next((one for (_, other), one in self._held.items() if other == node), None)\n",
    ),
    Fault(
        "held",
        "a value is asked for before it is there",
        "self._depths[-1] = max(self._depths[-1], depth)",
        "self._depths[-1] = depth",
    ),
    Fault(
        "spans",
        "a span of products is too narrow",
        "ends = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]",
        "ends = [self.low * other.low, self.high]",
    ),
    Fault(
        "spans",
        "a difference has the span of a sum",
        "return Span(self.low - other.high, self.high - other.low)",
        "return Span(self.low, self.high)",
    ),
    Fault(
        "spans",
        "whole numbers are cut on one side only",
        "self.at(width).clip(lower, upper)",
        "self.at(width).clip(None, upper)",
    ),
    Fault(
        "spans",
        "a widest number is too wide",
        "_HOLDS = (2**15 - 1, 2**31 - 1, 2**63 - 1, 2**127 - 1)",
        "_HOLDS = (2**15 - 1, 2**31 - 1, 2**66 - 1, 2**127 - 1)",
    ),
    Fault(
        "tables",
        "a table that is open is taken for complete",
        "    return None if seeds.complete_to is not None and seeds.complete_to >= day else pl.lit(True)",
        "    return None",
    ),
    Fault(
        "tables",
        "a table complete to another day is taken for complete",
        "(pl.col(COVERAGE + table) >= pl.lit(day))",
        "(pl.col(COVERAGE + table) >= pl.lit(day.replace(year=2000)))",
    ),
    Fault(
        "tables",
        "a row that may be met is left out",
        "unknown = None if condition is None or condition.why.sure else condition.null",
        "unknown = None",
    ),
    Fault(
        "tables",
        "the greatest is the least",
        '(value.max() if how == "greatest" else value.min())',
        '(value.min() if how == "greatest" else value.max())',
    ),
    Fault(
        "tables",
        "rows that are alike are counted once each",
        "counted.group_by(ROW, key).agg(pl.col(value).max())",
        "counted.group_by(ROW, key).agg(pl.col(value).sum())",
    ),
    Fault(
        "tables", "all that is absent counts as a value", "value.drop_nulls().n_unique()", "value.n_unique()"
    ),
    Fault(
        "tables", "an end holds on its own day", "over = (pl.col(ends) <= day)", "over = (pl.col(ends) < day)"
    ),
    Fault(
        "tables",
        "a period begins a day late",
        "(day.expr >= pl.lit(period.first_day))",
        "(day.expr > pl.lit(period.first_day))",
    ),
    Fault(
        "tables",
        "nothing exists in an open table without rows",
        "return NEVER if open_ is None else Other(pl.when(open_.not_()).then(FALSE), why)",
        "return NEVER",
    ),
    Fault(
        "crossing",
        "a rank from the other end",
        'rank("min", descending=node.descending)',
        'rank("min", descending=not node.descending)',
    ),
    Fault(
        "crossing",
        "those who tie share the last of their places",
        'rank("min", descending',
        'rank("max", descending',
    ),
    Fault(
        "crossing",
        "an unknown tie-breaker comes first",
        "for key in (pl.col(name).is_not_null(),",
        "for key in (pl.col(name).is_null(),",
    ),
    Fault(
        "crossing",
        "a mean over all who are there",
        'under=pl.len().over("g").cast(pl.Int64), own=pl.col("v0"))',
        'under=pl.len().cast(pl.Int64), own=pl.col("v0"))',
    ),
    Fault(
        "crossing",
        "a mean is counted in the wrong unit",
        'under = part["under"].cast(pl.Int64) * gathered.below[0]',
        'under = part["under"].cast(pl.Int64)',
    ),
    Fault("crossing", "every batch is handed the first results", "        begin += height\n", ""),
    Fault(
        "crossing",
        "who is in no group is in one with all others of none",
        'alone = pl.col("g") == ALONE',
        "alone = pl.lit(False)",
    ),
    Fault(
        "crossing",
        "whose group is unknown is a member",
        "        codes.append(of_group.why.roughly(of_group.null))\n",
        "",
    ),
    Fault(
        "crossing",
        "who failed is not counted among the others",
        "failed = tuple(fault.code for batch in batches for fault in batch.faults)",
        "failed: tuple[str, ...] = ()",
    ),
    Fault(
        "crossing",
        "more is added than fits",
        '_span(self.frame["v0"]).greatest * self.frame.height <= WIDE',
        "True",
    ),
    Fault(
        "islands",
        "a definition by itself starts with the data of the next",
        "rows.facts(place), rows.tables(place)",
        "rows.facts(max(0, place - 1)), rows.tables(place)",
    ),
    Fault("islands", "a function that failed gave nothing", "                failed[place] = fault\n", ""),
    Fault(
        "slots",
        "a pair is handed back over another denominator",
        "return [None if one is None else (one, own) for one in counts]",
        "return [None if one is None else (one, 1) for one in counts]",
    ),
    Fault(
        "slots",
        "absences are read in another order",
        "return lambda place: ABSENCES[codes[place]]",
        "return lambda place: ABSENCES[-codes[place]]",
    ),
    Fault(
        "population",
        "rows stay where they were in a part",
        "with_columns(pl.col(ROW) - begin)",
        "with_columns(pl.col(ROW))",
    ),
    Fault(
        "population",
        "a span is that of most figures",
        "high = 0 if span.high <= 0 else (1 << span.high.bit_length()) - 1",
        "high = 0 if span.high <= 0 else (1 << span.high.bit_length() // 2) - 1",
    ),
    Fault(
        "population",
        "who was founded on the last day is too young",
        "(pl.col(FOUNDED) > pl.lit(day))",
        "(pl.col(FOUNDED) >= pl.lit(day))",
    ),
    Fault(
        "population",
        "an enterprise tells its own programme",
        "told_name(name) for name, _, _ in told], strict=False)\n    return",
        "told_name(name) for name, _, _ in told], strict=False)\n    columns = []\n    return",
    ),
    Fault(
        "simplifying",
        "a condition that never holds is left out of all",
        "if AnyOf(()) in kept:\n            return AnyOf(())",
        "if AnyOf(()) in kept:\n            return AllOf(())",
    ),
    Fault(
        "simplifying",
        "nothing asks why a value is absent that a step later treats",
        "    stack += [\n        node.value",
        "    stack += [] and [\n        node.value",
    ),
    Fault(
        "stretch",
        "a number is said to be narrower than it is",
        "span = Span(min(low, high), max(low, high))",
        "span = Span(min(low, high), min(low, high))",
    ),
    Fault("batches", "who was left out stays", "place not in failed for place", "True for place"),
    Fault(
        "batches",
        "what was written for one batch is used for any",
        "            tuple(sorted(situation.seeds.items(), key=lambda each: each[0])),\n",
        "",
    ),
    Fault(
        "reading",
        "facts of the year before are those of the year",
        "period = node.shift.of(base).text\n        self.facts",
        "period = base.text\n        self.facts",
    ),
    Fault(
        "reading",
        "a rank by another definition that is alike",
        "values=tuple(map(one, node.values)), group=None if node.group is None else one(node.group)",
        "values=tuple(map(one, node.values[:1])), group=None if node.group is None else one(node.group)",
    ),
    Fault(
        "scoring",
        "an enterprise is handed the row of another",
        "found.update(zip(frame[CODE_OF].to_list(), rows, strict=True))",
        "found.update(zip(sorted(frame[CODE_OF].to_list()), rows, strict=True))",
    ),
    Fault(
        "settling",
        "stages are named in the wrong order",
        "for position, stage in enumerate(stages):",
        "for position, stage in enumerate(reversed(stages)):",
    ),
    Fault("settling", "scores of one year stand for those of all", "            if own == year\n", ""),
    Fault(
        "batches",
        "as many failed here as there, so they are the same",
        "if failed != failed_there:",
        "if len(failed) != len(failed_there):",
    ),
    Fault(
        "reading",
        "ranks of two years stand in one column",
        '_renamed(definition.node, names), f"{prefix}{name}")',
        "_renamed(definition.node, names), name)",
    ),
    Fault(
        "crossing",
        "nothing is decided where nobody is left",
        "if not batch.population.height:",
        "if batch.population.height < 0:",
    ),
    Fault(
        "phases",
        "who a function fails on is a member all the same",
        "one.step <= number and calls_code(one)",
        "one.step < number and calls_code(one)",
    ),
    Fault(
        "phases",
        "what is known of one part is given to all",
        "before = self.known[place]",
        "before = self.known[0]",
    ),
    Fault(
        "phases",
        "a later phase forgets the earlier ones",
        "earlier = list(self.known[0].held) if self.known else []",
        "earlier: list[str] = []",
    ),
    Fault(
        "streaming",
        "one year is scored as another",
        "scorers[year] = scorers.get(year, scorer)",
        "scorers[year] = self.scorer",
    ),
    Fault(
        "streaming",
        "who has no score is not decided where no score is read",
        "if year in settlement.decider.scorers:",
        "if year in self.years:",
    ),
    Fault(
        "streaming",
        "failures of another year are not told",
        "for batch in (decided.scored, decided.settled):",
        "for batch in (decided.scored,):",
    ),
    Fault(
        "outcomes",
        "a veto is told as a refusal",
        'cases += _where(self._other(held, rule.vetoed), "vetoed")',
        'cases += _where(self._other(held, rule.vetoed), "refused")',
    ),
    Fault(
        "outcomes",
        "what was paid has no amount",
        '= outcome <= _PLACES["paid"]',
        '= outcome < _PLACES["paid"]',
    ),
    Fault(
        "outcomes",
        "who came second is told as granted",
        'cases.append((self._flag(held, self.settled.won).not_(), "superseded"))',
        'cases.append((self._flag(held, self.settled.won), "superseded"))',
    ),
    Fault(
        "outcomes",
        "a status that is unknown is false",
        'columns.append(Column(f"status.{status.id}", met.expr))',
        'columns.append(Column(f"status.{status.id}", met.expr.fill_null(value=False)))',
    ),
    Fault(
        "outcomes",
        "money is claimed back of all",
        "self._number(held, one.amount), met, DIGITS",
        "self._number(held, one.amount), None, DIGITS",
    ),
    Fault(
        "outcomes",
        "a value for a board without a place on it",
        "placed = None if rank.why.sure else rank.null.not_()",
        "placed = None",
    ),
    Fault("outcomes", "stages are one off", "stage.above.expr == place", "stage.above.expr == place + 1"),
    Fault(
        "outcomes",
        "whole fen are as wide as was proven",
        "return Column(name, narrowed(whole).at(INT64))",
        "return Column(name, whole.at(max(INT64, whole.width)))",
    ),
    Fault(
        "outcomes",
        "a figure is written ten times as great",
        "else 10**digits\n    if",
        "else 10 ** (digits + 1)\n    if",
    ),
)
