"""Who filed: sites, double filings, section, region, designation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.conftest import Unread

from energy_audit.energy.account import open_account
from energy_audit.energy.problems import energy_problems
from energy_audit.facts import Facts, Locator, derive_facts, identify_enterprises
from energy_audit.filing.problems.problem import conformed
from energy_audit.reference.tables import Reference, load_reference
from energy_audit.resources import folder

USCC = "91520000000000001X"

One = Callable[..., dict[str, Any]]


def fuel(amount: int, **more: object) -> dict[str, Any]:
    return {
        "energy_name": "其他燃料", "unit": "吨标准煤", "consumption_total": amount, "consumption_industrial": amount,
        "consumption_nonindustrial": 0, "purchase_qty": amount, "factor_adopted": 1, **more,
    }  # fmt: skip


def test_section_division_and_prefecture_follow_from_the_codes(one: One) -> None:
    facts = one()
    assert ("30", "C", True, "520100") == tuple(
        facts[k] for k in ("industry_division", "industry_section", "is_industrial", "prefecture_code")
    )


def test_an_old_county_code_is_read_as_todays(one: One) -> None:
    """水城县 520221 became 水城区 520204 in 2020."""
    assert "520204" == one(enterprise=[{"region_code": "520221"}])["region_code"]


@pytest.mark.parametrize("text", ["贵安新区", "盘州市", "遵义经济技术开发区"])
def test_a_place_without_a_code_lies_nowhere_yet(one: One, text: str) -> None:
    """Rules of a province ask for its code: a name is not the code of another province."""
    facts = one(enterprise=[{"region_code": text}])
    assert (None, None) == (facts["region_code"], facts["prefecture_code"])


def test_an_unknown_industry_is_neither_industrial_nor_not(one: One) -> None:
    assert one(enterprise=[{"industry_code": None}])["is_industrial"] is None


def test_sites_of_one_legal_person_are_added_up(one: One) -> None:
    facts = one(
        enterprise=[
            {"site": "一厂", "reported_tce_calorific": 3000, "gross_output": 100},
            {"site": "二厂", "reported_tce_calorific": 4000, "gross_output": 50},
        ],
        energy_consumption=[fuel(3000, site="一厂"), fuel(4000, site="二厂")],
    )
    assert (2, D(7000), D(150), D("7000.00"), "C") == tuple(
        facts[k] for k in ("site_count", "reported_tce_calorific", "gross_output", "tce_calorific", "tier")
    )


def test_a_site_that_leaves_a_figure_blank_leaves_the_sum_unknown(one: One) -> None:
    sites = [{"site": "一厂", "gross_output": 100}, {"site": "二厂", "gross_output": None}]
    assert one(enterprise=sites)["gross_output"] is None


def test_two_different_filings_of_one_year_are_both_seen_and_none_chosen(one: One) -> None:
    facts = one(
        enterprise=[{"reported_tce_calorific": 3000}, {"reported_tce_calorific": 4000}],
        energy_consumption=[fuel(3000), fuel(4000)],
    )
    assert (True, 1, None) == tuple(facts[k] for k in ("filed_twice", "site_count", "reported_tce_calorific"))


def test_a_double_filing_spans_both_and_tables_in_several_files_do_not(
    intake_of: Callable[..., Any], reference: Any
) -> None:
    """Consumption 3000 in one file and output 1000 in another are one set of books: 2000; two filings are an interval."""
    made = {
        "energy_name": "其他燃料", "unit": "吨标准煤", "conversion_output": 1000, "recovered": 0, "factor_adopted": 1,
    }  # fmt: skip
    intake = intake_of(
        enterprise=[{"industry_code": "3011"}],
        energy_consumption=[fuel(3000, external_supply=1000)],
        energy_conversion=[made],
    )
    files = pl.when(pl.col("sheet") == "表2-1 加工转换与回收利用").then(pl.lit("另一份.xlsx")).otherwise("file")
    apart = replace(intake, sources=intake.sources.with_columns(file=files))
    assert D("2000.00") == account_of(apart, reference)["tce_calorific"]

    totals = account_of(filed_twice(intake_of, "3011"), reference)
    assert (D("3000.00"), D("4000.00"), None) == tuple(totals[f"tce_calorific{k}"] for k in ("_low", "_high", ""))


def test_of_an_output_that_two_filings_share_nobody_says_that_it_was_sold(
    intake_of: Callable[..., Any], reference: Any
) -> None:
    coke = {"energy_name": "焦炭", "unit": "吨", "conversion_output": 100, "recovered": 0, "factor_adopted": "0.9714"}
    intake = filed_twice(intake_of, "2521", energy_conversion=[coke])
    account = open_account(intake, identify_enterprises(intake, reference), reference)
    assert not account.rows["output_presumed_sold"].any()
    assert energy_problems(account, intake).filter(pl.col("code").str.starts_with("output-")).is_empty()


def filed_twice(intake_of: Callable[..., Any], industry: str, **tables: list[dict[str, Any]]) -> Any:
    """Of 3,000 in one file and 4,000 in another nobody knows which holds."""
    twice = intake_of(enterprise=[{"industry_code": industry}], energy_consumption=[fuel(3000), fuel(4000)], **tables)
    rows = pl.int_range(pl.len(), dtype=pl.UInt32)
    other = pl.DataFrame({"source": [99], "file": ["补报.xlsx"], "sheet": ["表2 能源消费结构"], "form": ["cell"]})
    table = twice.tables["energy_consumption"].with_columns(
        source=pl.when(rows == 1).then(pl.lit(99, pl.UInt32)).otherwise("source")
    )
    problem = conformed(pl.DataFrame({"code": ["double-filing"], "uscc": [USCC], "report_year": [2025]}))
    # which of the files the other tables came with is not known either
    third = pl.DataFrame({"source": [98], "file": ["附表.xlsx"], "sheet": ["表2-1"], "form": ["cell"]})
    moved = {name: twice.tables[name].with_columns(source=pl.lit(98, pl.UInt32)) for name in tables}
    return replace(
        twice,
        tables={**twice.tables, "energy_consumption": table, **moved},
        sources=pl.concat([twice.sources, *(each.cast(dict(twice.sources.schema)) for each in (other, third))]),
        problems=problem,
    )


def account_of(intake: Any, reference: Any) -> dict[str, Any]:
    return open_account(intake, identify_enterprises(intake, reference), reference).totals.row(0, named=True)


def test_designation_is_what_the_filing_names(one: One) -> None:
    assert one()["designated"] is False
    assert one(enterprise=[{"designated_by": "黔示例〔2025〕1号"}])["designated"] is True


def test_last_years_filing_in_the_batch_gives_last_years_figures(derive: Callable[..., Any]) -> None:
    facts = derive(
        enterprise=[{"report_year": 2024, "reported_tce_calorific": 5900}, {"report_year": 2025}],
        energy_consumption=[fuel(6000, report_year=2024), fuel(5000, report_year=2025)],
    )
    now = facts.frames["enterprise"].filter(report_year=2025).row(0, named=True)
    assert (True, D("6000.00"), D(5900), "C") == tuple(
        now[k] for k in ("prev_filed", "prev_tce_calorific", "prev_reported_tce_calorific", "prev_tier")
    )
    before = facts.frames["enterprise"].filter(report_year=2024).row(0, named=True)
    assert (False, None) == (before["prev_filed"], before["prev_tce_calorific"])


@pytest.mark.parametrize(
    ("sites", "filed"),
    [
        ((True, True), True),
        ((False, False), False),
        # the unit owes one head: a site that has none of its own does not speak for it
        ((True, False), None),
        ((True, None), None),
        ((False, None), False),
    ],
)
def test_a_head_on_file_is_the_units(one: One, sites: tuple[bool | None, ...], filed: bool | None) -> None:
    rows = [{"site": f"{number}厂", "energy_manager_filed": each} for number, each in enumerate(sites, 1)]
    assert filed is one(enterprise=rows)["energy_manager_filed"]


def test_words_in_place_of_a_number_are_no_designation(one: One) -> None:
    for text in ("无文件", "未列入重点用能单位名单", "未指定"):
        assert one(enterprise=[{"designated_by": text}])["designated"] is False


def test_a_required_rate_filed_as_a_share_says_nothing(derive: Callable[..., Any]) -> None:
    rows = [{"energy_type": "电力", "l1_std": "0.95", "l2_std": 100, "l1_need": 10, "l1_have": 2}]
    row = derive(metering=rows).frames["metering"].row(0, named=True)
    assert (None, D(100), D(20)) == (row["l1_std"], row["l2_std"], row["l1_rate"])


@pytest.mark.parametrize(
    ("required", "needed", "fitted", "short"),
    [
        (100, 10, 9, True),
        (100, 10, 10, False),
        (100, 200, 199, True),
        # nothing needed is without its meter, whatever rate is required
        (None, 10, 10, False),
        (80, 10, 10, False),
        (None, 10, 9, None),
        # below the rate that the unit itself says is required
        (90, 10, 8, True),
        # a rate below 100 % at the boundary is the unit's word: that 9 of 10 suffice, only the standard can say
        (90, 10, 9, None),
        (80, 10, 9, None),
        (100, None, 9, None),
    ],
)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_meters_are_not_enough_by_the_rate_that_the_unit_says_is_required(
    derive: Callable[..., Any], level: int, required: int | None, needed: int | None, fitted: int, short: bool | None
) -> None:
    filed = {f"l{level}_std": required, f"l{level}_need": needed, f"l{level}_have": fitted}
    assert short is derive(metering=[{"energy_type": "电力", **filed}]).frames["metering"][f"l{level}_short"].item()


def test_two_filings_that_differ_leave_a_meter_row_unknown(derive: Callable[..., Any]) -> None:
    rows = [{"energy_type": "电力", "l1_need": 10, "l1_have": have} for have in (5, 10)]
    frame = derive(metering=rows).frames["metering"]
    assert [(D(10), None)] == frame.select("l1_need", "l1_have").rows()


def test_a_device_said_to_be_in_use_and_removed_is_unclear(derive: Callable[..., Any]) -> None:
    rows = [
        {"model": "Y160M-4", "in_use": True, "quantity": 1, "obsolete_update_info": "2024年已拆除"},
        {"model": "Y160M-4", "in_use": True, "quantity": 0},
        {"model": "Y160M-4", "in_use": True, "quantity": 1},
    ]
    assert [None, False, True] == derive(equipment=rows).frames["equipment"]["equipment_in_use"].to_list()


@pytest.mark.parametrize(
    "text", ["2025年未列入名单", "不在黔示例〔2025〕1号名单内", "2025年度没有被认定", "非重点用能单位（2025年）"]
)
def test_a_denial_that_names_a_year_or_a_list_is_no_document(one: One, text: str) -> None:
    """Whether it denies the list that it names or another nobody can tell."""
    assert one(enterprise=[{"designated_by": text}])["designated"] is None
    assert one(enterprise=[{"designated_by": "无锡示例〔2025〕1号"}])["designated"] is True


@pytest.mark.parametrize(
    ("text", "designated"),
    [
        (None, False),
        ("无", False),
        ("否", False),
        ("无文号", False),
        ("暂无", None),  # perhaps not yet
        ("未指定", False),
        ("不属于", False),
        ("--", False),
        ("是", None),
        ("已指定", None),
        ("见附件1", None),
        ("见附件1：黔发改环资〔2025〕100号", True),
        ("省级重点用能单位", None),
        ("百千万行动名单内", None),
    ],
)
def test_a_claim_without_a_number_is_neither_a_designation_nor_none(
    one: One, text: str | None, designated: bool | None
) -> None:
    assert designated is one(enterprise=[{"designated_by": text}])["designated"]


@pytest.mark.parametrize(
    ("text", "designated"),
    [
        ("遵市发改〔2025〕100号", None),
        ("黔南发改〔2025〕100号", None),
        ("毕发改〔２０２５〕１００号", None),
        ("示例市发展和改革委员会2025年重点用能单位名单", None),
        ("示例县工信〔2025〕3号", None),
        ("贵州示例市能源局〔2025〕1号", None),
        ("贵州能源局〔2025〕1号", True),
        ("黔发改环资〔2025〕100号", True),
        ("国市监示例〔2025〕1号", True),
        ("贵州省2025年重点用能单位名单（示例市部分）", True),
        ("示例市转发省发展改革委2025年名单", True),
        ("重庆市示例〔2025〕1号", True),
        ("黔发改环资〔2025〕100号（示例市转发）", True),
    ],
)
def test_only_a_paper_of_the_province_or_above_designates(one: One, text: str, designated: bool | None) -> None:
    """Energy Conservation Law, article 52: a city's paper may pass on the list of the province, or be its own."""
    assert designated is one(enterprise=[{"designated_by": text}])["designated"]


