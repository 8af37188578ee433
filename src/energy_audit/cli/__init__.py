"""The command line: one file a command, each imported only when it is called."""

from __future__ import annotations

import codecs
import errno
import io
import os
import platform
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Final, NoReturn

import click

from energy_audit import __version__, garbage
from energy_audit.cli.echo import echo, harmless
from energy_audit.errors import EnergyAuditError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, FOUND, INTERNAL, INTERRUPTED = 0, 1, 4, 130
"""Exit codes; 2 (wrong usage) and 3 (nothing readable, not writable) come with their errors."""
NOT_WRITABLE = 3
NOT_TAKEN = {errno.ENOSPC, errno.EDQUOT, errno.EPIPE, errno.EIO}
"""What a full disk or whoever reads the output answers: no fault of the program."""
NOT_WRITTEN = (
    "写不出去：{error}。请检查磁盘是否已满、输出是否还有人接收。 / "
    "Nothing more can be written ({error}): see whether the disk is full and whether anybody still reads the output."
)

INTERRUPTED_MESSAGE = "已中断，没有留下写了一半的文件。 / Interrupted; nothing half-written was left."

COMMANDS = {
    "inspect": "检查一批申报，出具名单、逐户报告和汇总 / inspect a batch of filings",
    "check": "报送前自查一份申报 / check one filing before it is submitted",
    "template": "生成空白申报工作簿 / write the blank filing workbook",
    "papers": "按检查结果生成可编辑的监察文书 / write the official papers of an inspection",
    "draw": "从一次检查的单位中随机抽取 / draw units of an inspection at random",
    "rules": "查看、测试规则 / look at and test the rules",
    "explain": "说明一条发现是怎样得出的 / say how a finding came about",
    "why-not": "说明一条规则为何没有触发 / say why a rule did not fire",
    "reference": "查系数、限额、法条 / look up factors, limits, articles",
    "demo": "用自带示例跑一遍 / run the shipped samples",
    "doctor": "检查运行环境缺什么 / say what this machine lacks",
}


WRONG_WORDS: Final = {
    click.NoSuchCommand: "没有这个命令；全部命令见 --help / there is no such command; --help names them all",
    click.NoSuchOption: "没有这个选项；全部选项见 --help / there is no such option; --help names them all",
    click.MissingParameter: "缺少这一项；用法见 --help / this is missing; see --help",
    click.BadParameter: "这一项的值不合要求；用法见 --help / this value does not fit; see --help",
    click.ClickException: "命令用法不对；用法见 --help / the command was called in a way it does not know; see --help",
}
"""By kind of error, nearest first: the library that reads the words speaks English alone."""


class LazyGroup(click.Group):
    """Knows its commands by name and imports one only when it runs, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order people meet them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"energy_audit.cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="energy-audit")
def app() -> None:
    """节能监察申报检查：读申报、按 GB/T 2589 算综合能耗、按规则判定、出报告。

    Checks energy filings: reads them, computes consumption by GB/T 2589, judges them by rules, writes reports.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; every failure is said in words."""
    garbage.looked_for_seldom()
    _print_anything()
    try:
        code = app.main(args=arguments, standalone_mode=False)
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        echo(told.getvalue(), err=True, nl=False)
        echo(next(said for kind, said in WRONG_WORDS.items() if isinstance(error, kind)), err=True)
        sys.exit(error.exit_code)
    except EnergyAuditError as error:
        click.secho(harmless(str(error)), fg="red", err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.secho(INTERRUPTED_MESSAGE, fg="yellow", err=True)
        sys.exit(INTERRUPTED)
    except OSError as error:
        if error.errno not in NOT_TAKEN:
            click.secho(_what_to_report(), fg="red", err=True)
            sys.exit(INTERNAL)
        click.secho(harmless(NOT_WRITTEN.format(error=error.strerror)), fg="red", err=True)
        _give_up_output()
        sys.exit(NOT_WRITABLE)
    except Exception:  # noqa: BLE001 - the last resort: anything unforeseen becomes exit code 4 with what to report
        click.secho(_what_to_report(), fg="red", err=True)
        sys.exit(INTERNAL)
    sys.exit(code if isinstance(code, int) else DONE)


def _give_up_output() -> None:
    """Let nothing that still waits to be printed fail once more when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_IN_PLAIN_SIGNS: Final = {"−": "-", "–": "-", "—": "-", "×": "x", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "→": "->",
    "“": '"', "”": '"', "‘": "'", "’": "'", "·": ".", "…": "...", "²": "2", "³": "3", "⁴": "^4", "₂": "2", "Σ": "sum ",
    "Δ": "diff", "：": ": ", "，": ", ", "。": ".", "；": "; ", "（": "(", "）": ")", "、": ", "}  # fmt: skip


def _print_anything() -> None:
    """Let every message print on any console encoding (cp936 included).

    A sign that it lacks becomes a plain one (cp936 has no minus sign of its own), any other character a question mark.
    """
    codecs.register_error("in-plain-signs", _in_plain_signs)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="in-plain-signs")


def _in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_IN_PLAIN_SIGNS.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def _what_to_report() -> str:
    machine = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    tail = traceback.format_exc() if os.environ.get("ENERGY_AUDIT_TRACEBACK") else _own_frames()
    return (
        "程序内部出错，这不是申报的问题。请把下面几行和所用命令一起反馈给维护者："
        " / An internal error, no fault of the filing: send these lines and the command to the maintainers.\n"
        f"energy-audit {__version__} ({machine})\n{tail}"
    )


def _own_frames() -> str:
    """Where in this package it happened, and the error's last words; the libraries' own frames say little."""
    error = sys.exc_info()[1]
    frames = [
        f"  {frame.filename.rpartition('energy_audit')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(sys.exc_info()[2])
        if "energy_audit" in frame.filename
    ]
    return "\n".join([*frames[-4:], f"{type(error).__name__}: {str(error)[:500]}"])
