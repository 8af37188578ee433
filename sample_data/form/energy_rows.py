"""The rows of 表2, 表2-1 and the supplementary table, as a careful clerk would fill them in.

Every function returns one row: column key → what is written in the cell. What follows from other cells (stock,
subtotals, row tce) is worked out here, so that a sample is sound until a fault is planted on purpose: ``plant``
overwrites cells by column key.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache

from energy_audit.resources import folder
from form.cells import NOTHING, Figure, Plant, Row, number, rounded

KJ_PER_KGCE = Decimal("29307.6")
"""Heat value of coal equivalent, GB/T 2589-2020."""

FUELS_BY_VOLUME = {"11", "12", "13", "14", "15", "17"}
NO_FUEL = {"32", "33", "37", "39", "40"}
"""Energies without a heat value of their own to measure."""


@cache
def energy_catalogue() -> dict[str, tuple[str, str]]:
    """Name and unit of each energy, by code."""
    with (folder("rules") / "reference" / "energy_catalogue.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: (row["name_zh"], row["unit"]) for row in csv.DictReader(file)}


def energy(
    code: str,
    used: Figure = 0,
    *,
    factor: Figure,
    nonindustrial: Figure = 0,
    opening: Figure = 0,
    bought: Figure | None = None,
    closing: Figure | None = None,
    made: Figure = 0,
    sold: Figure = 0,
    feedstock: Figure = 0,
    transport: Figure = 0,
    price: Figure = 0,
    equal: Figure | None = None,
    source: str = "参考",
    plant: Plant = NOTHING,
) -> Row:
    """One row of 表2.

    Args:
        code: 01-40.
        used: 工业生产消费.
        factor: 采用折标系数, tce per unit.
        nonindustrial: 非工业生产消费.
        opening: 期初库存.
        bought: 购进量; by default what the balance asks for.
        closing: 期末库存; by default what the balance leaves, or the opening stock where ``bought`` is open too.
        made: own output or recovery, filed in 表2-1; it enters the balance only.
        sold: 外供量.
        feedstock: of ``used``, 用于原材料.
        transport: 运输工具消费.
        price: 万元 per unit bought.
        equal: 等价折标系数, tce per unit.
        source: 折标系数来源.
        plant: faults.
    """
    name, unit = energy_catalogue()[code]
    total = number(used) + number(nonindustrial)
    left = number(closing) if closing is not None else None
    if bought is None:
        left = number(opening) if left is None else left
        purchase = total + number(sold) + left - number(opening) - number(made)
    else:
        purchase = number(bought)
        left = number(opening) + purchase + number(made) - total - number(sold) if left is None else left
    base = number(used) or total
    equal_factor = number(equal) if equal is not None else None
    return {
        "energy_code": code,
        "energy_name": name,
        "unit": unit,
        "opening_stock": number(opening),
        "purchase_qty": purchase,
        "purchase_outside_qty": Decimal(0),
        "purchase_amount": rounded(purchase * number(price)),
        "purchase_amount_unit": "万元",
        "consumption_total": total,
        "consumption_industrial": number(used),
        "consumption_feedstock": number(feedstock),
        "consumption_nonindustrial": number(nonindustrial),
        "consumption_transport": number(transport),
        "external_supply": number(sold),
        "transfer_out": Decimal(0),
        "gain_loss": Decimal(0),
        "closing_stock": left,
        "factor_adopted": number(factor),
        "factor_source": source,
        "ncv_adopted": heat_value(code, number(factor)),
        "factor_equal": equal_factor,
        "factor_equal_source": "示例：假设值，非官方发布" if equal_factor is not None else None,
        "reported_tce_calorific": rounded(base * number(factor)),
        "reported_tce_equal": rounded(base * (number(factor) if equal_factor is None else equal_factor)),
        **plant,
    }


def heat_value(code: str, factor: Decimal) -> Decimal | None:
    """采用低位发热量 that the factor rests on, kJ/kg or kJ/m³; electricity, heat and totals have none."""
    if code in NO_FUEL:
        return None
    kgce = factor / 10 if code in FUELS_BY_VOLUME else factor
    return rounded(kgce * KJ_PER_KGCE, 0)


def conversion(
    code: str,
    used: Figure = 0,
    *,
    factor: Figure,
    power: Figure = 0,
    washed: Figure = 0,
    coking: Figure = 0,
    output: Figure = 0,
    recovered: Figure = 0,
    equal: Figure | None = None,
    plant: Plant = NOTHING,
) -> Row:
    """One row of 表2-1; ``power``, ``washed`` and ``coking`` are what went into those processes."""
    name, unit = energy_catalogue()[code]
    inputs = {"conversion_power": power, "conversion_coal_wash": washed, "conversion_coking": coking}
    others = ("heat", "refining", "gas", "lng", "coal_product")
    return {
        "energy_code": code,
        "energy_name": name,
        "unit": unit,
        "consumption_industrial": number(used),
        "conversion_input": sum((number(each) for each in inputs.values()), Decimal(0)),
        **{key: number(each) for key, each in inputs.items()},
        **{f"conversion_{other}": Decimal(0) for other in others},
        "conversion_output": number(output),
        "conversion_output_tce": rounded(number(output) * number(factor)),
        "recovered": number(recovered),
        "factor_adopted": number(factor),
        "factor_equal": number(equal) if equal is not None else None,
        **plant,
    }


def nonfossil(
    *,
    feedstock: Figure = 0,
    product: str | None = None,
    self_made: Figure = 0,
    green_power: Figure = 0,
    certificates: Figure = 0,
    certificate_ids: str | None = None,
    biomass: Figure = 0,
    plant: Plant = NOTHING,
) -> Row:
    """补充表: feedstock in tce, electricity in 万kWh."""
    return {
        "feedstock_tce": number(feedstock),
        "feedstock_product": product,
        "re_self_kwh": number(self_made),
        "green_power_kwh": number(green_power),
        "gec_kwh": number(certificates),
        "gec_ids": certificate_ids,
        "nuclear_kwh": Decimal(0),
        "biomass_tce": number(biomass),
        **plant,
    }
