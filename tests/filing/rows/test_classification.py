"""Codes with words around them, and regions that have no code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from energy_audit.filing.intake import Intake


@pytest.fixture
def filed(filing: Any, tmp_path: Path) -> Callable[[str, str], tuple[Intake, str]]:
    def file(column: str, value: str) -> tuple[Intake, str]:
        filing.tables["enterprise"][0][column] = value
        return read_filings([filing.xlsx(tmp_path / "a.xlsx")]), filing.cell("enterprise", column)

    return file


@pytest.mark.parametrize(
    "text", ["C3011", "3011水泥制造", "3011 水泥制造", "水泥制造（3011）", "Ｃ３０１１", "c3011 水泥制造"]
)
def test_the_one_code_among_words_is_taken_and_said(filed: Any, text: str) -> None:
    intake, cell = filed("industry_code", text)
    assert "3011" == intake.tables["enterprise"]["industry_code"][0]
    assert [("code-normalised", cell, text, "warning")] == intake.problems.select(
        "code", "cell", "value", "severity"
    ).rows()


@pytest.mark.parametrize("text", ["C32", "301", "30110", "D3011", "3011、3012", "水泥制造", "C 类"])
def test_what_is_not_exactly_one_class_is_a_problem(filed: Any, text: str) -> None:
    """A class above, several classes, a letter of another section, no code at all."""
    intake, cell = filed("industry_code", text)
    assert intake.tables["enterprise"]["industry_code"][0] is None
    assert [("bad-format", cell)] == intake.problems.select("code", "cell").rows()


def test_the_division_of_a_project_is_taken_from_its_words(filing: Any, tmp_path: Path) -> None:
    filing.tables["project"][0] |= {"trade_division": "黑色金属冶炼和压延加工业(31)", "industry_code": "C3120"}
    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])
    assert [("31", "3120")] == intake.tables["project"].select("trade_division", "industry_code").rows()
    assert ["code-normalised", "code-normalised"] == intake.problems["code"].to_list()


@pytest.mark.parametrize("text", ["贵安新区", "贵阳国家高新技术产业开发区", "双龙航空港经济区（520100）"])
def test_a_region_without_a_code_keeps_what_was_filed(filed: Any, text: str) -> None:
    """No development zone has a code of GB/T 2260; its filing is never refused for that."""
    intake, cell = filed("region_code", text)
    assert text == intake.tables["enterprise"]["region_code"][0]
    assert [("nonstandard-region", cell, text, "warning")] == intake.problems.select(
        "code", "cell", "value", "severity"
    ).rows()


@pytest.mark.parametrize("text", ["无", "/", "暂无", "N/A"])
def test_a_required_cell_that_says_there_is_none_is_blank_and_its_word_is_shown(filed: Any, text: str) -> None:
    intake, cell = filed("energy_manager", text)
    assert intake.tables["enterprise"]["energy_manager"][0] is None
    ((code, where, value, message),) = intake.problems.select("code", "cell", "value", "message").iter_rows()
    assert ("required-missing", cell, text) == (code, where, value)
    assert f"“{text}”" in message


def test_a_required_cell_that_is_blank_shows_nothing(filed: Any) -> None:
    intake, cell = filed("energy_manager", "")
    ((code, where, value, message),) = intake.problems.select("code", "cell", "value", "message").iter_rows()
    assert ("required-missing", cell, "") == (code, where, value)
    assert "“”" not in message


@pytest.mark.parametrize("text", ["３０１１", "３０１１水泥制造"])
def test_digits_of_full_width_are_the_code_and_no_code_of_their_own(filed: Any, text: str) -> None:
    """Left as they are, they would be of no industry at all, and a cement works would pass for no two-high trade."""
    intake, cell = filed("industry_code", text)
    assert "3011" == intake.tables["enterprise"]["industry_code"][0]
    assert [("code-normalised", cell, text)] == intake.problems.select("code", "cell", "value").rows()


@pytest.mark.parametrize("text", ["520181000000", "520181001", "520181001002", "５２０１８１"])
def test_the_county_of_a_longer_code_of_the_statistics_is_taken_and_said(filed: Any, text: str) -> None:
    intake, cell = filed("region_code", text)
    assert "520181" == intake.tables["enterprise"]["region_code"][0]
    assert [("code-normalised", cell, text)] == intake.problems.select("code", "cell", "value").rows()


@pytest.mark.parametrize("text", ["52018", "5201810", "52018100100200", "520181、520182"])
def test_what_is_no_code_of_a_place_is_a_problem(filed: Any, text: str) -> None:
    intake, cell = filed("region_code", text)
    assert intake.tables["enterprise"]["region_code"][0] is None
    assert [("bad-format", cell)] == intake.problems.select("code", "cell").rows()


@pytest.mark.parametrize("text", ["空缺", "暂未任命", "尚未聘任", "待设立", "目前未明确"])
def test_a_post_that_nobody_holds_names_nobody(filed: Any, text: str) -> None:
    intake, _ = filed("energy_leader_name", text)
    assert intake.tables["enterprise"]["energy_leader_name"][0] is None
    assert ["required-missing"] == intake.problems["code"].to_list()
