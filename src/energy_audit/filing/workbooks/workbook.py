"""Reads .xlsx and .xls into grids.

Nearly every sheet is plain, and read in one pass (``plain_sheet``). Of any other
calamine reads the values. It does not see hidden rows and columns, error values,
percent formats or formulas saved without a result. Whether a sheet has any of these
is tested on the bytes of its XML (``package``); only then is the sheet read a second
time, for these and nothing else (``unseen``). The older .xls has a reader that sees
all of them (``legacy``).
"""

from __future__ import annotations

import io
from itertools import chain
from typing import TYPE_CHECKING, Any

import python_calamine as calamine

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.grid import Grid, Workbook, cell_text
from energy_audit.filing.workbooks.package import inspected
from energy_audit.filing.workbooks.plain_sheet import PlainSheet
from energy_audit.filing.workbooks.unseen import Unseen, unseen

if TYPE_CHECKING:
    from energy_audit.filing.workbooks.package import Package
    from energy_audit.filing.workbooks.unseen import Overlay

_NOTHING = Unseen()


def grids(data: bytes, *, xml: bool) -> list[Grid]:
    """Read the sheets of a workbook; see ``opened_workbook``."""
    return opened_workbook(data, xml=xml).grids


def opened_workbook(data: bytes, *, xml: bool) -> Workbook:
    """Read a workbook.

    Args:
        data: the file.
        xml: it is an .xlsx; else an .xls.

    Raises:
        Refused: damaged, protected, unsafe or too large.
    """
    if not xml:
        from energy_audit.filing.workbooks.legacy import legacy_workbook  # noqa: PLC0415 - xlrd is only for the older form

        return legacy_workbook(data)
    package = inspected(data)
    found = _plain(package) if package.sheets else _by_calamine(data, package)
    macros = ((FilingProblem.MACROS_IGNORED, "", ""),) if package.has_macros else ()
    damaged = tuple((FilingProblem.DAMAGED_PART, part, lost) for part, lost in package.damaged.items())
    return Workbook(found, (*macros, *damaged))


def _plain(package: Package) -> list[Grid]:
    return [
        Grid(
            name=sheet.name,
            texts=package.plain[sheet.name].texts,
            merges=package.plain[sheet.name].merges,
            hidden=sheet.hidden,
            struck=package.struck.get(sheet.name),
            seen=package.seen.get(sheet.name, {}),
            remarks=package.remarks.get(sheet.name, {}),
            text_figures=package.text_figures.get(sheet.name, frozenset()),
            raised=package.raised.get(sheet.name, {}),
            days_from_1904=package.days_from_1904,
        )
        for sheet in package.sheets
    ]


def _by_calamine(data: bytes, package: Package) -> list[Grid]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(package.repacked or data))
        sheets = [
            (meta, package.plain.get(meta.name) or _sheet(book, meta.name))
            for meta in book.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise Refused(FilingProblem.ENCRYPTED_FILE) from error
    except Exception as error:  # calamine and the Rust below it have no common base class
        raise Refused(FilingProblem.CORRUPT_FILE, str(error) or type(error).__name__) from error
    beside = {name: unseen(part, package) for name, part in package.exact.items()}
    return [
        Grid(
            name=meta.name,
            texts=_laid_over(texts, beside.get(meta.name, _NOTHING).overlay),
            merges=merges,
            hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
            hidden_rows=frozenset(beside.get(meta.name, _NOTHING).hidden_rows),
            hidden_columns=frozenset(beside.get(meta.name, _NOTHING).hidden_columns),
            struck=package.struck.get(meta.name),
            seen=package.seen.get(meta.name, {}),
            remarks=package.remarks.get(meta.name, {}),
            text_figures=package.text_figures.get(meta.name, frozenset()),
            raised=package.raised.get(meta.name, {}),
            days_from_1904=package.days_from_1904,
        )
        for meta, (texts, merges) in sheets
    ]


def _sheet(book: calamine.CalamineWorkbook, name: str) -> PlainSheet:
    sheet = book.get_sheet_by_name(name)
    texts = _texts(sheet.to_python(skip_empty_area=False))
    merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return PlainSheet(texts, merges)


def _texts(rows: list[list[Any]]) -> list[list[str]]:
    """Say what every cell holds as text; a sheet that holds texts alone is not copied cell by cell."""
    try:
        if not any(map(str.isspace, chain.from_iterable(rows))):
            return rows
    except TypeError:  # a number, a day
        pass
    return [
        # most cells are texts and numbers, and ``cell_text`` would take longer to be called than to look at them
        [
            ("" if value.isspace() else value)
            if type(value) is str
            else f"{value:.15g}"
            if type(value) is float
            else cell_text(value)
            for value in row
        ]
        for row in rows
    ]


def _laid_over(texts: list[list[str]], overlay: Overlay) -> list[list[str]]:
    for (row, column), text in overlay.items():
        while len(texts) <= row:
            texts.append([])
        cells = texts[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
    return texts
