"""花园示范区: every scoring kind once, for tests of what people see."""

from fractions import Fraction

from jifen.plugin import IndicatorFunction, ParkRegister, Rows, hookimpl


def buyers(contracts: Rows) -> Fraction:
    """How many buyers; fails on a buyer whose name says so."""
    names = {row["customer"] for row in contracts}
    if "出错" in names:
        raise ValueError("买方名称不对")
    return Fraction(len(names))


@hookimpl
def register_park(register: ParkRegister) -> None:
    register.file("park.toml")
    register.function(
        IndicatorFunction(
            "buyers", "技术合同买方数", buyers, tables={"contracts": "technology_contract"}, unit="个"
        )
    )
