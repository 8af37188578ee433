"""Facts of a product."""

from __future__ import annotations

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.vocabulary.fact import CONFIDENCE, LISTED, Fact

FACTS: tuple[Fact, ...] = (
    Fact("product_name", "product", pl.String(), "产品名称", "product", source="product.product_name"),
    Fact("indicator_name", "product", pl.String(), "指标名称", "indicator", source="product.indicator_name"),
    Fact("product_value", "product", NUMBER, "单位产品能耗", "unit consumption", source="product.value"),
    Fact(
        "product_value_prev",
        "product",
        NUMBER,
        "上年单位产品能耗",
        "previous unit consumption",
        source="product.value_prev",
    ),
    Fact(
        "product_unit",
        "product",
        pl.String(),
        "指标单位",
        "unit",
        codes=(("1", "（无量纲）", "(dimensionless)"),),
        source="product.indicator_unit",
    ),
    Fact("product_numerator", "product", NUMBER, "分子项", "numerator", source="product.numerator"),
    Fact(
        "product_denominator", "product", NUMBER, "分母项（产量）", "denominator (output)", source="product.denominator"
    ),
    Fact(
        "product_change_pct",
        "product",
        NUMBER,
        "同比变化率",
        "change on the year",
        unit="%",
        source="product.change_pct",
    ),
    Fact(
        "product_is_new",
        "product",
        pl.Boolean(),
        "新建改扩建装置",
        "new or rebuilt plant",
        columns=("product.plant_status",),
    ),
    Fact(
        "product_limited",
        "product",
        pl.Boolean(),
        "列入强制性能耗限额标准",
        "has a mandatory limit",
        columns=("product.product_name",),
    ),
    Fact("limit_standard", "product", pl.String(), "适用限额标准", "limit standard"),
    Fact("limit_grade1", "product", NUMBER, "1 级（先进值）", "grade 1"),
    Fact("limit_grade2", "product", NUMBER, "2 级（准入值）", "grade 2"),
    Fact("limit_grade3", "product", NUMBER, "3 级（限定值）", "grade 3"),
    Fact(
        "limit_value",
        "product",
        NUMBER,
        "适用限额",
        "limit that applies",
        meaning="既有装置 3 级，新建改扩建 2 级；修正后；数值出自标准，申报中没有",
    ),
    Fact("limit_confidence", "product", pl.String(), "限额可信度", "confidence of the limit", codes=CONFIDENCE),
    Fact(
        "limit_missing_input",
        "product",
        pl.String(),
        "限额修正缺少的条件",
        "input missing for the correction",
        phrases=LISTED,
    ),
    Fact(
        "plant_grade_open",
        "product",
        pl.Boolean(),
        "适用2级还是3级不能确定",
        "grade 2 or 3 is open",
        meaning="装置性质未填、填为新建改扩建而没有该版标准施行以来的投产日期，或填为既有而投产在该版标准施行以后",
        columns=("product.plant_status", "product.commissioned_on"),
    ),
    Fact("limit_in_mid_year", "product", pl.Boolean(), "报告年度内标准换版", "the edition changed within the year"),
    Fact(
        "product_over_limit",
        "product",
        pl.Boolean(),
        "超过能耗限额",
        "over the limit",
        meaning="修正条件缺失或换版结论不一时为空",
        columns=("product.value",),
    ),
    Fact(
        "product_far_off",
        "product",
        pl.Boolean(),
        "与限额或基准相差十倍以上",
        "more than ten times off its limit or baseline",
        meaning="高于其十倍或不足其十分之一，疑为单位填错，不据以判定；没有可比限额时为否",
        columns=("product.value", "product.indicator_unit"),
    ),
    Fact(
        "plant_commissioned_on",
        "product",
        pl.Date(),
        "装置投产日期",
        "plant commissioned on",
        source="product.commissioned_on",
    ),
    Fact(
        "plant_predates_levels",
        "product",
        pl.Boolean(),
        "装置投产早于能效水平发布",
        "the plant ran before there were levels",
        columns=("product.commissioned_on",),
    ),
    Fact("benchmark_value", "product", NUMBER, "能效标杆水平", "benchmark level"),
    Fact("baseline_value", "product", NUMBER, "能效基准水平", "baseline level"),
    Fact(
        "benchmark_confidence", "product", pl.String(), "标杆基准可信度", "confidence of the levels", codes=CONFIDENCE
    ),
    Fact("baseline_deadline", "product", pl.Date(), "基准改造期限", "upgrade deadline"),
    Fact(
        "product_below_baseline",
        "product",
        pl.Boolean(),
        "低于基准水平",
        "below the baseline",
        columns=("product.value",),
    ),
    Fact(
        "product_below_benchmark",
        "product",
        pl.Boolean(),
        "未达标杆水平",
        "below the benchmark",
        columns=("product.value",),
    ),
)
