"""What the unit reports of itself: its own totals, and which tables it filled in."""

from __future__ import annotations

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.vocabulary.fact import Fact

FACTS: tuple[Fact, ...] = (
    Fact(
        "reported_tce_calorific",
        "enterprise",
        NUMBER,
        "自报综合能耗（当量值）",
        "reported consumption, calorific",
        unit="tce",
        source="enterprise.reported_tce_calorific",
    ),
    Fact(
        "reported_tce_equal",
        "enterprise",
        NUMBER,
        "自报综合能耗（等价值）",
        "reported consumption, equal value",
        unit="tce",
        source="enterprise.reported_tce_equal",
    ),
    Fact(
        "reported_tce_calorific_prev",
        "enterprise",
        NUMBER,
        "自报上年综合能耗（当量值）",
        "reported previous year, calorific",
        unit="tce",
        source="enterprise.reported_tce_calorific_prev",
    ),
    Fact(
        "reported_tce_equal_prev",
        "enterprise",
        NUMBER,
        "自报上年综合能耗（等价值）",
        "reported previous year, equal value",
        unit="tce",
        source="enterprise.reported_tce_equal_prev",
    ),
    Fact(
        "reported_tce_feedstock",
        "enterprise",
        NUMBER,
        "自报原料用能",
        "reported feedstock energy",
        unit="tce",
        source="enterprise.reported_tce_feedstock",
    ),
    Fact(
        "reported_intensity_calorific",
        "enterprise",
        NUMBER,
        "自报单位产值能耗（当量）",
        "reported intensity, calorific",
        unit="tce/万元",
        source="enterprise.reported_intensity_calorific",
    ),
    Fact(
        "reported_intensity_equal",
        "enterprise",
        NUMBER,
        "自报单位产值能耗（等价）",
        "reported intensity, equal value",
        unit="tce/万元",
        source="enterprise.reported_intensity_equal",
    ),
    Fact("has_conversion_table", "enterprise", pl.Boolean(), "已填加工转换表", "conversion table filed"),
    Fact("has_nonfossil_table", "enterprise", pl.Boolean(), "已填原料与可再生能源表", "non-fossil table filed"),
    Fact("has_product_table", "enterprise", pl.Boolean(), "已填单位产品能耗表", "product table filed"),
    Fact("has_target_table", "enterprise", pl.Boolean(), "已填节能目标表", "target table filed"),
    Fact("has_equipment_table", "enterprise", pl.Boolean(), "已填主要用能设备表", "equipment table filed"),
    Fact("has_metering_table", "enterprise", pl.Boolean(), "已填计量器具配备表", "metering table filed"),
    Fact("has_project_table", "enterprise", pl.Boolean(), "已填投资项目表", "project table filed"),
    Fact("archive_list_filed", "enterprise", pl.Boolean(), "已填节能管理档案目录", "archive list filed"),
)
