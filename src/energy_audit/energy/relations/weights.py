"""A row's own tce against its quantity and factor, and its factor against what the factor can be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, power_of_ten, product, quotient, times
from energy_audit.energy.heat import other_unit
from energy_audit.energy.outside import far_off
from energy_audit.energy.relations.told import CHECK_UNIT, Cell, Piece, equation, off_by, swapped, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import GRAND_TOTAL
from energy_audit.filing.problems.problem import ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "energy_consumption"

ROW_TCE = Tolerance(
    "E-05, GB/T 2589-2020 clause 8: quantity × factor; tolerance of the forms' comparison",
    relative=Decimal("0.001"),
    absolute=Decimal("0.5"),
)
FIXED_FACTOR = Tolerance("E-15, GB/T 2589-2020 table A.2: calorific values of 电力 and 热力", absolute=Decimal("0.001"))

FIXED = {"33": (Decimal("1.229"),), "32": (Decimal("0.0341"), Decimal("0.03412"))}
"""Calorific factors that nobody measures, tce per 10^4 kWh and per GJ; heat differs by edition."""

EQUAL_VALUES = (Decimal("2.8"), Decimal("4.04"))
"""Equal-value factors of electricity in public use, 2.8 to the 0.404 kgce/kWh long set for statistics."""

ELECTRICITY_AND_HEAT = ["32", "33"]

FACTOR_BAND = Decimal("0.2")
"""A factor is called a power of ten off only if, so corrected, it lies within 20 % of the reference."""

KGCE = marked("疑为千克标准煤与吨标准煤之误")
_KILO = 3


class WeightProblem(ProblemKind):
    """What tce and factor of one row can contradict."""

    ROW_TCE = (
        "row-tce-mismatch", "error", Message("“{column}”填的是 {value}，不等于消费量乘以折标系数：{detail}。请核对数量、单位和系数。")
    )  # fmt: skip
    ROW_TCE_SLIP = (
        "row-tce-off-by-power-of-ten", "warning", Message("“{column}”填的是 {value}，与按参考系数折算的数量级不符：{detail}。请核对本行的计量单位和折标系数是否对应。")
    )  # fmt: skip
    NOT_CONVERTED = (
        "row-tce-is-quantity", "warning", Message("“{column}”填的是 {value}，与实物量完全相同，疑为没有折标：{detail}。请按系数折算。")
    )  # fmt: skip
    FIXED_FACTOR = (
        "calorific-factor-not-fixed-value", "error", Message("“采用折标系数”填的是 {value}，而电力、热力的当量系数是固定值：{detail}。请改正；等价系数填入等价栏。")
    )  # fmt: skip
    HEAT_VALUE = (
        "heat-value-in-another-unit", "error", Message("“采用低位发热量”填的是 {value}，按千焦与折标系数不符，{detail}。请换算为千焦/千克（气体为千焦/立方米）填写，1 千卡 = 4.1868 千焦。")
    )  # fmt: skip
    FACTOR_SLIP = (
        "factor-off-by-power-of-ten", "error", Message("“采用折标系数”填的是 {value}，与参考值差了数量级：{detail}。改正前综合能耗只有上下限。请按每计量单位折吨标准煤填写。")
    )  # fmt: skip


def weight_problems(books: Books) -> list[pl.DataFrame]:
    """Judge the tce and the factor of each row of table 2."""
    rows = books.consumption.lazy().filter(pl.col("code") != GRAND_TOTAL).collect()
    electric = pl.col("code").is_in(ELECTRICITY_AND_HEAT)
    filed_equal = pl.coalesce("factor_equal", pl.when(~electric).then("factor_adopted"))
    return [
        *_row_tce(books, rows, "calorific", pl.col("factor_adopted"), "factor_adopted", other=filed_equal),
        *_row_tce(books, rows, "equal", filed_equal, "factor_equal", other=pl.col("factor_adopted")),
        *_by_reference(books, rows),
        *_fixed_factors(books, rows),
        _factor_slip(books, rows),
        _heat_value(books, rows),
    ]


def _heat_value(books: Books, rows: pl.DataFrame) -> pl.DataFrame:
    """A heat value in kcal or MJ that bears out the factor (GB/T 2589-2020 3.9)."""
    unit = other_unit()
    fits = {"千卡": marked("按千卡则相符"), "兆焦": marked("按兆焦则相符")}
    said: tuple[Piece, ...] = (
        unit.replace(fits),
        "：",
        Cell(TABLE, "ncv_adopted"),
        "；",
        Cell(TABLE, "factor_adopted"),
    )
    electric = pl.col("code").is_in(ELECTRICITY_AND_HEAT)
    return tell(rows, unit.is_not_null() & ~electric, WeightProblem.HEAT_VALUE, books.intake, said)


def _row_tce(
    books: Books, rows: pl.DataFrame, basis: str, factor: pl.Expr, column: str, *, other: pl.Expr
) -> list[pl.DataFrame]:
    """E-05: industrial or total consumption may be the base; it is broken where neither fits, and says which decides.

    ``other`` is the factor of the other basis: what fits that one stands in the wrong column.
    """
    filed = Cell(TABLE, f"reported_tce_{basis}")
    off_total = ROW_TCE.differs(filed.value, pl.col("_total"))
    off_industrial = ROW_TCE.differs(filed.value, pl.col("_industrial"))
    not_industry = pl.col("is_industrial").not_().fill_null(value=False)
    broken = (
        rows.lazy()
        .filter(filed.value.is_not_null())
        .with_columns(_factor=factor, _total=product(pl.col("consumption_total"), factor))
        .filter(off_total)
        .collect()
        .with_columns(_industrial=product(pl.col("consumption_industrial"), factor))
        .filter(not_industry | off_industrial)
    )
    found: list[pl.DataFrame] = []
    if broken.is_empty():
        return found
    for base in ("consumption_industrial", "consumption_total"):
        expected = pl.col("_industrial" if base == "consumption_industrial" else "_total")
        copied = (filed.value == pl.col(base)) & (pl.col("_factor") != 1)
        exchanged = (other != factor) & ~ROW_TCE.differs(filed.value, product(pl.col(base), other))
        cause = pl.coalesce(
            swapped(exchanged, marked("当量、等价疑为填反")),
            pl.when(copied).then(pl.lit(marked("与实物量相同，疑为没有折标"))),
            _slip(power_of_ten(filed.value, expected)),
        )
        shown = (Cell(TABLE, base), " × ", Cell(TABLE, column, figure="_factor"))
        found.append(
            tell(
                broken,
                pl.col("deciding") == base,
                WeightProblem.ROW_TCE,
                books.intake,
                equation(filed, shown, expected),
                cause=cause,
            )
        )
    return found


def _by_reference(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Where no factor was filed the row cannot break E-05, but a slip of magnitude shows by the reference factor."""
    filed = Cell(TABLE, "reported_tce_calorific")
    total, industrial = pl.col("consumption_total"), pl.col("consumption_industrial")
    unweighed = rows.filter(pl.col("factor_adopted").is_null() & pl.col("factor").is_not_null()).with_columns(
        _expected=product(
            pl.when(pl.col("deciding") == "consumption_industrial").then(industrial).otherwise(total), pl.col("factor")
        ),
    )
    copied = ((filed.value == total) | (filed.value == industrial)) & (pl.col("factor") != 1) & (filed.value != 0)
    copied = copied & ROW_TCE.differs(filed.value, pl.col("_expected"))
    power = power_of_ten(filed.value, pl.col("_expected"))
    shown = ("按参考系数 ", plain(pl.col("factor")))
    return [
        tell(unweighed, copied, WeightProblem.NOT_CONVERTED, books.intake, equation(filed, shown, pl.col("_expected"))),
        tell(
            unweighed,
            power.is_not_null() & ~copied,
            WeightProblem.ROW_TCE_SLIP,
            books.intake,
            equation(filed, shown, pl.col("_expected")),
            cause=_slip(power),
        ),
    ]


