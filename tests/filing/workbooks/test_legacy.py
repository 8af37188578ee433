"""The old .xls, made by LibreOffice from a sample, reads as the sample itself."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from polars.testing import assert_frame_equal

from energy_audit.filing.intake import read_filings
from energy_audit.resources import folder

SOFFICE = shutil.which("soffice") or ""
FILEPASS = 0x002F
"""The record that begins a protected .xls."""

pytestmark = pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed; it makes the .xls")


def _converted(book: openpyxl.Workbook, made: Path) -> None:
    """Save a workbook as filing.xlsx and, by LibreOffice, as filing.xls."""
    book.save(made / "filing.xlsx")
    subprocess.run(
        [
            SOFFICE, f"-env:UserInstallation=file://{made / 'profile'}", "--headless",
            "--convert-to", "xls", "--outdir", str(made), str(made / "filing.xlsx"),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sample with a hidden sheet, row and column, a percent, two error values, cells struck out; and the same as Excel 97 has it."""
    made = tmp_path_factory.mktemp("legacy")
    sample = next(folder("sample_data").rglob("示例威宁水泥-2025.xlsx"))
    book = openpyxl.load_workbook(sample)
    book["表8 主要用能设备"].sheet_state = "hidden"
    book["表8 主要用能设备"].row_dimensions[2].hidden = True
    book["表2 能源消费结构"].column_dimensions["F"].hidden = True
    sheet = book["能源计量器具配备率"]
    for column, value in ((4, 0.955), (5, "#DIV/0!"), (6, "#N/A")):
        sheet.cell(2, column).value = value
    sheet["D2"].number_format = "0.0%"
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet["A4"] = CellRichText(TextBlock(InlineFont(strike=True), "旧"), TextBlock(InlineFont(), "新"))
    sheet.row_dimensions[5].height = 0.1
    energies = book["表2 能源消费结构"]
    energies["J2"].number_format, energies["K2"].number_format = "#,##0,", ";;;"
    energies["J3"].font = Font(color="FFFFFFFF")
    energies["R2"].value, energies["R2"].comment = None, Comment("期末 1200", "张三")
    _converted(book, made)
    return made / "filing.xlsx", made / "filing.xls"


def test_the_same_filing_as_xls_gives_identical_tables(pair: tuple[Path, Path]) -> None:
    today, legacy = (read_filings([path]) for path in pair)
    for key, frame in today.tables.items():
        assert_frame_equal(frame, legacy.tables[key])
    assert_frame_equal(today.placement, legacy.placement)


def test_the_same_problems_are_said_at_the_same_cells(pair: tuple[Path, Path]) -> None:
    """What is hidden, an error, or a percent: none of it is lost in the old format."""
    today, legacy = (
        read_filings([path]).problems.select("sheet", "cell", "column", "code", "value", "message") for path in pair
    )
    assert_frame_equal(today, legacy)
    assert {"hidden-sheet", "hidden-row", "hidden-column", "error-cell", "struck-out", "struck-in-part"} <= set(
        legacy["code"]
    )
    assert {"shown-otherwise", "figure-not-seen", "only-in-remark"} <= set(legacy["code"])


def test_a_lone_cell_in_the_far_corner_is_refused(tmp_path: Path) -> None:
    """Filled up, 65,536 rows of 256 columns would take more than a gigabyte."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["IV65536"] = "能源名称", 1
    _converted(book, tmp_path)
    assert ["too-large"] == read_filings([tmp_path / "filing.xls"]).problems["code"].to_list()


def test_a_record_that_claims_millions_of_rows_does_no_harm(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """The record of a sheet's extent ([MS-XLS] DIMENSIONS) is a claim that nothing may be set aside for."""
    data = bytearray(pair[1].read_bytes())
    place = data.find(b"\x00\x02\x0e\x00")
    while place >= 0:
        data[place + 8 : place + 12] = b"\x00\x00\x6f\x00"
        place = data.find(b"\x00\x02\x0e\x00", place + 1)
    (tmp_path / "claims.xls").write_bytes(data)

    intake = read_filings([tmp_path / "claims.xls"])

    assert "read" == intake.files[0].status
    assert_frame_equal(read_filings([pair[1]]).tables["enterprise"], intake.tables["enterprise"])


def test_macros_are_said(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """The storage of macros is known by its name in the directory."""
    data = pair[1].read_bytes()
    (tmp_path / "macros.xls").write_bytes(data + "_VBA_PROJECT_CUR".encode("utf-16-le").ljust(512, b"\x00"))
    assert "macros-ignored" in read_filings([tmp_path / "macros.xls"]).problems["code"]
    assert "macros-ignored" not in read_filings([pair[1]]).problems["code"]


def test_a_protected_xls_is_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """An early record becomes the one that announces a password."""
    data = bytearray(pair[1].read_bytes())
    start = next(
        place
        for place in range(0, len(data), 512)
        if data[place : place + 2] == b"\x09\x08" and data[place + 4 : place + 8] == b"\x00\x06\x05\x00"
    )
    place = start + 4 + struct.unpack_from("<H", data, start + 2)[0]
    while (length := struct.unpack_from("<H", data, place + 2)[0]) < 2:
        place += 4 + length
    struct.pack_into("<H", data, place, FILEPASS)
    struct.pack_into("<H", data, place + 4, 1)  # its kind of encryption: RC4
    (tmp_path / "locked.xls").write_bytes(data)

    intake = read_filings([tmp_path / "locked.xls"])

    assert ["encrypted-file"] == intake.problems["code"].to_list()
    assert "密码" in intake.files[0].reason
    assert intake.tables["enterprise"].filter(pl.col("uscc").is_not_null()).is_empty()
