"""How is known again what this tool wrote: a folder by the manifest in it, a note in a workbook by its author."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.json"
TOOL = "energy-audit"

NOTE_DIVIDER = "----- 自查 -----"
"""Divides what the clerk's comment said from what a check added to it."""


def is_own_output(folder: Path) -> bool:
    """Whether a folder is an earlier output: of an inspection, a self-check or of papers."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("tool") == TOOL
