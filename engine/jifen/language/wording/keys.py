"""Words of J2xx: keys and values of a file that is good TOML."""

from jifen.language.wording.entry import Wording

TYPE_NAMES: dict[str, str] = {
    "text": "文字（写在引号里）",
    "flag": "true 或 false",
    "integer": "整数",
    "number": "数",
    "date": "日期（如 2024-03-31，不加引号）",
    "array": "数组（写在方括号 [ ] 里）",
    "table": "表（写在花括号 {} 里，或另起 [表名]）",
    "date-time": "带时刻的日期",
    "time": "时刻",
}
"""What messages call the types of TOML values."""

WORDING: dict[str, Wording] = {
    "J201": Wording(
        title="不认识的键",
        message="{table}没有 {key} 这个键",
        why="写错的键如果被忽略，规定就不会生效，而且没有人会发现。",
        help="⟦是不是想写 {near}？⟧这里可以写的键有：{allowed}。",
    ),
    "J202": Wording(
        title="缺少必须写的键",
        message="{table}缺少 {key}⟦（{doc}）⟧",
        why="这一项不能省略，也没有默认值可用。",
        help="请在这张表里补上 `{key} = …`。",
    ),
    "J203": Wording(
        title="值的类型不对",
        message="{key} 应当是{expected}，这里写的是{found}",
        why="类型不对就无法按原意计算；不会自动转换。",
        help="⟦请写成 {instead}。⟧⟦{key} 的含义：{doc}。⟧⟦请改成{remedy}。⟧",
    ),
    "J204": Wording(
        title="值不在可选范围内",
        message="{key} 不能写成 {found}",
        why="这一项只能在规定的几个值里选，写成别的就无法执行。",
        help="⟦是不是想写 {near}？⟧可以写的值有：{allowed}。⟦{key} 的含义：{doc}。⟧",
    ),
    "J205": Wording(
        title="数超出了允许的范围",
        message="{key} 必须{bound}，这里写的是 {found}",
        why="超出范围的数没有意义，多半是写错了位数或正负号。",
        help="请核对后改成{bound}的数⟦（{doc}）⟧。",
    ),
    "J206": Wording(
        title="值不合要求",
        message="{key} 的值不合要求：{reason}",
        why="这样的值即使读得进来，也无法按原意执行。",
        help="请按上面的要求改写⟦（{key}：{doc}）⟧。",
    ),
    "J207": Wording(
        title="键写错了位置",
        message="{key} 不应写在{table}，应写在{target}",
        why="TOML 里的键归它上面最近的表头所有；位置不对，等于写给了别的表。",
        help="请把这一行移到{target}里。",
    ),
}
