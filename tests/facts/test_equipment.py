"""Devices: what the filing says of a boiler decides which elimination entries can reach it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from energy_audit.facts import Facts
from energy_audit.facts.efficiency import BELOW
from energy_audit.facts.equipment import equipment_facts
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference
from energy_audit.vocabulary import VOCABULARY


@pytest.mark.parametrize(
    ("device", "eliminated"),
    [
        # a station boiler of 2030 t/h: above every line, and its model says it has no grate
        ({"model": "DG2030/17.6-Ⅱ", "capacity": "2030 t/h", "energy_code": "原煤"}, False),
        # chain grate (third letter L), 20 t/h
        ({"model": "SZL20-1.25-AⅡ", "capacity": "20t/h", "energy_code": "01"}, False),
        # biomass: 2 t/h and below is listed
        ({"model": "SZL2-1.25-T", "capacity": "2 吨/时", "energy_code": "36"}, True),
        ({"model": "SZL10-1.25-T", "capacity": "10蒸吨", "energy_code": "36"}, False),
        # heat output is not evaporation: nothing is inferred
        ({"model": "SZL2-1.25-T", "capacity": "1.4 MW", "energy_code": "36"}, None),
        # no fuel, no verdict
        ({"model": "SZL2-1.25-T", "capacity": "2 t/h"}, None),
        # a name clears a boiler of coal, and never accuses it
        ({"device_name": "燃气蒸汽锅炉", "model": "WNS4-1.25", "capacity": "4 t/h"}, False),
        ({"device_name": "煤气锅炉", "model": "WNS4-1.25", "capacity": "4 t/h"}, False),
        ({"device_name": "燃煤锅炉（天然气点火）", "model": "SZL2-1.25", "capacity": "2 t/h"}, None),
        # neither does one that burns nothing
        ({"device_name": "余热锅炉", "model": "Q20/500-4-1.25", "capacity": "4 t/h"}, False),
        ({"device_name": "锅炉", "model": "Q20/500-4-1.25", "capacity": "4 t/h", "energy_code": "余热余压"}, False),
        ({"device_name": "电锅炉", "model": "WDR2-1.25", "capacity": "2 t/h", "energy_code": "电力"}, False),
        # a fixed grate by its model is not taken for one; another burning, told in words, rules it out
        ({"model": "DZG20-1.25-AⅡ", "capacity": "20 t/h", "energy_code": "原煤"}, None),
        ({"model": "DZ20", "capacity": "20 t/h", "energy_code": "原煤", "device_overview": "燃原煤，链条炉排"}, False),
        # but not what is planned, or denied
        ({"model": "DZ20", "capacity": "20 t/h", "energy_code": "原煤", "remark": "固定炉排，拟换链条炉排"}, None),
        ({"model": "DZ20", "capacity": "20 t/h", "energy_code": "原煤", "remark": "拟改造为链条炉"}, None),
        ({"model": "DZ20", "capacity": "20 t/h", "energy_code": "原煤", "device_overview": "非链条炉排"}, None),
        # gas is not listed
        ({"model": "WNS4-1.25-Q", "capacity": "4 t/h", "energy_code": "天然气"}, False),
    ],
)
def test_a_boiler_is_told_by_fuel_evaporation_and_grate(
    derive: Callable[..., Facts], device: dict[str, Any], eliminated: bool | None
) -> None:
    row = {"device_name": "蒸汽锅炉", "category": "锅炉", "quantity": 1, "in_use": True, **device}
    assert eliminated is derive(equipment=[row]).frames["equipment"]["equipment_eliminated"][0]


def test_a_modern_motor_is_never_taken_for_an_old_one(derive: Callable[..., Facts]) -> None:
    """Y160M-4 is on the list, YE3-160M-4 is not: the letter Y alone says nothing."""
    rows = [
        {"device_name": "电动机", "category": "电机", "model": model, "quantity": 1, "in_use": True}
        for model in ("Y160M-4", "YE3-160M-4", "YVF2-160M-4")
    ]
    assert [True, False, False] == derive(equipment=rows).frames["equipment"]["equipment_eliminated"].to_list()


def test_a_transformer_is_sized_by_its_capacity_where_its_model_is_not(derive: Callable[..., Facts]) -> None:
    device = {"device_name": "变压器", "model": "S9", "commissioned_on": date(1996, 6, 1), "in_use": True}
    rows = [device | {"capacity": capacity} for capacity in ("315 kVA", "2000千伏安", None)]
    assert [True, False, None] == derive(equipment=rows).frames["equipment"]["equipment_eliminated"].to_list()


@pytest.mark.parametrize(
    ("device", "because", "in_english"),
    [
        ({"model": "Y2-160M-4"}, "缺出厂日期", "lacking the date of manufacture"),
        (
            {"device_name": "锅炉", "category": "锅炉", "model": "DZG4-1.25"},
            "缺主要消耗能源品种、设备概况中的炉排形式",
            "lacking the main energy consumed, the kind of grate, in the description",
        ),
        (
            {
                "device_name": "锅炉",
                "category": "锅炉",
                "model": "SZL4-1.25",
                "capacity": "4 t/h",
                "energy_code": "原煤",
            },
            "相符的目录条目可信度低，须对照目录原文",
            "the entry that fits is of low confidence and must be checked in the original list",
        ),
        ({"model": None}, "型号没有填，或读不出", "the model is not filed or cannot be read"),
        (
            {"model": "Y160M-4", "in_use": None},
            "是否在用没有填，或读不出，或前后不一",
            "its use is not stated, not readable or contradicted in the row",
        ),
        (
            {"model": "Y2-160M-4", "in_use": None},
            "缺出厂日期；是否在用没有填，或读不出，或前后不一",
            "lacking the date of manufacture; its use is not stated, not readable or contradicted in the row",
        ),
        ({"model": "Y160M-4"}, None, None),
        ({"model": "YE3-160M-4", "in_use": None}, None, None),
    ],
)
def test_what_leaves_a_device_open_is_named(
    derive: Callable[..., Facts], device: dict[str, Any], because: str | None, in_english: str | None
) -> None:
    row = {"device_name": "电动机", "category": "电机", "quantity": 1, "in_use": True, **device}
    (told,) = derive(equipment=[row]).frames["equipment"]["elimination_open_because"]
    assert (because, in_english) == (told, VOCABULARY["elimination_open_because"].said(told, "en"))


def test_an_entry_is_named_as_the_list_names_it(derive: Callable[..., Facts]) -> None:
    rows = [{"device_name": "电动机", "category": "电机", "model": "Y160M-4", "quantity": 1, "in_use": True}]
    (entry,) = derive(equipment=rows).frames["equipment"]["elimination_entry"]
    assert entry == (
        "高耗能落后机电设备（产品）淘汰目录（第二批）（工业和信息化部公告2012年第14号）“Y系列三相异步电动机（68个型号）”第1-1项"
    )


def test_an_entry_of_a_list_without_numbers_is_named_without_one(derive: Callable[..., Facts]) -> None:
    boiler = {"device_name": "锅炉", "model": "SZL2-1.25-T", "capacity": "2 吨/时", "energy_code": "36", "in_use": True}
    (entry,) = derive(equipment=[boiler]).frames["equipment"]["elimination_entry"]
    assert entry.endswith("（2024年本，国家发展改革委令第7号）淘汰类“每小时2蒸吨及以下生物质锅炉”")


@pytest.mark.parametrize(
    ("year", "eliminated", "since"),
    # the catalogue of 2024 holds from 1 February 2024: use in 2023 was lawful, and the list is told beside it
    [(2023, False, True), (2024, True, False), (2025, True, False)],
)
def test_a_device_is_judged_by_the_lists_of_its_own_year(
    derive: Callable[..., Facts], year: int, eliminated: bool, since: bool
) -> None:
    device = {"device_name": "空压机", "category": "压缩机", "model": "3W-0.9/7", "quantity": 1, "in_use": True}
    facts = derive(enterprise=[{"report_year": year}], equipment=[{"report_year": year, **device}]).frames["equipment"]
    assert eliminated is facts["equipment_eliminated"][0]
    assert since is (facts["elimination_entry_since"][0] is not None)
    assert since is ("2024年本" in (facts["elimination_entry_since"][0] or ""))


def test_a_list_that_the_day_judged_has_not_seen_says_nothing(derive: Callable[..., Facts]) -> None:
    device = {"device_name": "空压机", "category": "压缩机", "model": "3W-0.9/7", "quantity": 1, "in_use": True}
    facts = derive(
        as_of=date(2024, 1, 31), enterprise=[{"report_year": 2023}], equipment=[{"report_year": 2023, **device}]
    ).frames["equipment"]
    assert facts["equipment_eliminated"][0] is False
    assert facts["elimination_entry_since"][0] is None


@pytest.mark.parametrize(
    ("told", "in_use"),
    [
        (None, True),
        ("无", True),
        ("本年度无淘汰更新", True),
        ("未更换", True),
        ("计划2026年淘汰", True),
        ("拟更换为YE4", True),
        ("未停用，待替换", True),
        ("2024年已拆除", None),
        ("已淘汰", None),
        ("淘汰", None),
        ("2025年3月更换", None),
        ("计划更换，已经停用", None),
        ("无备件，已报废", None),
        ("未更换已停用", None),
        ("不再使用，拆除", None),
        ("计划2026年更换淘汰", True),
    ],
)
def test_only_what_was_done_contradicts_that_a_device_is_in_use(
    derive: Callable[..., Facts], told: str | None, in_use: bool | None
) -> None:
    """A plan to replace a motor, or that nothing was replaced, leaves it in use; it is held against it as any other."""
    row = {"device_name": "电动机", "category": "电机", "model": "JO2-51-4", "quantity": 1, "in_use": True}
    found = derive(equipment=[row | {"obsolete_update_info": told}]).frames["equipment"]
    assert in_use is found["equipment_in_use"][0]


@pytest.mark.parametrize(
    ("row", "in_use"),
    [
        ({"in_use": False}, False),
        ({"in_use": False, "annual_hours": 0, "annual_energy": 0}, False),
        ({"in_use": False, "annual_hours": 7200}, None),
        ({"in_use": False, "annual_energy": 50000}, None),
        ({"in_use": True, "quantity": 0, "annual_hours": 7200}, None),
        # it ran until it was stopped
        ({"in_use": False, "annual_hours": 3000, "obsolete_update_info": "6月底已拆除"}, False),
        ({"in_use": False, "annual_hours": 3000, "obsolete_update_info": "计划明年更换"}, None),
    ],
)
def test_a_device_that_ran_all_year_is_not_out_of_use_by_one_word(
    derive: Callable[..., Facts], row: dict[str, Any], in_use: bool | None
) -> None:
    device = {"device_name": "电动机", "category": "电机", "model": "JO2-51-4", "quantity": 1, **row}
    found = derive(equipment=[device]).frames["equipment"]
    assert in_use is found["equipment_in_use"][0]


@pytest.mark.parametrize(
    ("rules_as_of", "grade"),
    [(None, BELOW), (date(2021, 6, 1), BELOW), (date(2021, 5, 31), None), (date(2027, 1, 1), BELOW)],
)
def test_a_replay_grades_by_the_standards_of_its_day(
    intake_of: Callable[..., Intake], reference: Reference, rules_as_of: date | None, grade: int | None
) -> None:
    """IE2 is below grade 3 of GB 18613-2020, in force since 1 June 2021; the table of the edition before is not on file."""
    motor = {"device_name": "电动机", "category": "电机", "model": "YE2-132M-4", "efficiency_level": "IE2"}
    found = equipment_facts(intake_of(equipment=[motor]), reference, as_of=date(2026, 6, 30), rules_as_of=rules_as_of)
    assert grade == found["efficiency_grade"][0]
