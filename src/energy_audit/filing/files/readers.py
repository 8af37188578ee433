"""Reads many files in processes of their own; a file that kills its reader is refused, the rest goes on."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from energy_audit.filing.files.kept import KIND, fetch, keep, key_of_file
from energy_audit.filing.files.onefile import read_file, refusal_of
from energy_audit.filing.files.tabular import LARGE
from energy_audit.filing.files.trial import trials
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.workers import unheard_interrupts, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from energy_audit.cache import Cache
    from energy_audit.filing.files.discovery import Handed
    from energy_audit.filing.sheets.reading import FileReading
    from energy_audit.progress import Progress

    Reader = Callable[[Handed], FileReading]

_LARGE = {".parquet": 2**16, ".csv": LARGE}
"""Bytes beyond which a table file is read by Polars at once; a Parquet file of that size holds some 10,000 rows."""

_CHUNK = 16
"""Files a process reads before it hands them back."""


def read_all(
    files: Sequence[Handed], jobs: int, tell: Progress, read: Reader = read_file, cache: Cache | None = None
) -> Iterator[FileReading]:
    """Read files in order.

    Args:
        files: what was handed in.
        jobs: processes; with one, this process reads.
        tell: hears of every file.
        read: reads one file; never raises.
        cache: holds what was read by earlier runs, and gets what is read now.
    """
    total = len(files)
    readings = _new_and_kept(files, jobs, read, cache) if cache else _read(files, jobs, read, total)
    with trials(expected=any(_is_large(each) and each.path.lower().endswith(".parquet") for each in files)):
        if total:
            tell("read", 0, total)  # processes take a moment to start
        for done, reading in enumerate(readings, 1):
            yield reading
            tell("read", done, total)


def _new_and_kept(files: Sequence[Handed], jobs: int, read: Reader, cache: Cache) -> Iterator[FileReading]:
    keys = [key_of_file(each) for each in files]
    known = [key is not None and cache.has(KIND, key) for key in keys]
    new = _read([each for each, is_known in zip(files, known, strict=True) if not is_known], jobs, read, len(files))
    for handed, key, is_known in zip(files, keys, known, strict=True):
        kept = fetch(cache, key) if key and is_known else None
        # an entry may be damaged, or another run may have removed it since
        reading = kept or (read(handed) if is_known else next(new))
        if key and not kept:
            keep(cache, key, reading)
        yield reading


def _read(files: Sequence[Handed], jobs: int, read: Reader, batch: int) -> Iterator[FileReading]:
    """Read in processes where it is for a batch: a file that kills its reader must not end the others."""
    if jobs == 1 or batch == 1:
        yield from map(read, files)
        return
    large = [_is_large(each) for each in files]
    small = _in_processes([each for each, is_large in zip(files, large, strict=True) if not is_large], jobs, read)
    for handed, is_large in zip(files, large, strict=True):
        yield read(handed) if is_large else next(small)


def _is_large(handed: Handed) -> bool:
    """Tell a table file that is read here: Polars reads it on all processors, and its rows need not travel."""
    large = _LARGE.get(PurePosixPath(handed.path).suffix.lower())
    if handed.refusal or handed.members or large is None:
        return False
    try:
        return handed.location.stat().st_size > large
    except OSError:
        return False  # its reader says why


def _in_processes(files: Sequence[Handed], jobs: int, read: Reader) -> Iterator[FileReading]:
    """Read in a pool. Where it dies, the files it had in hand are read one by one, and a new pool takes the rest."""
    rest = list(files)
    while rest:
        done = 0
        try:
            with workers(min(jobs, len(rest))) as pool:
                with unheard_interrupts():
                    readings = pool.map(read, rest, chunksize=_CHUNK)
                for reading in readings:
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
        with workers(1) as pool:
            with unheard_interrupts():
                reading = pool.submit(read, handed)
            return reading.result()
    except BrokenProcessPool:
        return refusal_of(handed, b"", FilingProblem.READER_DIED)
