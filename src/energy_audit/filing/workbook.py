"""Reads .xlsx and .xls into grids.

calamine reads the values. It does not see hidden rows, error values, percent
formats or formulas saved without a result. Whether a workbook has any of these is
tested on the bytes of its XML (``_exact_needed``); only then does openpyxl read
it a second time, for these and nothing else. The older .xls has no XML to test:
there, such cells come as calamine gives them.
"""

from __future__ import annotations

import io
import re
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import python_calamine as calamine

from energy_audit.filing.archive import Refused, member, opened
from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.grid import FORMULA_MARK, Grid, cell_text

if TYPE_CHECKING:
    import zipfile

    from openpyxl.cell.cell import Cell

    Overlay = dict[tuple[int, int], str]
    """Cells, 0-based, that must be read otherwise than calamine reads them."""

WIDEST = 2_000
"""Columns; a sheet that claims more is refused, since no table of a filing has 100."""

_EMPTIEST = 5_000_000
"""Cells of the spanned area above which a nearly empty sheet is refused."""

_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=[\"'](?:1|true)")
_ERROR_VALUE = re.compile(rb"<(?:\w+:)?c\b[^>]*\bt=[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_NO_RESULT = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
_PERCENT_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*\bnumFmtId=[\"'](?:9|10)[\"']")
_PERCENT_CODE = re.compile(rb"formatCode=[\"'][^\"']*%")
_COLUMNS = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]+)\d")
_LAST_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d+)")


def grids(data: bytes, *, xml: bool) -> list[Grid]:
    """Read a workbook.

    Args:
        data: the file.
        xml: it is an .xlsx; else an .xls.

    Raises:
        Refused: damaged, protected, unsafe or too large.
    """
    exact = _inspected(data) if xml else False
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            (meta, _sheet(book, meta.name))
            for meta in book.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise Refused(FilingProblem.ENCRYPTED_FILE) from error
    except Exception as error:  # calamine and the Rust below it have no common base class
        raise Refused(FilingProblem.CORRUPT_FILE, str(error) or type(error).__name__) from error
    overlays, hidden_rows = _exact(data) if exact else ({}, {})
    return [
        Grid(
            name=meta.name,
            texts=_laid_over(texts, overlays.get(meta.name, {})),
            merges=merges,
            hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
            hidden_rows=hidden_rows.get(meta.name, frozenset()),
        )
        for meta, (texts, merges) in sheets
    ]


def _sheet(book: calamine.CalamineWorkbook, name: str) -> tuple[list[list[str]], tuple[tuple[int, int, int, int], ...]]:
    sheet = book.get_sheet_by_name(name)
    texts = [[cell_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return texts, merges


def _inspected(data: bytes) -> bool:
    """Look through the XML for what is dangerous, and tell whether the exact reader is needed.

    Raises:
        Refused: forbidden declarations, or a sheet that spans far more than it holds.
    """
    with opened(data) as archive:
        needed = False
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                part = member(archive, name)
                if part.startswith((b"\xff\xfe", b"\xfe\xff")) or _FORBIDDEN.search(part):
                    raise Refused(FilingProblem.UNSAFE_XML, name)
                if name.startswith("xl/worksheets/"):
                    _check_extent(part)
                    needed = needed or _exact_needed(part)
        return needed or _shows_percent(archive)


def _exact_needed(sheet: bytes) -> bool:
    """Tell a sheet with a hidden row, an error value or a formula without result."""
    return bool(
        (b"hidden=" in sheet and _HIDDEN_ROW.search(sheet))
        or (b'"e"' in sheet and _ERROR_VALUE.search(sheet))
        or (b"'e'" in sheet and _ERROR_VALUE.search(sheet))
        or (_FORMULA.search(sheet) and _NO_RESULT.search(sheet))
    )


def _shows_percent(archive: zipfile.ZipFile) -> bool:
    if "xl/styles.xml" not in archive.namelist():
        return False
    styles = member(archive, "xl/styles.xml")
    used = styles[styles.find(b"cellXfs") : styles.rfind(b"cellXfs")]
    return bool(_PERCENT_STYLE.search(used) or _PERCENT_CODE.search(styles))


def _check_extent(sheet: bytes) -> None:
    """Refuse a sheet whose few cells lie so far apart that reading it would fill the memory."""
    width = max((_column_number(name) for name in set(_COLUMNS.findall(sheet))), default=0)
    if width > WIDEST:
        raise Refused(FilingProblem.TOO_LARGE, f"工作表有 {width} 列，上限 {WIDEST} 列")
    height = max((int(row) for row in _LAST_ROW.findall(sheet)), default=0)
    cells = sheet.count(b"<c ") + sheet.count(b":c ")
    if width * height > max(_EMPTIEST, 50 * cells):
        raise Refused(FilingProblem.TOO_LARGE, f"工作表跨 {height} 行 {width} 列，却只有 {cells} 个单元格")


def _column_number(name: bytes) -> int:
    number = 0
    for byte in name:
        number = number * 26 + byte - 64
    return number


def _laid_over(texts: list[list[str]], overlay: Overlay) -> list[list[str]]:
    for (row, column), text in overlay.items():
        while len(texts) <= row:
            texts.append([])
        cells = texts[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
    return texts


def _exact(data: bytes) -> tuple[dict[str, Overlay], dict[str, frozenset[int]]]:
    """Read with openpyxl what calamine cannot see: overlays and hidden rows, by sheet.

    Raises:
        Refused: openpyxl cannot read the workbook.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl does not write back do not matter here
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:  # openpyxl raises whatever its XML parser and its own checks raise
        raise Refused(FilingProblem.CORRUPT_FILE, str(error) or type(error).__name__) from error
    overlays: dict[str, Overlay] = {}
    hidden: dict[str, frozenset[int]] = {}
    for sheet in values.worksheets:
        overlays[sheet.title] = {
            (cell.row - 1, cell.column - 1): text
            for row, formula_row in zip(sheet.iter_rows(), formulas[sheet.title].iter_rows(), strict=True)
            for cell, formula in zip(row, formula_row, strict=True)
            if (text := _unseen(cell, formula))
        }
        hidden[sheet.title] = frozenset(
            number - 1 for number, dimension in sheet.row_dimensions.items() if dimension.hidden
        )
    return overlays, hidden


def _unseen(cell: Cell, formula: Cell) -> str:
    """Return the text of a cell that calamine does not show as it is, else an empty text."""
    if cell.data_type == "e":
        return str(cell.value)
    if cell.value is None:
        # a text result that is empty is a blank cell; no result at all is not
        return f"{FORMULA_MARK}{formula.value}" if formula.data_type == "f" and cell.data_type == "n" else ""
    if cell.data_type == "n" and isinstance(cell.value, int | float) and "%" in str(cell.number_format):
        return f"{(Decimal(cell_text(float(cell.value))) * 100).normalize():f}%"
    return ""
