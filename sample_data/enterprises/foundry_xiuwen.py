"""示例修文铸造有限公司: figures that contradict each other, and projects that avoid review. Tier C, close to the line.

Coke: total 950, industrial 900. Diesel: closing stock 12 where the balance leaves 30. A change of −5 % that is −0.5 %.
A meter rate of 90 % for 10 of 10. A missed target called achieved. 15 % less than the year before.
Two projects of 600 and 700 tce started within two months look like one; a third of 1,500 tce claims exemption.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(36, "示例修文铸造有限公司", ("3391", "黑色金属铸造"), "520123")
FIRST = "2025-520123-33-03-000036"
SECOND = "2025-520123-33-03-000136"
ANNEALING = "2023-520123-33-03-000236"
EXEMPT = {
    "ARC-36": {"not_applicable_reason": "不单独进行节能审查的项目"},
    "ARC-37": {"not_applicable_reason": "不单独进行节能审查的项目"},
}

FILINGS = (
    filing(
        UNIT,
        2025,
        "贵阳市/示例修文铸造-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("5178.55", "9606.05"),
            before=("6100.00", "11200.00"),
            output=21500,
            added=4700,
            cost=18200,
            employees=240,
        ),
        energy=(
            energy(
                "09",
                900,
                opening=40,
                bought=910,
                factor="0.9714",
                price="0.2",
                plant={"consumption_total": 950, "closing_stock": 0},
            ),
            energy("15", 100, factor="12.143", price="3.3", source="供方"),
            energy("21", 12, opening=30, factor="1.4571", price="0.75", plant={"closing_stock": 12}),
            energy("33", 2500, factor="1.229", equal="3.0", price="0.58"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "灰铸铁件",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=5100,
                made=12000,
                factor=1000,
                before=(5550, 13000),
                units=("吨标准煤", "吨"),
                plant={"change_pct": -5},
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 5000, "5178.55", plant={"achieved": True}),),
        equipment=(
            device("中频感应电炉", "工艺设备", "KGPS-2000", "2000 kW", quantity=2, hours=5200, used=2000, level="-"),
            device("砂处理线电机", "电机", "YE4-180L-4", "22 kW", quantity=6, hours=4800, used=45),
        ),
        metering=(
            meters("焦炭", 1, 1, 1),
            meters("天然气", 1, 1, 2),
            meters("电力", 1, 4, 10, plant={"l3_rate": 90}),
        ),
        project=(
            project(
                "铸造车间熔炼改造项目",
                FIRST,
                industry="3391",
                nature="改建",
                stage="在建",
                content="新增 1 台中频感应电炉",
                tce=("0.06", "0.14"),
                electricity=460,
                status="不单独审查",
                started=date(2025, 10, 10),
                planned=date(2026, 8, 31),
            ),
            project(
                "铸造车间造型改造项目",
                SECOND,
                industry="3391",
                nature="改建",
                stage="在建",
                content="新增 1 条造型线及烘干炉",
                tce=("0.07", "0.15"),
                electricity=480,
                status="不单独审查",
                started=date(2025, 12, 1),
                planned=date(2026, 10, 31),
            ),
            project(
                "退火炉改造项目",
                ANNEALING,
                industry="3391",
                nature="改建",
                stage="投产",
                content="退火炉由燃煤改为燃气",
                tce=("0.15", "0.19"),
                electricity=220,
                status="不单独审查",
                started=date(2023, 10, 8),
                commissioned=date(2024, 12, 10),
                actual="0.14",
            ),
        ),
        document=archive(
            UNIT,
            2025,
            projects={FIRST: ("ARC-35",), SECOND: ("ARC-35",), ANNEALING: ("ARC-35",)},
            plant=EXEMPT,
        ),
    ),
)
