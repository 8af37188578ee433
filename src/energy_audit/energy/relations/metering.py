"""The fitting rate of meters is what is there by what is needed (MR-01), in per cent, and every energy used has a row."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, product, quotient, rounding_of
from energy_audit.energy.relations.told import Cell, equation, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.filing.problems.problem import ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "metering"
LEVELS = (1, 2, 3)

RATE = Tolerance("MR-01, GB 17167: fitted by needed, in per cent", absolute=Decimal("0.1"))


GROUPS: dict[str, tuple[str, list[str]]] = {
    "电力": ("电", ["33"]),
    "煤炭": ("煤(?:[^气层油]|$)|固[体态]", ["01", "02", "03", "04", "05", "06", "07", "08"]),
    "焦炭": ("焦(?:[^炉]|$)|固[体态]", ["09"]),
    "燃气": ("气", ["11", "12", "13", "14", "15", "16", "17", "23", "24"]),
    "热力": ("热|汽", ["32"]),
}
"""Kinds of energy that a unit meters itself (GB 17167), by the words that name them in the metering table and their codes; oil is
mostly bought at the pump.
"""

OTHER_NAMES = "油|液|水|余|废|燃料|生物质|矸石|空气|氧|氮|氩|氢|乙炔|二氧化碳|石油|沥青|石蜡"
"""Words of energies and media that are of none of these kinds; what bears no word of either may be any, or all of them."""


class MeteringProblem(ProblemKind):
    """What a fitting rate can contradict."""

    RATE = (
        "metering-rate-mismatch", "error", Message("“{column}”填的是 {value}，不等于实际配置数除以需配置数：{detail}。请核对台数，并以百分数填写。")
    )  # fmt: skip
    SHARE = (
        "metering-share-for-percent", "warning", Message("“{column}”填的是 {value}，疑为填了小数而不是百分数，没有采用：{detail}。请以百分数填写，例如 95% 填 95。")
    )  # fmt: skip

    ABSENT = (
        "metering-row-missing", "warning", Message("“{column}”填的是 {value}，能源计量器具配备率表里却没有这一种能源：{detail}。请在该表补填它的应配数和实配数。")
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
    return [*found, _without_meters(books)]


def _without_meters(books: Books) -> pl.DataFrame:
    """Kinds of energy that table 2 uses and the metering table does not name; said at the largest use of the kind."""
    named = pl.col("energy_type").fill_null("").str.normalize("NFKC")
    kinds = [named.str.contains(words).alias(kind) for kind, (words, _) in GROUPS.items()]
    told = (
        books.intake.tables[TABLE]
        .with_columns(kinds)
        .with_columns(clear=pl.any_horizontal(*GROUPS) | named.str.contains(OTHER_NAMES))
        .group_by(YEAR_KEY)
        .agg(*(pl.col(kind).any() for kind in GROUPS), pl.col("clear").all())
        .filter("clear")
    )
    kind_of = {code: kind for kind, (_, codes) in GROUPS.items() for code in codes}
    used = (
        books.consumption.filter(pl.col("counted"), pl.col("consumption_total") > 0)
        .with_columns(kind=pl.col("code").replace_strict(kind_of, default=None, return_dtype=pl.String))
        .filter(pl.col("kind").is_not_null())
        .with_columns(size=pl.col("consumption_total") * pl.col("scale"))
        .sort("size", descending=True, nulls_last=True, maintain_order=True)
        .unique([*YEAR_KEY, "kind"], keep="first", maintain_order=True)
        .join(told, on=YEAR_KEY, how="inner", maintain_order="left")
    )
    met = pl.any_horizontal((pl.col("kind") == kind) & pl.col(kind) for kind in GROUPS)
    named_there = pl.coalesce("energy_name", "energy_code").fill_null("")
    said = (Cell("energy_consumption", "consumption_total"), " ", pl.col("unit").fill_null(""), "；", named_there)
    return tell(used, ~met, MeteringProblem.ABSENT, books.intake, said)
