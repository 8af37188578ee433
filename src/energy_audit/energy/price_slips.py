"""Energy bought at a price that no market knows: kWh in a row of 10^4 kWh, tonnes of 10^4 tonnes, 元 for 万元.

Where use and purchase slipped alike, nothing but the money shows it. Whether the quantity slipped or the amount nobody can
tell, so that such an energy weighs as one that cannot be read: the rest of the account is its lower bound, the top is open. Of
what seems to have cost too much no less than the filed quantity was used, whichever of the two slipped: it counts at the
lower end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.magnitude import MOST_OF_IT, made_here
from energy_audit.energy.terms import BOOKS_NO, COAL_PARTS, COAL_TOTAL, YEAR_KEY, YEAR_NO, beside, is_among
from energy_audit.energy.units import normalised_unit

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

PLAUSIBLE: dict[tuple[str, ...], tuple[str, str]] = {
    ("01", "02", "03", "04", "05"): ("60", "3500"),
    ("06", "07", "08"): ("80", "5000"),
    ("09", "29"): ("300", "12000"),
    ("15", "17"): ("5000", "100000"),
    ("16", "23"): ("1200", "20000"),
    ("18", "19", "20", "21", "22"): ("1500", "20000"),
    ("32",): ("8", "400"),
    ("33",): ("1000", "20000"),
}
"""Yuan per standard unit (t; 10^4 m³; GJ; 10^4 kWh), by energy. Relation E-12 leaves the range to be set: these
are this tool's own, about a third of the lowest and three times the highest price of the years since 2015, so that
only a slip of unit leaves them. Gases of one's own making and waste fuels have no market price and no range."""

TIMES_FROM_END = 2000
"""Slips of a unit are of a thousand or ten thousand times: so far they carry any price of the market, to beyond the one end
of the range that many times from the other; twice a thousand, as the market leaves room at both ends."""

TIMES_BEYOND = 40
"""Nor is anything nearer the range a slip of a thousand for certain: it may be a part of the bill. A month's for the year's
purchase is 12 times off, 千元 for 万元 is 10, both are 120: 40 times beyond a range three times beyond the market."""

_BOUNDS = pl.DataFrame(
    [
        (
            code,
            min(float(high) / TIMES_FROM_END, float(low) / TIMES_BEYOND),
            max(float(low) * TIMES_FROM_END, float(high) * TIMES_BEYOND),
        )
        for codes, (low, high) in PLAUSIBLE.items()
        for code in codes
    ],
    schema={"code": pl.String, "cheap": pl.Float64, "dear": pl.Float64},
    orient="row",
)
_YUAN = 10_000.0
"""In 万元."""
_QIAN_YUAN = 10.0
"""In 万元: where no unit is named, an amount may be either."""


def mark_mispriced(terms: pl.DataFrame, intake: Intake, reference: Reference) -> pl.DataFrame:
    """Mark the consumption of energies that a row of table 2 has bought hundreds of times off any price.

    A row is judged by what it was paid itself: nothing paid, or nothing said of it, is no price. Amounts that stand without
    a quantity in another row of the energy and year may belong to it, and so may quantities without an amount.

    Args:
        terms: after ``mark_apart``.
        intake: the typed tables.
        reference: the dated tables, for the units of money.

    Returns:
        ``terms`` with ``mispriced``, which is ``in_dispute``, ``at_least``: mispriced and no less than was filed, and
        ``price_slip``: the row of which the price is; all Boolean and never null; what was in dispute before is none of them.
    """
    paid = _paid(terms, intake, reference)
    # most prices are within the bounds of all energies together
    near = paid.filter((pl.col("price") <= _BOUNDS["cheap"].max()) | (pl.col("price") >= _BOUNDS["dear"].min()))
    far = near.join(_BOUNDS, on="code", maintain_order="left").filter(_too_cheap() | _too_dear())
    if far.is_empty():  # the usual case costs nothing
        return terms.with_columns(pl.lit(value=False).alias(mark) for mark in ("mispriced", "at_least", "price_slip"))
    slips = _unexplained(far, paid, terms, intake).select("source", "row", BOOKS_NO, "code", "too_dear")
    nothing = (pl.col("quantity") == 0) & (pl.col("other_quantity") == 0)  # in whatever unit
    open_ = (pl.col("flow") == "consumption") & ~nothing.fill_null(value=False) & ~pl.col("in_dispute")
    moved = _moved_by(slips).join(
        terms.filter(open_).select(BOOKS_NO, "code").unique(), on=[BOOKS_NO, "code"], how="semi"
    )
    told = slips.join(moved, left_on=[BOOKS_NO, "code"], right_on=[BOOKS_NO, "by"], how="semi")
    marks = moved.group_by(BOOKS_NO, "code").agg(mispriced=pl.lit(value=True), at_least=pl.col("too_dear").all())
    return (
        terms.join(marks, on=[BOOKS_NO, "code"], how="left", maintain_order="left")
        .with_columns(
            *(pl.col(mark).fill_null(value=False) & open_ for mark in ("mispriced", "at_least")),
            price_slip=(pl.col("table") == "energy_consumption") & is_among(told),
        )
        .with_columns(in_dispute=pl.col("in_dispute") | pl.col("mispriced"))
    )


