"""Projects that may be parts of one: each exempt from energy review, together at or above the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import known_sum
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
    avoided nothing. Whether they are one project is for a person to say. Where an amount is missing, so that one of them
    may not be exempt or the sum may reach the line, it cannot be told.

    Args:
        projects: project rows with their regime, amounts and ``reviewed``; a blank start is taken as the
            commissioning, and projects of one unit without any county as standing at one place.
        regimes: the editions of the measures.

    Returns:
        ``source``, ``row``, ``split_candidate`` (true, or null where it cannot be told) of the projects found.
    """
    begun = projects.with_columns(
        split_county=pl.col("county_name").fill_null(""),
        begun=pl.coalesce("construction_started_on", "commissioned_on"),
    ).filter(
        pl.col("begun").is_not_null()
        & pl.col("review_regime").is_not_null()
        & pl.col("review_required").ne_missing(pl.lit(value=True))
        & ~pl.col("reviewed").fill_null(value=False)
    )
    small = begun.filter(pl.col("review_required") == pl.lit(value=False))
    certain = _together(small, regimes).filter("reached")
    lacking = begun.filter(pl.col("review_required").is_not_null() | pl.any_horizontal(pl.col(AMOUNTS).is_null()))
    possible = _together(lacking, regimes).filter(pl.col("reached").fill_null(value=True))
    return pl.concat(
        [
            certain.select("source", "row", split_candidate=pl.lit(value=True)),
            possible.join(certain, on=["source", "row"], how="anti").select(
                "source", "row", split_candidate=pl.lit(None, pl.Boolean)
            ),
        ]
    )


def _together(projects: pl.DataFrame, regimes: tuple[ReviewRegime, ...]) -> pl.DataFrame:
    """Add up what was begun at one place within a year of each project: ``source``, ``row``, ``reached`` (three-valued)."""
    mine = projects.select("source", "row", *PLACE, "governing", own="begun")
    others = projects.select(*PLACE, *AMOUNTS, other="begun")
    near = (pl.col("own").dt.offset_by(f"-{SPLIT_MONTHS}mo") <= pl.col("other")) & (
        pl.col("other") <= pl.col("own").dt.offset_by(f"{SPLIT_MONTHS}mo")
    )
    return (
        mine.join(others, on=PLACE, how="inner", nulls_equal=False)
        .filter(near)
        .group_by("source", "row", "governing", maintain_order=True)
        .agg(*(known_sum(name) for name in AMOUNTS), count=pl.len())
        .filter(pl.col("count") > 1)
        .select("source", "row", reached=reaches_line(regimes))
    )
