"""Reads a large regular text file by Polars; its header is found in its first lines.

A still larger one may be left where it is: then only what is said of the file as a whole is read.
"""

from __future__ import annotations

import codecs
import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.files.text_rows import read_otherwise
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.columns import Heading, lacking, placed
from energy_audit.filing.sheets.header import headers
from energy_audit.filing.sheets.headings import is_heading, table_named
from energy_audit.filing.sheets.headings_again import headings_again, may_be_heading, witness_of
from energy_audit.filing.sheets.labels import stated, stated_unit
from energy_audit.filing.sheets.notes import notes_at_end, numbers_columns
from energy_audit.filing.sheets.reading import Block, SheetReading
from energy_audit.filing.sheets.rows_in_file import RowsInText, count_rows
from energy_audit.filing.sheets.title_years import titles_in
from energy_audit.filing.values.pieces import cut_alike
from energy_audit.filing.values.sum_words import sums_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.sheets.columns import Columns
    from energy_audit.filing.sheets.header import Header
    from energy_audit.filing.sheets.reading import Reason, Title
    from energy_audit.filing.sheets.rows_in_file import Left
    from energy_audit.filing.workbooks.grid import Grid

    _Said = tuple[SheetReading, Columns, dict[str, tuple[str, str]], tuple[Title, ...]]

_PIECE = 2**16
"""Bytes that are decoded at a time; more would leave the processor's cache."""

_TAIL = 2**13
"""Bytes at the end in which the notes below a table are looked for."""

_LAST = 1_000
"""Rows at the end that are looked at before the others are left, since what is irregular mostly stands there."""


def is_utf8(data: bytes, *, whole: bool = True) -> bool:
    """Tell whether a file is UTF-8 from end to end, without holding its text; what is not ``whole`` may be cut."""
    decoder, view = codecs.getincrementaldecoder("utf-8")(), memoryview(data)
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(view[start : start + _PIECE])
        decoder.decode(b"", final=whole)
    except UnicodeDecodeError:
        return False
    return True


def read_large(data: bytes, head: Grid, delimiter: str) -> SheetReading | None:
    """Read a regular file; None where it is not regular and must be read line by line.

    Args:
        data: the file, its lines ending in a line feed alone; where it is not UTF-8, it cannot be read.
        head: its first lines.
        delimiter: what parts its cells.
    """
    header = _header_of(head)
    if header is None:
        return None
    below = _first_row(head, header)
    width = len(header.parts)
    names = [f"c{position}" for position in range(width)]
    notes = notes_at_end(_lines_in(data[-_TAIL:]), delimiter)
    if notes:
        data = data.rstrip(b"\n")
        after = data.count(b"\n") + 1 - len(notes)
        data = data.rsplit(b"\n", len(notes))[0] + b"\n"
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=delimiter,
            skip_lines=below - 1,
            schema=dict.fromkeys(names, pl.String()),
        )
    except pl.exceptions.PolarsError:
        return None
    said = _said(head, header)
    sheet, columns, _, _ = said
    if _beyond_headings(columns, frame) or _name_sums(columns, frame) or read_otherwise(frame, data, delimiter):
        return None
    _list_lines(sheet, "note", notes, after + 1 if notes else 0, delimiter)
    numbered = _numbered(frame, below, data)
    again = headings_again(numbered, columns, head.name)
    if again is None:
        return None
    ends = [*(place for place, _, _ in again), numbered.height]
    _keep(sheet, said, numbered[: ends[0]])
    for (place, grid, found), end in zip(again, ends[1:], strict=True):
        if place + 1 == end:
            sheet.list_unused(f"line:{grid.row_number(0)}", "header", " ".join(text for text in grid.texts[0] if text))
            continue
        own = _said(grid, found)
        sheet.notes += own[0].notes
        _keep(sheet, own, numbered[place + 1 : end])
    return sheet


def _keep(sheet: SheetReading, said: _Said, numbered: pl.DataFrame) -> None:
    """Keep the rows below a header, and list what stands in no column of its table."""
    _, columns, given, titles = said
    used = {f"c{position}": key for key, position in columns.places.items()}
    _list_unused(sheet, columns, numbered.drop(used))
    kept = numbered.select("row", *[pl.col(name).alias(key) for name, key in used.items()])
    kept = kept.with_columns(pl.lit(value).alias(key) for key, (value, _) in given.items())
    sheet.blocks.append(replace(_block(columns, given), frame=kept, titles=titles))


