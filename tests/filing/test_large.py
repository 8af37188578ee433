"""A large table of Parquet gives what its rows give when a few enterprises at a time hand in small text files.

The large one is typed column by column, floats as floats, and checked by expressions; the small ones as texts, by pandera.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import stdnum.cn.uscc
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from energy_audit.filing.intake import Intake, read_filings
from energy_audit.filing.tables.checks import FEW_ROWS
from energy_audit.filing.values import pieces
from energy_audit.filing.values.decimals import exact_floats, exact_numbers
from energy_audit.filing.values.filed_texts import as_texts
from energy_audit.filing.values.pieces import cut_alike

if TYPE_CHECKING:
    from pathlib import Path

UNITS = 310
"""Whose rows are too many for pandera, and enough for every kind of fault."""
FIGURES = (math.nan, math.inf, 0.1 + 0.2, 1 / 3, 1e15, -5.0, -0.0, 1e-7, 1e-13, 123456789.123456789, 2.5e9, 3e14, None)
TEXTS = (
    " 原煤",
    "吨\u3000",
    "/",
    "无",
    "#REF!",
    "'01",
    "ＡＢ１２",
    "参考 ",
    "实测",
    "推算",
    "设计院用煤",
    "小计",
    None,
)
YEARS = (None, 1989, 2101, 2025)
ENERGIES = (("01", "原煤", "吨", 0.7143), ("33", "电力", "万千瓦时", 1.229), ("15", "天然气(气态)", "万立方米", 12.143))


def _code(number: int) -> str:
    body = f"91520000{number:09d}"
    return body + stdnum.cn.uscc.calc_check_digit(body)


def _units(chance: random.Random, count: int) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Invent enterprises with their energy rows, one cell in fifty odd; the first row of each is as it should be."""
    units = []
    for number in range(count):
        owner = {"uscc": _code(number), "report_year": 2025}
        enterprise = {**owner, "enterprise_name": f"示例单位{number}", "industry_code": "3011", "gross_output": 5e4}
        rows = []
        for place in range(8):
            code, name, unit, factor = ENERGIES[place % 3]
            amount = round(chance.uniform(0, 10**6), chance.randrange(7))
            row: dict[str, Any] = {
                **owner, "energy_code": code, "energy_name": name, "unit": unit, "purchase_qty": amount,
                "consumption_total": amount, "consumption_industrial": amount, "factor_adopted": factor,
                "factor_source": "参考",
            }  # fmt: skip
            for key in sorted(row.keys() - {"uscc"}) if place else ():
                if chance.random() < 0.02:
                    odd = YEARS if key == "report_year" else FIGURES if isinstance(row[key], float) else TEXTS
                    row[key] = chance.choice(odd)
            rows.append(row)
        units.append((enterprise, rows))
    return units


def _large_and_small(folder: Path, seed: int) -> tuple[Intake, Intake]:
    units = _units(random.Random(seed), UNITS)  # noqa: S311 - a seed makes the same rows again
    large, small = folder / "large", folder / "small"
    large.mkdir()
    tables = {
        "enterprise": pl.DataFrame([enterprise for enterprise, _ in units]),
        "energy_consumption": pl.DataFrame([row for _, rows in units for row in rows]),
    }
    for key, frame in tables.items():
        frame.write_parquet(large / f"{key}.parquet")
        for (code,), part in frame.group_by(pl.col("uscc").str.slice(0, 16)):  # ten enterprises
            (small / str(code)).mkdir(parents=True, exist_ok=True)
            texts = part.select(as_texts(part[name]).alias(name) for name in part.columns)
            texts.write_csv(small / str(code) / f"{key}.csv")
    assert tables["energy_consumption"].height > FEW_ROWS
    return read_filings([large]), read_filings([small])


@pytest.mark.parametrize("seed", [1, 2])
def test_a_large_table_is_typed_and_checked_as_small_ones_are(tmp_path: Path, seed: int) -> None:
    large, small = _large_and_small(tmp_path, seed)

    for key, frame in large.tables.items():
        values = frame.drop("source", "row")
        assert_frame_equal(values.sort(values.columns), small.tables[key].select(values.columns).sort(values.columns))
    told = ["table", "column", "code", "severity", "uscc", "report_year", "detail"]
    # a column that a file lacks is said once a file
    one, many = (
        intake.problems.filter(pl.col("row").is_not_null()).select(told).sort(told) for intake in (large, small)
    )
    assert_frame_equal(one, many)
    found = {*one["code"]}
    assert {"unreadable-number", "number-too-large", "out-of-range", "not-in-list", "required-missing"} <= found
    assert {"sum-row", "error-cell", "orphan-row", "no-enterprise-row"} <= found


