"""``energy-audit template`` as a clerk calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from energy_audit.cli.template import command
from energy_audit.errors import OutputRefused, UsageError
from energy_audit.filing.intake import read_filings
from energy_audit.resources import folder

BEFORE = folder("sample_data") / "filings" / "贵阳市" / "示例清镇水泥-2024.xlsx"


def test_it_writes_the_workbook_and_says_what_to_do_next(tmp_path: Path) -> None:
    target = tmp_path / "申报表.xlsx"
    result = CliRunner().invoke(command, [str(target), "--year", "2025", "--industry", "3011", "--tier", "A"])
    assert 0 == result.exit_code
    assert "填报说明" in result.output
    assert "energy-audit check" in result.output
    assert [target] == list(tmp_path.iterdir())


def test_the_next_command_can_be_copied_as_it_stands(tmp_path: Path) -> None:
    """A folder with a space would be two arguments, a line break would cut the path."""
    folder_ = tmp_path / ("节能 申报" * 12)
    folder_.mkdir()
    target = folder_ / "申报表.xlsx"
    result = CliRunner().invoke(command, [str(target), "--year", "2025"])
    assert f'energy-audit check "{target}"\n' in result.output


def test_it_carries_last_year_over_and_takes_the_year_after_it(tmp_path: Path) -> None:
    target = tmp_path / "申报表.xlsx"
    result = CliRunner().invoke(command, [str(target), "--prefill", str(BEFORE)])
    assert 0 == result.exit_code
    assert "2024" in result.output
    assert [2025] == read_filings([target]).tables["enterprise"]["report_year"].to_list()


def test_a_filing_of_another_year_than_the_last_is_not_carried_over(tmp_path: Path) -> None:
    """What closed 2024 does not open 2026."""
    target = tmp_path / "申报表.xlsx"
    result = CliRunner().invoke(command, [str(target), "--prefill", str(BEFORE), "--year", "2026"])
    assert isinstance(result.exception, UsageError)
    assert "2024 年度" in str(result.exception)
    assert [] == list(tmp_path.iterdir())


def test_it_refuses_to_overwrite_with_exit_code_3(tmp_path: Path) -> None:
    target = tmp_path / "申报表.xlsx"
    target.write_bytes(b"mine")
    result = CliRunner().invoke(command, [str(target)])
    assert isinstance(result.exception, OutputRefused)
    assert 3 == result.exception.exit_code
    assert b"mine" == target.read_bytes()


@pytest.mark.parametrize("options", [["--tier", "E"], ["--year", "abc"], ["--industry", "12"]])
def test_wrong_words_are_wrong_usage(tmp_path: Path, options: list[str]) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "a.xlsx"), *options])
    code = result.exception.exit_code if isinstance(result.exception, UsageError) else result.exit_code
    assert 2 == code
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(("industry", "told"), [("2621", True), ("3011", False), (None, False)])
def test_a_filing_of_another_industry_is_carried_over_with_a_word(
    tmp_path: Path, industry: str | None, *, told: bool
) -> None:
    chosen = ["--industry", industry] if industry else []
    result = CliRunner().invoke(command, [str(tmp_path / "a.xlsx"), "--prefill", str(BEFORE), *chosen])
    assert result.exit_code == 0
    assert told == (
        "行业没有带入：上年申报的是 3011 水泥制造，这次按 --industry 填 2621" in result.output.replace("\n", "")
    )
