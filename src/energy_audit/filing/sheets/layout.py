"""Takes a sheet apart: banner, header, rows, notes; and says what is left over."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.body import Body, block_of
from energy_audit.filing.sheets.columns import Heading, lacking, placed
from energy_audit.filing.sheets.header import Header, headers
from energy_audit.filing.sheets.headings import is_heading, table_named
from energy_audit.filing.sheets.labels import stated, stated_unit
from energy_audit.filing.sheets.notes import is_note, numbers_columns
from energy_audit.filing.sheets.reading import Block, SheetReading, address
from energy_audit.filing.sheets.title_years import titles_in
from energy_audit.filing.sheets.told_looks import tell_looks
from energy_audit.filing.sheets.vertical import parts_of, read_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from energy_audit.filing.schema import Table
    from energy_audit.filing.sheets.reading import Reason
    from energy_audit.filing.workbooks.grid import Form, Grid

OWNER = ("uscc", "report_year", "site")

_EXPLAINS = re.compile(r"说明|封面|封皮|目录|指标解释|^检查结果|(?i:readme|instruction|cover)")
"""Sheets that a form, or a checked copy of it, brings along; they are listed as unused without a warning."""


def read_sheet(grid: Grid, named: Table | None = None) -> SheetReading:
    """Read every table on a sheet.

    Args:
        grid: the sheet.
        named: the table its name means; by default found from the name.

    Returns:
        Blocks, problems, and every region that is in no table; nothing is left unmentioned.
    """
    sheet = SheetReading(grid)
    if grid.is_blank():
        return sheet
    named = named or table_named(grid.name)
    for within in parts_of(grid, named):
        _read_part(sheet, named, within)
    tell_looks(sheet)
    tables = [block.table for block in sheet.blocks]
    if named and tables and named.key not in tables:
        sheet.say(FilingProblem.TABLE_BY_HEADINGS, table=tables[0], value=grid.name)
    if grid.hidden and sheet.blocks:
        sheet.say(FilingProblem.HIDDEN_SHEET, value=grid.name)
    return sheet


def _read_part(sheet: SheetReading, named: Table | None, within: range) -> None:
    """Read one enterprise's part of a sheet, which usually is all of it."""
    grid = sheet.grid
    before = len(sheet.blocks)
    covered = read_form(sheet, named, within)
    forms = sheet.blocks[before:]
    rest = range(covered, within.stop)
    found, undecided = headers(grid, named, rest)
    owner = _owner(forms[0]) if forms and len(within) < len(grid.texts) else {}
    for index, header in enumerate(found):
        above = _body_end(grid, found[index - 1], header) if index else covered
        below = _body_end(grid, header, found[index + 1]) if index + 1 < len(found) else within.stop
        _read_block(sheet, header, range(above, below), owner)
    if not found and len(rest) < len(grid.texts):
        _list_rows(sheet, rest, "outside")
    elif not found:
        _say_unread(sheet, named, undecided.tables if undecided else ())


def _owner(form: Block) -> dict[str, tuple[str, str]]:
    """Code, year and site of a form, with their cells: whose the tables below it are."""
    values = {key: form.columns[key][0] for key in OWNER if key in form.columns}
    return {key: (value, form.placement[key]) for key, value in values.items() if value}


def _say_unread(sheet: SheetReading, named: Table | None, rivals: Sequence[str]) -> None:
    name = sheet.grid.name
    if rivals:
        sheet.say(
            FilingProblem.AMBIGUOUS_TABLE, value=name, detail="、".join(TABLES[key].sheet for key in sorted(rivals))
        )
    elif named:
        sheet.say(FilingProblem.NO_HEADER, table=named.key, value=name)
    elif sheet.grid.form == "cell" and not _EXPLAINS.search(name):
        sheet.say(FilingProblem.UNUSED_SHEET, value=name)
    _list_rows(sheet, range(len(sheet.grid.texts)), "sheet")


def _list_rows(sheet: SheetReading, rows: Iterable[int], reason: Reason) -> None:
    """List rows as unused, a region a row."""
    for index in rows:
        filled = [(position, text) for position, text in enumerate(sheet.grid.texts[index]) if text]
        if filled:
            cells = sheet.cell(index, filled[0][0])
            if sheet.grid.form == "cell" and len(filled) > 1:
                cells += f":{sheet.cell(index, filled[-1][0])}"
            sheet.list_unused(cells, reason, " ".join(text for _, text in filled))


def _body_end(grid: Grid, header: Header, following: Header) -> int:
    """Where the rows of one table end and the banner of the next begins: its last short lines.

    Two cells that no blank row parts from the rows, and that state nothing of the next table, are a row of few cells.
    """
    end = following.top
    gap = max((index for index in range(header.bottom + 1, end) if not any(grid.texts[index])), default=end)
    while end - 1 > header.bottom:
        texts = [text for text in grid.texts[end - 1] if text]
        if len(texts) > 2 or (end - 1 < gap and len(texts) == 2 and not _states(texts)):
            break
        end -= 1
    return end


