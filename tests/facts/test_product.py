"""Unit-product figures against the limits and levels of their year, plant, product and unit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.facts.product import product_facts
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference
from energy_audit.vocabulary import VOCABULARY

Judge = Callable[..., dict[str, Any]]

CARBIDE = {  # GB 21343-2023, from 2024-12-01, replaces the edition of 2015; 805 / 823 / 940 kgce/t, no correction
    "product_name": "电石",
    "indicator_name": "单位产品综合能耗",
    "indicator_unit": "千克标准煤/吨",
    "value": 900,
    "plant_status": "既有",
}
PRESSURE = {"product_name": "水泥熟料", "condition_name": "当地大气压", "value": 79500, "unit": "Pa"}
LOW_ALTITUDE = {"product_name": "水泥熟料", "condition_name": "海拔", "value": 1100, "unit": "米"}


@pytest.fixture
def judge(intake_of: Callable[..., Intake], reference: Reference) -> Judge:
    """Judge one figure: calcium carbide of 2025 in an existing plant, but for what is named."""

    def make(conditions: tuple[dict[str, Any], ...] = (), **row: Any) -> dict[str, Any]:
        figure = {**CARBIDE, **row}
        year = {"report_year": figure.get("report_year", 2025)}
        intake = intake_of(product=[figure], product_condition=[{**each, **year} for each in conditions])
        return product_facts(intake, reference).row(0, named=True)

    return make


def test_every_product_fact_of_the_vocabulary_is_there(intake_of: Callable[..., Intake], reference: Reference) -> None:
    wanted = {name: fact.dtype for name, fact in VOCABULARY.items() if fact.subject == "product"}
    for rows in ([], [CARBIDE]):
        frame = product_facts(intake_of(product=rows), reference)
        assert wanted == {name: dtype for name, dtype in frame.schema.items() if name in wanted}


@pytest.mark.parametrize(
    ("value", "status", "over"),
    [
        ("940", "既有", False),
        ("940.01", "既有", True),
        # A new plant without its date may have been built under an earlier edition: told only where both give the same.
        ("823", "新建改扩建", False),
        ("823.01", "新建改扩建", None),
        ("940.01", "新建改扩建", True),
        # Not said whether new or existing: told only where grade 2 (823) and grade 3 (940) give the same.
        ("823", None, False),
        ("900", None, None),
        ("940.01", None, True),
        (None, "既有", None),
    ],
)
def test_a_figure_is_over_its_grade_and_equal_is_not(
    judge: Judge, value: str | None, status: str | None, over: bool | None
) -> None:
    assert over is judge(value=value, plant_status=status)["product_over_limit"]


def test_the_products_that_a_name_may_mean_are_named(judge: Judge) -> None:
    row = judge(product_name="甲醇", value=1000)
    assert row["limit_candidates"] == "甲醇（烟煤）、甲醇（无烟煤）、甲醇（褐煤）、甲醇（天然气）、甲醇（焦炉煤气）"
    assert judge()["limit_candidates"] is None


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({"value": 900}, None),
        # 900 lies between grade 2 (823) and grade 3 (940)
        ({"value": 900, "plant_status": None}, "product_is_new、product_over_limit"),
        ({"value": 950, "plant_status": None}, "product_is_new"),
        # 9,401 is more than ten times 940
        ({"value": 9401}, "product_over_limit、product_below_baseline、product_below_benchmark"),
        # what was not filed is told by its cell, and no finding speaks for it
        ({"value": None}, None),
        ({"value": None, "plant_status": None}, "product_is_new"),
        # several products, and none chosen: no finding of its own
        ({"product_name": "甲醇", "value": 1500}, None),
    ],
)
def test_what_is_unknown_for_a_reason_that_is_told_is_named(
    judge: Judge, changes: dict[str, Any], gaps: str | None
) -> None:
    assert gaps == judge(**changes)["product_gaps"]


@pytest.mark.parametrize(("made", "over"), [(0, None), (1000, True), (None, True)])
def test_a_figure_of_a_year_without_output_is_judged_by_nothing(
    judge: Judge, made: int | None, over: bool | None
) -> None:
    """1000 kgce/t is over 940; of an output of zero it is the figure of nothing."""
    row = judge(value=1000, numerator=1000, denominator=made, conversion_factor=1000)
    assert over is row["product_over_limit"]


@pytest.mark.parametrize(
    ("units", "judged"),
    [
        # 95,000 tce of 100,000 t are 950 kgce/t, and no 930
        ({"numerator_unit": "吨标准煤", "denominator_unit": "吨"}, None),
        ({"numerator_unit": "万吨标准煤", "denominator_unit": "吨"}, None),
        ({"numerator_unit": "吨标准煤", "denominator_unit": "吨", "numerator": 93000}, D(930)),
        ({"numerator_unit": "吨标准煤"}, D(930)),
        ({"numerator_unit": "吉焦", "denominator_unit": "吨"}, D(930)),  # GJ are no kgce: nothing follows
    ],
)
def test_a_figure_refuted_by_its_own_units_judges_nothing(
    judge: Judge, units: dict[str, Any], judged: D | None
) -> None:
    row = judge(**{"value": 930, "numerator": 95000, "denominator": 100_000, **units})
    assert judged == row["product_value"]


def test_a_judged_figure_shows_what_it_was_judged_by(judge: Judge) -> None:
    facts = judge()
    expected = {
        "product_limited": True,
        "limit_standard": "GB 21343-2023",
        "limit_grade1": D(805),
        "limit_grade2": D(823),
        "limit_grade3": D(940),
        "limit_value": D(940),
        "limit_confidence": "high",
        "limit_missing_input": None,
        "limit_in_mid_year": False,
    }
    assert expected == {name: facts[name] for name in expected}
    assert judge(plant_status=None)["limit_value"] is None


@pytest.mark.parametrize(
    ("unit", "at", "above"),
    [
        ("千克标准煤/吨", "940", "940.01"),
        ("公斤标煤/t", "940", "940.01"),
        ("kgce/t", "940", "940.01"),
        ("吨标准煤/吨", "0.94", "0.94001"),
        ("千克标准煤/吨电石", "940", "940.01"),
        ("克标准煤/千克", "940", "940.01"),
    ],
)
def test_the_spelling_of_the_unit_does_not_matter(judge: Judge, unit: str, at: str, above: str) -> None:
    equal, over = judge(indicator_unit=unit, value=at), judge(indicator_unit=unit, value=above)
    assert (False, True) == (equal["product_over_limit"], over["product_over_limit"])
    assert D(at) == equal["limit_value"] == equal["limit_grade3"]


@pytest.mark.parametrize("unit", ["千瓦时/吨", "千克标准煤/平方米", "千克/吨", "千克标准煤", "斤/担", None])
def test_a_figure_in_an_unknown_or_other_unit_is_never_compared(judge: Judge, unit: str | None) -> None:
    facts = judge(indicator_unit=unit, value=1_000_000)
    assert (True, "GB 21343-2023", None, None) == tuple(
        facts[name] for name in ("product_limited", "limit_standard", "limit_value", "product_over_limit")
    )
    assert D(940) == facts["limit_grade3"]
    assert (D(940), None) == (facts["baseline_value"], facts["product_below_baseline"])


@pytest.mark.parametrize(
    ("filed", "basis"),
    [
        ({"basis": "calorific"}, "calorific"),
        ({"basis": "equal"}, "equal"),
        ({"indicator_name": "单位产品综合能耗（当量值）"}, "calorific"),
        # a blank cell: the standard's own basis serves, and that is said
        ({}, "calorific-assumed"),
        (
            {"product_name": "炼油", "indicator_name": "单位能量因数能耗", "indicator_unit": "kgoe/(t·能量因数)"},
            "equal-assumed",
        ),
        ({"indicator_name": "单位产品电炉电耗", "indicator_unit": "千瓦时/吨"}, "none"),
        ({"product_name": "甲"}, None),
    ],
)
def test_which_electricity_basis_a_limit_was_compared_on_is_told(
    judge: Judge, filed: dict[str, Any], basis: str | None
) -> None:
    assert basis == judge(**filed)["product_basis"]


def test_what_has_no_unit_is_said_to_have_none(judge: Judge) -> None:
    centre = {"product_name": "数据中心", "indicator_name": "PUE", "value": D("1.6"), "indicator_unit": None}
    assert "（无量纲）" == VOCABULARY["product_unit"].said(judge(**centre)["product_unit"], "zh")
    assert judge(indicator_unit=None)["product_unit"] is None


@pytest.mark.parametrize(
    "other_basis", [{"basis": "equal"}, {"indicator_name": "单位产品综合能耗（等价值）"}], ids=["column", "words"]
)
def test_a_figure_on_another_electricity_basis_is_never_compared(judge: Judge, other_basis: dict[str, str]) -> None:
    assert judge(value=2000, **other_basis)["product_over_limit"] is None
    assert True is judge(value=2000, basis="calorific")["product_over_limit"]


def test_an_electricity_figure_has_no_basis_to_differ_in(judge: Judge) -> None:
    """电炉电耗: 3200 kWh/t."""
    power = {"indicator_name": "单位产品电炉电耗", "indicator_unit": "度/吨", "basis": "equal"}
    assert (False, True) == tuple(judge(value=value, **power)["product_over_limit"] for value in (3200, "3200.01"))


@pytest.mark.parametrize(
    ("year", "held_whole_year", "over"),
    [
        # The edition of 2015 is not on file: nothing is known of 2024 (new from 1 December) and of 2023.
        (2023, None, None),
        (2024, True, None),
        (2025, False, True),
    ],
)
def test_a_year_of_an_edition_not_on_file_cannot_be_told(
    judge: Judge, year: int, held_whole_year: bool | None, over: bool | None
) -> None:
    facts = judge(report_year=year, value=2000)
    assert (True, held_whole_year, over) == tuple(
        facts[name] for name in ("product_limited", "limit_in_mid_year", "product_over_limit")
    )


@pytest.mark.parametrize(
    ("year", "value", "standard", "in_mid_year", "over"),
    [
        # 高炉工序: 435 until 2026-06-30 (GB 21256-2013), 415 from 2026-07-01 (GB 21256-2025, ores filed as none).
        (2025, "420", "GB 21256-2013", False, False),
        (2025, "435.01", "GB 21256-2013", False, True),
        (2026, "415", "GB 21256-2025", True, False),
        (2026, "420", "GB 21256-2025", True, None),
        (2026, "435.01", "GB 21256-2025", True, True),
        (2027, "420", "GB 21256-2025", False, True),
    ],
)
def test_a_change_of_edition_within_the_year_must_agree(
    judge: Judge, year: int, value: str, standard: str, in_mid_year: bool, over: bool | None
) -> None:
    ores = tuple(
        {"product_name": "高炉工序", "condition_name": name, "value": share, "unit": "%"}
        for name, share in (("稀土矿比例", 0), ("钒钛矿比例", 0), ("红土镍矿比例", 0), ("矿石品位", 62))
    )
    facts = judge(ores, report_year=year, value=value, product_name="高炉工序", indicator_name="工序单位产品能耗")
    assert (standard, in_mid_year, over) == tuple(
        facts[name] for name in ("limit_standard", "limit_in_mid_year", "product_over_limit")
    )


@pytest.mark.parametrize(
    ("name", "indicator", "over"),
    [
        # GB 21256-2013 limits the furnace alone (435): the energy of a tonne of iron may hold sinter and coke
        ("生铁", "单位产品综合能耗", None),
        ("高炉铁水", "吨铁综合能耗", None),
        ("生铁", "工序能耗", True),
        ("炼钢生铁", "工序单位产品能耗", True),
        ("生铁L08", "单位产品综合能耗", None),
        ("炼钢生铁（L10）", "单位产品综合能耗", None),
        ("高炉（铁水）", "单位产品综合能耗", None),
        ("生铁L08", "工序能耗", True),
        ("高炉炼铁", "单位产品能耗", True),
        ("高炉工序", "单位产品综合能耗", True),
    ],
)
def test_a_limit_of_one_process_is_not_held_against_all_that_a_product_took(
    judge: Judge, name: str, indicator: str, over: bool | None
) -> None:
    facts = judge(product_name=name, indicator_name=indicator, value=520)
    assert (True, over) == (facts["product_limited"], facts["product_over_limit"])
    assert (facts["product_below_baseline"] is None) is (over is None)


@pytest.mark.parametrize(("year", "limited", "over"), [(2021, False, None), (2022, True, None), (2023, True, True)])
def test_a_first_edition_binds_from_its_day_on(judge: Judge, year: int, limited: bool, over: bool | None) -> None:
    """GB 40879-2021 (1.5, from 2022-11-01) replaced nothing: 1.6 over all of 2022 proves no breach, 1.4 is within."""
    centre = {"product_name": "数据中心", "indicator_name": "PUE", "indicator_unit": "1", "report_year": year}
    facts = judge(value="1.6", **centre)
    assert (limited, over) == (facts["product_limited"], facts["product_over_limit"])
    within = {2021: None, 2022: False, 2023: False}[year]
    assert within is judge(value="1.4", **centre)["product_over_limit"]


def test_a_weak_limit_informs_and_never_accuses(judge: Judge) -> None:
    """GB 21342-2013 is recalled: 155 for stamp-charged coke."""
    facts = judge(product_name="焦炭（捣固焦炉）", value=1000, indicator_name="单位产品能耗")
    assert (D(155), "low", None) == tuple(
        facts[name] for name in ("limit_value", "limit_confidence", "product_over_limit")
    )


@pytest.mark.parametrize(("unit", "over"), [(None, True), ("无", True), ("无量纲", True), ("千瓦时/吨", None)])
def test_a_ratio_needs_no_unit(judge: Judge, unit: str | None, over: bool | None) -> None:
    """GB 40879: 1.5; what has a unit is no ratio."""
    centre = {"product_name": "数据中心", "indicator_name": "PUE", "indicator_unit": unit}
    assert over is judge(value="1.6", **centre)["product_over_limit"]


@pytest.mark.parametrize(
    ("value", "over"),
    [
        # 合成氨 by raw material: 1350, 1520, 1550, 1900 and 1200 kgce/t.
        ("1200", False),
        ("1200.01", None),
        ("1900", None),
        ("1900.01", True),
    ],
)
def test_a_product_of_many_variants_is_told_where_all_agree(judge: Judge, value: str, over: bool | None) -> None:
    facts = judge(product_name="合成氨", value=value)
    assert (True, over) == (facts["product_limited"], facts["product_over_limit"])
    assert ("GB 21344-2023", None) == (facts["limit_standard"], facts["limit_grade3"])
    # what is over all of them is over the greatest, and is told so
    assert (D(1900) if over else None) == facts["limit_value"]


def test_a_lone_variant_never_accuses_a_process_that_was_not_named(judge: Judge) -> None:
    """二甲醚（甲醇制）: 1200; made in one step nothing may bind."""
    told = [judge(product_name="二甲醚", value=value)["product_over_limit"] for value in (1200, 1201)]
    assert [False, None] == told
    assert True is judge(product_name="二甲醚（甲醇制）", value=1201)["product_over_limit"]


@pytest.mark.parametrize(
    ("name", "indicator", "values"),
    [
        # one of the processes allows what another does not: nobody is cleared or accused by a process that was not named
        ("硫酸钾", "单位产品综合能耗", {120: False, 121: None, 350: None, 500: None, "500.01": True}),
        ("硫酸钾（水盐体系法）", "单位产品综合能耗", {320: False, 350: None, "500.01": True}),
        ("硫酸钾（芒硝法）", "单位产品综合能耗", {500: False, "500.01": True}),
        ("重质纯碱（天然碱法）", "单位产品综合能耗", {440: False, 450: None, "490.01": True}),
        ("煤制烯烃", "单位产品能耗", {1600: False, 3400: None, 6000: None, "6000.01": True}),
        ("煤制烯烃（不扣除原料用能）", "单位产品能耗", {3300: False, 4000: None, "6000.01": True}),
        ("聚氯乙烯（通用型）", "单位产品综合能耗", {210: False, 250: None, "635.01": True}),
        ("聚乙烯醇", "单位产品综合能耗", {2230: False, 2300: None, "2500.01": True}),
        ("1,4-丁二醇", "单位产品综合能耗", {950: False, 1000: None, "1080.01": True}),
        # anthracite under pressure is limited as bituminous coal is (1800), in a fixed bed more strictly (1500)
        ("甲醇（无烟煤）", "单位产品综合能耗", {1500: False, 1600: None, "1800.01": True}),
        ("无烟煤制甲醇（连续加压气化）", "单位产品综合能耗", {1800: False, "1800.01": True}),
        ("无烟煤制甲醇（常压间歇固定床气化）", "单位产品综合能耗", {1500: False, "1500.01": True}),
        # of scrap 370, by a transcription that is only a draft
        ("阴极铜", "单位产品综合能耗", {100: None, 350: None, 400: None}),
        ("铜冶炼（铜精矿-阴极铜）", "单位产品综合能耗", {340: False, 350: True}),
    ],
)
def test_every_process_that_the_standard_tells_apart_is_a_candidate(
    judge: Judge, name: str, indicator: str, values: dict[int | str, bool | None]
) -> None:
    of_year = {"product_name": name, "indicator_name": indicator, "report_year": 2027}
    assert values == {value: judge(value=value, **of_year)["product_over_limit"] for value in values}


@pytest.mark.parametrize(
    ("name", "limited"),
    [("焦炭", True), ("聚乙烯醇", True), ("普通硅酸盐水泥", None), ("酱油", False), (None, None)],
)
def test_limited_is_three_valued(judge: Judge, name: str | None, limited: bool | None) -> None:
    facts = judge(product_name=name, value=1_000_000)
    assert limited is facts["product_limited"]
    assert facts["product_over_limit"] is None or name == "焦炭"


@pytest.mark.parametrize(
    ("indicator", "limit"),
    [
        ("铝液交流电耗", "13350"),
        ("铝液综合交流电耗", "13700"),
        ("铝锭综合交流电耗", "13750"),
        ("综合交流电耗", None),
    ],
)
def test_indicators_are_kept_apart(judge: Judge, indicator: str, limit: str | None) -> None:
    facts = judge(product_name="电解铝", indicator_name=indicator, indicator_unit="千瓦时/吨", value=13500)
    assert (None if limit is None else D(limit)) == facts["limit_value"]
    assert facts["product_limited"]
    assert {"13350": True, "13700": False, "13750": False, None: None}[limit] is facts["product_over_limit"]


@pytest.mark.parametrize("indicator", ["单位产品综合能耗", "单位产品能耗", "单位电石综合能耗", "电石综合能源消耗量"])
def test_words_that_repeat_the_product_are_no_other_indicator(judge: Judge, indicator: str) -> None:
    assert True is judge(indicator_name=indicator, value=941)["product_over_limit"]


CLINKER = {"product_name": "水泥熟料", "indicator_name": "单位产品综合能耗"}  # 107 / 117


def test_a_missing_condition_is_named_and_nothing_is_judged(judge: Judge) -> None:
    facts = judge(value=124, **CLINKER)
    assert ("海拔", None, D(117), None) == tuple(
        facts[name] for name in ("limit_missing_input", "limit_value", "limit_grade3", "product_over_limit")
    )


def test_a_correction_of_grade_3_leaves_a_new_plant_judged(judge: Judge) -> None:
    facts = judge(value="107.01", plant_status="新建改扩建", commissioned_on="2024-01-01", **CLINKER)
    assert (None, D(107), True) == tuple(
        facts[name] for name in ("limit_missing_input", "limit_value", "product_over_limit")
    )


@pytest.mark.parametrize(("value", "over"), [("118.19", False), ("118.20", True)])
def test_a_corrected_limit_is_judged_to_the_hundredth(judge: Judge, value: str, over: bool) -> None:
    """117 x (1.179 - 0.211 x 81060/101325) = 117 x 1.0102 = 118.1934."""
    high = (
        {**LOW_ALTITUDE, "value": 1850},
        {"product_name": "水泥熟料", "condition_name": "大气压", "value": "81.06", "unit": "kPa"},
    )
    facts = judge(high, value=value, **CLINKER)
    assert (D("118.19"), over) == (facts["limit_value"], facts["product_over_limit"])


def test_a_corrected_limit_is_shown_in_the_figures_unit(judge: Judge) -> None:
    cement = (
        {"product_name": "水泥", "condition_name": "熟料比例", "value": 80, "unit": "%"},
        {**LOW_ALTITUDE, "product_name": "水泥"},
    )
    facts = judge(cement, product_name="水泥", indicator_unit="吨标准煤/吨", value="0.1")
    assert (D("0.1"), False) == (facts["limit_value"], facts["product_over_limit"])


@pytest.mark.parametrize(
    ("condition", "over"),
    [
        ({}, True),
        ({"site": "一厂"}, True),
        ({"site": "二厂"}, None),
        ({"product_name": "水泥"}, None),
        ({"unit": "帕"}, None),
    ],
    ids=["whole enterprise", "own site", "other site", "other product", "wrong unit"],
)
def test_a_condition_counts_for_its_own_product_and_site(
    judge: Judge, condition: dict[str, str], over: bool | None
) -> None:
    facts = judge(({**LOW_ALTITUDE, **condition},), site="一厂", value=118, **CLINKER)
    assert over is facts["product_over_limit"]


def test_two_sites_of_one_product_are_two_subjects(intake_of: Callable[..., Intake], reference: Reference) -> None:
    intake = intake_of(product=[{**CARBIDE, "site": "一厂"}, {**CARBIDE, "site": "二厂", "value": 950}])
    facts = product_facts(intake, reference)
    assert [
        ("电石/单位产品综合能耗/一厂", False),
        ("电石/单位产品综合能耗/二厂", True),
    ] == facts.select("subject_key", "product_over_limit").rows()


@pytest.mark.parametrize(
    ("value", "benchmark", "baseline"),
    [("805", False, False), ("805.01", True, False), ("940", True, False), ("940.01", True, True)],
)
def test_levels_are_missed_above_them(judge: Judge, value: str, benchmark: bool, baseline: bool) -> None:
    facts = judge(value=value)
    assert (benchmark, baseline) == (facts["product_below_benchmark"], facts["product_below_baseline"])
    assert (D(805), D(940)) == (facts["benchmark_value"], facts["baseline_value"])


def test_levels_are_found_by_the_name_of_the_limit(judge: Judge) -> None:
    facts = judge(product_name="磷酸一铵（料浆法、粒状）", value=191)
    assert (D(170), D(190), True) == tuple(
        facts[name] for name in ("benchmark_value", "baseline_value", "product_below_baseline")
    )


@pytest.mark.parametrize(
    ("year", "value", "below"),
    [
        # 硅铁: 1900 from 2021-11-15, 1850 from 2023-06-06; nothing before the catalogue.
        (2020, "2000", None),
        (2021, "2000", None),
        (2021, "1900", False),
        (2022, "1900.01", True),
        (2023, "1870", None),
        (2023, "1900.01", True),
        (2024, "1870", True),
    ],
)
def test_levels_follow_their_editions(judge: Judge, year: int, value: str, below: bool | None) -> None:
    facts = judge(product_name="硅铁", report_year=year, value=value)
    assert below is facts["product_below_baseline"]


def test_a_weak_level_informs_and_never_accuses(judge: Judge) -> None:
    """高碳铬铁: 800, recalled and at odds with the standard."""
    facts = judge(product_name="高碳铬铁", value=5000)
    assert (D(800), "low", None) == tuple(
        facts[name] for name in ("baseline_value", "benchmark_confidence", "product_below_baseline")
    )


def test_levels_of_many_variants_are_told_where_all_agree(judge: Judge) -> None:
    """焦炭: baselines 135 and 140; over both is over the greater."""
    told = [judge(product_name="焦炭", indicator_name="单位产品能耗", value=value) for value in (135, 138, 141)]
    assert [False, None, True] == [facts["product_below_baseline"] for facts in told]
    assert [None, None, D(140)] == [facts["baseline_value"] for facts in told]


def test_a_name_that_may_mean_a_process_without_a_level_is_below_none(judge: Judge) -> None:
    """Ammonia of lignite has a limit and no level: ammonia of a process not named may be that."""
    open_, named = judge(product_name="合成氨", value=1600), judge(product_name="合成氨（天然气）", value=1600)
    assert (None, None) == (open_["product_below_baseline"], open_["product_below_benchmark"])
    assert open_["benchmark_confidence"] == "medium"  # levels there are, so it is no figure of a product without any
    assert (True, D(1200)) == (named["product_below_baseline"], named["baseline_value"])


def test_rows_keep_their_order_and_number(intake_of: Callable[..., Intake], reference: Reference) -> None:
    names = ["酱油", "合成氨", None, "电石", "焦炭", "电石"]
    facts = product_facts(intake_of(product=[{**CARBIDE, "product_name": name} for name in names]), reference)
    assert list(zip(range(5, 11), names, strict=True)) == facts.select("row", "product_name").rows()


def test_the_order_of_rows_never_changes_a_fact(intake_of: Callable[..., Intake], reference: Reference) -> None:
    rows = [
        {**CARBIDE, "product_name": name, "value": 1000 + number}
        for number, name in enumerate(
            ["合成氨", "电石", "水泥", "黄磷", "焦炭", "纯碱", "燃煤发电机组（亚临界 600 MW）"]
        )
    ]
    one, other = (
        product_facts(intake_of(product=each), reference).drop("row").sort("subject_key") for each in (rows, rows[::-1])
    )
    assert one.equals(other)


def test_a_limit_asked_of_many_conditions_lists_each_once(judge: Judge) -> None:
    facts = judge(product_name="黄磷", value=2900, report_year=2026)
    assert "P2O5含量、Fe2O3含量、CO2含量、固定碳" == facts["limit_missing_input"]
    assert pl.Series([facts["product_over_limit"]]).is_null().all()


@pytest.mark.parametrize(
    ("value", "over", "far"),
    [
        ("9400", True, False),  # 10 × 940
        ("9400.01", None, True),
        ("94", False, False),  # 940 ÷ 10
        ("93.99", None, True),
    ],
)
def test_a_figure_ten_times_off_its_limit_is_a_slip_and_judges_nothing(
    judge: Judge, value: str, over: bool | None, far: bool
) -> None:
    facts = judge(value=value)
    assert (over, far) == (facts["product_over_limit"], facts["product_far_off"])


def test_a_figure_without_a_limit_is_far_from_nothing(judge: Judge) -> None:
    assert judge(product_name="白酒", value=10**6)["product_far_off"] is False


@pytest.mark.parametrize(
    ("commissioned", "value", "over"),
    [
        ("2024-11-30", "900", False),  # before the edition of 2024-12-01: grade 3, 940
        ("2024-12-01", "900", None),  # since then it may have been built under grade 2, 823
        ("2024-12-01", "823", False),
        ("2024-12-01", "940.01", True),
        (None, "900", False),
    ],
)
def test_a_plant_called_existing_that_is_younger_than_the_edition_may_fall_under_grade_2(
    judge: Judge, commissioned: str | None, value: str, over: bool | None
) -> None:
    assert over is judge(value=value, commissioned_on=commissioned)["product_over_limit"]


@pytest.mark.parametrize(
    ("status", "commissioned", "value", "limit"),
    [
        # called new, but older than the edition of 2024-12-01; called existing, but younger; not said at all
        ("新建改扩建", "2024-11-30", "940.01", D(940)),
        ("新建改扩建", None, "940.01", D(940)),
        ("既有", "2024-12-01", "940.01", D(940)),
        (None, None, "940.01", D(940)),
        # between the grades nothing is told
        ("新建改扩建", "2024-11-30", "900", None),
        ("新建改扩建", None, "900", None),
        ("新建改扩建", "2024-12-01", "940.01", D(823)),
    ],
)
def test_a_plant_over_both_grades_is_told_the_one_it_is_certainly_over(
    judge: Judge, status: str | None, commissioned: str | None, value: str, limit: D | None
) -> None:
    facts = judge(value=value, plant_status=status, commissioned_on=commissioned)
    assert (limit is not None or None, limit) == (facts["product_over_limit"], facts["limit_value"])


@pytest.mark.parametrize(
    ("status", "commissioned", "open_"),
    [
        ("新建改扩建", "2024-12-01", False),
        ("新建改扩建", "2024-11-30", True),
        ("新建改扩建", None, True),
        ("既有", None, False),
        ("既有", "2024-12-01", True),
        (None, "2024-12-01", True),
    ],
)
def test_status_and_date_say_which_grade_binds(
    judge: Judge, status: str | None, commissioned: str | None, open_: bool
) -> None:
    assert judge(plant_status=status, commissioned_on=commissioned)["plant_grade_open"] is open_


@pytest.mark.parametrize(("value", "below"), [("118.57", False), ("118.58", True)])
def test_a_baseline_is_corrected_as_the_limit_is(judge: Judge, value: str, below: bool) -> None:
    """Clinker at 2000 m and 79500 Pa: 117 × (0.60 + 0.40 … of GB 16780-2021 5.3) = 118.57 for limit and baseline alike."""
    conditions = ({**LOW_ALTITUDE, "value": 2000}, PRESSURE)
    facts = judge(conditions, product_name="水泥熟料", value=value)
    assert (D("118.57"), D("118.57")) == (facts["limit_value"], facts["baseline_value"])
    assert below is facts["product_below_baseline"]


def test_a_baseline_whose_correction_is_not_known_judges_nothing(judge: Judge) -> None:
    """At 2000 m the pressure moves limit and baseline; it was not filed."""
    facts = judge(({**LOW_ALTITUDE, "value": 2000},), product_name="水泥熟料", value=118)
    assert facts["product_over_limit"] is None
    assert facts["product_below_baseline"] is None


@pytest.mark.parametrize(
    ("commissioned", "older"), [("2021-11-14", True), ("2021-11-15", False), (None, None)]
)  # [2021] No. 1609, the first levels, is of 2021-11-15
def test_a_plant_may_be_older_than_the_levels(judge: Judge, commissioned: str | None, older: bool | None) -> None:
    assert older is judge(commissioned_on=commissioned)["plant_predates_levels"]


@pytest.mark.parametrize(
    ("conditions", "limit"),
    [
        ((LOW_ALTITUDE,), D(117)),
        # the line stands higher than the rest of the works: 117 × (1.179 − 0.211 × 79500 / 101325) = 118.57
        (
            (
                LOW_ALTITUDE,
                LOW_ALTITUDE | {"product_name": "水泥熟料2号线", "value": 1900},
                PRESSURE | {"product_name": "水泥熟料2号线"},
            ),
            D("118.57"),
        ),
        ((LOW_ALTITUDE | {"product_name": "水泥熟料1号线"},), None),
    ],
)
def test_a_condition_of_a_product_holds_for_each_of_its_lines_but_for_what_a_line_has_of_its_own(
    judge: Judge, conditions: tuple[dict[str, Any], ...], limit: D | None
) -> None:
    assert limit == judge(conditions, **CLINKER | {"product_name": "水泥熟料2号线"})["limit_value"]


@pytest.mark.parametrize(
    ("name", "indicator", "limited", "over"),
    [
        ("电力", "供电标准煤耗", True, None),  # up to 352 for units of 200 MW and less: which unit it is stays open
        ("供电", "供电煤耗率", True, None),
        ("上网电量", "供电煤耗", True, None),
        ("电力", "厂用电率", False, None),  # of a hydropower station, too
        ("电力", "发电水耗", False, None),
        ("热力", "供热煤耗", False, None),
    ],
)
def test_power_filed_with_the_coal_it_takes_is_of_a_thermal_plant(
    judge: Judge, name: str, indicator: str, limited: bool, over: bool | None
) -> None:
    """A plant that calls its product power was limited by nothing, whatever it burnt."""
    facts = judge(product_name=name, indicator_name=indicator, indicator_unit="gce/kWh", value=330, report_year=2026)
    assert (limited, over) == (facts["product_limited"], facts["product_over_limit"])
    assert name == facts["product_name"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({}, None),
        ({"value": 950}, None),
        ({"product_name": "酱油"}, None),
        ({"value": None}, "value"),
        ({"value": 900, "numerator": 1000, "denominator": 1, "conversion_factor": 1000}, "value"),
        ({"indicator_unit": "千克/吨"}, "unit"),
        ({"basis": "equal"}, "basis"),
        ({"indicator_name": "单位产品综合能耗（等价值）"}, "basis"),
        ({"plant_status": None}, "grade"),
        ({"product_name": "合成氨", "value": 1300}, "several"),
        # whichever grade binds it, lignite allows it and gas does not
        ({"product_name": "合成氨", "value": 1600, "plant_status": None}, "several"),
        ({"product_name": "二甲醚", "value": 1201}, "several"),  # made in one step nothing may bind
        ({"indicator_name": "单位产品可比能耗"}, "indicator"),
        ({"product_name": "低品位电石"}, "name"),
        ({"product_name": None}, "name"),
    ],
)
def test_it_is_said_why_a_figure_cannot_be_held_against_a_limit(
    judge: Judge, row: dict[str, Any], why: str | None
) -> None:
    assert why == judge(**row)["limit_open_because"]
