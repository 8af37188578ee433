"""Notes are added to and cut back; what somebody else wrote stays as it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from energy_audit.report.ooxml.book import Book
from energy_audit.report.ooxml.notes import Notes
from energy_audit.report.ooxml.parts import Parts

DIVIDER = "-- 自查 --"


def book_with(*notes: tuple[str, str]) -> Book:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet("表")
    for cell, text in notes:
        sheet.write_comment(cell, text, {"author": "会计"})
    made.close()
    return Book(Parts.read(stream))


def boxes(book: Book) -> int:
    drawing = next(name for name in book.parts.names() if name.endswith(".vml"))
    return book.parts.data(drawing).count(b"<x:ClientData")


def test_the_first_note_of_a_sheet_brings_its_parts() -> None:
    book = book_with()
    assert not any(name.endswith(".vml") for name in book.parts.names())
    notes = book.notes("表")
    notes.add((3, 2), "请核对", "自查")
    assert "请核对" == notes.text((3, 2))
    assert 1 == boxes(book)
    assert {"comments", "vmlDrawing"} == {each.kind for each in book.parts.relations("xl/worksheets/sheet1.xml")}


@pytest.mark.parametrize("own", ["待查", "待查\n", "第一行\n第二行", "  "])
def test_what_is_added_can_be_taken_off_again(own: str) -> None:
    book = book_with(("B3", own))
    notes = book.notes("表")
    before = notes.text((3, 2))
    notes.add((3, 2), f"{DIVIDER}\n甲", "自查")
    notes.add((5, 1), f"{DIVIDER}\n乙", "自查")
    assert f"{before}\n{DIVIDER}\n甲" == notes.text((3, 2))
    assert 2 == boxes(book)
    for spot in notes.spots():
        notes.cut(spot, DIVIDER)
    assert before == notes.text((3, 2))
    assert "" == notes.text((5, 1))
    assert [(3, 2)] == notes.spots()
    assert 1 == boxes(book)


def test_a_note_that_is_one_plain_text_is_added_to(tmp_path: Path) -> None:
    book = book_with(("B3", "待查"))
    part = next(name for name in book.parts.names() if "comments" in name)
    plain = b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>a</author></authors><commentList><comment ref="B3" authorId="0"><text><t>plain</t></text></comment></commentList></comments>'
    book.parts.put(part, plain)
    notes = Notes(book.parts, "xl/worksheets/sheet1.xml", book.sheet("表"))  # type: ignore[arg-type]  # the sheet is there
    notes.add((3, 2), "more", "b")
    assert "plain\nmore" == notes.text((3, 2))
    book.save(tmp_path / "a.xlsx", "b", __import__("datetime").date(2026, 1, 1))
    assert "plain\nmore" == Book.open(tmp_path / "a.xlsx").notes("表").text((3, 2))


def test_a_note_without_the_divider_is_left_alone() -> None:
    notes = book_with(("B3", "待查")).notes("表")
    notes.cut((3, 2), DIVIDER)
    assert "待查" == notes.text((3, 2))
