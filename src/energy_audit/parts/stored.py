"""Keeps the parts of a batch on disk until each is judged, so that the whole batch need not stay in memory."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.filing.intake import Intake

_PROBLEMS = "problems"


@dataclass(frozen=True)
class StoredPart:
    """What was handed in for some units, in files of its own; called, it is read back.

    Attributes:
        folder: holds the tables that have rows.
        rest: files, sheets and places, which are those of the batch; its tables have no row.
    """

    folder: Path
    rest: Intake

    def __call__(self) -> Intake:
        """Read the part."""
        # in one piece each: what is said of the rows is laid beside them a hundred times
        frames = {path.stem: pl.read_ipc(path.read_bytes()).rechunk() for path in self.folder.glob("*.arrow")}
        problems = frames.pop(_PROBLEMS, self.rest.problems)
        return replace(self.rest, tables={**self.rest.tables, **frames}, problems=problems)

    def remove(self) -> None:
        """Remove its files."""
        shutil.rmtree(self.folder)


def without_rows(intake: Intake) -> Intake:
    """Return an intake that keeps files, sheets and places only."""
    tables = {name: frame.clear() for name, frame in intake.tables.items()}
    return replace(intake, tables=tables, problems=intake.problems.clear())


def stored(part: Intake, folder: Path, rest: Intake) -> StoredPart:
    """Write a part to ``folder``.

    Args:
        part: what was handed in for its units.
        folder: made for it.
        rest: ``without_rows`` of the batch.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir()
    for name, frame in {**part.tables, _PROBLEMS: part.problems}.items():
        if not frame.is_empty():
            frame.write_ipc(folder / f"{name}.arrow", compression="lz4")
    return StoredPart(folder, rest)
