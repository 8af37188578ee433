"""Which papers of the archive a project owes, by what the project table says of it.

The condition of ARC-35, ARC-36 and ARC-37 is the life line of the project, which table 附表3 tells: it need not be
left open, nor taken from a list that simply leaves the paper out. What the table does not tell stays unknown.
"""

from __future__ import annotations

from datetime import date

import polars as pl

FIRST_ACCEPTANCE = date(2017, 1, 1)
"""Before Order No. 44 of 2016 nothing was to be accepted."""

ACCEPTANCE_REPORT = date(2023, 6, 1)
"""Order No. 2 of 2023 asks for a report of acceptance; what was to be kept from 2017 on is unverified, so unknown."""

AFTER_TRIAL = date(2025, 9, 1)
"""Order No. 31 of 2025: acceptance within six months of the trial run, and the comparison of use with what was approved."""


def papers_of_projects(projects: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Say of every project whether it owes each paper.

    - ARC-35, opinion of the review: a project under construction that its regime asks to be reviewed.
    - ARC-36, acceptance: such a project in use since June 2023; since September 2025 six months after it was put to use.
    - ARC-37, comparison of use and approval: such a project in use, for report years that end under Order No. 31.

    Args:
        projects: project facts.
        as_of: the day judged.

    Returns:
        uscc, report_year, document_project, document_id, ``owed_by_project``: Boolean, null where the table leaves it open.
    """
    needs, started, used = pl.col("review_required"), pl.col("construction_started"), pl.col("commissioned")
    day = pl.col("commissioned_on")
    no, yes = pl.lit(value=False), pl.lit(value=True)
    year_end = pl.date(pl.col("report_year"), 12, 31)
    before_reviews = ~needs & (pl.col("review_governing_date") < date(2010, 11, 1))
    owed = {
        "ARC-35": pl.when(~started).then(no).when(before_reviews).then(no).when(started & needs).then(yes),
        "ARC-36": pl.when(~used | ~needs | (day < FIRST_ACCEPTANCE))
        .then(no)
        .when(used & needs & (day >= AFTER_TRIAL))
        .then(pl.col("acceptance_due_on") < as_of)
        .when(used & needs & (day >= ACCEPTANCE_REPORT))
        .then(yes),
        "ARC-37": pl.when(~used | ~needs).then(no).when(used & needs & (year_end >= AFTER_TRIAL)).then(yes),
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
