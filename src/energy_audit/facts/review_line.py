"""The line of energy review: which regime governs a project, and whether its amounts reach the line of that regime."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from energy_audit.reference.project_review import ReviewRegime, ReviewThreshold, SimpleIndustry

KWH_PER_10000 = 10_000
TCE_PER_10000_KWH = pl.lit(Decimal("1.229")).cast(NUMBER)
"""Calorific value of electricity (GB/T 2589-2020, table A.2), on which the line of review is judged."""

LIGHTEST_OIL, LIGHTEST_GAS = Decimal(1), Decimal("0.0011")
"""The least that oil and its products (tce/t) and natural gas (tce/m3) weigh: the lower ends of 其他石油制品 in the
statistical catalogue and of 天然气 in GB/T 2589-2020, table A.1."""


def governing_day(as_of: date) -> pl.Expr:
    """The day that selects the regime: the start of construction, which no commissioning precedes.

    Where the start is blank, the earliest of commissioning, approval and application stands for it; a project not
    yet started is judged by the law of the day.
    """
    stand_in = pl.min_horizontal("commissioned_on", "approval_date", "review_applied_on")
    not_started = pl.when(pl.col("construction_started") == pl.lit(value=False)).then(pl.lit(as_of))
    return pl.coalesce("construction_started_on", stand_in, not_started)


def by_regime(regimes: tuple[ReviewRegime, ...], value: Callable[[ReviewRegime], pl.Expr]) -> pl.Expr:
    """Choose a value by the regime in force on ``governing``; null where that day is unknown or earlier."""
    chosen: pl.Expr = pl.lit(None)
    for regime in regimes:
        chosen = pl.when(_in_force("governing", regime)).then(value(regime)).otherwise(chosen)
    return chosen


def expiry_of_approval(regimes: tuple[ReviewRegime, ...]) -> pl.Expr:
    """The last day of an approval's validity, by the regime in force when it was given."""
    expiry: pl.Expr = pl.lit(None, pl.Date)
    for regime in regimes:
        if regime.validity_years is not None:
            last = pl.col("approval_date").dt.offset_by(f"{regime.validity_years}y")
            expiry = pl.when(_in_force("approval_date", regime)).then(last).otherwise(expiry)
    return expiry


def acceptance_due_on(regimes: tuple[ReviewRegime, ...]) -> pl.Expr:
    """The last day for acceptance, by the regime of the commissioning: that day, or so many months of trial run later.

    Null where the regime asks for no acceptance.
    """
    due: pl.Expr = pl.lit(None, pl.Date)
    for regime in regimes:
        if regime.acceptance_zh:
            last = pl.col("commissioned_on").dt.offset_by(f"{regime.acceptance_months_after_trial or 0}mo")
            due = pl.when(_in_force("commissioned_on", regime)).then(last).otherwise(due)
    return due


def review_required(regimes: tuple[ReviewRegime, ...], simple: tuple[SimpleIndustry, ...]) -> pl.Expr:
    """Whether the project is above the line of its regime below which no review is made.

    A trade that is listed as simple may need no review at all: above the line it cannot be told, below it is exempt
    either way; so it is of an expansion of which only the increase counts, where no opinion says what that was. Before the
    first regime there was no review.
    """
    first = min(regime.effective_from for regime in regimes)
    required = _but_simple(reaches_line(regimes), simple)
    required = pl.when(increase_unstated(regimes) & required).then(None).otherwise(required)
    return pl.when(pl.col("governing") < first).then(pl.lit(value=False)).otherwise(required)


def actual_reaches_line(regimes: tuple[ReviewRegime, ...], simple: tuple[SimpleIndustry, ...]) -> pl.Expr:
    """Whether the consumption after commissioning is at or above the line; of a trade listed as simple it says nothing, nor of
    an expansion of which only the increase counts.
    """
    reached = by_regime(regimes, lambda regime: pl.col("actual_tce") >= _line_tce(regime))
    reached = _but_simple(reached, simple)
    return pl.when(increase_unstated(regimes) & reached).then(None).otherwise(reached)


