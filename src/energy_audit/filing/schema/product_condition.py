"""表4附 修正条件：限额标准修正所需的海拔、熟料比例、矿石品位等。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class ProductCondition(FilingModel):
    """表4附 修正条件：限额标准修正所需的海拔、熟料比例、矿石品位等"""

    uscc: pl.String = column(
        "统一社会信用代码",
        "text",
        "18 位统一社会信用代码，以文本填写",
        required=True,
        key=True,
        aliases=(
            "社会信用代码",
            "信用代码",
            "统一信用代码",
        ),
    )
    report_year: pl.Int64 = column(
        "报告年度",
        "integer",
        "四位数字的年份，如 2025",
        required=True,
        key=True,
        ge=1990,
        le=2100,
        aliases=(
            "年度",
            "年份",
            "报告年份",
        ),
    )
    site: pl.String = column(
        "厂区(场所)",
        "text",
        "分厂区填报时的厂区名",
        key=True,
        aliases=(
            "厂区",
            "场所",
        ),
    )
    product_name: pl.String = column("产品名称", "text", "与表4 一致", required=True, key=True)
    condition_name: pl.String = column("修正条件", "text", "如 海拔、熟料比例、矿石品位", required=True, key=True)
    value: Number = column("数值", "number", "条件的数值", required=True, signed=True)
    unit: pl.String = column("计量单位", "text", "条件的单位", aliases=("单位",))


TABLE = table_of(
    "product_condition",
    "表4附 修正条件",
    ProductCondition,
    mandatory=False,
    aliases=(
        "表4附",
        "修正条件",
    ),
)
