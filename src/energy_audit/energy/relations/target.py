"""Table 6: whether a target was met follows from its figures, and a saving from base and report year."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import plain, power_of_ten, product, quotient
from energy_audit.energy.relations.told import Cell, Piece, off_by, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.savings import output_saving, product_savings
from energy_audit.energy.targets import BASES, filed_as_change, meets, targets_of, with_sides
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.filing.problems.problem import ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "target"

PRODUCT_SAVING = Tolerance("G-01, GB/T 13234: (base − report) unit figure × output", relative=Decimal("0.005"))
ACTUAL = Tolerance("B-02 and table 6: a total reached is the total used; a working figure", relative=Decimal("0.01"))
OUTPUT_SAVING = Tolerance("G-02, GB/T 13234: (base − report) intensity × gross output", relative=Decimal("0.005"))


class TargetProblem(ProblemKind):
    """What a target's figures can contradict."""

    ACHIEVED = (
        "achieved-contradicts-figures", "error", Message("“是否完成”填的是“{value}”，与目标值、实际值不符：{detail}。请核对。")
    )  # fmt: skip
    ACTUAL = (
        "target-actual-not-the-total", "warning", Message("“实际完成值”填的是 {value}，与按表2 计算的综合能耗不符：{detail}。请核对数值和计量单位；目标按扣除原料用能、非化石能源的口径或按其他等价系数下达的，请写在目标名称里并说明。")
    )  # fmt: skip
    PRODUCT_SAVING = (
        "product-saving-mismatch", "error", Message("“产品节能量”填的是 {value}，不等于单耗下降量乘以产量：{detail}。请按 GB/T 13234 核对，正值为节能。")
    )  # fmt: skip
    OUTPUT_SAVING = (
        "output-saving-mismatch", "error", Message("“产值节能量”填的是 {value}，不等于产值单耗下降量乘以产值：{detail}。请按 GB/T 13234 核对，正值为节能。")
    )  # fmt: skip


def target_problems(books: Books) -> list[pl.DataFrame]:
    """Judge table 6."""
    return [*_achieved(books), _actual(books), _product_saving(books), _output_saving(books)]


def _actual(books: Books) -> pl.DataFrame:
    """A total that was reached is that of the account, of table 1, or one of the layers beside it, on the basis its name states.

    Where the name states none, it may be that of either; what any of them leaves unknown is not judged.
    """
    layers = [f"tce_{basis}_less_{layer}" for basis in BASES for layer in ("feedstock", "nonfossil")]
    filed_totals = [f"reported_tce_{basis}" for basis in BASES]
    units = books.totals.filter((pl.col("site_count") == 1) & ~pl.col("filed_twice")).select(
        *YEAR_KEY, *(f"tce_{basis}" for basis in BASES), "gross_output", "gross_output_const", *filed_totals
    )
    units = units.join(books.account.totals.select(*YEAR_KEY, *layers), on=YEAR_KEY, how="left", maintain_order="left")
    intake, filed = books.intake, Cell(TABLE, "actual_value")
    rows = targets_of(intake.tables[TABLE], intake.tables["product"].clear(), units, books.reference)
    rows = rows.filter(pl.col("measure") == "total")

    def differs(basis: str) -> pl.Expr:
        whole, tce = pl.col(f"computed_{basis}"), pl.col(f"tce_{basis}")
        beside = (f"tce_{basis}_less_feedstock", f"tce_{basis}_less_nonfossil", f"reported_tce_{basis}")
        others = [ACTUAL.differs(filed.value, quotient(product(pl.col(each), whole), tce)) for each in beside]
        return pl.all_horizontal(ACTUAL.differs(filed.value, whole), *(each.fill_null(value=True) for each in others))

    calorific, equal = (pl.col(f"computed_{basis}") for basis in BASES)
    named, said = pl.col("stated_basis"), {basis: pl.col("stated_basis") == basis for basis in BASES}
    one = pl.when(said["equal"] | (calorific == equal)).then(equal).otherwise(calorific)
    both = pl.when(named.is_null() & (calorific != equal)).then(pl.concat_str(pl.lit(" / "), plain(equal)))
    broken = (
        pl.when(said["calorific"])
        .then(differs("calorific"))
        .when(said["equal"])
        .then(differs("equal"))
        .otherwise(differs("calorific") & differs("equal"))
    )
    power = pl.coalesce(power_of_ten(filed.value, one), power_of_ten(filed.value, equal))
    comparison: tuple[Piece, ...] = (filed, " ", pl.col("target_unit"), " ≠ ", plain(one), both.fill_null(""))
    return tell(rows, broken, TargetProblem.ACTUAL, intake, comparison, cause=off_by(power))


