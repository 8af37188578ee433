"""The price that purchase amount and quantity give (E-12), which shows slips of unit in either."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, product, quotient
from energy_audit.energy.price_slips import PLAUSIBLE
from energy_audit.energy.relations.told import Cell, Piece, tell
from energy_audit.energy.relations.totals import in_wan_yuan
from energy_audit.exact import NUMBER
from energy_audit.filing.problems.problem import ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "energy_consumption"

_WAN = Decimal(10_000)

UNIT_SLIPS = (Decimal(10), Decimal(1000), Decimal(10_000))
"""Between 千元 and 万元, between kg and t or 元 and 千元, between 元 and 万元 or t and 万t."""


class PriceProblem(ProblemKind):
    """What amount and quantity can contradict."""

    IMPLAUSIBLE = (
        "unit-price-implausible", "warning", Message("“购进金额”填的是 {value}，与购进量相除得出的单价不合常理：{detail}。请核对金额单位（元、千元、万元）和计量单位。")
    )  # fmt: skip
    FAR_OFF = (
        "unit-price-far-off", "error", Message("“购进金额”填的是 {value}，与购进量相除得出的单价比市场价格差一百倍以上，金额或数量疑有一栏的单位填错：{detail}。改正前综合能耗没有上限，单价过低的能源也不计入下限。请核对金额单位（元、千元、万元），以及购进量、消费量与计量单位是否相符；金额只是一部分的请补全，无偿取得的填 0。")
    )  # fmt: skip


def price_problems(books: Books) -> list[pl.DataFrame]:
    """Judge each purchase that was paid for; where no money unit is named, 万元 and 千元 are both allowed."""
    rows = books.consumption.lazy().filter((pl.col("purchase_amount") > 0) & (pl.col("purchase_qty") > 0)).collect()
    ranges = pl.DataFrame(
        [(code, Decimal(low), Decimal(high)) for codes, (low, high) in PLAUSIBLE.items() for code in codes],
        schema={"code": pl.String, "price_from": NUMBER, "price_to": NUMBER},
        orient="row",
    )
    yuan = product(pl.col("wan_yuan"), exact(_WAN))
    priced = (
        in_wan_yuan(books, rows)
        .join(ranges, on="code", how="inner", maintain_order="left")
        .with_columns(price=quotient(yuan, product(pl.col("purchase_qty"), pl.col("scale"))))
    )
    price, low, high = pl.col("price"), pl.col("price_from"), pl.col("price_to")
    in_qian_yuan = pl.col("purchase_amount_unit").is_null() & (price / exact(10)).is_between(low, high)
    said: tuple[Piece, ...] = (
        Cell(TABLE, "purchase_amount"), " ", pl.col("purchase_amount_unit").fill_null("万元"),
        " ÷ ", Cell(TABLE, "purchase_qty"), " ", pl.col("unit"),
        " = ", plain(price.round(2)), " 元，不在 ", plain(low), "—", plain(high), " 之内",
    )  # fmt: skip
    cause, outside = _cause(price, low, high), ~price.is_between(low, high) & ~in_qian_yuan
    slip = pl.col("price_slip")  # it leaves the total open
    return [
        tell(priced, broken, kind, books.intake, said, cause=cause)
        for kind, broken in ((PriceProblem.IMPLAUSIBLE, outside & ~slip), (PriceProblem.FAR_OFF, slip))
    ]


def _cause(price: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """The smallest slip of unit that would make the price plausible."""
    cause: pl.Expr = pl.lit(None, pl.String)
    names = {
        10: marked("疑为千元与万元之误"),
        1000: marked("疑为元与千元、千克与吨之误"),
        10_000: marked("疑为元与万元、吨与万吨之误"),
    }
    for slip in reversed(UNIT_SLIPS):
        fits = (price / exact(slip)).is_between(low, high) | (price * exact(slip)).is_between(low, high)
        cause = pl.when(fits).then(pl.lit(names[int(slip)])).otherwise(cause)
    return cause
