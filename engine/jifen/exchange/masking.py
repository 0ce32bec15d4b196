"""Names and credit codes with a part hidden, for lists that are shown to the public."""

from attrs import evolve

from jifen.exchange.report.figures import Listing

HIDDEN = "*"
_NAME_HIDDEN = HIDDEN * 4
_FORMS = (
    "（有限合伙）",
    "(有限合伙)",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "合伙企业",
    "研究院",
    "研究所",
    "事务所",
    "合作社",
    "公司",
    "中心",
    "厂",
)
"""Legal forms that stay: they tell nobody apart. The longer ones come first."""
_CODE_SHOWN = 2


def masked_name(name: str) -> str:
    """The first character (of more than one) and the legal form; how long the rest is stays hidden too."""
    form = next((form for form in _FORMS if name.endswith(form) and name != form), "")
    rest = name[: len(name) - len(form)]
    return (rest[0] if len(rest) > 1 else "") + _NAME_HIDDEN + form if name else ""


def masked_code(code: str) -> str:
    """The first and the last two characters."""
    if len(code) <= 2 * _CODE_SHOWN:
        return HIDDEN * len(code)
    return code[:_CODE_SHOWN] + HIDDEN * (len(code) - 2 * _CODE_SHOWN) + code[-_CODE_SHOWN:]


def masked(listing: Listing) -> Listing:
    """A list in which names and codes are masked; places and values are as they were."""
    lines = tuple(
        (standing, evolve(card, code=masked_code(card.code), name=masked_name(card.name)))
        for standing, card in listing.lines
    )
    return evolve(listing, lines=lines, masked=True)
