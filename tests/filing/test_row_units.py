"""A heading that names another unit than the rows below it is found in every form that a table may be handed in."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

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
