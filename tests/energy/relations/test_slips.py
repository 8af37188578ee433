"""What figures betray: slips of unit, swapped columns, copied years, and where no suspicion may fall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.relations import relation_problems
from energy_audit.exact import NUMBER
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Judge = Callable[..., pl.DataFrame]

UNIT = {"industry_code": "3011", "reported_tce_calorific": 10000, "reported_tce_equal": 12000}
COAL = {"energy_code": "01", "unit": "吨", "factor_adopted": "0.7143"}
DIESEL = {"energy_code": "21", "unit": "吨", "factor_adopted": "1.4571"}
POWER = {"energy_code": "33", "unit": "万千瓦时", "factor_adopted": "1.229", "factor_equal": "3.0"}
HEAT = {"energy_code": "32", "unit": "百万千焦", "factor_adopted": "0.0341"}


def used(energy: dict[str, Any], amount: object, **more: object) -> dict[str, Any]:
    return energy | {"consumption_total": amount, "consumption_industrial": amount} | more


def only(problems: pl.DataFrame, code: str) -> dict[str, Any]:
    """The one problem of a code."""
    found = problems.filter(pl.col("code") == code)
    assert 1 == found.height, problems.select("code", "cell", "message").rows()
    return found.row(0, named=True)


# the relation is broken and names the likely cause, so that the slip is not said a second time


@pytest.mark.parametrize(
    ("filed", "cause"),
    [("71430000", "×1000"), ("7.143", "÷10000"), ("714300", "×10，"), (100000, "没有折标")],
)
def test_row_tce_names_its_slip(judge: Judge, filed: object, cause: str) -> None:
    """100000 t × 0.7143 = 71430 tce; kgce, 10^4 tce, a decimal point, and the quantity copied."""
    found = judge(enterprise=[UNIT], energy_consumption=[used(COAL, 100000, reported_tce_calorific=filed)])
    assert cause in only(found, "row-tce-mismatch")["message"]
    assert not set(found["code"]) & {"row-tce-off-by-power-of-ten", "row-tce-is-quantity"}


@pytest.mark.parametrize(
    ("total", "industrial", "other", "left_out"),
    [
        (0, 9100, 0, "工业生产消费"),
        (20, 1480, 20, "工业生产消费"),
        (1480, 1480, 20, "非工业生产消费"),
        (1490, 1480, 20, None),
    ],
)
def test_a_sum_without_one_part_says_which(
    judge: Judge, total: int, industrial: int, other: int, left_out: str | None
) -> None:
    """A spreadsheet's SUM passes over a figure typed as text, which nobody sees on the screen."""
    row = COAL | {
        "consumption_total": total,
        "consumption_industrial": industrial,
        "consumption_nonindustrial": other,
    }
    message = only(judge(enterprise=[UNIT], energy_consumption=[row]), "consumption-split-mismatch")["message"]
    assert (left_out is not None) == ("没有加上" in message)
    assert left_out is None or f"没有加上“{left_out}”" in message


def test_row_tce_of_a_hospital_is_of_total_consumption(judge: Judge) -> None:
    """Outside industry the industrial part never is the base, even where it happens to fit."""
    row = POWER | {"consumption_total": 1000, "consumption_industrial": 400, "reported_tce_calorific": "491.6"}
    hospital = {"industry_code": "8411"}
    found = only(judge(enterprise=[hospital], energy_consumption=[row]), "row-tce-mismatch")
    assert "消费量合计 1000 × " in found["detail"]
    assert "row-tce-mismatch" not in judge(enterprise=[UNIT], energy_consumption=[row])["code"].to_list()


