"""示例黄平硅业有限公司: a new furnace line of the restricted class was started without an energy review.

No archive list is filed. A row of the equipment table is hidden.
"""

from datetime import date

from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(4, "示例黄平硅业有限公司", ("3218", "硅冶炼"), "522622")

FILINGS = (
    filing(
        UNIT,
        2025,
        "黔东南苗族侗族自治州/示例黄平硅业-2025.xlsx",
        hidden={"equipment": 1},
        enterprise=basics(
            UNIT,
            2025,
            tce=("33806.91", "60371.91"),
            before=("34500.00", "61500.00"),
            output=15600,
            added=3300,
            cost=14200,
            employees=210,
            archive_listed_in_full=None,
        ),
        energy=(
            energy("06", 6000, opening=400, bought=5900, factor="0.9", price="0.16"),
            energy("21", 100, opening=6, bought=102, transport=80, factor="1.4571", price="0.75"),
            energy("29", 9000, opening=500, bought=9100, factor="1.0918", price="0.26"),
            energy("33", 15000, factor="1.229", equal="3.0", price="0.5"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "工业硅（主还原剂石油焦和煤）",
                "单位产品综合能耗",
                "千克标准煤/吨",
                used=33600,
                made=12000,
                factor=1000,
                before=(34200, 12100),
                units=("吨标准煤", "吨"),
                standard="GB 21347-2023",
                grades=(3500, 3000, 2700),
                since=date(2014, 4, 1),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 34500, "33806.91"),),
        equipment=(
            device("矿热炉", "工艺设备", "16500 kVA", "16500 kVA", quantity=2, hours=7600, used=14400, level="-"),
            device("除尘风机电机", "电机", "YE4-315L-4", "160 kW", used=100),
        ),
        metering=(meters("洗精煤", 1, 1, 2), meters("电力", 2, 5, 16), meters("柴油", 1, 1, 2)),
        project=(
            project(
                "二期 25500 kVA 工业硅矿热炉项目",
                "2025-522622-32-03-000004",
                industry="3218",
                nature="新建",
                stage="在建",
                content="新建 2 台 25500 kVA 工业硅矿热炉，年产工业硅 2 万吨",
                tce=("5.80", "10.20"),
                electricity=25000,
                coal="1.2",
                status="未申请",
                started=date(2025, 10, 15),
                planned=date(2026, 12, 31),
                catalogue="限制",
                energy_level="低于基准",
                eia=False,
                reduction=False,
                carbon=False,
            ),
        ),
    ),
)
