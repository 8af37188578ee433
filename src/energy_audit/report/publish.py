"""Draws everything an inspection gives out into one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import both
from energy_audit.errors import EnergyAuditError
from energy_audit.progress import silent
from energy_audit.report.batch.report import batch_report
from energy_audit.report.drawn.drawing import Drawing, PdfJob
from energy_audit.report.drawn.glyphs import Glyphs
from energy_audit.report.drawn.pages import Pages
from energy_audit.report.drawn.pdf import undrawable
from energy_audit.report.drawn.site import write_index
from energy_audit.report.drawn.summary import summary_html
from energy_audit.report.manifest import RunRecord, write_manifest, write_run
from energy_audit.report.output import whole_or_nothing
from energy_audit.report.tables.data import batch_tables, page_name, write_data
from energy_audit.report.workbooks.inspection import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from energy_audit.cache import Cache
    from energy_audit.clock import Clock
    from energy_audit.progress import Progress
    from energy_audit.report.material import Material
    from energy_audit.report.tables.data import BatchTables

ENTERPRISES = "enterprises"
SUMMARY = "summary.pdf"
WORKBOOK = "inspection.xlsx"


def publish(
    material: Material,
    out: Path,
    *,
    clock: Clock,
    jobs: int = 1,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> Mapping[str, Sequence[str]]:
    """Write data files, pages, workbook and manifest of an inspection, atomically.

    Args:
        material: what was found.
        out: the folder; absent, empty or an earlier output.
        clock: gets the seconds of each stage.
        jobs: processes for PDFs.
        progress: told (stage, done, total).
        cache: holds the pages and PDFs of earlier runs.

    Returns:
        Characters that no face of this machine can draw, by code, each with the PDFs in which its code stands instead.

    Raises:
        OutputRefused: the folder holds something else or cannot be written.
        MissingLibrary: a PDF was asked for and Pango is missing.
        EnergyAuditError: processes died while they drew PDFs; names whose, and all else is written.
    """
    options = material.options
    drawing = Drawing(options.as_of, jobs=jobs, cache=cache)
    glyphs = Glyphs(undrawable)
    with whole_or_nothing(out) as folder:
        with clock.stage("data"):
            tables = batch_tables(material)
            write_data(tables, folder / "data", progress=progress)
        if options.verdicts:
            with clock.stage("verdicts"):
                material.judgement.write_verdicts(folder / "data" / "verdicts.parquet")
        pages, unfinished = _enterprise_pages(
            material, tables, folder, drawing, glyphs, clock=clock, progress=progress, cache=cache
        )
        if "pdf" in options.formats:
            pages |= {SUMMARY}
        if "xlsx" in options.formats:
            pages |= {WORKBOOK}
        if options.formats - {"data"}:
            _batch_pages(material, tables, pages, folder, drawing, glyphs, clock=clock)
        write_manifest(material, tables, folder)
        write_run(RunRecord(clock.seconds, glyphs.reported), folder)
    if unfinished:
        raise EnergyAuditError(
            both(
                "生成 PDF 的进程异常退出，缺这些单位的 PDF，其余内容已写入 {out}：{units}。可加 --jobs 1 重试。",
                out=out,
                units=", ".join(unfinished),
            )
        )
    return glyphs.reported


def _batch_pages(
    material: Material,
    tables: BatchTables,
    pages: set[str],
    folder: Path,
    drawing: Drawing,
    glyphs: Glyphs,
    *,
    clock: Clock,
) -> None:
    """Draw what is about the whole batch: index, workbook, summary."""
    formats = material.options.formats
    with clock.stage("batch"):
        report = batch_report(material, tables, frozenset(pages))
        if "html" in formats:
            write_index(report, folder)
        if "xlsx" in formats:
            write_workbook(material, tables, report, folder / WORKBOOK)
    if "pdf" in formats:
        with clock.stage("summary"):
            page = glyphs.mark(summary_html(report), SUMMARY, material.options.lang)
            drawing.draw_here(PdfJob(page, folder / SUMMARY, SUMMARY))


def _enterprise_pages(
    material: Material,
    tables: BatchTables,
    folder: Path,
    drawing: Drawing,
    glyphs: Glyphs,
    *,
    clock: Clock,
    progress: Progress,
    cache: Cache | None,
) -> tuple[set[str], list[str]]:
    """Draw a page an enterprise-year, and its PDF while the next page is made: no more pages are held than are drawn.

    Returns:
        The relative paths written, and the titles of those whose PDF could not be drawn.
    """
    formats = material.options.formats
    if not formats & {"html", "pdf"}:
        return set(), []
    target = folder / ENTERPRISES
    target.mkdir()
    keys = tables.enterprises.select("uscc", "report_year").rows()

    def pages() -> Iterator[PdfJob]:
        with clock.stage("pages"):
            drawn = Pages(material, cache)
        for done, (uscc, year) in enumerate(keys, start=1):
            with clock.stage("pages"):
                name = page_name(uscc, year)
                page = drawn.page(uscc, year)
                if "html" in formats:
                    (target / f"{name}.html").write_bytes(page)
            progress("pages", done, len(keys))
            if "pdf" in formats:
                title = f"{uscc} {year}"
                printed = glyphs.mark(page.decode(), title, material.options.lang)
                yield PdfJob(printed, target / f"{name}.pdf", title)

    lost: list[PdfJob] = []
    if "pdf" in formats:
        with clock.stage("pdf"):
            lost = drawing.draw(pages(), len(keys), progress)
        # pages are made within
        clock.seconds["pdf"] -= clock.seconds["pages"]
    else:
        for _ in pages():
            pass
    names = [page_name(uscc, year) for uscc, year in keys]
    written = {f"{ENTERPRISES}/{name}.{form}" for name in names for form in ("html", "pdf") if form in formats}
    return written - {f"{ENTERPRISES}/{job.target.name}" for job in lost}, [job.title for job in lost]