@pytest.mark.parametrize(
    ("filed", "code"),
    [
        ("71430000", "row-tce-off-by-power-of-ten"),
        (100000, "row-tce-is-quantity"),
        (71430, None),
        ("72500", None),
    ],
)
def test_row_tce_without_factor_shows_slips_by_the_reference(judge: Judge, filed: object, code: str | None) -> None:
    row = used(COAL | {"factor_adopted": None}, 100000, reported_tce_calorific=filed)
    found = judge(enterprise=[UNIT], energy_consumption=[row])
    assert ({code} if code else set()) == {each for each in found["code"] if each.startswith("row-tce")}


def test_swapped_total_and_industrial_is_named(judge: Judge) -> None:
    """90000 and 100000 swapped: 90000 ≠ 100000 + 10000, but 100000 = 90000 + 10000."""
    row = COAL | {"consumption_total": 90000, "consumption_industrial": 100000, "consumption_nonindustrial": 10000}
    assert "填反" in only(judge(energy_consumption=[row]), "consumption-split-mismatch")["detail"]


def test_swapped_columns_show_without_the_third(judge: Judge) -> None:
    row = COAL | {"consumption_total": 90000, "consumption_industrial": 100000}
    assert "consumption_total" == only(judge(energy_consumption=[row]), "swapped-columns")["column"]


def test_swapped_feedstock_is_named(judge: Judge) -> None:
    row = COAL | {
        "consumption_total": 100000,
        "consumption_industrial": 20000,
        "consumption_feedstock": 90000,
        "consumption_nonindustrial": 10000,
    }
    assert "填反" in only(judge(energy_consumption=[row]), "feedstock-over-industrial")["detail"]


@pytest.mark.parametrize(
    ("unit", "amount", "cause", "code"),
    [
        ("万元", 7500, "千元与万元", "unit-price-implausible"),
        ("元", 7500, "元与千元", "unit-price-far-off"),
        ("万元", 7500000, "元与万元", "unit-price-far-off"),
    ],
)
def test_price_shows_the_money_unit(judge: Judge, unit: str, amount: object, cause: str, code: str) -> None:
    """1000 t of diesel cost some 7.5 million yuan: 750 万元, 7500 千元, 7500000 元."""
    row = used(DIESEL, 1000, purchase_qty=1000, purchase_amount=amount, purchase_amount_unit=unit)
    found = only(judge(energy_consumption=[row]), code)
    assert cause in found["detail"]
    assert "purchase_amount" == found["column"]


@pytest.mark.parametrize("amount", [750, 7500])
def test_price_allows_either_unit_where_none_is_named(judge: Judge, amount: int) -> None:
    """1000 t of diesel for 750 万元 or 7500 千元."""
    row = used(DIESEL, 1000, purchase_qty=1000, purchase_amount=amount)
    assert "unit-price-implausible" not in judge(energy_consumption=[row])["code"].to_list()


@pytest.mark.parametrize(("factor", "power"), [("714.3", "×1000"), ("7143", "×10000"), ("7.143", "×10")])
def test_factor_in_another_unit_is_named(judge: Judge, factor: str, power: str) -> None:
    found = only(judge(energy_consumption=[used(COAL | {"factor_adopted": factor}, 100)]), "factor-off-by-power-of-ten")
    assert power in found["detail"]
    assert ("factor_adopted", "error") == (found["column"], found["severity"])


def test_a_factor_that_its_heat_value_bears_out_is_no_slip(judge: Judge) -> None:
    """2093.4 kJ/kg are 0.0714 kgce/kg: a tenth of raw coal's, and measured."""
    row = used(COAL | {"factor_adopted": "0.0714"}, 100, factor_source="实测", ncv_adopted="2093.4")
    assert "factor-off-by-power-of-ten" not in judge(energy_consumption=[row])["code"].to_list()


@pytest.mark.parametrize("factor", ["0.65", "0.8", "0.5", "0.9"])
def test_measured_factor_is_no_slip(judge: Judge, factor: str) -> None:
    found = judge(energy_consumption=[used(COAL | {"factor_adopted": factor}, 100)])
    assert "factor-off-by-power-of-ten" not in found["code"].to_list()


