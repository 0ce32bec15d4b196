"""Policies (政策) as policy staff write them: subsidies, loans, statuses, negatives, and their settlement.

These classes are the format of ``policies/<place>/<name>.toml``. Declaration comes before formula: what a
text says by 分档, 上浮, 最高不超过, 就高不重复 or 市区各半 has a key. All is lowered to the plan's nodes.
"""

from datetime import date
from decimal import Decimal
from typing import Literal, Union

from attrs import frozen

from jifen.model.condition import When
from jifen.model.place import Places, Written
from jifen.model.vocabulary import FieldDeclaration, KindDeclaration, TableDeclaration, key, places

RuleKind = Literal["subsidy", "loan", "bonus"]
Hit = Literal["first", "highest", "sum"]


@frozen
class Window:
    """Days ``[from, until)``, either end of which may be open (S5)."""

    since: date | None = key("自何日起（当日算在内）", name="from", default=None)
    until: date | None = key("至何日止（当日不算在内）", default=None)
    places: Places = places()


@frozen
class RoundTo:
    """How an amount is rounded where halves up (四舍五入) is not meant."""

    to: Written = key("取整到的单位，如 元、百元、万元")
    mode: Literal["half_up", "down", "up"] = key(
        "half_up 四舍五入、down 舍去尾数、up 进位", default="half_up"
    )
    places: Places = places()


Rounding = Union[Written, RoundTo]


