"""示例龙里食品有限公司: as untidy as filings come, and still readable; nothing else is planted.

Banners, stacked headings, units in headings, full-width digits, thousands separators, 万kWh, 2025.3.1 and "/".
What the cells mean is written here; ``form.messy`` writes it untidily.
"""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(22, "示例龙里食品有限公司", ("1432", "速冻食品制造"), "522730")

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔南布依族苗族自治州/示例龙里食品-2025（格式不规范）.xlsx",
        style="messy",
        enterprise=basics(
            UNIT,
            2025,
            tce=("1895.92", "2692.87"),
            before=("1930.00", "2740.00"),
            output=23500,
            added=5100,
            cost=19800,
            employees=260,
        ),
        energy=(
            energy("15", 90, factor="12.143", price="3.4", source="供方"),
            energy("33", 450, factor="1.229", equal="3.0", price="0.62"),
            energy("36", 500, opening=30, bought=500, factor="0.5", price="0.06"),
        ),
        nonfossil=(nonfossil(biomass=250),),
        product=(
            product(
                "速冻食品",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=1890,
                made=9000,
                factor=1000,
                before=(1925, 9050),
                units=("吨标准煤", "吨"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 1950, "1895.92"),),
        equipment=(
            device("螺杆制冷压缩机组", "工艺设备", "LG20BMY", "220 kW", quantity=2, hours=5200, used=180, level="-"),
            device("输送线电机", "电机", "YE4-112M-4", "4 kW", quantity=20, hours=4000, used=25),
        ),
        metering=(meters("天然气", 1, 1, 2), meters("电力", 1, 4, 6)),
        document=archive(UNIT, 2025, applies=("ARC-48",)),
    ),
)
