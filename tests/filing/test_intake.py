"""What goes in comes out: the three forms are equal, faults are found at their cells."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from openpyxl import load_workbook
from polars.testing import assert_frame_equal

from energy_audit.filing.intake import read_filings
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.sources import address
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.filing.intake import Intake


def _values(intake: Intake) -> dict[str, pl.DataFrame]:
    return {key: frame.drop("source", "row") for key, frame in intake.tables.items()}


def test_a_clean_workbook_gives_every_value_and_no_problem(filing: Any, tmp_path: Path) -> None:
    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert [] == intake.problems.select("file", "cell", "code", "message").rows()
    for key, rows in filing.tables.items():
        expected = pl.DataFrame(
            [{column: row.get(column) for column in TABLES[key].schema()} for row in rows], schema=TABLES[key].schema()
        )
        assert_frame_equal(expected, _values(intake)[key])
    assert [("a.xlsx", "read", "", 1)] == [(f.path, f.status, f.reason, f.enterprises) for f in intake.files]


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "semicolon", "tab", "parquet", "floats"])
def test_every_form_of_a_filing_gives_the_same_tables(filing: Any, tmp_path: Path, form: str) -> None:
    expected = _values(read_filings([filing.xlsx(tmp_path / "a.xlsx")]))
    folder = tmp_path / form
    match form:
        case "parquet" | "floats":
            filing.parquet(folder, floats=form == "floats")
        case "semicolon" | "tab":
            filing.csv(folder, delimiter=";" if form == "semicolon" else "\t")
        case _:
            filing.csv(folder, encoding=form)

    intake = read_filings([folder])

    assert [] == intake.problems.select("file", "cell", "code", "message").rows()
    for key, frame in _values(intake).items():
        assert_frame_equal(expected[key], frame)


PLANTED: list[tuple[str, str, Any, FilingProblem]] = [
    ("energy_consumption", "consumption_total", "约1200", FilingProblem.UNREADABLE_NUMBER),
    ("energy_consumption", "consumption_total", "1200吨", FilingProblem.UNREADABLE_NUMBER),
    ("energy_consumption", "consumption_total", "1,20", FilingProblem.UNREADABLE_NUMBER),
    ("energy_consumption", "consumption_total", "nan", FilingProblem.UNREADABLE_NUMBER),
    ("energy_consumption", "consumption_total", -3, FilingProblem.OUT_OF_RANGE),
    ("energy_consumption", "consumption_total", None, FilingProblem.REQUIRED_MISSING),
    ("energy_consumption", "consumption_total", "/", FilingProblem.REQUIRED_MISSING),
    ("energy_consumption", "consumption_total", 1e15, FilingProblem.NUMBER_TOO_LARGE),
    ("energy_consumption", "consumption_total", "9" * 40, FilingProblem.NUMBER_TOO_LARGE),
    ("energy_consumption", "consumption_total", dt.date(2025, 3, 1), FilingProblem.UNREADABLE_NUMBER),
    ("project", "approved_tce_calorific", 1e12, FilingProblem.NUMBER_TOO_LARGE),
    ("enterprise", "energy_staff_full", 2.5, FilingProblem.UNREADABLE_INTEGER),
    ("enterprise", "energy_staff_full", "3人", FilingProblem.UNREADABLE_INTEGER),
    ("enterprise", "ems_cert_date", "2024年3月", FilingProblem.INCOMPLETE_DATE),
    ("enterprise", "ems_cert_date", "2024", FilingProblem.INCOMPLETE_DATE),
    ("enterprise", "ems_cert_date", "01/03/2024", FilingProblem.UNREADABLE_DATE),
    ("enterprise", "ems_cert_date", "2024-02-30", FilingProblem.UNREADABLE_DATE),
    ("enterprise", "energy_manager_filed", "正在备案", FilingProblem.UNREADABLE_BOOLEAN),
    ("enterprise", "review_status", "在途", FilingProblem.NOT_IN_LIST),
    ("enterprise", "region_code", "52038", FilingProblem.BAD_FORMAT),
    ("enterprise", "industry_code", "C15", FilingProblem.BAD_FORMAT),
    ("enterprise", "report_year", 1925, FilingProblem.IMPOSSIBLE_YEAR),
    ("enterprise", "gross_output", "#DIV/0!", FilingProblem.ERROR_CELL),
    ("enterprise", "gross_output", "=1+1", FilingProblem.FORMULA_WITHOUT_VALUE),
    ("enterprise", "enterprise_name", "=A1", FilingProblem.FORMULA_WITHOUT_VALUE),
    ("enterprise", "enterprise_name", "#REF!", FilingProblem.ERROR_CELL),
    ("enterprise", "uscc", "9152000071430580XU", FilingProblem.BAD_CREDIT_CODE),
    ("enterprise", "uscc", 915200007143058012, FilingProblem.DIGITS_LOST),
    ("enterprise", "uscc", "71430580X", FilingProblem.OLD_CODE),
    ("document", "document_id", "14", FilingProblem.BAD_FORMAT),
]


@pytest.mark.parametrize(("table", "key", "value", "kind"), PLANTED)
def test_a_planted_fault_is_found_at_its_cell_under_its_code(
    filing: Any, tmp_path: Path, found: Any, table: str, key: str, value: Any, kind: FilingProblem
) -> None:
    cell = filing.cell(table, key)

    def edit(book: Any) -> None:
        book[TABLES[table].sheet][cell] = value

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx", edit)])

    assert (TABLES[table].sheet, cell, kind.code) in found(intake)
    here = intake.problems.filter(pl.col("cell") == cell, sheet=TABLES[table].sheet, code=kind.code)
    assert [kind.severity] == here["severity"].to_list()
    assert ["a.xlsx"] == here["file"].to_list()
    column = TABLES[table].column(key)
    kept = column.key_part or kind is FilingProblem.OLD_CODE
    assert kept == (intake.tables[table][key][0] is not None)


def test_an_unreadable_cell_does_not_disturb_its_neighbours(filing: Any, tmp_path: Path) -> None:
    cell = filing.cell("energy_consumption", "consumption_total")

    def edit(book: Any) -> None:
        book[TABLES["energy_consumption"].sheet][cell] = "abc"

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx", edit)])

    assert [None, Decimal("345.678901")] == intake.tables["energy_consumption"]["consumption_total"].to_list()
    assert [Decimal("1200.5"), None] == intake.tables["energy_consumption"]["consumption_industrial"].to_list()
    assert ["unreadable-number"] == intake.problems["code"].to_list()


def test_every_value_has_its_address(filing: Any, tmp_path: Path) -> None:
    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    rows = intake.tables["energy_consumption"].join(intake.sources, on="source")
    place = intake.placement.filter(table="energy_consumption", column="consumption_total")
    cells = rows.join(place, on="source").select(address(pl.col("letter"), pl.col("row"), pl.col("form"))).to_series()
    assert [filing.cell("energy_consumption", "consumption_total", row) for row in (0, 1)] == cells.to_list()


def test_a_csv_value_has_the_line_of_its_record(filing: Any, tmp_path: Path) -> None:
    folder = filing.csv(tmp_path / "t")
    path = folder / "energy_consumption.csv"
    text = path.read_text("utf-8").replace("345.678901", "x")
    path.write_text(text.replace("原煤", '"原\n煤"') + "\n\n", "utf-8")

    intake = read_filings([folder])

    assert [("energy_consumption.csv", "", "line:4", "unreadable-number")] == intake.problems.select(
        "file", "sheet", "cell", "code"
    ).rows()
    assert [2, 4] == intake.tables["energy_consumption"]["row"].to_list()


def test_a_folder_an_archive_and_files_may_be_mixed(filing: Any, tmp_path: Path) -> None:
    other = filing.copy()
    for rows in other.tables.values():
        for row in rows:
            row["report_year"] = 2024
    third = filing.copy()
    for rows in third.tables.values():
        for row in rows:
            row["report_year"] = 2023
    filing.xlsx(tmp_path / "in" / "deep" / "a.xlsx")
    other.csv(tmp_path / "in" / "表格")
    packed = tmp_path / "三.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(third.xlsx(tmp_path / "c.xlsx"), "内/申报.xlsx")

    intake = read_filings([tmp_path / "in", packed])

    assert intake.problems.is_empty()
    assert {2023, 2024, 2025} == set(intake.tables["enterprise"]["report_year"])
    assert sorted(["deep/a.xlsx", "三.zip/内/申报.xlsx", *(f"表格/{key}.csv" for key in TABLES)]) == [
        file.path for file in intake.files
    ]


def test_results_do_not_depend_on_jobs(filing: Any, tmp_path: Path) -> None:
    for year in range(2018, 2023):
        one = filing.copy()
        for rows in one.tables.values():
            for row in rows:
                row["report_year"] = year
        one.tables["energy_consumption"][0]["consumption_total"] = Decimal(-year)
        one.xlsx(tmp_path / "in" / f"{year}.xlsx")
    (tmp_path / "in" / "bad.xlsx").write_bytes(b"PK\x03\x04nothing")

    alone, together = read_filings([tmp_path / "in"]), read_filings([tmp_path / "in"], jobs=2)

    assert alone.files == together.files
    for key in TABLES:
        assert_frame_equal(alone.tables[key], together.tables[key])
    for name in ("sources", "placement", "problems", "unused"):
        assert_frame_equal(getattr(alone, name), getattr(together, name))


def test_progress_tells_every_file(filing: Any, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    read_filings([filing.csv(tmp_path / "t")], progress=lambda stage, done, total: told.append((stage, done, total)))

    assert [("read", done, len(TABLES)) for done in range(len(TABLES) + 1)] == [x for x in told if x[0] == "read"]
    assert ("check", 1, 1) == told[-1]


def test_nothing_handed_in_gives_empty_typed_tables(tmp_path: Path) -> None:
    intake = read_filings([tmp_path])

    assert () == intake.files
    for key, table in TABLES.items():
        assert {**table.schema(), "source": pl.UInt32, "row": pl.UInt32} == dict(intake.tables[key].schema)
        assert intake.tables[key].is_empty()


def test_a_path_that_does_not_exist_is_refused_with_its_reason(tmp_path: Path) -> None:
    intake = read_filings([tmp_path / "nowhere.xlsx"])

    assert [("nowhere.xlsx", "refused")] == [(file.path, file.status) for file in intake.files]
    assert ["not-found"] == intake.problems["code"].to_list()
    assert "nowhere.xlsx" in intake.files[0].reason


def test_rows_that_a_form_prints_are_dropped_and_listed(filing: Any, tmp_path: Path) -> None:
    filing.tables["energy_consumption"].append({"energy_code": "02", "energy_name": "洗精煤", "unit": "吨"})
    filing.tables["energy_consumption"].append(
        {"energy_code": "03", "energy_name": "其他洗煤", "unit": "吨", "consumption_total": "—"}
    )

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert ["01", "33"] == intake.tables["energy_consumption"]["energy_code"].to_list()
    assert intake.problems.is_empty()
    assert ["4:4", "5:5"] == intake.unused.filter(reason="template-row")["cells"].to_list()


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ('=IF(COUNT({row}{at},{row}{at})=0,"",ROUND(SUM({row}{at},{row}{at}),6))', False),
        ('=IF(COUNT({row}{at},{row}99)=0,"",SUM({row}{at},{row}99))', True),
        ('=IF(COUNT(台账!{row}{at})=0,"",SUM(台账!{row}{at}))', True),
        ("=台账!B7", True),
    ],
)
def test_a_blank_row_whose_own_sum_was_never_worked_out_is_blank(
    filing: Any, tmp_path: Path, formula: str, *, kept: bool
) -> None:
    """A sum of the row's own blanks is blank; any other formula may bring a figure, so its row stays and is unread."""
    filing.tables["energy_consumption"].append({"energy_code": "02", "energy_name": "洗精煤", "unit": "吨"})
    path = filing.xlsx(tmp_path / "a.xlsx")
    book = load_workbook(path)
    sheet = next(each for each in book if each.title.startswith("表2 "))
    (heading,) = (cell for cell in sheet[1] if cell.value == "消费量合计")
    sheet.cell(4, heading.column).value = formula.format(row=heading.column_letter, at=4)
    book.save(path)

    intake = read_filings([path])

    codes = intake.tables["energy_consumption"]["energy_code"].to_list()
    assert (["01", "33", "02"] if kept else ["01", "33"]) == codes
    assert "formula-without-value" in intake.problems["code"].to_list()


