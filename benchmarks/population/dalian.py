"""大连高新区 over a million: its sample, many times larger, run by ``jifen run --tables`` on Parquet:

    uv run python benchmarks/population/dalian.py [--enterprises N] [--folder DIR]

The sample of 2,807 is repeated with other credit codes and names; the money of each copy is multiplied by a
factor of its own, the same for all its figures, so that what must fit together still does. Told are seconds
on the wall, enterprises a second, the most memory, and what went one by one.
"""

import argparse
import json
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import polars as pl
from stdnum.cn import uscc

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.workload import COUNT, sample  # noqa: E402

from jifen.exchange.writing import write_roster  # noqa: E402
from jifen.interfaces.library import open_library  # noqa: E402

CODE, NAME, MAIN = "统一社会信用代码", "企业名称", "企业"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PARTS = 2**16
RUN = "from jifen.interfaces.commands import main; main()"
ASKED = ("--park", "dalian", "--period", "2020", "--as-of", "2021-03-31", "--allow-assumed")


def code_of(number: int) -> str:
    """A credit code with its check digit, of no region that there is."""
    digits = ""
    for _ in range(9):
        number, digit = divmod(number, len(LETTERS))
        digits = LETTERS[digit] + digits
    first = f"91000000{digits}"
    return str(first + uscc.calc_check_digit(first))


def written(folder: Path, count: int) -> Path:
    """The roster, a Parquet file for each sheet, in parts so that memory stays small."""
    library = open_library("dalian")
    small, large = folder / "sample", folder / "roster"
    write_roster(small, sample(library.park), library.park.vocabulary, shape="parquet")
    large.mkdir()
    copies = -(-count // COUNT)
    codes = pl.Series("new", sorted(code_of(number) for number in range(1, copies * COUNT + 1)))
    for file in sorted(small.glob("*.parquet")):
        sheet = pl.read_parquet(file)
        parts = (
            [sheet]
            if CODE not in sheet.columns or not sheet.height
            else _copies(sheet, file.stem, codes, copies)
        )
        pl.concat(parts).write_parquet(large / file.name, row_group_size=PARTS)
    return large


def _copies(sheet: pl.DataFrame, title: str, codes: pl.Series, copies: int) -> list[pl.DataFrame]:
    order = {code: place for place, code in enumerate(sorted(set(sheet[CODE])))} if title == MAIN else _ORDER
    if title == MAIN:
        _ORDER.update(order)
    place = sheet[CODE].replace_strict(_ORDER, return_dtype=pl.Int64)
    money = [name for name, dtype in sheet.schema.items() if "元）" in name and dtype.is_numeric()]
    made = []
    for copy in range(copies):
        factor = 0.8 + 0.4 * ((copy * 0.6180339887) % 1)
        new = codes.gather(place + copy * len(_ORDER))
        columns = [new.alias(CODE), *((pl.col(name) * factor).round(4) for name in money)]
        if NAME in sheet.columns:
            columns.append((pl.lit(f"第{copy}批") + pl.col(NAME)).alias(NAME))
        made.append(sheet.with_columns(columns))
    return made


_ORDER: dict[str, int] = {}
"""The place of each enterprise of the sample."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--enterprises", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the roster and the result here")
    told = parser.parse_args()
    with TemporaryDirectory(prefix="jifen-dalian-") as temporary:
        folder = told.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        roster = folder / "roster"
        if not roster.is_dir():
            written(folder, told.enterprises)
        size = sum(file.stat().st_size for file in roster.iterdir())
        begun = perf_counter()
        command = [
            sys.executable,
            "-c",
            RUN,
            "run",
            roster,
            *ASKED,
            "--tables",
            "parquet",
            "--out",
            folder / "run",
        ]
        ended = subprocess.run(list(map(str, command)), check=False, cwd=ROOT, capture_output=True, text=True)
        seconds = perf_counter() - begun
        assert ended.returncode in {0, 1}, ended.stderr
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        run = json.loads((folder / "run" / "run.json").read_text("utf-8"))
        count, singly = run["enterprises"]["decided"], run["machinery"]["one_by_one"]
        print(f"{count:,} enterprises, {size / 1e6:,.0f} MB of Parquet: {seconds:.1f} s")
        print(f"{count / seconds:,.0f} a second, at most {most:,.0f} MB")
        print(f"{len(run['left_out']):,} left out; one by one: {singly}")


if __name__ == "__main__":
    main()