@pytest.mark.parametrize(
    ("text", "designated"),
    [
        ("黔发改环资〔2024〕100号", True),
        ("黔发改环资〔2025〕100号", True),
        ("黔发改环资〔2026〕100号", None),
        ("黔发改环资（2026）100号", None),
        ("贵州省2026年重点用能单位名单", None),
        # the list of the year filed, given out in the next
        ("黔发改环资〔2026〕100号（2025年度名单：2025年）", True),
        ("无", False),
    ],
)
def test_a_paper_of_a_later_year_does_not_designate_for_the_year_filed(
    one: One, text: str, designated: bool | None
) -> None:
    assert designated is one(enterprise=[{"designated_by": text, "report_year": 2025}])["designated"]


def test_a_list_of_designated_units_speaks_for_its_year_alone(intake_of: Callable[..., Any], reference: Any) -> None:
    """On the list: designated by its document; off it: not; a year without a list, or a draft of one: still open."""
    rows = [
        (USCC, 2025, "示例〔2025〕1号", "in_force", "high"),
        (USCC, 2023, "示例征求意见稿", "draft", "high"),
        ("91520181000000019R", 2024, "示例〔2024〕1号", "in_force", "high"),
    ]
    names = ("uscc", "list_year", "document_no", "legal_status", "confidence")
    loaded = Reference(reference.folder)
    loaded.__dict__["designated_units"] = pl.DataFrame(
        [dict(zip(names, row, strict=True)) for row in rows], schema=dict(reference.designated_units.schema)
    )
    intake = intake_of(enterprise=[{"report_year": year} for year in (2022, 2023, 2024, 2025)])
    found = identify_enterprises(intake, loaded).sort("report_year")
    assert [False, False, False, True] == found["designated"].to_list()
    # the cell of the filing is blank: the value says that the paper is the list's
    assert [None, None, None, "示例〔2025〕1号（导入的名单）"] == found["designated_by"].to_list()
    assert [False, False, True, True] == found["designation_list_loaded"].to_list()


