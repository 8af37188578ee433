"""表2 能源消费结构：全部能源品种的购进、消费与库存。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class EnergyConsumption(FilingModel):
    """表2 能源消费结构：全部能源品种的购进、消费与库存"""

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
    opening_stock: Number = column(
        "期初库存量",
        "number",
        "报告年度年初的库存，应等于上年的期末库存（统计报表栏 1）",
        aliases=("年初库存量", "期初库存", "年初库存"),
    )
    purchase_qty: Number = column(
        "购进量(实物量)",
        "number",
        "报告年度内购进的实物量（统计报表栏 2）",
        aliases=(
            "购进量",
            "购进实物量",
        ),
    )
    purchase_outside_qty: Number = column(
        "其中:省外购进",
        "number",
        "购进量中从省外购进的部分",
        aliases=("省外购进", "购进量其中省外", "购进量省外购进", "其中省外"),
    )
    purchase_amount: Number = column(
        "购进金额",
        "number",
        "购进量对应的金额，单位见“金额单位”栏（统计报表栏 3）",
        aliases=("购进量金额", "购进量购进金额"),
    )
    purchase_amount_unit: pl.String = column("金额单位", "text", "购进金额的单位，如 万元、千元")
    consumption_total: Number = column(
        "消费量合计",
        "number",
        "工业生产消费与非工业生产消费之和（统计报表栏 4）",
        required=True,
        aliases=(
            "消费合计",
            "合计消费量",
            "能源消费量合计",
            "能源消费合计",
        ),
    )
    consumption_industrial: Number = column(
        "工业生产消费", "number", "用于工业生产的数量，综合能耗按它计算（统计报表栏 5）", aliases=("工业生产消费量",)
    )
    consumption_feedstock: Number = column(
        "其中:用于原材料", "number", "工业生产消费中作原料的部分（统计报表栏 6）", aliases=("用于原材料",)
    )
    consumption_nonindustrial: Number = column(
        "非工业生产消费", "number", "不用于工业生产的数量（统计报表栏 7）", aliases=("非工业生产消费量",)
    )
    consumption_transport: Number = column(
        "合计中:运输工具消费", "number", "消费量合计中用于运输工具的部分（统计报表栏 8）", aliases=("运输工具消费",)
    )
    external_supply: Number = column("外供量", "number", "供给外单位的数量")
    transfer_out: Number = column("转出量", "number", "转出数量")
    gain_loss: Number = column("盈亏量", "number", "盘盈为正、盘亏为负", signed=True)
    closing_stock: Number = column(
        "期末库存量", "number", "报告年度年末的库存（统计报表栏 9）", aliases=("年末库存量", "期末库存", "年末库存")
    )
    factor_adopted: Number = column(
        "采用折标系数",
        "number",
        "当量口径，每填报单位折合吨标准煤（统计报表栏 10）",
        unit="吨标准煤/单位",
        aliases=(
            "折标系数",
            "采用折标准煤系数",
            "折标准煤系数",
            "当量折标系数",
        ),
        le=1_000_000,
    )
    factor_reference: Number = column(
        "参考折标系数",
        "number",
        "标准给出的参考值，供“采用折标系数”对照（统计报表栏丁）",
        unit="吨标准煤/单位",
        le=1_000_000,
        aliases=("参考折标准煤系数",),
    )
    factor_source: pl.String = column(
        "折标系数来源",
        "choice",
        "实测、供方提供或取参考值",
        choices={"实测": "实测", "供方": "供方", "供方提供": "供方", "参考": "参考", "参考值": "参考"},
    )
    ncv_adopted: Number = column(
        "采用低位发热量",
        "number",
        "实测或供方的收到基低位发热量，千焦/千克或千焦/立方米",
        unit="千焦/千克",
        aliases=(
            "低位发热量",
            "低位热值",
        ),
    )
    factor_equal: Number = column(
        "等价折标系数",
        "number",
        "电力、热力的等价系数，每填报单位折合吨标准煤",
        unit="吨标准煤/单位",
        aliases=("等价系数",),
        le=1_000_000,
    )
    factor_equal_source: pl.String = column("等价系数来源", "text", "等价系数出自的文件或发布单位")
    density: Number = column("密度", "number", "以体积填报的液体燃料的密度，千克/升", unit="千克/升", le=30)
    reported_tce_calorific: Number = column(
        "折标量(当量)",
        "number",
        "单位自报的折标量",
        unit="吨标准煤",
        aliases=(
            "折标准煤量(当量)",
            "折标煤(当量)",
        ),
    )
    reported_tce_equal: Number = column(
        "折标量(等价)",
        "number",
        "单位自报的折标量",
        unit="吨标准煤",
        aliases=(
            "折标准煤量(等价)",
            "折标煤(等价)",
        ),
    )


TABLE = table_of(
    "energy_consumption",
    "表2 能源消费结构",
    EnergyConsumption,
    mandatory=True,
    aliases=(
        "表2",
        "能源消费结构",
        "表2 能源消费结构表",
        "能源消费结构表",
    ),
)
