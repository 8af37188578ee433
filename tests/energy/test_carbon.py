"""CO2 of fuels and of bought electricity and heat; every expected figure is worked out in its comment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.carbon_factors import CarbonChoice, grid_factor
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake, read_filings
from energy_audit.reference.tables import Reference

Open = Callable[..., dict[str, Any]]
USCC = "91520000000000001X"
ENDS = ("co2_t_low", "co2_t_high", "co2_t")


@pytest.fixture
def opened(intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]) -> Open:
    def make(
        rows: list[dict[str, Any]],
        conversion: list[dict[str, Any]] = [],  # noqa: B006 - never changed
        *,
        year: int = 2025,
        region: str | None = "520100",
        **choice: Any,
    ) -> dict[str, Any]:
        frame = unit_of(year, region=region)
        tables = {"energy_consumption": rows, "energy_conversion": conversion}
        intake = intake_of(**{k: [row | {"report_year": year} for row in v] for k, v in tables.items()})
        account = open_account(intake, frame, reference, carbon=CarbonChoice(**choice))
        return account.totals.row(0, named=True)

    return make


def used(name: str, amount: object, unit: str, factor: object = None) -> dict[str, Any]:
    return {
        "energy_name": name, "unit": unit, "consumption_total": amount, "consumption_industrial": amount,
        "consumption_nonindustrial": 0, "purchase_qty": amount, "factor_adopted": factor,
    }  # fmt: skip


DIESEL = used("柴油", 100, "吨", "1.4571")
POWER = used("电力", 100, "万千瓦时", "1.229")


def test_known_fuels_and_grid_power_part_by_part(opened: Open) -> None:
    """Diesel 100 t × 3.1451 = 314.51; power 1000 MWh × 0.5683 = 568.30 (Guizhou 2023); heat 100 GJ × 0.11 = 11."""
    totals = opened([DIESEL, POWER, used("热力", 100, "百万千焦", "0.0341")])
    assert [D("893.81")] * 3 == [totals[k] for k in ENDS]
    parts = ("co2_fuel_t_low", "co2_fuel_t_high", "co2_electricity_t", "co2_heat_t")
    assert [D("314.51"), D("314.51"), D("568.30"), D("11.00")] == [totals[k] for k in parts]
    assert ("贵州", 2023, "") == (totals["grid_region"], totals["grid_year"], totals["co2_untold"])


@pytest.mark.parametrize(
    ("year", "grid_year", "co2"),
    [(2025, 2023, "568.30"), (2023, 2023, "568.30"), (2022, 2022, "498.90"), (2021, 2021, "518.20")],
)
def test_the_latest_published_year_up_to_the_reporting_year_serves(
    opened: Open, year: int, grid_year: int, co2: str
) -> None:
    """Guizhou 0.5182, 0.4989, 0.5683 in 2021, 2022, 2023."""
    totals = opened([POWER], year=year)
    assert (grid_year, D(co2)) == (totals["grid_year"], totals["co2_t"])


def test_year_and_region_are_a_choice(opened: Open) -> None:
    """National 2022: 1000 MWh × 0.5366 = 536.60; Guizhou 2022: 498.90."""
    assert D("536.60") == opened([POWER], grid_region="全国", grid_year=2022)["co2_t"]
    assert D("498.90") == opened([POWER], grid_year=2022)["co2_t"]
    # a year that was not published is never replaced by another
    assert (None, "电力") == tuple(opened([POWER], grid_year=2024)[k] for k in ("co2_t", "co2_untold"))


def test_a_unit_of_another_province_has_that_provinces_factor(opened: Open, reference: Reference) -> None:
    factor, year = grid_factor(reference, "云南", 2025)
    assert factor is not None
    totals = opened([POWER], region="530100")
    assert ("云南", year, 1000 * factor) == (totals["grid_region"], totals["grid_year"], totals["co2_t"])


def test_a_unit_of_no_known_place_has_no_grid_factor(opened: Open) -> None:
    totals = opened([DIESEL, POWER], region=None)
    assert (None, D("314.51"), "电力") == tuple(totals[k] for k in ("co2_t", "co2_fuel_t_low", "co2_untold"))


def test_raw_coal_lies_between_its_kinds(opened: Open) -> None:
    """1000 t × 0.7143 tce/t × 29.3076 GJ/tce = 20 934.41868 GJ; × 0.089274 (bituminous) = 1868.899…, × 0.09856
    (lignite) = 2063.296…: a kind is not told, so neither is one number.
    """
    totals = opened([used("原煤", 1000, "吨", "0.7143")])
    assert [D("1868.90"), D("2063.30"), None] == [totals[k] for k in ENDS]
    assert "" == totals["co2_untold"]


def test_coal_by_kind_has_one_number(opened: Open) -> None:
    """无烟煤 1000 t × 2.3228 = 2322.80."""
    assert D("2322.80") == opened([used("无烟煤", 1000, "吨", "0.9428")])["co2_t"]


def test_a_value_set_by_heat_takes_the_factor_of_the_row(opened: Open) -> None:
    """Provincial guide, diesel: 100 t × 1.4571 × 29.3076 GJ × 0.072585 = 309.9675…"""
    assert D("309.97") == opened([DIESEL], value_set="provincial_inventory_guide")["co2_t"]


def test_value_sets_differ_for_the_same_fuel(opened: Open) -> None:
    """Anthracite 2.3228 by the guides, 1.9238 by the steel set of 2015."""
    rows = [used("无烟煤", 1000, "吨", "0.9428")]
    assert D("1923.80") == opened(rows, value_set="steel_2015")["co2_t"]


def test_a_fuel_that_the_set_does_not_hold_is_named_and_the_sum_not_told(opened: Open) -> None:
    totals = opened([DIESEL, POWER], value_set="steel_2015")
    assert (None, "柴油", D("568.30")) == tuple(totals[k] for k in ("co2_t", "co2_untold", "co2_electricity_t"))


def test_an_unreadable_quantity_is_never_zero(opened: Open) -> None:
    assert opened([DIESEL, used("汽油", None, "吨", "1.4714")])["co2_t"] is None


def test_electricity_sold_carries_no_negative_carbon(opened: Open) -> None:
    """A hydropower plant that burns nothing emits nothing, however much it sells."""
    output = {"energy_name": "电力", "unit": "万千瓦时", "conversion_output": 40_000, "recovered": 0}
    assert D("0.00") == opened([POWER], [output | {"factor_adopted": "1.229"}])["co2_t"]


def made(name: str, unit: str, factor: object, *, output: object = 0, recovered: object = 0) -> dict[str, Any]:
    return {
        "energy_name": name, "unit": unit, "conversion_input": 0, "conversion_output": output,
        "recovered": recovered, "factor_adopted": factor,
    }  # fmt: skip


def test_a_use_typed_twice_is_perhaps_one(opened: Open) -> None:
    """Diesel 100 t × 3.1451 = 314.51, twice 629.02; power 100 万千瓦时 = 1000 MWh × 0.5683 = 568.30, twice 1,136.60."""
    totals = opened([DIESEL, DIESEL])
    assert [D("314.51"), D("629.02"), None] == [totals[k] for k in ENDS]
    assert [D("314.51"), D("629.02")] == [totals["co2_fuel_t_low"], totals["co2_fuel_t_high"]]

    totals = opened([DIESEL, POWER, POWER])
    assert [D("882.81"), D("1451.11"), None] == [totals[k] for k in ENDS]
    parts = ("co2_electricity_t_low", "co2_electricity_t_high", "co2_electricity_t", "co2_fuel_t")
    assert [D("568.30"), D("1136.60"), None, D("314.51")] == [totals[k] for k in parts]


def test_an_output_typed_twice_is_perhaps_taken_off_once(opened: Open) -> None:
    """Power 1000 MWh less 200 or 400 made: 800 × 0.5683 = 454.64, 600 × 0.5683 = 340.98; diesel adds 314.51."""
    power = made("电力", "万千瓦时", "1.229", output=20)
    totals = opened([DIESEL, POWER], [made("柴油", "吨", "1.4571"), power, power])
    assert [D("655.49"), D("769.15"), None] == [totals[k] for k in ENDS]
    # what is perhaps typed twice may leave nothing bought, never less
    power = made("电力", "万千瓦时", "1.229", output=80)
    totals = opened([POWER], [power, power])
    assert [D("0.00"), D("113.66"), None] == [totals[k] for k in ENDS]


def test_recovered_fuel_that_nobody_used_is_perhaps_not_taken_off(opened: Open) -> None:
    """Diesel 314.51; of 100 t of petrol, 304.25, said to be recovered though none was used: 10.26 or 314.51."""
    totals = opened([DIESEL], [made("汽油", "吨", "1.4714", recovered=100)])
    assert [D("10.26"), D("314.51"), None] == [totals[k] for k in ENDS]


@pytest.mark.parametrize(("division", "low"), [("30", None), ("44", D("228.18"))])
def test_where_table_2_1_is_missing_the_gross_figure_is_only_the_top(
    intake_of: Callable[..., Intake],
    reference: Reference,
    unit_of: Callable[..., pl.DataFrame],
    division: str,
    low: D | None,
) -> None:
    """Washed coal 100 t × 2.2818 = 228.18, of which a power station has burnt all; power 568.30 or less, it may be its own."""
    coal = used("洗精煤", 100, "吨", "0.9") | {"purchase_qty": 10}  # more used than bought
    account = open_account(intake_of(energy_consumption=[coal, POWER]), unit_of(division=division), reference)
    totals = account.totals.row(0, named=True)
    assert totals["conversion_table_likely_missing"]
    assert [low, D("796.48"), None] == [totals[k] for k in ENDS]
    parts = ("co2_fuel_t_low", "co2_fuel_t_high", "co2_electricity_t_low", "co2_electricity_t_high")
    assert [low, D("228.18"), D("0.00"), D("568.30")] == [totals[k] for k in parts]


def test_filings_that_contradict_each_other_span_both(tmp_path: Path, reference: Reference) -> None:
    """Diesel 100 t = 314.51 in one, 150 t = 471.77 in the other (471.765, half up); nobody filed both, 786.28."""
    for name, amount in (("a", 100), ("b", 150)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "enterprise.csv").write_text(
            f"uscc,report_year,enterprise_name,industry_code,region_code\n{USCC},2025,示例公司,3011,520100\n"
        )
        (folder / "energy_consumption.csv").write_text(
            "uscc,report_year,energy_name,unit,consumption_total,consumption_industrial,factor_adopted\n"
            f"{USCC},2025,柴油,吨,{amount},{amount},1.4571\n"
        )
    intake = read_filings([tmp_path / "a", tmp_path / "b"])
    account = open_account(intake, identify_enterprises(intake, reference), reference)
    totals = account.totals.row(0, named=True)
    assert [D("314.51"), D("471.77"), None] == [totals[k] for k in ENDS]


def test_who_uses_nothing_but_what_has_no_carbon_emits_nothing(opened: Open) -> None:
    """Recovered heat carries the carbon of the fuel already counted, biomass is neutral: 0, and not unknown."""
    totals = opened([used("余热余压", 1000, "百万千焦", "0.0341"), used("生物质废料用于燃料", 10, "吨", "0.5")])
    assert [D("0.00")] * 3 == [totals[k] for k in ENDS]
    assert (D("0.00"), "") == (totals["co2_fuel_t_low"], totals["co2_untold"])


def test_of_who_filed_no_energy_no_carbon_is_known(opened: Open) -> None:
    assert [None] * 3 == [opened([])[k] for k in ENDS]
