"""Reads one file, whatever it is; never raises, always says why a file was refused."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.files.parquet import frame_of, read_parquet
from energy_audit.filing.files.recognise import Form, form_of, mismatch
from energy_audit.filing.files.tabular import BEGIN, LARGE, leave_text, read_text
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.sheets.headings import table_named
from energy_audit.filing.sheets.layout import read_sheet
from energy_audit.filing.sheets.reading import FileReading, Note
from energy_audit.filing.sheets.rows_in_file import Left, RowsInText, state_of
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.workbook import opened_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from energy_audit.filing.files.discovery import Handed
    from energy_audit.filing.sheets.reading import SheetReading, Unused

LARGEST_FILE = 8 * 2**30
"""Bytes of a text or Parquet file on disk."""

REQUIRED_TABLES = {"enterprise", "energy_consumption"}
"""Without which there is no filing."""

LEFT_TEXT = 2**27
"""Bytes from which a text file is left where it is, if it may be: read whole, it takes five times as much memory."""


def read_file(handed: Handed, most_rows: int | None = None) -> FileReading:
    """Read one file that was handed in.

    Args:
        handed: the file.
        most_rows: a Parquet file with more, and a very large text, is left where it is, and only what is said of it as
            a whole is read; by default every file is read.
    """
    path = PurePosixPath(handed.path)
    folder = str(path.parent)
    data = b""
    try:
        if handed.refusal:
            raise Refused(handed.refusal, handed.detail)  # noqa: TRY301 - one place turns refusals into records
        if not handed.members and handed.location.stat().st_size > LARGEST_FILE:
            raise Refused(FilingProblem.TOO_LARGE, marked("上限 {most} GB", most=LARGEST_FILE // 2**30))  # noqa: TRY301 - as above
        left = None
        if most_rows is not None and not handed.members:
            left = Left(handed.location, state_of(handed.location), most_rows)
        if left is not None and (reading := _left_text(handed, path, left)) is not None:
            return reading
        data = handed.read()
        digest = _digest_of(data)
        extension = path.suffix.lower()
        form = form_of(data, extension, names_a_table=table_named(path.stem) is not None)
        sheets, warnings = _sheets(data, form, path.stem, left, None if handed.members else handed.location)
    except Refused as refused:
        return refusal_of(handed, data, refused.kind, refused.detail)
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch; the reason is kept
        return refusal_of(handed, data, FilingProblem.CORRUPT_FILE, f"{type(error).__name__}: {error}"[:200])
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust libraries raise on some damaged files
            raise
        return refusal_of(handed, data, FilingProblem.CORRUPT_FILE, str(error)[:200])
    notes = [note for sheet in sheets for note in sheet.notes]
    notes += _misnamed(form, extension)
    notes += [Note(kind, value=part, detail=detail) for kind, part, detail in warnings]
    blocks = tuple(block for sheet in sheets for block in sheet.blocks)
    if not blocks and not _is_empty_table(path.stem, form, sheets):
        empty = refusal_of(handed, data, FilingProblem.NO_TABLE)
        return replace(empty, notes=tuple(notes), unused=_unused(sheets))
    return FileReading(
        path=handed.path,
        scope=handed.path if form in {"xlsx", "xls"} else folder,
        sha256=digest(),
        size=len(data),
        blocks=blocks,
        notes=tuple(notes),
        unused=_unused(sheets),
    )


def _left_text(handed: Handed, path: PurePosixPath, left: Left) -> FileReading | None:
    """Read what a very large text file says of itself as a whole; None of any that is to be read in the usual way."""
    size, _ = left.state
    if size < LEFT_TEXT:
        return None
    try:
        with left.file.open("rb") as file:
            begin = file.read(BEGIN)
        form = form_of(begin, path.suffix.lower(), names_a_table=table_named(path.stem) is not None)
        found = leave_text(left, begin, path.stem) if form == "csv" else None
    except (OSError, pl.exceptions.PolarsError, Refused):  # its reader says what is wrong
        return None
    if found is None:
        return None
    sheet, digest = found
    return FileReading(
        path=handed.path,
        scope=str(path.parent),
        sha256=digest,
        size=size,
        blocks=tuple(sheet.blocks),
        notes=(*sheet.notes, *_misnamed("csv", path.suffix.lower())),
        unused=tuple(sheet.unused),
    )


def _is_empty_table(stem: str, form: Form, sheets: list[SheetReading]) -> bool:
    """Whether a file is the headings of a table that may be absent, as a database gives out one of which it holds nothing."""
    named = table_named(stem)
    return (
        form in {"csv", "parquet"}
        and named is not None
        and named.key not in REQUIRED_TABLES
        and not any(sheet.notes for sheet in sheets)
        and {region.reason for region in _unused(sheets)} == {"header"}
    )


def _misnamed(form: Form, extension: str) -> list[Note]:
    claimed = mismatch(form, extension)
    return [Note(FilingProblem.WRONG_EXTENSION, detail=claimed)] if claimed else []


def with_rows(handed: Handed, reading: FileReading) -> FileReading:
    """Read the rows of a file that ``read_file`` left where they are; what cannot be is read anew, and says why."""
    if all(block.later is None for block in reading.blocks):
        return reading
    if any(isinstance(block.later, RowsInText) for block in reading.blocks):
        return read_file(handed)
    try:
        blocks = (
            replace(block, later=None, frame=frame_of(block.later, block.table)) if block.later else block
            for block in reading.blocks
        )
        return replace(reading, blocks=tuple(blocks))
    except Exception:  # noqa: BLE001 - it is damaged, or another than before: its reader says which
        return read_file(handed)


def _digest_of(data: bytes) -> Callable[[], str]:
    """Begin to digest a file, a large one beside the reading of it; what is returned waits for the end."""
    if len(data) <= LARGE:
        return partial(_sha256, data)
    beside = ThreadPoolExecutor(1)
    digesting = beside.submit(_sha256, data)
    beside.shutdown(wait=False)
    return digesting.result


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _unused(sheets: list[SheetReading]) -> tuple[Unused, ...]:
    return tuple(region for sheet in sheets for region in sheet.unused)


def _sheets(
    data: bytes, form: Form, stem: str, left: Left | None, file: Path | None
) -> tuple[list[SheetReading], tuple[tuple[FilingProblem, str, str], ...]]:
    """Read the sheets of a file, and what is to be said of the file as a whole."""
    match form:
        case "csv":
            return [read_text(data, stem)], ()
        case "parquet":
            return [read_parquet(data, stem, left, file)], ()
        case _:
            book = opened_workbook(data, xml=form == "xlsx")
            return [read_sheet(grid) for grid in book.grids], book.warnings


def refusal_of(handed: Handed, data: bytes, kind: FilingProblem, detail: str = "") -> FileReading:
    """Return the record of a file that is not read; ``data`` is what could be read of it."""
    return FileReading(
        path=handed.path,
        scope=handed.path,
        sha256=_sha256(data) if data else "",
        size=len(data),
        refusal=Note(kind, value=PurePosixPath(handed.path).name, detail=detail),
    )
