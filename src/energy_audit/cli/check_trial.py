"""``check --set``: what a change to some cells would do, tried on a copy that is thrown away."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from energy_audit.catalogue import both
from energy_audit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from energy_audit.report.selfcheck.content import SelfCheck
    from energy_audit.report.selfcheck.item import Item

_CHANGE = re.compile(
    # also as Chinese keyboards type it
    r"^(?P<sheet>.+)[!！](?P<cell>\$?[A-Za-zＡ-Ｚａ-ｚ]{1,3}\$?[1-9１-９]\d{0,6})[=＝](?P<value>.*)$",
    re.DOTALL,
)
_NUMBER = re.compile(r"^[-+]?(?:\d+\.?\d*|\.\d+)$")
_CODE = re.compile(r"^0\d")


@dataclass(frozen=True)
class Change:
    """One cell and what to put in it; an empty value clears it."""

    sheet: str
    cell: str
    value: str

    def __str__(self) -> str:
        """``表2 能源消费结构!F12=1200``."""
        return f"{self.sheet}!{self.cell}={self.value}"


@dataclass(frozen=True)
class Trial:
    """What would go and what would come, the totals before and after, and formulas whose results may be out of date."""

    changes: tuple[Change, ...]
    gone: tuple[Item, ...]
    come: tuple[Item, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    stale: tuple[str, ...]
    ready: bool


def change_of(text: str) -> Change:
    """Read ``表2 能源消费结构!F12=1200``.

    Raises:
        UsageError: it is not so written.
    """
    found = _CHANGE.match(text.strip())
    if not found:
        raise UsageError(
            both(
                "--set “{text}”看不懂。应写成 '表2 能源消费结构!F12=1200'（工作表!单元格=新值），并用引号括起来。",
                text=text,
            )
        )
    cell = unicodedata.normalize("NFKC", found["cell"]).replace("$", "").upper()
    return Change(found["sheet"].strip("'"), cell, found["value"].strip())


def try_changes(
    filing: Path, changes: Sequence[Change], before: SelfCheck, judge: Callable[[Path], SelfCheck], day: date
) -> Trial:
    """Judge a copy of a workbook with some cells changed.

    Args:
        filing: the workbook; it is only read.
        changes: what to change.
        before: the check of the workbook as it is.
        judge: checks a file.
        day: stands in the copy where a clock would be read.

    Raises:
        UsageError: it is no workbook that can be changed, or has no such sheet.
    """
    folder = Path(tempfile.mkdtemp(prefix="energy-audit-"))
    try:
        copy = folder / filing.name
        stale = _write_changed(filing, copy, changes, day)
        after = judge(copy)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    old, new = {_identity(item): item for item in before.items}, {_identity(item): item for item in after.items}
    return Trial(
        changes=tuple(changes),
        gone=tuple(item for key, item in old.items() if key not in new),
        come=tuple(item for key, item in new.items() if key not in old),
        before=tuple(text for unit in before.units for text in unit.totals),
        after=tuple(text for unit in after.units for text in unit.totals),
        stale=stale,
        ready=after.ready,
    )


def _identity(item: Item) -> tuple[object, ...]:
    """A finding is known by its id, a problem by what it says and where."""
    return (item.finding_id,) if item.finding_id else (item.code, item.what, item.compared, item.places)


def _write_changed(filing: Path, copy: Path, changes: Sequence[Change], day: date) -> tuple[str, ...]:
    """Write the changed copy with its formulas worked out anew; name those that could not be."""
    from energy_audit.report.ooxml.book import Book
    from energy_audit.report.ooxml.cells import spot_of
    from energy_audit.report.selfcheck.annotate import AUTHOR
    from energy_audit.report.selfcheck.reworked import reworked

    if filing.suffix.lower() not in {".xlsx", ".xlsm"} or not filing.is_file():
        raise UsageError(both("--set 只能用于 .xlsx 或 .xlsm 工作簿，不能用于 {name}。", name=filing.name))
    try:
        book = Book.open(filing)
    except ValueError as error:
        raise UsageError(both("{name} 打不开，不能试改（{error}）。", name=filing.name, error=error)) from error
    wanted = {}
    for change in changes:
        name, spot = _sheet_called(change.sheet, book.names), spot_of(change.cell)
        sheet = book.sheet(name)
        if sheet is None:
            raise UsageError(
                both("没有工作表“{sheet}”。可用：{names}", sheet=change.sheet, names=", ".join(book.names))
            )
        if any(top <= spot[0] <= bottom and left <= spot[1] <= right and spot != (top, left)
               for top, left, bottom, right in sheet.merged):  # fmt: skip
            raise UsageError(
                both("{sheet}!{cell} 在合并单元格里，请写合并区域左上角的格子。", sheet=change.sheet, cell=change.cell)
            )
        wanted[name, spot] = _typed(change.value)
    anew = reworked(filing, book, wanted)
    for (name, spot), value in {**anew.results, **wanted}.items():
        sheet = book.sheet(name)
        if sheet is None:
            continue
        if (name, spot) not in wanted:
            sheet.put_result(spot, value)
        elif value is None:
            sheet.clear(spot)
        elif isinstance(value, str):
            sheet.put_text(spot, value)
        else:
            sheet.put_number(spot, value)
    book.save(copy, AUTHOR, day)
    return anew.stale


def _sheet_called(said: str, names: Sequence[str]) -> str:
    """Return the sheet that is meant: its name, or the first word of it (表2 for 表2 能源消费结构)."""
    meant = [name for name in names if name.split() and name.split()[0] == said]
    return said if said in names or len(meant) != 1 else meant[0]


def _typed(value: str) -> str | float | None:
    if not value:
        return None
    return float(value) if _NUMBER.match(value) and not _CODE.match(value) and len(value) < 16 else value
