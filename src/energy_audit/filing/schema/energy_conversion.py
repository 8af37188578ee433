"""表2-1 加工转换与回收利用：扣除重复计算的依据。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class EnergyConversion(FilingModel):
    """表2-1 加工转换与回收利用：扣除重复计算的依据"""

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
    energy_code: pl.String = column(
        "能源品种代码",
        "text",
        "01-40 的两位代码；可不填而只写名称",
        aliases=(
            "代码",
            "能源代码",
        ),
        key=True,
    )
    energy_name: pl.String = column(
        "能源名称",
        "text",
        "能源品种名称",
        aliases=(
            "能源品种",
            "名称",
            "能源种类",
        ),
        key=True,
    )
    unit: pl.String = column("计量单位", "text", "本行数量的计量单位", required=True, aliases=("单位",))
    consumption_industrial: Number = column("工业生产消费", "number", "应与表2 同品种一致")
    conversion_input: Number = column("加工转换投入合计", "number", "各项投入之和", aliases=("加工转换投入",))
    conversion_power: Number = column(
        "火力发电投入",
        "number",
        "用于火力发电",
        aliases=(
            "火力发电",
            "加工转换投入火力发电",
            "加工转换投入合计火力发电",
        ),
    )
    conversion_heat: Number = column(
        "供热投入",
        "number",
        "用于供热",
        aliases=(
            "供热",
            "加工转换投入供热",
            "加工转换投入合计供热",
        ),
    )
    conversion_coal_wash: Number = column(
        "原煤入洗投入",
        "number",
        "用于洗选",
        aliases=(
            "原煤入洗",
            "洗选煤投入",
            "加工转换投入原煤入洗",
            "加工转换投入合计原煤入洗",
        ),
    )
    conversion_coking: Number = column(
        "炼焦投入",
        "number",
        "用于炼焦",
        aliases=(
            "炼焦",
            "加工转换投入炼焦",
            "加工转换投入合计炼焦",
        ),
    )
    conversion_refining: Number = column(
        "炼油及煤制油投入",
        "number",
        "用于炼油和煤制油",
        aliases=(
            "炼油及煤制油",
            "加工转换投入炼油及煤制油",
            "加工转换投入合计炼油及煤制油",
        ),
    )
    conversion_gas: Number = column(
        "制气投入",
        "number",
        "用于制气",
        aliases=(
            "制气",
            "加工转换投入制气",
            "加工转换投入合计制气",
        ),
    )
    conversion_lng: Number = column(
        "天然气液化投入",
        "number",
        "用于天然气液化",
        aliases=(
            "天然气液化",
            "加工转换投入天然气液化",
            "加工转换投入合计天然气液化",
        ),
    )
    conversion_coal_product: Number = column(
        "加工煤制品投入",
        "number",
        "用于加工煤制品",
        aliases=(
            "加工煤制品",
            "加工转换投入加工煤制品",
            "加工转换投入合计加工煤制品",
        ),
    )
    conversion_output: Number = column(
        "能源加工转换产出",
        "number",
        "本品种的加工转换产出量，没有填 0",
        required=True,
        aliases=(
            "加工转换产出",
            "能源加工转换产出量",
        ),
    )
    conversion_output_tce: Number = column(
        "加工转换产出折标量", "number", "单位自报", unit="吨标准煤", aliases=("能源加工转换产出折标量",)
    )
    recovered: Number = column(
        "回收利用", "number", "回收利用量（余热余压、高炉煤气等），没有填 0", required=True, aliases=("回收利用量",)
    )
    factor_adopted: Number = column(
        "采用折标系数(当量)",
        "number",
        "与表2 同品种一致",
        unit="吨标准煤/单位",
        aliases=(
            "采用折标系数",
            "折标系数",
        ),
        le=1_000_000,
    )
    factor_equal: Number = column(
        "等价折标系数",
        "number",
        "电力、热力的等价系数",
        unit="吨标准煤/单位",
        aliases=("等价系数",),
        le=1_000_000,
    )


TABLE = table_of(
    "energy_conversion",
    "表2-1 加工转换与回收利用",
    EnergyConversion,
    mandatory=False,
    aliases=(
        "表2-1",
        "加工转换与回收利用",
        "能源消费结构附表",
    ),
)
