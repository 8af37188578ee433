"""示例六枝煤业 and 示例六枝洗煤: two units in one workbook.

The mine is tier C with nothing planted. The washery (tier A) lists a document as 不适用 without a reason and
one that belongs to somebody else; a document under its former name is in order. What corrects the limit of
washing power is not filed.
"""

from form.archive import archive
from form.energy_rows import conversion, energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

MINE = Unit(33, "示例六枝煤业有限公司", ("0610", "烟煤和无烟煤开采洗选"), "520203")
WASHERY = Unit(
    34,
    "示例六枝洗煤有限公司",
    ("0610", "烟煤和无烟煤开采洗选"),
    "520203",
    former_names="示例六枝选煤厂",
)
WORKBOOK = "六盘水市/示例六枝煤业和洗煤-2025.xlsx"

FILINGS = (
    filing(
        MINE,
        2025,
        WORKBOOK,
        enterprise=basics(
            MINE,
            2025,
            tce=("5383.92", "9634.32"),
            before=("5450.00", "9750.00"),
            output=24000,
            added=12500,
            cost=15500,
            employees=540,
        ),
        energy=(
            energy("01", 3000, opening=100, factor="0.7143", price="0.06"),
            energy("21", 200, opening=12, bought=200, transport=160, factor="1.4571", price="0.75"),
            energy("33", 2400, factor="1.229", equal="3.0", price="0.56"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "煤炭（井工开采）",
                "单位产品能耗",
                "千克标准煤/吨",
                used=5380,
                made=520000,
                factor=1000,
                before=(5445, 518000),
                units=("吨标准煤", "吨"),
                standard="GB 29444-2012",
                grades=("11.8", 7, 3),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 5500, "5383.92"),),
        equipment=(
            device("主通风机电机", "电机", "YBX4-400M-6", "315 kW", quantity=2, hours=8760, used=270),
            device("提升机", "工艺设备", "JKMD-2.8×4", "800 kW", hours=6000, used=330, level="-"),
        ),
        metering=(meters("原煤", 1, 1, 1), meters("电力", 2, 8, 20), meters("柴油", 1, 1, 1)),
        document=archive(MINE, 2025, applies=("ARC-27", "ARC-58")),
    ),
    filing(
        WASHERY,
        2025,
        WORKBOOK,
        enterprise=basics(
            WASHERY,
            2025,
            tce=("11317.40", "12380.00"),
            before=("11500.00", "12590.00"),
            output=52000,
            added=4800,
            cost=49500,
            employees=150,
        ),
        energy=(
            energy("01", 600000, opening=20000, bought=598000, factor="0.7143", price="0.06"),
            energy("06", opening=8000, bought=0, made=420000, sold=421000, factor="0.9"),
            energy("07", bought=0, made=100000, sold=100000, factor="0.4", source="实测"),
            energy("33", 600, factor="1.229", equal="3.0", price="0.56"),
        ),
        conversion=(
            conversion("01", 600000, washed=600000, factor="0.7143"),
            conversion("06", output=420000, factor="0.9"),
            conversion("07", output=100000, factor="0.4"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "选煤（炼焦煤）",
                "选煤电力单耗",
                "千瓦时/吨",
                used=480,
                made=600000,
                factor=10000,
                before=(495, 610000),
                units=("万千瓦时", "吨"),
                standard="GB 29446-2019",
                grades=("8.5", 7, 5),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 11600, "11317.40"),),
        equipment=(
            device("重介质旋流器给料泵电机", "电机", "YE4-355L-6", "220 kW", quantity=2, hours=5200, used=180),
            device("跳汰机", "工艺设备", "YT-20", "20 m2", quantity=2, hours=5200, used=60, level="-"),
        ),
        metering=(meters("原煤", 1, 2, 3), meters("电力", 1, 5, 12)),
        document=archive(
            WASHERY,
            2025,
            applies=("ARC-27", "ARC-58"),
            plant={
                "ARC-04": {"owner_name": "示例六枝选煤厂"},
                "ARC-14": {"owner_name": "示例其他单位有限公司"},
                "ARC-20": {"not_applicable_reason": None},
            },
        ),
    ),
)
