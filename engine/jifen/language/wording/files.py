"""Words of J1xx: the file, its encoding, its TOML and its limits."""

from jifen.language.wording.entry import Wording

WIDE_BLANK = "\u3000"
WIDE_BLANK_NAME = "（全角空格）"
BLANK_NAME = "空格"

BRACKETS: dict[str, tuple[str, str]] = {
    "open": (
        "括号 {bracket} 没有收尾的 {closing}",
        "请在内容结束处补上 {closing}；花括号里的内容要写在一行之内，内容多时请另起 [表名]。",
    ),
    "stray": (
        "括号 {bracket} 前面没有与它配对的括号",
        "请删去多余的 {bracket}，或者在前面补上与它配对的括号。",
    ),
}
"""What is wrong with a bracket, and how to mend it."""

MODERN_TABLES: dict[str, tuple[str, str]] = {
    "line": ("换了行", "请把花括号里的内容写在一行之内；内容多时请另起 [表名]。"),
    "comma": ("最后一项后面多了逗号", "请删去右花括号前面的逗号。"),
}
"""How an inline table may be in TOML 1.1 only, and how to write it."""

NUMBERS: dict[str, str] = {
    "whole": "的整数部分超过 {limit} 位",
    "fraction": "的小数部分超过 {limit} 位",
    "length": "太长",
}
"""What is too long about a number."""

HALF_WIDTH: dict[str, str] = {
    **dict.fromkeys("“”＂「」『』", '"'),
    **dict.fromkeys("‘’＇", "'"),
    **dict(zip("＝：，、。．＃（）［］｛｝【】", "==,,..#()[]{}[]", strict=True)),
    WIDE_BLANK: BLANK_NAME,
}
"""What an input method types, and what was meant outside of quotes."""

DEFINED_FIRST = "第一次写在这里"
END_OF_LINE = "行末"
MONTH_AND_DAY = "月和日"

