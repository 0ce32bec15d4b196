"""A park, its policies and some enterprises as texts that can be read, kept in a folder, and made smaller.

A folder of ``found/`` holds ``park.toml``, ``policy.toml`` (``policy1.toml`` … where there are several) and
``enterprises.json``, in which numbers are whole counts of the last declared digit, as in an enterprise file.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from tests.agreement import parks, policies
from tests.agreement.holding import differences

from jifen.language.diagnostics import DiagnosticError
from jifen.model.enterprise import Absence, Enterprise, FactKey, Value

FOUND = Path(__file__).parent / "found"
_TABLE = re.compile(r"^(?=\[)", re.MULTILINE)


@frozen
class Example:
    """All that a population is decided by."""

    park: str
    policies: tuple[str, ...]
    enterprises: tuple[Enterprise, ...]
    programme: Mapping[FactKey, Value]

    @classmethod
    def of(cls, library: policies.Library, enterprises: Sequence[Enterprise]) -> "Example":
        """What was drawn, as an example."""
        return cls(library.park.text, library.texts, tuple(enterprises), library.programme)

    def library(self) -> policies.Library:
        """Its policies opened for its park."""
        return policies.opened(parks.opened(self.park), self.policies, dict(self.programme))

    def differences(self, sizes: Sequence[int] = (1, 2, 3), reasons: int = 3) -> list[str]:
        """What differs between both ways; a failure of either is told as well."""
        return told_differences(self.library(), self.enterprises, sizes, reasons)

    # ------------------------------------------------------------ as files

    def write(self, folder: Path) -> None:
        """Keep it in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "park.toml").write_text(self.park, "utf-8")
        for number, text in enumerate(self.policies):
            (folder / f"policy{number or ''}.toml").write_text(text, "utf-8")
        (folder / "enterprises.json").write_text(self.data, "utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Example":
        """The example of a folder."""
        data = json.loads((folder / "enterprises.json").read_text("utf-8"))
        texts = [path.read_text("utf-8") for path in sorted(folder.glob("policy*.toml"))]
        enterprises = tuple(map(_enterprise, data["enterprises"]))
        park = (folder / "park.toml").read_text("utf-8")
        return cls(park, tuple(texts), enterprises, _facts(data["programme"]))

    @property
    def data(self) -> str:
        """Its enterprises and the data of programmes as JSON."""
        enterprises = [_plain(one) for one in self.enterprises]
        data = {"programme": _plain_facts(self.programme), "enterprises": enterprises}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    @property
    def text(self) -> str:
        """The whole, to be read."""
        named = [f"# policy{number or ''}.toml\n{text}" for number, text in enumerate(self.policies)]
        return "\n".join(["# park.toml", self.park, *named, "# enterprises.json", self.data])


def told_differences(
    library: policies.Library, enterprises: Sequence[Enterprise], sizes: Sequence[int] = (), reasons: int = 0
) -> list[str]:
    """What differs; that one of both ways fails is a difference, too."""
    try:
        return differences(library, enterprises, sizes=sizes, reasons=reasons)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return [f"{type(error).__name__}：{' '.join(str(error).split())[:300]}"]


# ---------------------------------------------------------------- enterprises as JSON


def _plain(one: Enterprise) -> dict[str, Any]:
    return {
        "code": one.code,
        "founded": None if one.founded is None else one.founded.isoformat(),
        "facts": _plain_facts(one.facts),
        "tables": {
            name: [{key: _told(value) for key, value in row.items()} for row in rows]
            for name, rows in one.tables.items()
        },
        "complete_to": {name: day.isoformat() for name, day in one.coverage.items()},
    }


def _plain_facts(facts: Mapping[FactKey, Value]) -> dict[str, Any]:
    return {f"{field}@{period}": _told(value) for (field, period), value in facts.items()}


def _told(value: Value) -> Any:
    if isinstance(value, Absence):
        return {"absent": value.value}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _enterprise(data: Mapping[str, Any]) -> Enterprise:
    founded = data["founded"]
    return Enterprise(
        data["code"],
        data["code"],
        None if founded is None else date.fromisoformat(founded),
        _facts(data["facts"]),
        {
            name: tuple({key: _value(value) for key, value in row.items()} for row in rows)
            for name, rows in data["tables"].items()
        },
        {name: date.fromisoformat(day) for name, day in data["complete_to"].items()},
    )


def _facts(data: Mapping[str, Any]) -> dict[FactKey, Value]:
    pairs = ((key.partition("@"), value) for key, value in data.items())
    return {(field, period): _value(value) for (field, _, period), value in pairs}


def _value(data: Any) -> Value:
    if isinstance(data, dict):
        return Absence(data["absent"]) if "absent" in data else date.fromisoformat(data["date"])
    assert isinstance(data, bool | int | str)
    return data


# ---------------------------------------------------------------- smaller ones


def smallest(example: Example, still: Callable[[Example], bool], tries: int = 1500) -> Example:
    """An example that is as small as leaving out part after part makes it and of which ``still`` is true.

    What is left out are enterprises, policies, tables and lines of TOML, facts, rows and cells.
    """
    left = tries
    changed = True
    while changed and left > 0:
        changed = False
        for cut in (_fewer_enterprises, _fewer_policies, _fewer_data, _fewer_tables, _fewer_lines):
            found, used = _cut(example, cut, still, left)
            left -= used
            changed = changed or found is not example
            example = found
    return example


def found_smaller(example: Example, differences: Sequence[str]) -> str:
    """What differs, as a smaller example shows it; the same kind of difference is looked for."""
    kind = _kind(differences[0])
    cheapest: dict[str, Any] = {}
    for cheapest in ({"sizes": (), "reasons": 0}, {"sizes": (1, 2, 3), "reasons": 0}, {}):
        if kind in map(_kind, example.differences(**cheapest)):
            break
    found = smallest(example, lambda one: kind in map(_kind, one.differences(**cheapest)))
    return "\n".join([*found.differences(**cheapest), found.text])


def _kind(difference: str) -> str:
    """A difference without the names and values that it is of."""
    return re.sub(r"\[[^]]*\]|企\d+|\d+", "", difference.partition("：")[0]).rpartition(".")[2]


def _cut(
    example: Example, cut: Callable[[Example], Iterator[Example]], still: Callable[[Example], bool], most: int
) -> tuple[Example, int]:
    """The example after all cuts of a kind that can be made, and how many were tried."""
    used = place = 0
    cuts = list(cut(example))
    while place < len(cuts) and used < most:
        used += 1
        if _holds(cuts[place], still):
            example = cuts[place]
            cuts = list(cut(example))
        else:
            place += 1
    return example, used


def _holds(example: Example, still: Callable[[Example], bool]) -> bool:
    try:
        return still(example)
    except DiagnosticError:
        return False


def _without(parts: Sequence[Any]) -> Iterator[list[Any]]:
    """The parts without a run of them, long runs first."""
    size = len(parts)
    while size:
        for begin in range(0, len(parts), size):
            yield [*parts[:begin], *parts[begin + size :]]
        size //= 2


def _fewer_enterprises(example: Example) -> Iterator[Example]:
    for left in _without(example.enterprises):
        yield evolve(example, enterprises=tuple(left))


def _fewer_policies(example: Example) -> Iterator[Example]:
    for left in _without(example.policies):
        yield evolve(example, policies=tuple(left))
    if example.programme:
        yield evolve(example, programme={})


def _texts(example: Example, smaller: Callable[[str], Iterator[str]]) -> Iterator[Example]:
    for number, text in enumerate(example.policies):
        for less in smaller(text):
            texts = (*example.policies[:number], less, *example.policies[number + 1 :])
            yield evolve(example, policies=texts)
    for less in smaller(example.park):
        yield evolve(example, park=less)


def _fewer_tables(example: Example) -> Iterator[Example]:
    def smaller(text: str) -> Iterator[str]:
        for left in _without(_TABLE.split(text)):
            yield "".join(left)

    return _texts(example, smaller)


def _fewer_lines(example: Example) -> Iterator[Example]:
    def smaller(text: str) -> Iterator[str]:
        lines = text.splitlines(keepends=True)
        for place, line in enumerate(lines):
            if not line.startswith("["):
                yield "".join([*lines[:place], *lines[place + 1 :]])
            if line.startswith("when = [") and ", " in line:
                for left in _without(line[len("when = [") : -2].split(", ")):
                    yield "".join([*lines[:place], f"when = [{', '.join(left)}]\n", *lines[place + 1 :]])

    return _texts(example, smaller)


def _fewer_data(example: Example) -> Iterator[Example]:
    for place, one in enumerate(example.enterprises):
        for less in _less_of(one):
            every = (*example.enterprises[:place], less, *example.enterprises[place + 1 :])
            yield evolve(example, enterprises=every)


def _less_of(one: Enterprise) -> Iterator[Enterprise]:
    for left in _without(list(one.facts.items())):
        yield evolve(one, facts=dict(left))
    for left in _without(list(one.coverage.items())):
        yield evolve(one, coverage=dict(left))
    for left in _without(list(one.tables.items())):
        yield evolve(one, tables=dict(left))
    for name, rows in one.tables.items():
        for some in _without(rows):
            yield evolve(one, tables={**one.tables, name: tuple(some)})
        for place, row in enumerate(rows):
            for cells in _without(list(row.items())):
                less = (*rows[:place], dict(cells), *rows[place + 1 :])
                yield evolve(one, tables={**one.tables, name: less})
    if one.founded is not None:
        yield evolve(one, founded=None)
