"""At the lines and at the change of editions: every expected figure is worked out by hand in its comment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.tiers import possible_tiers
from energy_audit.exact import NUMBER
from energy_audit.filing.intake import Intake
from energy_audit.reference import lookup
from energy_audit.reference.tables import Reference

Open = Callable[..., dict[str, Any]]


@pytest.fixture
def opened(intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]) -> Open:
    def make(
        rows: list[dict[str, Any]],
        conversion: list[dict[str, Any]] = [],  # noqa: B006 - never changed
        *,
        year: int = 2025,
        designated: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        frame = unit_of(year, designated=designated)
        tables = {"energy_consumption": rows, "energy_conversion": conversion}
        intake = intake_of(**{k: [row | {"report_year": year} for row in v] for k, v in tables.items()})
        return open_account(intake, frame, reference, **options).totals.row(0, named=True)

    return make


def used(name: str, amount: object, unit: str, factor: object = None, **more: object) -> dict[str, Any]:
    return {
        "energy_name": name, "unit": unit, "consumption_total": amount, "consumption_industrial": amount,
        "consumption_nonindustrial": 0, "purchase_qty": amount, "factor_adopted": factor, **more,
    }  # fmt: skip


def power(amount: object, equal: object = "3.0") -> dict[str, Any]:
    return used("电力", amount, "万千瓦时", "1.229", factor_equal=equal)


def thrice(amount: str) -> list[dict[str, Any]]:
    """Three rows of the same amount that are no repeats of one another."""
    return [used("其他燃料", amount, "吨标准煤", 1, opening_stock=each, closing_stock=each) for each in range(3)]


def gas_made(output: object) -> dict[str, Any]:
    return {"energy_name": "焦炉煤气", "unit": "万立方米", "conversion_output": output, "recovered": 0}


@pytest.mark.parametrize(
    ("rows", "tce", "tier"),
    [
        # coal 6999.846 × 0.7143 = 4999.9899978 → 4999.99
        ([used("原煤", "6999.846", "吨", "0.7143")], "4999.99", "D"),
        # coal 6999.853 × 0.7143 = 4999.9949979 → 4999.99: rounded once, not up from the third decimal
        ([used("原煤", "6999.853", "吨", "0.7143")], "4999.99", "D"),
        # coal 6999.86 × 0.7143 = 4999.999998 → 5000.00
        ([used("原煤", "6999.86", "吨", "0.7143")], "5000.00", "C"),
        # coal 6999.874 × 0.7143 = 5000.0099982 → 5000.01
        ([used("原煤", "6999.874", "吨", "0.7143")], "5000.01", "C"),
        # diesel 3431.473 × 1.4571 = 4999.9993083 → 5000.00; 3431.466 × 1.4571 = 4999.9891086 → 4999.99
        ([used("柴油", "3431.473", "吨", "1.4571")], "5000.00", "C"),
        ([used("柴油", "3431.466", "吨", "1.4571")], "4999.99", "D"),
        # 2500 + 2500 − 0.005 = 4999.995 → 5000.00, and each alone 2499.995, 2500 would round to 5000.00 too
        ([used("其他燃料", "2499.995", "吨标准煤", 1), used("其他燃料", 2500, "吨标准煤", 1)], "5000.00", "C"),
        # 3 × 1666.665 = 4999.995 → 5000.00; rounded row by row it would be 3 × 1666.67 = 5000.01
        (thrice("1666.665"), "5000.00", "C"),
        # 3 × 1666.664 = 4999.992 → 4999.99; row by row 3 × 1666.66 = 4999.98
        (thrice("1666.664"), "4999.99", "D"),
        # heat by either edition: 146 628 × 0.0341 = 5000.0148 → 5000.01; 146 542 × 0.03412 = 5000.01304 → 5000.01
        ([used("热力", 146_628, "百万千焦", "0.0341", factor_equal="0.0341")], "5000.01", "C"),
        ([used("热力", 146_542, "百万千焦", "0.03412", factor_equal="0.03412")], "5000.01", "C"),
        # 13 999.72 × 0.7143 = 9999.999996 → 10 000.00; 13 999.70 × 0.7143 = 9999.98571 → 9999.99
        ([used("原煤", "13999.72", "吨", "0.7143")], "10000.00", "A"),
        ([used("原煤", "13999.70", "吨", "0.7143")], "9999.99", "C"),
        # natural gas at the ends of its range: 375.939 × 13.3 = 4999.9887 → 4999.99; 454.546 × 11 = 5000.006 → 5000.01
        ([used("天然气", "375.939", "万立方米", "13.3")], "4999.99", "D"),
        ([used("天然气", "454.546", "万立方米", "11")], "5000.01", "C"),
    ],
)
def test_a_total_at_a_line(opened: Open, rows: list[dict[str, Any]], tce: str, tier: str) -> None:
    totals = opened(rows)
    assert (D(tce), tier) == (totals["tce_calorific"], totals["tier_calorific"])


@pytest.mark.parametrize(
    ("equal", "amount", "tce", "tier"),
    [
        # 1666.66 × 3.0 = 4999.98; 1666.665 × 3.0 = 4999.995 → 5000.00; 1666.67 × 3.0 = 5000.01
        ("3.0", "1666.66", "4999.98", "D"),
        ("3.0", "1666.665", "5000.00", "C"),
        ("3.0", "1666.67", "5000.01", "C"),
        # 1628.664 × 3.07 = 4999.99848 → 5000.00; 1628.66 × 3.07 = 4999.9862 → 4999.99
        ("3.07", "1628.664", "5000.00", "C"),
        ("3.07", "1628.66", "4999.99", "D"),
        # 3333.33 × 3.0 = 9999.99; 3333.335 × 3.0 = 10 000.005 → 10 000.01
        ("3.0", "3333.33", "9999.99", "C"),
        ("3.0", "3333.335", "10000.01", "A"),
    ],
)
def test_the_equal_total_at_a_line(opened: Open, equal: str, amount: str, tce: str, tier: str) -> None:
    totals = opened([power(amount, equal)])
    assert (D(tce), tier) == (totals["tce_equal"], totals["tier_equal"])


@pytest.mark.parametrize(
    ("amount", "low", "high", "tier"),
    [
        # without a factor 2.8 … 3.5: 1428.57 × 3.5 = 4999.995 → 5000.00 at the top, 3999.996 → 4000.00 at the bottom
        ("1428.57", "4000.00", "5000.00", None),
        # 1428.56 × 3.5 = 4999.96: wholly below
        ("1428.56", "3999.97", "4999.96", "D"),
        # 1785.72 × 2.8 = 5000.016 → 5000.02: wholly above
        ("1785.72", "5000.02", "6250.02", "C"),
        # 1785.71 × 2.8 = 4999.988 → 4999.99: the bottom is a hair below
        ("1785.71", "4999.99", "6249.99", None),
    ],
)
def test_an_interval_at_the_line(opened: Open, amount: str, low: str, high: str, tier: str | None) -> None:
    totals = opened([used("电力", amount, "万千瓦时", "1.229")])
    assert (D(low), D(high), tier) == (totals["tce_equal_low"], totals["tce_equal_high"], totals["tier_equal"])


@pytest.mark.parametrize(
    ("low", "high", "designated", "possible"),
    [
        ("4999.99", "5000", False, "CD"),
        ("5000", "9999.99", False, "C"),
        ("4999", "4999.99", False, "D"),
        ("9999.99", "10000", False, "AC"),
        ("10000", "10000", True, "A"),
        ("9999.99", "10000", True, "AB"),
        (None, "5000", False, "CD"),
        ("5000", None, False, "AC"),
        (None, None, True, "AB"),
    ],
)
def test_the_tiers_that_an_interval_allows(low: str | None, high: str | None, designated: bool, possible: str) -> None:
    row = pl.DataFrame(
        {"low": [low], "high": [high], "designated": [designated]},
        schema={"low": pl.String, "high": pl.String, "designated": pl.Boolean},
    ).with_columns(pl.col("low", "high").cast(NUMBER))
    allowed = row.select(**possible_tiers(pl.col("low"), pl.col("high"), pl.col("designated"))).row(0, named=True)
    assert possible == "".join(tier for tier, allows in allowed.items() if allows)


@pytest.mark.parametrize(
    ("tce", "designated", "tier", "statutory"),
    [
        ("4999.99", True, "B", True),
        ("5000", True, "B", True),
        ("9999.99", True, "B", True),
        ("10000", True, "A", True),
        ("9999.99", False, "C", None),
        ("10000", False, "A", True),
        ("4999.99", False, "D", False),
    ],
)
def test_designation_at_a_line(opened: Open, tce: str, designated: bool, tier: str, statutory: bool | None) -> None:
    totals = opened([used("其他燃料", tce, "吨标准煤", 1)], designated=designated)
    assert (tier, statutory) == (totals["tier"], totals["statutory_key_user"])


@pytest.mark.parametrize(
    ("year", "low", "high"),
    [
        # edition of 2008, field not stated: 12.143 … 13.3; edition of 2020 (from 2021-04-01): 11 … 13.3
        (2020, "4857.20", "5320.00"),
        (2021, "4400.00", "5320.00"),
    ],
)
def test_gas_without_a_factor_by_the_edition_of_the_year(opened: Open, year: int, low: str, high: str) -> None:
    """400 × 12.143 = 4857.20; 400 × 11 = 4400; 400 × 13.3 = 5320."""
    totals = opened([used("天然气", 400, "万立方米")], year=year)
    assert (D(low), D(high)) == (totals["tce_calorific_low"], totals["tce_calorific_high"])


@pytest.mark.parametrize(
    ("burnt", "made", "low", "high"),
    [
        # net 100 × 5.714 … 6.143
        (300, 200, "571.40", "614.30"),
        # net −100: the range turns round
        (200, 300, "-614.30", "-571.40"),
        (200, 200, "0.00", "0.00"),
    ],
)
def test_a_ranged_factor_at_the_turn_of_the_net(opened: Open, burnt: int, made: int, low: str, high: str) -> None:
    totals = opened([used("焦炉煤气", burnt, "万立方米", purchase_qty=burnt, external_supply=made)], [gas_made(made)])
    assert (D(low), D(high)) == (totals["tce_calorific_low"], totals["tce_calorific_high"])


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("15", date(2021, 3, 31), (None, "12.143", "13.3", "2008")),
        ("15", date(2021, 4, 1), (None, "11", "13.3", "2020")),
        ("01", date(2021, 3, 31), ("0.7143", None, None, "2008")),
        ("01", date(2021, 4, 1), ("0.7143", None, None, "2020")),
        ("16", date(2021, 4, 1), ("1.7572", None, None, "2020")),
        ("32", date(2021, 4, 1), ("0.03412", None, None, "2020")),
    ],
)
def test_the_factor_on_the_last_day_of_an_edition_and_the_first_of_the_next(
    reference: Reference, code: str, day: date, expected: tuple[str | None, str | None, str | None, str]
) -> None:
    row = lookup.factors_on(reference, [day]).filter(pl.col("energy_code") == code).row(0, named=True)
    values = tuple(None if each is None else D(each) for each in expected[:3])
    assert (*values, expected[3]) == tuple(row[k] for k in ("factor", "factor_min", "factor_max", "edition"))


@pytest.mark.parametrize(
    ("product", "day", "edition"),
    [
        ("焦炭（顶装焦炉）", date(2026, 4, 30), "2013"),
        ("焦炭（顶装焦炉）", date(2026, 5, 1), "2025"),
        ("高炉工序", date(2026, 6, 30), "2013"),
        ("高炉工序", date(2026, 7, 1), "2025"),
        ("黄磷（电炉法）", date(2025, 4, 30), None),
        ("黄磷（电炉法）", date(2025, 5, 1), "2024"),
    ],
)
def test_the_limit_on_the_last_day_of_an_edition_and_the_first_of_the_next(
    reference: Reference, product: str, day: date, edition: str | None
) -> None:
    found = reference.limits.filter(lookup.holds_on(day), product_zh=product)["edition"].unique().to_list()
    assert ([edition] if edition else []) == found
