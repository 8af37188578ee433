"""示例都匀轮胎有限公司: two sites, each filed for itself, neither above 10,000 tce; together they are tier A."""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(31, "示例都匀轮胎有限公司", ("2911", "轮胎制造"), "522701")
FIRST = {"site": "一厂"}
SECOND = {"site": "二厂"}

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔南布依族苗族自治州/示例都匀轮胎-2025.xlsx",
        enterprise=(
            basics(
                UNIT,
                2025,
                tce=("5724.85", "7850.05"),
                before=("5800.00", "7950.00"),
                output=46000,
                added=9900,
                cost=39000,
                employees=520,
                plant=FIRST,
            ),
            basics(
                UNIT,
                2025,
                tce=("4871.90", "6642.90"),
                before=("4900.00", "6700.00"),
                output=39000,
                added=8300,
                cost=33500,
                employees=450,
                plant=SECOND,
            ),
        ),
        energy=(
            energy("15", 350, factor="12.143", price="3.2", source="供方", plant=FIRST),
            energy("33", 1200, factor="1.229", equal="3.0", price="0.56", plant=FIRST),
            energy("15", 300, factor="12.143", price="3.2", source="供方", plant=SECOND),
            energy("33", 1000, factor="1.229", equal="3.0", price="0.56", plant=SECOND),
        ),
        nonfossil=(nonfossil(plant=FIRST), nonfossil(plant=SECOND)),
        product=(
            product(
                "全钢子午线轮胎",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=5700,
                made=18000,
                factor=1000,
                before=(5780, 18100),
                units=("吨标准煤", "吨"),
                standard="GB 29449-2024",
                grades=(340, 235, 215),
                plant=FIRST,
            ),
            product(
                "半钢子午线轮胎",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=4850,
                made=13000,
                factor=1000,
                before=(4880, 13000),
                units=("吨标准煤", "吨"),
                standard="GB 29449-2024",
                grades=(430, 290, 255),
                plant=SECOND,
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 10800, "10596.75"),),
        equipment=(
            device("密炼机", "工艺设备", "GK400", "1250 kW", hours=7000, used=420, level="-", plant=FIRST),
            device("密炼机", "工艺设备", "GK320", "1100 kW", hours=7000, used=380, level="-", plant=SECOND),
            device("冷却水泵电机", "电机", "YE4-250M-4", "55 kW", quantity=4, used=110, plant=FIRST),
        ),
        metering=(meters("天然气", 2, 4, 6), meters("电力", 3, 12, 36)),
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-28")),
    ),
)
