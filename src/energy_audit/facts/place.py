"""From a row of a typed table back to the cell it came from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.filing.problems.sources import address
from energy_audit.filing.schema import TABLES
from energy_audit.vocabulary import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from energy_audit.filing.intake import Intake

COUNTED_IF_INDUSTRIAL = "energy_consumption.consumption_industrial"
COUNTED_ELSEWHERE = "energy_consumption.consumption_total"

_DESIGNATION = "enterprise.designated_by"

_HEADINGS = {f"{key}.{column.key}": column.name_zh for key, table in TABLES.items() for column in table.columns}
_INDUSTRIAL = pl.Schema({"uscc": pl.String(), "report_year": pl.Int64(), "is_industrial": pl.Boolean()})
_NO_RANGE = pl.Schema(
    {"uscc": pl.String(), "report_year": pl.Int64(), "file": pl.String(), "sheet": pl.String(), "cell": pl.String()}
)


@dataclass(frozen=True)
class Place:
    """Where a value stands: file, sheet, cell; empty where it has no cell of its own."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """``sheet!F12``, or the file's line."""
        return f"{self.sheet}!{self.cell}" if self.sheet else f"{self.file} {self.cell}".strip()


def places_of(entry: Mapping[str, Any]) -> tuple[Place, ...]:
    """Read where the value of an entry of a finding's evidence stands, a sheet each; empty where it has no cell."""
    stands = [entry, *entry.get("further", ())]
    return tuple(Place(each["file"], each["sheet"], each["cell"]) for each in stands if each["cell"])


@dataclass(frozen=True)
class PlaceOfRows:
    """``Place`` of every row of a frame, as expressions; empty texts where there is none."""

    file: pl.Expr
    sheet: pl.Expr
    cell: pl.Expr


