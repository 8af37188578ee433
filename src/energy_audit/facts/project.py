"""Facts of each fixed-asset project: which review regime governs it, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.facts.sectors import match_sectors

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.project_review import ReviewRegime
    from energy_audit.reference.tables import Reference

YEAR_KEY = ["uscc", "report_year"]
TONNES_PER_10000 = pl.lit(10_000).cast(NUMBER)
KWH_PER_10000 = 10_000

NOT_REVIEWED = ["not_applied", "pending", "rejected", "not_required"]

SIMPLE_INDUSTRIES = ["4413", "4414", "4415", "4416", "4419", "4420"]
"""Hydro, nuclear, wind, solar and other power, and grids: trades with simple energy use that the state lists as exempt
(NDRC Environment [2017] No. 1975, recalled; the list itself is not on file, so it only keeps from accusing)."""

TRIAL_MONTHS = 6
"""Acceptance is due within six months of the trial run (Order No. 31 of 2025, art. 21)."""

SPLIT_MONTHS = 12
"""Projects of one unit at one place started within a year of each other may be parts of one (Order No. 31 art. 25)."""


def project_facts(intake: Intake, reference: Reference, *, as_of: date) -> pl.DataFrame:
    """One row a project; ``subject_key`` is its code, else its name.

    Args:
        intake: the typed tables.
        reference: review regimes and two-high sectors.
        as_of: the day judged.
    """
    table = _possible(_one_row_each(intake.tables["project"]), as_of)
    started = table.with_columns(
        construction_started=_reached("construction_started_on", as_of, ["在建", "投产"], ["拟建"]),
        commissioned=_reached("commissioned_on", as_of, ["投产"], ["拟建", "在建"]),
        reviewed=_reviewed(),
        division=pl.coalesce(pl.col("industry_code").str.slice(0, 2), "trade_division"),
        coal_t=pl.col("coal_pq") * TONNES_PER_10000,
        judged_tce=pl.coalesce("approved_tce_calorific", "actual_tce"),
    ).with_columns(governing=_governing(as_of))
    regimes = reference.project_review
    governed = started.with_columns(
        review_regime=_by_regime(regimes, lambda regime: pl.lit(regime.id)),
        review_required=_required(regimes),
        approval_expires_on=_expiry(regimes),
        acceptance_due_on=pl.col("commissioned_on").dt.offset_by(f"{TRIAL_MONTHS}mo"),
    )
    sectors = match_sectors(_described(governed), reference)
    return (
        governed.with_row_index("unit_id")
        .join(sectors, on="unit_id", how="left", maintain_order="left")
        .join(_split_candidates(governed), on=["source", "row"], how="left", maintain_order="left")
        .with_columns(pl.col("split_candidate").fill_null(value=False))
        .select(_facts())
    )


def _possible(table: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Take what cannot be as unknown: dates of deeds that lie ahead, an approved consumption of zero."""
    deeds = ["approval_date", "review_applied_on", "acceptance_on"]
    amounts = ["approved_tce_calorific", "approved_tce_equal"]
    return table.with_columns(
        *(pl.when(pl.col(day) <= as_of).then(pl.col(day)).alias(day) for day in deeds),
        *(pl.when(pl.col(amount) > 0).then(pl.col(amount)).alias(amount) for amount in amounts),
    )


def _governing(as_of: date) -> pl.Expr:
    """The day that selects the regime: the start of construction, which no commissioning precedes.

    Where the start is blank, the earliest of commissioning, approval and application stands for it; a project not
    yet started is judged by the law of the day.
    """
    stand_in = pl.min_horizontal("commissioned_on", "approval_date", "review_applied_on")
    not_started = pl.when(pl.col("construction_started") == pl.lit(value=False)).then(pl.lit(as_of))
    return pl.coalesce("construction_started_on", stand_in, not_started)


