"""The checklist of the archive: which documents each enterprise-year owes, and whom their law binds.

It is compiled from statutes, orders and notices (no national list exists); each document carries the law that asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY
from energy_audit.facts.law_day import law_ends
from energy_audit.reference.lookup import laws
from energy_audit.reference.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from energy_audit.reference.lookup import Law
    from energy_audit.reference.tables import Reference

TIERS = "ABCD"

OF_A_KIND = ["report_year", "documents_listed_in_full", "archive_list_filed", "tiers_possible"]
"""What the facts of a document rest on beside the filed list and the projects."""

KEY_USER_LAW = ("KEU-", "ECL-52", "ECL-53", "ECL-54", "ECL-55", "ECL-82", "ECL-83", "ECL-84")
"""Articles that bind key energy users only; a unit of tier C is bound as a general energy user."""

ONE_EACH = ["per_certificate", "per_contract", "per_case", "per_inspection"]
"""Documents of which several may be held, each with its own validity: one that lapsed is a lapse."""

DAY_OF_THE_DEED = {"ARC-35": "review_governing_date", "ARC-36": "commissioned_on"}
"""The deed of a project that a paper proves, whose day's law asked for it: its start, its coming into use."""


@once
def checklist_of(reference: Reference) -> pl.DataFrame:
    """The checklist with whom its law binds: every energy user, key energy users, or nobody for certain; and since when."""
    known = laws(reference)
    duties = {law.id for law in known.values() if law.kind == "duty" and law.confidence != "low"}
    sound = {each for each in duties if known[each].legal_status == "in_force"}
    return pl.DataFrame(
        [
            (
                each.id,
                each.name_zh,
                each.requirement,
                "".join(each.tiers),
                each.per_project,
                each.renewal_cycle in ONE_EACH,
                _bound(tuple(law for law in each.law if law in sound)) if each.duty else "nobody",
                _bound_since([law for law in each.law if law in duties], known),
            )
            for each in reference.documents
        ],
        schema={
            "document_id": pl.String,
            "document_name": pl.String,
            "document_requirement": pl.String,
            "document_tiers": pl.String,
            "per_project": pl.Boolean,
            "one_each": pl.Boolean,
            "bound": pl.String,
            "bound_since": pl.Date,
        },
        orient="row",
    )


def _bound(duties: tuple[str, ...]) -> str:
    if not duties:
        return "nobody"
    return "key users" if all(law.startswith(KEY_USER_LAW) for law in duties) else "all"


def _bound_since(duties: Sequence[str], known: Mapping[str, Law]) -> date | None:
    """The first day on which any law on file asked for the document, by an earlier edition of the same article too; null
    where one has no date.
    """
    days = [law.effective_from for law in known.values() if law.id in duties or _stood_for(law, known) in duties]
    told = [day for day in days if day is not None]
    return min(told) if told and len(told) == len(days) else None


def _stood_for(law: Law, known: Mapping[str, Law]) -> str | None:
    """The article that a law's own was an earlier edition of."""
    later = known.get(law.superseded_by or "")
    return later.id if later and later.article == law.article else None


def _day_of_the_deed(otherwise: pl.Expr) -> pl.Expr:
    """The day whose law asked a project for its paper; the year of the filing where no deed of the project is proven."""
    day = otherwise
    for document, deed in DAY_OF_THE_DEED.items():
        day = pl.when(pl.col("document_id") == document).then(deed).otherwise(day)
    return day


def owed_documents(
    enterprises: pl.DataFrame, projects: pl.DataFrame, checklist: pl.DataFrame, rules_as_of: date | None
) -> pl.DataFrame:
    """Every document for every enterprise-year, document by document; those of a project once for each of its projects."""
    # sixty rows an enterprise-year: only what they need may be repeated, and they are laid out in order, not sorted
    enterprises = enterprises.select("uscc", *OF_A_KIND, "source", "row").sort(YEAR_KEY)
    general = (
        checklist.filter(~pl.col("per_project"))
        .sort("document_id")
        .join(enterprises, how="cross", maintain_order="left_right")
        .with_columns(document_project=pl.lit(None, pl.String), document_law_day=law_ends(rules_as_of))
    )
    if projects.is_empty():
        return general
    of_projects = (
        enterprises.join(
            projects.select(*YEAR_KEY, *DAY_OF_THE_DEED.values(), document_project="subject_key"),
            on=YEAR_KEY,
            how="inner",
            maintain_order="left",
        )
        .join(checklist.filter("per_project"), how="cross")
        .with_columns(document_law_day=_day_of_the_deed(law_ends(rules_as_of)))
        .select(general.columns)
    )
    return pl.concat([general, of_projects]).sort(
        "document_id", "uscc", "report_year", "document_project", maintain_order=True
    )


def owed_by_tier() -> pl.Expr:
    """Whether every tier still possible owes the document; null where the possible tiers disagree."""
    owed = [
        pl.when(pl.col("tiers_possible").str.contains(tier, literal=True)).then(
            pl.col("document_tiers").str.contains(tier, literal=True)
        )
        for tier in TIERS
    ]
    every, some = (
        pl.all_horizontal(each.fill_null(value=True) for each in owed),
        pl.any_horizontal(each.fill_null(value=False) for each in owed),
    )
    return pl.when(every).then(pl.lit(value=True)).when(~some).then(pl.lit(value=False))


def binds() -> pl.Expr:
    """Whether the document's law binds this unit: key-user articles do not bind tier C (or D), and no law binds before its day."""
    may_be_statutory = pl.col("tiers_possible").str.contains("A|B")
    may_be_general = pl.col("tiers_possible").str.contains("C|D")
    return (
        pl.when(pl.col("document_law_day") < pl.col("bound_since"))
        .then(pl.lit(value=False))
        .when(pl.col("bound") != "key users")
        .then(pl.col("bound") == "all")
        .when(may_be_statutory & ~may_be_general)
        .then(pl.lit(value=True))
        .when(~may_be_statutory)
        .then(pl.lit(value=False))
    )
