"""示例播州铝业有限公司: in 2025 comprehensive AC power of liquid aluminium is over its limit.

13,820 kWh/t against 13,700 (GB 21346-2022, existing plant); 13,650 in 2024 was within it.
The archive list is not declared complete, so what it leaves out cannot be told.
One green certificate is claimed here and in 示例贵安数据中心's filing too.
"""

from datetime import date

from form.archive import archive
from form.cells import Row
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(2, "示例播州铝业有限公司", ("3216", "铝冶炼"), "520304", ownership="地方国有企业")
SINCE = date(2010, 5, 1)
UNITS = ("万千瓦时", "吨")
LISTED_ONLY = ("ARC-08", "ARC-11", "ARC-12", "ARC-13", "ARC-17", "ARC-24", "ARC-32", "ARC-56", "ARC-57")
SHARED_CERTIFICATE = "示例绿证-2025-0001"

EQUIPMENT = (
    device("500 kA 电解槽", "工艺设备", "500 kA", "500 kA", quantity=112, hours=8760, used=199000, level="-"),
    device("整流变压器", "变压器", "ZHSFPT-100000/220", "100 MVA", quantity=5, hours=8760, used=1500, level="-"),
    device("净化风机电机", "电机", "YE5-400M-6", "400 kW", quantity=4, hours=8600, used=1200, level="1级"),
)
METERING = (meters("电力", 2, 18, 60), meters("天然气", 1, 3, 6), meters("柴油", 1, 2, 4))


def tapped(used: int, made: int, before: tuple[int, int]) -> Row:
    """铝液综合交流电耗."""
    return product(
        "电解铝",
        "铝液综合交流电耗",
        "千瓦时/吨",
        used=used,
        made=made,
        factor=10000,
        before=before,
        units=UNITS,
        standard="GB 21346-2022",
        grades=(13700, 13350, 13250),
        since=SINCE,
    )


FILINGS = (
    filing(
        UNIT,
        2025,
        "遵义市/示例播州铝业-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("269747.25", "641657.25"),
            before=("267439.82", "635807.82"),
            output=305000,
            added=61000,
            cost=268000,
            employees=980,
            certified=True,
            archive_listed_in_full=False,
        ),
        energy=(
            energy("15", 900, factor="12.143", price="3.2", source="供方"),
            energy("21", 500, opening=30, bought=505, transport=420, factor="1.4571", price="0.75"),
            energy("33", 210000, factor="1.229", equal="3.0", price="0.48"),
        ),
        nonfossil=(nonfossil(certificates=2000, certificate_ids=SHARED_CERTIFICATE),),
        product=(tapped(207300, 150000, (202020, 148000)),),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 272000, "269747.25"),),
        equipment=EQUIPMENT,
        metering=METERING,
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-28", "ARC-48", "ARC-49"), absent=LISTED_ONLY),
    ),
    filing(
        UNIT,
        2024,
        "遵义市/示例播州铝业-2024.xlsx",
        enterprise=basics(
            UNIT,
            2024,
            tce=("267439.82", "635807.82"),
            before=("262000.00", "624000.00"),
            output=296000,
            added=60500,
            cost=259000,
            employees=990,
            certified=True,
            archive_listed_in_full=False,
        ),
        energy=(
            energy("15", 910, factor="12.143", price="3.3", source="供方"),
            energy("21", 520, opening=40, bought=510, transport=430, factor="1.4571", price="0.76"),
            energy("33", 208000, factor="1.229", equal="3.0", price="0.5"),
        ),
        nonfossil=(nonfossil(),),
        product=(tapped(202020, 148000, (198000, 145500)),),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 270000, "267439.82"),),
        equipment=EQUIPMENT,
        metering=METERING,
        document=archive(UNIT, 2024, applies=("ARC-27", "ARC-28"), absent=LISTED_ONLY),
    ),
)
