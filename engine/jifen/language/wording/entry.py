"""The form in which the words of one kind of message are kept."""

import re
from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Severity = Literal["error", "warning", "notice"]

_OPTIONAL = re.compile(r"⟦(.*?)⟧", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@frozen
class Wording:
    """What a message of one code says; ``{name}`` stands for a fact of the case at hand.

    A stretch between ``⟦`` and ``⟧`` is left out where one of its facts is missing or empty, as in
    ``⟦是不是想写“{near}”？⟧``.
    """

    title: str
    message: str
    why: str
    help: str
    severity: Severity = "error"


def fill(template: str, facts: Mapping[str, object]) -> str:
    """The template with the facts put in."""

    def optional(match: re.Match[str]) -> str:
        names = _PLACEHOLDER.findall(match[1])
        present = all(facts.get(name) not in (None, "") for name in names)
        return match[1] if present else ""

    return _OPTIONAL.sub(optional, template).format_map(facts)
