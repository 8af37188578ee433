"""Within table 1: totals, intensities and costs, and the dates of the report."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, power_of_ten, product, quotient, rounding_of
from energy_audit.energy.relations.told import Cell, Piece, equation, excess, off_by, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.filing.problems.problem import ProblemKind, marked
from energy_audit.reference.year_day import day_of_year

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "enterprise"

INTENSITY = Tolerance("B-01, intensity is energy by gross output", relative=Decimal("0.005"))
FEEDSTOCK = Tolerance("B-03, the coal survey's check: feedstock is a part of the total")
BASES = Tolerance("B-04, equal-value factors of electricity and heat exceed the calorific ones")
CHANGE = Tolerance("B-06, municipal practice: a change of 10 % in a year is asked about", absolute=Decimal("0.10"))
COST = Tolerance("B-08, energy cost is a part of production cost")

MOST_ENERGY_BY_OUTPUT = Decimal(50)
"""Tonnes of coal equivalent per 10^4 yuan of output. The heaviest users stay below ten; beyond fifty, energy at 300
yuan a tonne would cost more than all that is made, so that only a slip of unit leaves the line. The tool's own."""

CHEAPEST_ENERGY = Decimal(10)
"""Yuan per tonne of coal equivalent, where even waste coal costs ten times that. The tool's own."""

DEADLINE_MONTH, DEADLINE_DAY = 3, 31
"""Relation SUB-01: the customary last day, by implementation plans and local notices; the law names none."""


class EnterpriseProblem(ProblemKind):
    """What table 1 can contradict."""

    INTENSITY = (
        "intensity-mismatch", "error", Message("“{column}”填的是 {value}，不等于综合能耗除以工业总产值：{detail}。请核对能耗、产值及其单位（万元）。")
    )  # fmt: skip
    FEEDSTOCK = (
        "feedstock-over-total", "error", Message("“{column}”填的是 {value}，超过了它所属的综合能源消费量：{detail}。请核对。")
    )  # fmt: skip
    BASES = (
        "equal-below-calorific", "warning", Message("等价值 {value} 小于当量值，而本单位电力、热力没有净外供，等价值不应更小：{detail}。请核对两个口径是否填反。")
    )  # fmt: skip
    CHANGE = (
        "yearly-change-over-10-percent", "warning", Message("“{column}”填的是 {value}，与上年相差超过 10%：{detail}。请核对两年的数，属实请说明原因。")
    )  # fmt: skip
    COST = (
        "energy-cost-over-production-cost", "warning", Message("“能源费用”填的是 {value}，超过了生产成本：{detail}。请核对两个金额的单位。")
    )  # fmt: skip
    PROPORTION = (
        "energy-out-of-proportion-to-output", "warning", Message("“{column}”填的是 {value}，与工业总产值相比大得不合常理：{detail}。请核对“表2”各行的计量单位（千瓦时与万千瓦时、千克与吨）和产值的单位（万元）。")
    )  # fmt: skip
    TOO_CHEAP = (
        "energy-too-cheap", "warning", Message("“{column}”填的是 {value}，摊到综合能耗上低得不合常理：{detail}。请核对能源费用的单位（万元）和“表2”各行的计量单位（千瓦时与万千瓦时、千克与吨）。")
    )  # fmt: skip
    NO_OUTPUT = (
        "no-output-beside-energy", "warning", Message("“{column}”填的是 0，本单位却用了能源：{detail}。请核对：有产出的请填实际数，不掌握的不要填 0；确实全年没有产出（停产、尚未投产）的请说明原因。")
    )  # fmt: skip
    LATE = (
        "submitted-late", "warning", Message("“实际报送日期”填的是 {value}，晚于次年 3 月 31 日这一通行期限：{detail}。请核对日期及当地规定的期限。")
    )  # fmt: skip
    EARLY = (
        "reported-before-year-end", "warning", Message("“填报日期”填的是 {value}，早于报告年度结束：{detail}。请核对日期和报告年度。")
    )  # fmt: skip
    YEAR_LEFT = (
        "reported-long-after-year", "warning", Message("“填报日期”填的是 {value}，报告年度结束已经一年以上：{detail}。请核对报告年度是不是忘了改；补报往年的请说明。")
    )  # fmt: skip


def enterprise_problems(books: Books) -> list[pl.DataFrame]:
    """Judge each row of table 1."""
    rows = books.intake.tables[TABLE]
    feed = Cell(TABLE, "reported_tce_feedstock")
    cost, production = Cell(TABLE, "energy_cost"), Cell(TABLE, "production_cost")
    found = [_intensity(books, basis) for basis in ("calorific", "equal")]
    # of two totals the smaller is the one that shows it
    totals = [Cell(TABLE, f"reported_tce_{basis}") for basis in ("calorific", "equal")]
    over = [FEEDSTOCK.exceeds(feed.value, total.value).fill_null(value=False) for total in totals]
    found += [
        tell(rows, over[0], EnterpriseProblem.FEEDSTOCK, books.intake, excess(feed, totals[0])),
        tell(rows, over[1] & ~over[0], EnterpriseProblem.FEEDSTOCK, books.intake, excess(feed, totals[1])),
        tell(
            rows,
            COST.exceeds(cost.value, production.value),
            EnterpriseProblem.COST,
            books.intake,
            excess(cost, production),
            cause=off_by(power_of_ten(cost.value, production.value)),
        ),
        _change(books, rows),
        _bases(books),
        *_proportion(books, rows),
        *(_no_output(books, column) for column in ("gross_output", "value_added")),
    ]
    return [*found, *_dates(books, rows)]


