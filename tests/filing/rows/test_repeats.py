"""A filing handed in twice counts once if it says the same; else both stay and it is said."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl

from energy_audit.filing.intake import read_filings
from energy_audit.filing.problems.problem import in_language

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_filing_in_two_forms_counts_once(filing: Any, tmp_path: Path) -> None:
    alone = read_filings([filing.xlsx(tmp_path / "one.xlsx")])
    filing.xlsx(tmp_path / "in" / "a.xlsx")
    filing.csv(tmp_path / "in" / "b")

    intake = read_filings([tmp_path / "in"])

    assert {key: frame.height for key, frame in alone.tables.items()} == {
        key: frame.height for key, frame in intake.tables.items()
    }
    assert {("repeated-filing", "warning")} == set(intake.problems.select("code", "severity").iter_rows())
    assert {f"b/{key}.csv" for key in filing.tables} == set(intake.problems["file"])
    assert all("a.xlsx" in message for message in intake.problems["message"])


def test_the_order_of_rows_makes_no_difference_between_copies(filing: Any, tmp_path: Path) -> None:
    filing.xlsx(tmp_path / "in" / "a.xlsx")
    filing.tables["energy_consumption"].reverse()
    filing.xlsx(tmp_path / "in" / "b.xlsx")

    intake = read_filings([tmp_path / "in"])

    assert 2 == intake.tables["energy_consumption"].height
    assert {"repeated-filing"} == set(intake.problems["code"])


def test_two_filings_that_differ_both_stay_and_are_an_error_at_both(filing: Any, tmp_path: Path) -> None:
    filing.xlsx(tmp_path / "in" / "a.xlsx")
    filing.tables["energy_consumption"][0]["consumption_total"] = Decimal(9999)
    filing.xlsx(tmp_path / "in" / "b.xlsx")

    intake = read_filings([tmp_path / "in"])

    assert 4 == intake.tables["energy_consumption"].height
    double = intake.problems.filter(code="double-filing")
    assert [("a.xlsx", "energy_consumption"), ("b.xlsx", "energy_consumption")] == double.select("file", "table").rows()
    assert [("9152000071430580XT", 2025)] * 2 == double.select("uscc", "report_year").rows()
    assert 1 == intake.tables["enterprise"].height


def test_two_filings_that_differ_are_told_where(filing: Any, tmp_path: Path) -> None:
    """Rows in another order are the same rows; four cells differ, of which three are named; a row of one filing has no counterpart."""
    rows = filing.tables["energy_consumption"]
    rows[0] |= {"opening_stock": Decimal(0), "purchase_qty": Decimal(7), "purchase_amount": Decimal(5)}
    filing.xlsx(tmp_path / "in" / "a.xlsx")
    rows[0] |= {
        "opening_stock": Decimal("0.5"),
        "purchase_qty": None,
        "purchase_amount": None,
        "consumption_total": Decimal(9999),
    }
    rows[1] |= {"energy_code": "36", "energy_name": "生物质废料用于燃料"}
    rows.reverse()
    filing.csv(tmp_path / "in" / "b")

    found = read_filings([tmp_path / "in"]).problems.filter(code="double-filing", table="energy_consumption")

    said = in_language(found, "zh")["message"].to_list()
    assert all("两份有 4 格不同" in each and "另有 2 行只在其中一份里" in each for each in said)
    cells = re.findall(r"([A-Z]+2) (\S+) (\S+) ≠ line:3 ([^\s；]+)", said[0])
    assert [heading for _, heading, _, _ in cells] == ["期初库存量", "购进量(实物量)", "购进金额"]
    assert [(own, other) for _, _, own, other in cells] == [("0", "0.5"), ("7", "—"), ("5", "—")]
    sheet = openpyxl.load_workbook(tmp_path / "in" / "a.xlsx")["表2 能源消费结构"]
    for at, heading, own, _ in cells:
        assert heading in str(sheet[f"{at[:-1]}1"].value)
        assert Decimal(own) == Decimal(str(sheet[at].value))
    assert "4 cells differ" in in_language(found, "en")["message"][0]


def test_two_indicators_of_a_product_are_compared_each_with_its_own(filing: Any, tmp_path: Path) -> None:
    rows = filing.tables["product"]
    rows.append(rows[0] | {"indicator_name": "单位产品电耗", "indicator_unit": "千瓦时/千升", "value": Decimal(90)})
    filing.xlsx(tmp_path / "in" / "a.xlsx")
    rows[1] |= {"value": Decimal(95)}
    rows.reverse()
    filing.xlsx(tmp_path / "in" / "b.xlsx")

    found = read_filings([tmp_path / "in"]).problems.filter(code="double-filing", table="product")

    assert all("两份有 1 格不同" in each for each in in_language(found, "zh")["message"])
    assert 2 == found.height


def test_one_sheet_with_the_same_enterprise_twice(filing: Any, tmp_path: Path, found: Any) -> None:
    filing.tables["enterprise"].append(dict(filing.tables["enterprise"][0]))
    filing.tables["enterprise"].append(filing.tables["enterprise"][0] | {"address": "别处"})

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert {
        ("表1 基本情况", "A2", "double-filing"),
        ("表1 基本情况", "A3", "repeated-filing"),
        ("表1 基本情况", "A4", "double-filing"),
    } == found(intake)
    assert [2, 4] == intake.tables["enterprise"]["row"].to_list()


def test_two_sites_are_two_filings(filing: Any, tmp_path: Path) -> None:
    for site, total in (("一厂", 7_000), ("二厂", 5_000)):
        one = filing.copy()
        one.tables["enterprise"][0] |= {"site": site, "reported_tce_calorific": Decimal(total)}
        one.xlsx(tmp_path / "in" / f"{site}.xlsx")

    intake = read_filings([tmp_path / "in"])

    assert intake.problems.is_empty()
    assert 2 == intake.tables["enterprise"].height
    assert 4 == intake.tables["energy_consumption"].height
    assert 4 == intake.tables["document"].height


def test_rows_split_within_one_filing_are_its_own_business(filing: Any, tmp_path: Path) -> None:
    filing.tables["energy_consumption"].append(dict(filing.tables["energy_consumption"][0]))

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert intake.problems.is_empty()
    assert 3 == intake.tables["energy_consumption"].height


def test_a_file_named_twice_is_read_once(filing: Any, tmp_path: Path) -> None:
    path = filing.xlsx(tmp_path / "a.xlsx")

    intake = read_filings([path, tmp_path, path])

    assert 1 == len(intake.files)
    assert intake.problems.is_empty()


def test_both_copies_are_named_in_english_too(filing: Any, tmp_path: Path) -> None:
    """Names stay as they were given; the words around them are said in the reader's language."""
    filing.xlsx(tmp_path / "甲.xlsx")
    filing.xlsx(tmp_path / "乙.xlsx")
    repeated = read_filings([tmp_path]).problems.filter(pl.col("code") == "repeated-filing")
    assert repeated.height
    for zh, en in zip(repeated["message"], in_language(repeated, "en")["message"], strict=True):
        assert "-2025" in zh
        assert re.search(r"第 \d+ 行", zh)
        assert "-2025" in en
        assert " row " in en
        assert not re.search("[行年第]", en)


def test_a_sheet_named_after_another_year_is_told_beside_a_double_filing(filing: Any, tmp_path: Path) -> None:
    """Last year's sheet, left in the book with this year's number in its rows."""
    path = filing.xlsx(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(next(sheet for sheet in book if sheet.title.startswith("表2 ")))
    copy.title = "2024年能源消费"
    figure = next(cell for row in copy.iter_rows(min_row=2) for cell in row if isinstance(cell.value, float))
    figure.value += 1
    book.save(path)

    problems = read_filings([path]).problems.filter(code="double-filing")

    assert 2 == problems.height
    assert all("“2024年能源消费”的名称写的是 2024 年" in message for message in problems["message"])
    english = in_language(problems, "en")["message"]
    assert all("is named after 2024" in message for message in english)
