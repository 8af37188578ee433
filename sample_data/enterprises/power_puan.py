"""示例普安发电有限公司: a power plant that files no conversion table.

Only the gross figure can be computed: it is the top of the interval, the bottom is open and so is the tier.
"""

from datetime import date

from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(10, "示例普安发电有限公司", ("4411", "火力发电"), "522323", ownership="中央企业")

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔西南布依族苗族自治州/示例普安发电-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            # what the plant reports is net of 112,000 万kWh generated: 365552.82 - 137648 and 377241.42 - 336000
            tce=("227904.82", "41241.42"),
            before=("231000.00", "43500.00"),
            output=46000,
            added=13500,
            cost=41800,
            employees=330,
            archive_listed_in_full=None,
        ),
        energy=(
            energy("01", 500000, opening=40000, bought=498000, factor="0.7143", price="0.071", source="实测"),
            energy("21", 200, opening=50, bought=200, factor="1.4571", price="0.75"),
            energy("33", 6600, factor="1.229", equal="3.0", price="0.45"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "燃煤发电机组（亚临界 600 MW）",
                "供电煤耗率",
                "克标准煤/千瓦时",
                used="328372",
                made="105400",
                factor=100,
                before=("333000", "106500"),
                units=("吨标准煤", "万千瓦时"),
                standard="GB 21258-2024",
                grades=(312, 285, 303),
                since=date(2007, 4, 1),
            ),
        ),
        target=(target("供电煤耗", "克标准煤/千瓦时", 313, "311.55"),),
        equipment=(
            device(
                "锅炉", "工艺设备", "HG-2045/17.3", "2045 t/h", hours=4700, energy_code="01", used=490000, level="-"
            ),
            device("送风机电机", "电机", "YKK630-6", "1800 kW", quantity=2, hours=4700, used=1300, level="-"),
        ),
        metering=(meters("原煤", 2, 3, 6), meters("电力", 4, 12, 40), meters("柴油", 1, 1, 2)),
    ),
)
