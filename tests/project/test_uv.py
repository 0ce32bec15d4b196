"""The script `uv` of the repository: takes uv from the PATH or brings it, runs without a compiler."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FITTING = f"""#!/bin/sh
case "$1 $2" in
    "cache dir") exit 0 ;;
    "python find") echo "{sys.executable}" ;;
    *) echo "uv without [${{UV_NO_GROUP-}}]: $*" ;;
esac
"""
TOO_OLD = "#!/bin/sh\nexit 2\n"
A_SHIM_OF_NOTHING = "#!/bin/sh\nexit 127\n"


def put_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """A copy of the script and of the file that it reads, with a folder of programs of its own."""
    folder = tmp_path / "a project"
    folder.mkdir()
    shutil.copy(root / "uv", folder)
    shutil.copy(root / "pyproject.toml", folder)
    return folder


def run(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{project / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin"
    inherited = {name: value for name, value in os.environ.items() if name not in {"UV_NO_GROUP", "CC"}}
    return subprocess.run(
        [project / "uv", "run", "jifen", "a b"],
        env=inherited | {"PATH": path} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_uv_on_the_path_is_used(project: Path) -> None:
    put_program(project / "bin" / "uv", FITTING)
    put_program(project / "bin" / "mycc", "#!/bin/sh\n")
    done = run(project, CC="mycc")
    assert (done.returncode, done.stdout) == (0, "uv without []: run jifen a b\n")
    assert not (project / ".uv").exists()


def test_without_a_compiler_the_group_that_needs_one_is_left_out(project: Path) -> None:
    put_program(project / "bin" / "uv", FITTING)
    done = run(project, CC="no-such-compiler")
    assert done.stdout == "uv without [durable]: run jifen a b\n"
    assert "没有 C 编译器" in done.stderr


@pytest.mark.parametrize("found", [TOO_OLD, A_SHIM_OF_NOTHING], ids=["too old", "a shim of nothing"])
def test_a_missing_or_old_uv_is_brought_once(project: Path, found: str) -> None:
    """pip is played by a program that notes what it is asked for and puts a uv where pip would."""
    put_program(project / "bin" / "uv", found)
    put_program(project / "brought", FITTING)
    put_program(
        project / "bin" / "python3",
        '#!/bin/sh\necho "$*" >> "$ASKED"\n'
        'mkdir -p "$FOLDER/.uv/bin"\ncp "$FOLDER/brought" "$FOLDER/.uv/bin/uv"\n',
    )
    asked = project / "asked"
    for _ in range(2):
        done = run(project, ASKED=str(asked), FOLDER=str(project), UV_NO_GROUP="durable")
        assert (done.returncode, done.stdout) == (0, "uv without [durable]: run jifen a b\n")
    (request,) = asked.read_text(encoding="utf-8").splitlines()
    assert f"pip install --quiet --root-user-action ignore --target {project}/.uv uv>=" in request


def test_where_nothing_can_bring_uv_it_is_said_how(project: Path) -> None:
    put_program(project / "bin" / "uv", TOO_OLD)
    put_program(project / "bin" / "python3", "#!/bin/sh\nexit 1\n")
    done = run(project)
    assert done.returncode == 2
    assert "apt-get install python3-pip" in done.stderr
