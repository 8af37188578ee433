"""示例盘州焦化有限公司: conversion deducted as it must be; fewer meters than the standard asks; an expired certificate.

Coke, gas and by-products leave the total; without them it would be ten times as high. Its dry-quenching project was
started in May 2024 and reviewed in August.
"""

from datetime import date

from form.archive import archive
from form.energy_rows import conversion, energy, nonfossil
from form.filing import basics, filing
from form.rows import device, meters, product, project, target
from form.unit import Unit

UNIT = Unit(8, "示例盘州焦化有限公司", ("2521", "炼焦"), "520281")
QUENCHING = "2024-520281-25-03-000008"

FILINGS = (
    filing(
        UNIT,
        2025,
        "六盘水市/示例盘州焦化-2025.xlsx",
        style="form",
        enterprise=basics(
            UNIT,
            2025,
            tce=("96997.00", "102310.00"),
            before=("98900.00", "104300.00"),
            output=165000,
            added=24000,
            cost=181000,
            sales=162000,
            employees=760,
        ),
        energy=(
            energy("06", 1000000, opening=60000, bought=995000, factor="0.9", price="0.15"),
            energy("09", opening=10000, bought=0, made=720000, sold=718000, factor="0.9714"),
            energy("10", bought=0, made=30000, sold=30000, factor="1.1", source="实测"),
            energy("11", 12000, bought=0, made=25000, sold=13000, factor="5.714", source="实测"),
            energy("33", 3000, factor="1.229", equal="3.0", price="0.55"),
        ),
        conversion=(
            conversion("06", 1000000, coking=1000000, factor="0.9"),
            conversion("09", output=720000, factor="0.9714"),
            conversion("10", output=30000, factor="1.1"),
            conversion("11", 12000, output=25000, factor="5.714"),
        ),
        nonfossil=(nonfossil(),),
        product=(
            product(
                "焦炭（捣固焦炉）",
                "单位产品能耗",
                "千克标准煤/吨",
                used=96480,
                made=720000,
                factor=1000,
                before=(97850, 725000),
                units=("吨标准煤", "吨"),
                standard="GB 21342-2013",
                grades=(155, 127, 115),
                since=date(2012, 6, 1),
            ),
        ),
        target=(target("综合能源消费总量（当量值）", "吨标准煤", 98000, "96997.00"),),
        equipment=(
            device(
                "捣固焦炉",
                "工艺设备",
                "JND55-07",
                "5.5 m",
                quantity=2,
                hours=8760,
                energy_code="11",
                used=12000,
                level="-",
            ),
            device("煤气鼓风机电机", "电机", "YBX4-400M-2", "450 kW", quantity=2, hours=8600, used=520),
        ),
        metering=(meters("洗精煤", 2, 4, (10, 8)), meters("电力", 2, 9, (40, 36))),
        project=(
            project(
                "干熄焦改造项目",
                QUENCHING,
                industry="2521",
                nature="改建",
                stage="在建",
                content="焦炭干熄焦装置及余热锅炉，不新增焦炭产能",
                tce=("0.90", "1.30"),
                electricity=2400,
                applied=date(2024, 5, 20),
                level="市级",
                approved=date(2024, 8, 20),
                document="示例发改环资〔2024〕27号",
                started=date(2024, 5, 6),
                planned=date(2026, 9, 30),
                catalogue="鼓励",
                energy_level="达到标杆",
                reduction=True,
            ),
        ),
        document=archive(
            UNIT,
            2025,
            applies=("ARC-27", "ARC-28", "ARC-58"),
            projects={QUENCHING: ("ARC-35", "ARC-38")},
            plant={"ARC-16": {"valid_until": date(2026, 5, 31)}},
        ),
    ),
)