@pytest.mark.parametrize(
    ("filed", "by_list"), [(None, True), ("未列入名单", True), ("是", True), ("示例发改〔2024〕9号", False)]
)
def test_the_paper_of_a_list_stands_in_its_line_and_that_of_the_filing_in_its_cell(
    intake_of: Callable[..., Any], filed: str | None, by_list: bool, tmp_path: Path
) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "designated_units.csv").write_text(
        "uscc,enterprise_name,list_year,document_no,effective_from,effective_to,citation,source,confidence,legal_status,note\n"
        "91520181000000019R,,2025,示例〔2025〕1号,,,示例,,high,in_force,\n"
        f"{USCC},,2025,示例〔2025〕1号,,,示例,,high,in_force,\n",
        encoding="utf-8",
    )
    intake = intake_of(enterprise=[{"designated_by": filed}])
    found = identify_enterprises(intake, load_reference(folder("rules"), [tmp_path]))
    locator = Locator(intake, found)
    [unit] = found.to_dicts()
    assert unit["designated"]
    assert unit["designated_by"] == ("示例〔2025〕1号（导入的名单）" if by_list else filed)
    own, other = (
        locator.locate_one(unit["source"], unit["row"], f"enterprise.{name}") for name in ("designated_by", "uscc")
    )
    listed = f"{tmp_path.name}/reference/designated_units.csv"
    assert ((own.file, own.cell) == (listed, "line:3")) is by_list
    assert other.file != listed
    at = locator.row_place("enterprise.designated_by", pl.col("source"), pl.col("row"))
    assert found.select(at.file, cell=at.cell).row(0)[1:] == (own.cell,)
    assert found.select(file=at.file).item() == own.file