def test_equal_value_in_the_calorific_column_is_named(judge: Judge) -> None:
    found = only(
        judge(energy_consumption=[used(POWER | {"factor_adopted": "3.0"}, 100)]), "calorific-factor-not-fixed-value"
    )
    assert "等价系数" in found["detail"]


@pytest.mark.parametrize("factor", ["0.0341", "0.03412"])
def test_both_editions_of_heat_are_right(judge: Judge, factor: str) -> None:
    found = judge(energy_consumption=[used(HEAT | {"factor_adopted": factor}, 100)])
    assert "calorific-factor-not-fixed-value" not in found["code"].to_list()


def test_fixed_factor_is_judged_in_the_filed_unit(judge: Judge) -> None:
    """1.229 tce per 10^4 kWh is 0.0001229 per kWh."""
    row = used(POWER | {"unit": "千瓦时", "factor_adopted": "0.0001229"}, 100)
    assert "calorific-factor-not-fixed-value" not in judge(energy_consumption=[row])["code"].to_list()


@pytest.mark.parametrize(("filed", "power"), [("71430000", "×1000"), ("7.14", "÷10000")])
def test_reported_total_of_another_magnitude(judge: Judge, filed: str, power: str) -> None:
    found = judge(enterprise=[UNIT | {"reported_tce_calorific": filed}], energy_consumption=[used(COAL, 100000)])
    assert power in only(found, "reported-total-off-by-power-of-ten")["detail"]


def test_reported_total_slip_is_said_once(judge: Judge) -> None:
    """Where the total row contradicts it, the relation names the slip and the slip is silent."""
    rows = [used(COAL, 100000), used({"energy_code": "40", "unit": "吨标准煤"}, 71430)]
    found = judge(enterprise=[UNIT | {"reported_tce_calorific": 71430000}], energy_consumption=rows)
    assert "×1000" in only(found, "reported-total-not-total-row")["detail"]
    assert "reported-total-off-by-power-of-ten" not in found["code"].to_list()


def test_share_in_place_of_per_cent_is_named(judge: Judge) -> None:
    found = judge(
        product=[{"product_name": "水泥", "value": 90, "value_prev": 100, "change_pct": "-0.1"}],
        metering=[{"energy_type": "电力", "l1_have": 9, "l1_need": 10, "l1_rate": "0.9"}],
    )
    assert "百分数" in only(found, "change-percent-mismatch")["detail"]
    assert "百分数" in only(found, "metering-rate-mismatch")["detail"]


def test_saving_with_the_wrong_sign_is_named(judge: Judge) -> None:
    target = {"target_name": "节能量", "base_tce_calorific": 10000, "base_output_value": 20000}
    found = judge(enterprise=[UNIT | {"gross_output": 22000}], target=[target | {"saving_output_value": -1000}])
    assert "正负号" in only(found, "output-saving-mismatch")["detail"]


# suspicions of their own


FIGURES = {"purchase_qty": "1234.5", "opening_stock": "11.7", "closing_stock": "12.9"}


def test_swapped_opening_and_closing_stock_are_named(judge: Judge) -> None:
    """300 + 1000 − 1100 = 200, filed the other way round: 200 + 1000 − 1100 = 100 ≠ 300."""
    row = used(COAL, 1100, opening_stock=200, purchase_qty=1000, closing_stock=300)
    detail = only(judge(enterprise=[UNIT], energy_consumption=[row]), "stock-balance-mismatch")["detail"]
    assert "期初、期末库存疑为填反" in detail


def test_swapped_numerator_and_denominator_are_named(judge: Judge) -> None:
    """800 tce ÷ 10000 t × 1000 = 80 kgce/t."""
    row = {"product_name": "水泥", "value": 80, "conversion_factor": 1000, "numerator": 10000, "denominator": 800}
    assert "分子、分母疑为填反" in only(judge(product=[row]), "unit-consumption-mismatch")["detail"]


