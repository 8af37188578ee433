"""Rows of a unit-year that no table 1 names are judged for themselves, and stand in no number of the batch: that is said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from energy_audit.inspection import Inspection, inspect, write_inspection
from energy_audit.report.batch.report import batch_report
from energy_audit.report.material import Options
from energy_audit.report.tables.data import batch_tables
from energy_audit.resources import folder


@pytest.fixture(scope="module")
def inspection(tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    """One filing whose table 1 says 2024 while all other tables say 2025, beside one that is in order."""
    at = tmp_path_factory.mktemp("filings")
    filings = folder("sample_data") / "filings" / "贵阳市"
    for name in ("示例开阳磷肥-2025.xlsx", "示例南明商场-2025.xlsx"):
        book = openpyxl.load_workbook(filings / name)
        heads = [cell.value for cell in book["表1 基本情况"][1]]
        if name.startswith("示例开阳"):
            book["表1 基本情况"].cell(2, heads.index("报告年度") + 1).value = 2024
        book.save(at / name)
    return inspect([at], Options(date(2026, 6, 30), formats=frozenset({"data"})))


def test_the_numbers_agree_and_what_they_leave_out_is_said(inspection: Inspection, tmp_path: Path) -> None:
    write_inspection(inspection, tmp_path / "out")
    counts = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["counts"]
    data = tmp_path / "out" / "data"
    units = pl.read_parquet(data / "enterprises.parquet")
    names = ("violations", "suspicions", "notices", "cannot_tell")
    assert {name: units[name].sum() for name in names} == {name: counts[name] for name in names}
    strays = pl.read_parquet(data / "verdicts.parquet").filter(pl.col("verdict").is_in(["breached", "cannot_tell"]))
    strays = strays.join(units, on=["uscc", "report_year"], how="anti")
    assert 0 < strays.height == counts["of_no_enterprise"]
    [limit] = [
        each
        for each in batch_report(inspection.material, batch_tables(inspection.material)).limits
        if each.key == "nobodys"
    ]
    assert limit.text.startswith(f"{strays.height} 项")
