"""表6 节能目标完成情况。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class Target(FilingModel):
    """表6 节能目标完成情况"""

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
    target_authority: pl.String = column("目标下达部门", "text", "下达目标的部门")
    target_name: pl.String = column("目标名称", "text", "总量、强度或节能量目标", required=True, key=True)
    target_unit: pl.String = column("计量单位", "text", "目标的单位", aliases=("单位",))
    target_value: Number = column("年度目标值", "number", "下达的年度目标", required=True, signed=True)
    actual_value: Number = column("实际完成值", "number", "年度实际完成", required=True, signed=True)
    actual_excl_green: Number = column("扣除绿电绿证及可再生能源后实际值", "number", "扣绿后的实际值", signed=True)
    achieved: pl.Boolean = column("是否完成", "boolean", "单位自评是否完成", required=True)
    period_target: Number = column("规划期(五年)目标", "number", "五年目标", signed=True)
    period_cumulative: Number = column("规划期累计完成", "number", "五年累计", signed=True)
    base_tce_calorific: Number = column("基期综合能耗(当量)", "number", "基期数", unit="吨标准煤")
    base_tce_equal: Number = column("基期综合能耗(等价)", "number", "基期数", unit="吨标准煤")
    base_output_value: Number = column("基期工业总产值", "number", "基期数", unit="万元")
    base_product_qty: Number = column("基期产品产量", "number", "基期数")
    saving_product: Number = column(
        "产品节能量", "number", "按 GB/T 13234 计算，正值为节能", unit="吨标准煤", signed=True
    )
    saving_output_value: Number = column(
        "产值节能量", "number", "按 GB/T 13234 计算，正值为节能", unit="吨标准煤", signed=True
    )


TABLE = table_of(
    "target",
    "表6 节能目标",
    Target,
    mandatory=False,
    aliases=(
        "表6",
        "节能目标",
        "节能目标完成情况",
    ),
)
