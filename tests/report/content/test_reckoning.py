"""How the total came about, row by row, so that it can be recomputed by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.report.content import EnterpriseReport
from energy_audit.report.content.model import Interval
from energy_audit.report.content.reckoning import reckon
from energy_audit.report.language import words
from energy_audit.report.material import Material

Reports = Callable[..., EnterpriseReport]
Materials = Callable[..., Material]


def used(name: str, amount: object, unit: str, factor: object = None, **more: object) -> dict[str, Any]:
    return {
        "energy_name": name, "unit": unit, "consumption_total": amount, "consumption_industrial": amount, "factor_adopted": factor,
    } | more  # fmt: skip


COAL = used("原煤", 1200, "吨", "0.7143")


def test_the_total_is_the_sum_of_the_rows(report_of: Reports) -> None:
    """A reader with a calculator gets the printed total from the printed rows."""
    rows = [
        used("原煤", 1200, "吨", "0.7143"),
        used("柴油", "36.2", "吨", "1.4571"),
        used("电力", "2450.8", "万千瓦时", "1.229", factor_equal="3.0"),
        used("余热余压", 1520, "百万千焦", "0.0341"),  # what table 2-1 recovers
    ]
    report = report_of(energy_consumption=rows)
    by_hand = {"calorific": D(0), "equal": D(0)}
    for term in report.reckoning.terms:
        assert term.quantity is not None
        assert term.factor.low is not None
        assert term.equal_factor.low is not None
        by_hand["calorific"] += term.quantity * term.factor.low * term.sign
        by_hand["equal"] += term.quantity * term.equal_factor.low * term.sign
    total = next(each for each in report.reckoning.sums if each.is_total)
    assert total.calorific.low == total.calorific.high == by_hand["calorific"].quantize(D("0.01"), ROUND_HALF_UP)
    assert total.equal.low == total.equal.high == by_hand["equal"].quantize(D("0.01"), ROUND_HALF_UP)
    assert len(report.reckoning.notes) == 2


def test_each_row_names_its_cell_and_where_its_factor_is_from(report_of: Reports) -> None:
    first, second, third = report_of().reckoning.terms[:3]
    assert (first.energy, first.factor_origin) == ("原煤", "企业填报（来源未注明）")
    assert (first.place.sheet, first.place.cell[-1]) == ("表2 能源消费结构", "5")
    assert second.factor_origin.startswith("标准参考值：GB/T 2589")
    assert third.equal_origin == "公开填报所见区间"
    assert third.equal_factor == Interval(D("2.8"), D("3.5"))


def test_an_unreadable_quantity_is_said_to_be_unknown_and_never_zero(report_of: Reports) -> None:
    report = report_of()
    term = next(term for term in report.reckoning.terms if term.energy == "其他能源")
    assert term.quantity is None
    assert term.remark == "数量未提供或无法读取，不按零计"
    total = next(each for each in report.reckoning.sums if each.is_total)
    assert total.calorific.high is None


def test_what_is_recovered_is_taken_off(report_of: Reports) -> None:
    report = report_of()
    term = report.reckoning.terms[-1]
    assert (term.flow, term.calorific) == ("回收利用", Interval(D("-51.832"), D("-51.832")))
    [book] = report.reckoning.books
    assert [each.label for each in (*book.sums, *report.reckoning.sums)] == [
        "小计：消费",
        "小计：产出与回收（扣减）",
        "综合能耗合计",
        "企业自报（表1），供对照",
    ]
    assert book.title == ""


def test_a_row_that_perhaps_does_not_count_is_in_a_sum_at_one_end(report_of: Reports) -> None:
    """1,200 × 0.7143 = 857.16; 40 × 1.4571 = 58.284 once or twice: 915.44 to 973.73, in the subtotal as in the total."""
    report = report_of(energy_consumption=[COAL, *[used("柴油", 40, "吨", "1.4571")] * 2], energy_conversion=None)
    [book] = report.reckoning.books
    total = next(each for each in report.reckoning.sums if each.is_total)
    assert book.sums[0].calorific == Interval(D("915.444"), D("973.728"))
    assert total.calorific == Interval(D("915.44"), D("973.73"))
    # nothing is netted here, and the note that explains netting would be wrong
    assert not any("先求净量" in note for note in report.reckoning.notes)
    shares = {part.label: part.value for part in report.mix.parts}
    assert shares == {"原煤": D("857.16"), "柴油": D("58.284")}
    assert "疑为重复录入的行未画入。" in report.mix.note


@pytest.mark.parametrize(
    ("rows", "output", "remark"),
    [
        # perhaps typed twice: 40 × 1.4571
        (
            [COAL, *[used("柴油", 40, "吨", "1.4571")] * 2],
            {},
            "与前面一行内容相同，像是另一行的其中项，或者等于其他厂区之和，疑为重复计算，合计按计与不计给出上下限",
        ),
        # 1,710 GJ × 0.0341
        (
            [COAL],
            {"energy_name": "余热余压", "unit": "百万千焦", "recovered": 1710, "factor_adopted": "0.0341"},
            "表2 没有这种能源的消费和外供，合计按扣减与不扣减给出上下限",
        ),
        # 300 of 10^4 kWh × 1.229, made by a unit that burns nothing
        (
            [used("电力", 900, "万千瓦时", "1.229", factor_equal="3.0")],
            {
                "energy_name": "电力",
                "unit": "万千瓦时",
                "conversion_output": 300,
                "recovered": 0,
                "factor_adopted": "1.229",
            },
            "没有填报能发电的投入，可能是可再生电力，合计按扣减与不扣减给出上下限",
        ),
        # 500 of 800 made × 1.229, as 300 of 1,200 used were not bought
        (
            [COAL, used("电力", 1200, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=900)],
            {
                "energy_name": "电力",
                "unit": "万千瓦时",
                "conversion_power": 300,
                "conversion_output": 800,
                "recovered": 0,
                "factor_adopted": "1.229",
            },
            "该格共填 800，分作两行：表2 的消费、外供和库存没有包含这部分产出，合计按扣减与不扣减给出上下限",
        ),
        # all of 50 t of coke × 0.9714
        (
            [COAL],
            {
                "energy_name": "焦炭",
                "unit": "吨",
                "conversion_coking": 70,
                "conversion_output": 50,
                "recovered": 0,
                "factor_adopted": "0.9714",
            },
            "表2 的消费、外供和库存没有包含这部分产出，合计按扣减与不扣减给出上下限",
        ),
    ],
)
def test_a_row_that_perhaps_does_not_count_says_how_the_total_has_two_ends(
    report_of: Reports, rows: list[dict[str, Any]], output: dict[str, Any], remark: str
) -> None:
    """A reader with a calculator gets both ends: they lie as far apart as this row weighs."""
    conversion = [{"conversion_output": 0, **output}] if output else []
    report = report_of(energy_consumption=rows, energy_conversion=conversion, nonfossil=[])
    [term] = [term for term in report.reckoning.terms if term.remark == remark]
    total = next(each for each in report.reckoning.sums if each.is_total)
    assert total.calorific.high is not None
    assert total.calorific.low is not None
    assert term.calorific.low is not None
    apart = abs(term.calorific.low).quantize(D("0.01"), ROUND_HALF_UP)
    assert abs(total.calorific.high - total.calorific.low - apart) <= D("0.01")


def test_the_placed_part_of_an_output_names_the_figure_of_its_cell(report_of: Reports) -> None:
    power = used("电力", 1200, "万千瓦时", "1.229", factor_equal="3.0", purchase_qty=900)
    made = {
        "energy_name": "电力", "unit": "万千瓦时", "conversion_power": 300, "conversion_output": 800, "recovered": 0,
        "factor_adopted": "1.229",
    }  # fmt: skip
    terms = report_of(energy_consumption=[COAL, power], energy_conversion=[made], nonfossil=[]).reckoning.terms
    [(placed, remark), (rest, _)] = [(term.quantity, term.remark) for term in terms if term.sign < 0]
    assert (placed, rest, remark) == (D(300), D(500), "该格共填 800，分作两行：这部分表2 有去向")


def test_a_row_that_does_not_count_says_why(report_of: Reports) -> None:
    rows = [
        used("原煤", 1000, "吨", "0.7143"),
        used("无烟煤", 600, "吨", "0.9428"),
        used("一般烟煤", 400, "吨", "0.7143"),
    ]
    parent = report_of(energy_consumption=rows).reckoning.terms[0]
    assert (parent.counted, parent.remark) == (False, "已由分品种（02—05）计入")


def test_coal_in_dispute_is_neither_added_up_nor_drawn(report_of: Reports) -> None:
    rows = [used("原煤", 3000, "吨", "0.7143"), used("无烟煤", 600, "吨", "0.9428"), used("柴油", 10, "吨", "1.4571")]
    report = report_of(energy_consumption=rows, energy_conversion=None)
    assert [term.disputed for term in report.reckoning.terms] == [True, True, False]
    # 10 t of diesel × 1.4571 are certain, whatever the coal was
    assert report.reckoning.books[0].sums[0].calorific == Interval(D("14.571"), None)
    assert [part.label for part in report.mix.parts] == ["柴油"]
    assert "有争议的品种未画入" in report.mix.note


def test_a_factor_far_off_its_reference_shows_the_reference(report_of: Reports) -> None:
    [term] = report_of(energy_consumption=[used("原煤", 1000, "吨", "0.5")], energy_conversion=None).reckoning.terms
    # 1000 t × (0.5 − 0.7143) = −214.30
    assert term.factor_origin == "企业填报（来源未注明）；合计比按参考值 0.7143 计算少 214.30 吨标准煤"


def test_a_factor_above_its_heat_value_is_said_to_give_more(report_of: Reports) -> None:
    """20 934 kJ/kg ÷ 29 307.6 = 0.714286 tce/t; 1000 t × (0.7229 − 0.714286) = +8.61."""
    coal = used("原煤", 1000, "吨", "0.7229", ncv_adopted="20934")
    [term] = report_of(energy_consumption=[coal], energy_conversion=None).reckoning.terms
    assert "；合计比按低位发热量 0.714286 计算多 8.61 吨标准煤" in term.factor_origin


def test_a_factor_outside_its_range_stands_beside_the_ends_that_serve(report_of: Reports) -> None:
    """Gas 11 … 13.3: 100 × (13.5 − 11) = 250 and 100 × (13.5 − 13.3) = 20 more."""
    report = report_of(energy_consumption=[used("天然气", 100, "万立方米", "13.5")], energy_conversion=None)
    [term] = report.reckoning.terms
    assert (term.factor, term.calorific) == (Interval(D(11), D("13.3")), Interval(D(1100), D(1330)))
    assert term.factor_origin == (
        "填报系数超出标准区间，改按区间两端计；"
        "填报值 13.5，如按填报值，合计比按 11 多 250.00 吨标准煤、比按 13.3 多 20.00 吨标准煤"
    )


def test_an_output_with_a_factor_outside_its_range_says_what_it_would_take_off(report_of: Reports) -> None:
    """Oven gas 5.714 … 6.143 taken off: at 7, 30 × (7 − 5.714) = 38.58 and 30 × (7 − 6.143) = 25.71 less."""
    output = {
        "energy_name": "焦炉煤气",
        "unit": "万立方米",
        "conversion_output": 30,
        "recovered": 0,
        "factor_adopted": "7",
    }
    report = report_of(energy_consumption=[used("原煤", 9000, "吨", "0.7143")], energy_conversion=[output])
    assert "合计比按 5.714 少 38.58 吨标准煤、比按 6.143 少 25.71 吨标准煤" in report.reckoning.terms[1].factor_origin


def test_where_rows_do_not_add_up_to_the_total_a_note_says_why(report_of: Reports) -> None:
    """Own gas that is produced and burnt nets out before its unknown factor is applied."""
    report = report_of(
        energy_consumption=[used("原煤", 9000, "吨", "0.7143"), used("天然气（气态）", 100, "万立方米")],
        energy_conversion=[
            {"energy_name": "天然气（气态）", "unit": "万立方米", "conversion_output": 60, "recovered": 0}
        ],
    )
    assert any("先求净量再乘同一系数" in note for note in report.reckoning.notes)


def test_filings_that_contradict_each_other_stand_apart(material_of: Materials) -> None:
    """A year filed twice with different content: each filing has its rows and its subtotal, and nothing is added up."""
    material = material_of(energy_consumption=[used("柴油", 100, "吨", "1.4571")], energy_conversion=None)
    [row] = material.account.rows.filter(report_year=2025).to_dicts()
    [facts] = material.facts.frames["enterprise"].filter(report_year=2025).to_dicts()
    twice = [
        row | {"filing": "报一.xlsx"},
        row | {"filing": "报二.xlsx", "tce_calorific_low": D(200), "tce_calorific_high": D(200)},
    ]
    reckoning, mix = reckon(twice, facts, material.locator, {}, words("zh"))
    assert [book.title for book in reckoning.books] == ["申报之1：报一.xlsx", "申报之2：报二.xlsx"]
    assert [book.sums[0].calorific for book in reckoning.books] == [
        Interval(D("145.71"), D("145.71")),  # 100 t x 1.4571
        Interval(D(200), D(200)),
    ]
    assert any("互不相加" in note for note in reckoning.notes)
    assert (mix.parts, mix.note) == ((), "本年度有内容不同的多份申报，不作图。")


def test_a_conversion_table_probably_left_out_is_said(report_of: Reports) -> None:
    report = report_of(
        energy_consumption=[used("高炉煤气", 900, "万立方米", "1.286")], energy_conversion=None, product=None
    )
    assert any("可能漏填加工转换表" in note for note in report.reckoning.notes)


def test_a_conversion_table_that_may_be_left_out_is_said_to_leave_the_bottom_open(report_of: Reports) -> None:
    """Coal may have made the 6 000 that were used beside 8 bought, unless a unit slipped."""
    power = used("电力", 6000, "万千瓦时", "1.229", factor_equal="2.85", purchase_qty=8)
    coal = used("原煤", 20_000, "吨", "0.7143", purchase_qty=20_000)
    reckoning = report_of(energy_consumption=[coal, power], energy_conversion=None, product=None).reckoning
    assert "不能排除漏填加工转换表：合计的下限不给出。" in reckoning.notes
    assert not any("先求净量" in note for note in reckoning.notes)


def test_shares_of_the_mix_add_up_to_one(report_of: Reports) -> None:
    parts = report_of().mix.parts
    assert sum(part.share for part in parts) == pytest.approx(D(1), abs=D("1e-20"))
    assert [part.value for part in parts] == sorted((part.value for part in parts), reverse=True)


def test_small_energies_stand_together(report_of: Reports) -> None:
    names = ["原煤", "洗精煤", "焦炭", "汽油", "煤油", "柴油", "燃料油", "液化石油气", "石油焦", "润滑油"]
    rows = [used(name, 1000 - 50 * index, "吨", 1) for index, name in enumerate(names)]
    parts = report_of(energy_consumption=rows, energy_conversion=None).mix.parts
    assert len(parts) == 8
    assert parts[-1].label == "其他品种"
    assert sum(part.value for part in parts) == sum(1000 - 50 * index for index in range(10))


def test_no_energy_table_leaves_nothing_to_draw(report_of: Reports) -> None:
    report = report_of(energy_consumption=None, energy_conversion=None)
    assert (report.reckoning.terms, report.mix.parts) == ((), ())


def test_energies_are_named_in_english_with_their_filed_name(report_of: Reports) -> None:
    assert report_of(lang="en").reckoning.terms[0].energy == "Raw coal (原煤)"


def test_an_energy_without_any_factor_leaves_the_total_open(report_of: Reports) -> None:
    report = report_of(
        energy_consumption=[used("原煤", 100, "吨", "0.7143"), used("其他燃料", 10, "吨")], energy_conversion=None
    )
    term = report.reckoning.terms[1]
    assert (term.factor, term.factor_origin) == (Interval(None, None), "无系数")
    assert term.remark == "没有可用的折标系数，合计因此不封闭"
    assert next(each for each in report.reckoning.sums if each.is_total).calorific.high is None


def test_a_reference_of_low_confidence_is_named_and_not_used(report_of: Reports) -> None:
    """The 0.9 of the statistical catalogue is not verified: the factor is asked for, the total stays open above."""
    report = report_of(energy_consumption=[used("炼焦烟煤", 100, "吨")], energy_conversion=None)
    [term] = report.reckoning.terms
    assert (term.factor, term.factor_origin) == (Interval(None, None), "无系数；参考值 0.9 把握低，不采用")
    assert term.remark == "没有可用的折标系数，合计因此不封闭"
    assert next(each for each in report.reckoning.sums if each.is_total).calorific.high is None


def test_rows_of_several_sites_name_their_site(report_of: Reports) -> None:
    site = {"enterprise_name": "甲", "industry_code": "3140", "region_code": "520200"}
    rows = [used("原煤", 100, "吨", "0.7143", site="一厂"), used("原煤", 200, "吨", "0.7143", site="二厂")]
    report = report_of(
        enterprise=[site | {"site": "一厂"}, site | {"site": "二厂"}], energy_consumption=rows, energy_conversion=None
    )
    assert [term.site for term in report.reckoning.terms] == ["一厂", "二厂"]
    assert {line.label: line.text for line in report.cover.particulars}["厂区数"] == "2"
