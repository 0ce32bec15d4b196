"""Indicators and their scoring kinds as park files declare them.

Every kind yields marks; where an indicator has ``weights``, its marks are scaled so that full marks of
the kind earn the weight of the enterprise's stage. All kinds are lowered to the plan's nodes; no
reading knows them.
"""

from decimal import Decimal
from typing import Literal

from attrs import frozen

from jifen.model.place import Places, Written
from jifen.model.vocabulary import key, places


@frozen
class Band:
    """One band (档): an interval of the value and its marks; both edges are written (S16)."""

    within: Written = key("区间，如 >= 6%、[5%, 6%)、< 2%；两端是否含端点都要写明", name="in")
    points: Decimal = key("落在本档得几分")
    places: Places = places()


@frozen
class Bands:
    """分档: marks by the band that the value falls in. Bands neither gap nor overlap unless ``hit``
    says which counts.
    """

    kind: Literal["bands"] = key("分档计分")
    bands: tuple[Band, ...] = key("各档")
    hit: Literal["only", "first", "highest", "sum"] = key(
        "各档有重叠时：first 取先写的、highest 取最高的、sum 累加；不写则不得重叠或留空", default="only"
    )
    places: Places = places()


@frozen
class Ratio:
    """按满分值参考: full marks at ``reference``, in proportion below it, none below zero."""

    kind: Literal["ratio"] = key("按与满分值之比计分，达到即满分")
    reference: Written = key("满分值参考，如 500万元、10%")
    points: Decimal = key("满分")
    places: Places = places()


@frozen
class PerUnit:
    """每单位计分: ``points`` for each whole ``step`` (or in proportion), up to ``cap``; without a cap
    it is open-ended.
    """

    kind: Literal["per_unit"] = key("每满一个单位计若干分")
    step: Written = key("单位，如 100万元、1件")
    points: Decimal = key("每个单位几分")
    whole: bool = key("true 只计整数个单位；false 按比例", default=True)
    cap: Decimal | None = key("最多几分；不写则不封顶", default=None)
    places: Places = places()


@frozen
class Item:
    """One item of an additive indicator: its condition and its marks."""

    when: Written = key("条件")
    points: Decimal = key("具备本项得几分")
    name: str = key("名称", default="")
    places: Places = places()


@frozen
class Additive:
    """逐项累加: marks of all items that hold, at most ``cap`` (每项3分，最多5分)."""

    kind: Literal["additive"] = key("逐项累加，有上限")
    items: tuple[Item, ...] = key("各项")
    cap: Decimal = key("最多几分")
    places: Places = places()


@frozen
class Choice:
    """选项计分: marks by the text that the value is (国家级 10、省级 8 …)."""

    kind: Literal["choice"] = key("按选项计分")
    options: dict[str, Decimal] = key("选项 = 分值")
    places: Places = places()


@frozen
class JudgedRange:
    """One level of a judged indicator: when it applies, and the marks that may be given in it."""

    within: Written = key("区间，如 >= 1件", name="in")
    marks: Written = key("可打分数的范围，如 [7, 8]")
    places: Places = places()


@frozen
class Judged:
    """专家评分: marks given by judges, valid only within the range of the level that the criterion's
    value has reached.
    """

    kind: Literal["judged"] = key("评委在幅度内打分")
    mark: Written = key("评委打分的字段")
    ranges: tuple[JudgedRange, ...] = key("各等次的打分幅度")
    places: Places = places()


@frozen
class Ranked:
    """位次计分: marks by rank or percentile among the enterprises of the stage or of the park (S19)."""

    kind: Literal["rank"] = key("按名次或百分位计分")
    within: Literal["stage", "park"] = key("在同阶段（stage）或全园区（park）内排名")
    by: Literal["rank", "percentile"] = key("rank 名次；percentile 前百分之几（名次÷参评家数）")
    bands: tuple[Band, ...] = key("各档，如 <= 10 或 <= 5%")
    order: Literal["descending", "ascending"] = key("descending 数值大者名次在前", default="descending")
    places: Places = places()


@frozen
class Index:
    """水平指数: the value against the mean of its group; full marks at ``reference`` times the mean, in
    proportion below.
    """

    kind: Literal["index"] = key("与同组平均水平之比计分")
    within: Literal["stage", "park"] = key("与同阶段（stage）或全园区（park）的平均值相比")
    reference: Decimal = key("达到平均值的几倍为满分")
    points: Decimal = key("满分")
    places: Places = places()


Simple = Bands | Ratio | PerUnit | Additive | Choice | Judged | Ranked | Index


@frozen
class Absent:
    """Marks for each absence (S11); what is not listed leaves the indicator, and so the total, unknown."""

    missing: Decimal | None = key("未提供时得几分", default=None)
    not_applicable: Decimal | None = key("不适用时得几分", default=None)
    undefined: Decimal | None = key("无法计算时得几分（如基数为零）", default=None)
    places: Places = places()


@frozen
class Alternative:
    """One of the alternatives of which the best counts."""

    value: Written | None = key("数值", default=None)
    scoring: Simple = key("计分方法")
    absent: Decimal | Absent | None = key("缺数据时的分值", default=None)
    name: str = key("名称", default="")
    places: Places = places()


@frozen
class Best:
    """择优: the highest marks of several alternatives (企业任选其一, 就高)."""

    kind: Literal["best"] = key("几种算法取最高")
    of: tuple[Alternative, ...] = key("各种算法")
    places: Places = places()


Scoring = Simple | Best


@frozen
class Indicator:
    """An indicator (指标). With ``use`` it takes name, value, unit and source from the national list;
    else it gives them.

    ``assumed`` and ``derived`` name the keys of this table whose figures no source gives, or that are
    worked out from published ones; figures of other keys are published by ``source`` (S27).
    """

    use: str | None = key("引用全国核心指标的编号", default=None)
    id: str | None = key("编号：小写字母、数字、下划线或连字符", default=None)
    name: str | None = key("名称", default=None)
    dimension: str | None = key("所属维度的编号", default=None)
    value: Written | None = key("计算公式", default=None)
    function: str | None = key("由程序计算：园区插件登记的函数编号", default=None)
    shown_as: Written | None = key("展示所用单位", default=None)
    digits: int | None = key("展示及排名所用小数位数", default=None)
    scoring: Scoring | None = key("计分方法", default=None)
    weights: Decimal | dict[str, Decimal] | None = key(
        "满分权重：各阶段相同写一个数，否则按阶段写", default=None
    )
    absent: Decimal | Absent | None = key("缺数据时的分值；不写则总分未定", default=None)
    clause: str = key("文件条款", default="")
    source: str = key("出处", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class IndicatorFile:
    """``policies/national/indicators.toml``: core indicators that parks share; they carry no marks."""

    indicators: tuple[Indicator, ...] = key("核心指标", name="indicator", default=())
    places: Places = places()
