"""Units: from what people write to the energy's standard unit, exactly or not at all.

The base of each dimension is the standard unit of the statistical catalogue (吨, 万立方米, 万千瓦时,
百万千焦, 吨标准煤; 万元 for money), so a spelling's multiplier is at once the factor to the standard unit
and every product stays exact. An unknown unit, or one of another dimension, gives null: it is an error for
the caller to report, never a conversion. kWh is a unit of electricity only: waste heat filed in kWh is most
often the electricity made from it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.spelling import normalise, normalised

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

CUBIC_METRES_PER_VOLUME_BASE = Decimal(10_000)
"""The base of volume is 万立方米; a density in kg/L is tonnes per cubic metre."""

normalise_unit = normalise
normalised_unit = normalised


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


def with_unit_factor(
    rows: pl.LazyFrame | pl.DataFrame,
    reference: Reference,
    *,
    unit: str = "unit",
    dimension: str = "dimension",
    liquid: str = "liquid",
    density: str = "density",
) -> pl.LazyFrame:
    """Add the exact factor from each row's filed unit to its energy's standard unit.

    Args:
        rows: the rows, with the four columns named below.
        reference: the tables.
        unit: the unit as filed, String.
        dimension: dimension of the energy's standard unit, String, as the catalogue gives it.
        liquid: whether the energy is a liquid that may be filed by volume, Boolean.
        density: kg/L, NUMBER, may be null.

    Returns:
        ``rows`` in their order with unit_dimension: String (null where the unit is not known) and unit_factor:
        NUMBER (standard units per filed unit; null where the unit is unknown, of another dimension, or a
        volume of liquid without density).
    """
    same = pl.col("unit_dimension") == pl.col(dimension)
    liquid_by_volume = (pl.col(dimension) == "mass") & (pl.col("unit_dimension") == "volume") & pl.col(liquid)
    by_density = (
        pl.col("unit_multiplier")
        * pl.lit(CUBIC_METRES_PER_VOLUME_BASE, NUMBER)
        * pl.when(pl.col(density) > 0).then(density)
    )
    return (
        rows.lazy()
        .with_columns(unit_spelling=normalised(pl.col(unit)))
        .join(unit_table(reference).lazy(), on="unit_spelling", how="left", maintain_order="left")
        .with_columns(
            unit_factor=pl.when(same).then("unit_multiplier").when(liquid_by_volume).then(by_density).cast(NUMBER)
        )
        .drop("unit_spelling", "unit_multiplier")
    )


def unit_factor(
    reference: Reference, unit: str, standard_unit: str, *, density: Decimal | None = None
) -> Decimal | None:
    """Return how many ``standard_unit`` one ``unit`` is, exactly; None where that cannot be said.

    Args:
        reference: the tables.
        unit: as people write it.
        standard_unit: any unit that is the base of its dimension, as the catalogue writes it.
        density: kg/L of a liquid filed by volume; without it a volume never becomes a mass.
    """
    known = _known(reference)
    source, target = known.get(normalise(unit)), known.get(normalise(standard_unit))
    if source is None or target is None or target[1] != 1:
        return None
    if source[0] == target[0]:
        return source[1]
    if source[0] == "volume" and target[0] == "mass" and density is not None and density > 0:
        return source[1] * CUBIC_METRES_PER_VOLUME_BASE * density
    return None


def convert(
    reference: Reference, value: Decimal, unit: str, standard_unit: str, *, density: Decimal | None = None
) -> Decimal | None:
    """Return ``value`` of ``unit`` in ``standard_unit``, exactly; None where that cannot be said."""
    factor = unit_factor(reference, unit, standard_unit, density=density)
    return None if factor is None else value * factor


@lru_cache(maxsize=4)
def _known(reference: Reference) -> dict[str, tuple[str, Decimal]]:
    return {
        spelling: (dimension, multiplier.normalize())
        for spelling, dimension, multiplier in unit_table(reference).iter_rows()
    }
