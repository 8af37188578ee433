"""Which years a report can be of: from the first that the tables say something of up to that of the day judged.

The year of the day judged is not over: a report of it may be checked while it is being made, by the law as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from energy_audit.reference.once import once

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.reference.tables import Reference

EARLIEST = 1990
"""Before any energy report of any form; where an own table of factors gives no dates, years begin here."""


class ReportYears(NamedTuple):
    """The years a report can be of, both ends included."""

    first: int
    last: int

    def hold(self, year: pl.Expr) -> pl.Expr:
        """Tell whether a report can be of a year; null where there is none."""
        return year.is_between(self.first, self.last)


def report_years(reference: Reference, as_of: date) -> ReportYears:
    """Give the years that a report judged on a day can be of."""
    return ReportYears(_first(reference), as_of.year)


@once
def _first(reference: Reference) -> int:
    """The year in which the first edition of the factors came into force: before it no total can be reckoned."""
    began = reference.energy_factors.select(pl.col("effective_from").dt.year().min()).item()
    return max(EARLIEST, began or EARLIEST)
