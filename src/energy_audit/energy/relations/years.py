"""Between two years of one unit, where both are in the batch: what one year says of the other, and copied figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import plain, power_of_ten, product
from energy_audit.energy.relations.told import Cell, Piece, off_by, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import GRAND_TOTAL
from energy_audit.filing.problems.problem import ProblemKind
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

LAST_TOTAL = Tolerance("B-07, last year's total as filed last year", relative=Decimal("0.001"))
OPENING = Tolerance("E-10, opening stock is last year's closing stock", relative=Decimal("0.001"))
LAST_FIGURE = Tolerance("U-03, last year's unit figure as filed last year", relative=Decimal("0.001"))
CUMULATIVE = Tolerance("G-03, savings are added up from year to year", relative=Decimal("0.005"))

COPIED = ["purchase_qty", "consumption_total", "opening_stock", "closing_stock", "purchase_amount"]
"""Figures of table 2 that are measured or paid anew each year."""
FEWEST_COPIED = 5
"""So many non-zero figures of one filing equal to last year's, and at least half of those compared, are no chance."""


class YearProblem(ProblemKind):
    """What two years can contradict."""

    LAST_TOTAL = (
        "previous-total-differs", "warning", Message("“{column}”填的是 {value}，与上年度申报的综合能耗不一致：{detail}。请核对；上年有更正的请说明。")
    )  # fmt: skip
    OPENING = (
        "opening-stock-differs", "warning", Message("“期初库存量”填的是 {value}，与上年度期末库存不一致：{detail}。请核对盘点和单位。")
    )  # fmt: skip
    LAST_FIGURE = (
        "previous-unit-consumption-differs", "warning", Message("“上年指标值”填的是 {value}，与上年度申报的本期指标值不一致：{detail}。请核对。")
    )  # fmt: skip
    CUMULATIVE = (
        "cumulative-saving-mismatch", "warning", Message("“规划期累计完成”填的是 {value}，不等于上年累计加本年节能量：{detail}。请核对。")
    )  # fmt: skip
    COPIED = (
        "figures-repeated-from-last-year", "warning", Message("“{table}”有多个数与上年度完全相同，疑为照抄上年数据，首个为“{column}” {value}：{detail}。请核对是否为本年度数据。")
    )  # fmt: skip


def year_problems(books: Books) -> list[pl.DataFrame]:
    """Judge every year whose predecessor is in the batch, and each by what it says of the last."""
    years = pl.concat([table["report_year"] for table in books.intake.tables.values()]).unique()
    compared = [_opening, _last_figure, _cumulative, _copied] if follow(years) else []
    totals = _last_totals(books) if compared else []
    return [*totals, *(judge(books) for judge in compared), *_unchanged(books)]


def follow(years: pl.Series) -> bool:
    """Tell whether any of the years is the one after another."""
    return bool((years + 1).is_in(years.implode()).any())


def with_last_year(rows: pl.DataFrame, key: list[str], columns: list[str]) -> pl.DataFrame:
    """Join the same thing's row of the year before; a thing filed twice in a year has no certain row."""
    if not follow(rows["report_year"].unique()):
        rows = rows.clear()
    before = (
        rows.select("report_year", "source", "row", *key, *columns)
        .drop_nulls([*key, "report_year"])
        .unique([*key, "report_year"], keep="none", maintain_order=True)
        .with_columns(pl.col("report_year") + 1)
    )
    return rows.join(before, on=[*key, "report_year"], how="inner", suffix="_last", maintain_order="left")


def last(cell: Cell) -> Cell:
    """The same cell of the year before."""
    return Cell(cell.table, cell.column, f"{cell.column}_last", "source_last", "row_last")


def _differs(
    books: Books, rows: pl.DataFrame, tolerance: Tolerance, kind: YearProblem, now: Cell, then: Cell
) -> pl.DataFrame:
    said: tuple[Piece, ...] = (now, " ≠ ", then, "；Δ ", plain(now.value - then.value))
    return tell(
        rows,
        tolerance.differs(now.value, then.value),
        kind,
        books.intake,
        said,
        cause=off_by(power_of_ten(now.value, then.value)),
    )


def _last_totals(books: Books) -> list[pl.DataFrame]:
    """B-07, site by site."""
    totals = [f"reported_tce_{basis}" for basis in ("calorific", "equal")]
    sites = books.intake.tables["enterprise"].with_columns(pl.col("site").fill_null(""))
    rows = with_last_year(sites, ["uscc", "site"], totals)
    return [
        _differs(
            books,
            rows,
            LAST_TOTAL,
            YearProblem.LAST_TOTAL,
            Cell("enterprise", f"{total}_prev"),
            last(Cell("enterprise", total)),
        )
        for total in totals
    ]


def _energies(books: Books, columns: list[str]) -> pl.DataFrame:
    """Rows of table 2 that are the only one of their energy, with last year's."""
    rows = books.consumption.lazy().filter(pl.col("code").is_not_null() & (pl.col("code") != GRAND_TOTAL)).collect()
    return with_last_year(rows, ["uscc", "site", "code"], ["scale", *columns])


