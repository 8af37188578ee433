"""Readings kept from one run to the next are what a fresh reading gives."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from energy_audit.cache import Cache
from energy_audit.filing.files import kept
from energy_audit.filing.files.discovery import Handed, handed_in
from energy_audit.filing.files.onefile import read_file
from energy_audit.filing.files.readers import read_all
from energy_audit.filing.intake import read_filings
from energy_audit.filing.sheets.reading import FileReading
from energy_audit.progress import silent
from energy_audit.resources import folder


@pytest.fixture
def counted() -> tuple[list[str], Callable[[Handed], FileReading]]:
    """Read files and note their names."""
    names: list[str] = []

    def read(handed: Handed) -> FileReading:
        names.append(handed.path)
        return read_file(handed)

    return names, read


def test_a_kept_reading_equals_the_fresh_one(tmp_path: Path) -> None:
    """Every sample: texts, notes, unused regions, multipliers."""
    files = handed_in([folder("sample_data") / "filings"])
    cache = Cache(tmp_path)
    fresh = list(read_all(files, 1, silent))
    assert fresh == list(read_all(files, 1, silent, cache=cache))

    def never(handed: Handed) -> FileReading:
        """Only what is not kept may be read again: CSV, Parquet, refusals."""
        assert not handed.path.endswith(kept.SUFFIXES) or read_file(handed).refusal, handed.path
        return read_file(handed)

    again = list(read_all(files, 1, silent, never, cache))
    assert [_plain(reading) for reading in fresh] == [_plain(reading) for reading in again]


def _plain(reading: FileReading) -> Any:
    blocks = [
        (block.table, block.sheet, block.form, list(block.rows), {key: list(texts) for key, texts in block.columns.items()},
         block.placement, block.multipliers)
        for block in reading.blocks
    ]  # fmt: skip
    told = (reading.path, reading.scope, reading.sha256, reading.size, reading.notes, reading.unused, reading.refusal)
    return told, blocks


def test_only_what_changed_is_read_again(filing: Any, tmp_path: Path, counted: Any) -> None:
    names, read = counted
    source, cache = tmp_path / "in", Cache(tmp_path / "cache")
    source.mkdir()
    for number in range(4):
        filing.only("enterprise").xlsx(source / f"{number}.xlsx")
    list(read_all(handed_in([source]), 1, silent, read, cache))
    assert ["0.xlsx", "1.xlsx", "2.xlsx", "3.xlsx"] == names
    names.clear()

    changed = filing.only("enterprise")
    changed.tables["enterprise"][0]["enterprise_name"] = "示例变更单位"
    changed.xlsx(source / "2.xlsx")
    (source / "3.xlsx").rename(source / "4.xlsx")  # its problems would name another file

    readings = list(read_all(handed_in([source]), 1, silent, read, cache))
    assert ["2.xlsx", "4.xlsx"] == names
    assert ["0.xlsx", "1.xlsx", "2.xlsx", "4.xlsx"] == [reading.path for reading in readings]
    assert "示例变更单位" in str(readings[2].blocks)


def test_another_edition_reads_anew(filing: Any, tmp_path: Path, counted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names, read = counted
    files = handed_in([filing.xlsx(tmp_path / "a.xlsx")])
    cache = Cache(tmp_path / "cache")
    list(read_all(files, 1, silent, read, cache))
    monkeypatch.setattr(kept, "_edition", lambda: "another")
    list(read_all(files, 1, silent, read, cache))
    assert ["a.xlsx", "a.xlsx"] == names


def test_another_table_of_units_is_another_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings state units, so the same workbook reads otherwise once a unit is another size."""
    shutil.copytree(folder("rules") / "reference", tmp_path / "reference")
    kept._edition.cache_clear()
    before = kept._edition()
    monkeypatch.setattr(kept, "folder", lambda _: tmp_path)
    kept._edition.cache_clear()
    assert before == kept._edition()
    units = tmp_path / "reference" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("1000", "1001"), encoding="utf-8")
    kept._edition.cache_clear()
    assert before != kept._edition()
    kept._edition.cache_clear()


def test_a_damaged_entry_is_read_anew_and_kept_again(filing: Any, tmp_path: Path, counted: Any) -> None:
    names, read = counted
    files = handed_in([filing.xlsx(tmp_path / "a.xlsx")])
    cache = Cache(tmp_path / "cache")
    (first,) = read_all(files, 1, silent, read, cache)
    (entry,) = (path for path in cache.folder.glob("readings/*/*"))
    entry.write_bytes(entry.read_bytes()[:-5])
    for _ in range(2):
        assert [_plain(first)] == [_plain(each) for each in read_all(files, 1, silent, read, cache)]
    assert ["a.xlsx", "a.xlsx"] == names


def test_refused_files_are_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    cache = Cache(tmp_path / "cache")
    for _ in range(2):
        (file,) = read_filings([tmp_path / "a.xlsx"], cache=cache).files
        assert "refused" == file.status
    assert [] == list(cache.folder.glob("readings/*/*"))
