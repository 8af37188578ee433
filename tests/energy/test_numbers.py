"""A key of several columns by one number: the same rows fall together as by the columns themselves."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.energy.numbers import looked_up, numbered

KEY = ["uscc", "report_year"]
SCHEMA = {"uscc": pl.String, "report_year": pl.Int64}
ROWS = st.lists(st.tuples(st.sampled_from(["A", "B", None]), st.sampled_from([2024, 2025, None])), max_size=30)


@given(ROWS)
def test_rows_have_one_number_where_their_keys_are_equal(rows: list[tuple[str | None, int | None]]) -> None:
    numbers, keys = numbered(pl.DataFrame(rows, schema=SCHEMA, orient="row"), KEY)
    assert [keys.row(number) for number in numbers] == rows
    assert keys.rows() == list(dict.fromkeys(rows))


@given(ROWS)
def test_what_is_found_of_a_key_stands_beside_each_of_its_rows(rows: list[tuple[str | None, int | None]]) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    found = pl.DataFrame([("A", 2025, True), (None, 2025, True)], schema={**SCHEMA, "seen": pl.Boolean}, orient="row")
    beside = looked_up(*numbered(frame, KEY), found)
    assert frame.hstack(beside).equals(frame.join(found, on=KEY, how="left", maintain_order="left"))
