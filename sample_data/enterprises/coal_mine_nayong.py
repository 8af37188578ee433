"""示例纳雍煤矿有限公司: raw coal (01) is filed as 3,000 t, its kinds (02-05) add up to 2,500 t.

Which of the two holds cannot be told, so the total is open.
"""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(11, "示例纳雍煤矿有限公司", ("0610", "烟煤和无烟煤开采洗选"), "520525")

FILINGS = (
    filing(
        UNIT,
        2025,
        "毕节市/示例纳雍煤矿-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            # the mine counted 01: 3000×0.7143 + 400×1.4571 + 5200×1.229, and 5200×3.0
            tce=("9116.54", "18325.74"),
            before=("9300.00", "18700.00"),
            output=42000,
            added=21000,
            cost=26000,
            employees=860,
        ),
        energy=(
            energy("01", 3000, opening=100, factor="0.7143", price="0.06"),
            energy("02", 2000, opening=100, factor="0.9428", price="0.06"),
            energy("04", 500, factor="0.7143", price="0.06"),
            energy("21", 400, opening=20, bought=400, transport=320, factor="1.4571", price="0.75"),
            energy("33", 5200, factor="1.229", equal="3.0", price="0.55"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "煤炭（井工开采）",
                "单位产品能耗",
                "千克标准煤/吨",
                used=9000,
                made=900000,
                factor=1000,
                before=(9135, 870000),
                units=("吨标准煤", "吨"),
                standard="GB 29444-2012",
                grades=("11.8", 7, 3),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 9200, "9116.54"),),
        equipment=(
            device("主通风机电机", "电机", "YBX4-450-6", "500 kW", quantity=2, hours=8760, used=410),
            device("空气压缩机", "空压机", "LGFD-41/8", "250 kW", quantity=3, hours=6000, used=390),
        ),
        metering=(meters("原煤", 1, 1, 2), meters("电力", 2, 10, 30), meters("柴油", 1, 1, 2)),
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-58")),
    ),
)
