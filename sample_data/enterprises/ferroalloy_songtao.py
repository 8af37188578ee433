"""示例松桃锰业有限公司: coke as reductant is claimed as feedstock, which never leaves the total.

The ore grade that corrects the limit of smelting power is not filed. Of a complete archive list three
documents are missing and the calibration certificates have expired.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(3, "示例松桃锰业有限公司", ("3140", "铁合金冶炼"), "520628")
SINCE = date(2012, 8, 1)

FILINGS = (
    filing(
        UNIT,
        2025,
        "铜仁市/示例松桃锰业-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("56530.42", "102576.42"),
            before=("57800.00", "104900.00"),
            output=39000,
            added=7800,
            cost=33500,
            employees=360,
            feedstock="23313.60",
        ),
        energy=(
            energy("09", 25000, opening=1200, bought=25300, feedstock=24000, factor="0.9714", price="0.19"),
            energy("21", 200, opening=12, bought=198, transport=150, factor="1.4571", price="0.75"),
            energy("33", 26000, factor="1.229", equal="3.0", price="0.52"),
        ),
        nonfossil=(nonfossil(feedstock="23313.60", product="其他"),),
        product=(
            product(
                "锰硅合金",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=55800,
                made=60000,
                factor=1000,
                before=(57500, 61500),
                units=("吨标准煤", "吨"),
                standard="GB 21341-2022",
                grades=(950, 860, 850),
                since=SINCE,
            ),
            product(
                "锰硅合金",
                "单位产品冶炼电耗",
                "千瓦时/吨",
                used=24600,
                made=60000,
                factor=10000,
                before=(25338, 61500),
                units=("万千瓦时", "吨"),
                standard="GB 21341-2022",
                grades=(4250, 4000, 3800),
                since=SINCE,
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 57000, "56530.42"),),
        equipment=(
            device("矿热炉", "工艺设备", "30000 kVA", "30000 kVA", quantity=2, hours=7900, used=24600, level="-"),
            device("除尘风机电机", "电机", "YE4-355M-6", "160 kW", quantity=2, used=190),
        ),
        metering=(meters("焦炭", 1, 2, 4), meters("电力", 2, 6, 20), meters("柴油", 1, 1, 2)),
        document=archive(
            UNIT,
            2025,
            applies=("ARC-27", "ARC-28"),
            without=("ARC-08",),
            absent=("ARC-19", "ARC-55"),
            plant={"ARC-16": {"valid_until": date(2026, 3, 31)}},
        ),
    ),
)
