"""Devices: what the filing says of a boiler decides which elimination entries can reach it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from energy_audit.facts import Facts


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


def test_an_entry_is_named_as_the_list_names_it(derive: Callable[..., Facts]) -> None:
    rows = [{"device_name": "电动机", "category": "电机", "model": "Y160M-4", "quantity": 1, "in_use": True}]
    assert "第二批" in derive(equipment=rows).frames["equipment"]["elimination_entry"][0]


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
