"""补充表 原料用能与可再生能源。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class Nonfossil(FilingModel):
    """补充表 原料用能与可再生能源"""

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
    feedstock_tce: Number = column(
        "原料用能消费量", "number", "作原料、不作燃料动力的能源折标量", unit="吨标准煤", required=True
    )
    feedstock_product: pl.String = column(
        "原料用能对应产品",
        "choice",
        "发改环资〔2022〕803号所列产品",
        choices={"烯烃": "烯烃", "芳烃": "芳烃", "炔烃": "炔烃", "醇类": "醇类", "合成氨": "合成氨", "其他": "其他"},
    )
    re_self_kwh: Number = column("自发自用可再生电量", "number", "物理电量", unit="万千瓦时", zero_if_none=True)
    green_power_kwh: Number = column("绿电交易电量", "number", "绿电交易结算电量", unit="万千瓦时", zero_if_none=True)
    gec_kwh: Number = column(
        "绿证对应电量", "number", "绿证核销电量，不得与绿电重复", unit="万千瓦时", zero_if_none=True
    )
    gec_ids: pl.String = column("绿证编号", "text", "绿证编号或批次，多个以顿号分开")
    nuclear_kwh: Number = column("核电直供", "number", "核电直供电量", unit="万千瓦时")
    biomass_tce: Number = column("生物质等非化石燃料", "number", "非化石燃料折标量", unit="吨标准煤")
    reported_tce_equal_less_green: Number = column("扣除绿电后综合能耗(等价)", "number", "单位自报", unit="吨标准煤")
    reported_tce_calorific_less_green: Number = column(
        "扣除绿电后综合能耗(当量)", "number", "单位自报", unit="吨标准煤"
    )
    reported_tce_less_feedstock: Number = column("扣除原料用能后综合能耗", "number", "单位自报", unit="吨标准煤")


TABLE = table_of(
    "nonfossil",
    "补充表 原料用能与可再生能源",
    Nonfossil,
    mandatory=False,
    aliases=(
        "补充表",
        "原料用能与可再生能源",
    ),
)
