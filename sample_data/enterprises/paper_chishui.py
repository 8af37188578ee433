"""示例赤水纸业有限公司: below 5,000 tce on both bases, filed as a folder of CSV tables; nothing planted."""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(21, "示例赤水纸业有限公司", ("2221", "机制纸及纸板制造"), "520381")

FILINGS = (
    filing(
        UNIT,
        2025,
        "csv示例",
        style="csv",
        enterprise=basics(
            UNIT,
            2025,
            tce=("3666.00", "4728.60"),
            before=("3700.00", "4790.00"),
            output=11500,
            added=2300,
            cost=9800,
            employees=160,
        ),
        energy=(
            energy("01", 2000, opening=150, bought=1980, factor="0.7143", price="0.08"),
            energy("33", 600, factor="1.229", equal="3.0", price="0.6"),
            energy("36", 3000, opening=200, bought=2950, factor="0.5", price="0.05"),
        ),
        nonfossil=(nonfossil(biomass=1500),),
        product=(
            product(
                "箱纸板、石膏板护面纸板",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=3600,
                made=15000,
                factor=1000,
                before=(3650, 15020),
                units=("吨标准煤", "吨"),
                standard="GB 31825-2024",
                grades=(280, 240, 210),
                since=date(2016, 5, 1),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 3800, "3666.00"),),
        equipment=(
            device(
                "生物质蒸汽锅炉", "锅炉", "SZL10-1.25-T", "10 t/h", hours=7000, energy_code="36", used=2900, level="2级"
            ),
            device("真空泵电机", "电机", "YE4-315S-6", "75 kW", quantity=2, hours=7000, used=85),
        ),
        metering=(meters("原煤", 1, 1, 1), meters("电力", 2, 4, 10)),
        document=archive(UNIT, 2025, applies=("ARC-27", "ARC-48", "ARC-58")),
    ),
)