WORDING: dict[str, Wording] = {
    "J101": Wording(
        title="文件读不出来",
        message="文件读不出来：{cause}",
        why="没有这个文件，其余检查无从做起。",
        help="请核对文件名和所在文件夹，并确认有读取权限。",
    ),
    "J102": Wording(
        title="文件太大",
        message="文件超过 {limit}",
        why="一个园区的全部指标一般不到 50 KB；这样大的文件多半是选错了，或者混进了数据。",
        help="规则文件只写规则，名单和数据放在 Excel 里；规则确实很多时，请分成几个文件。",
    ),
    "J103": Wording(
        title="文件不是 UTF-8 编码",
        message="文件不是 UTF-8 编码，从这里起读不出文字⟦（看上去是 {encoding} 编码）⟧",
        why="编码不对，汉字会变成乱码，名称就对不上。",
        help="请在编辑器里选择“另存为”，编码选 UTF-8，再保存一次。",
    ),
    "J110": Wording(
        title="不合 TOML 语法",
        message="这里不合 TOML 语法，从 {found} 起读不懂",
        why="语法不通，这一行写的是什么无法确定，因此不猜测、不跳过。",
        help="每行应是 `键 = 值`、`[表名]`、`[[表名]]` 或以 # 开头的注释，一行只写一项。",
    ),
    "J111": Wording(
        title="引号没有配对",
        message="这段文字少了结尾的引号 {quote}",
        why="文字要写在一对英文引号之间，缺了一个就不知道文字到哪里结束。",
        help="请在文字结尾补上 {quote}；文字要分几行写时，首尾各用三个引号。",
    ),
    "J112": Wording(
        title="缺少等号",
        message="键 {key} 后面缺少等号 =",
        why="键和值之间必须有英文等号，否则分不清哪是键、哪是值。",
        help="请写成 `{key} = 值`。",
    ),
    "J113": Wording(
        title="混入了全角标点",
        message="引号之外混入了中文输入法的全角符号 {found}",
        why="TOML 只认半角的引号、等号、逗号和括号；全角符号只能写在引号里面。",
        help="⟦请改成半角的 {instead}。⟧输入符号前请切换到英文输入状态。",
    ),
    "J114": Wording(
        title="键不能直接用汉字",
        message="键 {key} 含有汉字或其他非英文字符，又没有加引号",
        why="TOML 1.0 的键只能用英文字母、数字、下划线和连字符。",
        help='程序规定的键请用英文写法；以阶段、选项等名称作键时请加引号，如 "{key}" = 30。',
    ),
    "J115": Wording(
        title="括号没有配对",
        message="{problem}",
        why="括号不配对，就不知道数组或表到哪里结束，后面的内容也会跟着读错。",
        help="{remedy}",
    ),
    "J116": Wording(
        title="值没有加引号或不合格式",
        message="值 {found} 读不懂",
        why="文字、带单位的数、百分数和算式都是文字，要放在引号里；不加引号的只能是数、日期、true 和 false。",
        help='请写成 "{found}"⟦；如果是数，请写成 {number}⟧。⟦如果是日期，没有这一天，请核对{date}。⟧',
    ),
    "J117": Wording(
        title="缺少值",
        message="键 {key} 的等号后面没有值",
        why="只写了键而没有值，等于没有作出规定；不会按空白处理。",
        help="请在等号后面写上值；不需要这一项时，请把整行删掉。",
    ),
    "J118": Wording(
        title="引号里的反斜杠写法不对",
        message="双引号里的 {found} 不是规定的写法",
        why='双引号里反斜杠有特殊含义，只能写 \\" \\\\ \\n \\t \\u4E00 等几种。',
        help="要写反斜杠本身，请写两个 \\\\，或者把双引号换成单引号。",
    ),
    "J119": Wording(
        title="混入了看不见的控制字符",
        message="这里有一个看不见的控制字符（{found}）",
        why="控制字符多半是从别的软件粘贴时带进来的，TOML 不允许，肉眼也看不出来。",
        help="请删去这个字符；最简单的办法是把这一行重新输入一遍。",
    ),
    "J120": Wording(
        title="内联表写成了 TOML 1.1 的样子",
        message="花括号 {{ }} 里面{problem}",
        why="这是 TOML 1.1 的写法；规则文件按 TOML 1.0 编写，编辑器和其他软件读不了 1.1。",
        help="{remedy}",
    ),
    "J121": Wording(
        title="用了 TOML 1.1 的转义写法",
        message="双引号里的 {found} 是 TOML 1.1 才有的写法",
        why="规则文件按 TOML 1.0 编写，编辑器和其他软件读不了 1.1。",
        help="请改写成 {instead}。",
    ),
    "J122": Wording(
        title="时间没有写秒",
        message="时间 {found} 没有写秒",
        why="省略秒是 TOML 1.1 的写法；规则文件按 TOML 1.0 编写，编辑器和其他软件读不了 1.1。",
        help="请写成 {instead}。",
    ),
    "J123": Wording(
        title="缺少逗号",
        message="{found} 前面缺少逗号",
        why="方括号和花括号里的各项要用英文逗号隔开，否则分不清一项到哪里结束。",
        help="请在前一项后面补上英文逗号。",
    ),
    "J130": Wording(
        title="同一个键写了两次",
        message="键 {key} 写了两次",
        why="同一项有两个值，不知道以哪个为准；不会默认以后写的为准。",
        help="请留下正确的一处，删去另一处。",
    ),
    "J131": Wording(
        title="表重复或与别处冲突",
        message="{key} 在前面已经定义过，这里不能再这样写",
        why="同一个名称既是值又是表，或者同一张表写了两次，内容归到哪里就不确定了。",
        help="同一张表请合在一处写；要写并列的几项，请用双方括号 [[{key}]]。",
    ),
    "J140": Wording(
        title="不是一个确定的数",
        message="{found} 不是一个确定的数",
        why="nan 和 inf 不能比较，也不能计分、计算金额。",
        help="请写一个确定的数；不设上限时，请把这个键整行删掉。",
    ),
    "J141": Wording(
        title="数的位数太多",
        message="数 {found} {problem}",
        why="规则里的数整数部分最多 18 位，小数部分最多 8 位；再多的位数没有实际意义，多半是写错了。",
        help="请核对位数，或换用较大的单位，例如用“亿元”代替“元”。",
    ),
    "J150": Wording(
        title="行数太多",
        message="文件超过 {limit} 行",
        why="规则文件有上限，以免误把数据当成规则读入，也防止有人用巨大的文件拖垮系统。",
        help="名单和数据请放在 Excel 里；规则确实很多时，请分成几个文件。",
    ),
    "J151": Wording(
        title="键的层级太多",
        message="这个键用点号分成了超过 {limit} 层",
        why="规则文件的键一般不超过 4 层；层级极多的键没有实际意义，还会拖垮系统。",
        help="请核对这里是否误写了许多点号；名称里本来就有点号时，请给名称加上引号。",
    ),
    "J152": Wording(
        title="括号嵌套太深",
        message="方括号或花括号一层套一层，超过了 {limit} 层",
        why="规则文件的嵌套一般不超过 5 层；嵌套极深的内容没有实际意义，还会拖垮系统。",
        help="请核对这里是否多写了括号，或者前面有括号没有收尾。",
    ),
    "J153": Wording(
        title="一段文字太长",
        message="这一段有 {length} 个字符，超过了 {limit} 个",
        why="规则文件里的一个名称、数值或一段说明不会这样长，多半是少了引号，把后面的内容也包了进来。",
        help="请核对这一段的起止，或者拆成几段。",
    ),
    "J154": Wording(
        title="键和值太多",
        message="文件里的键和值超过 {limit} 个，从这里起不再读取",
        why="规则文件有上限，以免误把数据当成规则读入，也防止有人用巨大的文件拖垮系统。",
        help="名单和数据请放在 Excel 里；规则确实很多时，请分成几个文件。",
    ),
    "J155": Wording(
        title="错误太多",
        message="错误超过 {limit} 处，从这里起的不再列出",
        why="错误这样多，通常是选错了文件，或者同一个写法错在了许多地方。",
        help="请先改正前面列出的错误，再检查一次。",
    ),
}