def _one_row_each(table: pl.DataFrame) -> pl.DataFrame:
    """A project listed twice (in two filings of the same year) is one project; cells that differ are unknown."""
    keyed = table.with_columns(
        subject_key=pl.coalesce(
            pl.when(pl.col("project_code").str.strip_chars() != "").then(pl.col("project_code").str.strip_chars()),
            pl.col("project_name"),
            pl.lit(""),
        ),
    )
    duplicated = pl.struct(*YEAR_KEY, "subject_key").is_duplicated()
    if not keyed.select(duplicated.any()).item():
        return keyed
    values = [name for name in keyed.columns if name not in {*YEAR_KEY, "subject_key", "source", "row"}]
    return (
        keyed.group_by(*YEAR_KEY, "subject_key", maintain_order=True)
        .agg(
            pl.col("source").first(),
            pl.col("row").first(),
            *(pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name) for name in values),
        )
        .select(keyed.columns)
    )


def _reached(day: str, as_of: date, stages: list[str], earlier: list[str]) -> pl.Expr:
    """Whether a milestone was reached by the day judged, by its date or the stage; null where they contradict."""
    passed, ahead = pl.col(day) <= as_of, pl.col(day) > as_of
    says_yes, says_no = pl.col("stage").is_in(stages), pl.col("stage").is_in(earlier)
    contradicts = (passed & says_no) | (ahead & says_yes)
    return (
        pl.when(contradicts.fill_null(value=False))
        .then(None)
        .when(passed | says_yes)
        .then(pl.lit(value=True))
        .when(ahead | says_no)
        .then(pl.lit(value=False))
    )


def _reviewed() -> pl.Expr:
    """Whether a review opinion exists: its date or a number says so; a status alone only denies it.

    A document number holds digits; 未批复 or 正在办理 in its place is no number. 已通过 or 已失效 without date or
    number proves nothing.
    """
    numbered = pl.col("document_number").str.contains(r"[0-9０-９]").fill_null(value=False)
    paper = pl.col("approval_date").is_not_null() | numbered
    denied = pl.col("review_status").is_in(["pending", "rejected", "not_applied"]).fill_null(value=False)
    return (
        pl.when(paper & ~denied)
        .then(pl.lit(value=True))
        .when(pl.col("review_status").is_in(NOT_REVIEWED) & ~paper)
        .then(pl.lit(value=False))
    )


def _by_regime(regimes: tuple[ReviewRegime, ...], value: object) -> pl.Expr:
    """Choose a value by the regime in force on the governing date; null where the date is unknown or earlier."""
    chosen: pl.Expr = pl.lit(None)
    for regime in regimes:
        after = pl.col("governing") >= regime.effective_from
        before = pl.lit(value=True) if regime.effective_to is None else pl.col("governing") <= regime.effective_to
        chosen = pl.when(after & before).then(value(regime)).otherwise(chosen)  # type: ignore[operator]  # a callable
    return chosen


def _required(regimes: tuple[ReviewRegime, ...]) -> pl.Expr:
    """Whether the project is above the line of its regime below which no review is made."""
    first = min(regime.effective_from for regime in regimes)
    simple = pl.col("industry_code").is_in(SIMPLE_INDUSTRIES).fill_null(value=False)
    # an exempt trade may need no review at all: above the line it cannot be told, below it is exempt either way
    required = _by_regime(regimes, _above_exemption)
    required = pl.when(simple & required).then(None).otherwise(required)
    return pl.when(pl.col("governing") < first).then(pl.lit(value=False)).otherwise(required)


def _above_exemption(regime: ReviewRegime) -> pl.Expr:
    """Three-valued: one amount above its line suffices; all must be known to be below.

    The lines are those of the level that is exempt, or, under the first regime, of the report form.
    """
    exempt = next((each for each in regime.threshold if each.level == "不单独审查"), None)
    form = next((each for each in regime.threshold if each.level == "报告表"), None)
    tce = (exempt.max_tce if exempt else None) or (form.min_tce if form else None)
    kwh = (exempt.and_max_kwh if exempt else None) or (form.or_kwh_range[0] if form and form.or_kwh_range else None)
    coal = exempt.and_max_coal_t if exempt else None
    above = pl.col("judged_tce") >= tce
    if kwh is not None:
        above = above | (pl.col("annual_electricity") * KWH_PER_10000 >= kwh)
    if coal is not None:
        above = above | (pl.col("coal_t") >= coal)
    return above


