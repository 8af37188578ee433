"""The fast way of reading shows, cell by cell, what the plain one shows.

The plain one gives calamine the file as it was handed in, and reads every sheet exactly whether its XML asks for it or
not. The fast one packs anew what calamine reads, and rules out by short searches what cannot be there.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
import python_calamine as calamine
import xlsxwriter

from energy_audit.filing.workbooks import repacked
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.grid import cell_text
from energy_audit.filing.workbooks.package import inspected
from energy_audit.filing.workbooks.repacked import merges_first
from energy_audit.filing.workbooks.unseen import Unseen, unseen
from energy_audit.filing.workbooks.workbook import grids
from energy_audit.resources import folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAMPLES = sorted(folder("sample_data").glob("**/*.xlsx"))
SHEET = "xl/worksheets/sheet1.xml"


def shown(data: bytes) -> dict[str, tuple]:
    """By sheet, its filled cells, merged areas, hidden rows and columns; read the fast way."""
    return {
        grid.name: (
            {
                (row, column): text
                for row, texts in enumerate(grid.texts)
                for column, text in enumerate(texts)
                if text != ""
            },
            set(grid.merges),
            set(grid.hidden_rows),
            set(grid.hidden_columns),
        )
        for grid in grids(data, xml=True)
    }


def shown_plainly(data: bytes) -> dict[str, tuple]:
    package = inspected(data)
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {}
        for number, name in enumerate(book.sheet_names, start=1):
            sheet = book.get_sheet_by_name(name)
            exact = unseen(archive.read(f"xl/worksheets/sheet{number}.xml"), package)
            rows = sheet.to_python(skip_empty_area=False)
            cells = {
                (r, c): cell_text(value) for r, row in enumerate(rows) for c, value in enumerate(row)
            } | exact.overlay
            found[name] = (
                {place: text for place, text in cells.items() if text != ""},
                {(*first, *last) for first, last in sheet.merged_cell_ranges or ()},
                exact.hidden_rows,
                exact.hidden_columns,
            )
    return found


def every_kind() -> bytes:
    """A workbook with a cell of every kind that has ever been lost or changed on its way."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy/m/d h:mm"})
        percent, bold = book.add_format({"num_format": "0.0%"}), book.add_format({"bold": True})
        sheet = book.add_worksheet("各种")
        values = [123456789012345678, 0.1 + 0.2, 1e300, -1.5e-7, 0, 43890, True, False]
        sheet.write_row(0, 0, values)
        texts = [
            "91520000714305 80XT",
            "00123",
            "1e5",
            "2025",
            "a<b>&\"c'",
            " 两端 ",
            "一\n二",
            "_x000D_",
            "！<!DOCTYPE",
        ]
        for column, text in enumerate(texts):
            sheet.write_string(1, column, text)
        sheet.write_datetime(2, 0, dt.datetime(2024, 2, 29), day)
        sheet.write_datetime(2, 1, dt.datetime(2024, 2, 29, 13, 45, 10), moment)
        sheet.write_number(2, 2, 0.955, percent)
        sheet.write_rich_string(2, 3, "普通", bold, "粗", "尾")
        sheet.write_formula(3, 0, "=A1+1", None, 7)
        sheet.write_formula(3, 1, '="x"&"y"', None, "xy")
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 3, "=B9", None, "")
        sheet.write_blank(3, 4, None, bold)
        sheet.merge_range(5, 0, 7, 1, "合并")
        sheet.write_number(6, 3, 5)
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        book.add_worksheet("空白")
        book.add_worksheet("很远").write_string("ZZ999", "尽头")
    return buffer.getvalue()


def altered(data: bytes, old: bytes, new: bytes, part: str = SHEET) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            assert name != part or old in content
            after.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


CELL, VALUE = b'<c r="D7"><v>5</v></c>', b"<v>5</v>"
UNUSUAL: dict[str, Callable[[bytes], bytes]] = {
    "error in other quotes": lambda data: altered(data, CELL, b"<c r='D7' t = 'e' ><v>#N/A</v></c>"),
    "error without a value": lambda data: altered(data, CELL, b'<c r="D7" t="e"><v/></c>'),
    "formula without result": lambda data: altered(data, VALUE, b"<f>A1*2</f>"),
    "formula with a blank result": lambda data: altered(data, VALUE, b"<f>A1*2</f><v> </v>"),
    "shared formula without result": lambda data: altered(data, VALUE, b'<f t="shared" si="0"/>'),
    "text in the cell": lambda data: altered(data, CELL, b'<c r="D7" t="inlineStr"><is><t>f<![CDATA[<f>]]></t></is></c>'),
    "rich text in the cell": lambda data: altered(
        data, CELL, b'<c r="D7" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>'
    ),
    "day as text": lambda data: altered(data, CELL, b'<c r="D7" t="d"><v>2024-02-03T00:00:00</v></c>'),
    "cell without its address": lambda data: altered(data, b'<c r="D7">', b"<c>"),
    "address not first": lambda data: altered(data, b'<c r="D7">', b'<c s="0" r="D7">'),
    "beyond row 999": lambda data: altered(data, b'<c r="D7">', b'<c r="D1007">'),
    "prefixed cell": lambda data: altered(
        altered(data, CELL, b'<x:c r="D7"><x:v>5</x:v></x:c>'), b"<worksheet ", b'<worksheet xmlns:x="a" '
    ),
    "prefixed formula": lambda data: altered(
        altered(data, VALUE, b"<x:f>A1</x:f>"), b"<worksheet ", b'<worksheet xmlns:x="a" '
    ),
    "comments": lambda data: altered(
        altered(data, b"<sheetData>", b"<!-- <sheetData> --><sheetData>"), b"</sheetData>", b"<!-- </sheetData> --></sheetData>"
    ),
    "hidden in other quotes": lambda data: altered(data, b'hidden="1"', b"hidden = 'true'"),
    "days from 1904": lambda data: altered(data, b"<workbookPr ", b'<workbookPr date1904="1" ', "xl/workbook.xml"),
}  # fmt: skip


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_read_the_same_both_ways(path: Path) -> None:
    data = path.read_bytes()
    try:
        fast = shown(data)
    except Refused:
        assert "拒收示例" == path.parent.name
        return
    assert shown_plainly(data) == fast


