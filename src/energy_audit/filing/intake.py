"""Whatever people hand in, made into typed tables and problems; bad data never raises.

paths → files → sheets → raw texts → typed rows → owners → tables and problems
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

import polars as pl

from energy_audit.filing.batch import UNUSED_SCHEMA, Batch, Beyond, gathered
from energy_audit.filing.files.discovery import handed_in
from energy_audit.filing.files.readers import read_all
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, unmarked
from energy_audit.filing.problems.sources import with_addresses
from energy_audit.filing.rows.classification import plain_codes
from energy_audit.filing.rows.example_rows import without_example_rows
from energy_audit.filing.rows.identity import code_problems, level_codes
from energy_audit.filing.rows.names import name_problems
from energy_audit.filing.rows.ownership import (
    alone_in,
    first_rows,
    missing_tables,
    owner_problems,
    owners_of,
    sheet_scopes,
    taken_over,
)
from energy_audit.filing.rows.repeats import without_repeats
from energy_audit.filing.rows.required import required_missing
from energy_audit.filing.rows.sites import site_problems
from energy_audit.filing.rows.sum_checks import sum_problems
from energy_audit.filing.rows.sum_rows import without_sum_rows
from energy_audit.filing.rows.template_rows import UNWORKED, answers, is_template_row, left_unworked
from energy_audit.filing.rows.title_problems import title_problems
from energy_audit.filing.rows.years_told import years_told_once
from energy_audit.filing.schema import KEYS, TABLES
from energy_audit.filing.sheets.reading import FileReading, Note
from energy_audit.filing.tables.checks import checked
from energy_audit.filing.tables.typed import typed
from energy_audit.filing.values.words import filled, of_both, words_of
from energy_audit.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from energy_audit.cache import Cache
    from energy_audit.filing.schema import Table
    from energy_audit.filing.shared import Shared
    from energy_audit.filing.values.words import Words
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


@dataclass(frozen=True)
class Typed:
    """A batch after typing: tables with their owners, problems in order, template rows."""

    batch: Batch
    tables: dict[str, pl.DataFrame]
    problems: pl.DataFrame
    unused: pl.DataFrame


def _tables(readings: list[FileReading], tell: Progress) -> tuple[list[FileReading], Typed]:
    """Type all readings at once; a reading that cannot be typed is refused, and never stops the others."""
    try:
        return readings, _together(readings, tell)
    except Exception:  # noqa: BLE001 - whatever it is, it is some file's doing, and that file is found now
        sound = [reading if (fault := _fault(reading)) is None else _put_aside(reading, fault) for reading in readings]
        return sound, _together(sound, tell)


def _together(readings: list[FileReading], tell: Progress) -> Typed:
    return typed_batch(gathered(readings), tell)


def typed_batch(batch: Batch, tell: Progress = silent) -> Typed:
    """Type what was read, give every row its owner, and say what is wrong."""
    tables, sums, problems, words, unused = _typed_rows(batch, tell)
    with ThreadPoolExecutor(1) as beside:  # whose the rows are does not rest on what is wrong with codes
        codes = beside.submit(code_problems, tables, words)
        tables, more = _owned(tables, sums, problems, batch)
        told = years_told_once(joined([batch.problems, *problems, codes.result(), *more]), tables)
    return Typed(batch, tables, _in_order(told, tables, batch), unused)


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


class _OwnRows(NamedTuple):
    """What a table says that is somebody's own, as filed and typed; what is wrong; the rows set aside, by reason; sums, typed."""

    raw: pl.DataFrame
    frame: pl.DataFrame
    words: Words
    problems: list[pl.DataFrame]
    aside: dict[str, pl.DataFrame]
    sums: pl.DataFrame


def own_rows(
    filed: pl.DataFrame,
    table: Table,
    multipliers: Mapping[str, Mapping[int, Decimal]] | None = None,
    beyond: Beyond | None = None,
    beside_rows: Mapping[str, Mapping[int, str]] | None = None,
) -> _OwnRows:
    """Type the rows of one table and set aside those that only sum others, are printed or copied from the example.

    Args:
        filed: the rows as filed.
        table: which table it is.
        multipliers: as ``typed`` takes them.
        beyond: what they rest on, where they are rows of a part.
        beside_rows: as ``typed`` takes them.
    """
    filed_words = words_of(filed, (column.key for column in table.columns if column.kind != "number"))
    raw, sums, summed = without_sum_rows(filed, table, filed_words, beyond.plain[table.key] if beyond else None)
    frame, problems, faulty, spoken = typed(raw, table, multipliers, filed_words, beside_rows)
    answered = beyond.answered if beyond else None
    raw, frame, template = _without_template_rows(raw, frame, table, faulty, problems, answered)
    problems = _of_used_rows(problems, template)
    raw, frame, examples, copied = without_example_rows(raw, frame, table)
    frame, spoken = level_codes(frame, spoken)
    aside = {"sum-row": sums, "template-row": template, "example-row": examples}
    return _OwnRows(raw, frame, spoken, [summed, problems, copied], aside, _sums(sums, table, multipliers, beside_rows))