@pytest.mark.parametrize(("value", "made", "told"), [(80, 0, True), (0, 0, False), (80, None, False), (80, 1, False)])
def test_a_figure_of_a_year_without_output_is_a_contradiction(
    judge: Judge, value: int, made: int | None, told: bool
) -> None:
    row = {"product_name": "水泥", "value": value, "conversion_factor": 1000, "numerator": 10000, "denominator": made}
    codes = set(judge(product=[row])["code"])
    assert told is ("unit-consumption-of-no-output" in codes)


@pytest.mark.parametrize(
    ("value", "energy", "made", "told"),
    [
        (None, 5, 0, True),
        (0, 5, 0, True),
        (80, 5, 0, False),
        (None, 0, 0, False),
        (None, None, 0, False),
        (None, 5, 1, False),
    ],
)
def test_energy_for_a_product_of_which_nothing_was_made_is_asked_about(
    judge: Judge, value: int | None, energy: int | None, made: int, told: bool
) -> None:
    """Where its figure is filed as well, that is told, and told once."""
    row = {"product_name": "水泥", "value": value, "numerator": energy, "denominator": made}
    codes = set(judge(product=[row])["code"])
    assert told is ("product-of-no-output" in codes)
    last = {"product_name": "水泥", "value_prev": value, "numerator_prev": energy, "denominator_prev": made}
    assert told is ("product-of-no-output" in set(judge(product=[last])["code"]))


@pytest.mark.parametrize("column", ["gross_output", "value_added"])
@pytest.mark.parametrize(
    ("told", "unit"),
    [
        (True, {}),
        (True, {"reported_tce_calorific": None, "reported_tce_equal": None}),  # by table 2
        (False, {"industry_code": "8411"}),  # a hospital
        (False, {"industry_code": None}),
    ],
)
def test_an_industrial_unit_that_made_nothing_is_asked_what_its_energy_was_for(
    judge: Judge, column: str, told: bool, unit: dict[str, Any]
) -> None:
    filed = UNIT | {column: 0} | unit
    found = judge(enterprise=[filed], energy_consumption=[used(COAL, 100)])
    assert [column] * told == found.filter(code="no-output-beside-energy")["column"].to_list()
    blank = judge(enterprise=[filed | {column: None}], energy_consumption=[used(COAL, 100)])
    assert "no-output-beside-energy" not in set(blank["code"])


def test_a_site_that_makes_nothing_may_serve_the_others(judge: Judge) -> None:
    sites = [UNIT | {"site": "东区", "gross_output": 0}, UNIT | {"site": "西区"}]
    assert "no-output-beside-energy" not in set(judge(enterprise=sites)["code"])


def test_swapped_bases_of_a_row_are_named_at_both_cells(judge: Judge) -> None:
    """100 × 1.229 = 122.9 and 100 × 3.05 = 305, each in the other's column."""
    row = used(
        POWER, 100, factor_adopted="1.229", factor_equal="3.05", reported_tce_calorific=305, reported_tce_equal="122.9"
    )
    found = judge(enterprise=[UNIT], energy_consumption=[row]).filter(pl.col("code") == "row-tce-mismatch")
    assert ["reported_tce_calorific", "reported_tce_equal"] == sorted(found["column"])
    assert all("当量、等价疑为填反" in detail for detail in found["detail"])


@pytest.mark.parametrize(("equal_prev", "told"), [(2000, True), (2000.01, False), (None, False)])
def test_totals_that_are_last_years_to_the_last_digit(judge: Judge, equal_prev: object, told: bool) -> None:
    unit = UNIT | {
        "reported_tce_calorific": 1000,
        "reported_tce_calorific_prev": 1000,
        "reported_tce_equal": 2000,
        "reported_tce_equal_prev": equal_prev,
    }
    found = judge(enterprise=[unit]).filter(pl.col("code") == "figures-repeated-from-last-year")
    assert (["reported_tce_calorific"] if told else []) == found["column"].to_list()


