"""示例镇宁墙材有限公司: the factor of raw coal is ten times too large (7.143); its heat value is not.

With the reference factor it would be in another tier, so no tier stands.
"""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(26, "示例镇宁墙材有限公司", ("3031", "粘土砖瓦及建筑砌块制造"), "520423")

FILINGS = (
    filing(
        UNIT,
        2025,
        "安顺市/示例镇宁墙材-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            # worked out with the wrong factor: 1200×7.143 + 300×1.229, and + 300×3.0
            tce=("8940.30", "9471.60"),
            before=("9050.00", "9600.00"),
            output=5200,
            added=1300,
            cost=4300,
            employees=95,
        ),
        energy=(
            energy("01", 1200, opening=60, bought=1200, factor="7.143", price="0.075", plant={"ncv_adopted": 20934}),
            energy("33", 300, factor="1.229", equal="3.0", price="0.6"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "烧结多孔砖和多孔砌块",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=1220,
                made=25000,
                factor=1000,
                before=(1240, 25200),
                units=("吨标准煤", "吨"),
                standard="GB 30526-2019",
                grades=(53, 48, 46),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 9000, "8940.30"),),
        equipment=(
            device("隧道窑", "工艺设备", "6.9 m", "6.9 m", energy_code="01", used=1150, level="-"),
            device("制砖机电机", "电机", "YE4-315L-6", "110 kW", used=70),
        ),
        metering=(meters("原煤", 1, 1, 1), meters("电力", 1, 2, 6)),
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-58")),
    ),
)