def _beyond_headings(columns: Columns, frame: pl.DataFrame) -> bool:
    """Tell whether anything stands to the right of the last heading, where it is not sure what its line holds."""
    width = max((*columns.places.values(), *columns.unused), default=-1) + 1
    beyond = [name for name in frame.columns if name[1:].isdigit() and int(name[1:]) >= width]
    return any((frame[name].str.strip_chars() != "").any() for name in beyond)


def _name_sums(columns: Columns, frame: pl.DataFrame) -> bool:
    """Tell whether a list of many units says 合计 in a column that its table has not, which is read row by row."""
    code = f"c{columns.places.get('uscc')}"
    if code in frame.columns:  # else whoever reads the codes too looks
        frame = frame.filter((pl.col(code).str.strip_chars() == "").fill_null(value=True))
    names = {f"c{position}" for position in columns.unused} & {*frame.columns} if "uscc" in columns.places else set()
    return any(sums_units(text) for name in names for text in frame[name].drop_nulls().unique() if "计" in text)


def leave_large(left: Left, head: Grid, delimiter: str) -> tuple[SheetReading, str] | None:
    """Read what a regular file in UTF-8 says of its rows as a whole, and leave them where they are.

    Args:
        left: where they are.
        head: its first lines.
        delimiter: what parts its cells.

    Returns:
        What was read, and the SHA-256 of the file. None of a file that must be read at once: it has no more rows than
        those, cells that span lines, or lines that end in a return alone.

    Raises:
        OSError, pl.exceptions.PolarsError: it is damaged, or is not what it was.
    """
    header = _header_of(head)
    if header is None:
        return None
    below, width = _first_row(head, header), len(header.parts)
    if (counted := count_rows(left.file, below, delimiter)) is None:
        return None
    height, end = counted.begins[-1]
    with left.file.open("rb") as file:
        file.seek(max(0, end - _TAIL))
        last = file.read(min(_TAIL, end))
    notes = notes_at_end(_lines_in(last), delimiter)
    height -= len(notes)
    rows = RowsInText(left.file, left.state, height, {}, {}, below, width, delimiter, counted.quoted, counted.begins)
    if rows.height <= left.rows:
        return None
    sheet, columns, given, titles = _said(head, header)
    _list_lines(sheet, "note", notes, below + height, delimiter)
    unused = {f"c{position}": f"c{position}" for position in range(width)}
    places = {key: unused.pop(f"c{position}") for key, position in columns.places.items()}
    beside = replace(rows, columns=unused).keys(unused).with_row_index("row", offset=below).collect(engine="streaming")
    witness = f"c{witness_of(columns)}"
    told = replace(rows, columns={witness: witness}).keys([witness]).filter(may_be_heading(pl.col(witness)))
    if (
        _beyond_headings(columns, beside)
        or _name_sums(columns, beside)
        or any(map(is_heading, told.collect(engine="streaming")[witness].unique()))
    ):
        return None  # what is no row is left out by who reads them all
    _list_unused(sheet, columns, beside)
    rows = replace(rows, columns=places, implied={key: value for key, (value, _) in given.items()})
    rows.between(max(0, rows.height - _LAST), rows.height)
    sheet.blocks.append(replace(_block(columns, given), later=rows, titles=titles))
    return sheet, counted.sha256


def _first_row(head: Grid, header: Header) -> int:
    """Return the line of the first row below a header; that of the numbers of its columns is none."""
    row = header.bottom + 1
    numbered = row + 1 < len(head.texts) and numbers_columns(head.texts[row])
    return head.row_number(row + numbered)


def _lines_in(tail: bytes) -> list[str]:
    """Return the whole lines at the end of a text as its rows are told apart: by line feeds, and by no other sign."""
    return tail.decode(errors="ignore").rstrip("\n").split("\n")[1:]


