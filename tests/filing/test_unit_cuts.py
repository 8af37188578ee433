"""Parts of units are never too large, and stay as they are where nothing near them changes."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.filing.unit_cuts import ROWS_A_PART, part_starts, units_fitting


def codes(numbers: list[int]) -> pl.Series:
    return pl.Series([f"9152000{number:010}X" for number in sorted(numbers)], dtype=pl.String)


def sizes(units: pl.Series, most: int) -> list[int]:
    ends = [0, *(units.index_of(code) or 0 for code in part_starts(units, most)), len(units)]
    return [end - start for start, end in pairwise(ends)]


@given(st.sets(st.integers(0, 10**6), max_size=400).map(sorted), st.integers(1, 50))
def test_no_part_is_too_large_or_empty(numbers: list[int], most: int) -> None:
    units = codes(numbers)
    found = sizes(units, most)
    assert sum(found) == len(units)
    assert max(found) <= most
    assert not units.len() or min(found) >= 1
    assert part_starts(units, most).is_sorted()


@pytest.mark.parametrize("count", [0, 1, 10])
def test_what_fits_into_one_part_is_not_cut(count: int) -> None:
    assert part_starts(codes(list(range(count))), 10).is_empty()


def test_parts_are_well_filled() -> None:
    found = sizes(codes(list(range(100_000))), 1000)
    assert 750 <= min(found[:-1])
    assert len(found) < 125


@pytest.mark.parametrize("more", [0.5, 30_000.5, 99_999.5])
def test_one_unit_more_moves_no_cut_far_from_it(more: float) -> None:
    numbers = list(range(0, 200_000, 2))
    before, after = (part_starts(codes(own), 1000).to_list() for own in (numbers, [*numbers, int(more * 2)]))
    assert len(before) > 100
    assert len({*before} ^ {*after}) <= 4


@given(st.integers(1, 20_000), st.integers(1, 10**6), st.integers(0, 2000))
def test_a_part_has_as_many_units_as_its_rows_leave_room_for(most: int, units: int, rows_of_each: int) -> None:
    fitting = units_fitting(most, units, units * rows_of_each)
    assert 1 <= fitting <= most
    assert fitting == 1 or fitting * rows_of_each <= ROWS_A_PART + rows_of_each
    assert fitting == most or 2 * fitting * rows_of_each >= ROWS_A_PART


def test_units_of_few_rows_are_cut_by_their_number_and_those_of_many_in_steps() -> None:
    assert units_fitting(10_000, 500_000, 500_000 * 21) == 10_000
    assert units_fitting(10_000, 500_000, 500_000 * 94) == 7_000
    # a row more moves no cut
    assert units_fitting(10_000, 500_000, 500_000 * 94 + 1) == 7_000