def _slip(power: pl.Expr) -> pl.Expr:
    """Say that tce is off by a power of ten; only a thousand is kilograms filed for tonnes, or the other way round."""
    return pl.when(power.abs() == _KILO).then(off_by(power, KGCE)).otherwise(off_by(power))


def _fixed_factors(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """E-15, in the standard unit of the energy."""
    filed = Cell(TABLE, "factor_adopted")
    found = []
    for code, values in FIXED.items():
        of_code = rows.lazy().filter((pl.col("code") == code) & pl.col("scale").is_not_null())
        standard = pl.col("_standard")
        broken = pl.all_horizontal(FIXED_FACTOR.differs(standard, exact(value)) for value in values)
        own = of_code.with_columns(_standard=quotient(filed.value, pl.col("scale"))).filter(broken).collect()
        if own.is_empty():
            continue
        equal_value = pl.when(
            (pl.lit(code) == "33") & standard.is_between(exact(EQUAL_VALUES[0]), exact(EQUAL_VALUES[1]))
        )
        cause = pl.coalesce(
            equal_value.then(pl.lit(marked("疑把等价系数填入当量栏"))),
            off_by(power_of_ten(standard, exact(values[0]))),
        )
        shown = (exact(values[0]) * pl.col("scale")).pipe(plain)
        found.append(
            tell(
                own,
                broken,
                WeightProblem.FIXED_FACTOR,
                books.intake,
                (filed, " ≠ ", shown, " tce/", pl.col("unit")),
                cause=cause,
            )
        )
    return found


def _factor_slip(books: Books, rows: pl.DataFrame) -> pl.DataFrame:
    """A factor in kgce, or per another unit, is a power of ten off a reference that it would otherwise fit; one that a heat
    value bears out is no slip.
    """
    filed, low, high = Cell(TABLE, "factor_adopted"), pl.col("reference_low"), pl.col("reference_high")
    power: pl.Expr = pl.lit(None, pl.Int8)
    for tens in (1, 3, 4, -1, -3, -4):
        ten = exact(Decimal(10) ** abs(tens))
        value = filed.value / ten if tens > 0 else product(filed.value, ten)
        fits = (value >= low * exact(1 - FACTOR_BAND)) & (value <= high * exact(1 + FACTOR_BAND))
        power = pl.when(fits).then(pl.lit(tens, pl.Int8)).otherwise(power)
    far = far_off(filed.value, filed.value) & pl.col("factor_outside")
    fuels = rows.lazy().filter(~pl.col("code").is_in(ELECTRICITY_AND_HEAT) & low.is_not_null() & far).collect()
    shown = (
        filed,
        " ≈ ",
        pl.concat_str(
            plain(low),
            pl.when(low != high).then(pl.concat_str(pl.lit("—"), plain(high))).otherwise(pl.lit("")),
            pl.lit(" "),
            times(pl.col("_power")),
        ),
    )
    return tell(
        fuels.with_columns(_power=power),
        pl.col("_power").is_not_null(),
        WeightProblem.FACTOR_SLIP,
        books.intake,
        shown,
        cause=pl.when(pl.col("_power").abs() == _KILO).then(pl.lit(KGCE)).otherwise(pl.lit(CHECK_UNIT)),
    )