@pytest.mark.parametrize(("output_prev", "told"), [(10000, True), (9999, False)])
def test_a_product_that_is_last_years_to_the_last_digit(judge: Judge, output_prev: int, told: bool) -> None:
    """The same figure is possible where it was made of another output."""
    row = {
        "product_name": "水泥", "value": 80, "value_prev": 80, "numerator": 800, "numerator_prev": 800,
        "denominator": 10000, "denominator_prev": output_prev,
    }  # fmt: skip
    found = judge(product=[row]).filter(pl.col("code") == "figures-repeated-from-last-year")
    assert told is bool(found.height)


@pytest.mark.parametrize(("changed", "told"), [(0, True), (1, True), (2, False)])
def test_last_years_figures_copied(judge: Judge, changed: int, told: bool) -> None:
    """Two energies with three figures each; five equal ones are copied, four may be chance."""

    def year(number: int, moved: int) -> list[dict[str, Any]]:
        rows = [dict(each, report_year=number, **FIGURES) for each in (COAL, DIESEL)]
        for index in range(moved):
            rows[index]["purchase_qty"] = 999
        return rows

    found = judge(energy_consumption=[*year(2024, 0), *year(2025, changed)])
    copied = found.filter(pl.col("code") == "figures-repeated-from-last-year")
    expected = [(2025, 2)] if told else []  # the first row of 2025
    assert expected == [(row["report_year"], row["number"]) for row in copied.iter_rows(named=True)]


@pytest.mark.parametrize(
    ("amounts", "told"),
    [((1000, 20000, 3000, 4000), True), ((1000, 20000, 3000, 4001), False), ((1000, 20000, 3000, 0), False)],
)
def test_quantities_too_round(judge: Judge, amounts: tuple[int, ...], told: bool) -> None:
    """Four figures, all multiples of a thousand; zero is no figure."""
    energies = (COAL, DIESEL, POWER, HEAT)
    rows = [used(energy, amount) for energy, amount in zip(energies, amounts, strict=True)]
    found = judge(enterprise=[UNIT], energy_consumption=rows)
    assert told == ("quantities-too-round" in found["code"].to_list())


def test_project_twice_in_a_year(judge: Judge) -> None:
    """Code and opinion number again in one year is a double entry; in another year it is the same project."""
    one = {"project_name": "甲", "project_code": "2024-1", "document_number": "黔〔2024〕1号"}
    again = judge(project=[one, one | {"project_name": "乙"}])
    assert ["project-duplicate"] * 2 == again["code"].to_list()
    cells = again["cell"].to_list()
    assert len({*cells}) == 2
    assert all(f"另见 {other}。" in message for other, message in zip(reversed(cells), again["message"], strict=True))
    assert judge(project=[one | {"report_year": 2024}, one]).is_empty()


# the balance


MADE = {"energy_code": "09", "unit": "吨", "conversion_output": 900, "recovered": 0}
COKE_USED = used({"energy_code": "09", "unit": "吨"}, 500, opening_stock=0, purchase_qty=0, closing_stock=0)


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        ({"external_supply": 400}, None),
        ({"external_supply": 300, "transfer_out": 100}, None),
        ({"external_supply": 410, "gain_loss": 10}, None),
        ({"external_supply": 500}, "stock-balance-mismatch"),
        ({"external_supply": 300}, None),  # the account asks where the rest went
        # supply less 300 is 600: what was used is a tenth of it, filed in another unit
        ({"consumption_total": 60, "external_supply": 300}, "stock-balance-mismatch"),
        ({}, None),  # a producer that does not say what it sold
        ({"closing_stock": 500}, "consumption-beyond-supply"),
    ],
)
def test_balance_of_a_producer(judge: Judge, flows: dict[str, Any], code: str | None) -> None:
    """900 t made, 500 t used: 400 t went to others."""
    found = judge(enterprise=[UNIT], energy_consumption=[COKE_USED | flows], energy_conversion=[MADE])
    balance = {"stock-balance-mismatch", "consumption-beyond-supply"}
    assert ({code} if code else set()) == balance & set(found["code"])


