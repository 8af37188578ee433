"""Projects: regime by date, thresholds, validity, milestones, sectors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.conftest import Unread

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
        # Order No. 6 of 2010: 1,000 tce or 2 million kWh (200 万kWh), but also 500 t of oil or 500,000 m3 of gas, which the
        # project table has no column for: what is not electricity may be those from 500 tce on
        ("2012-01-01", "1000", "0", None, True),
        ("2012-01-01", "300", "200", None, True),
        ("2012-01-01", "999.99", "0", None, None),
        ("2012-01-01", "500", "0", None, None),
        ("2012-01-01", "499.99", "0", None, False),
        ("2012-01-01", "622.9", "100", None, None),
        ("2012-01-01", "622.89", "100", None, False),
        ("2012-01-01", "400", None, None, None),
        # later orders have no line of oil or gas
        ("2017-01-01", "999.99", "0", None, False),
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


ALL_BLANK = (
    "项目阶段、建设性质、主要建设内容、开工日期、实际投产时间、节能审查批复时间、节能审查状态、"
    "年综合能源消费量(当量值)、年电力消费量、其中:煤炭"
)


LINE = "年综合能源消费量(当量值)、年电力消费量"
DATED = {"construction_started_on": "2024-05-01"}
WHOLE = {
    **DATED,
    "stage": "投产",
    "commissioned_on": "2025-03-01",
    "nature": "新建",
    "main_content": "熟料生产线",
    "industry_code": "3011",
    "approval_date": "2024-01-05",
    "document_number": "示例〔2024〕5号",
    "approved_tce_calorific": 12000,
    "annual_electricity": 900,
}


@pytest.mark.parametrize(
    ("cells", "blanks"),
    [
        ({}, ALL_BLANK),
        ({"stage": "在建", "nature": "新建"}, ALL_BLANK.removeprefix("项目阶段、建设性质、")),
        # a day tells which measures apply: coal is no line of theirs, and a plant that has not started was put to no use
        (DATED, f"项目阶段、建设性质、主要建设内容、节能审查批复时间、节能审查状态、{LINE}"),
        ({**DATED, "stage": "在建"}, f"建设性质、主要建设内容、节能审查批复时间、节能审查状态、{LINE}"),
        # the law of the day, and what it has no line of: electricity
        (
            {"stage": "拟建"},
            "建设性质、主要建设内容、节能审查批复时间、节能审查状态、年综合能源消费量(当量值)、其中:煤炭",
        ),
        # told by its cell: the day of the start, and with it the line
        ({**WHOLE, "construction_started_on": Unread("2024年")}, None),
        # PRJ031 tells of it
        ({**WHOLE, "document_number": None, "approval_date": "2099-05-01"}, None),
        (WHOLE, None),
        ({**WHOLE, "annual_electricity": None}, None),  # the line is reached without it
        ({**WHOLE, "approved_tce_calorific": 12, "annual_electricity": None}, "年电力消费量"),
        ({**WHOLE, "approved_tce_calorific": 0}, "年综合能源消费量(当量值)"),
        ({**WHOLE, "approval_date": None}, "节能审查批复时间"),
        # papers of an odd number are asked after by the rules: the cell is not blank
        ({**WHOLE, "approval_date": None, "document_number": "5"}, "节能审查批复时间"),
        ({**WHOLE, "industry_code": None}, "所属行业小类"),
        ({**WHOLE, "main_content": None}, "主要建设内容"),
        ({**WHOLE, "industry_code": "1399", "main_content": None, "nature": None}, None),  # no two-high trade
        ({**WHOLE, "commissioned_on": None}, "实际投产时间"),
    ],
)
def test_what_a_project_leaves_blank_is_named_where_it_is_needed(
    derive: Derive, cells: dict[str, Any], blanks: str | None
) -> None:
    facts = project(derive, **cells)
    assert blanks == facts["project_blanks"]
    assert (facts["project_gaps"] is None) is (blanks is None)


@pytest.mark.parametrize(
    ("cells", "hangs", "stands"),
    [
        (DATED, ("review_required", "reviewed", "commissioned", "judged_tce"), ("construction_started_on",)),
        # an opinion whose number looks like none is a question of its own
        ({**WHOLE, "approval_date": None, "document_number": "5"}, ("approval_date",), ("reviewed",)),
        # a trade that may be exempt is a question of its own
        ({**WHOLE, "industry_code": "4415", "nature": None, "commissioned_on": None}, ("commissioned_on",), ("review_required",)),
    ],
)  # fmt: skip
def test_only_what_is_unknown_for_a_blank_cell_hangs_on_it(
    derive: Derive, cells: dict[str, Any], hangs: tuple[str, ...], stands: tuple[str, ...]
) -> None:
    gaps = project(derive, **cells)["project_gaps"].split("、")
    assert set(hangs) <= set(gaps)
    assert not set(stands) & set(gaps)


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
        ({"document_number": "示例审(2024)1"}, True),
        ({"document_number": "示例审１２号"}, True),
        ({"document_number": "正在办理，预计2025年取得"}, None),
        ({"document_number": "正在办理，预计2025年取得", "review_status": "approved"}, None),
        ({"document_number": "正在办理，预计2025年取得", "review_status": "not_applied"}, False),
        ({"document_number": "2025-123", "review_status": "not_applied"}, None),
        ({"document_number": "受理〔2025〕12号"}, None),
        ({"document_number": "见附件1号", "review_status": "approved"}, None),
        ({"document_number": "见附件2：示例审〔2024〕1号"}, True),
        ({"document_number": "示例审〔2024〕1号及附件"}, True),
        ({"document_number": "关于节能审查申请的批复〔2025〕12号"}, True),
        ({"document_number": "关于拟建项目的审查意见〔2025〕12号"}, True),
        ({}, None),
    ],
)
def test_whether_a_review_opinion_exists(derive: Derive, cells: dict[str, Any], reviewed: bool | None) -> None:
    assert reviewed is project(derive, **cells)["reviewed"]


@pytest.mark.parametrize("status", ["not_applied", "pending", "not_required"])
@pytest.mark.parametrize(
    ("approved", "reviewed"), [(None, False), (Unread("2024年8月"), None), ("2027-01-05", None), ("2026-07-01", None)]
)
def test_an_approval_whose_day_cannot_be_read_or_be_true_is_not_denied(
    derive: Derive, status: str, approved: object, reviewed: bool | None
) -> None:
    assert reviewed is project(derive, review_status=status, approval_date=approved)["reviewed"]


@pytest.mark.parametrize(
    ("done", "on", "told"),
    [
        ("none", None, "none"),
        ("none", Unread("2024年5月"), None),
        ("na", Unread("2024年5月"), None),
        ("done", Unread("2024年5月"), "done"),
    ],
)
def test_a_day_of_acceptance_that_cannot_be_read_contradicts_that_there_was_none(
    derive: Derive, done: str, on: object, told: str | None
) -> None:
    assert told == project(derive, acceptance_done=done, acceptance_on=on)["acceptance_done"]


def test_a_start_that_cannot_be_read_selects_no_regime(derive: Derive) -> None:
    """Commissioned in 2018 it may have been begun under the measures of 2010 or of 2017."""
    of_blank, of_unread = (
        project(derive, construction_started_on=each, commissioned_on="2018-03-01", stage="投产")
        for each in (None, Unread("2015年6月"))
    )
    assert ("FAI-44", None) == (of_blank["review_regime"], of_unread["review_regime"])


def test_two_listings_that_differ_in_the_opinion_deny_none(derive: Derive) -> None:
    listings = [
        {"project_name": "示例项目", "review_status": "not_applied", "approval_date": each}
        for each in (None, "2024-08-20")
    ]
    assert derive(project=listings).frames["project"]["reviewed"].to_list() == [None]


@pytest.mark.parametrize(
    ("cells", "started", "commissioned"),
    [
        ({"stage": "拟建"}, False, False),
        ({"stage": "在建"}, True, False),
        ({"stage": "投产"}, True, True),
        # what was stopped is not in use, unless a day says so
        ({"stage": "停建"}, None, False),
        ({"stage": "停建", "construction_started_on": "2019-01-05"}, True, False),
        ({"stage": "停建", "commissioned_on": "2020-01-05"}, None, True),
        ({"stage": "停建", "commissioned_on": Unread("去年底")}, None, None),
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


SMALL: dict[str, Any] = {
    "county_name": "清镇市",
    "industry_code": "3011",
    "approved_tce_calorific": 100,
    "annual_electricity": 0,
    "coal_pq": 0,
}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # 600 + 600 tce reach 1,000 tce
        ({"approved_tce_calorific": 600}, {"approved_tce_calorific": 600}, True),
        ({"approved_tce_calorific": 600}, {"approved_tce_calorific": "399.99"}, False),
        # 250 + 250 万kWh reach 500 万kWh
        ({"annual_electricity": 250}, {"annual_electricity": 250}, True),
        ({"annual_electricity": 250}, {"annual_electricity": "249.99"}, False),
        # 0.06 + 0.04 万吨 of coal reach 1,000 t, the line since September 2025 only
        ({"coal_pq": "0.06"}, {"coal_pq": "0.04"}, False),
        # no county on either: one unit, one place as far as anybody can see
        (
            {"approved_tce_calorific": 600, "county_name": None},
            {"approved_tce_calorific": 600, "county_name": None},
            True,
        ),
        ({"approved_tce_calorific": 600}, {"approved_tce_calorific": 600, "county_name": "白云区"}, False),
        # start blank: commissioning stands for it
        (
            {"approved_tce_calorific": 600, "construction_started_on": None, "commissioned_on": "2024-05-01"},
            {"approved_tce_calorific": 600, "construction_started_on": None, "commissioned_on": "2025-05-01"},
            True,
        ),
        # each with its own opinion avoided nothing
        (
            {"approved_tce_calorific": 600, "approval_date": "2024-01-01"},
            {"approved_tce_calorific": 600, "approval_date": "2024-01-01"},
            False,
        ),
        # a year and a day apart
        (
            {"approved_tce_calorific": 600},
            {"approved_tce_calorific": 600, "construction_started_on": "2025-05-02"},
            False,
        ),
        (
            {"approved_tce_calorific": 600},
            {"approved_tce_calorific": 600, "construction_started_on": "2025-05-01"},
            True,
        ),
    ],
)
def test_small_projects_side_by_side_may_be_one(
    derive: Derive, first: dict[str, Any], second: dict[str, Any], found: bool
) -> None:
    rows = [
        {"project_name": name, "construction_started_on": "2024-05-01", **SMALL, **own}
        for name, own in (("一期", first), ("二期", second))
    ]
    assert [found, found] == derive(project=rows).frames["project"]["split_candidate"].to_list()


def test_coal_is_added_up_since_order_31(derive: Derive) -> None:
    """0.06 + 0.04 万吨 = 1,000 t."""
    rows = [
        {"project_name": name, "construction_started_on": "2025-10-01", **SMALL, "coal_pq": coal}
        for name, coal in (("一期", "0.06"), ("二期", "0.04"))
    ]
    assert [True, True] == derive(project=rows).frames["project"]["split_candidate"].to_list()


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # without the coal of one nobody knows whether both together reach 1,000 t
        ({"coal_pq": "0.06"}, {"coal_pq": None}, [None, None]),
        # electricity has no line of its own since Order No. 31
        ({"annual_electricity": None}, {}, [False, False]),
        # by consumption they reach the line whatever the coal; which of them is exempt is still open
        ({"approved_tce_calorific": 600}, {"approved_tce_calorific": 600, "coal_pq": None}, [None, None]),
        # a project that has its opinion, one above the line, one of another year: nothing to add up
        ({"coal_pq": "0.06"}, {"coal_pq": None, "approval_date": "2025-09-20"}, [False, False]),
        ({"coal_pq": "0.06"}, {"approved_tce_calorific": 5000, "coal_pq": None}, [False, False]),
        ({"coal_pq": "0.06"}, {"coal_pq": None, "construction_started_on": "2027-01-01"}, [False, False]),
    ],
)
def test_a_missing_amount_leaves_open_whether_projects_are_one(
    derive: Derive, first: dict[str, Any], second: dict[str, Any], found: list[bool | None]
) -> None:
    rows = [
        {"project_name": name, "construction_started_on": "2025-10-01", **SMALL, **own}
        for name, own in (("一期", first), ("二期", second))
    ]
    assert found == derive(project=rows).frames["project"]["split_candidate"].to_list()


BLANK: dict[str, Any] = {"construction_started_on": None}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # begun nobody knows when, of a trade nobody knows, or somewhere: they may be one
        (BLANK, {}, [None, None]),
        (BLANK, BLANK, [None, None]),
        ({"construction_started_on": Unread("去年")}, {}, [None, None]),
        ({"construction_started_on": Unread("去年")}, {"commissioned_on": "2026-02-01"}, [None, None]),
        ({"industry_code": None}, {}, [None, None]),
        ({"industry_code": None}, {"industry_code": None}, [None, None]),
        ({"county_name": Unread("#REF!")}, {}, [None, None]),
        # together below every line, not begun, reviewed, of another trade, another year: not one whatever the cell says
        ({**BLANK, "approved_tce_calorific": 300}, {"approved_tce_calorific": 300}, [False, False]),
        ({**BLANK, "stage": "拟建"}, {}, [False, False]),
        ({**BLANK, "approval_date": "2025-09-20"}, {}, [False, False]),
        ({**BLANK, "industry_code": "2611"}, {}, [False, False]),
        ({"industry_code": None}, {"construction_started_on": "2023-10-01"}, [False, False]),
    ],
)
def test_a_start_trade_or_place_that_is_not_known_leaves_open_whether_projects_are_one(
    derive: Derive, first: dict[str, Any], second: dict[str, Any], found: list[bool | None]
) -> None:
    rows = [
        {"project_name": name, "construction_started_on": "2025-10-01", **SMALL, "approved_tce_calorific": 600, **own}
        for name, own in (("一期", first), ("二期", second))
    ]
    assert found == derive(project=rows).frames["project"]["split_candidate"].to_list()


@pytest.mark.parametrize(("each", "found"), [(240, [False, False]), (300, [None, None]), (600, [None, None])])
def test_what_small_projects_of_2012_burn_together_may_be_oil_or_gas(
    derive: Derive, each: int, found: list[bool | None]
) -> None:
    """Two of 300 tce may burn 500,000 m3 of gas between them, which Order No. 6 had reviewed."""
    rows = [
        {"project_name": name, "construction_started_on": "2012-10-01", **SMALL, "approved_tce_calorific": each}
        for name in ("一期", "二期")
    ]
    assert found == derive(project=rows).frames["project"]["split_candidate"].to_list()


def test_projects_before_the_first_measures_owed_nothing_together(derive: Derive) -> None:
    rows = [
        {"project_name": name, "construction_started_on": "2009-10-01", **SMALL, "approved_tce_calorific": 600}
        for name in ("一期", "二期")
    ]
    assert [False, False] == derive(project=rows).frames["project"]["split_candidate"].to_list()


def test_a_plant_in_use_before_any_regime_owed_no_review(derive: Derive) -> None:
    """Commissioned in 2006, start blank, an application of 2024: the start came before 2010."""
    facts = project(derive, commissioned_on="2006-05-01", review_applied_on="2024-01-05", approved_tce_calorific=50_000)
    assert (None, False) == (facts["review_regime"], facts["review_required"])


def test_an_approved_consumption_of_zero_is_unknown_and_the_actual_one_does_not_stand_for_it(derive: Derive) -> None:
    """The review judges the design: 50,000 tce of actual use are asked about, and prove no breach."""
    facts = project(
        derive,
        nature="新建",
        construction_started_on="2018-05-01",
        approved_tce_calorific=0,
        actual_tce=50_000,
        annual_electricity=0,
    )
    assert (None, None, True) == (facts["approved_tce"], facts["review_required"], facts["actual_reaches_line"])


@pytest.mark.parametrize(("nature", "rebuilding"), [("改建", True), ("新建", False), (None, False)])
def test_a_project_is_a_rebuilding_where_it_is_filed_as_one(
    derive: Derive, nature: str | None, rebuilding: bool
) -> None:
    assert project(derive, nature=nature)["project_is_rebuilding"] is rebuilding


@pytest.mark.parametrize(
    ("added", "power", "required", "judged"),
    [
        # what a rebuilding adds decides; the 15,000 tce of the whole plant do not
        (0, 0, False, 0),
        (-500, 0, False, -500),
        (-500, 600, None, -500),  # 600 万kWh are worth 737.4 tce: power of the whole plant, not what is added
        (800, 600, True, 800),  # here they may be what is added, and 500 万kWh is the line
        (1000, 0, True, 1000),
        (None, 0, None, None),
    ],
)
def test_a_rebuilding_is_judged_by_what_it_adds(
    derive: Derive, added: int | None, power: int, required: bool | None, judged: int | None
) -> None:
    facts = project(
        derive,
        nature="改建",
        construction_started_on="2024-05-01",
        approved_tce_calorific=added,
        annual_electricity=power,
        actual_tce=15_000,
    )
    assert (required, judged) == (facts["review_required"], facts["judged_tce"])


@pytest.mark.parametrize(
    ("filed", "judged"),
    [
        # the unit filed 15,515 tce of itself: 500 tce under the heading of 10^4 tce are 5,000,000 tce, 322 times as much
        (5_000_000, None),
        (1_551_500, 1_551_500),  # exactly a hundred times
        ("1551500.01", None),
        (310_300_000, None),  # a ten-thousandth of it is just twice the unit
        ("310300000.01", None),  # more than twice, but no project uses that much
    ],
)
def test_an_amount_filed_in_the_wrong_unit_is_unknown(derive: Derive, filed: int | str, judged: float | None) -> None:
    assert judged == _judged_of(derive, 15_515, filed)


@pytest.mark.parametrize(
    ("whole", "filed", "judged"),
    [
        # a small unit plans a works twelve times its size: 9,999 under the heading of 10^4 tce are 99,990,000 tce
        (837, 99_990_000, None),
        # one that uses nothing yet: 100 tce under the heading of 10^4 tce
        (0, 1_000_000, None),
        (0, "999999.99", 999_999.99),
        (400, 10_000_000, None),
        (400, "9999999.99", 9_999_999.99),
        (100_000, 10_000_000, 10_000_000),  # exactly a hundred times
    ],
)
def test_no_project_of_a_small_unit_uses_ten_million_tce(
    derive: Derive, whole: int, filed: int | str, judged: float | None
) -> None:
    assert judged == _judged_of(derive, whole, filed)


@pytest.mark.parametrize(
    ("whole", "filed", "judged"),
    [
        (None, 1_000_000, None),
        (None, "999999.99", 999_999.99),
        # even of a works of two million tce: 15,000 tce under the heading of 10^4 tce
        (2_000_000, 150_000_000, None),
        (2_000_000, 100_000_000, 100_000_000),
        (2_000_000, "100000000.01", None),
    ],
)
def test_no_project_of_a_unit_of_unknown_size_uses_a_million_tce_and_none_a_hundred_million(
    derive: Derive, whole: int | None, filed: int | str, judged: float | None
) -> None:
    assert judged == _judged_of(derive, whole, filed)


@pytest.mark.parametrize(
    ("row", "used", "kept"),
    [
        # 1,229 tce are 1,000 of 10^4 kWh; a hundred times that is not yet taken for kWh
        ({"approved_tce_calorific": 1229}, 100_000, True),
        ({"approved_tce_calorific": 1229}, "100000.01", False),
        ({"approved_tce_equal": 1229}, "100000.01", False),
        # what a rebuilding adds says nothing of the power of the whole plant; the unit of 15,515 tce does
        ({"approved_tce_calorific": 1, "nature": "改建"}, "100000.01", True),
        ({"approved_tce_calorific": 1, "nature": "改建"}, 1_500_000, False),
        ({}, 1_500_000, False),
        ({}, 100_000, True),
    ],
)
def test_power_far_beyond_the_project_was_filed_in_kwh(
    derive: Derive, row: dict[str, Any], used: int | str, kept: bool
) -> None:
    filed = {"project_name": "示例项目", "nature": "新建", "annual_electricity": used, **row}
    unit = [{"reported_tce_calorific": 15_515}]
    facts = derive(enterprise=unit, project=[filed]).frames["project"].row(0, named=True)
    assert (Decimal(used) if kept else None) == facts["annual_electricity"]


@pytest.mark.parametrize(
    ("row", "coal", "tonnes"),
    [
        # a thousand tonnes for each tce approved, and a little more
        ({}, 100, 1_000_000),
        ({}, "100.01", None),
        ({"industry_code": "0610"}, "100.01", 1_000_100),  # a washery only passes it on
        ({"nature": "改建"}, "100.01", 1_000_100),  # what it adds says nothing of the whole
        ({"nature": "改建"}, "10000.01", None),
        ({"approved_tce_calorific": None}, "100.01", 1_000_100),
    ],
)
def test_coal_far_beyond_the_project_was_filed_in_tonnes(
    derive: Derive, row: dict[str, Any], coal: int | str, tonnes: int | None
) -> None:
    filed = {"project_name": "示例项目", "nature": "新建", "approved_tce_calorific": 1000, "coal_pq": coal, **row}
    facts = derive(project=[filed]).frames["project"].row(0, named=True)
    assert tonnes == facts["project_coal_t"]


@pytest.mark.parametrize(
    ("design", "reaches"),
    [(900, True), (None, True), (Unread("约九百"), None)],
)
def test_beside_a_design_that_cannot_be_read_the_actual_use_shows_nothing(
    derive: Derive, design: object, reaches: bool | None
) -> None:
    row = {"construction_started_on": "2024-03-01", "commissioned_on": "2025-01-01", "stage": "投产", "nature": "新建"}
    facts = project(derive, **row, approved_tce_calorific=design, annual_electricity=10, actual_tce=3000)
    assert reaches is facts["actual_reaches_line"]


def test_a_total_of_the_unit_filed_in_ten_thousand_tonnes_measures_no_project(derive: Derive) -> None:
    """8,000 tce of table 2 filed as 0.8 in table 1: a project of 5,000 tce is no slip."""
    facts = derive(
        enterprise=[{"reported_tce_calorific": "0.8", "reported_tce_equal": "0.8"}],
        energy_consumption=[
            {"energy_code": "39", "unit": "吨标准煤", "consumption_total": 8000, "consumption_industrial": 8000}
        ],
        project=[{"project_name": "示例项目", "nature": "新建", "approved_tce_calorific": 5000}],
    )
    assert facts.frames["project"]["judged_tce"][0] == 5000


def _judged_of(derive: Derive, whole: int | None, filed: int | str) -> float | None:
    rows = [{"project_name": "示例项目", "nature": "新建", "approved_tce_calorific": filed}]
    facts = derive(enterprise=[{"reported_tce_calorific": whole}], project=rows).frames["project"].row(0, named=True)
    return None if facts["judged_tce"] is None else float(facts["judged_tce"])


@pytest.mark.parametrize(
    ("calorific", "equal", "higher"), [(400, 700, 700), (700, 400, 700), (None, 700, 700), (400, None, 400)]
)
def test_the_line_of_national_review_takes_the_higher_basis(
    derive: Derive, calorific: int | None, equal: int | None, higher: int
) -> None:
    facts = project(derive, approved_tce_calorific=calorific, approved_tce_equal=equal)
    assert higher == facts["approved_tce_higher"]


def test_dates_of_deeds_that_lie_ahead_are_told_and_not_used(derive: Derive) -> None:
    facts = project(derive, approval_date="2026-07-01", acceptance_on="2026-06-30", review_applied_on="2027-01-01")
    assert (None, date(2026, 6, 30), None) == (
        facts["approval_date"],
        facts["acceptance_on"],
        facts["review_applied_on"],
    )
    assert facts["dates_ahead"] == "节能审查批复时间 2026-07-01，节能审查申请日期 2027-01-01"
    assert project(derive, approval_date="2026-06-30")["dates_ahead"] is None


@pytest.mark.parametrize("day", ["approval_date", "review_applied_on", "acceptance_on"])
def test_a_day_that_cannot_be_read_may_lie_ahead(derive: Derive, day: str) -> None:
    for filed, ahead in {None: False, "2026-06-30": False, "2026-07-01": True, Unread("2026年下半年"): None}.items():
        assert project(derive, **{day: filed})["any_date_ahead"] is ahead
    others = {"approval_date", "review_applied_on", "acceptance_on"} - {day}
    one_ahead = dict.fromkeys(others, "2027-01-01")
    assert project(derive, **{day: Unread("2026年下半年")}, **one_ahead)["any_date_ahead"] is True


@pytest.mark.parametrize(
    ("industry", "started", "required"),
    [
        ("4417", "2024-05-01", None),  # 生物质能
        ("4812", "2024-05-01", None),  # 公路
        ("5331", "2024-05-01", None),  # 铁路, all of division 53
        ("5720", "2024-05-01", None),  # 输油输气管网
        ("4413", "2017-01-01", None),
        ("4413", "2016-12-31", True),  # Order No. 6 knew no list
        ("4411", "2024-05-01", True),
    ],
)
def test_trades_listed_as_simple_are_exempt_since_2017(
    derive: Derive, industry: str, started: str, required: bool | None
) -> None:
    facts = project(derive, industry_code=industry, construction_started_on=started, approved_tce_calorific=1200)
    assert required is facts["review_required"]


@pytest.mark.parametrize(
    ("started", "nature", "tce", "opinion", "required"),
    [
        # Order No. 44, art. 5: of 改扩建 the increase counts; of an expansion the form asks for the total
        ("2018-05-01", "扩建", "1200", None, None),
        ("2018-05-01", None, "1200", None, None),
        ("2018-05-01", "新建", "1200", None, True),
        ("2018-05-01", "改建", "1200", None, True),
        ("2018-05-01", "扩建", "999.99", None, False),
        # an opinion states what it approved
        ("2018-05-01", "扩建", "1200", "2018-01-01", True),
        ("2023-05-31", "扩建", "1200", None, None),
        ("2023-06-01", "扩建", "1200", None, True),
        ("2016-12-31", "扩建", "1200", None, True),
    ],
)
def test_of_an_expansion_only_the_increase_counted(
    derive: Derive, started: str, nature: str | None, tce: str, opinion: str | None, required: bool | None
) -> None:
    filed = {"nature": nature, "approved_tce_calorific": tce, "annual_electricity": 0, "approval_date": opinion}
    status = {"review_status": "approved" if opinion else "not_applied"}
    facts = project(derive, construction_started_on=started, **filed, **status)
    assert required is facts["review_required"]
    assert facts["review_open_because"] == ("increase" if required is None else None)
    actual = project(derive, construction_started_on=started, nature=nature, actual_tce=5000, **status)
    if not opinion and tce == "1200":
        assert required is actual["actual_reaches_line"]


def test_a_trade_listed_as_simple_is_not_accused(derive: Derive) -> None:
    facts = project(derive, industry_code="4415", construction_started_on="2024-01-01", approved_tce_calorific=1200)
    assert facts["review_required"] is None


@pytest.mark.parametrize(
    ("cells", "because"),
    [
        ({"approved_tce_calorific": 1200}, None),
        ({"approved_tce_calorific": 900, "annual_electricity": 0}, None),
        ({"approved_tce_calorific": 1200, "industry_code": "4415"}, "simple-trade"),
        ({"approved_tce_calorific": 900}, "amounts"),
        (
            {"approved_tce_calorific": 900, "annual_electricity": 0, "construction_started_on": "2012-05-01"},
            "oil-or-gas",
        ),
        ({"approved_tce_calorific": -500, "annual_electricity": 300, "nature": "改建"}, "power-of-the-whole"),
        ({"approved_tce_calorific": 1200, "construction_started_on": None, "stage": "投产"}, "regime"),
        ({"approved_tce_calorific": 1200, "review_status": "approved"}, "opinion"),
        (
            {
                "approved_tce_calorific": 1200,
                "stage": "拟建",
                "construction_started_on": None,
                "approval_date": "2016-12-31",
                "review_status": "approved",
            },
            "validity",
        ),
        (
            {"approved_tce_calorific": 1200, "construction_started_on": None, "commissioned_on": "2025-01-05"},
            "start",
        ),
    ],
)
def test_what_leaves_a_review_open_is_named(derive: Derive, cells: dict[str, Any], because: str | None) -> None:
    filed = {"construction_started_on": "2024-05-01", "review_status": "not_applied", **cells}
    assert because == project(derive, **filed)["review_open_because"]


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("外购熟料，年产100万吨水泥", None),
        ("以熟料为主要原料", None),
        ("日产5000吨熟料", True),
        ("日产5000吨熟料，不足部分外购熟料", True),
        # what is made of it, or built with it, is not bought
        ("采购设备建设熟料生产线", True),
        ("外购石灰石生产熟料", True),
        ("外购原煤制熟料", True),
        ("外购熟料生产水泥", None),
    ],
)
def test_what_a_project_buys_is_not_its_product(derive: Derive, content: str, match: bool | None) -> None:
    facts = project(derive, project_name="示例水泥项目", main_content=content)
    assert match is facts["project_two_high_match"]
    assert ("熟料" in facts["project_own_content"]) is (match is True)


@pytest.mark.parametrize(
    ("commissioned", "due"),
    [
        ("2026-02-28", "2026-08-28"),  # Order No. 31: six months of trial run
        ("2025-09-01", "2026-03-01"),
        ("2025-08-31", "2025-08-31"),  # Orders No. 2 and 44: before production
        ("2017-01-01", "2017-01-01"),
        ("2016-12-31", None),  # Order No. 6 asks for none
        (None, None),
    ],
)
def test_acceptance_is_due_by_the_order_of_the_commissioning(
    derive: Derive, commissioned: str | None, due: str | None
) -> None:
    found = project(derive, commissioned_on=commissioned)["acceptance_due_on"]
    assert found == (None if due is None else date.fromisoformat(due))
