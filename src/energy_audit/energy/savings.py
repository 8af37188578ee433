"""Energy saved, by product and by output value (GB/T 13234): positive is saved.

The standard subtracts base from report year, so that a saving is negative there; filings and this tool turn the sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import product, quotient
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.energy.units import normalised_unit, unit_table

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

PLAN_YEARS = 5


def numerators_in_tce(products: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return the rows of table 4 whose numerator is energy in standard coal, with ``tce_scale`` (tce per its unit)."""
    coal = unit_table(reference).filter(pl.col("unit_dimension") == "standard_coal")
    return (
        products.with_columns(unit_spelling=normalised_unit(pl.col("numerator_unit")))
        .join(
            coal.select("unit_spelling", tce_scale="unit_multiplier"),
            on="unit_spelling",
            how="inner",
            maintain_order="left",
        )
        .drop("unit_spelling")
    )


def product_savings(products: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return Σ (last year's unit figure − this year's) × this year's output over the products of table 4.

    Args:
        products: table 4.
        reference: for units.

    Returns:
        uscc, report_year, saved: NUMBER, tce; null where a product lacks a figure of either year, has its energy in
        another unit than standard coal, or stands there with several figures (which would count it twice).
    """
    energy = numerators_in_tce(products, reference)
    at_last_year = product(quotient(pl.col("numerator_prev"), pl.col("denominator_prev")), pl.col("denominator"))
    saved = energy.select(
        *YEAR_KEY, "site", "product_name", saved=product(at_last_year - pl.col("numerator"), pl.col("tce_scale"))
    ).with_columns(once=~pl.struct("site", "product_name").is_duplicated().over(YEAR_KEY))
    every = products.group_by(YEAR_KEY).agg(products=pl.col("product_name").n_unique())
    return (
        saved.group_by(YEAR_KEY, maintain_order=True)
        .agg(
            weighed=pl.col("product_name").n_unique(),
            saved=pl.when(pl.col("saved").is_not_null().all() & pl.col("once").all()).then(pl.col("saved").sum()),
        )
        .join(every, on=YEAR_KEY, how="left", maintain_order="left")
        .select(*YEAR_KEY, saved=pl.when(pl.col("weighed") == pl.col("products")).then("saved"))
    )


def output_saving(base_tce: pl.Expr, base_output: pl.Expr, tce: pl.Expr, output: pl.Expr) -> pl.Expr:
    """Return (base energy ÷ base output − energy ÷ output) × output, tce; null where it cannot be said.

    Args:
        base_tce: tce of the base year.
        base_output: output value of the base year, 10^4 yuan.
        tce: tce of the report year.
        output: output value of the report year, 10^4 yuan, at the prices of the base.
    """
    return product(quotient(base_tce, base_output), output) - tce


def accumulated(savings: pl.DataFrame) -> pl.DataFrame:
    """Add yearly savings up from the first year of the five-year plan (2021, 2026 …) on.

    Args:
        savings: uscc, report_year, saved.

    Returns:
        uscc, report_year, accumulated: NUMBER, tce; null unless every year since the plan began is there and known.
    """
    began = pl.col("report_year") - (pl.col("report_year") - 1) % PLAN_YEARS
    earlier = savings.select("uscc", year="report_year", each="saved")
    return (
        savings.select(YEAR_KEY, began=began)
        .join(earlier, on="uscc", how="inner", maintain_order="left")
        .filter(pl.col("year").is_between("began", "report_year"))
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(
            accumulated=pl.when(
                (pl.len() == pl.col("report_year").first() - pl.col("began").first() + 1)
                & pl.col("each").is_not_null().all()
            ).then(pl.col("each").sum())
        )
    )
