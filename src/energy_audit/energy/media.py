"""Energy-carrying media (water, compressed air, oxygen …): stated apart, no part of the total.

The statistical form does not count them; GB/T 2589-2020 table B.1 converts what is bought, and what a unit makes itself
is already counted in the energy it took. So a medium never opens a total and never enters it by default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY, is_among
from energy_audit.energy.units import with_unit_factor
from energy_audit.exact import NUMBER, round_half_up
from energy_audit.reference.lookup import holds_on
from energy_audit.reference.year_day import day_of_year

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference


def media_of(resolved: pl.DataFrame, intake: Intake, reference: Reference) -> pl.DataFrame:
    """Weigh the media of table 2.

    Args:
        resolved: terms after ``resolve_energy``.
        intake: for what was bought.
        reference: GB/T 2589 table B.1 by edition.

    Returns:
        One row a filed medium, in filing order: uscc, report_year, source, row, energy_name, unit; bought: NUMBER, what
        was consumed of what was bought, filed units; medium_low, medium_high: NUMBER, tce per filed unit;
        media_tce_low, media_tce_high: NUMBER, tce; medium_citation. Null where quantity, unit or row is not known.
    """
    key = ["source", "row"]
    rows = resolved.filter((pl.col("flow") == "consumption") & pl.col("medium_keys").is_not_null())
    purchases = intake.tables["energy_consumption"].filter(is_among(rows)).select(*key, "purchase_qty")
    media = reference.energy_factors.filter(basis="medium").select(
        "key", "factor", "effective_from", "effective_to", standard="unit", medium_citation="citation"
    )
    dimensions = reference.units.select(standard="spelling", dimension="dimension")
    dated = (
        rows.select(*YEAR_KEY, *key, "energy_name", "unit", "quantity", "density", key="medium_keys")
        .with_columns(on=day_of_year(pl.col("report_year"), 12, 31))
        .explode("key", empty_as_null=True, keep_nulls=True)
        .join(media, on="key", how="inner", maintain_order="left")
        .filter(holds_on(pl.col("on")))
        .join(dimensions, on="standard", how="left", maintain_order="left")
        .with_columns(liquid=pl.col("standard") == "吨", density=pl.coalesce("density", pl.lit(1).cast(NUMBER)))
    )
    weighed = (
        with_unit_factor(dated, reference)
        .collect()
        .with_columns(per_unit=(pl.col("factor") * pl.col("unit_factor")).cast(NUMBER))
        .group_by(key, maintain_order=True)
        .agg(
            medium_low=pl.when(pl.col("per_unit").is_not_null().all()).then(pl.col("per_unit").min()),
            medium_high=pl.when(pl.col("per_unit").is_not_null().all()).then(pl.col("per_unit").max()),
            medium_citation=pl.col("medium_citation").first(),
        )
    )
    listed = rows.select(*YEAR_KEY, *key, "energy_name", "unit", "quantity")
    return (
        listed.join(weighed, on=key, how="left", maintain_order="left")
        .join(purchases, on=key, how="left", maintain_order="left")
        .with_columns(
            bought=pl.when(pl.col("quantity").is_not_null() & pl.col("purchase_qty").is_not_null()).then(
                pl.min_horizontal("quantity", "purchase_qty")
            )
        )
        .with_columns(
            media_tce_low=pl.col("bought") * pl.col("medium_low"),
            media_tce_high=pl.col("bought") * pl.col("medium_high"),
        )
        .drop("quantity", "purchase_qty")
    )


def media_by_year(media: pl.DataFrame) -> pl.DataFrame:
    """Add the media of each enterprise-year up: ``media_tce_low``, ``media_tce_high``, rounded to 0.01; null = unknown."""
    ends = ("media_tce_low", "media_tce_high")
    return media.group_by(YEAR_KEY, maintain_order=True).agg(
        round_half_up(pl.when(pl.col(end).is_not_null().all()).then(pl.col(end).sum()), 2).alias(end) for end in ends
    )
