"""The same batch again, with one workbook changed: only what changed is made, and the output is that of a fresh run."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from energy_audit.cli import main
from energy_audit.resources import folder


def inspected(source: Path, out: Path, *cache: str) -> dict[str, bytes]:
    """Inspect, and return every file but the one that tells how long it took."""
    with pytest.raises(SystemExit) as ended:
        main(["inspect", str(source), "--out", str(out), "--as-of", "2026-06-30", "--jobs", "1", "--quiet", *cache])
    assert ended.value.code == 0
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json"
    }


@pytest.mark.pdf
def test_a_second_run_makes_what_changed_and_equals_a_fresh_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ENERGY_AUDIT_NO_CACHE")
    source, cache = tmp_path / "in", tmp_path / "cache"
    source.mkdir()
    books = sorted((folder("sample_data") / "filings").rglob("*.xlsx"))[:2]
    for book in books:
        shutil.copy(book, source)
    kept = ("--cache", str(cache))
    first = inspected(source, tmp_path / "1", *kept)
    entries = set(cache.glob("*/*/*"))
    assert first == inspected(source, tmp_path / "2", *kept)
    assert entries == set(cache.glob("*/*/*"))

    changed = openpyxl.load_workbook(source / books[0].name)
    changed.worksheets[0]["A200"] = "注：本表有更正"
    changed.save(source / books[0].name)
    second = inspected(source, tmp_path / "3", *kept)

    assert second != first
    assert second == inspected(source, tmp_path / "4", "--no-cache")
    new = [path.parent.parent.name for path in set(cache.glob("*/*/*")) - entries]
    # of two units one reading is new, and at the most its report and the summary
    assert 1 == new.count("readings")
    assert new.count("pdf") <= 2


def test_no_cache_keeps_nothing_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    book = min((folder("sample_data") / "filings").rglob("*.xlsx"))
    inspected(book, tmp_path / "out", "--no-cache", "--format", "data")
    assert ["out"] == [path.name for path in tmp_path.iterdir()]


def test_verdicts_are_left_out_on_request(tmp_path: Path) -> None:
    book = min((folder("sample_data") / "filings").rglob("*.xlsx"))
    whole = inspected(book, tmp_path / "1", "--format", "data")
    less = inspected(book, tmp_path / "2", "--format", "data", "--no-verdicts")
    assert {"data/verdicts.parquet"} == set(whole) - set(less)
    assert {name: whole[name] for name in less if name != "manifest.json"} == {
        name: content for name, content in less.items() if name != "manifest.json"
    }
    assert b'"verdicts": false' in less["manifest.json"]
