"""Which cells decide a tier that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.facts.place import cells_of

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake

YEAR_KEY = ["uscc", "report_year"]
MOST_NAMED = 6


def tier_deciding_cells(enterprises: pl.DataFrame, account: EnergyAccount, intake: Intake) -> pl.DataFrame:
    """Fill ``tier_deciding_cells`` of enterprise-years whose tier is open.

    Named are the quantities that could not be read or weighed, coal cells in dispute, factors that are only a
    range or far off the reference, non-industrial use that would change the tier, and, where only the basis is open, the electricity row's equal factor.
    """
    undecided = enterprises.filter(pl.col("tier").is_null()).select(*YEAR_KEY, "tier_blocked_by_nonindustrial")
    open_term = pl.col("counted") & (
        pl.col("quantity").is_null()
        | pl.col("code").is_null()
        | pl.col("scale").is_null()
        | pl.col("in_dispute")
        | (pl.col("factor_low") != pl.col("factor_high")).fill_null(value=True)
    )
    doubtful = pl.col("counted") & pl.col("factor_off") & pl.col("factor_adopted").is_not_null()
    # the use that changes the tier if it counts
    nonindustrial = (
        pl.col("counted")
        & pl.col("tier_blocked_by_nonindustrial")
        & (pl.col("quantity") != pl.col("other_quantity")).fill_null(value=False)
    )
    basis = pl.col("code").is_in(["32", "33"]).fill_null(value=False) & pl.col("counted")
    column = (
        pl.when(pl.col("code").is_null())
        .then(pl.lit("energy_name"))
        .when(pl.col("scale").is_null())
        .then(pl.lit("unit"))
        .when(pl.col("quantity").is_null() | pl.col("in_dispute"))
        .then(pl.col("column"))
        .when(open_term | doubtful)
        .then(pl.lit("factor_adopted"))
        .when(nonindustrial)
        .then(pl.lit("consumption_nonindustrial"))
        .otherwise(pl.lit("factor_equal"))
    )
    rank = pl.when(open_term).then(0).when(doubtful | nonindustrial).then(1).otherwise(2)
    rows = (
        account.rows.join(undecided, on=YEAR_KEY, how="inner", maintain_order="left")
        .filter(open_term | doubtful | nonindustrial | basis)
        .with_columns(column=column, rank=rank)
        .filter(pl.col("rank") == pl.col("rank").min().over(YEAR_KEY))
        .unique(["source", "row", "column"], keep="first", maintain_order=True)
    )
    named = (
        cells_of(rows.select(*YEAR_KEY, "source", "row", "table", "column"), intake)
        .filter(pl.col("cell").is_not_null())
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(cells=pl.col("cell").head(MOST_NAMED).str.join("、"))
    )
    return (
        enterprises.join(named, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(tier_deciding_cells=pl.col("cells"))
        .drop("cells")
    )