def _achieved(books: Books) -> list[pl.DataFrame]:
    """G-04; where a value less green power was filed too, either may have decided."""
    achieved = Cell(TABLE, "achieved")
    target, actual, green = (Cell(TABLE, each) for each in ("target_value", "actual_value", "actual_excl_green"))
    by_green = green.value.is_null()
    met = meets(actual.value, target.value)
    wrong = (achieved.value != met) & (
        by_green | (achieved.value != meets(green.value, target.value)).fill_null(value=False)
    )
    from_below = pl.col("from_below") | filed_as_change(actual.value, target.value)
    rows, found = with_sides(books.intake.tables[TABLE]), []
    for direction, sign in ((from_below, " ≤ "), (pl.col("from_above") & ~from_below, " ≥ ")):
        said: tuple[Piece, ...] = (achieved, "；", actual, sign, target, " → ", _yes_no(met))
        found.append(tell(rows, direction & wrong, TargetProblem.ACHIEVED, books.intake, said))
    return found


def _yes_no(value: pl.Expr) -> pl.Expr:
    return pl.when(value).then(pl.lit("是")).otherwise(pl.lit("否"))


def _product_saving(books: Books) -> pl.DataFrame:
    """G-01 against last year's figures of table 4, which is how savings are added up from year to year.

    A saving against a fixed base year cannot be checked: table 6 holds no base figure of each product. So the
    relation is judged only where no base is filed beside it.
    """
    saved = product_savings(books.intake.tables["product"], books.reference).rename({"saved": "expected"})
    rows = books.intake.tables[TABLE].join(saved, on=YEAR_KEY, how="inner", maintain_order="left")
    no_base = pl.all_horizontal(
        pl.col(name).is_null() for name in ("base_tce_calorific", "base_tce_equal", "base_product_qty")
    )
    filed, expected = Cell(TABLE, "saving_product"), pl.col("expected")
    said: tuple[Piece, ...] = (
        filed, " ≠ Σ(上年单耗 − 本期单耗) × 产量 = ", plain(expected), " tce；Δ ", plain(filed.value - expected),
    )  # fmt: skip
    return tell(
        rows,
        no_base & PRODUCT_SAVING.differs(filed.value, expected),
        TargetProblem.PRODUCT_SAVING,
        books.intake,
        said,
        cause=_saving_cause(filed.value, expected, PRODUCT_SAVING),
    )


def _output_saving(books: Books) -> pl.DataFrame:
    """G-02; the standard leaves open which basis and which prices, so it is broken where none of them fits."""
    year = books.totals.select(
        *YEAR_KEY, "gross_output", "gross_output_const", "reported_tce_calorific", "reported_tce_equal"
    )
    rows = books.intake.tables[TABLE].join(year, on=YEAR_KEY, how="inner", maintain_order="left")
    filed = Cell(TABLE, "saving_output_value")

    def saved(basis: str, output: str) -> pl.Expr:
        base_tce, tce = pl.col(f"base_tce_{basis}"), pl.col(f"reported_tce_{basis}")
        return output_saving(base_tce, pl.col("base_output_value"), tce, pl.col(output))

    ways = [
        saved(basis, output) for basis in ("calorific", "equal") for output in ("gross_output", "gross_output_const")
    ]
    differs = [OUTPUT_SAVING.differs(filed.value, way) for way in ways]
    # a way that cannot be computed fits nothing; at least one must be computable
    broken = pl.all_horizontal(each.fill_null(value=True) for each in differs) & pl.any_horizontal(
        each.fill_null(value=False) for each in differs
    )
    nearest = pl.coalesce(ways)
    said: tuple[Piece, ...] = (
        filed, " ≠ (基期能耗 ÷ 基期产值 − 本期能耗 ÷ 本期产值) × 本期产值 = ", plain(nearest), " tce；Δ ",
        plain(filed.value - nearest),
    )  # fmt: skip
    return tell(
        rows,
        broken,
        TargetProblem.OUTPUT_SAVING,
        books.intake,
        said,
        cause=_saving_cause(filed.value, nearest, OUTPUT_SAVING),
    )


def _saving_cause(filed: pl.Expr, expected: pl.Expr, tolerance: Tolerance) -> pl.Expr:
    """A saving is often filed with the sign of the standard's own formula, or in another unit."""
    wrong_sign = (~tolerance.differs(-filed, expected)).fill_null(value=False) & (filed != 0)
    return pl.coalesce(
        pl.when(wrong_sign).then(pl.lit(marked("疑为正负号填反"))),
        off_by(power_of_ten(filed, expected)),
    )
