"""Checks of a park as a whole: it opens, its ids stay, its figures are told of, its wheel is the same."""

import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from jifen.language.wording.terminal import SEVERITIES
from jifen.loading.library import read_park
from jifen.loading.plugins import ITEM_ID, PARK_ID
from jifen.loading.provenance import Status, figures
from jifen.testing.subject import Subject

_STATUSES: dict[Status, str] = {"published": "已公布", "derived": "推定", "assumed": "假定"}

_BUILD = """\
import sys
from importlib import import_module
backend, folder = sys.argv[1:]
module, _, name = backend.partition(":")
found = import_module(module)
for part in name.split(".") if name else ():
    found = getattr(found, part)
found.build_wheel(folder)
"""
_DIGEST = """\
import sys
from jifen.loading.library import open_park
from jifen.loading.parks import discover_parks
from pathlib import Path
park, policies = sys.argv[1:]
found = open_park(discover_parks(bundled=False), park, Path(policies) if policies else None)
print(found.origin, found.digest)
"""


def opens(subject: Subject) -> Iterator[str]:
    """The park opens and nothing is said of it, but for codes that its tests know of."""
    # That the same park lies here twice says nothing of the park.
    known = {found for found in subject.plugin.problems if found.severity == "notice"}
    for found in subject.diagnostics:
        if found.code not in subject.told.notices and found not in known:
            yield f"{SEVERITIES[found.severity]} {found}"


def ids(subject: Subject) -> Iterator[str]:
    """Ids are well-formed, and those of indicators are the ones that are told."""
    park = subject.park
    if not PARK_ID.fullmatch(park.header.id):
        yield f"园区编号 {park.header.id} 只能用小写字母、数字和连字符，并以字母开头"
    own = [indicator.id or "" for indicator in park.indicators]
    parts: tuple[tuple[str, Iterable[str]], ...] = (
        ("指标", own),
        ("维度", [dimension.id for dimension in park.dimensions]),
        ("阶段", [stage.id for stage in park.stages.stages]),
        ("榜单", [board.id for board in park.boards]),
    )
    for kind, written in parts:
        for id_ in written:
            if not ITEM_ID.fullmatch(id_):
                yield f"{kind}编号 {id_} 只能用小写字母、数字、下划线和连字符，并以字母开头"
    frozen = subject.told.ids
    if frozen is not None:
        yield from (f"登记过的指标 {id_} 不见了；编号一经使用就不要再改" for id_ in frozen if id_ not in own)
        yield from (f"指标 {id_} 还没有登记到 ids 里" for id_ in own if id_ not in frozen)


def reopens(subject: Subject) -> Iterator[str]:
    """Opened again, the park is the same."""
    digest = subject.park.digest
    again = read_park(subject.plugin, subject.policies).park
    if again is None or again.digest != digest:
        yield "再次打开得到的规则不同：登记文件和程序时不要依赖时间、随机数或已登记过几次"


def wheel(subject: Subject) -> Iterator[str]:
    """A wheel built from the folder opens as the same park; an installed park has no folder to build from."""
    plugin = subject.plugin
    project = plugin.root / "pyproject.toml"
    if plugin.origin == "installed" or not project.is_file():
        return
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        built = _python(_BUILD, _backend(project), str(place), cwd=plugin.root)
        wheels = list(place.glob("*.whl"))
        if built.returncode or not wheels:
            yield f"构建程序包失败：{_last_line(built.stderr)}"
            return
        with zipfile.ZipFile(wheels[0]) as archive:
            archive.extractall(place / "site")
        policies = "" if subject.policies is None else str(subject.policies.resolve())
        opened = _python(_DIGEST, subject.park_id, policies, cwd=place / "site")
    if opened.returncode:
        yield f"程序包里的园区打不开，是否漏装了文件？{_last_line(opened.stderr)}"
    elif opened.stdout.split() != ["installed", subject.park.digest]:
        yield "程序包里的园区与文件夹里的规则不同，是否漏装了文件？"


def _backend(project: Path) -> str:
    """What builds the project; setuptools where it does not say."""
    import tomllib

    system = tomllib.loads(project.read_text("utf-8")).get("build-system", {})
    return str(system.get("build-backend", "setuptools.build_meta:__legacy__"))


def _python(program: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own, which imports from the folder that it runs in first."""
    return subprocess.run(  # noqa: S603 the interpreter at hand, with programs of this module
        [sys.executable, "-X", "utf8", "-c", program, *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "没有说明原因"


def accounted(subject: Subject) -> Iterator[str]:
    """Every figure is published by a source, derived from such, or assumed."""
    found = figures(subject.park)
    if not found:
        yield "没有一个数字说明了出处"
    for figure in found:
        if figure.status != "assumed" and not figure.source.strip():
            yield f"{figure.owner}的 {figure.key} = {figure.value} 注明{_STATUSES[figure.status]}，却没有出处"


def counted(subject: Subject) -> Iterator[str]:
    """There are as many indicators and figures as is told."""
    told = subject.told
    indicators = len(subject.park.indicators)
    if told.indicators is not None and told.indicators != indicators:
        yield f"指标有 {indicators} 项，登记的是 {told.indicators} 项"
    counts = Counter(figure.status for figure in figures(subject.park))
    for status, expected in (told.figures or {}).items():
        known = {name: counts[name] for name in _STATUSES}
        if status not in known:
            yield f"没有“{status}”这一类数字，只有 {'、'.join(known)}"
        elif known[status] != expected:
            label = _STATUSES[status]
            yield f"{label}（{status}）的数字有 {known[status]} 个，登记的是 {expected} 个"
