"""Facts of a device."""

from __future__ import annotations

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.vocabulary.fact import CONFIDENCE, GRADE_LACKS, Fact

FACTS: tuple[Fact, ...] = (
    Fact("equipment_name", "equipment", pl.String(), "设备名称", "equipment", source="equipment.device_name"),
    Fact("equipment_category", "equipment", pl.String(), "设备分类", "category", source="equipment.category"),
    Fact("equipment_model", "equipment", pl.String(), "型号", "model", source="equipment.model"),
    Fact("equipment_quantity", "equipment", pl.Int64(), "数量", "quantity", unit="台", source="equipment.quantity"),
    Fact("equipment_in_use", "equipment", pl.Boolean(), "在用", "in use", source="equipment.in_use"),
    Fact("manufactured_on", "equipment", pl.Date(), "出厂日期", "manufactured on", source="equipment.manufactured_on"),
    Fact(
        "equipment_commissioned_on",
        "equipment",
        pl.Date(),
        "投用日期",
        "put into use on",
        source="equipment.commissioned_on",
    ),
    Fact(
        "equipment_eliminated",
        "equipment",
        pl.Boolean(),
        "列入淘汰目录",
        "on an elimination list",
        meaning="按报告年度末有效的目录；需出厂年份而未填时为空",
        columns=(
            "equipment.model",
            "equipment.manufactured_on",
        ),
    ),
    Fact("elimination_entry", "equipment", pl.String(), "淘汰目录条目", "elimination entry"),
    Fact(
        "elimination_entry_since",
        "equipment",
        pl.String(),
        "报告年度后列入的淘汰目录条目",
        "entry listed since the report year",
        meaning="报告年度末尚不受其约束，判定基准日已受约束",
        columns=("equipment.model",),
    ),
    Fact("elimination_confidence", "equipment", pl.String(), "条目可信度", "confidence of the entry", codes=CONFIDENCE),
    Fact(
        "annual_hours", "equipment", NUMBER, "年运行时间", "annual hours", unit="小时", source="equipment.annual_hours"
    ),
    Fact(
        "efficiency_level",
        "equipment",
        pl.String(),
        "能效级别",
        "efficiency grade",
        source="equipment.efficiency_level",
    ),
    Fact(
        "efficiency_grade",
        "equipment",
        pl.Int64(),
        "按铭牌核定的能效等级",
        "grade by the nameplate",
        meaning="1、2、3 级；4 为低于 3 级（能效限定值）；铭牌资料不足时为空",
        columns=("equipment.efficiency_level",),
    ),
    Fact(
        "efficiency_gradable",
        "equipment",
        pl.Boolean(),
        "铭牌足以核定能效等级",
        "the nameplate gives a grade",
        columns=("equipment.efficiency_level",),
    ),
    Fact("efficiency_standard", "equipment", pl.String(), "能效等级依据", "standard of the grade"),
    Fact(
        "efficiency_confidence",
        "equipment",
        pl.String(),
        "能效等级数值的可信度",
        "confidence of the grade's values",
        codes=CONFIDENCE,
    ),
    Fact(
        "efficiency_ground",
        "equipment",
        pl.String(),
        "核定所据铭牌内容",
        "what of the nameplate was looked at",
        meaning="效率、IE代码、等级，或变压器的空载损耗 P0、负载损耗 Pk",
        columns=("equipment.efficiency_level", "equipment.no_load_loss"),
    ),
    Fact(
        "efficiency_likely",
        "equipment",
        pl.Int64(),
        "按系列名通常的等级",
        "grade that the series usually has",
        meaning="电动机系列名的行业惯例，只作提示，不作判定",
    ),
    Fact("equipment_capacity", "equipment", pl.String(), "容量(功率)", "capacity", source="equipment.capacity"),
    Fact(
        "nameplate_standard",
        "equipment",
        pl.String(),
        "铭牌标准号",
        "standard on the nameplate",
        source="equipment.nameplate_standard",
    ),
    Fact("no_load_loss", "equipment", NUMBER, "空载损耗", "no-load loss", unit="W", source="equipment.no_load_loss"),
    Fact("load_loss", "equipment", NUMBER, "负载损耗", "load loss", unit="W", source="equipment.load_loss"),
    Fact(
        "efficiency_missing",
        "equipment",
        pl.String(),
        "核定能效等级缺少的资料",
        "what the grade lacks",
        columns=("equipment.efficiency_level",),
        codes=GRADE_LACKS,
    ),
)
