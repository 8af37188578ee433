"""What the other tables add up to for the unit: limits, levels, equipment, two-high sectors, the management file."""

from __future__ import annotations

import polars as pl

from energy_audit.vocabulary.fact import CONFIDENCE, LISTED, Fact

FACTS: tuple[Fact, ...] = (
    Fact(
        "has_limited_product",
        "enterprise",
        pl.Boolean(),
        "生产列入限额标准的产品",
        "makes a product with a mandatory limit",
        columns=("product.product_name",),
    ),
    Fact(
        "industry_limits",
        "enterprise",
        pl.String(),
        "本行业有限额标准的产品",
        "products of the industry with a mandatory limit",
        meaning="按能效标杆基准目录的行业、产品和标准，且标准在报告年度有效",
        columns=("enterprise.industry_code",),
        phrases=(*LISTED, ("（", " ("), ("）", ")")),
    ),
    Fact(
        "industry_limited",
        "enterprise",
        pl.Boolean(),
        "本行业有限额标准",
        "the industry has a mandatory limit",
        columns=("enterprise.industry_code",),
    ),
    Fact(
        "has_compared_limit",
        "enterprise",
        pl.Boolean(),
        "有产品与限额作了对比",
        "a product was compared with a limit",
        meaning="产品名称和指标都与限额标准的一项相符",
        columns=("product.product_name", "product.indicator_name"),
    ),
    Fact(
        "has_benchmark_product",
        "enterprise",
        pl.Boolean(),
        "生产列入能效标杆基准目录的产品",
        "makes a product with a benchmark level",
        columns=("product.product_name",),
    ),
    Fact(
        "any_product_over_limit",
        "enterprise",
        pl.Boolean(),
        "有产品超过能耗限额",
        "a product is over its limit",
        columns=("product.value",),
    ),
    Fact(
        "any_product_below_baseline",
        "enterprise",
        pl.Boolean(),
        "有产品能效低于基准水平",
        "a product is below the baseline",
        columns=("product.value",),
    ),
    Fact(
        "any_eliminated_equipment",
        "enterprise",
        pl.Boolean(),
        "在用设备列入淘汰目录",
        "eliminated equipment in use",
        columns=("equipment.model",),
    ),
    Fact(
        "any_project", "enterprise", pl.Boolean(), "申报了投资项目", "has projects", columns=("project.project_name",)
    ),
    Fact(
        "two_high_sector",
        "enterprise",
        pl.String(),
        "匹配的两高行业",
        "matched two-high sector",
        columns=("enterprise.industry_code",),
    ),
    Fact(
        "two_high_sector_match",
        "enterprise",
        pl.Boolean(),
        "属两高行业（代码可信且产品已确认）",
        "in a two-high sector (code trusted, product confirmed)",
        meaning="不能确认为空",
        columns=(
            "enterprise.industry_code",
            "product.product_name",
        ),
    ),
    Fact(
        "two_high_sector_confidence",
        "enterprise",
        pl.String(),
        "行业代码匹配可信度",
        "confidence of the sector code",
        codes=CONFIDENCE,
    ),
    Fact(
        "two_high_catalogue_loaded",
        "enterprise",
        pl.Boolean(),
        "已导入贵州两高目录",
        "the provincial two-high catalogue is loaded",
    ),
    Fact(
        "in_provincial_two_high_catalogue",
        "enterprise",
        pl.Boolean(),
        "列入省级两高目录",
        "in the provincial two-high catalogue",
        meaning="目录未导入为空",
        columns=("enterprise.industry_code",),
    ),
    Fact("documents_required", "enterprise", pl.Int64(), "应有档案数", "documents required", unit="份"),
    Fact("documents_held", "enterprise", pl.Int64(), "已有档案数", "documents held", unit="份"),
    Fact("documents_missing", "enterprise", pl.Int64(), "缺失档案数", "documents missing", unit="份"),
    Fact("documents_expired", "enterprise", pl.Int64(), "过期档案数", "documents expired", unit="份"),
    Fact("documents_unknown", "enterprise", pl.Int64(), "不能判断的档案数", "documents that cannot be told", unit="份"),
    Fact(
        "inspection_record_held",
        "enterprise",
        pl.Boolean(),
        "档案中有监察文书",
        "an inspection record is in the archive",
        meaning="ARC-51",
        columns=("document.held",),
    ),
)
