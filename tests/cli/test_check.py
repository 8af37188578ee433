"""``energy-audit check`` as a clerk calls it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from energy_audit import inspection
from energy_audit.cli import main
from energy_audit.cli.check import command
from energy_audit.cli.check_screen import folded
from energy_audit.cli.check_trial import Change, change_of
from energy_audit.errors import NothingReadable, OutputRefused, UsageError
from energy_audit.report.material import Options
from energy_audit.report.ooxml.book import Book
from energy_audit.report.ooxml.cells import spot_of
from energy_audit.resources import folder

SAMPLES = folder("sample_data") / "filings"
SILICON = SAMPLES / "黔东南苗族侗族自治州" / "示例黄平硅业-2025.xlsx"
CLEAN = SAMPLES / "贵阳市" / "示例云岩医院-2025.xlsx"
DAY = ["--as-of", "2026-06-30"]


def run(path: Path | str, *options: str) -> Result:
    return CliRunner().invoke(command, [str(path), *DAY, *options], standalone_mode=False)


@pytest.fixture(scope="module", autouse=True)
def _same_filing_inspected_once() -> Iterator[None]:
    """A filing of the same name, bytes, choices and rules is read and judged once; what is told of it is told each time."""
    inspect, found = inspection.inspect, dict[tuple[object, ...], inspection.Inspection]()

    def once(filings: Sequence[Path], options: Options, **more: Any) -> inspection.Inspection:
        (filing,) = filings
        key = (filing.name, filing.read_bytes(), options, *more.items())
        if key not in found:
            found[key] = inspect(filings, options, **more)
        return found[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspection, "inspect", once)
        yield


@pytest.fixture
def silicon(tmp_path: Path) -> Path:
    return Path(shutil.copy(SILICON, tmp_path / "申报表.xlsx"))


def test_a_filing_with_a_violation_is_not_ready_and_exits_1(silicon: Path) -> None:
    before = hashlib.sha256(silicon.read_bytes()).hexdigest()
    result = run(silicon)
    assert 1 == result.return_value
    assert "照实填报" in result.output.replace("\n", "")
    assert "可以报送" not in result.output
    assert "附表3 固定资产投资项目!C2" in result.output
    assert "PRJ004" in result.output
    assert ["申报表.xlsx", "申报表.已检查.xlsx"] == sorted(path.name for path in silicon.parent.iterdir())
    assert before == hashlib.sha256(silicon.read_bytes()).hexdigest()


def test_a_clean_filing_is_ready_and_exits_0() -> None:
    result = run(CLEAN, "--no-annotate")
    assert 0 == result.return_value, result.output
    assert "可以报送。" in result.output
    assert "还不能" not in result.output


def test_a_filing_that_contradicts_itself_is_asked_about_before_it_is_handed_in() -> None:
    """The total of table 1 is not that of tables 2 and 2-1: no bar, but the clerk is told to look first."""
    hydro = next(folder("sample_data").rglob("示例天柱水电-2025.xlsx"))
    result = run(hydro, "--no-annotate")
    assert 0 == result.return_value, result.output
    assert "的 3 项" in result.output.replace("\n", "")  # the cell of table 2-1 and both totals of table 1


def test_violations_alone_do_not_hide_what_looks_wrong() -> None:
    """No error and one violation: the doubts must still be looked at before the filing goes out, not only where it is ready."""
    filing = next(folder("sample_data").rglob("示例兴义电石-2025.xlsx"))
    said = run(filing, "--no-annotate").output.replace("\n", "").replace(" ", "")
    assert "没有必须改正的填报错误" in said
    assert "报送前请先核对第二部分标为“请核对”“疑似问题”的" in said


def test_what_is_open_in_single_rows_names_the_rows() -> None:
    """Of a list of 58 documents a clerk must be told which."""
    filing = next(folder("sample_data").rglob("示例播州铝业-2025.xlsx"))
    said = run(filing, "--no-annotate").output.replace("\n", "").replace(" ", "")
    assert "仍认为不适用的，说明依据。（节能管理档案目录!" in said


@pytest.fixture(scope="module")
def screen() -> str:
    """What the screen says of the filing with a violation."""
    return run(SILICON, "--no-annotate").output


def test_no_line_is_wider_than_the_screen(screen: str) -> None:
    assert "PRJ004" in screen
    assert [] == [line for line in screen.splitlines() if cell_len(line) > 80]


def test_forty_things_unknown_for_one_reason_take_one_paragraph(screen: str) -> None:
    assert 1 == screen.count("未提交节能管理档案目录")
    assert len(screen.splitlines()) < 80


@pytest.mark.parametrize(
    "text", ["统一社会信用代码91520181000000019R，应为18位。", "a b c", "", "（甲）" * 40, "x" * 90]
)
def test_folding_keeps_every_character(text: str) -> None:
    lines = folded(text, 40)
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")
    assert all(cell_len(line) <= 40 for line in lines if "x" not in line)


def test_no_line_ends_with_a_mark_that_opens() -> None:
    # ten places: four characters of two and a mark of one make nine, and the next character no longer fits
    assert ["甲乙丙丁", "“戊己”庚辛"] == folded("甲乙丙丁“戊己”庚辛", 11)


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_begins_with_a_mark_that_closes(width: int) -> None:
    """Of two closing marks the first may hang over, by one cell; the second takes what it closes along."""
    text = "缺少能源管理体系文件（ARC-40）。请补齐，再报；（见“附表3”）。完"
    lines = folded(text, width)
    assert "".join(lines) == text
    assert [] == [line for line in lines if line[0] in "，。；：、！？）》”’】" or cell_len(line) > width + 1]


def test_without_annotation_nothing_is_written(silicon: Path) -> None:
    run(silicon, "--no-annotate")
    assert [silicon] == list(silicon.parent.iterdir())


def test_a_named_place_is_used_and_one_in_use_is_refused(silicon: Path, tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    assert 1 == run(silicon, "--annotate", str(target)).return_value
    assert target.exists()
    other = tmp_path / "别的.xlsx"
    other.write_bytes(b"mine")
    refused = run(silicon, "--annotate", str(other))
    assert isinstance(refused.exception, OutputRefused)
    assert b"mine" == other.read_bytes()


def test_json_holds_what_the_screen_says(silicon: Path) -> None:
    result = run(silicon, "--format", "json", "--no-annotate")
    told = json.loads(result.output)
    assert (False, None) == (told["ready"], told["annotated"])
    assert ["PRJ004"] == [item["code"] for item in told["must_mend"]]
    assert {"PRJ004"} <= {finding["rule"] for finding in told["findings"]}
    assert told["must_mend"][0]["cells"] == ["附表3 固定资产投资项目!C2"]


def test_the_report_goes_to_its_folder(silicon: Path, tmp_path: Path) -> None:
    run(silicon, "--no-annotate", "--report", str(tmp_path / "自查"))
    assert (tmp_path / "自查" / "自查报告.html").exists()


def test_a_change_is_tried_on_a_copy_that_is_thrown_away(silicon: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = hashlib.sha256(silicon.read_bytes()).hexdigest()
    # the project was reviewed, so the violation goes
    headings = _headings(silicon, "附表3 固定资产投资项目")
    changes = {"节能审查状态": "已通过", "节能审查批复时间": "2025-06-01", "审查意见文号": "示例〔2025〕1号"}
    options = [
        part
        for name, value in changes.items()
        for part in ("--set", f"附表3 固定资产投资项目!{headings[name]}2={value}")
    ]
    told = json.loads(run(silicon, "--format", "json", *options).output)
    assert "PRJ004" in {item["code"] for item in told["gone"]}
    assert "PRJ004" not in {item["code"] for item in told["come"]}
    assert told["ready"]
    assert before == hashlib.sha256(silicon.read_bytes()).hexdigest()
    assert [] == list(scratch.iterdir())
    assert ["scratch", "申报表.xlsx"] == sorted(path.name for path in tmp_path.iterdir())


def test_a_change_for_the_worse_says_what_would_come(silicon: Path) -> None:
    headings = _headings(silicon, "表2 能源消费结构")
    result = run(silicon, "--set", f"表2 能源消费结构!{headings['消费量合计']}2=好多")
    assert 1 == result.return_value
    assert "会新出现" in result.output
    assert "好多" in result.output


@pytest.fixture
def reckoning(tmp_path: Path) -> Path:
    """The clean filing of a hospital with its energy table's total as a formula: bought less what was passed on."""
    path = tmp_path / "申报表.xlsx"
    book = openpyxl.load_workbook(CLEAN)
    sheet = book["表2 能源消费结构"]
    place = {cell.value: cell.column_letter for cell in sheet[1]}
    used = place["消费量合计"]
    amount = sheet[f"{used}2"].value
    sheet["Z2"] = amount
    sheet[f"{used}2"] = "=Z2"
    sheet["Y2"] = "=NOW()+Z2"
    book.save(path)
    filled = Book.open(path)
    own = filled.sheet(sheet.title)
    assert own is not None
    own.put_result(spot_of(f"{used}2"), float(amount))
    own.put_result(spot_of("Y2"), 1.0)
    filled.save(path, "某", date(2026, 1, 1))
    return path


