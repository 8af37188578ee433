"""Looks at a Parquet file before it is decoded: it may claim far more rows than it can hold, or end the process.

A damaged Parquet file can claim lengths that end the process which decodes it, and no exception says so. In a pool
that is one worker, which is replaced; where this process itself would read, another one decodes the file first.
"""

from __future__ import annotations

import io
import multiprocessing
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import polars as pl

from energy_audit.filing.archive import Refused
from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.problem import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

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
try:
    # the engine alone starts ten times as fast as the package around it
    from _polars_runtime_32._polars_runtime import PyLazyFrame
    run = lambda plan: PyLazyFrame.deserialize_binary(plan).collect("streaming", None)
    run(io.BytesIO(bytes.fromhex(sys.argv[1])))
except Exception:
    import polars as pl
    run = lambda plan: pl.LazyFrame.deserialize(plan).collect(engine="streaming")
while size := int.from_bytes(sys.stdin.buffer.read(8), "big"):
    try:
        run(io.BytesIO(sys.stdin.buffer.read(size)))
    except Exception:
        pass
    sys.stdout.buffer.write(b".")
    sys.stdout.buffer.flush()
"""
"""Runs the first query to see whether it can, then one after another, and says so. What can be caught is caught
again, and named, where the file is read."""


class _Tester:
    """A process that decodes files before this one does; it starts at the first and serves until it dies or is ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                [sys.executable, "-I", "-c", _TRIAL, pl.LazyFrame({"can": [True]}).serialize().hex()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def survives(self, data: bytes) -> bool:
        """Tell whether the process decodes a file, within ``_LONGEST``, and lives."""
        # a system that does not remove a file in use removes it when it cleans up
        with tempfile.TemporaryDirectory(prefix="energy-audit-", ignore_cleanup_errors=True) as folder:
            file = Path(folder) / "trial.parquet"
            file.write_bytes(data)
            return self._runs(decoding(file).serialize())

    def _runs(self, plan: bytes) -> bool:
        process = self.start()
        words, answer = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        patience = threading.Timer(_LONGEST, process.kill)
        patience.start()
        try:
            words.write(len(plan).to_bytes(8, "big") + plan)
            words.flush()
            alive = answer.read(1) == b"."
        except OSError:
            alive = False
        finally:
            patience.cancel()
        if not alive:
            self.end()
        return alive

    def end(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.communicate()


def decoding(file: Path) -> pl.LazyFrame:
    """Return a query that decodes every column of a Parquet file and keeps nothing of it."""
    return pl.scan_parquet(file).select(pl.all().is_null().sum())


_tester = _Tester()


@contextmanager
def trials(*, expected: bool) -> Iterator[None]:
    """Keep one process for all trials of a batch; it starts at once where some are ``expected``."""
    if expected:
        _tester.start()
    try:
        yield
    finally:
        _tester.end()


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
        raise Refused(
            FilingProblem.TOO_LARGE,
            marked("{size} 字节，却有 {height} 行 {width} 列", size=len(data), height=height, width=width),
        )
    if multiprocessing.parent_process() is None and len(data) <= LARGEST_TRIED and not _tester.survives(data):
        raise Refused(FilingProblem.READER_DIED)
