"""Processes that work for this one: spawned, so that nothing of it leaks into them, and ended with it.

Ctrl-C in a terminal reaches every process at once. Only this one heeds it and then ends its
workers: they would otherwise each print where they were, or go on with what they hold.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from energy_audit import garbage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.process import BaseProcess

_THREADS: Final = "POLARS_MAX_THREADS"
_MEMORY: Final = "_RJEM_MALLOC_CONF"
"""What Polars and its allocator read when they are loaded."""

_KEPT: Final = "oversize_threshold:0,dirty_decay_ms:20000"
"""Polars gives memory back after half a second, large pieces at once, and then asks the system for it anew. Kept for 20
seconds it saves a worker a sixth of its processor seconds. This process, which holds the whole batch for a while, gives
it back: so much would be held twice."""

_LEAKED: Final = "ignore:resource_tracker"
"""What a process of Python's own says, in words nobody understands, of the locks that an interrupted run leaves to it."""


class _Worker(SpawnProcess):
    """A process that does not run the main script anew.

    It has this package's functions to run and nothing of the script, which may lie in no file (``python -``) or begin the
    same work again.
    """

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: N802 - the library's own name
        with _script_untold():
            return SpawnProcess._Popen(process_obj)  # noqa: SLF001 - where it is started


class _Spawn(SpawnContext):
    Process = _Worker


@contextmanager
def _script_untold() -> Iterator[None]:
    """Hide from which file or module the main script came: what is started in the block is told to run it first."""
    main = sys.modules["__main__"]
    spec, file = main.__spec__, main.__dict__.pop("__file__", None)
    main.__spec__ = None
    try:
        yield
    finally:
        main.__spec__ = spec
        if file is not None:
            main.__file__ = file


@contextmanager
def workers(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool; when the block fails, or is interrupted, its processes end at once.

    Hand work to it within ``unheard_interrupts``: that is when its processes start.
    """
    if _LEAKED not in sys.warnoptions:
        sys.warnoptions.append(_LEAKED)
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(jobs, mp_context=_Spawn(), initializer=_begin)
    own: list[BaseProcess] = []
    try:
        try:
            yield pool
        finally:
            own += [worker for worker in multiprocessing.active_children() if worker not in others]
            _peaks.extend(map(_peak_memory_mib, own))
    except BaseException:
        for worker in own:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_peaks: list[int] = []
"""MiB of every worker that came to its end."""


def peak_memory_mib() -> int | None:
    """Return the most memory that any one worker has held, in MiB; None without workers, or where nobody says."""
    return max(_peaks, default=0) or None


def _peak_memory_mib(worker: BaseProcess) -> int:
    """Ask Linux; its account of ended children is of no use, since each begins with what its parent held."""
    try:
        status = Path(f"/proc/{worker.pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    held = re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
    return int(held[1]) // 1024 if held else 0


@contextmanager
def unheard_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C for the block; a process started in it never hears one, this one hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where the workers' own start does it
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def settings_for_tables(threads: int) -> Iterator[None]:
    """Let each process started in the block use so many threads for tables, and keep for a while the memory it has had."""
    # the last word counts, and Polars has put its own there when this process loaded it
    wanted = {_THREADS: str(threads), _MEMORY: ",".join(filter(None, (os.environ.get(_MEMORY), _KEPT)))}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    garbage.looked_for_seldom()
