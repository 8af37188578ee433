"""A plain sheet is read in one pass, and shows what calamine shows; any other is left to it."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from energy_audit.filing.workbooks import package
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.cell_styles import cell_styles
from energy_audit.filing.workbooks.cell_texts import CellTexts
from energy_audit.filing.workbooks.package import inspected
from energy_audit.filing.workbooks.plain_sheet import plain_sheet
from energy_audit.filing.workbooks.shared_strings import shared_strings
from energy_audit.filing.workbooks.workbook import grids
from energy_audit.resources import folder

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = sorted(folder("sample_data").glob("**/*.xlsx"))
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def plain_book() -> bytes:
    """A workbook with every kind of cell that a plain sheet may hold."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        amount = book.add_format({"num_format": "#,##0.00_ "})
        sheet = book.add_worksheet("甲")
        sheet.write_row(0, 0, ["名称", "数量", "日期", " 空 ", "b"])
        sheet.write_row(1, 0, ["煤", 12.5, -3, 1e-7, 123456789.123], amount)
        sheet.write_blank(1, 5, None, bold)
        sheet.write_datetime(2, 2, dt.datetime(2024, 2, 29), day)
        sheet.write_boolean(2, 4, True)
        sheet.write_formula(4, 0, "=B2*2", None, 25)
        sheet.write_formula(4, 1, '="a"&"b"', None, "文")
        sheet.write(4, 30, "远")
        sheet.merge_range(6, 0, 7, 1, "合")
        book.add_worksheet("空").hide()
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def shown(data: bytes) -> Any:
    """What a workbook shows, trailing blanks aside."""
    try:
        return [
            (
                grid.name, grid.hidden, {*grid.merges}, grid.hidden_rows, grid.hidden_columns,
                {(r, c): text for r, row in enumerate(grid.texts) for c, text in enumerate(row) if text},
            )
            for grid in grids(data, xml=True)
        ]  # fmt: skip
    except Refused as refused:
        return refused.kind


@pytest.fixture
def by_calamine(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Any]:
    def read(data: bytes) -> Any:
        with monkeypatch.context() as patched:
            patched.setattr(package, "plain_sheet", lambda *_: None)
            return shown(data)

    return read


def test_every_kind_of_cell_is_shown_as_calamine_shows_it(by_calamine: Callable[[bytes], Any]) -> None:
    data = plain_book()
    assert {"甲", "空"} == inspected(data).plain.keys()
    (_, _, merges, _, _, cells), (_, is_hidden, *_) = shown(data)
    assert ["25", "文", "2024-02-29", "TRUE", " 空 "] == [cells[at] for at in [(4, 0), (4, 1), (2, 2), (2, 4), (0, 3)]]
    assert ("-3", "1e-07", "123456789.123", "远") == (cells[1, 2], cells[1, 3], cells[1, 4], cells[4, 30])
    assert ({(6, 0, 7, 1)}, True) == (merges, is_hidden)
    assert by_calamine(data) == shown(data)