@pytest.mark.parametrize(
    ("submitted", "used"), [("2026-06-30", date(2026, 6, 30)), ("2026-07-01", None), ("2026-01-05", date(2026, 1, 5))]
)
def test_a_day_of_submission_that_lies_ahead_is_not_used(
    derive: Callable[..., Facts], submitted: str, used: date | None
) -> None:
    """The day judged is 2026-06-30."""
    assert used == derive(enterprise=[{"submitted_on": submitted}]).frames["enterprise"]["submitted_on"][0]


@pytest.mark.parametrize(
    ("year", "submitted", "over"),
    [
        (2025, "2026-03-20", True),
        (2026, "2026-03-20", False),  # the day judged is 2026-06-30
        (2025, "2025-12-31", False),  # handed in on the last day of the year it speaks of
        (2025, "2026-01-01", True),
        (2025, None, True),
        (2031, None, False),
        (2025, Unread("年底"), None),  # it may lie within the year
        (2031, Unread("年底"), False),
    ],
)
def test_a_report_year_is_over_on_the_day_judged_and_at_submission(
    derive: Callable[..., Facts], year: int, submitted: str | Unread | None, over: bool | None
) -> None:
    facts = derive(enterprise=[{"report_year": year, "submitted_on": submitted}])
    assert over is facts.frames["enterprise"]["report_year_over"][0]


