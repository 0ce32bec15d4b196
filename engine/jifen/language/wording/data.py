"""Words of J7xx: rosters and other data.

J700 to J719 keep a roster from being read or a file from being written; J720 to J729 are said of a sheet,
J730 to J749 of rows, J750 to J769 of cells. A mistake in a row leaves its enterprise out of the run.
"""

from jifen.language.wording.entry import Wording

_LEFT_OUT = "用残缺的数据算出的积分是错的，因此这家企业的全部数据行本次不参与计算，其他企业不受影响。"
_PART_IGNORED = "没有读入的内容不会影响计算，但如果它本来有用，结果就会偏离实际。"

_FILES: dict[str, Wording] = {
    "J701": Wording(
        title="名单读不出来",
        message="名单读不出来：{cause}",
        why="没有名单，就没有可以计算的企业。",
        help="请核对文件名和所在文件夹，确认有读取权限，并先关闭正在编辑它的程序。",
    ),
    "J702": Wording(
        title="不是可以读的名单文件",
        message="这个文件不是 xlsx 工作簿，也不是 CSV（读到的是{found}）",
        why="只认这两种格式；按内容判断，与文件名的后缀无关。",
        help="请在 Excel 或 WPS 里打开它，另存为“Excel 工作簿（*.xlsx）”。",
    ),
    "J703": Wording(
        title="工作簿加了密码",
        message="这个工作簿加了打开密码，读不出来",
        why="加密的文件没有密码就看不到内容。",
        help="请用密码打开它，去掉打开密码后另存一份。",
    ),
    "J704": Wording(
        title="旧格式的 Excel 文件",
        message="这是旧格式的 Excel 文件（.xls）",
        why="旧格式最多 65,536 行，日期和编码也容易出错，因此不读。",
        help="请在 Excel 或 WPS 里打开它，另存为“Excel 工作簿（*.xlsx）”。",
    ),
    "J705": Wording(
        title="工作簿已损坏",
        message="这个工作簿读不下去，可能已经损坏或没有保存完",
        why="读到一半的名单不完整，不能用来计算。",
        help="请在 Excel 或 WPS 里打开它，确认内容完整后另存一份。",
    ),
    "J706": Wording(
        title="CSV 不是 UTF-8 编码",
        message="这个 CSV 文件不是 UTF-8 编码，从这一行起读不出文字⟦（看上去是 {encoding} 编码）⟧",
        why="编码不对，汉字会变成乱码，表头和企业名称就对不上。",
        help="请在 Excel 里另存为“CSV UTF-8（逗号分隔）”，或者直接使用 xlsx。",
    ),
    "J707": Wording(
        title="CSV 的格式不对",
        message="这个 CSV 文件从这一行起读不下去，多半是英文双引号没有配对",
        why="引号没有配对时，后面的各行会被当成同一格，数据就错位了。",
        help="请核对这一行前后的英文双引号是否成对；格子里的双引号要写成两个。",
    ),
    "J708": Wording(
        title="没有“企业”工作表",
        message="名单里没有名为“企业”的工作表⟦，只有：{found}⟧",
        why="企业及其各期数据都写在“企业”工作表里，没有它就没有可以计算的企业。",
        help="请把企业数据所在的工作表改名为“企业”；用 CSV 文件夹时，请把文件命名为 企业.csv。",
    ),
    "J709": Wording(
        title="“企业”工作表是空的",
        message="{file} 的“{sheet}”里没有数据",
        why="没有企业，就没有可以计算的内容。",
        help="第一行写表头，从第二行起一家企业一个期间写一行；请确认选对了文件，并且已经保存。",
    ),
    "J710": Wording(
        title="两张工作表是同一张表",
        message="工作表“{first}”和“{second}”是同一张表的两种写法",
        why="不知道以哪一张为准，也不会默认以后一张为准。",
        help="请把两张合成一张，或者给不用的一张改名。",
    ),
    "J711": Wording(
        title="缺少必须有的列",
        message="{file} 的“{sheet}”里没有“{name}”这一列",
        why="没有这一列，就分不清各行属于哪家企业、哪个期间或哪个种类。",
        help="⟦表头“{near}”是不是想写“{name}”？⟧请在表头加上“{name}”并填写。",
    ),
    "J712": Wording(
        title="同一项有两列",
        message="“{name}”有两列：{first} 和 {cell}",
        why="两列数不一样时，不知道以哪一列为准；不会默认以后一列为准。",
        help="请留下正确的一列，删去另一列，或者改掉其中一列的表头。",
    ),
    "J713": Wording(
        title="金额的表头没有写单位",
        message="{cell} 的“{name}”是金额，表头没有写单位",
        why="同一个数，按元、千元、万元读会差十倍到一万倍，因此不猜。",
        help="请在表头后面的括号里写上单位，如“{name}（{declared}）”。",
    ),
    "J714": Wording(
        title="表头里的单位不认识",
        message="{cell} 的“{name}”写的单位是“{unit}”，不认识",
        why="不认识单位就不知道数有多大；括号里也不能写别的说明。",
        help="请改成可用的单位，如 {declared}；金额可用 元、千元、万元、亿元，比率可用 %。",
    ),
    "J715": Wording(
        title="表头里的单位对不上",
        message="{cell} 的“{name}”应以 {declared} 一类的单位填写，这里写的是“{unit}”",
        why="单位不同类，多半是表头写错，或者这一列填的是另一项数据。",
        help="请核对这一列填的是什么，再改正表头里的名称或单位。",
    ),
    "J716": Wording(
        title="截至日期写得不对",
        message="{cell} 的截至日期 {found} 不能用：{reason}",
        why="截至日期说明子表完整到哪一天；日期不明，“没有记录”就不能当作“没有发生”。",
        help="请写成一个日期，如 2020-12-31；同一张表只写一次。",
    ),
    "J717": Wording(
        title="文件写不进去",
        message="写不进去：{cause}",
        why="原有的文件没有改动。",
        help="请核对所在文件夹能否写入、磁盘是否已满，并先关闭正在使用它的程序。",
    ),
    "J718": Wording(
        title="输出文件夹里有别的文件",
        message="文件夹里有不是本程序写的文件：{names}",
        why="输出时整个文件夹会换成新的；这些文件会丢失，因此没有写。",
        help="请换一个新的文件夹，或者先把这些文件移走。",
    ),
}

