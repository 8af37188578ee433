"""示例兴义电石有限公司: over the limits of calcium carbide, and its project is of the eliminated class.

980 kgce/t against 940 and 3,300 kWh/t against 3,200 (GB 21343-2023, existing plant).
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(28, "示例兴义电石有限公司", ("2613", "无机盐制造"), "522301")
FURNACE = "2024-522301-26-03-000028"
SINCE = date(2007, 9, 1)

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔西南布依族苗族自治州/示例兴义电石-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("50649.50", "81642.00"),
            before=("51800.00", "83500.00"),
            output=17500,
            added=2600,
            cost=21500,
            sales=17000,
            employees=260,
        ),
        energy=(
            energy("09", 30000, opening=1500, bought=30200, factor="0.9714", price="0.16"),
            energy("33", 17500, factor="1.229", equal="3.0", price="0.5"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "电石",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=49000,
                made=50000,
                factor=1000,
                before=(50286, 51000),
                units=("吨标准煤", "吨"),
                standard="GB 21343-2023",
                grades=(940, 823, 805),
                since=SINCE,
            ),
            product(
                "电石",
                "单位产品电炉电耗",
                "千瓦时/吨",
                used=16500,
                made=50000,
                factor=10000,
                before=(16881, 51000),
                units=("万千瓦时", "吨"),
                standard="GB 21343-2023",
                grades=(3200, 3080, 3000),
                since=SINCE,
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 52000, "50649.50"),),
        equipment=(
            device("内燃式电石炉", "工艺设备", "10000 kVA", "10000 kVA", quantity=3, hours=7600, used=16500, level="-"),
            device("除尘风机电机", "电机", "YE4-315M-4", "132 kW", quantity=3, used=230),
        ),
        metering=(meters("焦炭", 1, 1, 3), meters("电力", 2, 4, 12)),
        project=(
            project(
                "电石炉恢复性改造项目",
                FURNACE,
                industry="2613",
                nature="改建",
                stage="在建",
                content="恢复 1 台 10000 kVA 内燃式电石炉，年产电石 2 万吨",
                tce=("1.95", "3.15"),
                electricity=6700,
                applied=date(2024, 2, 1),
                level="省级",
                approved=date(2024, 4, 22),
                document="示例发改环资〔2024〕19号",
                started=date(2024, 6, 10),
                planned=date(2026, 9, 30),
                catalogue="淘汰",
                energy_level="低于基准",
                reduction=False,
            ),
        ),
        document=archive(
            UNIT,
            2025,
            applies=("ARC-27", "ARC-28"),
            projects={FURNACE: ("ARC-35", "ARC-38")},
        ),
    ),
)
