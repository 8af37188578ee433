"""An energy that table 2 uses and the metering table does not name is asked about; words that may mean any settle it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

Judge = Callable[..., pl.DataFrame]
COAL = {"energy_code": "01", "energy_name": "原煤", "unit": "吨"}
POWER = {"energy_code": "33", "energy_name": "电力", "unit": "万千瓦时"}
GAS = {"energy_code": "15", "energy_name": "天然气", "unit": "万立方米"}
COKE = {"energy_code": "09", "energy_name": "焦炭", "unit": "吨"}
HEAT = {"energy_code": "32", "energy_name": "蒸汽", "unit": "吉焦"}
DIESEL = {"energy_code": "21", "energy_name": "柴油", "unit": "吨"}


@pytest.mark.parametrize(
    ("energies", "meters", "asked"),
    [
        ([COAL, POWER], ["电力"], [5]),
        ([COAL, POWER], ["电力", "原煤"], []),
        ([COAL, POWER], ["电", "煤炭"], []),
        ([COAL, POWER], ["电力", "固体燃料"], []),
        ([COAL, POWER], ["电力", "煤气"], [5]),  # gas of coal is no coal
        ([COKE, GAS], ["焦炉煤气"], [5]),  # nor coke
        ([GAS, HEAT], ["蒸汽", "天然气"], []),
        ([GAS, HEAT], ["外购热力"], [5]),
        ([COAL, POWER], ["电力", "综合能源"], []),  # may be any of them
        ([COAL, POWER], ["电力", None], []),
        ([POWER, DIESEL], ["电力", "新水"], []),  # bought at the pump
        ([COAL, POWER], [], []),  # that no table was filed is said elsewhere
    ],
)
def test_an_energy_without_a_row_of_meters_is_asked_about(
    judge: Judge, energies: list[dict[str, Any]], meters: list[str | None], asked: list[int]
) -> None:
    used = [each | {"consumption_total": 10, "consumption_industrial": 10} for each in energies]
    rows = [{"energy_type": each, "l1_need": 1, "l1_have": 1} for each in meters]
    found = judge(enterprise=[{"industry_code": "3011"}], energy_consumption=used, metering=rows)
    assert asked == found.filter(code="metering-row-missing")["row"].to_list()


def test_nothing_used_needs_no_meter_and_the_largest_of_a_kind_is_told(judge: Judge) -> None:
    used = [
        COAL | {"consumption_total": 0, "consumption_industrial": 0},
        GAS | {"consumption_total": 1, "consumption_industrial": 1},
        {**GAS, "energy_code": "11", "energy_name": "焦炉煤气", "consumption_total": 5, "consumption_industrial": 5},
    ]
    found = judge(enterprise=[{}], energy_consumption=used, metering=[{"energy_type": "电力"}])
    assert [7] == found.filter(code="metering-row-missing")["row"].to_list()
