"""A filing of a year that cannot be is listed, told once by its cell, and judged by no rule: in whole and in parts."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner
from tests.many_units import OPTIONS, bytes_of, code, energy, enterprise, write

from energy_audit.cli import app
from energy_audit.errors import NothingReadable
from energy_audit.inspection import inspect
from energy_audit.parts.run import inspect_into
from energy_audit.report.batch.report import BatchReport, batch_report
from energy_audit.report.batch.sampling import drawable
from energy_audit.report.content.waiting import waiting_for
from energy_audit.report.language import words
from energy_audit.report.material import Material, Options
from energy_audit.report.tables.data import batch_tables
from energy_audit.resources import folder

SAMPLE = folder("sample_data") / "filings" / "遵义市" / "示例播州铝业-2025.xlsx"
IMPOSSIBLE = {2: 25, 3: 1889, 5: 2052, 6: 2027, 7: 20255, 8: 1995}
POSSIBLE = {1: 2025, 4: 2026, 9: 2024}


@pytest.fixture(scope="module")
def filings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine units of 8,000 tce and more by what their cells say; the first filed for 2099, too."""
    base = tmp_path_factory.mktemp("years")
    years = [*(POSSIBLE | IMPOSSIBLE).items(), (1, 2099)]
    units = [enterprise(number, report_year=year) for number, year in years]
    rows = [energy(number, 9e3 + place, place, report_year=year) for number, year in years for place in range(3)]
    return write(base / "filings", enterprise=units, energy_consumption=rows)


