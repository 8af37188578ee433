"""How a broken relation is said: place names, addresses across sheets and files, both languages, odd figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energy_audit.energy.arithmetic import power_of_ten, product, quotient, rounding_of
from energy_audit.exact import NUMBER
from energy_audit.filing.intake import Intake
from energy_audit.filing.problems.problem import PROBLEM_SCHEMA, in_language, unmarked
from energy_audit.reference.tables import Reference

Judge = Callable[..., pl.DataFrame]

COAL = {"energy_code": "01", "unit": "吨", "factor_adopted": "0.7143"}
SPLIT = COAL | {"consumption_total": 1050, "consumption_industrial": 900, "consumption_nonindustrial": 100}


def test_both_figures_the_difference_and_every_cell_are_named(judge: Judge) -> None:
    problem = judge(energy_consumption=[SPLIT]).row(0, named=True)
    assert "L5 消费量合计 1050 ≠ M5 工业生产消费 900 + O5 非工业生产消费 100 = 1000；Δ 50" == unmarked(
        problem["detail"], "zh"
    )
    assert ("L5", "1050") == (problem["cell"], problem["value"])
    assert "请核对" in problem["message"]


def test_every_message_is_said_in_english_too(judge: Judge) -> None:
    english = in_language(judge(energy_consumption=[SPLIT]), "en").row(0, named=True)
    assert english["message"].startswith("Total consumption is 1050 but must be industrial plus non-industrial")
    assert unmarked(english["detail"], "en") in english["message"]
    assert "; Δ 50" in english["message"]
    assert "；" not in english["message"]


def test_the_likely_cause_is_said_in_the_language_of_the_message(judge: Judge) -> None:
    """A total of 1 where 900 + 100 = 1000 is a thousandth of its parts."""
    told = judge(energy_consumption=[SPLIT | {"consumption_total": 1, "consumption_nonindustrial": 100}])
    [zh], [en] = (
        in_language(told, language).filter(pl.col("code") == "consumption-split-mismatch").rows(named=True)
        for language in ("zh", "en")
    )
    assert "；数量级约差 ÷1000，请先核对单位和小数点" in zh["message"]
    assert "off by about ÷1000, check unit and decimal point" in en["message"]
    assert "数量级" not in en["message"]
    assert "off by" not in zh["message"]
    for language, row in (("zh", zh), ("en", en)):
        assert unmarked(row["detail"], language) in row["message"]
        assert not {"⟦", "⟧", "|"} & {*row["message"]}


def test_a_cell_of_another_sheet_is_named_with_it(judge: Judge) -> None:
    found = judge(
        energy_consumption=[COAL | {"consumption_industrial": 900}],
        energy_conversion=[COAL | {"consumption_industrial": 800, "conversion_output": 0, "recovered": 0}],
    )
    detail = found.filter(pl.col("code") == "conversion-consumption-differs")["detail"][0]
    assert unmarked(detail, "zh").startswith("G5 工业生产消费 800 ≠ 表2 能源消费结构!M5 工业生产消费 900；Δ -100")


def test_a_line_of_a_csv_is_named_as_such(intake_of: Callable[..., Intake], reference: Reference) -> None:
    from energy_audit.energy.account import open_account
    from energy_audit.energy.relations import relation_problems
    from energy_audit.facts.identity import identify_enterprises

    intake = intake_of(energy_consumption=[SPLIT])
    lines = replace(intake, sources=intake.sources.with_columns(sheet=pl.lit(""), form=pl.lit("line")))
    identified = identify_enterprises(lines, reference)
    found = relation_problems(lines, identified, open_account(lines, identified, reference), reference)
    assert "line:5" == found["cell"][0]
    assert found["detail"][0].startswith("line:5 消费量合计 1050 ≠ line:5 工业生产消费 900")


@pytest.mark.parametrize(
    ("code", "city", "county", "told"),
    [
        ("520181", "贵阳市", "清镇市", False),
        ("520181", "贵阳", "清镇", False),
        ("520181", "贵州省贵阳市", "贵阳市清镇市", False),
        ("520181", "遵义市", "清镇市", True),
        ("520181", "贵阳市", "修文县", True),
        ("520181", None, None, False),
        ("520100", "贵阳市", "清镇市", False),
        ("520222", "六盘水市", "盘州市", False),
        ("520281", "六盘水市", "盘县", False),
        ("522726", "黔南州", "独山县", False),
        ("522726", "黔东南州", "独山县", True),
        ("110101", "北京市", "东城区", False),
    ],
)
def test_place_names_fit_the_region_code(
    judge: Judge, code: str, city: str | None, county: str | None, told: bool
) -> None:
    """Short forms, old names and a longer text are the same place; a code of elsewhere is not judged."""
    row = {"region_code": code, "province_name": "贵州省", "city_name": city, "county_name": county}
    assert told == ("region-code-name-disagree" in judge(enterprise=[row])["code"].to_list())


def test_no_filing_gives_no_problem(judge: Judge) -> None:
    found = judge()
    assert found.is_empty()
    assert list(PROBLEM_SCHEMA) == [name for name in found.columns if name != "number"]


def test_impossible_figures_never_raise(judge: Judge) -> None:
    """The largest figures that reading lets through, tiny divisors and zeros are simply not judged."""
    huge, tiny = 10**15, "0.000000000001"
    found = judge(
        enterprise=[
            {
                "reported_tce_calorific": huge,
                "reported_tce_equal": huge,
                "gross_output": tiny,
                "reported_intensity_calorific": huge,
                "reported_tce_calorific_prev": tiny,
            }
        ],
        product=[
            {
                "product_name": "水泥",
                "numerator_unit": "万吨标准煤",
                "value": huge,
                "numerator": huge,
                "denominator": tiny,
                "conversion_factor": huge,
                "value_prev": 0,
                "change_pct": huge,
            }
        ],
        target=[
            {
                "target_name": "节能量",
                "saving_output_value": huge,
                "base_tce_calorific": huge,
                "base_output_value": tiny,
            }
        ],
        metering=[{"energy_type": "电力", "l1_have": huge, "l1_need": 0, "l1_rate": huge}],
        project=[{"project_name": "甲", "coal_pq": huge, "coal_sce": huge, "approved_tce_equal": huge}],
        energy_consumption=[COAL | {"purchase_qty": tiny, "purchase_amount": huge, "purchase_amount_unit": "亿元"}],
    )
    assert "intensity-mismatch" not in found["code"].to_list()


# arithmetic


def value_of(expr: pl.Expr, **figures: str) -> Decimal | int | None:
    frame = pl.DataFrame(
        {name: [Decimal(text)] for name, text in figures.items()}, schema=dict.fromkeys(figures, NUMBER)
    )
    value: Decimal | int | None = frame.select(expr).item()
    return value


@pytest.mark.parametrize(
    ("filed", "half"),
    [("0.35", "0.005"), ("83", "0.5"), ("0.0354", "0.00005"), ("1", "0"), ("0.4", "0"), ("100", "0.5"), ("0", "0")],
)
def test_rounding_is_half_the_last_decimal_of_two_digits_or_more(filed: str, half: str) -> None:
    assert Decimal(half) == value_of(rounding_of(pl.col("a")), a=filed)


@pytest.mark.parametrize(
    ("filed", "expected", "power"),
    [
        ("1000", "1", 3),
        ("1", "1000", -3),
        ("1010", "1", 3),
        ("1010.1", "1", None),
        ("990", "1", 3),
        ("989.9", "1", None),
        ("1", "1", None),
        ("10", "0", None),
        ("-10", "1", None),
        ("100000", "1", None),
    ],
)
def test_power_of_ten_is_within_one_per_cent(filed: str, expected: str, power: int | None) -> None:
    assert power == value_of(power_of_ten(pl.col("a"), pl.col("b")), a=filed, b=expected)


def test_what_cannot_be_computed_is_unknown() -> None:
    assert value_of(quotient(pl.col("a"), pl.col("b")), a="1", b="0") is None
    assert value_of(product(pl.col("a"), pl.col("b")), a="1e15", b="1e15") is None


# a filing in which everything agrees


amount = st.integers(1, 9_999_999).map(lambda cents: Decimal(cents * 10 + 3) / 1000)


def _six_digits(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(max(value.adjusted() - 5, -12)))


@st.composite
def consistent(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Table 2 with its total row, table 1 and table 4, every derived figure computed from the others."""
    factors = {"01": Decimal("0.7143"), "21": Decimal("1.4571"), "33": Decimal("1.229")}
    rows, total = [], Decimal(0)
    for code, factor in factors.items():
        industrial, other = draw(amount), draw(amount)
        stock = Decimal(0) if code == "33" else draw(amount)
        used = industrial + other
        total += industrial * factor
        rows.append(
            {
                "energy_code": code,
                "unit": "万千瓦时" if code == "33" else "吨",
                "opening_stock": stock,
                "purchase_qty": used,
                "consumption_total": used,
                "consumption_industrial": industrial,
                "consumption_nonindustrial": other,
                "consumption_feedstock": draw(st.sampled_from([Decimal(0), industrial])),
                "closing_stock": stock,
                "factor_adopted": factor,
                "reported_tce_calorific": (industrial * factor).quantize(Decimal("0.01")),
            }
        )
    rows.append({"energy_code": "40", "unit": "吨标准煤", "consumption_industrial": total})
    # no more than ten tonnes of coal equivalent by 10^4 yuan of output
    output, made = draw(amount) + (total / 10).quantize(Decimal("0.01")), draw(amount)
    last = draw(amount.filter(lambda each: each != made))  # a year that is last year's in every figure is suspect
    enterprise = {
        "industry_code": "3011",
        "reported_tce_calorific": total,
        "reported_tce_equal": total * 2,
        "gross_output": output,
        "reported_intensity_calorific": _six_digits(total / output),
    }
    product_row = {
        "product_name": "水泥",
        "numerator_unit": "吨标准煤",
        "numerator": total,
        "denominator": made,
        "conversion_factor": 1,
        "value": _six_digits(total / made),
        "numerator_prev": total,
        "denominator_prev": last,
        "value_prev": _six_digits(total / last),
    }
    return {"enterprise": [enterprise], "energy_consumption": rows, "product": [product_row]}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filings=st.lists(consistent(), min_size=5, max_size=5))
