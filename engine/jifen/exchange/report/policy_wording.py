"""The words of what a report says of policies."""

from collections.abc import Mapping

from jifen.model.entitlement import Outcome
from jifen.model.policy import RuleKind

SUMMARY_SHEET, GRANTED_SHEET = "政策汇总", "应得明细"
VETOED_SHEET, UNDETERMINED_SHEET = "一票否决", "未能认定"
SUMMARY_TITLE, GRANTED_TITLE = "政策兑现汇总", "奖补和授信明细"

OUTCOMES: Mapping[Outcome, str] = {
    "granted": "给予",
    "paid": "已兑现",
    "superseded": "就高未取",
    "vetoed": "一票否决",
    "refused": "不符合",
    "undetermined": "未能认定",
    "not_in_force": "不适用",
}
KINDS: Mapping[RuleKind, str] = {"subsidy": "奖补", "loan": "贷款", "bonus": "评审加分"}
RULE_HEADINGS = ("政策", "规则", "类别")
MONEY_HEADINGS = ("金额（元）", "已兑现（元）", "应兑付（元）", "含假定")
PAYER_HEADINGS, NO_PAYER = ("承担方", "金额（元）"), "没有写明"
BUDGET_HEADINGS = ("预算", "预算额（元）", "申请额（元）", "分得额（元）", "申请额未定（家）")
GRANTED_HEADINGS = (
    "统一社会信用代码",
    "企业名称",
    "政策",
    "规则",
    "类别",
    "金额（元）",
    "已兑现（元）",
    "应兑付（元）",
    "评审加分（分）",
    "各方承担（元）",
    "备注",
)
OUTCOME_HEADINGS = ("统一社会信用代码", "企业名称", "政策", "规则", "原因")
CSV_HEADINGS = (
    "统一社会信用代码",
    "企业名称",
    "政策编号",
    "版本",
    "规则编号",
    "规则",
    "类别",
    "结果",
    "金额（元）",
    "已兑现（元）",
    "应兑付（元）",
    "评审加分（分）",
    "各方承担（元）",
    "暂定",
    "依据假定数字",
    "原因",
    "条款",
    "奖励编号",
)
YES, NO, BETWEEN, SENTENCES = "是", "否", "、", ""
PROVISIONAL, ASSUMED = "暂定", "含假定"

GRANTED = "本次应兑付奖补 {amount}，其中依据已公布数字 {published}，依据假定数字 {assumed}。"
LINES = "授信额度合计 {amount}。"
WITHHELD = "有 {count} 条规则依据没有公开出处的假定数字，没有要求按假定计算，不给予。"
BLOCKED = "有 {count} 项因名单没有写明子表完整截至哪一天而不能认定。"
GRANTED_NOTE = "贷款一类的金额是授信额度，不是拨款。“已兑现”是台账里同一奖励、同一期间的金额，不再重复给予。"
BONUS_NOTE = "评审加分只用于项目评审，不是金额，也不计入企业创新积分，不加总。"
VETOED_NOTE = "下列各项因负面清单不给予。"
UNDETERMINED_NOTE = "下列各项缺少认定所需的数据，补齐后重新计算；没有提供不当作没有。"
LACKING = "缺少：{names}"
BECAUSE = {
    "veto": "负面清单“{title}”",
    "group": "同组已取“{title}”",
    "once": "以前已经兑现过，只给一次",
    "fuse": "已暂停新增（{title}）",
    "zero": "金额为零",
    "assumed": "依据没有公开出处的假定数字",
    "dates": "不在本次期间或日期内（{title}）",
}
