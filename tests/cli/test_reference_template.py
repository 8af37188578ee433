"""``energy-audit reference template``: the blank tables of an authority, filled in and given to an inspection."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from energy_audit import resources

Run = Callable[..., tuple[Any, str]]
FILING = resources.folder("sample_data") / "filings" / "贵阳市" / "示例清镇水泥-2025.xlsx"
CEMENT = "91520181000000019R"
GROUND = {"依据（文件名称、文号、条款）": "示例文件〔2025〕1号", "可信度": "高", "法律状态": "现行有效"}
SLOTS: dict[str, dict[str, Any]] = {
    "designated_units": {"统一社会信用代码": CEMENT, "名单年度": 2025, "指定文号": "示例〔2025〕2号"},
    "equal_factors": {"年份": 2025, "行政区划代码": "520000", "等价折标系数": 3.05, "单位": "tce/万千瓦时"},
    "guizhou_two_high_catalogue": {"行业代码": "3140", "产品或工序": "铁合金"},
}


def type_in(path: Path, row: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    place = {cell.value: cell.column for cell in sheet[1]}
    for heading, value in {**row, **GROUND}.items():
        sheet.cell(2, place[heading]).value = value
    book.save(path)


def inspected(run: Run, out: Path, *options: object) -> tuple[str, dict[str, Any], pl.DataFrame]:
    _, text = run("inspect", FILING, "--out", out, "--as-of", "2026-06-30", "--format", "data", *options)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return text, manifest, pl.read_parquet(out / "data" / "findings.parquet")


def test_blank_tables_filled_in_change_the_verdicts_and_end_the_notice(run: Run, tmp_path: Path) -> None:
    """The cement works is in the six national sectors, and not in a catalogue that lists ferroalloys alone."""
    code, text = run("reference", "template", "--out", tmp_path / "本省")
    assert (0, True) == (code, all(f"{name}.xlsx" in text for name in SLOTS))
    for name, row in SLOTS.items():
        type_in(tmp_path / "本省" / "reference" / f"{name}.xlsx", row)
    _, before, found = inspected(run, tmp_path / "before")
    assert (sorted(SLOTS), []) == (sorted(before["slots_not_loaded"]), before["reference_tables_replaced"])
    assert {"THL001", "GZH001"} <= set(found.filter(verdict="breached")["rule"])
    text, after, found = inspected(run, tmp_path / "after", "--rules", tmp_path / "本省")
    assert ([], sorted(SLOTS)) == (
        after["slots_not_loaded"],
        [each["table"] for each in after["reference_tables_replaced"]],
    )
    assert not {"THL001", "GZH001"} & set(found["rule"])
    for name in SLOTS:
        assert f"参考表 {name}（" in text


def test_a_table_that_was_filled_in_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    run("reference", "template", "equal_factors", "--out", tmp_path)
    path = tmp_path / "reference" / "equal_factors.xlsx"
    before = path.read_bytes()
    code, text = run("reference", "template", "--out", tmp_path)
    assert (3, True, before) == (code, "equal_factors.xlsx" in text, path.read_bytes())


def test_only_tables_that_wait_for_an_authority_have_a_blank(run: Run, tmp_path: Path) -> None:
    code, text = run("reference", "template", "limits", "--out", tmp_path)
    assert (2, True) == (code, "designated_units" in text)


def test_a_table_given_by_hand_is_shown_and_counted(run: Run, tmp_path: Path) -> None:
    run("reference", "template", "designated_units", "--out", tmp_path)
    type_in(tmp_path / "reference" / "designated_units.xlsx", SLOTS["designated_units"])
    assert CEMENT in run("reference", "show", "designated_units", "--rules", tmp_path, "--all-dates")[1]
    assert CEMENT not in run("reference", "show", "designated_units", "--all-dates")[1]
