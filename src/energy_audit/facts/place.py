"""From a row of a typed table back to the cell it came from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.sources import address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from energy_audit.filing.intake import Intake


@dataclass(frozen=True)
class Place:
    """Where a value stands: file, sheet, cell; empty where it has no cell of its own."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """``sheet!F12``, or the file's line."""
        return f"{self.sheet}!{self.cell}" if self.sheet else f"{self.file} {self.cell}".strip()


@dataclass(frozen=True)
class PlaceOfRows:
    """``Place`` of every row of a frame, as expressions; empty texts where there is none."""

    file: pl.Expr
    sheet: pl.Expr
    cell: pl.Expr


class Locator:
    """Looks cells up by source, row and ``table.column``: one at a time, or for all rows of a frame at once."""

    def __init__(self, intake: Intake) -> None:
        self._sources = {
            row[0]: row[1:] for row in intake.sources.select("source", "file", "sheet", "form").iter_rows()
        }
        self._letters = {
            (source, f"{table}.{column}"): letter
            for source, table, column, letter in intake.placement.select(
                "source", "table", "column", "letter"
            ).iter_rows()
        }
        self._letter_columns: dict[str, pl.Series] = {}
        self._tables = intake.tables
        self._by_number = pl.DataFrame(
            {"source": pl.int_range(max(self._sources, default=-1) + 1, dtype=pl.UInt32, eager=True)}
        ).join(
            intake.sources.unique("source", keep="last", maintain_order=True),
            on="source",
            how="left",
            maintain_order="left",
        )

    def locate_one(self, source: int | None, row: int | None, column: str) -> Place:
        """Return the place of one cell; the file and sheet alone where the source has no such column."""
        if source is None or row is None or source not in self._sources:
            return Place()
        file, sheet, form = self._sources[source]
        letter = self._letters.get((source, column))
        if form == "line":
            return Place(file, sheet, f"line:{row}")
        if letter is None:
            return Place(file, sheet, "")
        return Place(file, sheet, letter if letter[-1:].isdigit() else f"{letter}{row}")

    def locate_range(self, uscc: str, report_year: int, column: str) -> Place:
        """Return the cells of a column that belong to one enterprise-year: ``E5:E12``; empty where none do."""
        table = column.split(".", 1)[0]
        extent = self._extent_of.get((table, uscc, report_year))
        if extent is None:
            return Place()
        source, first, last = extent
        start = self.locate_one(source, first, column)
        if first == last or not start.cell:
            return start
        end = self.locate_one(source, last, column)
        return Place(start.file, start.sheet, f"{start.cell}:{end.cell}")

    @cached_property
    def plain_names(self) -> bool:
        """Whether every file and sheet name may stand in a JSON string as it is."""
        names = pl.concat([self._by_number["file"], self._by_number["sheet"]])
        return not names.str.contains(r'["\\\x00-\x1f]').any()

    def row_place(self, column: str, source: pl.Expr, row: pl.Expr) -> PlaceOfRows:
        """Do ``locate_one`` on every row of a frame."""
        number = pl.when((source < self._by_number.height) & row.is_not_null()).then(source)
        file, sheet = (_gathered(self._by_number[name], number).fill_null("") for name in ("file", "sheet"))
        return PlaceOfRows(file, sheet, self._cells(column, number, row).fill_null(""))

    def _cells(self, column: str, number: pl.Expr, row: pl.Expr) -> pl.Expr:
        text = row.cast(pl.String)
        line = pl.when(number.is_not_null()).then(pl.concat_str(pl.lit("line:"), text))
        if self._forms == {"line"}:
            return line
        letter = _gathered(self._letters_of(column), number)
        lettered = pl.when(letter.str.contains(r"\d$")).then(letter).otherwise(pl.concat_str(letter, text))
        if "line" not in self._forms:
            return lettered
        return pl.when(_gathered(self._by_number["form"], number) == "line").then(line).otherwise(lettered)

    def range_place(self, column: str) -> PlaceOfRows | None:
        """Do ``locate_range`` on every row of a frame that ``with_extents`` was asked for; None where no row has one."""
        table = column.split(".", 1)[0]
        if table not in self._extents or self._extents[table].is_empty():
            return None
        source, first, last = (pl.col(name) for name in _extent_columns(table))
        start, end = self.row_place(column, source, first), self.row_place(column, source, last)
        several = (first != last) & (start.cell != "")
        cell = pl.when(several).then(pl.concat_str(start.cell, pl.lit(":"), end.cell)).otherwise(start.cell)
        return PlaceOfRows(start.file, start.sheet, cell)

    def with_extents(self, rows: pl.DataFrame, tables: Iterable[str]) -> pl.DataFrame:
        """Add what ``range_place`` needs for columns of ``tables``."""
        for table in tables:
            if table in self._extents and not self._extents[table].is_empty():
                names = dict(zip(("source", "first", "last"), _extent_columns(table), strict=True))
                spans = self._extents[table].rename(names)
                rows = rows.join(spans, on=["uscc", "report_year"], how="left", maintain_order="left")
        return rows

    def _letters_of(self, column: str) -> pl.Series:
        """Give the column's letter of each source, by number."""
        if column not in self._letter_columns:
            letters = [self._letters.get((source, column)) for source in range(self._by_number.height)]
            self._letter_columns[column] = pl.Series(letters, dtype=pl.String)
        return self._letter_columns[column]

    @cached_property
    def _forms(self) -> set[str]:
        return set(self._by_number["form"].drop_nulls())

    @cached_property
    def _extents(self) -> dict[str, pl.DataFrame]:
        return {table: _extents(frame) for table, frame in self._tables.items()}

    @cached_property
    def _extent_of(self) -> dict[tuple[str, str, int], tuple[int, int, int]]:
        return {
            (table, uscc, year): (source, first, last)
            for table, spans in self._extents.items()
            for uscc, year, source, first, last in spans.iter_rows()
        }


def _gathered(texts: pl.Series, number: pl.Expr) -> pl.Expr:
    """Look texts up by source number, null for none."""
    if len(texts) == 1:
        return pl.when(number.is_not_null()).then(pl.lit(texts[0], dtype=pl.String))
    return pl.lit(texts).gather(number)


def _extent_columns(table: str) -> list[str]:
    return [f"{table}.{name}" for name in ("source", "first", "last")]


def _extents(rows: pl.DataFrame) -> pl.DataFrame:
    """First and last row of each enterprise-year, in the first source that holds it."""
    return (
        rows.lazy()
        .filter(pl.col("uscc").is_not_null() & pl.col("report_year").is_not_null())
        .group_by("uscc", "report_year", "source", maintain_order=True)
        .agg(first=pl.col("row").min(), last=pl.col("row").max())
        .unique(["uscc", "report_year"], keep="first", maintain_order=True)
        .collect()
    )


def cells_of(rows: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Add ``cell`` (``sheet!F12``) to rows with source, row, table and column."""
    placed = rows.join(intake.placement, on=["source", "table", "column"], how="left", maintain_order="left").join(
        intake.sources, on="source", how="left", maintain_order="left"
    )
    where = pl.when(pl.col("sheet") != "").then(pl.col("sheet")).otherwise(pl.col("file"))
    return placed.with_columns(
        cell=pl.concat_str(where, pl.lit("!"), address(pl.col("letter"), pl.col("row"), pl.col("form"))),
    ).drop("letter", "file", "sheet", "form")