def _opening(books: Books) -> pl.DataFrame:
    """E-10, in standard units."""
    rows = _energies(books, ["closing_stock"]).with_columns(
        _now=product(pl.col("opening_stock"), pl.col("scale")),
        _then=product(pl.col("closing_stock_last"), pl.col("scale_last")),
    )
    now, then = Cell("energy_consumption", "opening_stock"), last(Cell("energy_consumption", "closing_stock"))
    said: tuple[Piece, ...] = (now, " ≠ ", then, "；Δ ", plain(pl.col("_now") - pl.col("_then")))
    return tell(
        rows,
        OPENING.differs(pl.col("_now"), pl.col("_then")),
        YearProblem.OPENING,
        books.intake,
        said,
        cause=off_by(power_of_ten(pl.col("_now"), pl.col("_then"))),
    )


def _last_figure(books: Books) -> pl.DataFrame:
    """U-03, of the same product, indicator and unit."""
    rows = books.intake.tables["product"].with_columns(
        pl.col("site").fill_null(""),
        _product=normalised(pl.col("product_name")),
        _indicator=normalised(pl.col("indicator_name")),
        _unit=normalised(pl.col("indicator_unit")),
    )
    paired = with_last_year(rows, ["uscc", "site", "_product", "_indicator", "_unit"], ["value"])
    now, then = Cell("product", "value_prev"), last(Cell("product", "value"))
    return _differs(books, paired, LAST_FIGURE, YearProblem.LAST_FIGURE, now, then)


def _cumulative(books: Books) -> pl.DataFrame:
    """G-03; the year's saving may be filed by product or by output value, and either may be what is added up."""
    rows = books.intake.tables["target"].with_columns(_target=normalised(pl.col("target_name")))
    paired = with_last_year(rows, ["uscc", "_target"], ["period_cumulative"])
    filed, before = Cell("target", "period_cumulative"), last(Cell("target", "period_cumulative"))
    ways = [before.value + pl.col(name) for name in ("saving_product", "saving_output_value")]
    differs = [CUMULATIVE.differs(filed.value, way) for way in ways]
    broken = pl.all_horizontal(each.fill_null(value=True) for each in differs) & pl.any_horizontal(
        each.fill_null(value=False) for each in differs
    )
    expected = pl.coalesce(ways)
    said: tuple[Piece, ...] = (
        filed, " ≠ ", before, " + ", plain(expected - before.value), " = ", plain(expected), "；Δ ",
        plain(filed.value - expected),
    )  # fmt: skip
    return tell(paired, broken, YearProblem.CUMULATIVE, books.intake, said)


def _copied(books: Books) -> pl.DataFrame:
    """Figures of table 2 that equal last year's, said once a filing, at the first of them."""
    paired = _energies(books, COPIED).select(
        "uscc", "report_year", "site", "filing", "source", "row",
        *(pl.col(name) for name in COPIED), *(pl.col(f"{name}_last") for name in COPIED),
    )  # fmt: skip
    long = pl.concat(
        paired.select(
            "uscc", "report_year", "site", "filing", "source", "row",
            column=pl.lit(name), figure=pl.col(name), last=pl.col(f"{name}_last"),
        )
        for name in COPIED
    )  # fmt: skip
    compared = (
        long.lazy()
        .filter((pl.col("figure") != 0) & pl.col("last").is_not_null())
        .sort("source", "row", maintain_order=True)
        .group_by("uscc", "report_year", "site", "filing", maintain_order=True)
        .agg(
            compared=pl.len(),
            same=(pl.col("figure") == pl.col("last")).sum(),
            **{
                name: pl.col(name).filter(pl.col("figure") == pl.col("last")).first()
                for name in ("source", "row", "column", "figure")
            },
        )
        .filter((pl.col("same") >= FEWEST_COPIED) & (pl.col("same") * 2 >= pl.col("compared")))
        .collect()
    )
    counts = (pl.col("same").cast(pl.String), " / ", pl.col("compared").cast(pl.String))
    return pl.concat(
        tell(
            compared,
            pl.col("column") == name,
            YearProblem.COPIED,
            books.intake,
            (Cell("energy_consumption", name, "figure"), "；", *counts),
        )
        for name in COPIED
    )


UNCHANGED = {
    "enterprise": (
        ("reported_tce_calorific", "reported_tce_calorific_prev"),
        ("reported_tce_equal", "reported_tce_equal_prev"),
    ),
    "product": (("value", "value_prev"), ("numerator", "numerator_prev"), ("denominator", "denominator_prev")),
}
"""Figures that a row gives of this year and of last; energy and output are never all the same in both."""


def _unchanged(books: Books) -> list[pl.DataFrame]:
    """Rows whose every figure of this year is that of last year beside it; last year's filing need not be there."""
    found = []
    for table, pairs in UNCHANGED.items():
        same = pl.all_horizontal((pl.col(now) == pl.col(last)) & (pl.col(now) > 0) for now, last in pairs)
        now, last = pairs[0]
        said: list[Piece] = [Cell(table, now), " = ", Cell(table, last)]
        for further, its_last in pairs[1:]:
            said += ["；", Cell(table, further), " = ", Cell(table, its_last)]
        found.append(tell(books.intake.tables[table], same, YearProblem.COPIED, books.intake, said))
    return found