def test_every_kind_of_cell_is_as_it_was_written() -> None:
    cells, merges, rows, columns = shown(every_kind())["各种"]

    assert [cells[0, column] for column in range(8)] == [
        "1.23456789012346e+17", "0.3", "1e+300", "-1.5e-07", "0", "43890", "TRUE", "FALSE",
    ]  # fmt: skip
    assert [cells[1, column] for column in range(9)] == [
        "91520000714305 80XT", "00123", "1e5", "2025", "a<b>&\"c'", " 两端 ", "一\n二", "_x000D_", "！<!DOCTYPE",
    ]  # fmt: skip
    assert [cells[2, column] for column in range(4)] == ["2024-02-29", "2024-02-29 13:45:10", "95.5%", "普通粗尾"]
    assert [cells.get((3, column)) for column in range(5)] == ["7", "xy", "#DIV/0!", "\x01=B9", None]
    assert ("合并", {(5, 0, 7, 1)}, {6}, {3}) == (cells[5, 0], merges, rows, columns)


@pytest.mark.parametrize("alter", [lambda data: data, *UNUSUAL.values()], ids=["as written", *UNUSUAL])
def test_unusual_sheets_are_read_the_same_both_ways(alter: Callable[[bytes], bytes]) -> None:
    data = alter(every_kind())
    fast = shown(data)
    assert shown_plainly(data) == fast
    assert len(fast["各种"][0]) > 20


def test_a_large_workbook_is_read_the_same_though_it_is_not_packed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = shown(every_kind())
    monkeypatch.setattr(repacked, "LARGEST", 0)
    assert b"" == inspected(every_kind()).repacked
    assert expected == shown(every_kind())


def test_what_is_packed_again_is_what_was_looked_through() -> None:
    """Without pictures, themes and properties; names and contents stay, but for where merged areas stand."""
    data = every_kind()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(inspected(data).repacked)) as after:
        assert after.testzip() is None
        kept = [name for name in before.namelist() if not name.startswith(("xl/theme/", "docProps/"))]
        assert kept == after.namelist()
        assert all(merges_first(before.read(name)) == after.read(name) for name in kept)
        assert sum(before.read(name) != after.read(name) for name in kept) == 3


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("<w><sheetData>C</sheetData>A<mergeCells>M</mergeCells>B</w>", "<w><mergeCells>M</mergeCells><sheetData>C</sheetData>AB</w>"),
        ('<w><sheetData/><mergeCells count="1">M</mergeCells></w>', '<w><mergeCells count="1">M</mergeCells><sheetData/></w>'),
        ("<w><sheetData>C</sheetData></w>", '<w><mergeCells count="0"></mergeCells><sheetData>C</sheetData></w>'),
    ],
)  # fmt: skip
def test_merged_areas_are_put_before_the_cells(sheet: str, expected: str) -> None:
    assert expected == merges_first(sheet.encode()).decode()


@pytest.mark.parametrize(
    "sheet",
    [
        "<w><sheetData>C</sheetData><x:mergeCells>M</x:mergeCells></w>",
        "<x:w><x:sheetData>C</x:sheetData></x:w>",
        "<w><sheetData>C</sheetData><mergeCells/></w>",
        "<w><mergeCells>M</mergeCells><sheetData>C</sheetData></w>",
        "<w><sheetData>C</sheetData><!-- <mergeCells>N</mergeCells> --><mergeCells>M</mergeCells></w>",
        "<w><sheetData>C</sheetData><mergeCells>M</mergeCells><mergeCells>N</mergeCells></w>",
        "<w><sheetDataSet>C</sheetDataSet></w>",
        "<w><sheetData>mergeCells</sheetData></w>",
    ],
)
def test_a_sheet_whose_merged_areas_stand_otherwise_stays_as_it_is(sheet: str) -> None:
    assert sheet == merges_first(sheet.encode()).decode()


def test_a_sheet_that_needs_no_exact_reading_has_nothing_to_be_read_exactly() -> None:
    """The short searches never rule out what is there."""
    for path in SAMPLES:
        data = path.read_bytes()
        if "拒收示例" in path.parts:
            continue
        package = inspected(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            exact = set(package.exact.values())
            sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(Unseen() == unseen(sheet, package) for sheet in sheets if sheet not in exact)
