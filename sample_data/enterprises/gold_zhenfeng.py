"""示例贞丰金矿有限公司: exactly 5,000.00 tce by calorific value: the line itself belongs to the larger side, tier C.

No archive list is filed: one notice, not fifty findings. Its factor of coal is called measured, but no heat value
is filed; nor is the product table.
"""

from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, target
from form.unit import Unit

UNIT = Unit(30, "示例贞丰金矿有限公司", ("0921", "金矿采选"), "522325")

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔西南布依族苗族自治州/示例贞丰金矿-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("5000.00", "8542.00"),
            before=("4980.00", "8480.00"),
            output=36000,
            added=19500,
            cost=21000,
            employees=410,
            archive_listed_in_full=None,
        ),
        energy=(
            # 2798.8×0.7 = 1959.16; 400×1.4571 = 582.84; 2000×1.229 = 2458: 5000.00
            energy(
                "01", "2798.8", opening=120, factor="0.7", price="0.075", source="实测", plant={"ncv_adopted": None}
            ),
            energy("21", 400, opening=25, bought=405, transport=350, factor="1.4571", price="0.75"),
            energy("33", 2000, factor="1.229", equal="3.0", price="0.58"),
        ),
        nonfossil=(nonfossil(),),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 5100, "5000.00"),),
        equipment=(
            device("球磨机", "工艺设备", "MQY2736", "400 kW", quantity=2, hours=7500, used=560, level="-"),
            device("浮选机电机", "电机", "YE4-225M-6", "30 kW", quantity=12, used=240),
        ),
        metering=(meters("原煤", 1, 1, 1), meters("电力", 1, 5, 16), meters("柴油", 1, 1, 2)),
    ),
)
