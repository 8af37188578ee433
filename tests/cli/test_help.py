"""Help and refusals of words: every command says in both languages what it is for, and what was wrong with a call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest

from energy_audit.cli import app

Run = Callable[..., tuple[Any, str]]


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    for name in group.list_commands(click.Context(group)):
        yield (*above, name)
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


@pytest.mark.parametrize("words", [(), *commands(app)], ids=" ".join)
def test_every_command_says_in_both_languages_what_it_is_for(run: Run, words: tuple[str, ...]) -> None:
    code, shown = run(*words, "--help")
    told = shown.partition("Options:")[0].partition("\n\n")[2]
    assert 0 == code
    assert re.search("[\u3400-\u9fff]{3}", told)
    assert re.search("[A-Za-z]{2,} [a-z]{2,}", told)
    assert not re.search(r"\\b|%Y|\.\.\.$", shown.partition("\n")[2], re.MULTILINE), (
        "a sign of the library, or cut short"
    )


def test_every_option_is_explained_in_both_languages() -> None:
    for words in commands(app):
        command: click.Command = app
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word) or app
        for option in command.params:
            if isinstance(option, click.Option):
                assert re.search("[\u3400-\u9fff].*/ ?[A-Za-z]", option.help or ""), (words, option.opts)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chekc",), "没有这个命令"),
        (("rules", "lst"), "没有这个命令"),
        (("check", "--setto", "x"), "没有这个选项"),
        (("check",), "缺少这一项"),
        (("template", "a.xlsx", "--year", "二〇"), "这一项的值不合要求"),
        (("demo", "--jobs"), "命令用法不对"),
    ],
)
def test_wrong_words_are_told_in_both_languages(run: Run, words: tuple[str, ...], said: str) -> None:
    code, shown = run(*words)
    assert 2 == code
    assert "Error: " in shown
    assert re.search(f"{said}.* / .*--help", shown)