def _paid(terms: pl.DataFrame, intake: Intake, reference: Reference) -> pl.DataFrame:
    """What each row of table 2 bought and paid, as magnitudes: ``bought`` in standard units, ``yuan``, their ``price``.

    Amounts are in 万元 where no unit is named; of a unit that nobody knows, null.
    """
    rows = (
        terms.lazy().filter(pl.col("flow") == "consumption").select("source", "row", YEAR_NO, BOOKS_NO, "code", "scale")
    )
    amounts = intake.tables["energy_consumption"].select(
        *YEAR_KEY, "source", "row", "purchase_qty", "purchase_amount", "purchase_amount_unit"
    )
    units = _money(amounts["purchase_amount_unit"].unique(), reference)
    return (
        beside(amounts, rows.collect())
        .join(units, on="purchase_amount_unit", how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            bought=pl.col("purchase_qty").cast(pl.Float64) * pl.col("scale").cast(pl.Float64),
            yuan=pl.col("purchase_amount").cast(pl.Float64) * pl.col("in_yuan"),
        )
        .with_columns(
            price=pl.when((pl.col("bought") > 0) & (pl.col("yuan") > 0)).then(pl.col("yuan") / pl.col("bought"))
        )
    )


def _money(spellings: pl.Series, reference: Reference) -> pl.DataFrame:
    """Say of each way to write a unit of money how many yuan it is: purchase_amount_unit, ``in_yuan``."""
    known = reference.units.filter(pl.col("dimension") == "money").select(
        spelled=normalised_unit(pl.col("spelling")), in_yuan=pl.col("multiplier").cast(pl.Float64) * _YUAN
    )
    written = pl.DataFrame({"purchase_amount_unit": spellings}).with_columns(
        spelled=normalised_unit(pl.col("purchase_amount_unit"))
    )
    unnamed = pl.col("purchase_amount_unit").is_null()
    return written.join(known.unique("spelled"), on="spelled", how="left").select(
        "purchase_amount_unit", in_yuan=pl.when(unnamed).then(pl.lit(_YUAN)).otherwise("in_yuan")
    )


def _too_cheap(more: pl.Expr | float = 0.0) -> pl.Expr:
    """Whether a price lies too low by a slip of unit, though so many yuan ``more`` were paid for it."""
    return (pl.col("yuan") + more) / pl.col("bought") <= pl.col("cheap")


def _too_dear(more: pl.Expr | float = 0.0) -> pl.Expr:
    """Whether it lies too high by one, though so much ``more`` was bought for it, and in 千元 where no unit is named."""
    least = pl.when(pl.col("purchase_amount_unit").is_null()).then(pl.col("yuan") / _QIAN_YUAN).otherwise("yuan")
    return least / (pl.col("bought") + more) >= pl.col("dear")


def _unexplained(far: pl.DataFrame, paid: pl.DataFrame, terms: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Keep the rows whose price neither other rows nor energy of the unit's own explain."""
    year_of = [YEAR_NO, "code"]
    # an amount without a unit beside others that name theirs is in nobody knows what
    named = paid.filter(pl.col("purchase_amount_unit").is_not_null())[BOOKS_NO].unique()
    far = far.filter(pl.col("purchase_amount_unit").is_not_null() | ~pl.col(BOOKS_NO).is_in(named.implode()))
    mine = far.select(year_of).unique()
    alone = paid.join(mine, on=year_of, how="semi").filter(pl.col("price").is_null())
    beside_it = alone.group_by(year_of).agg(
        pl.col("yuan").filter(pl.col("yuan") > 0).sum().alias("other_yuan"),
        pl.col("bought").filter(pl.col("bought") > 0).sum().alias("other_bought"),
    )
    consumed = terms.filter(pl.col("flow") == "consumption").join(mine, on=year_of, how="semi")
    used = consumed.group_by(year_of).agg(
        used=(pl.col("other_quantity").cast(pl.Float64) * pl.col("scale").cast(pl.Float64)).sum()
    )
    own = made_here(terms, intake).select(*YEAR_KEY, "code", own=pl.col("own").cast(pl.Float64))
    known = (
        far.join(beside_it, on=year_of, how="left", maintain_order="left")
        .join(used, on=year_of, how="left", maintain_order="left")
        .join(own, on=[*YEAR_KEY, "code"], how="left", maintain_order="left")
        .with_columns(pl.col("other_yuan", "other_bought", "own", "used").fill_null(0.0))
    )
    # whoever makes its own pays for standing by, whatever little it buys; what it uses was not bought
    stands_by = (pl.col("own") > 0) & (pl.col("own") >= pl.col("used") * MOST_OF_IT)
    return known.with_columns(too_dear=_too_dear(pl.col("other_bought")) & ~stands_by).filter(
        _too_cheap(pl.col("other_yuan")) | pl.col("too_dear")
    )


def _moved_by(slips: pl.DataFrame) -> pl.DataFrame:
    """Say which energies of a set of books a slip may move: its own, and for coal the whole or the kinds that count for it.

    Returns:
        books_no, ``by`` (the energy that slipped), ``too_dear`` (it cost too much), ``code`` (the energy that it moves).
    """
    by = slips.select(BOOKS_NO, "code", "too_dear", by="code").unique()
    kinds = by.filter(pl.col("by") == COAL_TOTAL).with_columns(code=pl.lit(COAL_PARTS)).explode("code")
    whole = by.filter(pl.col("by").is_in(COAL_PARTS)).with_columns(code=pl.lit(COAL_TOTAL))
    return pl.concat([by, kinds.select(by.columns), whole.select(by.columns)])
