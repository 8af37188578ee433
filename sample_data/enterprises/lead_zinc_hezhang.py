"""示例赫章铅锌有限公司: filed twice for 2025 with different electricity; both say what they cannot both be.

6,000 万kWh in the first, 6,800 in the second.
"""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import Filing, basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(25, "示例赫章铅锌有限公司", ("3212", "铅锌冶炼"), "520527")


def stated(file: str, electricity: int, tce: tuple[str, str], *, with_archive: bool) -> Filing:
    """The filing with one figure of electricity; the archive list came with the first one only."""
    return filing(
        UNIT,
        2025,
        file,
        enterprise=basics(
            UNIT,
            2025,
            tce=tce,
            before=("17500.00", "28300.00"),
            output=31000,
            added=5600,
            cost=28000,
            employees=280,
        ),
        energy=(
            energy("01", 3000, opening=200, bought=3000, factor="0.7143", price="0.07"),
            energy("09", 8000, opening=300, bought=8100, factor="0.9714", price="0.2"),
            energy("33", electricity, factor="1.229", equal="3.0", price="0.52"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "粗铅工艺（铅精矿-粗铅）",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=16800,
                made=60000,
                factor=1000,
                before=(17050, 60500),
                units=("吨标准煤", "吨"),
                standard="GB 25323-2023",
                grades=(300, 230, 220),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 18500, tce[0]),),
        equipment=(
            device("烟化炉", "工艺设备", "13.6 m2", "13.6 m2", energy_code="09", used=7800, level="-"),
            device("硫酸风机电机", "电机", "YE4-355M-2", "250 kW", quantity=2, used=350),
        ),
        metering=(meters("原煤", 1, 1, 2), meters("焦炭", 1, 1, 2), meters("电力", 2, 6, 20)),
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-28", "ARC-58")) if with_archive else None,
    )


FILINGS = (
    stated("毕节市/示例赫章铅锌-2025.xlsx", 6000, ("17288.10", "27914.10"), with_archive=True),
    stated("毕节市/示例赫章铅锌-2025（补报）.xlsx", 6800, ("18271.30", "30314.10"), with_archive=False),
)
