"""A clerk's whole way: blank workbook, typed in with LibreOffice, checked clean, submitted, judged alike by the inspector."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from energy_audit.cli import app
from energy_audit.filing.intake import read_filings
from energy_audit.inspection import inspect
from energy_audit.report.explanations import HEADINGS, SHEET, TEXT
from energy_audit.report.material import Options
from energy_audit.resources import folder

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from filled import CAN_TYPE, fill, type_in

SAMPLES = folder("sample_data") / "filings" / "贵阳市"
THIS_YEAR, LAST_YEAR = SAMPLES / "示例清镇水泥-2025.xlsx", SAMPLES / "示例清镇水泥-2024.xlsx"
DAY = "2026-06-30"
LEFT_TO_THE_WORKBOOK = {
    "enterprise": {"uscc", "enterprise_name", "industry_code", "region_code", "address", "reported_tce_calorific",
                   "reported_tce_equal", "reported_tce_calorific_prev", "reported_tce_equal_prev",
                   "reported_intensity_calorific", "reported_intensity_equal", "city_name", "province_name"},
    "energy_consumption": {"consumption_total", "opening_stock", "factor_reference", "reported_tce_calorific", "reported_tce_equal"},
    "energy_conversion": {"consumption_industrial", "conversion_input", "conversion_output_tce", "factor_adopted"},
    "metering": {"l1_rate", "l2_rate", "l3_rate"},
    "product": {"value", "value_prev", "change_pct", "numerator_prev", "denominator_prev"},
}  # fmt: skip
"""What is carried over from last year or worked out; the clerk types none of it."""

pytestmark = pytest.mark.skipif(not CAN_TYPE, reason="LibreOffice types, works the formulas out and saves")


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(each) for each in arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value or 0, result.stdout


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("clerk")
    blank = place / "空表.xlsx"
    run("template", blank, "--prefill", LAST_YEAR)
    fill(blank, place / "申报表.xlsx", read_filings([THIS_YEAR]), but=LEFT_TO_THE_WORKBOOK)
    blank.unlink()
    return place / "申报表.xlsx"


def test_filled_in_it_is_clean_and_the_inspector_judges_it_alike(filled: Path, tmp_path: Path) -> None:
    code, said = run("check", filled, "--as-of", DAY, "--format", "json", "--no-annotate")
    own = json.loads(said)
    assert ([], []) == (own["must_mend"], own["problems"])
    assert (0, True) == (code, own["ready"])
    run("inspect", filled, "--as-of", DAY, "--out", tmp_path / "out", "--format", "data")
    theirs = pl.read_parquet(tmp_path / "out" / "data" / "findings.parquet")
    keys = ["finding_id", "facts_digest", "rule", "verdict", "message", "sheet", "cell"]
    assert theirs.height > 5
    assert theirs.select(keys).rows() == [tuple(row[key] for key in keys) for row in own["findings"]]
    assert 0 == pl.read_parquet(tmp_path / "out" / "data" / "problems.parquet").height


def test_an_explanation_typed_into_the_copy_reaches_the_inspector_and_lapses_with_its_values(
    filled: Path, tmp_path: Path
) -> None:
    """A notice waits for no answer; the clerk copies its number and digest and answers it, then changes what it was about."""
    _, said = run("check", filled, "--as-of", DAY, "--format", "json", "--annotate", tmp_path / "副本.xlsx")
    (notice,) = (row for row in json.loads(said)["findings"] if row["rule"] == "THL001")
    copied = {0: "THL001", HEADINGS.index(TEXT): "示例：行业代码待变更", len(HEADINGS) - 1: notice["facts_digest"]}
    explained = tmp_path / "报送" / "申报表.xlsx"
    type_in(tmp_path / "副本.xlsx", explained, [(SHEET, 4, at + 1, text) for at, text in copied.items()])
    told = inspect([explained.parent], Options(date(2026, 6, 30))).material
    (one,) = told.explanations.values()
    assert ("示例：行业代码待变更", "current") == (one.explanation.text, one.standing)
    changed = tmp_path / "改后" / "申报表.xlsx"
    type_in(explained, changed, [("表1 基本情况", 7, 2, "3012")])  # another class of the same industry
    (one,) = inspect([changed.parent], Options(date(2026, 6, 30))).material.explanations.values()
    assert "lapsed" == one.standing
