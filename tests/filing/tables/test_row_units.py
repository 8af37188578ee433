"""A heading that names another unit than the rows below it is found in every form that a table may be handed in."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
from tests.filing.conftest import MOUTAI

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

CODE = "unit-of-heading-contradicts-row"
NAMES = ("能源品种代码", "能源名称", "计量单位", "消费量合计(千克)")
ROWS = [
    ("01", "原煤", "吨", 5.0),  # 5 t or 5 kg
    ("33", "电力", "万千瓦时", 6.0),  # of other rows
    ("02", "无烟煤", "公斤", 7.0),
    ("03", "炼焦烟煤", "吨", 0.0),
]
MANY = 12_000
"""Rows more than are read line by line."""


def _csv(folder: Path, more: int, encoding: str) -> None:
    lines = [",".join(NAMES), *(",".join(map(str, row)) for row in [*ROWS, *ROWS[1:2] * more])]
    (folder / "energy_consumption.csv").write_text("\n".join(lines) + "\n", encoding=encoding)


def _parquet(folder: Path, more: int, dtype: Any) -> None:
    frame = pl.DataFrame([*ROWS, *ROWS[1:2] * more], schema=NAMES, orient="row")
    frame.cast({NAMES[3]: dtype}).write_parquet(folder / "energy_consumption.parquet")


FORMS = {
    "csv": lambda folder: _csv(folder, 0, "utf-8"),
    "large csv": lambda folder: _csv(folder, MANY, "utf-8"),
    "large gbk csv": lambda folder: _csv(folder, MANY, "gbk"),
    "parquet of floats": lambda folder: _parquet(folder, 0, pl.Float64),
    "large parquet of floats": lambda folder: _parquet(folder, MANY, pl.Float64),
    "parquet of texts": lambda folder: _parquet(folder, 0, pl.String),
    "parquet of decimals": lambda folder: _parquet(folder, 0, pl.Decimal(18, 2)),
    "parquet of integers": lambda folder: _parquet(folder, 0, pl.Int64),
}


def _told(intake: Intake) -> list[tuple[str, str, str]]:
    return intake.problems.filter(code=CODE).select("cell", "value", "detail").rows()


@pytest.mark.parametrize("form", FORMS)
def test_a_figure_whose_heading_names_another_unit_is_not_read_in_any_form(
    tmp_path: Path, filing: Any, form: str
) -> None:
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    FORMS[form](folder)

    intake = read_filings([folder])

    first = "line:1" if "parquet" in form else "line:2"
    [(cell, value, detail)] = _told(intake)
    assert (first, "千克 ≠ 吨") == (cell, detail)
    assert D(5) == D(value)
    assert [None, 6, 7, 0] == intake.tables["energy_consumption"]["consumption_total"].head(4).to_list()


def _of(tmp_path: Path, filing: Any, table: str, row: dict[str, Any]) -> Intake:
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    pl.DataFrame([row]).write_parquet(folder / f"{table}.parquet")
    return read_filings([folder])


def test_the_unit_of_a_target(tmp_path: Path, filing: Any) -> None:
    row = {"目标名称": "总量目标", "计量单位": "万吨标准煤", "年度目标值(吨标准煤)": 1.3, "是否完成": "是"}
    assert [("line:1", "1.3", "吨标准煤 ≠ 万吨标准煤")] == _told(_of(tmp_path, filing, "target", row))


def test_a_heading_of_coal_equivalent_speaks_of_other_targets_than_rates(tmp_path: Path, filing: Any) -> None:
    row = {"目标名称": "强度下降率", "计量单位": "%", "年度目标值(吨标准煤)": 3.2, "是否完成": "是"}
    intake = _of(tmp_path, filing, "target", row)
    assert [] == _told(intake)
    assert [D("3.2")] == intake.tables["target"]["target_value"].to_list()


def test_the_parts_of_an_indicator_have_units_of_their_own(tmp_path: Path, filing: Any) -> None:
    """Of 千克标准煤/吨 the energy is in 吨标准煤 and the product in 吨."""
    row = {
        "产品名称": "白酒", "指标名称": "单位产品综合能耗", "指标单位": "千克标准煤/吨", "本期指标值(千克标准煤/吨)": 50.0,
        "分子单位": "吨标准煤", "本期分子项(能耗)(吨标准煤)": 60.0, "分母单位": "吨", "本期分母项(产量)(万吨)": 1.2,
    }  # fmt: skip
    intake = _of(tmp_path, filing, "product", row)
    assert [("line:1", "1.2", "万吨 ≠ 吨")] == _told(intake)
    assert [(50, 60, None)] == intake.tables["product"].select("value", "numerator", "denominator").rows()


@pytest.mark.parametrize(
    ("unit", "filed", "read"),
    [
        ("%", "3.2%", "3.2"),
        ("％", "3.2％", "3.2"),
        ("百分比", "32‰", "3.2"),
        ("%", "3.2", "3.2"),
        ("%", "0.032", "0.032"),  # whether it lacks its percent sign, the target beside it tells
        (None, "3.2%", "0.032"),
        ("吨标准煤", "3.2%", None),
    ],
)
def test_a_percent_sign_is_read_by_the_unit_of_its_row(
    tmp_path: Path, filing: Any, unit: str | None, filed: str, read: str | None
) -> None:
    row = {"目标名称": "强度下降率", "计量单位": unit, "年度目标值": filed, "实际完成值": "3.5", "是否完成": "是"}
    intake = _of(tmp_path, filing, "target", row)
    assert [read and D(read)] == intake.tables["target"]["target_value"].to_list()
    assert ([] if read else ["unreadable-number"]) == intake.problems.filter(column="target_value")["code"].to_list()


def test_a_cell_that_shows_a_percentage_is_read_as_it_shows(tmp_path: Path, filing: Any) -> None:
    filing.tables["target"] = [
        {"uscc": MOUTAI, "report_year": 2025, "target_name": "强度下降率", "target_unit": "%", "target_value": 0.032}
    ]
    filing.tables["energy_consumption"][0]["consumption_total"] = D("0.95")

    def edit(book: openpyxl.Workbook) -> None:
        book["表6 节能目标"][filing.cell("target", "target_value")].number_format = "0.0%"
        book["表2 能源消费结构"][filing.cell("energy_consumption", "consumption_total")].number_format = "0%"

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx", edit)])

    assert [D("3.2")] == intake.tables["target"]["target_value"].to_list()
    assert intake.tables["energy_consumption"]["consumption_total"][0] is None
    told = intake.problems.filter(column="consumption_total").select("code", "value").rows()
    assert [("unreadable-number", "95%")] == told


@pytest.mark.parametrize(
    ("corner", "read"),
    [
        ("单位：万吨", [None, 6]),  # 5 t or 50,000 t
        ("单位：吨", [5, 6]),
        ("单位：吨标准煤", [5, 6]),  # of the results
        ("单位：万元", [5, 6]),
        ("单位：吨、万千瓦时", [5, 6]),  # no unit
    ],
)
@pytest.mark.parametrize("more", [0, MANY])
def test_a_unit_above_the_table_that_contradicts_its_rows(
    tmp_path: Path, filing: Any, corner: str, read: list[int | None], more: int
) -> None:
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    rows = ["原煤,吨,5", "电力,万千瓦时,6", *["电力,万千瓦时,7"] * more]
    text = "\n".join([f"能源消费结构,,{corner}", "能源名称,计量单位,消费量合计", *rows])
    (folder / "energy_consumption.csv").write_text(text + "\n", encoding="utf-8")

    intake = read_filings([folder])

    assert read == intake.tables["energy_consumption"]["consumption_total"].head(2).to_list()
    assert ([] if read[0] else [("line:3", "5", "万吨 ≠ 吨")]) == _told(intake)


@pytest.mark.parametrize(
    ("unit", "read"), [("万千瓦时", None), ("亿千瓦时", None), ("千瓦时", 12_000), ("度", 12_000), (None, 12_000)]
)
def test_ten_thousand_in_a_row_of_ten_thousands_is_not_guessed(
    tmp_path: Path, filing: Any, unit: str | None, read: int | None
) -> None:
    """1.2万 beside 万千瓦时 is 12,000 or 120,000,000 kWh: of one a hundred households live, of the other a smelter."""
    row = {"能源名称": "电力", "计量单位": unit, "消费量合计": "1.2万", "工业生产消费": "1.2万"}
    intake = _of(tmp_path, filing, "energy_consumption", row)
    assert [read] == intake.tables["energy_consumption"]["consumption_total"].to_list()
    told = intake.problems.filter(column="consumption_total").select("code", "value").rows()
    assert ([] if read else [("unreadable-number", "1.2万")]) == told


@pytest.mark.parametrize(
    ("filed", "read"),
    [
        (["1,234", "12.5"], [1234, "12.5"]),
        (["1,234", "12,5"], [None, None]),  # 1,234 may be a little more than one
        (["1.234", "1.234,5"], [None, None]),
        (["1,234.5", "12,5"], ["1234.5", None]),  # 1,234.5 can be read one way alone
        (["0.234", "12,5"], ["0.234", None]),
        (["5", "12,5"], [5, None]),
    ],
)
def test_where_commas_are_decimal_points_nothing_is_guessed(
    tmp_path: Path, filing: Any, filed: list[str], read: list[object]
) -> None:
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    rows = [f"{name};吨;{amount}" for name, amount in zip(("原煤", "柴油"), filed, strict=True)]
    text = "\n".join(["能源名称;计量单位;消费量合计", *rows])
    (folder / "energy_consumption.csv").write_text(text + "\n", encoding="utf-8")

    intake = read_filings([folder])

    wanted = [None if each is None else D(str(each)) for each in read]
    assert wanted == intake.tables["energy_consumption"]["consumption_total"].to_list()
    told = intake.problems.filter(code="unreadable-number")["value"].to_list()
    assert [text for text, each in zip(filed, read, strict=True) if each is None] == told


@pytest.mark.parametrize(
    ("number_format", "held", "read"),
    [
        ('0.00"万"', 12.5, 125_000),  # 12.50万 on the screen
        ('#,##0.0"万"', 1234.5, 12_345_000),
        ('0!.0,"万"', 125_000, 125_000),  # 12.5万: the comma divides by a thousand, the point by ten
        ('0.0"吨"', 12.5, "12.5"),
        ('0.00"%"', 12.5, None),  # 12.50% of what, in a row of tonnes
        ("0.00", 12.5, "12.5"),
    ],
)
def test_a_figure_is_read_as_its_cell_shows_it(
    tmp_path: Path, filing: Any, number_format: str, held: float, read: object
) -> None:
    filing.tables["energy_consumption"][0]["consumption_total"] = D(str(held))

    def edit(book: openpyxl.Workbook) -> None:
        cell = filing.cell("energy_consumption", "consumption_total")
        book["表2 能源消费结构"][cell].number_format = number_format

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx", edit)])

    expected = None if read is None else D(str(read))
    assert expected == intake.tables["energy_consumption"]["consumption_total"][0]


def test_a_percent_sign_that_is_only_written_behind_a_figure_does_not_multiply_it(tmp_path: Path, filing: Any) -> None:
    filing.tables["metering"][0]["l1_rate"] = D("95.5")

    def edit(book: openpyxl.Workbook) -> None:
        book["能源计量器具配备率"][filing.cell("metering", "l1_rate")].number_format = '0.0"%"'

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx", edit)])

    assert [D("95.5")] == intake.tables["metering"]["l1_rate"].to_list()