@frozen
class PolicyHeader:
    """The policy itself: who issued it, for whom, and which of its four dates is which (S8)."""

    id: str = key("政策编号：小写字母、数字、连字符；各版本相同")
    version: str = key("版本，如 2023q1")
    title: str = key("政策名称")
    issuer: str = key("发文机关")
    applies_to: Literal["any"] | tuple[str, ...] = key('any 任何园区都能用；或园区编号的列表，如 ["dalian"]')
    rewards: Written | None = key("奖励哪一期间的事实，如 2023、2023Q1；它决定用哪个版本", default=None)
    effective: Window | None = key("施行期间；不奖励某一期间的政策（贷款、认定、负面清单）写它", default=None)
    apply: Window | None = key("申报期间", default=None)
    snapshot: date | None = key("资质、事件、兑现记录看到哪一天；不写为奖励期间的最后一天", default=None)
    round: Rounding | None = key("本政策各项金额取整到的单位，如 元", default=None)
    clause: str = key("文件条款", default="")
    source: str = key("出处", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Tier:
    """One tier (档): an interval of the dividing value, and the amount, or the rate of a marginal tier."""

    within: Written = key("区间，如 < 5000万元、[5000万元, 2亿元)；两端是否含端点都要写明", name="in")
    amount: Written | None = key("本档金额，如 30万元、投资额 × 10%", default=None)
    rate: Written | None = key("分段累进时本段的比例，如 5%", default=None)
    cap: Written | None = key("本档最多多少", default=None)
    places: Places = places()


@frozen
class Case:
    """One class of applicant (类别): its conditions, and what it gets."""

    when: When = key("条件，须全部成立；可用 any、all、none 分组；不写为其余各类", default=())
    amount: Written = key("本类金额，如 20万元、贷款利息 × 40%")
    cap: Written | None = key("本类最多多少", default=None)
    name: str = key("名称", default="")
    places: Places = places()


@frozen
class Adjustment:
    """What changes an amount where its conditions hold: multiplied (上浮, 减半), added to, or another cap."""

    when: When = key("条件，须全部成立；可用 any、all、none 分组")
    times: Written | None = key("乘以多少，如 150%、50%", default=None)
    add: Written | None = key("另加多少，如 10万元", default=None)
    cap: Written | None = key("此时最多多少，代替原来的上限", default=None)
    name: str = key("名称", default="")
    clause: str = key("文件条款", default="")
    places: Places = places()


@frozen
class Milestone:
    """A level that is rewarded once, when it is first reached (首次突破). Its award has a key of its own."""

    id: str = key("编号")
    at: Written = key("达到多少，如 1亿元")
    amount: Written = key("首次达到时的金额")
    places: Places = places()


@frozen
class Instalment:
    """A part of an amount that is paid apart (分期兑付), from its date on and where its conditions hold."""

    id: str = key("编号")
    share: Written = key("占金额的比例，如 50%")
    when: When = key("兑付条件；不写为无条件", default=())
    due: date | None = key("自何日起兑付", default=None)
    places: Places = places()


@frozen
class Clawback:
    """What must be given back (收回) where its conditions hold: a line of its own, never a lower grant."""

    id: str = key("编号")
    when: When = key("收回的条件")
    share: Written | None = key("收回已兑现金额的多少；不写为全部", default=None)
    clause: str = key("文件条款", default="")
    places: Places = places()


@frozen
class Subsidy:
    """A subsidy, award or allowance (奖励, 补贴, 补助).

    Exactly one of ``amount``, ``tiers``, ``cases`` and ``milestones`` says how much.
    """

    id: str = key("编号：小写字母、数字、连字符")
    title: str = key("名称")
    when: When = key("条件，须全部成立；可用 any、all、none 分组；不写为无条件", default=())
    per: str | None = key("按哪张子表逐行认定：写子表的编号", default=None)
    once_per: str | None = key("逐行认定时，这一列相同的各行只计金额最高的一行，如 证件号码", default=None)
    amount: Written | None = key("金额，如 20万元、投资额 × 5%、每(合同额, 500万元) × 1万元", default=None)
    by: Written | None = key("按哪个数分档", default=None)
    tiers: tuple[Tier, ...] = key("各档", name="tier", default=())
    marginal: bool = key("true 分段累进：每段各按自己的比例算，再相加", default=False)
    cases: tuple[Case, ...] = key("各类对象的金额", name="case", default=())
    hit: Hit | None = key(
        "同时符合几档、几类时：first 取先写的、highest 取最高的、sum 相加；"
        "不写则各档不得重叠或留空、各类取先写的",
        default=None,
    )
    milestones: tuple[Milestone, ...] = key("首次突破的各级", name="milestone", default=())
    adjustments: tuple[Adjustment, ...] = key("上浮、加码、减半", name="adjust", default=())
    adjust_hit: Hit = key(
        "几项调整同时成立时：first 取先写的、highest 取结果最高的、sum 逐项都算", default="sum"
    )
    row_cap: Written | None = key("逐行认定时，每行最多多少", default=None)
    cap: Written | None = key("一家企业最多多少", default=None)
    least: Written | None = key("符合条件时至少多少", default=None)
    round: Rounding | None = key("取整到的单位；不写用政策的", default=None)
    once: Literal["ever"] | None = key("ever：以前兑现过同一奖励的不再给", default=None)
    award: str | None = key("兑现台账里的奖励编号；不写为 政策编号/规则编号", default=None)
    payers: dict[str, Written] = key('各级承担的比例，如 { "市" = "50%", "区" = "50%" }', factory=dict)
    instalments: tuple[Instalment, ...] = key("分期兑付", name="instalment", default=())
    clawbacks: tuple[Clawback, ...] = key("收回", name="clawback", default=())
    says: tuple[Written, ...] = key("原文写明界限的话，如 100万元（含）以上；与条件和分档核对", default=())
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Grid:
    """A table of lines by two properties (类别 × 阶段)."""

    rows: Written = key("按哪个文字分行，如 企业类别")
    columns: Written = key("按哪个文字分列，如 阶段")
    cells: dict[str, dict[str, Written]] = key('各格，如 { "高企" = { "初创期" = "100万元" } }')
    places: Places = places()


@frozen
class Rate:
    """One rate of a loan, and the scores for which it holds."""

    within: Written = key("区间，如 >= 90", name="in")
    rate: Written = key("年利率，如 3.65%")
    places: Places = places()


@frozen
class Loan:
    """A credit product (积分贷): admission, line, rate, term, who bears the risk, and what stops it.

    Exactly one of ``line``, ``tiers``, ``cases`` and ``grid`` says how high the line is.
    """

    id: str = key("编号：小写字母、数字、连字符")
    title: str = key("名称")
    lender: str = key("放贷机构", default="")
    when: When = key("准入条件，须全部成立；不写为无条件", default=())
    line: Written | None = key("授信额度，如 500万元、营业收入 × 10%", default=None)
    by: Written | None = key("按哪个数分档", default=None)
    tiers: tuple[Tier, ...] = key("各档额度", name="tier", default=())
    cases: tuple[Case, ...] = key("各类对象的额度", name="case", default=())
    hit: Hit | None = key("同时符合几档、几类时取哪个；不写则各档不得重叠或留空、各类取先写的", default=None)
    grid: Grid | None = key("类别 × 阶段 的额度表", default=None)
    adjustments: tuple[Adjustment, ...] = key("上浮、加码", name="adjust", default=())
    adjust_hit: Hit = key("几项调整同时成立时取哪个", default="sum")
    least: Written | None = key("准入企业至少有的额度", default=None)
    cap: Written | None = key("最多多少", default=None)
    also_cap: tuple[Written, ...] = key("其他上限，取最低的，如 营业收入 × 10%", default=())
    round: Rounding | None = key("取整到的单位；不写用政策的", default=None)
    rate: Written | None = key("年利率，如 3.65%、LPR × 1.4", default=None)
    rate_by: Written | None = key("按哪个数定利率，如 积分", default=None)
    rates: tuple[Rate, ...] = key("各档利率", name="rate_tier", default=())
    term: Written | None = key("期限，如 12个月", default=None)
    risk: dict[str, Written] = key('风险分担，如 { "银行" = "20%", "担保公司" = "80%" }', factory=dict)
    fuse: When = key("熔断：任何一项成立就不再新增，如 不良率 > 5%", default=())
    award: str | None = key("台账编号；不写为 政策编号/规则编号", default=None)
    says: tuple[Written, ...] = key("原文写明界限的话；与条件和分档核对", default=())
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Bonus:
    """Points that a policy grants in a bid (项目评审加分): neither money nor part of the score (S15)."""

    id: str = key("编号：小写字母、数字、连字符")
    title: str = key("名称，写明是哪个项目的加分")
    when: When = key("条件，须全部成立；可用 any、all、none 分组；不写为无条件", default=())
    points: Written = key("加多少分，如 5分；不是金额，也不计入企业创新积分")
    says: tuple[Written, ...] = key("原文写明界限的话；与条件核对", default=())
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Status:
    """A status that follows from facts and from other statuses (S18): 符合(名称) in other rules."""

    id: str = key("编号：小写字母、数字、下划线或连字符")
    name: str = key("名称；其他规则写 符合(名称)")
    when: When = key("条件，须全部成立；可用 any、all、none 分组")
    says: tuple[Written, ...] = key("原文写明界限的话；与条件核对", default=())
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Listing:
    """A list of the best (名单, 榜单) that a policy makes itself: 入选 is 符合(名称)."""

    id: str = key("编号")
    name: str = key("名称；其他规则写 符合(名称)，名次写 名次.名称")
    pool: When = key("参评条件；不写为全部企业", default=())
    by: Written = key("排名依据，如 营业收入、名次.甲榜 × 60% + 名次.乙榜 × 40%")
    order: Literal["descending", "ascending"] = key(
        "descending 数值大者在前，ascending 小者在前", default="descending"
    )
    within: Written | None = key("分组排名：按哪个文字分组，如 阶段、所属集团；不写为不分组", default=None)
    alone: bool = key("true 没有写组别的自成一组；false 组别不明的不排名", default=False)
    top: int | None = key("取前几名（各组分别取）", default=None)
    share: Written | None = key("取前百分之几，如 5%", default=None)
    tie_breakers: tuple[Written, ...] = key("并列时依次比较的数值，大者在前", default=())
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Negative:
    """An entry of a negative list (负面清单): it vetoes, applies a factor, or lowers a cap (S17)."""

    id: str = key("编号：小写字母、数字、连字符")
    title: str = key("名称")
    when: When = key("条件，须全部成立；可用 any、all、none 分组")
    effect: Literal["veto", "factor", "cap"] = key(
        "veto 一票否决（含暂停：事件记录终止即恢复）；factor 按比例；cap 降低上限"
    )
    factor: Written | None = key("effect 为 factor 时的比例，如 50%", default=None)
    cap: Written | None = key("effect 为 cap 时的上限，如 10万元", default=None)
    scope: tuple[str, ...] = key(
        "管到哪里：subsidy 全部奖补、loan 全部贷款、bonus 全部评审加分（只用于 veto），或规则编号"
    )
    across: bool = key("true 管到同一园区的全部政策；false 只管本政策", default=False)
    says: tuple[Written, ...] = key("原文写明界限的话；与条件核对", default=())
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class Group:
    """Rules of which one is paid (就高不重复), and what earlier payments take off (补差)."""

    id: str = key("编号：小写字母、数字、连字符；几个政策可以写同一个组，内容须相同")
    title: str = key("名称", default="")
    rules: tuple[Written, ...] = key("各规则：编号，或 政策编号/规则编号")
    take: Literal["highest", "lowest", "first", "all"] = key(
        "highest 就高、lowest 就低、first 按先后、all 都给（只用来补差）", default="highest"
    )
    top_up: bool = key("true 补差：减去本组各奖励以前兑现的金额", default=False)
    awards: tuple[str, ...] = key("补差时另外算进已兑现的奖励编号", default=())
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    places: Places = places()


@frozen
class SharedCap:
    """One cap over several rules of one enterprise (合计不超过)."""

    id: str = key("编号：小写字母、数字、连字符；几个政策可以写同一个，内容须相同")
    title: str = key("名称", default="")
    rules: tuple[Written, ...] = key("各规则：编号，或 政策编号/规则编号")
    cap: Written = key("合计最多多少")
    split: Literal["in_order", "pro_rata"] = key("in_order 按先后用完为止；pro_rata 按比例压缩")
    counts_paid: bool = key("true 以前兑现的也算进去", default=False)
    order: int | None = key("一条规则受几个合计上限约束时，先用哪个：小者在前", default=None)
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    places: Places = places()


@frozen
class Factor:
    """A factor by grade on everything in its scope (亩均评价、信用等级)."""

    id: str = key("编号：小写字母、数字、连字符")
    title: str = key("名称", default="")
    by: Written = key("按哪个文字，如 亩均评价等级")
    options: dict[str, Written] = key('各等级的比例，如 { A = "100%", C = "0%" }')
    scope: tuple[str, ...] = key("管到哪里：subsidy 本政策全部奖补，或规则编号", default=("subsidy",))
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    places: Places = places()


@frozen
class Budget:
    """The money that there is for some rules, and who gets it where it is not enough (S23)."""

    id: str = key("编号：小写字母、数字、连字符；几个政策可以写同一个，内容须相同")
    title: str = key("名称", default="")
    rules: tuple[Written, ...] = key("各规则：编号，或 政策编号/规则编号")
    amount: Written = key("预算总额")
    method: Literal["pro_rata", "in_order"] = key(
        "pro_rata 按比例压缩；in_order 按 by 从高到低给足，用完为止"
    )
    by: Written | None = key("in_order 的次序，如 积分", default=None)
    limit: Written | None = key("每家计入预算的申请额最多多少", default=None)
    clause: str = key("文件条款", default="")
    source: str = key("出处；不写则与整个政策相同", default="")
    assumed: tuple[str, ...] = key("没有出处、由本平台假定的键", default=())
    derived: tuple[str, ...] = key("由已公布数字推算的键", default=())
    places: Places = places()


@frozen
class PolicyFile:
    """One policy in one version."""

    policy: PolicyHeader = key("政策")
    inputs: dict[str, FieldDeclaration] = key("本政策另需的企业字段", factory=dict)
    programme: dict[str, FieldDeclaration] = key(
        "本政策另需的专项数据（如贷款不良率），由专项数据文件提供，对所有企业相同", factory=dict
    )
    tables: dict[str, TableDeclaration] = key("本政策另需的子表", factory=dict)
    qualifications: dict[str, KindDeclaration] = key("本政策另需的资质", factory=dict)
    events: dict[str, KindDeclaration] = key("本政策另需的负面事件种类", factory=dict)
    lists: dict[str, tuple[str, ...]] = key("名录；表达式里用 属于 引用", factory=dict)
    statuses: tuple[Status, ...] = key("认定：由条件得出的身份", name="status", default=())
    listings: tuple[Listing, ...] = key("名单：排名取前几名", name="list", default=())
    negatives: tuple[Negative, ...] = key("负面清单", name="negative", default=())
    subsidies: tuple[Subsidy, ...] = key("奖励、补贴", name="subsidy", default=())
    loans: tuple[Loan, ...] = key("贷款", name="loan", default=())
    bonuses: tuple[Bonus, ...] = key("项目评审加分", name="bonus", default=())
    groups: tuple[Group, ...] = key("就高不重复、补差的组", name="group", default=())
    shared_caps: tuple[SharedCap, ...] = key("几项合计的上限", name="shared_cap", default=())
    factors: tuple[Factor, ...] = key("按等级的系数", name="factor", default=())
    budgets: tuple[Budget, ...] = key("预算", name="budget", default=())
    places: Places = places()

    @property
    def full_id(self) -> str:
        """Id and version, which no two policies share."""
        return f"{self.policy.id}@{self.policy.version}"


Rule = Subsidy | Loan | Bonus
Given = Union[str, bool, int, Decimal, date]
"""A value of a case; in tables and facts numbers are texts with units, or plain where the unit is plain."""
Names = Union[Written, tuple[Written, ...]]


@frozen
class OtherClaim:
    """What another enterprise claims of a budget that is given out in an order."""

    amount: Written = key("计入预算的申请额，如 50万元")
    by: Given = key("排序的数，如 90；金额连单位写成文字")
    places: Places = places()


@frozen
class Expected:
    """What a rule must come to, where an amount or an outcome alone does not say it; what is not written is
    not compared.
    """

    outcome: Written | None = key(
        "结果：granted 给、paid 已兑现、refused 不给、vetoed 一票否决、superseded 同组另有胜出、"
        "undetermined 不能确定、not_in_force 不适用；写了金额而不写它，就是 granted",
        default=None,
    )
    amount: Written | None = key(
        "金额（贷款为额度，评审加分为分数），如 5万元、5分，须分毫不差", default=None
    )
    lacks: Names | None = key(
        "不能确定时缺什么：字段、子表、认定的名称，或“积分”“其他企业”；须列全", default=None
    )
    because: Names | None = key(
        "由什么决定：起作用的负面清单编号，或同组胜出的规则编号；须列全", default=None
    )
    provisional: bool | None = key("true：同组还有规则不能确定，先按已知最高的给", default=None)
    assumed: bool | None = key("true：依据假定的数字", default=None)
    paid: Written | None = key("台账里本项本期已兑现的金额", default=None)
    due: Written | None = key("还应兑现的金额", default=None)
    payers: dict[str, Written] = key('各级承担的金额，如 { "市" = "5万元", "区" = "5万元" }', factory=dict)
    instalments: dict[str, Written] = key("各期金额，按编号", factory=dict)
    clawbacks: dict[str, Written] = key("应收回的金额，按编号；不收回写 0元", factory=dict)
    rate: Written | None = key("贷款年利率，如 3.65%", default=None)
    places: Places = places()


@frozen
class PolicyCase:
    """One case (案例) of a policy: what is given, and what must come out, exactly."""

    name: str = key("一句话，说明这个案例证明什么；同一文件里不能重复")
    given: dict[str, Given | tuple[dict[str, Given], ...]] = key(
        "企业情况及专项数据：字段 = 值；子表 = 各行。没写的字段是没有提供，没写的子表是没有记录", factory=dict
    )
    earlier: dict[str, dict[str, Given]] = key(
        '其他期间的字段，如 { 2022Q1 = { "工业产值" = "1亿元" } }', factory=dict
    )
    scores: dict[str, Given] = key('积分及名次，如 { "积分" = 86, "名次.综合榜" = 3 }', factory=dict)
    holds: tuple[Written, ...] = key("成立的认定或评价表名称，不另行推算", default=())
    fails: tuple[Written, ...] = key("不成立的认定或评价表名称，不另行推算", default=())
    unknown: tuple[Written, ...] = key(
        "没有写明完整截至哪一天的子表，如 已兑现；其余子表都是完整的", default=()
    )
    claims: dict[str, tuple[Written | OtherClaim, ...]] = key(
        '同一预算里其他企业的申请额：规则编号 = ["50万元", "80万元"]，没有其他企业写 []；'
        '不写就不知道别家申请多少。按次序给足的预算写 { amount = "50万元", by = 90 }',
        factory=dict,
    )
    expect: dict[str, Written | bool | Expected] = key(
        '结果：规则编号 = "5万元"、"5分"、"refused"、"vetoed"、"superseded"、"undetermined"、"paid"、'
        '"not_in_force"，或 { amount = "5万元", lacks = "…", provisional = true }；'
        '认定编号 = true、false、"undetermined"'
    )
    park: Written | None = key("用哪个园区；不写则为政策所写的第一个园区，或不限园区", default=None)
    period: Written | None = key("哪一期间；不写为奖励的期间，或截止日以前已经结束的年度", default=None)
    as_of: date | None = key(
        "以哪一天为准；不写为奖励期间的最后一天（写了 snapshot 的为那一天），或施行的第一天", default=None
    )
    founded: date | None = key("成立日期", default=None)
    allow_assumed: bool = key("true 假定的数字也算", default=True)
    constructed: bool = key("true：为得到已公布的结果而拼出的案例", default=False)
    source: str = key("出处；按原文举例计算的写", default="")
    doc: str = key("说明", default="")
    places: Places = places()


@frozen
class CaseFile:
    """``<policy>.cases.toml``: the cases of one policy."""

    policy: Written | None = key("政策编号或 编号@版本；不写为同名政策文件", default=None)
    also: tuple[Written, ...] = key("一并打开的其他政策文件，按本文件所在文件夹写路径", default=())
    cases: tuple[PolicyCase, ...] = key("各案例", name="case", default=())
    places: Places = places()