def test_balance_without_stock_points_at_consumption(judge: Judge) -> None:
    row = used(POWER, 2000, opening_stock=0, purchase_qty=1000, closing_stock=0)
    found = only(judge(enterprise=[UNIT], energy_consumption=[row]), "stock-balance-mismatch")
    assert "consumption_total" == found["column"]


@pytest.mark.parametrize(
    ("energy", "used_of_it", "told"),
    [
        (POWER, 2000, True),  # 5000 bought, none sold: where did 3000 go
        (POWER, 5000, False),
        (POWER | {"energy_code": "32", "unit": "百万千焦"}, 2000, True),
        (COAL, 2000, False),  # of coal the rest may lie in stock
    ],
)
def test_what_cannot_be_stored_has_no_stock_where_none_is_filed(
    judge: Judge, energy: dict[str, Any], used_of_it: int, told: bool
) -> None:
    row = used(energy, used_of_it, purchase_qty=5000)
    assert told is ("stock-balance-mismatch" in judge(enterprise=[UNIT], energy_consumption=[row])["code"].to_list())


def test_a_stock_of_power_that_cannot_be_read_is_not_none(judge: Judge) -> None:
    row, cell = used(POWER, 2000, purchase_qty=5000), ("energy_consumption", 0, "closing_stock")
    found = judge(enterprise=[UNIT], energy_consumption=[row], unread=[cell])
    assert "stock-balance-mismatch" not in found["code"].to_list()


@pytest.mark.parametrize(
    ("amount", "code", "slip"),
    # bought in t, used in kg: no balance to strike, as the account holds no such use
    [(1_000_000, "consumption-far-from-supply", "×1000"), (10_000, "stock-balance-mismatch", "×10")],
)
def test_balance_names_a_slip_of_unit(judge: Judge, amount: int, code: str, slip: str) -> None:
    row = used(COAL, amount, opening_stock=0, purchase_qty=1000, closing_stock=0)
    found = judge(enterprise=[UNIT], energy_consumption=[row])
    assert slip in only(found, code)["detail"]
    assert 1 == len({"consumption-far-from-supply", "stock-balance-mismatch"} & set(found["code"]))


@pytest.mark.parametrize(("industry", "energy"), [("0610", COAL), ("4413", POWER), ("4415", POWER)])
def test_primary_energy_of_ones_own_is_not_judged(judge: Judge, industry: str, energy: dict[str, Any]) -> None:
    """A mine's own coal and a hydropower station's own electricity stand in no column of the balance."""
    row = used(energy, 1000, opening_stock=0, purchase_qty=0, closing_stock=0)
    found = judge(enterprise=[{"industry_code": industry}], energy_consumption=[row])
    assert "stock-balance-mismatch" not in found["code"].to_list()


@pytest.mark.parametrize(
    ("industry", "more", "said"),
    [
        ("4413", {}, True),
        ("4416", {}, True),
        ("4417", {}, False),  # biomass is burnt
        ("4411", {}, False),  # that it burnt nothing is another relation's word
        ("3011", {}, False),  # waste heat of a cement kiln makes power without fuel
        ("4413", {"conversion_power": 100, "conversion_input": 100}, False),  # oil burnt in a stand-by set
        ("4413", {"conversion_output": 0}, False),
    ],
)
def test_primary_power_is_no_conversion_output(
    judge: Judge, industry: str, more: dict[str, object], *, said: bool
) -> None:
    """A station without fuel that files its generation in table 2-1 is told the cell; nobody else is."""
    made = POWER | {"consumption_industrial": 350, "conversion_output": 42000} | more
    found = judge(
        enterprise=[UNIT | {"industry_code": industry}],
        energy_consumption=[used(POWER, 350)],
        energy_conversion=[made],
    )
    code = "primary-power-as-conversion-output"
    assert (code in found["code"].to_list()) is said
    if said:
        assert ("energy_conversion", "conversion_output", "warning") == tuple(
            only(found, code)[name] for name in ("table", "column", "severity")
        )


