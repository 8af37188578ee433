"""Whatever people hand in, made into typed tables and problems; bad data never raises.

paths → files → sheets → raw texts → typed rows → owners → tables and problems
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.filing.batch import UNUSED_SCHEMA, Batch, gathered
from energy_audit.filing.checks import checked
from energy_audit.filing.discovery import handed_in
from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.identity import code_problems, level_codes
from energy_audit.filing.onefile import read_file
from energy_audit.filing.ownership import KEYS, missing_tables, owner_problems, taken_over
from energy_audit.filing.problem import joined, problems_where
from energy_audit.filing.repeats import without_repeats
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sources import located
from energy_audit.filing.template_rows import is_template_row
from energy_audit.filing.typed import typed
from energy_audit.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from energy_audit.filing.discovery import Handed
    from energy_audit.filing.reading import FileReading
    from energy_audit.filing.schema import Table
    from energy_audit.progress import Progress

_CHUNK = 16
"""Files a process reads before it hands them back."""


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
    """

    tables: dict[str, pl.DataFrame]
    sources: pl.DataFrame
    placement: pl.DataFrame
    problems: pl.DataFrame
    files: tuple[FileRead, ...]
    unused: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNUSED_SCHEMA))


def read_filings(paths: Sequence[Path], *, jobs: int = 1, progress: Progress | None = None) -> Intake:
    """Read every filing among ``paths``: workbooks, table files, folders and archives, mixed.

    Args:
        paths: what was handed in.
        jobs: processes that read files; results do not depend on it.
        progress: hears how far the stages ``read``, ``type`` and ``check`` have come.

    Returns:
        Typed tables, where each value stands, and what is wrong. Nothing raises: a file that cannot be read is
        refused with its reason.
    """
    tell = progress or silent
    files = handed_in(paths)
    readings = list(_read(files, jobs, tell))
    batch = gathered(readings)
    tables, problems, unused = _typed(batch, tell)
    tables, more = _owned(tables, problems, batch)
    tell("check", 1, 1)
    found = _in_order(joined([batch.problems, *problems, *more]), tables, batch)
    return Intake(
        tables=tables,
        sources=batch.sources,
        placement=batch.placement,
        problems=found,
        files=_files(readings, tables, batch),
        unused=pl.concat([batch.unused, unused]),
    )


def _read(files: Sequence[Handed], jobs: int, tell: Progress) -> Iterator[FileReading]:
    """Read all files in order; worker processes are spawned, so that nothing of this one leaks into them."""
    total = len(files)
    if jobs <= 1 or total < 2:
        for done, handed in enumerate(files, 1):
            yield read_file(handed)
            tell("read", done, total)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, total), mp_context=context) as pool:
        for done, reading in enumerate(pool.map(read_file, files, chunksize=_CHUNK), 1):
            yield reading
            tell("read", done, total)


def _typed(batch: Batch, tell: Progress) -> tuple[dict[str, pl.DataFrame], list[pl.DataFrame], pl.DataFrame]:
    tables, found, unused = {}, [], [batch.unused.clear()]
    for done, (key, table) in enumerate(TABLES.items(), 1):
        parts = [pl.DataFrame(schema={"source": pl.UInt32(), "row": pl.UInt32(), **table.schema()})]
        for raw in batch.raw[key]:
            frame, problems, faulty = typed(raw, table, batch.multipliers.get(key))
            frame, template = _without_template_rows(frame, table, faulty)
            frame = level_codes(frame)
            frame, impossible = checked(frame, table, raw)
            parts.append(frame)
            found.extend([problems, impossible])
            unused.append(_listed(template, batch))
        tables[key] = _in_row_order(pl.concat(parts, how="diagonal").select(*table.schema(), "source", "row"))
        found.append(code_problems(tables[key], key))
        tell("type", done, len(TABLES))
    return tables, found, pl.concat(unused)


def _in_row_order(frame: pl.DataFrame) -> pl.DataFrame:
    place = frame.select(pl.col("source").cast(pl.UInt64) * 2**32 + pl.col("row")).to_series()
    return frame if place.is_sorted() else frame.sort("source", "row", maintain_order=True)


