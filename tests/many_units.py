"""Units of a large batch, invented row by row, in files of several kinds; and what is written of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import stdnum.cn.uscc

from energy_audit.filing.files import onefile
from energy_audit.filing.sheets import rows_in_file
from energy_audit.report.material import Options

OPTIONS = Options(dt.date(2026, 6, 30), formats=frozenset({"data"}))
ENERGIES = (("01", "原煤", "吨", 0.7143), ("33", "电力", "万千瓦时", 1.229), ("15", "天然气(气态)", "万立方米", 12.143))


def code(number: int) -> str:
    body = f"91520000{number:09d}"
    return body + stdnum.cn.uscc.calc_check_digit(body)


def enterprise(number: int, **told: Any) -> dict[str, Any]:
    return {
        "uscc": code(number), "report_year": 2025, "enterprise_name": f"示例单位{number}", "industry_code": "3011",
        "gross_output": 5e4, "site": None, **told,
    }  # fmt: skip


def energy(number: int | None, amount: float = 7.0, place: int = 0, **told: Any) -> dict[str, Any]:
    own, name, unit, factor = ENERGIES[place % 3]
    return {
        "uscc": None if number is None else code(number), "report_year": 2025, "energy_code": own, "energy_name": name,
        "unit": unit, "purchase_qty": amount, "consumption_total": amount, "consumption_industrial": amount,
        "factor_adopted": factor, "factor_source": "参考", **told,
    }  # fmt: skip


def write(base: Path, form: str = "parquet", **tables: list[dict[str, Any]]) -> Path:
    base.mkdir(parents=True, exist_ok=True)
    for key, rows in tables.items():
        frame = pl.DataFrame(rows, infer_schema_length=None)
        if form == "parquet":
            frame.write_parquet(base / f"{key}.parquet", row_group_size=64)
        else:
            frame.write_csv(base / f"{key}.csv")
    return base


def left_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave texts of any size where they are, and read some hundred bytes at a time."""
    monkeypatch.setattr(onefile, "LEFT_TEXT", 0)
    monkeypatch.setattr(rows_in_file, "_BYTES", 700)


def bytes_of(base: Path) -> dict[str, bytes]:
    """Return every file of an output by its name, but for the one that says how long it took."""
    files = (path for path in base.rglob("*") if path.is_file() and path.name != "run.json")
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in files}