def _sums(
    filed: pl.DataFrame,
    table: Table,
    multipliers: Mapping[str, Mapping[int, Decimal]] | None,
    beside_rows: Mapping[str, Mapping[int, str]] | None,
) -> pl.DataFrame:
    """Type rows that only sum others; where a heading has another unit, how far a sum was rounded is not known, and it is left out."""
    if filed.is_empty():
        return no_rows(table.key)
    frame = level_codes(typed(filed, table, multipliers, None, beside_rows).frame)[0]
    return frame.with_columns(
        pl.when(~pl.col("source").is_in(list(sources))).then(key).alias(key)
        for key, sources in (multipliers or {}).items()
    )


def _typed_rows(
    batch: Batch, tell: Progress = silent
) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame], list[pl.DataFrame], dict[str, Words], pl.DataFrame]:
    """Return by table its rows; its sums; what is wrong with cells; by table its distinct texts; rows not used."""
    tables, sums, found, unused = {}, {}, [], [batch.unused.clear()]
    words: dict[str, Words] = {}
    for done, (key, table) in enumerate(TABLES.items(), 1):
        parts, added = [], []
        for filed in batch.raw[key]:
            own = own_rows(filed, table, batch.multipliers.get(key), batch.beyond, batch.beside_rows.get(key))
            frame, read_as, spoken = plain_codes(own.frame, table, own.words)
            frame, impossible = checked(frame, table, own.raw, spoken)
            parts.append(frame.select(*table.schema(), "source", "row"))
            added += [own.sums] if own.sums.height else []
            words[key] = of_both(words.get(key, {}), spoken)
            found.extend([*own.problems, read_as, impossible])
            unused += [_listed(rows, reason, batch) for reason, rows in own.aside.items() if rows.height]
        tables[key] = _in_row_order(parts) if parts else no_rows(key)
        if added:
            sums[key] = pl.concat(added)
        tell("type", done, len(TABLES))
    return tables, sums, found, words, pl.concat(unused)


@cache
def no_rows(table: str) -> pl.DataFrame:
    """Return a typed table without a row."""
    return pl.DataFrame(schema={**TABLES[table].schema(), "source": pl.UInt32(), "row": pl.UInt32()})


def _in_row_order(parts: list[pl.DataFrame]) -> pl.DataFrame:
    if len(parts) == 1:
        return parts[0]
    frame = pl.concat(parts)
    before = {key: pl.col(key).shift() for key in ("source", "row")}
    later = (pl.col("source") > before["source"]) | (
        (pl.col("source") == before["source"]) & (pl.col("row") >= before["row"])
    )
    return frame if frame.select(later.all()).item() else frame.sort("source", "row", maintain_order=True)


