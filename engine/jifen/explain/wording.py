"""All the words of explanations, by kind of step; ``{name}`` stands for a figure of the case at hand."""

from collections.abc import Mapping

WITHIN: Mapping[str, str] = {"stage": "同阶段", "park": "全园区"}

RANKED = "在{within}已知该项的 {members} 家企业中排第 {value} 名"
RANKED_ALONE = "在{within}已知该项的企业中排第 {value} 名"
PERCENTILE = "位于前 {value}"
BAND = "落在“{label}”档"
RATIO = "满分值参考为 {reference}，达到即得 {points} 分，不足按比例：计 {value} 分"
WHOLE_UNITS = "每满 {step} 计一个单位，共 {value} 个单位"
UNITS = "以 {step} 为一个单位按比例计，共 {value} 个单位"
ITEM_HELD = "“{name}”具备，计 {points} 分"
ITEM_NOT_HELD = "“{name}”不具备"
ITEM_UNKNOWN = "“{name}”{absence}"
MARK = "{name}为 {value} 分"
MEAN = "{within}平均值为 {value}"
INDEX = "是平均值的 {value} 倍（达到 {reference} 倍得满分 {points} 分）"
OPTION_VALUE = "数值为 {value}"
OPTION = "“{name}”可得 {value} 分"
MARKS = "计 {value} 分"
WEIGHTED = "按{stage}满分 {weight} 分折算（计分满分 {full} 分），得 {value} 分"
WEIGHTED_SAME = "得 {value} 分（{stage}满分 {weight} 分）"
POINTS = "得 {value} 分（不设满分）"

DEDUCTION: Mapping[str, str] = {
    "item_held": "有“{name}”，扣 {points} 分",
    "item_not_held": "没有“{name}”",
    "marks": "计扣 {value} 分",
    "weighted": "按{stage}最多扣 {weight} 分折算（计分满分 {full} 分），扣 {value} 分",
    "weighted_same": "扣 {value} 分（最多扣 {weight} 分）",
    "points": "扣 {value} 分",
    "treated": "该项{absence}，按办法扣 {points} 分",
}
"""What is said otherwise where points are taken away."""

ABOUT = "约 "
"""Stands before a number that has more digits than are shown."""

UNKNOWN: Mapping[str, str] = {
    "rank": "名次{absence}",
    "members": "",
    "percentile": "",
    "band": "",
    "ratio": "",
    "whole_units": "",
    "units": "",
    "mark": "{name}{absence}",
    "mean": "{within}平均值{absence}",
    "index": "",
    "option_value": "数值{absence}",
    "option": "“{name}”{absence}",
    "marks": "",
    "points": "得分未定",
    "weighted": "得分未定",
    "slot": "由地方自设，本园区还没有写",
}
"""What is said where a step has no value; nothing where another step says it."""

TREATED = "该项{absence}，按办法计 {points} 分"
VALUE_ABSENT = "该项{absence}"

TABLE = "{table}：{rows}{coverage}"
ROWS = "读到 {count} 条记录"
ROWS_FROM = "（{where}）"
NO_ROWS = "没有记录"
COVERED = "，完整截至 {day}"
NOT_COVERED = "，名单没有写明完整截至哪一天"
LINES = "第 {rows} 行"

FACT = "{name}（{period}）：{value}"
FACT_NOW = "{name}：{value}"
BETWEEN, END = "；", "。"
YES, NO = "是", "否"

MEETS = "符合{name}（{edition}版）"
DOES_NOT_MEET = "不符合{name}（{edition}版）"
MEETS_UNKNOWN = "是否符合{name}（{edition}版）尚不能确定"
HOLDS, DOES_NOT_HOLD, HOLDS_UNKNOWN = "成立", "不成立", "不能确定"
CONDITION = "{text}：{holds}"
GATE_FAILED = "门槛“{name}”不符合，不再看得分"
ROUTE_MET = "符合直通条件“{names}”，不看得分"
NO_ROUTE = "没有符合任何直通条件"
TOTAL_REACHED = "总分 {points} 分，达到要求（{required}）"
TOTAL_MISSED = "总分 {points} 分，没有达到要求（{required}）"
TOTAL_UNKNOWN = "总分未定，已知部分 {points} 分（要求 {required}）"
MINIMUM_MISSED = "“{name}”得 {points} 分，没有达到要求（{required}）"
LACKING = "还缺：{names}"
NOT_COMPUTABLE = "数据已经填报，但有的数值无法计算（如基数为零），见各项指标"
SLOT = "{slot}（本园区还没有写）"
COHORT = "同期参评企业"
OF_PERIODS, AND = "{name}（{periods}）", "、"

REACH = "{subject}达到 {target}（现为 {now}，须再增加 {short}）"
EXCEED = "{subject}超过 {target}（现为 {now}，须再增加超过 {short}）"
FALL_TO = "{subject}降到 {target}（现为 {now}，须减少 {short}）"
FALL_BELOW = "{subject}降到 {target} 以下，不含 {target}（现为 {now}，须减少超过 {short}）"
EXCEED_EDGE = "{subject}超过 {target}（现在恰为 {now}）"
FALL_BELOW_EDGE = "{subject}降到 {target} 以下，不含 {target}（现在恰为 {now}）"
PERCENTAGE_POINTS = " 个百分点"
PLACE = "在{within}的名次进到第 {target} 名以内（现为第 {now} 名）"
PLACE_OF = "在{within} {members} 家中的名次进到第 {place} 名以内，即前 {target}（现为前 {now}）"
INDEX_REACH = "达到{within}平均值的 {target} 倍（现为 {now} 倍）；按现在的平均值，须达到 {needed}"
HOLD = "具备“{name}”"
HOLD_UNKNOWN = "具备“{name}”（现在{now}）"
NO_LONGER = "“{name}”不再存在"
BECOME = "{subject}为“{target}”（现为{now}）"
QUOTED = "“{text}”"
MOVER = "其他数据不变时，{field}须达到 {target}（现为 {now}，还差 {short}）"
MOVER_DOWN = "其他数据不变时，{field}须减到 {target}（现为 {now}，须减少 {short}）"
GAINED = "可得 {points} 分，多 {more} 分"
GAINED_DEDUCTION = "扣 {points} 分，少扣 {more} 分"
GRADUAL = "（不到时按比例多得）"
TO_TELL = "尚未提供：{facts}。提供后才能确定这一项应得的分"
TO_TELL_ONE = "{name}（{period}）"
COMMA = "，"
