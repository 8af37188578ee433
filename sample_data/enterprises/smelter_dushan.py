"""示例独山冶炼有限公司: an energy nobody knows, a unit nobody knows, a county that does not fit its code.

What can be read is above 10,000 tce already, so the tier is certain though the total is open above.
"""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(32, "示例独山冶炼有限公司", ("3140", "铁合金冶炼"), "522726")

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔南布依族苗族自治州/示例独山冶炼-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            # the works' own figures, with 500 t of the unknown fuel at 0.6 and 40 lorry loads of coal at 30 t
            tce=("22645.96", "36813.96"),
            before=("23000.00", "37500.00"),
            output=19500,
            added=3900,
            cost=17200,
            employees=170,
            plant={"county_name": "平塘县"},
        ),
        energy=(
            energy("01", 40, factor="21.429", price="2.2", source="实测", plant={"unit": "车"}),
            energy("09", 12000, opening=600, bought=12100, factor="0.9714", price="0.19"),
            energy("33", 8000, factor="1.229", equal="3.0", price="0.5"),
            energy(
                "39",
                500,
                factor="0.6",
                price="0.03",
                plant={"energy_code": None, "energy_name": "示例混合燃料", "unit": "吨"},
            ),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "硅铁",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=16600,
                made=9500,
                factor=1000,
                before=(16900, 9600),
                units=("吨标准煤", "吨"),
                standard="GB 21341-2022",
                grades=(1850, 1770, 1700),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 23000, "22645.96"),),
        equipment=(
            device("矿热炉", "工艺设备", "12500 kVA", "12500 kVA", quantity=2, hours=7700, used=7600, level="-"),
            device("除尘风机电机", "电机", "YE4-315M-6", "90 kW", used=60),
        ),
        metering=(meters("焦炭", 1, 1, 2), meters("电力", 2, 4, 12)),
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-28", "ARC-58")),
    ),
)
