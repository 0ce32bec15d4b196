"""What a run over a population keeps: its enterprises as columns, and the values that its cohort is made of.

One enterprise can be decided against it later: it takes its own place, and all others stay as they were
(S19).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
from attrs import field, frozen, mutable

from jifen.cohort.members import Cohort, CohortColumn, Column, Entry, Exact
from jifen.columns.crossing import Saved
from jifen.columns.held import CODE
from jifen.columns.population import CODE_OF, NAME, ROW, Population, Reads, cell_name, told_name
from jifen.columns.slots import Rows
from jifen.exchange.populations.sinks import Sink, sink_to
from jifen.exchange.saved import unreadable
from jifen.model.enterprise import Enterprise

ENTERPRISES, COHORTS = "enterprises", "cohorts"
"""Folders within that of a run."""
_MAIN = "enterprise"
_INDEX = "index.json"
_SAVED, _ENTRIES = "columns", "entries"
_NUMBER = pl.Decimal(38, 0)


# ---------------------------------------------------------------- enterprises


@mutable
class Keeping:
    """Writes the data of enterprises, batch by batch: a file for them, and one for each table."""

    folder: Path
    reads: Reads
    _sinks: dict[str, Sink] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.folder.mkdir()

    def keep(self, population: Population) -> None:
        """Keep the enterprises of a batch."""
        numbers = [name for name, (_, _, type_) in self.reads.facts.items() if type_ == "number"]
        self._write(_MAIN, population.frame, numbers)
        codes = population.frame.select(CODE_OF).with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int64))
        for table, rows in population.tables.items():
            own = rows.join(codes, on=ROW, how="left", maintain_order="left").drop(ROW)
            of_table = self.reads.tables.get(table, {})
            cells = [cell_name(name) for name, type_ in of_table.items() if type_ == "number"]
            self._write(f"table.{table}", own, cells)

    def _write(self, name: str, frame: pl.DataFrame, numbers: Iterable[str]) -> None:
        """Numbers of either width as one, and columns for absences always, so that all batches are alike."""
        present = [column for column in numbers if column in frame.columns]
        alike = frame.with_columns(pl.col(column).cast(_NUMBER) for column in present)
        data = [column for column in frame.columns if not column.startswith(told_name(""))]
        lacking = [told_name(one) for one in data if told_name(one) not in frame.columns]
        alike = alike.with_columns(pl.lit(None, dtype=CODE).alias(column) for column in lacking)
        if name not in self._sinks:
            self._sinks[name] = sink_to(self.folder / f"{name}.parquet", "parquet")
        self._sinks[name].write(alike.select([*data, *map(told_name, data)]))

    def close(self) -> None:
        """Finish the files."""
        for sink in self._sinks.values():
            sink.close()
        index = {
            "facts": {name: list(told) for name, told in self.reads.facts.items()},
            "tables": {name: dict(columns) for name, columns in self.reads.tables.items()},
        }
        (self.folder / _INDEX).write_text(json.dumps(index, ensure_ascii=False), "utf-8")


@frozen
class KeptEnterprises:
    """The enterprises of a run."""

    folder: Path
    reads: Reads
    coverage: Mapping[str, Any]

    def find(self, wanted: str) -> Enterprise | None:
        """The enterprise of that credit code, or else of that name."""
        scan = pl.scan_parquet(self.folder / f"{_MAIN}.parquet")
        found = scan.filter((pl.col(CODE_OF) == wanted) | (pl.col(NAME) == wanted)).collect()
        if not found.height:
            return None
        frame = found.head(1)
        code = frame[CODE_OF][0]
        tables = {table: self._rows(table, code) for table in self.reads.tables}
        frame = self._numbers(frame, {name: type_ for name, (_, _, type_) in self.reads.facts.items()})
        population = Population(frame, tables, self.coverage)
        rows = Rows(population, self.reads)
        return Enterprise(
            code, frame[NAME][0], rows.founded[0], rows.facts(0), rows.tables(0), rows.coverage(0)
        )

    def _rows(self, table: str, code: str) -> pl.DataFrame:
        path = self.folder / f"table.{table}.parquet"
        found = pl.scan_parquet(path).filter(pl.col(CODE_OF) == code).collect().drop(CODE_OF)
        types = {cell_name(name): type_ for name, type_ in self.reads.tables[table].items()}
        return self._numbers(found, types).with_columns(pl.lit(0, dtype=pl.Int64).alias(ROW))

    @staticmethod
    def _numbers(frame: pl.DataFrame, types: Mapping[str, str]) -> pl.DataFrame:
        numbers = [name for name, type_ in types.items() if type_ == "number" and name in frame.columns]
        return frame.with_columns(pl.col(name).cast(pl.Int128) for name in numbers)

    def names(self) -> Iterator[tuple[str, str]]:
        """All credit codes and names."""
        frame = pl.scan_parquet(self.folder / f"{_MAIN}.parquet").select(CODE_OF, NAME).collect()
        yield from frame.iter_rows()


def kept_enterprises(folder: Path, coverage: Mapping[str, Any]) -> KeptEnterprises:
    """The enterprises that a run has kept in a folder."""
    try:
        index = json.loads((folder / _INDEX).read_text("utf-8"))
        facts = {name: (told[0], told[1], told[2]) for name, told in index["facts"].items()}
        return KeptEnterprises(folder, Reads(facts, index["tables"]), coverage)
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
            column.frame.write_parquet(folder / file)
            told: dict[str, Any] = {"below": list(column.below), "counted": list(column.counted)}
            columns[name] = {"kind": _SAVED, "file": file, "failed": list(column.failed), **told}
        else:
            _entries(column).write_parquet(folder / file)
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
