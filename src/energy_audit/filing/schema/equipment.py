"""表8 主要用能设备状况。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class Equipment(FilingModel):
    """表8 主要用能设备状况"""

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
    )
    seq: pl.Int64 = column("序号", "integer", "行号")
    device_name: pl.String = column("设备名称", "text", "设备名称", required=True)
    category: pl.String = column(
        "分类", "text", "电机、变压器、锅炉、风机、泵、空压机、工艺设备等", aliases=("设备分类",)
    )
    model: pl.String = column("型号", "text", "铭牌型号", required=True, aliases=("规格型号",))
    capacity: pl.String = column(
        "容量(功率)",
        "text",
        "铭牌容量或功率，带单位",
        aliases=(
            "容量",
            "功率",
        ),
    )
    quantity: pl.Int64 = column("数量", "integer", "台数", unit="台", required=True)
    device_overview: pl.String = column("设备概况", "text", "概况")
    obsolete_update_info: pl.String = column("本年度淘汰更新情况", "text", "淘汰或更新的说明")
    install_location: pl.String = column("安装使用场所", "text", "位置")
    annual_hours: Number = column("年运行时间", "number", "小时", unit="小时", aliases=("年运行小时数",), le=8784)
    energy_code: pl.String = column("主要消耗能源品种", "text", "能源代码或名称")
    annual_energy: Number = column("年用能量", "number", "按该能源的单位")
    efficiency_level: pl.String = column(
        "设备对标情况(能效级别)",
        "text",
        "能效等级；工艺设备填“-”",
        aliases=(
            "能效级别",
            "能效等级",
        ),
    )
    commissioned_on: pl.Date = column("投用日期", "date", "投入使用日期")
    remark: pl.String = column("备注", "text", "说明")
    manufactured_on: pl.Date = column("出厂日期", "date", "铭牌出厂日期")
    nameplate_standard: pl.String = column("铭牌标准号", "text", "铭牌上的能效标准号")
    in_use: pl.Boolean = column("是否在用", "boolean", "是否仍在使用")
    no_load_loss: Number = column("空载损耗", "number", "变压器铭牌或试验报告的空载损耗，瓦", unit="瓦")
    load_loss: Number = column("负载损耗", "number", "变压器铭牌或试验报告的负载损耗（75℃或参考温度），瓦", unit="瓦")


TABLE = table_of(
    "equipment",
    "表8 主要用能设备",
    Equipment,
    mandatory=False,
    aliases=(
        "表8",
        "主要用能设备",
        "主要耗能设备状况表",
    ),
)
