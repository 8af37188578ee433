"""示例水城轧钢有限公司: an eliminated motor is in use, and of another the year of manufacture is not filed.

A third eliminated motor stands idle, which is no fault. One date of manufacture cannot be read.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, target
from form.unit import Unit

UNIT = Unit(24, "示例水城轧钢有限公司", ("3130", "钢压延加工"), "520204")

FILINGS = (
    filing(
        UNIT,
        2025,
        "六盘水市/示例水城轧钢-2025.xlsx",
        enterprise=basics(
            UNIT,
            2025,
            tce=("23247.07", "30331.07"),
            before=("23900.00", "31150.00"),
            output=86000,
            added=9200,
            cost=79000,
            employees=430,
        ),
        energy=(
            energy("15", 1500, factor="12.143", price="3.2", source="供方"),
            energy("21", 80, opening=8, bought=80, transport=70, factor="1.4571", price="0.75"),
            energy("33", 4000, factor="1.229", equal="3.0", price="0.56"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "热轧棒材",
                "工序单位产品能耗",
                "千克标准煤/吨",
                used=23000,
                made=500000,
                factor=1000,
                before=(23650, 508000),
                units=("吨标准煤", "吨"),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 23800, "23247.07"),),
        equipment=(
            device("步进式加热炉", "工艺设备", "120 t/h", "120 t/h", energy_code="15", used=1450, level="-"),
            # second list, item 1-1: this model whatever its year
            device(
                "冷床辊道电机",
                "电机",
                "Y160M-4",
                "11 kW",
                quantity=8,
                used=60,
                since=date(2008, 5, 1),
                made=date(2008, 1, 10),
                level="-",
            ),
            # third list, item 1-2: only if made in 2003 or before
            device("飞剪电机", "电机", "Y2-200L1-6", "18.5 kW", used=12, since=date(2004, 3, 1), made=None, level="-"),
            device(
                "备用水泵电机",
                "电机",
                "Y180L-4",
                "22 kW",
                hours=0,
                since=date(2006, 3, 1),
                made=date(2006, 1, 1),
                level="-",
                in_use=False,
            ),
            device(
                "主轧机电机",
                "电机",
                "YE4-355L-4",
                "315 kW",
                quantity=4,
                used=880,
                plant={"manufactured_on": "二〇二一年某月"},
            ),
        ),
        metering=(meters("天然气", 1, 2, 3), meters("电力", 2, 8, 30), meters("柴油", 1, 1, 1)),
        document=archive(UNIT, 2025),
    ),
)
