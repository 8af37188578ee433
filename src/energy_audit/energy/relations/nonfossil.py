"""The supplementary table: a claim is a part of what table 2 shows, and what is deducted is what was claimed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, power_of_ten, product
from energy_audit.energy.relations.told import Cell, Piece, off_by, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "nonfossil"

FEEDSTOCK = Tolerance("Z-01, NDRC Environment [2022] No. 803: feedstock as consumed", relative=Decimal("0.001"))
LESS_GREEN = Tolerance("Z-02, municipal practice: total − green electricity × factor", relative=Decimal("0.001"))
GREEN_PART = Tolerance("Z-03, notice of 2024 on green certificates: none beyond the electricity used")

CALORIFIC_ELECTRICITY = Decimal("1.229")
"""tce per 10^4 kWh, GB/T 2589-2020 table A.2."""

ELECTRICITY = "33"
MAY_BE_BIOMASS = ["35", "36", "38", "39"]
"""Municipal and other waste, biomass, other fuel: what the statistical catalogue has room for biomass in."""
GREEN = ["re_self_kwh", "green_power_kwh", "gec_kwh"]


class NonfossilProblem(ProblemKind):
    """What a claim can contradict."""

    FEEDSTOCK = (
        "feedstock-claim-over-consumption", "error", Message("“{column}”填的是 {value}，超过了表2 用于原材料的折标量：{detail}。请核对表2“用于原材料”和本栏。")
    )  # fmt: skip
    FEEDSTOCK_SLIP = (
        "feedstock-claim-off-by-power-of-ten", "warning", Message("“{column}”填的是 {value}，与表2 用于原材料的折标量数量级不符：{detail}。请核对单位（吨标准煤）。")
    )  # fmt: skip
    BIOMASS = (
        "biomass-claim-over-consumption", "warning", Message("“{column}”填的是 {value}，超过了表2 生物质、废料和其他燃料的折标量：{detail}。综合能耗里没有的不能从中扣除。请在表2 补填这种燃料，或核对本栏。")
    )  # fmt: skip
    LESS_GREEN = (
        "less-green-mismatch", "error", Message("“{column}”填的是 {value}，不等于综合能耗减去绿电折标量：{detail}。请核对电量、系数和口径。")
    )  # fmt: skip
    GREEN_PART = (
        "green-over-electricity", "error", Message("绿电、绿证和自发自用电量之和超过了用电量，“{column}”填的是 {value}：{detail}。请核对电量单位（万千瓦时）。")
    )  # fmt: skip


def nonfossil_problems(books: Books) -> list[pl.DataFrame]:
    """Judge the supplementary table, its sites added up, and the feedstock of table 1."""
    rows = books.intake.tables[TABLE]
    return [
        *_feedstock(books, Cell(TABLE, "feedstock_tce")),
        # table 1 states it, too, and of who files no supplementary table it alone does
        *_feedstock(books, Cell("enterprise", "reported_tce_feedstock")),
        _biomass(books, rows),
        *_less_green(books, rows),
        *_green_part(books, rows),
    ]


def _first_with_sum(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The first row of each enterprise-year, with ``sum_<column>``; one unknown leaves a sum unknown."""
    return rows.group_by(YEAR_KEY, maintain_order=True).agg(
        pl.exclude(YEAR_KEY).first(),
        *(pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(f"sum_{name}") for name in columns),
    )


def _feedstock(books: Books, claimed: Cell) -> list[pl.DataFrame]:
    """Z-01; beside a feedstock figure that is filled in, a blank one is none, and all blank is not judged.

    Less than was used may be claimed, but not a power of ten less.
    """
    used = books.consumption
    unread = used.filter(~books.all_read("energy_consumption", ["consumption_feedstock"])).select(YEAR_KEY)
    filed = used.filter(pl.col("consumption_feedstock").is_not_null()).select(YEAR_KEY).unique()
    judged = (
        _first_with_sum(books.intake.tables[claimed.table], [claimed.column])
        .join(filed, on=YEAR_KEY, how="semi", maintain_order="left")
        .join(unread, on=YEAR_KEY, how="anti", maintain_order="left")
        .join(books.totals.select(*YEAR_KEY, "feedstock_consumed_tce"), on=YEAR_KEY, how="inner", maintain_order="left")
    )
    claim, limit = pl.col(f"sum_{claimed.column}"), pl.col("feedstock_consumed_tce")
    power = power_of_ten(claim, limit)
    told = (
        (FEEDSTOCK.exceeds(claim, limit), NonfossilProblem.FEEDSTOCK, " > "),
        (power.is_not_null() & (claim < limit), NonfossilProblem.FEEDSTOCK_SLIP, " ≠ "),
    )
    return [
        tell(
            judged,
            broken,
            kind,
            books.intake,
            (
                claimed, "；Σ ", plain(claim), sign, "Σ 表2 用于原材料 × 系数 = ", plain(limit), " tce；Δ ",
                plain(claim - limit),
            ),
            cause=off_by(power),
        )
        for broken, kind, sign in told
    ]  # fmt: skip


