"""示例天柱水电有限公司: generation is filed as conversion output, which makes the total negative.

A negative total is no total: the tier is open.
"""

from form.archive import archive
from form.energy_rows import conversion, energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, target
from form.unit import Unit

UNIT = Unit(17, "示例天柱水电有限公司", ("4413", "水力发电"), "522627", ownership="中央企业")

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔东南苗族侗族自治州/示例天柱水电-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            # the plant reports what it used: 350×1.229 + 8×1.4571, and 350×3.0 + 8×1.4571
            tce=("441.81", "1061.66"),
            before=("450.00", "1080.00"),
            output=12500,
            added=9800,
            cost=5200,
            employees=85,
        ),
        energy=(
            energy("21", 8, opening=1, bought=8, factor="1.4571", price="0.75"),
            energy("33", 350, bought=20, made=42000, sold=41670, factor="1.229", equal="3.0", price="0.5"),
        ),
        conversion=(conversion("33", 350, output=42000, factor="1.229", equal="3.0"),),
        nonfossil=(nonfossil(),),
        target=(target("厂用电率", "%", "0.9", "0.83"),),
        equipment=(
            device("水轮发电机组", "工艺设备", "HLA855-LJ-410", "40 MW", quantity=3, hours=3500, level="-"),
            device("检修排水泵电机", "电机", "YE4-200L-4", "30 kW", quantity=2, hours=600, used=3),
        ),
        metering=(meters("电力", 4, 6, 10), meters("柴油", 1, 1, 1)),
        document=archive(UNIT, 2025),
    ),
)
