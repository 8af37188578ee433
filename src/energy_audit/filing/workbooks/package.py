"""Looks through the XML of an .xlsx before anything reads it: what is dangerous, and what calamine cannot see.

The tests run on the bytes, part by part. A plain sheet is read at once, and nothing
more need be known of it. Of the others one with a hidden row or column, an error
value, a formula without its result or a percent format is read exactly by ``unseen``,
and only such a sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.cell_styles import UNREADABLE, cell_styles, is_readable
from energy_audit.filing.workbooks.cell_texts import CellTexts
from energy_audit.filing.workbooks.plain_sheet import plain_sheet
from energy_audit.filing.workbooks.quick_zip import contents
from energy_audit.filing.workbooks.raised import raised_in
from energy_audit.filing.workbooks.remarks import remarks_in
from energy_audit.filing.workbooks.repacked import merges_first, repacked
from energy_audit.filing.workbooks.seen import looks_of, seen_in
from energy_audit.filing.workbooks.shared_strings import shared_strings
from energy_audit.filing.workbooks.sheet_list import listed_sheets
from energy_audit.filing.workbooks.struck import struck_cells, struck_styles, struck_texts
from energy_audit.filing.workbooks.text_figures import text_figures_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from energy_audit.filing.workbooks.number_format import Seen
    from energy_audit.filing.workbooks.plain_sheet import PlainSheet
    from energy_audit.filing.workbooks.sheet_list import ListedSheet
    from energy_audit.filing.workbooks.struck import Place, Struck

WIDEST = 2_000
"""Columns; a sheet that claims more is refused, since no table of a filing has 100."""

_EMPTIEST = 1_000_000
"""Cells of the spanned area above which a nearly empty sheet is refused; a million take 60 MiB to read."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How a part begins that is not in UTF-8, marked or not: a pattern would see nothing in it."""

_XML = (".xml", ".rels")
_OWN = ("xl/worksheets/", "xl/sharedStrings")
"""What holds the cells, and no other workbook has; styles, theme and relations are often those of one template."""

_HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\b[^>]*\bhidden\s*=\s*[\"'](?:1|true)")
_FLAT = re.compile(rb"<(?:\w+:)?(?:row\b[^>]*\bht|col\b[^>]*\bwidth)\s*=\s*[\"'](?:0|\.)")
"""A row or a column of no height or width, which nobody sees either."""
_ERROR_VALUE = re.compile(rb"<(?:\w+:)?c\b[^>]*\bt\s*=\s*[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_NO_RESULT = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
_FROM_1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_CELLS = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^>]*(?<!/)>(?!\s*</)")
"""Cells that hold something; a cell that is only coloured takes no room."""
_MAY_LIE_FAR = re.compile(rb'<c(?! r="[A-Z]{1,2}+\d{1,3}+")[\s/>]')
"""A cell that lies beyond column ZZ or row 999, or does not say first where it lies; without one no span is wide.

Fewer letters or digits are not tried again, which takes a sixth off."""
_PREFIXED_CELL = re.compile(rb"<\w+:c\b")
_UNPLACED_ROW = re.compile(
    rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d+)[\"'][^>]*(?<!/)>\s*<(?:\w+:)?c\b(?![^>]*?\br\s*=)"
)
"""Rows whose cells do not say where they stand, so that the row's own number is all there is."""
_STYLES = "xl/styles.xml"
_MACROS = ("xl/vbaProject", "xl/macrosheets/")


