"""The self-check on a terminal of eighty columns: short, in the order to mend it, one screen if it can be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from energy_audit.catalogue import Message
from energy_audit.cli.echo import harmless
from energy_audit.report.explanations import explained_said, stray_said
from energy_audit.report.selfcheck.index_sheet import kind_said
from energy_audit.report.selfcheck.item import places_said, rows_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.cli.check_trial import Trial
    from energy_audit.report.language import Words
    from energy_audit.report.selfcheck.content import SelfCheck
    from energy_audit.report.selfcheck.item import Item

COLOURS = {"error": "red", "violation": "red", "warning": "yellow", "suspicion": "yellow", "notice": "cyan"}
WIDEST = 100
INDENT = 4
MOST_UNTOLD = 6
MOST_ITEMS = 25
MOST_STALE = 3
MOST_ROWS = 10

_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)
_NOT_FIRST, _NOT_LAST = "，。；：、！？）》”’】", "（《“‘【"


class Screen:
    """Prints texts wrapped and indented; wide characters count twice."""

    def __init__(self, words: Words, screen: Console | None = None) -> None:
        self.words = words
        self.console = screen or Console(highlight=False)
        self.console.width = min(self.console.width, WIDEST)

    def line(self, text: str, style: str = "", indent: int = 0) -> None:
        """Print a paragraph."""
        for part in folded(text, self.console.width - 1 - indent):
            self.console.print(Text(" " * indent + harmless(part), style=style), soft_wrap=True)

    def counted(self, title: str, count: int) -> str:
        """Write a heading with its count."""
        return self.words("{title}（{count}）", title=title, count=count)

    def check(self, check: SelfCheck) -> None:
        """Print what was found and whether the filing may be handed in."""
        w = self.words
        self._part(w("一、必须改正（按这个顺序改）"), check.must_mend, numbered=True)
        first = len(check.must_mend) + 1
        self._part(w("二、监察人员会看的"), check.look_at, start=first)
        self._untold(check)
        self._stray(check)
        self._closing(check)

    def _part(self, title: str, items: Sequence[Item], *, start: int = 1, numbered: bool = False) -> None:
        if not items:
            return
        self.line(self.counted(title, len(items)), "bold")
        for number, item in enumerate(items[:MOST_ITEMS], start=start):
            self._item(number, item, brief=not numbered)
        if len(items) > MOST_ITEMS:
            rest = len(items) - MOST_ITEMS
            said = self.words("另有 {rest} 项，见已检查副本的“检查结果”表；先改上面的，其余的常会随之消失。", rest=rest)
            self.line(said, indent=INDENT)

    def _item(self, number: int, item: Item, *, brief: bool) -> None:
        w = self.words
        label = kind_said(item.kind, w)
        code = f" {item.code}" if item.finding_id else ""
        head = f"{number:>2}. {places_said(item.places, w)}  [{label}{code}]"
        self.line(head, COLOURS[item.kind])
        self.line(item.what, indent=INDENT)
        if item.compared and not (brief and item.finding_id):
            name = w(Message("依据", "check screen")) if item.finding_id else w(Message("对照", "check screen"))
            self.line(f"{name}{w('：')}{item.compared}", "dim", INDENT)
        if item.mend and item.kind != "notice":
            self.line(f"{w('改法：')}{item.mend}", indent=INDENT)
        if item.explained:
            style = "" if item.explained.standing == "current" else "bold red"
            self.line(f"{w('本单位说明：')}{explained_said(item.explained, w)}", style, INDENT)

    def _untold(self, check: SelfCheck) -> None:
        w = self.words
        groups = [each for unit in check.units for each in unit.untold]
        if not groups:
            return
        total = sum(each.count for each in groups)
        self.line(self.counted(w("三、资料不全、还不能判断的"), total), "bold")
        for each in groups[:MOST_UNTOLD]:
            counted = w("{count} 项", count=each.count)
            said = w("{counted}：{reason}。{ask}。", counted=counted, reason=each.reason, ask=each.ask)
            if rows := rows_said(each.places, w, MOST_ROWS):
                said = w("{said}（{rows}）", said=said, rows=rows)
            self.line(said, indent=INDENT)
        if len(groups) > MOST_UNTOLD:
            rest = len(groups) - MOST_UNTOLD
            self.line(w("另有 {rest} 类原因，见“检查结果”表。", rest=rest), indent=INDENT)

    def _stray(self, check: SelfCheck) -> None:
        w = self.words
        for each in check.stray:
            self.line(stray_said(each, w), "yellow")

    def _closing(self, check: SelfCheck) -> None:
        w = self.words
        self.console.print()
        for unit in check.units:
            self.line(f"{unit.name} {unit.report_year}", "bold")
            for text in unit.totals:
                self.line(text, indent=INDENT)
        if check.ready:
            self.line(w("可以报送。"), "bold green")
            self._asked(check)
        elif check.true_to_fact:
            said = w.plural(
                "没有必须改正的填报错误，但有第一部分的 {count} 项违法违规：能整改的先整改再报；一时改不了的照实填报，在“情况说明”表写明整改安排。",
                len(check.must_mend),
            )
            self.line(said, "bold red")
            self._asked(check)
        elif check.units:
            said = w.plural("还不能报送：请先改正第一部分的 {count} 项。", len(check.must_mend))
            self.line(said, "bold red")
        elif check.of_nobody:
            said = w(
                "还不能报送：不知道是哪个单位、哪一年的申报，其余各项还没有检查。请先改好“表1”的统一社会信用代码和报告年度，再检查一次。"
            )
            self.line(said, "bold red")
        else:
            said = w("还不能报送：没有读到单位信息。请先填好“表1 基本情况”。")
            self.line(said, "bold red")

    def _asked(self, check: SelfCheck) -> None:
        """Say that what looks wrong is to be looked at before the filing goes out."""
        if asked := len(check.unanswered):
            said = self.words.plural(
                "报送前请先核对第二部分标为“请核对”“疑似问题”的 {count} 项：有错的改正，属实的写在“情况说明”表里，监察人员会问到。",
                asked,
            )
            self.line(said, "yellow")

    def trial(self, trial: Trial) -> None:
        """Print what a change would do."""
        w = self.words
        for change in trial.changes:
            self.line(w("试改 {change}（原件没有改动）", change=change), "bold")
        if trial.stale:
            named = w.join(trial.stale[:MOST_STALE])
            said = w.plural(
                "注意：{count} 个公式没能重新计算，仍按原来的结果（{named}）。以在 Excel 里改后再查为准。",
                len(trial.stale),
                named=named,
            )
            self.line(said, "yellow", INDENT)
        for title, items, style in (
            (w("会消失"), trial.gone, "green"),
            (w("会新出现"), trial.come, "red"),
        ):
            self.line(self.counted(title, len(items)), f"bold {style}")
            for item in items:
                self.line(f"{places_said(item.places, w)}  [{kind_said(item.kind, w)}] {item.what}", indent=INDENT)
        for before, after in zip(trial.before, trial.after, strict=False):
            same = before == after
            self.line(f"{before}" if same else f"{before}  →  {after}", "" if same else "bold")
        verdict = w("改后可以报送。") if trial.ready else w("改后仍不能报送。")
        self.line(verdict, "bold green" if trial.ready else "bold red")


def folded(text: str, width: int) -> list[str]:
    """Cut a text into lines: between any two Chinese characters, never within a number or a Latin word that fits."""
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for piece in _PIECE.findall(text):
        size = cell_len(piece)
        # a closing mark may hang over by one, as in print
        hangs = piece in _NOT_FIRST and used <= width - 1
        if line and used + size > width - 1 and not hangs:
            kept, line = _parted(line, piece)
            lines.append("".join(kept).rstrip())
            used = cell_len("".join(line))
        if line or piece.strip():
            line.append(piece)
            used += size
    return [*lines, "".join(line).rstrip()] if line or not lines else lines


def _parted(line: list[str], following: str) -> tuple[list[str], list[str]]:
    """Say what of a full line stays, and what goes down with the piece that follows.

    An opening mark goes with what it opens, what is closed with the mark that closes it; all stays where nothing would be left.
    """
    stays = len(line)
    if following in _NOT_FIRST:
        while stays and line[stays - 1] in _NOT_FIRST:
            stays -= 1
        stays -= 1
    while stays > 0 and (line[stays - 1] in _NOT_LAST or not line[stays - 1].strip()):
        stays -= 1
    if stays <= 0:
        return line, []
    return line[:stays], [piece for piece in line[stays:] if piece.strip()]
