"""能源计量器具配备率。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class Metering(FilingModel):
    """能源计量器具配备率"""

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
    energy_type: pl.String = column(
        "能源种类",
        "text",
        "能源品种名称",
        required=True,
        key=True,
        aliases=(
            "能源名称",
            "能源品种",
        ),
    )
    l1_std: Number = column("进出用能单位-标准配备率", "number", "GB 17167 要求的配备率", unit="%")
    l1_need: Number = column("进出用能单位-需配置数", "number", "应配置台数", unit="台")
    l1_have: Number = column("进出用能单位-实际配置数", "number", "实际配置台数", unit="台")
    l1_rate: Number = column("进出用能单位-配备率", "number", "实际数除以应配数", unit="%")
    l2_std: Number = column("进出主要次级用能单位-标准配备率", "number", "GB 17167 要求的配备率", unit="%")
    l2_need: Number = column("进出主要次级用能单位-需配置数", "number", "应配置台数", unit="台")
    l2_have: Number = column("进出主要次级用能单位-实际配置数", "number", "实际配置台数", unit="台")
    l2_rate: Number = column("进出主要次级用能单位-配备率", "number", "实际数除以应配数", unit="%")
    l3_std: Number = column("主要用能设备-标准配备率", "number", "GB 17167 要求的配备率", unit="%")
    l3_need: Number = column("主要用能设备-需配置数", "number", "应配置台数", unit="台")
    l3_have: Number = column("主要用能设备-实际配置数", "number", "实际配置台数", unit="台")
    l3_rate: Number = column("主要用能设备-配备率", "number", "实际数除以应配数", unit="%")


TABLE = table_of(
    "metering",
    "能源计量器具配备率",
    Metering,
    mandatory=False,
    aliases=(
        "能源计量器具配备率",
        "计量器具配备率",
    ),
)