class Locator:
    """Looks cells up by source, row and ``table.column``: one at a time, or for all rows of a frame at once.

    Args:
        intake: the typed tables and where their columns stand.
        enterprises: as identified: by ``is_industrial`` ``COUNTED`` names a column of table 2, and whom a list alone designates
            has that paper in the list's line, not in a cell of its own.
        terms: ``source``, ``row``, ``table``, ``code`` of the account: by which ``OF_ELECTRICITY`` chooses rows.
    """

    def __init__(
        self, intake: Intake, enterprises: pl.DataFrame | None = None, terms: pl.DataFrame | None = None
    ) -> None:
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
        self._runs: dict[tuple[str, str], pl.DataFrame] = {}
        self._ranges: dict[str, dict[tuple[str, int], Place]] = {}
        known = enterprises if enterprises is not None else pl.DataFrame(schema=_INDUSTRIAL)
        self._industrial = known.select(_INDUSTRIAL.names())
        listed = known.drop_nulls("listed_line") if "listed_line" in known.columns else known.clear()
        self._listed_places = {
            row["source"] << 32 | row["row"]: Place(row["listed_in"], "", f"line:{row['listed_line']}")
            for row in listed.iter_rows(named=True)
        }
        self._terms = terms
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
        if column == _DESIGNATION and (listed := self._listed_places.get(source << 32 | row)):
            return listed
        file, sheet, form = self._sources[source]
        letter = self._letters.get((source, column))
        if form == "line":
            return Place(file, sheet, f"line:{row}")
        if letter is None:
            return Place(file, sheet, "")
        return Place(file, sheet, letter if letter[-1:].isdigit() else f"{letter}{row}")

    def locate_range(self, uscc: str, report_year: int, column: str) -> Place:
        """Return the cells of a column that belong to one enterprise-year: ``E5:E12``; empty where none do.

        Of several sheets the first is given; ``ranges`` gives all.
        """
        if column.split(".", 1)[0] not in self._tables:
            return Place()
        if column not in self._ranges:
            self._ranges[column] = {
                row[:2]: Place(*row[2:])
                for row in self.ranges([column], self._runs_of(column.split(".", 1)[0]))
                .unique(["uscc", "report_year"], keep="first", maintain_order=True)
                .select("uscc", "report_year", "file", "sheet", "cells")
                .iter_rows()
            }
        return self._ranges[column].get((uscc, report_year), Place())

    @cached_property
    def plain_names(self) -> bool:
        """Whether every file and sheet name may stand in a JSON string as it is."""
        names = pl.concat([self._by_number["file"], self._by_number["sheet"]])
        return not names.str.contains(r'["\\\x00-\x1f]').any()

    def alike(self, column: str) -> str:
        """Name one column for all that have the same place on every row: in lines, any other of the same rows."""
        if column == _DESIGNATION and self._listed_places:
            return column
        table, _, rest = column.partition(".")
        return f"{table}.@{rest.partition('@')[2]}" if self._forms == {"line"} else column

    def row_place(self, column: str, source: pl.Expr, row: pl.Expr) -> PlaceOfRows:
        """Do ``locate_one`` on every row of a frame."""
        number = pl.when((source < self._by_number.height) & row.is_not_null()).then(source)
        file, sheet = (_gathered(self._by_number[name], number).fill_null("") for name in ("file", "sheet"))
        cell = self._cells(column, number, row).fill_null("")
        if column == _DESIGNATION and self._listed_places:
            file, sheet, cell = self._where_listed(_number(source, row), file, sheet, cell)
        return PlaceOfRows(file, sheet, cell)

    def _where_listed(self, key: pl.Expr, *own: pl.Expr) -> Iterator[pl.Expr]:
        """Give the list's line in place of file, sheet and cell of a row that the list alone designates."""
        keys = list(self._listed_places)
        for part, otherwise in zip(("file", "sheet", "cell"), own, strict=True):
            listed = [getattr(place, part) for place in self._listed_places.values()]
            yield pl.coalesce(key.replace_strict(keys, listed, default=None, return_dtype=pl.String), otherwise)

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

    def ranges(self, columns: Sequence[str], owners: pl.DataFrame) -> pl.DataFrame:
        """List the cells of several ``table.column`` that belong to enterprise-years, a sheet a row.

        Args:
            columns: the columns, in the order in which to name their cells.
            owners: ``uscc``, ``report_year`` of those asked for.

        Returns:
            ``uscc``, ``report_year``, ``file``, ``sheet``, ``cell`` (the cells of the first column that has any) and
            ``cells`` (those of all, with commas between); the sheets of one enterprise-year in the columns' order.
        """
        filed = {name for name, table in self._tables.items() if table.height}
        found = [self._ranges_of(column, owners) for column in columns if column.split(".", 1)[0] in filed]
        owner, at = ["uscc", "report_year"], ["file", "sheet"]
        rows = pl.concat(found) if found else _NO_RANGE.to_frame()
        if rows.select(owner).is_unique().all():  # nothing to gather, as nearly always in one long table
            return rows.with_columns(cells="cell")
        return (
            rows.unique([*owner, *at, "cell"], keep="first", maintain_order=True)
            .group_by(*owner, *at, maintain_order=True)
            .agg(pl.col("cell").first(), cells=pl.col("cell").str.join(","))
        )

    def _ranges_of(self, column: str, owners: pl.DataFrame) -> pl.DataFrame:
        column, _, code = column.partition("@")
        runs = self._runs_of(column.split(".", 1)[0], code).join(
            owners, on=["uscc", "report_year"], how="semi", maintain_order="left"
        )
        if column == COUNTED:
            runs = runs.join(self._industrial, on=["uscc", "report_year"], how="left", maintain_order="left")
        own = self.row_place(column, pl.col("source"), pl.col("first"))
        start, end = (self._cell(column, number) for number in ("first", "last"))
        several = (pl.col("first") != pl.col("last")) & (start != "") & (start != end)
        cell = pl.when(several).then(pl.concat_str(start, pl.lit(":"), end)).otherwise(start)
        return runs.select(
            "uscc", "report_year", own.file.alias("file"), own.sheet.alias("sheet"), cell.alias("cell")
        ).filter(pl.col("cell") != "")

    def _letters_of(self, column: str) -> pl.Series:
        """Give the column's letter of each source, by number."""
        if column not in self._letter_columns:
            letters = [self._letters.get((source, column)) for source in range(self._by_number.height)]
            self._letter_columns[column] = pl.Series(letters, dtype=pl.String)
        return self._letter_columns[column]

    @cached_property
    def _forms(self) -> set[str]:
        return set(self._by_number["form"].drop_nulls())

    def _cell(self, column: str, row: str) -> pl.Expr:
        """Give the cell of each run in its row of that name; which column counts depends on the run's ``is_industrial``."""
        if column != COUNTED:
            return self.row_place(column, pl.col("source"), pl.col(row)).cell
        industrial, total = (self._cell(each, row) for each in (COUNTED_IF_INDUSTRIAL, COUNTED_ELSEWHERE))
        return pl.when(pl.col("is_industrial")).then(industrial).otherwise(total)

    def _runs_of(self, table: str, code: str = "") -> pl.DataFrame:
        """First and last row of each stretch of rows of one enterprise-year in one source, in filing order.

        With the code of an energy: of the rows that state it.
        """
        if (table, code) not in self._runs:
            runs = _runs(self._tables[table])
            if code and self._terms is not None:
                stating = self._terms.filter(pl.col("table") == table, pl.col("code") == code)
                runs = _runs(self._tables[table].join(stating, on=["source", "row"], how="semi", maintain_order="left"))
            self._runs[table, code] = runs
        return self._runs[table, code]


