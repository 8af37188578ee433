"""示例仁怀酒业有限公司: between 5,000 and 10,000 tce on both bases and nobody designated it: tier C, two years.

Nothing is planted; what the law asks only of designated or larger units does not bind it.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(12, "示例仁怀酒业有限公司", ("1512", "白酒制造"), "520382")
BOTTLING = "2024-520382-15-03-000012"

PROJECT = project(
    "包装车间扩建项目",
    BOTTLING,
    industry="1512",
    nature="扩建",
    stage="投产",
    content="新建自动包装线 2 条",
    tce=("0.03", "0.05"),
    electricity=120,
    status="不单独审查",
    actual="0.03",
    started=date(2024, 4, 1),
    commissioned=date(2024, 12, 20),
    catalogue="允许",
)
EQUIPMENT = (
    device(
        "燃气蒸汽锅炉",
        "锅炉",
        "WNS10-1.25-Q",
        "10 t/h",
        quantity=2,
        hours=6000,
        energy_code="15",
        used=330,
        level="1级",
    ),
    device("酿造车间排风机电机", "电机", "YE5-160L-4", "15 kW", quantity=12, hours=5000, used=80, level="1级"),
)
METERING = (meters("天然气", 1, 3, 4), meters("电力", 2, 6, 10), meters("柴油", 1, 1, 1))
EXEMPTION = {BOTTLING: ("ARC-35",)}
EXEMPT = {
    "ARC-36": {"not_applicable_reason": "不单独进行节能审查的项目"},
    "ARC-37": {"not_applicable_reason": "不单独进行节能审查的项目"},
}

FILINGS = (
    filing(
        UNIT,
        2025,
        "遵义市/示例仁怀酒业-2025.xlsx",
        style="form",
        enterprise=basics(
            UNIT,
            2025,
            tce=("5385.29", "6979.19"),
            before=("5300.00", "6858.48"),
            output=98000,
            added=62000,
            cost=31000,
            employees=610,
        ),
        energy=(
            energy("15", 350, factor="12.143", price="3.4", source="供方"),
            energy("21", 20, opening=2, bought=20, transport=18, factor="1.4571", price="0.75"),
            energy("33", 900, factor="1.229", equal="3.0", price="0.62"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "白酒",
                "单位产品综合能耗",
                "千克标准煤/千升",
                used=5350,
                made=9000,
                factor=1000,
                before=(5270, 8850),
                units=("吨标准煤", "千升"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 5500, "5385.29"),),
        equipment=EQUIPMENT,
        metering=METERING,
        project=(PROJECT,),
        document=archive(UNIT, 2025, projects=EXEMPTION, plant=EXEMPT),
    ),
    filing(
        UNIT,
        2024,
        "遵义市/示例仁怀酒业-2024.xlsx",
        enterprise=basics(
            UNIT,
            2024,
            tce=("5300.00", "6858.48"),
            before=("5210.00", "6750.00"),
            output=95000,
            added=60000,
            cost=30200,
            employees=600,
        ),
        energy=(
            energy("15", 345, factor="12.143", price="3.4", source="供方"),
            energy("21", 20, opening=2, bought=20, transport=18, factor="1.4571", price="0.76"),
            energy("33", 880, factor="1.229", equal="3.0", price="0.62"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "白酒",
                "单位产品综合能耗",
                "千克标准煤/千升",
                used=5270,
                made=8850,
                factor=1000,
                before=(5180, 8700),
                units=("吨标准煤", "千升"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 5400, "5300.00"),),
        equipment=EQUIPMENT,
        metering=METERING,
        project=(PROJECT,),
        document=archive(UNIT, 2024, projects=EXEMPTION, plant=EXEMPT),
    ),
)
