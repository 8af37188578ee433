"""What was made and went nowhere is perhaps not to be taken off; every figure is worked out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest
from tests.conftest import Unread

from energy_audit.energy.account import EnergyAccount, open_account
from energy_audit.energy.problems import energy_problems
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Row = dict[str, Any]
Filed = Callable[..., tuple[EnergyAccount, Intake]]
COAL = {
    "energy_name": "原煤", "unit": "吨", "factor_adopted": "0.7143", "purchase_qty": 6000, "consumption_total": 6000,
    "consumption_industrial": 6000,
}  # fmt: skip
POWER = {"energy_name": "电力", "unit": "万千瓦时", "factor_adopted": "1.229", "factor_equal": "3.0"}
MADE = POWER | {"conversion_output": 800, "recovered": 0, "conversion_power": 0}
BURNT = {"energy_name": "原煤", "unit": "吨", "conversion_power": 3000, "conversion_output": 0, "recovered": 0}


def power(bought: object = 1000, used: object = 1000, **more: object) -> Row:
    return POWER | {"purchase_qty": bought, "consumption_total": used, "consumption_industrial": used, **more}


@pytest.fixture
def filed(intake_of: Callable[..., Intake], reference: Reference) -> Filed:
    def make(
        consumption: list[Row], conversion: list[Row], units: list[Row] | None = None, industry: str | None = "3011"
    ) -> tuple[EnergyAccount, Intake]:
        intake = intake_of(
            enterprise=units or [{"industry_code": industry}],
            energy_consumption=[COAL, *consumption],
            energy_conversion=[BURNT, *conversion],
        )
        return open_account(intake, identify_enterprises(intake, reference), reference), intake

    return make


def ends(account: EnergyAccount) -> tuple[D, D]:
    totals = account.totals.row(0, named=True)
    return totals["tce_calorific_low"], totals["tce_calorific_high"]


# coal 6,000 × 0.7143 = 4,285.80; 1,000 bought × 1.229 = 1,229; 800 made × 1.229 = 983.20
@pytest.mark.parametrize(
    ("row", "low", "high", "rest"),
    [
        # used = bought: 4,285.80 + 1,229 − 983.20 = 4,531.60, or 5,514.80 with nothing taken off
        (power(), "4531.60", "5514.80", "800"),
        (power(external_supply=0), "4531.60", "5514.80", "800"),  # what nobody else got was used here, and is not filed
        (power(external_supply=800), "4531.60", "4531.60", None),
        (power(transfer_out=800), "4531.60", "4531.60", None),
        # 300 sold: 500 × 1.229 = 614.50 are in doubt
        (power(external_supply=300), "4531.60", "5146.10", "500"),
        # used = bought + made: 4,285.80 + 2,212.20 − 983.20
        (power(used=1800), "5514.80", "5514.80", None),
        (power(used=1800, external_supply=0), "5514.80", "5514.80", None),
        # between: 4,285.80 + 1,597.70 − 983.20 = 4,900.30; 500 × 1.229 in doubt
        (power(used=1300), "4900.30", "5514.80", "500"),
        (power(used=1300, external_supply=500), "4900.30", "4900.30", None),
        # 8 of 1,800 (0.44 %) are within the tolerance of the balance, 10 (0.56 %) are not: 12.29
        (power(used=1792), "5504.97", "5504.97", None),
        (power(used=1790), "5502.51", "5514.80", "10"),
        # 9 of 1,800 are just within: 4,285.80 + 2,201.139 − 983.20
        (power(used=1791), "5503.74", "5503.74", None),
        # used for heating and cooking, no industrial use: 4,285.80 + 1,229 − 983.20 by industrial use
        (power(used=1000, consumption_total=1800), "4531.60", "4531.60", None),
    ],
)
def test_what_was_made_went_somewhere(filed: Filed, row: Row, low: str, high: str, rest: str | None) -> None:
    account, intake = filed([row], [MADE])
    assert ends(account) == (D(low), D(high))
    told = energy_problems(account, intake).filter(code="output-of-unknown-destination")
    assert told.select("table", "column", "value", "detail").rows() == (
        [] if rest is None else [("energy_conversion", "conversion_output", "800", rest)]
    )


# 900 made, 60 of them used: 4,285.80 + 73.74 − 1,106.10 = 3,253.44, or 840 × 1.229 = 1,032.36 more
@pytest.mark.parametrize(
    ("industry", "supplied", "high", "told"),
    [
        # its trade is to sell it, and what it sold is left blank
        ("4411", {}, "3253.44", ["output-presumed-sold"]),
        ("4411", {"external_supply": 840}, "3253.44", []),
        # it says that it sold nothing
        ("4411", {"external_supply": 0}, "4285.80", ["output-of-unknown-destination"]),
        ("4411", {"transfer_out": 0}, "4285.80", ["output-of-unknown-destination"]),
        # what cannot be read may be nothing, and so may be what was used: 4,285.80 + 73.74
        ("4411", {"external_supply": Unread("约八百")}, "4359.54", []),
        # hydropower and the grid turn no fuel into power for sale
        ("4413", {}, "4285.80", ["output-of-unknown-destination"]),
        ("4420", {}, "4285.80", ["output-of-unknown-destination"]),
        ("2521", {}, "3253.44", ["output-presumed-sold"]),
        ("3011", {}, "4285.80", ["output-of-unknown-destination"]),
        (None, {}, "4285.80", ["output-of-unknown-destination"]),
    ],
)
def test_a_trade_that_sells_energy_is_taken_to_have_sold_what_it_does_not_place(
    filed: Filed, industry: str | None, supplied: Row, high: str, told: list[str]
) -> None:
    account, intake = filed([power(0, 60, **supplied)], [MADE | {"conversion_output": 900}], industry=industry)
    assert ends(account) == (D("3253.44"), D(high))
    found = energy_problems(account, intake).filter(pl.col("code").str.starts_with("output-"))
    assert found.select("code", "value", "detail").rows() == [(code, "900", "840") for code in told]


# 20,000 GJ × 0.0341 = 682 off 4,285.80, or not
@pytest.mark.parametrize(
    ("industry", "high", "told"),
    [("3011", "4285.80", "output-of-unknown-destination"), ("4430", "3603.80", "output-presumed-sold")],
)
def test_without_a_row_in_table_2_nothing_says_where_heat_went(
    filed: Filed, industry: str, high: str, told: str
) -> None:
    heat = {
        "energy_name": "热力",
        "unit": "百万千焦",
        "factor_adopted": "0.0341",
        "conversion_output": 20_000,
        "recovered": 0,
    }
    account, intake = filed([], [heat], industry=industry)
    assert ends(account) == (D("3603.80"), D(high))
    found = energy_problems(account, intake).filter(pl.col("code").str.starts_with("output-"))
    assert found.select("code", "value").rows() == [(told, "20000")]


def test_one_of_several_rows_that_says_or_hides_what_was_sold_speaks_for_all(filed: Filed) -> None:
    """A power plant's 900 of which 60 were used: one row says that nothing was sold, or cannot be read."""
    made = [MADE | {"conversion_output": 900}]
    said, _ = filed([power(0, 30), power(0, 30, closing_stock=0, external_supply=0)], made, industry="4411")
    assert said.rows["output_unplaced"].any()
    hidden = power(0, 30, closing_stock=0, external_supply=Unread("约八百"))
    unread, _ = filed([power(0, 30), hidden], made, industry="4411")
    assert unread.rows["output_balance_unread"].any()


