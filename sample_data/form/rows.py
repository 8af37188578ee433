"""The rows of the other tables; see ``form.energy_rows`` for what a row is and how a fault is planted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from form.cells import NOTHING, Figure, Plant, Row, number, rounded


def product(
    name: str,
    indicator: str,
    unit: str,
    *,
    used: Figure,
    made: Figure,
    factor: Figure,
    before: tuple[Figure, Figure],
    units: tuple[str, str],
    standard: str | None = None,
    grades: tuple[Figure | None, Figure | None, Figure | None] = (None, None, None),
    status: str = "既有",
    since: date | None = None,
    plant: Plant = NOTHING,
) -> Row:
    """One row of 表4.

    Args:
        name: product.
        indicator: 指标名称.
        unit: its unit.
        used: 分子项 of this year.
        made: 分母项 of this year.
        factor: 单位换算系数.
        before: the two of last year.
        units: of 分子 and 分母.
        standard: the limit standard.
        grades: 3级, 2级, 1级 as filed.
        status: 装置性质.
        since: 投产日期.
        plant: faults.
    """
    value = rounded(number(used) / number(made) * number(factor))
    previous = rounded(number(before[0]) / number(before[1]) * number(factor))
    limit, entry, advanced = grades
    return {
        "product_name": name,
        "indicator_name": indicator,
        "indicator_unit": unit,
        "numerator_unit": units[0],
        "denominator_unit": units[1],
        "conversion_factor": number(factor),
        "value": value,
        "numerator": number(used),
        "denominator": number(made),
        "value_prev": previous,
        "numerator_prev": number(before[0]),
        "denominator_prev": number(before[1]),
        "change_pct": rounded((value / previous - 1) * 100),
        "limit_standard": standard,
        "limit_value": None if limit is None else number(limit),
        "entry_value": None if entry is None else number(entry),
        "advanced_value": None if advanced is None else number(advanced),
        "basis": "当量",
        "plant_status": status,
        "commissioned_on": since,
        **plant,
    }


def condition(product_name: str, name: str, value: Figure, unit: str) -> Row:
    """One row of 表4附."""
    return {"product_name": product_name, "condition_name": name, "value": number(value), "unit": unit}


def target(name: str, unit: str, goal: Figure, actual: Figure, *, plant: Plant = NOTHING) -> Row:
    """One row of 表6; a total or an intensity, achieved when not above the goal."""
    return {
        "target_authority": "示例市发展和改革委员会",
        "target_name": name,
        "target_unit": unit,
        "target_value": number(goal),
        "actual_value": number(actual),
        "achieved": number(actual) <= number(goal),
        **plant,
    }


def device(
    name: str,
    category: str,
    model: str,
    capacity: str,
    *,
    quantity: int = 1,
    hours: Figure = 7200,
    energy_code: str = "33",
    used: Figure = 0,
    level: str = "2级",
    since: date | None = date(2021, 6, 1),
    made: date | None = date(2021, 3, 1),
    standard: str | None = None,
    in_use: bool = True,
    plant: Plant = NOTHING,
) -> Row:
    """One row of 表8."""
    return {
        "device_name": name,
        "category": category,
        "model": model,
        "capacity": capacity,
        "quantity": quantity,
        "install_location": "示例车间",
        "annual_hours": number(hours),
        "energy_code": energy_code,
        "annual_energy": number(used),
        "efficiency_level": level,
        "commissioned_on": since,
        "manufactured_on": made,
        "nameplate_standard": standard,
        "in_use": in_use,
        **plant,
    }


METER_RATES: dict[str, tuple[int, int, int]] = {
    "电力": (100, 100, 95),
    "原煤": (100, 100, 90),
    "洗精煤": (100, 100, 90),
    "焦炭": (100, 100, 90),
    "天然气": (100, 100, 90),
    "热力": (100, 80, 70),
    "柴油": (100, 100, 95),
}
"""标准配备率 as filed: at the unit, its sub-units, its main equipment (GB 17167)."""

Meters = int | tuple[int, int]
"""Needed, or needed and fitted."""


def meters(energy_type: str, unit: Meters, sub_units: Meters, equipment: Meters, *, plant: Plant = NOTHING) -> Row:
    """One row of the metering table."""
    row: Row = {"energy_type": energy_type}
    levels = zip(("l1", "l2", "l3"), METER_RATES[energy_type], (unit, sub_units, equipment), strict=True)
    for level, rate, fitted in levels:
        need, have = fitted if isinstance(fitted, tuple) else (fitted, fitted)
        row |= {
            f"{level}_std": rate,
            f"{level}_need": need,
            f"{level}_have": have,
            f"{level}_rate": rounded(Decimal(have) / Decimal(need) * 100) if need else None,
        }
    return row | dict(plant)


def project(
    name: str,
    code: str | None,
    *,
    industry: str,
    nature: str,
    stage: str,
    content: str,
    tce: tuple[Figure, Figure],
    electricity: Figure,
    coal: Figure = 0,
    applied: date | None = None,
    level: str | None = None,
    approved: date | None = None,
    document: str | None = None,
    status: str = "已通过",
    started: date | None = None,
    planned: date | None = None,
    commissioned: date | None = None,
    accepted: date | None = None,
    actual: Figure | None = None,
    catalogue: str = "允许",
    energy_level: str | None = None,
    eia: bool = True,
    reduction: bool | None = None,
    carbon: bool | None = None,
    plant: Plant = NOTHING,
) -> Row:
    """One row of 附表3.

    Args:
        name: 项目名称.
        code: 项目代码.
        industry: class.
        nature: 新建, 改建, 扩建.
        stage: 拟建, 在建, 投产, 停建.
        content: 主要建设内容.
        tce: 年综合能源消费量 calorific and equal, in 万吨标准煤 as the form asks.
        electricity: 万千瓦时.
        coal: 万吨; coal only, at 0.7143.
        applied: 节能审查申请日期.
        level: 节能审查层级.
        approved: 批复时间.
        document: 审查意见文号.
        status: 节能审查状态.
        started: 开工日期.
        planned: 拟投产时间.
        commissioned: 实际投产时间.
        accepted: 节能验收日期.
        actual: 实际年综合能耗, 万吨标准煤.
        catalogue: 产业结构目录类别.
        energy_level: 能效水平.
        eia: 环评是否批复.
        reduction: 区域削减方案.
        carbon: 是否开展碳排放评价.
        plant: faults.
    """
    sce = number(coal) * Decimal("0.7143")
    acceptance = "已验收" if accepted else "未验收" if commissioned else "不适用"
    return {
        "project_name": name,
        "project_code": code,
        "stage": stage,
        "nature": nature,
        "main_content": content,
        "province_name": "贵州省",
        "trade_division": industry[:2],
        "industry_code": industry,
        "review_applied_on": applied,
        "review_level": level,
        "approval_date": approved,
        "planned_start": planned or commissioned,
        "construction_started_on": started,
        "commissioned_on": commissioned,
        "acceptance_on": accepted,
        "authority": "示例节能审查机关" if document else None,
        "document_number": document,
        "review_status": status,
        "acceptance_done": "不适用" if status in {"无需审查", "不单独审查"} else acceptance,
        "approved_tce_calorific": number(tce[0]),
        "approved_tce_equal": number(tce[1]),
        "actual_tce": None if actual is None else number(actual),
        "annual_electricity": number(electricity),
        "coal_pq_total": number(coal),
        "coal_pq": number(coal),
        "coke_pq": Decimal(0),
        "semicoke_pq": Decimal(0),
        "coal_sce_total": sce,
        "coal_sce": sce,
        "coke_sce": Decimal(0),
        "semicoke_sce": Decimal(0),
        "is_substitution": False,
        "feed_coal_pq": Decimal(0),
        "feed_coal_sce": Decimal(0),
        "eia_approved": eia,
        "regional_reduction_plan": reduction,
        "catalogue_class": catalogue,
        "energy_level": energy_level,
        "carbon_evaluated": carbon,
        **plant,
    }
