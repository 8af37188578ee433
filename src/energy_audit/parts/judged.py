"""Judges the parts of a batch, here or in processes of their own; what comes of it does not depend on which.

A part is some thousand small queries one after the other, which several threads share badly: two processes of one
thread each were seen to take two thirds of the time of one process with two.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from energy_audit.cache import Cache
from energy_audit.clock import Clock
from energy_audit.energy.shared import with_own_share
from energy_audit.inspection import judge_intake, open_rules
from energy_audit.report.content.page_key import shared_key
from energy_audit.report.tables.in_parts import PartFiles, write_part
from energy_audit.report.tables.kept_part import kept_part
from energy_audit.workers import settings_for_tables, unheard_interrupts, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference
    from energy_audit.report.material import Options
    from energy_audit.report.tables.in_parts import PartFound
    from energy_audit.rulebook.model import Rulebook

    Judged = tuple[PartFound, dict[str, float]]


@dataclass(frozen=True)
class PartJudge:
    """Judges one part and writes what it found. Sent to another process it opens the rules anew, once.

    Attributes:
        rules: further rule folders.
        reference: the tables ...
        rulebook: ... and the rules opened from them and the shipped ones.
        options: the day judged, basis, language.
        folder: where the files of a part are written.
        cache: holds what earlier runs found of equal parts.
    """

    rules: tuple[Path, ...]
    reference: Reference
    rulebook: Rulebook
    options: Options
    folder: Path
    cache: Cache | None = None

    def __call__(self, number: int, part: Callable[[], Intake]) -> Judged:
        """Return what is said of the whole batch, and the seconds each stage took."""
        clock, files = Clock(), PartFiles(self.folder, number)
        with clock.stage("read"):
            intake = with_own_share(part())
            kept = kept_part(intake, self.cache, self._shared) if self.cache else None
        with clock.stage("data"):
            found = kept.fetch(files) if kept else None
        if found is None:
            intake = _in_one_piece(intake)
            inspection = judge_intake(intake, self.reference, self.rulebook, self.options, clock=clock)
            with clock.stage("data"):
                found = write_part(inspection.material, files)
                if kept:
                    kept.keep(found, files)
        return found, clock.seconds

    @cached_property
    def _shared(self) -> str:
        return shared_key(self.rulebook, self.reference, self.options)

    def __reduce__(self) -> tuple[Callable[..., PartJudge], tuple[Any, ...]]:
        kept = (self.cache.folder, self.cache.limit) if self.cache else None
        return _judge_with, (self.rules, self.options, self.folder, kept)


def _in_one_piece(intake: Intake) -> Intake:
    """Give filings whose tables are each in one piece: to set columns in several beside one in one costs a copy each time."""
    return replace(intake, tables={name: table.rechunk() for name, table in intake.tables.items()})


@lru_cache(maxsize=1)
def _judge_with(rules: tuple[Path, ...], options: Options, folder: Path, kept: tuple[Path, int] | None) -> PartJudge:
    return PartJudge(rules, *open_rules(rules), options, folder, Cache(*kept) if kept else None)


def judge_parts(parts: Sequence[Callable[[], Intake]], judge: PartJudge, jobs: int) -> Generator[Judged]:
    """Judge parts, and give what each found in their order.

    Args:
        parts: give the filings of a part, in any process.
        judge: does one part.
        jobs: processes; with one, this process judges.

    Where a process dies - of too little memory, most likely - this one judges what is left, a part at a time.
    """
    done = 0
    if jobs > 1 and len(parts) > 1:
        try:
            for judged in _in_processes(parts, judge, min(jobs, len(parts))):
                yield judged
                done += 1
        except BrokenProcessPool:
            for left in judge.folder.glob("findings-*"):
                if int(left.name.split("-")[1].partition(".")[0]) >= done:
                    left.unlink()
    for number, part in enumerate(parts[done:], done):
        yield judge(number, part)


def _in_processes(parts: Sequence[Callable[[], Intake]], judge: PartJudge, jobs: int) -> Iterator[Judged]:
    """Keep every process at one part; few parts are in memory at a time."""
    waiting: deque[Future[Judged]] = deque()
    with workers(jobs) as pool:
        for number, part in enumerate(parts):
            if len(waiting) > jobs:
                yield waiting.popleft().result()
            with unheard_interrupts(), settings_for_tables(max(1, (os.cpu_count() or 1) // jobs)):
                waiting.append(pool.submit(judge, number, part))
        while waiting:
            yield waiting.popleft().result()
