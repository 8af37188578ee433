"""Energy that a unit says it made, though table 2 does not say where it went: perhaps not to be taken off the total.

What is made and used stands in table 2 as consumption and in table 2-1 as output, and nets out; what is made and sold
stands in table 2 as supplied, and what is in stock as closing stock. What stands nowhere was sold and not recorded, and
is rightly taken off, or was used here and the use was left out, so that the total lacks it: it is open between both. Of
an output that went to a part somewhere, only the rest is in doubt.

A unit whose business is to turn energy into energy for sale, and that says nothing of what it supplied, is taken to have
sold the rest (GB/T 2589-2020, form 205-2: all output is taken off), and is asked to say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import exact, known_sum, quotient
from energy_audit.energy.own_supply import SUPPLY, TOLERANCE, converts_by_trade
from energy_audit.energy.terms import COAL_PARTS, COAL_TOTAL, YEAR_KEY, YEAR_NO, beside, is_among, unread_rows

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

MARKS = ["output_unplaced", "output_balance_unread", "output_presumed_sold"]

_KEY = [YEAR_NO, "filing", "_energy"]
"""One energy of all sites together, as one filing states it: what one site makes another may use."""

_IN = ("opening_stock", "purchase_qty", "gain_loss")
_SOLD = ("external_supply", "transfer_out")
_OUT = (*_SOLD, "closing_stock")


def mark_unplaced_output(terms: pl.DataFrame, intake: Intake, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Mark what was made and neither used, supplied, moved out nor stored.

    Args:
        terms: after ``decide_what_counts``, with ``apart``, ``perhaps_repeated`` and ``perhaps_renewable``.
        intake: the typed tables.
        enterprises: uscc, report_year, industry_code, industry_division.

    Returns:
        ``terms`` with Booleans, never null: ``output_unplaced``, perhaps not to be taken off; ``output_balance_unread``: so
        marked only because a cell of table 2 that would tell cannot be read or may be a slip; ``output_presumed_sold``:
        taken off, as the trade is to sell it. An output of which a part went somewhere stands as two terms of the same
        cell, the marked one being the rest.
    """
    # what perhaps does not count for another reason takes nothing off the top as it is
    output = (
        (pl.col("flow") == "output")
        & pl.col("counted")
        & pl.col("code").is_not_null()
        & pl.all_horizontal(pl.col(YEAR_KEY).is_not_null())
        & ~pl.col("perhaps_repeated")
        & ~pl.col("perhaps_renewable")
        & (pl.col("quantity") > 0)
    ).fill_null(value=False)
    made = terms.filter(output)
    unmarked = terms.with_columns(pl.lit(value=False).alias(mark) for mark in MARKS)
    if made.is_empty():  # the usual case costs nothing
        return unmarked
    left = _left_over(terms.filter(pl.col(YEAR_NO).is_in(made[YEAR_NO].unique().implode())), made, intake)
    if left.is_empty():
        return unmarked
    trades = made.select(YEAR_NO, *YEAR_KEY).unique(YEAR_NO).join(
        enterprises.select(*YEAR_KEY, _sells=converts_by_trade()), on=YEAR_KEY, how="left"
    )  # fmt: skip
    amount, rest = pl.col("quantity") * pl.col("scale"), pl.col("_left")
    sold = pl.col("_sells").fill_null(value=False) & pl.col("_silent") & rest.is_not_null()
    found = (
        terms.with_row_index("_term")
        .filter(output)
        .with_columns(_energy=_energy())
        .join(left, on=_KEY, how="inner", maintain_order="left")
        .join(trades.select(YEAR_NO, "_sells"), on=YEAR_NO, how="left", maintain_order="left")
        # the last row is in doubt first: which of several it is, nobody can tell, and the sum is the same
        .with_columns(_later=amount.cum_sum(reverse=True).over(_KEY) - amount)
        .with_columns(_rest=pl.min_horizontal(amount, rest - pl.col("_later")))
        .filter(rest.is_null() | (pl.col("_rest") > 0))
        .select(
            "_term",
            _doubtful=pl.when(rest.is_not_null() & (pl.col("_rest") < amount)).then(
                quotient(pl.col("_rest"), pl.col("scale"))
            ),
            output_unplaced=~sold,
            output_balance_unread=rest.is_null(),
            output_presumed_sold=sold,
        )
    )
    marked = terms.with_row_index("_term").join(found, on="_term", how="left", maintain_order="left")
    return _split(marked.with_columns(pl.col(MARKS).fill_null(value=False))).drop("_term", "_doubtful")


