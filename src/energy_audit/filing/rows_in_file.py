"""Rows of a Parquet file that stay there until they are asked for, some at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class RowsInFile:
    """What a file holds of one table, whoever reads it and in whatever process.

    Attributes:
        file: where it lies.
        state: its size in bytes and when it was last written, as it was first read.
        height: its rows.
        columns: name in the file by column key.
        implied: value by column key where the file says the same of every row.
    """

    file: Path
    state: tuple[int, int]
    height: int
    columns: dict[str, str]
    implied: dict[str, str]

    def between(self, start: int, end: int) -> pl.DataFrame:
        """Return the rows from place ``start`` (0-based) up to ``end``: ``row`` (1-based) and a column a key.

        Raises:
            OSError, pl.exceptions.PolarsError: the file is damaged, or is not what it was.
        """
        rows = self._scanned(self.columns).slice(start, end - start).collect(engine="streaming")
        number = pl.int_range(start + 1, end + 1, dtype=pl.UInt32, eager=True).alias("row")
        return self.completed(rows.insert_column(0, number))

    def at(self, places: pl.Series) -> pl.DataFrame:
        """Return the rows at some places (0-based, in order), as ``between`` does."""
        self._check()
        # numbered as it is scanned, so that of the other columns only the wanted rows are decoded
        place = max(self.columns.values(), default="") + "_"
        wanted = pl.scan_parquet(self.file, row_index_name=place).filter(pl.col(place).is_in(places.implode()))
        row = (pl.col(place) + 1).cast(pl.UInt32).alias("row")
        return self.completed(wanted.select(row, *self._named(self.columns)).collect(engine="streaming"))

    def keys(self, wanted: Iterable[str]) -> pl.LazyFrame:
        """Return those of the ``wanted`` columns that are there, as a query."""
        there = {key: self.columns[key] for key in wanted if key in self.columns}
        return self._scanned(there)

    def _scanned(self, columns: dict[str, str]) -> pl.LazyFrame:
        self._check()
        return pl.scan_parquet(self.file).select(self._named(columns))

    @staticmethod
    def _named(columns: dict[str, str]) -> list[pl.Expr]:
        return [pl.col(name).alias(key) for key, name in columns.items()]

    def _check(self) -> None:
        if state_of(self.file) != self.state:
            raise OSError(f"{self.file} has changed while it was read")

    def completed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add to rows of the file what it says of every row."""
        return rows.with_columns(pl.lit(value).alias(key) for key, value in self.implied.items())


def state_of(file: Path) -> tuple[int, int]:
    """Return size and time of the last change of a file.

    Raises:
        OSError: it is not there.
    """
    told = file.stat()
    return told.st_size, told.st_mtime_ns
