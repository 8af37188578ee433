"""A filed factor outside the range of its standard: both ends of the range; every expected figure is worked out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import EnergyAccount, open_account
from energy_audit.energy.problems import energy_problems
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Opened = Callable[..., EnergyAccount]
GAS, OVEN_GAS = "天然气", "焦炉煤气"
HEAT_OF_13_5 = "39565.26"  # 1.35 kgce/m³ × 29 307.6 kJ/kgce


def used(name: str, amount: object, factor: object = None, unit: str = "万立方米", **more: object) -> dict[str, Any]:
    return {
        "energy_name": name, "unit": unit, "factor_adopted": factor, "consumption_total": amount,
        "consumption_industrial": amount, "consumption_nonindustrial": 0, "purchase_qty": amount, **more,
    }  # fmt: skip


@pytest.fixture
def opened(intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]) -> Opened:
    def make(
        rows: list[dict[str, Any]],
        conversion: list[dict[str, Any]] = [],  # noqa: B006 - never changed
        **of_unit: Any,
    ) -> EnergyAccount:
        intake = intake_of(energy_consumption=rows, energy_conversion=conversion)
        return open_account(intake, unit_of(**of_unit), reference)

    return make


def ends(account: EnergyAccount) -> tuple[D, D]:
    totals = account.totals.row(0, named=True)
    return totals["tce_calorific_low"], totals["tce_calorific_high"]


@pytest.mark.parametrize(
    ("name", "factor", "low", "high"),
    [
        # natural gas 11.0 … 13.3 tce per 10^4 m³; 100 × each
        (GAS, "11", "1100", "1100"),
        (GAS, "11.01", "1101", "1101"),
        (GAS, "10.99", "1100", "1330"),  # one unit of the last digit below: rounding moves it to 10.995 at most
        (GAS, "13.3", "1330", "1330"),
        (GAS, "13.29", "1329", "1329"),
        (GAS, "13.31", "1100", "1330"),
        (GAS, "13.4", "1100", "1330"),  # rounded from 13.35 at least
        (GAS, "1.33", "1100", "1330"),  # kgce per m³ written where tce per 10^4 m³ is asked for
        (GAS, "0", "1100", "1330"),
        # coke-oven gas 5.714 … 6.143
        (OVEN_GAS, "5.714", "571.4", "571.4"),
        (OVEN_GAS, "5.713", "571.4", "614.3"),
        (OVEN_GAS, "5.71", "571", "571"),  # 5.714 rounded to two decimals
        (OVEN_GAS, "5.7", "570", "570"),  # … and to one; 0.014 is 0.25 %
        (OVEN_GAS, "5.68", "571.4", "614.3"),
        (OVEN_GAS, "6.143", "614.3", "614.3"),
        (OVEN_GAS, "6.144", "571.4", "614.3"),
        (OVEN_GAS, "6.14", "614", "614"),
        (OVEN_GAS, "6.15", "571.4", "614.3"),  # 6.145 at least
        (OVEN_GAS, "6", "600", "600"),
    ],
)
def test_beyond_an_end_by_more_than_rounding_both_ends_serve(
    opened: Opened, name: str, factor: str, low: str, high: str
) -> None:
    assert (D(low), D(high)) == ends(opened([used(name, 100, factor)]))


def test_a_coarse_figure_is_no_excuse(opened: Opened) -> None:
    """0.56 kgce/m³ may be 0.565 and 0.57 may be 0.5714, but no more than 0.5 % of the end is put down to rounding.

    10 000 m³ × 0.00056 lies 2 % below 0.0005714: 5.714 … 6.143. 0.00057 lies 0.25 % below: as filed, 5.7.
    """
    assert (D("5.71"), D("6.14")) == ends(opened([used(OVEN_GAS, 10_000, "0.00056", unit="立方米")]))
    assert (D("5.70"), D("5.70")) == ends(opened([used(OVEN_GAS, 10_000, "0.00057", unit="立方米")]))


@pytest.mark.parametrize(
    ("year", "factor", "low", "high"),
    [
        (2021, "11.5", "1150", "1150"),  # the 2020 edition on 31 December 2021: 11.0 … 13.3
        (2020, "11.5", "1214.3", "1330"),  # the 2008 edition: 12.143 … 13.3
        (2020, "12.14", "1214", "1214"),  # rounded
    ],
)
def test_the_range_is_that_of_the_edition(opened: Opened, year: int, factor: str, low: str, high: str) -> None:
    rows = [used(GAS, 100, factor, report_year=year)]
    assert (D(low), D(high)) == ends(opened(rows, year=year))


@pytest.mark.parametrize(
    ("source", "heat", "low", "high", "reason"),
    [
        # 100 × 13.5 = 1350 beside 1100 … 1330
        ("实测", HEAT_OF_13_5, "1350", "1350", "measured"),  # the heat value bears the factor out: as filed
        ("供方", HEAT_OF_13_5, "1350", "1350", "supplier"),
        ("实测", None, "1100", "1350", "outside-claimed"),  # claimed, not borne out: it may be true
        ("供方", "35000", "1100", "1350", "outside-claimed"),  # 35 000 ÷ 29 307.6 × 10 = 11.94: contradicted
        (None, HEAT_OF_13_5, "1100", "1350", "outside-claimed"),  # a heat value is filed for a factor of one's own
        (None, None, "1100", "1330", "outside"),
        ("参考", HEAT_OF_13_5, "1100", "1330", "outside"),  # said to be the reference: that is 11.0 … 13.3
    ],
)
def test_a_factor_claimed_to_be_measured_widens_the_interval_and_a_heat_value_bears_it_out(
    opened: Opened, source: str | None, heat: str | None, low: str, high: str, reason: str
) -> None:
    account = opened([used(GAS, 100, "13.5", factor_source=source, ncv_adopted=heat)])
    assert (D(low), D(high)) == ends(account)
    assert reason == account.rows["factor_reason"][0]


@pytest.mark.parametrize(
    ("factor", "low", "high"),
    [("10.1", "1010", "1010"), ("10.1001", "1010.01", "1330")],  # 1 % above 10, and a little more
)
def test_a_heat_value_bears_a_factor_out_within_1_percent(opened: Opened, factor: str, low: str, high: str) -> None:
    """29 307.6 kJ/m³ are 1 kgce/m³, 10 tce per 10^4 m³; the range of natural gas begins at 11."""
    account = opened([used(GAS, 100, factor, factor_source="实测", ncv_adopted="29307.6")])
    assert (D(low), D(high)) == ends(account)


def test_the_heat_value_of_a_factor_serves_the_same_factor_of_the_other_table(opened: Opened) -> None:
    """Gas measured at 13.5 and sold on at 13.5: (100 − 40) × 13.5 = 810, though table 2-1 has no column for the heat."""
    sold = {"energy_name": GAS, "unit": "万立方米", "factor_adopted": "13.5", "conversion_output": 40, "recovered": 0}
    measured = used(GAS, 100, "13.5", factor_source="实测", ncv_adopted=HEAT_OF_13_5, external_supply=40)
    assert (D(810), D(810)) == ends(opened([measured], [sold]))
    assert (D(810), D(810)) == ends(opened([measured], [sold | {"factor_adopted": None}]))


def test_one_unknown_factor_holds_for_what_is_made_and_burnt(opened: Opened) -> None:
    """Own oven gas at 7.0 in both tables: net 100 − 250 = −150 at 5.714 … 6.143, that is −921.45 … −857.1."""
    made = {"energy_name": OVEN_GAS, "unit": "万立方米", "factor_adopted": "7", "conversion_output": 250}
    account = opened([used(OVEN_GAS, 100, "7", purchase_qty=0, external_supply=150)], [made | {"recovered": 0}])
    assert (D("-921.45"), D("-857.10")) == ends(account)


@pytest.mark.parametrize(
    ("amount", "factor", "tier", "possible", "why"),
    [
        # 450 × 10 = 4500, below the line by an impossible factor: 4950 … 5985
        (450, "10", None, "C/D", "factor-range"),
        # 500: 5500 … 6650, and 500 × 13.5 = 6750: C whichever holds
        (500, "13.5", "C", "C", ""),
        # 500 × 20 = 10 000 beside 5500 … 6650
        (500, "20", None, "A/C", "factor-range"),
        # 400: 4400 … 5320 either side of 5000; 400 × 10 = 4000
        (400, "10", None, "C/D", "factor-range"),
        # 1000: 11 000 … 13 300, and 1000 × 10.9 = 10 900
        (1000, "10.9", "A", "A", ""),
        # 1000 × 9.9 = 9900 beside 11 000 … 13 300
        (1000, "9.9", None, "A/C", "factor-range"),
        # 375: 4125 … 4987.5, and 375 × 13.34 = 5002.5
        (375, "13.34", None, "C/D", "factor-range"),
        # one unit in the last digit less is 13.33: 4998.75
        (375, "13.33", "D", "D", ""),
    ],
)
def test_a_tier_stands_where_both_ends_and_the_filed_factor_give_it(
    opened: Opened, amount: int, factor: str, tier: str | None, possible: str, why: str
) -> None:
    totals = opened([used(GAS, amount, factor)]).totals.row(0, named=True)
    assert (tier, possible, why) == (totals["tier"], totals["tiers_possible"], totals["tier_undecided_because"])
    assert totals["tier_blocked_by_factor"] is (why != "")


@pytest.mark.parametrize(
    ("amount", "tier", "why"),
    [
        # measured at 13.5 and borne out: 375 × 13.5 = 5062.5, but no gas of the range would reach the line: 4125 … 4987.5
        (375, None, "factor"),
        # 400 × 13.5 = 5400 beside 4400 … 5320
        (400, None, "factor"),
        # 500 × 13.5 = 6750 beside 5500 … 6650
        (500, "C", ""),
    ],
)
def test_a_measured_factor_outside_the_range_decides_no_tier_alone(
    opened: Opened, amount: int, tier: str | None, why: str
) -> None:
    row = used(GAS, amount, "13.5", factor_source="实测", ncv_adopted=HEAT_OF_13_5)
    totals = opened([row]).totals.row(0, named=True)
    assert D("13.5") * amount == totals["tce_calorific"]
    assert (tier, why) == (totals["tier"], totals["tier_undecided_because"])


def test_an_impossible_factor_and_one_off_its_reference_are_weighed_together(opened: Opened) -> None:
    """Each alone leaves the unit below 10 000, both together do not.

    Coal 7000 t at 0.65 is 4550, by the reference 0.7143 it is 5000.1. Gas 350 by the range is 3850 … 4655, at 15 it is 5250.
    Coal as filed: 8400 … 9205, or 9800 with gas as filed. Coal by reference: 8850.1 … 9655.1, or 10 250.1.
    """
    totals = opened([used("原煤", 7000, "0.65", unit="吨"), used(GAS, 350, "15")]).totals.row(0, named=True)
    names = ("tce_calorific_low", "tce_calorific_high", "tier", "tiers_possible")
    assert (D("8400.00"), D("9205.00"), None, "A/C") == tuple(totals[name] for name in names)


def test_the_problem_names_the_factor_and_what_it_does_against_either_end(
    opened: Opened, intake_of: Callable[..., Intake]
) -> None:
    """100 × (13.5 − 13.3) = 20 and 100 × (13.5 − 11) = 250."""
    rows = [used(GAS, 100, "13.5")]
    problems = energy_problems(opened(rows), intake_of(energy_consumption=rows))
    (problem,) = problems.filter(pl.col("code") == "factor-outside-range").to_dicts()
    assert problem["severity"] == "warning"
    for told in ("13.5", "11—13.3", "20", "250"):
        assert told in problem["message"]
    assert problems.filter(pl.col("code") == "factor-off-reference").is_empty()


@pytest.mark.parametrize(
    ("factor", "unit", "low", "high", "reason"),
    [
        # raw coal at 0.7143 tce/t, 7143 per 万吨; 12 of each unit
        ("0.7143", "万吨", "8.57", "85716", "slip"),
        ("714.3", "万吨", "8571.6", "85716", "slip"),
        ("7143", "万吨", "85716", "85716", "unstated"),
        ("714.3", "吨", "8.57", "8571.6", "slip"),
        # seven times is 5.0001, a seventh 0.1020; any coal lies between
        ("5", "吨", "60", "60", "unstated"),
        ("5.01", "吨", "8.57", "60.12", "slip"),
        ("0.1021", "吨", "1.23", "1.23", "unstated"),
        ("0.1020", "吨", "1.22", "8.57", "slip"),
        ("0", "吨", "0", "8.57", "slip"),
    ],
)
def test_a_factor_seven_times_off_its_reference_leaves_the_total_between_the_two(
    opened: Opened, factor: str, unit: str, low: str, high: str, reason: str
) -> None:
    account = opened([used("原煤", 12, factor, unit=unit)])
    assert (D(low), D(high)) == ends(account)
    assert reason == account.rows["factor_reason"][0]


def test_a_heat_value_bears_out_a_factor_however_low(opened: Opened) -> None:
    """2344.608 kJ/kg are 0.08 kgce/kg: waste of a mine, 12 × 0.08 = 0.96."""
    account = opened([used("原煤", 12, "0.08", unit="吨", factor_source="实测", ncv_adopted="2344.608")])
    assert (D("0.96"), D("0.96")) == ends(account)
    assert "measured" == account.rows["factor_reason"][0]


@pytest.mark.parametrize(
    ("amount", "tier", "possible", "why"),
    [(12, None, "A/C/D", "factor-range"), (40_000, "A", "A", ""), ("0.5", "D", "D", "")],
)
def test_a_tier_stands_where_slip_and_reference_give_it(
    opened: Opened, amount: object, tier: str | None, possible: str, why: str
) -> None:
    """Per 万吨: 12 × 0.7143 and 12 × 7143; 40 000 × 0.7143 = 28 572; 0.5 × 7143 = 3571.5."""
    totals = opened([used("原煤", amount, "0.7143", unit="万吨")]).totals.row(0, named=True)
    assert (tier, possible, why) == (totals["tier"], totals["tiers_possible"], totals["tier_undecided_because"])


def test_a_slip_is_told_with_what_hangs_on_it(opened: Opened, intake_of: Callable[..., Intake]) -> None:
    """12 × (7143 − 0.7143) = 85 707.43."""
    rows = [used("原煤", 12, "0.7143", unit="万吨")]
    problems = energy_problems(opened(rows), intake_of(energy_consumption=rows))
    (problem,) = problems.filter(pl.col("code").str.starts_with("factor-")).to_dicts()
    assert "factor-off-reference" == problem["code"]
    for told in ("0.7143", "7143；", "85707.43", "上下限"):
        assert told in problem["message"]


@pytest.mark.parametrize("factor", ["0.3", "0", "30", "300", "0.000307", "1.22", "12.30"])
def test_an_equal_factor_that_no_plant_can_have_is_as_good_as_not_filed(
    opened: Opened, intake_of: Callable[..., Intake], factor: str
) -> None:
    """3000 万kWh: 3687 calorific (D); by the range 2.8 to 3.5 it is 8400 to 10 500 (C or A), not 900 or 900 000."""
    row = used("电力", 3000, "1.229", "万千瓦时", factor_equal=factor)
    account = opened([row])
    totals = account.totals.row(0, named=True)
    assert (None, D("8400.00"), D("10500.00"), "range") == tuple(
        totals[name] for name in ("tier", "tce_equal_low", "tce_equal_high", "equal_factor_origin")
    )
    told = energy_problems(account, intake_of(energy_consumption=[row]))
    assert [("equal-factor-impossible", "error")] == told.select("code", "severity").rows()


@pytest.mark.parametrize(("factor", "total"), [("1.229", "3687.00"), ("4.04", "12120.00"), ("12.29", "36870.00")])
def test_an_equal_factor_out_of_the_usual_that_a_plant_may_have_serves(opened: Opened, factor: str, total: str) -> None:
    """From the heat value itself up to ten times it."""
    rows = [used("电力", 3000, "1.229", "万千瓦时", factor_equal=factor)]
    assert D(total) == opened(rows).totals["tce_equal"][0]


def test_an_equal_factor_of_heat_that_no_boiler_can_have_leaves_the_equal_total_open(opened: Opened) -> None:
    """38 (kgce/GJ) for 0.038: 100 000 GJ × 0.0341 = 3410 at least, not 3 800 000."""
    totals = opened([used("热力", 100_000, "0.0341", "百万千焦", factor_equal="38")]).totals.row(0, named=True)
    assert (D("3410.00"), None) == (totals["tce_equal_low"], totals["tce_equal_high"])


def test_an_equal_factor_that_cannot_be_is_carried_to_no_other_table(opened: Opened) -> None:
    """300 of the own station's output stands nowhere: 1000 bought at 3.0 less 100 made at 3.0."""
    made = {
        "energy_name": "电力", "unit": "万千瓦时", "conversion_output": 100, "conversion_input": 0, "recovered": 0,
        "factor_equal": "300",
    }  # fmt: skip
    rows = [used("电力", 1000, "1.229", "万千瓦时", factor_equal="3.0"), used("煤矸石", 1000, "0.2857", "吨")]
    assert D("3.0") == opened(rows, [made]).totals["equal_factor"][0]
