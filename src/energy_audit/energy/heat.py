"""The factor that a filed heat value implies."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.lookup import KJ_PER_KGCE

KJ_PER_KG_BOUND = 200_000
"""No fuel holds more (hydrogen: 120 000 kJ/kg): a larger heat value is an error of filing and implies no factor."""

_TCE_PER_KGCE = pl.when(pl.col("dimension") == "mass").then(1).when(pl.col("dimension") == "volume").then(10)
"""kgce/kg is tce/t; kgce/m³ is 10 tce per 10^4 m³: per standard unit of the catalogue."""


OTHER_UNITS = {"千卡": Decimal("4.1868"), "兆焦": Decimal(1000)}
"""Units in which heat values are reported beside the kJ of the form, in kJ (7000 kcal are the kilogram of coal equivalent)."""

_TOLERANCE = pl.lit(Decimal("0.01")).cast(NUMBER)
"""A heat value is rounded to tens of kJ, a factor to four digits."""


def other_unit() -> pl.Expr:
    """Name the unit in which the filed heat value fits the filed factor, of ``ncv_adopted``, ``heat_factor`` and
    ``factor_adopted``; null where it fits in kJ, as it is read, or in none that a fuel can hold so much of.
    """

    def fits(size: Decimal) -> pl.Expr:
        implied = pl.col("heat_factor") * pl.lit(size).cast(NUMBER)
        # beside 20 934 kJ it is the factor that is a thousand times too large
        possible = pl.col("ncv_adopted") * pl.lit(size).cast(NUMBER) <= KJ_PER_KG_BOUND
        return (possible & ((pl.col("factor_adopted") - implied).abs() <= implied * _TOLERANCE)).fill_null(value=False)

    named = [pl.when(fits(size)).then(pl.lit(unit)) for unit, size in OTHER_UNITS.items()]
    return pl.when(~fits(Decimal(1))).then(pl.coalesce(named))


def with_heat_factors(terms: pl.DataFrame) -> pl.DataFrame:
    """Add the factor by the heat value that the row of table 2 files (GB/T 2589-2020 3.9).

    Args:
        terms: with ``dimension`` and ``scale``, and ``ncv_adopted``, kJ/kg or kJ/m³.

    Returns:
        ``terms`` without ``dimension`` and ``ncv_adopted``, with ``heat_factor``: NUMBER, tce per filed unit; null where
        no usable heat value is filed.
    """
    usable = pl.when((pl.col("ncv_adopted") > 0) & (pl.col("ncv_adopted") <= KJ_PER_KG_BOUND)).then("ncv_adopted")
    implied = usable / pl.lit(KJ_PER_KGCE).cast(NUMBER) * _TCE_PER_KGCE * pl.col("scale")
    return terms.with_columns(heat_factor=implied.cast(NUMBER)).drop("ncv_adopted", "dimension")
