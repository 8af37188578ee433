"""A file that kills its reader is refused; the batch goes on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from energy_audit.filing import own_rows
from energy_audit.filing.files import readers
from energy_audit.filing.files.discovery import Handed, handed_in
from energy_audit.filing.files.onefile import read_file
from energy_audit.filing.files.readers import read_all
from energy_audit.filing.intake import read_filings
from energy_audit.filing.sheets.reading import FileReading
from energy_audit.progress import silent


def dies_of_poison(handed: Handed) -> FileReading:
    """Read a file in a worker process; a poisoned one ends the process at once, as the system's memory killer does."""
    if "poison" in handed.path:
        os._exit(9)
    return read_file(handed)


def test_a_file_that_kills_its_process_is_refused_and_all_others_are_read(
    filing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two at a time, so that besides files read alone there are some that a new pool takes."""
    monkeypatch.setattr(readers, "_CHUNK", 2)
    names = [f"{number:02d}.xlsx" for number in range(12)]
    for name in [*names, "03-poison.xlsx", "09-poison.xlsx"]:
        filing.only("enterprise").xlsx(tmp_path / name)
    files = handed_in([tmp_path])

    readings = list(read_all(files, 2, silent, dies_of_poison))

    assert [handed.path for handed in files] == [reading.path for reading in readings]
    refused = {reading.path: reading.refusal.kind.code for reading in readings if reading.refusal}
    assert {"03-poison.xlsx": "reader-died", "09-poison.xlsx": "reader-died"} == refused


def test_a_filing_that_cannot_be_typed_is_refused_and_the_others_are_typed(
    filing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typing works on all files at once, so what one file breaks is laid at its door."""
    real = own_rows.typed

    def typed(raw: Any, *told: Any) -> Any:
        if "device_name" in raw.columns and (raw["device_name"] == "炸弹").any():
            raise RuntimeError("cannot be")
        return real(raw, *told)

    monkeypatch.setattr(own_rows, "typed", typed)
    filing.xlsx(tmp_path / "good.xlsx")
    other = filing.copy()
    for rows in other.tables.values():
        for row in rows:
            row["uscc"] = "914403001922038216"
    other.tables["equipment"][0]["device_name"] = "炸弹"
    other.xlsx(tmp_path / "bad.xlsx")

    intake = read_filings([tmp_path])

    assert [("bad.xlsx", "refused"), ("good.xlsx", "read")] == [(file.path, file.status) for file in intake.files]
    assert [("bad.xlsx", "corrupt-file")] == intake.problems.select("file", "code").rows()
    assert "cannot be" in intake.files[0].reason
    assert 2 == intake.tables["equipment"].height


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are not text")
@pytest.mark.parametrize(
    ("raw", "shown"), [("申报.xlsx".encode("gbk"), "申报.xlsx"), (b"\xff\xfe\xff.xlsx", "\ufffd\ufffd\ufffd.xlsx")]
)
def test_a_name_that_is_no_utf8_is_read_as_its_author_typed_it(
    filing: Any, tmp_path: Path, raw: bytes, shown: str
) -> None:
    """A disk that Windows in China wrote holds GBK names; nothing of it stops the batch."""
    made = filing.xlsx(tmp_path / "a.xlsx")
    made.rename(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)))

    intake = read_filings([tmp_path])

    assert [(shown, "read")] == [(file.path, file.status) for file in intake.files]
    assert intake.problems.is_empty()


def test_a_link_is_said_even_beside_the_file_it_leads_to(filing: Any, tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to(filing.xlsx(tmp_path / "a.xlsx"))

    intake = read_filings([tmp_path])

    assert [("link.xlsx", "symbolic-link")] == intake.problems.select("file", "code").rows()
    assert 1 == intake.tables["enterprise"].height
