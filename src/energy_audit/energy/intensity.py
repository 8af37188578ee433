"""Intensity: whether a unit-product figure is over its limit, and energy per output value.

A verdict on a figure is one word about several cases: every product it may mean, every edition that was in force
in the year, every grade that may bind the plant. It stands only where all cases agree.
"""

from __future__ import annotations

import polars as pl

from energy_audit.exact import NUMBER, round_half_up

LARGEST_FIGURE = 10**12
"""A unit-product figure beyond it is an error of filing; below it no comparison leaves ``NUMBER``."""

_SMALLEST_OUTPUT = "0.000001"


def exceeds(figure: pl.Expr, level: pl.Expr, ratio_up: pl.Expr, ratio_down: pl.Expr) -> pl.Expr:
    """Whether a figure is above a level in another unit of the same measure; equal is not above.

    Args:
        figure: as filed.
        level: in the unit of its table.
        ratio_up: with ``ratio_down``, whole numbers: one filed unit is ratio_up / ratio_down of the level's.
        ratio_down: never zero.

    Returns:
        Boolean, exact; null where anything is, or the figure is beyond ``LARGEST_FIGURE``.
    """
    return _within(figure) * ratio_up > _within(level) * ratio_down


def in_filed_unit(level: pl.Expr, ratio_up: pl.Expr, ratio_down: pl.Expr) -> pl.Expr:
    """Return a level in the unit of the figure: what a person sees beside it. ``NUMBER``, half up in the last place."""
    return (_within(level) * ratio_down / ratio_up).cast(NUMBER)


def agreed(verdicts: pl.Expr) -> pl.Expr:
    """Aggregate verdicts of all cases: the one they share, null where one is unknown or two differ."""
    settled = (verdicts.null_count() == 0) & (verdicts.n_unique() == 1)
    return pl.when(settled).then(verdicts.first())


def shared(values: pl.Expr) -> pl.Expr:
    """Aggregate values of all cases: the one they share, null where two differ or one is unknown."""
    return pl.when(values.n_unique() == 1).then(values.first())


def by_plant(is_new: pl.Expr, grade2: pl.Expr, grade3: pl.Expr) -> pl.Expr:
    """Return what holds for the plant: grade 2 new or rebuilt, grade 3 existing; not stated, both must be the same."""
    return pl.when(is_new).then(grade2).when(~is_new).then(grade3).when(grade2 == grade3).then(grade3)


PRICE_BASES = {"": "gross_output", "const_": "gross_output_const", "value_added_": "value_added"}
"""What energy is divided by, by the prefix of the fact: output at current and at comparable prices, value added."""


def intensities() -> list[pl.Expr]:
    """Return energy per output value and per value added on both bases, and CO2 per output value.

    Each asks for tce_calorific, tce_equal, co2_t and the columns of ``PRICE_BASES``, 10^4 yuan; tce or tCO2 per 10^4
    yuan, null where a total is open or there is no output.
    """
    per_energy = [
        output_intensity(pl.col(f"tce_{basis}"), pl.col(value)).alias(f"{prefix}intensity_{basis}")
        for prefix, value in PRICE_BASES.items()
        for basis in ("calorific", "equal")
    ]
    return [*per_energy, output_intensity(pl.col("co2_t"), pl.col("gross_output")).alias("co2_intensity")]


def output_intensity(tce: pl.Expr, output_value: pl.Expr) -> pl.Expr:
    """Return energy per output value, tce per 10^4 yuan, half up to 4 decimals; null where there is no output.

    Args:
        tce: comprehensive energy consumption, tce.
        output_value: 10^4 yuan; zero or less is no output.
    """
    usable = pl.when(output_value >= pl.lit(_SMALLEST_OUTPUT).cast(NUMBER)).then(output_value)
    return round_half_up(tce / usable, 4)


def _within(value: pl.Expr) -> pl.Expr:
    return pl.when(value.abs() <= pl.lit(LARGEST_FIGURE, NUMBER)).then(value)
