"""示例汇川大学: its equal value is 4,999.99 tce, one hundredth below the line; tier D. Nothing else is planted."""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(18, "示例汇川大学", ("8341", "普通高等教育"), "520303", ownership="事业单位", registered="institution")

FILINGS = (
    filing(
        UNIT,
        2025,
        "遵义市/示例汇川大学-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("2874.79", "4999.99"),
            before=("2850.00", "4950.00"),
            sales=52000,
            cost=49000,
            employees=1900,
        ),
        energy=(
            # 111.9992 × 12.5 = 1399.99; 1200 × 3.0 = 3600; 1200 × 1.229 = 1474.8
            energy("15", nonindustrial="111.9992", factor="12.5", price="3.3", source="供方"),
            energy("33", nonindustrial=1200, factor="1.229", equal="3.0", price="0.58"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "校园建筑",
                "单位建筑面积综合能耗",
                "千克标准煤/平方米",
                used=2874,
                made=300000,
                factor=1000,
                before=(2850, 300000),
                units=("吨标准煤", "平方米"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 2900, "2874.79"),),
        equipment=(
            device(
                "燃气热水锅炉",
                "锅炉",
                "CWNS2.8-85/60-Q",
                "2.8 MW",
                quantity=3,
                hours=2600,
                energy_code="15",
                used=85,
                level="1级",
            ),
            device("供水泵电机", "电机", "YE4-160M-2", "15 kW", quantity=6, hours=3000, used=18),
        ),
        metering=(meters("天然气", 1, 3, 3), meters("电力", 2, 24, 15)),
        document=archive(UNIT, 2025),
    ),
)
