"""Runs built to come to published results. What was published is the sum and the number of enterprises;
ranks, lines and enterprises are made up, and these tests show no more than that the files reach the sums.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import jifen
from jifen.exchange.recipes import recipe_in
from jifen.exchange.sample import make_sample
from jifen.language.decode import decode
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.parks import discover_parks
from jifen.model.period import Period
from jifen.model.policy import CaseFile

POLICIES = Path(__file__).parents[2] / "policies"


def test_in_a_made_up_roster_the_bank_of_dalian_gives_750_lines_of_800_million() -> None:
    index = discover_parks()
    library = jifen.open_library("dalian", [POLICIES / "dalian/icbc-credit.toml"])
    year, closed = Period(2021), date(2021, 12, 31)
    made = make_sample(library.park.park, recipe_in(index.plugin("dalian")), 1000, 1, period=year)
    settled = library.decide_many(made, period=year, as_of=closed, allow_assumed=True)
    credit = [decision.entitlement("credit") for decision in settled.decisions]
    lines = [one.amount for one in credit if one.outcome == "granted" and one.amount is not None]
    assert not settled.faults
    assert (len(lines), sum(lines)) == (750, Decimal(800_000_000))
    assert all(one.assumed for one in credit)


def test_the_four_made_up_enterprises_of_chongqing_borrow_18_800_000() -> None:
    path = POLICIES / "chongqing/boc-points-loan.cases.toml"
    cases = [case for case in decode(parse(Source.read(path)), CaseFile).cases if case.constructed]
    four = [case for case in cases if case.as_of == date(2022, 12, 31)]
    found = [str(case.expect["credit"]) for case in four]
    assert found == ["1000万元", "500万元", "200万元", "180万元"]
    lines = [int(amount.removesuffix("万元")) for amount in found]
    assert sum(lines) == 1880
