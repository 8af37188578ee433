"""The committed samples are what their generator writes, and fit to be shown to anybody."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from stdnum.cn import uscc

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
UNITS = tomllib.loads((SAMPLES / "promises.toml").read_text("utf-8"))["unit"]
LARGEST = 40_000


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("samples")
    shutil.copy(SAMPLES / "promises.toml", target)
    subprocess.run([sys.executable, SAMPLES / "make_samples.py", target], check=True, capture_output=True)
    return target


def content(path: Path) -> object:
    """The parts of a workbook, since packing may differ between libraries; else the bytes."""
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            return {name: book.read(name) for name in book.namelist()}
    return path.read_bytes()


def listed(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_committed_files_are_what_the_generator_writes(rewritten: Path) -> None:
    assert listed(SAMPLES / "filings") == listed(rewritten / "filings")
    broken = "拒收示例/损坏的工作簿.xlsx"  # cut off by length, which depends on the packing
    changed = [
        name
        for name in listed(rewritten / "filings")
        if name != broken and content(SAMPLES / "filings" / name) != content(rewritten / "filings" / name)
    ]
    assert [] == changed


def test_the_page_tells_what_the_promises_say(rewritten: Path) -> None:
    assert (rewritten / "README.md").read_text("utf-8") == (SAMPLES / "README.md").read_text("utf-8")


def test_every_file_is_small() -> None:
    large = [name for name in listed(SAMPLES / "filings") if (SAMPLES / "filings" / name).stat().st_size > LARGEST]
    assert [] == large


def test_every_unit_is_obviously_invented() -> None:
    """Names begin with 示例 and the body of each code is a small number."""
    for unit in UNITS:
        assert unit["name"].startswith("示例")
        assert int(unit["uscc"][8:16]) <= len(UNITS)


def test_every_code_but_the_planted_one_passes_its_check() -> None:
    wrong = [unit["name"] for unit in UNITS if not uscc.is_valid(unit["uscc"])]
    assert ["示例普定石灰有限公司"] == wrong


def test_all_nine_prefectures_have_a_unit() -> None:
    prefectures = {unit["uscc"][2:6] for unit in UNITS}
    assert {"5201", "5202", "5203", "5204", "5205", "5206", "5223", "5226", "5227"} == prefectures
