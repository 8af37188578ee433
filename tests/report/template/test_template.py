"""The blank workbook: what it holds, that reading it finds nothing, and that filling it in gives what was filed."""

from __future__ import annotations

import io
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook

from energy_audit.errors import NothingReadable, OutputRefused, UsageError
from energy_audit.filing.intake import Intake, read_filings
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.headings import match
from energy_audit.inspection import inspect
from energy_audit.reference.tables import Reference
from energy_audit.report.material import Material, Options
from energy_audit.report.template.blank import Choices, template_bytes, write_template
from energy_audit.report.template.layout import heading
from energy_audit.report.template.prefill import read_prefill
from energy_audit.resources import folder

sys.path.insert(0, str(Path(__file__).parents[1]))
from filled import CAN_TYPE, fill, places, type_in

AS_OF = date(2026, 6, 30)
SAMPLES = folder("sample_data") / "filings"
CEMENT = SAMPLES / "贵阳市" / "示例清镇水泥-2025.xlsx"
CEMENT_BEFORE = SAMPLES / "贵阳市" / "示例清镇水泥-2024.xlsx"
HOSPITAL = SAMPLES / "贵阳市" / "示例云岩医院-2025.xlsx"

COMPUTED = {
    "enterprise": {
        "reported_tce_calorific",
        "reported_tce_equal",
        "reported_intensity_calorific",
        "reported_intensity_equal",
        "region_code",
        "city_name",
        "province_name",
    },
    "energy_consumption": {"consumption_total", "factor_reference", "reported_tce_calorific", "reported_tce_equal"},
    "energy_conversion": {"consumption_industrial", "conversion_input", "conversion_output_tce", "factor_adopted"},
    "metering": {"l1_rate", "l2_rate", "l3_rate"},
    "product": {"value", "value_prev", "change_pct"},
}
"""What the workbook works out; a clerk leaves it alone."""


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    target = tmp_path_factory.mktemp("blank") / "申报表.xlsx"
    write_template(target, Choices(2025), reference)
    return target


@pytest.fixture(scope="module")
def book(blank: Path) -> Workbook:
    return openpyxl.load_workbook(blank)


@pytest.mark.parametrize("table", TABLES)
def test_every_heading_is_read_as_its_column_with_its_unit(table: str) -> None:
    for column in TABLES[table].columns:
        found = match(table, (heading(column),))
        assert (column.key,) == found.columns
        assert column.filed_unit == found.unit


def test_it_has_a_sheet_for_every_table_in_order_between_instructions_and_explanations(book: Workbook) -> None:
    assert ["填报说明", *(table.sheet for table in TABLES.values()), "情况说明", "选项说明"] == book.sheetnames
    assert "hidden" == book["选项说明"].sheet_state


def test_no_comment_contradicts_the_guide_or_says_only_a_number(book: Workbook) -> None:
    """The guide has industrial units file 0 and factors where the standard has none; a number of an official column says nothing."""
    sheet = book[TABLES["energy_consumption"].sheet]
    told = {key: sheet.cell(*spot).comment.text for key, spot in places(sheet, "energy_consumption").items()}
    assert "没有的填 0" in told["consumption_industrial"]
    assert "没有的必须填写" in told["factor_adopted"]
    assert not [key for key in ("consumption_industrial", "factor_adopted", "factor_equal") if "选填" in told[key]]
    assert {} == {key: text for key, text in told.items() if text.startswith("栏")}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_the_schema_stands_on_its_sheet_with_a_comment_and_a_mark_if_required(
    book: Workbook, table: str
) -> None:
    own = TABLES[table]
    where = places(book[own.sheet], table)
    said_once = set() if table == "enterprise" else {"uscc", "report_year", "site"}
    assert {column.key for column in own.columns} - said_once == set(where)
    for key, spot in where.items():
        cell = book[own.sheet].cell(*spot)
        assert own.column(key).required == cell.value.startswith("*")
        assert cell.comment is not None
        assert own.column(key).meaning in cell.comment.text


def test_a_figure_that_rules_ask_for_is_to_be_zero_where_there_is_none(book: Workbook) -> None:
    """A blank one is unknown, and leaves what rests on it open."""
    comments = {
        cell.comment.text for row in book["补充表 原料用能与可再生能源"].iter_rows() for cell in row if cell.comment
    }
    asked = [text for text in comments if "没有的填 0，不要留空" in text]
    assert 3 == len(asked)
    assert not any("选填" in text for text in asked)


def test_untouched_it_reads_as_blank_and_nothing_on_it_is_unknown(blank: Path) -> None:
    intake = read_filings([blank])
    assert [] == intake.problems["message"].to_list()
    assert dict.fromkeys(TABLES, 0) == {key: frame.height for key, frame in intake.tables.items()}


