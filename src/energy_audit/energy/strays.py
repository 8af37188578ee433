"""Energy rows of a unit whose year no table 1 states: perhaps of a year that it does, with the year mistyped. So are rows
of a code that no table 1 states, or of none, in the file of one unit: perhaps its own, with the code mistyped.

Such a row is told and in nobody's total. Whether the total of the stated year lacks it nobody can say - unless the
rows of that other year are all of it, every energy again, as where last year's table stands beside this year's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.energy.terms import YEAR_KEY
from energy_audit.filing.rows.strangers import OF_NOBODY

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

_ENERGY: Final = ("energy_code", "energy_name")


def years_with_strays(intake: Intake, table: str) -> pl.DataFrame:
    """Find the enterprise-years that perhaps lack a row of table 2 or 2-1: uscc, report_year.

    Args:
        intake: the typed tables.
        table: ``energy_consumption`` or ``energy_conversion``.
    """
    rows, units = intake.tables[table], intake.tables["enterprise"].select(YEAR_KEY).drop_nulls().unique()
    problems = intake.problems.filter(pl.col("code").is_in(OF_NOBODY), pl.col("table") == table)
    beside = problems.select(YEAR_KEY).drop_nulls().unique().join(units, on=YEAR_KEY, how="semi")
    return pl.concat([_of_another_year(rows, units), beside]).unique()


def _of_another_year(rows: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Enterprise-years that perhaps lack a row whose code is theirs and whose year is nobody's: uscc, report_year."""
    strangers = _owners(rows).join(units, on=YEAR_KEY, how="anti").join(units, on="uscc", how="semi")
    if strangers.is_empty():
        return units.clear()
    strange = rows.join(strangers, on=YEAR_KEY, how="semi", nulls_equal=True).select(*YEAR_KEY, _energy()).unique()
    own = rows.join(strange.select("uscc").unique(), on="uscc", how="semi").join(units, on=YEAR_KEY, how="semi")
    own = own.select(*YEAR_KEY, _energy()).unique()
    # a unit without any row of the table lacks those of the other year, too
    pairs = units.join(strange.select("uscc", other="report_year").unique(), on="uscc", how="inner")
    lacking = (
        pairs.join(own, on=YEAR_KEY, how="left")
        .join(
            strange.select("uscc", "energy", other="report_year", again=True),
            on=["uscc", "other", "energy"],
            how="left",
        )
        .group_by(*YEAR_KEY, "other")
        .agg(pl.col("again").is_null().any())
        .filter("again")
    )
    return lacking.select(YEAR_KEY).unique()


def _owners(rows: pl.DataFrame) -> pl.DataFrame:
    """The codes and years of rows; those of one owner mostly stand together, and only the first is asked."""
    another = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in YEAR_KEY)
    return rows.lazy().select(YEAR_KEY).filter(another | (pl.int_range(pl.len()) == 0)).unique().collect()


def _energy() -> pl.Expr:
    """Name what a row is of: its code, or its name where it has none."""
    return pl.coalesce(_ENERGY).alias("energy")
