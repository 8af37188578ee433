"""Every relation at its tolerance: silent at the edge, told just beyond it, not judged where a cell is blank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest

from energy_audit.filing.problems.problem import in_language, unmarked

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]
JudgeAll = Callable[[Sequence[tuple[Tables, Sequence[tuple[str, int, str]]]]], list[pl.DataFrame]]

UNIT = {"industry_code": "3011", "reported_tce_calorific": 10000, "reported_tce_equal": 12000}
COAL = {"energy_code": "01", "unit": "吨", "factor_adopted": "0.7143"}
POWER = {"energy_code": "33", "unit": "万千瓦时", "factor_adopted": "1.229", "factor_equal": "3.0"}
CLEANED = {"energy_code": "06", "unit": "吨", "factor_adopted": "0.9"}
COKE = {"energy_code": "09", "unit": "吨", "factor_adopted": "0.9714"}
TOTAL_ROW = {"energy_code": "40", "unit": "吨标准煤"}


def used(energy: dict[str, Any], amount: object, **more: object) -> dict[str, Any]:
    return energy | {"consumption_total": amount, "consumption_industrial": amount} | more


@dataclass(frozen=True)
class Case:
    """One relation: its clean tables, the cell that is moved, the last value allowed and the first that is not."""

    code: str
    at: tuple[str, int, str]
    inside: object
    outside: object
    tables: dict[str, Rows]
    needs: tuple[tuple[str, int, str], ...] = field(default=())

    def with_value(self, value: object) -> dict[str, Rows]:
        return put(self.tables, self.at, value)


def put(tables: dict[str, Rows], at: tuple[str, int, str], value: object) -> dict[str, Rows]:
    table, number, column = at
    rows = [row | {column: value} if index == number else row for index, row in enumerate(tables[table])]
    return tables | {table: rows}


def needs(table: str, *columns: str, row: int = 0) -> tuple[tuple[str, int, str], ...]:
    return tuple((table, row, column) for column in columns)


ENERGY, MADE = "energy_consumption", "energy_conversion"
SPLIT_ROW = COAL | {"consumption_total": 100000, "consumption_industrial": 90000, "consumption_nonindustrial": 10000}
STOCKED = used(COAL, 100000, opening_stock=5000, purchase_qty=100000, closing_stock=5000)
WITH_TOTAL = [used(COAL, 100000, purchase_amount=7500), used(POWER, 1000, purchase_amount=500), used(TOTAL_ROW, 72659)]
KINDS = [
    used(COAL, 1000, opening_stock=1000),
    used(COAL | {"energy_code": "02"}, 600, opening_stock=600),
    used(COAL | {"energy_code": "04"}, 400, opening_stock=400),
]
COKING = [
    CLEANED | {"conversion_input": 1000, "conversion_coking": 1000, "conversion_output": 0, "recovered": 0},
    COKE | {"conversion_input": 0, "conversion_coking": 0, "conversion_output": 900, "recovered": 0},
]
TOTAL_REACHED = {
    "target_name": "综合能源消费总量（当量值）",
    "target_unit": "吨标准煤",
    "target_value": 11000,
    "actual_value": "10000.2",
}
FIGURE = {
    "product_name": "水泥",
    "indicator_name": "单位水泥综合能耗",
    "indicator_unit": "千克标准煤/吨",
    "numerator_unit": "吨标准煤",
    "conversion_factor": 1,
}
BY_ITS_UNITS = {
    "product_name": "水泥",
    "numerator_unit": "吨标准煤",
    "denominator_unit": "吨",
    "indicator_unit": "kgce/t",
}
PROJECT = {"project_name": "示例项目"}
THIS_YEAR, LAST_YEAR = {"report_year": 2025}, {"report_year": 2024}

CASES = [
    # table 1: 10000 / 20000 = 0.5, and 0.5 % of it
    *(
        Case(
            "intensity-mismatch",
            ("enterprise", 0, f"reported_intensity_{basis}"),
            inside,
            outside,
            {"enterprise": [UNIT | {"gross_output": 20000}]},
            needs("enterprise", f"reported_tce_{basis}", "gross_output"),
        )
        for basis, inside, outside in (("calorific", "0.5025", "0.5026"), ("equal", "0.603", "0.6031"))
    ),
    Case(
        "feedstock-over-total",
        ("enterprise", 0, "reported_tce_feedstock"),
        10000,
        "10000.01",
        {"enterprise": [UNIT | {"reported_tce_equal": None}]},
        needs("enterprise", "reported_tce_calorific"),
    ),
    Case(
        "equal-below-calorific",
        ("enterprise", 0, "reported_tce_equal"),
        10000,
        "9999.99",
        {"enterprise": [UNIT], ENERGY: [used(POWER, 1000)]},
        needs("enterprise", "reported_tce_calorific"),
    ),
    Case(
        "yearly-change-over-10-percent",
        ("enterprise", 0, "reported_tce_calorific"),
        11000,
        "11000.01",
        {"enterprise": [UNIT | {"reported_tce_calorific_prev": 10000}]},
        needs("enterprise", "reported_tce_calorific_prev"),
    ),
    Case(
        "energy-cost-over-production-cost",
        ("enterprise", 0, "energy_cost"),
        500,
        "500.01",
        {"enterprise": [UNIT | {"production_cost": 500}]},
        needs("enterprise", "production_cost"),
    ),
    Case("submitted-late", ("enterprise", 0, "submitted_on"), "2026-03-31", "2026-04-01", {"enterprise": [UNIT]}),
    Case(
        "reported-before-year-end",
        ("enterprise", 0, "report_date"),
        "2026-01-01",
        "2025-12-31",
        {"enterprise": [UNIT]},
    ),
    Case(
        "reported-long-after-year",
        ("enterprise", 0, "report_date"),
        "2026-12-31",
        "2027-01-01",
        {"enterprise": [UNIT]},
    ),
    # 10000 tce of 200 万元 is 50 tce per 万元; energy for 10 万元 is 10 yuan per tce
    Case(
        "energy-out-of-proportion-to-output",
        ("enterprise", 0, "reported_tce_calorific"),
        10000,
        "10000.01",
        {"enterprise": [UNIT | {"gross_output": 200}]},
        needs("enterprise", "gross_output"),
    ),
    Case(
        "energy-too-cheap",
        ("enterprise", 0, "energy_cost"),
        10,
        "9.99",
        {"enterprise": [UNIT]},
        needs("enterprise", "reported_tce_calorific"),
    ),
    Case("metering-share-for-percent", ("metering", 0, "l3_std"), "1.01", 1, {"metering": [{"energy_type": "电力"}]}),
    # table 2, one row: 0.01 % of 100000 is 10
    Case(
        "consumption-split-mismatch",
        (ENERGY, 0, "consumption_total"),
        100010,
        "100010.01",
        {ENERGY: [SPLIT_ROW]},
        needs(ENERGY, "consumption_industrial", "consumption_nonindustrial"),
    ),
    Case(
        "feedstock-over-industrial",
        (ENERGY, 0, "consumption_feedstock"),
        90000,
        "90000.01",
        {ENERGY: [SPLIT_ROW]},
        needs(ENERGY, "consumption_industrial"),
    ),
    Case(
        "transport-over-total",
        (ENERGY, 0, "consumption_transport"),
        100000,
        "100000.01",
        {ENERGY: [SPLIT_ROW]},
        needs(ENERGY, "consumption_total"),
    ),
    Case("stock-of-unstorable", (ENERGY, 0, "opening_stock"), 0, "0.01", {ENERGY: [used(POWER, 1000)]}),
    Case("stock-of-unstorable", (ENERGY, 0, "closing_stock"), 0, "0.01", {ENERGY: [used(POWER, 1000)]}),
    Case(
        "quantity-too-large-for-unit",
        (ENERGY, 0, "purchase_qty"),
        10000,
        "10000.01",
        {ENERGY: [used(COAL | {"unit": "万吨"}, 10)]},
        needs(ENERGY, "unit"),
    ),
    # 0.5 % of what came in, 5000 + 100000
    Case(
        "stock-balance-mismatch",
        (ENERGY, 0, "closing_stock"),
        5525,
        "5525.01",
        {ENERGY: [STOCKED]},
        needs(ENERGY, "opening_stock", "purchase_qty", "consumption_total"),
    ),
    # 100000 × 0.7143 = 71430, 0.1 % of it 71.43; 1000 × 3.0, 0.1 % of it 3; 100 × 1.4571, less than 0.5 tce
    Case(
        "row-tce-mismatch",
        (ENERGY, 0, "reported_tce_calorific"),
        "71501.43",
        "71501.44",
        {"enterprise": [UNIT], ENERGY: [used(COAL, 100000)]},
        needs(ENERGY, "consumption_total", "consumption_industrial", "factor_adopted"),
    ),
    Case(
        "row-tce-mismatch",
        (ENERGY, 0, "reported_tce_equal"),
        3003,
        "3003.01",
        {"enterprise": [UNIT], ENERGY: [used(POWER, 1000)]},
        needs(ENERGY, "consumption_total", "consumption_industrial", "factor_equal"),
    ),
    Case(
        "row-tce-mismatch",
        (ENERGY, 0, "reported_tce_calorific"),
        "146.21",
        "146.22",
        {"enterprise": [UNIT], ENERGY: [used({"energy_code": "21", "unit": "吨", "factor_adopted": "1.4571"}, 100)]},
        needs(ENERGY, "consumption_total", "consumption_industrial", "factor_adopted"),
    ),
    Case(
        "calorific-factor-not-fixed-value", (ENERGY, 0, "factor_adopted"), "1.23", "1.2301", {ENERGY: [used(POWER, 1)]}
    ),
    Case(
        "calorific-factor-not-fixed-value",
        (ENERGY, 0, "factor_adopted"),
        "0.03512",
        "0.03513",
        {ENERGY: [used({"energy_code": "32", "unit": "百万千焦"}, 1)]},
    ),
    # 1000—20000 yuan per 10^4 kWh
    Case(
        "unit-price-implausible",
        (ENERGY, 0, "purchase_amount"),
        2000,
        "2000.01",
        {ENERGY: [used(POWER, 1000, purchase_qty=1000, purchase_amount_unit="万元")]},
        needs(ENERGY, "purchase_qty"),
    ),
    Case(
        "unit-price-implausible",
        (ENERGY, 0, "purchase_amount"),
        1000,
        "999.99",
        {ENERGY: [used(POWER, 1000, purchase_qty=1000, purchase_amount_unit="千元")]},
        needs(ENERGY, "purchase_qty"),
    ),
    # 2000 × 1000 and 20000 ÷ 2000 yuan per 10^4 kWh
    Case(
        "unit-price-far-off",
        (ENERGY, 0, "purchase_amount"),
        1_999_999,
        2_000_000,
        {ENERGY: [used(POWER, 1000, purchase_qty=1000, purchase_amount_unit="千元")]},
        needs(ENERGY, "purchase_qty"),
    ),
    Case(
        "unit-price-far-off",
        (ENERGY, 0, "purchase_amount"),
        10_001,
        10_000,
        {ENERGY: [used(POWER, 1000, purchase_qty=1000, purchase_amount_unit="元")]},
        needs(ENERGY, "purchase_qty"),
    ),
    # totals: 71430 + 1229 = 72659, 0.05 % of it 36.3295; 7500 + 500 = 8000, 0.05 % of it 4
    Case(
        "total-row-mismatch",
        (ENERGY, 2, "consumption_total"),
        "72695.3295",
        "72695.33",
        {"enterprise": [UNIT], ENERGY: WITH_TOTAL},
        needs(ENERGY, "consumption_total", row=1),
    ),
    Case(
        "total-amount-mismatch",
        (ENERGY, 2, "purchase_amount"),
        8004,
        "8004.01",
        {"enterprise": [UNIT], ENERGY: WITH_TOTAL},
        needs(ENERGY, "purchase_amount", row=1),
    ),
    Case(
        "reported-total-not-total-row",
        ("enterprise", 0, "reported_tce_calorific"),
        "72695.3295",
        "72695.33",
        {"enterprise": [UNIT], ENERGY: WITH_TOTAL},
        needs(ENERGY, "consumption_industrial", row=2),
    ),
    # a small total: 100 × 0.7143 = 71.43, and 1 tce
    Case(
        "total-row-mismatch",
        (ENERGY, 1, "consumption_total"),
        "72.43",
        "72.44",
        {"enterprise": [UNIT], ENERGY: [used(COAL, 100), used(TOTAL_ROW, "71.43")]},
        needs(ENERGY, "consumption_total"),
    ),
    Case(
        "reported-total-not-total-row",
        ("enterprise", 0, "reported_tce_calorific"),
        "70.43",
        "70.42",
        {"enterprise": [UNIT], ENERGY: [used(COAL, 100), used(TOTAL_ROW, "71.43")]},
        needs(ENERGY, "consumption_industrial", row=1),
    ),
    # 0.01 % of 1000
    Case(
        "coal-kinds-mismatch",
        (ENERGY, 0, "opening_stock"),
        "1000.1",
        "1000.101",
        {"enterprise": [UNIT], ENERGY: KINDS},
        needs(ENERGY, "opening_stock", row=2),
    ),
    # table 2-1: 0.01 % of 1000
    Case(
        "conversion-input-mismatch",
        (MADE, 0, "conversion_input"),
        "1000.1",
        "1000.101",
        {MADE: COKING},
        needs(MADE, "conversion_coking"),
    ),
    Case(
        "conversion-input-over-consumption",
        (MADE, 0, "conversion_input"),
        1200,
        "1200.01",
        {MADE: [COKING[0] | {"consumption_industrial": 1200}]},
        needs(MADE, "consumption_industrial"),
    ),
    Case(
        "conversion-consumption-differs",
        (MADE, 0, "consumption_industrial"),
        "1000.1",
        "1000.101",
        {ENERGY: [used(CLEANED, 1000)], MADE: COKING},
        needs(ENERGY, "consumption_industrial"),
    ),
    Case(
        "conversion-factor-differs",
        (MADE, 0, "factor_adopted"),
        "0.9001",
        "0.900101",
        {ENERGY: [used(CLEANED, 1000)], MADE: COKING},
        needs(ENERGY, "factor_adopted"),
    ),
    # 1000 t × 0.9 = 900 tce in; 945 × 0.9714 ÷ 900 = 1.01997; 834 × 0.9714 ÷ 900 = 0.90016
    Case(
        "conversion-output-over-input",
        (MADE, 1, "conversion_output"),
        945,
        "945.1",
        {MADE: COKING},
        needs(MADE, "conversion_input"),
    ),
    Case(
        "conversion-efficiency-unusual",
        (MADE, 1, "conversion_output"),
        834,
        833,
        {MADE: COKING},
        needs(MADE, "conversion_coking"),
    ),
    Case(
        "conversion-output-without-input",
        (MADE, 0, "conversion_output"),
        0,
        1,
        {MADE: [COKING[1]]},
        needs(MADE, "conversion_input"),
    ),
    # 1000 / 10 = 100, 0.1 % of it; 90 / 100 − 1 = −10 %
    *(
        Case(
            "unit-consumption-mismatch",
            ("product", 0, f"value{year}"),
            "100.1",
            "100.101",
            {"product": [FIGURE | {f"numerator{year}": 1000, f"denominator{year}": 10}]},
            needs("product", f"numerator{year}", f"denominator{year}", "conversion_factor"),
        )
        for year in ("", "_prev")
    ),
    # the factor left blank follows from the units: 10 tce / 100 t are 100 kgce/t
    *(
        Case(
            "unit-consumption-mismatch",
            ("product", 0, f"value{year}"),
            "100.1",
            "100.101",
            {"product": [BY_ITS_UNITS | {f"numerator{year}": 10, f"denominator{year}": 100}]},
            needs("product", "numerator_unit", "denominator_unit", "indicator_unit"),
        )
        for year in ("", "_prev")
    ),
    Case(
        "change-percent-mismatch",
        ("product", 0, "change_pct"),
        "-9.95",
        "-9.949",
        {"product": [FIGURE | {"value": 90, "value_prev": 100}]},
        needs("product", "value", "value_prev"),
    ),
    Case("unit-consumption-change-over-15-percent", ("product", 0, "change_pct"), 15, "15.01", {"product": [FIGURE]}),
    # 0.5 % above 12000
    Case(
        "products-over-total",
        ("product", 0, "numerator"),
        12060,
        "12060.01",
        {"enterprise": [UNIT], ENERGY: [used(POWER, 1000)], "product": [FIGURE]},
        (*needs("enterprise", "reported_tce_calorific", "reported_tce_equal"), *needs("product", "numerator_unit")),
    ),
    # 1000 / 100 × 110 − 1000 = 100, 0.5 % of it; 10000 / 20000 × 22000 − 10000 = 1000
    Case(
        "product-saving-mismatch",
        ("target", 0, "saving_product"),
        "100.5",
        "100.51",
        {
            "product": [
                FIGURE | {"numerator": 1000, "denominator": 110, "numerator_prev": 1000, "denominator_prev": 100}
            ],
            "target": [{"target_name": "节能量"}],
        },
        needs("product", "numerator", "denominator", "numerator_prev", "denominator_prev"),
    ),
    Case(
        "output-saving-mismatch",
        ("target", 0, "saving_output_value"),
        1005,
        "1005.01",
        {
            "enterprise": [UNIT | {"gross_output": 22000}],
            "target": [{"target_name": "节能量", "base_tce_calorific": 10000, "base_output_value": 20000}],
        },
        (*needs("enterprise", "gross_output"), *needs("target", "base_tce_calorific", "base_output_value")),
    ),
    # 14000 t × 0.7143 = 10000.2 tce, or 1 % more
    Case(
        "target-actual-not-the-total",
        ("target", 0, "actual_value"),
        "10100.2",
        "10100.21",
        {"enterprise": [UNIT], ENERGY: [used(COAL, 14000)], "target": [TOTAL_REACHED]},
        needs(ENERGY, "consumption_industrial"),
    ),
    Case(
        "target-actual-not-the-total",
        ("target", 0, "actual_value"),
        "1.01002",
        "10000.2",
        {
            "enterprise": [UNIT],
            ENERGY: [used(COAL, 14000)],
            "target": [TOTAL_REACHED | {"target_unit": "万吨标准煤"}],
        },
    ),
    # where no basis is named, the total of either may be meant: 2214.33 + 2000 × 1.229 or × 3.0
    Case(
        "target-actual-not-the-total",
        ("target", 0, "actual_value"),
        "8214.33",
        "6000",
        {
            "enterprise": [UNIT],
            ENERGY: [used(COAL, 3100), used(POWER, 2000)],
            "target": [TOTAL_REACHED | {"target_name": "综合能源消费总量"}],
        },
    ),
    # what is left without green power is no less the total that was reached: 4672.33 less 100 × 1.229
    Case(
        "target-actual-not-the-total",
        ("target", 0, "actual_value"),
        "4549.43",
        "4200",
        {
            "enterprise": [UNIT],
            ENERGY: [used(COAL, 3100), used(POWER, 2000)],
            "nonfossil": [{"re_self_kwh": 0, "green_power_kwh": 100, "gec_kwh": 0}],
            "target": [TOTAL_REACHED],
        },
    ),
    Case(
        "achieved-contradicts-figures",
        ("target", 0, "achieved"),
        True,
        False,
        {"target": [{"target_name": "能耗强度", "target_value": 10, "actual_value": 10}]},
        needs("target", "target_value", "actual_value"),
    ),
    Case(
        "achieved-contradicts-figures",
        ("target", 0, "achieved"),
        False,
        True,
        {"target": [{"target_name": "节能量", "target_value": 10, "actual_value": "9.99"}]},
        needs("target", "target_value", "actual_value"),
    ),
    # a fall filed as a negative change
    Case(
        "achieved-contradicts-figures",
        ("target", 0, "achieved"),
        True,
        False,
        {"target": [{"target_name": "能耗强度下降率", "target_value": -3, "actual_value": "-3.5"}]},
        needs("target", "target_value", "actual_value"),
    ),
    Case(
        "achieved-contradicts-figures",
        ("target", 0, "achieved"),
        True,
        False,
        {"target": [{"target_name": "可再生能源电力消费量", "target_value": 10, "actual_value": 11}]},
        needs("target", "target_value", "actual_value"),
    ),
    # 1 % of 1000
    Case(
        "equipment-over-consumption",
        ("equipment", 0, "annual_energy"),
        1010,
        "1010.01",
        {ENERGY: [used(POWER, 1000)], "equipment": [{"device_name": "风机", "energy_code": "电力"}]},
        (*needs(ENERGY, "consumption_total"), *needs("equipment", "energy_code")),
    ),
    Case(
        "process-device-with-grade",
        ("equipment", 0, "efficiency_level"),
        "-",
        "2级",
        {"equipment": [{"device_name": "回转窑", "category": "工艺设备"}]},
        needs("equipment", "category"),
    ),
    *(
        Case(
            "metering-rate-mismatch",
            ("metering", 0, f"l{level}_rate"),
            "90.1",
            "90.101",
            {"metering": [{"energy_type": "电力", f"l{level}_have": 9, f"l{level}_need": 10}]},
            needs("metering", f"l{level}_have", f"l{level}_need"),
        )
        for level in (1, 2, 3)
    ),
    # projects: stored in tce where filed in 10^4 tce
    *(
        Case(
            "project-coal-sum-mismatch",
            ("project", 0, f"coal_{form}_total"),
            3,
            "3.01",
            {"project": [PROJECT | {f"coal_{form}": 1, f"coke_{form}": 1, f"semicoke_{form}": 1}]},
            needs("project", f"coal_{form}", f"coke_{form}", f"semicoke_{form}"),
        )
        for form in ("pq", "sce")
    ),
    *(
        Case(
            "project-coal-tce-over-weight",
            ("project", 0, f"{kind}_sce"),
            10000,
            "10000.01",
            {"project": [PROJECT | {f"{kind}_pq": 1}]},
            needs("project", f"{kind}_pq"),
        )
        for kind in ("coal", "coke", "semicoke", "feed_coal")
    ),
    *(
        Case(
            "project-coal-over-energy",
            ("project", 0, f"approved_tce_{basis}"),
            5000,
            "4999.99",
            {"project": [PROJECT | {"coal_sce_total": 5000}]},
            needs("project", "coal_sce_total"),
        )
        for basis in ("calorific", "equal")
    ),
    *(
        Case(
            "project-feed-coal-over-coal",
            ("project", 0, f"feed_coal_{form}"),
            3,
            "3.01",
            {"project": [PROJECT | {f"coal_{form}_total": 3}]},
            needs("project", f"coal_{form}_total"),
        )
        for form in ("pq", "sce")
    ),
    Case("project-figure-impossible", ("project", 0, "actual_tce"), 10**9, 10**9 + 1, {"project": [PROJECT]}),
    Case("project-figure-impossible", ("project", 0, "coal_pq"), 100000, "100000.01", {"project": [PROJECT]}),
    Case(
        "project-unit-slip",
        ("project", 0, "actual_tce"),
        10**8,
        10**8 + 1,
        {"enterprise": [UNIT | {"reported_tce_calorific": 2_000_000}], "project": [PROJECT]},
    ),
    # how large the unit is nobody knows
    Case("project-unit-slip", ("project", 0, "actual_tce"), 10**6 - 1, 10**6, {"project": [PROJECT]}),
    # a hundred times what is approved: 1229 tce are 1000 of 10^4 kWh
    Case(
        "project-power-slip",
        ("project", 0, "annual_electricity"),
        100_000,
        "100000.01",
        {"project": [PROJECT | {"approved_tce_calorific": 1229}]},
        needs("project", "approved_tce_calorific"),
    ),
    # a thousand tonnes of coal for each tce approved
    Case(
        "project-unit-slip",
        ("project", 0, "coal_pq"),
        100,
        "100.01",
        {"project": [PROJECT | {"approved_tce_calorific": 1000}]},
        needs("project", "approved_tce_calorific"),
    ),
    Case("project-unit-slip", ("project", 0, "coal_pq"), 10000, "10000.01", {"project": [PROJECT]}),
    # a hundred times 12000; with one total blank the other is the size of the unit
    Case(
        "project-unit-slip",
        ("project", 0, "approved_tce_calorific"),
        1200000,
        "1200000.01",
        {"enterprise": [UNIT], "project": [PROJECT]},
    ),
    # only a rebuilding states what it adds
    *(
        Case(
            "project-consumption-negative",
            ("project", 0, f"approved_tce_{basis}"),
            0,
            "-0.01",
            {"project": [PROJECT | {"nature": "新建"}]},
            needs("project", "nature"),
        )
        for basis in ("calorific", "equal")
    ),
    Case(
        "industry-code-name-disagree",
        ("enterprise", 0, "industry_name"),
        "水泥制造",
        "炼铁",
        {"enterprise": [UNIT]},
        needs("enterprise", "industry_code"),
    ),
    Case(
        "project-industry-mismatch",
        ("project", 0, "industry_code"),
        "3011",
        "3111",
        {"project": [PROJECT | {"trade_division": "30"}]},
        needs("project", "trade_division"),
    ),
    Case(
        "project-substitution-incomplete",
        ("project", 0, "substitution_qty"),
        1,
        None,
        {"project": [PROJECT | {"is_substitution": True, "substitution_source": "淘汰锅炉"}]},
        needs("project", "is_substitution"),
    ),
    Case(
        "project-substitution-incomplete",
        ("project", 0, "substitution_source"),
        "淘汰锅炉",
        " ",
        {"project": [PROJECT | {"is_substitution": True, "substitution_qty": 1}]},
        needs("project", "is_substitution"),
    ),
    # 100 × 0.7143 = 71.43, 0.1 % above; 10000 − 100 × 1.229 = 9877.1; 12000 − 100 × 3 = 11700
    Case(
        "feedstock-claim-over-consumption",
        ("nonfossil", 0, "feedstock_tce"),
        "71.50143",
        "71.502",
        {"enterprise": [UNIT], ENERGY: [used(COAL, 1000, consumption_feedstock=100)], "nonfossil": [{}]},
        needs(ENERGY, "consumption_feedstock"),
    ),
    # 100 t × 0.5 = 50 tce of biomass, 0.1 % above; of none nothing can be claimed
    Case(
        "biomass-claim-over-consumption",
        ("nonfossil", 0, "biomass_tce"),
        "50.05",
        "50.06",
        {
            "enterprise": [UNIT],
            ENERGY: [used({"energy_code": "36", "unit": "吨", "factor_adopted": "0.5"}, 100)],
            "nonfossil": [{}],
        },
        needs(ENERGY, "consumption_total"),
    ),
    Case(
        "biomass-claim-over-consumption",
        ("nonfossil", 0, "biomass_tce"),
        "0",
        "0.01",
        {"enterprise": [UNIT], ENERGY: [used(COAL, 1000)], "nonfossil": [{}]},
    ),
    # less may be claimed than was used, but hardly a ten-thousandth: 71.43 tce under a heading of 10^4 tce
    Case(
        "feedstock-claim-off-by-power-of-ten",
        ("nonfossil", 0, "feedstock_tce"),
        "50",
        "0.007143",
        {"enterprise": [UNIT], ENERGY: [used(COAL, 1000, consumption_feedstock=100)], "nonfossil": [{}]},
        needs(ENERGY, "consumption_feedstock"),
    ),
    Case(
        "feedstock-claim-over-consumption",
        ("enterprise", 0, "reported_tce_feedstock"),
        "71.50143",
        "71.502",
        {"enterprise": [UNIT], ENERGY: [used(COAL, 1000, consumption_feedstock=100)]},
        needs(ENERGY, "consumption_feedstock"),
    ),
    *(
        Case(
            "less-green-mismatch",
            ("nonfossil", 0, f"reported_tce_{basis}_less_green"),
            inside,
            outside,
            {
                "enterprise": [UNIT],
                ENERGY: [used(POWER, 1000)],
                "nonfossil": [{"re_self_kwh": 0, "green_power_kwh": 60, "gec_kwh": 40}],
            },
            (
                *needs("nonfossil", "re_self_kwh", "green_power_kwh", "gec_kwh"),
                *needs("enterprise", f"reported_tce_{basis}"),
            ),
        )
        for basis, inside, outside in (("calorific", "9886.9771", "9886.98"), ("equal", "11711.7", "11711.71"))
    ),
    Case(
        "green-over-electricity",
        ("nonfossil", 0, "gec_kwh"),
        600,
        "600.01",
        {
            "enterprise": [UNIT],
            ENERGY: [used(POWER, 1000)],
            "nonfossil": [{"re_self_kwh": 0, "green_power_kwh": 400}],
        },
        needs(ENERGY, "consumption_total"),
    ),
    # between years: 0.1 % of 10000, 500 and 100; 300 + 100 = 400, 0.5 % of it
    *(
        Case(
            "previous-total-differs",
            ("enterprise", 1, f"reported_tce_{basis}_prev"),
            inside,
            outside,
            {"enterprise": [UNIT | LAST_YEAR, UNIT | THIS_YEAR]},
            needs("enterprise", f"reported_tce_{basis}"),
        )
        for basis, inside, outside in (("calorific", 10010, "10010.01"), ("equal", 12012, "12012.01"))
    ),
    Case(
        "opening-stock-differs",
        (ENERGY, 1, "opening_stock"),
        "500.5",
        "500.51",
        {ENERGY: [used(COAL, 1000, closing_stock=500) | LAST_YEAR, used(COAL, 1000) | THIS_YEAR]},
        needs(ENERGY, "closing_stock"),
    ),
    Case(
        "previous-unit-consumption-differs",
        ("product", 1, "value_prev"),
        "100.1",
        "100.101",
        {"product": [FIGURE | LAST_YEAR | {"value": 100}, FIGURE | THIS_YEAR]},
        needs("product", "value"),
    ),
    Case(
        "cumulative-saving-mismatch",
        ("target", 1, "period_cumulative"),
        402,
        "402.01",
        {
            "target": [
                LAST_YEAR | {"target_name": "节能量", "period_cumulative": 300},
                THIS_YEAR | {"target_name": "节能量", "saving_output_value": 100},
            ]
        },
        (*needs("target", "period_cumulative"), *needs("target", "saving_output_value", row=1)),
    ),
]


def told(problems: pl.DataFrame, case: Case) -> pl.DataFrame:
    """The problems of the case's code at its cell."""
    table, number, column = case.at
    return problems.filter(
        (pl.col("code") == case.code)
        & (pl.col("table") == table)
        & (pl.col("column") == column)
        & (pl.col("number") == number)
    )


