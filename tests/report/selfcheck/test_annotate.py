"""The marked copy of a clerk's workbook: what is marked, what stays, what is said of what could not be kept."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook

from energy_audit.errors import OutputRefused
from energy_audit.filing.intake import read_filings
from energy_audit.inspection import inspect
from energy_audit.own_output import NOTE_DIVIDER
from energy_audit.report.explanations import read_explanations
from energy_audit.report.material import Options
from energy_audit.report.ooxml.book import Book
from energy_audit.report.ooxml.cells import spot_of
from energy_audit.report.selfcheck.annotate import AUTHOR, annotate, copy_beside
from energy_audit.report.selfcheck.content import INDEX_SHEET, SelfCheck, self_check
from energy_audit.resources import folder

AS_OF = date(2026, 6, 30)
SAMPLES = folder("sample_data") / "filings"
FORM = SAMPLES / "贵阳市" / "示例清镇水泥-2025.xlsx"
ADDED = {INDEX_SHEET, "情况说明"}


def check_of(path: Path) -> SelfCheck:
    return self_check(inspect([path], Options(AS_OF)).material, path.name, read_explanations(path))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clerk's workbook, table 1 a form: a postcode typed as words, a formula, a comment, a drop-down, faults."""
    target = tmp_path_factory.mktemp("faulty") / "申报表.xlsx"
    book = openpyxl.load_workbook(FORM)
    first = book["表1 基本情况"]
    label = {cell.value: cell for row in first.iter_rows() for cell in row if cell.value}
    staff = label["从业人员"]
    first.cell(staff.row, staff.column + 1).value = "四百二十"
    for nobody in ("专职能源管理人数", "兼职能源管理人数"):  # a suspicion: a post without people
        first.cell(label[nobody].row, label[nobody].column + 1).value = 0
    second = book["表2 能源消费结构"]
    place = {cell.value: cell.column for cell in second[1]}
    second.cell(2, place["购进量(实物量)"]).value = "20万吨左右"
    second.cell(2, place["购进量(实物量)"]).comment = Comment("记账科待查", "会计")
    second.cell(3, place["消费量合计"]).value = "=150+150"
    rule = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"吨,万吨"')
    rule.add("D2:D9")
    second.add_data_validation(rule)
    book.save(target)
    return _with_result(target, "表2 能源消费结构", second.cell(3, place["消费量合计"]).coordinate, 300)


def _with_result(path: Path, sheet: str, cell: str, value: int) -> Path:
    """Save the result of a formula beside it, as Excel does."""
    book = Book.open(path)
    own = book.sheet(sheet)
    assert own is not None
    own.put_result(spot_of(cell), float(value))
    book.save(path, "王会计", AS_OF)
    return path


@pytest.fixture(scope="module")
def check(faulty: Path) -> SelfCheck:
    return check_of(faulty)


@pytest.fixture(scope="module")
def marked(faulty: Path, check: SelfCheck) -> Path:
    target = faulty.with_name("copy.xlsx")
    before = digest(faulty)
    annotate(faulty, target, check)
    assert before == digest(faulty)
    return target


@pytest.fixture(scope="module")
def books(faulty: Path, marked: Path) -> tuple[Workbook, Workbook]:
    return openpyxl.load_workbook(faulty), openpyxl.load_workbook(marked)


def test_the_faults_are_found(check: SelfCheck) -> None:
    assert {"unreadable-integer", "unreadable-number"} <= {item.code for item in check.must_mend}
    assert not check.ready


