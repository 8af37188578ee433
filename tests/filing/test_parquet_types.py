"""Whatever type a program wrote a column as, a filing says what a person reads there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.many_units import code, energy, enterprise, write

from energy_audit.filing.files.discovery import handed_in
from energy_audit.filing.files.onefile import read_file, with_rows
from energy_audit.filing.intake import intake_of, read_filings
from energy_audit.filing.sheets.rows_in_file import RowsInFile
from energy_audit.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

AMOUNTS = [0.1, 1200.7, 16_777_216.0, 0.7143]


@pytest.mark.parametrize(
    "values",
    [
        pl.Series(AMOUNTS, dtype=pl.Float32),
        pl.Series(AMOUNTS, dtype=pl.Float64),
        pl.Series([D("0.1"), D("1200.7"), D(16_777_216), D("0.7143")], dtype=pl.Decimal(38, 20)),
        pl.Series(["0.1", "1,200.7", "16777216", "７１．４３e-2"]),
        pl.Series(["0.1", "1200.7", "16777216 ", "0.7143"], dtype=pl.Categorical),
    ],
    ids=lambda values: str(values.dtype),
)
def test_figures_of_any_type(tmp_path: Path, values: pl.Series) -> None:
    folder = write(tmp_path / "tables", enterprise=[enterprise(1)])
    rows = pl.DataFrame([energy(1, place=place) for place in range(4)])
    rows.with_columns(values.alias("consumption_total")).write_parquet(folder / "energy_consumption.parquet")

    intake = read_filings([folder])

    read = [D("0.1"), D("1200.7"), D(16_777_216), D("0.7143")]
    assert read == intake.tables["energy_consumption"]["consumption_total"].to_list()


def test_short_floats_that_stay_in_their_file_are_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path / "tables", energy_consumption=[energy(number, 0.1 * number) for number in range(40)])
    file = folder / "energy_consumption.parquet"
    pl.read_parquet(file).cast({pl.Float64: pl.Float32}).write_parquet(file)
    (handed,) = handed_in([folder])
    left = read_file(handed, most_rows=10)
    (block,) = left.blocks
    assert isinstance(block.later, RowsInFile)

    (whole,) = with_rows(handed, left).blocks
    at_once = read_filings([folder]).tables["energy_consumption"]

    assert whole.frame is not None
    places = pl.Series([3, 7, 8], dtype=pl.get_index_type())
    assert [0.3, 0.7, 0.8] == [round(each, 12) for each in block.later.at(places)["consumption_total"]]
    assert_frame_equal(block.later.between(3, 4).drop("row"), block.later.at(places).head(1).drop("row"))
    assert [D("0.3"), D("0.7")] == at_once["consumption_total"].gather([3, 7]).to_list()
    assert at_once["consumption_total"].to_list() == whole.frame["consumption_total"].to_list()


@pytest.mark.parametrize(
    ("filed", "read"),
    [
        (dt.datetime(2026, 3, 1, 16, tzinfo=dt.UTC), dt.date(2026, 3, 2)),  # midnight in China
        (dt.datetime(2026, 3, 1, 1, tzinfo=dt.UTC), dt.date(2026, 3, 1)),
        (dt.datetime(2026, 3, 1), dt.date(2026, 3, 1)),
        (dt.datetime(2026, 3, 1, 23, 59), dt.date(2026, 3, 1)),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 1)),
        ("2026年3月1日", dt.date(2026, 3, 1)),
    ],
)
def test_a_day_is_that_of_china(tmp_path: Path, filed: Any, read: dt.date) -> None:
    row = {**enterprise(1), "report_date": filed}
    folder = write(tmp_path / "tables", enterprise=[row], energy_consumption=[energy(1)])

    assert [read] == read_filings([folder]).tables["enterprise"]["report_date"].to_list()
    assert code(1) == read_filings([folder]).tables["enterprise"]["uscc"].item()


NO_TEXTS = {
    "lists": pl.Series([[1.0], [2.0]]),
    "arrays": pl.Series([[1.0, 2.0]] * 2, dtype=pl.Array(pl.Float64, 2)),
    "structs": pl.Series([{"a": 1}, {"a": 2}]),
    "durations": pl.Series([dt.timedelta(1), dt.timedelta(2)]),
    "times": pl.Series([dt.time(1), dt.time(2)]),
    "bytes": pl.Series([b"5", b"\xff"]),
    "no lists": pl.Series([None, None], dtype=pl.List(pl.Int64)),
}


@pytest.mark.parametrize("values", NO_TEXTS.values(), ids=NO_TEXTS.keys())
@pytest.mark.parametrize("column", ["consumption_total", "energy_name", "factor_source", "uscc", "report_year"])
@pytest.mark.parametrize("left", [False, True])
def test_a_column_that_holds_no_texts_is_told_once_and_the_others_are_read(
    tmp_path: Path, values: pl.Series, column: str, left: bool
) -> None:
    folder = write(tmp_path / "tables", enterprise=[enterprise(1)])
    rows = pl.DataFrame([energy(1, place=place) for place in range(2)])
    rows.with_columns(values.alias(column)).write_parquet(folder / "energy_consumption.parquet")

    if left:
        files = handed_in([folder])
        readings = [read_file(handed, most_rows=1) for handed in files]
        assert [True, False] == [isinstance(reading.blocks[0].later, RowsInFile) for reading in readings]
        intake = intake_of([with_rows(*pair) for pair in zip(files, readings, strict=True)], silent)
    else:
        intake = read_filings([folder])

    table = intake.tables["energy_consumption"]
    assert 2 == table.height
    (told,) = intake.problems.filter(code="column-of-no-texts").rows(named=True)
    assert ("line:1", column, column) == (told["cell"], told["column"], told["value"])
    assert intake.problems.filter(code="missing-column", table="energy_consumption").is_empty()
    assert {"吨", "万千瓦时"} == set(table["unit"])
    own = (code(1), 2025) in table.select("uscc", "report_year").rows()
    assert own == (column not in {"uscc", "report_year"}), "a code that cannot be read is not taken for a blank one"
