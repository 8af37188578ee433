"""Who filed and who did not, by the designation list; without a list nobody can be said to be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.report.batch.tallies import of_a_year

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference


@dataclass(frozen=True)
class Absent:
    """A designated unit of which the batch holds no filing for the year."""

    uscc: str
    name: str
    document_number: str


@dataclass(frozen=True)
class Turnout:
    """One report year against the list of that year.

    Attributes:
        listed: units on the list of the year; None where no list of that year is loaded, so that nothing can be told.
        filed: of these, who filed.
        of_no_year: of these, who filed under a year that cannot be alone, perhaps for this one.
        absent: those that did not, by credit code.
        unlisted: units that filed without being on the list.
    """

    year: int
    listed: int | None
    filed: int
    of_no_year: int
    absent: tuple[Absent, ...]
    unlisted: int


def turnout(roster: pl.DataFrame, reference: Reference) -> tuple[Turnout, ...]:
    """Compare who filed with who was designated, year by year.

    A list counts for the report year that it names, as it does where a unit's designation is decided.

    Args:
        roster: one row an enterprise-year: uscc, report_year, report_year_possible.
        reference: its ``designated_units``.
    """
    lists = reference.designated_units.unique(["uscc", "list_year"], keep="first", maintain_order=True)
    told = []
    of_no_year = roster.filter(~of_a_year()).select("uscc").unique()
    for year in roster.filter(of_a_year())["report_year"].drop_nulls().unique().sort():
        here = roster.filter(pl.col("report_year") == year).select("uscc").unique()
        due = lists.filter(pl.col("list_year") == year)
        missing = due.join(here, on="uscc", how="anti").sort("uscc")
        # whose filing names a year that cannot be may have meant this one
        absent = missing.join(of_no_year, on="uscc", how="anti", maintain_order="left")
        told.append(
            Turnout(
                year=year,
                listed=None if due.is_empty() else due.height,
                filed=due.height - missing.height,
                of_no_year=missing.height - absent.height,
                absent=tuple(
                    Absent(row["uscc"], row["enterprise_name"] or "", row["document_no"] or "")
                    for row in absent.iter_rows(named=True)
                ),
                unlisted=here.join(due, on="uscc", how="anti").height if not due.is_empty() else 0,
            )
        )
    return tuple(told)
