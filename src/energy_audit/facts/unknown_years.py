"""What is known of a unit whose report year cannot be: what its cells say, and nothing that was worked out by a year.

Which law, which edition of the factors, which limits and which lists hold, the year alone says. Under a year nobody
reports for they would all be some other year's, so that each is unknown until the cell is mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.energy.terms import YEAR_KEY
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.reference.report_years import ReportYears
    from energy_audit.vocabulary import Subject

_OF_NO_YEAR: Final = frozenset(
    (
        *(
            "as_of",
            "report_year_possible",
            "report_year_over",
            "prefecture_code",
            "industry_division",
            "industry_section",
            "is_industrial",
        ),
        *("site_count", "filed_twice", "energy_manager_named", "has_conversion_table", "has_nonfossil_table"),
        *("has_product_table", "has_target_table", "has_equipment_table", "has_metering_table", "has_project_table"),
        *("archive_list_filed", "any_project", "document_name", "document_requirement", "document_listed"),
        *("document_held", "document_claimed_not_applicable", "efficiency_ground"),
    )
)
"""Facts that are worked out and yet the same in whatever year, or that say something of the year itself."""

_SAID: Final = {"tiers_possible": "A/B/C/D", "tier_undecided_because": "year"}
"""What is known of a tier that cannot be told for want of a year."""


def without_year(frame: pl.DataFrame, subject: Subject, years: ReportYears) -> pl.DataFrame:
    """Leave of the rows whose year cannot be only what is known whatever the year is.

    Args:
        frame: the facts of a subject.
        subject: whose facts they are.
        years: the years that can be.
    """
    can_be = frame.select(years.hold(pl.col("report_year"))).to_series()
    if can_be.all():
        return frame
    facts = [fact for fact in VOCABULARY.values() if fact.subject == subject and fact.name in frame.columns]
    worked_out = [fact for fact in facts if not fact.source and fact.name not in _OF_NO_YEAR]
    return frame.with_columns(
        pl.when(can_be).then(fact.name).otherwise(pl.lit(_SAID.get(fact.name), fact.dtype)).alias(fact.name)
        for fact in worked_out
    )


def owned(frames: Mapping[Subject, pl.DataFrame], years: ReportYears) -> dict[Subject, pl.DataFrame]:
    """Leave out the rows of a year that cannot be which no table 1 states: there is nobody to be judged as.

    Each is told as a row without its enterprise. Under a year that can be they are judged for themselves.
    """
    units = frames["enterprise"].select(YEAR_KEY)
    kept = {}
    for subject, frame in frames.items():
        cannot_be = frame.lazy().filter(~years.hold(pl.col("report_year"))).select(YEAR_KEY).unique().collect()
        nobodys = cannot_be.join(units, on=YEAR_KEY, how="anti")
        kept[subject] = frame.join(nobodys, on=YEAR_KEY, how="anti", maintain_order="left") if nobodys.height else frame
    return kept
