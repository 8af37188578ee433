"""Rows of the energy table: what may be said of a factor that is called the reference."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path

import pytest
from tests.conftest import USCC, Unread

from energy_audit.energy.account import open_account
from energy_audit.facts import Facts, identify_enterprises
from energy_audit.facts.energy import energy_facts
from energy_audit.filing.intake import read_filings
from energy_audit.reference.tables import Reference


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


def used(energy: str, tonnes: int, filed: str | None = None) -> dict[str, object]:
    return {
        "energy_name": energy,
        "unit": "吨",
        "purchase_qty": tonnes,
        "consumption_total": tonnes,
        "consumption_industrial": tonnes,
        "consumption_nonindustrial": 0,
        "factor_adopted": filed,
    }


@pytest.mark.parametrize(
    ("rows", "low", "high", "tier"),
    [
        # anthracite has no row in GB/T 2589; the 0.9428 of the statistical catalogue serves at medium confidence
        ([used("无烟煤", 20_000)], D(18_856), D(18_856), "A"),
        # the 0.5 of biomass is not verified: it makes nobody a key energy user
        ([used("生物质废料用于燃料", 25_000)], D(0), None, None),
        ([used("生物质废料用于燃料", 25_000, "0.5")], D(12_500), D(12_500), "A"),
        # what is certain stands: 15,000 t of raw coal are 10,714.50 tce, whatever the biomass adds
        ([used("原煤", 15_000), used("生物质废料用于燃料", 25_000)], D("10714.50"), None, "A"),
        # nor does the unverified range of 其他洗煤
        ([used("其他洗煤", 25_000)], D(0), None, None),
    ],
)
def test_a_reference_factor_that_is_not_verified_is_asked_for(
    derive: Callable[..., Facts], rows: list[dict[str, object]], low: D, high: D | None, tier: str | None
) -> None:
    facts = derive(energy_consumption=rows).frames["enterprise"].row(0, named=True)
    assert (low, high, tier) == (facts["tce_calorific_low"], facts["tce_calorific_high"], facts["tier"])


@pytest.mark.parametrize(
    ("more", "judged"),
    [
        ({}, False),
        ({"closing_stock": 0, "purchase_qty": 0, "purchase_amount": 0}, False),
        ({"factor_adopted": "0.7143"}, True),
        ({"factor_source": "参考"}, True),
        ({"closing_stock": 5}, True),
        ({"purchase_qty": 5}, True),
        ({"consumption_total": None}, True),
    ],
)
def test_a_row_of_mere_zeros_gives_nothing_to_judge(
    derive: Callable[..., Facts], more: dict[str, object], *, judged: bool
) -> None:
    """Zeros typed into the rows of energies that were not used leave no question about their factors."""
    zeros = {"energy_name": "焦炭", "unit": "吨", "consumption_total": 0, "consumption_industrial": 0}
    told = derive(energy_consumption=[used("柴油", 9), zeros | more]).frames["energy"]["energy_code"].to_list()
    assert (["21", "09"] if judged else ["21"]) == told


@pytest.mark.parametrize(
    ("filed", "judged"),
    [
        ("purchase_qty=0", False),
        ("reported_tce_calorific=0", False),
        ("purchase_qty=约三百吨", True),
        ("factor_source=化验", True),
        ("factor_adopted=见附件", True),
        ("factor_adopted=#REF!", True),
        ("closing_stock=-5", True),
        ("reported_tce_calorific=300", True),
        ("purchase_outside_qty=3", True),
    ],
)
def test_a_row_of_zeros_that_says_something_else_is_judged(
    tmp_path: Path, reference: Reference, filed: str, *, judged: bool
) -> None:
    """A total of zero beside a cell that could not be read, or beside coal that was burnt, is no energy that was not used."""
    column, value = filed.split("=")
    (tmp_path / "enterprise.csv").write_text(
        f"uscc,report_year,enterprise_name\n{USCC},2025,示例水泥有限公司\n", "utf-8"
    )
    (tmp_path / "energy_consumption.csv").write_text(
        f"uscc,report_year,energy_name,unit,consumption_total,consumption_industrial,{column}\n"
        f"{USCC},2025,柴油,吨,9,9,\n{USCC},2025,焦炭,吨,0,0,{value}\n",
        "utf-8",
    )
    intake = read_filings([tmp_path])
    account = open_account(intake, identify_enterprises(intake, reference), reference)
    assert (["21", "09"] if judged else ["21"]) == energy_facts(intake, account)["energy_code"].to_list()


@pytest.mark.parametrize(
    ("unit", "filed"),
    [("万千瓦时", "4.04"), ("千瓦时", "0.000404"), ("万度", "4.04"), ("MWh", "0.404"), ("亿千瓦时", "40400")],
)
def test_an_equal_factor_is_compared_in_one_unit(derive: Callable[..., Facts], unit: str, filed: str) -> None:
    row = {
        "energy_name": "电力",
        "unit": unit,
        "consumption_total": 9,
        "consumption_industrial": 9,
        "factor_equal": filed,
    }
    assert D("4.04") == derive(energy_consumption=[row]).frames["energy"]["factor_equal_standard"][0]


@pytest.mark.parametrize(
    ("column", "fact"), [("factor_equal", "factor_equal_stated"), ("ncv_adopted", "heat_value_stated")]
)
@pytest.mark.parametrize(("filed", "stated"), [(None, False), ("3.1", True), (Unread("约3"), None)])
def test_what_cannot_be_read_is_not_taken_for_none(
    derive: Callable[..., Facts], column: str, fact: str, filed: str | Unread | None, stated: bool | None
) -> None:
    row = {"energy_name": "电力", "unit": "万千瓦时", "consumption_total": 9, column: filed}
    assert stated is derive(energy_consumption=[row]).frames["energy"][fact][0]