def test_a_consistent_filing_gives_no_problem(judge_all: Callable[..., list[pl.DataFrame]], filings: Any) -> None:
    for found in judge_all([(tables, ()) for tables in filings]):
        assert [] == found["message"].to_list()


def test_the_same_figure_in_two_units_shows_the_units(judge: Judge) -> None:
    """9,500 on both sheets, of which one says 度: without the units nobody sees what is wrong."""
    row = {"energy_code": "33", "energy_name": "电力", "consumption_total": 9500, "consumption_industrial": 9500}
    here = {"energy_code": "33", "energy_name": "电力", "consumption_industrial": 9500, "conversion_output": 1}
    for unit, shown in (("度", "9500 万千瓦时 ≠"), ("万千瓦时", "")):
        found = judge(
            enterprise=[{"industry_code": "3011"}],
            energy_consumption=[row | {"unit": unit}],
            energy_conversion=[here | {"unit": "万千瓦时"}],
        ).filter(pl.col("code") == "conversion-consumption-differs")
        assert ([] if not shown else [True]) == [shown in detail and "9500 度" in detail for detail in found["detail"]]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("520181", False),
        ("520100", False),
        ("520222", False),  # 盘县, until 2017
        ("520199", True),
        ("529999", True),
        ("990181", True),
        ("110199", False),  # no table holds the places of Beijing
        ("540102", False),
        ("贵安新区", False),
        (None, False),
    ],
)
def test_a_code_that_no_place_ever_had_is_asked_about(judge: Judge, code: str | None, told: bool) -> None:
    row = {"region_code": code, "province_name": "贵州省", "city_name": "贵阳市", "county_name": "清镇市"}
    assert told == ("region-code-unknown" in judge(enterprise=[row])["code"].to_list())


