"""示例凯里碳素有限公司: tier C with two faulty projects.

One was started after its review had lapsed; the other produces without energy acceptance.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(29, "示例凯里碳素有限公司", ("3091", "石墨及碳素制品制造"), "522601")
LAPSED = "2022-522601-30-03-000029"
UNACCEPTED = "2023-522601-30-03-000129"

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔东南苗族侗族自治州/示例凯里碳素-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("6700.70", "9357.20"),
            before=("6600.00", "9200.00"),
            output=14800,
            added=3100,
            cost=12700,
            employees=190,
        ),
        energy=(
            energy("15", 400, factor="12.143", price="3.3", source="供方"),
            energy("33", 1500, factor="1.229", equal="3.0", price="0.58"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "炭素制品",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=6600,
                made=20000,
                factor=1000,
                before=(6500, 19500),
                units=("吨标准煤", "吨"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 6900, "6700.70"),),
        equipment=(
            device("环式焙烧炉", "工艺设备", "36 室", "36 室", hours=8000, energy_code="15", used=380, level="-"),
            device("成型机电机", "电机", "YE4-280M-6", "55 kW", quantity=2, used=70),
        ),
        metering=(meters("天然气", 1, 2, 3), meters("电力", 1, 5, 12)),
        project=(
            project(
                "焙烧炉改造项目",
                LAPSED,
                industry="3091",
                nature="改建",
                stage="在建",
                content="36 室环式焙烧炉改造",
                tce=("0.22", "0.31"),
                electricity=500,
                applied=date(2022, 3, 15),
                level="市级",
                approved=date(2022, 5, 10),
                document="示例发改环资〔2022〕17号",
                started=date(2025, 3, 3),
                planned=date(2026, 10, 31),
                energy_level="达到标杆",
                reduction=True,
            ),
            project(
                "石墨化车间扩建项目",
                UNACCEPTED,
                industry="3091",
                nature="扩建",
                stage="投产",
                content="扩建内热串接石墨化炉 2 台",
                tce=("0.18", "0.42"),
                electricity=1350,
                applied=date(2023, 7, 3),
                level="市级",
                approved=date(2023, 9, 12),
                document="示例发改环资〔2023〕33号",
                started=date(2023, 11, 20),
                commissioned=date(2025, 10, 20),
                actual="0.17",
                energy_level="达到标杆",
                reduction=True,
            ),
        ),
        document=archive(
            UNIT,
            2025,
            projects={LAPSED: ("ARC-35", "ARC-38"), UNACCEPTED: ("ARC-35", "ARC-37", "ARC-38")},
            plant={},
        ),
    ),
)