@dataclass(frozen=True)
class Package:
    """What the XML of a workbook says beside its values, and the values of its plain sheets.

    Attributes:
        sheets: all sheets in their order, if all are plain; else calamine lists them.
        plain: by sheet name, the cells of each plain sheet.
        repacked: the parts once more, for calamine; empty where they are large, or not needed.
        exact: by sheet name, the part of each sheet that must be read exactly.
        struck: by sheet name, what is struck out of it, where anything is.
        seen: by sheet name, what is seen of its figures that look otherwise than they are, where any do.
        remarks: by sheet name, what its comments say that hold figures, where any do.
        text_figures: by sheet name, where a sheet with formulas holds figures as texts.
        raised: by sheet name, the figures with digits raised or lowered beside them.
        shown_behind: by number of a cell style, the %, 万 or 亿 that it shows behind a figure.
        days_from_1904: days count from 1904.
        has_macros: it brings program code.
        damaged: by name, the parts beside the cells that cannot be read, and what is lost with each (``marked``).
    """

    sheets: tuple[ListedSheet, ...] = ()
    plain: dict[str, PlainSheet] = field(default_factory=dict)
    repacked: bytes = b""
    exact: dict[str, bytes] = field(default_factory=dict)
    struck: dict[str, Struck] = field(default_factory=dict)
    seen: dict[str, Mapping[Place, Seen]] = field(default_factory=dict)
    remarks: dict[str, Mapping[Place, str]] = field(default_factory=dict)
    text_figures: dict[str, frozenset[Place]] = field(default_factory=dict)
    raised: dict[str, Mapping[Place, tuple[str, str]]] = field(default_factory=dict)
    shown_behind: dict[int, str] = field(default_factory=dict)
    days_from_1904: bool = False
    has_macros: bool = False
    damaged: dict[str, str] = field(default_factory=dict)


def inspected(data: bytes) -> Package:
    """Look through a workbook.

    Raises:
        Refused: damaged, forbidden declarations, or a sheet that spans far more than it holds.
    """
    names, parts = contents(data, skipped="xl/media/", own=_OWN)
    for name, part in parts.items():
        if name.endswith(_XML) and (part.startswith(_UTF_16) or _declares(part)):
            raise Refused(FilingProblem.UNSAFE_XML, name)
    try:
        book = parts["xl/workbook.xml"]
        listed = listed_sheets(book, parts["xl/_rels/workbook.xml.rels"], parts.get("_rels/.rels", b""))
        styles = cell_styles(parts.get(_STYLES, b""))
    except UNREADABLE as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)) from error
    from_1904 = b"date1904" in book and bool(_FROM_1904.search(book))
    shared = shared_strings(parts.get("xl/sharedStrings.xml", b""))
    known = CellTexts(shared, styles, days_from_1904=from_1904)
    plain = {
        name: found
        for place, name in (listed.names.items() if listed.sheets else ())
        if place in parts and (found := plain_sheet(parts[place], known))
    }
    signs = {"percent": "%", "万": "万", "亿": "亿"}
    shown_behind = {number: signs[shown] for number, shown in enumerate(styles) if shown in signs}
    remarks, unread = remarks_in(parts, listed.names)
    package = Package(
        plain=plain,
        struck=_struck(parts, listed.names),
        seen=_seen(parts, listed.names, frozenset(shown_behind)),
        remarks=remarks,
        text_figures=text_figures_in(parts, listed.names, shared),
        raised=raised_in(parts, listed.names),
        days_from_1904=from_1904,
        has_macros=any(name.startswith(_MACROS) for name in names),
        damaged={
            **({_STYLES: marked("数字格式（如以“万”显示）、删除线和白色字")} if not _sound_styles(parts) else {}),
            **dict.fromkeys(unread, marked("批注")),
        },
    )
    if listed.sheets and len(plain) == len(listed.sheets):
        return replace(package, sheets=listed.sheets)
    sheets = {place: part for place, part in parts.items() if b"sheetData" in part}
    others = {place: part for place, part in sheets.items() if listed.names.get(place) not in plain}
    for part in others.values():
        _check_extent(part)
    shows_more = _uses(frozenset(shown_behind))
    return replace(
        package,
        repacked=repacked(
            {**parts, **{place: merges_first(part) for place, part in sheets.items() if place in listed.names}}
        ),
        exact={
            listed.names[place]: part
            for place, part in others.items()
            if place in listed.names and (exact_needed(part) or (shows_more and shows_more.search(part)))
        },
        shown_behind=shown_behind,
    )


# A pattern takes far longer than a search for one byte, and that less than a search for two or three: what cannot be
# there is ruled out by the cheapest search that can rule it out.


def _sound_styles(parts: Mapping[str, bytes]) -> bool:
    return _STYLES not in parts or is_readable(parts[_STYLES])