def _states(texts: Sequence[str]) -> bool:
    """Whether two cells are a label and its value, or a title and its unit, as they stand above a table."""
    return (
        is_heading(texts[0]) or table_named(texts[0]) is not None or any(":" in text or "：" in text for text in texts)
    )


def _read_block(sheet: SheetReading, header: Header, within: range, owner: dict[str, tuple[str, str]]) -> None:
    table = header.table
    banner = [
        (sheet.cell(index, position), text)
        for index in range(within.start, header.top)
        for position, text in enumerate(sheet.grid.texts[index])
        if text
    ]
    for cell, text in banner:
        sheet.list_unused(cell, "banner", text)
    columns = placed(table, _headings(sheet, header), stated_unit(text for _, text in banner))
    width = max((*columns.places.values(), *columns.unused), default=-1) + 1
    body = Body(table, _rows(sheet, range(header.bottom + 1, within.stop)), columns, width)
    if not body.rows:
        _list_rows(sheet, range(header.top, header.bottom + 1), "header")
        return
    sheet.say_all(columns.notes)
    _list_unused_columns(sheet, body)
    given = columns.implied | {
        key: pair
        for key, pair in (owner | stated(banner)).items()
        if key not in columns.places and key in TABLES[table].schema()
    }
    sheet.say_all(lacking(table, [*columns.known(), *given], sheet.cell(header.top, 0)))
    first = min(columns.places.values(), default=0)
    for index in sorted(sheet.grid.hidden_rows & set(body.rows)):
        sheet.say(FilingProblem.HIDDEN_ROW, sheet.cell(index, first), table=table)
    for key, position in columns.places.items() if sheet.grid.hidden_columns else ():
        if position in sheet.grid.hidden_columns and any(sheet.grid.at(index, position) for index in body.rows):
            cell, name = sheet.cell(header.bottom, position), TABLES[table].column(key).name_zh
            sheet.say(FilingProblem.HIDDEN_COLUMN, cell, table=table, column=key, value=name)
    sheet.blocks.append(replace(block_of(sheet, body, given), titles=titles_in(table, banner, sheet.sheet)))


def _headings(sheet: SheetReading, header: Header) -> tuple[Heading, ...]:
    if header.top == header.bottom:
        return _headings_of_row(header.parts, sheet.grid.form, sheet.grid.row_number(header.top))
    headings = []
    for position, parts in enumerate(header.parts):
        stack = range(header.bottom, header.top - 1, -1)
        lowest = next((index for index in stack if sheet.grid.at(index, position)), header.top)
        headings.append(Heading(parts, sheet.cell(lowest, position)))
    return tuple(headings)


@lru_cache(maxsize=1_024)  # most workbooks of a batch have the same
def _headings_of_row(parts: tuple[tuple[str, ...], ...], form: Form, row: int) -> tuple[Heading, ...]:
    return tuple(Heading(each, address(form, row, position)) for position, each in enumerate(parts))


def _rows(sheet: SheetReading, within: range) -> list[int]:
    """Return the rows of the table; notes below it and the line of column numbers are listed as unused."""
    rows: list[int] = []
    for index in within:
        texts = [text for text in sheet.grid.texts[index] if text]
        if not texts:
            continue
        if is_note(texts):
            _list_rows(sheet, [index], "note")
        elif not rows and numbers_columns(sheet.grid.texts[index]):
            _list_rows(sheet, [index], "ordinals")
        else:
            rows.append(index)
    return rows


def _list_unused_columns(sheet: SheetReading, body: Body) -> None:
    texts = sheet.grid.texts
    used = set(body.columns.places.values())
    for position in range(max(len(texts[index]) for index in body.rows)):
        if position in used:
            continue
        filled = [index for index in body.rows if sheet.grid.at(index, position)]
        if not filled:
            continue
        cell, last = sheet.cell(filled[0], position), sheet.cell(filled[-1], position)
        cells = f"{cell}:{last}" if last != cell else cell
        text = " ".join(texts[index][position] for index in filled)
        if position in body.columns.unused:
            sheet.list_unused(cells, "unknown-column", text)
            continue
        sheet.list_unused(cells, "outside", text)
        where = (
            marked("（{cells} 共 {count} 处，上方没有表头）", cells=cells, count=len(filled))
            if len(filled) > 1
            else marked("（上方没有表头）")
        )
        sheet.say(FilingProblem.UNUSED_TEXT, cell, value=texts[filled[0]][position], detail=where)
