"""All the words of the report."""

from jifen.exchange.report.figures import Basis, Listing
from jifen.exchange.runs import Run, blocked_by_open_tables
from jifen.model.period import Period

COVER_SHEET = "概览"
DETAILS_SHEET = "明细与依据"
SCORES_SHEET = "积分表"
UNDETERMINED_SHEET = "未定"
PROBLEMS_SHEET = "问题"
ASSUMED_SHEET = "假定"

RANK, NAME, CODE, STAGE = "名次", "企业名称", "统一社会信用代码", "成长阶段"
TOTAL, SO_FAR, BASE, BONUS, DEDUCTIONS = "总分", "已知得分", "基础分", "加分", "扣分"
SUBTOTAL, LACKING = "小计", "缺少"
BETWEEN = "、"

UNDETERMINED_NOTE = (
    "这些企业缺少计分所需的数据，总分未定，不参加排名。"
    "“已知得分”只是已知部分之和，不是总分；补齐“缺少”的数据后重新计算。"
)
PROBLEMS_NOTE = "“错误”的各行所属企业没有参与计算；“警告”请核对；“提示”只是告知。改好名单后重新计算。"
ASSUMED_NOTE = (
    "下列 {count} 项设定（分值、档次、权重、分界等）没有公开出处，由平台假定，正式使用前须由园区逐项确认。"
)
ASSUMED_HEADINGS = ("所属", "项", "数值", "写在哪里")

RESULT_SECTION = "评价结果"
INPUT_SECTION = "名单"
STAGES_SECTION = "成长阶段"
DIMENSIONS_SECTION = "各维度得分（已知得分的企业）"
SPREAD_SECTION = "总分分布"
ENTERPRISES = "家数"
MEAN, MEDIAN = "平均", "中位数"
STAGES_CHART = "各阶段企业家数"
TOTALS_CHART = "各阶段总分"
DIMENSIONS_CHART = "各维度得分"
SPREAD_CHART = "各分数段的企业家数"
SCORED_TILE, RANKED_TILE, MEAN_TILE, GREATEST_TILE = "参与计算", "已排名", "平均总分", "最高总分"
BOARDS_SECTION = "榜单"
BASIS_SECTION = "依据"

SAMPLE = "样例数据：企业及其数据均由程序随机生成，不是任何真实企业。"
ASSUMED_WARNING = "得分依据没有公开出处、由平台假定的设定，不能作为正式结果。"
WHOLE_PARK = "全园区"
TIES_BROKEN = "同分的依次比较{ties}；"
TIES = "并列者名次相同，末位并列的一并列入"
NO_LISTS = "这个榜单是空的：没有一家参评企业的数据齐全。"
MASKED = "企业名称和信用代码隐去一部分"
ROLES = {"base": "基础分", "bonus": "加分", "deduction": "扣分"}


def title(run: Run) -> str:
    """What the report is called."""
    return f"{run.plan.name}企业创新积分 {run.period.label}评价报告"


def details_title(run: Run) -> str:
    """What the sheet behind the cover is called."""
    return f"{run.plan.name}企业创新积分 {run.period.label}评价明细与依据"


def subtitle(run: Run) -> str:
    """By which rules and to which day."""
    return f"依据：{run.plan.name}《{run.plan.scheme}》　数据截至：{run.as_of.isoformat()}"


def marked(name: str, *, assumed: bool) -> str:
    """A name, marked where it rests on assumed figures."""
    return f"{name}*" if assumed else name


def assumed_statement(run: Run) -> str:
    """What rests on figures that no source gives (S27)."""
    count = len(run.assumed)
    return (
        f"假定：得分依据 {count:,} 项没有公开出处、由平台假定的设定"
        f"（见“{ASSUMED_SHEET}”表，积分表中以 * 标明），只说明方法，不能作为正式结果。"
        if count
        else ""
    )


def provisional_statement(run: Run) -> str:
    """That ranks and means may still move (S19)."""
    if not run.provisional:
        return ""
    without = len(run.undetermined) + len(run.scored.faults)
    return (
        f"暂定：有 {without:,} 家企业没有总分（见“{UNDETERMINED_SHEET}”表和“{PROBLEMS_SHEET}”表）；"
        "名次、百分位和平均值都只在数据已知的企业之间计算，补齐数据后可能变动。"
    )


def coverage_statement(run: Run) -> str:
    """How many totals are unknown only because a table is open (S10)."""
    blocked = blocked_by_open_tables(run)
    if not blocked:
        return ""
    return (
        f"有 {blocked:,} 家企业的总分未定，是因为名单没有写明子表完整截至哪一天，"
        "“没有记录”不能当作“没有发生”；"
        "请在“说明”表写明，或用 --complete-to 指定。"
    )


def period_statement(run: Run) -> str:
    """That the roster tells nothing of the year in question, which is hardly meant."""
    told = {period for one in run.roster.enterprises for _, period in one.facts}
    if not told or run.period.text in told:
        return ""
    periods = BETWEEN.join(Period.parse(text).label for text in sorted(told))
    return f"名单里没有 {run.period.label}的数据（只有 {periods}），因此各项都未提供；请核对 --period。"


def statements(run: Run) -> tuple[str, ...]:
    """What a reader must know before the figures."""
    every = (
        period_statement(run),
        coverage_statement(run),
        SAMPLE if run.roster.sample else "",
        assumed_statement(run),
        provisional_statement(run),
    )
    return tuple(one for one in every if one)


def board_title(basis: Basis, listing: Listing) -> str:
    """The heading of a list to be published."""
    group = f"（{listing.group}）" if listing.group else ""
    return f"{basis.name}{basis.period.label}{listing.board.name}{group}"


def board_note(basis: Basis, listing: Listing) -> str:
    """How a list was made."""
    scope = listing.group or WHOLE_PARK
    made = f"依据《{basis.scheme}》，数据截至 {basis.as_of.isoformat()}"
    hidden = f"；{MASKED}" if listing.masked else ""
    order = TIES_BROKEN.format(ties=BETWEEN.join(listing.ties)) if listing.ties else ""
    return f"{made}；{scope}参评 {listing.members:,} 家；{order}{TIES}{hidden}"


def board_warning(basis: Basis, listing: Listing) -> str:
    """What forbids to publish a list as it is."""
    parts = [SAMPLE] if basis.sample else []
    if basis.assumed or listing.board.assumed:
        parts.append(ASSUMED_WARNING)
    if basis.provisional:
        parts.append("部分企业数据不全，名次暂定。")
    return "".join(parts)
