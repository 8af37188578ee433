"""The marked copy keeps all that a workbook can hold: only marks, notes and the index are new, part by part."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from energy_audit.inspection import inspect
from energy_audit.own_output import NOTE_DIVIDER
from energy_audit.report.material import Options
from energy_audit.report.ooxml.cells import address, area_of
from energy_audit.report.selfcheck.annotate import Annotated, annotate
from energy_audit.report.selfcheck.content import INDEX_SHEET, SelfCheck, self_check

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
"""Openpyxl says what it cannot read; here it only looks at what it can."""

AS_OF = date(2026, 6, 30)
OWNER, ENERGY = "表1 基本情况", "表2 能源消费结构"
USCC = "91520181000000019R"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHANGED = {
    "[Content_Types].xml",
    "docProps/core.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
}


def png() -> io.BytesIO:
    """One red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xff\x00\x00")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b""))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A macro workbook with nearly all a clerk may have put into it, and an energy amount typed as words."""
    folder = tmp_path_factory.mktemp("rich")
    macro = folder / "vbaProject.bin"
    macro.write_bytes(b"\xd0\xcf\x11\xe0 not run, only carried")
    target = folder / "申报表.xlsm"
    book = xlsxwriter.Workbook(target)
    book.add_vba_project(str(macro))
    owner, energy, draft = book.add_worksheet(OWNER), book.add_worksheet(ENERGY), book.add_worksheet("草稿")
    bold, red = book.add_format({"bold": True, "bg_color": "#FFFF00"}), book.add_format({"font_color": "red"})
    owner.write_row(0, 0, ["统一社会信用代码", "报告年度", "单位名称"], bold)
    owner.write_row(1, 0, [USCC, 2025, "示例公司"])
    headings = ["统一社会信用代码", "报告年度", "能源名称", "计量单位", "消费量合计", "工业生产消费"]
    energy.write_row(0, 0, headings, bold)
    energy.write_row(1, 0, [USCC, 2025, "电力", "万千瓦时", "五百多", 5], red)
    energy.write_row(2, 0, [USCC, 2025, "汽油", "吨"])
    energy.write_formula("E3", "=2+3", bold, 5)
    energy.write_comment("E2", "记账科待查", {"author": "会计", "visible": True})
    energy.write_comment("A9", "别处的批注", {"author": "会计"})
    energy.insert_image("H2", "dot.png", {"image_data": png()})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{ENERGY}'!$E$2:$E$3"})
    energy.insert_chart("H5", chart)
    energy.insert_button("H20", {"macro": "做事", "caption": "汇总"})
    energy.insert_textbox("K2", "公章")
    energy.conditional_format("F2:F9", {"type": "data_bar", "data_bar_2010": True})
    energy.conditional_format("E2:E9", {"type": "cell", "criteria": ">", "value": 9, "format": bold})
    energy.data_validation("D2:D9", {"validate": "list", "source": ["吨", "万千瓦时"]})
    energy.merge_range("A12:C13", "合并的", bold)
    energy.set_column("F:F", 21, red, {"level": 1, "collapsed": False})
    energy.set_row(2, 33, None, {"level": 1, "hidden": True})
    energy.autofilter("A1:F3")
    energy.freeze_panes(1, 2)
    energy.protect("", {"format_cells": True})
    energy.activate()
    draft.write_rich_string("A1", "一", bold, "二", red, "三")
    draft.write_dynamic_array_formula("B2:B3", f"=SORT('{ENERGY}'!E2:E3)", None, 5)
    draft.add_sparkline("C2", {"range": f"'{ENERGY}'!E2:F2"})
    draft.write_url("A5", f"internal:'{ENERGY}'!A1")
    draft.add_table("F1:G3", {"name": "明细", "columns": [{"header": "甲"}, {"header": "乙"}]})
    draft.print_area("A1:C9")
    book.define_name("全厂", f"='{ENERGY}'!$E$2:$E$3")
    book.define_name(f"'{ENERGY}'!本表", f"='{ENERGY}'!$E$2")
    book.close()
    return target


@pytest.fixture(scope="module")
def check(rich: Path) -> SelfCheck:
    return self_check(inspect([rich], Options(AS_OF)).material, rich.name)


@pytest.fixture(scope="module")
def made(rich: Path, check: SelfCheck) -> Annotated:
    return annotate(rich, rich.with_name("copy.xlsm"), check)


@pytest.fixture(scope="module")
def packages(rich: Path, made: Annotated) -> tuple[zipfile.ZipFile, zipfile.ZipFile]:
    return zipfile.ZipFile(rich), zipfile.ZipFile(made.path)


