"""From a row of a typed table back to the cell it came from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.sources import address

if TYPE_CHECKING:
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
        self._tables = intake.tables
        self._by_number = pl.DataFrame(
            {"source": pl.int_range(max(self._sources, default=-1) + 1, dtype=pl.UInt32, eager=True)}
        ).join(
            intake.sources.unique("source", keep="last", maintain_order=True),
            on="source",
            how="left",
            maintain_order="left",
        )
        self._placement = intake.placement.unique(["source", "table", "column"], keep="last", maintain_order=True)

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

    def locate_rows(self, rows: pl.DataFrame, column: str) -> pl.DataFrame:
        """Do ``locate_one`` for every row: ``source``, ``row`` → ``file``, ``sheet``, ``cell``, empty texts for none."""
        known = (pl.col("source") < self._by_number.height) & pl.col("row").is_not_null()
        number = rows.select(pl.when(known).then("source")).to_series()
        texts = self._lettered(column)
        placed = pl.DataFrame([texts[name].gather(number) for name in ("file", "sheet", "form", "letter")])
        letter, row = pl.col("letter"), rows["row"].cast(pl.String)
        cell = (
            pl.when(form="line")
            .then(pl.concat_str(pl.lit("line:"), row))
            .when(letter.str.contains(r"\d$"))
            .then(letter)
            .otherwise(pl.concat_str(letter, row))
        )
        return placed.select(pl.col("file", "sheet").fill_null(""), cell=cell.fill_null(""))

    def locate_ranges(self, rows: pl.DataFrame, column: str) -> pl.DataFrame:
        """Do ``locate_range`` for every row: ``uscc``, ``report_year`` → ``file``, ``sheet``, ``cell``."""
        spans = self._extents.get(column.split(".", 1)[0])
        if spans is None:
            return self.locate_rows(pl.DataFrame(schema={"source": pl.UInt32, "row": pl.UInt32}), column)
        spans = rows.select("uscc", "report_year").join(
            spans, on=["uscc", "report_year"], how="left", maintain_order="left"
        )
        start = self.locate_rows(spans.select("source", row="first"), column)
        end = self.locate_rows(spans.select("source", row="last"), column)
        one = (spans["first"] == spans["last"]).fill_null(value=True) | (start["cell"] == "")
        cell = pl.when(one).then("cell").otherwise(pl.concat_str("cell", pl.lit(":"), end["cell"]))
        return start.with_columns(cell=cell)

    def _lettered(self, column: str) -> pl.DataFrame:
        """Give file, sheet, form and the column's letter, in the order of source numbers."""
        table, _, name = column.partition(".")
        letters = self._placement.filter(table=table, column=name).select("source", "letter")
        return self._by_number.join(letters, on="source", how="left", maintain_order="left")

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
