"""A clean filing of every table, and the ways to hand it in."""

from __future__ import annotations

import copy
import csv
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from energy_audit.filing.intake import read_filings
from energy_audit.filing.problems.sources import letter
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from energy_audit.filing.intake import Intake

MOUTAI = "9152000071430580XT"  # publicly known code with valid check digits
HUAWEI = "914403001922038216"


def _clean() -> dict[str, list[dict[str, Any]]]:
    owner = {"uscc": MOUTAI, "report_year": 2025}
    energy = {"unit": "吨", "consumption_industrial": Decimal("1200.5")}
    return {
        "enterprise": [
            owner
            | {
                "enterprise_name": "贵州某某酒业有限公司（总部）",
                "industry_code": "1512",
                "region_code": "520382",
                "province_name": "贵州省",
                "city_name": "遵义市",
                "county_name": "仁怀市",
                "address": "某某镇1号",
                "legal_representative": "甲某",
                "contact_name": "乙某",
                "contact_phone": "0851-2212345",
                "energy_leader_name": "丙某",
                "energy_dept_name": "能源部",
                "energy_manager": "丁某",
                "energy_manager_filed": True,
                "energy_staff_full": 3,
                "ems_cert_date": dt.date(2024, 3, 1),
                "gross_output": Decimal("123456.78"),
                "reported_tce_calorific": Decimal("12345.67"),
                "reported_tce_equal": Decimal("20000.1"),
                "review_status": "submitted",
            }
        ],
        "energy_consumption": [
            owner | energy | {"energy_code": "01", "energy_name": "原煤", "consumption_total": Decimal("1200.5")},
            owner
            | {
                "energy_code": "33",
                "energy_name": "电力",
                "unit": "万千瓦时",
                "consumption_total": Decimal("345.678901"),
                "gain_loss": Decimal("-1.5"),
                "factor_adopted": Decimal("1.229"),
            },
        ],
        "energy_conversion": [
            owner
            | {
                "energy_code": "01",
                "energy_name": "原煤",
                "unit": "吨",
                "conversion_output": Decimal(0),
                "recovered": Decimal("0.001"),
            }
        ],
        "nonfossil": [owner | {"feedstock_tce": Decimal(0), "green_power_kwh": Decimal("12.5")}],
        "product": [
            owner
            | {
                "product_name": "白酒",
                "indicator_name": "单位产品综合能耗",
                "indicator_unit": "千克标准煤/千升",
                "value": Decimal("800.25"),
                "basis": "calorific",
                "commissioned_on": dt.date(2015, 12, 31),
            }
        ],
        "product_condition": [
            owner | {"product_name": "白酒", "condition_name": "海拔", "value": Decimal(900), "unit": "米"}
        ],
        "target": [
            owner
            | {
                "target_name": "总量目标",
                "target_unit": "吨标准煤",
                "target_value": Decimal(13000),
                "actual_value": Decimal("12345.67"),
                "achieved": True,
            }
        ],
        "equipment": [
            owner | {"seq": 1, "device_name": "锅炉", "model": "DZL4-1.25", "quantity": 2, "in_use": True},
            owner | {"seq": 2, "device_name": "电机", "model": "YE3-160M", "quantity": 10, "in_use": False},
        ],
        "metering": [owner | {"energy_type": "电力", "l1_need": Decimal(2), "l1_have": Decimal(2)}],
        "project": [
            owner
            | {
                "project_name": "技改项目",
                "project_code": "2020-520000-15-03-000001",
                "stage": "投产",
                "approved_tce_calorific": Decimal(15000),
                "eia_approved": False,
                "construction_started_on": dt.date(2021, 5, 6),
            }
        ],
        "document": [
            owner | {"document_id": "ARC-01", "held": "是", "title": "能源管理制度"},
            owner | {"document_id": "ARC-02", "held": "否", "title": "计量台账"},
        ],
    }


@dataclass
class Filing:
    """A filing as typed values, by table; written as people hand it in."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=_clean)

    def only(self, *keys: str) -> Filing:
        return Filing({key: rows for key, rows in self.tables.items() if key in keys})

    def copy(self) -> Filing:
        return Filing(copy.deepcopy(self.tables))

    def keys(self, table: str) -> list[str]:
        """Columns as they are written: keys of the first row, in the schema's order."""
        filled = {key for row in self.tables[table] for key in row}
        return [key for key in TABLES[table].schema() if key in filled]

    def cell(self, table: str, key: str, row: int = 0) -> str:
        return f"{letter(self.keys(table).index(key))}{row + 2}"

    def book(self) -> openpyxl.Workbook:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for table, rows in self.tables.items():
            sheet = book.create_sheet(TABLES[table].sheet)
            keys = self.keys(table)
            sheet.append([TABLES[table].column(key).name_zh for key in keys])
            for row in rows:
                sheet.append([_in_workbook(table, key, row.get(key)) for key in keys])
        return book

    def xlsx(self, path: Path, edit: Callable[[openpyxl.Workbook], object] | None = None) -> Path:
        book = self.book()
        if edit:
            edit(book)
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    def csv(self, folder: Path, encoding: str = "utf-8", delimiter: str = ",") -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            with (folder / f"{table}.csv").open("w", encoding=encoding, newline="") as file:
                writer = csv.writer(file, delimiter=delimiter)
                writer.writerow(self.keys(table))
                writer.writerows([_as_text(table, key, row.get(key)) for key in self.keys(table)] for row in rows)
        return folder

    def parquet(self, folder: Path, *, floats: bool = False) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            values = [{key: _filed(table, key, row.get(key)) for key in self.keys(table)} for row in rows]
            frame = pl.DataFrame(
                values, schema={key: TABLES[table].column(key).dtype for key in self.keys(table)}, strict=False
            )
            if floats:
                frame = frame.cast({pl.Decimal: pl.Float64})
            frame.write_parquet(folder / f"{table}.parquet")
        return folder


def _filed(table: str, key: str, value: Any) -> Any:
    column = TABLES[table].column(key)
    return value / column.filed_scale if isinstance(value, Decimal) and column.filed_scale != 1 else value


def _in_workbook(table: str, key: str, value: Any) -> Any:
    filed = _filed(table, key, value)
    if isinstance(filed, bool):
        return "是" if filed else "否"
    return float(filed) if isinstance(filed, Decimal) else filed


def _as_text(table: str, key: str, value: Any) -> str:
    filed = _filed(table, key, value)
    if isinstance(filed, bool):
        return "是" if filed else "否"
    return "" if filed is None else str(filed)


@pytest.fixture
def filing() -> Filing:
    return Filing()


@pytest.fixture
def found() -> Callable[[Intake], set[tuple[str, str, str]]]:
    """Return the problems of an intake as sheet, cell and code."""
    return lambda intake: set(intake.problems.select("sheet", "cell", "code").iter_rows())


@pytest.fixture
def read_sheet_of(tmp_path: Path) -> Callable[..., Intake]:
    """Read a clean filing with one sheet written by the test."""

    def read(table: str, fill: Callable[[Worksheet], object], title: str | None = None) -> Intake:
        def edit(book: openpyxl.Workbook) -> None:
            name = TABLES[table].sheet
            position = book.sheetnames.index(name)
            book.remove(book[name])
            fill(book.create_sheet(title or name, position))

        return read_filings([Filing().xlsx(tmp_path / "filing.xlsx", edit)])

    return read