def test_content_formats_merges_and_rules_stay_as_they_were(books: tuple[Workbook, Workbook]) -> None:
    old, new = books
    assert [name for name in new.sheetnames if name not in ADDED] == old.sheetnames
    for sheet in old.worksheets:
        copy = new[sheet.title]
        assert {str(area) for area in sheet.merged_cells.ranges} == {str(area) for area in copy.merged_cells.ranges}
        assert sheet.freeze_panes == copy.freeze_panes
        rules = [(str(rule.sqref), rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation]
        assert rules == [(str(rule.sqref), rule.type, rule.formula1) for rule in copy.data_validations.dataValidation]
        assert {k: v.width for k, v in sheet.column_dimensions.items()} == {
            k: v.width for k, v in copy.column_dimensions.items()
        }
        for row in sheet.iter_rows():
            for cell in row:
                other = copy[cell.coordinate]
                assert (cell.value, cell.number_format) == (other.value, other.number_format)
                for part in ("font", "border", "alignment", "protection"):
                    assert repr(getattr(cell, part)) == repr(getattr(other, part))


def test_every_problem_and_every_cell_a_finding_rests_on_is_coloured_and_says_why(
    check: SelfCheck, books: tuple[Workbook, Workbook]
) -> None:
    old, new = books
    named = [place for item in check.items for place in (*item.places, *item.rests_on) if place.cell]
    assert len(named) > 10
    for place in named:
        left, top, _, _ = range_boundaries(place.cell)
        plain, coloured = old[place.sheet].cell(top, left).fill, new[place.sheet].cell(top, left).fill
        assert plain.fgColor.rgb != coloured.fgColor.rgb
        assert "solid" == coloured.patternType
        comment = new[place.sheet].cell(top, left).comment
        assert comment is not None
        assert NOTE_DIVIDER in comment.text
    for item in check.must_mend:
        said = new[item.places[0].sheet][item.places[0].cell].comment.text
        assert item.what in said
        assert item.mend in said


def test_cells_without_a_problem_keep_their_colour(check: SelfCheck, books: tuple[Workbook, Workbook]) -> None:
    old, new = books
    named = {(place.sheet, place.cell) for item in check.items for place in (*item.places, *item.rests_on)}
    named |= {(place.sheet, place.cell) for place in check.unknown_cells}
    areas = [(sheet, range_boundaries(cell)) for sheet, cell in named if cell]
    for sheet in old.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                inside = any(
                    name == sheet.title and left <= cell.column <= right and top <= cell.row <= bottom
                    for name, (left, top, right, bottom) in areas
                )
                assert inside or repr(cell.fill) == repr(new[sheet.title][cell.coordinate].fill)


def test_a_comment_that_was_there_is_kept_and_added_to(books: tuple[Workbook, Workbook]) -> None:
    old, new = books
    (cell,) = [cell for row in old["表2 能源消费结构"].iter_rows() for cell in row if cell.comment]
    comment = new["表2 能源消费结构"][cell.coordinate].comment
    assert "会计" == comment.author
    assert comment.text.startswith("记账科待查\n")
    assert "20万吨左右" in comment.text


def test_the_index_lists_every_item_with_a_link_that_leads_to_its_cell(
    check: SelfCheck, books: tuple[Workbook, Workbook]
) -> None:
    new = books[1]
    assert INDEX_SHEET == new.sheetnames[0]
    listed = {row[0].value: row for row in new[INDEX_SHEET].iter_rows() if isinstance(row[0].value, int)}
    assert set(range(1, len(check.items) + 1)) == set(listed)
    for number, item in enumerate(check.items, start=1):
        assert item.what == listed[number][3].value
        place = item.places[0]
        if place.cell:
            assert f"'{place.sheet}'!{place.cell}" == listed[number][2].hyperlink.location
            assert place.sheet in new.sheetnames


def test_the_copy_reads_like_the_original_formula_results_included(faulty: Path, marked: Path) -> None:
    one, other = read_filings([faulty]), read_filings([marked])
    for key, frame in one.tables.items():
        assert frame.drop("source").equals(other.tables[key].drop("source")), key
    assert "formula-without-value" not in other.problems["code"].to_list()
    # the index is no reproach to who hands the copy in
    assert one.problems["message"].to_list() == other.problems["message"].to_list()


def test_checked_again_after_mending_the_copy_carries_no_old_mark(marked: Path, tmp_path: Path) -> None:
    mended, again = tmp_path / "mended.xlsx", tmp_path / "again.xlsx"
    book = openpyxl.load_workbook(marked)
    sheet = book["表2 能源消费结构"]
    place = {cell.value: cell.column for cell in sheet[1]}
    spot = sheet.cell(2, place["购进量(实物量)"]).coordinate
    sheet[spot].value = 202000
    book.save(mended)
    _with_result(mended, sheet.title, sheet.cell(3, place["消费量合计"]).coordinate, 300)
    annotate(mended, again, check_of(mended))
    cell = openpyxl.load_workbook(again)["表2 能源消费结构"][spot]
    assert "记账科待查" == cell.comment.text
    assert repr(openpyxl.load_workbook(FORM)["表2 能源消费结构"][spot].fill) == repr(cell.fill)
    assert 1 == openpyxl.load_workbook(again).sheetnames.count(INDEX_SHEET)


def test_equal_checks_give_equal_bytes_and_leave_nothing_behind(
    faulty: Path, check: SelfCheck, marked: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.xlsx"
    annotate(faulty, target, check)
    assert digest(marked) == digest(target)
    assert [target] == list(tmp_path.iterdir())


def test_the_copy_lies_beside_and_one_that_somebody_worked_in_is_kept(
    faulty: Path, check: SelfCheck, tmp_path: Path
) -> None:
    source = Path(shutil.copy(faulty, tmp_path))
    first = copy_beside(source)
    assert tmp_path / "申报表.已检查.xlsx" == first
    annotate(source, first, check)
    assert first == copy_beside(source)  # untouched: written anew
    book = openpyxl.load_workbook(first)
    assert AUTHOR == book.properties.lastModifiedBy
    book.properties.lastModifiedBy = "王会计"
    book.save(first)
    kept = digest(first)
    assert tmp_path / "申报表.已检查(2).xlsx" == copy_beside(source)
    with pytest.raises(OutputRefused, match="没有覆盖"):
        annotate(source, first, check)
    assert kept == digest(first)
    assert tmp_path / "申报表.已检查(2).xlsx" == copy_beside(first)  # the copy of a copy is no copy of a copy


def test_the_original_is_never_the_target(faulty: Path, check: SelfCheck) -> None:
    before = digest(faulty)
    with pytest.raises(OutputRefused, match="原件"):
        annotate(faulty, faulty, check)
    assert before == digest(faulty)


def test_a_folder_of_csv_gets_a_workbook_with_the_index_alone(tmp_path: Path) -> None:
    source = Path(shutil.copytree(SAMPLES / "csv示例", tmp_path / "csv"))
    made = annotate(source, copy_beside(source), check_of(source))
    assert tmp_path / "csv.已检查.xlsx" == made.path
    book = openpyxl.load_workbook(made.path)
    assert [INDEX_SHEET] == book.sheetnames
    assert [] == [cell for row in book[INDEX_SHEET].iter_rows() for cell in row if cell.hyperlink]


def test_unexplained_suspicions_wait_on_the_sheet_with_rule_subject_and_digest(
    check: SelfCheck, books: tuple[Workbook, Workbook], marked: Path
) -> None:
    wanted = [
        (item.code, item.subject_key or None, item.facts_digest)
        for item in check.items
        if item.kind in {"violation", "suspicion"}
    ]
    rows = [row for row in books[1]["情况说明"].iter_rows(min_row=4, values_only=True) if row[0]]
    assert wanted
    assert wanted == [(row[0], row[1], row[5]) for row in rows]
    assert () == read_explanations(marked)  # prepared rows without a text explain nothing


def test_a_workbook_that_openpyxl_cannot_open_gets_the_index_alone(check: SelfCheck, tmp_path: Path) -> None:
    source = tmp_path / "其实是文本.xlsx"
    source.write_text("统一社会信用代码,报告年度\n", encoding="utf-8")
    made = annotate(source, copy_beside(source), check)
    assert [INDEX_SHEET] == openpyxl.load_workbook(made.path).sheetnames
    assert "统一社会信用代码,报告年度\n" == source.read_text("utf-8")


def test_a_workbook_of_which_a_part_is_damaged_gets_the_index_alone(check: SelfCheck, tmp_path: Path) -> None:
    """What cannot be read cannot be carried over; before, the check ended in an internal error."""
    book = openpyxl.load_workbook(FORM)
    book.worksheets[0]["A1"].comment = Comment("实为 5", "甲")
    book.save(tmp_path / "whole.xlsx")
    source = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(source, "w") as damaged:
        for name in whole.namelist():
            content = whole.read(name)
            damaged.writestr(name, content[: len(content) // 2] if name.startswith("xl/comments") else content)
    made = annotate(source, copy_beside(source), check)
    assert [INDEX_SHEET] == openpyxl.load_workbook(made.path).sheetnames