def _without_template_rows(
    raw: pl.DataFrame,
    frame: pl.DataFrame,
    table: Table,
    faulty: pl.Series,
    problems: pl.DataFrame,
    answered: pl.Series | None,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Part the rows that somebody filled in, as filed and typed, from those that the form prints."""
    if (unworked := _left_unworked(problems, table)).any():
        filled_in = problems.filter(~unworked).select("source", "row").unique()
        faulty = frame.select(pl.struct("source", "row").is_in(filled_in.to_struct().implode())).to_series()
    filed = filled(frame)
    if any(frame[key].null_count() == 0 for key in answers(table, filed)):  # every row has an answer
        return raw, frame, frame.clear()
    template = frame.with_columns(_template=is_template_row(table, filed, answered))["_template"] & ~faulty
    if not template.any():
        return raw, frame, frame.clear()
    return raw.filter(~template), frame.filter(~template), frame.filter(template)


def _of_used_rows(problems: pl.DataFrame, template: pl.DataFrame) -> pl.DataFrame:
    """Leave out the zeros of rows that nobody filled in: what a converter made of their printed unit concerns nobody."""
    zero = problems["code"] == FilingProblem.TEXT_BECAME_ZERO.code
    if template.is_empty() or not zero.any():
        return problems
    unused = problems.select(pl.struct("source", "row").is_in(template.select("source", "row").to_struct().implode()))
    return problems.filter(~(zero & unused.to_series()))


def _left_unworked(problems: pl.DataFrame, table: Table) -> pl.Series:
    """Tell the problems that say no more than that a blank row's own formula was saved without its result."""
    if not problems["code"].is_in(UNWORKED).any():
        return pl.Series(dtype=pl.Boolean)
    return problems.select(left_unworked(table)).to_series()


def _listed(rows: pl.DataFrame, reason: str, batch: Batch) -> pl.DataFrame:
    """List rows that are not used: printed ones that nobody filled in, and mere sums."""
    texts = [pl.col(key).cast(pl.String) for key in rows.columns if key not in {"source", "row"}]
    return rows.join(batch.sources, on="source", maintain_order="left").select(
        "file",
        "sheet",
        cells=pl.format("{}:{}", "row", "row"),
        reason=pl.lit(reason),
        text=pl.concat_str(texts, separator=" ", ignore_nulls=True),
    )


def _owned(
    tables: dict[str, pl.DataFrame], sums: dict[str, pl.DataFrame], problems: list[pl.DataFrame], batch: Batch
) -> tuple[dict[str, pl.DataFrame], list[pl.DataFrame]]:
    said = joined(problems)
    both = (sheet_scopes(batch.sources), batch.scopes)
    alone = batch.beyond.alone if batch.beyond else [alone_in(scopes, tables["enterprise"]) for scopes in both]
    unread = unread_keys(said)
    filed = tables
    for scopes, only in zip(both, alone, strict=True):
        tables = taken_over(tables, scopes, unread, only)
        sums = taken_over(sums, scopes, {}, only)
    added_up = sum_problems(tables, sums, said)
    titles = title_problems(batch.titles, filed, tables)
    tables, repeats = without_repeats(tables, batch.sources, batch.scopes)
    blank = [required_missing(tables[key], table, said, batch) for key, table in TABLES.items() if tables[key].height]
    firsts = first_rows(tables)
    owners = owners_of(firsts)
    passed_over = batch.beyond.passed_over if batch.beyond else None
    missing = missing_tables(tables, owners, batch.sources, batch.scopes, batch.blocks, passed_over)
    enterprises = tables["enterprise"]
    whose = [
        owner_problems(tables, firsts, owners),
        site_problems(enterprises),
        name_problems(enterprises, batch.sources),
    ]
    return tables, [titles, added_up, repeats, *blank, missing, *whose]


def unread_keys(problems: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """By table, the rows whose code or year stands there but cannot be read."""
    unread = pl.col("code").str.starts_with("unreadable") | (pl.col("code") == FilingProblem.STRUCK_IN_PART.code)
    wrong = problems.filter(pl.col("column").is_in(KEYS), unread)
    return {str(key[0]): part.select("source", "row") for key, part in wrong.group_by("table")}


def _in_order(problems: pl.DataFrame, tables: dict[str, pl.DataFrame], batch: Batch) -> pl.DataFrame:
    """Give every problem its address and owner, and sort by file, source and row."""
    rows = problems.select("source", "row").drop_nulls().unique()
    owners = pl.concat(
        frame.lazy()
        .select("source", "row", _uscc="uscc", _year="report_year")
        .filter(pl.col("row").is_in(rows["row"].implode()))
        .join(rows.lazy(), on=["source", "row"], how="semi")
        for key, frame in tables.items()
        if frame.height or key == "enterprise"
    )
    place = batch.sources.lazy().select("file", "sheet", _first="source").unique(["file", "sheet"], keep="first")
    return (
        with_addresses(problems.lazy(), batch.sources, batch.placement)
        .join(owners, on=["source", "row"], how="left", maintain_order="left")
        .with_columns(
            uscc=pl.coalesce("uscc", "_uscc"),
            report_year=pl.coalesce("report_year", "_year"),
            **{name: pl.col(name).fill_null("") for name in ("file", "sheet", "cell", "table", "column", "value")},
        )
        .join(place, on=["file", "sheet"], how="left", maintain_order="left")
        .sort("file", pl.coalesce("source", "_first"), "row", "column", "code", nulls_last=False, maintain_order=True)
        .drop("_uscc", "_year", "_first")
        .collect()
    )


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