def _without_template_rows(frame: pl.DataFrame, table: Table, faulty: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    marked = frame.with_columns(_template=is_template_row(table) & ~faulty)
    return marked.filter(~pl.col("_template")).drop("_template"), marked.filter("_template")


def _listed(template: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """List printed rows that nobody filled in."""
    return template.join(batch.sources, on="source", maintain_order="left").select(
        "file", "sheet", cells=pl.format("{}:{}", "row", "row"), reason=pl.lit("template-row"), text=pl.lit("")
    )


def _owned(
    tables: dict[str, pl.DataFrame], problems: list[pl.DataFrame], batch: Batch
) -> tuple[dict[str, pl.DataFrame], list[pl.DataFrame]]:
    unread = _unread_keys(joined(problems))
    tables = taken_over(tables, batch.scopes, unread)
    tables, repeats = without_repeats(tables, batch.sources, batch.scopes)
    blank = [_required(tables[key], table, joined(problems), batch) for key, table in TABLES.items()]
    missing = missing_tables(tables, batch.sources, batch.scopes, batch.blocks)
    return tables, [repeats, *blank, owner_problems(tables), missing]


def _unread_keys(problems: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """By table, the rows whose code or year stands there but cannot be read."""
    wrong = problems.filter(pl.col("column").is_in(KEYS), pl.col("code").str.starts_with("unreadable"))
    return {str(key[0]): part.select("source", "row") for key, part in wrong.group_by("table")}


def _required(frame: pl.DataFrame, table: Table, problems: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """Find blank cells of required columns; a cell that could not be read has its problem already."""
    own = problems.filter(pl.col("table") == table.key, pl.col("row").is_not_null())
    there = batch.placement.filter(pl.col("table") == table.key)
    found = []
    for column in table.columns:
        if not column.required or (column.key in KEYS and table.key != "enterprise"):
            continue
        blank = frame.select(pl.col("source", "row", *KEYS, column.key)).filter(pl.col(column.key).is_null())
        if blank.is_empty():
            continue
        sources = there.filter(pl.col("column") == column.key)["source"]
        said_already = own.filter(pl.col("column") == column.key).select("source", "row")
        blank = blank.join(said_already, on=["source", "row"], how="anti", maintain_order="left")
        in_column = pl.col("source").is_in(sources.implode())
        found.append(
            problems_where(blank, in_column, FilingProblem.REQUIRED_MISSING, table=table.key, column=column.key)
        )
    return joined(found)


def _in_order(problems: pl.DataFrame, tables: dict[str, pl.DataFrame], batch: Batch) -> pl.DataFrame:
    """Give every problem its address and owner, and sort by file, source and row."""
    rows = problems.select("source", "row").drop_nulls().unique()
    owners = pl.concat(
        frame.select("source", "row", _uscc="uscc", _year="report_year").join(rows, on=["source", "row"], how="semi")
        for frame in tables.values()
    )
    place = batch.sources.select("file", "sheet", _first="source").unique(["file", "sheet"], keep="first")
    return (
        located(problems, batch.sources, batch.placement)
        .join(owners, on=["source", "row"], how="left", maintain_order="left")
        .with_columns(
            uscc=pl.coalesce("uscc", "_uscc"),
            report_year=pl.coalesce("report_year", "_year"),
            **{name: pl.col(name).fill_null("") for name in ("file", "sheet", "cell", "table", "column", "value")},
        )
        .join(place, on=["file", "sheet"], how="left", maintain_order="left")
        .sort("file", pl.coalesce("source", "_first"), "row", "column", "code", nulls_last=False, maintain_order=True)
        .drop("_uscc", "_year", "_first")
    )


def _files(readings: Sequence[FileReading], tables: dict[str, pl.DataFrame], batch: Batch) -> tuple[FileRead, ...]:
    counts = dict(tables["enterprise"].join(batch.sources, on="source").group_by("file").len().iter_rows())
    return tuple(
        FileRead(
            path=reading.path,
            sha256=reading.sha256,
            size=reading.size,
            status="refused" if reading.refusal else "read",
            reason=_reason(reading),
            enterprises=counts.get(reading.path, 0),
        )
        for reading in readings
    )


def _reason(reading: FileReading) -> str:
    if reading.refusal is None:
        return ""
    note = reading.refusal
    return note.kind.sentence().replace("{value}", note.value).replace("{detail}", note.detail)