def test_what_was_recovered_and_made_is_placed_together(filed: Filed) -> None:
    """1,000 GJ made and 500 recovered, all 1,500 used: 4,285.80 + (1,500 − 1,500) × 0.0341; 1,200 used leave 300 in doubt."""
    heat = {"energy_name": "热力", "unit": "百万千焦", "factor_adopted": "0.0341"}
    made = heat | {"conversion_output": 1000, "recovered": 500}
    used = heat | {"purchase_qty": 0, "consumption_total": 1500, "consumption_industrial": 1500}
    assert ends(filed([used], [made])[0]) == (D("4285.80"), D("4285.80"))
    # −10.23 and + 10.23
    less = used | {"consumption_total": 1200, "consumption_industrial": 1200}
    assert ends(filed([less], [made])[0]) == (D("4275.57"), D("4285.80"))


def test_what_is_in_stock_is_placed(filed: Filed) -> None:
    """1,000 t of coke × 0.9714 = 971.40 off 4,285.80: 400 sold, 650 in stock where 50 were before."""
    coke = {"energy_name": "焦炭", "unit": "吨", "factor_adopted": "0.9714"}
    row = coke | {
        "purchase_qty": 0, "consumption_total": 0, "consumption_industrial": 0,
        "opening_stock": 50, "external_supply": 400, "closing_stock": 650,
    }  # fmt: skip
    made = coke | {"conversion_output": 1000, "recovered": 0}
    assert ends(filed([row], [made])[0]) == (D("3314.40"), D("3314.40"))
    # 600 in stock less: 582.84
    assert ends(filed([row | {"closing_stock": 50}], [made])[0]) == (D("3314.40"), D("3897.24"))


