"""What table 6 says of the targets set to a unit: which are missed, what is claimed against them, how far the plan is.

A target for a total or an intensity is met from below, one for a saving, a fall or renewable energy from above; where the
name tells neither, only the unit's own word counts. Where a value less green power is filed too, either may meet the target. Where
a figure is missing, the unit's word that it missed the target counts, its word that it met it does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.targets import meets, with_sides
from energy_audit.energy.terms import YEAR_KEY, is_among, unread_rows
from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

FAR_APART = 20
"""No yearly rate is twenty times its target; a hundred times is a percent sign left out. A working figure."""
ANOTHER_UNIT = 200
"""No result lies so many times off its target: of the two one is in tonnes where the other is in kilograms or 万吨. A working
figure."""

_NONE_FILED = pl.Schema(
    {
        "uscc": pl.String(),
        "report_year": pl.Int64(),
        "any_target_missed": pl.Boolean(),
        "target_claim_contradicted": pl.Boolean(),
        "targets_missed": pl.String(),
        "five_year_target_filed": pl.Boolean(),
        "target_progress_share": NUMBER,
    }
)


def target_facts(intake: Intake) -> pl.DataFrame:
    """Give the facts of every enterprise-year that filed targets.

    Returns:
        uscc, report_year; ``any_target_missed``, ``target_claim_contradicted``: Boolean, null where it cannot be told; ``targets_missed``: String, their names
        with target and actual value; ``five_year_target_filed``: whether one of them has a five-year saving or fall;
        ``target_progress_share``: the least share of these that has been reached, null where one of them is not told.
    """
    filed = intake.tables["target"]
    if filed.is_empty():  # what is searched for in the names costs as much for none as for a thousand
        return _NONE_FILED.to_frame()

    def unread(column: str) -> pl.Expr:
        return is_among(unread_rows(intake.problems, [column], "target"))

    # a blank name tells neither side, one that cannot be read may tell either
    sides = {
        side: pl.when(~unread("target_name")).then(pl.col(side).fill_null(value=False))
        for side in ("adds_up", "from_above", "from_below")
    }
    told_by_name = pl.col("from_above") | pl.col("from_below")
    target, actual, green = pl.col("target_value"), pl.col("actual_value"), pl.col("actual_excl_green")
    # a blank one is none, one that cannot be read may meet the target
    no_green = green.is_null() & ~unread("actual_excl_green")
    planned = pl.when(~unread("period_target")).then((pl.col("period_target") > 0).fill_null(value=False))

    by_green = pl.when(_comparable(target, green)).then(meets(green, target))
    either = meets(actual, target) | (by_green & ~no_green)
    met = pl.when(told_by_name & _comparable(target, actual)).then(either)
    rows = (
        with_sides(filed)
        .with_columns(**sides)
        .with_columns(
            met=met,
            missed=pl.coalesce(~met, pl.when(~told_by_name | ~pl.col("achieved")).then(~pl.col("achieved"))),
            contradicted=pl.col("achieved") & ~met,
            five_years=pl.col("adds_up") & planned,
            # little may well be reached, two hundred times as much as was asked for is in another unit
            progress=pl.when(
                (pl.col("period_target") > 0) & (pl.col("period_cumulative") < pl.col("period_target") * ANOTHER_UNIT)
            ).then(pl.col("period_cumulative") / pl.col("period_target")),
            told=pl.format(
                "{}：目标 {}，实际 {}", _text("target_name"), _amount("target_value"), _amount("actual_value")
            ),
        )
    )
    return rows.group_by(YEAR_KEY, maintain_order=True).agg(
        any_target_missed=pl.col("missed").any(ignore_nulls=False),
        target_claim_contradicted=pl.col("contradicted").any(ignore_nulls=False),
        targets_missed=pl.col("told").filter(pl.col("missed")).str.join("；").replace("", None),
        five_year_target_filed=pl.col("five_years").any(ignore_nulls=False),
        target_progress_share=pl.when(~(pl.col("five_years") & pl.col("progress").is_null()).any()).then(
            pl.col("progress").filter(pl.col("five_years")).min()
        ),
    )


def _comparable(target: pl.Expr, actual: pl.Expr) -> pl.Expr:
    """Whether two figures seem to be in one unit; never null.

    Of two percentages one may be filed as a share (3 % beside 0.025), of two amounts one in another unit (0.5 万吨 beside
    5,200 t).
    """
    percent = pl.col("target_unit").str.normalize("NFKC").str.strip_chars().is_in(["%", "百分比", "百分数"])
    least, most = pl.min_horizontal(target.abs(), actual.abs()), pl.max_horizontal(target.abs(), actual.abs())
    apart = (percent & (least < 1) & (most >= least * FAR_APART)) | (most >= least * ANOTHER_UNIT)
    return ~((least > 0) & apart).fill_null(value=False)


def _text(name: str) -> pl.Expr:
    return pl.col(name).fill_null("没有名称的目标")


def _amount(name: str) -> pl.Expr:
    """Write a figure with the unit of its target."""
    digits = pl.col(name).cast(pl.String)
    trimmed = pl.when(digits.str.contains(".", literal=True)).then(
        digits.str.strip_chars_end("0").str.strip_chars_end(".")
    )
    unit = pl.concat_str(pl.lit(" "), "target_unit").fill_null("")
    return (pl.coalesce(trimmed, digits) + unit).fill_null("未填")
