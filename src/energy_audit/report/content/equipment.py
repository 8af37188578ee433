"""Devices of table 8 with the efficiency grade that their nameplate gives, or what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from energy_audit.facts.efficiency import BELOW
from energy_audit.report.content.model import Device, Devices
from energy_audit.report.devices import grades

if TYPE_CHECKING:
    from energy_audit.facts.place import Locator
    from energy_audit.report.content.model import Tone
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words

SHOWN: Final = 60
"""A page lists so many devices, those below the limit first; ``data/equipment.csv`` holds all."""


def devices_of(rows: list[Row], locator: Locator, words: Words, *, judged: bool = True) -> Devices:
    """Lay out the devices of one enterprise-year.

    Args:
        rows: its equipment facts, in filing order.
        locator: finds cells.
        words: the language.
        judged: whether they are graded; not where the year, and with it the standard, is not known.
    """
    ordered = sorted(rows, key=lambda row: (row["efficiency_grade"] != BELOW, row["efficiency_grade"] is None))
    kinds = [*grades(words).values(), words("不能核定"), words("无能效等级")]
    told = [_grade(row, words, judged=judged)[0] for row in rows]
    return Devices(
        shown=tuple(_device(row, locator, words, judged=judged) for row in ordered[:SHOWN]),
        count=len(rows),
        counts=tuple((kind, told.count(kind)) for kind in kinds if kind in told),
    )


def _device(row: Row, locator: Locator, words: Words, *, judged: bool) -> Device:
    return Device(
        name=words.text(row["equipment_name"]),
        model=words.text(row["equipment_model"]),
        capacity=row["equipment_capacity"] or "",
        quantity=row["equipment_quantity"],
        in_use=words.yes_no(row["equipment_in_use"], "cannot_tell"),
        ground=row["efficiency_ground"] or "",
        grade=_grade(row, words, judged=judged),
        remark=_remark(row, words) if judged else words("报告年度不可能，不知道对照哪一版标准"),
        place=locator.locate_one(row["source"], row["row"], "equipment.model"),
    )


def _grade(row: Row, words: Words, *, judged: bool) -> tuple[str, Tone]:
    if not judged:
        return words("不能核定"), "unknown"
    grade = row["efficiency_grade"]
    if grade is None:
        missing = row["efficiency_missing"]
        return (words("不能核定"), "unknown") if missing else (words("无能效等级"), "")
    return grades(words)[grade], "notice" if grade == BELOW else "met"


def _remark(row: Row, words: Words) -> str:
    """Name the standard the grade is of, or what is lacking; a series name is a hint and said to be one."""
    if row["efficiency_grade"] is not None:
        confidence = row["efficiency_confidence"]
        sure = "" if confidence == "high" else f" · {words.label('confidence', confidence)}"
        return f"{row['efficiency_standard']}{sure}"
    if not row["efficiency_missing"]:
        return words("工艺设备等，没有能效等级标准")
    remarks = [words.code("efficiency_missing", row["efficiency_missing"])]
    if row["efficiency_likely"] is not None:
        likely = grades(words)[row["efficiency_likely"]]
        remarks.append(words("按系列名通常为{likely}，须核对铭牌，不作判定", likely=likely))
    return words("；").join(remarks)
