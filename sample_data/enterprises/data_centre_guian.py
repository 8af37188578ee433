"""示例贵安数据中心有限公司: above 10,000 tce by equal value, below it by calorific: the basis decides.

Green power and certificates exceed the electricity used; one certificate is claimed elsewhere too.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(14, "示例贵安数据中心有限公司", ("6450", "互联网数据服务"), "520111")

FILINGS = (
    filing(
        UNIT,
        2025,
        "贵阳市/示例贵安数据中心-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("7707.23", "18687.43"),
            before=("7300.00", "17700.00"),
            sales=41000,
            cost=30500,
            employees=140,
        ),
        energy=(
            energy("21", nonindustrial=60, opening=30, bought=50, factor="1.4571", price="0.75"),
            energy("33", nonindustrial=6200, factor="1.229", equal="3.0", price="0.42"),
        ),
        nonfossil=(
            nonfossil(green_power=3000, certificates=4000, certificate_ids="示例绿证-2025-0001、示例绿证-2025-0002"),
        ),
        product=(
            product(
                "数据中心",
                "电能比（EER/PUE）",
                "1",
                used=6200,
                made="4592.59",
                factor=1,
                before=(5900, "4306.57"),
                units=("万千瓦时", "万千瓦时"),
                standard="GB 40879-2021",
                grades=("1.5", "1.3", "1.2"),
                since=date(2021, 7, 1),
            ),
        ),
        target=(target("电能比", "1", "1.40", "1.35"),),
        equipment=(
            device(
                "高压变频离心冷水机组", "工艺设备", "CVHG1100", "3868 kW", quantity=4, hours=6500, used=980, level="-"
            ),
            device("冷冻水泵电机", "电机", "YE5-225M-4", "45 kW", quantity=8, hours=6500, used=150, level="1级"),
        ),
        metering=(meters("电力", 2, 12, 60), meters("柴油", 1, 1, 2)),
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-48")),
    ),
)
