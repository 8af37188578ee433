"""Industrial boilers by GB 24500-2020: thermal efficiency, where all classes of fuel and burning that it may be of agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.facts.efficiency.grades import agree, grade_of, in_force, settled, unanimous
from energy_audit.facts.efficiency.label import label_grade

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.reference.tables import Reference

STANDARD = "GB 24500-2020"

_BURNING = {"L": "layer", "W": "layer", "F": "fluidised", "S": "chamber"}
"""The third letter of an industrial boiler's model (JB/T 1626); a gas or oil boiler burns in its chamber."""


def grade_boilers(boilers: pl.DataFrame, reference: Reference, on: date) -> pl.DataFrame:
    """Grade boilers.

    Args:
        boilers: device, plate_model, percent, fuel, evaporation_tph, label, label_standard.
        reference: the grades by burning, fuel and size.
        on: the day judged.

    Returns:
        ``ANSWER``.
    """
    table = in_force(reference.boiler_efficiency, on)
    described = boilers.with_columns(
        burning=pl.col("plate_model")
        .str.extract(r"^[A-Z]{2}([A-Z])\d")
        .replace_strict(_BURNING, default=None, return_dtype=pl.String),
        industrial=pl.col("plate_model").str.contains(r"^[A-Z]{3}\d").fill_null(value=False),
    )
    by_heat = unanimous(_cases(described.filter("industrial"), table)).rename({"grade": "by_heat"})
    stated = pl.when("industrial").then(label_grade(STANDARD)) if table.height else pl.lit(None, pl.Int64)
    graded = described.with_columns(stated=stated).join(by_heat, on="device", how="left", maintain_order="left")
    missing = (
        pl.when(pl.lit(value=table.is_empty()))
        .then(pl.lit("edition"))
        .when(~pl.col("industrial"))
        .then(pl.lit("boiler-kind"))
        .when(~agree("by_heat"))
        .then(pl.lit("boiler-contradiction"))
        .when(pl.col("percent").is_null())
        .then(pl.lit("boiler-efficiency"))
        .when(pl.col("standard").is_null())
        .then(pl.lit("boiler-fuel"))
        .otherwise(pl.lit("boiler-class"))
    )
    return settled(graded, "by_heat", table, missing)


def _cases(boilers: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    classes = table.select(
        "fuel", "tph_over", "tph_max", "grade1", "grade2", "grade3", "confidence",
        class_burning="burning", standard="citation",
    )  # fmt: skip
    may_burn = (
        pl.col("burning").is_null()
        | (pl.col("class_burning") == "any")
        | (pl.col("burning") == pl.col("class_burning"))
    ) | pl.col("fuel").is_in(["燃气", "燃油"])
    tph = pl.col("evaporation_tph").cast(NUMBER, strict=False)
    sized = (tph.is_null() | pl.col("tph_over").is_null() | (tph > pl.col("tph_over"))) & (
        tph.is_null() | pl.col("tph_max").is_null() | (tph <= pl.col("tph_max"))
    )
    return (
        boilers.join(classes, on="fuel", how="inner", maintain_order="left")
        .filter(may_burn & sized)
        .with_columns(case=grade_of(pl.col("percent")))
    )
