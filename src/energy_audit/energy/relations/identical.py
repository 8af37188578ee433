"""Two rows that say the same, the sum of the sites beside them, and a table of nothing but zeros: perhaps right, never to be passed over.

Rows may be split as a unit likes. But the same energy with the same figures twice is more often a row typed twice than
two batches of exactly the same amount: it is asked, and the total has two ends. A year without any energy is asked about, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import plain
from energy_audit.energy.relations.told import Cell, Piece, tell
from energy_audit.energy.repeats import AMOUNT, SAID, WEIGHED_BY, of_another, same_again
from energy_audit.energy.terms import BOOKS_NO, GRAND_TOTAL, TERM_KEY, beside, is_among
from energy_audit.energy.whole_of_sites import wholes_of_sites
from energy_audit.exact import round_half_up
from energy_audit.filing.problems.problem import NO_PROBLEMS, ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

_ADDED_UP = {
    "nonfossil": (["feedstock_product"], ["feedstock_tce", "re_self_kwh", "green_power_kwh", "gec_kwh", "nuclear_kwh", "biomass_tce"]),
    "product": (["product_name", "indicator_name"], ["value", "numerator", "denominator"]),
}  # fmt: skip
"""Other tables whose rows are added up: what names a thing, and its figures; the first that is filed carries the question."""

_ALL_COUNTED = f"；{marked('两行都已计入')}"
_PERHAPS_COUNTED = f"；{marked('综合能耗按计与不计这一行给出上下限')}"
_BOTH_ENDS = f"；{marked('综合能耗按计一行和计两行给出上下限')}"


class IdenticalProblem(ProblemKind):
    """What a filing may hold by mistake, though nothing contradicts it."""

    TWICE = (
        "identical-rows", "warning", Message("“{table}”有两行内容相同，“{column}”都是 {value}：{detail}。如系重复录入，请删去一行；确为两笔的，请合并为一行。")
    )  # fmt: skip
    PART = (
        "part-of-another-row", "warning", Message("“{column}”填的是“{value}”，像是同一能源另一行的其中项，或者不是本年度的消费量：{detail}。其中项已经包含在那一行里，请删去这一行；确实另有这一笔的，名称请改用统计目录的名称。")
    )  # fmt: skip
    WHOLE = (
        "sum-of-sites-beside-them", "warning", Message("“{column}”填的是 {value}，等于其他厂区同一能源之和：{detail}。如系全公司合计，请删去这一行；确为另一处的用量或产量，请填写它的厂区名称并说明。")
    )  # fmt: skip
    ALL_ZERO = (
        "no-consumption-at-all", "warning", Message("“{table}”各品种的消费量全部是 0：{detail}。全年停产的，请说明并附停产证明；否则请补填实际消费量。")
    )  # fmt: skip


def identical_problems(books: Books) -> list[pl.DataFrame]:
    """Look for rows typed twice, and for energy tables that hold zeros alone."""
    of_energy = pl.col("code").is_not_null() & (pl.col("code") != GRAND_TOTAL)
    named = [*TERM_KEY, "code", "scale", WEIGHED_BY]
    consumption, conversion = (
        same_again(books.consumption.filter(of_energy & books.named_again), named, SAID["energy_consumption"]),
        same_again(books.conversion.filter(of_energy), named, SAID["energy_conversion"]),
    )
    weighed = books.account.rows.filter((pl.col("flow") == "consumption") & is_among(consumption)).select(
        "source",
        "row",
        tce=pl.when(pl.col("tce_calorific_low") == pl.col("tce_calorific_high")).then("tce_calorific_low"),
    )
    consumption = consumption.join(weighed, on=["source", "row"], how="left", maintain_order="left")
    more = round_half_up(pl.col("tce"), 2).cast(pl.Decimal(38, 2)).cast(pl.String)
    effect = pl.when(pl.col("tce").is_not_null() & pl.col("counted")).then(
        pl.format(
            f"；{marked('如系重复，当量值多计')} {{}} {marked('吨标准煤')}",
            more,
        )
    )
    found = [
        _told(books, consumption, "energy_consumption", "consumption_total", effect.fill_null(""), _BOTH_ENDS),
        _told(books, conversion, "energy_conversion", "conversion_output", _BOTH_ENDS),
    ]
    for table, (named, figures) in _ADDED_UP.items():
        rows = books.intake.tables[table]
        for figure in figures if rows.height else ():
            first = pl.coalesce(pl.when(pl.col(name) != 0).then(pl.lit(name)) for name in figures) == figure
            later = same_again(rows.filter(first), ["uscc", "report_year", "site", "source", *named], figures)
            found.append(_told(books, later, table, figure, _ALL_COUNTED))
    parts = [
        _parts(books, books.consumption.filter(of_energy & books.named_again), "energy_consumption"),
        _parts(books, books.conversion.filter(of_energy), "energy_conversion"),
    ]
    return [*found, *parts, *_wholes(books), _zeros(books)]


def _parts(books: Books, rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """Ask about rows that are perhaps a part of another."""
    said: tuple[Piece, ...] = (Cell(table, "energy_name"), "；", Cell(table, AMOUNT[table]), _PERHAPS_COUNTED)
    found = of_another(rows, [*TERM_KEY, "code"], AMOUNT[table])
    return tell(found, pl.lit(value=True), IdenticalProblem.PART, books.intake, said)


def _wholes(books: Books) -> list[pl.DataFrame]:
    """Ask about rows that are the sum of the sites."""
    rows = wholes_of_sites(books.account.rows)
    if rows.is_empty():
        return []
    said_at = {"energy_consumption": "consumption_total", "energy_conversion": "conversion_output"}
    found = []
    for table, column in said_at.items():
        own = rows.filter(pl.col("table") == table).unique(["source", "row"], keep="first", maintain_order=True)
        asked = beside(books.intake.tables[table], own.select("source", "row", "of_the_others"))
        said: tuple[Piece, ...] = (Cell(table, column), " = Σ ", plain(pl.col("of_the_others")), _PERHAPS_COUNTED)
        found.append(tell(asked, pl.lit(value=True), IdenticalProblem.WHOLE, books.intake, said))
    return found


def _told(books: Books, later: pl.DataFrame, table: str, said_at: str, *more: Piece) -> pl.DataFrame:
    """Ask at the later row, beside the first."""
    if later.is_empty():
        return NO_PROBLEMS
    said = [Cell(table, said_at), " = ", Cell(table, said_at, source="source_first", row="row_first"), *more]
    return tell(later, pl.lit(value=True), IdenticalProblem.TWICE, books.intake, said)


def _zeros(books: Books) -> pl.DataFrame:
    """Sets of books in which every consumption was filed and is zero; said once, at the first figure."""
    used = [pl.col(name) for name in ("consumption_total", "consumption_industrial")]
    nothing = (used[0] == 0) & (used[1].fill_null(0) == 0)
    zero = books.consumption.lazy().filter(nothing).select(pl.col(BOOKS_NO).unique()).collect().to_series()
    empty = (
        books.consumption.lazy()
        .filter(pl.col(BOOKS_NO).is_in(zero.implode()))
        .group_by(BOOKS_NO, maintain_order=True)
        .agg(
            pl.col(*TERM_KEY, "source", "row", "consumption_total").first(),
            rows=pl.len(),
            nothing=nothing.fill_null(value=False).all(),
        )
        .filter("nothing")
        .collect()
    )
    said = (
        Cell("energy_consumption", "consumption_total"),
        "；",
        pl.col("rows").cast(pl.String),
        " / ",
        pl.col("rows").cast(pl.String),
        " = 0",
    )
    return tell(empty, pl.lit(value=True), IdenticalProblem.ALL_ZERO, books.intake, said)
