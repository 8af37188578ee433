"""Workbooks: plain sheets by the fast reader, and what it cannot see by the exact one."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from energy_audit.filing.intake import read_filings
from energy_audit.filing.workbooks import workbook
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.workbook import grids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet


def data(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rewritten(book: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[1].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["B"].hidden = True


def set_error(sheet: Worksheet) -> None:
    sheet["A2"] = "#N/A"


def set_formula(sheet: Worksheet) -> None:
    sheet["A2"] = "=B1"


def set_percent(sheet: Worksheet) -> None:
    sheet["B1"].number_format = "0.00%"


def leave(_: Worksheet) -> None:
    return


@pytest.mark.parametrize(
    ("edit", "times"),
    [(leave, 0), (hide, 1), (hide_column, 1), (set_error, 1), (set_formula, 1), (set_percent, 1)],
)
def test_a_sheet_is_read_exactly_when_and_only_when_its_xml_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, edit: Callable[[Worksheet], None], times: int
) -> None:
    """The sheet beside it stays on the fast path."""
    called = []
    real = workbook.unseen
    monkeypatch.setattr(workbook, "unseen", lambda *given: called.append(1) or real(*given))
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    book.create_sheet("plain").append(["b", 2])
    edit(book.active)

    grids(data(book), xml=True)

    assert times == len(called)


def test_what_calamine_cannot_see_is_read_exactly() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([0.955, "#DIV/0!", "=A1*2", 0.1 + 0.2, True, "x"])
    sheet["A1"].number_format = "0.0%"
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["F"].hidden = True

    (grid,) = grids(data(book), xml=True)

    assert [["95.5%", "#DIV/0!", "\x01=A1*2", "0.3", "TRUE", "x"]] == grid.texts
    assert frozenset({0}) == grid.hidden_rows
    assert frozenset({5}) == grid.hidden_columns


def test_the_exact_reader_counts_rows_and_cells_that_do_not_say_where_they_stand() -> None:
    def unaddressed(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return part
        return part.replace(b' r="1"', b"").replace(b' r="A1"', b"").replace(b' r="B1"', b"").replace(b' r="2"', b"")

    book = openpyxl.Workbook()
    book.active.append([1, "#REF!"])

    (grid,) = grids(rewritten(data(book), unaddressed), xml=True)

    assert [["1", "#REF!"]] == grid.texts


def test_an_error_at_an_address_in_small_letters_stands_where_it_says() -> None:
    book = openpyxl.Workbook()
    book.active.append([1, None, None, "#REF!"])

    (grid,) = grids(rewritten(data(book), lambda _, part: part.replace(b'"D1"', b'"d1"')), xml=True)

    assert [["1", "", "", "#REF!"]] == grid.texts


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="F1048576"', b"<c\nr='F1048576'", b'<c s="0" r="F1048576"', b'<c\tr = "F1048576"', b'<c r="XFD1"',
        b'<c r="xfd1"', b'<c r="f1048576"',
    ],
    ids=["plain", "other quotes", "after its style", "spaced", "wide", "small letters, wide", "small letters, long"],
)  # fmt: skip
def test_a_cell_whose_own_address_lies_far_away_is_refused(cell: bytes) -> None:
    """The row that holds it may claim to be the first."""
    book = openpyxl.Workbook()
    book.active.append([1, 2, 3, 4, 5, 6])
    far = rewritten(data(book), lambda _, part: part.replace(b'<c r="F1"', cell))
    with pytest.raises(Refused) as refused:
        grids(far, xml=True)
    assert "too-large" == refused.value.kind.code


@pytest.mark.parametrize("beside", [b"", b"<sheetData></sheetData>"], ids=["all prefixed", "beside cells without"])
def test_a_cell_with_a_prefix_whose_address_lies_far_away_is_refused(beside: bytes) -> None:
    book = openpyxl.Workbook()
    book.active.append([1])
    prefixed = b'<x:sheetData><x:row r="1"><x:c r="F1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>' + beside

    def change(_: str, part: bytes) -> bytes:
        return re.sub(rb"<sheetData>.*</sheetData>", prefixed, part).replace(b"<worksheet ", b'<worksheet xmlns:x="a" ')

    with pytest.raises(Refused) as refused:
        grids(rewritten(data(book), change), xml=True)
    assert "too-large" == refused.value.kind.code


def test_blank_texts_beside_texts_and_numbers_are_blank_cells() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", " \u3000", "乙"])
    book.active.append(["\n", 1.5, "丙"])
    book.active.append(["丁", "戊", " 己 "])
    (grid,) = grids(data(book), xml=True)
    assert [["甲", "", "乙"], ["", "1.5", "丙"], ["丁", "戊", " 己 "]] == grid.texts


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_workbook_with_a_damaged_part_is_refused(part: str) -> None:
    book = openpyxl.Workbook()
    set_percent(book.active)
    book.active["B1"] = 0.5
    broken = rewritten(data(book), lambda name, xml: xml[: len(xml) // 2] if name == part else xml)
    with pytest.raises(Refused) as refused:
        grids(broken, xml=True)
    assert "corrupt-file" == refused.value.kind.code


def test_days_counted_from_1904_are_the_days_that_were_meant(filing: Any, tmp_path: Path) -> None:
    """A formatted date and a bare day count alike; other columns keep their numbers."""

    def edit(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        sheet = book["表1 基本情况"]
        sheet[filing.cell("enterprise", "ems_cert_date")] = 43_890  # 2024-03-01 from 1904
        sheet[filing.cell("enterprise", "gross_output")] = 43_890
        book["附表3 固定资产投资项目"][filing.cell("project", "construction_started_on")] = dt.date(2021, 5, 6)

    intake = read_filings([filing.xlsx(tmp_path / "mac.xlsx", edit)])

    assert intake.problems.is_empty()
    assert dt.date(2024, 3, 1) == intake.tables["enterprise"]["ems_cert_date"][0]
    assert 43_890 == intake.tables["enterprise"]["gross_output"][0]
    assert dt.date(2021, 5, 6) == intake.tables["project"]["construction_started_on"][0]


def test_a_hidden_column_is_read_and_said(filing: Any, tmp_path: Path, found: Callable[..., set]) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["表2 能源消费结构"]
        sheet.column_dimensions[filing.cell("energy_consumption", "consumption_total")[0]].hidden = True

    intake = read_filings([filing.xlsx(tmp_path / "hidden.xlsx", edit)])

    cell = filing.cell("energy_consumption", "consumption_total", -1)
    assert {("表2 能源消费结构", cell, "hidden-column")} == found(intake)
    assert 0 == intake.tables["energy_consumption"]["consumption_total"].null_count()


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_said_and_the_tables_are_read(filing: Any, tmp_path: Path, found: Callable, part: str) -> None:
    path = filing.xlsx(tmp_path / "filing.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, "program code")

    intake = read_filings([path])

    assert {("", "", "macros-ignored")} == found(intake)
    assert 1 == intake.tables["enterprise"].height


def test_cells_that_are_only_coloured_take_no_room(filing: Any, tmp_path: Path) -> None:
    """Borders down to the last row, and a height set there, are no content and no reason to refuse."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["表2 能源消费结构"]
        sheet["XFD2"].number_format = sheet["A1048576"].number_format = "0.00"
        sheet.row_dimensions[1_048_576].height = 30

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx", edit)])

    assert intake.problems.is_empty()