def test_what_one_site_makes_another_may_use(filed: Filed) -> None:
    """1,000 + 800 used, 1,000 bought at one site, 800 made at the other."""
    units = [{"industry_code": "3011", "site": site} for site in ("东厂", "西厂")]
    consumption = [power() | {"site": "东厂"}, power(0, 800) | {"site": "东厂"}, COAL | {"site": "西厂"}]
    account, _ = filed([*consumption], [MADE | {"site": "西厂"}], [*units])
    assert not account.rows["output_unplaced"].any()


def test_two_rows_of_output_share_what_is_in_doubt(filed: Filed) -> None:
    """500 and 300 made, 600 of them used: 200 × 1.229 = 245.80 in doubt, of the last row."""
    made = [MADE | {"conversion_output": amount} for amount in (500, 300)]
    account, intake = filed([power(used=1600)], made)
    # 4,285.80 + 1,966.40 − 983.20
    assert ends(account) == (D("5269.00"), D("5514.80"))
    told = energy_problems(account, intake).filter(code="output-of-unknown-destination")
    assert told.select("value", "detail").rows() == [("300", "200")]


def test_a_supply_that_nobody_can_read_may_be_all_or_nothing(filed: Filed) -> None:
    """The cell itself is asked about: nothing is said of the output."""
    account, intake = filed([power(external_supply=Unread("约八百"))], [MADE])
    assert ends(account) == (D("4531.60"), D("5514.80"))
    assert energy_problems(account, intake).filter(code="output-of-unknown-destination").is_empty()


def test_a_row_of_an_energy_that_nobody_knows_may_be_where_it_went(filed: Filed) -> None:
    """Nothing is asked of the output: the name of that row is asked about already. A row of nothing hides nothing."""
    unknown = power(0, 800) | {"energy_name": "看不清"}
    account, intake = filed([power(), unknown], [MADE])
    assert account.rows["output_unplaced"].any()
    assert energy_problems(account, intake).filter(code="output-of-unknown-destination").is_empty()
    account, intake = filed([power(), power(0, 0, consumption_total=800) | {"energy_name": "看不清"}], [MADE])
    assert energy_problems(account, intake).filter(code="output-of-unknown-destination").is_empty()
    account, intake = filed([power(), power(0, 0) | {"energy_name": "看不清"}], [MADE])
    assert 1 == energy_problems(account, intake).filter(code="output-of-unknown-destination").height


def test_the_carbon_has_the_two_ends_too(filed: Filed) -> None:
    """Power that was sold leaves 200 bought net, else 1,000, × 5.683 t (Guizhou 2023); coal is not told apart here."""
    account, _ = filed([power()], [MADE], [{"industry_code": "3011", "region_code": "520100"}])
    totals = account.totals.row(0, named=True)
    assert (D("1136.60"), D("5683.00")) == (totals["co2_electricity_t_low"], totals["co2_electricity_t_high"])
