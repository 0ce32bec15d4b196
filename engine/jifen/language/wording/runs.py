"""Words of J8xx: runs, what they have saved, and what commands are asked for."""

from collections.abc import Mapping

from jifen.language.wording.entry import Wording

WORDING: Mapping[str, Wording] = {
    "J801": Wording(
        title="不是一次计算的输出文件夹",
        message="这里没有 {name}，不是 jifen run 的输出文件夹",
        why="单家企业的得分要与当时的全部参评企业相比，须从那一次计算的输出里读。",
        help="请改成 jifen run 或 jifen demo 的 --out 所指的文件夹。",
    ),
    "J802": Wording(
        title="保存的内容读不出来",
        message="保存的内容读不出来：{cause}",
        why="文件被改动过、没有写完，或者是另一个版本的程序写的；读错了，名次就会错。",
        help="请用 jifen run 重新计算一次。",
    ),
    "J803": Wording(
        title="保存的是另一个园区的结果",
        message="保存的是园区 {saved} 的结果，现在要用的是园区 {asked}",
        why="两个园区的指标和参评企业不同，名次不能相比。",
        help="请换成园区 {asked} 的输出文件夹，或者去掉 --park。",
    ),
    "J804": Wording(
        title="保存之后办法改过",
        message="园区 {park} 的规则在那次计算之后改过（当时的指纹 {saved}，现在 {now}）",
        why="按新规则算一家企业，再与按旧规则算出的其他企业比，名次没有意义。",
        help="请用 jifen run 按现在的规则重新计算一次；要看当时的结果，请装回当时的版本。",
    ),
    "J805": Wording(
        title="保存的是另一年度的结果",
        message="保存的是 {saved} 年度的结果，现在要评价的是 {asked} 年度",
        why="不同年度的数据和参评企业不同，名次不能相比。",
        help="请换成 {asked} 年度的输出文件夹，或者把 --period 改成 {saved}。",
    ),
    "J806": Wording(
        title="没有这家企业",
        message="参与计算的 {count} 家企业里没有 {wanted}",
        why="只能查看参与了计算的企业。",
        help="⟦是不是 {near}？⟧请核对统一社会信用代码或企业全称。",
    ),
    "J807": Wording(
        title="这家企业没有参与计算",
        message="{name} 在名单里，但它的数据有错误，没有参与计算",
        why="用残缺的数据算出的积分是错的，因此整家企业不参与。",
        help="请看同一文件夹的 problems.csv 或 report.xlsx 的“问题”表，改好名单后重新计算。",
    ),
    "J808": Wording(
        title="园区的程序出错",
        message="{name}：园区的程序算不出结果：{cause}",
        why="指标由园区的程序计算，程序在这家企业的数据上出错，它没有得分；其他企业不受影响。",
        help="请把这一条告诉园区程序的维护者，改好后重新计算。",
    ),
    "J809": Wording(
        title="没有这个编号",
        message="没有编号为 {code} 的说明",
        why="说明按消息方括号里的编号查。",
        help="⟦是不是 {near}？⟧请照消息里的编号写，如 jifen explain J203。",
    ),
    "J810": Wording(
        title="没有可以检查的文件",
        message="这里没有可以检查的规则文件",
        why="可以检查的是园区、指标、共用字段的 TOML 文件，和园区插件的文件夹（里面有 pyproject.toml）。",
        help="请核对路径；园区插件的写法见 docs/park-tutorial.md。",
    ),
    "J811": Wording(
        title="没有这张评价表",
        message="没有编号为 {scorecard} 的评价表",
        why="评价表按编号选用，编号写在评价表文件的 id 里。",
        help="⟦是不是 {near}？⟧⟦现有：{known}。⟧全国通用的评价表在 policies/national/scorecards，"
        "园区自己的用 [[scorecard]] 写在园区文件里。",
    ),
    "J813": Wording(
        title="计算之后文件被改过",
        message="{name} 在那次计算之后被改过，与 run.json 里记的指纹（SHA-256）不符",
        why="按改过的数据算出的得分，与那次的报告和名次对不上，也查不出是谁改了什么。",
        help="请放回原来的文件，或者改正名单后用 jifen run 重新计算一次。",
    ),
    "J812": Wording(
        title="当日没有施行中的版本",
        message="{name}在 {day} 没有施行中的版本",
        why="用哪一个版本由 --as-of 的日期决定；不会用别的日期的版本代替。",
        help="现有版本：{editions}。请核对日期，或补上那一天施行的版本。",
    ),
    "J814": Wording(
        title="按列计算的组件没有安装",
        message="写了 --engine columns，而按列计算要用的 polars 没有安装",
        why="按列计算很多家企业时快得多，所用的组件较大，不随本程序一起安装。",
        help="请用 pip install 'jifen[columns]' 安装；或者不写 --engine，逐家计算，结果相同。",
    ),
    "J815": Wording(
        title="数字过大，不能按列计算",
        message="有 {count} 家企业算到某一步，数字太大，不能按列计算",
        why="按列计算用定长的整数，最多 38 位，以分计的金额最多 18 位；四舍五入会使金额不准，所以不算。",
        help="请先核对数据，多半是单位写错了；确实这样大的，请不写 --tables，逐家计算，结果一样准确。",
    ),
    "J816": Wording(
        title="同一企业的各行没有连在一起",
        message="名单太大，要分批读入，而企业 {code} 的各行没有连在一起",
        why="分批读入时，一家企业的各行要在同一批里，才能放在一起核对和计算。",
        help="请先按统一社会信用代码把“企业”表排好顺序，再重新计算；哪家在前、哪家在后都不影响结果。",
    ),
    "J820": Wording(
        title="没有这个榜单",
        message="{park}没有叫“{wanted}”的榜单",
        why="榜单写在园区文件的 [[board]] 里，按编号或名称选用；只要一个阶段的，写“阶段名＋榜单名”。",
        help="⟦是不是“{near}”？⟧⟦现有：{known}。⟧",
    ),
    "J840": Wording(
        title="企业文件读不出来",
        message="企业文件读不出来：{cause}",
        why="一家企业的资料写在一个 JSON 文件里，读错了，结论就会错。",
        help="请照 docs/schemas/enterprise.schema.json 的格式写，存成 UTF-8 编码。",
    ),
    "J841": Wording(
        title="企业文件里写得不对",
        message="企业文件里写得不对：{problem}",
        why="不认识的名称和不能读的数值都不会略过，否则会在没有这项资料的情况下得出结论。",
        help="请核对字段、子表、列的名称和单位；某个政策自己的字段、子表，须用 --policy 写上那个政策。"
        "格式见 docs/schemas/enterprise.schema.json。",
    ),
    "J842": Wording(
        title="没有这条规则",
        message="所用的政策里没有叫 {rule} 的规则",
        why="只能查看所用政策里的规则；规则写编号、政策编号/规则编号或名称。",
        help="⟦是不是 {near}？⟧现有规则：{known}。",
    ),
}
