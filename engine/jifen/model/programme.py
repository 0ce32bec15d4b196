"""Data of a programme (专项数据), such as a pool's NPL ratio: the same for every enterprise, told by period.

These classes are the format of ``<policy>.programme.toml`` beside the policy whose ``[programme]`` declares
the fields::

    [programme]
    policy = "guarantee-plan"
    source = "担保计划2024年度报告"

    [periods.2024]
    compensation_rate = "3.2%"
"""

from attrs import frozen

from jifen.model.place import Places, Written
from jifen.model.policy import Given
from jifen.model.vocabulary import key, places


@frozen
class ProgrammeHeader:
    """Whose data it is, and where it comes from."""

    policy: Written = key("政策编号：各项在这个政策的 [programme] 里声明")
    source: str = key("出处", default="")
    assumed: tuple[Written, ...] = key("没有出处、由本平台假定的项目，写编号或名称", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class ProgrammeFile:
    """Data of one policy's programme, by period and field."""

    programme: ProgrammeHeader = key("是哪个政策的专项数据，出处")
    periods: dict[str, dict[str, Given]] = key(
        '各期间：项目 = 数值，有单位的写成文字，如 [periods.2024] 下的 compensation_rate = "3.2%"'
    )
    places: Places = places()
