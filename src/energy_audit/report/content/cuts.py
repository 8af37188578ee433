"""Every row of a batch that the report of an enterprise-year is built from, cut by enterprise-year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.targets import targets_of
from energy_audit.filing.problems.problem import in_language
from energy_audit.report.content.partition import YEAR_KEY, Partition
from energy_audit.report.content.problems_of_units import problems_of_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.intake import Intake
    from energy_audit.report.material import Material


def cut_by_year(material: Material, codes: pl.Series | None = None) -> dict[str, Partition]:
    """Cut the frames of the material, each by what it is called in a report; ``years`` by the unit alone.

    Args:
        material: what was found.
        codes: of the units whose rows are wanted; None for all.
    """
    frames, judgement, intake = material.facts.frames, material.judgement, material.intake

    def cut(frame: pl.DataFrame, key: Sequence[str] = YEAR_KEY) -> Partition:
        return Partition(frame if codes is None else frame.filter(pl.col("uscc").is_in(codes.implode())), key)

    return {
        "facts": cut(frames["enterprise"]),
        "years": cut(frames["enterprise"].sort("report_year", maintain_order=True), ("uscc",)),
        "documents": cut(frames["document"]),
        "projects": cut(frames["project"]),
        "products": cut(frames["product"]),
        "devices": cut(frames["equipment"]),
        "targets": cut(_targets(material)),
        "terms": cut(material.account.rows),
        "filed": cut(intake.tables["enterprise"]),
        "findings": cut(judgement.findings),
        "problems": cut(in_language(problems_of_units(intake), material.options.lang)),
        "enterprise_criteria": cut(judgement.criteria("enterprise")),
        "project_criteria": cut(judgement.criteria("project")),
        "verdict_counts": cut(judgement.verdict_counts),
        "origins": cut(_origins(intake)),
    }


def _targets(material: Material) -> pl.DataFrame:
    units = material.facts.frames["enterprise"].select(
        *YEAR_KEY, "tce_calorific", "tce_equal", "gross_output", "gross_output_const"
    )
    tables = material.intake.tables
    return targets_of(tables["target"], tables["product"], units, material.reference)


def _origins(intake: Intake) -> pl.DataFrame:
    """Name the input files that rows of each enterprise-year came from, each once: ``path``."""
    rows = pl.concat(table.select(*YEAR_KEY, "source") for table in intake.tables.values()).unique()
    files = intake.sources.select("source", path="file")
    return rows.join(files, on="source").select(*YEAR_KEY, "path").unique().sort("path")
