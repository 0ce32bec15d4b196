"""Words of J6xx: parks as plugins."""

from jifen.language.wording.entry import Wording

_OTHERS_RUN = "本园区暂不可用，其他园区不受影响。"
_TWO_PARKS = "一个编号只能代表一个园区；不会默认以其中一个为准，两处都暂不使用。"

WORDING: dict[str, Wording] = {
    "J601": Wording(
        title="园区插件文件夹读不出来",
        message="园区插件文件夹 {folder} 读不出来：{cause}",
        why="读不出这个文件夹，就不知道里面有哪些园区。",
        help="请核对文件夹的名称和位置，并确认有读取权限。",
    ),
    "J602": Wording(
        title="文件夹里没有园区插件",
        message="文件夹 {folder} 里没有园区插件",
        why="每个园区插件是这里的一个子文件夹，子文件夹里有自己的 pyproject.toml。",
        help="⟦它本身就是一个插件，请改为给出上一级文件夹 {parent}。⟧请核对这里是否存放各园区插件。",
        severity="warning",
    ),
    "J603": Wording(
        title="缺少 pyproject.toml",
        message="子文件夹 {folder} 里没有 pyproject.toml",
        why=f"插件的名称、版本和入口都写在 pyproject.toml 里，缺了就无法载入。{_OTHERS_RUN}",
        help="请在这个子文件夹里补上 pyproject.toml；它不是园区插件时，请移到别处，或在名称前加一个点号。",
    ),
    "J604": Wording(
        title="pyproject.toml 的内容不全",
        message="pyproject.toml 里的 {key} {problem}",
        why=f"直接放入的插件和安装的插件共用这一份说明，名称和版本必须写明。{_OTHERS_RUN}",
        help="请写成 `{example}`。",
    ),
    "J605": Wording(
        title="没有登记园区入口",
        message="插件 {distribution} 没有登记园区入口",
        why=f"入口说明这个插件是哪个园区、从哪个模块载入。{_OTHERS_RUN}",
        help="请在 pyproject.toml 里写上 [project.entry-points.jifen]，"
        '下面写 `{example} = "{module}"`（园区编号 = "模块"）。',
    ),
    "J606": Wording(
        title="园区入口的写法不对",
        message="园区入口 {entry} 写得不对：{problem}",
        why=f"等号左边是园区编号，右边是要载入的模块。{_OTHERS_RUN}",
        help='请写成 `园区编号 = "包名.模块名"`，例如 `dalian = "jifen_dalian.plugin"`。',
    ),
    "J607": Wording(
        title="找不到入口所指的模块",
        message="找不到入口所指的模块 {module}⟦：{problem}⟧",
        why=f"入口指向的模块必须在插件自己的包里。{_OTHERS_RUN}",
        help="请核对入口里的模块名和插件文件夹里的包名、文件名是否一致⟦；包应当放在 {folder}⟧。",
    ),
    "J608": Wording(
        title="包名与别处相同",
        message="插件的包 {package} 与别处的同名：{other}",
        why=f"同名的两个包会相互顶替，载入的可能不是这里的规则。{_OTHERS_RUN}",
        help="请给插件的包另取一个名称，例如 jifen_园区编号，并同时改 pyproject.toml 里的入口。",
    ),
    "J610": Wording(
        title="载入插件时出错",
        message="载入模块 {module} 时出错：{error}",
        why=f"插件的 Python 代码没有运行完，园区无法使用。{_OTHERS_RUN}",
        help="⟦插件需要的程序包 {missing} 没有安装，请先安装。⟧请把这条错误告诉园区插件的开发者。",
    ),
    "J611": Wording(
        title="插件的 Python 代码有语法错误",
        message="Python 代码有语法错误：{error}",
        why=f"代码有语法错误就无法载入。{_OTHERS_RUN}",
        help="请由园区插件的开发者改正这一行。",
    ),
    "J612": Wording(
        title="插件要求退出程序",
        message="插件在{moment}时要求退出程序（{error}）",
        why=f"插件不能结束整个程序，这一要求没有照办。{_OTHERS_RUN}",
        help="请由园区插件的开发者去掉 sys.exit()、exit() 一类的语句。",
    ),
    "J613": Wording(
        title="没有实现 register_park",
        message="模块 {module} 没有实现 register_park",
        why=f"园区的文件和函数都由 register_park 登记；没有它，就没有规则可用。{_OTHERS_RUN}",
        help="⟦模块里有函数 {function}，但上面没有写 @hookimpl。⟧"
        "请写 `@hookimpl` 和 `def register_park(register)`，其中 hookimpl 从 jifen.plugin 引入。",
    ),
    "J614": Wording(
        title="钩子的写法不对",
        message="模块 {module} 的 {function} {problem}",
        why=f"钩子的名称和参数是约定好的，对不上就无法调用。{_OTHERS_RUN}",
        help="⟦是不是想写 {near}？⟧请写成 `def register_park(register)`；约定见 docs/plugins.md。",
    ),
    "J615": Wording(
        title="register_park 运行出错",
        message="register_park 运行出错：{error}",
        why=f"登记没有完成，园区的规则可能不全，因此整个园区都不使用。{_OTHERS_RUN}",
        help="请把这条错误告诉园区插件的开发者。",
    ),
    "J616": Wording(
        title="没有登记任何文件",
        message="register_park 没有登记任何 TOML 文件",
        why=f"园区的名称、阶段和指标都写在 TOML 文件里，一个也没有就没有规则可用。{_OTHERS_RUN}",
        help='请在 register_park 里写 `register.file("park.toml")`，每个文件一行。',
    ),
    "J617": Wording(
        title="同一个文件登记了两次",
        message="文件 {file} 登记了两次",
        why=f"登记两次，里面的每一项都会重复。{_OTHERS_RUN}",
        help="请删去重复的一次登记。",
    ),
    "J618": Wording(
        title="登记的函数不合要求",
        message="登记的函数 {function} 不合要求：{problem}",
        why=f"函数的编号、单位和取值范围是核对其结果的依据，必须写对。{_OTHERS_RUN}",
        help="请按 docs/plugins.md 改正这个 IndicatorFunction。",
    ),
    "J619": Wording(
        title="函数编号重复",
        message="函数编号 {function} 登记了两次",
        why=f"指标按编号找函数，编号重复就不知道用哪一个。{_OTHERS_RUN}",
        help="请给其中一个换一个编号。",
    ),
    "J620": Wording(
        title="两个插件的园区编号相同",
        message="园区编号 {park} 被两个不同的插件使用",
        why=_TWO_PARKS,
        help="请移走其中一个，或在 pyproject.toml 的入口和 [park] 里给它换一个编号。",
    ),
    "J621": Wording(
        title="同一个园区找到两份",
        message="园区 {park} 找到两份完全相同的，只用这一份",
        why="两份的名称、版本和内容都相同，用哪一份结果都一样。",
        help="不需要处理；为免混淆，可以移走另一份。",
        severity="notice",
    ),
    "J622": Wording(
        title="同一个园区找到两份，内容不同",
        message="园区 {park} 找到两份，{difference}",
        why=_TWO_PARKS,
        help="请卸载或移走旧的一份。",
    ),
    "J623": Wording(
        title="没有这个园区",
        message="没有编号为 {park} 的园区",
        why="没有园区的规则，就无法计算。",
        help="⟦是不是想写 {near}？⟧⟦现有园区：{parks}。⟧可以用 jifen parks 查看各园区和载入时的问题。",
    ),
    "J624": Wording(
        title="已安装程序包的登记信息读不出来",
        message="已安装的程序包 {distribution} 的登记信息有误：METADATA 缺版本，或 entry_points.txt 格式不对",
        why=f"登记信息坏了，就不知道里面的园区从哪里载入。{_OTHERS_RUN}",
        help="请重新安装这个程序包。",
    ),
}
