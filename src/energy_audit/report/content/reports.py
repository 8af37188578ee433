"""From the material of a batch to the report of each enterprise-year."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from energy_audit.facts.place import Place
from energy_audit.report.content.annex import annex_of, slots_not_loaded
from energy_audit.report.content.archive import archive_of
from energy_audit.report.content.cuts import cut_by_year
from energy_audit.report.content.equipment import devices_of
from energy_audit.report.content.findings import findings_by_document, group_findings
from energy_audit.report.content.front import cover_of, summary_of
from energy_audit.report.content.laws import laws_of
from energy_audit.report.content.model import EnterpriseReport, Problem, Problems
from energy_audit.report.content.no_year import of_no_year
from energy_audit.report.content.products import product_of
from energy_audit.report.content.projects import criteria_of, project_of
from energy_audit.report.content.reckoning import reckon
from energy_audit.report.content.targets import target_of
from energy_audit.report.content.tiering import BASES, span_of, tiering
from energy_audit.report.content.untold import gather_untold
from energy_audit.report.explanations import explained_said, matter_of
from energy_audit.report.language import words as words_of

if TYPE_CHECKING:
    import polars as pl

    from energy_audit.filing.intake import FileRead
    from energy_audit.report.charts import Span
    from energy_audit.report.content.judged import Law
    from energy_audit.report.content.model import Line, Project
    from energy_audit.report.content.partition import Row
    from energy_audit.report.material import Material

PROBLEMS_SHOWN: Final = 100
"""A page lists so many faults of a filing; ``data/problems.csv`` holds all."""


class EnterpriseReports:
    """Builds report after report: every frame of the material is cut by enterprise-year once.

    What differs from unit to unit is taken from ``cuts``, ``file_reads`` and ``explanations`` alone, and where it
    stands from the locator, a cell at a time: ``PageKeys`` names a page by these.

    Args:
        material: what was found.
        codes: of the units that will be asked for; None for all.
    """

    def __init__(self, material: Material, codes: pl.Series | None = None) -> None:
        self.cuts = cut_by_year(material, codes)
        self.file_reads = {file.path: file for file in material.intake.files}
        self.explanations = material.explanations
        self._rulebook = material.rulebook
        self._reference = material.reference
        self._options = material.options
        self._words = words_of(material.options.lang)
        self._locator = material.locator

    def build(self, uscc: str, report_year: int) -> EnterpriseReport:
        """Build the report of one enterprise-year.

        Raises:
            KeyError: the batch holds no such enterprise-year.
        """
        key, words, rulebook, options = (uscc, report_year), self._words, self._rulebook, self._options
        found = self._rows("facts", key)
        if not found:
            raise KeyError(key)
        facts = found[0]
        filed = next(iter(self._rows("filed", key)), {})
        findings = self._rows("findings", key)
        groups = group_findings(findings, rulebook, words, self.explanations)
        products = self._rows("products", key)
        judged = not of_no_year(facts)
        documents = self._rows("documents", key)
        untold = gather_untold(findings, facts, products, documents, rulebook, words)
        reckoning, mix = reckon(self._rows("terms", key), facts, self._locator, self._energy_names, words)
        own_marks = next(iter(self._rows("enterprise_criteria", key)), {})
        return EnterpriseReport(
            lang=options.lang,
            cover=cover_of(
                facts,
                filed,
                chosen=options.basis,
                as_of=options.as_of,
                rules_as_of=options.rules_as_of,
                industry=self._industry(facts, filed),
                region=self._region(facts, filed),
                words=words,
            ),
            summary=summary_of(facts, options.basis, groups, untold, words),
            reckoning=reckoning,
            tiering=tiering(facts, options.basis, words, self._companion_names),
            mix=mix,
            trend=self._trend(uscc),
            products=tuple(product_of(row, words, judged=judged) for row in products),
            targets=tuple(target_of(row, words) for row in self._rows("targets", key)),
            devices=devices_of(self._rows("devices", key), self._locator, words, judged=judged),
            findings=groups,
            archive=archive_of(
                documents,
                facts,
                names=self._document_names,
                laws=self._document_laws,
                found=findings_by_document(findings, groups),
                locator=self._locator,
                words=words,
            ),
            enterprise_criteria=criteria_of("enterprise", own_marks, rulebook, words),
            projects=self._project_reports(key),
            projects_filed=facts["has_project_table"] is True,
            problems=self._problem_report(key),
            annex=annex_of(
                counted=self._rows("verdict_counts", key),
                inputs=self.files_of(*key),
                rulebook=rulebook,
                slots=self._slots,
                as_of=options.as_of,
                words=words,
            ),
        )

    def _trend(self, uscc: str) -> tuple[tuple[int, tuple[Span, ...]], ...]:
        """Return every year of the unit that is in the batch and can be; nothing where there is only one."""
        years = [facts for facts in self.cuts["years"].rows(uscc) if not of_no_year(facts)]
        if len(years) < 2:
            return ()
        return tuple(
            (facts["report_year"], tuple(span_of(facts, basis, self._words) for basis in BASES)) for facts in years
        )

    def _project_reports(self, key: tuple[str, int]) -> tuple[Project, ...]:
        marks = {row["subject_key"]: row for row in self._rows("project_criteria", key)}
        return tuple(
            project_of(
                row,
                marks.get(row["subject_key"], {}),
                rulebook=self._rulebook,
                locator=self._locator,
                words=self._words,
            )
            for row in self._rows("projects", key)
        )

    def _problem_report(self, key: tuple[str, int]) -> Problems:
        rows = self._rows("problems", key)
        rows.sort(key=lambda row: row["severity"] != "error")
        errors = sum(row["severity"] == "error" for row in rows)
        shown = tuple(
            Problem(
                severity=self._words.label("problem_severity", row["severity"]),
                is_error=row["severity"] == "error",
                place=Place(row["file"] or "", row["sheet"] or "", row["cell"] or ""),
                value=row["value"] or "",
                message=row["message"],
                explanation=self._explanation(row),
            )
            for row in rows[:PROBLEMS_SHOWN]
        )
        return Problems(shown, errors, len(rows) - errors, len(rows) - len(shown))

    def _explanation(self, problem: Row) -> str:
        matter = matter_of(problem)
        said = self.explanations.get(matter["finding_id"]) if matter else None
        return explained_said(said, self._words)

    def _industry(self, facts: Row, filed: Row) -> str:
        code = facts["industry_code"]
        name = self._industry_names.get(code or "") or filed.get("industry_name")
        if code is None:
            return self._words.text(name)
        known = name or self._industry_names.get(code[:2])
        return f"{code} {known}" if known else str(code)

    def _region(self, facts: Row, filed: Row) -> str:
        named = "".join(filed.get(column) or "" for column in ("province_name", "city_name", "county_name"))
        code = facts["region_code"]
        known = self._region_names.get(code or "") if self._words.lang == "en" or not named else named
        place = known or named
        if place and code:
            return self._words("{place}（{code}）", place=place, code=code)
        return place or code or filed.get("region_code") or self._words.missing()

    def files_of(self, uscc: str, report_year: int) -> list[FileRead]:
        """List the files that rows of an enterprise-year came from, in the order of their paths."""
        paths = (row["path"] for row in self._rows("origins", (uscc, report_year)))
        return [self.file_reads[path] for path in paths if path in self.file_reads]

    def _rows(self, cut: str, key: tuple[str, int]) -> list[Row]:
        return self.cuts[cut].rows(*key)

    @cached_property
    def _energy_names(self) -> dict[str, str]:
        return self._names("energy_catalogue")

    @cached_property
    def _companion_names(self) -> dict[str, str]:
        """Energies and regions of grid factors by their Chinese names; nothing where the reader knows these."""
        if self._words.lang == "zh":
            return {}
        energies = self._reference.energy_catalogue.select("name_zh", "name_en").drop_nulls()
        regions = self._reference.grid_co2.select("region_zh", "region_en").drop_nulls().unique()
        return dict(energies.iter_rows()) | dict(regions.iter_rows())

    @cached_property
    def _industry_names(self) -> dict[str, str]:
        return self._names("industries")

    @cached_property
    def _region_names(self) -> dict[str, str]:
        return self._names("regions")

    def _names(self, table: str) -> dict[str, str]:
        frame: pl.DataFrame = getattr(self._reference, table)
        return dict(frame.select("code", f"name_{self._words.lang}").drop_nulls().iter_rows())

    @cached_property
    def _document_names(self) -> dict[str, str]:
        return {each.id: self._words.pick(each.name_zh, each.name_en) for each in self._reference.documents}

    @cached_property
    def _document_laws(self) -> dict[str, tuple[Law, ...]]:
        rules = self._rulebook.rules.values()
        return {rule.document: laws_of(rule.citations, self._words) for rule in rules if rule.document}

    @cached_property
    def _slots(self) -> tuple[Line, ...]:
        return slots_not_loaded(self._reference, self._words)


def build_enterprise(material: Material, uscc: str, report_year: int) -> EnterpriseReport:
    """Build one report; for many of one batch use ``EnterpriseReports``, which cuts the frames once.

    Raises:
        KeyError: the material holds no such enterprise-year.
    """
    return EnterpriseReports(material).build(uscc, report_year)