_SHEETS: dict[str, Wording] = {
    "J720": Wording(
        severity="notice",
        title="不认识的列",
        message="“{heading}”这一列不认识，没有读入",
        why=_PART_IGNORED,
        help="⟦是不是想写“{near}”？⟧本园区用不到这一列时，不必理会。",
    ),
    "J721": Wording(
        severity="notice",
        title="有数据而没有表头的列",
        message="{letters} 列有数据而没有表头，没有读入",
        why=_PART_IGNORED,
        help="这一列有用时，请在第一行写上表头。",
    ),
    "J722": Wording(
        severity="notice",
        title="表头没有写单位",
        message="“{name}”的表头没有写单位，按规定的单位 {declared} 读入",
        why="按别的单位填写时，数会差若干倍。",
        help="请核对这一列是不是以 {declared} 填写，并在表头写明，如“{name}（{declared}）”。",
    ),
    "J723": Wording(
        severity="notice",
        title="不认识的工作表",
        message="工作表“{found}”不认识，没有读入",
        why=_PART_IGNORED,
        help="⟦是不是想写“{near}”？⟧可以读的工作表有：{known}。",
    ),
    "J724": Wording(
        severity="notice",
        title="有些字段没有列",
        message="可以填写的字段里，有 {count} 个在表中没有列：{names}",
        why="没有列的字段按“未提供”处理；指标用到时，按其规定计分，没有规定的，总分为未知。",
        help="手头有这些数据时，请加上相应的列；用不到时不必理会。",
    ),
    "J725": Wording(
        severity="notice",
        title="没有写截至日期",
        message="“{table}”没有写截至日期",
        why="不知道这张表完整到哪一天，“没有记录”就不能当作“没有发生”，与此有关的结论只能是未知。",
        help="请在“说明”工作表写上一行：A 列“{table}截至”，B 列日期。",
    ),
    "J726": Wording(
        severity="notice",
        title="截至日期写了两处",
        message="{table}的截至日期，“说明”工作表写的是 {stated}，运行时给的是 {given}；以“说明”为准",
        why="填表的人最清楚表完整到哪一天。",
        help="以运行时给的日期为准时，请改“说明”工作表。",
    ),
    "J727": Wording(
        severity="warning",
        title="截至日期不知道是哪张表的",
        message="“说明”里的“{key}”对不上任何一张表，没有用上",
        why="这张表的完整日期没有读入，与它有关的结论可能变成未知。",
        help="⟦是不是想写“{near}”？⟧请写成“表名截至”，如“资质截至”。",
    ),
}

