"""示例威宁水泥有限公司: at about 2,200 m, but the altitude that corrects its limit is not filed.

124 kgce/t of clinker is above the limit of 117; whether it is over the corrected limit cannot be told.
The baseline of 117 knows no correction: below it. The project is therefore suspected of two-high-one-low.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(23, "示例威宁水泥有限公司", ("3011", "水泥制造"), "520526")
LINE = "2025-520526-30-01-000023"

FILINGS = (
    filing(
        UNIT,
        2025,
        "毕节市/示例威宁水泥-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("100032.82", "109950.42"),
            before=("101500.00", "111600.00"),
            output=30500,
            added=7200,
            cost=26800,
            employees=310,
        ),
        energy=(
            energy("01", 130000, opening=9000, bought=131000, factor="0.7143", price="0.07", source="实测"),
            energy("21", 200, opening=15, bought=200, transport=110, factor="1.4571", price="0.75"),
            energy("33", 5600, factor="1.229", equal="3.0", price="0.55"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "水泥熟料",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=99200,
                made=800000,
                factor=1000,
                before=(100800, 806400),
                units=("吨标准煤", "吨"),
                standard="GB 16780-2021",
                grades=(117, 107, 100),
                since=date(2010, 7, 1),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 101000, "100032.82"),),
        equipment=(
            device("回转窑", "工艺设备", "Φ4.0×60 m", "2500 t/d", energy_code="01", used=120000, level="-"),
            device("窑尾风机电机", "电机", "YE4-355M-4", "250 kW", quantity=2, used=300),
        ),
        metering=(meters("原煤", 2, 3, 6), meters("电力", 2, 8, 26), meters("柴油", 1, 1, 2)),
        project=(
            project(
                "水泥熟料二线项目",
                LINE,
                industry="3011",
                nature="新建",
                stage="在建",
                content="新建 2500 t/d 水泥熟料生产线",
                tce=("9.60", "10.40"),
                electricity=4700,
                coal="12.4",
                applied=date(2025, 1, 20),
                level="省级",
                approved=date(2025, 4, 11),
                document="示例发改环资〔2025〕9号",
                started=date(2025, 6, 3),
                planned=date(2026, 12, 31),
                catalogue="限制",
                energy_level="低于基准",
                reduction=False,
            ),
        ),
        document=archive(
            UNIT,
            2025,
            applies=("ARC-27", "ARC-28", "ARC-49", "ARC-58"),
            projects={LINE: ("ARC-35", "ARC-38")},
        ),
    ),
)
