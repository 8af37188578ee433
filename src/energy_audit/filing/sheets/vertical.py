"""Reads a form: a label beside each value, one or more pairs a row, as 表1 usually is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.left_out import left_out
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets import heading_units
from energy_audit.filing.sheets.columns import lacking, suggestion
from energy_audit.filing.sheets.form_years import last_years_columns
from energy_audit.filing.sheets.headings import levelled, match
from energy_audit.filing.sheets.labels import stated
from energy_audit.filing.sheets.reading import Block
from energy_audit.filing.sheets.sections import (
    FEWEST_ROWS,
    Stated,
    column_of,
    form_rows,
    is_form,
    label_length,
    labelled_rows,
    sections,
    stated_inside,
)
from energy_audit.filing.sheets.title_years import titles_in
from energy_audit.filing.workbooks.epoch import counted_from_1900

if TYPE_CHECKING:
    from decimal import Decimal

    from energy_audit.filing.schema import Table
    from energy_audit.filing.sheets.reading import SheetReading
    from energy_audit.filing.workbooks.grid import Grid

_BEFORE_COMMA = re.compile(r"^\s*[-+]?[1-9]\d{0,2}\s*$")
_AFTER_COMMA = re.compile(r"^\s*\d{3}(?:\.\d+)?\s*$")

FORMS = ("enterprise", "nonfossil")
"""Tables with one row an enterprise, which may be filed as a form."""

_NEUTRAL = frozenset(
    levelled(text)
    for text in (
        "项目",
        "指标",
        "指标名称",
        "名称",
        "内容",
        "填报内容",
        "数值",
        "单位",
        "计量单位",
        "序号",
        "备注",
        "基本信息",
    )
)
"""Words at the head of a form's columns; they name nothing."""


@dataclass
class _Form:
    """A form while it is read: per column its value, address and place; ``group`` is the heading that reaches down.

    ``top`` is its first row, ``first`` the first one with a label; ``last_year`` are the columns of another year.
    """

    table: str
    top: int
    first: int
    values: dict[str, str | None] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    multipliers: dict[str, Decimal] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    group: str = ""
    last_year: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Token:
    position: int
    text: str
    spread: bool = False


@dataclass(frozen=True)
class _Pair:
    """A label and what stands beside it, up to the next label."""

    index: int
    parts: tuple[str, ...]
    label: _Token
    values: list[_Token]


def parts_of(grid: Grid, named: Table | None) -> list[range]:
    """Split a sheet that may hold forms into the parts of its enterprises."""
    table = _filled_in(named)
    return sections(grid, table) if table else [range(len(grid.texts))]


def _filled_in(named: Table | None) -> str:
    """The table that a form on a sheet of that name fills in; empty where it holds none."""
    return FORMS[0] if named is None else named.key if named.key in FORMS else ""


def read_form(sheet: SheetReading, named: Table | None, within: range) -> int:
    """Read a form at the top of a part of a sheet, if there is one.

    Returns:
        The first row that it does not cover; the part's first where it is no form.
    """
    table = _filled_in(named)
    filled = [index for index in within if any(sheet.grid.texts[index])] if table else []
    if len(filled) < FEWEST_ROWS or len(labelled_rows(sheet.grid, table, within)) < FEWEST_ROWS:
        return within.start
    covered = form_rows(sheet.grid, table, within)
    rows = labelled_rows(sheet.grid, table, covered)
    if not is_form(rows):
        return within.start
    form = _Form(table, covered.start, min(rows))
    form.last_year = last_years_columns(sheet.grid, range(form.top, form.first))
    for index in covered:
        _read_row(sheet, form, index)
    banner = [
        (sheet.cell(index, position), text)
        for index in range(form.top, form.first)
        for position, text in enumerate(sheet.grid.texts[index])
        if text
    ]
    _complete_from_banner(form, banner)
    sheet.say_all(lacking(table, form.cells, sheet.cell(form.first, 0)))
    if any(value is not None for value in form.values.values()):
        _say_hidden(sheet, form)
        sheet.blocks.append(replace(_as_block(sheet, form), titles=titles_in(form.table, banner, sheet.sheet)))
    return covered.stop


def _say_hidden(sheet: SheetReading, form: _Form) -> None:
    """Say which values stand in hidden rows or columns."""
    for key, (row, position) in form.places.items():
        if form.values.get(key) is None:
            continue
        if row in sheet.grid.hidden_rows:
            sheet.say(FilingProblem.HIDDEN_ROW, form.cells[key], table=form.table, column=key)
        elif position in sheet.grid.hidden_columns:
            name = TABLES[form.table].column(key).name_zh
            sheet.say(FilingProblem.HIDDEN_COLUMN, form.cells[key], table=form.table, column=key, value=name)


def _tokens(grid: Grid, index: int) -> list[_Token]:
    row = grid.texts[index]
    found = {position: _Token(position, text) for position, text in enumerate(row) if text}
    for first_row, first_column, last_row, _ in grid.merges:
        if first_row < index <= last_row and first_column not in found and first_row < len(grid.texts):
            text = grid.texts[first_row][first_column] if first_column < len(grid.texts[first_row]) else ""
            if text:
                found[first_column] = _Token(first_column, text, spread=True)
    return [found[position] for position in sorted(found)]


