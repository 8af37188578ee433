"""The arithmetic of GB/T 2589, case by case; every expected figure is worked out in its comment."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.conftest import Unread

from energy_audit.energy.account import EnergyAccount, open_account
from energy_audit.energy.problems import energy_problems
from energy_audit.filing.intake import Intake
from energy_audit.filing.problems.problem import conformed
from energy_audit.reference.tables import Reference, load_reference
from energy_audit.resources import folder

USCC = "91520000000000001X"
Books = Callable[..., dict[str, Any]]


@pytest.fixture
def books(intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]) -> Books:
    """Open the account of one enterprise and return its totals as a dict."""

    def make(
        consumption: list[dict[str, Any]],
        conversion: list[dict[str, Any]] = [],  # noqa: B006 - never changed
        nonfossil: list[dict[str, Any]] = [],  # noqa: B006 - never changed
        *,
        division: str | None = "30",
        industrial: bool | None = True,
        designated: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        account = account_of(
            intake_of,
            reference,
            consumption,
            conversion,
            nonfossil,
            division,
            industrial,
            designated,
            unit_of,
            **options,
        )
        return account.totals.row(0, named=True)

    return make


def account_of(
    intake_of: Callable[..., Intake],
    reference: Reference,
    consumption: list[dict[str, Any]],
    conversion: list[dict[str, Any]],
    nonfossil: list[dict[str, Any]],
    division: str | None,
    industrial: bool | None,
    designated: bool,
    unit_of: Callable[..., pl.DataFrame],
    *,
    industry: str | None = None,
    listed: bool = False,
    **options: Any,
) -> EnergyAccount:
    intake = intake_of(energy_consumption=consumption, energy_conversion=conversion, nonfossil=nonfossil)
    enterprises = unit_of(
        division=division, industry=industry, industrial=industrial, designated=designated, listed=listed
    )
    return open_account(intake, enterprises, reference, **options)


def used(name: str, amount: object, unit: str, factor: object = None, **more: object) -> dict[str, Any]:
    """One row of table 2 that was bought and used up in production."""
    return {
        "energy_name": name,
        "unit": unit,
        "consumption_total": amount,
        "consumption_industrial": amount,
        "consumption_nonindustrial": 0,
        "purchase_qty": amount,
        "opening_stock": 0,
        "closing_stock": 0,
        "factor_adopted": factor,
        **more,
    }


def made(
    name: str, unit: str, output: object = 0, recovered: object = 0, factor: object = None, **more: object
) -> dict[str, Any]:
    """One row of table 2-1."""
    return {
        "energy_name": name,
        "unit": unit,
        "conversion_output": output,
        "recovered": recovered,
        "factor_adopted": factor,
        **more,
    }


@pytest.mark.parametrize(("factor", "equal"), [("2.9", "6638.61"), ("3.0", "6788.61"), ("3.07", "6893.61")])
def test_basis_changes_the_tier(books: Books, factor: str, equal: str) -> None:
    """Coal 3000×0.7143 = 2142.90, diesel 100×1.4571 = 145.71, power 1500×1.229 = 1843.50: 4132.11 calorific.

    Equal value: 2288.61 + 1500×g.
    """
    rows = [
        used("原煤", 3000, "吨", "0.7143"),
        used("柴油", 100, "吨", "1.4571"),
        used("电力", 1500, "万千瓦时", "1.229", factor_equal=factor),
    ]
    totals = books(rows)
    assert D("4132.11") == totals["tce_calorific"]
    assert D(equal) == totals["tce_equal"]
    assert ("D", "C", None, True) == tuple(
        totals[k] for k in ("tier_calorific", "tier_equal", "tier", "basis_sensitive")
    )
    assert totals["key_energy_user"] is None


def test_coking_is_not_counted_twice(books: Books) -> None:
    """Input 900000 + own gas 68568 + power 3687 = 972255; output 699408 + 142850 + 33000 = 875258; net 96997."""
    rows = [
        used("洗精煤", 1_000_000, "吨", "0.9"),
        used("焦炉煤气", 12000, "万立方米", "5.714", purchase_qty=0),
        used("电力", 3000, "万千瓦时", "1.229", factor_equal="3.0"),
    ]
    conversion = [
        made("焦炭", "吨", 720_000, factor="0.9714"),
        made("焦炉煤气", "万立方米", 25000, factor="5.714"),
        made("其他焦化产品", "吨", 30000, factor="1.1"),
    ]
    assert D("96997.00") == books(rows, conversion, division="25")["tce_calorific"]
    # own gas left out: 68568 less; output left out: ten times as much, and only an upper end
    assert D("28429.00") == books([rows[0], rows[2]], conversion, division="25")["tce_calorific"]
    without = books(rows, division="25")
    assert (None, D("972255.00")) == (without["tce_calorific_low"], without["tce_calorific_high"])


@pytest.mark.parametrize(
    ("fuel", "outputs", "efficiency"),
    [
        # 875258 / 900000
        (
            used("洗精煤", 1_000_000, "吨", "0.9"),
            [
                made("焦炭", "吨", 720_000, factor="0.9714"),
                made("焦炉煤气", "万立方米", 25000, factor="5.714"),
                made("其他焦化产品", "吨", 30000, factor="1.1"),
            ],
            "0.9725",
        ),
        # 220000 × 1.229 / 714300
        (used("原煤", 1_000_000, "吨", "0.7143"), [made("电力", "万千瓦时", 220_000, factor="1.229")], "0.3785"),
    ],
)
def test_efficiency_of_a_conversion(
    intake_of: Callable[..., Intake],
    reference: Reference,
    unit_of: Callable[..., pl.DataFrame],
    fuel: dict[str, Any],
    outputs: list[dict[str, Any]],
    efficiency: str,
) -> None:
    """What leaves over what enters, in tce, as the rows of the account have it."""
    rows = account_of(intake_of, reference, [fuel], outputs, [], "25", True, False, unit_of).rows
    entered, left = (
        rows.filter(pl.col("flow") == flow)["tce_calorific_low"].sum() for flow in ("consumption", "output")
    )
    assert D(efficiency) == round(-left / entered, 4)


def test_cement_with_waste_heat_power_counts_bought_power_only(books: Books) -> None:
    """142860 + 9500×1.229 + 12276 − 3500×1.229 − 12276 = 142860 + 6000×1.229 = 150234."""
    rows = [
        used("原煤", 200_000, "吨", "0.7143"),
        used("电力", 9500, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=6000),
        used("余热余压", 360_000, "百万千焦", "0.0341", purchase_qty=0),
    ]
    conversion = [
        made("电力", "万千瓦时", 3500, factor="1.229"),
        made("余热余压", "百万千焦", recovered=360_000, factor="0.0341"),
    ]
    totals = books(rows, conversion)
    assert D("150234.00") == totals["tce_calorific"]
    assert "A" == totals["tier"]
    # equal value: 142860 + (9500 − 3500) × 3.0
    assert D("160860.00") == totals["tce_equal"]


def test_power_plant_is_judged_by_the_calorific_basis(books: Books) -> None:
    """Coal 714300 − power 220000×1.229 = 443920; equal value 714300 − 220000×3.0 = 54300."""
    rows = [used("原煤", 1_000_000, "吨", "0.7143")]
    conversion = [made("电力", "万千瓦时", 220_000, factor="1.229", factor_equal="3.0")]
    totals = books(rows, conversion, division="44")
    assert (D("443920.00"), D("54300.00")) == (totals["tce_calorific"], totals["tce_equal"])
    assert totals["net_producer"] is True
    assert ("A", False) == (totals["tier"], totals["basis_sensitive"])


@pytest.mark.parametrize(
    ("tonnes", "tce", "tier", "user"),
    [
        ("4999.99", "4999.99", "D", False),
        ("4999.994", "4999.99", "D", False),
        ("4999.995", "5000.00", "C", True),
        ("5000", "5000.00", "C", True),
        ("5000.01", "5000.01", "C", True),
        ("9999.99", "9999.99", "C", True),
        ("10000", "10000.00", "A", True),
    ],
)
def test_the_lines_are_met_at_the_line(books: Books, tonnes: str, tce: str, tier: str, user: bool) -> None:
    """Energy filed in tce: the total is the figure itself, rounded half up once."""
    totals = books([used("其他燃料", tonnes, "吨标准煤", 1)])
    assert (D(tce), tier, user) == (totals["tce_calorific"], totals["tier"], totals["key_energy_user"])


def test_designated_units_below_10000_are_tier_b(books: Books) -> None:
    for tonnes in ("3000", "7000"):
        totals = books([used("其他燃料", tonnes, "吨标准煤", 1)], designated=True)
        assert ("B", True, True) == (totals["tier"], totals["key_energy_user"], totals["statutory_key_user"])


@pytest.mark.parametrize(
    ("electricity", "designated", "possible", "owes"),
    [
        (4000, True, "A/B", True),  # 4,916 or 12,000 tce: bound on either basis
        (4000, False, "A/D", None),
        (2000, False, "C/D", False),  # 2,458 or 6,000: bound on neither
        (2000, True, "B", True),
        (5000, False, "A/C", None),
        (9000, False, "A", True),
    ],
)
def test_what_a_and_b_owe_alike_does_not_wait_for_the_basis(
    books: Books, electricity: int, designated: bool, possible: str, owes: bool | None
) -> None:
    totals = books([used("电力", electricity, "万千瓦时", "1.229", factor_equal="3")], designated=designated)
    assert (possible, owes) == (totals["tiers_possible"], totals["key_user_duties"])


def test_statutory_status_of_c_waits_for_the_designation_list(books: Books) -> None:
    rows = [used("其他燃料", 7000, "吨标准煤", 1)]
    assert books(rows)["statutory_key_user"] is None
    assert books(rows, listed=True)["statutory_key_user"] is False


@pytest.mark.parametrize(
    "unused",
    [
        {"energy_name": "煤泥", "unit": "吨"},  # a range and no reference
        {"energy_name": "生物质废料用于燃料", "unit": "吨"},  # a reference that is not verified
        {"energy_name": "热力", "unit": "百万千焦"},  # no equal-value factor
        {"energy_name": "某种燃料", "unit": "吨"},
        {"energy_name": "柴油", "unit": "车"},
    ],
)
def test_nothing_of_an_energy_is_nothing_whatever_its_factor(books: Books, unused: dict[str, Any]) -> None:
    """3,000 t of raw coal are 2,142.90 tce, and zeros beside them change nothing."""
    coal = {
        "energy_name": "原煤",
        "unit": "吨",
        "consumption_total": 3000,
        "consumption_industrial": 3000,
        "purchase_qty": 3000,
    }
    total = books([coal, {**unused, "consumption_total": 0, "consumption_industrial": 0}])
    ends = {total[f"tce_{basis}_{end}"] for basis in ("calorific", "equal") for end in ("low", "high")}
    assert ({D("2142.90")}, "D") == (ends, total["tier"])


@pytest.mark.parametrize(
    ("energy", "unit", "source", "made", "ends"),
    [
        ("原煤", "吨", "实测", None, (D(0), None)),
        ("原煤", "吨", None, None, (D(0), None)),
        # said to be the reference it is the reference: 20,000 × 0.7143
        ("原煤", "吨", "参考", None, (D(14_286), D(14_286))),
        # the other table files it: 20,000 × 0.6 − 1,000 × 0.6
        ("原煤", "吨", "实测", "0.6", (D(11_400), D(11_400))),
        # a kilowatt-hour has one heat value: 20,000 × 1.229
        ("电力", "万千瓦时", "实测", None, (D(24_580), D(24_580))),
    ],
)
def test_a_filed_factor_that_cannot_be_read_is_not_taken_for_the_reference(
    books: Books, energy: str, unit: str, source: str | None, made: str | None, ends: tuple[D | None, D | None]
) -> None:
    row = {"energy_name": energy, "unit": unit}
    sold = {} if made is None else {"external_supply": 1_000}
    used = {"purchase_qty": 20_000, "consumption_total": 20_000, "consumption_industrial": 20_000, **sold}
    washed = [] if made is None else [{**row, "conversion_output": 1_000, "recovered": 0, "factor_adopted": made}]
    total = books([{**row, **used, "factor_adopted": Unread("0.5左右"), "factor_source": source}], washed)
    assert ends == (total["tce_calorific_low"], total["tce_calorific_high"])


@pytest.mark.parametrize(("raw", "consumed"), [(1_000, D("714.30")), (0, D(0)), (None, None), (Unread("约一千"), None)])
def test_feedstock_that_is_not_filled_in_or_cannot_be_read_is_not_none(
    books: Books, raw: object, consumed: D | None
) -> None:
    """1,000 × 0.7143; a claim is set against what table 2 shows, and a cell nobody can read shows nothing."""
    used = {"purchase_qty": 20_000, "consumption_total": 20_000, "consumption_industrial": 20_000}
    total = books(
        [{"energy_name": "原煤", "unit": "吨", "factor_adopted": "0.7143", **used, "consumption_feedstock": raw}]
    )
    assert consumed == total["feedstock_consumed_tce"]


def test_beside_feedstock_that_is_filled_in_a_blank_is_none(books: Books) -> None:
    """1,000 × 0.7143 of coal; and what is not claimed is not taken off, whatever table 2 leaves blank."""
    coal = used("原煤", 20_000, "吨", "0.7143")
    diesel = used("柴油", 100, "吨", "1.4571")
    totals = books([coal | {"consumption_feedstock": 1_000}, diesel])
    assert D("714.30") == totals["feedstock_consumed_tce"]
    claim = {"feedstock_tce": 0, "re_self_kwh": 0, "green_power_kwh": 0, "gec_kwh": 0}
    assert D("14431.71") == books([coal, diesel], nonfossil=[claim])["tce_calorific_less_feedstock"]


def test_unreadable_consumption_opens_the_top(books: Books) -> None:
    """6000 readable, the other row unreadable: at least 6000, no upper end; C or A."""
    rows = [used("其他燃料", 6000, "吨标准煤", 1), used("柴油", None, "吨", "1.4571")]
    totals = books(rows)
    assert (D("6000.00"), None, None) == tuple(totals[f"tce_calorific{k}"] for k in ("_low", "_high", ""))
    assert (None, "A/C", True) == (totals["tier"], totals["tiers_possible"], totals["key_energy_user"])


def test_unreadable_consumption_above_the_top_line_is_still_certain(books: Books) -> None:
    rows = [used("其他燃料", 12000, "吨标准煤", 1), used("柴油", None, "吨", "1.4571")]
    assert "A" == books(rows)["tier"]


def test_unreadable_output_opens_the_bottom(books: Books) -> None:
    rows = [used("其他燃料", 4000, "吨标准煤", 1)]
    totals = books(rows, [made("焦炭", "吨", None, factor="0.9714")])
    assert (None, D("4000.00")) == (totals["tce_calorific_low"], totals["tce_calorific_high"])
    assert "D" == totals["tier"]


def test_a_factor_that_is_a_range_gives_both_ends(books: Books) -> None:
    """Natural gas 400 万立方米 × 11.0 … 13.3 = 4400 … 5320."""
    totals = books([used("天然气", 400, "万立方米")])
    assert (D("4400.00"), D("5320.00"), None) == tuple(totals[f"tce_calorific{k}"] for k in ("_low", "_high", ""))
    assert totals["tier"] is None


def test_a_factor_filed_in_one_table_serves_the_other(books: Books) -> None:
    """The coking plant above with the factors of coke and gas left to one table: 972255 − 875258 = 96997 all the same."""
    rows = [
        used("洗精煤", 1_000_000, "吨", "0.9"),
        used("焦炉煤气", 12000, "万立方米", "5.714", purchase_qty=0),
        used("电力", 3000, "万千瓦时", "1.229", factor_equal="3.0"),
    ]
    conversion = [
        made("焦炭", "吨", 720_000, factor="0.9714"),
        made("焦炉煤气", "立方米", 250_000_000),
        made("其他焦化产品", "吨", 30000, factor="1.1"),
    ]
    assert D("96997.00") == books(rows, conversion, division="25")["tce_calorific"]
    rows[1]["factor_adopted"], conversion[1]["factor_adopted"] = None, "0.0005714"
    assert D("96997.00") == books(rows, conversion, division="25")["tce_calorific"]


def test_several_factors_in_one_table_leave_both_ends_in_the_other(books: Books) -> None:
    """Coal 1000 × 0.5 + 1000 × 0.6 = 1100; 100 made of it at 0.5 … 0.6: 1040 … 1050. Fuel 6000 beside it."""
    rows = [
        used("原煤", 1000, "吨", "0.5"),
        used("原煤", 1000, "吨", "0.6", external_supply=100),
        used("其他燃料", 6000, "吨标准煤", 1),
    ]
    totals = books(rows, [made("原煤", "吨", 100)])
    assert (D("7040.00"), D("7050.00")) == (totals["tce_calorific_low"], totals["tce_calorific_high"])


def test_a_blank_factor_of_the_same_table_is_not_guessed(books: Books) -> None:
    """Two lots of coal, one measured: 1000 × 0.5 + 1000 × 0.7143 = 1214.30."""
    rows = [used("原煤", 1000, "吨", "0.5"), used("原煤", 1000, "吨"), used("其他燃料", 6000, "吨标准煤", 1)]
    assert D("7214.30") == books(rows)["tce_calorific"]


def test_own_gas_of_unknown_factor_nets_out(books: Books) -> None:
    """Coke-oven gas made 100 and burnt 100 without a filed factor: whatever the factor is, it cancels."""
    rows = [used("其他燃料", 6000, "吨标准煤", 1), used("焦炉煤气", 100, "万立方米", purchase_qty=0)]
    totals = books(rows, [made("焦炉煤气", "万立方米", 100)])
    assert D("6000.00") == totals["tce_calorific"]


@pytest.mark.parametrize(("second", "one"), [("2.9", D("2.9")), ("3.2", None)])
def test_power_at_factors_of_its_own_has_no_one_factor(books: Books, second: str, one: D | None) -> None:
    rows = [used("电力", 2000, "万千瓦时", factor_equal=each) for each in ("2.9", second)]
    assert one == books([rows[0], rows[1] | {"closing_stock": 1}])["equal_factor"]


def test_electricity_without_equal_factor_gives_the_seen_range(books: Books) -> None:
    """2000 万kWh: 5600 … 7000 by 2.8 … 3.5; given 3.0 for the batch: 6000."""
    rows = [used("电力", 2000, "万千瓦时", "1.229")]
    totals = books(rows)
    assert (D("2458.00"), D("5600.00"), D("7000.00")) == (
        totals["tce_calorific"],
        totals["tce_equal_low"],
        totals["tce_equal_high"],
    )
    assert ("D", "C", "range") == (totals["tier_calorific"], totals["tier_equal"], totals["equal_factor_origin"])
    assert D("6000.00") == books(rows, equal_factor=D("3.0"))["tce_equal"]
    assert ("C", "D") == (books(rows, basis="equal")["tier"], books(rows, basis="calorific")["tier"])


def test_a_loaded_equal_factor_serves_before_the_range_and_after_what_was_filed_or_given(
    intake_of: Callable[..., Intake], unit_of: Callable[..., pl.DataFrame], tmp_path: Path
) -> None:
    """1000 万kWh: loaded 3.02 → 3020; given 3.1 → 3100; filed 3.15 → 3150."""
    shutil.copytree(folder("rules") / "reference", tmp_path / "reference")
    with (tmp_path / "reference" / "equal_factors.csv").open("a", encoding="utf-8") as slot:
        slot.write("2025,520000,3.02,tce/万千瓦时,,,某文件 第一条,,high,in_force,\n")
    tables = load_reference(tmp_path)

    def opened(factor_equal: str | None, **options: Any) -> tuple[Any, ...]:
        rows = [used("电力", 1000, "万千瓦时", "1.229", factor_equal=factor_equal)]
        account = account_of(intake_of, tables, rows, [], [], "30", True, False, unit_of, **options)
        totals = account.totals.row(0, named=True)
        return totals["tce_equal"], totals["equal_factor_origin"], totals["equal_factor_ground"]

    assert (D("3020.00"), "loaded", "某文件 第一条") == opened(None)
    assert (D("3100.00"), "given", None) == opened(None, equal_factor=D("3.1"))
    assert (D("3150.00"), "filed", None) == opened("3.15", equal_factor=D("3.1"))


@pytest.mark.parametrize(
    ("unit", "factor", "name"),
    [
        ("万千瓦时", "3.024", "2024年全国供电煤耗"),
        ("千瓦时", "0.000404", "旧统计口径0.404（上世纪末，GB/T 2589不再采用）"),
        ("万千瓦时", "3.0777", None),
    ],
)
def test_a_common_choice_of_the_equal_factor_is_named(books: Books, unit: str, factor: str, name: str | None) -> None:
    """302.4 gce/kWh = 3.024 tce per 10^4 kWh: the rate of supply, where the standard asks for generation."""
    known = books([used("电力", 1000, unit, factor_equal=factor)])["equal_factor_known_as"]
    assert known is None if name is None else known.startswith(name)


def test_bought_heat_without_equal_factor_leaves_the_equal_total_open(books: Books) -> None:
    """Heat 100000 GJ × 0.0341 = 3410 calorific; its making took at least that."""
    totals = books([used("热力", 100_000, "百万千焦", "0.0341")])
    assert (D("3410.00"), D("3410.00"), None) == (
        totals["tce_calorific"],
        totals["tce_equal_low"],
        totals["tce_equal_high"],
    )


def test_coal_parts_that_add_up_count_at_their_own_factors(books: Books) -> None:
    """600×0.9428 + 400×0.7143 = 565.68 + 285.72 = 851.40; the parent at 0.7143 would give 714.30."""
    rows = [
        used("原煤", 1000, "吨", "0.7143"),
        used("无烟煤", 600, "吨", "0.9428"),
        used("一般烟煤", 400, "吨", "0.7143"),
    ]
    assert D("851.40") == books(rows)["tce_calorific"]


def test_coal_parts_that_do_not_add_up_leave_the_rest_as_a_lower_bound(books: Books) -> None:
    """Coal of 01 (714.30) or of 02 (565.68), nobody knows; the other 20 000 tce are certain: at least A."""
    rows = [
        used("原煤", 1000, "吨", "0.7143"),
        used("无烟煤", 600, "吨", "0.9428"),
        used("其他燃料", 20000, "吨标准煤", 1),
    ]
    totals = books(rows)
    assert (D("20000.00"), None, True) == (
        totals["tce_calorific_low"],
        totals["tce_calorific_high"],
        totals["coal_parts_disagree"],
    )
    assert "A" == totals["tier"]


def test_coal_in_dispute_below_the_line_decides_no_tier(books: Books) -> None:
    """4000 certain, coal unknown: 4000 or more, so D, C and A all remain."""
    rows = [
        used("原煤", 1000, "吨", "0.7143"),
        used("无烟煤", 600, "吨", "0.9428"),
        used("其他燃料", 4000, "吨标准煤", 1),
    ]
    totals = books(rows)
    assert (D("4000.00"), None, None, "A/C/D") == tuple(
        totals[k] for k in ("tce_calorific_low", "tce_calorific_high", "tier", "tiers_possible")
    )


def test_coal_made_in_dispute_opens_the_bottom(books: Books) -> None:
    """Output is taken off: 6000 is the most it can be."""
    conversion = [made("原煤", "吨", 1000, factor="0.7143"), made("无烟煤", "吨", 600, factor="0.9428")]
    totals = books([used("其他燃料", 6000, "吨标准煤", 1)], conversion)
    assert (None, D("6000.00"), None) == tuple(totals[k] for k in ("tce_calorific_low", "tce_calorific_high", "tier"))


@pytest.mark.parametrize(
    ("raw_coal", "anthracite", "lignite", "disagree"),
    [
        ("1000", None, "0", None),
        ("1000", "600", None, None),
        ("1000", "1200", None, True),
        ("1000", "600", "300", True),
        ("1000", "600", "400", False),
    ],
)
def test_coal_that_cannot_be_read_is_not_called_a_wrong_sum(
    books: Books, raw_coal: str | None, anthracite: str | None, lignite: str | None, *, disagree: bool | None
) -> None:
    """1000 = 600 + an unread kind may hold; 1000 < 1200 + an unread kind cannot, whatever the kind is."""
    rows = [
        used("原煤", raw_coal, "吨", "0.7143"),
        used("无烟煤", anthracite, "吨", "0.9428"),
        used("褐煤", lignite, "吨", "0.4286"),
    ]
    assert disagree is books(rows)["coal_parts_disagree"]


def test_the_total_row_is_never_added(books: Books) -> None:
    rows = [
        used("柴油", 1000, "吨", "1.4571"),
        {
            "energy_code": "40",
            "energy_name": "能源合计",
            "consumption_industrial": "1457.1",
            "consumption_total": "1457.1",
        },
    ]
    assert D("1457.10") == books(rows)["tce_calorific"]


def test_units_do_not_matter(books: Books) -> None:
    """1 000 000 kg = 1000 t = 0.1 万吨; factors per filed unit follow the reference."""
    same = [
        books([used("柴油", amount, unit)])["tce_calorific"]
        for amount, unit in ((1_000_000, "千克"), (1000, "吨"), ("0.1", "万吨"))
    ]
    assert [D("1457.10")] * 3 == same


@pytest.mark.parametrize("code", ["33", "33.0", "３３", " 33 "])
def test_a_code_is_read_however_its_digits_are_typed(books: Books, code: str) -> None:
    """1000 万千瓦时 × 1.229."""
    assert D("1229.00") == books([used("电力", 1000, "万千瓦时", energy_code=code)])["tce_calorific"]


def test_litres_need_a_density(books: Books) -> None:
    """1 000 000 L × 0.84 kg/L = 840 t × 1.4571 = 1223.96 (1223.964)."""
    assert D("1223.96") == books([used("柴油", 1_000_000, "升", density="0.84")])["tce_calorific"]
    totals = books([used("柴油", 1_000_000, "升")])
    assert (D("0.00"), None) == (totals["tce_calorific_low"], totals["tce_calorific_high"])


def test_unknown_energy_or_unit_is_never_zero(books: Books) -> None:
    for row in (used("神秘燃料", 10, "吨", 1), used("柴油", 10, "桶", 1)):
        totals = books([used("其他燃料", 6000, "吨标准煤", 1), row])
        assert (D("6000.00"), None) == (totals["tce_calorific_low"], totals["tce_calorific_high"])


@pytest.mark.parametrize(
    ("name", "unit", "bought", "low", "high"),
    [
        ("新水", "吨", 100_000, "25.71", "25.71"),  # 100 000 t × 0.0002571
        ("自来水", "立方米", 100_000, "25.71", "25.71"),  # 1 m³ of water is 1 t
        ("压缩空气", "万立方米", 50, "20.00", "20.00"),  # 50 × 0.4
        ("氮气", "万立方米", 10, "40.00", "67.14"),  # by-product 4.0 or main product 6.714, not said
        ("氧气", "万立方米", None, None, None),  # how much was bought is not known
        ("除氧水", "吨", 0, "0.00", "0.00"),  # made, not bought
    ],
)
def test_media_stand_apart_and_leave_the_total_as_it_is(
    books: Books, name: str, unit: str, bought: object, low: str | None, high: str | None
) -> None:
    """6000 tce of fuel stay 6000; water is neither an unknown energy nor a part of the total."""
    medium = used(name, bought or 10, unit) | {"purchase_qty": bought}
    totals = books([used("其他燃料", 6000, "吨标准煤", 1), medium])
    assert D("6000.00") == totals["tce_calorific"]
    ends = tuple(totals[k] for k in ("media_tce_low", "media_tce_high"))
    assert (None if low is None else D(low), None if high is None else D(high)) == ends


def test_fresh_water_tripled_with_the_edition_of_2020(
    intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]
) -> None:
    """2020 is judged by the edition of 2008 (0.0857 kgce/t), 2021 by that of 2020 (0.2571)."""
    for year, tce in ((2020, "8.57"), (2021, "25.71")):
        rows = [used("新水", 100_000, "吨") | {"report_year": year}]
        frame = unit_of(year)
        totals = open_account(intake_of(energy_consumption=rows), frame, reference).totals.row(0, named=True)
        assert D(tce) == totals["media_tce_low"]


def test_no_energy_table_is_no_total(books: Books) -> None:
    totals = books([])
    assert (None, None, None, None) == tuple(
        totals[k] for k in ("tce_calorific", "tce_calorific_low", "tier", "key_energy_user")
    )


def test_a_hospital_counts_all_it_uses(books: Books) -> None:
    """Section Q has no industrial production: 800×1.4571 = 1165.68 by total consumption."""
    row = used("柴油", 800, "吨", "1.4571") | {"consumption_industrial": None, "consumption_nonindustrial": 800}
    assert D("1165.68") == books([row], division="84", industrial=False)["tce_calorific"]


def test_nonindustrial_use_that_would_change_the_tier_empties_it(books: Books) -> None:
    """4800 industrial (D), 5200 in total (C)."""
    row = used("其他燃料", 5200, "吨标准煤", 1) | {"consumption_industrial": 4800, "consumption_nonindustrial": 400}
    totals = books([row])
    assert (D("4800.00"), None, True) == (
        totals["tce_calorific"],
        totals["tier"],
        totals["tier_blocked_by_nonindustrial"],
    )


@pytest.mark.parametrize(
    ("industrial", "total", "tier", "blocked", "possible"),
    [
        (4800, Unread("五千二"), None, None, "A/C/D"),
        (4800, None, "D", False, "D"),  # a blank one says nothing
        (12_000, Unread("一万二"), "A", False, "A"),  # by any total
        (4800, 4800, "D", False, "D"),
    ],
)
def test_a_total_that_cannot_be_read_may_give_another_tier(
    books: Books, industrial: int, total: object, tier: str | None, blocked: bool | None, possible: str
) -> None:
    row = used("其他燃料", industrial, "吨标准煤", 1) | {"consumption_total": total}
    totals = books([row])
    assert (tier, blocked, possible) == (
        totals["tier"],
        totals["tier_blocked_by_nonindustrial"],
        totals["tiers_possible"],
    )
    assert totals["tier_undecided_because"] == ("total-open" if tier is None else "")


def test_an_open_total_hides_no_doubt_about_a_factor(books: Books) -> None:
    """Coal 1200 t × 7.143 = 8571.6, by the reference ten times less; beside it a quantity nobody can read."""
    coal = used("原煤", 1200, "吨", "7.143", factor_source="参考")
    unread = used("柴油", 10, "吨", "1.4571") | {"consumption_industrial": Unread("十来吨")}
    assert ("C/D", None) == tuple(books([coal])[name] for name in ("tiers_possible", "key_energy_user"))
    assert ("A/C/D", None) == tuple(books([coal, unread])[name] for name in ("tiers_possible", "key_energy_user"))


def test_a_factor_far_off_that_would_change_the_tier_empties_it(books: Books) -> None:
    """Coal 10000 t × 0.4 = 4000 (D) filed; × 0.7143 = 7143 (C) by reference."""
    totals = books([used("原煤", 10_000, "吨", "0.4")])
    assert (D("4000.00"), None, True) == (totals["tce_calorific"], totals["tier"], totals["tier_blocked_by_factor"])


def test_a_factor_of_zero_never_passes_in_silence(books: Books) -> None:
    totals = books([used("原煤", 10_000, "吨", 0)])
    assert (None, True) == (totals["tier"], totals["tier_blocked_by_factor"])


def test_a_factor_within_five_per_cent_stands(books: Books) -> None:
    """0.7143 × 1.05 = 0.750015 is inside; a measured value is the better one."""
    totals = books([used("原煤", 10_000, "吨", "0.75")])
    assert ("C", False) == (totals["tier"], totals["tier_blocked_by_factor"])


@pytest.mark.parametrize(
    ("source", "factor", "tier", "blocked"),
    [
        ("参考", "0.69", None, True),  # 14100 × 0.69 = 9729 (C); the reference gives 10071.63 (A)
        ("参考", "0.7108", "A", False),  # 0.49 % below: rounding; 10022.28
        ("实测", "0.69", "C", False),  # measured, 3.4 % below: the better value
    ],
)
def test_a_factor_said_to_be_the_reference_may_only_be_rounded(
    books: Books, source: str, factor: str, tier: str | None, blocked: bool
) -> None:
    totals = books([used("原煤", 14_100, "吨", factor, factor_source=source)])
    assert (tier, blocked) == (totals["tier"], totals["tier_blocked_by_factor"])


def test_a_missing_conversion_table_leaves_only_the_gross_figure(books: Books) -> None:
    """A coking plant without table 2-1: at most 900000, nothing below is certain."""
    totals = books([used("洗精煤", 1_000_000, "吨", "0.9")], division="25")
    assert (None, D("900000.00"), True) == (
        totals["tce_calorific_low"],
        totals["tce_calorific_high"],
        totals["conversion_table_likely_missing"],
    )
    assert totals["tier"] is None


def test_consumption_beyond_supply_hints_at_a_missing_conversion_table(books: Books) -> None:
    row = used("电力", 1000, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=400)
    assert books([row])["conversion_table_likely_missing"] is True


@pytest.mark.parametrize(
    ("supplied", "missing"),
    [
        (0, False),
        # 1000 bought, 1000 consumed, 4.97 sold: 0.4977 % of what is used, within 0.5 %
        ("4.97", False),
        # 1000 bought, 1000 consumed, 400 sold: 400 were made by somebody
        (400, True),
    ],
)
def test_what_is_sold_was_not_there_to_be_consumed(books: Books, supplied: object, missing: bool) -> None:
    row = used("电力", 1000, "万千瓦时", "1.229", factor_equal="3.0", external_supply=supplied)
    assert books([row])["conversion_table_likely_missing"] is missing


@pytest.mark.parametrize(
    "column",
    ["opening_stock", "purchase_qty", "external_supply", "transfer_out", "gain_loss", "closing_stock"],
)
def test_what_cannot_be_read_of_the_supply_neither_explains_the_use_nor_exceeds_it(books: Books, column: str) -> None:
    row = used("电力", 1000, "万千瓦时", "1.229", factor_equal="3.0")
    assert books([row | {column: None}])["conversion_table_likely_missing"] is False
    totals = books([row | {column: Unread("见台账")}])
    assert (D("1229.00"), None) == (totals["tce_calorific"], totals["conversion_table_likely_missing"])


def test_a_use_beyond_what_can_be_read_of_the_supply_leaves_the_gross_figure(books: Books) -> None:
    """1000 used, 400 bought, the stock unread: it may explain the rest, or somebody made it."""
    row = used("电力", 1000, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=400) | {
        "opening_stock": Unread("？")
    }
    totals = books([row])
    assert (None, D("1229.00"), None) == (
        totals["tce_calorific_low"],
        totals["tce_calorific_high"],
        totals["conversion_table_likely_missing"],
    )


def test_a_use_that_cannot_be_read_may_exceed_the_supply(books: Books) -> None:
    row = used("电力", 1000, "万千瓦时", "1.229", factor_equal="3.0") | {"consumption_total": Unread("约一千")}
    assert books([row])["conversion_table_likely_missing"] is None
    beyond = used("柴油", 10, "吨", "1.4571", purchase_qty=1)
    assert books([row, beyond])["conversion_table_likely_missing"] is True


def test_exports_that_were_bought_are_no_part_of_the_total(books: Books) -> None:
    """1400 bought, 400 passed on, 1000 consumed: 1000 × 1.229."""
    row = used("电力", 1000, "万千瓦时", "1.229", factor_equal="3.0", external_supply=400) | {"purchase_qty": 1400}
    totals = books([row])
    assert (D("1229.00"), False) == (totals["tce_calorific"], totals["conversion_table_likely_missing"])


SOLAR = {"feedstock_tce": 0, "green_power_kwh": 0, "gec_kwh": 0}
POWER = ("电力", 1000, "万千瓦时", "1.229")


@pytest.mark.parametrize(
    ("rows", "division", "industry", "solar", "missing"),
    [
        ([used("原煤", 3000, "吨", "0.7143", purchase_qty=0)], "06", "0610", None, False),  # a mine burns its own coal
        ([used("原煤", 3000, "吨", "0.7143", purchase_qty=0)], "30", "3011", None, True),  # a cement works has no mine
        ([used("煤层气", 100, "万立方米", "10", purchase_qty=0)], "06", "0610", None, False),  # drained from its seams
        ([used("生物质废料用于燃料", 900, "吨", "0.5", purchase_qty=0)], "22", "2221", None, False),  # its own bark
        ([used(*POWER, factor_equal="3.0", purchase_qty=800)], "36", "3670", 200, False),  # 200 from the roof
        ([used(*POWER, factor_equal="3.0", purchase_qty=800)], "36", "3670", 194, True),  # 6 too little, 5 are allowed
        ([used(*POWER, factor_equal="3.0", purchase_qty=800)], "36", "3670", 195, False),
        ([used("余热余压", 90_000, "百万千焦", "0.0341")], "15", "1512", None, False),  # bought from the neighbour
        ([used("余热余压", 90_000, "百万千焦", "0.0341", purchase_qty=0)], "15", "1512", None, True),
        ([used("高炉煤气", 90, "万立方米", "1.286", purchase_qty=None)], "31", "3140", None, True),  # purchase unstated
        ([used(*POWER, factor_equal="3.0")], "44", "4420", None, False),  # the grid company
        ([used(*POWER, factor_equal="3.0", purchase_qty=0)], "44", "4415", None, False),  # a wind farm
        ([used(*POWER, factor_equal="3.0")], "44", "4417", None, True),  # biomass is burnt for power
        ([used(*POWER, factor_equal="3.0")], "44", "4430", None, True),
        ([used(*POWER, factor_equal="3.0")], "44", None, None, True),  # class unknown
    ],
)
def test_what_no_conversion_made_hints_at_no_conversion_table(
    books: Books,
    rows: list[dict[str, Any]],
    division: str,
    industry: str | None,
    solar: int | None,
    missing: bool,
) -> None:
    claims = [] if solar is None else [{**SOLAR, "re_self_kwh": solar}]
    totals = books(rows, [], claims, division=division, industry=industry)
    assert totals["conversion_table_likely_missing"] is missing
    assert (totals["tce_calorific_low"] is None) is missing


@pytest.mark.parametrize(
    ("claimed", "more", "low", "high"),
    [
        (200, {}, "6145.00", "6145.00"),  # the roof's 200 are inside: 5000 × 1.229, nothing taken off
        (0, {}, "5899.20", "5899.20"),  # no renewable power: (5000 − 200) × 1.229
        (None, {}, "5899.20", "6145.00"),  # nobody says what made it
        (100, {}, "5899.20", "6145.00"),  # only half of it is renewable, the rest came from nothing
        (200, {"conversion_power": 90}, "5899.20", "5899.20"),  # something was put into power
    ],
)
def test_renewable_power_filed_as_conversion_output_is_not_taken_off(
    books: Books, claimed: int | None, more: dict[str, Any], low: str, high: str
) -> None:
    """A factory bought 4800 and filed 200 as output of table 2-1: the full figure holds renewable energy."""
    rows = [used("电力", 5000, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=4800)]
    claims = [] if claimed is None else [{**SOLAR, "re_self_kwh": claimed}]
    totals = books(rows, [made("电力", "万千瓦时", 200, **more)], claims, division="36")
    assert (D(low), D(high)) == (totals["tce_calorific_low"], totals["tce_calorific_high"])


@pytest.mark.parametrize(
    ("claimed", "code"),
    [
        (200, "renewable-power-as-conversion-output"),
        (None, "power-output-of-unknown-origin"),
        (0, None),
    ],
)
def test_power_that_nothing_made_is_asked_about_at_its_cell(
    intake_of: Callable[..., Intake],
    reference: Reference,
    unit_of: Callable[..., pl.DataFrame],
    claimed: int | None,
    code: str | None,
) -> None:
    rows = [used("电力", 5000, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=4800)]
    claims = [] if claimed is None else [{**SOLAR, "re_self_kwh": claimed}]
    output = [made("电力", "万千瓦时", 200)]
    intake = intake_of(energy_consumption=rows, energy_conversion=output, nonfossil=claims)
    account = account_of(intake_of, reference, rows, output, claims, "36", True, False, unit_of)
    found = energy_problems(account, intake).filter(pl.col("code").str.contains("renewable|unknown-origin"))
    told = found.select("code", "table", "column", "severity").rows()
    assert told == ([] if code is None else [(code, "energy_conversion", "conversion_output", "warning")])


def test_renewable_power_beside_power_of_ones_own_leaves_the_output_taken_off(books: Books) -> None:
    """Used 5200 = 4800 bought + 200 made + 200 from the roof: (5200 − 200) × 1.229 = 6145."""
    rows = [used("电力", 5200, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=4800)]
    totals = books(rows, [made("电力", "万千瓦时", 200)], [{**SOLAR, "re_self_kwh": 200}], division="36")
    assert D("6145.00") == totals["tce_calorific"]


def test_power_of_waste_heat_stays_a_conversion_output(books: Books) -> None:
    """9500 used, 3500 of them from 360000 GJ of waste heat: 6000 × 1.229 = 7374, with or without a claim of its own."""
    rows = [
        used("电力", 9500, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=6000),
        used("余热余压", 360_000, "百万千焦", "0.0341", purchase_qty=0),
    ]
    conversion = [made("电力", "万千瓦时", 3500), made("余热余压", "百万千焦", recovered=360_000)]
    assert D("7374.00") == books(rows, conversion)["tce_calorific"]
    assert D("7374.00") == books(rows, conversion, [{**SOLAR, "re_self_kwh": 3500}])["tce_calorific"]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({}, "4916.00"),  # 5000 × 1.229 − 1000 × 1.229; no nuclear power, no biomass
        ({"nuclear_kwh": 100, "biomass_tce": 10}, "4783.10"),  # less 100 × 1.229 and 10
        ({"gec_kwh": None}, None),  # a part of green electricity is not told
    ],
)
def test_columns_most_units_have_no_use_for_may_stay_blank(
    books: Books, more: dict[str, Any], less: str | None
) -> None:
    rows = [used("电力", 5000, "万千瓦时", "1.229", factor_equal="3.0")]
    claim = {"feedstock_tce": 0, "re_self_kwh": 0, "green_power_kwh": 1000, "gec_kwh": 0, **more}
    assert (None if less is None else D(less)) == books(rows, nonfossil=[claim])["tce_calorific_less_nonfossil"]


def test_an_unreadable_nuclear_cell_is_never_none(
    intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]
) -> None:
    rows = [used("电力", 5000, "万千瓦时", "1.229", factor_equal="3.0")]
    claim = {"feedstock_tce": 0, "re_self_kwh": 0, "green_power_kwh": 1000, "gec_kwh": 0}
    intake = intake_of(energy_consumption=rows, nonfossil=[claim])
    cell = intake.tables["nonfossil"].select("source", "row").row(0)
    unread = pl.DataFrame(
        {"code": "not-a-number", "severity": "error", "table": "nonfossil", "column": "nuclear_kwh"}
        | {"source": cell[0], "row": cell[1]}
    )
    problems = conformed(unread)
    totals = open_account(replace(intake, problems=problems), unit_of(), reference).totals.row(0, named=True)
    assert totals["tce_calorific_less_nonfossil"] is None


def test_feedstock_of_named_products_is_a_layer_beside(books: Books) -> None:
    """Coal 100000 t × 0.7143 = 71430; 50000 t as feedstock for ammonia = 35715."""
    row = used("原煤", 100_000, "吨", "0.7143", consumption_feedstock=50_000)
    totals = books([row], nonfossil=[{"feedstock_tce": 35715, "feedstock_product": "合成氨"}])
    assert (D("71430.00"), D("35715.00")) == (totals["tce_calorific"], totals["tce_calorific_less_feedstock"])


def test_a_ferroalloy_reductant_is_never_deducted(books: Books) -> None:
    row = used("焦炭", 10_000, "吨", "0.9714", consumption_feedstock=9000)
    totals = books([row], nonfossil=[{"feedstock_tce": "8742.6", "feedstock_product": "其他"}])
    assert (D("9714.00"), D("9714.00")) == (totals["tce_calorific"], totals["tce_calorific_less_feedstock"])


def test_order_and_splitting_of_rows_change_nothing(books: Books) -> None:
    whole = [used("原煤", "1234.567", "吨", "0.7143"), used("电力", 900, "万千瓦时", "1.229", factor_equal="3.0")]
    split = [
        used("电力", 400, "万千瓦时", "1.229", factor_equal="3.0"),
        used("原煤", "1000", "吨", "0.7143"),
        used("电力", 500, "万千瓦时", "1.229", factor_equal="3.0"),
        used("原煤", "234.567", "吨", "0.7143"),
    ]
    names = ("tce_calorific", "tce_equal", "tier", "co2_t")
    assert [books(whole)[n] for n in names] == [books(split)[n] for n in names]


def test_unknown_section_uses_only_what_both_columns_say(books: Books) -> None:
    assert D("1457.10") == books([used("柴油", 1000, "吨", "1.4571")], industrial=None)["tce_calorific"]
    differing = used("柴油", 1000, "吨", "1.4571") | {"consumption_industrial": 900}
    assert books([differing], industrial=None)["tce_calorific_high"] is None


def test_the_largest_figures_that_intake_lets_through_do_not_overflow(books: Books) -> None:
    """Just under 10^15 units at the largest factor is 10^21 tce: absurd, but the batch goes on."""
    assert "A" == books([used("原煤", 10**15 - 1, "吨", 1_000_000)])["tier_calorific"]


def test_an_unreadable_raw_coal_beside_its_parts_is_never_zero(
    intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]
) -> None:
    """01 holds 约5万, 02 holds 100: the parts decide only where 01 is blank; here coal is unknown and the top open."""
    rows = [used("原煤", None, "吨", "0.7143"), used("无烟煤", 100, "吨", "0.9428")]
    intake = intake_of(energy_consumption=rows)
    problem = conformed(
        pl.DataFrame(
            {
                "table": ["energy_consumption"],
                "column": ["consumption_total"],
                "code": ["unreadable-number"],
                "severity": ["error"],
                "source": [1],
                "row": [5],
            }
        )
    )
    frame = unit_of()
    for problems, low, high in ((problem, D("0.00"), None), (intake.problems, D("94.28"), D("94.28"))):
        totals = open_account(replace(intake, problems=problems), frame, reference).totals.row(0, named=True)
        assert (low, high) == (totals["tce_calorific_low"], totals["tce_calorific_high"])


def test_raw_coal_in_an_unknown_unit_beside_its_parts_leaves_the_total_open(books: Books) -> None:
    rows = [used("原煤", 500, "车", "0.7143"), used("无烟煤", 100, "吨", "0.9428")]
    assert books(rows)["tce_calorific_high"] is None


def test_an_equal_factor_is_carried_per_standard_unit(books: Books) -> None:
    """30 000 000 kWh at 0.0003 = 9000; the blank 2000 万kWh take 3.0 = 6000: 15 000."""
    rows = [
        used("电力", 30_000_000, "千瓦时", "0.0001229", factor_equal="0.0003"),
        used("电力", 2000, "万千瓦时", "1.229"),
    ]
    assert D("15000.00") == books(rows)["tce_equal"]


def test_a_site_that_filed_no_table_2_opens_the_top(
    intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]
) -> None:
    intake = intake_of(
        enterprise=[{"site": "甲", "industry_code": "3011"}, {"site": "乙", "industry_code": "3011"}],
        energy_consumption=[used("柴油", 1000, "吨", "1.4571", site="甲")],
    )
    frame = unit_of()
    account = open_account(intake, frame, reference)
    totals = account.totals.row(0, named=True)
    assert (D("1457.10"), None) == (totals["tce_calorific_low"], totals["tce_calorific_high"])
    assert [("site-without-energy-table", "C6")] == energy_problems(account, intake).select("code", "cell").rows()


@pytest.mark.parametrize(
    ("code", "name", "told"),
    [
        ("21.0", "柴油", []),  # a program that knows numbers alone wrote it
        ("99", "柴油", [("unknown-energy", "energy_code", "99")]),  # the name is right, the code is to be mended
        (None, "神秘燃料", [("unknown-energy", "energy_name", "神秘燃料")]),
    ],
)
def test_what_nobody_knows_is_told_where_it_stands(
    intake_of: Callable[..., Intake],
    reference: Reference,
    unit_of: Callable[..., pl.DataFrame],
    code: str | None,
    name: str,
    told: list[tuple[str, str, str]],
) -> None:
    intake = intake_of(
        enterprise=[{"industry_code": "3011"}],
        energy_consumption=[used(name, 1000, "吨", "1.4571", energy_code=code)],
    )
    account = open_account(intake, unit_of(), reference)
    assert told == energy_problems(account, intake).select("code", "column", "value").rows()
    assert account.totals["tce_calorific"].to_list() == [None if told else D("1457.10")]


@pytest.mark.parametrize(
    ("sites", "told"),
    [
        ([None], "unnamed-site-without-energy-table"),  # is it the whole of both, or a third?
        ([None, "甲", "乙"], "site-without-energy-table"),
    ],
)
def test_a_table_1_without_a_site_beside_rows_of_sites_is_asked_what_it_is_of(
    intake_of: Callable[..., Intake],
    reference: Reference,
    unit_of: Callable[..., pl.DataFrame],
    sites: list[str | None],
    told: str,
) -> None:
    intake = intake_of(
        enterprise=[{"site": site, "industry_code": "3011"} for site in sites],
        energy_consumption=[used("柴油", 1000, "吨", "1.4571", site=site) for site in ("甲", "乙")],
    )
    account = open_account(intake, unit_of(), reference)
    assert [told] == energy_problems(account, intake)["code"].to_list()
    assert account.totals["tce_calorific_high"].to_list() == [None]
