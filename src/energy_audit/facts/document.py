"""Facts of each document of the energy-saving management file, one row for every document of the checklist.

A document that belongs to a project has one row a project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY, join_found
from energy_audit.facts.archive_list import DOCUMENT_KEY, list_entries, listed_documents, lists_with_strange_ids
from energy_audit.facts.checklist import OF_A_KIND, binds, checklist_of, owed_by_tier, owed_documents
from energy_audit.facts.project_papers import papers_of_projects
from energy_audit.vocabulary.fact import CLAIM_AGAINST_PROJECT

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference


def document_facts(
    intake: Intake,
    enterprises: pl.DataFrame,
    projects: pl.DataFrame,
    reference: Reference,
    *,
    as_of: date,
    rules_as_of: date | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row an enterprise-year and document (and project, for documents of a project), and the counts of each year.

    Args:
        intake: the archive list as filed.
        enterprises: uscc, report_year, enterprise_name, former_names, documents_listed_in_full, archive_list_filed,
            tiers_possible, source, row.
        projects: project facts, for documents that each project owes.
        reference: the checklist.
        as_of: the day validity is judged.
        rules_as_of: the day whose law asks for papers, instead of that of the filing's year.

    Returns:
        Document facts, document by document, the units of each in the order of their keys; ``subject_key`` is the
        document id, with ``/project`` for documents of a project. And ``archive_counts`` of them.
    """
    checklist = checklist_of(reference)
    entries = list_entries(intake, as_of)
    papers = _Papers(
        listed=listed_documents(intake, entries, enterprises, checklist),
        strange=lists_with_strange_ids(entries, checklist),
        of_projects=papers_of_projects(projects, reference.project_review, as_of=as_of),
    )
    told = pl.concat(each.select(YEAR_KEY) for each in (intake.tables["document"], projects))
    silent = enterprises.join(told, on=YEAR_KEY, how="anti", maintain_order="left")

    def facts_of(units: pl.DataFrame) -> pl.DataFrame:
        return _judged(owed_documents(units, projects, checklist, rules_as_of), papers)

    parts = []
    if silent.height < enterprises.height:
        of_spoken = facts_of(enterprises.join(told, on=YEAR_KEY, how="semi", maintain_order="left"))
        parts.append((of_spoken, archive_counts(of_spoken)))
    if silent.height:
        # units that filed neither list nor project and may be of the same tiers have the same facts
        kinds = silent.unique(OF_A_KIND, keep="first", maintain_order=True)
        of_kinds = facts_of(kinds)
        alike, counts = (_like_their_kind(silent, kinds, each) for each in (of_kinds, archive_counts(of_kinds)))
        parts.append((alike, counts))
    if len(parts) == 1:
        return parts[0]
    facts, counts = (pl.concat(each) for each in zip(*parts, strict=True))
    return facts.sort("document_id", *YEAR_KEY, maintain_order=True), counts


def archive_counts(documents: pl.DataFrame) -> pl.DataFrame:
    """Count the documents of each enterprise-year; a document counts once, a per-project one once a project.

    Required are those whose duty is certain: owed by every possible tier and, where conditional, with the
    condition known to hold; recommended ones are advice and not counted.

    Returns:
        uscc, report_year; documents_required, documents_held, documents_missing, documents_expired,
        documents_unknown: Int64; inspection_record_held: Boolean.
    """
    owed = (
        pl.col("document_required")
        & (pl.col("document_requirement") != "recommended")
        & ((pl.col("document_requirement") == "mandatory") | pl.col("document_condition_holds"))
    ).fill_null(value=False)
    held, expired = pl.col("document_held"), pl.col("document_expired").fill_null(value=False)
    return documents.group_by(YEAR_KEY, maintain_order=True).agg(
        documents_required=owed.sum().cast(pl.Int64),
        documents_held=(owed & held.fill_null(value=False) & ~expired).sum().cast(pl.Int64),
        documents_missing=(owed & (held == False)).fill_null(value=False).sum().cast(pl.Int64),  # noqa: E712 - null is not false
        documents_expired=(owed & held.fill_null(value=False) & expired).sum().cast(pl.Int64),
        documents_unknown=(owed & held.is_null()).sum().cast(pl.Int64),
        inspection_record_held=pl.col("document_held").filter(pl.col("document_id") == "ARC-51").first(),
    )


@dataclass(frozen=True)
class _Papers:
    """What is said of single documents: by the filed list, by one that holds strange ids, and by the project table."""

    listed: pl.DataFrame
    strange: pl.DataFrame
    of_projects: pl.DataFrame


