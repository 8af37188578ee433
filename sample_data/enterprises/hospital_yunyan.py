"""示例云岩医院: a public institution below 5,000 tce on both bases; nothing planted.

It has no industrial production, owes no 工业总产值, and its total consumption alone decides.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(15, "示例云岩医院", ("8411", "综合医院"), "520103", ownership="事业单位", registered="institution")
WARD = "2023-520103-84-01-000015"

FILINGS = (
    filing(
        UNIT,
        2025,
        "贵阳市/示例云岩医院-2025.xlsx",
        style="form",
        enterprise=basics(
            UNIT,
            2025,
            tce=("2117.12", "4065.22"),
            before=("2150.00", "4120.00"),
            sales=86000,
            cost=79000,
            employees=1450,
        ),
        energy=(
            energy("15", nonindustrial=60, factor="12.143", price="3.3", source="供方"),
            energy("19", nonindustrial=15, transport=15, factor="1.4714", price="0.9"),
            energy("21", nonindustrial=10, opening=5, bought=10, factor="1.4571", price="0.75"),
            energy("33", nonindustrial=1100, factor="1.229", equal="3.0", price="0.6"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "医院建筑",
                "单位建筑面积综合能耗",
                "千克标准煤/平方米",
                used=2117,
                made=120000,
                factor=1000,
                before=(2150, 120000),
                units=("吨标准煤", "平方米"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 2150, "2117.12"),),
        equipment=(
            device(
                "燃气热水锅炉",
                "锅炉",
                "WNS4-1.0/95/70-Q",
                "2.8 MW",
                quantity=2,
                hours=3000,
                energy_code="15",
                used=45,
                level="1级",
            ),
            device("冷却水泵电机", "电机", "YE4-180M-4", "18.5 kW", quantity=4, hours=2500, used=14),
        ),
        metering=(meters("天然气", 1, 2, 3), meters("电力", 2, 10, 12)),
        project=(
            project(
                "住院楼节能改造项目",
                WARD,
                industry="8411",
                nature="改建",
                stage="投产",
                content="住院楼空调与照明节能改造",
                tce=("0.02", "0.04"),
                electricity=90,
                status="不单独审查",
                actual="0.02",
                started=date(2023, 9, 1),
                commissioned=date(2024, 6, 30),
                catalogue="鼓励",
            ),
        ),
        document=archive(
            UNIT,
            2025,
            projects={WARD: ("ARC-35",)},
            plant={
                "ARC-36": {"not_applicable_reason": "不单独进行节能审查的项目"},
                "ARC-37": {"not_applicable_reason": "不单独进行节能审查的项目"},
            },
        ),
    ),
)
