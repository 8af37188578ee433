"""What was recovered and used by nobody is perhaps not to be taken off; every figure is worked out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.problems import energy_problems
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Row = dict[str, Any]
HEAT = {"energy_name": "余热余压", "unit": "百万千焦", "factor_adopted": "0.0341"}
COAL = {
    "energy_name": "原煤", "unit": "吨", "factor_adopted": "0.7143", "consumption_total": 20_000, "consumption_industrial": 20_000,
}  # fmt: skip


def used(total: object = 0, industrial: object = 0, **more: object) -> Row:
    return HEAT | {"consumption_total": total, "consumption_industrial": industrial, **more}


@pytest.mark.parametrize(
    ("filed", "low", "high"),
    [
        # 20,000 × 0.7143 = 14,286; 400,000 × 0.0341 = 13,640
        ([], "646.00", "14286.00"),
        ([used()], "646.00", "14286.00"),
        ([used(400_000, 400_000)], "14286.00", "14286.00"),
        ([used(400_000, 0)], "646.00", "646.00"),  # used for heating
        ([used(external_supply=400_000)], "646.00", "646.00"),  # sold
        ([used(100, 100)], "649.41", "649.41"),  # how much went where is another question
    ],
)
def test_what_was_recovered_went_somewhere(
    intake_of: Callable[..., Intake], reference: Reference, filed: list[Row], low: str, high: str
) -> None:
    recovery = HEAT | {"conversion_output": 0, "recovered": 400_000}
    intake = intake_of(
        enterprise=[{"industry_code": "3011"}], energy_consumption=[COAL, *filed], energy_conversion=[recovery]
    )
    account = open_account(intake, identify_enterprises(intake, reference), reference)
    totals = account.totals.row(0, named=True)
    assert [D(low), D(high)] == [totals["tce_calorific_low"], totals["tce_calorific_high"]]
    told = energy_problems(account, intake).filter(code="recovered-energy-used-by-nobody")
    assert (low != high) is (told["column"].to_list() == ["recovered"])


def test_an_energy_that_nobody_knows_may_be_it(intake_of: Callable[..., Intake], reference: Reference) -> None:
    recovery = HEAT | {"conversion_output": 0, "recovered": 400_000}
    unknown = used(400_000, 400_000) | {"energy_name": "窑头余气"}
    intake = intake_of(
        enterprise=[{"industry_code": "3011"}], energy_consumption=[COAL, unknown], energy_conversion=[recovery]
    )
    account = open_account(intake, identify_enterprises(intake, reference), reference)
    assert not account.rows["recovered_unused"].any()
    assert account.totals["tce_calorific_high"].to_list() == [None]