def test_every_formula_is_saved_with_its_result(blank: Path) -> None:
    with zipfile.ZipFile(blank) as file:
        sheets = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = [cell for sheet in sheets for cell in re.findall(r"<c [^>]*><f>.*?</c>", sheet)]
    assert len(formulas) > 300
    assert [] == [cell for cell in formulas if ' t="str"' not in cell and "<v></v>" in cell]


def test_no_formula_stands_in_a_cell_formatted_as_text(book: Workbook) -> None:
    """Edited there it would show itself instead of its result, and converters store 0 for it."""
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 100
    assert set() == {cell.coordinate for cell in formulas if cell.number_format == "@"}


def test_all_energies_are_printed_with_code_name_and_standard_unit(book: Workbook, reference: Reference) -> None:
    sheet = book["表2 能源消费结构"]
    printed = [(row[0], row[1], row[2]) for row in sheet.iter_rows(min_row=5, max_col=3, values_only=True) if row[0]]
    assert reference.energy_catalogue.select("code", "name_zh", "unit").rows() == printed
    assert 40 == len(printed)


def test_all_documents_are_printed_with_their_names(book: Workbook, reference: Reference) -> None:
    sheet = book["节能管理档案目录"]
    title = places(sheet, "document")["title"][1]
    printed = [(row[0], row[title - 1]) for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
    assert [(each.id, each.name_zh) for each in reference.documents] == printed


def test_the_cover_lists_the_archive_of_the_chosen_tier(reference: Reference) -> None:
    chosen = openpyxl.load_workbook(io.BytesIO(template_bytes(Choices(2025, tier="C"), reference)))
    listed = {row[0] for row in chosen["填报说明"].iter_rows(values_only=True) if str(row[0]).startswith("ARC-")}
    assert {each.id for each in reference.documents if "C" in each.tiers} == listed
    assert listed < {each.id for each in reference.documents}


def test_headings_are_closed_and_entry_cells_open_without_a_password(book: Workbook) -> None:
    for table in TABLES.values():
        sheet = book[table.sheet]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        for row, column in places(sheet, table.key).values():
            entry = (row, column + 1) if table.key in {"enterprise", "nonfossil"} else (row + 1, column)
            assert sheet.cell(row, column).protection.locked
            assert not sheet.cell(*entry).protection.locked


def _rule(book: Workbook, table: str, key: str) -> object:
    sheet = book[TABLES[table].sheet]
    row, column = places(sheet, table)[key]
    entry = sheet.cell(row, column + 1) if table in {"enterprise", "nonfossil"} else sheet.cell(row + 1, column)
    return next(rule for rule in sheet.data_validations.dataValidation if entry.coordinate in rule.sqref)


@pytest.mark.parametrize(
    ("table", "key", "expected"),
    [
        ("enterprise", "uscc", ("textLength", "18")),
        ("enterprise", "report_year", ("whole", "1990")),
        ("enterprise", "report_date", ("date", "18264")),
        ("enterprise", "ems_certified", ("list", '"是,否"')),
        ("enterprise", "industry_code", ("list", "选项_行业小类码")),
        ("enterprise", "county_name", ("list", "选项_县名")),
        ("energy_consumption", "energy_name", ("list", "选项_能源")),
        ("energy_consumption", "unit", ("list", "选项_数量单位")),
        ("energy_consumption", "purchase_qty", ("decimal", "0")),
        ("energy_consumption", "factor_source", ("list", '"实测,供方,参考"')),
        ("equipment", "annual_hours", ("decimal", "0")),
        ("project", "trade_division", ("textLength", "2")),
        ("document", "document_id", ("list", "选项_档案编码")),
        ("document", "held", ("list", '"是,否,不适用"')),
    ],
)
def test_a_cell_takes_what_the_schema_takes(book: Workbook, table: str, key: str, expected: tuple[str, str]) -> None:
    rule = _rule(book, table, key)
    assert expected == (rule.type, rule.formula1)
    assert rule.showInputMessage
    assert TABLES[table].column(key).name_zh.startswith(rule.promptTitle)


def test_the_lists_behind_the_drop_downs_hold_the_reference_tables(book: Workbook, reference: Reference) -> None:
    area = book.defined_names["选项_能源"].attr_text.replace("'", "").replace("$", "").split("!")
    listed = [cell.value for row in book[area[0]][area[1]] for cell in row]
    assert reference.energy_catalogue["name_zh"].to_list() == listed


def test_equal_choices_give_equal_bytes(blank: Path, reference: Reference) -> None:
    assert blank.read_bytes() == template_bytes(Choices(2025), reference)
    assert blank.read_bytes() != template_bytes(Choices(2024), reference)


def test_an_existing_file_is_never_overwritten(tmp_path: Path, reference: Reference) -> None:
    target = tmp_path / "申报表.xlsx"
    target.write_bytes(b"filled in by hand")
    with pytest.raises(OutputRefused, match="已经存在"):
        write_template(target, Choices(2025), reference)
    assert b"filled in by hand" == target.read_bytes()


def test_a_wrong_ending_or_industry_is_refused(tmp_path: Path, reference: Reference) -> None:
    with pytest.raises(UsageError, match=r"\.xlsx"):
        write_template(tmp_path / "申报表.xls", Choices(2025), reference)
    with pytest.raises(UsageError, match="9999"):
        write_template(tmp_path / "申报表.xlsx", Choices(2025, industry="9999"), reference)
    assert [] == list(tmp_path.iterdir())


def test_last_year_gives_identity_opening_stock_and_the_figures_of_the_year_before(
    tmp_path: Path, reference: Reference
) -> None:
    before = read_filings([CEMENT_BEFORE]).tables
    last = read_prefill(CEMENT_BEFORE, reference)
    target = tmp_path / "2025.xlsx"
    write_template(target, Choices(last.year + 1, last_year=last), reference)
    now = read_filings([target]).tables
    (then,), (this,) = before["enterprise"].to_dicts(), now["enterprise"].to_dicts()
    assert 2025 == this["report_year"]
    for key in ("uscc", "enterprise_name", "industry_code", "region_code", "address", "energy_manager"):
        assert then[key] == this[key]
    assert then["reported_tce_calorific"] == this["reported_tce_calorific_prev"]
    assert this["reported_tce_calorific"] is None
    assert this["gross_output"] is None
    stock = dict(now["energy_consumption"].select("energy_code", "opening_stock").iter_rows())
    assert dict(before["energy_consumption"].select("energy_code", "closing_stock").iter_rows()) == stock
    (product,) = now["product"].to_dicts()
    assert before["product"]["value"].to_list() == [product["value_prev"]]
    assert before["product"]["numerator"].to_list() == [product["numerator_prev"]]
    assert product["numerator"] is None


def test_prefill_needs_one_enterprise(tmp_path: Path, blank: Path, reference: Reference) -> None:
    with pytest.raises(NothingReadable, match="表1"):
        read_prefill(blank, reference)
    scanned = tmp_path / "上年.xlsx"
    scanned.write_text("扫描件", encoding="utf-8")
    with pytest.raises(NothingReadable, match="没有找到任何规定的表"):  # why it could not be read is said
        read_prefill(scanned, reference)
    both = tmp_path / "both"
    both.mkdir()
    for each in (CEMENT, HOSPITAL):
        shutil.copy(each, both)
    with pytest.raises(UsageError, match="多个单位"):
        read_prefill(both, reference)


@pytest.fixture(scope="module")
def material_of() -> Callable[[Path], Material]:
    return lambda path: inspect([path], Options(AS_OF)).material


VERDICT = ["rule", "uscc", "report_year", "subject", "subject_key"]


@pytest.mark.skipif(not CAN_TYPE, reason="LibreOffice types, works the formulas out and saves")
def test_zeros_typed_into_every_row_change_no_total(tmp_path: Path, reference: Reference) -> None:
    """Raw coal 1000 t × 0.7143 = 714.30 and its kinds all zero: the coal is not taken for its kinds' and lost.

    Other washed coal has no reference factor, which a zero does not need.
    """
    blank, typed = tmp_path / "空表.xlsx", tmp_path / "typed.xlsx"
    write_template(blank, Choices(2025, "3011"), reference)
    book = openpyxl.load_workbook(blank)
    energies, form = book["表2 能源消费结构"], book["表1 基本情况"]
    at = {cell.value: cell.column for cell in energies[4]}
    amounts = {"01": "1000", **dict.fromkeys(("02", "03", "04", "05", "07"), "0")}
    struck = [
        (energies.title, row[0].row, at[heading], amounts[row[0].value] if heading == "工业生产消费" else "0")
        for row in energies.iter_rows(min_row=5)
        if row[0].value in amounts
        for heading in ("工业生产消费", "非工业生产消费")
    ]
    type_in(blank, typed, struck)
    saved = openpyxl.load_workbook(typed, data_only=True)
    (total,) = (row[0].row for row in energies.iter_rows(min_row=5) if row[0].value == "40")
    (own,) = (cell for row in form.iter_rows() for cell in row if str(cell.value).startswith("*综合能源消费量(当量值)"))
    assert 714.3 == saved[form.title].cell(own.row, own.column + 1).value
    assert 714.3 == saved[energies.title].cell(total, at["工业生产消费"]).value


@pytest.mark.skipif(not CAN_TYPE, reason="LibreOffice types, works the formulas out and saves")
def test_a_unit_chosen_in_table_2_takes_its_factor_and_table_2_1_along(tmp_path: Path, reference: Reference) -> None:
    """GB/T 2589-2020: 1.229 tce per 10^4 kWh is 0.0001229 per kWh; coal in 10^4 t; litres of diesel have no factor."""
    blank, typed = tmp_path / "空表.xlsx", tmp_path / "typed.xlsx"
    write_template(blank, Choices(2025, "3011"), reference)
    book = openpyxl.load_workbook(blank)
    energies = book["表2 能源消费结构"]
    at = {str(cell.value).split("\n")[0].lstrip("*"): cell.column for cell in energies[4]}
    row_of = {row[1].value: row[0].row for row in energies.iter_rows(min_row=5)}
    units = {"电力": "千瓦时", "原煤": "万吨", "柴油": "升", "汽油": "吨"}
    type_in(blank, typed, [(energies.title, row_of[name], at["计量单位"], unit) for name, unit in units.items()])
    saved = openpyxl.load_workbook(typed, data_only=True)
    factors = {name: saved[energies.title].cell(row_of[name], at["参考折标系数"]).value for name in units}
    assert {"电力": 0.0001229, "原煤": 7143, "柴油": None, "汽油": 1.4714} == {
        name: factor or None for name, factor in factors.items()
    }
    moved = saved["表2-1 加工转换与回收利用"]
    assert units == {row[1].value: row[2].value for row in moved.iter_rows(min_row=5) if row[1].value in units}


@pytest.mark.skipif(not CAN_TYPE, reason="LibreOffice types, works the formulas out and saves")
def test_an_error_in_table_2_makes_no_row_of_table_2_1(tmp_path: Path, reference: Reference) -> None:
    """Who converts nothing would else be asked for what the conversion gave."""
    blank, typed = tmp_path / "空表.xlsx", tmp_path / "typed.xlsx"
    write_template(blank, Choices(2025, "3011"), reference)
    book = openpyxl.load_workbook(blank)
    energies, moved = book["表2 能源消费结构"], book["表2-1 加工转换与回收利用"]
    (row,) = (each[0].row for each in energies.iter_rows(min_row=5) if each[0].value == "01")
    at = {str(cell.value).split("\n")[0].lstrip("*"): cell.column for cell in energies[4]}
    columns = [at["工业生产消费"], at["等价折标系数"], at["采用折标系数"]]
    type_in(blank, typed, [(energies.title, row, column, "=1/0") for column in columns])
    saved = openpyxl.load_workbook(typed, data_only=True)
    assert {"#DIV/0!"} == {saved[energies.title].cell(row, column).value for column in columns}
    assert {None} == {cell.value or None for cell in saved[moved.title][row][3:]}


@pytest.mark.skipif(not CAN_TYPE, reason="LibreOffice types, works the formulas out and saves")
@pytest.mark.parametrize("sample", [CEMENT, HOSPITAL], ids=["industry", "hospital"])
def test_filled_in_with_libreoffice_it_says_what_the_sample_says(
    sample: Path, blank: Path, tmp_path: Path, material_of: Callable[[Path], Material]
) -> None:
    """The figures a clerk types give, with the workbook's own totals, the sample's totals, problems and verdicts."""
    filed: Intake = read_filings([sample])
    typed = tmp_path / "typed.xlsx"
    # the drop-down names the industries that rules know; a hospital's code is typed
    looked_up = {"industry_code"} if sample == CEMENT else set()
    fill(blank, typed, filed, but=COMPUTED | {"enterprise": COMPUTED["enterprise"] | looked_up})
    own, copy = material_of(sample), material_of(typed)

    def problems(material: Material) -> list[tuple[object, ...]]:
        return sorted(material.intake.problems.select("code", "table", "column", "value").rows(), key=str)

    assert problems(own) == problems(copy)
    for key in ("reported_tce_calorific", "reported_tce_equal"):
        (there,), (here,) = own.intake.tables["enterprise"][key], copy.intake.tables["enterprise"][key]
        assert abs(there - here) <= D("0.05")
    of_energies = pl.col("subject_key").fill_null("") != "40"  # the sample has no total row

    def verdicts(material: Material) -> list[tuple[object, ...]]:
        frame = material.judgement.verdicts().with_columns(pl.col("verdict").cast(pl.String))
        # equipment is known by its row on the sheet, which differs
        return sorted(
            frame.filter(of_energies & (pl.col("subject") != "equipment")).select(*VERDICT, "verdict").rows(), key=str
        )

    assert verdicts(own) == verdicts(copy)
    tally = ["violations", "suspicions", "notices", "cannot_tell"]
    assert own.judgement.tally().select(tally).rows() == copy.judgement.tally().select(tally).rows()
