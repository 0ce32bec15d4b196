"""What a run over a population keeps: its enterprises as columns, and the values that its cohort is made of.

One enterprise can be decided against it later: it takes its own place, and all others stay as they were
(S19).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from attrs import field, frozen, mutable

from jifen.cohort.members import Cohort, CohortColumn, Column, Entry, Exact
from jifen.columns.crossing import Saved
from jifen.columns.population import CODE_OF, NAME, ROW, Population, Reads
from jifen.columns.slots import Rows
from jifen.exchange.saved import unreadable
from jifen.model.enterprise import Enterprise

ENTERPRISES, COHORTS = "enterprises", "cohorts"
"""Folders within that of a run."""
_MAIN = "enterprise"
_INDEX = "index.json"
_SAVED, _ENTRIES = "columns", "entries"


# ---------------------------------------------------------------- enterprises


@mutable
class Keeping:
    """Writes the data of enterprises, files for each batch and its tables, and reads them again."""

    folder: Path
    reads: Reads
    coverage: Mapping[str, date] = field(factory=dict, init=False)
    _count: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self.folder.mkdir()

    def keep(self, population: Population) -> None:
        """Keep the enterprises of a batch."""
        self.coverage = population.coverage
        _write(_file(self.folder, self._count, _MAIN), population.frame)
        codes = population.frame.select(CODE_OF).with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int64))
        for table, rows in population.tables.items():
            own = rows.join(codes, on=ROW, how="left", maintain_order="left")
            _write(_file(self.folder, self._count, f"table.{table}"), own)
        self._count += 1

    def batches(self) -> Iterator[Population]:
        """The batches again, as they were."""
        for number in range(self._count):
            frame = pl.read_parquet(_file(self.folder, number, _MAIN))
            tables = {
                table: pl.read_parquet(_file(self.folder, number, f"table.{table}")).drop(CODE_OF)
                for table in self.reads.tables
            }
            yield Population(frame, tables, self.coverage)

    def close(self) -> None:
        """Say what the files hold."""
        index = {
            "batches": self._count,
            "facts": {name: list(told) for name, told in self.reads.facts.items()},
            "tables": {name: dict(columns) for name, columns in self.reads.tables.items()},
        }
        (self.folder / _INDEX).write_text(json.dumps(index, ensure_ascii=False), "utf-8")


def _write(path: Path, frame: pl.DataFrame) -> None:
    """A frame as a file. A full disk is then an OSError, which Polars would make another error of."""
    buffer = BytesIO()
    frame.write_parquet(buffer)
    path.write_bytes(buffer.getbuffer())


def _file(folder: Path, number: int, name: str) -> Path:
    return folder / f"{number:05}.{name}.parquet"


@frozen
class KeptEnterprises:
    """The enterprises of a run."""

    folder: Path
    count: int
    reads: Reads
    coverage: Mapping[str, Any]

    def find(self, wanted: str) -> Enterprise | None:
        """The enterprise of that credit code, or else of that name."""
        for number in range(self.count):
            scan = pl.scan_parquet(_file(self.folder, number, _MAIN))
            found = scan.filter((pl.col(CODE_OF) == wanted) | (pl.col(NAME) == wanted)).collect()
            if found.height:
                return self._enterprise(number, found.head(1))
        return None

    def _enterprise(self, number: int, frame: pl.DataFrame) -> Enterprise:
        code = frame[CODE_OF][0]
        tables = {table: self._rows(number, table, code) for table in self.reads.tables}
        rows = Rows(Population(frame, tables, self.coverage), self.reads)
        return Enterprise(
            code, frame[NAME][0], rows.founded[0], rows.facts(0), rows.tables(0), rows.coverage(0)
        )

    def _rows(self, number: int, table: str, code: str) -> pl.DataFrame:
        scan = pl.scan_parquet(_file(self.folder, number, f"table.{table}"))
        found = scan.filter(pl.col(CODE_OF) == code).collect().drop(CODE_OF)
        return found.with_columns(pl.lit(0, dtype=pl.Int64).alias(ROW))

    def names(self) -> Iterator[tuple[str, str]]:
        """All credit codes and names."""
        for number in range(self.count):
            scan = pl.scan_parquet(_file(self.folder, number, _MAIN))
            yield from scan.select(CODE_OF, NAME).collect().iter_rows()


def kept_enterprises(folder: Path, coverage: Mapping[str, Any]) -> KeptEnterprises:
    """The enterprises that a run has kept in a folder."""
    try:
        index = json.loads((folder / _INDEX).read_text("utf-8"))
        facts = {name: (told[0], told[1], told[2]) for name, told in index["facts"].items()}
        return KeptEnterprises(folder, index["batches"], Reads(facts, index["tables"]), coverage)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise unreadable(folder / _INDEX, error) from error


# ---------------------------------------------------------------- cohorts


def keep_cohort(folder: Path, cohort: Cohort) -> None:
    """Keep the values of a cohort in a new folder."""
    folder.mkdir(parents=True)
    columns: dict[str, dict[str, Any]] = {}
    for number, (name, column) in enumerate(sorted(cohort.columns.items())):
        file = f"{number}.parquet"
        if isinstance(column, Saved):
            _write(folder / file, column.frame)
            told: dict[str, Any] = {"below": list(column.below), "counted": list(column.counted)}
            columns[name] = {"kind": _SAVED, "file": file, "failed": list(column.failed), **told}
        else:
            _write(folder / file, _entries(column))
            columns[name] = {"kind": _ENTRIES, "file": file, "others": sorted(column.others)}
    index = {
        "park": cohort.park,
        "period": cohort.period,
        "as_of": cohort.as_of,
        "digest": cohort.digest,
        "columns": columns,
    }
    (folder / _INDEX).write_text(json.dumps(index, ensure_ascii=False), "utf-8")


def _entries(column: CohortColumn) -> pl.DataFrame:
    """Entries as texts: their values are quotients, or claims."""
    rows = [
        (code, json.dumps(entry.group), [None if value is None else str(value) for value in entry.values])
        for code, entry in sorted(column.entries.items())
    ]
    schema = pl.Schema({CODE_OF: pl.String(), "group": pl.String(), "values": pl.List(pl.String())})
    return pl.DataFrame(rows, schema=schema, orient="row")


def kept_cohort(folder: Path) -> Cohort:
    """The cohort that a run has kept in a folder."""
    try:
        index = json.loads((folder / _INDEX).read_text("utf-8"))
        columns = {name: _column(folder, told) for name, told in index["columns"].items()}
        return Cohort(index["park"], index["period"], index["as_of"], index["digest"], columns)
    except (OSError, ValueError, LookupError, TypeError, pl.exceptions.PolarsError) as error:
        raise unreadable(folder / _INDEX, error) from error


def _column(folder: Path, told: Mapping[str, Any]) -> CohortColumn:
    frame = pl.read_parquet(folder / told["file"])
    if told["kind"] == _SAVED:
        return Saved(frame, tuple(told["failed"]), tuple(told["below"]), tuple(told["counted"]))
    entries = {
        code: Entry(json.loads(group), tuple(None if value is None else _exact(value) for value in values))
        for code, group, values in frame.iter_rows()
    }
    return Column(entries, frozenset(told["others"]))


def _exact(text: str) -> Exact:
    return Fraction(text) if "/" in text else int(text)
