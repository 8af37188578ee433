"""示例西秀玻璃有限公司: no equal-value factor is filed, so the equal total is an interval; tier A at both ends.

No archive list is filed, and the four corrections of the limit of float glass are not filed either.
"""

from datetime import date

from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(16, "示例西秀玻璃有限公司", ("3041", "平板玻璃制造"), "520402")

FILINGS = (
    filing(
        UNIT,
        2025,
        "安顺市/示例西秀玻璃-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            # the works used 2.9 for its equal value: 55857.8 + 291.42 + 3000×2.9
            tce=("59836.22", "64849.22"),
            before=("60900.00", "66000.00"),
            output=43000,
            added=9800,
            cost=37500,
            employees=390,
            archive_listed_in_full=None,
        ),
        energy=(
            energy("15", 4600, factor="12.143", price="3.1", source="供方"),
            energy("21", 200, opening=30, bought=200, factor="1.4571", price="0.75"),
            energy("33", 3000, factor="1.229", price="0.56"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "平板玻璃（500-800 t/d）",
                "单位产品综合能耗",
                "千克标准煤/重量箱",
                used=59640,
                made=4970000,
                factor=1000,
                before=(60390, 4950000),
                units=("吨标准煤", "重量箱"),
                standard="GB 21340-2019",
                grades=("13.5", "11.5", "9.5"),
                since=date(2013, 1, 1),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 60500, "59836.22"),),
        equipment=(
            device(
                "浮法玻璃熔窑", "工艺设备", "700 t/d", "700 t/d", hours=8760, energy_code="15", used=4500, level="-"
            ),
            device("锡槽冷却风机电机", "电机", "YE4-250M-4", "55 kW", quantity=6, hours=8700, used=210),
        ),
        metering=(meters("天然气", 1, 3, 8), meters("电力", 2, 6, 24), meters("柴油", 1, 1, 2)),
    ),
)