_ROWS: dict[str, Wording] = {
    "J730": Wording(
        title="统一社会信用代码不对",
        message="统一社会信用代码 {found} 不对：{reason}",
        why="代码不对，就不知道这一行是哪家企业的；这一行不参与计算。",
        help="请按营业执照核对这18位代码。",
    ),
    "J731": Wording(
        title="统一社会信用代码存成了数",
        message="统一社会信用代码存成了 {found}，不是文字",
        why="Excel 的数只能保留15位，18位代码的后3位已经丢失，无法恢复。",
        help="请把这一列的格式改成“文本”，再重新填写代码。",
    ),
    "J732": Wording(
        severity="notice",
        title="统一社会信用代码改了写法",
        message="“{what}”有 {count} 格含小写字母、全角字符或空格，已按规范写法读入，如 {found} 读作 {code}",
        why="写法不同而代码相同的，是同一家企业。",
        help="不必处理；可以在名单里一并改过来。",
    ),
    "J733": Wording(
        severity="notice",
        title="重复的行",
        message="第 {second} 行与第 {first} 行完全相同（{key}），只计一次",
        why="同一家企业同一期间的数据只能计一次。",
        help="不必处理；可以删去其中一行。",
    ),
    "J734": Wording(
        title="重复的行内容不同",
        message="第 {second} 行与第 {first} 行说的是同一件事（{key}），内容却不同：{differences}",
        why="不知道以哪一行为准，也不会默认以后一行为准。" + _LEFT_OUT,
        help="请核对后留下正确的一行，删去另一行。",
    ),
    "J735": Wording(
        title="必填的一格没有填",
        message="“{name}”没有填",
        why="没有这一项，就不知道这一行属于哪家企业、哪个期间或哪个种类。" + _LEFT_OUT,
        help="请补上“{name}”；这一行没有用时，请整行删去。",
    ),
    "J736": Wording(
        severity="notice",
        title="同一家企业名称不同",
        message="同一个统一社会信用代码有不同的企业名称：{told}；用最近一期的“{used}”",
        why="企业可能改过名，也可能填错了代码。",
        help="改过名的不必处理；填错代码的，请改正。",
    ),
    "J737": Wording(
        title="同一家企业成立日期不同",
        message="同一家企业的成立日期前后不一致：{told}",
        why="成立日期只能有一个，成立年限、上年数据是否适用都要用到它。" + _LEFT_OUT,
        help="请按营业执照核对后改成一致。",
    ),
    "J738": Wording(
        title="期间看不懂",
        message="“{found}”不是期间",
        why="不知道是哪一期的数据，就不能与别的期间比较。" + _LEFT_OUT,
        help="年度写作 2020，季度写作 2020Q1，年初至季末写作 2020Q1-3。",
    ),
    "J739": Wording(
        title="数据与期间不合",
        message="“{name}”是{kind}数，不能填在期间为{period}的行里",
        why="全年数和当季数不能互相代替。" + _LEFT_OUT,
        help="请把它填到相应期间的行里，这一格留空。",
    ),
    "J740": Wording(
        title="同一个数写了两处而不同",
        message="“{name}”{period}的数在第 {other} 行也写了，两处不同",
        why="不知道以哪一处为准，也不会默认以后一处为准。" + _LEFT_OUT,
        help="请核对后留下正确的一处，另一处留空。",
    ),
    "J741": Wording(
        title="“企业”工作表里没有这家企业",
        message="“企业”工作表里没有这个统一社会信用代码",
        why="不知道这一行是哪家企业的，没有读入；代码写错时，本该有记录的企业会被当成没有。",
        help="请核对代码；不参加本次计算的企业，请删去这一行。",
    ),
    "J742": Wording(
        title="同名企业另有一行代码不对",
        message="第 {other} 行的企业名称相同，但统一社会信用代码不对，可能是同一家企业",
        why="那一行若是这家企业的，缺了它数据就不完整。" + _LEFT_OUT,
        help="请改正那一行的代码；确实是两家企业时，也请改正或删去那一行。",
    ),
    "J743": Wording(
        title="格数与表头不符",
        message="这一行有 {found} 格，表头只有 {expected} 格",
        why="多半是千分位的逗号没有加引号，或者这一行没有写完，后面各格会错位。" + _LEFT_OUT,
        help="请核对这一行的逗号：带千分位的数要写在英文双引号里，如 \"1,234.5\"。",
    ),
    "J744": Wording(
        severity="notice",
        title="两行完全相同",
        message="第 {second} 行与第 {first} 行完全相同，“{table}”没有规定用哪几列区分各行，两行都计入",
        why="可能确有两笔相同的记录，也可能是重复填写。",
        help="重复填写的，请删去其中一行。",
    ),
}

