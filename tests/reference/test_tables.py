"""Every table loads as declared, and every fault is refused with its file and line."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from energy_audit.errors import ReferenceTableError
from energy_audit.reference.columns import SCHEMAS
from energy_audit.reference.industry_classes import IN_FULL
from energy_audit.reference.links import check_all
from energy_audit.reference.tables import TOML_TABLES, Reference, load_reference
from energy_audit.resources import folder

if TYPE_CHECKING:
    from pathlib import Path


def edit(rules: Path, table: str, row: int, **cells: str) -> int:
    """Write ``cells`` into a data row (0-based) of a CSV table and return its line."""
    path = rules / "reference" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for column, value in cells.items():
        rows[row + 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return row + 2


def fault(rules: Path, table: str) -> ReferenceTableError:
    with pytest.raises(ReferenceTableError) as raised:
        getattr(load_reference(rules), table)
    return raised.value


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_csv_table_has_its_declared_columns_and_types(reference: Reference, name: str) -> None:
    declared = {**SCHEMAS[name].header, **({"line": pl.UInt32()} if name == "designated_units" else {})}
    assert list(declared.items()) == list(getattr(reference, name).schema.items())


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if not schema.slot])
def test_every_table_but_a_slot_has_rows(reference: Reference, name: str) -> None:
    assert getattr(reference, name).height > 0


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if schema.slot])
def test_a_slot_is_shipped_empty(reference: Reference, name: str) -> None:
    assert getattr(reference, name).height == 0


def test_every_file_is_plain_utf8_with_unix_lines() -> None:
    files = sorted((folder("rules") / "reference").iterdir())
    assert {f"{name}.csv" for name in SCHEMAS} | {f"{name}.toml" for name in TOML_TABLES} | {"papers.toml"} == {
        f.name for f in files
    }
    for file in files:
        content = file.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), file.name
        assert b"\r" not in content, file.name
        content.decode("utf-8")


def test_the_names_the_tables_use_of_one_another_are_there(reference: Reference) -> None:
    check_all(reference)


def test_ids_are_unique(reference: Reference) -> None:
    for table, column in (("limits", "limit_id"), ("benchmarks", "benchmark_id"), ("law", "id"), ("units", "spelling")):
        assert getattr(reference, table)[column].is_unique().all(), table


def test_a_row_marked_for_rechecking_is_low(reference: Reference) -> None:
    marked = reference.law.filter(pl.col("note").str.contains("须核对原文"))
    assert marked.height == 8
    assert marked["confidence"].unique().to_list() == ["low"]


def test_a_draft_for_comment_is_a_draft(reference: Reference) -> None:
    assert reference.law.row(by_predicate=pl.col("id") == "COVER-GZ", named=True)["legal_status"] == "draft"


def test_a_table_is_read_when_it_is_asked_for(rules: Path) -> None:
    """A broken table does not stop a command that needs another one."""
    (rules / "reference" / "law.csv").unlink()
    opened = load_reference(rules)
    assert opened.energy_catalogue.height == 40
    with pytest.raises(ReferenceTableError, match=r"law\.csv"):
        _ = opened.law


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceTableError, match="找不到参考表"):
        load_reference(tmp_path)


@pytest.mark.parametrize(
    ("table", "cells", "words"),
    [
        ("limits", {"grade3": "1e3"}, "grade3"),
        ("limits", {"grade3": "0.1234567890123"}, "12位小数"),
        ("limits", {"issued": "2021-02-30"}, "2021-02-30"),
        ("limits", {"confidence": "sure"}, "'sure'"),
        ("limits", {"confidence": ""}, "confidence"),
        ("limits", {"legal_status": "law"}, "'law'"),
        ("limits", {"citation": ""}, "citation"),
        ("limits", {"unit": ""}, "unit"),
        ("limits", {"product_zh": ""}, "product_zh"),
        ("limits", {"electricity_basis": "both"}, "'both'"),
        ("limits", {"effective_to": "2000-01-01"}, "起始日晚于终止日"),
        ("electricity", {"year": "二〇〇五"}, "整数"),
        ("energy_catalogue", {"liquid": "yes"}, "true 或 false"),
        ("energy_catalogue", {"factor_min": "1", "factor_max": "2"}, "不成立"),
        ("energy_catalogue", {"factor": "", "factor_min": "2", "factor_max": "1"}, "不成立"),
        ("energy_aliases", {"codes": ""}, "codes"),
        ("law", {"fine_min_yuan": "5", "fine_max_yuan": "4"}, "不成立"),
        ("benchmarks", {"benchmark": "9", "baseline": "8"}, "不成立"),
    ],
)
def test_a_cell_that_breaks_a_promise_is_refused_with_its_line(
    rules: Path, table: str, cells: dict[str, str], words: str
) -> None:
    line = edit(rules, table, 3, **cells)
    error = fault(rules, table)
    assert (f"rules/reference/{table}.csv", line) == (error.file, error.line)
    assert words in error.message


def test_grades_need_not_rise(reference: Reference) -> None:
    """GB 21258-2024 has a grade 2 stricter than its grade 1: grade 2 binds new units only."""
    assert reference.limits.filter(pl.col("grade2") < pl.col("grade1")).height == 4


def test_two_values_for_one_day_are_refused(rules: Path) -> None:
    """The 2020 edition starts one day before the 2008 edition ends."""
    keys = load_reference(rules).energy_factors["key"].to_list()
    new = keys.index("raw_coal")
    old = keys.index("raw_coal", new + 1)
    edit(rules, "energy_factors", new, effective_from="2021-03-31")
    error = fault(rules, "energy_factors")
    assert error.line in {new + 2, old + 2}
    assert "同一时间" in error.message


def test_a_gap_is_refused_where_a_table_is_continuous(rules: Path) -> None:
    line = edit(rules, "energy_factors", 0, effective_from="2021-04-02")
    error = fault(rules, "energy_factors")
    assert line == error.line
    assert "空档" in error.message


@pytest.mark.parametrize(
    ("table", "column", "key", "edition", "late"),
    [
        ("limits", "product_zh", "烧结工序", "2025", "2026-07-02"),
        ("benchmarks", "product_zh", "硅铁", "2023", "2023-06-07"),
    ],
)
def test_an_edition_that_comes_a_day_late_is_refused(
    rules: Path, table: str, column: str, key: str, edition: str, late: str
) -> None:
    """A day without a limit would let a year pass unjudged."""
    frame = getattr(load_reference(rules), table).with_row_index("at")
    at = frame.filter((pl.col(column) == key) & (pl.col("edition") == edition))["at"][0]
    line = edit(rules, table, at, effective_from=late)
    error = fault(rules, table)
    assert line == error.line
    assert "空档" in error.message


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if not schema.slot])
def test_a_value_without_citation_is_refused_in_every_table(rules: Path, name: str) -> None:
    line = edit(rules, name, 0, citation="")
    error = fault(rules, name)
    assert (f"rules/reference/{name}.csv", line) == (error.file, error.line)
    assert "没有依据" in error.message


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if not schema.slot])
def test_a_row_that_stands_twice_is_refused_in_every_table(rules: Path, name: str) -> None:
    path = rules / "reference" / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    error = fault(rules, name)
    assert len(lines) + 1 == error.line
    assert "同一时间" in error.message


def test_the_same_key_twice_without_dates_is_refused(rules: Path) -> None:
    line = edit(rules, "regions", 5, code="520100")
    error = fault(rules, "regions")
    assert line == error.line


def test_another_header_is_refused(rules: Path) -> None:
    path = rules / "reference" / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("multiplier", "factor", 1), encoding="utf-8")
    error = fault(rules, "units")
    assert error.line == 1
    assert "缺少列 multiplier" in error.message
    assert "多出列 factor" in error.message


def test_a_short_row_is_refused(rules: Path) -> None:
    path = rules / "reference" / "units.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[4] = "吨,mass"
    path.write_text("\n".join(lines), encoding="utf-8")
    error = fault(rules, "units")
    assert error.line == 5
    assert "2 列" in error.message


def test_another_encoding_is_refused(rules: Path) -> None:
    path = rules / "reference" / "units.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    error = fault(rules, "units")
    assert "UTF-8" in error.message
    assert error.line == 2


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("documents", 'id = "ARC-02"', 'id = "ARC-01"', "ARC-01"),
        ("documents", 'requirement = "mandatory"', 'required = "mandatory"', "required"),
        ("documents", 'name_en = "Unit profile"\n', "", "name_en"),
        ("documents", "per_project = false", 'per_project = "no"', "per_project"),
        ("documents", 'confidence = "high"', 'confidence = "certain"', "certain"),
        ("documents", "[[document]]", "[[document]", "TOML"),
        ("project_review", "effective_to = 2016-12-31", "effective_to = 2016-12-30", "FAI-44"),
        ("project_review", "effective_to = 2016-12-31", "effective_to = 2009-12-31", "终止日"),
        ("eliminated_equipment", 'match = "series"', 'match = "exact"', "b1-motor-jo"),
        ("eliminated_equipment", "^JO[23](?![A-Z])", "^JO[23", "正则"),
        ("eliminated_equipment", 'catalogue = "1"', 'catalogue = "9"', "9"),
    ],
)
def test_a_broken_record_is_refused_with_its_line(rules: Path, table: str, old: str, new: str, words: str) -> None:
    path = rules / "reference" / f"{table}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    error = fault(rules, table)
    assert f"rules/reference/{table}.toml" == error.file
    assert error.line > 0
    assert words in error.message


def test_a_law_id_that_is_not_there_is_refused(rules: Path) -> None:
    path = rules / "reference" / "documents.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"KEU-02"', '"KEU-99"', 1), encoding="utf-8")
    with pytest.raises(ReferenceTableError, match="KEU-99"):
        check_all(load_reference(rules))


def test_two_spellings_that_compare_equal_are_refused(rules: Path) -> None:
    edit(rules, "units", 1, spelling="吨 ")
    edit(rules, "units", 2, spelling="（吨）")
    with pytest.raises(ReferenceTableError):
        check_all(load_reference(rules))


def test_the_file_has_58_documents_of_which_five_are_due_for_each_project(reference: Reference) -> None:
    assert [f"ARC-{n:02d}" for n in range(1, 59)] == [document.id for document in reference.documents]
    assert [f"ARC-{n}" for n in range(35, 40)] == [d.id for d in reference.documents if d.per_project]


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        ("2010-10-31", None),
        ("2010-11-01", "FAI-6"),
        ("2016-12-31", "FAI-6"),
        ("2017-01-01", "FAI-44"),
        ("2023-05-31", "FAI-44"),
        ("2023-06-01", "FAI-2"),
        ("2025-08-31", "FAI-2"),
        ("2025-09-01", "FAI-31"),
    ],
)
def test_the_review_regime_changes_on_its_day(reference: Reference, day: str, regime: str | None) -> None:
    on = date.fromisoformat(day)
    held = [each for each in reference.project_review if each.effective_from <= on <= (each.effective_to or date.max)]
    assert ([regime] if regime else []) == [each.id for each in held]


def test_the_review_thresholds_of_2025_ask_for_coal_not_electricity(reference: Reference) -> None:
    regime = reference.project_review[-1]
    assert "FAI-31" == regime.id
    exempt = next(t for t in regime.threshold if t.level == "不单独审查")
    assert (exempt.max_tce, exempt.and_max_coal_t, exempt.and_max_kwh) == (1000, 1000, None)
    assert Decimal("0.1") == regime.change_ratio
    assert regime.penalty[0].fine_max_yuan is None


@pytest.mark.parametrize("column", ["correction_inputs"])
def test_a_limit_with_a_correction_names_its_inputs(reference: Reference, column: str) -> None:
    corrected = reference.limits.filter(pl.col("correction").is_not_null())
    assert corrected.height == 74
    assert corrected[column].list.len().min() == 1
    assert reference.limits.filter(pl.col("correction").is_null())[column].list.len().max() == 0


def test_every_class_of_the_divisions_of_two_high_sectors_is_on_file(reference: Reference) -> None:
    """As many as GB/T 4754-2017 has, counted by hand in a transcription."""
    classes = reference.industries.filter(level="class")["code"].str.slice(0, 2).value_counts()
    counted = dict(classes.rows())
    assert {"25": 10, "26": 38, "30": 37, "31": 4, "32": 21, "44": 10} == {each: counted[each] for each in IN_FULL}