ROW5, B2 = '<c r="A5"><f>B2*2</f><v>25</v></c>', '<c r="B2" s="1"><v>12.5</v></c>'
PLAIN = {
    "kind before style": (B2, '<c r="B2" t="n" s="1"><v>12.5</v></c>'),
    "closed with a space": ('<c r="F2" s="2"/>', '<c r="F2" s="2" />'),
    "nothing in it": ('<c r="F2" s="2"/>', '<c r="F2" s="2"></c>'),
    "text in the cell": (B2, '<c r="B2" t="inlineStr"><is><t>甲</t></is></c>'),
    "kept text in the cell": (B2, '<c r="B2" s="1" t="inlineStr"><is><t xml:space="preserve">a b</t></is></c>'),
    "shared formula": (ROW5, '<c r="A5"><f t="shared" si="0"/><v>25</v></c>'),
    "formula with signs in other writing": (ROW5, '<c r="A5"><f>IF(B2&gt;1,"a&amp;b",0)</f><v>25</v></c>'),
    "height of a row": ('<row r="2" spans="1:31">', '<row r="2" ht="20" customHeight="1" x14ac:dyDescent="0.2">'),
    "row without cells": ('<row r="5"', '<row r="4" ht="3"/><row r="5"'),
    "row with nothing": ('<row r="5"', '<row r="4" ht="3"></row><row r="5"'),
    "last row without cells": ("</sheetData>", '<row r="99"/></sheetData>'),
    "exponent": (B2, '<c r="B2"><v>1.25E+1</v></c>'),
    "infinite": (B2, '<c r="B2"><v>1e999</v></c>'),
    "number of seventeen digits": (B2, '<c r="B2"><v>0.30000000000000004</v></c>'),
    "columns of two letters": ('<c r="AE5"', '<c r="ZZ5"'),
    "no merged areas": ('<mergeCells count="1"><mergeCell ref="A7:B8"/></mergeCells>', ""),
}
NOT_PLAIN = {
    "no address": (B2, '<c s="1"><v>12.5</v></c>'),
    "empty address": (B2, '<c r="" s="1"><v>12.5</v></c>'),
    "address in small letters": ('r="B2"', 'r="b2"'),
    "address of another row": ('r="B2"', 'r="B3"'),
    "address not first": (B2, '<c s="1" r="B2"><v>12.5</v></c>'),
    "other quotes": ('r="B2"', "r='B2'"),
    "columns in another order": (B2, f'<c r="C2"><v>1</v></c>{B2}'),
    "one column twice": (B2, f"{B2}{B2}"),
    "rows in another order": ('<row r="2" ', '<row r="1" '),
    "row without its number": ('<row r="2" spans="1:31">', '<row spans="1:31">'),
    "hidden row": ('<row r="2" ', '<row r="2" hidden="1" '),
    "hidden column": ("<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'),
    "error": (B2, '<c r="B2" t="e"><v>#N/A</v></c>'),
    "formula without result": (ROW5, '<c r="A5"><f>B2*2</f></c>'),
    "formula with an empty result": (ROW5, '<c r="A5"><f>B2*2</f><v></v></c>'),
    "percentage": ('formatCode="#,##0.00_ "', 'formatCode="0.0%"'),
    "moment": ("<v>45351</v>", "<v>45351.5</v>"),
    "duration": ('formatCode="yyyy-mm-dd"', 'formatCode="[h]:mm"'),
    "day before the calendars agree": ("<v>45351</v>", "<v>59</v>"),
    "day as text": (B2, '<c r="B2" t="d"><v>2024-02-03T00:00:00</v></c>'),
    "no boolean": ('t="b"><v>1', 't="b"><v>2'),
    "no number": (B2, '<c r="B2"><v>1_000</v></c>'),
    "number of two lines": (B2, '<c r="B2"><v>1\n2</v></c>'),
    "number with a line end": (B2, '<c r="B2"><v>1\n</v></c>'),
    "signed number": (B2, '<c r="B2"><v>+5</v></c>'),
    "beyond the shared texts": ('t="s"><v>6</v>', 't="s"><v>99</v>'),
    "before the shared texts": ('t="s"><v>6</v>', 't="s"><v>-1</v>'),
    "style that is not there": (B2, '<c r="B2" s="99"><v>12.5</v></c>'),
    "rich text in the cell": (B2, '<c r="B2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>'),
    "text in the cell with signs in other writing": (B2, '<c r="B2" t="inlineStr"><is><t>a&amp;b</t></is></c>'),
    "text in the cell with space around": (B2, '<c r="B2" t="inlineStr"><is><t> a </t></is></c>'),
    "value beside a text in the cell": (B2, '<c r="B2" t="inlineStr"><v>0</v></c>'),
    "result with signs in other writing": ("<v>文</v>", "<v>文&amp;</v>"),
    "comment": (B2, f"{B2}<!-- -->"),
    "content marked as such": ("<v>文</v>", "<v><![CDATA[文]]></v>"),
    "space between cells": (B2, f"\n{B2}"),
    "cell with a prefix": (B2, '<x:c xmlns:x="a" r="B2"><x:v>1</x:v></x:c>'),
    "value after the end": ('<c r="F2" s="2"/>', '<c r="F2" s="2"/><v>5</v></c>'),
    "row that does not end": ("</row></sheetData>", "</sheetData>"),
    "cells twice": ("</sheetData>", "</sheetData><sheetData></sheetData>"),
    "merged areas of another form": ('ref="A7:B8"', "ref='A7:B8'"),
    "columns of three letters": ('<c r="AE5"', '<c r="AAA5"'),
    "far row": ('<row r="7" spans="1:31"><c r="A7"', '<row r="99999" spans="1:31"><c r="A99999"'),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), PLAIN.values(), ids=PLAIN)