def _biomass(books: Books, rows: pl.DataFrame) -> pl.DataFrame:
    """A part of the whole; a row of table 2 that nobody can name may be the fuel that is claimed."""
    used = books.consumption.lazy().with_columns(tce=product(pl.col("consumption_total"), pl.col("factor")))
    years = used.group_by(YEAR_KEY).agg(unnamed=pl.col("code").is_null().any())
    fuel = used.filter(pl.col("code").is_in(MAY_BE_BIOMASS)).group_by(YEAR_KEY)
    burnt = fuel.agg(known=pl.col("tce").is_not_null().all(), tce=pl.col("tce").sum())
    judged = (
        _first_with_sum(rows, ["biomass_tce"])
        .filter(pl.col("sum_biomass_tce") > 0)
        .join(years.filter(~pl.col("unnamed")).collect(), on=YEAR_KEY, how="semi", maintain_order="left")
        .join(burnt.collect(), on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(limit=pl.when(pl.col("known").fill_null(value=True)).then(pl.col("tce").fill_null(exact(0))))
    )
    claimed, claim, limit = Cell(TABLE, "biomass_tce"), pl.col("sum_biomass_tce"), pl.col("limit")
    said: tuple[Piece, ...] = (
        claimed,
        "；Σ ",
        plain(claim),
        " > Σ 表2 = ",
        plain(limit),
        " tce；Δ ",
        plain(claim - limit),
    )
    return tell(
        judged,
        FEEDSTOCK.exceeds(claim, limit),
        NonfossilProblem.BIOMASS,
        books.intake,
        said,
        cause=off_by(power_of_ten(claim, limit)),
    )


def _less_green(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Z-02 on each basis; nuclear power may have been deducted with the rest."""
    one_site = _first_with_sum(rows, GREEN).join(
        rows.group_by(YEAR_KEY).len("sites").filter(pl.col("sites") == 1),
        on=YEAR_KEY,
        how="semi",
        maintain_order="left",
    )
    whole = books.totals.select(*YEAR_KEY, "reported_tce_calorific", "reported_tce_equal", "equal_factor")
    joined = one_site.join(whole, on=YEAR_KEY, how="inner", maintain_order="left")
    green = pl.sum_horizontal([f"sum_{name}" for name in GREEN], ignore_nulls=False)
    factors = {"calorific": exact(CALORIFIC_ELECTRICITY), "equal": pl.col("equal_factor")}
    found = []
    for basis, factor in factors.items():
        filed, total = Cell(TABLE, f"reported_tce_{basis}_less_green"), pl.col(f"reported_tce_{basis}")
        expected = total - product(green, factor)
        with_nuclear = expected - product(pl.col("nuclear_kwh"), factor)
        broken = LESS_GREEN.differs(filed.value, expected) & LESS_GREEN.differs(
            filed.value, pl.coalesce(with_nuclear, expected)
        )
        said: tuple[Piece, ...] = (
            filed, " ≠ ", plain(total), " − ", plain(green), " × ", plain(factor), " = ", plain(expected),
            "；Δ ", plain(filed.value - expected),
        )  # fmt: skip
        found.append(tell(joined, broken, NonfossilProblem.LESS_GREEN, books.intake, said))
    return found


def _green_part(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Z-03, said at the largest claim; what is readable of the claims is a lower bound."""
    electricity = (
        books.consumption.filter(pl.col("code") == ELECTRICITY)
        .with_columns(used=product(pl.col("consumption_total"), pl.col("scale")))
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(used=pl.when(pl.col("used").is_not_null().all()).then(pl.col("used").sum()))
    )
    claims = rows.group_by(YEAR_KEY, maintain_order=True).agg(
        pl.col("source", "row", *GREEN).first(), claimed=pl.sum_horizontal(pl.col(GREEN).sum())
    )
    joined = claims.join(electricity, on=YEAR_KEY, how="inner", maintain_order="left")
    claimed, used = pl.col("claimed"), pl.col("used")
    largest = pl.max_horizontal(GREEN)
    found = []
    for index, name in enumerate(GREEN):
        said: tuple[Piece, ...] = (
            Cell(TABLE, name), "；Σ ", plain(claimed), " > 表2 用电量 ", plain(used), " 万千瓦时；Δ ", plain(claimed - used),
        )  # fmt: skip
        earlier = [pl.col(other) == largest for other in GREEN[:index]]
        here = (pl.col(name) == largest) & ~pl.any_horizontal([pl.lit(value=False), *earlier]).fill_null(value=False)
        found.append(
            tell(
                joined,
                GREEN_PART.exceeds(claimed, used) & here,
                NonfossilProblem.GREEN_PART,
                books.intake,
                said,
                cause=off_by(power_of_ten(claimed, used)),
            )
        )
    return found
