"""The tier, why, and by how much."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.report.content import EnterpriseReport
from energy_audit.report.content.model import Interval
from energy_audit.report.content.tiering import basis_in_words, margin, why_undecided
from energy_audit.report.language import words

Reports = Callable[..., EnterpriseReport]


def coal(tonnes: object) -> dict[str, Any]:
    """Coal at a factor of 1, so that tonnes are tce on both bases."""
    return {
        "energy_consumption": [
            {"energy_name": "原煤", "unit": "吨", "consumption_total": tonnes, "consumption_industrial": tonnes, "factor_adopted": "0.7143"}
        ],
        "energy_conversion": None,
    }  # fmt: skip


def lines_of(report: EnterpriseReport) -> dict[str, str]:
    return {line.label: line.text for line in report.tiering.particulars}


@pytest.mark.parametrize(
    ("total", "line", "tce", "share"),
    [
        (Interval(D(5000), D(5000)), D(5000), Interval(D(0), D(0)), Interval(D(0), D(0))),
        (Interval(D("4999.99"), D("4999.99")), D(5000), Interval(D("-0.01"), D("-0.01")), Interval(D("-0.000002"), D("-0.000002"))),
        (Interval(D(9000), None), D(10000), Interval(D(-1000), None), Interval(D("-0.1"), None)),
        (Interval(None, D(12000)), D(10000), Interval(None, D(2000)), Interval(None, D("0.2"))),
    ],
)  # fmt: skip
def test_margin_in_tce_and_as_a_share_of_the_line(total: Interval, line: D, tce: Interval, share: Interval) -> None:
    found = margin(total, "calorific", line)
    assert (tce, share) == (found.tce, found.share)


def test_both_bases_are_measured_against_both_lines(report_of: Reports) -> None:
    margins = report_of(**coal(8000)).tiering.margins
    assert [(each.basis, each.line, each.tce.low) for each in margins] == [
        ("calorific", D(5000), D("714.40")),
        ("calorific", D(10000), D("-4285.60")),
        ("equal", D(5000), D("714.40")),
        ("equal", D(10000), D("-4285.60")),
    ]


def test_a_decided_tier_stands_without_reasons(report_of: Reports) -> None:
    lines = lines_of(report_of(**coal(8000)))
    assert lines["档次"] == "C档：年综合能耗5000吨及以上（未见指定文件）"
    assert "不能确定的原因" not in lines


def test_an_open_tier_names_reason_possible_tiers_and_cells(report_of: Reports) -> None:
    lines = lines_of(report_of())
    assert lines["档次"] == "不能判断"
    assert lines["可能的档次"] == "A、C"
    assert lines["不能确定的原因"] == "综合能耗不能算准，上下限落入不同档次"
    assert "E10" in lines["决定档次的单元格"]


def test_the_reason_is_given_in_english_too(report_of: Reports) -> None:
    assert lines_of(report_of(lang="en"))["Why it is open"] == (
        "the total is open and its ends fall into different tiers"
    )


def test_layers_of_a_unit_without_the_supplementary_table_cannot_be_told(report_of: Reports) -> None:
    layers = report_of().tiering.layers
    assert [(layer.calorific, layer.equal) for layer in layers] == [(None, None), (None, None)]
    assert {layer.note for layer in layers} == {"未填“补充表 原料用能与可再生能源”"}


def test_a_layer_stands_beside_the_full_figure(report_of: Reports) -> None:
    report = report_of(
        **coal(20000),
        nonfossil=[{"feedstock_tce": 0, "re_self_kwh": 0, "green_power_kwh": 0, "gec_kwh": 0, "nuclear_kwh": 0, "biomass_tce": "122.9"}],
    )  # fmt: skip
    nonfossil = report.tiering.layers[1]
    total = report.reckoning.sums[0]
    assert (total.is_total, total.calorific.low) == (True, D("14286.00"))
    assert nonfossil.calorific == D("14163.10")


def test_years_of_the_same_unit_make_a_trend(report_of: Reports) -> None:
    assert [year for year, _ in report_of().trend] == [2024, 2025]


def test_one_year_makes_no_trend(report_of: Reports) -> None:
    assert (
        report_of(enterprise=[{"enterprise_name": "甲", "industry_code": "3140", "region_code": "520200"}]).trend == ()
    )


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"tier": "A", "tier_undecided_because": ""}, ""),
        ({"tier": None, "tier_undecided_because": "negative"}, "the total is negative"),
        ({"tier": None, "tier_undecided_because": None}, ""),
    ],
)
def test_why_a_tier_is_open(facts: dict[str, Any], reason: str) -> None:
    assert reason == why_undecided(facts, words("en"))


def test_a_net_producer_is_judged_on_the_calorific_basis() -> None:
    assert basis_in_words({"net_producer": True}, None, words("zh")) == "电力或热力净输出单位，按当量值判定"


def test_the_equal_factor_in_use_is_named(report_of: Reports) -> None:
    rows = [
        {
            "energy_name": "电力",
            "unit": "万千瓦时",
            "consumption_total": 2000,
            "consumption_industrial": 2000,
            "factor_adopted": "1.229",
            "factor_equal": "3.05",
        }
    ]
    assert (
        lines_of(report_of(energy_consumption=rows, energy_conversion=None))["电力等价系数"]
        == "3.05 吨标准煤/万千瓦时（申报值）"
    )
