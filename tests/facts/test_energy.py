"""Rows of the energy table: what may be said of a factor that is called the reference."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D

import pytest

from energy_audit.facts import Facts


@pytest.mark.parametrize(
    ("energy", "filed", "deviation"),
    [
        # 0.75 against 0.7143 of GB/T 2589-2020 table A.1: 0.0357 / 0.7143 = 0.04997…
        ("原煤", "0.75", D("0.04998")),
        ("原煤", "0.7143", D(0)),
        # lignite has no row there; the 0.4286 of the statistical catalogue is not verified: it contradicts nobody
        ("褐煤", "0.6", None),
        ("褐煤", "0.4286", D(0)),
    ],
)
def test_only_a_reference_that_is_verified_can_be_differed_from(
    derive: Callable[..., Facts], energy: str, filed: str, deviation: D | None
) -> None:
    row = {
        "energy_name": energy,
        "unit": "吨",
        "consumption_total": 9000,
        "consumption_industrial": 9000,
        "factor_adopted": filed,
        "factor_source": "参考",
    }
    told = derive(energy_consumption=[row]).frames["energy"]["factor_deviation"][0]
    assert deviation == (told if told is None else round(told, 5))