def test_of_two_filings_that_differ_in_the_day_of_submission_neither_says_that_the_year_was_over(
    derive: Callable[..., Facts],
) -> None:
    facts = derive(enterprise=[{"submitted_on": "2025-11-30"}, {"submitted_on": "2026-03-20"}])
    assert facts.frames["enterprise"]["report_year_over"].to_list() == [None]


@pytest.mark.parametrize(
    ("used", "tier", "possible", "user", "because"),
    [
        (12_000, "A", "A", True, ""),  # designated or not
        (7_000, None, "B/C", True, "designation"),
        (4_000, None, "B/D", None, "designation"),
    ],
)
@pytest.mark.parametrize("twice", [False, True])
def test_a_designation_that_cannot_be_read_is_neither_none_nor_one(
    one: One, used: int, tier: str | None, possible: str, user: bool | None, because: str, twice: bool
) -> None:
    filed = (
        [{"designated_by": each} for each in ("示例〔2024〕1号", None)]
        if twice
        else [{"designated_by": Unread("#N/A")}]
    )
    facts = one(enterprise=filed, energy_consumption=[fuel(used)])
    assert (tier, possible, user, because) == (
        facts["tier"],
        facts["tiers_possible"],
        facts["key_energy_user"],
        facts["tier_undecided_because"],
    )
    if because and not twice:
        assert facts["tier_deciding_cells"].startswith("表1 基本情况!")


NAMED = "示例〔2024〕1号"


@pytest.mark.parametrize(
    ("filed", "designated"),
    [
        ([("一厂", None), ("二厂", NAMED)], True),  # a legal person is designated, whichever site says so
        ([("一厂", NAMED), ("二厂", None)], True),
        ([("一厂", "无"), ("二厂", None)], False),
        ([("一厂", None), ("二厂", Unread("#N/A"))], None),
        ([("一厂", Unread("#N/A")), ("二厂", NAMED)], True),
        # two filings of the second site contradict each other
        ([("一厂", None), ("二厂", NAMED), ("二厂", None)], None),
        ([("一厂", NAMED), ("二厂", NAMED), ("二厂", None)], True),
        # they differ in their words, not in what they say
        ([(None, "示例〔2024〕2号"), (None, NAMED)], True),
        ([(None, "无"), (None, None)], False),
    ],
)
def test_a_designation_is_asked_of_every_site_and_filing(
    one: One, filed: list[tuple[str | None, str | Unread | None]], designated: bool | None
) -> None:
    rows = [{"site": site, "designated_by": by, "employees": nth} for nth, (site, by) in enumerate(filed)]
    facts = one(enterprise=rows)
    assert facts["designated"] is designated
    assert (facts["designated_by"] in {NAMED, "示例〔2024〕2号"}) >= bool(designated)


