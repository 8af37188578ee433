"""Where the cells of facts are, for all rows of a frame at once: ``addresses`` a column at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import polars as pl

from energy_audit.rulebook.addresses import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from energy_audit.rulebook.addresses import Locator, Place
    from energy_audit.vocabulary import Fact, Subject

PLACE = ("file", "sheet", "cell")


class PlaceOfRows(Protocol):
    """The place of every row, as expressions; empty texts where there is none."""

    @property
    def file(self) -> pl.Expr:
        """File, relative, with ``/``."""

    @property
    def sheet(self) -> pl.Expr:
        """Sheet; empty for CSV and Parquet."""

    @property
    def cell(self) -> pl.Expr:
        """``F12``, ``F5:F9`` or ``line:N``."""


class FrameLocator(Protocol):
    """A locator that answers for all rows of a frame (``energy_audit.facts.Locator``)."""

    @property
    def plain_names(self) -> bool:
        """Whether every file and sheet name may stand in a JSON string as it is."""

    def row_place(self, column: str, source: pl.Expr, row: pl.Expr) -> PlaceOfRows:
        """``locate_one`` on every row."""

    def range_place(self, column: str) -> PlaceOfRows | None:
        """``locate_range`` on every row that ``with_extents`` gave; None where no row has one."""

    def with_extents(self, rows: pl.DataFrame, tables: Iterable[str]) -> pl.DataFrame:
        """Add the columns that ``range_place`` reads for columns of ``tables``."""


@dataclass(frozen=True)
class _Fields:
    file: pl.Expr
    sheet: pl.Expr
    cell: pl.Expr


@dataclass(frozen=True)
class OneByOne:
    """Lets a locator of single cells answer for frames."""

    locator: Locator
    plain_names: bool = False

    def row_place(self, column: str, source: pl.Expr, row: pl.Expr) -> PlaceOfRows:
        """Ask for every row."""
        keys = pl.struct(source=source, row=row)
        return _asked(keys, lambda key: self.locator.locate_one(key["source"], key["row"], column))

    def range_place(self, column: str) -> PlaceOfRows | None:
        """Ask for every row."""
        keys = pl.struct("uscc", "report_year")
        return _asked(keys, lambda key: self.locator.locate_range(key["uscc"], key["report_year"], column))

    def with_extents(self, rows: pl.DataFrame, tables: Iterable[str]) -> pl.DataFrame:
        """Need nothing."""
        del tables
        return rows


def for_frames(locator: Locator | None) -> FrameLocator | None:
    """Give the locator in the form that answers for frames."""
    if locator is None:
        return None
    return cast("FrameLocator", locator) if hasattr(locator, "row_place") else OneByOne(locator)


def with_places(
    rows: pl.DataFrame, facts: Iterable[Fact], subject: Subject, locator: FrameLocator | None
) -> pl.DataFrame:
    """Add where the cell of each fact is, row by row (``addresses.address_of``).

    Args:
        rows: with ``source``, ``row`` and ``enterprise.source``, ``enterprise.row`` where they are joined.
        facts: the facts to locate.
        subject: whose rows they are.
        locator: finds cells; None finds none.

    Returns:
        ``rows`` with ``@fact.file``, ``@fact.sheet``, ``@fact.cell`` for each fact that may have an address, and
        ``@.file``, ``@.sheet`` of the rows themselves.
    """
    if locator is None:
        return rows.with_columns(pl.lit("").alias(f"@.{part}") for part in ("file", "sheet"))
    facts = {fact.name: fact for fact in facts}.values()
    width = rows.columns
    rows = locator.with_extents(rows, sorted({table for fact in facts for table in _tables_of(fact)}))
    cells: list[pl.Expr] = []
    own = locator.row_place("", pl.col("source"), pl.col("row"))
    chosen: list[pl.Expr] = [own.file.alias("@.file"), own.sheet.alias("@.sheet")]
    for fact in facts:
        places = _places_of(fact, subject, rows, locator)
        cells += [place.cell.alias(f"@{fact.name}.{number}") for number, place in enumerate(places)]
        if places:
            chosen += [part.alias(f"@{fact.name}.{name}") for name, part in _first_with_cell(fact.name, places)]
    return rows.with_columns(cells).select(*width, *chosen)


def first_place(names: Sequence[str], columns: Collection[str]) -> list[pl.Expr]:
    """Give ``file``, ``sheet``, ``cell``: the first of the facts that has a cell, else the rows' own file and sheet."""
    placed = [name for name in names if f"@{name}.cell" in columns]
    return [
        _chain(
            [(pl.col(f"@{name}.cell") != "", pl.col(f"@{name}.{part}")) for name in placed],
            pl.lit("") if part == "cell" else pl.col(f"@.{part}"),
        ).alias(part)
        for part in PLACE
    ]


def _tables_of(fact: Fact) -> set[str]:
    """Name the tables in which a fact rests on several cells."""
    tables = {column.split(".", 1)[0] for column in (fact.source, *fact.columns) if column}
    return tables - {table_of(fact.subject)}


def _places_of(fact: Fact, subject: Subject, rows: pl.DataFrame, locator: FrameLocator) -> list[PlaceOfRows]:
    """List where a fact may be read (``addresses.address_of``): its own cell, then the cells it was derived from."""
    places: list[PlaceOfRows] = []
    prefix = "" if fact.subject == subject else "enterprise."
    for column in dict.fromkeys((fact.source, *fact.columns)):
        if not column:
            continue
        if column.split(".", 1)[0] != table_of(fact.subject):
            place = locator.range_place(column)
        elif f"{prefix}source" in rows.columns:
            place = locator.row_place(column, pl.col(f"{prefix}source"), pl.col(f"{prefix}row"))
        else:
            place = None
        places += [place] if place is not None else []
    return places


def _first_with_cell(name: str, places: Sequence[PlaceOfRows]) -> list[tuple[str, pl.Expr]]:
    """Give the parts of the first place that has a cell; its cells stand in ``@name.0``, ``@name.1`` …"""
    cells = [pl.col(f"@{name}.{number}") for number, _ in enumerate(places)]
    has = [cell != "" for cell in cells]
    nothing = pl.lit("")
    return [
        ("file", _chain([(each, place.file) for each, place in zip(has, places, strict=True)], nothing)),
        ("sheet", _chain([(each, place.sheet) for each, place in zip(has, places, strict=True)], nothing)),
        ("cell", _chain(list(zip(has, cells, strict=True)), nothing)),
    ]


def _chain(cases: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
    """Give the value of the first condition that holds."""
    for condition, value in reversed(cases):
        otherwise = pl.when(condition).then(value).otherwise(otherwise)
    return otherwise


def _asked(keys: pl.Expr, place_of: Callable[[dict[str, Any]], Place]) -> PlaceOfRows:
    """Ask in Python for every row."""

    def frame(rows: pl.Series) -> pl.Series:
        places = [place_of(key) for key in rows.to_list()]
        return pl.DataFrame(
            {name: pl.Series([getattr(place, name) for place in places], dtype=pl.String) for name in PLACE}
        ).to_struct()

    asked = keys.map_batches(frame, return_dtype=pl.Struct(dict.fromkeys(PLACE, pl.String())))
    return _Fields(*(asked.struct.field(name) for name in PLACE))
