"""What the machine must have: the set-up asks for all of it, and no build passes by skipping what needs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).parents[1] / "scripts" / "setup.sh"
FOR_PDFS = {
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-noto-cjk",
    "fontconfig",
}
FOR_TESTS = {"chromium", "chromium-driver", "libreoffice-calc", "qpdf", "poppler-utils"}


def wanted(tmp_path: Path, *options: str) -> set[str]:
    """Ask for the packages that a machine without any of them lacks."""
    ask = f"source '{SETUP}'; PATH='{tmp_path}'; missing_packages {' '.join(options)}"
    said = subprocess.run([shutil.which("bash") or "bash", "-c", ask], capture_output=True, text=True, check=True)
    return set(said.stdout.split())


def test_a_bare_machine_is_told_what_pdfs_need(tmp_path: Path) -> None:
    assert FOR_PDFS == wanted(tmp_path)


def test_a_bare_machine_is_told_what_the_tests_need_too(tmp_path: Path) -> None:
    assert FOR_PDFS | FOR_TESTS == wanted(tmp_path, "--browser") - {"libreoffice-writer", "python3-uno"}


@pytest.mark.parametrize(
    ("place", "runs", "stays"), [("here", True, True), ("here", False, False), ("elsewhere", True, False)]
)
def test_an_environment_that_was_moved_or_lost_its_python_is_made_anew(
    tmp_path: Path, place: str, runs: bool, stays: bool
) -> None:
    binaries = tmp_path / "here" / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "pip").write_text(f"#!{tmp_path / place}/.venv/bin/python\n", encoding="utf-8")
    (binaries / "python").symlink_to((shutil.which("true") if runs else None) or tmp_path / "gone")
    ask = f"source '{SETUP}'; cd '{tmp_path}/here'; drop_stale_environment"
    subprocess.run([shutil.which("bash") or "bash", "-c", ask], check=True)
    assert stays == (tmp_path / "here" / ".venv").exists()


@pytest.mark.skipif("CI" not in os.environ, reason="on a desk, tests that want a missing program are skipped")
@pytest.mark.parametrize(
    "program", ["chromium", "chromedriver", "soffice", "pdftotext", "pdftoppm", "pdffonts", "qpdf"]
)
def test_a_build_has_every_program_that_tests_would_else_be_skipped_for(program: str) -> None:
    assert shutil.which(program), f"{program} is missing, so its tests would be skipped: run scripts/setup.sh --browser"


@pytest.mark.skipif("CI" not in os.environ, reason="on a desk, tests that want a missing program are skipped")
def test_a_build_has_a_python_that_speaks_to_libreoffice() -> None:
    assert 0 == subprocess.run(["/usr/bin/python3", "-c", "import uno"], check=False).returncode
