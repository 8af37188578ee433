"""What a complete filing holds beside tables 1 and 2, so that a unit without a planted fault has nothing to answer for.

Every unit is a key energy user of an ordinary manufacturing industry, whose product has no limit or level of its own:
one unit in five is designated and of tier B, the others are of tier A. Each files what such a unit owes: the supplement,
its product, its target, its main equipment, its meters by the kinds of energy of GB 17167, and the whole list of its
management file. It has no construction project, converts no energy and claims no green power.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl

CHECKLIST = Path(__file__).parents[1] / "rules" / "reference" / "documents.toml"

SMALL_EVERY = 5
"""One unit in so many is below 10,000 tce."""

SMALL, LARGE = (1600, 801), (3200, 6774)
"""Tenths of each energy that a unit uses: the least, and how many values there are from it on.

One of each of the twenty energies is 36.46 tce by calorific and 38.23 by equal value. So small units use 5,834 to 9,176
tce and large ones 11,667 and more: no unit is within 5 % of a line, where a notice would ask for a second look.
"""

INDUSTRIES = [
    ("3670", "汽车零部件及配件制造"), ("3484", "机械零部件加工"), ("3311", "金属结构制造"), ("3451", "滚动轴承制造"),
]  # fmt: skip
PRODUCTS = [("汽车底盘零部件",), ("机加工零部件",), ("金属结构件",), ("滚动轴承",)]
"""Of the industries, in their order."""

PLACES = [
    ("520181", "贵阳市", "清镇市"), ("520304", "遵义市", "播州区"), ("520628", "铜仁市", "松桃苗族自治县"),
    ("520281", "六盘水市", "盘州市"), ("520402", "安顺市", "西秀区"), ("520523", "毕节市", "金沙县"),
    ("522725", "黔南布依族苗族自治州", "瓮安县"), ("522601", "黔东南苗族侗族自治州", "凯里市"),
    ("522301", "黔西南布依族苗族自治州", "兴义市"),
]  # fmt: skip
SAID = {
    "province_name": "贵州省", "ems_certified": "是", "ems_cert_date": "2024-11-08", "ems_cert_body": "示例认证有限公司",
    "documents_listed_in_full": "是", "review_status": "已报送",
}  # fmt: skip
"""What every unit says on table 1 beside what is said where two tables alone are filed."""

SPECIFIC = [("500", 2), ("250", 4), ("200", 5)]
"""Consumption of a product in kgce a tonne, and the tonnes made for each tce."""

DEVICES = [
    ("1", "加热炉", "工艺设备", "RT3-180-9", "180 kW", "2", "-"),
    ("2", "冷却水泵电机", "电机", "YE5-250M-4", "55 kW", "4", "1级"),
    ("3", "数控加工中心", "工艺设备", "VMC850", "15 kW", "20", "-"),
]
METERS = [
    ("电力", "100", "100", "95"), ("煤炭", "100", "100", "90"), ("焦炭", "100", "100", "90"), ("原油", "100", "100", "90"),
    ("成品油", "100", "100", "95"), ("重油", "100", "100", "90"), ("天然气", "100", "100", "90"),
    ("液化气", "100", "100", "90"), ("蒸汽", "100", "80", "70"),
]  # fmt: skip
"""Rates of GB 17167 at the unit, its sub-units and its main equipment."""

FITTED = ("2", "6", "10")
"""Meters needed and fitted at each of the three levels."""

HOLDS = {"ARC-58"}
"""Conditional documents whose condition holds: coal is used."""

VALID = {"ARC-16": "2027-12-31", "ARC-40": "2027-12-31"}
"""Certificates that end: of the meters, of the management system."""

NO_PROJECT = "无新建、改建、扩建项目"

NUMBERS = ["feedstock_tce", "re_self_kwh", "green_power_kwh", "gec_kwh", "conversion_factor", "value", "numerator",
           "denominator", "target_value", "actual_value", "annual_hours",
           *(f"l{level}_{part}" for level in (1, 2, 3) for part in ("std", "need", "have"))]  # fmt: skip
WHOLE = ["seq", "quantity"]
SHEETS = {
    "nonfossil": "补充表 原料用能与可再生能源", "product": "表4 单位产品能耗", "target": "表6 节能目标",
    "equipment": "表8 主要用能设备", "metering": "能源计量器具配备率", "document": "节能管理档案目录",
}  # fmt: skip


def amount(drawn: pl.Expr) -> pl.Expr:
    """Tenths of an energy that unit ``i`` uses, from a number drawn for its row."""
    (least, span), (more, wider) = SMALL, LARGE
    return pl.when(pl.col("i") % SMALL_EVERY == 0).then(least + drawn % span).otherwise(more + drawn % wider)


def first_table(units: pl.DataFrame) -> pl.DataFrame:
    """Say on table 1 what complete filings say there; row ``i`` is unit ``i``."""
    return units.with_columns(
        *in_turn(INDUSTRIES, units.height, ["industry_code", "industry_name"]),
        *in_turn(PLACES, units.height, ["region_code", "city_name", "county_name"]),
        **{name: pl.lit(text) for name, text in SAID.items()},
    )


def beside(units: pl.DataFrame) -> dict[str, pl.LazyFrame]:
    """The other tables as texts, made when they are written; the rows of a unit stand together.

    Args:
        units: table 1, row ``i`` is unit ``i``.
    """
    own = units.lazy().select("uscc", "report_year")
    return {
        "nonfossil": own.with_columns(
            **{name: pl.lit("0") for name in ("feedstock_tce", "re_self_kwh", "green_power_kwh", "gec_kwh")}
        ),
        "product": _product(units).lazy(),
        "target": _target(units).lazy(),
        # the order is asked for: a join of few rows may else turn the two sides round
        **{
            table: own.join(rows.lazy(), how="cross", maintain_order="left_right")
            for table, rows in (("equipment", _devices()), ("metering", _meters()), ("document", _documents()))
        },
    }


def _product(units: pl.DataFrame) -> pl.DataFrame:
    """One product a unit, which takes all its energy."""
    (name,) = in_turn(PRODUCTS, units.height, ["product_name"])
    value, tonnes = in_turn(SPECIFIC, units.height, ["value", "tonnes"])
    return units.select(
        "uscc",
        "report_year",
        name,
        pl.lit("单位产品综合能耗").alias("indicator_name"),
        pl.lit("千克标准煤/吨").alias("indicator_unit"),
        pl.lit("吨标准煤").alias("numerator_unit"),
        pl.lit("吨").alias("denominator_unit"),
        pl.lit("1000").alias("conversion_factor"),
        value,
        pl.col("reported_tce_calorific").alias("numerator"),
        as_text(hundredths("reported_tce_calorific") * pl.lit(tonnes)).alias("denominator"),
        pl.lit("当量").alias("basis"),
        pl.lit("既有").alias("plant_status"),
    )


def _target(units: pl.DataFrame) -> pl.DataFrame:
    """One target a unit, of its total, kept by two per cent."""
    return units.select(
        "uscc",
        "report_year",
        pl.lit("示例市发展和改革委员会").alias("target_authority"),
        pl.lit("综合能源消费总量（当量值）").alias("target_name"),
        pl.lit("吨标准煤").alias("target_unit"),
        as_text(hundredths("reported_tce_calorific") * 102 // 100).alias("target_value"),
        pl.col("reported_tce_calorific").alias("actual_value"),
        pl.lit("是").alias("achieved"),
    )


def _devices() -> pl.DataFrame:
    columns = ["seq", "device_name", "category", "model", "capacity", "quantity", "efficiency_level"]
    return pl.DataFrame(DEVICES, schema=columns, orient="row").with_columns(
        annual_hours=pl.lit("6000"), energy_code=pl.lit("33"), manufactured_on=pl.lit("2021-03-01"), in_use=pl.lit("是")
    )


def _meters() -> pl.DataFrame:
    fitted = {f"l{level}_{part}": pl.lit(FITTED[level - 1]) for level in (1, 2, 3) for part in ("need", "have")}
    return pl.DataFrame(METERS, schema=["energy_type", "l1_std", "l2_std", "l3_std"], orient="row").with_columns(
        **fitted
    )


def _documents() -> pl.DataFrame:
    """The list of the management file: all that is on the checklist, held, or not applicable with the reason."""
    checklist = tomllib.loads(CHECKLIST.read_text(encoding="utf-8"))["document"]
    reasons = [_not_applicable(document) for document in checklist]
    return pl.DataFrame(
        {
            "document_id": [document["id"] for document in checklist],
            "held": ["是" if reason is None else "不适用" for reason in reasons],
            "title": [document["name_zh"] for document in checklist],
            "valid_until": [VALID.get(document["id"]) for document in checklist],
            "not_applicable_reason": reasons,
        }
    )


def _not_applicable(document: dict[str, Any]) -> str | None:
    if document["per_project"]:
        return NO_PROJECT
    if document["requirement"] == "conditional" and document["id"] not in HOLDS:
        return f"本年度没有这种情形：{document['condition_zh']}"
    return None


def in_turn(listed: list[Any], count: int, names: list[str]) -> list[pl.Series]:
    """The columns of a list that ``count`` units take in turn."""
    columns = pl.DataFrame(listed, schema=[str(at) for at in range(len(names))], orient="row")
    taken = columns[pl.int_range(count, eager=True) % len(listed)]
    return [column.alias(name) for column, name in zip(taken.get_columns(), names, strict=True)]


def hundredths(total: str) -> pl.Expr:
    """A total of two decimals as a whole number of hundredths."""
    return pl.col(total).str.replace(".", "", literal=True).cast(pl.Int64)


def as_text(hundredths: pl.Expr) -> pl.Expr:
    """The same the other way round."""
    return pl.concat_str(
        (hundredths // 100).cast(pl.String), pl.lit("."), (hundredths % 100).cast(pl.String).str.zfill(2)
    )
