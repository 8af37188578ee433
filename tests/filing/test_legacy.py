"""The old .xls, made by LibreOffice from a sample, reads as the sample itself."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from energy_audit.filing.intake import read_filings
from energy_audit.resources import folder

SOFFICE = shutil.which("soffice") or ""
FILEPASS = 0x002F
"""The record that begins a protected .xls."""

pytestmark = pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed; it makes the .xls")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A clean sample with a hidden sheet, and the same in the format of Excel 97."""
    made = tmp_path_factory.mktemp("legacy")
    sample = next(folder("sample_data").rglob("示例威宁水泥-2025.xlsx"))
    book = openpyxl.load_workbook(sample)
    book["表8 主要用能设备"].sheet_state = "hidden"
    book.save(made / "filing.xlsx")
    subprocess.run(
        [
            SOFFICE, f"-env:UserInstallation=file://{made / 'profile'}", "--headless",
            "--convert-to", "xls", "--outdir", str(made), str(made / "filing.xlsx"),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return made / "filing.xlsx", made / "filing.xls"


def test_the_same_filing_as_xls_gives_identical_tables(pair: tuple[Path, Path]) -> None:
    today, legacy = (read_filings([path]) for path in pair)
    for key, frame in today.tables.items():
        assert_frame_equal(frame, legacy.tables[key])
    assert_frame_equal(today.placement, legacy.placement)


def test_what_the_old_format_hides_is_said_once_a_file(pair: tuple[Path, Path]) -> None:
    problems = read_filings([pair[1]]).problems
    assert {("", "legacy-workbook"), ("表8 主要用能设备", "hidden-sheet")} == set(
        problems.select("sheet", "code").rows()
    )
    assert ["warning"] == problems["severity"].unique().to_list()


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
