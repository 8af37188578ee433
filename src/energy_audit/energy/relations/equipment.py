"""Table 8: what the devices use together fits table 2 (D-03); process devices have no efficiency grade (D-04)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import plain, power_of_ten
from energy_audit.energy.relations.told import Cell, Piece, off_by, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.resolve import resolve_energy
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.exact import NUMBER
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "equipment"

WITHIN_USE = Tolerance("D-03, what the main devices use is a part of consumption", relative=Decimal("0.01"))

NO_GRADE = ["-", "—", "–", "－", "/", "无", "不适用", ""]
"""Ways to write that a device has no efficiency grade."""


class EquipmentProblem(ProblemKind):
    """What the devices can contradict."""

    WITHIN_USE = (
        "equipment-over-consumption", "warning", Message("主要设备的用能量之和超过了该能源的消费量合计，“{column}”填的是 {value}：{detail}。请核对用能量及其单位。")
    )  # fmt: skip
    GRADE = (
        "process-device-with-grade", "warning", Message("工艺设备没有能效级别，“{column}”应填“-”，填的是 {value}：{detail}。请核对分类或能效级别。")
    )  # fmt: skip


def equipment_problems(books: Books) -> list[pl.DataFrame]:
    """Judge table 8."""
    rows = books.intake.tables[TABLE]
    grade = Cell(TABLE, "efficiency_level")
    graded = (pl.col("category").str.strip_chars() == "工艺设备") & ~grade.value.str.strip_chars().is_in(NO_GRADE)
    said: tuple[Piece, ...] = (grade, "；", Cell(TABLE, "category"))
    return [_within_use(books), tell(rows, graded, EquipmentProblem.GRADE, books.intake, said)]


def _within_use(books: Books) -> pl.DataFrame:
    """D-03, said at the largest user; judged where table 2 files the energy in one unit, which is the devices' too.

    What can be read is a lower bound of the sum, so what exceeds consumption exceeds it for certain.
    """
    devices = books.intake.tables[TABLE].filter(pl.col("annual_energy") > 0)
    text = pl.col("energy_code").str.strip_chars()
    coded = text.str.contains(r"^\d{1,2}$")
    named = devices.select(
        *YEAR_KEY, "source", "row", "annual_energy",
        energy_name=pl.when(~coded).then(text), energy_code=pl.when(coded).then(text),
        unit=pl.lit(None, pl.String), density=pl.lit(None, NUMBER),
    )  # fmt: skip
    used = (
        resolve_energy(named, books.reference)
        .sort("annual_energy", descending=True, maintain_order=True)
        .filter(pl.col("code").is_not_null())
        .group_by(*YEAR_KEY, "code", maintain_order=True)
        .agg(pl.col("source", "row", "annual_energy").first(), together=pl.col("annual_energy").sum())
    )
    key = [*YEAR_KEY, "code"]
    one_unit = pl.col("scale").n_unique() == 1
    consumed = (
        books.consumption_of(used, key)
        .group_by(key, maintain_order=True)
        .agg(
            consumed=pl.when(pl.col("consumption_total").is_not_null().all() & one_unit).then(
                pl.col("consumption_total").sum()
            ),
            unit=pl.col("unit").first(),
        )
        .collect()
    )
    both = used.join(consumed, on=key, how="inner", maintain_order="left")
    together, total = pl.col("together"), pl.col("consumed")
    said: tuple[Piece, ...] = (
        Cell(TABLE, "annual_energy"), "；Σ ", plain(together), " > 表2 消费量合计 ", plain(total), " ",
        pl.col("unit").fill_null(""), "；Δ ", plain(together - total),
    )  # fmt: skip
    return tell(
        both,
        WITHIN_USE.exceeds(together, total),
        EquipmentProblem.WITHIN_USE,
        books.intake,
        said,
        cause=off_by(power_of_ten(together, total)),
    )