@pytest.fixture(scope="module")
def whole(filings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "out"
    inspect_into(out, [filings], OPTIONS)
    return out


@pytest.fixture(scope="module")
def material(filings: Path) -> Material:
    return inspect([filings], Options(dt.date(2026, 6, 30))).material


@pytest.fixture(scope="module")
def report(material: Material) -> BatchReport:
    return batch_report(material, batch_tables(material))


def test_parts_give_the_bytes_of_the_whole(filings: Path, whole: Path, tmp_path: Path) -> None:
    inspect_into(tmp_path / "parts", [filings], OPTIONS, units_a_part=2)
    ours, theirs = bytes_of(whole), bytes_of(tmp_path / "parts")
    assert ours.keys() == theirs.keys()
    assert [] == [name for name in ours if not name.endswith(".parquet") and ours[name] != theirs[name]]
    for name in (name for name in ours if name.endswith(".parquet")):
        assert pl.read_parquet(whole / name).equals(pl.read_parquet(tmp_path / "parts" / name)), name


def test_no_verdict_stands_but_that_of_the_year(whole: Path) -> None:
    verdicts = pl.read_parquet(whole / "data" / "verdicts.parquet")
    of_no_year = verdicts.filter(pl.col("report_year").is_in([*IMPOSSIBLE.values(), 2099]))
    counts = of_no_year.select("report_year", "rule", "verdict").group_by("verdict").len()
    assert {"breached", "cannot_tell"} == set(counts["verdict"])
    assert {("FIL011", "breached")} == set(of_no_year.filter(verdict="breached").select("rule", "verdict").rows())
    others = verdicts.filter(pl.col("report_year").is_in([*POSSIBLE.values()]))
    assert {"met"} == set(others.filter(rule="FIL011")["verdict"])
    assert {"met", "breached", "not_applicable", "cannot_tell"} == set(others["verdict"])


def test_one_finding_and_one_problem_tell_each(whole: Path) -> None:
    findings, problems = (pl.read_parquet(whole / "data" / f"{name}.parquet") for name in ("findings", "problems"))
    years = [*IMPOSSIBLE.values(), 2099]
    told = findings.filter(pl.col("report_year").is_in(years))
    assert [("FIL011", "breached")] * len(years) == told.select("rule", "verdict").rows()
    told = problems.filter(code="impossible-year")
    assert sorted(map(str, years)) == sorted(told["value"])
    assert {("enterprise", "report_year", "error")} == set(told.select("table", "column", "severity").rows())


def test_their_totals_are_open(whole: Path) -> None:
    listed = pl.read_parquet(whole / "data" / "enterprises.parquet")
    of_no_year = listed.filter(pl.col("report_year").is_in([*IMPOSSIBLE.values(), 2099]))
    assert len(IMPOSSIBLE) + 1 == of_no_year.height
    for name in ("tce_calorific_low", "tce_calorific_high", "tier", "key_energy_user", "co2_t", "two_high"):
        assert [None] == of_no_year[name].unique().to_list(), name
    assert 0 == listed.filter(report_year=2025)["tce_calorific_low"].null_count()


def test_a_year_that_cannot_be_hides_none_that_can(report: BatchReport) -> None:
    """The first unit's filing of 2025 counts, not the one of 2099."""
    latest = report.roster.filter("latest").select("uscc", "report_year")
    assert 9 == latest.height
    assert 2025 == latest.filter(uscc=code(1))["report_year"].item()
    assert 25 == latest.filter(uscc=code(2))["report_year"].item()


def test_who_filed_for_no_year_is_counted_as_not_told(report: BatchReport) -> None:
    assert (9, len(IMPOSSIBLE)) == (report.total.units, report.total.key_unknown)
    assert {2024, 2025, 2026} == set(report.years) == {each.year for each in report.coverage}
    assert report.impossible_years == (25, 1889, 1995, 2027, 2052, 2099, 20255)
    assert {2024, 2025, 2026} == {each.year for each in report.turnout}
    [watched] = [each for each in report.watch if each.key == "tier"]
    assert {code(number) for number in IMPOSSIBLE} <= {unit.uscc for unit in watched.units}
    assert {"所填报告年度不可能，不知道按哪一年的系数和标准"} == {
        unit.note for unit in watched.units if unit.report_year in IMPOSSIBLE.values()
    }
    [limit] = [each for each in report.limits if each.key == "years"]
    assert limit.text.startswith("7 份申报所填的报告年度不可能")


def test_all_that_is_open_of_them_waits_for_the_unit(material: Material) -> None:
    """Whatever list or ground a rule lacks: first the year must be known."""
    untold = material.judgement.findings.filter(
        pl.col("verdict") == "cannot_tell", pl.col("report_year").is_in([*IMPOSSIBLE.values(), 2099])
    )
    assert waiting_for(material, words("zh"))["unit"] >= untold.height


def test_a_draw_takes_the_year_that_can_be() -> None:
    units = pl.DataFrame({"uscc": ["1", "1", "2"], "report_year": [2025, 2052, 2052], "tier": ["A", None, None]})
    assert [("1", 2025), ("2", 2052)] == drawable(units, last=2026).select("uscc", "report_year").rows()
    assert ["1"] == drawable(units, ("A",), last=2026)["uscc"].to_list()


def typed(place: Path, year: object, *, others: object = None) -> Path:
    """Write the sample with another year in table 1, and in the other tables; None leaves theirs blank."""
    book = openpyxl.load_workbook(SAMPLE)
    for number, sheet in enumerate(book.worksheets):
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value is not None:
                sheet.cell(row, 2).value = others if number else year
    book.save(place)
    return place


def checked(path: Path, *options: str) -> tuple[int, Any]:
    command = ["check", str(path), "--as-of", "2026-06-30", "--no-annotate", "--format", "json", *options]
    result = CliRunner().invoke(app, command, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, json.loads(result.stdout)


@pytest.mark.parametrize("others", [None, 2025])
@pytest.mark.parametrize(
    ("year", "said"),
    [
        (None, "“报告年度”为必填，此处为空，应填四位数字的年份，如 2025。"),
        ("今年", "“报告年度”填的是“今年”，读不出是哪一年。"),
        (dt.datetime(2026, 3, 10), "“报告年度”填的是“2026-03-10”，读不出是哪一年。"),
    ],
)
def test_without_a_year_its_cell_is_told_and_what_follows_from_it(
    tmp_path: Path, year: object, said: str, others: object
) -> None:
    filing = typed(tmp_path / "申报.xlsx", year, others=others)
    code_, told = checked(filing)
    first, follows = told["must_mend"]
    assert (1, ["表1 基本情况!B2"], said) == (code_, first["cells"], first["what"])
    assert ("no-enterprise-row" if others else "orphan-row") == follows["code"]
    assert follows["mend"].startswith("先改好“表1”的统一社会信用代码和报告年度")
    with pytest.raises(NothingReadable, match=f"申报.xlsx 表1 基本情况!B2  {said}") as refused:
        inspect([filing], Options(dt.date(2026, 6, 30)))
    assert "没有“表1 基本情况”的内容" not in str(refused.value)


def test_the_screen_says_that_nothing_else_was_checked(tmp_path: Path) -> None:
    filing = typed(tmp_path / "申报.xlsx", None)
    said = CliRunner().invoke(app, ["check", str(filing), "--no-annotate", "--as-of", "2026-06-30"]).stdout
    assert "不知道是哪个单位、哪一年的申报" in said.replace("\n", "")


def test_the_screen_counts_a_cell_of_every_sheet(tmp_path: Path) -> None:
    filing = typed(tmp_path / "申报.xlsx", 2025, others=2024)
    said = CliRunner().invoke(app, ["check", str(filing), "--no-annotate", "--as-of", "2026-06-30"]).stdout
    assert "1. 表2 能源消费结构!A2等 7 处" in said


@pytest.fixture(scope="module")
def written_right(tmp_path_factory: pytest.TempPathFactory) -> Material:
    filing = typed(tmp_path_factory.mktemp("right") / "写对的.xlsx", 2025)
    return inspect([filing], Options(dt.date(2026, 6, 30))).material


@pytest.mark.parametrize("year", ["2025年度", "２０２５", "二〇二五年", 2025.0, dt.datetime(2025, 12, 31), "as a day"])
def test_a_year_that_is_certain_is_judged_as_such(tmp_path: Path, written_right: Material, year: object) -> None:
    filing = typed(tmp_path / "申报.xlsx", 2025 if year == "as a day" else year)
    if year == "as a day":
        book = openpyxl.load_workbook(filing)
        book.worksheets[0]["B2"].number_format = "yyyy-mm-dd"
        book.save(filing)
    ours = inspect([filing], Options(dt.date(2026, 6, 30))).material
    assert ours.facts.frames["enterprise"]["report_year"].to_list() == [2025]
    assert ours.judgement.verdicts().equals(written_right.judgement.verdicts())
    assert [] == ours.intake.problems.filter(column="report_year").rows()


@pytest.mark.parametrize(
    ("year", "code_"), [(2024, "no-enterprise-row"), (25, "impossible-year"), ("今年", "unreadable-year")]
)
def test_a_row_of_another_year_is_told_once_and_leaves_the_total_open(tmp_path: Path, year: object, code_: str) -> None:
    filing = typed(tmp_path / "申报.xlsx", 2025, others=2025)
    book = openpyxl.load_workbook(filing)
    book["表2 能源消费结构"]["B4"] = year
    book.save(filing)
    _, told = checked(filing)
    errors = [item for item in told["must_mend"] if item["kind"] == "error"]
    assert [code_] == [item["code"] for item in errors]
    assert {"4"} == {cell[-1] for cell in errors[0]["cells"]}
    enterprise = inspect([filing], Options(dt.date(2026, 6, 30))).material.facts.frames["enterprise"]
    assert (None, None) == enterprise.select("tce_calorific_high", "electricity_consumption").row(0)


@pytest.mark.parametrize("others", [None, "as table 1"])
@pytest.mark.parametrize("year", [25, "25年", 1889, 2052, 1995, 20255])
def test_a_clerk_is_told_once(tmp_path: Path, year: object, others: object) -> None:
    code_, told = checked(typed(tmp_path / "申报.xlsx", year, others=year if others else None))
    assert 1 == code_
    [item] = told["must_mend"]
    assert ("impossible-year", ["表1 基本情况!B2"]) == (item["code"], item["cells"])
    assert f"“{year}”" in item["what"]
    assert "如 2025" in item["mend"]
    assert [] == told["look_at"]


def test_what_is_shown_and_drafted_of_it_judges_nothing(tmp_path: Path) -> None:
    """Page, manifest and papers: no standard that is missing, no grade that none has, no period, no list of all that is open."""
    filing = typed(tmp_path / "申报.xlsx", 2052)
    options = Options(dt.date(2026, 6, 30), formats=frozenset({"data", "html"}))
    inspect_into(tmp_path / "out", [filing], options)
    [page] = (tmp_path / "out" / "enterprises").glob("*-2052.html")
    text = page.read_text(encoding="utf-8")
    assert "不能判断（报告年度填的是 2052）" in text
    assert text.count("报告年度不可能，不知道对照哪一版标准") >= 2
    assert "报告年度不可能，是否应有、是否有效不能判断" in text
    for claim in (
        "无适用的限额标准",
        "没有能效等级标准",
        "没有与参考值不同的填报系数",
        "不能排除漏填加工转换表",
        "2052年1月1日",
    ):
        assert claim not in text, claim
    assert [] == json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["value_sets"]["co2_t"]["grid_used"]
    uscc = pl.read_parquet(tmp_path / "out" / "data" / "enterprises.parquet")["uscc"].item()
    for source, place in (([tmp_path / "out"], "kept"), ([filing], "filed")):
        command = ["papers", *map(str, source), "--out", str(tmp_path / place), "--uscc", uscc, "--year", "2052"]
        if place == "filed":
            command += ["--as-of", "2026-06-30"]
        result = CliRunner().invoke(app, command, standalone_mode=False)
        assert result.exception is None, result.output
    papers = {
        place: {path.name: _said(path) for path in (tmp_path / place).rglob("*.docx")} for place in ("kept", "filed")
    }
    assert papers["kept"] == papers["filed"]
    assert "报告年度不可能，其余各项规则一律不能判断，均不视为符合。" in papers["kept"]["record.docx"]
    assert "所填报告年度不可能" in papers["kept"]["suggestion.docx"]
    assert not any("2052年1月1日" in said for said in papers["kept"].values())


def _said(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))