def test_unreadable_flow_leaves_the_balance_unjudged(judge: Judge) -> None:
    """A blank supply column means none; one that holds something unreadable means nobody knows."""
    row = used(COAL, 1000, opening_stock=0, purchase_qty=2000, closing_stock=0)
    assert "stock-balance-mismatch" in judge(enterprise=[UNIT], energy_consumption=[row])["code"].to_list()
    spoilt = judge(enterprise=[UNIT], energy_consumption=[row], unread=[("energy_consumption", 0, "external_supply")])
    assert "stock-balance-mismatch" not in spoilt["code"].to_list()


def test_tables_of_one_filing_may_come_in_several_files(intake_of: Callable[..., Intake], reference: Reference) -> None:
    """Table 2 in one workbook and table 2-1 in another are compared all the same."""
    intake = intake_of(
        enterprise=[UNIT], energy_consumption=[COKE_USED], energy_conversion=[MADE | {"factor_adopted": "0.9"}]
    )
    made_in = intake.tables["energy_conversion"]["source"][0]
    apart = intake.sources.with_columns(
        file=pl.when(pl.col("source") == made_in).then(pl.lit("另一份.xlsx")).otherwise("file")
    )
    table2 = intake.tables["energy_consumption"].with_columns(factor_adopted=pl.lit(Decimal("0.9714"), NUMBER))
    split = replace(intake, sources=apart, tables=intake.tables | {"energy_consumption": table2})
    identified = identify_enterprises(split, reference)
    found = relation_problems(split, identified, open_account(split, identified, reference), reference)
    assert "示例.xlsx 表2 能源消费结构!" in only(found, "conversion-factor-differs")["detail"]


# whom no relation may accuse


def test_hydropower_is_not_accused(judge: Judge) -> None:
    """A station that makes 50000 of electricity from water: equal below calorific, output without input; only asked."""
    found = judge(
        enterprise=[{"industry_code": "4413", "reported_tce_calorific": -61000, "reported_tce_equal": -149000}],
        energy_consumption=[used(POWER, 300, purchase_qty=50, opening_stock=0, closing_stock=0)],
        energy_conversion=[
            {"energy_code": "33", "unit": "万千瓦时", "conversion_input": 0, "conversion_output": 50000, "recovered": 0}
        ],
    )
    assert [("primary-power-as-conversion-output", "warning")] == found.select("code", "severity").rows()


def test_waste_heat_power_is_not_energy_from_nothing(judge: Judge) -> None:
    """3500 of electricity from recovered heat, whose input is no fuel of a power station."""
    found = judge(
        enterprise=[UNIT],
        energy_conversion=[
            {"energy_code": "33", "unit": "万千瓦时", "conversion_input": 0, "conversion_output": 3500, "recovered": 0},
            {
                "energy_code": "37",
                "unit": "百万千焦",
                "conversion_input": 100,
                "conversion_output": 0,
                "recovered": 100,
            },
        ],
    )
    assert not {each for each in found["code"] if each.startswith("conversion-")}


def test_intermediate_product_counts_once(judge: Judge) -> None:
    """Cement holds the energy of its clinker; together they may exceed the total."""
    shared = {"numerator_unit": "吨标准煤", "indicator_name": "综合能耗"}
    products = [
        shared | {"product_name": "水泥熟料", "numerator": 9000},
        shared | {"product_name": "水泥", "numerator": 9900},
    ]
    found = judge(enterprise=[UNIT], energy_consumption=[used(POWER, 1000)], product=products)
    assert "products-over-total" not in found["code"].to_list()


