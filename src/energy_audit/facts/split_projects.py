"""Projects that may be parts of one: each exempt from energy review, together at or above the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import known_sum
from energy_audit.facts.review_line import may_reach_line, reaches_line

if TYPE_CHECKING:
    from energy_audit.reference.project_review import ReviewRegime

SPLIT_MONTHS = 12
"""Projects of one unit at one place begun within a year of each other may be parts of one (Order No. 31 art. 25)."""

AMOUNTS = ["judged_tce", "judged_electricity", "coal_t"]
UNIT = ["uscc", "report_year"]


def split_candidates(projects: pl.DataFrame, regimes: tuple[ReviewRegime, ...]) -> pl.DataFrame:
    """Projects of one unit, county and industry begun within a year, each exempt, together at the line of their regime.

    Any amount that has a line counts: consumption, electricity or coal. A project that has its own review opinion
    avoided nothing. Whether they are one project is for a person to say. Where an amount, a start, a county or an
    industry is missing, so that one of them may not be exempt, stand apart or reach the line, it cannot be told.

    Args:
        projects: project rows with their regime, amounts and ``reviewed``; a blank start is taken as the
            commissioning, and projects of one unit without any county as standing at one place; ``county_unread``:
            Boolean, its county cannot be read.
        regimes: the editions of the measures.

    Returns:
        ``source``, ``row``, ``split_candidate`` (true, or null where it cannot be told) of the projects found.
    """
    unreviewed = projects.with_columns(
        split_county=pl.when(~pl.col("county_unread").fill_null(value=True)).then(pl.col("county_name").fill_null("")),
        begun=pl.when(~pl.col("start_unread").fill_null(value=True)).then(
            pl.coalesce("construction_started_on", "commissioned_on")
        ),
    ).filter(pl.col("review_required").ne_missing(pl.lit(value=True)) & ~pl.col("reviewed").fill_null(value=False))
    small = unreviewed.filter(
        (pl.col("review_required") == pl.lit(value=False))
        & pl.all_horizontal(pl.col("begun", "review_regime").is_not_null())
    )
    of_small = _together(small, regimes, perhaps=False)
    certain = of_small.filter("reached")
    # a project not yet begun, or begun before any review was made, is no part of another
    ahead = pl.col("begun").is_null() & (pl.col("construction_started") == pl.lit(value=False))
    no_review = pl.col("governing").is_not_null() & pl.col("review_regime").is_null()
    known = pl.all_horizontal(pl.col("governing", *AMOUNTS).is_not_null())
    # a trade that may be exempt is at the line by itself; where the amounts leave that open, it may be a part
    told = known & reaches_line(regimes).is_not_null()
    lacking = unreviewed.filter(
        ~(ahead | no_review).fill_null(value=False) & (pl.col("review_required").is_not_null() | ~told)
    )
    possible = pl.concat(
        [
            of_small.filter(pl.col("reached").is_null()),
            _together(lacking, regimes, perhaps=True).filter(pl.col("reached").fill_null(value=True)),
        ]
    ).unique(["source", "row"], maintain_order=True)
    return pl.concat(
        [
            certain.select("source", "row", split_candidate=pl.lit(value=True)),
            possible.join(certain, on=["source", "row"], how="anti").select(
                "source", "row", split_candidate=pl.lit(None, pl.Boolean)
            ),
        ]
    )


def _together(projects: pl.DataFrame, regimes: tuple[ReviewRegime, ...], *, perhaps: bool) -> pl.DataFrame:
    """Add up what was begun at one place within a year of each project: ``source``, ``row``, ``reached`` (three-valued).

    ``perhaps``: also what may have been, as its start, county or industry is not known.
    """
    place = {"other_county": "split_county", "other_industry": "industry_code"}
    mine = projects.select("source", "row", *UNIT, *place.values(), "governing", own="begun")
    others = projects.select(*UNIT, *AMOUNTS, other="begun", **{new: pl.col(old) for new, old in place.items()})
    near = (pl.col("own").dt.offset_by(f"-{SPLIT_MONTHS}mo") <= pl.col("other")) & (
        pl.col("other") <= pl.col("own").dt.offset_by(f"{SPLIT_MONTHS}mo")
    )
    reached = pl.when(pl.col("governing").is_null()).then(may_reach_line(regimes)).otherwise(reaches_line(regimes))
    alike = pl.all_horizontal(near, *(pl.col(old) == pl.col(new) for new, old in place.items()))
    return (
        mine.join(others, on=UNIT, how="inner", nulls_equal=False)
        .filter(alike.fill_null(value=perhaps))
        .group_by("source", "row", "governing", maintain_order=True)
        .agg(*(known_sum(name) for name in AMOUNTS), count=pl.len())
        .filter(pl.col("count") > 1)
        .select("source", "row", reached=reached)
    )
