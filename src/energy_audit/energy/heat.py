"""The factor that a filed heat value implies."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.lookup import KJ_PER_KGCE

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

KJ_PER_KG_BOUND = 200_000
"""No fuel holds more (hydrogen: 120 000 kJ/kg): a larger heat value is an error of filing and implies no factor."""

_TCE_PER_KGCE = {"mass": Decimal(1), "volume": Decimal(10)}
"""kgce/kg is tce/t; kgce/m³ is 10 tce per 10^4 m³: per standard unit of the catalogue."""


def join_heat_factors(terms: pl.DataFrame, intake: Intake, reference: Reference) -> pl.DataFrame:
    """Join the factor by the heat value that the row of table 2 files (GB/T 2589-2020 3.9).

    Args:
        terms: with ``code`` and ``scale``.
        intake: for the filed heat values, kJ/kg or kJ/m³.
        reference: for the dimension of each energy.

    Returns:
        ``terms`` with ``heat_factor``: NUMBER, tce per filed unit; null where no usable heat value is filed.
    """
    heat = intake.tables["energy_consumption"].select("source", "row", "ncv_adopted")
    dimensions = reference.energy_catalogue.select("code", "dimension")
    size = pl.col("dimension").replace_strict(_TCE_PER_KGCE, default=None, return_dtype=NUMBER)
    usable = pl.when((pl.col("ncv_adopted") > 0) & (pl.col("ncv_adopted") <= KJ_PER_KG_BOUND)).then("ncv_adopted")
    implied = usable / pl.lit(KJ_PER_KGCE).cast(NUMBER) * size * pl.col("scale")
    return (
        terms.join(heat, on=["source", "row"], how="left", maintain_order="left")
        .join(dimensions, on="code", how="left", maintain_order="left")
        .with_columns(heat_factor=pl.when(pl.col("table") == "energy_consumption").then(implied).cast(NUMBER))
        .drop("ncv_adopted", "dimension")
    )
