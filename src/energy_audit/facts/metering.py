"""Facts of each row of the metering table (GB 17167)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER, round_half_up

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

LEVELS = (1, 2, 3)
HUNDRED = pl.lit(100).cast(NUMBER)


def metering_facts(intake: Intake) -> pl.DataFrame:
    """One row an energy; the rate is recomputed from the counts and is null where nothing was needed."""
    rates = [
        pl.when(pl.col(f"l{level}_need") > 0)
        .then(round_half_up(pl.col(f"l{level}_have") / pl.col(f"l{level}_need") * HUNDRED, 2))
        .alias(f"l{level}_rate")
        for level in LEVELS
    ]
    return intake.tables["metering"].select(
        "uscc",
        "report_year",
        pl.col("energy_type").fill_null("").alias("subject_key"),
        "source",
        "row",
        "energy_type",
        # a required rate is a percentage; 0.95 or 1 was meant as a share and says nothing until corrected
        *(
            pl.when(pl.col(f"l{level}_std") > 1).then(pl.col(f"l{level}_std")).alias(f"l{level}_std")
            for level in LEVELS
        ),
        *(f"l{level}_{part}" for level in LEVELS for part in ("need", "have")),
        *rates,
        *(_short(level).alias(f"l{level}_short") for level in LEVELS),
    )


def _short(level: int) -> pl.Expr:
    """Whether meters of a level are too few, three-valued.

    A required rate below 100 % is the unit's own word: it may convict, but only the standard could say that fewer than
    needed suffice.
    """
    need, have, required = (pl.col(f"l{level}_{part}") for part in ("need", "have", "std"))
    stated = pl.when(required > 1).then(required)
    return (
        pl.when((have * HUNDRED < stated * need).fill_null(value=False) & (have < need))
        .then(pl.lit(value=True))
        .when(have >= need)
        .then(pl.lit(value=False))
    )
