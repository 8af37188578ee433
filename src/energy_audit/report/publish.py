"""Draws everything an inspection gives out into one folder."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from energy_audit.errors import EnergyAuditError
from energy_audit.progress import silent
from energy_audit.report.batch import batch_report
from energy_audit.report.content import EnterpriseReports
from energy_audit.report.data import batch_tables, page_name, write_data
from energy_audit.report.html import render
from energy_audit.report.manifest import RunRecord, write_manifest, write_run
from energy_audit.report.output import whole_or_nothing
from energy_audit.report.pdf import write_pdf
from energy_audit.report.site import write_index
from energy_audit.report.summary import summary_html
from energy_audit.report.workbook import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from energy_audit.progress import Progress
    from energy_audit.report.data import BatchTables
    from energy_audit.report.material import Material
ENTERPRISES = "enterprises"
SUMMARY = "summary.pdf"
WORKBOOK = "inspection.xlsx"


@dataclass
class Clock:
    """Seconds a stage; only ``run.json`` holds them."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block as one stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@dataclass(frozen=True)
class PdfJob:
    """One PDF to draw: its page, where to, and whose it is."""

    html: str
    target: Path
    title: str


def publish(material: Material, out: Path, *, clock: Clock, jobs: int = 1, progress: Progress = silent) -> None:
    """Write data files, pages, workbook and manifest of an inspection, atomically.

    Args:
        material: what was found.
        out: the folder; absent, empty or an earlier output.
        clock: gets the seconds of each stage.
        jobs: processes for PDFs.
        progress: told (stage, done, total).

    Raises:
        OutputRefused: the folder holds something else or cannot be written.
        MissingLibrary: a PDF was asked for and Pango is missing.
    """
    formats = material.options.formats
    with whole_or_nothing(out) as folder:
        with clock.stage("data"):
            tables = batch_tables(material)
            write_data(tables, folder / "data")
        with clock.stage("verdicts"):
            material.judgement.write_verdicts(folder / "data" / "verdicts.parquet")
        pages = _enterprise_pages(material, tables, folder, clock=clock, jobs=jobs, progress=progress)
        if "pdf" in formats:
            pages |= {SUMMARY}
        if "xlsx" in formats:
            pages |= {WORKBOOK}
        if formats - {"data"}:
            _batch_pages(material, tables, pages, folder, clock=clock)
        write_manifest(material, tables, folder)
        write_run(RunRecord(clock.seconds), folder)


def _batch_pages(material: Material, tables: BatchTables, pages: set[str], folder: Path, *, clock: Clock) -> None:
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
            write_pdf(summary_html(report), folder / SUMMARY, as_of=material.options.as_of)


def _enterprise_pages(
    material: Material, tables: BatchTables, folder: Path, *, clock: Clock, jobs: int, progress: Progress
) -> set[str]:
    """Draw a page an enterprise-year; returns the relative paths written."""
    formats = material.options.formats
    if not formats & {"html", "pdf"}:
        return set()
    target = folder / ENTERPRISES
    target.mkdir()
    keys = tables.enterprises.select("uscc", "report_year").rows()
    pending: list[PdfJob] = []
    written: set[str] = set()
    with clock.stage("pages"):
        reports = EnterpriseReports(material)
        for done, (uscc, year) in enumerate(keys, start=1):
            name = page_name(uscc, year)
            html = render("enterprise.html", reports.build(uscc, year), material.options.lang)
            if "html" in formats:
                (target / f"{name}.html").write_text(html, encoding="utf-8", newline="\n")
                written.add(f"{ENTERPRISES}/{name}.html")
            if "pdf" in formats:
                pending.append(PdfJob(html, target / f"{name}.pdf", f"{uscc} {year}"))
                written.add(f"{ENTERPRISES}/{name}.pdf")
            progress("pages", done, len(keys))
    if pending:
        with clock.stage("pdf"):
            draw_pdfs(pending, as_of=material.options.as_of, jobs=jobs, progress=progress)
    return written


def draw_pdfs(pending: list[PdfJob], *, as_of: date, jobs: int, progress: Progress) -> None:
    """Draw PDFs, in processes that are kept alive: the first report of a process costs a second more.

    Raises:
        EnergyAuditError: a worker died; names whose report it was drawing.
    """
    if jobs <= 1 or len(pending) == 1:
        for done, job in enumerate(pending, start=1):
            write_pdf(job.html, job.target, as_of=as_of)
            progress("pdf", done, len(pending))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(pending)), mp_context=context) as pool:
        running = {pool.submit(write_pdf, job.html, job.target, as_of=as_of): job for job in pending}
        try:
            for done, future in enumerate(as_completed(running), start=1):
                future.result()
                progress("pdf", done, len(pending))
        except BrokenProcessPool as error:
            unfinished = [job.title for future, job in running.items() if not future.done() or future.exception()]
            raise EnergyAuditError(
                f"生成 PDF 的进程异常退出，未完成：{'、'.join(unfinished[:5])}"
                f"{' 等' if len(unfinished) > 5 else ''}。可加 --jobs 1 重试，或用 --format 去掉 pdf。",
            ) from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
