"""Where the cell of a fact is: the address that makes a finding checkable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.vocabulary import Fact, Subject

_TABLE_OF: dict[Subject, str] = {"energy": "energy_consumption"}
"""The table whose rows a subject's rows are, where its name differs."""


def table_of(subject: Subject) -> str:
    """Name the table whose rows a subject's rows are."""
    return _TABLE_OF.get(subject, subject)


class Place(Protocol):
    """What a locator returns; empty texts where there is no address."""

    @property
    def file(self) -> str:
        """File, relative, with ``/``."""

    @property
    def sheet(self) -> str:
        """Sheet; empty for CSV and Parquet."""

    @property
    def cell(self) -> str:
        """``F12``, ``F5:F9`` or ``line:N``."""


class Locator(Protocol):
    """Finds cells of the filings (``energy_audit.facts``)."""

    def locate_one(self, source: int | None, row: int | None, column: str) -> Place:
        """Give the cell of ``table.column`` in one row of one source; file and sheet alone without such a column."""

    def locate_range(self, uscc: str, report_year: int, column: str) -> Place:
        """Give the cells of ``table.column`` that belong to one enterprise-year."""


@dataclass(frozen=True)
class Address:
    """A cell; all empty where there is none."""

    file: str = ""
    sheet: str = ""
    cell: str = ""


def addresses_of(fact: Fact, subject: Subject, row: Mapping[str, Any], locator: Locator | None) -> tuple[Address, ...]:
    """Locate a fact on a finding's row: its own cell, then the cells it was derived from."""
    if locator is None:
        return ()
    places = [_locate(column, fact, subject, row, locator) for column in (fact.source, *fact.columns) if column]
    return tuple(dict.fromkeys(Address(place.file, place.sheet, place.cell) for place in places if place.cell))


def _locate(column: str, fact: Fact, subject: Subject, row: Mapping[str, Any], locator: Locator) -> Place:
    if column.split(".", 1)[0] != table_of(fact.subject):
        return locator.locate_range(row["uscc"], row["report_year"], column)
    prefix = "" if fact.subject == subject else "enterprise."
    return locator.locate_one(row.get(f"{prefix}source"), row.get(f"{prefix}row"), column)
