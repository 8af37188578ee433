"""How a broken relation is said: both figures, the cells they stand in, the difference, and the likely cause.

The changing part of a message is the comparison itself, written as people would write it
(``F7 消费量合计 1050 ≠ G7 工业生产消费 900 + H7 非工业生产消费 100 = 1000；Δ 50``), so that it reads in any language; what words it needs are marked (``marked``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import plain, times
from energy_audit.exact import NUMBER
from energy_audit.filing.problems.problem import MARKED, NO_PROBLEMS, ProblemKind, marked, problems_where
from energy_audit.filing.problems.sources import address
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from energy_audit.filing.intake import Intake


@dataclass(frozen=True)
class Cell:
    """A filed figure that takes part in a relation.

    Attributes:
        table: key of its table.
        column: key of its column.
        figure: the frame's column that holds it; by default named as the column.
        source: the frame's column that says which source it stands in.
        row: the frame's column that says which row.
    """

    table: str
    column: str
    figure: str = ""
    source: str = "source"
    row: str = "row"

    @property
    def value(self) -> pl.Expr:
        """The filed figure."""
        return pl.col(self.figure or self.column)

    @property
    def heading(self) -> str:
        """Its official heading."""
        return TABLES[self.table].column(self.column).name_zh


Piece = Cell | pl.Expr | str
"""A part of a comparison: a cell, a computed figure or text, or a sign."""


def equation(filed: Cell, right: Sequence[Piece], expected: pl.Expr) -> tuple[Piece, ...]:
    """``filed ≠ right = expected；Δ difference``."""
    return (filed, " ≠ ", *right, " = ", plain(expected), "；Δ ", plain(filed.value - expected))


def excess(filed: Cell, limit: Cell) -> tuple[Piece, ...]:
    """``filed > limit；Δ difference``."""
    return (filed, " > ", limit, "；Δ ", plain(filed.value - limit.value))


_SEMICOLON = marked("；")
CHECK_UNIT = marked("请先核对单位和小数点")


def off_by(power: pl.Expr, hint: str = CHECK_UNIT) -> pl.Expr:
    """Say that a figure is off by a power of ten; null where it is not."""
    return pl.concat_str(pl.lit(marked("数量级约差 ")), times(power), pl.lit(marked("，") + hint))


def swapped(fits: pl.Expr, suspicion: str = marked("两栏疑为填反")) -> pl.Expr:
    """Say that two columns were probably exchanged, where the relation holds with them exchanged; else null."""
    return pl.when(fits.fill_null(value=False)).then(pl.lit(suspicion))


def tell(
    frame: pl.DataFrame,
    broken: pl.Expr,
    kind: ProblemKind,
    intake: Intake,
    comparison: Sequence[Piece],
    *,
    cause: pl.Expr | None = None,
) -> pl.DataFrame:
    """Say of every row where ``broken`` is true what disagrees; a null is not judged.

    Args:
        frame: rows with the columns that the cells name.
        broken: Boolean.
        kind: which relation.
        intake: for the addresses.
        comparison: its first cell is the one most likely wrong and carries the problem.
        cause: what probably went wrong, String; null where nothing suggests itself.

    Returns:
        A frame of ``PROBLEM_SCHEMA``, not yet located.
    """
    if frame.is_empty():
        return NO_PROBLEMS
    hits = frame.filter(broken.fill_null(value=False))
    if hits.is_empty():
        return NO_PROBLEMS
    cells = [piece for piece in comparison if isinstance(piece, Cell)]
    own = cells[0]
    placed = hits.with_columns(
        *(_address(hits, cell, own, intake).alias(f"_address_{index}") for index, cell in enumerate(cells)),
        _cause=pl.lit(None, pl.String) if cause is None else cause,
    )
    numbers = count()
    words = [_words(piece, hits, numbers) for piece in comparison]
    words.append(pl.concat_str(pl.lit(_SEMICOLON), "_cause"))
    spoken = placed.with_columns(
        _detail=pl.concat_str(words, ignore_nulls=True),
        _value=_figure(own, hits).fill_null(""),
        source=pl.col(own.source),
        row=pl.col(own.row),
    )
    return problems_where(
        spoken,
        pl.lit(value=True),
        kind,
        table=own.table,
        column=own.column,
        value=pl.col("_value"),
        detail=pl.col("_detail"),
    )


def _words(piece: Piece, frame: pl.DataFrame, numbers: Iterator[int]) -> pl.Expr:
    if isinstance(piece, str):
        return pl.lit(_separated(piece))
    if isinstance(piece, pl.Expr):
        return piece
    number = next(numbers)
    return pl.concat_str(
        pl.col(f"_address_{number}"), pl.lit(f" {piece.heading} "), _figure(piece, frame).fill_null("—")
    )


def _separated(sign: str) -> str:
    """Mark the semicolons of a sign, so that each language writes its own; those of words already marked are theirs."""
    return re.sub(rf"{MARKED}|；", lambda found: _SEMICOLON if found[0] == "；" else found[0], sign)


def _figure(cell: Cell, frame: pl.DataFrame) -> pl.Expr:
    name = cell.figure or cell.column
    if frame.schema[name] == pl.Boolean():
        return pl.when(cell.value).then(pl.lit("是")).when(~cell.value).then(pl.lit("否"))
    return plain(cell.value) if frame.schema[name] == NUMBER else cell.value.cast(pl.String)


def _address(frame: pl.DataFrame, cell: Cell, own: Cell, intake: Intake) -> pl.Series:
    """The cell's address; with its sheet, or file and sheet, where these are not the ones of the problem's cell."""
    letters = intake.placement.filter((pl.col("table") == cell.table) & (pl.col("column") == cell.column))
    sources = intake.sources.select("source", "file", "sheet", "form")
    mine = sources.select(own_source="source", own_file="file", own_sheet="sheet")
    rows = frame.select(
        source=pl.col(cell.source).cast(pl.UInt32), row=pl.col(cell.row), own_source=pl.col(own.source).cast(pl.UInt32)
    )
    where = (
        pl.when(pl.col("file") != pl.col("own_file"))
        .then(
            pl.concat_str(
                "file", pl.lit(" "), "sheet", pl.when(pl.col("sheet") != "").then(pl.lit("!")).otherwise(pl.lit(""))
            )
        )
        .when(pl.col("sheet") != pl.col("own_sheet"))
        .then(pl.concat_str("sheet", pl.lit("!")))
        .otherwise(pl.lit(""))
    )
    return (
        rows.join(sources, on="source", how="left", maintain_order="left")
        .join(mine, on="own_source", how="left", maintain_order="left")
        .join(letters.select("source", "letter"), on="source", how="left", maintain_order="left")
        .select(pl.concat_str(where.fill_null(""), address(pl.col("letter"), pl.col("row"), pl.col("form"))))
        .to_series()
    )
