"""What last year's filing of a unit held and this year's passes over: an energy that weighed much, another industry."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, product
from energy_audit.energy.relations.told import Cell, Piece, tell
from energy_audit.energy.relations.years import follow, last, with_last_year
from energy_audit.energy.terms import COAL_PARTS, COAL_TOTAL, GRAND_TOTAL, YEAR_KEY
from energy_audit.filing.problems.problem import NO_PROBLEMS, ProblemKind

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

MUCH = Decimal("0.05")
"""An energy of this share of last year's consumption does not go unnoticed. A working figure."""


class LeftOutProblem(ProblemKind):
    """What the year before had and nothing is said of."""

    ENERGY = (
        "energy-gone-since-last-year", "warning", Message("上年申报消费的一种能源，本年表2 没有，折标量占上年各种能源的 5% 以上：{detail}。已经停用的请说明；漏报的请在表2 补填，并更正“{column}”。")
    )  # fmt: skip
    INDUSTRY = (
        "industry-changed-since-last-year", "warning", Message("“{column}”填的是 {value}，与上年申报的不同：{detail}。主业确有变化的请说明；填错的请改正：限额、两高行业都按代码判断。")
    )  # fmt: skip


def left_out_problems(books: Books) -> list[pl.DataFrame]:
    """Judge every year whose predecessor is in the batch."""
    if not follow(books.totals["report_year"].unique()):
        return []
    return [_energy(books), _industry(books)]


def _industry(books: Books) -> pl.DataFrame:
    """Site by site; the other way round the year after is the one to explain."""
    sites = books.intake.tables["enterprise"].with_columns(pl.col("site").fill_null(""))
    rows = with_last_year(sites, ["uscc", "site"], ["industry_code"])
    now = Cell("enterprise", "industry_code")
    then = last(now)
    return tell(rows, now.value != then.value, LeftOutProblem.INDUSTRY, books.intake, (now, " ≠ ", then))


def _energy(books: Books) -> pl.DataFrame:
    """Of units with one table 1 a year, all of whose rows of table 2 name an energy; coal and its kinds are one energy."""
    kind = pl.when(pl.col("code").is_in(COAL_PARTS)).then(pl.lit(COAL_TOTAL)).otherwise("code")
    used = books.consumption.filter(pl.col("code").ne_missing(pl.lit(GRAND_TOTAL))).with_columns(
        kind=kind, tce=product(pl.col("consumption_total"), pl.col("factor"))
    )
    unclear = used.filter(pl.col("code").is_null()).select(YEAR_KEY).unique()
    weighed = used.filter("counted", pl.col("tce") > 0).with_columns(
        share=pl.col("tce") / pl.col("tce").sum().over(YEAR_KEY)
    )
    before = (
        weighed.sort("tce", descending=True, maintain_order=True)
        .group_by(*YEAR_KEY, "kind", maintain_order=True)
        .agg(
            pl.col("share").sum(),
            pl.col("tce").sum(),
            pl.col("energy_name", "consumption_total").first(),
            source_then=pl.col("source").first(),
            row_then=pl.col("row").first(),
        )
        .filter(pl.col("share") >= exact(MUCH))
        .with_columns(pl.col("report_year") + 1)
        .join(used.select(*YEAR_KEY, "kind").unique(), on=[*YEAR_KEY, "kind"], how="anti", maintain_order="left")
        .join(used.select(YEAR_KEY).unique(), on=YEAR_KEY, how="semi", maintain_order="left")
        .join(unclear, on=YEAR_KEY, how="anti", maintain_order="left")
    )
    if before.is_empty():
        return NO_PROBLEMS
    one = books.totals.filter((pl.col("site_count") == 1) & ~pl.col("filed_twice")).select(
        *YEAR_KEY, "source", "row", "reported_tce_calorific"
    )
    rows = one.join(before, on=YEAR_KEY, how="inner", maintain_order="left")
    then = Cell("energy_consumption", "consumption_total", source="source_then", row="row_then")
    said: tuple[Piece, ...] = (
        Cell("enterprise", "reported_tce_calorific"), "；", pl.col("energy_name").fill_null(pl.col("kind")), " ", then,
        " = ", plain(pl.col("tce")), " tce",
    )  # fmt: skip
    return tell(rows, pl.lit(value=True), LeftOutProblem.ENERGY, books.intake, said)
