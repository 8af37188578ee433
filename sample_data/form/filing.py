"""A filing: one unit, one year, its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from form.cells import NOTHING, Cell, Figure, Plant, Row, number, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from form.unit import Unit

POSTCODES = {
    "5201": "550000",
    "5202": "553000",
    "5203": "563000",
    "5204": "561000",
    "5205": "551700",
    "5206": "554300",
    "5223": "562400",
    "5226": "556000",
    "5227": "558000",
}

Style = Literal["rows", "form", "messy", "csv"]
"""One heading row a sheet; 表1 as a form, which alone says whose it is; as untidy as they come; a CSV folder."""


@dataclass(frozen=True)
class Filing:
    """What is written to one workbook or folder.

    Attributes:
        unit: who files.
        year: report year.
        file: under ``filings/``; filings of the same file share it.
        tables: table key → rows; a table that is not there is not filed.
        style: how it is laid out.
        hidden: table key → the row of it (0-based) that is hidden.
    """

    unit: Unit
    year: int
    file: str
    tables: Mapping[str, Sequence[Row]]
    style: Style = "rows"
    hidden: Mapping[str, int] = field(default_factory=dict)


def filing(
    unit: Unit,
    year: int,
    file: str,
    *,
    enterprise: Row | Sequence[Row],
    energy: Sequence[Row],
    style: Style = "rows",
    hidden: Mapping[str, int] = NOTHING,  # type: ignore[assignment]  # an empty mapping of either kind
    **others: Sequence[Row] | None,
) -> Filing:
    """Put the tables of one filing together; each row is given the unit's code and the year.

    Args:
        unit: who files.
        year: report year.
        file: under ``filings/``.
        enterprise: row or rows of 表1.
        energy: rows of 表2.
        style: layout.
        hidden: table key → hidden row.
        others: the other tables by key: conversion, nonfossil, product, condition, target, equipment,
            metering, project, document; None is not filed.
    """
    keys = {"conversion": "energy_conversion", "condition": "product_condition"}
    sites = [enterprise] if isinstance(enterprise, dict) else list(enterprise)
    first: list[Row] = [{"energy_cost": _spent(energy, row.get("site")), **row} for row in sites]
    tables: dict[str, Sequence[Row]] = {
        "enterprise": first,
        "energy_consumption": energy,
        **{keys.get(key, key): rows for key, rows in others.items() if rows is not None},
    }
    if "project" in tables:
        tables["project"] = [_sited(unit, row) for row in tables["project"]]
    if "equipment" in tables:
        tables["equipment"] = [{"seq": place, **row} for place, row in enumerate(tables["equipment"], start=1)]
    owned = {key: [{"uscc": unit.uscc, "report_year": year, **row} for row in rows] for key, rows in tables.items()}
    return Filing(unit, year, file, owned, style, hidden)


def _spent(energy: Sequence[Row], site: Cell) -> Decimal:
    """能源费用 of a site: what 表2 says was paid; coal by kind (02-05) is part of 01, and 40 is the total."""
    return sum(
        (
            amount
            for row in energy
            if isinstance(amount := row["purchase_amount"], Decimal)
            and row.get("site") == site
            and row["energy_code"] not in {"02", "03", "04", "05", "40"}
        ),
        Decimal(0),
    )


def _sited(unit: Unit, row: Row) -> Row:
    place: Row = {
        "construction_unit": unit.name,
        "construction_unit_uscc": unit.uscc,
        "city_name": unit.city,
        "county_name": unit.county,
    }
    return place | row


def basics(
    unit: Unit,
    year: int,
    *,
    tce: tuple[Figure, Figure],
    before: tuple[Figure, Figure],
    cost: Figure,
    output: Figure | None = None,
    added: Figure | None = None,
    sales: Figure | None = None,
    employees: int = 300,
    feedstock: Figure = 0,
    designated: str | None = None,
    archive_listed_in_full: bool | None = True,
    certified: bool = False,
    plant: Plant = NOTHING,
) -> Row:
    """The row of 表1.

    Args:
        unit: who files.
        year: report year.
        tce: 综合能源消费量, calorific and equal value.
        before: of the year before.
        cost: 生产成本, 万元; 能源费用 follows from 表2.
        output: 工业总产值 (industry only).
        added: 工业增加值.
        sales: 销售收入; by default the output.
        employees: 从业人员.
        feedstock: 原料用能消费量.
        designated: 重点用能单位指定文号.
        archive_listed_in_full: 档案目录是否列全.
        certified: 是否通过能源管理体系认证.
        plant: faults.
    """
    calorific, equal = number(tce[0]), number(tce[1])
    gross = None if output is None else number(output)
    income = gross if sales is None else number(sales)
    return {
        "enterprise_name": unit.name,
        "former_names": unit.former_names or None,
        "unit_type": unit.ownership,
        "industry_code": unit.industry[0],
        "industry_name": unit.industry[1],
        "region_code": unit.region,
        "province_name": "贵州省",
        "city_name": unit.city,
        "county_name": unit.county,
        "address": f"{unit.city}{unit.county}示例路 {unit.number} 号",
        "postcode": POSTCODES[unit.region[:4]],
        "legal_representative": "示例某甲",
        "contact_name": "示例某乙",
        "contact_phone": unit.phone,
        "contact_email": "energy@example.com",
        "energy_leader_name": "示例某丙",
        "energy_leader_title": "副总经理" if gross is not None else "副主任",
        "energy_dept_name": "能源管理部",
        "energy_dept_lead": "示例某丁",
        "energy_manager": "示例某戊",
        "energy_manager_filed": True,
        "energy_staff_full": 2,
        "energy_staff_part": 3,
        "employees": employees,
        "ems_certified": certified,
        "ems_cert_date": date(2024, 11, 8) if certified else None,
        "ems_cert_body": "示例认证有限公司" if certified else None,
        "gross_output": gross,
        "gross_output_const": gross,
        "value_added": None if added is None else number(added),
        "sales_revenue": income,
        "tax_paid": None if income is None else rounded(income * Decimal("0.05")),
        "production_cost": number(cost),
        "reported_tce_calorific": calorific,
        "reported_tce_equal": equal,
        "reported_tce_calorific_prev": number(before[0]),
        "reported_tce_equal_prev": number(before[1]),
        "reported_tce_feedstock": number(feedstock),
        "reported_intensity_calorific": rounded(calorific / gross, 6) if gross else None,
        "reported_intensity_equal": rounded(equal / gross, 6) if gross else None,
        "designated_by": designated,
        "documents_listed_in_full": archive_listed_in_full,
        "responsible_person": "示例某甲",
        "statistics_lead": "示例某己",
        "preparer": "示例某庚",
        "preparer_phone": unit.phone,
        "report_date": date(year + 1, 3, 10),
        "legal_rep_signed": True,
        "sealed": True,
        "submitted_on": date(year + 1, 3, 20),
        "review_status": "已报送",
        **plant,
    }