def _list_lines(sheet: SheetReading, reason: Reason, lines: Sequence[str], first: int, delimiter: str) -> None:
    """List lines that are no rows; ``first`` is the number of the first."""
    for number, line in enumerate(lines, first):
        texts = [cell.strip() for cells in csv.reader([line], delimiter=delimiter) for cell in cells if cell.strip()]
        if texts:
            sheet.list_unused(f"line:{number}", reason, " ".join(texts))


def _header_of(head: Grid) -> Header | None:
    """Find the header of a regular file, which has one table."""
    named = table_named(head.name)
    found, _ = headers(head, named)
    if len(found) != 1 or (named and found[0].table != named.key) or found[0].bottom + 1 == len(head.texts):
        return None
    return found[0]


def _numbered(frame: pl.DataFrame, first: int, data: bytes) -> pl.DataFrame:
    """Add the file line of each record, and drop blank records; only where cells are quoted may one span lines."""
    line = pl.lit(first, pl.UInt32) + pl.int_range(pl.len(), dtype=pl.UInt32)
    quoted = b'"' in data
    if quoted and data.count(b"\n") + (not data.endswith(b"\n")) != first - 1 + frame.height:
        breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
        line += breaks.cum_sum() - breaks
    row = frame.select(row=line.cast(pl.UInt32)).to_series()
    numbered = frame.with_columns(cut_alike([frame.to_series(), row]))
    blank = [name for name in frame.columns if quoted and (frame[name] == "").any()]
    if blank:
        numbered = numbered.with_columns(pl.col(blank).replace("", None))
    if any(numbered[name].null_count() == 0 for name in frame.columns):
        return numbered
    return numbered.filter(pl.any_horizontal(pl.col(frame.columns).is_not_null()))


def _said(head: Grid, header: Header) -> _Said:
    """Return what stands in and above the header: notes, where the columns stand, value and cell of those said once, titles."""
    sheet = SheetReading(head)
    banner = [
        (sheet.cell(index, position), text)
        for index in range(header.top)
        for position, text in enumerate(head.texts[index])
        if text
    ]
    for cell, text in banner:
        sheet.list_unused(cell, "banner", text)
    for index in range(header.bottom + 1, len(head.texts)):
        if head.row_number(index) < _first_row(head, header):
            sheet.list_unused(sheet.cell(index, 0), "ordinals", " ".join(text for text in head.texts[index] if text))
    line = sheet.cell(header.bottom, 0)
    columns = placed(
        header.table, tuple(Heading(parts, line) for parts in header.parts), stated_unit(text for _, text in banner)
    )
    given = columns.implied | {
        key: pair
        for key, pair in stated(banner).items()
        if key in TABLES[header.table].schema() and key not in columns.places
    }
    sheet.say_all([*columns.notes, *lacking(header.table, [*columns.known(), *given], line)])
    return sheet, columns, given, titles_in(header.table, banner, "")


def _block(columns: Columns, given: dict[str, tuple[str, str]]) -> Block:
    placement = {**dict.fromkeys(columns.places, ""), **{key: cell for key, (_, cell) in given.items()}}
    return Block(
        columns.table,
        "",
        "line",
        placement=placement,
        multipliers=columns.multipliers,
        beside_rows=columns.beside_rows,
    )


def _list_unused(sheet: SheetReading, columns: Columns, frame: pl.DataFrame) -> None:
    """List the columns of ``frame``, which are in no table."""
    for name in frame.columns:
        if name != "row":
            list_unused_column(sheet, columns, frame.select("row", text=name).drop_nulls(), int(name[1:]))


def list_unused_column(sheet: SheetReading, columns: Columns, filled: pl.DataFrame, position: int) -> None:
    """List the cells of a column that is in no table.

    Args:
        sheet: what is being read.
        columns: those of its table.
        filled: ``row`` and text of the cells that hold anything.
        position: which column it is, 0-based.
    """
    if filled.is_empty():
        return
    row, text = filled.row(0)
    cells = f"line:{row}:line:{filled['row'][-1]}"
    known = position in columns.unused
    sheet.list_unused(cells, "unknown-column" if known else "outside", f"{text} … {filled.height}")
    if not known:
        where = marked("（{cells} 共 {count} 处，上方没有表头）", cells=cells, count=filled.height)
        sheet.say(FilingProblem.UNUSED_TEXT, f"line:{row}", value=text, detail=where)