def test_what_many_programs_write_is_plain(old: str, new: str, by_calamine: Callable[[bytes], Any]) -> None:
    parts = parts_of(plain_book())
    part = next(name for name in (SHEET, "xl/styles.xml") if old in parts[name])
    data = packed({**parts, part: parts[part].replace(old, new)})
    assert "甲" in inspected(data).plain
    assert by_calamine(data) == shown(data)


@pytest.mark.parametrize(("old", "new"), NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_written_otherwise_is_left_to_calamine(old: str, new: str, by_calamine: Callable[[bytes], Any]) -> None:
    parts = parts_of(plain_book())
    part = next(name for name in (SHEET, "xl/styles.xml") if old in parts[name])
    data = packed({**parts, part: parts[part].replace(old, new, 1)})
    alone = plain_sheet(
        parts[SHEET].replace(old, new, 1).encode(), texts_of({**parts, part: parts[part].replace(old, new)})
    )
    assert alone is None
    assert by_calamine(data) == shown(data)


def texts_of(parts: dict[str, str]) -> CellTexts:
    shared, styles = shared_strings(parts[STRINGS].encode()), cell_styles(parts["xl/styles.xml"].encode())
    return CellTexts(shared, styles, days_from_1904=False)


def test_days_from_1904_are_left_to_calamine(by_calamine: Callable[[bytes], Any]) -> None:
    parts = parts_of(plain_book())
    book = parts["xl/workbook.xml"].replace("<workbookPr ", '<workbookPr date1904="1" ')
    data = packed({**parts, "xl/workbook.xml": book})
    assert {"空"} == inspected(data).plain.keys()
    assert by_calamine(data) == shown(data)
    assert "2028-03-01" == shown(data)[0][-1][2, 2]


def test_numbers_are_written_with_the_digits_that_are_sure(by_calamine: Callable[[bytes], Any]) -> None:
    """Most are written so in the file already."""
    chance = random.Random(3)  # noqa: S311 - repeatable on purpose
    whole = [0, -1, 100, 2025, 10**8, 10**9, 10**15, 123456789012345678]
    short = [0.5, -0.25, 0.0001, 0.00001, 1234.5678, 999999999.999999, 0.1 + 0.2, 1e-300, 1.5e22]
    drawn = [round(chance.uniform(-1e9, 1e9), chance.randrange(9)) for _ in range(200)]
    for numbers in ([*whole, *short, *drawn], *([each] for each in (*whole, *short))):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            book.add_worksheet("甲").write_column(0, 0, numbers)
        assert {"甲"} == inspected(buffer.getvalue()).plain.keys()
        assert by_calamine(buffer.getvalue()) == shown(buffer.getvalue())


def test_a_large_sheet_of_figures_is_left_to_calamine() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, values in (("数", range(2_000)), ("文", map(str, range(2_000)))):
            book.add_worksheet(name).write_column(0, 0, values)
    assert {"文"} == inspected(buffer.getvalue()).plain.keys()
    assert all(grid.texts == [[str(number)] for number in range(2_000)] for grid in grids(buffer.getvalue(), xml=True))


STRINGS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("<si><t>a</t></si><si><t>乙</t></si><si><t></t></si>", ["a", "乙", ""]),
        ("<si><t>a</t></si><si><t/></si><si/><si><t>b</t></si>", ["a", "", "", "b"]),
        ("<si><t> a </t></si><si><t>b\n</t></si>", ["a", "b"]),
        ('<si><t xml:space="preserve"> a </t></si><si><t>b</t></si>', [" a ", "b"]),
        ("<si><t>a&amp;b&lt;c&#10;d</t></si>", ["a&b<c\nd"]),
        ("<si><t>\u3000</t></si>", [""]),
        ('<si><r><rPr><b/></rPr><t>普</t></r><r><t xml:space="preserve"> 通</t></r></si>', ["普 通"]),
        ('<si><t>漢</t><rPh sb="0" eb="1"><t>カン</t></rPh><phoneticPr fontId="1"/></si>', ["漢"]),
        ("<si><t>_x0041_</t></si>", []),
        ("<si><t>a<x/></t></si>", []),
        ("<si><t>a</t></si><si>", []),
        ("", []),
    ],
)
def test_shared_texts_are_read_as_they_were_written(items: str, expected: list[str]) -> None:
    assert expected == shared_strings(f"{STRINGS_HEAD}{items}</sst>".encode())


