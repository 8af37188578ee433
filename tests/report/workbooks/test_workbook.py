"""The workbook: the numbers of the tables, text that stays text, links that lead somewhere, the same bytes."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from energy_audit.report.batch.report import BatchReport, batch_report
from energy_audit.report.drawn.site import index_html
from energy_audit.report.headings import title
from energy_audit.report.language import words
from energy_audit.report.tables.data import BatchTables, batch_tables, write_data
from energy_audit.report.workbooks.inspection import write_workbook

Make = Callable[..., Any]
CEMENT = "91520100000000001A"
SHEETS = ["说明", "汇总", "企业", "发现", "问题", "设备", "规则", "法条", "档案", "文件", "字段"]


def write(material: Any, target: Path, *pages: str) -> tuple[BatchTables, BatchReport]:
    tables = batch_tables(material)
    report = batch_report(material, tables, frozenset(pages))
    write_workbook(material, tables, report, target)
    return tables, report


@pytest.fixture(scope="module")
def made(hand_material: Make, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BatchTables, BatchReport]:
    target = tmp_path_factory.mktemp("book") / "inspection.xlsx"
    return target, *write(hand_material(), target, f"enterprises/{CEMENT}-2025.html")


@pytest.fixture(scope="module")
def book(made: tuple[Path, BatchTables, BatchReport]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(made[0])


def column(sheet: Worksheet, name: str) -> list[Any]:
    """Return the cells under a heading."""
    headings = [cell.value for cell in sheet[1]]
    place = headings.index(title(name, words("zh"))) + 1
    return [sheet.cell(row, place).value for row in range(2, sheet.max_row + 1)]


def test_it_has_every_sheet(book: openpyxl.Workbook) -> None:
    assert SHEETS == book.sheetnames


def test_headings_are_frozen_and_filtered(book: openpyxl.Workbook) -> None:
    for name in SHEETS[2:]:
        sheet = book[name]
        assert str(sheet.freeze_panes)[-1] == "2", name
        assert sheet.auto_filter.ref.startswith("A1:"), name


@pytest.mark.parametrize(
    "name", ["tce_calorific", "tce_equal_high", "co2_t", "nonfossil_share", "violations", "cannot_tell", "sites"]
)
def test_numbers_are_those_of_the_tables(
    made: tuple[Path, BatchTables, BatchReport], book: openpyxl.Workbook, name: str
) -> None:
    """A number is a number, to the last digit written; unknown is a blank cell."""
    cells = column(book["企业"], name)
    assert made[1].enterprises[name].to_list() == [None if cell is None else Decimal(repr(cell)) for cell in cells]
    assert any(cell is not None for cell in cells)


def test_every_form_says_the_same(
    made: tuple[Path, BatchTables, BatchReport], book: openpyxl.Workbook, tmp_path: Path
) -> None:
    """Page, workbook, CSV and Parquet hold the same totals for the same enterprise-years."""
    _, tables, report = made
    write_data(tables, tmp_path)
    found = re.search(r'id="data">(.*?)</script>', index_html(report), re.DOTALL)
    assert found
    page = json.loads(found[1])["columns"]
    with (tmp_path / "enterprises.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    parquet = pl.read_parquet(tmp_path / "enterprises.parquet")
    expected = dict(zip(parquet.select("uscc", "report_year").iter_rows(), parquet["tce_calorific"], strict=True))
    assert len(expected) == 8

    def exact(values: list[Any]) -> list[Decimal | None]:
        return [None if value in {None, ""} else Decimal(str(value)) for value in values]

    in_csv = dict(
        zip([(r["uscc"], int(r["report_year"])) for r in rows], exact([r["tce_calorific"] for r in rows]), strict=True)
    )
    in_page = dict(zip(zip(page["uscc"], page["year"], strict=True), exact(page["calorific"]), strict=True))
    keys = zip(column(book["企业"], "uscc"), column(book["企业"], "report_year"), strict=True)
    in_book = dict(zip(keys, exact(column(book["企业"], "tce_calorific")), strict=True))
    assert expected == in_csv == in_page == in_book


def test_no_text_becomes_a_formula(made: tuple[Path, BatchTables, BatchReport], book: openpyxl.Workbook) -> None:
    """Names that start like a formula are text and carry the mark."""
    assert '\'=HYPERLINK("http://x")铁合金' in column(book["企业"], "enterprise_name")
    assert "'-未设立能源管理岗位" in column(book["发现"], "message")
    with zipfile.ZipFile(made[0]) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert [] == [name for name in sheets if b"<f>" in parts.read(name)]


def test_links_lead_to_written_pages_and_to_rows(book: openpyxl.Workbook) -> None:
    """A name leads to its page only where the page was written; a finding leads to its unit and its rule."""
    sheet = book["企业"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    linked = {cell.value: cell.hyperlink.target.replace("\\", "/") for cell in cells}  # Excel's way to write a path
    assert {"贵阳示范水泥有限公司": f"enterprises/{CEMENT}-2025.html"} == linked
    found = book["发现"]
    row = next(row for row in found.iter_rows(min_row=2) if row[2].value == "MTR001")
    unit, rule = row[0].hyperlink.location, row[2].hyperlink.location
    assert row[0].value == sheet[unit.split("!")[1]].value
    assert "MTR001" == book["规则"][rule.split("!")[1]].value


def test_a_column_of_pdfs_stands_only_where_pages_were_drawn(hand_material: Make, tmp_path: Path) -> None:
    headings = {}
    for form in ("html", "pdf"):
        write(hand_material(), tmp_path / f"{form}.xlsx", f"enterprises/{CEMENT}-2025.{form}")
        sheet = openpyxl.load_workbook(tmp_path / f"{form}.xlsx")["企业"]
        headings[form] = [cell.value for cell in sheet[1]]
    assert "PDF" not in headings["html"]
    assert {*headings["pdf"]} - {*headings["html"]} == {"PDF"}


def test_codes_have_names(book: openpyxl.Workbook) -> None:
    assert {"违法违规", "疑似问题", "提示"} == set(column(book["发现"], "kind"))
    assert {"不符合", "不能判断"} == set(column(book["发现"], "verdict"))
    assert {"能源消费结构", "表2 能源消费结构", "表1 基本情况"} >= set(column(book["问题"], "table"))
    assert {"完整", "不完整", "不能判断"} == set(column(book["档案"], "archive"))


def test_the_readme_states_limits_and_rulebook(
    made: tuple[Path, BatchTables, BatchReport], book: openpyxl.Workbook
) -> None:
    said = [cell.value for row in book["说明"].iter_rows() for cell in row]
    assert "national@2026.11 sha256:0123456789ab" in said
    assert [] == [limit.text for limit in made[2].limits if limit.text not in said]


def test_the_readme_leads_to_every_sheet_and_hides_no_line_of_its_sentences(book: openpyxl.Workbook) -> None:
    """A Chinese character takes two of the 110 columns; a line of 10 points some 14.5 points."""
    sheet = book["说明"]
    linked = {cell.value for cell in sheet["A"] if cell.hyperlink}
    assert {*SHEETS} - {"说明"} == linked
    long = [cell for cell in sheet["B"] if isinstance(cell.value, str) and len(cell.value) > 60]
    assert long
    for cell in long:
        lines = -(-sum(1 if character.isascii() else 2 for character in cell.value) // 110)
        assert sheet.row_dimensions[cell.row].height >= 14.5 * lines


def test_summary_totals_are_those_of_the_report(
    made: tuple[Path, BatchTables, BatchReport], book: openpyxl.Workbook
) -> None:
    totals = [row for row in book["汇总"].iter_rows(values_only=True) if row[0] == "合计"]
    assert 3 == len(totals)
    assert (7, 2, 0, 1, 1, 3, 4) == totals[0][1:8]
    assert 157745.78 == totals[0][8]
    assert (4, 1, 1, 2, 0.25, 0.75) == totals[1][1:7]
    assert made[2].total.archive.all == totals[1][1]


def test_every_column_of_the_data_files_is_explained(
    made: tuple[Path, BatchTables, BatchReport], book: openpyxl.Workbook
) -> None:
    explained = [(row[0], row[1]) for row in book["字段"].iter_rows(min_row=2, values_only=True)]
    tables = made[1]
    expected = [
        (name, each)
        for name, table in (
            ("enterprises", tables.enterprises),
            ("findings", tables.findings),
            ("problems", tables.problems),
            ("equipment", tables.equipment),
        )
        for each in table.columns
    ]
    assert expected == explained


def test_the_equipment_sheet_names_each_grade_or_what_it_lacks(book: openpyxl.Workbook) -> None:
    grades, lacking = column(book["设备"], "efficiency_grade"), column(book["设备"], "efficiency_missing")
    assert ["低于3级", None, None] == grades
    assert [None, "缺空载损耗、负载损耗（W）；系列名不能代替", None] == lacking
    assert ["G7", "G8", "G9"] == column(book["设备"], "cell")


def test_the_same_batch_writes_the_same_bytes(hand_material: Make, tmp_path: Path) -> None:
    """The only date inside is the as-of day."""
    write(hand_material(), tmp_path / "one.xlsx")
    write(hand_material(), tmp_path / "other.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()
    assert "2026-11-23" == str(openpyxl.load_workbook(tmp_path / "one.xlsx").properties.created.date())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_batch_is_a_workbook(hand_material: Make, tmp_path: Path, lang: str) -> None:
    write(hand_material(lang=lang, enterprises=(), verdicts=(), problems=(), files=()), tmp_path / "empty.xlsx")
    assert 10 == len(openpyxl.load_workbook(tmp_path / "empty.xlsx").sheetnames)


def test_a_text_longer_than_a_cell_is_cut(hand_material: Make, tmp_path: Path) -> None:
    """Excel calls a longer text damage."""
    unit = {
        "uscc": CEMENT,
        "report_year": 2025,
        "subject_key": "",
        "source": 0,
        "row": 2,
        "enterprise_name": "名" * 40_000,
    }
    write(hand_material(enterprises=(unit,), verdicts=()), tmp_path / "long.xlsx")
    name = openpyxl.load_workbook(tmp_path / "long.xlsx")["企业"].cell(2, 1).value
    assert 32_001 == len(name)
    assert name.endswith("…")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_numbers(made: tuple[Path, BatchTables, BatchReport], tmp_path: Path) -> None:
    """Another program opens it and sees what we wrote."""
    command = [
        "soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
        "--outdir", tmp_path, made[0],
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    with (tmp_path / "inspection-企业.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    place = heading.index(title("tce_calorific", words("zh")))
    read = [Decimal(row[place]) if row[place] else None for row in rows]
    assert made[1].enterprises["tce_calorific"].to_list() == read


def test_a_chinese_workbook_speaks_chinese(book: openpyxl.Workbook) -> None:
    """Beside ids, names as filed and units, no cell of findings and problems holds a code or JSON."""
    ids = {"rule", "uscc", "subject_key", "cell", "finding_id", "file"}
    headings = {title(name, words("zh")) for name in ids}
    for name in ("发现", "问题"):
        for cells in book[name].iter_cols():
            if cells[0].value not in headings:
                texts = {str(cell.value) for cell in cells[1:] if isinstance(cell.value, str)}
                assert not [each for each in texts if re.fullmatch(r"[a-z][a-z_\-]+|\{.*\}", each)], (
                    name,
                    cells[0].value,
                )


def test_figures_of_the_summary_are_numbers(
    made: tuple[Path, BatchTables, BatchReport], book: openpyxl.Workbook
) -> None:
    cells = {row[0].value: row[1] for row in book["汇总"].iter_rows() if row[0].value}
    for figure in made[2].figures:
        if figure.amount is not None:
            assert float(figure.amount) == cells[figure.label].value
    assert ("#,##0_ ", "#,##0.00_ ", "0.0%_ ") == tuple(
        cells[name].number_format for name in ("受检单位", "综合能耗合计（当量值）", "建档率")
    )


def test_what_is_printed_fits_the_width_of_a_page(book: openpyxl.Workbook) -> None:
    """The printed columns lead; of the enterprises the others are folded away, and headings stand on every page."""
    for name, last in (("企业", "Q"), ("发现", "J")):  # without PDFs there is no column of them
        sheet = book[name]
        assert sheet.print_area.startswith(f"'{name}'!$A$1:${last}$")
        assert (True, 0) == (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight)
        assert "$1:$1" == sheet.print_title_rows
        assert "landscape" == sheet.page_setup.orientation
    folded = [letter for letter, column in book["企业"].column_dimensions.items() if column.hidden]
    assert folded
    assert all(book["企业"].column_dimensions[letter].outlineLevel == 1 for letter in folded)
