"""Projects that may be parts of one: each exempt from energy review, together at or above the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.facts.review_line import reaches_line

if TYPE_CHECKING:
    from energy_audit.reference.project_review import ReviewRegime

SPLIT_MONTHS = 12
"""Projects of one unit at one place begun within a year of each other may be parts of one (Order No. 31 art. 25)."""

AMOUNTS = ["judged_tce", "judged_electricity", "coal_t"]
PLACE = ["uscc", "report_year", "split_county", "industry_code"]


def split_candidates(projects: pl.DataFrame, regimes: tuple[ReviewRegime, ...]) -> pl.DataFrame:
    """Projects of one unit, county and industry begun within a year, each exempt, together at the line of their regime.

    Any amount that has a line counts: consumption, electricity or coal. A project that has its own review opinion
    avoided nothing. Whether they are one project is for a person to say.

    Args:
        projects: project rows with their regime, amounts and ``reviewed``; a blank start is taken as the
            commissioning, and projects of one unit without any county as standing at one place.
        regimes: the editions of the measures.

    Returns:
        ``source``, ``row``, ``split_candidate`` (true) of the projects found.
    """
    small = projects.with_columns(
        split_county=pl.col("county_name").fill_null(""),
        begun=pl.coalesce("construction_started_on", "commissioned_on"),
    ).filter(
        pl.col("begun").is_not_null()
        & pl.col("review_regime").is_not_null()
        & (pl.col("review_required") == pl.lit(value=False))
        & ~pl.col("reviewed").fill_null(value=False)
    )
    mine = small.select("source", "row", *PLACE, "governing", own="begun")
    others = small.select(*PLACE, *AMOUNTS, other="begun")
    near = (pl.col("own").dt.offset_by(f"-{SPLIT_MONTHS}mo") <= pl.col("other")) & (
        pl.col("other") <= pl.col("own").dt.offset_by(f"{SPLIT_MONTHS}mo")
    )
    return (
        mine.join(others, on=PLACE, how="inner", nulls_equal=False)
        .filter(near)
        .group_by("source", "row", "governing", maintain_order=True)
        .agg(pl.col(AMOUNTS).sum(), count=pl.len())
        .filter((pl.col("count") > 1) & reaches_line(regimes))
        .select("source", "row", split_candidate=pl.lit(value=True))
    )