def test_total_in_the_wrong_unit_does_not_accuse_the_products(judge: Judge) -> None:
    """71430 tce filed as 7.143: the slip is said of the total, and the product of 70000 tce is left alone."""
    product = {"product_name": "水泥", "numerator_unit": "吨标准煤", "numerator": 70000}
    small = {"reported_tce_calorific": "7.143", "reported_tce_equal": "7.143"}
    found = judge(enterprise=[UNIT | small], energy_consumption=[used(COAL, 100000)], product=[product])
    assert {"reported-total-off-by-power-of-ten"} == set(found["code"])


def test_saving_against_a_base_year_is_not_judged_by_last_year(judge: Judge) -> None:
    figure = {
        "product_name": "水泥",
        "numerator_unit": "吨标准煤",
        "numerator": 1000,
        "denominator": 110,
        "numerator_prev": 1000,
        "denominator_prev": 100,
    }
    target = {"target_name": "节能量", "saving_product": 777, "base_tce_calorific": 5000}
    assert "product-saving-mismatch" not in judge(product=[figure], target=[target])["code"].to_list()


def test_total_row_may_take_coal_by_its_kinds_or_by_row_01(judge: Judge) -> None:
    """600 × 0.9428 + 400 × 0.7143 = 851.4; 1000 × 0.7143 = 714.3; 1.0 tce is allowed."""
    rows = [
        used(COAL, 1000),
        used(COAL | {"energy_code": "02", "factor_adopted": "0.9428"}, 600),
        used(COAL | {"energy_code": "04"}, 400),
    ]
    for total, told in (("851.4", False), ("714.3", False), ("800", True)):
        row = used({"energy_code": "40", "unit": "吨标准煤"}, total)
        found = judge(enterprise=[UNIT], energy_consumption=[*rows, row])
        assert told == ("total-row-mismatch" in found["code"].to_list())


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("714.3", "3400.4", []),  # 1000 × 0.7143; with 1000 × 1.229 and 1000 × 1.4571
        ("714.3", "2686.1", []),  # of the rows between the two alone
        ("3400.4", "3400.4", []),
        ("900", "3400.4", [1]),
        ("714.3", "4400.4", [4]),
        ("900", "4400.4", [1, 4]),
    ],
)
def test_of_several_total_rows_each_is_judged(judge: Judge, first: str, second: str, wrong: list[int]) -> None:
    """Which rows each sums is not known; it is told where it sums none that it may."""
    total = {"energy_code": "40", "unit": "吨标准煤"}
    rows = [used(COAL, 1000), used(total, first), used(POWER, 1000), used(DIESEL, 1000), used(total, second)]
    found = judge(enterprise=[UNIT], energy_consumption=rows)
    told = found.filter(code="total-row-mismatch", column="consumption_total")
    assert wrong == told["number"].to_list()


def test_a_total_right_below_another_is_held_against_all_rows(judge: Judge) -> None:
    total = {"energy_code": "40", "unit": "吨标准煤"}
    for figure, told in (("714.3", False), ("900", True)):
        rows = [used(COAL, 1000), used(total, "714.3"), used(total, figure)]
        found = judge(enterprise=[UNIT], energy_consumption=rows)
        assert told == ("total-row-mismatch" in found["code"].to_list())


def test_a_part_of_another_row_is_asked_about_by_its_cell(judge: Judge) -> None:
    rows = [used(COAL | {"energy_name": "原煤"}, 100), used(COAL | {"energy_name": "其中：自产"}, 30)]
    told = only(judge(enterprise=[UNIT], energy_consumption=rows), "part-of-another-row")
    assert ("energy_name", "其中：自产", 1) == (told["column"], told["value"], told["number"])
    assert "30" in told["message"]
    assert "按计与不计这一行给出上下限" in told["message"]