def _split(marked: pl.DataFrame) -> pl.DataFrame:
    """Make two terms of an output of which only a part is in doubt, the placed part first."""
    in_part = pl.col("_doubtful").is_not_null()
    split = marked.filter(in_part)
    if split.is_empty():
        return marked
    amounts = ("quantity", "other_quantity")
    placed = marked.with_columns(
        *(pl.when(in_part).then(pl.col(name) - pl.col("_doubtful")).otherwise(name).alias(name) for name in amounts),
        *(pl.col(mark) & ~in_part for mark in MARKS),
    )
    rest = split.with_columns(pl.col("_doubtful").alias(name) for name in amounts)
    return pl.concat([placed, rest]).sort("_term", maintain_order=True)


def _energy() -> pl.Expr:
    """Raw coal and its kinds may be filed as the one in table 2 and as the other in table 2-1."""
    return pl.when(pl.col("code").is_in(COAL_PARTS)).then(pl.lit(COAL_TOTAL)).otherwise("code")


def _left_over(terms: pl.DataFrame, made: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """What table 2 does not place of what was made.

    Energies of which all is placed, within the tolerance of the stock balance (relation E-02), are left out.

    Returns:
        ``_KEY``; ``_left`` in standard units, null = cannot be told; ``_silent``: no row says what was sold or moved out.
    """
    amount = pl.col("quantity") * pl.col("scale")
    made_here = (
        made.with_columns(_energy=_energy(), _made=amount).group_by(_KEY, maintain_order=True).agg(known_sum("_made"))
    )
    recovered = (
        terms.filter((pl.col("flow") == "recovered") & pl.col("counted") & (pl.col("quantity") != 0))
        .with_columns(_energy=_energy(), _recovered=amount)
        .group_by(_KEY)
        .agg(known_sum("_recovered"), _recovers=pl.lit(value=True))
    )
    own = (
        terms.filter((pl.col("flow") == "consumption") & pl.col("counted"))
        .with_columns(_energy=_energy())
        .join(made_here, on=_KEY, how="semi", maintain_order="left")
        .select("source", "row", *_KEY, "scale", "apart")
    )
    unread = unread_rows(intake.problems, [*SUPPLY, "consumption_industrial"])
    used = pl.max_horizontal("consumption_total", "consumption_industrial").fill_null(0)
    table = intake.tables["energy_consumption"].select(
        "source", "row", _out=used + _added(_OUT), _in=_added(_IN), _said=pl.any_horizontal(pl.col(_SOLD).is_not_null())
    )
    of_table_2 = (
        beside(table, own)
        .with_columns(_unread=is_among(unread) | pl.col("apart") | pl.col("scale").is_null())
        .group_by(_KEY)
        .agg(pl.col("_unread", "_said").any(), *((pl.col(name) * pl.col("scale")).sum() for name in ("_in", "_out")))
    )
    known = (
        ~pl.col(YEAR_NO).is_in(_untold(terms, made_here).implode())
        & ~pl.col("_unread").fill_null(value=False)
        & ~(pl.col("_recovers").fill_null(value=False) & pl.col("_recovered").is_null())
    )
    supply = pl.col("_made") + pl.col("_in").fill_null(0) + pl.col("_recovered").fill_null(0)
    out = pl.col("_out").fill_null(0)
    return (
        made_here.join(of_table_2, on=_KEY, how="left", maintain_order="left")
        .join(recovered, on=_KEY, how="left", maintain_order="left")
        .with_columns(_left=pl.when(known).then(supply - out), _base=pl.max_horizontal(supply, out))
        .filter(pl.col("_left").is_null() | (pl.col("_left") > pl.col("_base") * TOLERANCE))
        .select(
            *_KEY,
            _left=pl.when(pl.col("_left").is_not_null()).then(pl.min_horizontal("_left", "_made")),
            _silent=~pl.col("_said").fill_null(value=False),
        )
    )


def _untold(terms: pl.DataFrame, made_here: pl.DataFrame) -> pl.Series:
    """Years of which nobody can say where any output went: their numbers."""
    used = terms.filter(pl.col("flow") == "consumption")
    # of an energy that is not known nobody can say that it is another
    unnamed = used.filter(pl.col("code").is_null() & ~_nothing())[YEAR_NO]
    # filings that contradict each other may share one table 2-1: to which of them it belongs nobody knows
    filings = used.select(YEAR_NO, "filing").unique()
    apart = made_here.select(YEAR_NO, "filing").unique().join(filings, on=[YEAR_NO, "filing"], how="anti")
    shared = apart.join(filings, on=YEAR_NO, how="semi")[YEAR_NO]
    return pl.concat([unnamed, shared]).unique()


def _nothing() -> pl.Expr:
    """Whether a term is certainly of no amount; never null."""
    return ((pl.col("quantity") == 0) & (pl.col("other_quantity") == 0)).fill_null(value=False)


def _added(names: tuple[str, ...]) -> pl.Expr:
    total: pl.Expr = exact(0)
    for name in names:
        total = total + pl.col(name).fill_null(0)
    return total
