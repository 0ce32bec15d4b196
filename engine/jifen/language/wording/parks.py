"""Words of J5xx: what a park's files mean."""

from jifen.language.wording.entry import Wording

WORDING: dict[str, Wording] = {
    "J501": Wording(
        title="计分方法缺少数值",
        message="这种计分方法要有一个数值，而本指标没有写 value 或 function",
        why="没有数值，就无从判断落在哪一档、达到满分值的几成。",
        help='请在本指标里写上 value = "…"（计算公式），或 function = "…"（插件登记的函数）。',
    ),
    "J502": Wording(
        title="满分值参考必须大于零",
        message="满分值参考写的是 {written}，应当大于零",
        why="得分按数值与满分值参考之比计算，满分值为零或负数时无法计算。",
        help="请写达到满分所需的数值，如 500万元、10%。",
    ),
    "J503": Wording(
        title="计分单位必须大于零",
        message="每个计分单位写的是 {written}，应当大于零",
        why="每满一个单位计一次分，单位为零或负数时无法计数。",
        help="请写一个单位是多少，如 100万元、1件。",
    ),
    "J504": Wording(
        title="上限达不到",
        message="各项加起来最多 {possible} 分，达不到上限 {cap} 分",
        why="企业即使各项都具备，也得不到写明的上限分，满分和权重都会因此失准。",
        help="请核对各项分值；确实只有这些分时，把 cap 改为 {possible}。",
        severity="error",
    ),
    "J505": Wording(
        title="打分幅度没有写全",
        message="打分幅度 {written} 缺少一端",
        why="评委打分必须有最低分和最高分，才能判断打分是否越出幅度。",
        help="请写成带两端的区间，如 [7, 8]。",
    ),
    "J506": Wording(
        title="没有划分阶段",
        message="成长阶段一个也没有写",
        why="权重、排名和榜单都按阶段计算；不分阶段的园区也要写一个包括所有企业的阶段。",
        help='请用 [[stages.stage]] 写出各阶段；不分阶段时只写一个，并写 in = "不限"。',
    ),
    "J507": Wording(
        title="展示单位与数值不符",
        message="“{name}”算出来的单位是{unit}，不能按 {shown} 展示",
        why="单位不同的数不能互换，例如金额不能按百分比展示。",
        help="请改 shown_as，或核对 value 里的公式。",
    ),
    "J508": Wording(
        title="不认识的单位",
        message="不认识单位 {shown}",
        why="单位决定数值的大小，写错会差十倍甚至一万倍。",
        help="⟦是不是想写 {near}？⟧可用的单位有：元、千元、万元、亿元、人、件、项、个、年、个月、天、㎡、"
        "%、‰、倍、积分，以及它们相除，如 万元/人。",
    ),
    "J509": Wording(
        title="函数要用的子表不存在",
        message="函数 {function} 要用子表 {table}，而词汇表里没有它",
        why="子表要先声明列和类型，才能读入数据交给函数。",
        help="⟦是不是想写 {near}？⟧请在园区文件里用 [tables.…] 声明，或改正函数登记的表名。",
    ),
    "J510": Wording(
        title="不封顶的指标不能按权重折算",
        message="“{name}”的计分不封顶，没有满分，不能再写 weights",
        why="权重是满分时应得的分；没有满分就无法折算。",
        help="请给计分方法写上 cap，或者去掉 weights，让计出的分直接计入总分。",
    ),
    "J511": Wording(
        title="没有这个阶段",
        message="没有叫“{stage}”的阶段",
        why="按阶段写的数必须与园区划分的阶段一一对应，写错名称的那个数不会起作用。",
        help="⟦是不是想写 {near}？⟧请用 [[stages.stage]] 里写的名称或编号。",
    ),
    "J512": Wording(
        title="缺少某些阶段的数",
        message="{key} 缺少这些阶段的数：{stages}",
        why="缺了的阶段没有默认值可用，这些阶段的企业将无法计分。",
        help="请把各阶段写全；各阶段相同时只写一个数即可。",
    ),
    "J513": Wording(
        title="维度下没有指标",
        message="维度“{name}”下没有任何指标",
        why="没有指标的维度永远是零分，多半是指标的 dimension 写错了。",
        help="请把所属指标的 dimension 改成本维度的编号，或删去本维度。",
        severity="error",
    ),
    "J514": Wording(
        title="不封顶的维度不能写满分",
        message="维度“{name}”写了满分，但其中有不封顶的指标：{indicators}",
        why="有不封顶的指标，各指标满分之和就不是一个确定的数，无从核对。",
        help="请去掉本维度的 full，或给这些指标写上 cap。",
    ),
    "J515": Wording(
        title="权重之和与满分不符",
        message="维度“{name}”⟦在{stage}⟧的指标满分合计 {added} 分，"
        "比写明的 {full} 分{more_or_less} {difference} 分",
        why="权重加起来不等于满分，说明有一处写错或漏写；不会自动按比例调整。",
        help="请核对本维度各指标⟦在{stage}⟧的权重（没有写权重的，取计分方法的满分），或改正 full。",
    ),
    "J516": Wording(
        title="榜单名额必须是正整数",
        message="榜单取前 {top} 名，没有意义",
        why="名额至少要有一个。",
        help="请把 top 改为 1 以上的整数，如 20。",
    ),
    "J517": Wording(
        title="整年评价不能用季度数据",
        message="字段“{field}”按季度填报，而积分按年度评价",
        why="一年有四个季度，只写字段名说不清是哪一个季度。",
        help="请改用按年填报的字段，或把该字段的 frequency 改为 year（全年）"
        "或 ytd（年初至今，年末即全年）。",
    ),
    "J518": Wording(
        title="分值不能为负数",
        message="{key} 写的是 {written}，不能小于零",
        why="加分、扣分由维度的 role 决定：扣分项写正数，汇总时减去；再写负数就会变成加分。",
        help='请写零或正数；要扣分的指标请放在 role = "deduction" 的维度里。',
    ),
    "J519": Wording(
        title="满分为零",
        message="“{name}”最多只能得 0 分",
        why="无论企业怎样都得不到分，多半是分值漏写或写错了；满分为零也无法按权重折算。",
        help="请写出大于零的分值；确实不计分的，请删去。",
    ),
    "J520": Wording(
        title="计分方法是空的",
        message="{key} 里一项也没有写",
        why="没有任何一档或一项，就算不出分。",
        help="请至少写一项。",
    ),
    "J521": Wording(
        title="计分方法与数值的类型不符",
        message="“{name}”的计分方法要用{wanted}，而它的数值是{given}",
        why="按选项计分要看文字，其余方法要比较大小；类型不同就无从判断。",
        help='文字请用 kind = "choice"；“是否”请用 kind = "additive"，把它写成一个条件。',
    ),
    "J522": Wording(
        title="字段没有这个选项",
        message="选项“{option}”不在字段“{field}”的取值之内",
        why="字段只能取登记过的文字，写错的选项永远不会命中。",
        help="⟦是不是想写“{near}”？⟧字段的取值有：{options}。",
    ),
    "J523": Wording(
        title="选项没有写全",
        message="字段“{field}”的这些取值没有写分值：{lacking}",
        why="没有写分值的取值算不出分，企业的总分会因此未定。",
        help="请补上分值，不得分的写 0；其余一律按同一分值计的，请写 absent = {{ undefined = 0 }}。",
    ),
    "J524": Wording(
        title="名次或百分位的区间不对",
        message="{written} 的两端应当是{expected}",
        why="名次从 1 起都是整数，百分位不超过 100%；混用两种写法，所有企业都会落进同一档。",
        help='请写成 {example} 这样的区间；要按名次请写 by = "rank"，要按百分位请写 by = "percentile"。',
    ),
    "J525": Wording(
        title="小数位数不对",
        message="小数位数写的是 {digits}，应在 0 到 {most} 之间",
        why="得分和展示的数值都按小数位数四舍五入，位数不能为负，也不必超过 {most} 位。",
        help="请改为 0 到 {most} 之间的整数，一般为 2。",
    ),
    "J526": Wording(
        title="函数的参数有误",
        message="函数 {function} 的参数 {input} 登记为“{text}”：{problem}",
        why="参数是和计算公式一样的表达式，有误就没有数交给函数。",
        help="请改正插件里登记该函数时的 inputs。",
    ),
    "J527": Wording(
        title="得分的名称有歧义",
        message="“{name}”既是维度又是指标，不知道按哪一个的得分排名",
        why="两者得分不同，榜单的名次也就不同；不会默认取其中一个。",
        help="请改写编号（维度和指标的编号不同时），或给其中一个改名。",
    ),
    "J528": Wording(
        title="缺数据时的分值超过满分",
        message="缺数据时得 {written} 分，超过满分 {full} 分",
        why="没有数据的企业不应比满分还高；absent 的分值和计分方法的分值一样，都在按权重折算之前。",
        help="请改为不超过 {full} 的分值。",
    ),
    # ---- J550 and above: the files of a park joined into one, and where its figures come from
    "J530": Wording(
        title="两个版本同时施行",
        message="评价表“{name}”的版本 {one} 和版本 {other} 在 {day} 都有效",
        why="同一天只能有一个版本，否则说不清按哪一个认定；不会默认以新的为准。",
        help="请给先施行的版本写上 until（新版本施行之日），或改正 from。",
    ),
    "J531": Wording(
        title="施行期间首尾颠倒",
        message="施行期间从 {since} 起，却到 {until} 止",
        why="这个版本在任何一天都不会生效。",
        help="until 是不再施行的第一天，要晚于 from；现行的版本不写 until。",
    ),
    "J533": Wording(
        title="得分要求永远达不到",
        message="{name}要求 {written}，而最多只能得 {most} 分",
        why="这样任何企业都不可能靠得分符合，多半是要求或满分写错了。",
        help="请核对得分要求与各项满分。",
    ),
    "J534": Wording(
        title="地方自设指标还没有写",
        message="“{slot}”还没有指标，总分会一直未定",
        why="没有写的指标不等于零分；只有门槛不符合或直通条件成立时，才能得出结论。",
        help="请在园区文件里用 [[{where}.indicator]] 写出自设的指标。",
        severity="notice",
    ),
    "J535": Wording(
        title="地方自设指标的满分不对",
        message="“{slot}”的指标满分{given}，评价表规定是 {full} 分",
        why="满分不同，总分和得分要求就不再是评价表的意思。",
        help="请调整自设指标的分值，使满分合计等于 {full} 分。",
    ),
    "J536": Wording(
        title="没有这个自设指标的位置",
        message="评价表里没有 {written} 这个位置",
        why="写在不存在的位置里的指标不会起作用。",
        help="⟦是不是想写 {near}？⟧⟦现有位置：{known}。⟧写法是 [[slots.评价表编号.位置编号.indicator]]。",
    ),
    "J537": Wording(
        title="评价表不能与其他企业比较",
        message="“{name}”用了 {kind} 计分，要与其他企业比较",
        why="评价表按统一的标准认定，一家企业是否符合，不取决于名单里还有谁。",
        help="请改用 bands、ratio 等只看本企业数值的计分方法。",
    ),
    "J538": Wording(
        title="没有这个指标组",
        message="“{name}”所属的指标组 {written} 没有写过",
        why="不知道归入哪一组，得分就无法汇总，也无法与分项最低分比较。",
        help="⟦是不是想写 {near}？⟧⟦现有指标组：{dimensions}。⟧新的组请用 [[scorecard.dimension]] 写出。",
    ),
    "J539": Wording(
        title="自设指标不写所属组",
        message="“{name}”写了 dimension，而自设指标归入哪一组由评价表规定",
        why="两处都写，写得不一样时就说不清归入哪一组。",
        help="请删去 dimension 这一行。",
    ),
    "J550": Wording(
        title="园区的文件不全",
        message="园区的各个文件里都没有 {table}（{doc}）",
        why="缺了这一部分，园区的规则就不完整，无法计分。",
        help="请在其中一个文件里写上 {table}；文件写了却没有登记的，请在 register_park 里登记。",
    ),
    "J551": Wording(
        title="只能写一次的表写了两次",
        message="{table} 在两处各写了一次",
        why="一个园区只能有一份，两份不知道以哪一份为准；不会默认以后写的为准。",
        help="请合并成一处，删去另一处。",
    ),
    "J552": Wording(
        title="园区编号与入口不一致",
        message="园区编号写的是 {written}，而插件入口登记的是 {entry}",
        why="园区是按入口登记的编号查找的，两处不一致，查到的就不知道是哪个园区。",
        help="请把 [park] 的 id 和 pyproject.toml 里 [project.entry-points.jifen] 的名称改成一样。",
    ),
    "J553": Wording(
        title="编号的写法不对",
        message="{kind}的编号 {written} 不合规定",
        why="编号要写进文件名、表格和接口，只能用不会引起歧义的字符。",
        help="请以小写字母开头，只用小写字母、数字{also}和连字符；中文写在 name 里。",
    ),
    "J554": Wording(
        title="编号或名称重复",
        message="{kind}的{which} {written} 用了两次",
        why="同一类里编号、名称都不能重复，否则引用时不知道指哪一个；不会默认以后写的为准。",
        help="请删去重复的一处，或给其中一处换一个{which}。",
    ),
    "J555": Wording(
        title="没有这个全国核心指标",
        message="全国核心指标里没有 {written}",
        why="引用的指标不存在，名称和公式就无从取得。",
        help="⟦是不是想写 {near}？⟧编号见 policies/national/indicators.toml；"
        "本园区自己的指标不写 use，请写 id、name 和 value。",
    ),
    "J556": Wording(
        title="全国核心指标已经规定的键",
        message="“{name}”的 {key} 已由全国核心指标规定，园区不能再写",
        why="同一项有两个规定，不知道以哪个为准；不会默认以园区的为准。",
        help="请删去这里的 {key}；口径确实不同时，请不用 use，另立一个指标。",
    ),
    "J557": Wording(
        title="计算公式和程序都写了",
        message="“{name}”既写了 value，又写了 function",
        why="一个指标只能有一个数值，两种算法不知道以哪个为准。",
        help="请只留其中一个。",
    ),
    "J558": Wording(
        title="没有这个维度",
        message="“{name}”所属的维度 {written} 没有写过",
        why="不知道归入哪个维度，得分就无法汇总。",
        help="⟦是不是想写 {near}？⟧⟦现有维度：{dimensions}。⟧新的维度请用 [[dimension]] 写出。",
    ),
    "J559": Wording(
        title="没有登记这个函数",
        message="“{name}”所用的函数 {written} 没有登记",
        why="没有这个函数，指标的数值就算不出来。",
        help="⟦是不是想写 {near}？⟧⟦已登记的函数：{functions}。⟧"
        "函数要在 register_park 里用 register.function 登记。",
    ),
    "J560": Wording(
        title="登记的函数没有用到",
        message="函数 {function} 登记了，却没有指标用到它",
        why="多半是指标里的编号写错了，或者指标已经删去。",
        help='请在指标里写 function = "{function}"，或者不再登记它。',
        severity="warning",
    ),
    "J561": Wording(
        title="全国核心指标里不应写的键",
        message="全国核心指标“{name}”不应写 {key}",
        why="全国核心指标只规定名称、公式和单位；怎样计分由各园区规定，写在这里会影响所有园区。",
        help="请把 {key} 移到各园区自己的指标里。",
    ),
    "J570": Wording(
        title="数字没有出处",
        message="{owner}的 {keys} 没有写明出处",
        why="没有出处的数字会被当成已经公布的规定；必须能分清哪些有文件依据，哪些是假定。",
        help='有文件依据的，请写 source = "…"；由已公布数字推算的，请列入 derived；'
        "没有依据的，请写 assumed = [{quoted}]。",
    ),
    "J571": Wording(
        title="标注的键没有写",
        message="{owner}的 {mark} 里有 {written}，而这张表里没有写这个键",
        why="标注对不上任何一个数字，应当标注的那一个就会被当成已经公布的规定。",
        help="⟦是不是想写 {near}？⟧{mark} 里只能写这张表自己的键，不写下一层的键。",
    ),
    "J572": Wording(
        title="同一个键标注了两次",
        message="{owner}的 {written} 在 assumed 和 derived 里重复标注",
        why="假定的和推算的要分开列出，一个数字只能属于其中一种。",
        help="请只保留一处：没有依据的列入 assumed，由已公布数字推算的列入 derived。",
    ),
}
