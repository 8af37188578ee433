"""Motors by GB 18613-2020: the efficiency on the nameplate, its IE code, or the grade it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.facts.efficiency.grades import ANSWER, BELOW, answered, grade_of, in_force
from energy_audit.facts.efficiency.label import label_grade

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.reference.tables import Reference

STANDARD, FORMER = "GB 18613-2020", "GB 18613-2012"

BY_IE = {1: BELOW, 2: BELOW, 3: 3, 4: 2, 5: 1}
"""GB 18613-2020: grade 3 equals IE3, grade 2 IE4, grade 1 IE5."""

BY_FORMER_LABEL = {1: 2, 2: 3, 3: BELOW}
"""The edition of 2012 counted IE4, IE3 and IE2 as grades 1, 2 and 3."""

_KILOWATTS = r"(?i)(\d+(?:\.\d+)?)\s*(?:kw|千瓦)"
_POLES = r"-(2|4|6|8)(?:极|P)?$"
_SERIES = r"^([A-Z]+\d)"


def grade_motors(motors: pl.DataFrame, reference: Reference, on: date) -> pl.DataFrame:
    """Grade motors; whatever the nameplate tells twice must agree.

    Args:
        motors: device, plate_model, capacity, level, percent, label, label_standard.
        reference: the grades by rated power and poles.
        on: the day judged.

    Returns:
        ``ANSWER`` and ``likely``: Int64, the grade that the series usually has, where the nameplate gives none.
    """
    table = in_force(reference.motor_efficiency, on)
    if table.is_empty() or motors.is_empty():
        return (
            motors.select("device", grade=None, standard=None, confidence=None, missing=pl.lit("edition"))
            .cast(
                ANSWER  # type: ignore[arg-type]  # polars types its schema more narrowly than it takes
            )
            .with_columns(likely=pl.lit(None, pl.Int64))
        )
    series = in_force(reference.motor_series, on).select("series", series_ie="ie")
    described = (
        motors.with_columns(
            kw=pl.col("capacity").str.normalize("NFKC").str.extract(_KILOWATTS).cast(NUMBER, strict=False),
            poles=pl.col("plate_model").str.extract(_POLES).cast(pl.Int64, strict=False),
            ie=pl.col("level").str.extract(r"(?i)IE\s*([1-5])").cast(pl.Int64, strict=False),
            series=pl.col("plate_model").str.extract(_SERIES),
        )
        .join(
            table.select("poles", "grade1", "grade2", "grade3", "confidence", "citation", kw="rated_kw"),
            on=["kw", "poles"],
            how="left",
            maintain_order="left",
        )
        .join(series, on="series", how="left", maintain_order="left")
    )
    former = pl.when(pl.col("label_standard") == FORMER).then(_mapped("label", BY_FORMER_LABEL))
    told = [grade_of(pl.col("percent")), _mapped("ie", BY_IE), label_grade(STANDARD), former]
    names = [f"_by{number}" for number in range(len(told))]
    weighed = described.with_columns(each.alias(name) for each, name in zip(told, names, strict=True))
    agree = pl.min_horizontal(names) == pl.max_horizontal(names)
    missing = (
        pl.when(pl.any_horizontal(pl.col(name).is_not_null() for name in names))
        .then(pl.lit("motor-contradiction"))
        .when(pl.col("percent").is_not_null())
        .then(pl.lit("motor-rating"))
        .otherwise(pl.lit("motor-efficiency"))
    )
    graded = weighed.with_columns(
        grade=pl.when(agree).then(pl.coalesce(names)),
        standard=pl.coalesce("citation", pl.lit(table["citation"][0])),
        confidence=pl.coalesce("confidence", pl.lit(table["confidence"][0])),
        missing=missing,
    )
    likely = graded.select("device", likely=pl.when(pl.col("grade").is_null()).then(_mapped("series_ie", BY_IE)))
    return answered(graded).join(likely, on="device", how="left", maintain_order="left")


def _mapped(name: str, grades: dict[int, int]) -> pl.Expr:
    return pl.col(name).replace_strict(grades, default=None, return_dtype=pl.Int64)
