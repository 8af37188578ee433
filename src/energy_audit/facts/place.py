"""From a row of a typed table back to the cell it came from."""

from __future__ import annotations

from dataclasses import dataclass
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
    """Looks cells up by source, row and ``table.column``."""

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
        self._extents = _extents(intake)

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
        extent = self._extents.get((table, uscc, report_year))
        if extent is None:
            return Place()
        source, first, last = extent
        start = self.locate_one(source, first, column)
        if first == last or not start.cell:
            return start
        end = self.locate_one(source, last, column)
        return Place(start.file, start.sheet, f"{start.cell}:{end.cell}")


def _extents(intake: Intake) -> dict[tuple[str, str, int], tuple[int, int, int]]:
    """First and last row of each enterprise-year in each table, in the first source that holds it."""
    found: dict[tuple[str, str, int], tuple[int, int, int]] = {}
    for table, frame in intake.tables.items():
        spans = (
            frame.lazy()
            .filter(pl.col("uscc").is_not_null() & pl.col("report_year").is_not_null())
            .group_by("uscc", "report_year", "source", maintain_order=True)
            .agg(first=pl.col("row").min(), last=pl.col("row").max())
            .unique(["uscc", "report_year"], keep="first", maintain_order=True)
            .collect()
        )
        for uscc, year, source, first, last in spans.iter_rows():
            found[(table, uscc, year)] = (source, first, last)
    return found


def cells_of(rows: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Add ``cell`` (``sheet!F12``) to rows with source, row, table and column."""
    placed = rows.join(intake.placement, on=["source", "table", "column"], how="left", maintain_order="left").join(
        intake.sources, on="source", how="left", maintain_order="left"
    )
    where = pl.when(pl.col("sheet") != "").then(pl.col("sheet")).otherwise(pl.col("file"))
    return placed.with_columns(
        cell=pl.concat_str(where, pl.lit("!"), address(pl.col("letter"), pl.col("row"), pl.col("form"))),
    ).drop("letter", "file", "sheet", "form")
