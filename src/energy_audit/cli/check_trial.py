"""``check --set``: what a change to some cells would do, tried on a copy that is thrown away."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from energy_audit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from energy_audit.report.selfcheck import Item, SelfCheck

_CHANGE = re.compile(r"^(?P<sheet>.+)!(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})=(?P<value>.*)$", re.DOTALL)
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
    """What would go and what would come, and the totals before and after."""

    changes: tuple[Change, ...]
    gone: tuple[Item, ...]
    come: tuple[Item, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    has_formulas: bool
    ready: bool


def change_of(text: str) -> Change:
    """Read ``表2 能源消费结构!F12=1200``.

    Raises:
        UsageError: it is not so written.
    """
    found = _CHANGE.match(text.strip())
    if not found:
        raise UsageError(
            f"--set “{text}”看不懂。应写成 '表2 能源消费结构!F12=1200'（工作表!单元格=新值），并用引号括起来。"
            f" / write --set 'sheet!F12=1200'."
        )
    return Change(found["sheet"].strip("'"), found["cell"].replace("$", "").upper(), found["value"].strip())


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
        has_formulas = _write_changed(filing, copy, changes, day)
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
        has_formulas=has_formulas,
        ready=after.ready,
    )


def _identity(item: Item) -> tuple[object, ...]:
    """A finding is known by its id, a problem by what it says and where."""
    return (item.finding_id,) if item.finding_id else (item.code, item.what, item.compared, item.places)


def _write_changed(filing: Path, copy: Path, changes: Sequence[Change], day: date) -> bool:
    """Write the changed copy; tell whether it holds formulas, whose results are kept as they were."""
    import warnings

    import openpyxl

    from energy_audit.report.formula_results import results_of, save_with_results

    if filing.suffix.lower() not in {".xlsx", ".xlsm"} or not filing.is_file():
        raise UsageError(f"--set 只能用于 .xlsx 或 .xlsm 工作簿，不能用于 {filing.name}。 / --set needs a workbook.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the copy is thrown away; what it lacks beside cells does not matter
        book = openpyxl.load_workbook(filing, keep_vba=filing.suffix.lower() == ".xlsm")
    results = results_of(filing)
    for change in changes:
        if change.sheet not in book.sheetnames:
            raise UsageError(
                f"没有工作表“{change.sheet}”。可用：{'、'.join(book.sheetnames)} / there is no such sheet."
            )
        sheet = book[change.sheet]
        if type(sheet[change.cell]).__name__ == "MergedCell":
            raise UsageError(f"{change.sheet}!{change.cell} 在合并单元格里，请写合并区域左上角的格子。 / merged cell.")
        sheet[change.cell] = _typed(change.value)
        results.get(change.sheet, {}).pop(change.cell, None)
    save_with_results(book, copy, results, day)
    return any(results.values())


def _typed(value: str) -> str | float | int | None:
    if not value:
        return None
    if _NUMBER.match(value) and not _CODE.match(value) and len(value) < 16:
        return float(value) if "." in value else int(value)
    return value
