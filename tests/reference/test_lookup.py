"""One answer by date, and what a name means."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from energy_audit.reference import lookup
from energy_audit.reference.spelling import normalise, normalised

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

LAST_OF_2008 = date(2021, 3, 31)
FIRST_OF_2020 = date(2021, 4, 1)


def factor(reference: Reference, code: str, on: date) -> dict[str, object]:
    return lookup.factors_on(reference, [on]).row(by_predicate=pl.col("energy_code") == code, named=True)


@pytest.mark.parametrize("on", [date(2000, 1, 1), LAST_OF_2008, FIRST_OF_2020, date(2025, 12, 31)])
def test_every_energy_has_one_answer_on_any_day(reference: Reference, on: date) -> None:
    codes = lookup.factors_on(reference, [on])["energy_code"].to_list()
    assert [f"{n:02d}" for n in range(1, 41)] == codes


@pytest.mark.parametrize(
    ("on", "edition"), [(LAST_OF_2008, "2008"), (FIRST_OF_2020, "2020"), (date(2008, 5, 31), "statistical")]
)
def test_the_edition_changes_on_its_day(reference: Reference, on: date, edition: str) -> None:
    assert edition == factor(reference, "01", on)["edition"]


def test_several_days_are_answered_together(reference: Reference) -> None:
    found = lookup.factors_on(reference, [FIRST_OF_2020, LAST_OF_2008, FIRST_OF_2020])
    assert found["on"].unique(maintain_order=True).to_list() == [LAST_OF_2008, FIRST_OF_2020]
    assert found.height == 80


def test_no_day_gives_no_row(reference: Reference) -> None:
    assert lookup.factors_on(reference, []).height == 0


def test_natural_gas_is_a_range_that_widened_in_2020(reference: Reference) -> None:
    old, new = factor(reference, "15", LAST_OF_2008), factor(reference, "15", FIRST_OF_2020)
    assert (None, Decimal("12.143"), Decimal("13.3")) == (old["factor"], old["factor_min"], old["factor_max"])
    assert (None, Decimal(11), Decimal("13.3")) == (new["factor"], new["factor_min"], new["factor_max"])


@pytest.mark.parametrize("code", ["07", "10", "11", "15", "31"])
def test_a_factor_given_only_as_a_range_has_no_default(reference: Reference, code: str) -> None:
    row = factor(reference, code, FIRST_OF_2020)
    assert row["factor"] is None
    assert row["factor_min"] is not None
    assert row["factor_max"] is not None


def test_coal_bed_methane_has_nothing_to_go_by(reference: Reference) -> None:
    row = factor(reference, "17", FIRST_OF_2020)
    assert [row["factor"], row["factor_min"], row["factor_max"]] == [None] * 3


@pytest.mark.parametrize(
    ("code", "expected", "confidence"),
    [
        ("01", "0.7143", "high"),
        ("02", "0.9428", "medium"),
        ("09", "0.9714", "high"),
        ("12", "1.286", "high"),
        ("16", "1.7572", "medium"),
        ("21", "1.4571", "high"),
        ("32", "0.03412", "high"),
        ("33", "1.229", "high"),
        ("36", "0.5", "low"),
        ("37", "0.0341", "high"),
    ],
)
def test_factors_are_in_tce_per_standard_unit(reference: Reference, code: str, expected: str, confidence: str) -> None:
    row = factor(reference, code, FIRST_OF_2020)
    assert (Decimal(expected), confidence) == (row["factor"], row["confidence"])


def test_the_heat_value_and_the_factor_of_a_row_agree(reference: Reference) -> None:
    """Within the rounding of four decimals, each edition by its own heat of coal equivalent.

    Two rows of 2008 carry a heat value on the kilocalorie of 2020 (refinery gas says so in its note).
    """
    per_kgce = {"2020": Decimal("29307.6"), "2008": Decimal("29271.2")}
    known_exceptions = {("refinery_gas", "2008"), ("calcium_carbide", "2008")}
    tonnes = reference.energy_factors.filter(
        pl.col("factor").is_not_null(), pl.col("unit") == "吨", pl.col("ncv_unit") == "kJ/kg"
    )
    off = {
        (row["key"], row["edition"])
        for row in tonnes.iter_rows(named=True)
        if abs(row["ncv_min"] / per_kgce[row["edition"]] - row["factor"]) > Decimal("0.00006")
    }
    assert tonnes.height == 34
    assert known_exceptions == off


@pytest.mark.parametrize(
    ("on", "editions"),
    [
        (date(2026, 6, 30), ["2013"]),
        (date(2026, 7, 1), ["2025"]),
        (date(2014, 9, 30), []),
        (date(2014, 10, 1), ["2013"]),
    ],
)
def test_a_limit_changes_edition_on_its_day(reference: Reference, on: date, editions: list[str]) -> None:
    sinter = reference.limits.filter(lookup.holds_on(on), product_zh="烧结工序")
    assert editions == sinter["edition"].to_list()


def test_no_product_has_two_limits_for_one_indicator_on_a_day(reference: Reference) -> None:
    days = set(reference.limits["effective_from"].drop_nulls().to_list())
    for day in sorted(days | {day - timedelta(days=1) for day in days}):
        found = reference.limits.filter(lookup.holds_on(day))
        assert found.select(normalised(pl.col("product_zh", "metric_zh"))).is_unique().all(), day


def test_the_levels_of_2021_end_when_those_of_2023_begin(reference: Reference) -> None:
    def ferrosilicon(on: date) -> Decimal:
        levels = reference.benchmarks.filter(lookup.holds_on(on), product_zh="硅铁")
        return levels["baseline"].item()  # type: ignore[no-any-return] # polars types no cell

    assert Decimal(1900) == ferrosilicon(date(2023, 6, 5))
    assert Decimal(1850) == ferrosilicon(date(2023, 6, 6))


def test_a_fuel_that_stands_for_two_codes_serves_both(reference: Reference) -> None:
    found = lookup.carbon_by_code(reference, "ndrc_guides", date(2024, 12, 31))
    assert found["energy_code"].is_unique().all()
    values = dict(found.select("energy_code", "co2_t_per_unit").iter_rows())
    assert values["03"] == values["04"] == Decimal("2.0715")
    assert "01" not in values


def test_a_value_set_ends_with_its_standard(reference: Reference) -> None:
    assert lookup.carbon_by_code(reference, "steel_2015", date(2026, 9, 30)).height == 4
    assert lookup.carbon_by_code(reference, "steel_2015", date(2026, 10, 1)).height == 0


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("原煤", ("01",)),
        ("1", ("01",)),
        ("01", ("01",)),
        ("其中：无烟煤", ("02",)),
        ("（1）原煤", ("01",)),
        ("（二）、电力", ("33",)),
        ("(3) 柴油", ("21",)),
        ("1.无烟煤", ("02",)),
        ("烟煤", ("03", "04")),
        ("煤气", ("11", "12", "13", "14")),
        ("天然气（气态）", ("15",)),
        ("管道天然气", ("15",)),
        ("ＬＮＧ", ("16",)),
        ("0#柴油", ("21",)),
        ("柴油（0号）", ("21",)),
        ("蒸 汽", ("32",)),
        ("用电", ("33",)),
        ("余热余压", ("37",)),
        ("月光", ()),
        ("", ()),
    ],
)
def test_a_name_means_its_codes(reference: Reference, name: str, codes: tuple[str, ...]) -> None:
    assert codes == lookup.codes_of_energy_name(reference, name)


def test_names_join_as_frames_and_an_ambiguous_one_gives_no_code(reference: Reference) -> None:
    filed = pl.DataFrame({"filed": ["电 力", "煤气", "月光"]})
    joined = filed.with_columns(name=lookup.normalised_energy_name(pl.col("filed"))).join(
        lookup.energy_names(reference), on="name", how="left", maintain_order="left"
    )
    assert joined["energy_code"].to_list() == ["33", None, None]
    assert joined["energy_codes"].list.len().to_list() == [1, 4, None]


@pytest.mark.parametrize("text", ["万 kW·h", "10⁴ｍ³", "吨（标准煤）", "Ⅱ类", "㎏", "天然气\u3000(气态)", "10^4Nm³"])
def test_a_column_is_spelt_as_a_single_name_is(text: str) -> None:
    assert normalise(text) == pl.select(normalised(pl.lit(text))).item()


@pytest.mark.parametrize(
    ("law", "on", "status"),
    [
        ("FAI-2023-23", date(2023, 5, 31), "not_yet_in_force"),
        ("FAI-2023-23", date(2023, 6, 1), "in_force"),
        ("FAI-2023-23", date(2025, 8, 31), "in_force"),
        ("FAI-2023-23", date(2025, 9, 1), "superseded"),
        ("ECL-53", date(2024, 1, 1), "in_force"),
        ("COVER-GZ", date(2024, 1, 1), "draft"),
        ("GZ-2003", date(2024, 1, 1), "superseded"),
    ],
)
def test_the_dates_of_an_article_decide(reference: Reference, law: str, on: date, status: str) -> None:
    assert status == lookup.laws(reference)[law].status_on(on)


@pytest.mark.parametrize(
    ("code", "today"),
    [
        ("520100", "520100"),
        ("520321", "520304"),
        ("522423", "520500"),
        ("522201", "520600"),
        ("520199", None),
        ("110000", None),
    ],
)
def test_an_old_region_code_leads_to_the_one_of_today(reference: Reference, code: str, today: str | None) -> None:
    assert today == lookup.region_today(reference, code)
