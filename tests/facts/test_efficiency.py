"""Efficiency grades by the nameplate: GB 18613-2020 for motors, GB 24500-2020 for boilers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from energy_audit.facts.equipment import equipment_facts
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

AS_OF = date(2026, 6, 30)
Grade = Callable[..., tuple[int | None, str | None]]


@pytest.fixture
def grade(intake_of: Callable[..., Intake], reference: Reference) -> Grade:
    def make(*, as_of: date = AS_OF, **device: object) -> tuple[int | None, str | None]:
        intake = intake_of(equipment=[{"quantity": 1, "in_use": True, **device}])
        row = equipment_facts(intake, reference, as_of=as_of).row(0, named=True)
        return row["efficiency_grade"], row["efficiency_missing"]

    return make


@pytest.mark.parametrize(
    ("efficiency", "expected"),
    # 30 kW, 4 poles: 95.9 / 94.9 / 93.6
    [("95.9%", 1), ("95.8%", 2), ("94.9%", 2), ("94.8%", 3), ("93.6%", 3), ("93.5%", 4), ("９３．５％", 4)],
)
def test_a_motor_by_the_efficiency_on_its_nameplate(grade: Grade, efficiency: str, expected: int) -> None:
    found = grade(device_name="电动机", model="YE3-200L-4", capacity="30kW", efficiency_level=efficiency)
    assert (expected, None) == found


@pytest.mark.parametrize(("code", "expected"), [("IE5", 1), ("IE4", 2), ("IE3", 3), ("IE2", 4), ("ie 1", 4)])
def test_a_motor_by_its_ie_code(grade: Grade, code: str, expected: int) -> None:
    assert expected == grade(device_name="电动机", model="YE2-200L-4", efficiency_level=code)[0]


def test_an_ie_code_that_contradicts_the_efficiency_tells_nothing(grade: Grade) -> None:
    """30 kW, 4 poles at 93.0 % is below IE3."""
    found = grade(device_name="电动机", model="Y-200L-4", capacity="30kW", efficiency_level="IE3 93.0%")
    assert found[0] is None


@pytest.mark.parametrize(
    "device",
    [
        {"model": "YE3-200L-4", "capacity": "30kW"},  # a series is no nameplate
        {"model": "YE3-200L-4", "capacity": "31kW", "efficiency_level": "95.9%"},  # no such rating
        {"model": "YE3-200L", "capacity": "30kW", "efficiency_level": "95.9%"},  # poles not said
        {"model": "YE3-200L-4", "capacity": "30kW", "efficiency_level": "3级"},  # of which edition is not said
    ],
)
def test_a_motor_whose_nameplate_does_not_allow_it_says_what_it_lacks(grade: Grade, device: dict[str, object]) -> None:
    found, lacking = grade(device_name="电动机", **device)
    assert found is None
    assert lacking == "铭牌效率（%）或IE代码，额定功率（kW）"


def test_before_the_standard_there_is_no_grade(grade: Grade) -> None:
    """GB 18613-2020 is in force from 2021-06-01."""
    motor = {"device_name": "电动机", "model": "YE3-200L-4", "capacity": "30kW", "efficiency_level": "95.9%"}
    assert grade(as_of=date(2021, 5, 31), **motor)[0] is None
    assert grade(as_of=date(2021, 6, 1), **motor)[0] == 1


@pytest.mark.parametrize(
    ("model", "capacity", "fuel", "efficiency", "expected"),
    [
        # layer burning, up to 20 t/h: grade 3 is 80 to 82 by the class of coal, so 79 is below for every class
        ("SZL10-1.25-AII", "10t/h", "烟煤", "79%", 4),
        ("SZL10-1.25-AII", "10t/h", "烟煤", "81%", None),  # grade 3 for one class, below for another
        ("SZL10-1.25-AII", "10t/h", "烟煤", "83%", None),  # grade 2 or 3
        ("SZL10-1.25-AII", "10t/h", "烟煤", "87%", 1),
        # natural gas, condensing or not is not said: grade 3 is 98 or 92
        ("WNS6-1.25-Q", "6t/h", "天然气", "91%", 4),
        ("WNS6-1.25-Q", "6t/h", "天然气", "95%", None),
        ("WNS6-1.25-Q", "6t/h", "天然气", "103%", 1),
        # biomass: 88 / 84 / 80 up to 10 t/h, 91 / 88 / 86 above
        ("SZL10-1.25-T", "10t/h", "生物质", "86%", 2),
        ("SZL20-1.25-T", "20t/h", "生物质", "86%", 3),
        # a station boiler is no industrial one
        ("DG1025/18.2", "1025t/h", "烟煤", "79%", None),
    ],
)
def test_a_boiler_where_all_that_it_may_be_agrees(
    grade: Grade, model: str, capacity: str, fuel: str, efficiency: str, expected: int | None
) -> None:
    found = grade(device_name="锅炉", model=model, capacity=capacity, energy_code=fuel, efficiency_level=efficiency)
    assert expected == found[0]


def test_a_transformer_lacks_its_losses(grade: Grade) -> None:
    assert (None, "空载损耗、负载损耗") == grade(device_name="变压器", model="S13-250/10", efficiency_level="2级")


def test_a_pump_has_no_grade_here_and_lacks_nothing(grade: Grade) -> None:
    assert (None, None) == grade(device_name="离心泵", model="IS80-65-160", efficiency_level="2级")