def _number(source: pl.Expr, row: pl.Expr) -> pl.Expr:
    """Number a row of a source."""
    return source.cast(pl.UInt64) * 2**32 + row


def _gathered(texts: pl.Series, number: pl.Expr) -> pl.Expr:
    """Look texts up by source number, null for none."""
    if len(texts) == 1:
        return pl.when(number.is_not_null()).then(pl.lit(texts[0], dtype=pl.String))
    return pl.lit(texts).gather(number)


def _runs(rows: pl.DataFrame) -> pl.DataFrame:
    """Divide rows into stretches without any gap: what stands in one is another's, another energy or a mere sum."""
    owner = ["uscc", "report_year", "source"]
    another = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in owner)
    apart = (pl.col("row") > pl.col("row").shift() + 1).fill_null(value=True)
    last_of_run = pl.when(pl.col("_starts").shift(-1, fill_value=True)).then("row")
    filed = rows.select(*owner, "row")
    # tables nearly always are in this order: to see it costs a fraction of putting them into it
    place = _number(pl.col("source"), pl.col("row"))
    if not filed.select(place).to_series().is_sorted():
        filed = filed.sort("source", "row", maintain_order=True)
    return (
        filed.lazy()
        .with_columns(_starts=another | apart)
        .with_columns(last=last_of_run.backward_fill())
        .filter("_starts")
        .drop_nulls(["uscc", "report_year"])
        .select(*owner, pl.col("row").alias("first"), "last")
        .collect()
    )


def cells_of(rows: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Add ``cell`` (``sheet!F12``, or the heading that the sheet lacks) to rows with source, row, table and column."""
    placed = rows.join(intake.placement, on=["source", "table", "column"], how="left", maintain_order="left").join(
        intake.sources, on="source", how="left", maintain_order="left"
    )
    where = pl.when(pl.col("sheet") != "").then(pl.col("sheet")).otherwise(pl.col("file"))
    cell = address(pl.col("letter"), pl.col("row"), pl.col("form"))
    heading = pl.concat_str("table", pl.lit("."), "column").replace_strict(_HEADINGS)
    return placed.with_columns(
        cell=pl.when(cell != "")
        .then(pl.concat_str(where, pl.lit("!"), cell))
        .otherwise(pl.format("{}“{}”（未填报）", where, heading)),
    ).drop("letter", "file", "sheet", "form")
