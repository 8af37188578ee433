"""Efficiency grade of a device, where its nameplate allows: motors by GB 18613-2020, boilers by GB 24500-2020.

Grade 3 is the limit value. Below it a device in use is a case for renewal, not one of elimination. A model name alone
gives no grade; losses of transformers are no column of the filing, so theirs cannot be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.lookup import holds_on

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.reference.tables import Reference

BELOW = 4
"""Below grade 3; IE2 and IE1 are."""

_IE = {"5": 1, "4": 2, "3": 3, "2": BELOW, "1": BELOW}
"""GB 18613-2020: grade 3 equals IE3, grade 2 IE4, grade 1 IE5."""

_PERCENT = r"(\d{2,3}(?:\.\d+)?)\s*%"
_KILOWATTS = r"(?i)(\d+(?:\.\d+)?)\s*(?:kw|千瓦)"
_POLES = r"-(2|4|6|8)(?:极|P)?$"
_BURNING = {"L": "layer", "W": "layer", "F": "fluidised", "S": "chamber"}
"""The third letter of an industrial boiler's model (JB/T 1626); a gas or oil boiler burns in its chamber."""

_LACKING = {
    "motor": "铭牌效率（%）或IE代码，额定功率（kW）",
    "boiler": "热效率（%）和煤种",
    "transformer": "空载损耗、负载损耗",
}


def with_efficiency(devices: pl.DataFrame, reference: Reference, *, on: date) -> pl.DataFrame:
    """Add the grade of each device.

    Args:
        devices: elimination_category (motor | boiler | transformer | …), model, capacity, efficiency_level: String as
            filed; fuel, evaporation_tph.
        reference: the grades.
        on: the day judged.

    Returns:
        ``devices`` in their order with ``efficiency_grade``: Int64 (1, 2, 3; 4 is below grade 3), null where the nameplate
        does not allow it or the cases that it may be differ; ``efficiency_gradable``: Boolean; ``efficiency_standard``, ``efficiency_missing``: String.
    """
    level = pl.col("efficiency_level").str.normalize("NFKC")
    model = pl.col("model").str.normalize("NFKC").str.to_uppercase().str.replace_all(r"\s", "")
    described = devices.with_row_index("device").with_columns(
        percent=level.str.extract(_PERCENT).cast(NUMBER, strict=False),
        ie=level.str.extract(r"(?i)IE\s*([1-5])").replace_strict(_IE, default=None, return_dtype=pl.Int64),
        kw=pl.col("capacity").str.normalize("NFKC").str.extract(_KILOWATTS).cast(NUMBER, strict=False),
        poles=model.str.extract(_POLES).cast(pl.Int64, strict=False),
        burning=model.str.extract(r"^[A-Z]{2}([A-Z])\d").replace_strict(_BURNING, default=None, return_dtype=pl.String),
        industrial=model.str.contains(r"^[A-Z]{3}\d"),
    )
    graded = described.join(
        pl.concat([_motors(described, reference, on), _boilers(described, reference, on)]),
        on="device",
        how="left",
        maintain_order="left",
    )
    lacking = pl.col("elimination_category").replace_strict(_LACKING, default=None, return_dtype=pl.String)
    return graded.with_columns(
        efficiency_gradable=pl.col("efficiency_grade").is_not_null(),
        efficiency_missing=pl.when(pl.col("efficiency_grade").is_null()).then(lacking),
    ).drop("device", "percent", "ie", "kw", "poles", "burning", "industrial")


def _motors(devices: pl.DataFrame, reference: Reference, on: date) -> pl.DataFrame:
    """By the efficiency on the nameplate; else by its IE code."""
    motors = devices.filter(pl.col("elimination_category") == "motor")
    table = reference.motor_efficiency.filter(holds_on(on) & (pl.col("confidence") != "low"))
    grades = table.select("poles", "grade1", "grade2", "grade3", kw="rated_kw", efficiency_standard="citation")
    if table.is_empty():
        return _graded(
            motors.head(0).with_columns(efficiency_grade=pl.lit(None, pl.Int64), efficiency_standard=pl.lit(""))
        )
    measured = motors.join(grades, on=["kw", "poles"], how="left", maintain_order="left")
    by_percent = _grade(pl.col("percent"))
    # an IE code that contradicts the filed efficiency tells nothing
    agreed = pl.when(pl.col("ie").is_null() | by_percent.is_null() | (by_percent == pl.col("ie"))).then(
        pl.coalesce(by_percent, "ie")
    )
    return _graded(
        measured.with_columns(
            efficiency_grade=agreed,
            efficiency_standard=pl.coalesce("efficiency_standard", pl.lit(table["citation"][0])),
        )
    )


def _boilers(devices: pl.DataFrame, reference: Reference, on: date) -> pl.DataFrame:
    """By the thermal efficiency, where all classes of fuel and burning that the boiler may be of agree."""
    boilers = devices.filter((pl.col("elimination_category") == "boiler") & pl.col("industrial"))
    table = reference.boiler_efficiency.filter(holds_on(on) & (pl.col("confidence") != "low")).select(
        "fuel",
        "tph_over",
        "tph_max",
        "grade1",
        "grade2",
        "grade3",
        class_burning="burning",
        efficiency_standard="citation",
    )
    may_burn = (
        pl.col("burning").is_null()
        | (pl.col("class_burning") == "any")
        | (pl.col("burning") == pl.col("class_burning"))
    ) | pl.col("fuel").is_in(["燃气", "燃油"])
    tph = pl.col("evaporation_tph").cast(NUMBER, strict=False)
    sized = (tph.is_null() | pl.col("tph_over").is_null() | (tph > pl.col("tph_over"))) & (
        tph.is_null() | pl.col("tph_max").is_null() | (tph <= pl.col("tph_max"))
    )
    cases = (
        boilers.join(table, on="fuel", how="inner")
        .filter(may_burn & sized)
        .with_columns(case=_grade(pl.col("percent")))
    )
    return _graded(
        cases.group_by("device").agg(
            efficiency_grade=pl.when(pl.col("case").n_unique() == 1).then(pl.col("case").first()),
            efficiency_standard=pl.col("efficiency_standard").first(),
        )
    )


def _graded(devices: pl.DataFrame) -> pl.DataFrame:
    known = pl.col("efficiency_grade").is_not_null()
    return devices.select(
        "device",
        pl.col("efficiency_grade").cast(pl.Int64),
        efficiency_standard=pl.when(known).then("efficiency_standard"),
    )


def _grade(percent: pl.Expr) -> pl.Expr:
    return (
        pl.when(percent.is_null() | pl.col("grade3").is_null())
        .then(None)
        .when(percent >= pl.col("grade1"))
        .then(pl.lit(1, pl.Int64))
        .when(percent >= pl.col("grade2"))
        .then(pl.lit(2, pl.Int64))
        .when(percent >= pl.col("grade3"))
        .then(pl.lit(3, pl.Int64))
        .otherwise(pl.lit(BELOW, pl.Int64))
    )