def test_a_printed_row_whose_unit_a_converter_turned_into_zero_is_blank(filing: Any, tmp_path: Path) -> None:
    """Table 2-1 takes its units from table 2 by formula, for which LibreOffice writes 0 into an .xls, in every row."""
    filing.tables["energy_conversion"] += [
        {"energy_code": "02", "energy_name": "洗精煤", "unit": 0},
        {"energy_code": "33", "energy_name": "电力", "unit": 0, "conversion_output": Decimal(5)},
    ]

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    codes = intake.tables["energy_conversion"]["energy_code"].to_list()
    assert ("02" in codes, codes[-1]) == (False, "33")
    (problem,) = intake.problems.filter(code="text-became-zero").rows(named=True)
    assert ("energy_conversion", "unit") == (problem["table"], problem["column"])


def test_a_zero_is_not_a_blank(filing: Any, tmp_path: Path) -> None:
    filing.tables["energy_consumption"].append(
        {"energy_code": "02", "energy_name": "洗精煤", "unit": "吨", "consumption_total": Decimal(0)}
    )

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert Decimal(0) == intake.tables["energy_consumption"]["consumption_total"][-1]
    assert intake.problems.is_empty()


def test_a_printed_document_without_an_answer_is_an_open_answer(filing: Any, tmp_path: Path) -> None:
    filing.tables["document"].append({"document_id": "ARC-03", "title": "培训记录"})

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert ["是", "否", None] == intake.tables["document"]["held"].to_list()
    assert [("required-missing", "held")] == intake.problems.select("code", "column").rows()


def test_a_document_list_that_is_blank_throughout_is_not_filed(filing: Any, tmp_path: Path) -> None:
    for row in filing.tables["document"]:
        row["held"] = None

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert intake.tables["document"].is_empty()
    assert intake.problems.is_empty()
