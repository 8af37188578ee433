"""Whatever people hand in, made into typed tables and problems; bad data never raises.

paths → files → sheets → raw texts → typed rows → owners → tables and problems
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.filing.batch import UNUSED_SCHEMA, gathered
from energy_audit.filing.files.discovery import handed_in
from energy_audit.filing.files.readers import read_all
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import unmarked
from energy_audit.filing.sheets.reading import FileReading, Note
from energy_audit.filing.typed_batch import Typed, typed_batch
from energy_audit.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from energy_audit.cache import Cache
    from energy_audit.filing.shared import Shared
    from energy_audit.progress import Progress


@dataclass(frozen=True)
class FileRead:
    """One file that was handed in, and what became of it.

    ``path`` is relative with ``/``; ``reason`` says in Chinese why it was refused; ``enterprises`` counts the
    rows of its enterprise table.
    """

    path: str
    sha256: str
    size: int
    status: Literal["read", "refused"]
    reason: str
    enterprises: int


@dataclass(frozen=True)
class Intake:
    """What was handed in.

    Attributes:
        tables: every key of ``TABLES``; schema columns + ``source`` + ``row`` (1-based sheet row or file line).
        sources: ``source``, ``file``, ``sheet``, ``form``.
        placement: ``source``, ``table``, ``column``, ``letter``; see ``sources.address``.
        problems: ``PROBLEM_SCHEMA``, in the order of files and cells.
        files: every file found, read or refused, in the order of paths.
        unused: regions that hold something and are in no table: ``file``, ``sheet``, ``cells``, ``reason``, ``text``.
        shared: what its units have in common with others, where it is a part of a batch; else its tables tell.
    """

    tables: dict[str, pl.DataFrame]
    sources: pl.DataFrame
    placement: pl.DataFrame
    problems: pl.DataFrame
    files: tuple[FileRead, ...]
    unused: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNUSED_SCHEMA))
    shared: Shared | None = None


def read_filings(
    paths: Sequence[Path], *, jobs: int = 1, progress: Progress | None = None, cache: Cache | None = None
) -> Intake:
    """Read every filing among ``paths``: workbooks, table files, folders and archives, mixed.

    Args:
        paths: what was handed in.
        jobs: processes that read files; results do not depend on it.
        progress: hears how far the stages ``read``, ``type`` and ``check`` have come.
        cache: holds what earlier runs read from workbooks; results do not depend on it.

    Returns:
        Typed tables, where each value stands, and what is wrong. Nothing raises: a file that cannot be read is
        refused with its reason.
    """
    tell = progress or silent
    return intake_of(list(read_all(handed_in(paths), jobs, tell, cache=cache)), tell)


def intake_of(readings: list[FileReading], tell: Progress) -> Intake:
    """Type what was read of some files, whole."""
    readings, done = _tables(readings, tell)
    tell("check", 1, 1)
    return Intake(
        tables=done.tables,
        sources=done.batch.sources,
        placement=done.batch.placement,
        problems=done.problems,
        files=counted(files_of(readings), done.tables["enterprise"], done.batch.sources),
        unused=pl.concat([done.batch.unused, done.unused]),
    )


def _tables(readings: list[FileReading], tell: Progress) -> tuple[list[FileReading], Typed]:
    """Type all readings at once; a reading that cannot be typed is refused, and never stops the others."""
    try:
        return readings, _together(readings, tell)
    except Exception:  # noqa: BLE001 - whatever it is, it is some file's doing, and that file is found now
        sound = [reading if (fault := _fault(reading)) is None else _put_aside(reading, fault) for reading in readings]
        return sound, _together(sound, tell)


def _together(readings: list[FileReading], tell: Progress) -> Typed:
    return typed_batch(gathered(readings), tell)


def _fault(reading: FileReading) -> Exception | None:
    """Return what goes wrong when a file is typed alone."""
    try:
        _together([reading], silent)
    except Exception as error:  # noqa: BLE001 - as above
        return error
    return None


def _put_aside(reading: FileReading, fault: Exception) -> FileReading:
    name = PurePosixPath(reading.path).name
    note = Note(FilingProblem.CORRUPT_FILE, value=name, detail=f"{type(fault).__name__}: {fault}"[:200])
    return FileReading(path=reading.path, scope=reading.path, sha256=reading.sha256, size=reading.size, refusal=note)


def files_of(readings: Iterable[FileReading]) -> tuple[FileRead, ...]:
    """Say what became of each file; its enterprises are not counted."""
    return tuple(
        FileRead(
            path=reading.path,
            sha256=reading.sha256,
            size=reading.size,
            status="refused" if reading.refusal else "read",
            reason=_reason(reading),
            enterprises=0,
        )
        for reading in readings
    )


def counted(files: Iterable[FileRead], enterprises: pl.DataFrame, sources: pl.DataFrame) -> tuple[FileRead, ...]:
    """Count the enterprises of each file: the rows of ``enterprises``, by their ``source``."""
    counts = dict(enterprises.select("source").join(sources, on="source").group_by("file").len().iter_rows())
    return tuple(replace(each, enterprises=counts.get(each.path, 0)) for each in files)


def _reason(reading: FileReading) -> str:
    if reading.refusal is None:
        return ""
    note = reading.refusal
    return note.kind.sentence().replace("{value}", note.value).replace("{detail}", unmarked(note.detail, "zh"))
