"""Which blank cells of a project leave its review or its sector open, and which facts are unknown for that reason alone.

A cell counts as blank that is empty, cannot be read or holds what cannot be. It is named only where it is needed: who
has not started owes no day of commissioning. What hangs on it is told once, by the finding that names the cell.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

import polars as pl

from energy_audit.vocabulary.project_gaps import GAPS

COAL_LINE_SINCE = date(2025, 9, 1)
"""Order No. 31 judges by coal, no longer by electricity (its article 8; ``project_review.toml``)."""

PLAN_SINCE = date(2021, 5, 30)
"""New two-high projects need a regional reduction plan: notice Huan Huan Ping [2021] No. 45 (``reduction_plan_required``)."""

_MAY_BE_TWO_HIGH = pl.col("sector_match").fill_null(value=True)


def with_gaps(projects: pl.DataFrame) -> pl.DataFrame:
    """Add ``project_blanks``, the headings of the blank cells, and ``project_gaps``, the facts that hang on them; else null.

    Args:
        projects: with what is known of each project's days, review and sector, and the marks of unread days.
    """
    needed = _needed()
    blank = {column: _known_true(reduce(or_, [when for when, _ in reasons])) for column, reasons in needed.items()}
    names = [pl.when(blank[column]).then(pl.lit(heading)) for column, (heading, _) in GAPS.items()]
    hanging: dict[str, list[pl.Expr]] = {}
    for reasons in needed.values():
        for when, facts in reasons:
            for fact in facts:
                hanging.setdefault(fact, []).append(when)
    unknown = [pl.when(_known_true(reduce(or_, whens))).then(pl.lit(fact)) for fact, whens in hanging.items()]
    return projects.with_columns(
        project_blanks=pl.concat_str(names, separator="、", ignore_nulls=True).replace("", None),
        project_gaps=pl.concat_str(unknown, separator="、", ignore_nulls=True).replace("", None),
    )


def _undated() -> pl.Expr:
    """Whether nothing tells which measures apply, as nothing was filed; a day nobody can read is told by its cell."""
    unread = pl.any_horizontal(
        pl.col(name).fill_null(value=True) for name in ("start_unread", "use_unread", "deed_unread", "approval_unread")
    )
    return pl.col("governing").is_null() & ~unread & ~pl.col("any_date_ahead").fill_null(value=True)


def _needed() -> dict[str, list[tuple[pl.Expr, tuple[str, ...]]]]:
    """By column: where it is blank and needed, and which facts are unknown there."""
    undated = _undated()
    # only a line open for want of amounts hangs on them: a trade that may be exempt does not
    line = pl.col("review_open_because") == "amounts"
    by_coal = pl.col("governing").is_null() | (pl.col("governing") >= COAL_LINE_SINCE)
    opinion = pl.col("approval_date").is_null() & ~pl.col("approval_unclear") & pl.col("reviewed").fill_null(value=True)
    no_paper = opinion & pl.col("document_number").is_null()
    start = pl.col("construction_started_on").is_null() & ~pl.col("start_unread").fill_null(value=True)
    start &= pl.col("construction_started").fill_null(value=True)
    use = pl.col("commissioned_on").is_null() & ~pl.col("use_unread").fill_null(value=True)
    use &= pl.col("commissioned").fill_null(value=True)
    is_exempt = (pl.col("review_required") == pl.lit(value=False)).fill_null(value=False)
    of_line = ("review_required", "split_candidate")
    of_day = ("review_governing_date", "review_regime", "review_required", "actual_reaches_line", "split_candidate")
    of_opinion = ("approval_date", "approval_expires_on")
    of_sector = ("project_industry_code", "project_division", "project_two_high_match", "project_two_high_sector")
    of_use = ("commissioned_on", "acceptance_due_on")
    unsaid, has_plan = pl.col("industry_code").is_null(), pl.col("regional_reduction_plan").fill_null(value=False)
    asks_for_plan = (pl.col("governing") >= PLAN_SINCE).fill_null(value=True)
    approved_by_coal = pl.col("reviewed") & (pl.col("approval_date") >= COAL_LINE_SINCE)
    wanted: dict[str, list[tuple[pl.Expr, tuple[str, ...]]]] = {
        "stage": [
            (undated, of_day),
            (start & pl.col("construction_started").is_null(), ("construction_started",)),
            (use & pl.col("commissioned").is_null(), ("commissioned", *of_use)),
        ],
        "nature": [(undated, ()), (_MAY_BE_TWO_HIGH & asks_for_plan & ~has_plan, ("project_nature",))],
        "main_content": [
            (undated, ()),
            (pl.col("sector_match").is_null(), ("project_two_high_match", "project_content", "project_own_content")),
        ],
        "industry_code": [(unsaid, (*of_sector, "project_in_provincial_catalogue"))],
        "construction_started_on": [
            (undated, of_day),
            (start, ("construction_started_on",)),
            (start & pl.col("construction_started").is_null(), ("construction_started",)),
        ],
        "commissioned_on": [(undated, of_day), (use & pl.col("commissioned") & ~is_exempt, of_use)],
        "approval_date": [(undated, of_day), (opinion, of_opinion), (no_paper, ("reviewed",))],
        "review_status": [(undated, ()), (no_paper & pl.col("reviewed").is_null(), ("reviewed",))],
        "approved_tce_calorific": [
            (undated, ()),
            (pl.col("judged_tce").is_null(), ("judged_tce", "approved_tce", "approved_tce_higher")),
            (line & pl.col("judged_tce").is_null(), of_line),
        ],
        "annual_electricity": [(undated, ()), (line & ~by_coal, of_line)],
        "coal_pq": [(undated, ()), (approved_by_coal, ("project_coal_t",)), (line & by_coal, of_line)],
    }
    is_blank = {column: pl.col(_JUDGED.get(column, column)).is_null() for column in GAPS}
    return {column: [(is_blank[column] & when, facts) for when, facts in wanted[column]] for column in GAPS}


_JUDGED = {"approved_tce_calorific": "judged_tce", "annual_electricity": "judged_electricity", "coal_pq": "coal_t"}
"""Amounts that were filed but cannot be, are blank as judged."""


def _known_true(truth: pl.Expr) -> pl.Expr:
    return truth.fill_null(value=False)
