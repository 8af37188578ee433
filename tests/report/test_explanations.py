"""What a unit says to a finding travels with its workbook into the inspector's report, and lapses loudly."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from energy_audit.inspection import Inspection, inspect
from energy_audit.report.content import EnterpriseReports
from energy_audit.report.drawn.html import render
from energy_audit.report.explanations import explained, matter_of, read_explanations, stray_said
from energy_audit.report.language import words
from energy_audit.report.material import Options
from energy_audit.resources import folder

OPTIONS = Options(as_of=date(2026, 6, 30))
SAMPLE = "黔东南苗族侗族自治州/示例凯里碳素-2025.xlsx"
KEY = ("91522601000000297X", 2025)


def sample() -> Path:
    return folder("sample_data") / "filings" / SAMPLE


@pytest.fixture(scope="module")
def unaccepted() -> dict[str, str]:
    """The sample's plant in use without acceptance, as the findings table has it."""
    findings = inspect([sample()], OPTIONS).material.judgement.findings
    return findings.filter((pl.col("rule") == "PRJ012") & (pl.col("verdict") == "breached")).row(0, named=True)


def with_explanation(target: Path, finding: dict[str, str], digest: str) -> Inspection:
    """Inspect the sample with one explanation on its sheet, in a folder as an inspector receives it."""
    book = openpyxl.load_workbook(sample())
    sheet = book.create_sheet("情况说明")
    sheet.append(["规则编号", "对象", "情况说明", "填写人", "填写日期", "事实摘要"])
    sheet.append([finding["rule"], finding["subject_key"], "示例：延期手续已报<b>", "示例某", "2026-06-01", digest])
    target.mkdir(parents=True)
    book.save(target / "示例.xlsx")
    return inspect([target.parent], OPTIONS)


def test_an_explanation_travels_in_an_archive_too(tmp_path: Path, unaccepted: dict[str, str]) -> None:
    with_explanation(tmp_path / "受理" / "凯里", unaccepted, unaccepted["facts_digest"])
    archive = tmp_path / "报送.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(tmp_path / "受理" / "凯里" / "示例.xlsx", "凯里/示例.xlsx")
    assert "示例：延期手续已报&lt;b&gt;" in page(inspect([archive], OPTIONS))
    assert [unaccepted["rule"]] == [each.rule for each in read_explanations(archive)]


def standing(inspection: Inspection, finding: dict[str, str]) -> str:
    return inspection.material.explanations[finding["finding_id"]].standing


def test_it_lapses_when_a_value_that_the_finding_shows_changes_though_the_finding_stays(
    tmp_path: Path, unaccepted: dict[str, str]
) -> None:
    """The project went into use a day later: the duty has lapsed either way, but the dates answered for are others."""
    first = with_explanation(tmp_path / "一" / "凯里", unaccepted, unaccepted["facts_digest"])
    assert "current" == standing(first, unaccepted)
    path = tmp_path / "一" / "凯里" / "示例.xlsx"
    book = openpyxl.load_workbook(path)
    place = json.loads(unaccepted["evidence"])["commissioned_on"]
    book[place["sheet"]][place["cell"]].value = "2025-10-21"
    book.save(path)
    told = inspect([path], OPTIONS)
    assert unaccepted["finding_id"] in told.material.judgement.findings["finding_id"]
    assert "lapsed" == standing(told, unaccepted)
    assert "说明已失效" in page(told)


def test_it_does_not_lapse_because_a_day_goes_by(tmp_path: Path, unaccepted: dict[str, str]) -> None:
    """PRJ012 compares with the day of the check, which is no value of the filing."""
    with_explanation(tmp_path / "一" / "凯里", unaccepted, unaccepted["facts_digest"])
    later = inspect([tmp_path / "一"], replace(OPTIONS, as_of=date(2026, 7, 15)))
    assert "current" == standing(later, unaccepted)


@pytest.fixture(scope="module")
def doubted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a total of last year that is a third of this year's: a warning, which may be right as filed."""
    book = openpyxl.load_workbook(sample())
    sheet = book["表1 基本情况"]
    (column,) = [cell.column for cell in sheet[1] if cell.value == "上年综合能源消费量(当量值)"]
    sheet.cell(2, column).value = 20000
    path = tmp_path_factory.mktemp("doubted") / "示例.xlsx"
    book.save(path)
    return path


def test_a_warning_is_explained_like_a_finding_and_lapses_with_its_figures(doubted: Path, tmp_path: Path) -> None:
    problems = inspect([doubted], OPTIONS).material.intake.problems
    row = problems.filter(code="yearly-change-over-10-percent").row(0, named=True)
    matter = matter_of(row)
    assert matter is not None
    book = openpyxl.load_workbook(doubted)
    sheet = book.create_sheet("情况说明")
    sheet.append(["规则编号", "对象", "情况说明", "填写人", "填写日期", "事实摘要"])
    sheet.append([matter["rule"], matter["subject_key"], "示例：上年停产检修", "示例某", "", matter["facts_digest"]])
    path = tmp_path / "示例.xlsx"
    book.save(path)
    assert "单位说明：示例：上年停产检修（示例某）" in page(inspect([path], OPTIONS))
    book[row["sheet"]][row["cell"]].value = 99999
    book.save(path)
    assert "说明已失效" in page(inspect([path], OPTIONS))


def test_what_could_not_be_read_is_mended_not_explained() -> None:
    row = {"severity": "error", "code": "unreadable-number", "sheet": "表", "cell": "A1"}
    assert matter_of(row) is None
    assert matter_of(row | {"severity": "warning", "code": "hidden-row"}) is None


def test_an_explanation_without_a_rule_is_not_lost_in_silence(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sample())
    sheet = book.create_sheet("情况说明")
    sheet.append(["规则编号", "对象", "情况说明", "填写人", "填写日期", "事实摘要"])
    sheet.append([None, None, "示例：上年停产检修"])
    path = tmp_path / "示例.xlsx"
    book.save(path)
    (stray,) = explained(read_explanations(path), [])[1]
    assert "C2 没有写规则编号" in stray_said(stray, words("zh"))


def page(inspection: Inspection) -> str:
    return render("enterprise.html", EnterpriseReports(inspection.material).build(*KEY), "zh")


def test_an_explanation_stands_beside_its_finding_and_hides_nothing(tmp_path: Path, unaccepted: dict[str, str]) -> None:
    told = with_explanation(tmp_path / "受理" / "凯里", unaccepted, unaccepted["facts_digest"])
    html = page(told)
    assert "示例：延期手续已报&lt;b&gt;（示例某 2026-06-01）" in html
    assert "说明已失效" not in html
    counted = told.material.judgement.tally()["violations"].sum()
    assert inspect([sample()], OPTIONS).material.judgement.tally()["violations"].sum() == counted


def test_an_explanation_of_other_facts_has_lapsed_and_says_so(tmp_path: Path, unaccepted: dict[str, str]) -> None:
    html = page(with_explanation(tmp_path / "受理" / "凯里", unaccepted, "0123456789abcdef"))
    assert "说明已失效" in html
    assert "示例：延期手续已报" in html
