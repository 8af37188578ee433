"""Report years that cannot be: told once, at the cell of table 1, and nothing compared with a day of such a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, marked, problems_where
from energy_audit.filing.problems.sources import located
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.report_years import ReportYears

_TABLE, _YEAR = "enterprise", "report_year"

_OF_ITS_DAYS: Final = frozenset(
    (
        *("submitted-late", "reported-before-year-end", "reported-long-after-year", "title-of-another-year"),
        *("factor-off-reference", "factor-outside-range", "equal-factor-off-range", "calorific-factor-not-fixed-value"),
    )
)
"""Problems that compare a cell with a day of the report year, or with the edition of the factors in force then."""


def year_problems(intake: Intake, years: ReportYears, as_of: date) -> pl.DataFrame:
    """Find the rows of table 1 whose year the form allows and no report can be of.

    Args:
        intake: the typed tables; years that the form does not allow were told when they were read.
        years: those that can be on the day judged.
        as_of: that day.
    """
    filed, year = intake.tables[_TABLE], pl.col(_YEAR)
    allowed = pl.all_horizontal(
        year >= bound if name == "greater_than_or_equal_to" else year <= bound
        for name, bound in TABLES[_TABLE].column(_YEAR).checks
    )
    ends = (
        (year < years.first, marked("早于 {first} 年，没有那时的折标系数", first=years.first)),
        (year > years.last, marked("晚于检查日 {day} 所在的年份", day=as_of.isoformat())),
    )
    told = joined(
        problems_where(
            filed, allowed & beyond, FilingProblem.IMPOSSIBLE_YEAR, table=_TABLE, column=_YEAR, detail=detail
        )
        for beyond, detail in ends
    )
    return located(told, intake.sources, intake.placement) if told.height else told


def of_possible_years(problems: pl.DataFrame, years: ReportYears) -> pl.DataFrame:
    """Leave out what a cell was compared with under a year that cannot be."""
    nonsense = pl.col("code").is_in(_OF_ITS_DAYS) & ~years.hold(pl.col(_YEAR))
    return problems.filter(~nonsense.fill_null(value=False))
