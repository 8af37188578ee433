"""Draws what a test asks for in a worker process, or kills that process; imported there by its name."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

DEADLY = "deadly"


def draw(html: str, target: Path, *, as_of: date) -> None:
    """Write the page, or die as a process dies that the system kills."""
    del as_of
    target.write_text("half", encoding="utf-8")
    if html == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    target.write_text(html, encoding="utf-8")