def increase_unstated(regimes: tuple[ReviewRegime, ...]) -> pl.Expr:
    """Whether the regime counts only what the project adds, and the filing states the total: of an expansion without an
    opinion, whose amount the form asks for as it will be once all is built. Never null.
    """
    counts = by_regime(regimes, lambda regime: pl.lit(value=regime.expansion_by_increase))
    total = pl.col("nature").is_null() | (pl.col("nature") == "扩建")
    return (counts & total & ~pl.col("reviewed").fill_null(value=False)).fill_null(value=False)


def reaches_line(regimes: tuple[ReviewRegime, ...]) -> pl.Expr:
    """Three-valued: one amount at or above its line suffices; all must be known to be below.

    Reads ``judged_tce`` (tce a year), ``judged_electricity`` (10^4 kWh), ``coal_t`` (t) and ``governing``.
    """
    return by_regime(regimes, _reaches)


def may_reach_line(regimes: tuple[ReviewRegime, ...]) -> pl.Expr:
    """Whether the amounts reach the line of any regime; three-valued like ``reaches_line``.

    Oil and gas are left out: no day says that the one regime with lines of them governed.
    """
    return pl.any_horizontal([_filed_amounts_reach(regime) for regime in regimes])


def _reaches(regime: ReviewRegime) -> pl.Expr:
    form = _level(regime, "报告表")
    reached = _filed_amounts_reach(regime)
    if form and form.or_oil_t_range and form.or_gas_m3_range:
        lightest = min(form.or_oil_t_range[0] * LIGHTEST_OIL, form.or_gas_m3_range[0] * LIGHTEST_GAS)
        reached = reached | _may_be_oil_or_gas(lightest)
    return reached


def _may_be_oil_or_gas(lightest: Decimal) -> pl.Expr:
    """Null where what is not electricity weighs as much as the lighter of the two lines (tce), else false: no project
    states its oil and gas.
    """
    rest = pl.col("judged_tce") - pl.col("judged_electricity") * TCE_PER_10000_KWH
    return pl.when(rest < pl.lit(lightest).cast(NUMBER)).then(pl.lit(value=False))


def _filed_amounts_reach(regime: ReviewRegime) -> pl.Expr:
    exempt, form = _level(regime, "不单独审查"), _level(regime, "报告表")
    kwh = (exempt.and_max_kwh if exempt else None) or (form.or_kwh_range[0] if form and form.or_kwh_range else None)
    coal = exempt.and_max_coal_t if exempt else None
    above = pl.col("judged_tce") >= _line_tce(regime)
    if kwh is not None:
        above = above | (pl.col("judged_electricity") * KWH_PER_10000 >= kwh)
    if coal is not None:
        above = above | (pl.col("coal_t") >= coal)
    return above


def _line_tce(regime: ReviewRegime) -> int | None:
    """The line of the level that is exempt or, under the first regime, of the report form."""
    exempt, form = _level(regime, "不单独审查"), _level(regime, "报告表")
    return (exempt.max_tce if exempt else None) or (form.min_tce if form else None)


def _level(regime: ReviewRegime, level: str) -> ReviewThreshold | None:
    return next((each for each in regime.threshold if each.level == level), None)


def _but_simple(reached: pl.Expr, simple: tuple[SimpleIndustry, ...]) -> pl.Expr:
    listed = pl.any_horizontal([pl.lit(value=False), *(_listed_as_simple(each) for each in simple)])
    return pl.when(listed & reached).then(None).otherwise(reached)


def _listed_as_simple(trade: SimpleIndustry) -> pl.Expr:
    named = pl.any_horizontal([pl.col("industry_code").str.starts_with(code) for code in trade.codes])
    return (named & _in_force("governing", trade)).fill_null(value=False)


def _in_force(day: str, dated: ReviewRegime | SimpleIndustry) -> pl.Expr:
    after = pl.col(day) >= dated.effective_from
    return after if dated.effective_to is None else after & (pl.col(day) <= dated.effective_to)
