"""Draws the PDFs of a batch: in processes that are kept alive, and only those not drawn by an earlier run."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, Final, Protocol

from energy_audit.cache import key_of
from energy_audit.report.drawn.pdf import write_pdf
from energy_audit.report.drawn.renderer import renderer_digest
from energy_audit.workers import unheard_interrupts, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from energy_audit.cache import Cache
    from energy_audit.progress import Progress

KIND: Final = "pdf"


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


class Drawing:
    """Draws PDFs.

    Args:
        as_of: the day that stands in the files.
        jobs: processes; with one, this process draws.
        cache: holds what earlier runs drew.
        draw: draws one.
    """

    def __init__(self, as_of: date, *, jobs: int = 1, cache: Cache | None = None, draw: Draw = write_pdf) -> None:
        self.as_of = as_of
        self.jobs = jobs
        self.cache = cache
        self.draw_one = draw

    def draw_here(self, job: PdfJob) -> None:
        """Draw one in this process."""
        if not self._fetched(job):
            self._drawn_here(job)

    def draw(self, pages: Iterable[PdfJob], total: int, progress: Progress) -> list[PdfJob]:
        """Draw PDFs as their pages come.

        A process that dies takes the others' work with it, so each of what was being drawn then is tried
        once more in a process of its own; the one that kills that too is given up, and the rest goes on.

        Returns:
            What could not be drawn because its process died.
        """
        numbers = count(1)

        def done() -> None:
            progress("pdf", next(numbers), total)

        waiting = self._not_fetched(pages, done)
        if self.jobs <= 1 or total == 1:
            for job in waiting:
                self._drawn_here(job)
                done()
            return []
        lost: list[PdfJob] = []
        ready = deque(islice(waiting, 1))
        while ready:
            for job in self._draw_together(ready, waiting, self.jobs, done):
                if self._draw_together(deque([job]), iter(()), 1, done):
                    job.target.unlink(missing_ok=True)
                    lost.append(job)
        return lost

    def _draw_together(
        self, ready: deque[PdfJob], waiting: Iterator[PdfJob], jobs: int, done: Callable[[], None]
    ) -> list[PdfJob]:
        """Draw what is ready and waiting until all is drawn or a process dies; returns what was being drawn then."""
        running: dict[Future[None], PdfJob] = {}
        try:
            with workers(jobs) as pool:
                while ready or running:
                    # no more at a time than there are processes: what is running is all that a death can touch
                    while ready and len(running) < jobs:
                        job = ready[0]
                        with unheard_interrupts():
                            running[pool.submit(self.draw_one, job.html, job.target, as_of=self.as_of)] = job
                        ready.popleft()
                        ready.extend(islice(waiting, 1))
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        future.result()
                        self._keep(running.pop(future))
                        done()
        except BrokenProcessPool:
            return list(running.values()) or [ready.popleft()]
        return []

    def _drawn_here(self, job: PdfJob) -> None:
        self.draw_one(job.html, job.target, as_of=self.as_of)
        self._keep(job)

    def _not_fetched(self, pages: Iterable[PdfJob], done: Callable[[], None]) -> Iterator[PdfJob]:
        for job in pages:
            if self._fetched(job):
                done()
            else:
                yield job

    def _key(self, job: PdfJob) -> str | None:
        """Name a PDF by its page, its day and all that draws it; None where that cannot be told."""
        renderer = renderer_digest()
        return None if renderer is None else key_of(renderer, self.as_of.isoformat(), job.html)

    def _fetched(self, job: PdfJob) -> bool:
        key = self._key(job) if self.cache else None
        content = self.cache.get(KIND, key) if self.cache and key else None
        if content is not None:
            job.target.write_bytes(content)
        return content is not None

    def _keep(self, job: PdfJob) -> None:
        key = self._key(job) if self.cache else None
        if self.cache and key:
            self.cache.put(KIND, key, job.target.read_bytes())
