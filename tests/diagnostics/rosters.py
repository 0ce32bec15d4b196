"""What is found in a roster (J7xx).

An input is a roster file; or a ``.txt`` of several files, each below a line ``--- its/path``: the folder 名单
is the roster, 对照.toml its mapping, 改好 what was mended of it, ``--- complete-to`` holds the date of that
option, ``--- write`` a path to write a roster to, ``--- being-written`` a file that somebody goes on writing,
``--- without`` a library that is not installed; or a ``.toml``, the recipe of a sample.
"""

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Thread

from attrs import frozen

from jifen.exchange.mapping import NO_MAPPING, load_mapping
from jifen.exchange.reading import read_roster
from jifen.exchange.recipes import load_recipe
from jifen.exchange.sample import make_sample
from jifen.exchange.writing import write_roster
from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.model.enterprise import Enterprise
from jifen.model.park import Stage, Stages
from jifen.model.place import Place, Places, Written
from jifen.model.quantity import SCALES
from jifen.model.terms import BUILT_IN_TABLES, Field, Kind, Table, Vocabulary

_SOMEWHERE = Places(Place("park.toml", 1, 1))
_FIELDS = (
    Field("revenue", "营业收入", "number", SCALES["万元"], 2, minimum=0),
    Field("rd_share", "研发强度", "number", SCALES["%"], 6),
    Field("staff", "职工总数", "number", SCALES["人"]),
    Field("rd_staff", "研发人员", "number", SCALES["人"], at_most=("staff",)),
    Field("assets", "资产总计", "number", SCALES["万元"], 2, sum_of=("debts", "equity")),
    Field("debts", "负债合计", "number", SCALES["万元"], 2),
    Field("equity", "净资产", "number", SCALES["万元"], 2),
    Field("listed", "是否上市", "flag", frequency="instant"),
    Field("sector", "技术领域", "text", frequency="instant", options=("电子信息", "新材料")),
    Field("record", "备案编号", "text"),
    Field("output", "当季产值", "number", SCALES["万元"], 2, "quarter"),
    Field("output_to_date", "累计产值", "number", SCALES["万元"], 2, "ytd"),
)
_TABLES = (
    Table(
        "project",
        "项目",
        {
            "number": Field("number", "编号", "text"),
            "cost": Field("cost", "投资额", "number", SCALES["万元"], 2),
        },
        key=("number",),
    ),
    Table("visit", "走访", {"day": Field("day", "日期", "date")}),
)
VOCABULARY = Vocabulary(
    fields={one.id: one for one in _FIELDS},
    tables=BUILT_IN_TABLES | {one.id: one for one in _TABLES},
    qualifications={"high_tech": Kind("high_tech", "高新技术企业", ("高企",))},
    events={"dishonest": Kind("dishonest", "失信被执行人")},
)


@frozen
class SmallPark:
    """The park of the inputs: its vocabulary and two stages by revenue."""

    vocabulary: Vocabulary
    stages: Stages


PARK = SmallPark(
    VOCABULARY,
    Stages(
        value=Written("营业收入", _SOMEWHERE.here),
        stages=(
            Stage(id="early", name="初创期", within=Written("< 500万元", _SOMEWHERE.here), places=_SOMEWHERE),
            Stage(id="late", name="成长期", within=Written(">= 500万元", _SOMEWHERE.here), places=_SOMEWHERE),
        ),
        places=_SOMEWHERE,
    ),
)
_ENTERPRISE = Enterprise("91330100799655058B", "甲", facts={("staff", "2020"): 5})


def in_a_roster(path: Path, shown_as: str) -> Iterable[Diagnostic]:
    """J7xx: the roster read, the sample made, or a roster written."""
    content = path.read_bytes()
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):
        try:
            if path.suffix == ".txt":
                return _unpacked(content.decode())
            Path(shown_as).write_bytes(content)
            if path.suffix == ".toml" and not content.startswith((b"PK", b"\xd0\xcf")):
                make_sample(PARK, load_recipe(shown_as), 10, 1)
                return ()
            return _found(Path(shown_as))
        except DiagnosticError as error:
            return error.diagnostics


def _unpacked(text: str) -> Iterable[Diagnostic]:
    target = complete_to = growing = None
    for part in re.split(r"^--- ", text, flags=re.MULTILINE)[1:]:
        name, _, content = part.partition("\n")
        if name == "write":
            target = Path(content.strip())
            continue
        if name == "without":
            with without(content.strip()):
                return _found(Path("名单"))
        if name == "being-written":
            growing = Path(content.strip())
            continue
        if name == "complete-to":
            complete_to = date.fromisoformat(content.strip())
            continue
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, encoding="utf-8")
    if growing is not None:
        return _found_meanwhile(growing)
    if target is None:
        return _found(Path("名单"), complete_to)
    write_roster(target, [_ENTERPRISE], VOCABULARY)
    return ()


@contextmanager
def without(library: str) -> Iterator[None]:
    """As on a machine on which a library is not installed."""
    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == library}
    sys.modules[library] = None  # type: ignore[assignment] this is how Python marks what cannot be imported
    try:
        yield
    finally:
        del sys.modules[library]
        sys.modules.update(hidden)


def _found_meanwhile(path: Path) -> Iterable[Diagnostic]:
    """What is found in a file that grows, as soon as a reading meets a writing."""
    done = Event()

    def write() -> None:
        while not done.is_set():
            with path.open("ab") as file:
                file.write(b"\n")

    writer = Thread(target=write)
    writer.start()
    try:
        for _ in range(10_000):
            _found(path)
    finally:
        done.set()
        writer.join()
    return ()


def _found(path: Path, complete_to: date | None = None) -> tuple[Diagnostic, ...]:
    """The problems of a roster; that some fields have no column is said only where nothing else is."""
    told, mended = Path("对照.toml"), Path("改好")
    mapping = load_mapping(told, VOCABULARY) if told.exists() else NO_MAPPING
    roster = read_roster(
        path, VOCABULARY, complete_to=complete_to, mapping=mapping, mended=mended if mended.exists() else None
    )
    found = tuple(problem.to_diagnostic() for problem in roster.problems)
    telling = tuple(one for one in found if one.code != "J724")
    return telling or found
