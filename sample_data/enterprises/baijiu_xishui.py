"""示例习水酒业有限公司: designated, so tier B; its head of energy management was never filed.

The receipt of that filing (ARC-07) and the proof of its training (ARC-08) are listed as not held.
"""

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(13, "示例习水酒业有限公司", ("1512", "白酒制造"), "520330")

FILINGS = (
    filing(
        UNIT,
        2025,
        "遵义市/示例习水酒业-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("6741.47", "9043.77"),
            before=("6650.00", "8910.00"),
            output=120000,
            added=74000,
            cost=42000,
            employees=820,
            designated="示例发改环资〔2025〕1号",
            plant={"energy_manager_filed": False},
        ),
        energy=(
            energy("15", 420, factor="12.143", price="3.4", source="供方"),
            energy("21", 30, opening=3, bought=30, transport=26, factor="1.4571", price="0.75"),
            energy("33", 1300, factor="1.229", equal="3.0", price="0.62"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "白酒",
                "单位产品综合能耗",
                "千克标准煤/千升",
                used=6700,
                made=11500,
                factor=1000,
                before=(6610, 11300),
                units=("吨标准煤", "千升"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 6900, "6741.47"),),
        equipment=(
            device(
                "燃气蒸汽锅炉",
                "锅炉",
                "SZS15-1.6-Q",
                "15 t/h",
                quantity=2,
                hours=6200,
                energy_code="15",
                used=400,
                level="1级",
            ),
            device("制冷机组电机", "电机", "YE4-280M-4", "90 kW", quantity=3, hours=3000, used=70),
        ),
        metering=(meters("天然气", 1, 3, 4), meters("电力", 2, 8, 20), meters("柴油", 1, 1, 1)),
        document=archive(UNIT, 2025, without=("ARC-07", "ARC-08")),
    ),
)
