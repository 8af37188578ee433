"""A year that cannot be: what its cells say is known, and nothing that was worked out by the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from energy_audit.facts import Facts
from energy_audit.reference.report_years import report_years
from energy_audit.reference.tables import Reference
from energy_audit.vocabulary import VOCABULARY

COAL = {"energy_code": "01", "energy_name": "原煤", "unit": "吨", "consumption_industrial": 20_000,
        "consumption_total": 20_000, "factor_adopted": 0.7143}  # fmt: skip
CLINKER = {"product_name": "水泥熟料", "indicator_name": "单位产品综合能耗", "value": 120, "indicator_unit": "kgce/t",
           "plant_status": "既有"}  # fmt: skip
PROJECT = {"project_name": "示例项目", "construction_started_on": date(2024, 3, 1)}


@pytest.mark.parametrize(
    ("year", "can_be"), [(2007, False), (2008, True), (2025, True), (2026, True), (2027, False), (25, False)]
)
def test_a_report_is_of_a_year_with_factors_and_of_none_to_come(
    derive: Callable[..., Facts], year: int, can_be: bool
) -> None:
    """GB/T 2589-2008 is the first edition of the factors; the year of the check, 2026, is not over but can be told."""
    facts = derive(enterprise=[{"report_year": year}])
    assert can_be is facts.frames["enterprise"]["report_year_possible"].item()


def test_tables_without_days_leave_all_years_of_reports(reference: Reference) -> None:
    class Undated:
        energy_factors = reference.energy_factors.with_columns(effective_from=pl.lit(None, pl.Date))

    assert (1990, 2026) == report_years(Undated(), date(2026, 6, 30))  # type: ignore[arg-type] - only that table is asked


@pytest.mark.parametrize("year", [25, 2052, 20255])
def test_nothing_is_worked_out_by_it(derive: Callable[..., Facts], year: int) -> None:
    of_year: dict[str, Any] = {"report_year": year}
    tables = {"energy_consumption": [{**COAL, **of_year}], "product": [{**CLINKER, **of_year}],
              "project": [{**PROJECT, **of_year}], "equipment": [{**of_year, "equipment_name": "锅炉"}],
              "document": [{**of_year, "document_id": "ARC-01", "held": "是"}]}  # fmt: skip
    facts = derive(enterprise=[{**of_year, "gross_output": 5e4}], **tables)
    enterprise = facts.frames["enterprise"].row(0, named=True)
    assert {None} == {
        enterprise[name]
        for name in (
            *("tce_calorific", "tce_calorific_low", "tce_calorific_high", "tce_equal_low", "co2_t_low", "tier"),
            *("key_energy_user", "key_user_duties", "period_end", "submission_deadline", "two_high_sector"),
            *("documents_required", "any_product_over_limit", "intensity_calorific", "equal_factor", "grid_year"),
        )
    }
    assert ("A/B/C/D", "year") == (enterprise["tiers_possible"], enterprise["tier_undecided_because"])
    assert ("示例水泥有限公司", 50_000, True) == (
        enterprise["enterprise_name"], enterprise["gross_output"], enterprise["has_product_table"],
    )  # fmt: skip
    product, document = (facts.frames[name].row(0, named=True) for name in ("product", "document"))  # type: ignore[index] - names of subjects
    assert (None, None, 120) == (product["limit_grade3"], product["product_over_limit"], product["product_value"])
    assert (None, True) == (document["document_required"], document["document_held"])


def test_every_fact_that_is_worked_out_is_sorted_out(derive: Callable[..., Facts]) -> None:
    """A fact that is new is unknown under such a year, unless it is said to hang on none."""
    facts = derive(enterprise=[{"report_year": 25}], energy_consumption=[{**COAL, "report_year": 25}])
    known = facts.frames["enterprise"].row(0, named=True)
    worked_out = [f.name for f in VOCABULARY.values() if f.subject == "enterprise" and not f.source]
    told = {name for name in worked_out if known.get(name) is not None}
    assert told <= {
        *("as_of", "report_year_possible", "report_year_over", "prefecture_code", "industry_division"),
        *("industry_section", "is_industrial", "site_count", "filed_twice", "energy_manager_named", "any_project"),
        *("tiers_possible", "tier_undecided_because", "archive_list_filed"),
        *(name for name in worked_out if name.startswith("has_") and name.endswith("_table")),
    }


def test_rows_of_such_a_year_without_their_enterprise_are_nobodys(derive: Callable[..., Facts]) -> None:
    """Under a year that can be they are judged for themselves."""
    rows = [{**CLINKER, "report_year": year} for year in (2025, 2024, 25)]
    facts = derive(enterprise=[{"report_year": 2025}], product=rows)
    assert {2024, 2025} == set(facts.frames["product"]["report_year"])


def test_other_units_are_told_as_ever(derive: Callable[..., Facts]) -> None:
    alone, beside = (
        derive(
            enterprise=[{"report_year": year} for year in years],
            energy_consumption=[{**COAL, "report_year": year} for year in years],
        )
        .frames["enterprise"]
        .filter(report_year=2025)
        for years in ((2025,), (2025, 2052))
    )
    names = ["tce_calorific", "tier", "period_end", "documents_required"]
    assert alone.select(names).equals(beside.select(names))
    assert ("A",) == alone.select("tier").row(0)
