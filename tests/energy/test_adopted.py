"""What hangs on an adopted factor, in tonnes; every expected figure is worked out in its comment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

USCC = "91520000000000001X"


@pytest.fixture
def row_of(
    intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]
) -> Callable[..., dict[str, Any]]:
    """Open the account of one row and return that row."""

    def make(name: str, amount: object, unit: str, **more: object) -> dict[str, Any]:
        row = {
            "energy_name": name, "unit": unit, "consumption_total": amount, "consumption_industrial": amount,
            "consumption_nonindustrial": 0, "purchase_qty": amount, **more,
        }  # fmt: skip
        frame = unit_of()
        return open_account(intake_of(energy_consumption=[row]), frame, reference).rows.row(0, named=True)

    return make


@pytest.mark.parametrize(
    ("name", "amount", "unit", "factor", "effect"),
    [
        ("原煤", 10_000, "吨", "0.75", "357"),  # 10 000 × (0.75 − 0.7143)
        ("原煤", 10_000, "吨", "0.7", "-143"),  # 10 000 × (0.7 − 0.7143)
        ("原煤", 10_000_000, "千克", "0.00075", "357"),  # the same in kilograms
        ("天然气", 100, "万立方米", "13.5", "20"),  # 100 × (13.5 − 13.3): the nearer end of 11.0 … 13.3
        ("天然气", 100, "万立方米", "12.143", "0"),  # inside the range
        ("热力", 1000, "百万千焦", "0.03412", "0"),  # the other edition's value is accepted
        ("热力", 1000, "百万千焦", "0.0341", "0"),
    ],
)
def test_a_filed_factor_moves_the_total_by(
    row_of: Callable[..., dict[str, Any]], name: str, amount: int, unit: str, factor: str, effect: str
) -> None:
    assert D(effect) == row_of(name, amount, unit, factor_adopted=factor)["factor_effect"]


def test_without_a_filed_factor_nothing_hangs_on_it(row_of: Callable[..., dict[str, Any]]) -> None:
    assert row_of("原煤", 10_000, "吨")["factor_effect"] is None


@pytest.mark.parametrize(
    ("name", "unit", "heat", "factor", "by_heat", "effect"),
    [
        # 20 515.32 kJ/kg ÷ 29 307.6 = 0.7 exactly; 1000 t × (0.7143 − 0.7) = 14.3
        ("原煤", "吨", "20515.32", "0.7143", "0.7", "14.3"),
        # 35 169.12 kJ/m³ ÷ 29 307.6 = 1.2 kgce/m³ = 12 tce per 10^4 m³; 1000 × (12.143 − 12) = 143
        ("天然气", "万立方米", "35169.12", "12.143", "12", "143"),
        # a heat value beyond any fuel is an error of filing
        ("原煤", "吨", "20515320", "0.7143", None, None),
        # electricity has none
        ("电力", "万千瓦时", "3600", "1.229", None, None),
    ],
)
def test_the_heat_value_implies_a_factor(
    row_of: Callable[..., dict[str, Any]],
    name: str,
    unit: str,
    heat: str,
    factor: str,
    by_heat: str | None,
    effect: str | None,
) -> None:
    row = row_of(name, 1000, unit, factor_adopted=factor, ncv_adopted=heat)
    expected = tuple(None if each is None else D(each) for each in (by_heat, effect))
    assert expected == (row["heat_factor"], row["heat_effect"])


@pytest.mark.parametrize(
    ("factor", "source", "reason"),
    [
        ("0.72", "实测", "measured"),
        ("0.72", "供方", "supplier"),
        ("0.7143", "参考", "as-table"),
        ("0.72", None, "unstated"),
        (None, None, "table"),
    ],
)
def test_the_reason_of_each_factor_is_on_record(
    row_of: Callable[..., dict[str, Any]], factor: str | None, source: str | None, reason: str
) -> None:
    assert reason == row_of("原煤", 100, "吨", factor_adopted=factor, factor_source=source)["factor_reason"]


def test_a_range_without_a_filed_factor_is_a_range(row_of: Callable[..., dict[str, Any]]) -> None:
    assert "range" == row_of("天然气", 100, "万立方米")["factor_reason"]
