"""示例清镇水泥有限公司: nothing planted, two years.

Power from waste heat is recovered, generated and used; it cancels out and only bought power counts.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import conversion, energy, nonfossil
from form.filing import basics, filing
from form.rows import condition, device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(1, "示例清镇水泥有限公司", ("3011", "水泥制造"), "520181")
RETROFIT = "2024-520181-30-03-000001"

PROJECT = project(
    "熟料生产线节能降碳技术改造项目",
    RETROFIT,
    industry="3011",
    nature="改建",
    stage="投产",
    content="水泥熟料生产线六级预热器、篦冷机改造，不新增产能",
    tce=("1.45", "1.62"),
    electricity=1200,
    coal="1.8",
    applied=date(2024, 1, 15),
    level="省级",
    approved=date(2024, 3, 10),
    document="示例发改环资〔2024〕12号",
    started=date(2024, 5, 6),
    commissioned=date(2025, 3, 20),
    accepted=date(2025, 3, 5),
    actual="1.40",
    energy_level="达到标杆",
    reduction=True,
)
IN_BUILDING = PROJECT | {
    "stage": "在建",
    "commissioned_on": None,
    "acceptance_on": None,
    "acceptance_done": "不适用",
    "actual_tce": None,
}
EQUIPMENT = (
    device("回转窑", "工艺设备", "Φ4.8×74 m", "5000 t/d", energy_code="01", used=180000, level="-"),
    device("高温风机电机", "电机", "YE4-355L-4", "315 kW", quantity=2, used=380, standard="GB 18613-2020"),
    device("水泥磨主变压器", "变压器", "S20-M-2000/10", "2000 kVA", hours=8760, used=60, standard="GB 20052-2020"),
)
METERING = (meters("原煤", 2, 4, 10), meters("电力", 3, 12, 40), meters("柴油", 1, 2, 3))
CONDITIONS = (condition("水泥熟料", "海拔", 1250, "米"),)
KILN_DOCUMENTS = ("ARC-27", "ARC-28", "ARC-49", "ARC-58")

FILINGS = (
    filing(
        UNIT,
        2025,
        "贵阳市/示例清镇水泥-2025.xlsx",
        style="form",
        enterprise=basics(
            UNIT,
            2025,
            tce=("150671.13", "161297.13"),
            before=("154441.55", "165333.20"),
            output=52000,
            added=14500,
            cost=41000,
            employees=420,
            certified=True,
        ),
        energy=(
            energy("01", 200000, opening=15000, bought=202000, factor="0.7143", price="0.075", source="实测"),
            energy("21", 300, opening=25, bought=300, transport=120, factor="1.4571", price="0.75"),
            energy("33", 9500, nonindustrial=60, made=3500, factor="1.229", equal="3.0", price="0.55"),
            energy("37", 360000, made=360000, factor="0.0341"),
        ),
        conversion=(
            conversion("33", 9500, output=3500, factor="1.229", equal="3.0"),
            conversion("37", 360000, power=360000, recovered=360000, factor="0.0341"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "水泥熟料",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=147000,
                made=1400000,
                factor=1000,
                before=(150520, 1420000),
                units=("吨标准煤", "吨"),
                standard="GB 16780-2021",
                grades=(117, 107, 100),
                since=date(2011, 9, 1),
            ),
        ),
        condition=CONDITIONS,
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 152000, "150671.13"),),
        equipment=EQUIPMENT,
        metering=METERING,
        project=(PROJECT,),
        document=archive(
            UNIT,
            2025,
            applies=KILN_DOCUMENTS,
            projects={RETROFIT: ("ARC-35", "ARC-36", "ARC-37", "ARC-38")},
        ),
    ),
    filing(
        UNIT,
        2024,
        "贵阳市/示例清镇水泥-2024.xlsx",
        enterprise=basics(
            UNIT,
            2024,
            tce=("154441.55", "165333.20"),
            before=("156000.00", "167000.00"),
            output=53000,
            added=14800,
            cost=42500,
            employees=425,
            certified=True,
        ),
        energy=(
            energy("01", 205000, opening=14000, bought=206000, factor="0.7143", price="0.08", source="实测"),
            energy("21", 310, opening=30, bought=305, transport=125, factor="1.4571", price="0.75"),
            energy("33", 9600, nonindustrial=60, made=3450, factor="1.229", equal="3.0", price="0.55"),
            energy("37", 355000, made=355000, factor="0.0341"),
        ),
        conversion=(
            conversion("33", 9600, output=3450, factor="1.229", equal="3.0"),
            conversion("37", 355000, power=355000, recovered=355000, factor="0.0341"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "水泥熟料",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=150520,
                made=1420000,
                factor=1000,
                before=(153000, 1430000),
                units=("吨标准煤", "吨"),
                standard="GB 16780-2021",
                grades=(117, 107, 100),
                since=date(2011, 9, 1),
            ),
        ),
        condition=CONDITIONS,
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 155000, "154441.55"),),
        equipment=EQUIPMENT,
        metering=METERING,
        project=(IN_BUILDING,),
        document=archive(
            UNIT,
            2024,
            applies=KILN_DOCUMENTS,
            projects={RETROFIT: ("ARC-35", "ARC-38")},
        ),
    ),
)
