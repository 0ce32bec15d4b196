"""A process of its own for one variant: it keeps its data loaded, and takes orders line by line as JSON.

It is started by ``Process``, which sets how many threads libraries may use before they are imported, and
keeps it on one core where it is to have one.
"""

import gc
import importlib
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
THREADS = (
    "POLARS_MAX_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMEXPR_MAX_THREADS",
    "RAYON_NUM_THREADS",
    "TOKIO_WORKER_THREADS",
)
"""By these libraries are told how many threads they may use."""


class Absent(Exception):
    """The variant cannot run here, and why."""


class Process:
    """The other end: one live child."""

    def __init__(self, module: str, option: str, workload: str, missing: bool, cores: int) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "engine")))}
        environment |= dict.fromkeys(THREADS, str(cores))
        words = [module, option, workload, "missing" if missing else "complete", str(cores)]
        self._child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.population.child", *words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            self._answer()
        except Absent:
            self.end()
            raise

    def order(self, name: str, **more: Any) -> dict[str, Any]:
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps({"order": name, **more}) + "\n")
        self._child.stdin.flush()
        return self._answer()

    def end(self) -> None:
        """It ends where there are no more orders."""
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError(f"the process of a variant ended with {self._child.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "absent" in answer:
            raise Absent(answer["absent"])
        return answer


def _megabytes(entry: str) -> float | None:
    """``VmHWM`` is the most that this process has held, ``VmRSS`` what it holds; not all systems tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{entry}:")), None)


def _forget_peak() -> None:
    """Where that cannot be done, the peak includes the reading of the data."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


class _Worker:
    def __init__(self, module: str, option: str, workload: str, missing: bool) -> None:
        from benchmarks.population.workload import named

        self._workload = named(workload)
        made = importlib.import_module(f"benchmarks.population.{module}").Peer
        begun = perf_counter()
        self._peer = made(self._workload, missing, option)
        self.compiled = perf_counter() - begun
        self._loaded: Any = None
        self._given: Any = None

    def load(self, file: str, rows: int | None) -> dict[str, Any]:
        import polars as pl

        # One column after the other, so that reading leaves little behind that counts as held.
        each = (
            pl.read_parquet(file, columns=[name], n_rows=rows).to_series().rechunk()
            for name in pl.read_parquet_schema(file)
        )
        columns = pl.DataFrame(list(each))
        height = columns.height
        self._loaded = self._peer.load(columns)
        del columns
        gc.collect()
        _forget_peak()
        return {"rows": height, "held": _megabytes("VmRSS")}

    def run(self, times: int = 1) -> dict[str, Any]:
        """Seconds for one run, by so many in a row."""

        def repeated() -> Any:
            for _ in range(times - 1):
                self._peer.run(self._loaded)
            return self._peer.run(self._loaded)

        told = self._timed(repeated)
        return {**told, "seconds": told["seconds"] / times, "processor": told["processor"] / times}

    def stream(self, source: str, target: str) -> dict[str, Any]:
        _forget_peak()
        return self._timed(lambda: self._peer.stream(Path(source), Path(target)))

    def _timed(self, run: Any) -> dict[str, Any]:
        self._given = None
        gc.collect()
        processor, begun = process_time(), perf_counter()
        self._given = run()
        seconds, used = perf_counter() - begun, process_time() - processor
        return {"seconds": seconds, "processor": used, "peak": _megabytes("VmHWM")}

    def check(self, expected: str) -> dict[str, Any]:
        import polars as pl
        from benchmarks.population.comparing import differences

        found = self._peer.normalise(self._given)
        return differences(self._workload, found, pl.read_parquet(expected, n_rows=found.height))._asdict()

    def check_file(self, target: str, expected: str) -> dict[str, Any]:
        """Of what was streamed, in parts."""
        import polars as pl
        from benchmarks.population.comparing import differences

        counts: dict[str, int] = {}
        size, rows = 1_000_000, pl.scan_parquet(expected).select(pl.len()).collect().item()
        for begin in range(0, rows, size):
            part = self._peer.normalise(pl.scan_parquet(target).slice(begin, size).collect())
            beside = pl.scan_parquet(expected).slice(begin, size).collect()
            for name, value in differences(self._workload, part, beside)._asdict().items():
                counts[name] = (
                    max(counts.get(name, 0), value) if name == "most_fen" else counts.get(name, 0) + value
                )
        return counts


def main() -> None:
    module, option, workload, missing, cores = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints is no answer

    def answer(told: dict[str, Any]) -> None:
        answers.write(json.dumps(told) + "\n")
        answers.flush()

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-int(cores) :])
    try:
        worker = _Worker(module, option, workload, missing == "missing")
    except ModuleNotFoundError as error:
        answer({"absent": f"{error.name} is not installed: see benchmarks/requirements-peers.txt"})
        return
    except NotImplementedError as error:
        answer({"absent": str(error)})
        return
    answer({"compiled": worker.compiled})
    for line in sys.stdin:
        told = json.loads(line)
        try:
            answer(getattr(worker, told.pop("order"))(**told))
        except NotImplementedError as error:
            answer({"absent": str(error)})


if __name__ == "__main__":
    main()
