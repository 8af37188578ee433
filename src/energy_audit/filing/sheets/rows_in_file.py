"""Rows of a Parquet file, or of a large text file, that stay there until they are asked for, some at a time."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_BYTES = 2**20
"""Of a text between two lines whose beginnings are kept."""


def as_written(scanned: pl.LazyFrame) -> pl.LazyFrame:
    """Give the floats of four bytes in a Parquet file by the figures that they stand for: 0.1, not 0.100000001490116."""
    short = [name for name, dtype in scanned.collect_schema().items() if dtype == pl.Float32()]
    return scanned.with_columns(pl.col(short).cast(pl.String).cast(pl.Float64)) if short else scanned


@dataclass(frozen=True)
class Left:
    """A file whose rows are left in it if they are more than ``rows``; ``state`` is that of ``state_of``."""

    file: Path
    state: tuple[int, int]
    rows: int


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
        scanned = as_written(pl.scan_parquet(self.file, row_index_name=place))
        wanted = scanned.filter(pl.col(place).is_in(places.implode()))
        row = (pl.col(place) + 1).cast(pl.UInt32).alias("row")
        return self.completed(wanted.select(row, *self._named(self.columns)).collect(engine="streaming"))

    def keys(self, wanted: Iterable[str]) -> pl.LazyFrame:
        """Return those of the ``wanted`` columns that are there, as a query."""
        there = {key: self.columns[key] for key in wanted if key in self.columns}
        return self._scanned(there)

    def _scanned(self, columns: dict[str, str]) -> pl.LazyFrame:
        self._check()
        return self._scan().select(self._named(columns))

    def _scan(self) -> pl.LazyFrame:
        return as_written(pl.scan_parquet(self.file))

    @staticmethod
    def _named(columns: dict[str, str]) -> list[pl.Expr]:
        return [pl.col(name).alias(key) for key, name in columns.items()]

    def _check(self) -> None:
        if state_of(self.file) != self.state:
            raise OSError(f"{self.file} has changed while it was read")

    def completed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add to rows of the file what it says of every row."""
        return rows.with_columns(pl.lit(value).alias(key) for key, value in self.implied.items())


