"""Processes that work for this one: spawned, so that nothing of it leaks into them, and ended with it.

Ctrl-C in a terminal reaches every process at once. Only this one heeds it and then ends its
workers: they would otherwise each print where they were, or go on with what they hold.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_THREADS = "POLARS_MAX_THREADS"
"""Read by Polars when it is loaded."""


_LEAKED: Final = "ignore:resource_tracker"
"""What a process of Python's own says, in words nobody understands, of the locks that an interrupted run leaves to it."""


@contextmanager
def workers(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool; when the block fails, or is interrupted, its processes end at once.

    Hand work to it within ``unheard_interrupts``: that is when its processes start.
    """
    if _LEAKED not in sys.warnoptions:
        sys.warnoptions.append(_LEAKED)
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_heed_no_interrupt)
    try:
        yield pool
    except BaseException:
        for worker in multiprocessing.active_children():
            if worker not in others:
                worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


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
def threads_a_worker(count: int) -> Iterator[None]:
    """Let the processes started in the block use so many threads for tables."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = str(count)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


def _heed_no_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
