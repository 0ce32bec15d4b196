"""How a park's synthetic roster is made: the format of its ``sample.toml``.

Published figures stand apart (``sample``, ``share``, ``ratio``, each with its source); all others say
``assumed = true``.
"""

from datetime import date
from decimal import Decimal

from attrs import frozen

from jifen.model.place import Places, Written
from jifen.model.vocabulary import key, places


@frozen
class SampleSize:
    """How many enterprises a sample has, and of which period."""

    count: int = key("企业家数")
    period: Written = key("积分所属年度，如 2020")
    source: str = key("出处", default="")
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class SampleHistory:
    """Years before, founding dates, and what holds for all fields that say nothing else."""

    years: int = key("共写几年的数据，含积分所属年度", default=2)
    oldest: int = key("最早成立于几年前", default=20)
    new: Decimal = key("当年成立的企业所占比例，如 0.05", default=Decimal("0.05"))
    missing: Decimal = key("每个字段未提供的比例", default=Decimal(0))
    growth_from: Decimal = key("比上年增长，最低，如 -0.2", default=Decimal("-0.2"))
    growth_to: Decimal = key("比上年增长，最高，如 0.4", default=Decimal("0.4"))
    complete_to: date | None = key("子表完整截至的日期；不写或更早的，为期间的最后一天", default=None)
    assumed: bool = key("本平台假定的写 true", default=False)
    places: Places = places()


@frozen
class SampleStage:
    """One stage: how often it occurs, and the interval in which the value that divides stages is drawn."""

    id: str = key("阶段编号")
    low: Written = key("划分阶段的数值，最低（含），如 1万元", name="from")
    high: Written = key("划分阶段的数值，最高（不含），如 50万元", name="below")
    weight: Decimal = key("没有公布占比的各阶段按此比例分配其余企业", default=Decimal(0))
    assumed: bool = key("本平台假定的写 true", default=False)
    places: Places = places()


@frozen
class SampleShare:
    """A published share of a stage in the number of enterprises, met by largest remainder."""

    stage: str = key("阶段编号")
    share: Written = key("占全部企业的比例，如 73%")
    source: str = key("出处", default="")
    assumed: bool = key("本平台假定的写 true", default=False)
    places: Places = places()


@frozen
class SampleRatio:
    """A published ratio of two totals, of one stage or of all enterprises."""

    above: str = key("分子的字段编号")
    below: str = key("分母的字段编号")
    value: Written = key("合计之比，如 3.7%")
    stage: str = key("只算某一阶段时写阶段编号", default="")
    source: str = key("出处", default="")
    assumed: bool = key("本平台假定的写 true", default=False)
    places: Places = places()


@frozen
class SampleStep:
    """A range that holds once the other field has reached a value."""

    at_least: Written = key("另一字段至少为，如 5件")
    low: Written = key("最小", name="from")
    high: Written = key("最大", name="to")
    places: Places = places()


@frozen
class SampleField:
    """How the values of a field or column are drawn."""

    of: str = key("按另一字段的多少倍，写那个字段的编号", default="")
    low: Written | None = key("最小；有 of 时是倍数，如 5%、0.02人/万元", name="from", default=None)
    high: Written | None = key("最大；有 of 时是倍数", name="to", default=None)
    minus: str = key("等于 of 减去另一字段，写另一字段的编号", default="")
    least: Written | None = key("至少", default=None)
    steps: tuple[SampleStep, ...] = key("按另一字段的大小分段", default=())
    choices: tuple[str, ...] = key("文字从中任取", default=())
    chance: Decimal | dict[str, Decimal] | None = key(
        "不为零（“是”）的比例，如 0.3；各阶段不同时按阶段写", default=None
    )
    missing: Decimal | None = key("未提供的比例", default=None)
    assumed: bool = key("本平台假定的写 true", default=False)
    places: Places = places()


@frozen
class SampleRows:
    """How often an enterprise has a qualification, an event, or rows of a table, and how many."""

    chance: Decimal | dict[str, Decimal] = key("有记录的比例；各阶段不同时按阶段写")
    most: int = key("最多几条", default=1)
    months: int | None = key("有效几个月；不写则没有期限", default=None)
    columns: dict[str, SampleField] = key("各列", factory=dict)
    assumed: bool = key("本平台假定的写 true", default=False)
    places: Places = places()


@frozen
class Recipe:
    """A park's ``sample.toml``. What it does not mention is drawn by type and unit."""

    sample: SampleSize | None = key("家数和期间", default=None)
    history: SampleHistory | None = key("往年、成立日期", default=None)
    size: str = key("划分阶段的字段编号，如 revenue", default="")
    stages: tuple[SampleStage, ...] = key("各阶段", name="stage", default=())
    shares: tuple[SampleShare, ...] = key("已公布的占比", name="share", default=())
    ratios: tuple[SampleRatio, ...] = key("已公布的合计之比", name="ratio", default=())
    fields: dict[str, SampleField] = key("字段", factory=dict)
    qualifications: dict[str, SampleRows] = key("资质", factory=dict)
    events: dict[str, SampleRows] = key("负面事件", factory=dict)
    tables: dict[str, SampleRows] = key("子表", factory=dict)
    places: Places = places()
