"""Indicators of 大连高新区 that TOML cannot express: they need powers, or the order of years.

Both are assumed: the park has published the number of its indicators, not their list.
"""

from collections import defaultdict
from datetime import date
from fractions import Fraction

from jifen.plugin import Absence, IndicatorFunction, Rows


def customer_concentration(contracts: Rows) -> Fraction | Absence:
    """The Herfindahl index of technology contracts by customer: the sum of the squares of their shares.

    1 means a single customer, 1/n means n customers of equal weight. Without any contract there is no share
    to take; with a customer or an amount left out the shares are not known. Amounts below zero are refused.
    """
    amounts: defaultdict[str, Fraction] = defaultdict(Fraction)
    for contract in contracts:
        customer, amount = contract["customer"], contract["amount"]
        if not isinstance(customer, str) or not isinstance(amount, Fraction):
            return Absence.MISSING
        if amount < 0:
            raise ValueError(f"技术合同的成交额 {amount} 元小于零")
        amounts[customer] += amount
    total = sum(amounts.values(), Fraction())
    if not total:
        return Absence.UNDEFINED
    return sum((amount * amount for amount in amounts.values()), Fraction()) / (total * total)


def longest_run_of_projects(projects: Rows) -> Fraction | Absence:
    """The longest run of calendar years in each of which a project was approved; 0 without projects."""
    years: set[int] = set()
    for project in projects:
        approved = project["approved"]
        if not isinstance(approved, date):
            return Absence.MISSING
        years.add(approved.year)
    longest = run = 0
    for year in sorted(years):
        run = run + 1 if year - 1 in years else 1
        longest = max(longest, run)
    return Fraction(longest)


FUNCTIONS = (
    IndicatorFunction(
        id="customer_concentration",
        name="技术合同客户集中度",
        call=customer_concentration,
        tables={"contracts": "technology_contract"},
        low=Fraction(0),
        high=Fraction(1),
        doc="各买方成交额占比的平方和（赫芬达尔指数）：只有一个买方时为1，买方越分散越小",
    ),
    IndicatorFunction(
        id="longest_run_of_projects",
        name="连续承担科技项目年数",
        call=longest_run_of_projects,
        tables={"projects": "science_project"},
        unit="年",
        low=Fraction(0),
        doc="按立项日期，最长连续多少个年度有新立项的科技项目",
    ),
)
