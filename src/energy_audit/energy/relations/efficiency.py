"""What comes out of conversion against what went in: never more (C-05), within a process's range (C-06), and not
from nothing (C-08).

Electricity and heat are compared only where fuel was put into making them: hydropower, wind, sun and waste heat
have no conversion input, and would otherwise stand accused of making energy from nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, known_sum, plain, product, quotient
from energy_audit.energy.relations.told import Cell, Piece, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import GRAND_TOTAL, PROCESSES, TERM_KEY, YEAR_KEY
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "energy_conversion"

NO_GAIN = Tolerance("C-05, conversion yields no more energy than it takes", absolute=Decimal("0.02"))


@dataclass(frozen=True)
class Process:
    """A conversion process: its input column, the energies it makes, and the efficiencies to be expected."""

    column: str
    name: str
    outputs: tuple[str, ...]
    low: Decimal
    high: Decimal


PROCESS_RANGES = (
    Process("conversion_power", "火力发电", ("33",), Decimal("0.25"), Decimal("0.50")),
    Process("conversion_heat", "供热", ("32",), Decimal("0.6"), Decimal("0.98")),
    Process("conversion_coal_wash", "洗选", ("06", "07"), Decimal("0.85"), Decimal("1.0")),
    Process("conversion_coking", "炼焦", ("09", "10", "11"), Decimal("0.9"), Decimal("1.0")),
)
"""Relation C-06: proposed ranges, to be confirmed by the trade; hence a warning and no more."""

MADE_BY = {
    "06": ("conversion_coal_wash",),
    "07": ("conversion_coal_wash",),
    "08": ("conversion_coal_product",),
    "09": ("conversion_coking",),
    "10": ("conversion_coking",),
    "14": ("conversion_gas",),
    "16": ("conversion_lng",),
    "19": ("conversion_refining",),
    "20": ("conversion_refining",),
    "21": ("conversion_refining",),
    "33": ("conversion_power",),
}
"""Relation C-08: what must have gone in for an energy to come out; electricity for thermal power stations only."""

THERMAL = ["4411", "4412"]
"""GB/T 4754: thermal power, combined heat and power."""

PRIMARY = ["4413", "4414", "4415", "4416"]
"""GB/T 4754: hydro, nuclear, wind and solar power. Form 205-2 knows thermal power as the only process that makes electricity."""


class EfficiencyProblem(ProblemKind):
    """What input and output can contradict."""

    GAIN = (
        "conversion-output-over-input", "error", Message("加工转换产出折标量大于投入，“{column}”填的是 {value}：{detail}。请核对投入、产出的数量、单位和系数。")
    )  # fmt: skip
    RANGE = (
        "conversion-efficiency-unusual", "warning", Message("加工转换效率超出常见范围，“{column}”填的是 {value}：{detail}。请核对投入和产出；确实如此请说明。")
    )  # fmt: skip
    FROM_NOTHING = (
        "conversion-output-without-input", "warning", Message("“{column}”填的是 {value}，但没有相应工艺的投入：{detail}。请补填投入，或核对产出。")
    )  # fmt: skip
    PRIMARY_POWER = (
        "primary-power-as-conversion-output", "warning", Message("“{column}”填的是 {value}：{detail}。水力、核能、风力、太阳能发电是一次能源生产，一般不作加工转换；填在这里会从综合能耗中扣掉，总量可能成为负数而不能定档。请核对，不属加工转换的请清空该格；按主管部门要求这样填的请说明。")
    )  # fmt: skip


def efficiency_problems(books: Books) -> list[pl.DataFrame]:
    """Judge the conversion of each set of books that yields anything."""
    rows = _weighed(books)
    sums = _sums(rows)
    products = (
        rows.filter(pl.col("conversion_output") > 0)
        .join(sums, on=TERM_KEY, how="inner", maintain_order="left")
        .join(books.identified.select(*YEAR_KEY, "industry_code"), on=YEAR_KEY, how="left", maintain_order="left")
        .sort("tce_conversion_output", descending=True, nulls_last=True, maintain_order=True)
    )
    return [
        _gain(books, products),
        *(_range(books, products, process) for process in PROCESS_RANGES),
        *_from_nothing(books, products),
        _primary_power(books, products),
    ]


def _weighed(books: Books) -> pl.DataFrame:
    """Rows of table 2-1 with output and each input in tce; sets of books with an unreadable cell are left out."""
    rows = books.conversion.filter((pl.col("code") != GRAND_TOTAL).fill_null(value=True))
    yields = rows.filter(pl.col("conversion_output") > 0).select(TERM_KEY).unique()
    rows = rows.join(yields, on=TERM_KEY, how="semi", maintain_order="left")
    readable = rows.filter(books.all_read(TABLE, ["conversion_input", "conversion_output", *PROCESSES]))
    unread = rows.join(readable.select("source", "row"), on=["source", "row"], how="anti").select(TERM_KEY).unique()

    def tce(name: str) -> pl.Expr:
        weighed = product(pl.col(name), pl.col("factor"))
        return pl.when(pl.col(name).fill_null(exact(0)) == 0).then(exact(0)).otherwise(weighed)

    return rows.join(unread, on=TERM_KEY, how="anti", maintain_order="left").with_columns(
        tce(name).alias(f"tce_{name}") for name in ("conversion_output", "conversion_input", *PROCESSES)
    )


def _sums(rows: pl.DataFrame) -> pl.DataFrame:
    """Per set of books: input and output in tce (null where a factor is unknown), and quantities put into processes."""
    into = rows.group_by(TERM_KEY, maintain_order=True).agg(
        pl.col(name).sum().alias(f"into_{name}") for name in PROCESSES
    )
    power, heat, code = pl.col("into_conversion_power"), pl.col("into_conversion_heat"), pl.col("code")
    unfuelled = ((code == "33") & (power == 0)) | ((code == "32") & (power + heat == 0))
    tce, none = pl.col("tce_conversion_output"), exact(0)
    outputs = rows.join(into, on=TERM_KEY, how="left", maintain_order="left").with_columns(
        pl.when(unfuelled.fill_null(value=False)).then(none).otherwise(tce).alias("total_out"),
        *(
            pl.when(code.is_in(process.outputs)).then(tce).otherwise(none).alias(f"made_{process.column}")
            for process in PROCESS_RANGES
        ),
    )
    totals = ["total_out", *(f"made_{process.column}" for process in PROCESS_RANGES)]
    inputs = {f"used_{name}": known_sum(f"tce_{name}") for name in ("conversion_input", *PROCESSES)}
    sums = outputs.group_by(TERM_KEY, maintain_order=True).agg(
        *(known_sum(name) for name in totals), entered=known_sum("conversion_input"), **inputs
    )
    return sums.join(into, on=TERM_KEY, how="left", maintain_order="left")


def _gain(books: Books, products: pl.DataFrame) -> pl.DataFrame:
    """C-05, said at the largest output."""
    entered = pl.col("used_conversion_input")
    ratio = quotient(pl.col("total_out"), pl.when(entered > 0).then(entered))
    said: tuple[Piece, ...] = (
        Cell(TABLE, "conversion_output"), "；Σ产出 ", plain(pl.col("total_out")), " tce ÷ Σ投入 ",
        plain(entered), " tce = ", plain(ratio.round(4)), " > 1",
    )  # fmt: skip
    largest = products.unique(TERM_KEY, keep="first", maintain_order=True)
    return tell(largest, NO_GAIN.exceeds(ratio, exact(1)), EfficiencyProblem.GAIN, books.intake, said)


def _range(books: Books, products: pl.DataFrame, process: Process) -> pl.DataFrame:
    """C-06 of one process, said at its largest product."""
    out, entered = pl.col(f"made_{process.column}"), pl.col(f"used_{process.column}")
    efficiency = quotient(out, pl.when(entered > 0).then(entered))
    unusual = ~efficiency.is_between(exact(process.low), exact(process.high))
    # beyond C-05's line that relation is broken, and says so
    within = efficiency <= exact(1 + NO_GAIN.absolute)
    said: tuple[Piece, ...] = (
        Cell(TABLE, "conversion_output"), f"；{process.name} ", plain(out), " tce ÷ ", plain(entered),
        " tce = ", plain(efficiency.round(4)), f"，常见 {process.low}—{process.high}",
    )  # fmt: skip
    largest = products.filter(pl.col("code").is_in(process.outputs)).unique(TERM_KEY, keep="first", maintain_order=True)
    return tell(largest, unusual & within, EfficiencyProblem.RANGE, books.intake, said)


def _from_nothing(books: Books, products: pl.DataFrame) -> list[pl.DataFrame]:
    """C-08, where every input is put down to a process, so that a missing one is missing."""
    allotted = pl.sum_horizontal(f"into_{name}" for name in PROCESSES) >= pl.col("entered")
    thermal = pl.col("industry_code").is_in(THERMAL)
    return [
        tell(
            products,
            allotted
            & (pl.col("code") == code)
            & (pl.sum_horizontal(f"into_{name}" for name in columns) == 0)
            & (thermal | pl.lit(value=code != "33")),
            EfficiencyProblem.FROM_NOTHING,
            books.intake,
            (Cell(TABLE, "conversion_output"), f" > 0，{'、'.join(_headings(columns))} = 0"),
        )
        for code, columns in MADE_BY.items()
    ]


def _primary_power(books: Books, products: pl.DataFrame) -> pl.DataFrame:
    """C-08 for power stations that burn nothing: without fuel put into power or heat, electricity is no conversion's output."""
    inputs = ("used_conversion_input", "into_conversion_power", "into_conversion_heat")
    return tell(
        products,
        pl.all_horizontal(pl.col(name) == 0 for name in inputs)
        & (pl.col("code") == "33")
        & pl.col("industry_code").is_in(PRIMARY),
        EfficiencyProblem.PRIMARY_POWER,
        books.intake,
        (Cell(TABLE, "conversion_output"), " > 0，", Cell(TABLE, "conversion_power").heading, " = 0"),
    )


def _headings(columns: tuple[str, ...]) -> list[str]:
    return [Cell(TABLE, column).heading for column in columns]
