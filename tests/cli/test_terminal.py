"""Progress as it is read where there is no terminal, and in one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from energy_audit.cli import terminal
from energy_audit.cli.check_screen import Screen
from energy_audit.cli.echo import echo
from energy_audit.cli.terminal import STAGES, Pace, clock_time, console, table, telling
from energy_audit.report.language import Words


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that the test sets."""
    now = [100.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: now[0])
    return now


def test_plain_lines_say_count_rate_and_time_left(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    """A tenth of 1,000 every 50 s is 2 a second: with 100 done after the first step, 899 more take 449.5 s = 7:30."""
    with telling("zh") as tell:
        tell("read", 1, 1000)
        clock[0] += 49.5
        tell("read", 100, 1000)
        clock[0] += 1
        tell("read", 102, 1000)
    said = capsys.readouterr()
    assert "" == said.out
    assert ["读取申报 1/1000", "读取申报 100/1000，2.0/s，还需 7:30"] == said.err.splitlines()


def test_a_line_comes_at_least_every_half_minute(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    with telling("en") as tell:
        tell("pdf", 0, 100_000)
        for done in (10, 20, 30):
            clock[0] += 20
            tell("pdf", done, 100_000)
    # at 40 s: 20 in 40 s; 99,980 / 0.5 a second = 199,960 s
    assert ["PDFs 0/100000", "PDFs 20/100000, 0.5/s, 55:32:40 left"] == capsys.readouterr().err.splitlines()


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with telling("zh", quiet=True) as tell:
        tell("read", 1, 2)
    assert ("", "") == tuple(capsys.readouterr())


def test_a_terminal_shows_every_stage(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(record=True, force_terminal=True, width=100, color_system=None)
    monkeypatch.setattr(terminal, "console", lambda **_: screen)
    with telling("en") as tell:
        tell("read", 0, 40)
        clock[0] += 2
        tell("read", 40, 40)
        tell("pdf", 0, 40)
        clock[0] += 10
        tell("pdf", 10, 40)
    shown = " ".join(screen.export_text().split())
    assert "40/40 20/s, took 0:02" in shown
    assert "10/40 1.0/s, 0:30 left" in shown


def test_nothing_is_said_of_a_pace_before_a_step_was_taken() -> None:
    assert "" == Pace(first=0, since=5.0).said(0, 10, 9.0, "zh")
    assert ["0:00", "1:01", "1:00:00"] == [clock_time(seconds) for seconds in (0.4, 60.6, 3600)]


FILED = "贵州[bold]某[/b]厂 :smile:"
"""A name that a console which knows markup would change, or stumble over."""


def test_what_was_filed_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.console().print(FILED)
    terminal.console().print(terminal.table(FILED, [FILED], [[FILED]]))
    assert 4 == capsys.readouterr().out.count(FILED)


def test_every_stage_that_is_timed_has_a_name_in_both_languages() -> None:
    source = Path(terminal.__file__).parents[1]
    timed = {
        stage for path in source.rglob("*.py") for stage in re.findall(r'\.stage\("(\w+)"\)', path.read_text("utf-8"))
    }
    assert {"rules", "read", "pages"} <= timed
    assert timed <= STAGES.keys()
    for stage in timed:
        assert STAGES[stage].of("zh") != STAGES[stage].of("en")


def test_what_was_filed_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """An escape that would retitle the window, a bell, a C1 sequence, a text turned around."""
    filed = "甲\x1b]0;x\x07.csv \x9b31m \u202egnp"
    shown = "甲␛]0;x␇.csv �31m �gnp"
    console().print(filed)
    console().print(table("", ["名称"], [[filed]]))
    console().print(Text.assemble(("拒收", "yellow"), " \x1b]0;x"))
    echo(filed)
    Screen(Words("zh"), console()).line(filed)
    said = capsys.readouterr().out
    assert 4 == said.count(shown)
    assert "拒收 ␛]0;x" in said
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & {*said}


def test_lines_and_tabs_stay(capsys: pytest.CaptureFixture[str]) -> None:
    echo("一\n二\t三")
    console().print("一\n二\t三")
    assert "一\n二\t三\n一\n二" == capsys.readouterr().out[: len("一\n二\t三\n一\n二")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["rules", "list"], ["--version"]])
def test_a_full_disk_is_no_fault_of_the_program(words: list[str]) -> None:
    command = [sys.executable, "-c", "from energy_audit.cli import main; main()", *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (3, True) == (done.returncode, done.stderr.startswith("写不出去："))
    assert "维护者" not in done.stderr
    assert "Traceback" not in done.stderr
