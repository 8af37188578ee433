"""What the READMEs say of rules and commands is what the program holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import click
import pytest

from energy_audit.cli import COMMANDS, app
from energy_audit.cli.rules_docs import README_BEGIN, README_END, readme_block
from energy_audit.inspection import open_rules
from energy_audit.report.drawn.rulebook_page import kind_counts, topics_of
from energy_audit.rulebook.model import Rulebook

HOME = Path(__file__).parents[1]
READMES: list[tuple[str, Literal["zh", "en"]]] = [("README.md", "en"), ("README.zh-CN.md", "zh")]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return open_rules()[1]


@pytest.mark.parametrize(("name", "lang"), READMES)
def test_the_table_of_rules_is_that_of_the_packs(rulebook: Rulebook, name: str, lang: Literal["zh", "en"]) -> None:
    text = (HOME / name).read_text(encoding="utf-8")
    assert 1 == text.count(README_BEGIN) == text.count(README_END)
    block = text[text.index(README_BEGIN) : text.index(README_END) + len(README_END)]
    assert readme_block(rulebook, lang) == block, (
        f"put in what this prints: energy-audit rules docs --readme --lang {lang}"
    )


def test_the_table_counts_every_rule_once(rulebook: Rulebook) -> None:
    counts = [sum(kind_counts(rulebook, topic.name).values()) for topic in topics_of(rulebook)]
    assert len(rulebook.rules) == sum(counts)
    sums = re.search(r"^\| all \| \| .* \| (\d+) \|$", readme_block(rulebook, "en"), re.MULTILINE)
    assert sums is not None
    assert len(rulebook.rules) == int(sums[1])


@pytest.mark.parametrize(("name", "lang"), READMES)
def test_every_command_is_mentioned(name: str, lang: str) -> None:
    del lang
    text = (HOME / name).read_text(encoding="utf-8")
    words = list(COMMANDS)
    for group in COMMANDS:
        command = app.get_command(click.Context(app), group)
        if isinstance(command, click.Group):
            words += [f"{group} {each}" for each in command.commands]
    told = [word for word in words if f"energy-audit {word}" in text or f"`{word}`" in text or f"make {word}" in text]
    assert words == told
