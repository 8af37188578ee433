"""pandera and the expressions drawn from its models name the same cells."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.polars import DataFrameSchema

from energy_audit.filing.schema import TABLES, Column, Table
from energy_audit.filing.tables.checks import FEW_ROWS, by_expressions, by_pandera, checked


def _values(column: Column) -> st.SearchStrategy[object]:
    match column.kind:
        case "number":
            return st.none() | st.sampled_from(
                [Decimal(value) for value in ("-1", "-0.000000000001", "0", "1", "8784", "9000")]
            )
        case "integer":
            return st.none() | st.sampled_from([-1, 0, 1989, 1990, 2100, 2101])
        case "boolean":
            return st.none() | st.booleans()
        case "date":
            return st.none()
        case _:
            stored = [value for _, value in column.choices]
            return st.none() | st.sampled_from(
                ["", "0", "0省", "1512", "15123", "520382", "C15", "ARC-01", "ARC-1", "15\n", *stored]
            )


@pytest.mark.parametrize("key", list(TABLES))
@settings(max_examples=15)
@given(data=st.data())
def test_both_ways_of_checking_name_the_same_cells(key: str, data: st.DataObject) -> None:
    table = TABLES[key]
    rows = data.draw(
        st.lists(st.fixed_dictionaries({c.key: _values(c) for c in table.columns}), min_size=1, max_size=4)
    )
    frame = pl.DataFrame(rows, schema=table.schema())

    slow, fast = by_pandera(frame, table), by_expressions(frame, table)

    assert {rule: rows.to_list() for rule, rows in slow.items()} == {
        rule: rows.to_list() for rule, rows in fast.items()
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_columns_of_a_table_are_those_of_pandera_s_own_schema(table: Table) -> None:
    own = table.model.to_schema().columns

    assert list(own) == [column.key for column in table.columns]
    for column in table.columns:
        said = own[column.key]
        assert (said.title, said.description or "") == (column.name_zh, column.meaning)
        assert [check.name for check in said.checks] == [name for name, _ in column.checks]
        assert [list(check.statistics.values()) for check in said.checks] == [
            [list(bound) if isinstance(bound, tuple) else bound] for _, bound in column.checks
        ]


def test_a_failing_figure_becomes_null_and_a_key_keeps_its_text() -> None:
    table = TABLES["document"]
    frame = pl.DataFrame(
        {"source": [0], "row": [2], "document_id": ["14"], "held": ["maybe"], "report_year": [1900]},
        schema_overrides={"source": pl.UInt32, "row": pl.UInt32},
    )
    frame = frame.with_columns(
        pl.lit(None, column.dtype).alias(column.key) for column in table.columns if column.key not in frame.columns
    )

    kept, problems = checked(frame, table, frame)

    assert [("14", None, 1900)] == kept.select("document_id", "held", "report_year").rows()
    assert ["bad-format", "impossible-year", "not-in-list"] == sorted(problems["code"])


@pytest.mark.parametrize(
    ("height", "held", "validated"), [(1, "maybe", 1), (FEW_ROWS, "maybe", 1), (FEW_ROWS + 1, "maybe", 0), (1, "是", 0)]
)
def test_what_fails_among_a_few_rows_is_validated_by_pandera_itself(
    monkeypatch: pytest.MonkeyPatch, height: int, held: str, validated: int
) -> None:
    table = TABLES["document"]
    asked = []
    validate = DataFrameSchema.validate
    monkeypatch.setattr(
        DataFrameSchema, "validate", lambda own, rows, **more: asked.append(rows) or validate(own, rows, **more)
    )
    blank = {column.key: pl.lit(None, column.dtype) for column in table.columns}
    frame = pl.select(source=pl.lit(0, pl.UInt32), row=pl.int_range(height, dtype=pl.UInt32)).with_columns(
        **{**blank, "held": pl.lit(held), "report_year": pl.lit(2025, pl.Int64)}
    )

    _, problems = checked(frame, table, frame)

    assert [(height, ["held"])] * validated == [(rows.height, rows.columns) for rows in asked]
    assert problems.height == (height if held == "maybe" else 0)


@pytest.mark.parametrize(("filed", "kept"), [("0", None), ("00", None), ("贵州省", "贵州省"), ("0号院", "0号院")])
def test_a_zero_where_a_name_belongs_is_no_name(filed: str, kept: str | None) -> None:
    """What a converter stores for a text that a formula looked up."""
    table = TABLES["enterprise"]
    places = ["province_name", "city_name", "county_name", "address", "enterprise_name"]
    frame = pl.DataFrame([dict.fromkeys(places, filed)], schema=table.schema()).with_columns(
        source=pl.lit(0, pl.UInt32), row=pl.lit(2, pl.UInt32)
    )

    rows, problems = checked(frame, table, frame)

    assert [kept] * len(places) == [rows[place].item() for place in places]
    assert (["text-became-zero"] * len(places) if kept is None else []) == problems["code"].to_list()
