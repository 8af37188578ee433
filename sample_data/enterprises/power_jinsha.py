"""示例金沙发电有限公司: a net producer of power, two years in one workbook; nothing planted.

The calorific basis decides its tier; its equal value is the lower one. What corrects the limit of its
supply rate (cooling, boiler, load) is not asked for on the form and not filed.
"""

from datetime import date

from form.archive import archive
from form.cells import Row
from form.energy_rows import conversion, energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(9, "示例金沙发电有限公司", ("4411", "火力发电"), "520523", ownership="中央企业")
WORKBOOK = "毕节市/示例金沙发电-2024和2025.xlsx"

EQUIPMENT = (
    device(
        "锅炉",
        "工艺设备",
        "DG2030/17.6-Ⅱ",
        "2030 t/h",
        quantity=2,
        hours=5200,
        energy_code="01",
        used=880000,
        level="-",
    ),
    device("引风机电机", "电机", "YKK800-8", "2800 kW", quantity=4, hours=5200, used=4200, level="-"),
)
METERING = (meters("原煤", 2, 4, 8), meters("电力", 6, 20, 60), meters("柴油", 1, 2, 2))
APPLIES = ("ARC-27", "ARC-49", "ARC-58")


def supply_rate(used: str, made: str, before: tuple[str, str]) -> Row:
    """供电煤耗率."""
    return product(
        "燃煤发电机组（亚临界 600 MW）",
        "供电煤耗率",
        "克标准煤/千瓦时",
        used=used,
        made=made,
        factor=100,
        before=before,
        units=("吨标准煤", "万千瓦时"),
        standard="GB 21258-2024",
        grades=(312, 285, 303),
        since=date(2006, 11, 1),
    )


FILINGS = (
    filing(
        UNIT,
        2024,
        WORKBOOK,
        enterprise=basics(
            UNIT,
            2024,
            tce=("394574.61", "25834.70"),
            before=("399000.00", "26300.00"),
            output=88000,
            added=26000,
            cost=79500,
            employees=540,
            certified=True,
        ),
        energy=(
            energy("01", 910000, opening=60000, bought=900000, factor="0.7143", price="0.072", source="实测"),
            energy("21", 310, opening=80, bought=300, factor="1.4571", price="0.75"),
            energy("33", 13290, bought=0, made=221500, sold=208210, factor="1.229", equal="3.0"),
        ),
        conversion=(
            conversion("01", 910000, power=910000, factor="0.7143"),
            conversion("33", 13290, output=221500, factor="1.229", equal="3.0"),
        ),
        nonfossil=(nonfossil(),),
        product=(supply_rate("647533.1", "208210", ("652000", "208500")),),
        target=(target("供电煤耗", "克标准煤/千瓦时", 312, 311),),
        equipment=EQUIPMENT,
        metering=METERING,
        document=archive(UNIT, 2024, applies=APPLIES),
    ),
    filing(
        UNIT,
        2025,
        WORKBOOK,
        enterprise=basics(
            UNIT,
            2025,
            tce=("389149.93", "22907.13"),
            before=("394574.61", "25834.70"),
            output=87000,
            added=26500,
            cost=78000,
            employees=535,
            certified=True,
        ),
        energy=(
            energy("01", 900000, opening=50000, bought=905000, factor="0.7143", price="0.07", source="实测"),
            energy("21", 300, opening=70, bought=300, factor="1.4571", price="0.75"),
            energy("33", 13200, bought=0, made=220000, sold=206800, factor="1.229", equal="3.0"),
        ),
        conversion=(
            conversion("01", 900000, power=900000, factor="0.7143"),
            conversion("33", 13200, output=220000, factor="1.229", equal="3.0"),
        ),
        nonfossil=(nonfossil(),),
        product=(supply_rate("641080", "206800", ("647533.1", "208210")),),
        target=(target("供电煤耗", "克标准煤/千瓦时", 311, 310),),
        equipment=EQUIPMENT,
        metering=METERING,
        document=archive(UNIT, 2025, applies=APPLIES),
    ),
)
