"""The digest of a park: of its canonical model and of the code that its plugin brings (S26)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import fields, has

from jifen.model.park import Park
from jifen.model.place import Written
from jifen.model.policy import PolicyFile

_FORMAT = 1
"""The version of the canonical form; another form gives other digests of the same park."""


def digest(park: Park, code: str) -> str:
    """SHA-256 over what the park means in canonical JSON, and over the hash of its code.

    Where the park was found and its number of version are not part of that meaning.
    """
    parts = (park.header, park.vocabulary, park.dimensions, park.stages, park.indicators, park.boards)
    content = {
        "format": _FORMAT,
        "model": [canonical(part) for part in (*parts, park.functions, park.scorecards, park.slots)],
        "code": code,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def library_digest(park: Park, policies: Sequence[PolicyFile]) -> str:
    """SHA-256 over a park's digest and its policies, whatever files they stand in (S26)."""
    content = {
        "format": _FORMAT,
        "park": park.digest,
        "policies": [canonical(policy) for policy in sorted(policies, key=lambda one: one.full_id)],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: object) -> object:
    """A value of the model as JSON: without places and functions, equal for equal meanings.

    Tables that have an id stand in its order (editions of one scorecard as loading has put them), all others
    in that of the file, which may mean something.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Written):
        return value.text
    if isinstance(value, Decimal | Fraction):
        return str(Fraction(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): canonical(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [canonical(part) for part in sorted(value, key=lambda part: getattr(part, "id", None) or "")]
    kind: type = type(value)
    if not has(kind):
        raise TypeError(f"no canonical form for {kind.__name__}")
    names = [attribute.name for attribute in fields(kind) if attribute.eq]
    return {name: canonical(getattr(value, name)) for name in names}
