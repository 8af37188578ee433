"""Looks at a Parquet file before it is decoded: it may claim far more rows than it can hold, or end the process.

A damaged Parquet file can claim lengths that end the process which decodes it, and no exception says so. In a pool
that is one worker, which is replaced; where this process itself would read, another one decodes the file first. A file
whose rows stay in it is decoded whole all the same: who reads some of them later may be this process.
"""

from __future__ import annotations

import io
import multiprocessing
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.workbooks.archive import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

HARMLESS_CELLS = 5_000_000
"""A file that unpacks to no more cells is no bomb."""

CELLS_A_BYTE = 500
"""Beyond ``HARMLESS_CELLS``, how many cells a byte may unpack to; columns that hold one value throughout reach 50."""

AT_ONCE = 64 * 2**20
"""Bytes of a file that is decoded at once; of a larger one a column at a time, as its reader does, to spare memory."""

_LONGEST = 60
"""Seconds a trial may take, and one more for every MiB; the slowest disk is quicker."""

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

    def survives(self, file: Path) -> bool:
        """Tell whether the process decodes a file, in time, and lives."""
        longest = _LONGEST + file.stat().st_size // 2**20
        return all(self._runs(query.serialize(), longest) for query in decodings(file))

    def _runs(self, plan: bytes, longest: float) -> bool:
        process = self.start()
        words, answer = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        patience = threading.Timer(longest, process.kill)
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


def decodings(file: Path) -> Iterator[pl.LazyFrame]:
    """Give queries that decode every column of a Parquet file and keep nothing of it.

    Raises:
        OSError, pl.exceptions.PolarsError: it is damaged.
    """
    scanned = pl.scan_parquet(file)
    columns = range(len(scanned.collect_schema()))
    at_a_time = len(columns) if file.stat().st_size <= AT_ONCE else 1
    for start in columns[:: at_a_time or 1]:
        yield scanned.select(pl.nth(*columns[start : start + at_a_time]).is_null().sum())


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


def try_parquet(data: bytes, file: Path | None = None, *, stays: bool = False) -> None:
    """Look at what a file claims, then decode it elsewhere if this is the main process.

    Args:
        data: its content.
        file: where it lies, if it lies anywhere by itself.
        stays: its rows may stay there, to be decoded later by whoever needs them.

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
    in_main = multiprocessing.parent_process() is None
    if not in_main and not stays:  # it is decoded here, and its reader may die
        return
    with _lying(data, file) as lies:
        if in_main and not _tester.survives(lies):
            raise Refused(FilingProblem.READER_DIED)
        if not in_main:
            _decode(lies)


@contextmanager
def _lying(data: bytes, file: Path | None) -> Iterator[Path]:
    """Give the file, or a copy of what lies in no file of its own."""
    if file is not None:
        yield file
        return
    # a system that does not remove a file in use removes it when it cleans up
    with tempfile.TemporaryDirectory(prefix="energy-audit-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "trial.parquet"
        copy.write_bytes(data)
        yield copy


def _decode(file: Path) -> None:
    """Decode a file here; what can be caught is caught again, and named, where it is read."""
    with suppress(pl.exceptions.PolarsError, OSError):
        for query in decodings(file):
            query.collect(engine="streaming")
