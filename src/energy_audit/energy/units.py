"""Units: from what people write to the energy's standard unit, exactly or not at all.

The base of each dimension is the standard unit of the statistical catalogue (吨, 万立方米, 万千瓦时,
百万千焦, 吨标准煤; 万元 for money), so a spelling's multiplier is at once the factor to the standard unit
and every product stays exact. An unknown unit, or one of another dimension, gives null: it is an error for
the caller to report, never a conversion. kWh is a unit of electricity only: waste heat filed in kWh is most
often the electricity made from it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.once import once
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

CUBIC_METRES_PER_VOLUME_BASE = Decimal(10_000)
"""The base of volume is 万立方米; a density in kg/L is tonnes per cubic metre."""

normalised_unit = normalised


@once
def unit_table(reference: Reference) -> pl.DataFrame:
    """Return the known units, to be joined on ``normalised_unit``.

    Returns:
        unit_spelling: String (unique), unit_dimension: String, unit_multiplier: NUMBER (to the dimension's base).
    """
    return reference.units.select(
        normalised(pl.col("spelling")).alias("unit_spelling"),
        unit_dimension="dimension",
        unit_multiplier="multiplier",
    )


def with_unit_factor(rows: pl.LazyFrame | pl.DataFrame, reference: Reference) -> pl.LazyFrame:
    """Add the exact factor from each row's filed unit to its energy's standard unit.

    Args:
        rows: unit: String, as filed; dimension: String, of the energy's standard unit, as the catalogue gives it;
            liquid: Boolean, whether the energy may be filed by volume; density: NUMBER, kg/L, may be null.
        reference: the tables.

    Returns:
        ``rows`` in their order with unit_dimension: String (null where the unit is not known) and unit_factor:
        NUMBER (standard units per filed unit; null where the unit is unknown, of another dimension, or a
        volume of liquid without density).
    """
    same = pl.col("unit_dimension") == pl.col("dimension")
    liquid_by_volume = (pl.col("dimension") == "mass") & (pl.col("unit_dimension") == "volume") & pl.col("liquid")
    by_density = (
        pl.col("unit_multiplier")
        * pl.lit(CUBIC_METRES_PER_VOLUME_BASE, NUMBER)
        * pl.when(pl.col("density") > 0).then("density")
    )
    return (
        rows.lazy()
        .with_columns(unit_spelling=normalised(pl.col("unit")))
        .join(unit_table(reference).lazy(), on="unit_spelling", how="left", maintain_order="left")
        .with_columns(
            unit_factor=pl.when(same).then("unit_multiplier").when(liquid_by_volume).then(by_density).cast(NUMBER)
        )
        .drop("unit_spelling", "unit_multiplier")
    )
