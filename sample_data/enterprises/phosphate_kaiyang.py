"""示例开阳磷肥有限公司: nothing planted, two years.

Its 2025 total is 36,793.565 tce before rounding: half up, 36,793.57.
"""

from datetime import date

from form.archive import archive
from form.cells import Row
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(6, "示例开阳磷肥有限公司", ("2622", "磷肥制造"), "520121", ownership="地方国有企业")
HEAT_RECOVERY = "2023-520121-26-03-000006"

PROJECT = project(
    "磷酸二铵装置余热回收改造项目",
    HEAT_RECOVERY,
    industry="2622",
    nature="改建",
    stage="投产",
    content="磷酸二铵料浆浓缩余热回收，不新增产能",
    tce=("0.35", "0.48"),
    electricity=700,
    applied=date(2023, 9, 20),
    level="市级",
    approved=date(2023, 11, 20),
    document="示例发改环资〔2023〕41号",
    started=date(2024, 2, 1),
    commissioned=date(2025, 1, 15),
    accepted=date(2025, 1, 5),
    actual="0.33",
    energy_level="达到标杆",
    reduction=True,
)
IN_BUILDING: Row = PROJECT | {
    "stage": "在建",
    "commissioned_on": None,
    "acceptance_on": None,
    "acceptance_done": "不适用",
    "actual_tce": None,
}
EQUIPMENT = (
    device("燃煤热风炉", "工艺设备", "RFL-20", "14 MW", energy_code="01", used=28000, level="-"),
    device("造粒机电机", "电机", "YE4-315M-6", "90 kW", quantity=4, used=210, standard="GB 18613-2020"),
    device("厂用变压器", "变压器", "S20-M-1600/10", "1600 kVA", quantity=2, hours=8760, used=30),
)
METERING = (meters("原煤", 1, 2, 4), meters("热力", 1, 5, 10), meters("电力", 2, 8, 20), meters("柴油", 1, 1, 2))
APPLIES = ("ARC-27", "ARC-28", "ARC-58")


def granules(used: int, made: int, before: tuple[int, int]) -> Row:
    """磷酸二铵."""
    return product(
        "磷酸二铵（料浆法、粒状）",
        "单位产品综合能耗",
        "千克标准煤/吨",
        used=used,
        made=made,
        factor=1000,
        before=before,
        units=("吨标准煤", "吨"),
        standard="GB 21344-2023",
        grades=(200, 185, 160),
        since=date(2008, 10, 1),
    )


FILINGS = (
    filing(
        UNIT,
        2025,
        "贵阳市/示例开阳磷肥-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("36793.57", "45047.57"),
            before=("37604.24", "45966.29"),
            output=68000,
            added=15200,
            cost=55000,
            employees=520,
            certified=True,
        ),
        energy=(
            energy("01", 30000, opening=2200, bought=29500, factor="0.7143", price="0.075"),
            energy("21", 150, opening=10, bought=150, transport=110, factor="1.4571", price="0.75"),
            energy("32", 300000, factor="0.0341", equal="0.038", price="0.006"),
            energy("33", 4000, factor="1.229", equal="3.0", price="0.55"),
        ),
        nonfossil=(nonfossil(),),
        product=(granules(36000, 200000, (36946, 203000)),),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 37500, "36793.57"),),
        equipment=EQUIPMENT,
        metering=METERING,
        project=(PROJECT,),
        document=archive(
            UNIT,
            2025,
            applies=APPLIES,
            projects={HEAT_RECOVERY: ("ARC-35", "ARC-36", "ARC-37", "ARC-38")},
        ),
    ),
    filing(
        UNIT,
        2024,
        "贵阳市/示例开阳磷肥-2024.xlsx",
        enterprise=basics(
            UNIT,
            2024,
            tce=("37604.24", "45966.29"),
            before=("38200.00", "46700.00"),
            output=69500,
            added=15600,
            cost=56500,
            employees=530,
            certified=True,
        ),
        energy=(
            energy("01", 30800, opening=2000, bought=31000, factor="0.7143", price="0.08"),
            energy("21", 155, opening=10, bought=155, transport=115, factor="1.4571", price="0.75"),
            energy("32", 305000, factor="0.0341", equal="0.038", price="0.006"),
            energy("33", 4050, factor="1.229", equal="3.0", price="0.55"),
        ),
        nonfossil=(nonfossil(),),
        product=(granules(36946, 203000, (37740, 204000)),),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 38000, "37604.24"),),
        equipment=EQUIPMENT,
        metering=METERING,
        project=(IN_BUILDING,),
        document=archive(UNIT, 2024, applies=APPLIES, projects={HEAT_RECOVERY: ("ARC-35", "ARC-38")}),
    ),
)
