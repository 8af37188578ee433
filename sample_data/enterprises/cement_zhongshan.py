"""示例钟山水泥有限公司: at 1,810 m with its air pressure filed, so the limit of clinker is corrected upwards.

117 × (1.179 − 0.211 × 81500 / 101325) = 118.09 kgce/t: 118 is within it. The baseline of 117 knows no correction.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import condition, device, meters, product, target
from form.unit import Unit

UNIT = Unit(35, "示例钟山水泥有限公司", ("3011", "水泥制造"), "520201")

FILINGS = (
    filing(
        UNIT,
        2025,
        "六盘水市/示例钟山水泥-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("92369.08", "101578.28"),
            before=("93800.00", "103100.00"),
            output=29500,
            added=6900,
            cost=25600,
            employees=300,
        ),
        energy=(
            energy("01", 120000, opening=8000, bought=121000, factor="0.7143", price="0.07", source="实测"),
            energy("21", 180, opening=14, bought=180, transport=100, factor="1.4571", price="0.75"),
            energy("33", 5200, factor="1.229", equal="3.0", price="0.55"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "水泥熟料",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=92040,
                made=780000,
                factor=1000,
                before=(93500, 785000),
                units=("吨标准煤", "吨"),
                standard="GB 16780-2021",
                grades=(117, 107, 100),
                since=date(2010, 3, 1),
            ),
        ),
        condition=(condition("水泥熟料", "海拔", 1810, "米"), condition("水泥熟料", "大气压", "81.5", "千帕")),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 93000, "92369.08"),),
        equipment=(
            device("回转窑", "工艺设备", "Φ4.0×60 m", "2500 t/d", energy_code="01", used=110000, level="-"),
            device("窑头风机电机", "电机", "YE4-315L-4", "160 kW", quantity=2, used=190),
        ),
        metering=(meters("原煤", 2, 3, 6), meters("电力", 2, 8, 24), meters("柴油", 1, 1, 2)),
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-28", "ARC-49", "ARC-58")),
    ),
)
