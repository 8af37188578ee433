"""A row of a year that no table 1 was filed for is found, and the workbook leads nowhere from it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl

from energy_audit.inspection import inspect, write_inspection
from energy_audit.report.material import Options


def test_findings_of_a_year_without_table_1_stand_in_the_workbook(tmp_path: Path) -> None:
    filed = tmp_path / "示例"
    filed.mkdir()
    code = "91520181000000019R"
    (filed / "enterprise.csv").write_text(
        f"uscc,report_year,enterprise_name,industry_code\n{code},2025,示例单位,3011\n", encoding="utf-8"
    )
    row = f"{code},{{}},柴油,吨,100,100,100,1.4571,实测\n"
    (filed / "energy_consumption.csv").write_text(
        "uscc,report_year,energy_name,unit,purchase_qty,consumption_total,consumption_industrial,factor_adopted,factor_source\n"
        + row.format(2025)
        + row.format(2024),
        encoding="utf-8",
    )
    inspection = inspect([filed], Options(dt.date(2026, 6, 30), formats=frozenset({"xlsx", "data"})))
    years = set(inspection.material.judgement.findings["report_year"])
    assert {2024, 2025} == years
    write_inspection(inspection, tmp_path / "out")
    assert len(openpyxl.load_workbook(tmp_path / "out" / "inspection.xlsx").sheetnames) > 3
