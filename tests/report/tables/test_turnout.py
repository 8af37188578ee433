"""Who filed and who did not: only a list of the year can tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import polars as pl
import pytest

from energy_audit.report.batch.report import batch_report
from energy_audit.report.drawn.site import index_html
from energy_audit.report.drawn.summary import summary_html
from energy_audit.report.language import words as words_of
from energy_audit.report.tables.data import batch_tables, write_data
from energy_audit.report.tables.turnout import Absent, listed_twice, turnout
from energy_audit.report.workbooks.inspection import write_workbook

A, B, C, D, X = (
    "91520181000000019R",
    "91520304000000027E",
    "91520628000000035H",
    "91522622000000043E",
    "91522725000000051R",
)
ROSTER = pl.DataFrame(
    {
        "uscc": [A, B, A, X],
        "enterprise_name": ["示例甲", "示例乙", "示例甲", "示例（丁）公司"],
        "report_year": [2024, 2024, 2025, 2025],
        "report_year_possible": True,
    },
    schema_overrides={"report_year": pl.Int64},
)
ZH = words_of("zh")


def designated(*rows: tuple[str, str | None, int], status: str = "in_force", confidence: str = "high") -> Any:
    listed = pl.DataFrame(
        [
            (uscc, name, year, f"示例〔{year}〕1号", status, confidence, line)
            for line, (uscc, name, year) in enumerate(rows, 2)
        ],
        schema={
            "uscc": pl.String,
            "enterprise_name": pl.String,
            "list_year": pl.Int64,
            "document_no": pl.String,
            "legal_status": pl.String,
            "confidence": pl.String,
            "line": pl.UInt32,
        },
        orient="row",
    )
    return SimpleNamespace(designated_units=listed)


def test_without_a_list_nobody_is_missing() -> None:
    told = turnout(ROSTER, designated(), ZH)
    assert [(year.year, year.listed, year.filed, year.absent, year.unlisted) for year in told] == [
        (2024, None, 0, (), 0),
        (2025, None, 0, (), 0),
    ]


def test_each_year_is_held_against_its_own_list() -> None:
    """2025: A and C are listed, A filed, C did not; X filed without being listed. 2024 has no list."""
    before, after = turnout(ROSTER, designated((A, "示例甲", 2025), (C, "示例丙", 2025)), ZH)
    assert before.listed is None
    assert (after.listed, after.filed, after.unlisted) == (2, 1, 1)
    assert after.absent == (Absent(C, "示例丙", "示例〔2025〕1号"),)


def test_a_list_of_another_year_says_nothing_of_this_one() -> None:
    [_, after] = turnout(ROSTER, designated((A, "示例甲", 2025), (C, "示例丙", 2024), (X, "示例丁", 2026)), ZH)
    assert (after.listed, after.filed, after.absent, after.unlisted) == (1, 1, (), 1)


def test_a_unit_listed_twice_is_due_once() -> None:
    [_, after] = turnout(ROSTER, designated((C, None, 2025), (C, "示例丙", 2025)), ZH)
    assert (after.listed, after.filed, len(after.absent)) == (1, 0, 1)


def test_a_unit_that_filed_two_sites_counts_once() -> None:
    roster = pl.concat([ROSTER, ROSTER.filter(uscc=X)])
    [_, after] = turnout(roster, designated((A, "示例甲", 2025)), ZH)
    assert after.unlisted == 1


def test_who_filed_for_a_year_that_cannot_be_is_not_called_absent() -> None:
    """C's filing of 2052 may be meant for 2025; A filed for 2025 as well, and D for nothing at all."""
    strange = ROSTER.filter(uscc=A).head(1).with_columns(report_year=pl.lit(2052, pl.Int64), report_year_possible=False)
    roster = pl.concat([ROSTER, strange, strange.with_columns(uscc=pl.lit(C))])
    _, after = turnout(roster, designated(*((uscc, None, 2025) for uscc in (A, C, D))), ZH)
    assert (2025, 3, 1, 1, 1) == (after.year, after.listed, after.filed, after.of_no_year, after.unlisted)
    assert [D] == [unit.uscc for unit in after.absent]


