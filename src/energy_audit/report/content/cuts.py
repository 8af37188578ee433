"""Every row of a batch that the report of an enterprise-year is built from, cut by enterprise-year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.targets import targets_of
from energy_audit.filing.problem import in_language
from energy_audit.report.content.partition import YEAR_KEY, Partition

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake
    from energy_audit.report.material import Material


def cut_by_year(material: Material) -> dict[str, Partition]:
    """Cut the frames of the material, each by what it is called in a report; ``years`` by the unit alone."""
    frames, judgement, intake = material.facts.frames, material.judgement, material.intake
    return {
        "facts": Partition(frames["enterprise"]),
        "years": Partition(frames["enterprise"].sort("report_year", maintain_order=True), ("uscc",)),
        "documents": Partition(frames["document"]),
        "projects": Partition(frames["project"]),
        "products": Partition(frames["product"]),
        "devices": Partition(frames["equipment"]),
        "targets": Partition(_targets(material)),
        "terms": Partition(material.account.rows),
        "filed": Partition(intake.tables["enterprise"]),
        "findings": Partition(judgement.findings),
        "problems": Partition(in_language(intake.problems, material.options.lang)),
        "enterprise_criteria": Partition(judgement.criteria("enterprise")),
        "project_criteria": Partition(judgement.criteria("project")),
        "verdict_counts": Partition(judgement.verdict_counts),
        "origins": Partition(_origins(intake)),
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
