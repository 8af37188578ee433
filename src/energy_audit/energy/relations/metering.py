"""The fitting rate of meters is what is there by what is needed (MR-01), in per cent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, product, quotient, rounding_of
from energy_audit.energy.relations.told import Cell, equation, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.filing.problems.problem import ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "metering"
LEVELS = (1, 2, 3)

RATE = Tolerance("MR-01, GB 17167: fitted by needed, in per cent", absolute=Decimal("0.1"))


class MeteringProblem(ProblemKind):
    """What a fitting rate can contradict."""

    RATE = (
        "metering-rate-mismatch", "error", Message("“{column}”填的是 {value}，不等于实际配置数除以需配置数：{detail}。请核对台数，并以百分数填写。")
    )  # fmt: skip
    SHARE = (
        "metering-share-for-percent", "warning", Message("“{column}”填的是 {value}，疑为填了小数而不是百分数，没有采用：{detail}。请以百分数填写，例如 95% 填 95。")
    )  # fmt: skip


def metering_problems(books: Books) -> list[pl.DataFrame]:
    """Judge the three levels of each energy; where nothing is needed there is no rate.

    A required rate is never as low as 1 %, so 0.95 or 1 was meant as a share.
    """
    found = []
    for level in LEVELS:
        filed, have, need = (Cell(TABLE, f"l{level}_{part}") for part in ("rate", "have", "need"))
        expected = product(quotient(have.value, need.value), exact(100))
        as_share = ~RATE.differs(product(filed.value, exact(100)), expected)
        found.append(
            tell(
                books.intake.tables[TABLE],
                RATE.differs(filed.value, expected, slack=rounding_of(filed.value)),
                MeteringProblem.RATE,
                books.intake,
                equation(filed, (have, " ÷ ", need, " × 100"), expected.round(4)),
                cause=pl.when(as_share).then(pl.lit(marked("疑为填了小数而不是百分数"))),
            )
        )
        required = Cell(TABLE, f"l{level}_std")
        share = (required.value > 0) & (required.value <= exact(1))
        found.append(tell(books.intake.tables[TABLE], share, MeteringProblem.SHARE, books.intake, (required, " %")))
    return found
