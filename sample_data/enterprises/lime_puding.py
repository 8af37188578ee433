"""示例普定石灰有限公司: reports its totals in 万吨标准煤 where tonnes are asked for; its credit code is mistyped.

11,908.03 tce is filed as 1.19 and 13,501.93 as 1.35. The last character of the code fails the check.
"""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

RIGHT = Unit(27, "示例普定石灰有限公司", ("3012", "石灰和石膏制造"), "520422")
UNIT = Unit(
    27, RIGHT.name, RIGHT.industry, RIGHT.region, wrong_code=RIGHT.uscc[:-1] + ("2" if RIGHT.uscc[-1] != "2" else "3")
)

FILINGS = (
    filing(
        UNIT,
        2025,
        "安顺市/示例普定石灰-2025.xlsx",
        style="form",
        enterprise=basics(
            UNIT,
            2025,
            tce=("1.19", "1.35"),
            before=("1.21", "1.37"),
            output=9800,
            added=2400,
            cost=8300,
            employees=130,
            plant={"reported_intensity_calorific": None, "reported_intensity_equal": None},
        ),
        energy=(
            energy("01", 15000, opening=800, bought=15100, factor="0.7143", price="0.075"),
            energy("21", 60, opening=5, bought=60, transport=50, factor="1.4571", price="0.75"),
            energy("33", 900, factor="1.229", equal="3.0", price="0.58"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "石灰",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=11790,
                made=90000,
                factor=1000,
                before=(12000, 91000),
                units=("吨标准煤", "吨"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 12200, "11908.03"),),
        equipment=(
            device("石灰竖窑", "工艺设备", "300 m3", "300 m3", quantity=2, energy_code="01", used=14500, level="-"),
            device("鼓风机电机", "电机", "YE4-280S-4", "75 kW", quantity=2, used=90),
        ),
        metering=(meters("原煤", 1, 1, 2), meters("电力", 1, 4, 10), meters("柴油", 1, 1, 1)),
        document=archive(UNIT, 2025, applies=("ARC-58",)),
    ),
)
