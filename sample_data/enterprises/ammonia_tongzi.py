"""示例桐梓化肥有限公司: a proper feedstock claim for synthetic ammonia; the 2024 report came on 20 April.

Bituminous coal (04) is all of its raw coal (01) and counts once; row 40 is a total and is only compared.
"""

from datetime import date

from form.archive import archive
from form.cells import Row, number
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(7, "示例桐梓化肥有限公司", ("2621", "氮肥制造"), "520322", ownership="地方国有企业")

EQUIPMENT = (
    device("粉煤气化炉", "工艺设备", "QHL-1500", "1500 t/d", energy_code="04", used=210000, level="-"),
    device("合成气压缩机", "工艺设备", "BCL606", "12 MW", used=7000, level="-"),
    device("循环水泵电机", "电机", "YE4-400-6", "355 kW", quantity=4, used=1000),
)
METERING = (meters("原煤", 2, 3, 6), meters("电力", 2, 14, 50))
APPLIES = ("ARC-27", "ARC-28", "ARC-58")


def ammonia(used: int, made: int, before: tuple[int, int]) -> Row:
    """合成氨."""
    return product(
        "合成氨（粉煤，含无烟粉煤、烟煤）",
        "单位产品综合能耗",
        "千克标准煤/吨",
        used=used,
        made=made,
        factor=1000,
        before=before,
        units=("吨标准煤", "吨"),
        standard="GB 21344-2023",
        grades=(1550, 1350, 1340),
        since=date(2013, 12, 1),
    )


def coal(code: str, used: int, opening: int, bought: int, feedstock: int, price: str) -> Row:
    """The same coal, as 原煤 and as 一般烟煤."""
    return energy(code, used, opening=opening, bought=bought, feedstock=feedstock, factor="0.7143", price=price)


def grand_total(opening: str, bought: str, used: str, feedstock: str, paid: str, equal: str) -> Row:
    """Row 40, in tce."""
    row = energy("40", used, opening=opening, bought=bought, feedstock=feedstock, factor=1)
    return row | {"purchase_amount": number(paid), "reported_tce_equal": number(equal)}


FILINGS = (
    filing(
        UNIT,
        2025,
        "遵义市/示例桐梓化肥-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("171894.00", "193146.00"),
            before=("175119.90", "196903.20"),
            output=72000,
            added=14000,
            cost=61000,
            employees=680,
            feedstock="92859.00",
        ),
        energy=(
            coal("01", 220000, 13000, 219000, 130000, "0.075"),
            coal("04", 220000, 13000, 219000, 130000, "0.075"),
            energy("33", 12000, factor="1.229", equal="3.0", price="0.5"),
            # 原煤 0.7143 a tonne and 电力 1.229 a 万kWh: opening 9285.9; bought 156431.7 + 14748; used 157146 + 14748
            grand_total("9285.9", "171179.7", "171894", "92859", "22425", "193146"),
        ),
        nonfossil=(nonfossil(feedstock="92859.00", product="合成氨"),),
        product=(ammonia(165000, 110000, (168000, 111500)),),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 174000, "171894.00"),),
        equipment=EQUIPMENT,
        metering=METERING,
        document=archive(UNIT, 2025, applies=APPLIES),
    ),
    filing(
        UNIT,
        2024,
        "遵义市/示例桐梓化肥-2024.xlsx",
        enterprise=basics(
            UNIT,
            2024,
            tce=("175119.90", "196903.20"),
            before=("177000.00", "199000.00"),
            output=73500,
            added=14300,
            cost=62000,
            employees=690,
            feedstock="94287.60",
            plant={"submitted_on": date(2025, 4, 20), "report_date": date(2025, 4, 15)},
        ),
        energy=(
            coal("01", 224000, 12000, 225000, 132000, "0.08"),
            coal("04", 224000, 12000, 225000, 132000, "0.08"),
            energy("33", 12300, factor="1.229", equal="3.0", price="0.5"),
            grand_total("8571.6", "175834.2", "175119.9", "94287.6", "24150", "196903.2"),
        ),
        nonfossil=(nonfossil(feedstock="94287.60", product="合成氨"),),
        product=(ammonia(168000, 111500, (170500, 112500)),),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 176000, "175119.90"),),
        equipment=EQUIPMENT,
        metering=METERING,
        document=archive(UNIT, 2024, applies=APPLIES),
    ),
)
