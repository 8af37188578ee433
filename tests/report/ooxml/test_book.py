"""Sheets come and go; the rest of the package stays."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from energy_audit.report.ooxml.book import Book
from energy_audit.report.ooxml.draft import Draft

DAY = date(2026, 6, 30)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    target = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(target)
    one, two = book.add_worksheet("一"), book.add_worksheet("二")
    one.write("A1", "甲")
    two.write("A1", 5, book.add_format({"bg_color": "#FF0000"}))
    two.print_area("A1:B2")
    one.print_area("A1:C3")
    two.activate()
    book.close()
    return target


def test_saved_unchanged_every_part_but_the_author_is_as_it_was(source: Path, tmp_path: Path) -> None:
    book = Book.open(source)
    book.save(tmp_path / "b.xlsx", "自查", DAY)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.xlsx") as new:
        assert old.namelist() == new.namelist()
        assert ["docProps/core.xml"] == [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert [source, tmp_path / "b.xlsx"] == sorted(tmp_path.iterdir())


def test_a_sheet_added_first_and_removed_again_leaves_names_where_they_were(source: Path, tmp_path: Path) -> None:
    book = Book.open(source)
    draft = Draft((9, 30), hidden=(5,), frozen=1, selected=True)
    draft.put(1, 1, "=标题", 0)
    draft.put(2, 1, 3)
    draft.put(2, 2, "去")
    draft.links[2, 2] = "'一'!A1"
    book.add_sheet("新", draft.xml(book.namespace), first=True)
    book.save(tmp_path / "b.xlsx", "自查", DAY)
    read = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert ["新", "一", "二"] == read.sheetnames
    assert ("=标题", "s", 3, "去") == (read["新"]["A1"].value, "s", read["新"]["A2"].value, read["新"]["B2"].value)
    assert "'一'!A1" == read["新"]["B2"].hyperlink.location
    assert "'一'!$A$1:$C$3" == read["一"].print_area
    assert [True, None, None] == [sheet.sheet_view.tabSelected for sheet in read.worksheets]
    again = Book.open(tmp_path / "b.xlsx")
    again.remove_sheet("新")
    again.save(tmp_path / "c.xlsx", "自查", DAY)
    last = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert ["一", "二"] == last.sheetnames
    assert ["'一'!$A$1:$C$3", "'二'!$A$1:$B$2"] == [sheet.print_area for sheet in last.worksheets]


def test_a_fill_is_changed_and_put_back(source: Path, tmp_path: Path) -> None:
    book = Book.open(source)
    sheet, styles = book.sheet("二"), book.styles
    assert sheet is not None
    own = styles.fill_of(sheet.style((1, 1)))
    marked = styles.with_fill(sheet.style((1, 1)), styles.solid("FF00FF00"))
    assert marked == styles.with_fill(sheet.style((1, 1)), styles.solid("FF00FF00"))
    sheet.set_style((1, 1), marked)
    assert own == styles.fill_of(styles.with_fill(marked, own))
    book.save(tmp_path / "b.xlsx", "自查", DAY)
    cell = openpyxl.load_workbook(tmp_path / "b.xlsx")["二"]["A1"]
    assert "FF00FF00" == cell.fill.fgColor.rgb


def test_signatures_go_because_no_changed_file_can_keep_them(source: Path, tmp_path: Path) -> None:
    signed = tmp_path / "signed.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(signed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    book = Book.open(signed)
    assert book.remove_signatures()
    assert not book.remove_signatures()
    assert not any(name.startswith("_xmlsignatures") for name in book.parts.names())


@pytest.mark.parametrize("content", [b"", b"PK", b"text,csv\n"])
def test_what_is_no_workbook_is_a_value_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011 - its words are those of whichever library gave up
        Book.open(path)


def test_a_blank_workbook_has_no_sheet_until_one_is_added(tmp_path: Path) -> None:
    book = Book.blank()
    assert [] == book.names
    draft = Draft((9,))
    draft.put(1, 1, "x")
    book.add_sheet("只有", draft.xml(book.namespace), first=True)
    book.save(tmp_path / "a.xlsx", "自查", DAY)
    book = Book.blank()
    book.add_sheet("只有", draft.xml(book.namespace), first=True)
    book.save(tmp_path / "b.xlsx", "自查", DAY)
    assert ["只有"] == openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
