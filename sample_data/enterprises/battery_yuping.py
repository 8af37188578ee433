"""示例玉屏电池材料有限公司: designated although below 5,000 tce by calorific value: tier B on both bases.

Nothing is planted. Whether its new plant is a two-high project cannot be told: that industry code is
only loosely tied to the product.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(20, "示例玉屏电池材料有限公司", ("2613", "无机盐制造"), "520622")
PLANT = "2023-520622-26-01-000020"

FILINGS = (
    filing(
        UNIT,
        2025,
        "铜仁市/示例玉屏电池材料-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("4293.96", "6950.46"),
            before=("4150.00", "6700.00"),
            output=88000,
            added=15500,
            cost=74000,
            employees=340,
            designated="示例发改环资〔2025〕1号",
        ),
        energy=(
            energy("15", 200, factor="12.143", price="3.2", source="供方"),
            energy("21", 15, opening=2, bought=15, transport=12, factor="1.4571", price="0.75"),
            energy("33", 1500, factor="1.229", equal="3.0", price="0.55"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "磷酸铁锂",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=4200,
                made=20000,
                factor=1000,
                before=(4080, 19200),
                units=("吨标准煤", "吨"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 4400, "4293.96"),),
        equipment=(
            device("辊道窑", "工艺设备", "RHK-64", "64 m", quantity=2, hours=7800, used=700, level="-"),
            device("砂磨机电机", "电机", "YE5-280M-4", "90 kW", quantity=6, hours=7000, used=320, level="1级"),
        ),
        metering=(meters("天然气", 1, 2, 4), meters("电力", 2, 6, 16), meters("柴油", 1, 1, 1)),
        project=(
            project(
                "年产 2 万吨磷酸铁锂项目",
                PLANT,
                industry="2613",
                nature="新建",
                stage="投产",
                content="新建磷酸铁锂生产线 2 条",
                tce=("0.45", "0.72"),
                electricity=1550,
                applied=date(2023, 7, 5),
                level="市级",
                approved=date(2023, 8, 25),
                document="示例发改环资〔2023〕28号",
                started=date(2023, 10, 10),
                commissioned=date(2024, 11, 20),
                accepted=date(2024, 11, 5),
                actual="0.43",
                catalogue="鼓励",
                energy_level="达到标杆",
            ),
        ),
        document=archive(
            UNIT,
            2025,
            projects={PLANT: ("ARC-35", "ARC-36", "ARC-37")},
        ),
    ),
)
