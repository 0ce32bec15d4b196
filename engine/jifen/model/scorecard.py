"""Scorecards (评价表, 认定标准): official tables that say whether an enterprise meets a standard.

An enterprise meets a scorecard when all gates hold and either one direct route does, or the total and
every minimum are reached. That is a conclusion of ours; the certificate that an authority has issued is
a qualification (S13).
"""

from datetime import date
from decimal import Decimal

from attrs import frozen

from jifen.model.condition import When
from jifen.model.indicator import Indicator
from jifen.model.place import Places, Written
from jifen.model.vocabulary import key, places


@frozen
class Effective:
    """From when an edition applies, and until when: the last day is not part of it (S5)."""

    since: date = key("自何日起施行", name="from")
    until: date | None = key("至何日止（当日起不再施行）；现行的不写", default=None)
    places: Places = places()


@frozen
class Gate:
    """Conditions that must hold whatever the score (门槛)."""

    id: str = key("编号")
    name: str = key("名称")
    when: When = key("条件，须全部成立；可用 any、all、none 分组")
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整张评价表相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Route(Gate):
    """A direct route (直通条件): where it holds, the score is not asked for."""


@frozen
class ScorecardDimension:
    """A group of indicators; ``minimum`` is what its points must reach (分项最低分)."""

    id: str = key("编号")
    name: str = key("名称")
    full: Decimal = key("所属指标的满分之和，用来核对")
    cap: Decimal | None = key("本组最多计几分；比 full 小时才写", default=None)
    minimum: Written | None = key("本组得分要求，如 >= 20、> 0", default=None)
    source: str = key("出处；不写则与整张评价表相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Slot:
    """A place for indicators that each region sets (地方自设指标); a park fills it under ``[slots]``."""

    id: str = key("编号")
    name: str = key("名称")
    dimension: str = key("所属组的编号")
    full: Decimal = key("满分")
    source: str = key("出处；不写则与整张评价表相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Scorecard:
    """One edition of a scorecard; the as-of date chooses the edition in force (S8)."""

    id: str = key("编号：小写字母、数字、下划线或连字符")
    name: str = key("名称")
    edition: str = key("版本，如 2022")
    effective: Effective = key("施行期间")
    total: Written = key("总分要求，如 >= 60")
    digits: int = key("每项指标得分保留的小数位数（四舍五入）", default=2)
    clause: str = key("文件条款", default="")
    source: str = key("出处", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    gates: tuple[Gate, ...] = key("门槛，须全部符合", name="gate", default=())
    dimensions: tuple[ScorecardDimension, ...] = key("指标组", name="dimension")
    indicators: tuple[Indicator, ...] = key("指标", name="indicator")
    slots: tuple[Slot, ...] = key("留给地方自设指标的位置", name="slot", default=())
    routes: tuple[Route, ...] = key("直通条件，符合任何一项即不看得分", name="route", default=())
    places: Places = places()

    @property
    def full_id(self) -> str:
        """Id and edition, which no two scorecards share."""
        return f"{self.id}@{self.edition}"


@frozen
class ScorecardFile:
    """A file of national scorecards, in ``policies/national/scorecards/``."""

    scorecards: tuple[Scorecard, ...] = key("评价表", name="scorecard")
    places: Places = places()


@frozen
class Filling:
    """The indicators by which a park fills a slot of a scorecard; their dimension is the slot's."""

    indicators: tuple[Indicator, ...] = key("自设指标", name="indicator")
    places: Places = places()
