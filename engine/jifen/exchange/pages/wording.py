"""All the words of score cards as pages."""

from collections.abc import Mapping

TITLE = "{name}　创新积分卡"
ABOUT = "{park} {period}企业创新积分　{stage}　数据截至 {as_of}　统一社会信用代码 {code}"
SCHEME = "依据《{scheme}》"

TOTAL, SO_FAR = "总分", "总分未定；已知部分 {points}"
BASE, BONUS, DEDUCTIONS = "基础分", "加分", "扣分"
NOT_KNOWN = "未定"
KNOWN_SO_FAR = "已知 {points}"
RANK = "第 {rank} 名"
STANDING = "{group}{name}，参评 {members} 家{listed}"
LISTED = "，列入榜单"

SAMPLE = "样例数据：企业及其数据均由程序随机生成，不是任何真实企业。"
ASSUMED = "假定：标 * 的各项依据没有公开出处、由平台假定的设定，只说明方法，不能作为正式结果。"
PROVISIONAL = "暂定：部分企业数据不全，名次、百分位和平均值补齐后可能变动。"
LACKING = "总分未定，缺少：{names}。补齐后重新计算；下列得分只是已知部分。"

DIMENSIONS = "各维度得分"
DIMENSION_HEADINGS = ("维度", "性质", "得分", "满分", "同阶段中位数", "与中位数之差")
ROLES: Mapping[str, str] = {"base": "基础分", "bonus": "加分", "deduction": "扣分"}
BARS = "各维度得分的条形图"
RADAR = "各维度得分的雷达图"
OF_FULL = "{points} / {full}"
OPEN_ENDED = "不设满分"
KEY = "蓝色是本企业，橙色是{stage}已知该维度得分的企业的中位数（{counts}）。"
KEY_ALONE = "蓝色是本企业。"
KEY_COUNT = "{name} {count} 家"
SCALES = "有满分的维度，图的一端是满分；不设满分的，是同阶段最高分；扣分是同阶段扣得最多的。"
NO_COMPARISON = "没有画出中位数：{reason}"
NO_STAGE = "这家企业的阶段未定，没有同阶段企业可比。"
NO_COHORT = "没有同期参评企业的各维度得分可比。用 jifen run 给整份名单评分后，以 --run 写明输出文件夹。"
NO_MEMBERS = "同阶段没有一家企业的得分是已知的。"
FEW_AXES = "维度不到三个，不画雷达图。"

NEXT = "怎样再得分"
NEXT_NOTE = (
    "逐项单独计算：假定其他数据、所处阶段和其他企业都不变。"
    "每个指标取最近的一步，按可多得的分从多到少列出前 {count} 项，各指标下面列有全部。"
)
NEXT_HEADINGS = ("指标", "要做到什么", "多得", "总分")
NEXT_NONE = "各项已知的指标都没有更高的一档。"
TOTAL_SAME = "不变（所在维度已达上限）"

INDICATORS = "各项指标"
POINTS_OF = " / {full}"
VALUE = "数值 {value}"
SOURCE = "{fact}　← {cell}"
CLAUSE = "条款：{clause}"
NEXT_STEP = "再得分：{said}"
TOP = "已得满分。"
ASSUMED_KEYS = "假定：{keys}没有公开出处。"
ASSUMED_BELOW = "假定：所依据的字段或阶段划分没有公开出处。"

KEYS: Mapping[str, str] = {
    "name": "名称",
    "value": "计算公式",
    "dimension": "所属维度",
    "function": "计算程序",
    "scoring": "计分方法",
    "weights": "权重",
    "absent": "缺数据时的分值",
    "role": "性质",
    "shown_as": "展示单位",
    "in": "分界",
    "full": "满分",
    "cap": "上限",
}
"""What people call the keys of a table that may be assumed."""

ASSUMED_SECTION = "依据假定的设定"
ASSUMED_NOTE = (
    "本园区的规则中有 {count} 项设定没有公开出处、由平台假定"
    "（逐项见 jifen provenance {park} --only assumed），各指标的写在该指标下面，其余如下。"
)
ASSUMED_HEADINGS = ("哪里", "假定的是")
DIMENSION, STAGE, STAGE_VALUE = "维度", "阶段", "阶段的划分"

BASIS = "规则 {park} {version}（指纹 {digest}）　计算程序 jifen {program}　企业档案逐格来源见各指标下的“←”"
BETWEEN = "、"
