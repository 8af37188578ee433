"""示例瓮安黄磷有限公司: a commissioned project uses 15 % more than approved.

The ore and carbon analyses that correct the limit of yellow phosphorus are not filed.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(5, "示例瓮安黄磷有限公司", ("2619", "其他基础化学原料制造"), "522725")
FURNACE = "2023-522725-26-03-000005"

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔南布依族苗族自治州/示例瓮安黄磷-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("42802.60", "79285.20"),
            before=("42000.00", "77800.00"),
            output=33000,
            added=7600,
            cost=28500,
            employees=310,
        ),
        energy=(
            energy("09", 18000, opening=900, bought=18100, factor="0.9714", price="0.19"),
            energy("33", 20600, factor="1.229", equal="3.0", price="0.52"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "黄磷（电炉法）",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=41250,
                made=15000,
                factor=1000,
                before=(40880, 14800),
                units=("吨标准煤", "吨"),
                standard="GB 21345-2024",
                grades=(2800, 2450, 2300),
                since=date(2009, 3, 1),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 43000, "42802.60"),),
        equipment=(
            device("黄磷电炉", "工艺设备", "22000 kVA", "22000 kVA", quantity=2, hours=7800, used=19800, level="-"),
            device("循环水泵电机", "电机", "YE4-280S-4", "75 kW", quantity=4, used=160),
        ),
        metering=(meters("焦炭", 1, 2, 3), meters("电力", 2, 6, 18)),
        project=(
            project(
                "黄磷电炉大型化改造项目",
                FURNACE,
                industry="2619",
                nature="改建",
                stage="投产",
                content="黄磷电炉由 10000 kVA 改造为 22000 kVA，尾气综合利用",
                tce=("2.00", "3.70"),
                electricity=9600,
                applied=date(2023, 7, 10),
                level="省级",
                approved=date(2023, 9, 18),
                document="示例发改环资〔2023〕35号",
                started=date(2023, 11, 1),
                commissioned=date(2025, 10, 8),
                accepted=date(2025, 9, 25),
                actual="2.30",
                energy_level="标杆与基准之间",
                reduction=True,
            ),
        ),
        document=archive(
            UNIT,
            2025,
            applies=("ARC-27", "ARC-28"),
            projects={FURNACE: ("ARC-35", "ARC-36", "ARC-37", "ARC-38")},
        ),
    ),
)
