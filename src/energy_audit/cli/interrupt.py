"""Ctrl-C ends a run soon, whatever it is in the middle of.

Python hears an interrupt only between its own steps, and one step over millions of rows can
take many seconds. So a thread of its own is told at once; where the run has not ended by
itself a moment later, it removes what is half-written and leaves.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 0.4
"""Seconds a run has to end by itself; with what is left to do it is gone within two."""

SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def prompt_interrupts() -> Iterator[None]:
    """Watch for Ctrl-C during the block; of use in the main thread only, elsewhere it does nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard, told = socket.socketpair()
    told.setblocking(False)
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    ended = threading.Event()
    threading.Thread(target=_watch, args=(heard, ended), daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(before)
        told.close()


def _watch(heard: socket.socket, ended: threading.Event) -> None:
    with heard:
        while number := heard.recv(1):
            if number[0] == signal.SIGINT:
                time.sleep(PATIENCE)
                _leave(is_said=ended.is_set())


def _leave(*, is_said: bool) -> None:
    """End the workers, remove the drafts, and go without waiting for anything, memory to be given back included."""
    from energy_audit.cli import INTERRUPTED, INTERRUPTED_MESSAGE
    from energy_audit.report.output import abandon_drafts

    for worker in multiprocessing.active_children():
        worker.terminate()
    abandon_drafts()
    # progress on a terminal hides the cursor and takes what is written to sys.stderr for a line above its bars
    stream = sys.__stderr__
    if stream is not None:
        shown = SHOW_CURSOR if stream.isatty() else ""
        stream.write(shown if is_said else f"{shown}\n{INTERRUPTED_MESSAGE}\n")
        stream.flush()
    os._exit(INTERRUPTED)