@dataclass(frozen=True)
class RowsInText(RowsInFile):
    """What a text file holds of one table, a row a line; its columns are named ``c0``, ``c1`` … by their places.

    Attributes:
        line: where the first row stands.
        width: columns.
        delimiter: what parts its cells.
        quoted: whether cells stand in quotes, which may be blank otherwise than others are.
        begins: place of a row and the byte where it begins, of every so many rows and of what would follow the last.
    """

    line: int
    width: int
    delimiter: str
    quoted: bool
    begins: tuple[tuple[int, int], ...]

    def between(self, start: int, end: int) -> pl.DataFrame:
        """Return rows as those of any file; only the bytes around them are read.

        Raises:
            OSError, pl.exceptions.PolarsError: the file is damaged, irregular, or not what it was.
        """
        self._check()
        first, begin = self.begins[bisect_right(self.begins, start, key=_place) - 1]
        _, after = self.begins[bisect_left(self.begins, end, key=_place)]
        with self.file.open("rb") as file:
            file.seek(begin)
            data = file.read(after - begin)
        rows = self._read(data).slice(start - first, end - start)
        return self._numbered(rows, pl.int_range(start, end, eager=True))

    def at(self, places: pl.Series) -> pl.DataFrame:
        """Return the rows at some places (0-based, in order), as ``between`` does; no other line is parted into cells.

        Raises:
            OSError, pl.exceptions.PolarsError: as ``between``.
        """
        self._check()
        wanted = places.to_list()
        lines: list[bytes] = []
        with self.file.open("rb") as file:
            for (first, begin), (following, after) in pairwise(self.begins):
                own = wanted[len(lines) : bisect_left(wanted, following, len(lines))]
                if own:
                    file.seek(begin)
                    block = file.read(after - begin).splitlines(keepends=True)
                    lines += [block[place - first] for place in own]
        return self._numbered(self._read(b"".join(lines)), places)

    def _read(self, data: bytes) -> pl.DataFrame:
        rows = pl.read_csv(data, **self._form()).lazy()
        return self._told(rows).select(self._named(self.columns)).collect()

    def _numbered(self, rows: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
        if rows.height != len(places):
            raise OSError(f"{self.file} has other lines than before")
        may_be_blank = all(column.null_count() for column in rows)
        if may_be_blank and rows.select(pl.all_horizontal(pl.all().is_null()).any()).item():
            raise OSError(f"{self.file} has blank lines")
        return self.completed(rows.insert_column(0, (places + self.line).cast(pl.UInt32).alias("row")))

    def _scan(self) -> pl.LazyFrame:
        return self._told(pl.scan_csv(self.file, skip_lines=self.line - 1, n_rows=self.height, **self._form()))

    def _told(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Say that a cell with nothing between its quotes is blank."""
        return rows.with_columns(pl.all().replace("", None)) if self.quoted else rows

    def _form(self) -> dict[str, Any]:
        schema = {f"c{position}": pl.String() for position in range(self.width)}
        return {"has_header": False, "separator": self.delimiter, "schema": schema}


def _place(begin: tuple[int, int]) -> int:
    return begin[0]


@dataclass(frozen=True)
class RowsCounted:
    """The rows of a text file, counted.

    Attributes:
        sha256: of the file.
        quoted: whether any quotes stand in it.
        begins: place and first byte of a row about every ``_BYTES``, and of what would follow the last.
    """

    sha256: str
    quoted: bool
    begins: tuple[tuple[int, int], ...]


def count_rows(file: Path, line: int, delimiter: str) -> RowsCounted | None:
    """Count the rows of a text file from a line (1-based) on, but for blank ones at its end.

    Returns:
        None of a text in which a row may be something else than a line.

    Raises:
        OSError: it cannot be read.
    """
    digest, quoted, rows = hashlib.sha256(), False, 0
    with file.open("rb") as opened, ThreadPoolExecutor(1) as beside:
        above = b"".join(opened.readline() for _ in range(line - 1))
        digest.update(above)
        begins, size = [], len(above)
        end = rows, size
        while piece := opened.read(_BYTES) + opened.readline():
            digesting = beside.submit(digest.update, piece)
            if not _is_a_row_a_line(piece):
                return None
            begins.append((rows, size))
            if filled := _filled(piece, delimiter):
                end = rows + _lines(filled), size + len(filled)
            quoted, rows, size = quoted or b'"' in piece, rows + _lines(piece), size + len(piece)
            digesting.result()
    return RowsCounted(digest.hexdigest(), quoted, (*(begin for begin in begins if begin < end), end))


def _lines(text: bytes) -> int:
    return text.count(b"\n") + (not text.endswith(b"\n"))


def _is_a_row_a_line(lines: bytes) -> bool:
    """Tell whether whole lines end in a line feed, with or without a return before it, and no cell in quotes spans any."""
    if b"\r" in lines and lines.count(b"\r") != lines.count(b"\r\n"):
        return False
    if b'"' not in lines:
        return True
    if b'="' in lines:  # ="01" is a text in more than its quotes
        return False
    parts = lines.split(b'"')
    return len(parts) % 2 == 1 and not any(b"\n" in within for within in parts[1::2])


def _filled(lines: bytes, delimiter: str) -> bytes:
    """Return lines without the blank ones at their end."""
    length = len(lines.rstrip(b"\r\n" + delimiter.encode()))
    end = lines.find(b"\n", length) + 1
    return lines[: end or len(lines)] if length else b""


def state_of(file: Path) -> tuple[int, int]:
    """Return size and time of the last change of a file.

    Raises:
        OSError: it is not there.
    """
    told = file.stat()
    return told.st_size, told.st_mtime_ns
