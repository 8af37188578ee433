"""示例南明商场有限公司: the total consumption of electricity reads 约二千余, so no tier can be told.

It is not an industrial unit: the total alone decides, and the column beside it cannot stand in for it.
"""

from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, target
from form.unit import Unit

UNIT = Unit(19, "示例南明商场有限公司", ("5211", "百货零售"), "520102")

FILINGS = (
    filing(
        UNIT,
        2025,
        "贵阳市/示例南明商场-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            # the mall's own figures: 80×12.143 + 2150×1.229, and 80×12.143 + 2150×3.0
            tce=("3613.79", "7421.44"),
            before=("3650.00", "7500.00"),
            sales=132000,
            cost=118000,
            employees=720,
            archive_listed_in_full=None,
        ),
        energy=(
            energy("15", nonindustrial=80, factor="12.143", price="3.5", source="供方"),
            energy(
                "33",
                nonindustrial=2150,
                factor="1.229",
                equal="3.0",
                price="0.68",
                plant={"consumption_total": "约二千余"},
            ),
        ),
        nonfossil=(nonfossil(),),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 3700, "3613.79"),),
        equipment=(
            device("离心式冷水机组", "工艺设备", "19XR-650", "650 RT", quantity=3, hours=2400, used=620, level="-"),
            device("冷却塔风机电机", "电机", "YE4-132M-4", "7.5 kW", quantity=6, hours=2400, used=9),
        ),
        metering=(meters("天然气", 1, 2, 2), meters("电力", 2, 30, 10)),
    ),
)
