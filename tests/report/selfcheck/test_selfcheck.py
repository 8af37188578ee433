"""What a clerk is told: the order, the words, the explanations and the paper."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pypdf
import pytest

from energy_audit.energy.problems import EnergyProblem
from energy_audit.errors import OutputRefused
from energy_audit.facts.place import Place
from energy_audit.filing.problems.problem import PROBLEM_SCHEMA, FilingProblem, ProblemKind
from energy_audit.inspection import inspect
from energy_audit.report.explanations import HEADINGS, Explanation, explained, read_explanations
from energy_audit.report.language import words
from energy_audit.report.material import Material, Options
from energy_audit.report.selfcheck.content import SelfCheck, self_check, unread
from energy_audit.report.selfcheck.item import places_said, what_and_mend
from energy_audit.report.selfcheck.pages import selfcheck_html, write_pages
from energy_audit.report.selfcheck.problem_items import problem_items
from energy_audit.resources import folder

sys.path.insert(0, str(Path(__file__).parents[1]))
from pdf_structure import faults

AS_OF = date(2026, 6, 30)
SAMPLES = folder("sample_data") / "filings"
SILICON = SAMPLES / "黔东南苗族侗族自治州" / "示例黄平硅业-2025.xlsx"


@pytest.fixture(scope="module")
def material() -> Material:
    return inspect([SILICON], Options(AS_OF)).material


@pytest.fixture(scope="module")
def check(material: Material) -> SelfCheck:
    return self_check(material, SILICON.name)


def problem(kind: FilingProblem | EnergyProblem, sheet: str, cell: str, **told: str) -> dict[str, object]:
    message = kind.sentence().format_map({"value": "", "column": "", "table": "", "detail": "", **told})
    return {"file": "申报表.xlsx", "sheet": sheet, "cell": cell, "code": kind.code, "severity": kind.severity,
            "message": message, "value": "", "detail": "", "table": "", "column": "", **told}  # fmt: skip


@pytest.fixture
def items_of() -> Callable[..., list[tuple[str, str]]]:
    def told(*rows: dict[str, object]) -> list[tuple[str, str]]:
        frame = pl.DataFrame(rows, schema=PROBLEM_SCHEMA)
        return [(item.code, places_said(item.places, words("zh"))) for item in problem_items(frame, "zh")]

    return told


def test_the_file_comes_before_whose_it_is_then_its_tables_and_cells_in_the_order_of_the_form(
    items_of: Callable[..., list[tuple[str, str]]],
) -> None:
    second, first = "表2 能源消费结构", "表1 基本情况"
    told = items_of(
        problem(FilingProblem.UNREADABLE_NUMBER, second, "K10", table="energy_consumption", column="purchase_qty"),
        problem(
            FilingProblem.UNREADABLE_NUMBER, second, "J9", table="energy_consumption", column="purchase_qty", value="x"
        ),
        problem(FilingProblem.BAD_CREDIT_CODE, first, "B4", table="enterprise", column="uscc"),
        problem(FilingProblem.REQUIRED_MISSING, first, "B10", table="enterprise", column="address"),
        problem(FilingProblem.MISSING_COLUMN, second, "A1", table="energy_consumption", column="unit"),
        problem(FilingProblem.WRONG_EXTENSION, "", ""),
    )
    assert ["wrong-extension", "bad-credit-code", "missing-column", "required-missing", "unreadable-number",
            "unreadable-number"] == [code for code, _ in told]  # fmt: skip
    assert [f"{second}!J9", f"{second}!K10"] == [place for _, place in told[4:]]


def test_the_same_said_of_many_cells_is_one_item(items_of: Callable[..., list[tuple[str, str]]]) -> None:
    sheet = "节能管理档案目录"
    rows = [
        problem(FilingProblem.REQUIRED_MISSING, sheet, f"B{row}", table="document", column="held")
        for row in range(5, 45)
    ]
    assert [("required-missing", f"{sheet}!B5、B6、B7等 40 处")] == items_of(*rows)


def test_a_form_not_filled_in_is_one_item_that_names_its_columns() -> None:
    sheet = "表1 基本情况"
    columns = (("uscc", "B4"), ("address", "B10"), ("enterprise_name", "D5"))
    rows = [
        problem(FilingProblem.REQUIRED_MISSING, sheet, cell, table="enterprise", column=column)
        for column, cell in columns
    ]
    (item,) = problem_items(pl.DataFrame(rows, schema=PROBLEM_SCHEMA), "zh")
    assert "3 个必填的格子还空着：统一社会信用代码、单位名称、单位地址。" == item.what
    assert "请补填。" == item.mend
    assert ["B4", "D5", "B10"] == [place.cell for place in item.places]
    assert all("为必填，此处为空" in item.at[place] for place in item.places)


def test_a_total_that_was_not_worked_out_says_where_the_reason_lies() -> None:
    row = problem(
        FilingProblem.REQUIRED_MISSING, "表1 基本情况", "D22", table="enterprise", column="reported_tce_equal"
    )
    (item,) = problem_items(pl.DataFrame([row], schema=PROBLEM_SCHEMA), "zh")
    assert "等价折标系数" in item.mend


@pytest.mark.parametrize(
    ("table", "column", "typed", "asked"),
    [
        ("energy_consumption", "consumption_total", "unit", "工业生产消费"),
        ("product", "value", "product_name", "本期分母项"),
    ],
)
def test_a_cell_that_the_blank_workbook_works_out_is_not_to_be_typed_over(
    table: str, column: str, typed: str, asked: str
) -> None:
    """What was typed over I8 would leave J8 blank, which is asked for next."""
    row = problem(FilingProblem.REQUIRED_MISSING, "表", "I8", table=table, column=column)
    other = problem(FilingProblem.REQUIRED_MISSING, "表", "C8", table=table, column=typed)
    for rows in ([row], [row, other]):
        (item,) = problem_items(pl.DataFrame(rows, schema=PROBLEM_SCHEMA), "zh")
        assert item.mend.startswith("请补填。")
        assert asked in item.mend
        assert "公式不要改" in item.mend
    (plain,) = problem_items(pl.DataFrame([other], schema=PROBLEM_SCHEMA), "zh")
    assert "请补填。" == plain.mend


def test_what_follows_from_other_faults_comes_last_and_says_so() -> None:
    """J8 typed as text leaves Y8 an error and the total blank; nobody is sent looking for a missing factor."""
    second = "表2 能源消费结构"
    rows = [
        problem(FilingProblem.REQUIRED_MISSING, "表1 基本情况", "D22", table="enterprise", column="reported_tce_equal"),
        problem(FilingProblem.ERROR_CELL, second, "Y8", table="energy_consumption", column="reported_tce_calorific"),
        problem(FilingProblem.UNREADABLE_NUMBER, second, "J8", table="energy_consumption", column="consumption_total"),
    ]
    items = problem_items(pl.DataFrame(rows, schema=PROBLEM_SCHEMA), "zh")
    assert ["J8", "D22", "Y8"] == [item.places[0].cell for item in items]
    assert ["先改好上面" in item.mend for item in items] == [False, True, True]


def test_an_error_typed_in_comes_before_those_that_follow_from_it() -> None:
    """J8 looks up a workbook that is gone: I8, Y8 and the total follow, and only J8 is there to be mended."""
    second = "表2 能源消费结构"
    energy = {"table": "energy_consumption", "value": "#REF!"}
    rows = [
        problem(FilingProblem.ERROR_CELL, "表1 基本情况", "D22", table="enterprise", column="reported_tce_calorific"),
        problem(FilingProblem.ERROR_CELL, second, "I8", column="consumption_total", **energy),
        problem(FilingProblem.ERROR_CELL, second, "Y8", column="reported_tce_calorific", **energy),
        problem(FilingProblem.ERROR_CELL, second, "J8", column="consumption_industrial", **energy),
        problem(
            FilingProblem.ERROR_CELL,
            "表2-1 加工转换与回收利用",
            "D8",
            table="energy_conversion",
            column="consumption_industrial",
        ),
    ]
    items = problem_items(pl.DataFrame(rows, schema=PROBLEM_SCHEMA), "zh")
    assert ["J8", "D22", "I8", "Y8", "D8"] == [item.places[0].cell for item in items]
    assert ["先改好上面" in item.mend for item in items] == [False, True, True, True, True]


def test_a_text_that_table_2_1_brings_over_is_told_where_it_was_typed() -> None:
    def at(table: str, cell: str, value: str) -> dict[str, object]:
        column = "consumption_industrial"
        return problem(FilingProblem.UNREADABLE_NUMBER, table, cell, table=table, column=column, value=value)

    brought = at("energy_conversion", "D37", "9500万度")
    (item,) = problem_items(
        pl.DataFrame([at("energy_consumption", "J37", "9500万度"), brought], schema=PROBLEM_SCHEMA), "zh"
    )
    assert ["J37"] == [place.cell for place in item.places]
    other = pl.DataFrame([at("energy_consumption", "J37", "95吨"), brought], schema=PROBLEM_SCHEMA)
    assert 2 == len(problem_items(other, "zh"))


def test_a_factor_that_stands_in_both_tables_is_one_item_that_names_both_cells(
    items_of: Callable[..., list[tuple[str, str]]],
) -> None:
    def at(sheet: str, cell: str, value: str) -> dict[str, object]:
        kind = EnergyProblem.EQUAL_FACTOR_OFF
        return problem(kind, sheet, cell, column="factor_equal", value=value, detail="2.8—4.04")

    told = items_of(at("表2", "W4", "5.2"), at("表2-1", "S2", "5.2"), at("表2-1", "S3", "6"))
    assert [
        ("equal-factor-off-range", "表2!W4；表2-1!S2"),
        ("equal-factor-off-range", "表2-1!S3"),
    ] == told


@pytest.mark.parametrize("kind", [FilingProblem.REPEATED_COLUMN, FilingProblem.WRONG_UNIT])
def test_a_heading_that_is_there_and_not_used_is_not_called_missing_as_well(
    items_of: Callable[..., list[tuple[str, str]]], kind: FilingProblem
) -> None:
    """Whoever adds the column that is asked for has one too many."""
    second, column = "表2 能源消费结构", {"table": "energy_consumption", "column": "consumption_industrial"}
    lacking = problem(FilingProblem.MISSING_COLUMN, second, "", **column)
    heading = problem(kind, second, "K1", **column)

    assert [(kind.code, f"{second}!K1")] == items_of(lacking, heading)
    assert 2 == len(items_of(lacking, heading | {"column": "purchase_qty"}))


def test_while_the_year_cannot_be_read_nothing_else_is_asked_of_the_tables() -> None:
    rows = [
        problem(FilingProblem.MISSING_TABLE, "表1 基本情况", "", table="energy_consumption"),
        problem(FilingProblem.ORPHAN_ROW, "表2 能源消费结构", "A8", table="energy_consumption"),
        problem(FilingProblem.ORPHAN_ROW, "表4 单位产品能耗", "A5", table="product"),
        problem(FilingProblem.REQUIRED_MISSING, "表1 基本情况", "D4", table="enterprise", column="report_year"),
    ]
    year, rest = problem_items(pl.DataFrame(rows, schema=PROBLEM_SCHEMA), "zh")
    assert ("required-missing", "orphan-row") == (year.code, rest.code)
    assert "“表2 能源消费结构”、“表4 单位产品能耗”有 2 行没有写明" in rest.what
    assert rest.mend.startswith("先改好“表1”")


def test_of_a_factor_a_thousand_times_off_only_the_slip_is_said(items_of: Callable[..., list[tuple[str, str]]]) -> None:
    factor = problem(FilingProblem.BAD_FORMAT, "表2", "R8", table="energy_consumption", column="factor_adopted")
    slip = {**factor, "code": "factor-off-by-power-of-ten"}
    off = {**factor, "code": "factor-off-reference"}
    assert [("factor-off-by-power-of-ten", "表2!R8")] == items_of(off, slip)
    assert [("factor-off-reference", "表2!R9")] == items_of({**off, "cell": "R9"})


def test_formulas_saved_without_result_are_one_item_whatever_they_say(
    items_of: Callable[..., list[tuple[str, str]]],
) -> None:
    kind = FilingProblem.FORMULA_WITHOUT_VALUE
    rows = [problem(kind, sheet, "B5", table="product", column="value", value=f"={sheet}") for sheet in ("甲", "乙")]
    assert 1 == len(items_of(*rows))


@pytest.mark.parametrize(
    ("kind", "table", "cells", "what"),
    [
        (FilingProblem.REPEATED_FILING, "", {"表2 (2)": "A2", "表4 (2)": "A2"},
            "“表2 (2)”、“表4 (2)”与 91520000-2025 另外报的表完全相同，只计一次。"),
        (FilingProblem.HIDDEN_COLUMN, "", {"表2": "E1", "表4": "G1"}, "“表2”、“表4”有 2 列是隐藏的，仍已读取并计入。"),
    ],
)  # fmt: skip
def test_copied_sheets_and_hidden_columns_are_one_item_each(
    kind: FilingProblem, table: str, cells: dict[str, str], what: str
) -> None:
    rows = [
        problem(kind, sheet, cell, table=table, value="91520000-2025", detail=f"申报表.xlsx［{sheet[:2]}］")
        for sheet, cell in cells.items()
    ]
    (item,) = problem_items(pl.DataFrame(rows, schema=PROBLEM_SCHEMA), "zh")
    assert what == item.what
    assert [(place.sheet, place.cell) for place in item.places] == list(cells.items())


def test_a_heading_in_another_unit_is_one_item_that_names_the_cells() -> None:
    at = {"table": "energy_consumption", "column": "purchase_amount"}
    told = [
        problem(FilingProblem.UNIT_OF_HEADING_CONTRADICTS_ROW, "表2", cell, value=value, detail="千元 ≠ 万元", **at)
        for cell, value in {"H2": "15150", "H3": "225"}.items()
    ]
    heading = problem(FilingProblem.UNIT_OF_ROW_RULES, "表2", "H1", value="购进金额(千元)", **at)
    (item,) = problem_items(pl.DataFrame([*told, heading], schema=PROBLEM_SCHEMA), "zh")
    assert "“购进金额”有 2 格没有采用：表头或表上方写的单位与各行的计量单位不一致，不知道是哪一个。" == item.what
    assert "千元 ≠ 万元" == item.compared
    assert ["H2", "H3"] == [place.cell for place in item.places]


@pytest.mark.parametrize(("row", "asked"), [(2, "改好后仍提示缺少的，再补报"), (3, "请补报。")])
def test_a_table_that_a_row_lacks_for_its_code_is_asked_for_after_the_code(row: int, asked: str) -> None:
    sheet = "表1 基本情况"
    code = problem(FilingProblem.BAD_CREDIT_CODE, sheet, "A2", table="enterprise", column="uscc") | {"row": 2}
    lacks = problem(FilingProblem.MISSING_TABLE, sheet, f"A{row}", table="energy_consumption") | {"row": row}
    items = problem_items(pl.DataFrame([code, lacks], schema=PROBLEM_SCHEMA), "zh")
    assert asked in items[1].mend


def test_every_kind_of_problem_says_what_to_do() -> None:
    """A clerk must not find the column 怎样改 empty."""
    ours = [family for family in ProblemKind.__subclasses__() if family.__module__.startswith("energy_audit.")]
    kinds = [kind for family in ours for kind in family]
    assert len(kinds) > 100
    assert [] == [kind.code for kind in kinds if not what_and_mend(kind.sentence("zh"))[1]]
    # what is asked stands in what to do, not in what is wrong
    asking = [kind for kind in kinds if "请" in kind.sentence("zh")]
    assert [] == [kind.code for kind in asking if "请" not in what_and_mend(kind.sentence("zh"))[1]]


def test_a_message_is_divided_into_what_is_wrong_what_it_was_compared_with_and_what_to_do() -> None:
    comparison = "F7 消费量合计 1050 ≠ G7 900 + H7 100 = 1000；Δ 50"
    row = {
        **problem(FilingProblem.REQUIRED_MISSING, "表2 能源消费结构", "F7", table="energy_consumption"),
        "code": "made-up",
        "message": f"“消费量合计”填的是 1050，与分项不符：{comparison}。请核对数量。",
        "detail": comparison,
    }
    (item,) = problem_items(pl.DataFrame([row], schema=PROBLEM_SCHEMA), "zh")
    in_words = "F7 消费量合计 1050 ≠ G7 900 + H7 100 = 1000；相差 50"
    assert ("“消费量合计”填的是 1050，与分项不符。", in_words, "请核对数量。") == (
        item.what,
        item.compared,
        item.mend,
    )


def test_english_sentences_keep_the_gap_between_them() -> None:
    assert what_and_mend("The tier is open. What decides it: M2. Verify and file again.") == (
        "The tier is open. What decides it: M2.",
        "Verify and file again.",
    )


def test_violations_must_be_mended_and_suspicions_and_notices_are_looked_at(
    check: SelfCheck, material: Material
) -> None:
    breached = material.judgement.findings.filter(verdict="breached")
    assert {"error", "violation"} >= {item.kind for item in check.must_mend}
    assert sorted(breached.filter(kind="violation")["rule"]) == sorted(
        item.code for item in check.must_mend if item.kind == "violation"
    )
    assert sorted(breached.filter(pl.col("kind") != "violation")["rule"]) == sorted(
        item.code for item in check.look_at if item.finding_id
    )
    assert not check.ready


def test_a_finding_says_the_law_it_was_compared_with_and_every_cell_it_rests_on(check: SelfCheck) -> None:
    item = next(item for item in check.must_mend if item.code == "PRJ004")
    assert "节约能源法" in item.compared
    assert item.mend
    assert {"附表3 固定资产投资项目"} == {place.sheet for place in item.rests_on}
    assert item.places[0] not in item.rests_on


def test_what_cannot_be_told_is_gathered_by_reason(check: SelfCheck, material: Material) -> None:
    open_verdicts = material.judgement.findings.filter(verdict="cannot_tell").height
    (unit,) = check.units
    assert open_verdicts == sum(each.count for each in unit.untold)
    assert len(unit.untold) < 8 < open_verdicts


def test_a_filing_true_to_fact_with_a_violation_is_not_called_wrong(check: SelfCheck) -> None:
    """The exit code stays that of a violation; only an error in the filing itself bars it."""
    assert ["violation"] * len(check.must_mend) == [item.kind for item in check.must_mend]
    assert check.must_mend
    assert check.true_to_fact
    assert not check.ready
    assert "照实填报" in check.standing.zh
    error = replace(check.must_mend[0], kind="error")
    assert "还不能报送" == replace(check, must_mend=(error,)).standing.zh
    assert "可以报送" == replace(check, must_mend=()).standing.zh


def test_nothing_is_ready_where_no_unit_could_be_read() -> None:
    nothing = unread(pl.DataFrame(schema=PROBLEM_SCHEMA), "x.xlsx", "zh", AS_OF)
    assert not nothing.ready
    assert () == nothing.items


ROW = {"finding_id": "f1", "rule": "PRJ004", "subject_key": "2025-1", "facts_digest": "0123456789abcdef"}


def said(**changes: str) -> Explanation:
    told = {"rule": "PRJ004", "subject_key": "2025-1", "text": "已补办", "name": "王", "day": "", "digest": "0123456789abcdef"}  # fmt: skip
    return Explanation(**{**told, "cell": "C4", **changes})


@pytest.mark.parametrize(
    ("digest", "standing"),
    [
        ("0123456789abcdef", "current"),
        ("01234567", "current"),
        ("0123", "lapsed"),
        ("fedcba9876543210", "lapsed"),
        ("", "unbound"),
    ],
)
def test_an_explanation_stands_only_for_the_facts_it_was_written_for(digest: str, standing: str) -> None:
    beside, stray = explained([said(digest=digest)], [ROW])
    assert standing == beside["f1"].standing
    assert () == stray


def test_an_explanation_of_nothing_found_is_stray() -> None:
    other = said(subject_key="2025-2")
    assert ({}, (other,)) == explained([other], [ROW])


def test_of_two_explanations_the_current_one_speaks() -> None:
    current, old = said(text="新"), said(text="旧", digest="ffffffffffff")
    for order in ([current, old], [old, current]):
        assert "新" == explained(order, [ROW])[0]["f1"].explanation.text


@pytest.fixture
def workbook_with(tmp_path: Path) -> Callable[..., Path]:
    def make(*rows: tuple[str, ...]) -> Path:
        target = Path(shutil.copy(SILICON, tmp_path / "申报表.xlsx"))
        book = openpyxl.load_workbook(target)
        sheet = book.create_sheet("情况说明")
        for row in (("情况说明",), (), HEADINGS, *rows):
            sheet.append(row)
        book.save(target)
        return target

    return make


def test_the_sheet_is_read_with_the_address_of_each_text(workbook_with: Callable[..., Path]) -> None:
    path = workbook_with(
        ("prj004", "k", "已补办", "王", "2026-05-01", "0123456789ABCDEF"), ("PRJ016", "k", "", "", "", "")
    )
    assert (Explanation("PRJ004", "k", "已补办", "王", "2026-05-01", "0123456789abcdef", "C4"),) == read_explanations(
        path
    )
    assert () == read_explanations(SILICON)
    assert () == read_explanations(SILICON.parent)


def _with_total(path: Path, total: int) -> SelfCheck:
    """Put a self-reported total into table 1 and check the workbook."""
    book = openpyxl.load_workbook(path)
    sheet = book["表1 基本情况"]
    heading = next(cell for cell in sheet[1] if cell.value == "综合能源消费量(当量值)")
    sheet.cell(2, heading.column).value = total
    book.save(path)
    return self_check(inspect([path], Options(AS_OF)).material, path.name, read_explanations(path))


def test_an_explanation_shows_beside_its_finding_hides_nothing_and_lapses_loudly(
    workbook_with: Callable[..., Path], tmp_path: Path
) -> None:
    """It is written to a total that disagrees with the account; another total is another fact."""
    plain = _with_total(Path(shutil.copy(SILICON, tmp_path / "plain.xlsx")), 20000)
    item = next(item for item in plain.look_at if "20,000" in item.what)
    path = workbook_with((item.code, item.subject_key, "停产检修，统计口径不同", "王", "2026-05-01", item.facts_digest))
    now = _with_total(path, 20000)
    assert [each.code for each in plain.items] == [each.code for each in now.items]
    (shown,) = [each for each in now.items if each.explained]
    assert (item.code, "current") == (shown.code, shown.explained.standing if shown.explained else "")
    assert "停产检修" in selfcheck_html(now)
    assert "说明已失效" not in selfcheck_html(now)

    later = _with_total(path, 21000)
    (lapsed,) = [each for each in later.items if each.explained]
    assert (item.code, "lapsed") == (lapsed.code, lapsed.explained.standing if lapsed.explained else "")
    assert "说明已失效" in selfcheck_html(later)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_names_every_item_its_place_and_its_remedy(lang: str) -> None:
    told = self_check(inspect([SILICON], Options(AS_OF, lang=lang)).material, SILICON.name)  # type: ignore[arg-type]
    html = selfcheck_html(told)
    for item in told.items:
        assert item.places[0].sheet in html
        assert item.code in html or not item.finding_id
    declaration = "报送声明" if lang == "zh" else "Declaration"
    assert declaration in html
    assert "None" not in html
    if lang == "en":
        assert "还不能报送" not in html


def test_text_of_a_filing_is_escaped(check: SelfCheck) -> None:
    nasty = replace(check.must_mend[0], what="<script>alert(1)</script>", places=(Place("f", "<b>", "A1"),))
    html = selfcheck_html(replace(check, must_mend=(nasty,)))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.pdf
def test_the_report_is_a_folder_of_its_own_with_page_and_pdf(check: SelfCheck, tmp_path: Path) -> None:
    out = tmp_path / "自查"
    made = write_pages(check, SILICON, out)
    assert ["自查报告.html", "自查报告.pdf"] == [path.name for path in made]
    assert [] == faults(out / "自查报告.pdf")
    # a page has one number
    first = pypdf.PdfReader(out / "自查报告.pdf").pages[0].extract_text()
    assert "第 1 页" in first
    assert "— 1 —" not in first
    told = json.loads((out / "manifest.json").read_text("utf-8"))
    assert (False, SILICON.name) == (told["ready"], told["input"]["file"])
    assert [out] == list(tmp_path.iterdir())
    before = (out / "自查报告.pdf").read_bytes()
    write_pages(check, SILICON, out)
    assert before == (out / "自查报告.pdf").read_bytes()


def test_a_folder_with_other_things_is_left_alone(check: SelfCheck, tmp_path: Path) -> None:
    (tmp_path / "合同.docx").write_bytes(b"x")
    with pytest.raises(OutputRefused):
        write_pages(check, SILICON, tmp_path)
    assert ["合同.docx"] == [path.name for path in tmp_path.iterdir()]
