"""Every number of a finding carries the cells it came from: opened in the sample workbooks, they hold what is shown."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from openpyxl import load_workbook

from energy_audit.facts.place import Place, places_of
from energy_audit.inspection import inspect
from energy_audit.report.material import Options
from energy_audit.vocabulary import VOCABULARY, Fact

FILINGS = Path(__file__).resolve().parents[2] / "sample_data" / "filings"
AS_OF = dt.date(2026, 6, 30)

FROM_NO_FILING = {
    "limit_grade2": "standard",
    "limit_grade3": "standard",
    "limit_value": "standard",
    "benchmark_value": "standard",
    "baseline_value": "standard",
    "factor_reference_low": "standard",
    "factor_reference_high": "standard",
    "documents_required": "checklist",
    "documents_held": "checklist",
    "documents_missing": "checklist",
    "documents_unknown": "checklist",
}
"""Numbers that stand in a standard, or count the lines of the checklist."""

FILED_IN_TEN_THOUSANDS = {"approved_tce", "actual_tce", "judged_tce", "project_coal_t"}
"""Filed in 万吨, stored in tons."""


ALSO_WRITTEN = {"not_required": "不单独审查"}
"""What the form calls a code, where the report calls it otherwise."""


class Shown(NamedTuple):
    """One value of one finding."""

    rule: str
    unit: str
    year: int
    fact: Fact
    value: Any
    places: tuple[Place, ...]


@pytest.fixture(scope="module")
def findings() -> pl.DataFrame:
    return inspect([FILINGS], Options(as_of=AS_OF)).material.judgement.findings


@pytest.fixture(scope="module")
def shown(findings: pl.DataFrame) -> list[Shown]:
    return [
        Shown(
            row["rule"], row["enterprise_name"], row["report_year"], VOCABULARY[name], entry["value"], places_of(entry)
        )
        for row in findings.iter_rows(named=True)
        for name, entry in json.loads(row["evidence"]).items()
        if name in VOCABULARY
    ]


@cache
def _book(file: str) -> Any:
    return load_workbook(FILINGS / file, data_only=True)


def cells(place: Place) -> Iterator[Any]:
    """Open the cells of a workbook."""
    sheet = _book(place.file)[place.sheet]
    for area in place.cell.split(","):
        found = sheet[area]
        for row in found if isinstance(found, tuple) else ((found,),):
            yield from (cell.value for cell in row)


def in_workbooks(places: tuple[Place, ...]) -> bool:
    return bool(places) and all(place.file.endswith((".xlsx", ".xlsm")) for place in places)


def same(cell: Any, each: Shown) -> bool:
    """Say whether a cell holds a value: a number, a day, yes or no, or a code in the words of the form."""
    if each.value is None:
        return True
    if each.fact.dtype.is_numeric():
        scale = 10_000 if each.fact.name in FILED_IN_TEN_THOUSANDS else 1
        return number(cell) is not None and abs(number(cell) * scale - Decimal(each.value)) <= Decimal("0.000001")
    if isinstance(each.value, bool):
        return str(cell).strip() in ({"是"} if each.value else {"否", "不适用"})
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() == each.value
    words = {each.value, each.fact.said(each.value, "zh"), ALSO_WRITTEN.get(each.value)}
    return str(cell).strip() in words


def number(cell: Any) -> Decimal | None:
    try:
        return Decimal(str(cell).replace(",", "").strip())
    except ArithmeticError:
        return None


def test_a_filed_value_stands_in_its_cell(shown: list[Shown]) -> None:
    filed = [each for each in shown if each.fact.source and in_workbooks(each.places)]
    wrong = [each for each in filed if not any(same(cell, each) for place in each.places for cell in cells(place))]
    assert len(filed) > 300
    assert [] == wrong


def test_every_number_says_where_it_came_from(shown: list[Shown]) -> None:
    numbers = [each for each in shown if each.fact.dtype.is_numeric() and each.value is not None]
    assert len(numbers) > 500
    assert set() == {each.fact.name for each in numbers if not each.places} - set(FROM_NO_FILING)


def test_a_meter_rate_is_fitted_over_needed(shown: list[Shown]) -> None:
    """Its two cells are those counts, in that order."""
    rates = [each for each in shown if each.fact.name == "l3_rate"]
    assert len(rates) == 2
    for each in rates:
        fitted, needed = (number(cell) for cell in cells(each.places[0]))
        assert fitted is not None
        assert needed is not None
        assert Decimal(each.value) == round(100 * fitted / needed, 2)


def test_an_electricity_factor_is_read_in_the_row_of_electricity(shown: list[Shown]) -> None:
    filed = [each for each in shown if each.fact.name in {"equal_factor", "electricity_consumption"} and each.value]
    assert len(filed) > 10
    assert all([Decimal(each.value)] == [number(cell) for cell in cells(each.places[0])] for each in filed)


def test_a_total_can_be_reckoned_from_the_cells_it_names(shown: list[Shown]) -> None:
    """The coking plant: consumption times factor of table 2, less output and recovery times factor of table 2-1."""
    [(value, places)] = {
        (each.value, each.places)
        for each in shown
        if (each.rule, each.unit, each.fact.name) == ("KEU001", "示例盘州焦化有限公司", "tce_calorific")
    }
    file = "六盘水市/示例盘州焦化-2025.xlsx"
    assert (
        Place(file, "表2 能源消费结构", "K2:K6,S2:S6"),
        Place(file, "表2-1 加工转换与回收利用", "O2:O5,Q2:Q5,R2:R5"),
    ) == places
    used, factor = columns(places[0])
    output, recovered, own_factor = columns(places[1])
    consumed = sum(map(mul, used, factor))
    made = sum((out + back) * own for out, back, own in zip(output, recovered, own_factor, strict=True))
    # 900,000 + 0 + 0 + 68,568 + 3,687 - (0 + 699,408 + 33,000 + 142,850)
    assert consumed - made == Decimal(value) == Decimal(96_997)


def columns(place: Place) -> list[list[Decimal]]:
    """Read the numbers of each area of a place."""
    areas = [list(cells(replace(place, cell=area))) for area in place.cell.split(",")]
    return [[Decimal(str(value)) for value in area] for area in areas]


def test_a_market_is_cited_by_its_total_consumption(shown: list[Shown]) -> None:
    """Outside industry the column of industrial consumption (M) does not count; the total (L) does."""
    totals = {each.places for each in shown if (each.unit, each.fact.name) == ("示例南明商场有限公司", "tce_equal_low")}
    assert {"L2:L3,U2:U3,Y2:Y3"} == {place.cell for places in totals for place in places}


@pytest.mark.parametrize(
    ("unit", "decides"),
    [
        ("示例南明商场有限公司", "表2 能源消费结构!L3"),
        ("示例普安发电有限公司", "表2-1 加工转换与回收利用（未填报）"),
        ("示例天柱水电有限公司", "表2-1 加工转换与回收利用!Q2"),
    ],
)
def test_an_open_tier_names_what_decides_it(findings: pl.DataFrame, unit: str, decides: str) -> None:
    """An unreadable quantity, a table that is probably missing, output that makes the total negative."""
    [evidence] = findings.filter(enterprise_name=unit, rule="KEU006")["evidence"]
    assert decides == json.loads(evidence)["tier_deciding_cells"]["value"]


def test_a_tier_left_open_by_the_basis_alone_asks_nothing_of_the_unit(findings: pl.DataFrame) -> None:
    """KEU005 asks the authority; KEU006 would ask the unit to correct what is correct."""
    told = findings.filter(enterprise_name="示例贵安数据中心有限公司", verdict="breached")["rule"]
    assert {"KEU005"} == {"KEU005", "KEU006"} & set(told)
