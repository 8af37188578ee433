"""Where the cells of facts are, for all rows of a frame at once: ``addresses`` a column at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

import polars as pl

from energy_audit.rulebook.addresses import table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.rulebook.addresses import Locator, Place
    from energy_audit.vocabulary import Fact, Subject

PLACE = ("file", "sheet", "cell")


@runtime_checkable
class ColumnLocator(Protocol):
    """A locator that also answers for all rows of a frame: ``file``, ``sheet``, ``cell``, empty texts for none."""

    def locate_rows(self, rows: pl.DataFrame, column: str) -> pl.DataFrame:
        """``locate_one`` of every row's ``source`` and ``row``."""

    def locate_ranges(self, rows: pl.DataFrame, column: str) -> pl.DataFrame:
        """``locate_range`` of every row's ``uscc`` and ``report_year``."""


class OneByOne:
    """Lets a locator of single cells answer for whole frames."""

    def __init__(self, locator: Locator) -> None:
        self._locator = locator

    def locate_rows(self, rows: pl.DataFrame, column: str) -> pl.DataFrame:
        """Ask for every row."""
        keys = rows.select("source", "row").iter_rows()
        return _frame([self._locator.locate_one(source, row, column) for source, row in keys])

    def locate_ranges(self, rows: pl.DataFrame, column: str) -> pl.DataFrame:
        """Ask for every row."""
        keys = rows.select("uscc", "report_year").iter_rows()
        return _frame([self._locator.locate_range(uscc, year, column) for uscc, year in keys])


def whole_columns(locator: Locator | None) -> ColumnLocator | None:
    """Give the locator in the form that answers for frames."""
    return locator if locator is None or isinstance(locator, ColumnLocator) else OneByOne(locator)


def places_of(fact: Fact, subject: Subject, rows: pl.DataFrame, locator: ColumnLocator | None) -> pl.DataFrame:
    """Locate a fact on every row (``addresses.address_of``): its own cell, else the first cells it was derived from."""
    found = nowhere(rows.height)
    if locator is None:
        return found
    for column in dict.fromkeys((fact.source, *fact.columns)):
        if not column or (found["cell"] != "").all():
            continue
        places = _located(column, fact, subject, rows, locator)
        if places is not None:
            found = _first_cell(found, places)
    return found


def places_of_rows(rows: pl.DataFrame, locator: ColumnLocator | None) -> pl.DataFrame:
    """Give file and sheet of the rows themselves (``addresses.row_address``)."""
    if locator is None:
        return nowhere(rows.height)
    return locator.locate_rows(rows, "").with_columns(cell=pl.lit(""))


def first_with_cell(places: Sequence[pl.DataFrame], otherwise: pl.DataFrame) -> pl.DataFrame:
    """Give on every row the first of ``places`` that has a cell, else ``otherwise``."""
    found = nowhere(otherwise.height)
    for each in places:
        found = _first_cell(found, each)
    has = found["cell"] != ""
    return found.select(pl.when(has).then(name).otherwise(otherwise[name]).alias(name) for name in PLACE)


def nowhere(height: int) -> pl.DataFrame:
    """Give ``height`` rows without an address."""
    return pl.DataFrame({name: pl.repeat("", height, eager=True) for name in PLACE})


def _first_cell(found: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Keep what has a cell; take the other rows' from ``places`` where that has one."""
    has = found["cell"] != ""
    if has.all():
        return found
    with_cell = places["cell"] != ""
    return found.select(
        pl.when(has).then(name).when(with_cell).then(places[name]).otherwise(pl.lit("")).alias(name) for name in PLACE
    )


def _located(
    column: str, fact: Fact, subject: Subject, rows: pl.DataFrame, locator: ColumnLocator
) -> pl.DataFrame | None:
    if column.split(".", 1)[0] != table_of(fact.subject):
        return locator.locate_ranges(rows, column)
    prefix = "" if fact.subject == subject else "enterprise."
    if f"{prefix}source" not in rows.columns:
        return None
    return locator.locate_rows(rows.select(source=f"{prefix}source", row=f"{prefix}row"), column)


def _frame(places: list[Place]) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series([getattr(each, name) for each in places], dtype=pl.String) for name in PLACE})
