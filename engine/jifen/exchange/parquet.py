"""Parquet files to sheets, through pyarrow, which is an extra: ``pip install 'jifen[parquet]'``."""

from io import BytesIO

from jifen.exchange.sheets import MOST_CELLS, Cells, Sheet, refuse


def read_parquet(name: str, title: str, content: bytes) -> Sheet:
    """A Parquet file as a sheet of that title: its columns are the headings."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        refuse("J780", name)
    try:
        file = ParquetFile(BytesIO(content))
        size = file.metadata.num_rows * file.metadata.num_columns
        if size > MOST_CELLS:
            refuse("J704", name, reason=f"有 {file.metadata.num_rows:,} 行、{file.metadata.num_columns:,} 列")
        table = file.read()
        rows: list[Cells] = [table.column_names]
        rows += zip(*(column.to_pylist() for column in table.columns), strict=True)
    except (ArrowException, OSError, ValueError):
        refuse("J705", name)
    return Sheet(name, title, "", rows)