def marked_in(check: SelfCheck) -> set[str]:
    """Name the cells of the energy table that a copy marks, those of ranges one by one."""
    found = [place for item in check.items for place in (*item.places, *item.rests_on)]
    areas = [area_of(place.cell) for place in (*found, *check.unknown_cells) if place.sheet == ENERGY and place.cell]
    return {
        address(row, column)
        for top, left, bottom, right in areas
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """Name the part of a sheet."""
    book = etree.fromstring(package.read("xl/workbook.xml"))
    (wanted,) = [dict(each.attrib) for each in book.iter(f"{MAIN}sheet") if each.get("name") == sheet]
    identity = next(value for key, value in wanted.items() if key.endswith("}id"))
    relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    target = next(each.get("Target") for each in relations if each.get("Id") == identity)
    return f"xl/{target}" if not target.startswith("/") else target[1:]


def test_every_part_but_those_that_carry_marks_is_the_same_byte_for_byte(
    packages: tuple[zipfile.ZipFile, zipfile.ZipFile],
) -> None:
    old, new = packages
    energy, owner = part_of(old, ENERGY), part_of(old, OWNER)
    carries_marks = {energy, owner, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    carries_marks |= {f"xl/worksheets/_rels/{Path(part).name}.rels" for part in (energy, owner)}
    same = [name for name in old.namelist() if name not in CHANGED | carries_marks]
    assert len(same) > 12
    assert {"xl/vbaProject.bin", "xl/media/image1.png", "xl/charts/chart1.xml", "xl/tables/table1.xml"} <= set(same)
    assert part_of(old, "草稿") in same
    assert [] == [name for name in same if old.read(name) != new.read(name)]


def test_a_marked_sheet_differs_in_the_style_of_marked_cells_and_in_nothing_else(
    packages: tuple[zipfile.ZipFile, zipfile.ZipFile], check: SelfCheck
) -> None:
    old, new = packages
    sheets = [etree.fromstring(package.read(part_of(package, ENERGY))) for package in packages]
    marked = marked_in(check)
    assert "E2" in marked
    for root in sheets:
        for cell in root.iter(f"{MAIN}c"):
            if cell.get("r") in marked:
                cell.attrib.pop("s", None)
                if len(cell) == 0:
                    cell.getparent().remove(cell)
        for row in list(root.iter(f"{MAIN}row")):
            row.attrib.pop("spans", None)
            if len(row) == 0 and not set(row.attrib) - {"r"}:
                row.getparent().remove(row)
        for view in root.iter(f"{MAIN}sheetView"):
            view.attrib.pop("tabSelected", None)
        for each in root.iter(f"{MAIN}legacyDrawing"):
            each.getparent().remove(each)
    before, after = (etree.tostring(root, method="c14n") for root in sheets)
    assert before == after
    assert old.read("xl/styles.xml") != new.read("xl/styles.xml")


def test_styles_that_were_there_keep_their_numbers(packages: tuple[zipfile.ZipFile, zipfile.ZipFile]) -> None:
    old, new = (etree.fromstring(package.read("xl/styles.xml")) for package in packages)
    for group in old:
        twin = new.find(group.tag)
        for before, after in zip(group, twin, strict=False):
            assert etree.tostring(before, method="c14n") == etree.tostring(after, method="c14n")
        assert len(group) <= len(twin)


def test_notes_that_were_there_are_kept_and_added_to(packages: tuple[zipfile.ZipFile, zipfile.ZipFile]) -> None:
    texts = {}
    for each in etree.fromstring(packages[1].read("xl/comments1.xml")).iter(f"{MAIN}comment"):
        texts[each.get("ref")] = "".join(each.itertext())
    assert "别处的批注" == texts["A9"]
    assert texts["E2"].startswith("记账科待查\n" + NOTE_DIVIDER)
    drawings = [package.read("xl/drawings/vmlDrawing1.vml").decode() for package in packages]
    shapes = [re.findall(r"<v:shape .*?</v:shape>", drawing, re.DOTALL) for drawing in drawings]
    assert set(shapes[0]) <= set(shapes[1])  # the button is among them
    boxes = re.findall(r"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", drawings[1])
    assert len(texts) == len(boxes) == len(set(boxes))


def test_names_still_belong_to_their_sheets_and_one_sheet_is_selected(
    packages: tuple[zipfile.ZipFile, zipfile.ZipFile],
) -> None:
    scopes = []
    for package in packages:
        book = etree.fromstring(package.read("xl/workbook.xml"))
        sheets = [each.get("name") for each in book.iter(f"{MAIN}sheet")]
        scopes.append(
            {
                (each.get("name"), sheets[int(each.get("localSheetId"))] if each.get("localSheetId") else "", each.text)
                for each in book.iter(f"{MAIN}definedName")
            }
        )
    assert scopes[0] == scopes[1]
    assert len(scopes[0]) >= 4
    new = packages[1]
    selected = [
        name
        for name in (INDEX_SHEET, OWNER, ENERGY, "草稿")
        if any(
            view.get("tabSelected") for view in etree.fromstring(new.read(part_of(new, name))).iter(f"{MAIN}sheetView")
        )
    ]
    assert [INDEX_SHEET] == selected  # with two selected, what is typed into one goes into both


def test_the_copy_lacks_nothing_and_says_so(made: Annotated) -> None:
    assert () == made.lacks


def test_all_parts_are_declared_and_no_relation_leads_nowhere(made: Annotated) -> None:
    with zipfile.ZipFile(made.path) as package:
        names = set(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        declared = {each.get("PartName", "")[1:] for each in types}
        extensions = {each.get("Extension") for each in types}
        assert declared - {""} <= names
        for name in names - {"[Content_Types].xml"}:
            assert name in declared or name.rpartition(".")[2] in extensions, name
        for holder in (name for name in names if name.endswith(".rels")):
            base = Path(holder).parent.parent
            for each in etree.fromstring(package.read(holder)):
                if each.get("TargetMode") != "External":
                    target = Path("/") / base / each.get("Target")
                    assert str(target.resolve())[1:] in names, (holder, each.get("Target"))


def test_checked_again_after_mending_the_marks_are_gone(rich: Path, made: Annotated, tmp_path: Path) -> None:
    """A copy that is mended and checked again carries no mark of the first check; the clerk's own notes stay."""
    again = tmp_path / "again.xlsm"
    with zipfile.ZipFile(made.path) as package, zipfile.ZipFile(tmp_path / "mended.xlsm", "w") as mended:
        strings = package.read("xl/sharedStrings.xml").decode()
        for name in package.namelist():
            data = strings.replace("五百多", "500").encode() if name == "xl/sharedStrings.xml" else package.read(name)
            mended.writestr(name, data)
    source = tmp_path / "mended.xlsm"
    check = self_check(inspect([source], Options(AS_OF)).material, source.name)
    annotate(source, again, check)
    old, new = openpyxl.load_workbook(rich)[ENERGY], openpyxl.load_workbook(again)[ENERGY]
    assert "记账科待查" == new["E2"].comment.text.split("\n")[0]
    assert "五百多" not in new["E2"].comment.text
    assert 1 == openpyxl.load_workbook(again).sheetnames.count(INDEX_SHEET)
    marked = marked_in(check)
    for row in old.iter_rows():
        for cell in row:
            if cell.coordinate not in marked:
                assert repr(cell.fill) == repr(new[cell.coordinate].fill)
                assert (cell.comment and cell.comment.text) == (
                    new[cell.coordinate].comment and new[cell.coordinate].comment.text
                )


def test_a_sheet_of_the_clerk_that_bears_the_name_of_the_index_is_kept(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(source)
    own = book.add_worksheet(INDEX_SHEET)
    own.write("A1", "上月自己查的")
    owner, energy = book.add_worksheet(OWNER), book.add_worksheet(ENERGY)
    owner.write_row(0, 0, ["统一社会信用代码", "报告年度", "单位名称"])
    owner.write_row(1, 0, [USCC, 2025, "示例公司"])
    energy.write_row(0, 0, ["统一社会信用代码", "报告年度", "能源名称", "计量单位", "消费量合计"])
    energy.write_row(1, 0, [USCC, 2025, "电力", "万千瓦时", 5])
    book.close()
    made = annotate(source, tmp_path / "b.xlsx", self_check(inspect([source], Options(AS_OF)).material, "a.xlsx"))
    copy = openpyxl.load_workbook(made.path)
    assert [f"{INDEX_SHEET}(2)", INDEX_SHEET] == copy.sheetnames[:2]
    assert "上月自己查的" == copy[INDEX_SHEET]["A1"].value


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice opens the copy")
def test_libreoffice_opens_the_copy_and_reads_marks_and_notes(made: Annotated, tmp_path: Path) -> None:
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(made.path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert [INDEX_SHEET, OWNER, ENERGY, "草稿"] == [name for name in book.sheetnames if name != "情况说明"]
    assert "记账科待查" in book[ENERGY]["E2"].comment.text
    assert "五百多" in book[ENERGY]["E2"].comment.text
    assert "FFFFB3B3" == book[ENERGY]["E2"].fill.fgColor.rgb