def test_formulas_are_worked_out_anew_where_a_change_is_tried(reckoning: Path) -> None:
    """The total is a formula over Z2: a tenfold Z2 must reach the total in tce, or the trial tells of another filing."""
    result = run(reckoning, "--set", "表2!Z2=999999999")
    assert "→" in result.output
    assert "没能重新计算" not in run(reckoning, "--set", "表2!Y2=1", "--set", "表2!Z2=5").output


def test_a_formula_that_cannot_be_followed_is_named(reckoning: Path) -> None:
    """NOW() never comes to what was saved, so its cell is not to be relied on."""
    result = run(reckoning, "--set", "表2!Z2=5")
    assert "表2 能源消费结构!Y2" in result.output
    assert "没能重新计算" in result.output


CEMENT = SAMPLES / "贵阳市" / "示例清镇水泥-2025.xlsx"
FORM, ENERGY, PRODUCT, PROJECT, ARCHIVE = (
    "表1 基本情况", "表2 能源消费结构", "表4 单位产品能耗", "附表3 固定资产投资项目", "节能管理档案目录"
)  # fmt: skip
CONVERSION = "表2-1 加工转换与回收利用"
PLANTED = [
    (FORM, "统一社会信用代码", "91520181000000018R", "bad-credit-code"),
    (FORM, "从业人员", "四百二十", "unreadable-integer"),
    (FORM, "填报(报出)日期", "2026年3月", "incomplete-date"),
    (FORM, "法定代表人", None, "required-missing"),
    (FORM, "行政区划代码", "520304", "region-code-name-disagree"),
    (ENERGY, "购进量(实物量)", "20万吨左右", "unreadable-number"),
    (ENERGY, "消费量合计", 215000, "consumption-split-mismatch"),
    (ENERGY, "采用折标系数", 0.9, "factor-off-reference"),
    (ENERGY, "计量单位", "车", "unknown-unit"),
    (PRODUCT, "本期指标值", 88, "unit-consumption-mismatch"),
    (ARCHIVE, "是否具备", "没有", "not-in-list"),
    (PROJECT, "项目名称", "", "required-missing"),
]
"""Twelve faults: sheet, heading, what is put into the first row below it, and what the check must call it."""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The filing with the faults, and by cell what each is called. Each fault of the energy table has a row of its own."""
    path = tmp_path_factory.mktemp("faulty") / "申报表.xlsx"
    book = openpyxl.load_workbook(CEMENT)
    wanted = {}
    energy_rows = iter(range(2, 6))
    for sheet, heading, value, code in PLANTED:
        spots = [cell for row in book[sheet].iter_rows(max_row=60) for cell in row if cell.value == heading]
        at = spots[0]
        line = next(energy_rows) if sheet == ENERGY else 2
        spot = (at.row, at.column + 1) if sheet == FORM else (line, at.column)
        cell = book[sheet].cell(*spot)
        cell.value = value
        wanted[f"{sheet}!{cell.coordinate}"] = code
    book.save(path)
    return path, wanted


def test_twelve_planted_faults_are_named_at_their_cells_and_marked_in_the_copy(
    faulty: tuple[Path, dict[str, str]],
) -> None:
    path, wanted = faulty
    told = json.loads(run(path, "--format", "json").output)
    found = {(cell, item["code"]) for item in (*told["must_mend"], *told["look_at"]) for cell in item["cells"]}
    assert [] == [(cell, code) for cell, code in wanted.items() if (cell, code) not in found]
    assert not told["ready"]
    copy = openpyxl.load_workbook(told["annotated"])
    for place in wanted:
        sheet, cell = place.split("!")
        assert "自查" in copy[sheet][cell].comment.text
        assert "solid" == copy[sheet][cell].fill.patternType


def test_texts_that_a_converter_turned_into_zeros_are_one_thing_to_mend(tmp_path: Path) -> None:
    """LibreOffice writes 0 into an .xls for a text that a formula gave: a place looked up, a unit brought over."""
    book = openpyxl.load_workbook(CEMENT)
    wanted = set()
    for sheet, heading in (
        (FORM, "行政区划代码"),
        (FORM, "单位所在省"),
        (ENERGY, "折标系数来源"),
        (CONVERSION, "计量单位"),
    ):
        at = next(cell for row in book[sheet].iter_rows(max_row=60) for cell in row if cell.value == heading)
        cell = book[sheet].cell(at.row, at.column + 1) if sheet == FORM else book[sheet].cell(2, at.column)
        cell.value = 0
        wanted.add(f"{sheet}!{cell.coordinate}")
    book.save(tmp_path / "申报表.xlsx")
    told = json.loads(run(tmp_path / "申报表.xlsx", "--format", "json").output)
    (zeros,) = (item for item in told["must_mend"] if item["code"] == "text-became-zero")
    assert wanted == set(zeros["cells"])
    assert "另存为 .xlsx" in zeros["mend"]
    assert not {"bad-format", "not-in-list", "unknown-unit"} & {item["code"] for item in told["must_mend"]}


def _headings(path: Path, sheet: str) -> dict[str, str]:
    return {cell.value: cell.column_letter for cell in openpyxl.load_workbook(path)[sheet][1]}


def test_a_change_is_written_as_sheet_cell_and_value() -> None:
    assert Change("表2 能源消费结构", "F12", "1200") == change_of("表2 能源消费结构!f12=1200")
    assert Change("表2", "F12", "a=b") == change_of("'表2'!$F$12=a=b")
    assert Change("表2", "F12", "") == change_of("表2!F12=")
    assert Change("表2", "F12", "１２００") == change_of("表2！Ｆ１２＝１２００")


@pytest.mark.parametrize("text", ["F12=3", "表2!12=3", "表2!F12", "表2!F0=1"])
def test_a_change_written_otherwise_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="F12=1200"):
        change_of(text)


def test_a_change_to_a_sheet_that_is_not_there_names_those_that_are(silicon: Path) -> None:
    result = run(silicon, "--set", "表9!A1=1")
    assert isinstance(result.exception, UsageError)
    assert "表1 基本情况" in str(result.exception)


def test_a_file_that_is_not_there_is_wrong_usage_and_a_near_name_is_offered(silicon: Path) -> None:
    result = run(silicon.with_name("申报.xlsx"))
    assert isinstance(result.exception, UsageError)
    assert 2 == result.exception.exit_code
    assert "找不到" in str(result.exception)
    assert "申报表.xlsx" in str(result.exception)


def test_an_empty_text_for_a_file_is_wrong_usage_and_not_the_folder_one_is_in(
    silicon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(silicon.parent)
    result = run("")
    assert isinstance(result.exception, UsageError)
    assert "却是空的" in str(result.exception)


def test_a_file_that_is_no_filing_exits_3(tmp_path: Path) -> None:
    other = tmp_path / "说明.docx"
    other.write_bytes(b"PK not a zip")
    result = run(other)
    assert isinstance(result.exception, NothingReadable)
    assert 3 == result.exception.exit_code


def test_a_workbook_without_a_unit_says_what_is_missing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "表1 基本情况"
    book.active.append(["统一社会信用代码", "报告年度", "单位名称", "单位地址"])
    book.active.append([None, None, "示例公司", "某地"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    result = run(path, "--no-annotate")
    assert 1 == result.return_value
    assert "统一社会信用代码" in result.output
    assert "不知道是哪个单位、哪一年的申报" in result.output


def test_it_prints_on_any_console() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("energy-audit")), "check", str(SILICON), *DAY, "--no-annotate"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert 1 == done.returncode, done.stderr
    assert b"PRJ004" in done.stdout


def on_chinese_windows(filing: Path) -> str:
    """Check a filing, and return what reaches a console that knows the signs of cp936 alone."""
    with io.TextIOWrapper(io.BytesIO(), encoding="cp936") as console, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", console)
        with pytest.raises(SystemExit) as left:
            main(["check", str(filing), *DAY, "--no-annotate"])
        assert 1 == left.value.code
        console.flush()
        return console.buffer.getvalue().decode("cp936")


def test_it_prints_on_a_chinese_windows_console() -> None:
    said = on_chinese_windows(SILICON)
    assert "PRJ004" in said
    assert "照实填报" in said.replace("\n", "")


def test_nothing_is_sent_and_nothing_is_kept_outside_the_folder(silicon: Path, tmp_path: Path) -> None:
    """No socket is opened; home, cache and temporary folder are as empty afterwards as before."""
    home, cache, scratch, guard = (tmp_path / name for name in ("home", "cache", "scratch", "guard"))
    for each in (home, cache, scratch, guard):
        each.mkdir()
    (guard / "sitecustomize.py").write_text(
        "import socket\n"
        "class Refused(socket.socket):\n"
        "    def __init__(self, *_, **__):\n        raise SystemExit('a socket was opened')\n"
        "socket.socket = Refused\n"
    )
    mine = tmp_path / "本单位"
    mine.mkdir()
    filing = Path(shutil.move(silicon, mine))
    path = os.pathsep.join(filter(None, (str(guard), os.environ.get("PYTHONPATH"))))
    env = {**os.environ, "PYTHONPATH": path, "HOME": str(home), "XDG_CACHE_HOME": str(cache), "TMPDIR": str(scratch)}
    program = str(Path(sys.executable).with_name("energy-audit"))
    for more in (["--report", str(mine / "自查")], ["--set", "表1!A9=1"]):
        done = subprocess.run([program, "check", str(filing), *DAY, *more], env=env, capture_output=True, check=False)
        assert 1 == done.returncode, done.stderr.decode()
    assert [] == [path for folder in (home, cache, scratch) for path in folder.rglob("*")]
    assert {"申报表.xlsx", "申报表.已检查.xlsx", "自查"} == {path.name for path in mine.iterdir()}


def test_a_sign_the_console_lacks_becomes_a_plain_one(tmp_path: Path) -> None:
    """Chinese Windows consoles have no minus sign: ``a ? b`` would not say what is taken from what."""
    book = openpyxl.load_workbook(SILICON)
    sheet = book["表2 能源消费结构"]
    place = {cell.value: cell.column_letter for cell in sheet[1]}
    sheet[f"{place['期末库存量']}2"] = 987654
    book.save(tmp_path / "a.xlsx")
    said = on_chinese_windows(tmp_path / "a.xlsx")
    assert " - 外供" in said
    assert "?" not in said