@pytest.mark.parametrize("doubt", [{"status": "draft"}, {"confidence": "low"}])
def test_a_draft_or_a_doubtful_list_makes_nobody_due(doubt: dict[str, str]) -> None:
    """As it designates nobody; before, whoever a draft named was called absent."""
    [_, after] = turnout(ROSTER, designated((C, "示例丙", 2025), **doubt), ZH)
    assert (after.listed, after.absent, after.unsound) == (None, (), 1)


def test_a_code_that_fails_its_check_is_to_be_checked_before_anybody_is_called_absent() -> None:
    wrong = C[:-1] + "0"
    [_, after] = turnout(ROSTER, designated((wrong, "示例丙", 2025), (D, "示例戊", 2025)), ZH)
    assert {D: False, wrong: True} == {unit.uscc: "通不过校验" in unit.doubt for unit in after.absent}
    assert 1 == after.doubtful


def test_who_filed_under_another_code_is_told_by_its_name() -> None:
    """X filed in 2025 and is on no list, but the list has its name beside another code; A's name is its own."""
    [_, after] = turnout(ROSTER, designated((A, "示例甲", 2025), (C, "示例(丁)公司", 2025), (D, "示例甲", 2025)), ZH)
    assert {C: True, D: False} == {unit.uscc: X in unit.doubt for unit in after.absent}


def test_a_company_listed_under_two_codes_is_told_with_both_lines() -> None:
    """Spelling does not tell companies apart; another year's list does, and two companies of no name are not one."""
    rows = [
        (A, "示例甲", 2025), (C, "示例（丙）公司", 2025), (D, "示例(丙) 公司", 2025), (D, "示例丙", 2024), (C, "示例丙", 2026),
        (B, None, 2025), (X, None, 2025),
    ]  # fmt: skip
    assert [2025] == [year for year, said in listed_twice(designated(*rows), ZH).items() if said]
    before, after = turnout(ROSTER, designated(*rows), ZH)
    assert () == before.twice
    [said] = after.twice
    assert f"{C}（第 3 行）、{D}（第 4 行）" in said
    doubts = {unit.uscc: unit.doubt for unit in after.absent}
    assert {B: "", C: said, D: said} == doubts


class Loaded:
    """The shipped reference tables with a designation list loaded."""

    def __init__(self, shipped: Any, listed: pl.DataFrame) -> None:
        self.shipped, self.designated_units = shipped, listed

    def __getattr__(self, name: str) -> Any:
        return getattr(self.shipped, name)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_names_who_did_not_file(hand_material: Callable[..., Any], lang: str, tmp_path: Path) -> None:
    material = hand_material(lang=lang)
    listed = designated(("91520100000000001A", "示例水泥", 2025), ("91520100000000009Z", "示例<未报>公司", 2025))
    material.reference = Loaded(material.reference, listed.designated_units)
    tables = batch_tables(material)
    report = batch_report(material, tables)
    assert [(each.year, each.listed, each.filed, each.unlisted) for each in report.turnout] == [
        (2024, None, 0, 0),
        (2025, 2, 1, 6),
    ]
    for page in (index_html(report), summary_html(report)):
        assert "示例&lt;未报&gt;公司" in page
        assert "91520100000000009Z" in page
    write_workbook(material, tables, report, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["应报未报" if lang == "zh" else "Not filed"]
    assert [cell.value for cell in sheet[2]][:4] == [2025, "91520100000000009Z", "示例<未报>公司", "示例〔2025〕1号"]
    assert "2025" in next(limit.text for limit in report.limits if limit.key == "absent")
    write_data(tables, tmp_path / "data")
    [row] = pl.read_parquet(tmp_path / "data" / "absent.parquet").rows()
    assert row[:4] == ("91520100000000009Z", 2025, "示例<未报>公司", "示例〔2025〕1号")
    assert row[4]  # the code fails its check
    assert (tmp_path / "data" / "absent.csv").read_text(encoding="utf-8-sig").count("\n") == 2


def test_without_a_list_no_empty_file_says_that_all_have_filed(
    hand_material: Callable[..., Any], tmp_path: Path
) -> None:
    write_data(batch_tables(hand_material()), tmp_path)
    assert (tmp_path / "contacts.csv").is_file()
    assert not list(tmp_path.glob("absent.*"))
