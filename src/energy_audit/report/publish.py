"""Draws everything an inspection gives out into one folder."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Protocol

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
    from collections.abc import Callable, Iterator, Sequence
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


class Draw(Protocol):
    """Draws one PDF."""

    def __call__(self, html: str, target: Path, *, as_of: date) -> None:
        """Write the page ``html`` to ``target``."""


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
        EnergyAuditError: processes died while they drew PDFs; names whose, and all else is written.
    """
    formats = material.options.formats
    unfinished: list[str] = []
    with whole_or_nothing(out) as folder:
        with clock.stage("data"):
            tables = batch_tables(material)
            write_data(tables, folder / "data")
        with clock.stage("verdicts"):
            material.judgement.write_verdicts(folder / "data" / "verdicts.parquet")
        pages = _enterprise_pages(material, tables, folder, unfinished, clock=clock, jobs=jobs, progress=progress)
        if "pdf" in formats:
            pages |= {SUMMARY}
        if "xlsx" in formats:
            pages |= {WORKBOOK}
        if formats - {"data"}:
            _batch_pages(material, tables, pages, folder, clock=clock)
        write_manifest(material, tables, folder)
        write_run(RunRecord(clock.seconds), folder)
    if unfinished:
        raise EnergyAuditError(
            f"生成 PDF 的进程异常退出，缺这些单位的 PDF，其余内容已写入 {out}：{'、'.join(unfinished)}。可加 --jobs 1 重试。"
            f" / A process died while it drew the PDFs of these units; all else is in {out}: {', '.join(unfinished)}."
        )


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
    material: Material,
    tables: BatchTables,
    folder: Path,
    unfinished: list[str],
    *,
    clock: Clock,
    jobs: int,
    progress: Progress,
) -> set[str]:
    """Draw a page an enterprise-year; returns the relative paths written, and adds to ``unfinished`` whose PDF is not."""
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
            lost = draw_pdfs(pending, as_of=material.options.as_of, jobs=jobs, progress=progress)
            written -= {f"{ENTERPRISES}/{job.target.name}" for job in lost}
            unfinished += [job.title for job in lost]
    return written


def draw_pdfs(
    pending: Sequence[PdfJob], *, as_of: date, jobs: int, progress: Progress, draw: Draw = write_pdf
) -> list[PdfJob]:
    """Draw PDFs, in processes that are kept alive: the first report of a process costs a second more.

    A process that dies takes the others' work with it, so each of what was being drawn then is tried
    once more in a process of its own; the one that kills that too is given up, and the rest goes on.

    Returns:
        What could not be drawn because its process died.
    """
    if jobs <= 1 or len(pending) == 1:
        for number, job in enumerate(pending, start=1):
            draw(job.html, job.target, as_of=as_of)
            progress("pdf", number, len(pending))
        return []
    waiting = deque(pending)
    lost: list[PdfJob] = []
    numbers = count(1)

    def done() -> None:
        progress("pdf", next(numbers), len(pending))

    while waiting:
        for job in _draw_together(waiting, draw, as_of=as_of, jobs=jobs, done=done):
            if _draw_together(deque([job]), draw, as_of=as_of, jobs=1, done=done):
                job.target.unlink(missing_ok=True)
                lost.append(job)
    return lost


def _draw_together(
    waiting: deque[PdfJob], draw: Draw, *, as_of: date, jobs: int, done: Callable[[], None]
) -> list[PdfJob]:
    """Draw what is waiting until all is drawn or a process dies; returns what was being drawn when one died."""
    running: dict[Future[None], PdfJob] = {}
    before = multiprocessing.active_children()
    pool = ProcessPoolExecutor(min(jobs, len(waiting)), mp_context=multiprocessing.get_context("spawn"))
    try:
        while waiting or running:
            # no more at a time than there are processes: what is running is all that a death can touch
            while waiting and len(running) < jobs:
                job = waiting[0]
                running[pool.submit(draw, job.html, job.target, as_of=as_of)] = job
                waiting.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                future.result()
                del running[future]
                done()
    except BrokenProcessPool:
        return list(running.values())
    except BaseException:
        for worker in multiprocessing.active_children():
            if worker not in before:
                worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    return []