def _like_their_kind(units: pl.DataFrame, kinds: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Give every unit what is told of the unit that stands for its kind, under its own name.

    Of each kind as many rows are told; the first of them of every unit comes first, in the order of the units' keys, then
    the second of every unit, as those of the kinds do in ``told``.
    """
    own = [name for name in (*YEAR_KEY, "source", "row") if name in told.columns]
    numbered = kinds.sort(YEAR_KEY).select(OF_A_KIND).with_row_index("kind")
    needed = dict.fromkeys((*own, *YEAR_KEY, *OF_A_KIND))
    named = (
        units.select(*needed)
        .sort(YEAR_KEY)
        .join(numbered, on=OF_A_KIND, how="left", nulls_equal=True, maintain_order="left")
    )
    firsts = range(0, told.height, kinds.height)
    # fifty rows a unit: each column is laid out once, and only if it says anything
    places = pl.concat([named["kind"] + first for first in firsts], rechunk=True)
    silent = [name for name in told.columns if told[name].null_count() == told.height]
    laid_out = pl.concat([named.select(own)] * len(firsts), rechunk=True).hstack(told.drop(own, *silent)[places])
    return laid_out.with_columns(pl.lit(None, told.schema[name]).alias(name) for name in silent).select(told.columns)


def _judged(owed: pl.DataFrame, papers: _Papers) -> pl.DataFrame:
    """Judge document by document what is owed."""
    listed = papers.listed
    joined = join_found(owed, listed.with_columns(row_of_list=pl.lit(value=True)), DOCUMENT_KEY, nulls_equal=True)
    # a paper of some project that does not say which: no project may be told to lack it
    of_some_project = owed["document_id"].filter(owed["document_project"].is_not_null()).unique()
    stray = (
        listed.filter(pl.col("document_project").is_null() & pl.col("document_id").is_in(of_some_project.implode()))
        .select(*YEAR_KEY, "document_id")
        .unique()
        .with_columns(stray=pl.lit(value=True))
    )
    joined = join_found(joined, stray, [*YEAR_KEY, "document_id"])
    of_project = pl.col("document_project").is_not_null() & pl.col("stray").fill_null(value=False)
    joined = join_found(joined, papers.strange, YEAR_KEY).with_columns(
        documents_listed_in_full=pl.col("documents_listed_in_full") & pl.col("strange").is_null()
    )
    joined = join_found(joined, papers.of_projects, DOCUMENT_KEY, nulls_equal=True)
    full = pl.col("documents_listed_in_full").fill_null(value=False)
    excused = pl.col("claimed").fill_null(value=False) & pl.col("list_reason").is_not_null()
    # a reason that the project table contradicts settles nothing
    disputed = excused & pl.col("owed_by_project").fill_null(value=False)
    unlisted = pl.when(full & pl.col("archive_list_filed") & ~of_project).then(pl.lit(value=False))
    found = pl.col("row_of_list").fill_null(value=False)

    def of_list(name: str, told: str) -> pl.Expr:
        """What the list says of a document; one that it does not name may be an entry nobody can assign."""
        strange = pl.col(f"strange_{told}").fill_null(value=False)
        return pl.when(found).then(name).when(pl.col("archive_list_filed") & ~strange).then(pl.lit(value=False))

    return joined.select(
        *YEAR_KEY,
        pl.concat_str(
            pl.col("document_id"),
            pl.when(pl.col("document_project").is_not_null())
            .then(pl.concat_str(pl.lit("/"), "document_project"))
            .otherwise(pl.lit("")),
        ).alias("subject_key"),
        pl.coalesce("list_source", "source").alias("source"),
        pl.coalesce("list_row", "row").alias("row"),
        "document_id",
        "document_name",
        "document_requirement",
        "document_law_day",
        owed_by_tier().alias("document_required"),
        binds().alias("document_binding"),
        (pl.col("bound") != "nobody").alias("document_binds_some"),
        pl.when(pl.col("list_held").fill_null(value=False))
        .then(pl.lit(value=True))
        .when(disputed)
        .then(None)
        .when(excused)
        .then(pl.lit(value=False))
        .otherwise("owed_by_project")
        .alias("document_condition_holds"),
        pl.when(~pl.col("archive_list_filed").fill_null(value=False))
        .then(pl.lit("no-list"))
        .when(found & pl.col("claimed") & pl.col("list_reason").is_null())
        .then(pl.lit("no-reason"))
        .when(found & disputed)
        .then(pl.lit(CLAIM_AGAINST_PROJECT))
        .when(found & pl.col("claimed"))
        .then(pl.lit("claim"))
        .when(found & pl.col("list_held").is_null() & pl.col("list_ahead"))
        .then(pl.lit("ahead"))
        .when(found & pl.col("list_both_ways"))
        .then(pl.lit("both-ways"))
        .when(found & pl.col("list_held").is_null())
        .then(pl.lit("unusable"))
        .when(found | unlisted.is_not_null())
        .then(pl.lit("owed"))
        .when(of_project)
        .then(pl.lit("project"))
        .otherwise(pl.lit("not-listed"))
        .alias("document_open_because"),
        pl.when(pl.col("archive_list_filed")).then(found).alias("document_listed"),
        pl.when(found).then(pl.col("list_held")).otherwise(unlisted).alias("document_held"),
        of_list("claimed", "claimed").alias("document_claimed_not_applicable"),
        of_list("unreasoned", "unreasoned").alias("document_claim_unreasoned"),
        pl.col("list_reason").alias("not_applicable_reason"),
        pl.col("list_valid_until").alias("document_valid_until"),
        # listed, but perhaps renewed: unknown
        of_list("list_expired", "expired").alias("document_expired"),
        pl.col("list_owner").alias("document_owner"),
        pl.when(found).then(pl.col("owner_differs")).alias("document_owner_differs"),
        "document_project",
    )
