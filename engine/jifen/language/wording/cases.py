"""Words of J95x and J96x: cases of policies."""

from jifen.language.wording.entry import Wording

_NAMES = "案例是对政策的核对，名称对不上就等于没有核对。"

WORDING: dict[str, Wording] = {
    "J950": Wording(
        title="案例文件里没有案例",
        message="文件里没有 [[case]]",
        why="没有案例的文件什么也没有核对，却看上去像核对过了。",
        help="请写案例，如 [[case]]、name、given、expect；用不着时请删去文件。",
    ),
    "J951": Wording(
        title="找不到案例所属的政策",
        message="{problem}",
        why="案例要对着政策运行：名称.cases.toml 的案例属于同一文件夹里的 名称.toml。",
        help="⟦是不是想写 {near}？⟧⟦这里有：{known}。⟧请核对文件名，或者写 policy = 政策编号。",
    ),
    "J952": Wording(
        title="案例里的字段或子表不存在",
        message="案例“{case}”：没有叫“{written}”的字段或子表",
        why=_NAMES,
        help="⟦是不是想写 {near}？⟧字段和子表在共用词汇、园区和政策的 [inputs]、[tables] 里登记。",
    ),
    "J953": Wording(
        title="案例里的列不存在",
        message="案例“{case}”：子表“{table}”没有“{written}”这一列",
        why=_NAMES,
        help="⟦是不是想写 {near}？⟧可用的列有：{known}。",
    ),
    "J954": Wording(
        title="案例里的值看不懂",
        message="案例“{case}”：{problem}",
        why="案例里的数要与名单里的数一样精确，单位、位数、写法都要对得上。",
        help='数连单位写成文字，如 "60万元"、"5%"；是否写 true、false；日期写 2023-03-31。',
    ),
    "J955": Wording(
        title="案例里的规则或认定不存在",
        message="案例“{case}”：没有叫 {written} 的{what}",
        why=_NAMES,
        help="⟦是不是想写 {near}？⟧⟦可写的有：{known}。⟧别的政策的规则写作 政策编号/规则编号。",
    ),
    "J956": Wording(
        title="案例的预期结果看不懂",
        message="案例“{case}”：{problem}",
        why="预期要么是分毫不差的金额，要么是一种结果，否则无从比较。",
        help="⟦是不是想写 {near}？⟧⟦结果有：{known}。⟧",
    ),
    "J957": Wording(
        title="案例里的积分名称不存在",
        message="案例“{case}”：没有叫“{written}”的积分或名次",
        why="不限园区的政策只能用积分和阶段；某个园区的政策还能用它的维度、指标和榜单。",
        help="⟦是不是想写 {near}？⟧可用的有：{known}。",
    ),
    "J958": Wording(
        title="案例里的认定或评价表不存在",
        message="案例“{case}”：没有叫“{written}”的认定、名单或评价表",
        why=_NAMES,
        help="⟦是不是想写 {near}？⟧⟦可用的有：{known}。⟧证书请写在子表 qualification 里。",
    ),
    "J959": Wording(
        title="案例里同一件事写了两次",
        message="案例“{case}”：{problem}",
        why="两处以哪个为准没有定论。",
        help="请只留一处。",
    ),
    "J960": Wording(
        title="案例没有写预期结果",
        message="案例“{case}”的 expect 是空的",
        why="没有预期就没有核对，案例永远不会失败。",
        help='请写规则编号及结果，如 expect = {{ equipment-award = "5万元" }}。',
    ),
    "J961": Wording(
        title="案例的期间不对",
        message="案例“{case}”：{problem}",
        why="given 里是参照期间的数，其他期间的数写在 earlier 里，期间要与字段的频率相符。",
        help='年度写作 2023，季度写作 2023Q1，如 earlier = {{ 2022Q1 = {{ "工业产值" = "1亿元" }} }}。',
    ),
    "J962": Wording(
        title="案例里缺少的东西不存在",
        message="案例“{case}”：没有叫“{written}”的字段、子表、认定或积分",
        why=_NAMES,
        help="⟦是不是想写 {near}？⟧缺少其他企业的名次时写 其他企业。",
    ),
    "J963": Wording(
        title="两个案例同名",
        message="案例“{case}”写了两次",
        why="案例按名称报告和查找，同名就分不清是哪一个。",
        help="请给其中一个改名，写明它证明的是什么。",
    ),
    "J966": Wording(
        title="没有找到案例文件",
        message="{path} 里没有案例文件",
        why="案例写在政策旁边的 名称.cases.toml 里；没有运行任何案例不算通过。",
        help="请核对路径。",
    ),
}
