"""Spelling: the characters, words and names that expressions are made of (S28)."""

from collections.abc import Iterable

from attrs import field, frozen

from jifen.model.quantity import RATIO_STEPS, SCALES

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(typed): ord(meant) for typed, meant in {"　": " ", "、": ",", "−": "-", "【": "[", "】": "]"}.items()
}

QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」"}

KEYWORDS = {"属于": "BELONGS", "开头属于": "BEGINS"}
FUNCTIONS = (
    "最小",
    "最大",
    "取整",
    "每",
    "同比",
    "上年",
    "上年同期",
    "上期",
    "近",
    "合计",
    "平均",
    "件数",
    "不同",
    "存在",
    "有效",
    "满",
    "已知",
    "本期",
    "符合",
    "奖励额",
    "累计兑现",
    "连续兑现",
    "年均复合增长率",
)
LOGIC_WORDS = {
    **dict.fromkeys(
        ("且", "并且", "而且", "并", "以及", "同时", "和", "与", "及", "and", "AND", "&&", "&"), "且"
    ),
    **dict.fromkeys(("或", "或者", "or", "OR", "||", "|"), "或"),
    **dict.fromkeys(("非", "不是", "没有", "不属于", "not", "NOT", "!"), "非"),
}
OPERATOR_WORDS = {
    **dict.fromkeys(("大于等于", "大于或等于", "不低于", "不少于", "不小于", "达到", "以上", "及以上"), ">="),
    **dict.fromkeys(("大于", "超过", "高于", "多于"), ">"),
    **dict.fromkeys(("小于等于", "小于或等于", "不超过", "不高于", "不大于", "以下", "及以下", "以内"), "<="),
    **dict.fromkeys(("小于", "低于", "少于", "不足", "不满", "未达到"), "<"),
    **dict.fromkeys(("等于"), "="),
    "不等于": "!=",
    **dict.fromkeys(("加", "加上"), "+"),
    **dict.fromkeys(("减", "减去", "扣除"), "-"),
    **dict.fromkeys(("乘", "乘以"), "×"),
    "除以": "÷",
}
ENDLESS_WORDS = ("nan", "inf", "infinity", "无穷", "无穷大", "正无穷", "负无穷", "∞")
UNIT_NAMES = tuple(sorted((name for name in (*SCALES, *RATIO_STEPS) if name), key=len, reverse=True))
RESERVED = frozenset((*KEYWORDS, *FUNCTIONS, *LOGIC_WORDS, *OPERATOR_WORDS, *ENDLESS_WORDS, *UNIT_NAMES))
"""Words that cannot be names, since an expression reads them as something else."""

OPERATORS = {
    **dict.fromkeys((">=", "<=", "!=", ">", "<", "="), "COMPARE"),
    "+": "PLUS",
    "-": "MINUS",
    "×": "TIMES",
    "*": "TIMES",
    "÷": "DIVIDE",
    "/": "DIVIDE",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LSQB",
    "]": "RSQB",
    "{": "LBRACE",
    "}": "RBRACE",
    ",": "_COMMA",
    ".": "_DOT",
}
SPELLINGS = {"≥": ">=", "≧": ">=", "⩾": ">=", "≤": "<=", "≦": "<=", "⩽": "<=", "≠": "!=", "✕": "×", "∙": "×"}
MISSPELLINGS = {"==": "=", "=>": ">=", "=<": "<=", "<>": "!=", "><": "!=", "=!": "!=", "//": "÷", "**": ""}
"""Operators of other languages, and the ones meant; a power has none here."""

LOGIC_SYMBOLS = ("&&", "||", "|", "!")
WORDS_BETWEEN = (*LOGIC_WORDS, *OPERATOR_WORDS)
SYMBOLS = tuple(sorted((*OPERATORS, *SPELLINGS, *MISSPELLINGS, *LOGIC_SYMBOLS), key=len, reverse=True))

_NO_PART_OF_A_NAME = (
    frozenset("+-*/×÷<>=!()[]{},.^|;:?~%‰") | set(SPELLINGS) | set(QUOTES) | set(QUOTES.values())
)
_INSIDE_NAMES = "_·&"


def narrowed(text: str) -> str:
    """The text with what an input method types wide made narrow, character for character."""
    return text.translate(_NARROW)


def normalise(text: str) -> str:
    """The text in its kept spelling: half-width signs, ``>=`` for ``≥``; quoted texts stay as they are."""
    result: list[str] = []
    closing = ""
    for character in text:
        narrow = narrowed(character)
        if closing:
            closing = "" if character == closing else closing
            result.append(character)
            continue
        closing = QUOTES.get(narrow, "")
        result.append(SPELLINGS.get(narrow, narrow))
        if narrow == "," != character:
            result.append(" ")
    return "".join(result).replace(",  ", ", ") if not closing else text


def is_word(character: str) -> bool:
    """Whether a character may belong to a name that nobody has declared."""
    return character.isalnum() or character in _INSIDE_NAMES


def is_ascii_word(character: str) -> bool:
    """Whether a character belongs to an id or another word of ASCII."""
    return character.isascii() and (character.isalnum() or character == "_")


def can_be_bare(name: str) -> bool:
    """Whether an expression can hold the name without 「」 around it."""
    plain = narrowed(name)
    return (
        bool(plain)
        and plain == plain.strip()
        and is_word(plain[0])
        and not plain.isdigit()
        and not _NO_PART_OF_A_NAME & set(plain)
        and plain.isprintable()
    )


def _bare(names: Iterable[str]) -> frozenset[str]:
    return frozenset(narrowed(name) for name in names if can_be_bare(name))


@frozen(slots=False)
class Lexicon:
    """The names known where an expression stands."""

    names: frozenset[str] = field(converter=_bare)
    _lengths: tuple[int, ...] = field(init=False, repr=False, eq=False)

    @_lengths.default
    def _known_lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(name) for name in self.names}, reverse=True))

    def longest(self, text: str, start: int) -> int:
        """Where the longest known name that begins at ``start`` ends; ``start`` when none begins there."""
        for length in self._lengths:
            end = start + length
            if text[start:end] in self.names and at_edges(text, start, end):
                return end
        return start


def at_edges(text: str, start: int, end: int) -> bool:
    """Whether neither end cuts an ASCII word in two."""
    if end > len(text):
        return False
    return not (_inside(text, start) or _inside(text, end))


def _inside(text: str, position: int) -> bool:
    return 0 < position < len(text) and is_ascii_word(text[position - 1]) and is_ascii_word(text[position])


def longest_of(words: Iterable[str], text: str, start: int) -> str:
    """The longest of the words that stands at ``start``, or the empty string."""
    found = (
        word for word in words if text.startswith(word, start) and at_edges(text, start, start + len(word))
    )
    return max(found, key=len, default="")