def _attribute_twice(xml: bytes) -> bytes:
    """What no reader of XML accepts and calamine passes over; without percent formats, whose loss would be refused."""
    return xml.replace(b"<cellXfs", b'<cellXfs a="1" a="2"').replace(b'numFmtId="9"', b'numFmtId="0"')


@pytest.mark.parametrize(
    ("part", "damaged"),
    [("xl/styles.xml", _attribute_twice), ("xl/comments/comment1.xml", lambda xml: xml[: len(xml) // 2])],
)
def test_a_damaged_part_beside_the_cells_is_said_and_the_cells_are_read(
    filing: Any, tmp_path: Path, found: Callable, part: str, damaged: Callable[[bytes], bytes]
) -> None:
    """What it held is lost: a figure in a comment, a line through a text, a figure shown as so many 万."""

    def edit(book: openpyxl.Workbook) -> None:
        book["表1 基本情况"][filing.cell("enterprise", "gross_output")].comment = Comment("实为 5 万", "甲")

    path = filing.xlsx(tmp_path / "filing.xlsx", edit)
    path.write_bytes(rewritten(path.read_bytes(), lambda name, xml: damaged(xml) if name == part else xml))

    intake = read_filings([path])

    assert ("", "", "damaged-part") in found(intake)
    [told] = intake.problems.filter(code="damaged-part").to_dicts()
    assert (told["file"], told["value"]) == ("filing.xlsx", part)
    assert ("批注" in told["message"]) is (part != "xl/styles.xml")
    assert 1 == intake.tables["enterprise"].height
