"""The words of what policies come to, apart from the code that decides; ``{name}`` stands for a figure."""

from collections.abc import Mapping

OUTCOMES: Mapping[str, str] = {
    "granted": "给予",
    "paid": "已兑现",
    "refused": "未给予",
    "vetoed": "一票否决",
    "superseded": "不重复给予",
    "undetermined": "尚不能确定",
    "not_in_force": "本次不适用",
}
LOAN_OUTCOMES: Mapping[str, str] = {"granted": "可以授信", "refused": "未授信"}
"""What is said otherwise of a loan."""
BONUS_OUTCOMES: Mapping[str, str] = {"granted": "可以加分", "refused": "不加分"}
"""What is said otherwise of a bonus."""

GRANTED = "给予 {amount}"
LINE = "授信额度 {amount}"
BONUS = "可加 {points}"
BONUS_ONLY = "评审加分只用于这个项目的评审，不是金额，也不计入企业创新积分"
PAID = "兑现台账里已有记录，已兑现 {paid}，不重复给予"
PAID_OTHERWISE = "按现有资料计算为 {amount}"
REFUSED = "不符合条件"
REFUSED_LACKING = "不符合条件，其他条件齐全也不能给予"
ZERO = "条件符合，但按办法计算的金额为 0元"
ONCE = "同一奖励只给一次，台账里已有其他期间的兑现记录"
FUSED = "放贷已经暂停：{title}"
VETOED = "负面清单“{title}”适用，不予给予"
VETO_OF = "负面清单“{title}”出自{policy}"
SUPERSEDED = "同类政策不重复给予，给予的是“{title}”"
SUPERSEDED_OF = "给予的一项出自{policy}"
UNDETERMINED = "资料不全，尚不能确定"
UNDETERMINED_NO_LACK = "有的数值无法计算（如基数为零），尚不能确定"
NOT_IN_PERIOD = "本政策奖励{when}，不在本次计算之内"
NOT_IN_FORCE_DATES = "本政策{when}，不在本次计算之内"
NOT_IN_FORCE_ASSUMED = "所依据的数字没有公开出处，是本平台假定的，不作为给予的依据"
ASSUMED = "结果依据没有公开出处、由本平台假定的数字，只供测算，不作为给予的依据"
ASSUMED_IN = "假定的数字在：{names}"
PROVISIONAL = "暂定：同组另有政策尚不能确定，资料补齐后可能变动"

POLICY = "《{title}》"
POLICY_CLAUSE = "《{title}》“{clause}”"
CLAUSE = "条款：{clause}"

FIXED = "定额 {value}"
WITH_NAMES = "{text}，即 {formula} = {value}"
TIER = "{by} {value}，属于“{label}”档"
TIER_AMOUNT = "该档金额 {value}"
WITH_CAP = "{said}，{cap}"
AS_IT_IS = "{text}为 {value}"
HITS: Mapping[str, str] = {"first": "取先写的一项", "highest": "取金额最高的一项", "sum": "各项相加"}
OPTION = "“{label}”：{said}"
SEVERAL = "同时符合几项，{hit}：{value}"
NO_OPTION = "没有符合的类别，金额为 0元"
MARGINAL = "{by} {value}，分段累进：{parts}；合计 {total}"
MARGINAL_PART = "“{label}”部分按 {rate} 计 {value}"
GRID = "{label}：{said}"
ADJUSTED = "因“{name}”{made}，{before} 变为 {value}"
ADJUSTED_UNNAMED = "符合调整条件{made}，{before} 变为 {value}"
LEAST = "不足最低额 {least}，按 {value} 计"
CAP = "最高 {cap}，封顶为 {value}"
CAP_NOT_REACHED = "未超过最高 {cap}"
CAP_RAISED = "因“{name}”最高额为 {cap}"
LOWERED_CAP = "因负面清单“{title}”，最高 {cap}，减为 {value}"
ROUNDED = "按{to}取整（{mode}）：{value}"
MODES: Mapping[str, str] = {"half_up": "四舍五入", "down": "舍去尾数", "up": "进位"}
ROWS = "逐项认定“{table}”：共 {count} 项，计入 {counted} 项，合计 {value}"
ROWS_REACHED = "逐项认定“{table}”：有的项目资料不全，但已知各项已经达到最高额"
ROW = "{key}：{said}"
ROW_NOT_COUNTED = "不计入。{said}"
ROW_UNKNOWN = "资料不全，尚不能确定"
ROW_ONCE = "与金额更高的一项“{column}”相同，不重复计入"
ROW_CAP = "单项最高 {cap}，封顶为 {value}"
ROW_CAP_NOT_REACHED = "未超过单项最高 {cap}"
NO_ROWS = "没有“{table}”的记录"
NOT_ENTITLED = "按现有资料不符合条件，金额为 0元"
GROUP_WON: Mapping[str, str] = {
    "highest": "同组就高不重复，本项 {value} 最高，给予本项",
    "lowest": "同组就低，本项 {value} 最低，给予本项",
    "first": "同组按先后次序，给予本项 {value}",
}
GROUP_OTHERS = "同组其他：{others}"
GROUP_OTHER = "“{label}” {value}"
TOP_UP = "补差：减去此前已兑现的 {paid}，为 {value}"
SHARED_IN_ORDER = "“{title}”各项合计最高 {cap}，按先后次序轮到本项时还有 {left}，为 {value}"
SHARED_PRO_RATA = "“{title}”各项合计最高 {cap}，按比例压缩，{before} 变为 {value}"
GRADE = "{by}为“{grade}”，按 {factor} 计，{before} 变为 {value}"
REDUCED = "因负面清单“{title}”，按 {factor} 计，{before} 变为 {value}"
CLAIM = "计入预算的申请额最高 {limit}，为 {value}"
BUDGET: Mapping[str, str] = {
    "pro_rata": "预算 {amount} 不足，按比例压缩，{before} 变为 {value}",
    "in_order": "预算 {amount} 不足，按次序给足为止，{before} 变为 {value}",
}
UNTITLED = "本组"
UNKNOWN_VALUE = "未定"