@pytest.mark.parametrize(("nature", "told"), [("新建", True), ("扩建", True), (None, True), ("改建", False)])
def test_what_a_rebuilding_adds_need_not_hold_the_coal_of_the_whole(
    judge: Judge, nature: str | None, told: bool
) -> None:
    """The form asks for the increase of a rebuilding, which may be less than nothing, and for the coal of the design."""
    row = {"nature": nature, "approved_tce_calorific": -500, "coal_sce_total": 100}
    assert told == ("project-coal-over-energy" in judge(project=[row])["code"].to_list())


@pytest.mark.parametrize(
    ("code", "unit", "factor", "heat", "fits"),
    [
        ("01", "吨", "0.7143", 20934, None),
        ("01", "吨", "0.7143", 5000, "千卡"),  # 5000 × 4.1868 = 20 934 = 0.7143 × 29 307.6
        ("01", "吨", "0.7143", "20.934", "兆焦"),
        ("01", "万吨", "7143", 5000, "千卡"),
        ("15", "万立方米", "13.3", "38.98", "兆焦"),
        ("15", "立方米", "0.00133", 9310, "千卡"),
        ("01", "吨", "0.7143", 18000, None),  # in no unit
        ("01", "吨", "714.3", 20934, None),  # the factor is filed in kilograms
        ("01", "吨", "0.7143", None, None),
        ("01", "吨", None, 5000, None),
        ("33", "万千瓦时", "1.229", "860.4", None),
    ],
)
def test_a_heat_value_that_bears_out_the_factor_in_another_unit_is_in_that_unit(
    judge: Judge, code: str, unit: str, factor: str | None, heat: object, fits: str | None
) -> None:
    row = {"energy_code": code, "unit": unit, "factor_adopted": factor, "ncv_adopted": heat, "consumption_total": 100}
    found = judge(energy_consumption=[row]).filter(pl.col("code") == "heat-value-in-another-unit")["detail"].to_list()
    assert [] == found if fits is None else fits in found[0]
