"""Mutated files neither crash nor hang, and every changed cell shows; ``fuzz.py`` runs as many as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from fuzz import SLOWEST, judged, lost, mutants
from planting.book import sample

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 300
PARTS = 6
"""Parts of the run, so that both cores share it; each has a seed of its own."""


@pytest.mark.parametrize("part", range(PARTS))
def test_mutants_are_read_or_refused_and_nothing_of_them_disappears(tmp_path: Path, part: int) -> None:
    results = [judged(mutant, tmp_path) for mutant in mutants(20_250 + part, COUNT // PARTS)]
    assert [] == [(result.mutant.kind, result.lost) for result in results if result.lost]
    assert max(result.seconds for result in results) < SLOWEST
    assert {"read", "refused"} == {result.status for result in results}


def test_the_same_seed_gives_the_same_mutants() -> None:
    first, second = ([(mutant.kind, mutant.name, mutant.changed) for mutant in mutants(7, 20)] for _ in range(2))
    assert first == second


def test_a_cell_that_shows_nowhere_would_be_noticed(tmp_path: Path) -> None:
    """Taking a value out of its table, its problem and the listed regions makes it lost."""
    book = sample("示例威宁水泥-2025", 1)
    spot = book.put("表2", "期初库存量", 2, "约三百")
    (cell,) = spot.cells
    book.save(tmp_path / "a.xlsx")
    intake = read_filings([tmp_path / "a.xlsx"])
    place = (spot.sheet, 2, book.column("表2", "期初库存量"))

    assert {} == lost(intake, {place: "约三百"})
    object.__setattr__(intake, "problems", intake.problems.filter(pl.col("cell") != cell))
    assert {place: "约三百"} == lost(intake, {place: "约三百"})