def _read_row(sheet: SheetReading, form: _Form, index: int) -> None:
    """Read the pairs of one row."""
    tokens = _tokens(sheet.grid, index)
    texts = [token.text for token in tokens]
    loose: list[_Token] = []
    number = 0
    while number < len(tokens):
        parts = _label_at(form, texts, number)
        if not parts:
            loose.append(tokens[number])
            number += 1
            continue
        under_group = len(parts) == 2 and parts[1] == texts[number]
        last = number if under_group or len(parts) == 1 else number + 1
        form.group = parts[0] if len(parts) == 2 else form.group
        number = last + 1
        while number < len(tokens) and not _label_at(form, texts, number):
            number += 1
        _take(sheet, form, _Pair(index, parts, tokens[last], tokens[last + 1 : number]))
    _list_loose(sheet, form, index, [token for token in loose if not token.spread])


def _label_at(form: _Form, texts: list[str], number: int) -> tuple[str, ...]:
    """Return the label that begins at a text: alone, with the text after it, or below the group above it."""
    length = label_length(form.table, texts, number)
    if length:
        return tuple(texts[number : number + length])
    under = (form.group, texts[number])
    return under if form.group and column_of(form.table, under) else ()


def _take(sheet: SheetReading, form: _Form, pair: _Pair) -> None:
    """Take what a label and the cells beside it say; more than one value beside it is a problem."""
    units = [token for token in pair.values if heading_units.known(token.text)] if len(pair.values) > 1 else []
    rest = [token for token in pair.values if token not in units]
    key = column_of(form.table, pair.parts)
    if key:
        unit = units[0].text if units else match(form.table, pair.parts).unit
        own = next((token for token in rest if token.position not in form.last_year), None)
        value = own or _Token(pair.label.position + 1, "")
        rest = [token for token in rest if token is not own]
        text = value.text
        if sheet.grid.form == "line" and rest and _parted(text, rest[0].text):
            text = left_out(FilingProblem.ROW_OUT_OF_PLACE, text, rest[0].text)
        _settle(sheet, form, Stated(key, unit, text), (pair.index, value.position))
    else:
        for stated_here in stated_inside(form.table, pair.parts[0]):
            if stated_here.column:
                _settle(sheet, form, stated_here, (pair.index, pair.label.position))
            else:
                sheet.say(
                    FilingProblem.UNUSED_TEXT, sheet.cell(pair.index, pair.label.position), value=stated_here.value
                )
    for token in units:
        sheet.list_unused(sheet.cell(pair.index, token.position), "label", token.text)
    for token in rest:
        sheet.list_unused(sheet.cell(pair.index, token.position), "outside", token.text)
        sheet.say(FilingProblem.UNUSED_TEXT, sheet.cell(pair.index, token.position), value=token.text)


def _parted(text: str, following: str) -> bool:
    """Whether two cells of a text file look like one figure whose comma parted them: 12,345.6 without quotes."""
    return bool(_BEFORE_COMMA.match(text) and _AFTER_COMMA.match(following))


def _settle(sheet: SheetReading, form: _Form, told: Stated, place: tuple[int, int]) -> None:
    """Keep a value with its place; a unit that cannot be converted leaves it out, two different values are a problem."""
    key, cell = told.column, sheet.cell(*place)
    value = told.value or None
    if not _convert(sheet, form, key, told.unit, cell=cell):
        value = None
    if key in form.values and form.values[key] != value:
        form.repeated.add(key)
        where = f"{form.cells[key]}、{cell}"
        where_told = {"table": form.table, "column": key, "value": value or ""}
        sheet.say(FilingProblem.REPEATED_COLUMN, cell, detail=where, **where_told)
    form.values.setdefault(key, value)
    form.cells.setdefault(key, cell)
    form.places.setdefault(key, place)


def _convert(sheet: SheetReading, form: _Form, key: str, unit: str, *, cell: str) -> bool:
    """Remember the conversion from the unit of a label; False where it does not fit the column."""
    official = TABLES[form.table].column(key).filed_unit
    if not unit or not official:
        return True
    multiplier = heading_units.multiplier(unit, official)
    if multiplier is None:
        sheet.say(FilingProblem.WRONG_UNIT, cell, table=form.table, column=key, value=unit, detail=official)
        return False
    if multiplier != 1:
        form.multipliers[key] = multiplier
    return True


def _list_loose(sheet: SheetReading, form: _Form, index: int, loose: list[_Token]) -> None:
    """Say what stands before the first label of a row: a title is only listed, an unknown label is a problem."""
    above = index < form.first
    for token in loose:
        sheet.list_unused(sheet.cell(index, token.position), "banner" if above else "label", token.text)
    known = all(levelled(token.text) in _NEUTRAL or heading_units.known(token.text) for token in loose)
    if above or len(loose) < 2 or known:
        return
    heading = loose[0].text
    cell = sheet.cell(index, loose[0].position)
    told = {"table": form.table, "value": heading, "detail": suggestion(form.table, heading)}
    sheet.say(FilingProblem.UNKNOWN_COLUMN, cell, **told)


def _complete_from_banner(form: _Form, banner: list[tuple[str, str]]) -> None:
    for key, (value, cell) in stated(banner).items():
        if key not in form.values and key in TABLES[form.table].schema():
            form.values[key], form.cells[key] = value, cell


def _as_block(sheet: SheetReading, form: _Form) -> Block:
    columns = {key: [None if key in form.repeated else value] for key, value in form.values.items()}
    return Block(
        table=form.table,
        sheet=sheet.sheet,
        form=sheet.grid.form,
        rows=[sheet.grid.row_number(form.first)],
        columns=counted_from_1900(form.table, columns) if sheet.grid.days_from_1904 else columns,
        placement=dict(form.cells),
        multipliers=form.multipliers,
    )