_CELLS: dict[str, Wording] = {
    "J750": Wording(
        title="不是数",
        message="“{heading}”应填数，这里是 {found}⟦：{reason}⟧",
        why="看不懂的数不能猜。" + _LEFT_OUT,
        help="请只写数字和小数点，单位写在表头；没有数据的留空。",
    ),
    "J751": Wording(
        title="不是百分数的列里写了百分号",
        message="“{heading}”的单位不是 %，这里写的是 {found}",
        why="去掉百分号或者除以一百，结果差一百倍，因此不猜。" + _LEFT_OUT,
        help="这一列以百分数填写时，请在表头写明“（%）”；否则请改正这一格。",
    ),
    "J752": Wording(
        title="数太大",
        message="“{heading}”里的 {found} 换算后整数部分超过 {limit} 位",
        why="没有这样大的实际数据，多半是写错了位数或单位。" + _LEFT_OUT,
        help="请核对这一格的位数和表头的单位。",
    ),
    "J753": Wording(
        title="数小于允许的最小值",
        message="“{heading}”不能小于 {bound}，这里是 {found}",
        why="小于最小值的数没有意义，多半是写错了正负号。" + _LEFT_OUT,
        help="请核对后改正；没有数据的留空。",
    ),
    "J754": Wording(
        title="不是日期",
        message="“{heading}”应填日期，{found} 不能用：{reason}",
        why="日期差一天，资质是否有效、成立满几年就可能不同，因此不猜。" + _LEFT_OUT,
        help="请写成 2020-01-31、2020/1/31 或 2020年1月31日；长期有效的，有效期止留空。",
    ),
    "J755": Wording(
        title="不是“是”或“否”",
        message="“{heading}”应填“是”或“否”，这里是 {found}",
        why="看不懂的内容不能当成“否”。" + _LEFT_OUT,
        help="请改成“是”或“否”；不清楚的留空。",
    ),
    "J756": Wording(
        title="内容的类型不对",
        message="“{heading}”应填{expected}，这里是 {found}",
        why="类型不对，多半是单元格的格式设错了，或者填错了列。" + _LEFT_OUT,
        help="请核对这一格的内容和单元格格式。",
    ),
    "J757": Wording(
        title="不在可选的内容里",
        message="“{heading}”不能填 {found}",
        why="规定之外的内容没有对应的计分办法。" + _LEFT_OUT,
        help="⟦是不是想写“{near}”？⟧可以填的有：{options}。",
    ),
    "J758": Wording(
        title="编号存成了数，后几位已丢失",
        message="“{heading}”里的 {found} 存成了数，超过15位",
        why="Excel 的数只能保留15位，后面的位数已经丢失。" + _LEFT_OUT,
        help="请把这一格的格式改成“文本”，再重新填写。",
    ),
    "J759": Wording(
        severity="notice",
        title="小数位数太多",
        message="“{what}”有 {count} 格的小数位数超出规定，四舍五入到{digits}，如 {found}",
        why="各项数据按规定的小数位数保存和计算。",
        help="不必处理；这些数由公式算出时，可以核对公式。",
    ),
    "J760": Wording(
        severity="warning",
        title="百分数的列里都是小于1的数",
        message="“{heading}”的单位是 %，而 {count} 个数都小于1；已按百分之零点几读入",
        why="在 Excel 里以百分比格式显示为 15% 的格子，存的数是 0.15，按单位 % 读就成了 0.15%。",
        help="请把这一列的格式改成“常规”，15% 填 15；确实都小于1%的，不必处理。",
    ),
    "J761": Wording(
        severity="warning",
        title="不认识的资质或事件种类",
        message="“{table}”里的“{what}”不认识，有 {count} 行，没有规则用得上",
        why="名称写错时，本该有的资质就不会计入。",
        help="⟦是不是想写“{near}”？⟧本园区用不到它时，不必理会。",
    ),
    "J762": Wording(
        title="不认识的负面事件种类",
        message="负面事件的种类“{found}”不认识",
        why="种类写错时，本该一票否决的事件就不起作用，因此不能放过。" + _LEFT_OUT,
        help="⟦是不是想写“{near}”？⟧可以填的有：{known}。",
    ),
}

_SAMPLES: dict[str, Wording] = {
    "J770": Wording(
        title="样例的做法写得不对",
        message="样例做不出来：{reason}",
        why="样例名单按园区的 sample.toml 生成；这里写的与园区的字段、阶段或单位对不上。",
        help="请改正这一处；整项删去时，改按字段的类型和单位随机生成。",
    ),
}

WORDING: dict[str, Wording] = {**_FILES, **_SHEETS, **_ROWS, **_CELLS, **_SAMPLES}
