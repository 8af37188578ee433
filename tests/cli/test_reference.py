"""``energy-audit reference``: what held on a day."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from energy_audit.cli.reference import command


def shown(*words: str) -> str:
    result = CliRunner(env={"COLUMNS": "400"}).invoke(command, words, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_every_table_is_listed_with_its_rows() -> None:
    listed = shown("list")
    for name in ("energy_factors", "limits", "equal_factors", "motor_efficiency", "project_review", "corrections"):
        assert name in listed


@pytest.mark.parametrize(
    ("words", "held", "gone"),
    [
        (("energy_factors", "new_water", "--as-of", "2021-03-31"), "0.0000857", "0.0002571"),
        (("energy_factors", "new_water", "--as-of", "2021-04-01"), "0.0002571", "0.0000857"),
        (("limits", "GB21345", "--as-of", "2025-05-01"), "GB21345-2024", "没有"),
        (("project_review", "--as-of", "2023-05-31"), "FAI-44", "FAI-2 "),
        (("project_review", "--as-of", "2023-06-01"), "FAI-2", "FAI-44"),
    ],
)
def test_what_held_on_a_day(words: tuple[str, ...], held: str, gone: str) -> None:
    told = shown("show", *words)
    assert held in told
    assert gone not in told


def test_whatever_the_date() -> None:
    told = shown("show", "project_review", "--all-dates")
    assert "FAI-6" in told
    assert "FAI-31" in told


def test_no_number_is_cut_off_in_a_narrow_screen() -> None:
    """Fourteen transformers: what they share stands below, what finds no room is named, and every number is whole."""
    told = shown("show", "transformer_losses", "1000", "--as-of", "2025-02-01")
    assert "…" not in told
    assert "unit: W" in told
    assert "10300" in told


@pytest.mark.parametrize("words", [("show", "limits", "黄磷", "--as-of", "2025-12-31"), ("list",)])
def test_no_sentence_is_cut_off_in_a_narrow_screen(words: tuple[str, ...]) -> None:
    """Chinese has no spaces to break at: the correction of a limit lost its second half."""
    told = CliRunner(env={"COLUMNS": "80"}).invoke(command, words, catch_exceptions=False).output
    assert "…" not in told
    if words[0] == "show":
        assert "1.1564" in told.replace("\n", "")


def test_where_nothing_held_it_is_said() -> None:
    assert "--all-dates" in shown("show", "limits", "水泥熟料", "--as-of", "2022-10-31")


def test_of_a_table_that_the_authority_has_not_filled_it_is_said_how() -> None:
    """No other day would show a row of it."""
    told = shown("show", "designated_units")
    assert "reference template" in told
    assert "--all-dates" not in told