def test_a_number_format_is_taken_for_what_it_surely_is() -> None:
    codes = {
        "0.00": "number", '0.0"MWh"': "number", "#,##0.00_);[Red](#,##0.00)": "number", "General": "number",
        "yyyy/m/d": "day", 'yyyy"年"m"月"d"日"': "day", "0.0%": "percent", "[h]:mm": "", "yyyy-mm-dd hh:mm": "", "mmmm": "",
        '0.00"%"': "number", '0.0"万"': "万", '#,##0" 亿 "': "亿", '0!.0,"万"': "", '0.0,"万元"': "number",
    }  # fmt: skip
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for row, code in enumerate(codes):
            sheet.write_number(row, 0, 1, book.add_format({"num_format": code}))
    shown_as = cell_styles(parts_of(buffer.getvalue())["xl/styles.xml"].encode())
    assert {*codes.values()} == {*shown_as}
    assert [*codes.values()][:3] == [*shown_as[1:4]]


def test_nearly_all_sheets_of_the_samples_are_plain() -> None:
    packages = [inspected(path.read_bytes()) for path in SAMPLES if "拒收示例" not in path.parts]
    assert sum(not each.sheets for each in packages) < 5
    assert sum(len(each.plain) for each in packages) > 300


def test_no_damage_to_the_cells_is_read_otherwise_than_by_calamine(by_calamine: Callable[[bytes], Any]) -> None:
    """Seeded; where something is wrong with the XML both refuse it."""
    chance = random.Random(7)  # noqa: S311 - repeatable on purpose
    parts = parts_of(plain_book())
    begin, end = parts[SHEET].index("<sheetData>"), parts[SHEET].index("</sheetData>")
    written = [
        '"',
        "<",
        ">",
        "/",
        " ",
        "1",
        "A",
        "&",
        "\n",
        "-",
        "<v>",
        "</c>",
        "</row>",
        ' s="1"',
        ' t="s"',
        "<!-- -->",
    ]
    for _ in range(300):
        at, size = chance.randrange(begin, end), chance.choice([0, 1, 1, 1, 7, 30])
        sheet = f"{parts[SHEET][:at]}{chance.choice(['', *written])}{parts[SHEET][at + size :]}"
        data = packed({**parts, SHEET: sheet})
        assert by_calamine(data) == shown(data), sheet[begin:]
