"""A second sheet of the same table: a copy adds nothing, a changed copy opens the total between the two."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.relations import relation_problems
from energy_audit.facts import identify_enterprises
from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.reference.tables import Reference

OWNER = [["统一社会信用代码", "报告年度", "行业代码"], ["9152000071430580XT", 2025, "3011"]]
HEAD = ["能源名称", "计量单位", "消费量合计", "工业生产消费", "采用折标系数"]
MADE = ["能源名称", "计量单位", "能源加工转换产出", "回收利用", "采用折标系数"]


@pytest.mark.parametrize(
    ("second", "made", "low", "high"),
    [
        (100, False, "122.90", "122.90"),  # the same again: 100 × 1.229, once
        (200, False, "122.90", "245.80"),  # 200 × 1.229 is the other end
        (200, True, None, None),  # which of the two the conversion table belongs to, nobody says
    ],
)
def test_a_second_sheet_is_never_added(
    tmp_path: Path, reference: Reference, second: int, made: bool, low: str | None, high: str | None
) -> None:
    book = openpyxl.Workbook()
    sheets = {
        "表1": OWNER,
        "表2": [HEAD, ["电力", "万千瓦时", 100, 100, 1.229]],
        "表2 (2)": [HEAD, ["电力", "万千瓦时", second, second, 1.229]],
    } | ({"表2-1": [MADE, ["电力", "万千瓦时", 10, 0, 1.229]]} if made else {})
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    intake = read_filings([tmp_path / "a.xlsx"])
    identified = identify_enterprises(intake, reference)

    account = open_account(intake, identified, reference)

    (total,) = account.totals.rows(named=True)
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert ends == [total["tce_calorific_low"], total["tce_calorific_high"]]
    # the relations are judged book by book and do not take the two sheets for one
    told = relation_problems(intake, identified, account, reference)["code"].to_list()
    assert "conversion-consumption-differs" not in told


def test_output_that_two_sheets_share_is_not_missing_from_either(tmp_path: Path, reference: Reference) -> None:
    """100 + 10 − 110 balances on the first sheet, and what the second lacks nobody knows; neither is told to file table 2-1."""
    flows = ["能源名称", "计量单位", "期初库存量", "购进量(实物量)", "消费量合计", "工业生产消费", "期末库存量"]
    book = openpyxl.Workbook()
    sheets = {
        "表1": OWNER,
        "表2": [flows, ["电力", "万千瓦时", 0, 100, 110, 110, 0]],
        "表2-旧": [flows, ["电力", "万千瓦时", 0, 90, 100, 100, 0]],
        "表2-1": [MADE, ["电力", "万千瓦时", 10, 0, 1.229]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    intake = read_filings([tmp_path / "a.xlsx"])
    identified = identify_enterprises(intake, reference)

    told = relation_problems(intake, identified, open_account(intake, identified, reference), reference)

    assert "double-filing" in intake.problems["code"]
    assert "stock-balance-mismatch" not in told["code"]


@pytest.mark.parametrize(
    ("contact", "second", "low"),
    [
        (None, "电力", None),  # the whole filing pasted twice: 122.90 or 245.80
        ("李四", "电力", None),  # a second filing of the same unit on the same sheet
        ("李四", "柴油", "268.61"),  # 122.90 + 100 × 1.4571: no energy is stated again
    ],
)
def test_a_unit_stated_twice_on_one_sheet_is_not_added_up(
    tmp_path: Path, reference: Reference, contact: str | None, second: str, low: str | None
) -> None:
    book = openpyxl.Workbook()
    unit, year = "9152000071430580XT", 2025
    own = ["统一社会信用代码", "报告年度"]
    sheets = {
        "表1": [[*own, "行业代码", "联系人"], [unit, year, "3011", None], [unit, year, "3011", contact]],
        "表2": [
            [*own, *HEAD],
            [unit, year, "电力", "万千瓦时", 100, 100, 1.229],
            [unit, year, second, {"电力": "万千瓦时"}.get(second, "吨"), 100, 100, {"电力": 1.229}.get(second, 1.4571)],
        ],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    intake = read_filings([tmp_path / "a.xlsx"])
    (total,) = open_account(intake, identify_enterprises(intake, reference), reference).totals.rows(named=True)
    end = None if low is None else Decimal(low)
    assert [end] * 2 == [total["tce_calorific_low"], total["tce_calorific_high"]]
    assert (low is None) == (total["tier"] is None)
