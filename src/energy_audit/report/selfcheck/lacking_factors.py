"""Which cells of table 2 leave a total blank that the blank workbook works out: the factors that nobody filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.factors import ELECTRICITY, HEAT
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.facts.place import cells_of

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake

TABLE = "energy_consumption"
CALORIFIC, EQUAL = "reported_tce_calorific", "reported_tce_equal"
MOST_NAMED = 6

Lacking = dict[tuple[str, str, int], list[str]]
"""By total (``CALORIFIC``, ``EQUAL``), uscc and year: the cells, ``sheet!R19``, that hold no factor and need one."""


def lacking_factors(account: EnergyAccount, intake: Intake) -> Lacking:
    """Return the blank factor cells of the rows that were used and for which the standard names no single factor.

    The equal-value total lacks what the calorific one lacks, and the equal-value factors of electricity and heat.
    """
    used = pl.col("counted") & (pl.col("table") == TABLE) & (pl.col("quantity") != 0).fill_null(value=True)
    # the workbook's formulas take the factor beside, where it could bring one over for the unit of the row
    beside = intake.tables[TABLE].select("source", "row", _beside="factor_reference")
    has_beside = intake.placement.filter(table=TABLE, column="factor_reference")["source"]
    unhelped = pl.col("_beside").is_null() & pl.col("source").is_in(has_beside.implode())
    own = pl.col("factor_adopted").is_null() & (pl.col("factor_origin").is_in(["range", "none"]) | unhelped)
    equal = pl.col("factor_equal").is_null() & pl.col("code").is_in([ELECTRICITY, HEAT])
    rows = account.rows.filter(used).join(beside, on=["source", "row"], how="left", maintain_order="left")
    place = [*YEAR_KEY, "source", "row", "table"]
    blank = pl.concat(
        rows.filter(where).select(*place, column=pl.lit(column), total=pl.lit(total))
        for total, column, where in (
            (CALORIFIC, "factor_adopted", own),
            (EQUAL, "factor_adopted", own),
            (EQUAL, "factor_equal", equal),
        )
    )
    found: Lacking = {}
    # a sheet without such a column is told of the column
    there = blank.join(intake.placement, on=["source", "table", "column"], how="semi", maintain_order="left")
    for row in cells_of(there, intake).iter_rows(named=True):
        found.setdefault((row["total"], row["uscc"], row["report_year"]), []).append(row["cell"])
    return found


def cells_said(lacking: Lacking, total: str, uscc: str, year: int) -> list[str]:
    """Return the first few cells of a total; none where none is known."""
    return list(dict.fromkeys(lacking.get((total, uscc, year), ())))[:MOST_NAMED]
