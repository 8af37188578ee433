"""Reads many files in processes of their own; a file that kills its reader is refused, the rest goes on."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.onefile import read_file, refusal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from energy_audit.filing.discovery import Handed
    from energy_audit.filing.reading import FileReading
    from energy_audit.progress import Progress

    Reader = Callable[[Handed], FileReading]

_CHUNK = 16
"""Files a process reads before it hands them back."""


def read_all(files: Sequence[Handed], jobs: int, tell: Progress, read: Reader = read_file) -> Iterator[FileReading]:
    """Read files in order.

    Args:
        files: what was handed in.
        jobs: processes; with one, this process reads.
        tell: hears of every file.
        read: reads one file; never raises.
    """
    total = len(files)
    readings = _in_processes(files, jobs, read) if jobs > 1 and total > 1 else map(read, files)
    for done, reading in enumerate(readings, 1):
        yield reading
        tell("read", done, total)


def _in_processes(files: Sequence[Handed], jobs: int, read: Reader) -> Iterator[FileReading]:
    """Read in a pool. Where it dies, the files it had in hand are read one by one, and a new pool takes the rest."""
    rest = list(files)
    while rest:
        done = 0
        try:
            with _pool(min(jobs, len(rest))) as pool:
                for reading in pool.map(read, rest, chunksize=_CHUNK):
                    yield reading
                    done += 1
        except BrokenProcessPool:
            in_hand = rest[done : done + _CHUNK * jobs]
            for handed in in_hand:
                yield _alone(handed, read)
            done += len(in_hand)
        rest = rest[done:]


def _alone(handed: Handed, read: Reader) -> FileReading:
    """Read one file in a process that may die."""
    try:
        with _pool(1) as pool:
            return pool.submit(read, handed).result()
    except BrokenProcessPool:
        return refusal_of(handed, b"", FilingProblem.READER_DIED)


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Processes are spawned, so that nothing of this one leaks into them."""
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
