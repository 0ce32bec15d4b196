"""All the words of notices to enterprises that are not those of explanations."""

from jifen.model.entitlement import Outcome

TITLE = "{name}　政策测算告知单"
HEADING = "政策测算告知单"
TO = "{name}："
INTRODUCTION = (
    "您好！根据贵企业的资料，现将{park}{period}有关政策的测算结果及理由告知如下。"
    "资质、事件和兑现记录以 {as_of} 为准（政策另有规定的，从其规定）。"
)
CODE = "统一社会信用代码 {code}"

SAMPLE = "样例数据：企业及其数据均由程序随机生成，不是任何真实企业。"
ASSUMED = "带 * 的各项依据没有公开出处、由本平台假定的数字，只供测算，不作为给予的依据。"
PROVISIONAL = "有的结果是暂定的：同组另有政策尚不能确定，资料补齐后可能变动。"
ASSUMED_MARK = "*"

DUE, LINES = "奖补金额合计", "授信额度（{count} 项中最高）"
BONUSES = "可以评审加分"
COUNT = "{count} 项"
COUNTS: tuple[tuple[tuple[Outcome, ...], str], ...] = (
    (("granted",), "给予或可以授信"),
    (("paid",), "已兑现"),
    (("refused", "vetoed", "superseded"), "本次不给予"),
    (("undetermined",), "资料不全，尚不能确定"),
)

NOT_IN_FORCE: tuple[Outcome, ...] = ("not_in_force",)
PARTS: tuple[tuple[tuple[Outcome, ...], str], ...] = (
    (("granted", "paid"), "给予的"),
    (("undetermined",), "资料不全、尚不能确定的"),
    (("refused", "superseded", "vetoed"), "没有给予的"),
    (NOT_IN_FORCE, "本次不适用的"),
)
"""The parts of a section."""

POLICY = "《{title}》"
ISSUER = "发文机关：{issuer}"
VERSION = "规则版本 {version}"
BETWEEN, COLON, END = "　", "：", "。"

HOW_TO_COMPLETE = "尚不能确定的各项，请补齐上面列出的资料；补齐后可以重新测算。"
CLOSING = "如对资料或结果有疑问，请与园区政策受理部门联系核对。感谢贵企业的配合。"
NOT_A_DECISION = "本告知单由程序按规则文件测算，供核对和参考，不是主管部门的审核决定；最终以审核结果为准。"
BASIS = "规则指纹 {park} {digest}　计算程序 jifen {program}"
