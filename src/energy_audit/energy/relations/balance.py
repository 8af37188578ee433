"""The stock balance of each energy (E-02): what came in and was made went out, was used or is in stock.

``closing = opening + purchase + production + gain/loss − consumption − external supply − transfer out``;
production is conversion output and recovery of table 2-1. Flows that form 205-1 does not have count
where they were filed. Primary energy that the unit itself extracts stands in no column, so a mine's coal
or a hydropower station's electricity is not judged.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, known_sum, plain, power_of_ten, quotient
from energy_audit.energy.own_supply import OWN_WASTE, extracted_here
from energy_audit.energy.relations.books import ENERGY_KEY
from energy_audit.energy.relations.quantities import UNSTORABLE
from energy_audit.energy.relations.told import Cell, Piece, off_by, swapped, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import BOOKS_NO, GRAND_TOTAL, YEAR_KEY, YEAR_NO, doubled_years, join_found
from energy_audit.filing.problems.problem import ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "energy_consumption"

STOCK = Tolerance("E-02, form 205-1: column 9 = column 1 + column 2 − column 4", relative=Decimal("0.005"))

BASIC = ["opening_stock", "purchase_qty", "consumption_total", "closing_stock"]
EXTENDED = ["gain_loss", "external_supply", "transfer_out"]


class BalanceProblem(ProblemKind):
    """What the balance of an energy can contradict."""

    UNBALANCED = (
        "stock-balance-mismatch", "warning", Message("收支平衡不符，“{column}”填的是 {value}：{detail}。请核对购进、消费和库存；自产的请补填“表2-1”，外供、转出和盈亏请填入相应栏目。")
    )  # fmt: skip
    USED_TOO_MUCH = (
        "consumption-beyond-supply", "warning", Message("消费和期末库存超过了全部来源，“{column}”填的是 {value}：{detail}。请核对购进、库存和表2-1 的产出。")
    )  # fmt: skip
    FAR_APART = (
        "consumption-far-from-supply", "error", Message("“{column}”填的是 {value}，与购进和库存变动相差几百倍以上，疑有一栏的单位或小数点填错：{detail}。改正前这种能源没有计入，综合能耗没有上限。请核对消费量、购进量和计量单位；属实的请补填库存、外供、转出，自产的填表2-1或补充表。")
    )  # fmt: skip


def balance_problems(books: Books) -> list[pl.DataFrame]:
    """Judge the balance of every energy in every set of books."""
    rows = _balances(books)
    supply = _supply()
    used = pl.col("consumption_total")
    expected = supply - used - pl.col("external_supply") - pl.col("transfer_out")
    closing = pl.col("closing_stock")
    base = pl.max_horizontal(supply.abs(), used)
    opening = pl.col("opening_stock")
    exchanged = (opening != closing) & ~STOCK.differs(opening, expected - opening + closing, base=base)
    cause = pl.coalesce(
        swapped(exchanged, marked("期初、期末库存疑为填反")),
        off_by(power_of_ten(used, supply - closing - pl.col("external_supply") - pl.col("transfer_out"))),
    )
    # a producer that does not say what it supplied to others may have supplied any amount
    sold_unknown = (pl.col("produced") > 0) & ~pl.col("sold_filed")
    differs = STOCK.differs(closing, expected, base=base)
    with_own = STOCK.differs(closing, expected + pl.col("self_made"), base=base)
    # where an output went that no column holds the account asks already, unless a slip explains the difference
    asked = pl.col("unplaced").fill_null(value=False) & (expected > closing)
    unbalanced = ~sold_unknown & differs & with_own
    beyond = sold_unknown & (closing - expected - pl.col("self_made") > STOCK.allowance(base))
    rows = rows.filter(unbalanced | beyond)
    apart = _far_apart(books)
    if not rows.is_empty():  # few are: only of these a cause is looked for
        rows = join_found(rows, _unplaced(books), ENERGY_KEY).filter(beyond | ~(asked & cause.is_null()))
    if rows.is_empty():
        return apart
    stored = (pl.col("opening_stock") != 0) | (closing != 0)
    return apart + [
        tell(rows, broken & suspect, kind, books.intake, _told(column), cause=cause)
        for kind, broken in ((BalanceProblem.UNBALANCED, unbalanced), (BalanceProblem.USED_TOO_MUCH, beyond))
        for suspect, column in ((stored, "closing_stock"), (~stored, "consumption_total"))
    ]


def _unplaced(books: Books) -> pl.DataFrame:
    """Energies of which an output went nowhere: ``ENERGY_KEY``, ``unplaced``."""
    rows = books.account.rows.filter(pl.col("output_unplaced") & ~pl.col("output_balance_unread"))
    return rows.select(ENERGY_KEY).unique().with_columns(unplaced=pl.lit(value=True))


def _far_apart(books: Books) -> list[pl.DataFrame]:
    """What the account leaves open as use and supply are hundreds of times apart, said at the largest use of the energy."""
    apart = books.consumption.filter("apart")
    if apart.is_empty():
        return []
    largest = apart.sort("consumption_total", descending=True, nulls_last=True, maintain_order=True)
    rows = largest.unique([BOOKS_NO, "code"], keep="first", maintain_order=True)
    used, bought = Cell(TABLE, "consumption_total"), Cell(TABLE, "purchase_qty")
    stocks = (Cell(TABLE, "opening_stock"), Cell(TABLE, "closing_stock"))
    said: tuple[Piece, ...] = (used, " ≠ ", bought, " + ", stocks[0], " − ", stocks[1])
    supply = bought.value + stocks[0].value.fill_null(0) - stocks[1].value.fill_null(0)
    cause = off_by(power_of_ten(used.value, supply))
    return [tell(rows, pl.lit(value=True), BalanceProblem.FAR_APART, books.intake, said, cause=cause)]


def _supply() -> pl.Expr:
    return pl.col("opening_stock") + pl.col("purchase_qty") + pl.col("produced") + pl.col("gain_loss")


def _told(suspect: str) -> tuple[Piece, ...]:
    """The balance in figures, beginning with the cell that is most likely wrong."""
    closing, used = Cell(TABLE, "closing_stock"), Cell(TABLE, "consumption_total")
    rest = pl.col("external_supply") + pl.col("transfer_out")
    out = _supply() - pl.col("consumption_total") - rest
    sources: tuple[Piece, ...] = (Cell(TABLE, "opening_stock"), " + ", Cell(TABLE, "purchase_qty"))
    extra: tuple[Piece, ...] = (
        " + 产出与回收 ", plain(pl.col("produced")), " + 盈亏 ", plain(pl.col("gain_loss")),
        " − 外供与转出 ", plain(rest),
    )  # fmt: skip
    if suspect == "closing_stock":
        end: tuple[Piece, ...] = (" − ", used, " = ", plain(out), "；Δ ", plain(pl.col("closing_stock") - out))
        return (closing, " ≠ ", *sources, *extra, *end)
    available = _supply() - rest - pl.col("closing_stock")
    return (
        used, " ≠ ", *sources, *extra, " − ", closing, " = ", plain(available),
        "；Δ ", plain(pl.col("consumption_total") - available),
    )  # fmt: skip


def _balances(books: Books) -> pl.DataFrame:
    """One row an energy: its flows in the unit of its first row; energies filed in several units are left out."""
    judged = pl.col("code").is_not_null() & (pl.col("code") != GRAND_TOTAL) & pl.col("scale").is_not_null()
    read = books.all_read(TABLE, BASIC + EXTENDED)
    needed = (YEAR_NO, *ENERGY_KEY, "source", "row", "scale", *BASIC, *EXTENDED)
    # of what cannot be stored (E-11) a stock left blank is none
    never_stored = pl.col("code").is_in(UNSTORABLE)
    rows = books.consumption.lazy().with_columns(
        pl.when(never_stored).then(pl.col(stock).fill_null(0)).otherwise(stock).alias(stock)
        for stock in ("opening_stock", "closing_stock")
    )
    rows = rows.select(*needed, "industry_division", "industry_code", "apart", again=books.named_again)
    asked = pl.col("again") | _uneven() | pl.col(YEAR_NO).is_in(_making(books).implode())
    rows = rows.filter(asked).collect().lazy().filter(judged & ~pl.col("apart") & ~extracted_here() & read)
    rows = rows.join(_of_unknown_books(books).lazy(), on=YEAR_KEY, how="anti", maintain_order="left")
    made = _made(books)
    flows = pl.concat([_alone(rows.filter(~pl.col("again"))), _added_up(rows.filter("again"))]).collect()
    self_made = books.intake.tables["nonfossil"].group_by(YEAR_KEY).agg(self_made=pl.col("re_self_kwh").sum())
    own = pl.when(pl.col("code") == "33").then(quotient(pl.col("self_made"), pl.col("scale")))
    waste_without_source = pl.col("code").is_in(OWN_WASTE) & pl.col("no_production_filed")
    return (
        flows.pipe(join_found, made, ENERGY_KEY)
        .pipe(join_found, self_made, YEAR_KEY)
        .with_columns(
            produced=pl.when(pl.col("made_here").is_null())
            .then(exact(0))
            .otherwise(quotient(pl.col("produced"), pl.col("scale"))),
            no_production_filed=pl.col("made_here").is_null(),
            self_made=own.fill_null(exact(0)),
        )
        .filter(~waste_without_source)
    )


def _uneven() -> pl.Expr:
    """Whether a row does not balance to the last digit by itself: of those that do nothing is to be said."""
    extended = {name: pl.col(name).fill_null(0) for name in EXTENDED}
    left = pl.col("opening_stock") + pl.col("purchase_qty") + extended["gain_loss"] - pl.col("consumption_total")
    return pl.col("closing_stock") != left - extended["external_supply"] - extended["transfer_out"]


def _making(books: Books) -> pl.Series:
    """The enterprise-years, by their numbers, that may have made energy themselves: table 2 alone does not tell."""
    tables = books.intake.tables
    making = pl.concat(tables[name].select(YEAR_KEY) for name in ("energy_conversion", "nonfossil")).unique()
    years = books.consumption.select(YEAR_NO, *YEAR_KEY).unique(YEAR_NO, keep="first", maintain_order=True)
    return years.join(making, on=YEAR_KEY, how="semi", maintain_order="left")[YEAR_NO]


_SOLD = pl.any_horizontal(pl.col("external_supply", "transfer_out").is_not_null())


def _alone(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The flows of energies with one row each, as ``_added_up`` gives them: nine in ten, and nothing is to be added."""
    return rows.select(*ENERGY_KEY, "source", "row", "scale", *BASIC, pl.col(EXTENDED).fill_null(0), sold_filed=_SOLD)


