"""Projects: regime by date, thresholds, validity, milestones, sectors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from energy_audit.facts import Facts

Derive = Callable[..., Facts]


def project(derive: Derive, *, as_of: date = date(2026, 6, 30), **cells: Any) -> dict[str, Any]:
    row = {"project_name": "示例项目", "project_code": "P-1", "industry_code": "3011", **cells}
    found: dict[str, Any] = derive(project=[row], as_of=as_of).frames["project"].row(0, named=True)
    return found


@pytest.mark.parametrize(
    ("started", "regime"),
    [
        ("2010-10-31", None),
        ("2010-11-01", "FAI-6"),
        ("2016-12-31", "FAI-6"),
        ("2017-01-01", "FAI-44"),
        ("2023-05-31", "FAI-44"),
        ("2023-06-01", "FAI-2"),
        ("2025-08-31", "FAI-2"),
        ("2025-09-01", "FAI-31"),
    ],
)
def test_the_regime_is_that_of_the_day_construction_started(derive: Derive, started: str, regime: str | None) -> None:
    assert regime == project(derive, construction_started_on=started)["review_regime"]


@pytest.mark.parametrize(
    ("started", "tce", "power", "coal", "required"),
    [
        # Order No. 2 of 2023: below 1,000 tce and below 5 million kWh (500 万kWh) is exempt
        ("2024-01-01", "999.99", "499.99", None, False),
        ("2024-01-01", "1000", "0", None, True),
        ("2024-01-01", "999.99", "500", None, True),
        ("2024-01-01", "999.99", None, None, None),
        ("2024-01-01", None, "600", None, True),
        # Order No. 31 of 2025: below 1,000 tce and below 1,000 t of coal (0.1 万吨) is exempt, electricity no longer counts
        ("2025-09-01", "999.99", "500", "0.0999", False),
        ("2025-09-01", "999.99", "0", "0.1", True),
        ("2025-09-01", "999.99", "0", None, None),
        ("2025-09-01", "1000", "0", None, True),
        # before any regime there was no review
        ("2010-10-31", "50000", "9999", "10", False),
    ],
)
def test_the_line_below_which_no_review_is_made(
    derive: Derive, started: str, tce: str | None, power: str | None, coal: str | None, required: bool | None
) -> None:
    facts = project(
        derive, construction_started_on=started, approved_tce_calorific=tce, annual_electricity=power, coal_pq=coal
    )
    assert required is facts["review_required"]


def test_an_approval_lapses_two_years_after_its_date(derive: Derive) -> None:
    assert date(2026, 3, 1) == project(derive, approval_date="2024-03-01")["approval_expires_on"]


@pytest.mark.parametrize(
    ("cells", "reviewed"),
    [
        ({"approval_date": "2024-01-01"}, True),
        ({"document_number": "示例审〔2024〕1号"}, True),
        ({"review_status": "not_applied"}, False),
        ({"review_status": "pending", "document_number": "收件单1号"}, None),
        ({"review_status": "rejected"}, False),
        ({"review_status": "approved"}, None),
        ({"document_number": "未批复"}, None),
        ({"document_number": "正在办理", "review_status": "not_applied"}, False),
        ({"approval_date": "2026-07-01"}, None),
        ({}, None),
    ],
)
def test_whether_a_review_opinion_exists(derive: Derive, cells: dict[str, Any], reviewed: bool | None) -> None:
    assert reviewed is project(derive, **cells)["reviewed"]


@pytest.mark.parametrize(
    ("cells", "started", "commissioned"),
    [
        ({"stage": "拟建"}, False, False),
        ({"stage": "在建"}, True, False),
        ({"stage": "投产"}, True, True),
        ({"stage": "停建"}, None, None),
        ({"construction_started_on": "2026-06-30"}, True, None),
        ({"construction_started_on": "2026-07-01"}, False, None),
        ({"construction_started_on": "2026-07-01", "stage": "在建"}, None, False),
        ({"construction_started_on": "2026-06-01", "stage": "拟建"}, None, False),
        ({"commissioned_on": "2026-07-01", "stage": "在建"}, True, False),
        ({"commissioned_on": "2026-07-01", "stage": "投产"}, True, None),
        ({}, None, None),
    ],
)
def test_how_far_a_project_has_come(
    derive: Derive, cells: dict[str, Any], started: bool | None, commissioned: bool | None
) -> None:
    facts = project(derive, **cells)
    assert (started, commissioned) == (facts["construction_started"], facts["commissioned"])


@pytest.mark.parametrize(
    ("industry", "name", "match"),
    [
        ("3140", "锰硅合金矿热炉", True),  # steel sector, code of medium confidence
        ("3011", "水泥熟料线", True),  # building materials: code low, watch product named
        ("3011", "水泥粉磨站", None),  # the same code without the named product
        ("2613", "年产磷酸项目", True),
        ("2613", "年产磷酸铁锂项目", None),  # the more specific product is not to be misjudged
        ("1512", "白酒酿造", False),
        (None, "不详", None),
    ],
)
def test_a_sector_code_counts_when_trusted_and_its_product_named(
    derive: Derive, industry: str | None, name: str, match: bool | None
) -> None:
    assert match is project(derive, industry_code=industry, project_name=name)["project_two_high_match"]


def test_small_projects_side_by_side_may_be_one(derive: Derive) -> None:
    common = {"county_name": "清镇市", "industry_code": "3011", "annual_electricity": 0}
    rows = [
        {"project_name": "一期", "approved_tce_calorific": 600, "construction_started_on": "2024-01-01", **common},
        {"project_name": "二期", "approved_tce_calorific": 600, "construction_started_on": "2024-06-01", **common},
        {"project_name": "三期", "approved_tce_calorific": 600, "construction_started_on": "2025-06-02", **common},
    ]
    assert [True, True, False] == derive(project=rows).frames["project"]["split_candidate"].to_list()


def test_a_plant_in_use_before_any_regime_owed_no_review(derive: Derive) -> None:
    """Commissioned in 2006, start blank, an application of 2024: the start came before 2010."""
    facts = project(derive, commissioned_on="2006-05-01", review_applied_on="2024-01-05", approved_tce_calorific=50_000)
    assert (None, False) == (facts["review_regime"], facts["review_required"])


def test_an_approved_consumption_of_zero_is_unknown(derive: Derive) -> None:
    facts = project(
        derive, construction_started_on="2018-05-01", approved_tce_calorific=0, actual_tce=50_000, annual_electricity=0
    )
    assert (None, True) == (facts["approved_tce"], facts["review_required"])


def test_a_trade_listed_as_simple_is_not_accused(derive: Derive) -> None:
    facts = project(derive, industry_code="4415", construction_started_on="2024-01-01", approved_tce_calorific=1200)
    assert facts["review_required"] is None


def test_acceptance_is_due_six_months_after_commissioning(derive: Derive) -> None:
    assert date(2026, 8, 28) == project(derive, commissioned_on="2026-02-28")["acceptance_due_on"]
