"""The wheel holds what git tracks, and runs from an environment that knows nothing of the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("rules", "templates", "sample_data")

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(target.glob("*.whl"))


def tracked() -> set[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return {name for name in listed.split("\0") if name and (ROOT / name).exists()}


def test_the_wheel_holds_exactly_what_git_tracks(wheel: Path) -> None:
    expected = set()
    for name in tracked():
        if name.startswith("src/energy_audit/"):
            expected.add(name.removeprefix("src/"))
        elif name.split("/", 1)[0] in SHIPPED:
            expected.add(f"energy_audit/_shipped/{name}")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if not name.split("/", 1)[0].endswith(".dist-info")}
    assert expected == held


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked into an empty folder, beside the libraries of this environment."""
    target = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(installed: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from energy_audit.cli import main; main(sys.argv[1:])"
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_an_installed_copy_finds_its_own_rules(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "doctor", cwd=tmp_path)
    assert str(installed) in done.stdout
    assert str(ROOT / "rules") not in done.stdout


def test_an_installed_copy_brings_its_english(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "template", "filing.txt", cwd=tmp_path)
    assert "The name must end in .xlsx: filing.txt" in done.stderr


def test_an_installed_copy_proves_its_rules(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "rules", "test", cwd=tmp_path)
    assert 0 == done.returncode, done.stdout + done.stderr


def test_an_installed_copy_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "demo", "--out", "out", "--format", "html,data", cwd=tmp_path)
    assert 0 == done.returncode, done.stderr
    assert (tmp_path / "out" / "index.html").is_file()