@pytest.mark.parametrize(
    ("sites", "twice"),
    [
        (("一厂", "二厂"), False),
        ((None, None), True),
        ((Unread("#REF!"), Unread("#REF!")), None),
        ((None, Unread("#REF!")), None),
    ],
)
def test_rows_whose_sites_cannot_be_read_may_be_of_two_sites(
    one: One, sites: tuple[str | Unread | None, ...], twice: bool | None
) -> None:
    facts = one(enterprise=[{"site": site, "employees": nth} for nth, site in enumerate(sites)])
    assert facts["filed_twice"] is twice


@pytest.mark.parametrize(
    ("code", "energy", "missing", "tier"),
    [
        (Unread("#N/A"), "原煤", None, None),  # it may be a power station, which would owe table 2-1
        (Unread("#N/A"), "柴油", False, "A"),  # who burns motor fuel alone makes no power
        ("4411", "原煤", True, None),
        ("3011", "原煤", False, "A"),
    ],
)
def test_a_trade_that_cannot_be_read_may_be_conversion(
    one: One, code: str | Unread, energy: str, missing: bool | None, tier: str | None
) -> None:
    row = fuel(20_000, energy_name=energy, unit="吨")
    facts = one(enterprise=[{"industry_code": code}], energy_consumption=[row])
    assert (missing, tier) == (facts["conversion_table_likely_missing"], facts["tier"])
    if missing is None:
        assert "表1 基本情况!" in facts["tier_deciding_cells"]


@pytest.mark.parametrize(
    ("filed", "wider"),
    [
        (12000, False),  # the computed total itself: 960 × 12.5
        (12500, True),  # with non-industrial use: 1000 × 12.5
        ("12512.5", True),  # 0.1 % off that
        ("12512.6", False),
        (12400, True),  # with bought oxygen instead: 12000 + 100 × 4
        (12900, True),  # with both
        (12200, False),
        (None, False),
    ],
)
def test_a_filed_total_may_hold_what_practice_counts_differently(
    derive: Callable[..., Facts], filed: object, wider: bool
) -> None:
    gas = {"energy_name": "天然气", "unit": "万立方米", "factor_adopted": "12.5"}
    oxygen = {"energy_name": "氧气", "unit": "万立方米", "factor_adopted": 4, "consumption_nonindustrial": 0}
    facts = derive(
        enterprise=[{"reported_tce_calorific": filed}],
        energy_consumption=[
            {**gas, "consumption_total": 1000, "consumption_industrial": 960, "purchase_qty": 1000},
            {**oxygen, "consumption_total": 100, "consumption_industrial": 100, "purchase_qty": 100},
        ],
    )
    assert wider is facts.frames["enterprise"]["filed_wider_calorific"][0]


def test_nonindustrial_use_that_changes_the_tier_is_named_by_its_cell(derive: Callable[..., Facts]) -> None:
    """408 × 12 = 4896 (D) by industrial use, 425 × 12 = 5100 (C) by all of it."""
    gas = {"energy_name": "天然气", "unit": "万立方米", "factor_adopted": 12, "purchase_qty": 425}
    use = {"consumption_total": 425, "consumption_industrial": 408, "consumption_nonindustrial": 17}
    facts = derive(energy_consumption=[gas | use]).frames["enterprise"].row(0, named=True)
    assert facts["tier"] is None
    assert facts["tier_deciding_cells"] == "表2 能源消费结构!O5"


@pytest.mark.parametrize(("rows", "named"), [([], "表2 能源消费结构（未填报）"), ([fuel(4_000)], "")])
def test_a_table_of_energies_that_was_not_filed_is_said_to_be_so(
    one: One, rows: list[dict[str, Any]], named: str
) -> None:
    facts = one(energy_consumption=rows)
    assert (facts["tier_deciding_cells"] or "") == named


