"""``draw`` on the output of an inspection: what it prints, saves and refuses."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from energy_audit.cli import app
from energy_audit.report.batch.sampling import lot
from energy_audit.resources import folder

Run = Callable[..., tuple[Any, str]]

SAMPLES = folder("sample_data") / "filings" / "贵阳市"


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("draw") / "out"
    words = [
        "inspect",
        SAMPLES,
        "--out",
        out,
        "--as-of",
        "2026-06-30",
        "--format",
        "data",
        "--jobs",
        1,
        "--quiet",
        "--no-cache",
    ]
    assert 0 == CliRunner().invoke(app, [str(each) for each in words]).exit_code
    return out


def test_the_list_is_printed_and_saved_and_can_be_checked(inspected: Path, tmp_path: Path, run: Run) -> None:
    saved = tmp_path / "抽查名单.csv"
    code, said = run("draw", inspected, "--count", 3, "--seed", "052318", "--save", saved)
    with saved.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert 0 == code
    assert 3 == len(rows)
    for row in rows:
        assert row["单位名称"] in said
        assert lot("052318", row["统一社会信用代码"]) == row["抽签值"]
    assert sorted(row["抽签值"] for row in rows) == [row["抽签值"] for row in rows]
    # six units, two of them with two years
    assert "从 6 家中抽取 3 家；种子：052318" in said


def test_of_an_open_tier_it_is_said_that_the_tier_is_open(inspected: Path, run: Run) -> None:
    """南明商场 has an unreadable row; 不能判断 alone does not say what."""
    _, said = run("draw", inspected, "--count", 6, "--seed", "052318")
    assert " · 档次不能确定 · " in said
    assert " · 不能判断 · " not in said


def test_only_the_tiers_asked_for_take_part(inspected: Path, run: Run) -> None:
    _, said = run("draw", inspected, "--count", 99, "--seed", "1", "--tier", "A")
    assert "示例清镇水泥有限公司" in said
    assert "示例云岩医院" not in said


def test_a_name_in_brackets_is_printed_and_saved_as_it_was_filed(inspected: Path, tmp_path: Path, run: Run) -> None:
    filed = "贵州[/b]某厂[bold]"
    out = shutil.copytree(inspected, tmp_path / "out")
    units = pl.read_parquet(out / "data" / "enterprises.parquet").head(1)
    units.with_columns(enterprise_name=pl.lit(filed)).write_parquet(out / "data" / "enterprises.parquet")
    code, said = run("draw", out, "--count", 1, "--seed", "1", "--save", tmp_path / "名单.csv")
    assert 0 == code
    assert f"1. {filed}" in said
    assert f",{filed}," in (tmp_path / "名单.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [((SAMPLES, "--seed", "1"), "不是 inspect 的输出文件夹"), (("out", "--seed", "  "), "种子不能为空")],
)
def test_what_it_cannot_draw_from_is_refused(
    inspected: Path, arguments: tuple[object, ...], why: str, run: Run
) -> None:
    given = [inspected if each == "out" else each for each in arguments]
    code, said = run("draw", *given, "--count", 1)
    assert 2 == code
    assert why in said


def test_a_list_that_is_there_is_never_overwritten(inspected: Path, tmp_path: Path, run: Run) -> None:
    saved = tmp_path / "名单.csv"
    saved.write_text("kept", encoding="utf-8")
    code, said = run("draw", inspected, "--count", 1, "--seed", "1", "--save", saved)
    assert 2 == code
    assert "已经存在" in said
    assert "kept" == saved.read_text(encoding="utf-8")