PAYERS = "资金分担：{parts}"
PAYER = "{id} {amount}（{share}）"
INSTALMENTS = "分期兑付：{parts}"
INSTALMENT = "{id} {amount}（{share}{due}{state}）"
INSTALMENT_NONE = "{id} {share}{due}{state}"
DUE_NOW = "现在应付 {amount}"
DUE = "，自 {day} 起"
INSTALMENT_WAITS, INSTALMENT_OPEN = "，条件尚不成立，暂不兑付", "，条件尚不能确定"
CLAWBACK = "须收回 {amount}"
CLAWBACK_OPEN = "是否须收回已兑现的金额，尚不能确定"

RATE = "年利率 {rate}"
RATE_BY = "{by} {value}，年利率 {rate}"
TERM = "期限 {term}"
LENDER = "放贷机构 {lender}"
RISK = "风险分担：{parts}"
RISK_PART = "{name} {share}"

CONDITIONS_MET, CONDITIONS_SO_FAR = "符合的条件", "各项条件"
OPEN_BESIDES = "另有尚不能确定的条件"
MISSING_ONE = "差下面一项即可符合"
MISSING_SEVERAL = "差下面 {count} 项即可符合，差得最少的在前"
MISSING_OR = "或者差下面 {count} 项"
MISSED = "“{text}”：实际为 {left}，要求{operator} {right}，{gap}"
MISSED_EDGE = "“{text}”：实际恰为 {left}，要求{operator} {right}"
MISSED_FLAG = "“{text}”：不成立{seen}"
MISSED_NONE = "“{text}”：要求不成立，实际成立{seen}"
SEEN = "（{facts}）"
SHORT, OVER = "还少 {amount}", "还多 {amount}"
OPERATORS: Mapping[str, str] = {
    ">=": "不低于",
    ">": "超过",
    "<=": "不超过",
    "<": "低于",
    "=": "等于",
    "!=": "不等于",
}
POINTS = "{amount} 个百分点"
MET = "“{text}”：符合{seen}"
MET_VALUE = "“{text}”：符合，实际为 {left}"
MET_NONE = "“{text}”：不成立，正合要求{seen}"
OF_STATUS = "{said}，其中{below}"
HOLDS = "“{text}”：成立{seen}"
HOLDS_NOT = "“{text}”：不成立{seen}"
OPEN = "“{text}”：尚不能确定{seen}"

LACKING = "还缺：{names}"
LACK_FIELD = "{name}（{period}）"
LACK_TABLE = "{name}（须写明完整截至 {day} 或以后）"
LACK_COLUMNS = "{name}（有的行没有填 {columns}）"
LACK_SCORE = "{period}的{name}"
LACK_COHORT = "同期参评企业（要与其他企业比较）"
LACK_STATUS = "“{name}”是否成立（没有施行中的认定办法）"

BETWEEN, AND, END = "；", "、", "。"
WINDOW = "申报时间：{window}"
SINCE, UNTIL = "自 {day} 起", "至 {day} 止"
REWARDS = "奖励{period}"
"""Words of a policy's heading."""
