"""Reads .xls, the format of Excel 97, into grids.

xlrd shows all there is: error values, percent formats, hidden rows and columns. It is plain Python, so that a damaged
file ends in an error and not in the end of the process; and it keeps only the cells that are there, so that a sheet
that spans far more than it holds is refused before it is filled up.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlrd

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.cell_styles import shown_magnitude, shows_percent
from energy_audit.filing.workbooks.grid import Grid, Workbook, cell_text
from energy_audit.filing.workbooks.number_format import shows_otherwise
from energy_audit.filing.workbooks.package import check_span
from energy_audit.filing.workbooks.remarks import said_in
from energy_audit.filing.workbooks.seen import figure_seen
from energy_audit.filing.workbooks.struck import Struck, by_fonts, parted, struck_of
from energy_audit.filing.workbooks.unseen import as_shown

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.formatting import XF
    from xlrd.sheet import Cell, Sheet

    from energy_audit.filing.workbooks.number_format import Seen
    from energy_audit.filing.workbooks.struck import Place

_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
"""The storage of an .xls that holds its macros ([MS-OVBA])."""

_FLAT_ROW, _FLAT_COLUMN = 20, 256
"""Less than a point, in twentieths, or a character, in 256ths: nothing can be seen there."""

_NOT_FILLED, _SOLID, _PAPER = 0, 1, (255, 255, 255)
"""How a cell may be filled ([MS-XLS] XF, fls), and what is seen of one that is not."""


def legacy_workbook(data: bytes) -> Workbook:
    """Read an .xls.

    Raises:
        Refused: damaged, protected, or a sheet spans far more than it holds.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            ignore_workbook_corruption=True,  # odd sector chains of other programs than Excel, which lose nothing
            logfile=io.StringIO(),
        )
    except Exception as error:  # xlrd raises whatever a damaged record makes it stumble over
        protected = isinstance(error, xlrd.XLRDError) and "encrypted" in str(error).lower()
        kind = FilingProblem.ENCRYPTED_FILE if protected else FilingProblem.CORRUPT_FILE
        raise Refused(kind, "" if protected else f"{type(error).__name__}: {error}"[:200]) from error
    signs = {number: sign for number, style in enumerate(book.xf_list) if (sign := _sign(book, style.format_key))}
    grids = [_grid(book, sheet, signs) for sheet in book.sheets()]
    return Workbook(grids, ((FilingProblem.MACROS_IGNORED, "", ""),) if _MACROS in data else ())


def _grid(book: Book, sheet: Sheet, signs: dict[int, str]) -> Grid:
    lengths = [sheet.row_len(row) for row in range(sheet.nrows)]
    held = [row for row, length in enumerate(lengths) if length]
    check_span(max(held, default=-1) + 1, max(lengths, default=0), sum(lengths))
    return Grid(
        name=sheet.name,
        texts=[[_text(cell, book.datemode, signs) for cell in sheet.row(row)] for row in range(sheet.nrows)],
        merges=tuple(
            (top, left, below - 1, right - 1) for top, below, left, right in sheet.merged_cells if below and right
        ),
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(row for row, each in sheet.rowinfo_map.items() if each.hidden or each.height < _FLAT_ROW),
        hidden_columns=frozenset(
            column for column, each in sheet.colinfo_map.items() if each.hidden or each.width < _FLAT_COLUMN
        ),
        struck=_struck(book, sheet) or None,
        seen=_seen(book, sheet, signs),
        remarks={place: text for place, note in sheet.cell_note_map.items() if (text := said_in(note.text))},
        days_from_1904=book.datemode == 1,
    )


def _struck(book: Book, sheet: Sheet) -> Struck:
    fonts = {number for number, font in enumerate(book.font_list) if font.struck_out}
    if not fonts:
        return Struck()
    told = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            by_style = cell.xf_index is not None and book.xf_list[cell.xf_index].font_index in fonts
            starts = [(at, font in fonts) for at, font in sheet.rich_text_runlist_map.get((row, column), ())]
            told[row, column] = parted(by_fonts(str(cell.value), starts, by_style=by_style), by_style=by_style)
    return struck_of(told)


def _seen(book: Book, sheet: Sheet, signs: dict[int, str]) -> dict[Place, Seen]:
    """Find the figures that look otherwise than they are; those with a sign behind them are read as they look."""
    looks = [(_code(book, style.format_key), _is_faded(book, style)) for style in book.xf_list]
    telling = {
        number for number, (code, faded) in enumerate(looks) if faded or (number not in signs and shows_otherwise(code))
    }
    found = {}
    for row in range(sheet.nrows) if telling else ():
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_NUMBER and cell.xf_index in telling:
                code, faded = looks[cell.xf_index]
                if seen := figure_seen(cell_text(cell.value), "" if cell.xf_index in signs else code, faded=faded):
                    found[row, column] = seen
    return found


def _is_faded(book: Book, style: XF) -> bool:
    """Tell letters of the colour of the cell; a cell that is not filled is white."""
    ink = book.colour_map.get(book.font_list[style.font_index].colour_index)
    fill = style.background
    filled = {_NOT_FILLED: _PAPER, _SOLID: book.colour_map.get(fill.pattern_colour_index)}
    paper = filled.get(fill.fill_pattern)
    return ink is not None and ink == paper


def _code(book: Book, key: int) -> str:
    return book.format_map[key].format_str if key in book.format_map else ""


def _sign(book: Book, key: int) -> str:
    """Return the %, 万 or 亿 that a number format shows behind a figure."""
    code = _code(book, key)
    return "%" if shows_percent(code) else shown_magnitude(code)


def _text(cell: Cell, datemode: int, signs: dict[int, str]) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return ""
        case xlrd.XL_CELL_BOOLEAN:
            return cell_text(bool(cell.value))
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
        case xlrd.XL_CELL_DATE:
            return _day(cell.value, datemode)
        case xlrd.XL_CELL_NUMBER if cell.xf_index in signs:
            return as_shown(cell.value, signs[cell.xf_index])
        case _:
            return cell_text(cell.value)


def _day(value: float, datemode: int) -> str:
    """A day, with its time where it has one; a number that no calendar holds stays one."""
    try:
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.xldate.XLDateError, ValueError, OverflowError):
        return cell_text(value)
    return cell_text(moment) if value >= 1 else moment.time().isoformat(timespec="seconds")
