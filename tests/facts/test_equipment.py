"""Devices: what the filing says of a boiler decides which elimination entries can reach it."""

from __future__ import annotations

from collections.abc import Callable
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