def _intensity(books: Books, basis: str) -> pl.DataFrame:
    """B-01; the filed figure may be rounded to its last decimal."""
    filed = Cell(TABLE, f"reported_intensity_{basis}")
    total, output = Cell(TABLE, f"reported_tce_{basis}"), Cell(TABLE, "gross_output")
    expected = quotient(total.value, output.value)
    return tell(
        books.intake.tables[TABLE],
        INTENSITY.differs(filed.value, expected, slack=rounding_of(filed.value)),
        EnterpriseProblem.INTENSITY,
        books.intake,
        equation(filed, (total, " ÷ ", output), expected),
        cause=off_by(power_of_ten(filed.value, expected)),
    )


def _change(books: Books, rows: pl.DataFrame) -> pl.DataFrame:
    """B-06."""
    now, before = Cell(TABLE, "reported_tce_calorific"), Cell(TABLE, "reported_tce_calorific_prev")
    share = quotient(now.value, before.value) - exact(1)
    said: tuple[Piece, ...] = (now, " ÷ ", before, " − 1 = ", plain((share * exact(100)).round(2)), " %")
    return tell(
        rows,
        CHANGE.exceeds(share.abs(), exact(0)),
        EnterpriseProblem.CHANGE,
        books.intake,
        said,
        cause=off_by(power_of_ten(now.value, before.value)),
    )


def _proportion(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Show a slip of unit that runs through the whole table, which no relation within it can see.

    Energy is held against output, and where that is silent against what it cost.
    """
    energy, output = Cell(TABLE, "reported_tce_calorific"), Cell(TABLE, "gross_output")
    cost = Cell(TABLE, "energy_cost")
    by_output = quotient(energy.value, output.value)
    heavy = ((output.value > 0) & (by_output > exact(MOST_ENERGY_BY_OUTPUT))).fill_null(value=False)
    price = quotient(product(cost.value, exact(10_000)), energy.value)
    cheap = (cost.value > 0) & (energy.value > 0) & (price < exact(CHEAPEST_ENERGY))
    per_output: tuple[Piece, ...] = (
        energy, " ÷ ", output, " = ", plain(by_output.round(2)), f" > {MOST_ENERGY_BY_OUTPUT}",
        " ", pl.lit(marked("吨标准煤/万元")),
    )  # fmt: skip
    per_tonne: tuple[Piece, ...] = (
        cost, " × 10000 ÷ ", energy, " = ", plain(price.round(2)), f" < {CHEAPEST_ENERGY}",
        " ", pl.lit(marked("元/吨标准煤")),
    )  # fmt: skip
    return [
        tell(rows, heavy, EnterpriseProblem.PROPORTION, books.intake, per_output),
        tell(rows, cheap & ~heavy, EnterpriseProblem.TOO_CHEAP, books.intake, per_tonne),
    ]


def _no_output(books: Books, column: str) -> pl.DataFrame:
    """Ask an industrial unit that used energy how it made nothing; a site of several may only serve the others."""
    filed = Cell(TABLE, column)
    used = pl.max_horizontal("reported_tce_calorific", "reported_tce_equal", "tce_calorific")
    alone = (pl.col("site_count") == 1) & ~pl.col("filed_twice") & pl.col("is_industrial")
    said: tuple[Piece, ...] = (filed, "；", plain(used), " tce")
    return tell(books.totals, alone & (filed.value == 0) & (used > 0), EnterpriseProblem.NO_OUTPUT, books.intake, said)


def _bases(books: Books) -> pl.DataFrame:
    """B-04, where electricity and heat consumed are known to be at least what is produced.

    The usual form of this check goes by division 44 and accuses hydropower and heat users; net supply is what matters.
    """
    known = ~pl.col("filed_twice") & ~pl.col("conversion_table_likely_missing")
    consumer = known & pl.col("net_producer").not_().fill_null(value=False)
    equal, calorific = Cell(TABLE, "reported_tce_equal"), Cell(TABLE, "reported_tce_calorific")
    said: tuple[Piece, ...] = (equal, " < ", calorific, "；Δ ", plain(equal.value - calorific.value))
    broken = BASES.exceeds(calorific.value, equal.value)
    return tell(books.totals, consumer & broken, EnterpriseProblem.BASES, books.intake, said)


def _dates(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """SUB-01, SUB-03."""
    year_after = pl.col("report_year") + 1
    deadline = day_of_year(year_after, DEADLINE_MONTH, DEADLINE_DAY)
    over, a_year_on = day_of_year(year_after, 1, 1), day_of_year(year_after, 12, 31)
    submitted, reported = Cell(TABLE, "submitted_on"), Cell(TABLE, "report_date")
    return [
        tell(
            rows,
            submitted.value > deadline,
            EnterpriseProblem.LATE,
            books.intake,
            (submitted, " > ", deadline.cast(pl.String)),
        ),
        tell(
            rows, reported.value < over, EnterpriseProblem.EARLY, books.intake, (reported, " < ", over.cast(pl.String))
        ),
        tell(
            rows,
            reported.value > a_year_on,
            EnterpriseProblem.YEAR_LEFT,
            books.intake,
            (reported, " > ", a_year_on.cast(pl.String)),
        ),
    ]