@pytest.fixture(scope="module")
def judged_once(judge_all: JudgeAll) -> dict[tuple[int, str], pl.DataFrame]:
    """Every case in every state, judged in one batch: by number of the case and name of the state."""
    filings: dict[tuple[int, str], tuple[dict[str, Rows], tuple[tuple[str, int, str], ...]]] = {}
    for index, case in enumerate(CASES):
        filings[index, "inside"] = case.with_value(case.inside), ()
        filings[index, "outside"] = case.with_value(case.outside), ()
        filings[index, "unreadable"] = case.with_value(None), (case.at,)
        for table, number, column in case.needs:
            blanked = put(case.with_value(case.outside), (table, number, column), None)
            filings[index, f"{table}.{column}"] = blanked, ()
    return dict(zip(filings, judge_all(list(filings.values())), strict=True))


Judged = dict[tuple[int, str], pl.DataFrame]
by_case = pytest.mark.parametrize(
    "index", range(len(CASES)), ids=[f"{index}-{case.code}-{case.at[2]}" for index, case in enumerate(CASES)]
)


@by_case
def test_relation_is_silent_at_its_tolerance(judged_once: Judged, index: int) -> None:
    assert CASES[index].code not in judged_once[index, "inside"]["code"].to_list()


@by_case
def test_relation_is_told_once_just_beyond_its_tolerance(judged_once: Judged, index: int) -> None:
    """One problem, at the cell that was moved, with its address, value and the comparison in the message."""
    found = told(judged_once[index, "outside"], CASES[index])
    assert 1 == found.height
    problem = in_language(found, "zh").row(0, named=True)
    assert "示例.xlsx" == problem["file"]
    assert problem["cell"].endswith(str(problem["row"]))
    assert problem["cell"] in problem["detail"]
    assert unmarked(problem["detail"], "zh") in problem["message"]


