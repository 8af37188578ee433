"""What the grades of motors, boilers and transformers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.reference.lookup import holds_on

if TYPE_CHECKING:
    from datetime import date

BELOW = 4
"""Below grade 3, the limit value."""

ANSWER = {
    "device": pl.UInt32(),
    "grade": pl.Int64(),
    "standard": pl.String(),
    "confidence": pl.String(),
    "missing": pl.String(),
}
"""What is said of each device: its grade, or what the grade lacks (a code of the vocabulary)."""


def in_force(table: pl.DataFrame, on: date) -> pl.DataFrame:
    """Rows of a table that hold on a day and are sure enough to grade by."""
    return table.filter(holds_on(on) & (pl.col("confidence") != "low"))


def grade_of(percent: pl.Expr) -> pl.Expr:
    """Grade of an efficiency, the higher the better; null where it or its table value is not known."""
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


def unanimous(cases: pl.DataFrame) -> pl.DataFrame:
    """Grade of each device where every case that it may be gives the same.

    Args:
        cases: device, case (the grade by that case), standard, confidence.

    Returns:
        device, grade (null where the cases differ), standard, confidence (the least sure one).
    """
    least = pl.when((pl.col("confidence") == "high").all()).then(pl.lit("high")).otherwise(pl.lit("medium"))
    return cases.group_by("device", maintain_order=True).agg(
        grade=pl.when((pl.col("case").n_unique() == 1) & pl.col("case").is_not_null().all()).then(
            pl.col("case").first()
        ),
        standard=pl.col("standard").first(),
        confidence=least,
    )


def answered(devices: pl.DataFrame) -> pl.DataFrame:
    """Bring an answer to its columns; what has a grade lacks nothing, and what has none stands on no standard."""
    known = pl.col("grade").is_not_null()
    return devices.select(
        "device",
        pl.col("grade").cast(pl.Int64),
        standard=pl.when(known).then("standard"),
        confidence=pl.when(known).then("confidence"),
        missing=pl.when(~known).then("missing"),
    ).cast(ANSWER)  # type: ignore[arg-type]  # polars types its schema more narrowly than it takes


def agree(reckoned: str) -> pl.Expr:
    """Whether the reckoned grade and the ``stated`` one do not contradict each other."""
    return pl.col("stated").is_null() | pl.col(reckoned).is_null() | (pl.col("stated") == pl.col(reckoned))


def settled(devices: pl.DataFrame, reckoned: str, table: pl.DataFrame, missing: pl.Expr) -> pl.DataFrame:
    """Answer by the reckoned grade, else by the stated one; a stated one stands on the edition of the table.

    Args:
        devices: device, stated, the reckoned grade, and standard and confidence of the row it was reckoned by.
        reckoned: name of the reckoned grade.
        table: the grades in force, perhaps none.
        missing: what the grade lacks, if it lacks anything.

    Returns:
        ``ANSWER``.
    """
    edition = {"standard": "citation", "confidence": "confidence"}
    own = {name: pl.lit(table[column][0] if table.height else None, pl.String) for name, column in edition.items()}
    return answered(
        devices.with_columns(
            grade=pl.when(agree(reckoned)).then(pl.coalesce(reckoned, "stated")),
            missing=missing,
            **{name: pl.coalesce(name, of_table) for name, of_table in own.items()},
        )
    )
