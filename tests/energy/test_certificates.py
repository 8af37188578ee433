"""A green certificate serves once; every expected figure is worked out in its comment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.certificates import reused_certificates
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

FIRST, SECOND = "91520000000000001X", "91520000000000002X"


def listed(*rows: tuple[str, int, str | None, str | None]) -> dict[tuple[str, int], bool]:
    schema = {"uscc": pl.String, "report_year": pl.Int64, "site": pl.String, "gec_ids": pl.String}
    found = reused_certificates(pl.DataFrame(rows, schema=schema, orient="row"))
    return {(uscc, year): used for uscc, year, used in found.iter_rows()}


@pytest.mark.parametrize("between", ["、", "，", ",", "；", ";", "\n", " ", "， "])
def test_another_unit_lists_it_whatever_stands_between(between: str) -> None:
    found = listed((FIRST, 2025, None, f"GEC1{between}GEC2"), (SECOND, 2025, None, f"GEC3{between}gec2"))
    assert {(FIRST, 2025): True, (SECOND, 2025): True} == found


def test_another_year_or_site_lists_it() -> None:
    assert all(listed((FIRST, 2024, None, "GEC1"), (FIRST, 2025, None, "GEC1")).values())
    assert listed((FIRST, 2025, "甲", "GEC1"), (FIRST, 2025, "乙", "GEC1"))[FIRST, 2025] is True


def test_two_filings_of_one_site_are_one() -> None:
    assert listed((FIRST, 2025, None, "GEC1"), (FIRST, 2025, None, "GEC1"))[FIRST, 2025] is False


def test_nothing_listed_is_nothing_said() -> None:
    assert {} == listed((FIRST, 2025, None, None), (SECOND, 2025, None, " "))


@pytest.mark.parametrize(
    "text", ["无", "见附件", "见附件1", "1", "2025年第1批", "待补", "GEC0001至GEC0100", "GEC01 ~ GEC99"]
)
def test_what_is_no_number_accuses_nobody_and_clears_nobody(text: str) -> None:
    """Two units that both write 见附件 list no certificate in common, and neither is known to list none."""
    found = listed((FIRST, 2025, None, text), (SECOND, 2025, None, text.replace("GEC", "ABC")))
    assert {(FIRST, 2025): None, (SECOND, 2025): None} == found


def test_a_number_used_twice_is_told_whatever_stands_beside_it() -> None:
    found = listed((FIRST, 2025, None, "GEC0001、见附件"), (SECOND, 2025, None, "GEC0001"))
    assert {(FIRST, 2025): True, (SECOND, 2025): True} == found


def test_one_that_is_used_twice_is_deducted_nowhere(intake_of: Callable[..., Intake], reference: Reference) -> None:
    """Each uses 1000 万kWh = 1229 tce; of it 100 by certificates = 122.90, which leaves 1106.10 if the certificate is one's
    own; the same certificate in both filings leaves nothing to tell.
    """
    power = {
        "energy_name": "电力", "unit": "万千瓦时", "consumption_total": 1000, "consumption_industrial": 1000,
        "consumption_nonindustrial": 0, "purchase_qty": 1000, "factor_adopted": "1.229", "factor_equal": "3.0",
    }  # fmt: skip
    claim: dict[str, Any] = dict.fromkeys(
        ("feedstock_tce", "re_self_kwh", "green_power_kwh", "nuclear_kwh", "biomass_tce"), 0
    )
    claim |= {"gec_kwh": 100}
    units = pl.DataFrame(
        {
            "uscc": [FIRST, SECOND],
            "report_year": [2025, 2025],
            "region_code": ["520100", "520100"],
            "industry_code": ["3011", "3011"],
            "industry_division": ["30", "30"],
            "is_industrial": [True, True],
            "designated": [False, False],
        }
    )

    def layers(first: str, second: str) -> list[D | None]:
        intake = intake_of(
            energy_consumption=[power | {"uscc": FIRST}, power | {"uscc": SECOND}],
            nonfossil=[claim | {"uscc": FIRST, "gec_ids": first}, claim | {"uscc": SECOND, "gec_ids": second}],
        )
        return open_account(intake, units, reference).totals["tce_calorific_less_nonfossil"].to_list()

    assert [D("1106.10"), D("1106.10")] == layers("GEC1", "GEC2")
    assert [None, None] == layers("GEC1", "GEC1")