@by_case
def test_relation_is_not_judged_without_one_of_its_cells(judged_once: Judged, index: int) -> None:
    """An unknown neither contradicts nor agrees."""
    case = CASES[index]
    loud = [at for at in case.needs if told(judged_once[index, f"{at[0]}.{at[2]}"], case).height]
    assert [] == loud


@by_case
def test_relation_is_not_judged_when_its_own_cell_is_unreadable(judged_once: Judged, index: int) -> None:
    assert told(judged_once[index, "unreadable"], CASES[index]).is_empty()


def test_every_code_has_a_case_or_a_test_of_its_own() -> None:
    """A kind of problem that nothing here can produce is found out."""
    from energy_audit.energy import relations  # noqa: F401 - its import makes the kinds known
    from energy_audit.filing.problems.problem import ProblemKind

    kinds = {
        kind.code for family in ProblemKind.__subclasses__() for kind in family if "relations" in family.__module__
    }
    elsewhere = {
        "region-code-name-disagree",
        "region-code-unknown",
        "industry-code-unknown",
        "industry-class-unknown",
        "heat-value-in-another-unit",
        "consumption-beyond-supply",
        "consumption-far-from-supply",
        "primary-power-as-conversion-output",
        "swapped-columns",
        "row-tce-off-by-power-of-ten",
        "row-tce-is-quantity",
        "factor-off-by-power-of-ten",
        "reported-total-off-by-power-of-ten",
        "figures-repeated-from-last-year",
        "quantities-too-round",
        "project-duplicate",
        "identical-rows",
        "product-rows-differ",
        "metering-rows-differ",
        "no-consumption-at-all",
        "unit-consumption-of-no-output",
        "product-of-no-output",
        "part-of-another-row",
        "sum-of-sites-beside-them",
        "metering-row-missing",
        "no-output-beside-energy",
        "energy-name-unknown-beside-code",
        "energy-gone-since-last-year",
        "industry-changed-since-last-year",
        "project-days-out-of-order",
    }
    assert kinds == {case.code for case in CASES} | elsewhere
