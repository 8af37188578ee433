"""Looks at a Parquet file before it is decoded: it may claim far more rows than it can hold, or end the process.

A damaged Parquet file can claim lengths that end the process which decodes it, and no exception says so. In a pool
that is one worker, which is replaced; where this process itself would read, another one decodes the file first.
"""

from __future__ import annotations

import io
import multiprocessing
import subprocess
import sys

import polars as pl

from energy_audit.filing.archive import Refused
from energy_audit.filing.filing_problem import FilingProblem

HARMLESS_CELLS = 5_000_000
"""A file that unpacks to no more cells is no bomb."""

CELLS_A_BYTE = 500
"""Beyond ``HARMLESS_CELLS``, how many cells a byte may unpack to; columns that hold one value throughout reach 50."""

LARGEST_TRIED = 64 * 2**20
"""Bytes; a larger file comes from a system rather than by mail, and decoding it twice would take seconds."""

_LONGEST = 60
"""Seconds a trial may take."""

_TRIAL = """
import io, sys
import polars as pl
try:
    pl.read_parquet(io.BytesIO(sys.stdin.buffer.read()))
except Exception:
    pass
"""
"""What can be caught is caught again, and named, where the file is read."""


def try_parquet(data: bytes) -> None:
    """Look at what a file claims, then decode it elsewhere if this is the main process.

    Raises:
        Refused: damaged, it claims too many rows, or the process that tried it died or did not come to an end.
    """
    try:
        scanned = pl.scan_parquet(io.BytesIO(data))
        width, height = len(scanned.collect_schema()), scanned.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)[:200]) from error
    if width * height > max(HARMLESS_CELLS, CELLS_A_BYTE * len(data)):
        raise Refused(FilingProblem.TOO_LARGE, f"{len(data)} 字节，却有 {height} 行 {width} 列")
    if multiprocessing.parent_process() is not None or len(data) > LARGEST_TRIED:
        return
    try:
        tried = subprocess.run(  # noqa: S603 - our own interpreter and our own words; the file is only its input
            [sys.executable, "-I", "-c", _TRIAL], input=data, capture_output=True, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(FilingProblem.READER_DIED) from error
    if tried.returncode:
        raise Refused(FilingProblem.READER_DIED)