def test_a_problem_of_a_large_table_stands_where_the_cell_is(tmp_path: Path) -> None:
    large, _ = _large_and_small(tmp_path, 3)
    filed = pl.read_parquet(tmp_path / "large" / "energy_consumption.parquet").with_row_index("row", offset=1)

    negative = large.problems.filter(code="out-of-range", column="purchase_qty")

    expected = filed.filter(pl.col("purchase_qty") == -5)["row"].to_list()
    assert expected
    assert [f"line:{row}" for row in expected] == negative["cell"].to_list()
    assert {"-5.0"} == {*negative["value"]}


@given(st.lists(st.none() | st.floats() | st.integers(-(10**15), 10**15).map(lambda n: n / 10**6), min_size=1))
def test_a_float_is_read_at_once_only_as_its_text_would_be(values: list[float | None]) -> None:
    filed = pl.Series("value", values, dtype=pl.Float64)

    at_once = filed.to_frame().select(exact_floats(pl.col("value"))).to_series()

    assert [text for text, value in zip(exact_numbers(as_texts(filed)), at_once, strict=True) if value is not None] == [
        value for value in at_once if value is not None
    ]


@pytest.mark.parametrize("value", [0.1, 0.7143, 17540.9, 0.000001, 999999999.999999, -12345.678901, 0.0])
def test_a_figure_of_six_decimals_is_read_at_once(value: float) -> None:
    assert pl.DataFrame({"value": [value]}).select(exact_floats(pl.col("value")).is_not_null()).item()


def test_the_pieces_a_file_comes_in_change_nothing(tmp_path: Path) -> None:
    """Rows of one owner need not stand together, and a column of which one piece holds no figures is read as before."""
    units = _units(random.Random(5), UNITS)  # noqa: S311 - a seed makes the same rows again
    tables = {
        "enterprise": pl.DataFrame([enterprise for enterprise, _ in units]),
        "energy_consumption": pl.DataFrame([row for _, rows in units for row in rows]).sample(
            fraction=1, shuffle=True, seed=1
        ),
    }
    whole, parted = (tmp_path / name for name in ("whole", "parted"))
    for folder, rows in ((whole, None), (parted, 250)):
        folder.mkdir()
        for key, frame in tables.items():
            frame.write_parquet(folder / f"{key}.parquet", row_group_size=rows)

    one, many = read_filings([whole]), read_filings([parted])

    for key, frame in one.tables.items():
        assert_frame_equal(frame, many.tables[key])
    assert_frame_equal(one.problems, many.problems)
    assert one.problems.height > 20
    consumption = many.tables["energy_consumption"]
    assert consumption["purchase_qty"].n_chunks() > 1, "the file came in one piece"
    assert {tuple(column.chunk_lengths()) for column in consumption.select("uscc", "purchase_qty")} == {
        tuple(consumption["uscc"].chunk_lengths())
    }


def test_how_many_rows_are_asked_at_a_time_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An owner, or a text that stands in several rows, may lie across two pieces."""
    units = _units(random.Random(6), 320)  # noqa: S311 - a seed makes the same rows again
    pl.DataFrame([enterprise for enterprise, _ in units[1:]]).write_parquet(tmp_path / "enterprise.parquet")
    rows = [row for _, rows in units for row in rows]
    pl.DataFrame(rows).write_parquet(tmp_path / "energy_consumption.parquet")
    one = read_filings([tmp_path])
    monkeypatch.setattr(pieces, "ROWS", 7)

    many = read_filings([tmp_path])

    for key, frame in one.tables.items():
        assert_frame_equal(frame, many.tables[key])
    assert_frame_equal(one.problems, many.problems)
    assert {"no-enterprise-row", "unreadable-number", "not-in-list"} <= {*one.problems["code"]}


def test_columns_are_cut_wherever_one_of_them_is() -> None:
    two = pl.concat([pl.Series("a", [1, 2, 3]), pl.Series("a", [4, 5, 6])], rechunk=False)
    three = pl.concat([pl.Series("b", [1, 2, 3, 4]), pl.Series("b", [5]), pl.Series("b", [6])], rechunk=False)
    one = pl.Series("c", ["a", "b", "c", "d", None, "f"])

    cut = cut_alike([two, three, one])

    assert [[3, 1, 1, 1]] * 3 == [column.chunk_lengths() for column in cut]
    assert [list(two), list(three), list(one)] == [column.to_list() for column in cut]
    assert ["a", "b", "c"] == [column.name for column in cut]


def test_columns_without_rows_are_cut_alike() -> None:
    none, of_no_chunk = pl.Series("a", [], dtype=pl.Int64), pl.Series("b", [1, 2]).filter([False, False])

    assert [[], []] == [column.to_list() for column in cut_alike([none, of_no_chunk])]
