"""Within table 2-1, and between it and table 2, energy by energy."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import known_sum, plain, power_of_ten, product, quotient
from energy_audit.energy.relations.books import ENERGY_KEY
from energy_audit.energy.relations.told import Cell, Piece, excess, off_by, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import PROCESSES
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "energy_conversion"

INPUTS = Tolerance("C-01, form 205-2: input is the sum of the processes", relative=Decimal("0.0001"))
INPUT_PART = Tolerance("C-02, form 205-2: input is a part of industrial consumption")
SAME_USE = Tolerance("C-03, forms 205-1 and 205-2 carry the same column", relative=Decimal("0.0001"))
SAME_FACTOR = Tolerance("C-07, forms 205-1 and 205-2 carry the same factor", absolute=Decimal("0.0001"))


class ConversionProblem(ProblemKind):
    """What table 2-1 can contradict."""

    INPUTS = (
        "conversion-input-mismatch", "error", Message("“加工转换投入合计”填的是 {value}，不等于各项投入之和：{detail}。请核对合计和各项投入。")
    )  # fmt: skip
    INPUT_PART = (
        "conversion-input-over-consumption", "error", Message("“加工转换投入合计”填的是 {value}，超过了工业生产消费：{detail}。请核对两栏。")
    )  # fmt: skip
    SAME_USE = (
        "conversion-consumption-differs", "error", Message("表2-1 的“工业生产消费”填的是 {value}，与表2 同品种不一致：{detail}。请使两表一致。")
    )  # fmt: skip
    SAME_FACTOR = (
        "conversion-factor-differs", "error", Message("表2-1 的折标系数填的是 {value}，与表2 同品种不一致：{detail}。请使两表一致。")
    )  # fmt: skip


def conversion_problems(books: Books) -> list[pl.DataFrame]:
    """Judge table 2-1 by itself and against table 2."""
    entered, used = Cell(TABLE, "conversion_input"), Cell(TABLE, "consumption_industrial")
    over = tell(
        books.conversion,
        INPUT_PART.exceeds(entered.value, used.value),
        ConversionProblem.INPUT_PART,
        books.intake,
        excess(entered, used),
        cause=off_by(power_of_ten(entered.value, used.value)),
    )
    return [_inputs(books), over, _consumption(books), _factors(books)]


def _inputs(books: Books) -> pl.DataFrame:
    """C-01; beside a process that is filled in, a blank one is one the unit does not run."""
    rows = books.conversion.filter(books.all_read(TABLE, PROCESSES))
    parts = pl.sum_horizontal(PROCESSES)
    filed = pl.any_horizontal(pl.col(PROCESSES).is_not_null())
    entered = Cell(TABLE, "conversion_input")
    told = pl.concat_str(
        [pl.when(pl.col(name) > 0).then(plain(pl.col(name))) for name in PROCESSES], separator=" + ", ignore_nulls=True
    )
    said: tuple[Piece, ...] = (entered, " ≠ ", told, " = ", plain(parts), "；Δ ", plain(entered.value - parts))
    return tell(
        rows,
        filed & INPUTS.differs(entered.value, parts),
        ConversionProblem.INPUTS,
        books.intake,
        said,
        cause=off_by(power_of_ten(entered.value, parts)),
    )


def _consumption(books: Books) -> pl.DataFrame:
    """C-03; rows of one energy are added up in each table before they are compared."""

    def summed(rows: pl.LazyFrame) -> pl.DataFrame:
        standard = product(pl.col("consumption_industrial"), pl.col("scale"))
        return (
            rows.filter(pl.col("code").is_not_null())
            .with_columns(used=standard)
            .group_by(ENERGY_KEY, maintain_order=True)
            .agg(
                pl.col("source", "row", "scale", "unit").first(),
                pl.col("consumption_industrial").sum(),
                known_sum("used"),
            )
            .collect()
        )

    here_used = summed(books.conversion.lazy())
    both = here_used.join(
        summed(books.consumption_of(here_used, ENERGY_KEY)),
        on=ENERGY_KEY,
        how="inner",
        suffix="_table2",
        maintain_order="left",
    )
    here = Cell(TABLE, "consumption_industrial")
    there = Cell(
        "energy_consumption", "consumption_industrial", "consumption_industrial_table2", "source_table2", "row_table2"
    )
    return tell(
        both,
        SAME_USE.differs(pl.col("used"), pl.col("used_table2")),
        ConversionProblem.SAME_USE,
        books.intake,
        (
            here,
            _unit("unit"),
            " ≠ ",
            there,
            _unit("unit_table2"),
            "；Δ ",
            plain(pl.col("used") - pl.col("used_table2")),
        ),
        cause=off_by(power_of_ten(pl.col("used"), pl.col("used_table2"))),
    )


def _factors(books: Books) -> pl.DataFrame:
    """C-07, per standard unit; where table 2 has several factors for one energy there is none to agree with."""
    standard = quotient(pl.col("factor_adopted"), pl.col("scale"))
    one_factor = pl.col("standard").is_not_null().all() & (pl.col("standard").min() == pl.col("standard").max())
    known = (
        books.consumption_of(books.conversion, ENERGY_KEY)
        .filter(pl.col("code").is_not_null())
        .with_columns(standard=standard)
        .group_by(ENERGY_KEY, maintain_order=True)
        .agg(
            pl.col("source", "row", "factor_adopted", "unit").first(),
            standard=pl.when(one_factor).then(pl.col("standard").first()),
        )
        .collect()
    )
    both = books.conversion.with_columns(standard=standard).join(
        known, on=ENERGY_KEY, how="inner", suffix="_table2", maintain_order="left"
    )
    here = Cell(TABLE, "factor_adopted")
    there = Cell("energy_consumption", "factor_adopted", "factor_adopted_table2", "source_table2", "row_table2")
    return tell(
        both,
        SAME_FACTOR.differs(pl.col("standard"), pl.col("standard_table2")),
        ConversionProblem.SAME_FACTOR,
        books.intake,
        (
            here, _unit("unit"), " ≠ ", there, _unit("unit_table2"), "；Δ ",
            plain(pl.col("standard") - pl.col("standard_table2")),
        ),
        cause=off_by(power_of_ten(pl.col("standard"), pl.col("standard_table2"))),
    )  # fmt: skip


def _unit(column: str) -> pl.Expr:
    """Write the unit of a row where the two tables name different ones: then the same figure says different things."""
    differ = pl.col("unit") != pl.col("unit_table2")
    return pl.when(differ).then(pl.concat_str(pl.lit(" "), column)).otherwise(pl.lit(""))
