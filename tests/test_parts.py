"""A batch judged in parts gives the files of a batch judged at once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

from energy_audit.filing.intake import read_filings
from energy_audit.parts import inspect_into, must_stay_together, parts_of
from energy_audit.report.material import Options
from energy_audit.resources import folder

OPTIONS = Options(dt.date(2026, 6, 30), formats=frozenset({"data"}))
TABLES = ("enterprises", "findings", "problems", "verdicts")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The samples without one whose certificate stands in two filings, at once and five units at a time."""
    named = sorted((folder("sample_data") / "filings").rglob("*.*"))
    filings = [path for path in named if path.is_file() and "示例播州铝业" not in path.name]
    assert 5 < len(parts_of(read_filings(filings), 5))
    base = tmp_path_factory.mktemp("parts")
    for name, units in (("whole", 10_000), ("parts", 5)):
        inspect_into(base / name, filings, OPTIONS, units_a_part=units)
    return base / "whole", base / "parts"


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_the_same(both: tuple[Path, Path], table: str) -> None:
    whole, parts = (pl.read_parquet(base / "data" / f"{table}.parquet") for base in both)
    assert whole.height > 5
    assert whole.equals(parts)
    assert whole.schema == parts.schema


@pytest.mark.parametrize("name", [f"data/{table}.csv" for table in TABLES[:3]])
def test_texts_are_the_same_to_the_byte(both: tuple[Path, Path], name: str) -> None:
    whole, parts = ((base / name).read_bytes() for base in both)
    assert whole == parts


def test_only_files_without_a_shared_certificate_are_cut() -> None:
    """示例播州铝业 and 示例贵安数据中心 claim the same certificate, which is told of both only together."""
    samples = folder("sample_data") / "filings"
    both = [next(samples.rglob(f"示例{name}-2025.xlsx")) for name in ("播州铝业", "贵安数据中心")]
    assert must_stay_together(read_filings(both), 1)
    assert not must_stay_together(read_filings([both[0], samples / "csv示例"]), 1)


def test_the_manifest_is_the_same_and_nothing_is_left_over(both: tuple[Path, Path]) -> None:
    whole, parts = (json.loads((base / "manifest.json").read_text(encoding="utf-8")) for base in both)
    assert whole == parts
    names = [sorted(path.relative_to(base).as_posix() for path in base.rglob("*")) for base in both]
    assert names[0] == names[1]
