"""What the terminal shows: progress on long work, tables at the end; plain lines where it is not a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from energy_audit.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from energy_audit.progress import Progress as Told

STAGES = {
    "read": ("读取申报", "reading"),
    "type": ("识别各表", "typing"),
    "check": ("核对取值", "checking"),
    "account": ("计算综合能耗", "computing"),
    "judge": ("按规则判定", "judging"),
    "pages": ("生成网页", "pages"),
    "pdf": ("生成 PDF", "PDFs"),
}
PLAIN_STEP = 10
"""Where there is no terminal, a line at every tenth of a stage."""


def console(*, error: bool = False) -> Console:
    """Return a console that does not colour files or pipes."""
    return Console(stderr=error, highlight=False, soft_wrap=True)


@contextmanager
def telling(lang: str, *, quiet: bool = False) -> Iterator[Told]:
    """Give a callable ``(stage, done, total)`` that shows progress on the error stream."""
    screen = console(error=True)
    if quiet:
        yield silent
    elif not screen.is_terminal:
        yield _plain(screen, lang)
    else:
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=screen,
        )
        tasks: dict[str, int] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(_name(stage, lang), total=total, rate="")
            task = bar.tasks[tasks[stage]]
            rate = f"{task.speed:.0f}/s" if task.speed else ""
            bar.update(task.id, completed=done, total=total, rate=rate)

        with bar:
            yield tell


def _plain(screen: Console, lang: str) -> Told:
    told: dict[str, int] = {}

    def tell(stage: str, done: int, total: int) -> None:
        tenth = done * PLAIN_STEP // total if total else PLAIN_STEP
        if told.get(stage) != tenth:
            told[stage] = tenth
            screen.print(f"{_name(stage, lang)} {done}/{total}")

    return tell


def _name(stage: str, lang: str) -> str:
    zh, en = STAGES.get(stage, (stage, stage))
    return zh if lang == "zh" else en


def table(title: str, headings: Iterable[str], rows: Iterable[Iterable[object]], *, right: Iterable[int] = ()) -> Table:
    """Return a table; the columns numbered in ``right`` are aligned right."""
    drawn = Table(title=title, title_justify="left", header_style="bold")
    aligned = set(right)
    for index, heading in enumerate(headings):
        drawn.add_column(heading, justify="right" if index in aligned else "left")
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    return drawn