def _expiry(regimes: tuple[ReviewRegime, ...]) -> pl.Expr:
    """The last day of an approval's validity, by the regime in force when it was given."""
    expiry: pl.Expr = pl.lit(None, pl.Date)
    for regime in regimes:
        if regime.validity_years is None:
            continue
        after = pl.col("approval_date") >= regime.effective_from
        before = pl.lit(value=True) if regime.effective_to is None else pl.col("approval_date") <= regime.effective_to
        expiry = (
            pl.when(after & before)
            .then(pl.col("approval_date").dt.offset_by(f"{regime.validity_years}y"))
            .otherwise(expiry)
        )
    return expiry


def _described(projects: pl.DataFrame) -> pl.DataFrame:
    """What names a project's product: its title and main content."""
    return projects.with_row_index("unit_id").select(
        "unit_id",
        "industry_code",
        words=pl.concat_str("project_name", "main_content", separator=" ", ignore_nulls=True),
    )


def _split_candidates(projects: pl.DataFrame) -> pl.DataFrame:
    """Projects of one unit, county and industry started within a year, each exempt, together above the line.

    The line is the smallest of the regimes' (1,000 tce); whether they are one project is for a person to say.
    """
    line = pl.lit(1000).cast(NUMBER)
    group = ["uscc", "report_year", "county_name", "industry_code"]
    small = projects.filter(
        (pl.col("judged_tce") < line)
        & pl.col("construction_started_on").is_not_null()
        & (pl.col("review_required") == False)  # noqa: E712 - null is not false
    )
    mine = small.select("source", "row", *group, own=pl.col("construction_started_on"))
    others = small.select(*group, other=pl.col("construction_started_on"), tce=pl.col("judged_tce"))
    near = (pl.col("own").dt.offset_by(f"-{SPLIT_MONTHS}mo") <= pl.col("other")) & (
        pl.col("other") <= pl.col("own").dt.offset_by(f"{SPLIT_MONTHS}mo")
    )
    return (
        mine.join(others, on=group, how="inner", nulls_equal=False)
        .filter(near)
        .group_by("source", "row", maintain_order=True)
        .agg(together=pl.col("tce").sum(), count=pl.len())
        .filter((pl.col("count") > 1) & (pl.col("together") >= line))
        .select("source", "row", split_candidate=pl.lit(value=True))
    )


def _facts() -> list[pl.Expr | str]:
    renamed = {
        "project_stage": "stage",
        "project_nature": "nature",
        "project_industry_code": "industry_code",
        "project_division": "division",
        "approval_number": "document_number",
        "review_governing_date": "governing",
        "approved_tce": "approved_tce_calorific",
        "project_coal_t": "coal_t",
        "project_two_high_sector": "sector",
        "project_two_high_match": "sector_match",
        "project_two_high_confidence": "sector_confidence",
        "project_in_provincial_catalogue": "in_catalogue",
    }
    kept = [
        "uscc",
        "report_year",
        "subject_key",
        "source",
        "row",
        "project_name",
        "project_code",
        "review_applied_on",
        "review_level",
        "approval_date",
        "review_status",
        "construction_started_on",
        "construction_started",
        "commissioned_on",
        "commissioned",
        "acceptance_on",
        "acceptance_done",
        "reviewed",
        "review_regime",
        "review_required",
        "approval_expires_on",
        "acceptance_due_on",
        "actual_tce",
        "annual_electricity",
        "eia_approved",
        "regional_reduction_plan",
        "catalogue_class",
        "energy_level",
        "carbon_evaluated",
        "is_substitution",
        "split_candidate",
    ]
    return [*kept, *(pl.col(old).alias(new) for new, old in renamed.items())]
