"""Parquet files in and out, through pyarrow, which is an extra: ``pip install 'jifen[parquet]'``."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from jifen.exchange.cells import digits_of
from jifen.exchange.sheets import MOST_CELLS, Cells, Sheet, refuse


def read_parquet(name: str, title: str, content: bytes) -> Sheet:
    """A Parquet file as a sheet of that title: its columns are the headings."""
    arrow, parquet = _libraries(name)
    try:
        file = parquet.ParquetFile(BytesIO(content))
        height, width = file.metadata.num_rows, file.metadata.num_columns
        if height * width > MOST_CELLS:
            refuse("J704", name, reason=f"有 {height:,} 行、{width:,} 列")
        table = file.read()
        columns = [[_told(cell) for cell in column.to_pylist()] for column in table.columns]
        rows: list[Cells] = [table.column_names, *zip(*columns, strict=True)]
    except (arrow.ArrowException, OSError, ValueError):
        refuse("J705", name)
    return Sheet(name, title, "", rows)


def write_parquet(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A sheet as a Parquet file; a column in which numbers and texts meet holds texts."""
    arrow, parquet = _libraries(path.name)
    columns = zip(*rows, strict=True) if rows else ([] for _ in headings)
    arrays = [arrow.array(_alike(list(column))) for column in columns]
    parquet.write_table(arrow.table(arrays, names=list(headings)), path)


def _libraries(name: str) -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        refuse("J780", name)
    return pa, parquet


def _told(cell: object) -> object:
    """A cell; what other programs write for a missing number is none."""
    return None if isinstance(cell, float) and cell != cell else cell  # noqa: PLR0124 only nan is not itself


def _alike(cells: list[Any]) -> list[Any]:
    if len({type(cell) for cell in cells if cell is not None}) <= 1:
        return cells
    return [cell.isoformat() if isinstance(cell, date) else _text(cell) for cell in cells]


def _text(cell: object) -> str | None:
    return digits_of(cell) if isinstance(cell, float) else None if cell is None else str(cell)