@pytest.mark.parametrize(
    ("heat", "named"),
    [
        ({}, "表2 能源消费结构!Y6"),
        ({"consumption_total": Unread("#REF!")}, "表2 能源消费结构!L6"),  # how much there was comes first
        ({"factor_equal": "0.04"}, None),
    ],
)
def test_an_equal_factor_that_leaves_the_tier_open_is_named_by_its_cell(
    derive: Callable[..., Facts], heat: dict[str, Any], named: str | None
) -> None:
    """1000 万kWh and 9000 GJ of a hospital: 1536 tce at heat value, 3000 + 9000 × (0.0341 or more) by what it took."""
    power = {
        "energy_name": "电力", "unit": "万千瓦时", "consumption_total": 1000, "consumption_nonindustrial": 1000,
        "purchase_qty": 1000, "factor_equal": "3.0",
    }  # fmt: skip
    bought = {
        "energy_name": "热力", "unit": "百万千焦", "consumption_total": 9000, "consumption_nonindustrial": 9000,
        "purchase_qty": 9000,
    }  # fmt: skip
    facts = (
        derive(enterprise=[{"industry_code": "8411"}], energy_consumption=[power, bought | heat])
        .frames["enterprise"]
        .row(0, named=True)
    )
    assert (facts["tier"] is None) is (named is not None)
    assert facts["tier_deciding_cells"] == named


@pytest.mark.parametrize(
    ("claimed", "listed", "elsewhere"),
    [
        (0, None, False),
        (0, "GEC1", False),
        (0, "0", False),  # none, in another word
        (0, "无", False),
        (100, None, None),
        (None, None, None),
        (0, Unread("#REF!"), None),
    ],
)
def test_who_claims_no_certificate_uses_none_of_anothers(
    one: One, claimed: int | None, listed: str | Unread | None, elsewhere: bool | None
) -> None:
    facts = one(nonfossil=[{"re_self_kwh": 60, "green_power_kwh": 0, "gec_kwh": claimed, "gec_ids": listed}])
    assert facts["certificate_used_elsewhere"] is elsewhere


@pytest.mark.parametrize(("listed", "told"), [("0", None), ("***", None), ("待定", None), ("GEC1", "GEC1")])
def test_a_word_for_nothing_is_no_number_of_a_certificate(one: One, listed: str, told: str | None) -> None:
    facts = one(nonfossil=[{"re_self_kwh": 60, "green_power_kwh": 0, "gec_kwh": 100, "gec_ids": listed}])
    assert told == facts["gec_ids"]


def test_a_column_that_the_sheet_lacks_is_named_by_its_heading(
    intake_of: Callable[..., Any], reference: Reference
) -> None:
    """Where production's own use stands under a heading nobody knows, no cell of it can be named."""
    rows = [fuel(900), fuel(100)]
    for row in rows:
        del row["consumption_industrial"]
    intake = intake_of(enterprise=[{"industry_code": "3011", "region_code": "520181"}], energy_consumption=rows)
    intake = replace(intake, placement=intake.placement.filter(pl.col("column") != "consumption_industrial"))
    units = identify_enterprises(intake, reference)
    facts = derive_facts(intake, units, open_account(intake, units, reference), reference, as_of=date(2026, 6, 30))
    assert facts.frames["enterprise"]["tier_deciding_cells"].to_list() == ["表2 能源消费结构“工业生产消费”（未填报）"]


@pytest.mark.parametrize(
    ("row", "claimed"),
    [
        ({}, False),
        ({"gec_kwh": 1}, True),
        ({"biomass_tce": 1000}, True),
        ({"nuclear_kwh": 200}, True),
        ({"biomass_tce": Unread("若干")}, None),
        ({"green_power_kwh": None}, None),
    ],
)
def test_fuel_and_nuclear_power_are_claims_too(
    one: Callable[..., Any], row: dict[str, Any], claimed: bool | None
) -> None:
    """Blank, nuclear power and biomass are none claimed: most units have no use for their columns."""
    facts = one(nonfossil=[{"re_self_kwh": 0, "green_power_kwh": 0, "gec_kwh": 0, **row}])
    assert claimed is facts["claims_nonfossil"]
