"""Every planted fault is found at its cell under its code; nothing is found in clean workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from planting.book import SAMPLES, sample
from planting.kind import COAL, FLAT
from planting.table import KINDS

from energy_audit.energy.account import open_account
from energy_audit.energy.problems import energy_problems
from energy_audit.energy.relations import relation_problems
from energy_audit.facts import identify_enterprises
from energy_audit.filing.intake import read_filings
from energy_audit.filing.problems.problem import joined
from energy_audit.inspection import open_rules

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from planting.book import Spot
    from planting.kind import Kind, Plant

CLEAN = (*FLAT, *COAL, "示例清镇水泥-2024", "示例六枝煤业和洗煤-2025", "示例金沙发电-2024和2025", "示例桐梓化肥-2025")


def problems_of(folder: Path) -> pl.DataFrame:
    """Everything that reading, energies and relations find in a folder of filings."""
    intake = read_filings([folder], jobs=2)
    reference, _ = open_rules()
    identified = identify_enterprises(intake, reference)
    account = open_account(intake, identified, reference)
    return joined(
        [intake.problems, energy_problems(account, intake), relation_problems(intake, identified, account, reference)]
    )


def planted(folder: Path, plant: Plant, serial: int) -> list[Spot]:
    """Write the files of one fault; return where it must be found."""
    folder.mkdir()
    books = [sample(base, serial) for base in plant.bases]
    if plant.make:
        return plant.make(folder, books[0])
    assert plant.edit
    spots = plant.edit(*books)
    for number, book in enumerate(books, 1):
        book.save(folder / (f"{number}.xlsx" if len(books) > 1 else "filing.xlsx"))
    spots = spots if isinstance(spots, list) else [spots]
    return [spot if spot.file else spot._replace(file="filing.xlsx") for spot in spots]


Found = dict[str, list[tuple[list["Spot"], list[tuple[str, str, str, str]]]]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """By kind, the spots of each fault and what was found in its files: code, file, sheet, cell."""
    root = tmp_path_factory.mktemp("corpus")
    faults: list[tuple[str, str, list[Spot]]] = []
    for kind in KINDS:
        for plant in kind.plants:
            folder = f"{len(faults):04d}"
            faults.append((kind.name, folder, planted(root / folder, plant, 1_000 + len(faults))))
    by_folder: dict[str, list[tuple[str, str, str, str]]] = {}
    for code, file, sheet, cell in problems_of(root).select("code", "file", "sheet", "cell").iter_rows():
        folder, _, name = file.partition("/")
        by_folder.setdefault(folder, []).append((code, name, sheet, cell))
    result: Found = {}
    for name, folder, spots in faults:
        result.setdefault(name, []).append((spots, by_folder.get(folder, [])))
    return result


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])
def test_every_fault_is_found_where_it_was_planted(found: Found, kind: Kind) -> None:
    for spots, told in found[kind.name]:
        own = [(name, sheet, cell) for code, name, sheet, cell in told if code == kind.code]
        for spot in spots:
            assert any((name, sheet) == (spot.file, spot.sheet) and cell in spot.cells for name, sheet, cell in own), (
                spot,
                told,
            )


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])
def test_nothing_is_told_that_the_fault_does_not_explain(found: Found, kind: Kind) -> None:
    for spots, told in found[kind.name]:
        stray = {code for code, *_ in told} - {kind.code} - kind.also
        assert not stray, (spots, told)
        if not kind.elsewhere:
            cells = {(spot.file, spot.sheet, cell) for spot in spots for cell in spot.cells}
            assert {tuple(place) for code, *place in told if code == kind.code} <= cells, told


def test_nothing_is_found_in_clean_workbooks(tmp_path: Path) -> None:
    """The same samples, written the same way, with nothing planted."""
    for number, base in enumerate(dict.fromkeys(CLEAN)):
        sample(base, 700_000 + number).save(tmp_path / f"{number}.xlsx")
    assert [] == problems_of(tmp_path).select("file", "code", "cell").rows()


def test_the_corpus_is_as_large_as_it_must_be() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 40
    assert len({kind.code for kind in KINDS}) >= 40
    assert sum(len(kind.plants) for kind in KINDS) >= 500
    assert SAMPLES.is_dir()
