"""Cells are found where they stand, made where they belong, and look as they looked."""

from __future__ import annotations

import pytest
from lxml import etree

from energy_audit.report.ooxml.cells import Sheet, address, area_of, is_area, spot_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(data: str, *, before: str = "", after: str = "", shared: tuple[str, ...] = ()) -> Sheet:
    xml = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'
    return Sheet(etree.fromstring(xml), shared)


def written(own: Sheet) -> str:
    return etree.tostring(own.root, encoding="unicode")


@pytest.mark.parametrize(
    ("text", "spot"), [("A1", (1, 1)), ("z9", (9, 26)), ("$AB$12", (12, 28)), ("XFD1", (1, 16384))]
)
def test_an_address_is_a_row_and_a_column(text: str, spot: tuple[int, int]) -> None:
    assert spot == spot_of(text)
    assert text.upper().replace("$", "") == address(*spot)


def test_an_area_may_be_one_cell() -> None:
    assert (2, 2, 2, 2) == area_of("B2")
    assert (2, 2, 9, 3) == area_of("B2:C9")


@pytest.mark.parametrize(
    ("text", "known"), [("B2", True), ("B2:C9", True), ("line:3", False), ("", False), ("B", False)]
)
def test_what_is_no_address_is_told(text: str, known: bool) -> None:
    assert known == is_area(text)


def test_a_text_is_shared_inline_or_what_a_formula_came_to() -> None:
    own = sheet(
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t>乙</t></is></c>'
        '<c r="C1" t="str"><f>D1</f><v>丙</v></c><c r="D1"><v>2.50</v></c><c r="E1" s="3"/></row>',
        shared=("零", "甲"),
    )
    assert ["甲", "乙", "丙", "2.50", "", ""] == [own.text((1, column)) for column in range(1, 7)]
    assert [True] * 4 + [False] * 2 == [own.is_filled((1, column)) for column in range(1, 7)]


def test_cells_that_do_not_say_where_they_stand_follow_one_another() -> None:
    own = sheet('<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="5"><c><v>4</v></c></row>')
    assert ["1", "2", "3", "4"] == [own.text(spot) for spot in ((1, 1), (1, 4), (1, 5), (5, 1))]


def test_a_new_cell_stands_in_its_place_and_looks_like_its_row_or_column() -> None:
    own = sheet(
        '<row r="2" s="7" customFormat="1" spans="1:4"><c r="A2"/><c r="D2"/></row><row r="9"/>',
        before='<cols><col min="2" max="3" width="9" style="5"/></cols>',
    )
    assert [7, 5, 0] == [own.style(spot) for spot in ((2, 2), (4, 2), (4, 8))]
    own.put_text((2, 2), "新")
    own.put_number((4, 2), 1.5)
    text = written(own)
    assert '<c r="A2"/><c r="B2" s="7" t="inlineStr">' in text
    assert (
        text.index('r="2"') < text.index('<row r="4"><c r="B4" s="5"><v>1.5</v></c></row>') < text.index('<row r="9"')
    )
    assert "spans" not in text


def test_a_value_typed_over_a_formula_takes_its_place_and_keeps_its_look() -> None:
    own = sheet(
        '<row r="1"><c r="A1" s="4" t="str" cm="1"><f>B1</f><v>x</v></c><c r="B1" s="2"><f>C1</f><v>1</v></c></row>'
    )
    own.put_text((1, 1), "=不是公式")
    own.put_result((1, 2), 2.0)
    assert '<c r="A1" s="4" t="inlineStr"><is>' in written(own)
    assert '<c r="B1" s="2"><f>C1</f><v>2</v></c>' in written(own)
    own.put_result((1, 2), "甲&乙")
    assert '<c r="B1" s="2" t="str"><f>C1</f><v>甲&amp;乙</v></c>' in written(own)
    own.put_result((1, 2), "#DIV/0!")
    assert '<c r="B1" s="2" t="e"><f>C1</f><v>#DIV/0!</v></c>' in written(own)
    own.clear((1, 2))
    assert '<c r="B1" s="2"/>' in written(own)


def test_what_xml_cannot_hold_is_left_out() -> None:
    own = sheet("")
    own.put_text((1, 1), "a\x00b\ud800\nc")
    assert "ab\nc" == own.text((1, 1))


def test_the_drawing_of_notes_goes_before_what_must_follow_it() -> None:
    own = sheet("", after="<pageMargins/><tableParts/><extLst/>")
    own.set_notes_drawing("rId3")
    assert ["sheetData", "pageMargins", "legacyDrawing", "tableParts", "extLst"] == [
        etree.QName(each).localname for each in own.root
    ]
    assert "rId3" == own.notes_drawing


def test_a_sheet_with_prefixed_names_is_read_and_written_alike() -> None:
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    own = Sheet(etree.fromstring(xml), ())
    assert "3" == own.text((1, 1))
    own.put_number((1, 2), 4)
    assert '<x:c r="B1"><x:v>4</x:v></x:c>' in written(own)
