"""What an adopted factor does to the total: against the standard's value or range, and against the filed heat value.

A factor is a number a reader cannot judge; the tonnes that hang on it are. GB/T 2589-2020 clause 8: measured or
supplier's values first, table values where there is none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.lookup import KJ_PER_KGCE

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

REASONS = {"实测": "measured", "供方": "supplier", "参考": "as-table"}
"""What a filed factor is said to be, by the words of table 2; nothing said is ``unstated``."""

KJ_PER_KG_BOUND = 200_000
"""No fuel holds more (hydrogen: 120 000 kJ/kg): a larger heat value is an error of filing and implies no factor."""

_TCE_PER_KGCE = {"mass": Decimal(1), "volume": Decimal(10)}
"""kgce/kg is tce/t; kgce/m³ is 10 tce per 10^4 m³: per standard unit of the catalogue."""


def judge_adopted(rows: pl.DataFrame, intake: Intake, reference: Reference) -> pl.DataFrame:
    """Add why each factor was used and what the adopted one changes.

    Args:
        rows: terms with factors chosen.
        intake: for the filed heat values.
        reference: for the dimension of each energy.

    Returns:
        ``rows`` with ``factor_reason`` (measured | supplier | as-table | unstated | carried | table | range |
        none); ``factor_effect``: NUMBER, tce by which the filed or carried factor moves the total from where the nearest reference value
        would put it, signed, 0 inside a range, null without a filed factor or a reference; ``heat_factor``: NUMBER,
        tce per filed unit that the filed heat value implies; ``heat_effect``: NUMBER, tce, the same against it.
    """
    said = pl.col("factor_source").replace_strict(REASONS, default=None, return_dtype=pl.String)
    reason = (
        pl.when(pl.col("factor_origin") == "filed")
        .then(said.fill_null("unstated"))
        .when(pl.col("factor_origin") == "reference")
        .then(pl.lit("table"))
        .otherwise(pl.col("factor_origin"))
    )
    filed = pl.when(pl.col("factor_origin") == "filed").then("factor_adopted")
    one = (pl.col("factor_origin") == "carried") & (pl.col("factor_low") == pl.col("factor_high"))
    adopted = pl.coalesce(filed, pl.when(one).then("factor_low"))
    nearest = pl.min_horizontal(pl.max_horizontal(adopted, "reference_low"), "reference_high")
    heat = intake.tables["energy_consumption"].select("source", "row", "ncv_adopted")
    dimensions = reference.energy_catalogue.select("code", "dimension")
    size = pl.col("dimension").replace_strict(_TCE_PER_KGCE, default=None, return_dtype=NUMBER)
    usable = pl.when((pl.col("ncv_adopted") > 0) & (pl.col("ncv_adopted") <= KJ_PER_KG_BOUND)).then("ncv_adopted")
    implied = usable / pl.lit(KJ_PER_KGCE).cast(NUMBER) * size * pl.col("scale")
    known = pl.col("reference_low").is_not_null()
    return (
        rows.join(heat, on=["source", "row"], how="left", maintain_order="left")
        .join(dimensions, on="code", how="left", maintain_order="left")
        .with_columns(
            factor_reason=reason,
            heat_factor=pl.when(pl.col("table") == "energy_consumption").then(implied).cast(NUMBER),
        )
        .with_columns(
            factor_effect=pl.when(known).then(_effect(adopted - nearest)),
            heat_effect=_effect(filed - pl.col("heat_factor")),
        )
        .drop("ncv_adopted", "dimension")
    )


def _effect(difference: pl.Expr) -> pl.Expr:
    """Tce of a counted term by a difference of its factor; a term that cannot be weighed tells nothing."""
    weighable = pl.col("counted") & ~pl.col("in_dispute") & pl.col("code").is_not_null()
    return pl.when(weighable).then((pl.col("quantity") * difference * pl.col("sign")).cast(NUMBER))