def _added_up(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The flows of energies with several rows, where these are in one unit."""
    return (
        rows.group_by(ENERGY_KEY, maintain_order=True)
        .agg(
            pl.col("source", "row", "scale").first(),
            *(known_sum(name) for name in BASIC),
            pl.col(EXTENDED).sum(),
            one_unit=pl.col("scale").min() == pl.col("scale").max(),
            sold_filed=_SOLD.any(),
        )
        .filter("one_unit")
        .drop("one_unit")
    )


def _of_unknown_books(books: Books) -> pl.DataFrame:
    """Enterprise-years whose contradicting filings share one table 2-1: what each of them made nobody knows."""
    doubled = doubled_years(books.intake)
    used, made = (
        table.join(doubled, on=YEAR_KEY, how="semi").select(*YEAR_KEY, "filing").unique()
        for table in (books.consumption, books.conversion)
    )
    return made.join(used, on=[*YEAR_KEY, "filing"], how="anti").select(YEAR_KEY).unique()


def _made(books: Books) -> pl.DataFrame:
    """Output and recovery of table 2-1 by energy, in standard units; an unknown amount stays unknown."""
    amount = (pl.col("conversion_output") + pl.col("recovered")) * pl.col("scale")
    return (
        books.conversion.filter(pl.col("code").is_not_null())
        .with_columns(produced=amount)
        .group_by(ENERGY_KEY, maintain_order=True)
        .agg(known_sum("produced"), made_here=pl.lit(value=True))
    )
