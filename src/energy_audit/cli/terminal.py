"""What the terminal shows: progress on long work, tables at the end; plain lines where it is not a terminal."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from energy_audit.catalogue import Language, Message, said
from energy_audit.cli.echo import harmless
from energy_audit.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import ConsoleOptions, RenderableType
    from rich.segment import Segment
    from rich.text import Text

    from energy_audit.progress import Progress as Told

STAGES = {
    "read": Message("读取申报"),
    "type": Message("识别各表"),
    "check": Message("核对取值"),
    "parts": Message("分批判定并写出"),
    "account": Message("计算综合能耗"),
    "judge": Message("按规则判定"),
    "data": Message("写数据文件"),
    "pages": Message("生成网页"),
    "pdf": Message("生成 PDF"),
    "rules": Message("读入规则"),
    "verdicts": Message("写判定明细"),
    "batch": Message("生成总览"),
    "summary": Message("生成摘要 PDF"),
}
"""The last four are told by their seconds only."""

PLAIN_STEP = 10
"""Where there is no terminal, a line at every tenth of a stage."""
PLAIN_SECONDS = 30.0
"""And one at least so often, as long as something is done."""
PLAIN_PAUSE = 1.0
"""Between two tenths of a quick stage nothing is said."""


@dataclass
class Pace:
    """How fast a stage goes, from its first step that was told."""

    first: int
    since: float
    tenth: int = -1
    told: float = 0.0

    def said(self, done: int, total: int, now: float, lang: Language) -> str:
        """Say steps a second and the time left; nothing before there is anything to go by."""
        steps, seconds = done - self.first, now - self.since
        if steps <= 0 or seconds <= 0:
            return ""
        rate = steps / seconds
        speed = f"{rate:.0f}/s" if rate >= 10 else f"{rate:.1f}/s"
        if done >= total:
            return said("，{speed}，用时 {time}", lang, speed=speed, time=clock_time(seconds))
        left = clock_time((total - done) / rate)
        return said("，{speed}，还需 {left}", lang, speed=speed, left=left)


def clock_time(seconds: float) -> str:
    """Write a span as ``m:ss`` or ``h:mm:ss``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Harmless(Console):
    """A console on which texts steer nothing; what it colours itself it still does."""

    def render_str(self, text: str, **how: Any) -> Text:
        return super().render_str(harmless(text), **how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Clear also what comes as a ``Text``; colours are added later."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))


def console(*, error: bool = False) -> Console:
    """Return a console that does not colour files or pipes, and prints brackets and colons of filed texts as they are."""
    return _Harmless(stderr=error, highlight=False, soft_wrap=True, markup=False, emoji=False)


@contextmanager
def telling(lang: Language, *, quiet: bool = False) -> Iterator[Told]:
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
            TextColumn("{task.fields[pace]}"),
            console=screen,
        )
        tasks: dict[str, TaskID] = {}
        paces: dict[str, Pace] = {}

        def tell(stage: str, done: int, total: int) -> None:
            now = time.monotonic()
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage_name(stage, lang), total=total, pace="")
                paces[stage] = Pace(done, now)
            pace = paces[stage].said(done, total, now, lang).lstrip("， ,")
            bar.update(tasks[stage], completed=done, total=total, pace=pace)

        with bar:
            yield tell


def _plain(screen: Console, lang: Language) -> Told:
    paces: dict[str, Pace] = {}

    def tell(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        pace = paces.setdefault(stage, Pace(done, now))
        tenth = done * PLAIN_STEP // total if total else PLAIN_STEP
        pause = now - pace.told
        if (pace.tenth != tenth and (pause >= PLAIN_PAUSE or done >= total)) or pause >= PLAIN_SECONDS:
            pace.tenth, pace.told = tenth, now
            screen.print(f"{stage_name(stage, lang)} {done}/{total}{pace.said(done, total, now, lang)}")

    return tell


def stage_name(stage: str, lang: Language) -> str:
    """Name a stage as people call it."""
    return STAGES[stage].of(lang) if stage in STAGES else stage


def table(title: str, headings: Iterable[str], rows: Iterable[Iterable[object]], *, right: Iterable[int] = ()) -> Table:
    """Return a table; the columns numbered in ``right`` are aligned right. What is too wide goes on below, uncut."""
    drawn = Table(title=title, title_justify="left", header_style="bold")
    aligned = set(right)
    for index, heading in enumerate(headings):
        drawn.add_column(heading, justify="right" if index in aligned else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    return drawn
