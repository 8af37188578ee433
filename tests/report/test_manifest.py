"""The manifest says what a run rests on and is the same for equal runs; the run record is what differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from energy_audit.report.manifest import RunRecord, manifest, peak_memory_mib, write_manifest, write_run
from energy_audit.report.tables.data import batch_tables

Make = Callable[..., Any]


def made(material: Any) -> dict[str, Any]:
    return manifest(material, batch_tables(material))


def test_it_names_tool_rules_and_day(hand_material: Make) -> None:
    told = made(hand_material())
    assert "energy-audit" == told["tool"]
    assert told["version"]
    assert "national@2026.11 sha256:0123456789ab" == told["rulebook"]["identity"]
    assert [{"name": "national", "version": "2026.11"}] == told["rulebook"]["packs"]
    assert "2026-11-23" == told["as_of"]
    assert ["data", "html", "pdf", "xlsx"] == told["options"]["formats"]


def test_inputs_carry_their_digests(hand_material: Make) -> None:
    """Every file found is listed, by path, with what became of it."""
    inputs = made(hand_material())["inputs"]
    assert sorted(file["path"] for file in inputs) == [file["path"] for file in inputs]
    refused = next(file for file in inputs if file["status"] == "refused")
    assert ("坏/加密.xlsx", "d" * 64, 999) == (refused["path"], refused["sha256"], refused["size"])
    assert "密码" in refused["reason"]


def test_files_found_are_read_or_refused(hand_material: Make) -> None:
    counts = made(hand_material())["counts"]
    assert counts["files_read"] + counts["files_refused"] == counts["files_found"] == 4


def test_counts_are_those_of_the_tables(hand_material: Make) -> None:
    """Enterprises are counted once, enterprise-years each; kinds and what cannot be told stay apart."""
    counts = made(hand_material())["counts"]
    assert {
        "files_found": 4,
        "files_read": 3,
        "files_refused": 1,
        "enterprises": 7,
        "enterprise_years": 8,
        "violations": 4,
        "suspicions": 1,
        "notices": 5,
        "cannot_tell": 4,
        "of_no_enterprise": 0,
        "errors": 1,
        "warnings": 1,
    } == counts


def test_it_names_the_value_sets_of_co2(hand_material: Make) -> None:
    """Whoever reads ``co2_t`` can say by which values and which years it came about."""
    sets = made(hand_material())["value_sets"]
    assert [
        {"report_year": 2024, "region": "贵州", "year": 2022},
        {"report_year": 2025, "region": "贵州", "year": 2022},
    ] == sets["co2_t"]["grid_used"]
    assert "ndrc_guides" == sets["co2_t"]["fuels"]


def test_slots_the_authority_has_not_filled_are_named(hand_material: Make) -> None:
    assert {"designated_units", "guizhou_two_high_catalogue", "equal_factors"} == set(
        made(hand_material())["slots_not_loaded"]
    )


def test_choices_are_told(hand_material: Make) -> None:
    """An exact factor stays exact; an override names both packs."""
    material = hand_material()
    material.options = replace(material.options, equal_factor=Decimal("3.05"), basis="equal")
    override = SimpleNamespace(what="rule", name="KEU001", winner="guizhou", loser="national")
    material.rulebook.overrides = (override,)
    told = made(material)
    assert "3.05" == told["options"]["equal_factor"]
    assert "equal" == told["options"]["basis"]
    assert [vars(override)] == told["rulebook"]["overrides"]


def test_equal_runs_write_equal_manifests(hand_material: Make, tmp_path: Path) -> None:
    """The order in which files were found does not show."""
    one, other = hand_material(), hand_material()
    other.intake.files = tuple(reversed(other.intake.files))
    for name, material in (("one", one), ("other", other)):
        (tmp_path / name).mkdir()
        write_manifest(material, batch_tables(material), tmp_path / name)
    assert (tmp_path / "one" / "manifest.json").read_bytes() == (tmp_path / "other" / "manifest.json").read_bytes()


def test_the_run_record_holds_what_differs(tmp_path: Path) -> None:
    write_run(RunRecord({"read": 1.23456, "judge": 0.5}), tmp_path)
    told = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert {"read": 1.235, "judge": 0.5} == told["seconds"]
    assert told["machine"]["python"].startswith("3.")
    assert told["libraries"]["polars"]
    assert "peak_memory_mib" in told


def test_peak_memory_is_told_in_mebibytes() -> None:
    """Polars alone takes some tens of MiB; a figure in the millions would be KiB."""
    peak = peak_memory_mib()
    if peak is None:
        pytest.skip("this system does not tell")
    assert 20 < peak < 100_000
