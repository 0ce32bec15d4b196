"""Words of J7xx: rosters and other data.

J700 to J719 keep a roster from being read or a file from being written; J720 to J729 are said of a sheet,
J730 to J749 of rows, J750 to J769 of cells, J780 to J799 of how a file came. A mistake in a row leaves its
enterprise out of the run.
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
        message="这个文件不是工作簿（xlsx、xlsm、xls、ods），也不是 CSV 或 Parquet（读到的是{found}）",
        why="只认这几种格式；按内容判断，与文件名的后缀无关。",
        help="请在 Excel 或 WPS 里打开它，另存为“Excel 工作簿（*.xlsx）”。",
    ),
    "J703": Wording(
        title="工作簿加了密码",
        message="这个工作簿加了打开密码，读不出来",
        why="加密的文件没有密码就看不到内容。",
        help="请用密码打开它，去掉打开密码后另存一份。",
    ),
    "J704": Wording(
        title="文件大得不像名单",
        message="这个文件大得不像名单：{reason}",
        why="照样读入会占满内存；多半是远处留有一格、整列设了格式，或者是有意做坏的压缩文件。",
        help="请把有用的行和列复制到一份新的工作簿里再试；确有这样多的数据时，"
        "请写成 CSV 或 Parquet 文件，用 jifen run --tables。",
    ),
    "J705": Wording(
        title="工作簿已损坏",
        message="这个工作簿读不下去，可能已经损坏或没有保存完",
        why="读到一半的名单不完整，不能用来计算。",
        help="请在 Excel 或 WPS 里打开它，确认内容完整后另存一份。",
    ),
    "J706": Wording(
        title="CSV 的编码不对",
        message="这个 CSV 文件从第 {byte} 个字节起读不出文字⟦（看上去是 {encoding} 编码）⟧",
        why="只认 UTF-8 和 GB18030（GBK）编码；夹有坏字节的，多半没有传完，或者被别的程序改过。",
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
    "J719": Wording(
        title="文件正在被改写",
        message="读的时候，这个文件被改写了",
        why="读到的一半是旧的、一半是新的，不能用来计算。",
        help="请等保存或复制完成后再运行。",
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
    "J728": Wording(
        severity="notice",
        title="表头的位置",
        message="第 {row} 行起是表头：{told}",
        why="表头认错，各列的数就会错位，因此说明是怎样认的。",
        help="请核对；认得不对时，请把表头改成一行，放在第一行，单位写在名称后的括号里。",
    ),
    "J729": Wording(
        severity="notice",
        title="隐藏的工作表",
        message="工作表“{found}”是隐藏的，没有读入",
        why="隐藏的多半是选项或者旧数据；填表的人看不到的，不当作填报的数据。",
        help="它确是要报的数据时，请取消隐藏。",
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
        help='请核对这一行的逗号：带千分位的数要写在英文双引号里，如 "1,234.5"。',
    ),
    "J744": Wording(
        severity="notice",
        title="两行完全相同",
        message="第 {second} 行与第 {first} 行完全相同，“{table}”没有规定用哪几列区分各行，两行都计入",
        why="可能确有两笔相同的记录，也可能是重复填写。",
        help="重复填写的，请删去其中一行。",
    ),
    "J745": Wording(
        severity="notice",
        title="合计行",
        message="“{what}”有 {count} 行是合计或小计，没有当作企业读入，如“{found}”",
        why="合计行不是企业；只用来核对各行加起来对不对。",
        help="不必处理。",
    ),
    "J746": Wording(
        severity="warning",
        title="合计对不上",
        message="“{label}”行的“{heading}”写的是 {stated}，各行加起来是 {found}",
        why="可能少了几行、多了几行，或者有一个数改过而合计没有跟着改。",
        help="请核对有没有漏行，以及这一列的数；合计行写错的，请改正或删去。",
    ),
    "J747": Wording(
        severity="notice",
        title="不是数据的行",
        message="“{what}”有 {count} 行是附注、签名、栏次或者重复的表头，没有读入，如“{found}”",
        why="这些行没有统一社会信用代码，说的不是某一家企业。",
        help="不必处理；其中有企业的数据时，请补上统一社会信用代码。",
    ),
    "J748": Wording(
        severity="notice",
        title="合并的单元格",
        message="“{what}”有 {count} 格与上一行合并，按合并的内容读入",
        why="代码、名称跨几行合并时，只在第一行存有内容。",
        help="请核对合并的各行确是同一家企业。",
    ),
    "J749": Wording(
        title="数所在的单元格被合并",
        message="{cells} 是合并的单元格，里面是数",
        why="跨行或者跨列合并的一个数，不知道是哪一行、哪一项的。" + _LEFT_OUT,
        help="请取消合并，每一格各写各的数。",
    ),
    "J795": Wording(
        title="表头之外有数据",
        message="这一行在最后一个表头的右边还有 {found}",
        why="多半是整行错开了一格，各格的数都对错了列。" + _LEFT_OUT,
        help="请核对这一行是否对齐；多出来的一格没有用时，请删去。",
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
        message="“{heading}”的单位是 %，而没有百分号的 {count} 个数都小于1；已按百分之零点几读入",
        why="15% 存成 0.15 的，按单位 % 读就成了 0.15%。",
        help="请把这一列的格式改成“百分比”（显示 15%），或者 15% 填 15；确实都小于1%的，不必处理。",
    ),
    "J799": Wording(
        severity="notice",
        title="按百分比格式显示的格子",
        message="“{what}”有 {count} 格按百分比格式显示，按显示的数读入，如 {found}",
        why="这样的格子显示 15%，存的数是 0.15；读入的是看到的 15%。",
        help="不必处理；可以核对一格。",
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
    "J763": Wording(
        title="公式出错",
        message="“{heading}”这一格的公式出了错，显示为 {found}",
        why="出错的公式没有数；当作空格读入，就成了“未提供”。" + _LEFT_OUT,
        help="请改正公式，或者把数直接写进去；确实没有数据的留空。",
    ),
    "J764": Wording(
        title="公式没有算过",
        message="“{heading}”这一格是公式，文件里没有存它算出的数",
        why="这份工作簿多半由别的程序生成，没有用 Excel 或 WPS 打开算过。" + _LEFT_OUT,
        help="请用 Excel 或 WPS 打开，保存一次再用；或者把数直接写进去。",
    ),
    "J765": Wording(
        title="部分大于总数",
        message="{period}的“{name}”是 {value}，大于“{whole}”的 {most}",
        why="一部分不会比全部还多，两个数至少有一个填错。" + _LEFT_OUT,
        help="请核对这两个数和它们的单位。",
    ),
    "J766": Wording(
        severity="warning",
        title="几项相加不等于合计",
        message="{period}的“{name}”是 {value}，而{parts}相加是 {total}",
        why="这几项应当相加等于它，至少有一个填错，或者口径不一致。",
        help="请核对这几个数和它们的单位；确有别的缘故时，不必处理。",
    ),
    "J767": Wording(
        severity="warning",
        title="与上年差了若干倍",
        message="{period}的“{name}”是 {value}，上年是 {before}，约为上年的 {times}",
        why="元、千元、万元、亿元相差十倍、一千倍、一万倍，多半是其中一年用错了单位；已照原数读入。",
        help="请核对这两年的数；确实如此时，不必处理。",
    ),
    "J768": Wording(
        severity="warning",
        title="一列的数整体差了若干倍",
        message="{period}的“{name}”，可与上年比的 {count} 家里有 {slipped} 家差了若干倍，如上年的 {times}",
        why="许多企业同时这样变化，多半是这一期整列用错了单位；已照原数读入。",
        help="请核对这一列的单位是否与表头一致。",
    ),
    "J769": Wording(
        severity="warning",
        title="比同期各家大得多",
        message="{period}的“{name}”是 {value}，约为各家中位数（{middle}）的 {times} 倍",
        why="没有上年的数可比；大到这样，多半是用错了单位；已照原数读入。",
        help="请核对这个数和它的单位；确实如此时，不必处理。",
    ),
}

_OPENING: dict[str, Wording] = {
    "J780": Wording(
        title="没有装读 Parquet 的程序库",
        message="这是 Parquet 文件，读它要用的程序库 pyarrow 没有安装",
        why="pyarrow 较大，只有用 Parquet 时才需要，因此不随 jifen 安装。",
        help="请运行 pip install 'jifen[parquet]'；或者把名单另存为 xlsx 或 CSV。",
    ),
    "J781": Wording(
        title="对照文件里的字段不认识",
        message="对照文件里，表头“{heading}”⟦写的字段“{found}”不认识⟧⟦{lacking}⟧",
        why="不知道这一列是哪一项，就不能读入。",
        help='⟦是不是想写“{near}”？⟧请写 field = "字段的编号或名称"；不读这一列的，写 ignore = true。',
    ),
    "J782": Wording(
        title="对照文件里的单位对不上",
        message="“{name}”应以 {declared} 一类的单位填写，对照文件写的是“{unit}”",
        why="单位不同类，多半是单位写错，或者对照错了字段。",
        help="请核对这一列填的是什么，再改正字段或单位。",
    ),
    "J783": Wording(
        title="对照文件里的期间看不懂",
        message="“{found}”不能用作期间",
        why="不知道是哪一期的数据，就不能与别的期间比较。",
        help="列的期间写作 2019、2019Q1、上年 或 前年；整份名单的期间写作 2020 或 2020Q1。",
    ),
    "J784": Wording(
        severity="notice",
        title="对照文件里有用不到的表头",
        message="对照文件里的“{heading}”在名单里没有",
        why="表头改了写法时，这一行就不起作用了。",
        help="请核对表头的写法；用不到的可以删去。",
    ),
    "J790": Wording(
        severity="notice",
        title="按 GB18030 读入",
        message="这个 CSV 文件不是 UTF-8 编码，按 GB18030（GBK）读入",
        why="编码不同，汉字的存法不同。",
        help="请看企业名称是否正常；有乱码时，请另存为“CSV UTF-8（逗号分隔）”。",
    ),
    "J791": Wording(
        severity="notice",
        title="企业数据在别的工作表里",
        message="没有名为“企业”的工作表，“{found}”有统一社会信用代码和企业名称，当作“企业”读入",
        why="只有这一张工作表像是企业数据。",
        help="请核对；今后请把它改名为“企业”。",
    ),
    "J792": Wording(
        severity="warning",
        title="文件正被打开",
        message="这个文件正被 Excel、WPS 等程序打开，读到的是最后一次保存的内容",
        why="还没有保存的修改不在文件里。",
        help="请保存并关闭后再运行；没有人在改时，可以不理会。",
    ),
    "J793": Wording(
        severity="notice",
        title="CSV 末尾没有换行",
        message="这个 CSV 文件的最后一行没有换行，可能没有写完",
        why="传到一半断开的文件，最后一格可能缺了几位，后面的行也没有了。",
        help="请核对最后一行和总行数。",
    ),
    "J794": Wording(
        severity="notice",
        title="看不出公式出错的格式",
        message="这种格式的工作簿里，公式出错的格子和空格一样，当作“未提供”读入；显示为 15% 的读作 0.15",
        why="只有 xlsx 工作簿能看出公式是否出错、是否算过，格子是否按百分比格式显示。",
        help="有公式或百分比格式时，请另存为“Excel 工作簿（*.xlsx）”。",
    ),
    "J796": Wording(
        title="不是 problems.xlsx",
        message="这个文件不是 jifen run 写出的 problems.xlsx，或者“说明”里的名单指纹被删掉了",
        why="不知道它改的是哪一份名单，就不能用来代替名单里的行。",
        help="请用那次运行写出的 problems.xlsx，在它里面改；“说明”工作表和“原行”一列不要动。",
    ),
    "J797": Wording(
        title="problems.xlsx 不是这份名单的",
        message="这个文件是另一份名单（或改动以前的名单）的，不是 {roster} 的",
        why="名单改过以后行号就变了，改好的行会代替错行。",
        help="请用同一份名单；名单已经另外改过的，请重新运行，在新的 problems.xlsx 里改。",
    ),
    "J798": Wording(
        title="改好的行不知道是哪一行",
        message="“原行”写的是“{found}”，不是名单里的行，或者写了两次",
        why="改好的行按原行号代替名单里的行；行号不对，就会代替别的企业的数据。",
        help="请照原来的写法改回“原行”；要增加新的行，请写到名单里。",
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

WORDING: dict[str, Wording] = {**_FILES, **_SHEETS, **_ROWS, **_CELLS, **_OPENING, **_SAMPLES}
