"""Credit codes (统一社会信用代码): checked, and brought to one spelling (S12)."""

from attrs import define, field

from jifen.exchange.cells import Fault, describe, digits_of, half_width, unfit


@define
class CreditCodes:
    """Reads credit codes, each spelling once."""

    _known: dict[str, tuple[str, bool] | Fault] = field(factory=dict, init=False)

    def read(self, raw: object) -> tuple[str, bool] | Fault:
        """The code (empty for an empty cell), and whether it was respelled (case, width, blanks)."""
        if raw is None:
            return "", False
        if isinstance(raw, float | int) and 10**14 <= raw < 10**15:
            raw = digits_of(raw)
        if not isinstance(raw, str):
            return unfit("J731", raw)
        if raw not in self._known:
            self._known[raw] = _checked(raw)
        return self._known[raw]


def _checked(raw: str) -> tuple[str, bool] | Fault:
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    written = half_width(raw)
    if not written:
        return "", False
    try:
        code: str = uscc.validate(written)
    except InvalidLength:
        length = len(uscc.compact(written))
        old = "，像是三证合一以前的15位注册号" if length == 15 else ""
        return Fault("J730", {"found": describe(raw), "reason": f"应有18位，这里有{length}位{old}"})
    except InvalidChecksum:
        return Fault("J730", {"found": describe(raw), "reason": "校验码对不上，多半有一位写错"})
    except ValidationError:
        return Fault("J730", {"found": describe(raw), "reason": "前8位应为数字，且不用字母 I、O、Z、S、V"})
    return code, code != raw.strip()
