"""表4 单位产品综合能耗指标情况。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class Product(FilingModel):
    """表4 单位产品综合能耗指标情况"""

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
        aliases=(
            "厂区",
            "场所",
        ),
        key=True,
    )
    product_code: pl.String = column("产品代码", "text", "在线监测或统计目录的产品代码")
    product_name: pl.String = column("产品名称", "text", "与限额标准一致的产品名称", required=True, key=True)
    indicator_name: pl.String = column("指标名称", "text", "如 单位产品综合能耗", required=True, key=True)
    indicator_unit: pl.String = column("指标单位", "text", "如 千克标准煤/吨", required=True)
    numerator_unit: pl.String = column("分子单位", "text", "能耗的单位")
    denominator_unit: pl.String = column("分母单位", "text", "产量的单位")
    conversion_factor: Number = column("单位换算系数", "number", "如 吨标准煤换算为千克标准煤为 1000")
    value: Number = column("本期指标值", "number", "本年度单位产品能耗", required=True, signed=True)
    numerator: Number = column("本期分子项(能耗)", "number", "本年度该产品能耗", signed=True, aliases=("本期分子项",))
    denominator: Number = column("本期分母项(产量)", "number", "本年度合格品产量", aliases=("本期分母项",))
    value_prev: Number = column("上年指标值", "number", "上年度单位产品能耗", signed=True)
    numerator_prev: Number = column("上年分子项", "number", "上年度该产品能耗", signed=True)
    denominator_prev: Number = column("上年分母项", "number", "上年度产量")
    change_pct: Number = column("同比变化率", "number", "百分数", unit="%", signed=True)
    limit_standard: pl.String = column("执行的限额标准号", "text", "如 GB 16780-2021")
    limit_value: Number = column("限定值(3级)", "number", "单位自报", signed=True, aliases=("限定值",))
    entry_value: Number = column("准入值(2级)", "number", "单位自报", signed=True, aliases=("准入值",))
    advanced_value: Number = column("先进值(1级)", "number", "单位自报", signed=True, aliases=("先进值",))
    basis: pl.String = column(
        "电力折算口径",
        "choice",
        "限额标准规定的口径",
        choices={"当量": "calorific", "当量值": "calorific", "等价": "equal", "等价值": "equal"},
    )
    plant_status: pl.String = column(
        "装置性质",
        "choice",
        "既有 或 新建改扩建",
        choices={
            "既有": "既有",
            "现有": "既有",
            "存量": "既有",
            "既有装置": "既有",
            "现有装置": "既有",
            "存量装置": "既有",
            "新建改扩建": "新建改扩建",
            "新建": "新建改扩建",
            "改扩建": "新建改扩建",
            "新建装置": "新建改扩建",
            "改扩建装置": "新建改扩建",
        },
    )
    commissioned_on: pl.Date = column("投产日期", "date", "该装置投产日期")


TABLE = table_of(
    "product",
    "表4 单位产品能耗",
    Product,
    mandatory=False,
    aliases=(
        "表4",
        "单位产品能耗",
        "单位产品综合能耗指标情况表",
    ),
)
