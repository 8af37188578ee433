"""The tables that only the authority can fill: shipped empty, with the headings and hints of their blank workbooks."""

from __future__ import annotations

from decimal import Decimal

from energy_audit.exact import NUMBER
from energy_audit.reference.table_schema import INTEGER, LIST, TEXT, TableSchema

EQUAL_UNITS = ("tce/万千瓦时", "kgce/kWh", "gce/kWh")

SLOTS = (
    TableSchema(
        name="guizhou_two_high_catalogue",
        meaning_zh="贵州省两高项目管理目录（待导入）",
        columns={
            "industry_code": TEXT,
            "industry_zh": TEXT,
            "product_zh": TEXT,
            "product_keywords": LIST,
            "threshold_tce": NUMBER,
        },
        key=("industry_code", "product_zh"),
        slot=True,
        headings={
            "industry_code": "行业代码",
            "industry_zh": "行业名称",
            "product_zh": "产品或工序",
            "product_keywords": "产品关键词",
            "threshold_tce": "能耗门槛（吨标准煤）",
        },
        hints={
            "industry_code": "GB/T 4754 大类、中类或小类代码（2至4位，文本）；填大类的，其下各小类都算。",
            "product_zh": "目录原文的产品或工序；整个行业都在内的填“全部”。",
            "product_keywords": "名称中出现其一即算这一产品，如 硅铁;锰硅;空着即整个行业都在内。",
            "threshold_tce": "目录设有年综合能耗门槛的填写；没有门槛的空着。",
        },
        patterns=(("industry_code", r"^\d{2,4}$", "2至4位行业代码"),),
    ),
    TableSchema(
        name="designated_units",
        meaning_zh="省级指定的重点用能单位名单（待导入）",
        columns={"uscc": TEXT, "enterprise_name": TEXT, "list_year": INTEGER, "document_no": TEXT},
        key=("uscc", "list_year"),
        required=("document_no",),
        slot=True,
        headings={
            "uscc": "统一社会信用代码",
            "enterprise_name": "单位名称",
            "list_year": "名单年度",
            "document_no": "指定文号",
        },
        hints={
            "uscc": "18位，文本。",
            "list_year": "名单管哪个报告年度；一份名单管几年的，每年各写一行。",
            "document_no": "指定该单位的文件文号。",
        },
        patterns=(("uscc", r"^[0-9A-Z]{18}$", "18位统一社会信用代码"),),
    ),
    TableSchema(
        name="equal_factors",
        meaning_zh="电力等价折标系数（待导入）",
        columns={"year": INTEGER, "region_code": TEXT, "factor": NUMBER, "unit": TEXT},
        key=("year", "region_code"),
        required=("factor", "unit"),
        choices=(("unit", EQUAL_UNITS),),
        bounds=(
            ("factor", "unit", "tce/万千瓦时", Decimal("1.229"), Decimal(5)),
            ("factor", "unit", "kgce/kWh", Decimal("0.1229"), Decimal("0.5")),
            ("factor", "unit", "gce/kWh", Decimal("122.9"), Decimal(500)),
        ),
        slot=True,
        headings={"year": "年份", "region_code": "行政区划代码", "factor": "等价折标系数", "unit": "单位"},
        hints={
            "year": "系数适用的报告年度。",
            "region_code": "6位，文本；填省级代码（贵州 520000）的，全省适用；另填市州或区县的，以较小的地区为准。",
            "factor": "按“单位”一列的单位填写，如 3.0 tce/万千瓦时、0.300 kgce/kWh、300 gce/kWh。",
            "unit": "tce/万千瓦时、kgce/kWh 或 gce/kWh。",
        },
        patterns=(("region_code", r"^\d{6}$", "6位行政区划代码"),),
    ),
)
