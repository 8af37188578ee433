"""Which cells decide a tier that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY, YEAR_NO
from energy_audit.facts.place import cells_of
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake

MOST_NAMED = 6
CONSUMPTION_SHEET = TABLES["energy_consumption"].sheet
CONVERSION_SHEET = TABLES["energy_conversion"].sheet


def tier_deciding_cells(enterprises: pl.DataFrame, account: EnergyAccount, intake: Intake) -> pl.DataFrame:
    """Fill ``tier_deciding_cells`` of enterprise-years whose tier is open.

    Named are the quantities that could not be read or weighed or perhaps do not count, coal cells in dispute, factors that are only a
    range or far off the reference, equal factors of electricity and heat that are open where the equal basis is, non-industrial
    use that would change the tier, and, where only the basis is open, the electricity row's equal factor; the designation or trade that cannot be read.
    """
    because = pl.col("tier_undecided_because")
    undecided = enterprises.filter(pl.col("tier").is_null()).select(
        *YEAR_KEY, "tier_equal", "deciding_basis", "tier_blocked_by_nonindustrial", "tier_undecided_because"
    )
    unweighed = (
        pl.col("code").is_null()
        | pl.col("scale").is_null()
        | (pl.col("factor_low") != pl.col("factor_high")).fill_null(value=True)
    )
    # nothing of an energy decides nothing
    perhaps_none = pl.any_horizontal("perhaps_renewable", "perhaps_repeated", "recovered_unused", "output_unplaced")
    open_term = pl.col("counted") & (
        pl.col("quantity").is_null() | pl.col("in_dispute") | perhaps_none | (unweighed & (pl.col("quantity") != 0))
    )
    doubtful = pl.col("counted") & pl.col("factor_off") & pl.col("factor_adopted").is_not_null()
    # the use that changes the tier if it counts
    nonindustrial = (
        pl.col("counted")
        & pl.col("tier_blocked_by_nonindustrial")
        & (pl.col("quantity") != pl.col("other_quantity")).fill_null(value=False)
    )
    total_open = (
        pl.col("counted")
        & (because == "total-open")
        & pl.col("other_quantity").is_null()
        & (pl.col("flow") == "consumption")
    )
    electricity = pl.col("code").is_in(["32", "33"]).fill_null(value=False)
    basis = electricity & pl.col("counted") & (because == "basis")
    # the other basis may be as certain as can be
    equal_open = (
        electricity
        & pl.col("counted")
        & pl.col("tier_equal").is_null()
        & (pl.col("deciding_basis") == "equal").fill_null(value=True)
        & (pl.col("equal_factor_low") != pl.col("equal_factor_high")).fill_null(value=True)
        & (pl.col("quantity") != 0)
    )
    # what is taken off decides a total that it makes negative
    taken_off = pl.col("counted") & (pl.col("sign") < 0) & (because == "negative")
    column = (
        pl.when(pl.col("code").is_null())
        .then(pl.lit("energy_name"))
        .when(pl.col("scale").is_null())
        .then(pl.lit("unit"))
        .when(pl.col("quantity").is_null() | pl.col("in_dispute") | perhaps_none | taken_off)
        .then(pl.col("column"))
        .when(open_term | doubtful)
        .then(pl.lit("factor_adopted"))
        .when(nonindustrial)
        .then(pl.lit("consumption_nonindustrial"))
        .when(total_open)
        .then(pl.lit("consumption_total"))
        .otherwise(pl.lit("factor_equal"))
    )
    rank = pl.when(open_term | equal_open).then(0).when(doubtful | nonindustrial | total_open).then(1).otherwise(2)
    years = account.rows.select(YEAR_NO, *YEAR_KEY).unique(YEAR_NO, keep="first", maintain_order=True)
    open_years = years.join(undecided, on=YEAR_KEY, how="semi")[YEAR_NO]
    rows = (
        account.rows.lazy()
        .filter(pl.col(YEAR_NO).is_in(open_years.implode()))
        .join(undecided.lazy(), on=YEAR_KEY, how="inner", maintain_order="left")
        .filter(open_term | equal_open | doubtful | nonindustrial | total_open | basis | taken_off)
        .select(*YEAR_KEY, "source", "row", "table", column=column, rank=rank)
        .filter(pl.col("rank") == pl.col("rank").min().over(YEAR_KEY))
        .unique(["source", "row", "column"], keep="first", maintain_order=True)
        .collect()
    )
    place = [*YEAR_KEY, "source", "row", "table", "column"]
    of_unit = {
        "designated_by": because == "designation",
        "industry_code": pl.col("conversion_unclear") & pl.col("industry_division").is_null(),
    }
    unread = (
        enterprises.filter(pl.col("tier").is_null() & open_).select(
            *place[:4], table=pl.lit("enterprise"), column=pl.lit(column)
        )
        for column, open_ in of_unit.items()
    )
    named = (
        cells_of(pl.concat([rows.select(place), *unread]), intake)
        .filter(pl.col("cell").is_not_null())
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(cells=pl.col("cell").unique(maintain_order=True).head(MOST_NAMED).str.join("、"))
    )
    consumed = years.select(YEAR_KEY).with_columns(_consumed=pl.lit(value=True))
    # without any row of table 2 the whole of it is what decides
    whole = pl.when("_consumed").then(pl.lit(CONSUMPTION_SHEET)).otherwise(pl.lit(f"{CONSUMPTION_SHEET}（未填报）"))
    missing = pl.when("conversion_table_likely_missing").then(pl.lit(f"{CONVERSION_SHEET}（未填报）"))
    twice = pl.when("filed_twice").then(pl.lit("内容不同的两份申报"))
    return (
        enterprises.join(named, on=YEAR_KEY, how="left", maintain_order="left")
        .join(consumed, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(_told=pl.concat_str(twice, missing, "cells", separator="、", ignore_nulls=True))
        .with_columns(
            tier_deciding_cells=pl.when(pl.col("tier").is_null()).then(
                pl.when(pl.col("_told") != "").then("_told").otherwise(whole)
            )
        )
        .drop("cells", "_consumed", "_told")
    )
