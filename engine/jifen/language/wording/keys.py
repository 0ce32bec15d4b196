"""Words of J2xx: keys and values of a file that is good TOML."""

from jifen.language.wording.entry import Wording

TYPE_NAMES: dict[str, str] = {
    "text": "文字",
    "flag": "真假值",
    "integer": "整数",
    "number": "数",
    "date": "日期",
    "array": "数组",
    "table": "表",
    "date-time": "带时刻的日期",
    "time": "时刻",
}
"""What messages call the types of TOML values."""

TYPE_FORMS: dict[str, str] = {
    "text": "引号里的文字",
    "flag": "true 或 false",
    "integer": "整数",
    "number": "不加引号的数",
    "date": "不加引号的日期，如 2024-03-31",
    "array": "方括号 [ ] 里的数组",
    "table": "花括号 {} 里或 [表名] 之下的表",
}
"""How values of a type are written."""

ROOT = "文件最外层"
ITEM = "{key} 的第 {number} 项"
"""How a table or a value without a name of its own is called."""

BOUNDS: dict[str, str] = {
    "minimum": "不小于 {bound} ",
    "exclusiveMinimum": "大于 {bound} ",
    "maximum": "不大于 {bound} ",
    "exclusiveMaximum": "小于 {bound} ",
}
"""What a number must be, by the names of JSON Schema."""

OR = "或"
AND = "且"
LIST = "、"

YES = frozenset({"true", "是", "有", "yes", "1"})
NO = frozenset({"false", "否", "无", "no", "0"})
"""What people write for true and false."""

WORDING: dict[str, Wording] = {
    "J201": Wording(
        title="不认识的键",
        message="{table} 没有 {key} 这个键",
        why="写错的键如果被忽略，规定就不会生效，而且没有人会发现。",
        help="⟦是不是想写 {near}？⟧这里可以写的键有：{allowed}。",
    ),
    "J202": Wording(
        title="缺少必须写的键",
        message="{table} 缺少 {key}⟦（{doc}）⟧",
        why="这一项不能省略，也没有默认值可用。",
        help="请在这张表里补上 `{key} = …`。",
    ),
    "J203": Wording(
        title="值的类型不对",
        message="{key} 应当是{expected}，这里写的是{found}",
        why="类型不对就无法按原意计算；不会自动转换。",
        help="⟦请写成 {instead}。⟧⟦请改成{remedy}。⟧⟦这个键的含义：{doc}。⟧",
    ),
    "J204": Wording(
        title="值不在可选范围内",
        message="{key} 不能写成 {found}",
        why="这一项只能在规定的几个值里选，写成别的就无法执行。",
        help="⟦是不是想写 {near}？⟧可以写的值有：{allowed}。⟦这个键的含义：{doc}。⟧",
    ),
    "J205": Wording(
        title="数超出了允许的范围",
        message="{key} 必须{bound}，这里写的是 {found}",
        why="超出范围的数没有意义，多半是写错了位数或正负号。",
        help="请核对后改成{bound}的数。⟦这个键的含义：{doc}。⟧",
    ),
    "J206": Wording(
        title="值不合要求",
        message="{key} 的值不合要求：{reason}",
        why="这样的值即使读得进来，也无法按原意执行。",
        help="请按上面的要求改写。⟦这个键的含义：{doc}。⟧",
    ),
    "J207": Wording(
        title="键写错了位置",
        message="{key} 不应写在 {table} 里，应写在 {target} 里",
        why="TOML 里的键归它上面最近的表头所有；位置不对，等于写给了别的表。",
        help="请把这一行移到 {target} 里，也就是它的表头之下、下一个表头之前。",
    ),
}
