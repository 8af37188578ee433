"""The paper for the superior department: complete, honest, A4."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pypdf
import pytest

from energy_audit.report.batch.report import BatchReport, batch_report
from energy_audit.report.drawn.summary import summary_html
from energy_audit.report.language import words
from energy_audit.report.limits import state_limits
from energy_audit.report.tables.data import batch_tables

sys.path.insert(0, str(Path(__file__).parents[1]))
from pdf_structure import faults

Make = Callable[..., Any]


def report_on(material: Any) -> BatchReport:
    return batch_report(material, batch_tables(material))


@pytest.fixture(scope="module")
def report(hand_material: Make) -> BatchReport:
    return report_on(hand_material())


@pytest.fixture(scope="module")
def page(report: BatchReport) -> str:
    return summary_html(report)


@pytest.fixture(scope="module")
def paper(report: BatchReport, page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from energy_audit.report.drawn.pdf import write_pdf

    path = tmp_path_factory.mktemp("summary") / "one.pdf"
    write_pdf(page, path, as_of=report.as_of)
    return path


def text_of(page: str) -> str:
    """What a reader sees."""
    shown = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", shown))


def test_page_one_states_the_limits(report: BatchReport, page: str) -> None:
    first = text_of(page[: page.index("<h2>二")])
    assert [] == [limit.text for limit in report.limits if limit.text not in first]


def test_the_target_is_called_a_draft(page: str) -> None:
    """Nobody may take it for law."""
    assert "征求意见稿，只是政策目标，不是法，不能作为处罚依据。" in text_of(page)


def test_sentences_carry_the_figures(page: str) -> None:
    said = text_of(page)
    assert "本批收到文件4个，读取3个，拒收1个；读出申报8份，涉及单位7家。" in said
    assert "确定达到5000吨标准煤（或已指定）的4家，不能判断是否达到的2家" in said
    assert "发现违法违规4项" in said
    assert "疑似“两高一低”1家，须人工确认，另有5家不能判断。" in said
    # the gap may be the rulebook's or the authority's: the filings are not blamed for all of it
    assert "项，既不算符合，也不算违法：申报资料不足 4 项；逐项原因见各单位报告。" in said
    assert "因材料不足" not in said


def test_refused_files_are_named_with_their_reason(page: str) -> None:
    assert re.search(r"坏/加密\.xlsx\s+文件有密码保护", text_of(page))


def test_annexes_name_units_and_violations(page: str) -> None:
    annex = text_of(page[page.index("附表1") :])
    assert "91520100000000001A" in annex
    assert "未按时报送能源利用状况报告" in annex
    assert "第五十三条" in annex


def test_what_only_the_office_knows_is_a_marked_blank(page: str) -> None:
    """Plan, visits, putting right, penalties: never filled in, and never nothing."""
    plan = page[page.index("附表1　年度节能监察计划完成情况表") : page.index("附表2　")]
    done = page[page.index("附表4　整改与处理处罚情况表") : page.index("附表5　")]
    assert "计划监察（家）" in plan
    assert "处罚决定文号、种类和金额" in done
    violations = text_of(page[page.index("附表3　") : page.index("附表4　")]).count("第五十三条")
    assert violations >= 1
    assert done.count("待填") % 5 == 0
    assert done.count("待填") >= 5
    assert plan.count("待填") >= 15
    assert "空白不表示没有" in plan


def test_names_are_escaped(page: str) -> None:
    assert "<script" not in page
    assert "遵义<script>alert(1)</script>酒业" in text_of(page)


def test_a_long_annex_is_cut_and_says_so(hand_material: Make) -> None:
    units = tuple(
        {
            "uscc": f"9152010000{n:08}", "report_year": 2025, "subject_key": "", "source": 0, "row": n,
            "key_energy_user": True, "region_code": "520181",
        }
        for n in range(230)
    )  # fmt: skip
    assert "共 230 条，只列前 200 条，其余见工作簿。" in text_of(
        summary_html(report_on(hand_material(enterprises=units, verdicts=())))
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_batch_is_a_paper(hand_material: Make, lang: str) -> None:
    page = summary_html(report_on(hand_material(lang=lang, enterprises=(), verdicts=(), problems=(), files=())))
    assert "None" not in text_of(page).replace("None.", "")


@pytest.mark.pdf
@pytest.mark.parametrize(("lang", "second"), [("zh", "二、分市州"), ("en", "2. By prefecture")])
def test_page_one_holds_the_whole_picture(
    hand_material: Make, report: BatchReport, paper: Path, tmp_path: Path, lang: str, second: str
) -> None:
    """Who filed, how much, what was found, and all that nobody knows: nothing of it runs over to page two."""
    from energy_audit.report.drawn.pdf import write_pdf

    if lang != "zh":
        report, paper = report_on(hand_material(lang=lang)), tmp_path / "a.pdf"
        write_pdf(summary_html(report), paper, as_of=report.as_of)
    one, two = (re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(paper).pages[:2])
    limits = [re.sub(r"\s", "", limit.text)[:12] for limit in report.limits]
    assert len(limits) > 5
    assert [] == [text for text in limits if text not in one]
    assert two.startswith(second.replace(" ", ""))


@pytest.mark.pdf
@pytest.mark.parametrize(("lang", "second"), [("zh", "二、分市州"), ("en", "2. By prefecture")])
def test_page_one_holds_all_that_can_be_unknown_and_no_count_is_broken(
    hand_material: Make, tmp_path: Path, lang: str, second: str
) -> None:
    """A batch of a province where every limit holds, with four digits in each count."""
    from energy_audit.report.drawn.pdf import write_pdf

    report = report_on(hand_material(lang=lang))
    units = pl.DataFrame(
        {
            "tier": [None, "A"],
            "tce_calorific": [None, -1.0],
            "key_energy_user": [None, True],
            "equal_factor_origin": ["range", "range"],
            "archive_list_filed": [False, False],
        }
    )
    unloaded = tuple(limit.text for limit in report.limits if limit.key == "slots") or (
        "示例表一",
        "示例表二",
        "示例表三",
    )
    limits = state_limits(
        units=units,
        of_no_year=1234,
        refused=1234,
        absent=((2024, 1234), (2025, 1234)),
        errors=1234,
        cannot_tell=12345,
        of_no_enterprise=1234,
        unloaded=unloaded,
        target_is_draft=True,
        rules_as_of=report.as_of,
        words=words(lang),
    )
    assert 15 == len(limits)
    total = replace(report.total, tiers=(1871, 1872, 1873, 1874, 1875))
    write_pdf(summary_html(replace(report, limits=limits, total=total)), tmp_path / "a.pdf", as_of=report.as_of)
    texts = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages]
    one, two = texts[:2]
    starts = [re.sub(r"\s", "", limit.text)[:12] for limit in limits]
    assert [] == [text for text in starts if text not in re.sub(r"\s", "", one)]
    assert re.sub(r"\s", "", two).startswith(second.replace(" ", ""))
    assert {"1871", "1872", "1873", "1874", "1875"} <= set(two.split())
    seal = {"zh": "（盖章）", "en": "(seal)"}[lang]
    [signed] = [text for text in texts if seal in text]
    assert "manifest.json" in signed, "nobody signs a sheet that says nothing"


def test_the_largest_emitters_are_named_with_both_ends_and_never_added_up(report: BatchReport, page: str) -> None:
    said = text_of(page)
    assert f"二氧化碳排放前 {len(report.emitters.units)} 家" in said
    assert "不能相加" in said
    for unit in report.emitters.units:
        assert words("zh").interval(*unit.co2) in said


@pytest.mark.pdf
def test_it_prints_on_a4_with_page_numbers(report: BatchReport, page: str, paper: Path, tmp_path: Path) -> None:
    """The paper is A4, the annexes lie across, every page has its number, and the same batch gives the same bytes."""
    from energy_audit.report.drawn.pdf import write_pdf

    write_pdf(page, tmp_path / "other.pdf", as_of=report.as_of)
    assert paper.read_bytes() == (tmp_path / "other.pdf").read_bytes()
    assert faults(paper) == []
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    sizes = subprocess.run(["pdfinfo", "-l", "99", paper], capture_output=True, text=True, check=True).stdout
    assert len(re.findall(r"size:\s+595\.\d+ x 841\.\d+", sizes)) >= 4
    assert len(re.findall(r"size:\s+841\.\d+ x 595\.\d+", sizes)) >= 3
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert [] == [number for number, each in enumerate(pages, start=1) if f"—{number}—" not in each.replace(" ", "")]
