"""A park as its files declare it: scheme, dimensions, stages, indicators, boards."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from jifen.model.function import IndicatorFunction
from jifen.model.indicator import Indicator
from jifen.model.place import Places, Written
from jifen.model.scorecard import Filling, Scorecard
from jifen.model.terms import Vocabulary
from jifen.model.vocabulary import FieldDeclaration, KindDeclaration, TableDeclaration, key, places


@frozen
class Header:
    """The park itself and its scheme (积分办法)."""

    id: str = key("园区编号：小写字母、数字、连字符")
    name: str = key("园区名称")
    scheme: str = key("积分办法的名称")
    digits: int = key("每项指标得分保留的小数位数（四舍五入）", default=2)
    source: str = key("出处", default="")
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Dimension:
    """A dimension (维度, 一级指标). Its role says whether its points are base, bonus or deductions (S15)."""

    id: str = key("编号")
    name: str = key("名称")
    role: Literal["base", "bonus", "deduction"] = key(
        "base 基础分、bonus 加分、deduction 扣分", default="base"
    )
    full: Decimal | dict[str, Decimal] | None = key(
        "满分：各阶段相同写一个数，否则按阶段写；写了就与所属指标的权重核对", default=None
    )
    cap: Decimal | None = key("本维度最多计几分", default=None)
    source: str = key("出处", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Stage:
    """A stage of growth (成长阶段) and the interval of the dividing value that it covers."""

    id: str = key("编号")
    name: str = key("名称")
    within: Written = key("区间，如 < 50万元、[50万元, 500万元)", name="in")
    source: str = key("出处", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    places: Places = places()


@frozen
class Stages:
    """How enterprises are divided into stages: by one value, in intervals that neither gap nor overlap."""

    value: Written = key("划分阶段所依据的数值，如 营业收入")
    stages: tuple[Stage, ...] = key("各阶段", name="stage")
    source: str = key("出处", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    places: Places = places()


@frozen
class Board:
    """A board (榜单): the first ``top`` by a score or value, in each stage or in the park. Ties at the
    last place all count unless tie-breakers are given (S19).
    """

    id: str = key("编号")
    name: str = key("名称")
    by: Written = key("排名依据，如 积分、积分.技术创新")
    top: int = key("取前几名")
    within: Literal["stage", "park"] = key("stage 每个阶段一张榜；park 全园区一张榜", default="park")
    tie_breakers: tuple[Written, ...] = key("同分时依次比较的数值，大者在前", default=())
    source: str = key("出处", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class ParkFile:
    """One file of a park; a park may be written in several, whose parts are joined."""

    park: Header | None = key("园区", default=None)
    fields: dict[str, FieldDeclaration] = key("本园区的字段", factory=dict)
    tables: dict[str, TableDeclaration] = key("本园区的子表", factory=dict)
    qualifications: dict[str, KindDeclaration] = key("本园区的资质", factory=dict)
    events: dict[str, KindDeclaration] = key("本园区的负面事件种类", factory=dict)
    lists: dict[str, tuple[str, ...]] = key(
        '名录，如 重点产业 = ["39", "27"]；表达式里用 属于 引用', factory=dict
    )
    dimensions: tuple[Dimension, ...] = key("维度", name="dimension", default=())
    stages: Stages | None = key("成长阶段", default=None)
    indicators: tuple[Indicator, ...] = key("指标", name="indicator", default=())
    boards: tuple[Board, ...] = key("榜单", name="board", default=())
    scorecards: tuple[Scorecard, ...] = key("本园区自己的评价表", name="scorecard", default=())
    slots: dict[str, dict[str, Filling]] = key(
        "评价表里留给地方的指标：[[slots.评价表编号.位置编号.indicator]]", factory=dict
    )
    places: Places = places()


@frozen
class Park:
    """A park joined from its files, with the shared vocabulary and the national indicators it uses
    filled in.

    ``origin`` says where it was found (``installed``, ``folder`` or ``bundled``); ``digest`` covers the
    canonical model and the plugin's code (S26).
    """

    header: Header
    version: str
    origin: str
    vocabulary: Vocabulary
    dimensions: tuple[Dimension, ...]
    stages: Stages
    indicators: tuple[Indicator, ...]
    boards: tuple[Board, ...]
    functions: Mapping[str, IndicatorFunction]
    digest: str
    national: Mapping[str, Indicator] = field(factory=dict)
    """The national indicators that are used, as their file writes them; name and formula are theirs."""
    scorecards: tuple[Scorecard, ...] = ()
    """Those that every park has and its own, by id and edition."""
    own_scorecards: frozenset[str] = frozenset()
    """Which of them the park brings itself, by id and edition."""
    slots: Mapping[str, Mapping[str, Filling]] = field(factory=dict)
    """The park's indicators in slots, by scorecard and slot."""
