"""Files of parts are put together byte by byte, whatever the system can do."""

import os
from pathlib import Path

import pytest

from energy_audit.report.tables.in_parts import append_file


@pytest.fixture
def two_files(tmp_path: Path) -> tuple[Path, Path]:
    source, target = tmp_path / "part.csv", tmp_path / "whole.csv"
    source.write_bytes(b"second\nthird\n")
    target.write_bytes(b"first\n")
    return source, target


def test_a_file_is_written_at_the_end_of_another(two_files: tuple[Path, Path]) -> None:
    append_file(*two_files)
    append_file(*two_files)
    assert two_files[1].read_bytes() == b"first\nsecond\nthird\nsecond\nthird\n"


@pytest.mark.parametrize("bytes_before", [0, 7])
def test_what_the_system_does_not_copy_itself_is_read_and_written(
    two_files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, bytes_before: int
) -> None:
    """It may refuse at once or after some of the bytes."""
    turns = iter([bytes_before] if bytes_before else [])

    def copy(source: int, target: int, _count: int) -> int:
        for count in turns:
            return os.write(target, os.read(source, count))
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(os, "copy_file_range", copy, raising=False)
    append_file(*two_files)
    assert two_files[1].read_bytes() == b"first\nsecond\nthird\n"


def test_a_system_that_knows_no_such_copy(two_files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "copy_file_range", raising=False)
    append_file(*two_files)
    assert two_files[1].read_bytes() == b"first\nsecond\nthird\n"