def _struck(parts: Mapping[str, bytes], names: Mapping[str, str]) -> dict[str, Struck]:
    """Find what is struck out on each sheet; hardly any workbook has it."""
    styles = struck_styles(parts.get(_STYLES, b""))
    texts = struck_texts(parts.get("xl/sharedStrings.xml", b""))
    by_style = _uses(styles)
    return {
        name: found
        for place, name in names.items()
        if (part := parts.get(place))
        and (texts or b"strike" in part or (by_style and by_style.search(part)))
        and (found := struck_cells(part, styles, texts))
    }


def _seen(
    parts: Mapping[str, bytes], names: Mapping[str, str], read_as_shown: frozenset[int]
) -> dict[str, Mapping[Place, Seen]]:
    """Find the figures of each sheet that look otherwise than they are; hardly any workbook has such a style."""
    looks = looks_of(parts.get(_STYLES, b""), read_as_shown)
    by_style = _uses(looks.styles)
    return {
        name: found
        for place, name in names.items()
        if by_style and (part := parts.get(place)) and by_style.search(part) and (found := seen_in(part, looks))
    }


def exact_needed(sheet: bytes) -> bool:
    """Tell a sheet with a hidden or flat row or column, an error value or a formula without result."""
    cells, beside = _cells(sheet)
    return bool(
        ((b"hidden" in beside or (b"h" in cells and b"hidden" in cells)) and _HIDDEN.search(sheet))
        or _FLAT.search(beside)
        or (b'ht="0' in cells and _FLAT.search(cells))
        or (b"e" in cells and (b'"e"' in cells or (b"'" in cells and b"'e'" in cells)) and _ERROR_VALUE.search(cells))
        or (
            b"f" in cells and (b"<f" in cells or b":f" in cells) and _FORMULA.search(cells) and _NO_RESULT.search(cells)
        )
    )


def _cells(sheet: bytes) -> tuple[bytes, bytes]:
    """Part the cells of a sheet from what stands beside them, which is short but has words with any letter.

    Of one that is not written as programs write it, all may be cells.
    """
    begin, end = sheet.find(b"<sheetData"), sheet.rfind(b"</sheetData>")
    if not 0 <= begin < end or (b"!" in sheet and b"<!" in sheet):
        return sheet, b""
    return sheet[begin + len(b"<sheetData") : end], sheet[:begin] + sheet[end:]


def _declares(part: bytes) -> bool:
    return b"!" in part and (b"<!DOCTYPE" in part or b"<!ENTITY" in part)


def _uses(styles: Collection[int]) -> re.Pattern[bytes] | None:
    numbers = "|".join(map(str, sorted(styles)))
    return re.compile(rf"\bs\s*=\s*[\"'](?:{numbers})[\"']".encode()) if styles else None


def _check_extent(sheet: bytes) -> None:
    prefixed = any(
        each.startswith(b"c") for each in sheet.split(b":")
    )  # a search for both bytes takes three times that
    if not _MAY_LIE_FAR.search(sheet) and not (prefixed and _PREFIXED_CELL.search(sheet)):
        return
    cells = set(_CELLS.findall(sheet))
    width = max(map(_column_number, {column for column, _ in cells}), default=0)
    rows = {*(row for _, row in cells), *_UNPLACED_ROW.findall(sheet)}
    check_span(max(map(int, rows), default=0), width, len(cells))


def check_span(height: int, width: int, cells: int) -> None:
    """Refuse a sheet whose few cells lie so far apart that reading it would fill the memory.

    Raises:
        Refused: too many columns, or far more room than cells.
    """
    if width > WIDEST:
        raise Refused(FilingProblem.TOO_LARGE, marked("工作表有 {width} 列，上限 {most} 列", width=width, most=WIDEST))
    if width * height > max(_EMPTIEST, 50 * cells):
        raise Refused(
            FilingProblem.TOO_LARGE,
            marked("工作表跨 {height} 行 {width} 列，却只有 {cells} 个单元格", height=height, width=width, cells=cells),
        )


def _column_number(name: bytes) -> int:
    number = 0
    for byte in name.upper():  # calamine takes small letters too
        number = number * 26 + byte - 64
    return number
