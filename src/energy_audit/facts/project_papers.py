"""Which papers of the archive a project owes, by what the project table says of it.

The condition of ARC-35, ARC-36 and ARC-37 is the life line of the project, which table 附表3 tells: it need not be
left open, nor taken from a list that simply leaves the paper out. What the table does not tell stays unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.reference.year_day import day_of_year

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.reference.project_review import ReviewRegime

FIRST_REVIEW, FIRST_ACCEPTANCE, ACCEPTANCE_REPORT, AFTER_TRIAL = "FAI-6", "FAI-44", "FAI-2", "FAI-31"
"""Regimes that brought a duty, by their id: the review itself (2010), acceptance (2016; which report was to be kept is
unverified, so unknown), a report of acceptance (2023), acceptance within six months of the trial run and the comparison of
use with what was approved (2025). A duty of a regime that is not on file is unknown."""


def papers_of_projects(projects: pl.DataFrame, regimes: tuple[ReviewRegime, ...], *, as_of: date) -> pl.DataFrame:
    """Say of every project whether it owes each paper.

    - ARC-35, opinion of the review: a project under construction that its regime asks to be reviewed.
    - ARC-36, acceptance: such a project in use since June 2023; since September 2025 six months after it was put to use.
    - ARC-37, comparison of use and approval: such a project in use, for report years that end under Order No. 31.

    Args:
        projects: project facts.
        regimes: the editions of the measures.
        as_of: the day judged.

    Returns:
        uscc, report_year, document_project, document_id, ``owed_by_project``: Boolean, null where the table leaves it open.
    """
    needs, started, used = pl.col("review_required"), pl.col("construction_started"), pl.col("commissioned")
    day = pl.col("commissioned_on")
    no, yes = pl.lit(value=False), pl.lit(value=True)
    year_end = day_of_year(pl.col("report_year"), 12, 31)
    begins = {regime.id: regime.effective_from for regime in regimes}
    review, acceptance, report, trial = (
        pl.lit(begins.get(regime), pl.Date)
        for regime in (FIRST_REVIEW, FIRST_ACCEPTANCE, ACCEPTANCE_REPORT, AFTER_TRIAL)
    )
    before_reviews = ~needs & (pl.col("review_governing_date") < review)
    owed = {
        "ARC-35": pl.when(~started).then(no).when(before_reviews).then(no).when(started & needs).then(yes),
        "ARC-36": pl.when(~used | ~needs | (day < acceptance))
        .then(no)
        .when(used & needs & (day >= trial))
        .then(pl.col("acceptance_due_on") < as_of)
        .when(used & needs & (day >= report))
        .then(yes),
        "ARC-37": pl.when(~used | ~needs).then(no).when(used & needs & (year_end >= trial)).then(yes),
    }
    return (
        projects.select("uscc", "report_year", document_project="subject_key", **owed)
        .unpivot(
            list(owed),
            index=["uscc", "report_year", "document_project"],
            variable_name="document_id",
            value_name="owed_by_project",
        )
        .filter(pl.col("owed_by_project").is_not_null())
    )
