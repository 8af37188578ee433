"""Limits moved by the conditions of the plant, by the declared formulas; a condition that is not known leaves no limit.

A filed condition counts only under a known name, in a known unit, within the range that can be true, and when it
was not filed twice with different values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER, round_half_up
from energy_audit.reference.once import once
from energy_audit.reference.spelling import normalise, normalised

if TYPE_CHECKING:
    from energy_audit.reference.corrections import Correction, CorrectionInput
    from energy_audit.reference.tables import Reference

JUDGED_GRADES = (2, 3)
"""Grade 2 binds new and rebuilt plants, grade 3 existing ones; grade 1 binds nobody."""

DECIMALS_OF_A_FACTOR = 2
"""A limit that a factor moved is rounded once, half up, to 0.01 of its unit: the limits themselves have no more."""

_UNUSABLE = "（单位或数值不能采用）"
_NO_FORMULA = "（修正公式未收录）"
_OUT_OF_SCOPE = "（超出修正公式适用范围）"
_ONE, _ZERO = pl.lit(1, NUMBER), pl.lit(0, NUMBER)


def corrected_limits(bound: pl.DataFrame, conditions: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return what each limit becomes under the filed conditions.

    Args:
        bound: one row a figure and limit: ``figure`` (any key of the figure), limit_id: String,
            correction_inputs: List(String), grade2, grade3: NUMBER.
        conditions: one row a filed condition of a figure: ``figure``, condition_name, unit: String, value: NUMBER.
        reference: the tables.

    Returns:
        figure, limit_id; limit2, limit3: NUMBER, in the limit's unit, null where the standard has no such grade or
        a condition is not known; missing2, missing3: List(String), the conditions that are, with what is wrong.
    """
    needed = bound.select("figure", "limit_id", covers="correction_inputs").explode(
        "covers", empty_as_null=True, keep_nulls=True
    )
    usable = _usable(conditions, reference)
    steps = (
        needed.drop_nulls("covers")
        .with_columns(name=normalised(pl.col("covers")))
        .join(_formulas(reference), on=["limit_id", "covers"], how="left", maintain_order="left")
        .join(usable.rename(_prefixed("first")), on=["figure", "first"], how="left", maintain_order="left")
        .join(usable.rename(_prefixed("second")), on=["figure", "second"], how="left", maintain_order="left")
        .join(_filed_names(conditions), on=["figure", "name"], how="left", maintain_order="left")
        .with_columns(_known().alias("known"), _lacking().alias("lacking"))
    )
    effects = steps.group_by("figure", "limit_id", maintain_order=True).agg(
        each for grade in JUDGED_GRADES for each in _effect_on(grade)
    )
    return (
        bound.select("figure", "limit_id", "grade2", "grade3")
        .join(effects, on=["figure", "limit_id"], how="left", maintain_order="left")
        .select(
            "figure",
            "limit_id",
            *(_moved(grade).alias(f"limit{grade}") for grade in JUDGED_GRADES),
            *(pl.col(f"missing{grade}").fill_null(pl.lit([], pl.List(pl.String))) for grade in JUDGED_GRADES),
        )
    )


@once
def _formulas(reference: Reference) -> pl.DataFrame:
    """One row a limit and the condition covered. A formula of low confidence moves no limit: it is not on file."""
    rows = [_row(each, limit) for each in reference.corrections if each.confidence != "low" for limit in each.limits]
    return pl.DataFrame(rows, schema=_FORMULA)


_NUMBERS = ("low", "high", "centre", "slope2", "slope3", "at_least", "intercept", "divisor", "add", "times")
_FORMULA = {
    "limit_id": pl.String(),
    "covers": pl.String(),
    "kind": pl.String(),
    "first": pl.String(),
    "second": pl.String(),
    "grades": pl.List(pl.Int64()),
    **dict.fromkeys(_NUMBERS, NUMBER),
}


def _row(each: Correction, limit: str) -> dict[str, object]:
    return {
        "limit_id": limit,
        "covers": each.covers,
        "kind": each.kind,
        "first": each.inputs[0],
        "second": each.inputs[1] if len(each.inputs) > 1 else None,
        "grades": list(each.grades),
        "slope2": each.slope_of(2),
        "slope3": each.slope_of(3),
        **{name: getattr(each, name) for name in _NUMBERS if not name.startswith("slope")},
    }


def _usable(conditions: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return figure, input, value: NUMBER in the input's first unit; null where what was filed cannot be used."""
    return (
        conditions.select("figure", "value", name=normalised(pl.col("condition_name")), unit=normalised(pl.col("unit")))
        .join(_names_of(reference.correction_inputs), on="name")
        .join(_units_of(reference.correction_inputs), on=["input", "unit"], how="left")
        .with_columns(value=_small(pl.col("value")) * pl.col("multiplier"))
        .with_columns(value=pl.when(pl.col("value").is_between("low", "high")).then("value"))
        .group_by("figure", "input")
        .agg(
            value=pl.when((pl.col("value").n_unique() == 1) & (pl.col("value").null_count() == 0)).then(
                pl.col("value").first()
            ),
            filed=pl.lit(value=True),
        )
    )


def _names_of(inputs: tuple[CorrectionInput, ...]) -> pl.DataFrame:
    rows = [(normalise(name), each.id, each.low, each.high) for each in inputs for name in (each.id, *each.names)]
    schema = {"name": pl.String(), "input": pl.String(), "low": NUMBER, "high": NUMBER}
    return pl.DataFrame(rows, schema=schema, orient="row").unique("name")


def _units_of(inputs: tuple[CorrectionInput, ...]) -> pl.DataFrame:
    rows = [
        (each.id, normalise(spelling), unit.multiplier)
        for each in inputs
        for unit in each.units
        for spelling in unit.spellings
    ]
    schema = {"input": pl.String(), "unit": pl.String(), "multiplier": NUMBER}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _prefixed(which: str) -> dict[str, str]:
    return {"input": which, "value": f"{which}_value", "filed": f"{which}_filed"}


def _filed_names(conditions: pl.DataFrame) -> pl.DataFrame:
    """The conditions that were filed under the very name that the limit gives, whatever came of them."""
    named = conditions.select("figure", name=normalised(pl.col("condition_name")))
    return named.unique().with_columns(covers_filed=pl.lit(value=True))


def _known() -> pl.Expr:
    """Whether the formula gives an answer for what was filed."""
    x, y, kind = pl.col("first_value"), pl.col("second_value"), pl.col("kind")
    applies = pl.col("at_least").is_null() | (y >= pl.col("at_least"))
    moved_at_all = (x == 0) | ((x == _hundred()) & (pl.col("add").is_not_null() | pl.col("times").is_not_null()))
    return (
        pl.when(kind == "linear")
        .then(x.is_not_null() & applies)
        .when(kind == "factor_above")
        .then((x <= pl.col("high")) | (x.is_not_null() & y.is_not_null()))
        .when(kind == "none_below")
        .then(x < pl.col("high"))
        .when(kind == "all_or_none")
        .then(moved_at_all)
        .fill_null(value=False)
    )


def _lacking() -> pl.Expr:
    """What has to be known, in words: the condition, and what is wrong with what was filed."""

    def of(which: str) -> pl.Expr:
        filed = pl.col(f"{which}_filed").fill_null(value=False)
        return pl.concat_str(which, pl.when(filed).then(pl.lit(_UNUSABLE)).otherwise(pl.lit("")))

    no_formula = pl.when(pl.col("covers_filed")).then(pl.lit(_NO_FORMULA)).otherwise(pl.lit(""))
    return (
        pl.when(pl.col("kind").is_null())
        .then(pl.concat_str("covers", no_formula))
        .when(pl.col("first_value").is_null())
        .then(of("first"))
        .when(pl.col("second").is_not_null() & pl.col("second_value").is_null())
        .then(of("second"))
        .when(pl.col("second").is_not_null())
        .then(pl.concat_str("second", pl.lit(_OUT_OF_SCOPE)))
        .otherwise(pl.concat_str("first", pl.lit(_NO_FORMULA)))
    )


def _effect_on(grade: int) -> list[pl.Expr]:
    """Sum the additions and multiply the factors on a grade; a formula for other grades only moves nothing."""
    touched = pl.col("grades").list.contains(grade).fill_null(value=True)
    x, y, kind = pl.col("first_value"), pl.col("second_value"), pl.col("kind")
    slope, whole = pl.col(f"slope{grade}"), x == _hundred()
    # A bound that is not declared holds nothing: an upper bound of x itself leaves x.
    held = pl.min_horizontal(pl.max_horizontal(x, "low"), "high")
    added = (
        pl.when(touched & (kind == "linear"))
        .then(slope * (held - pl.col("centre")))
        .when(touched & (kind == "all_or_none") & whole)
        .then(pl.col("add").fill_null(_ZERO))
        .otherwise(_ZERO)
    )
    factor = (
        pl.when(touched & (kind == "factor_above") & (x > pl.col("high")))
        .then(pl.col("intercept") + slope * y / pl.col("divisor"))
        .when(touched & (kind == "all_or_none") & whole)
        .then(pl.col("times").fill_null(_ONE))
        .otherwise(_ONE)
    )
    unknown = touched & ~pl.col("known")
    return [
        added.sum().cast(NUMBER).alias(f"added{grade}"),
        factor.product().cast(NUMBER).alias(f"factor{grade}"),
        pl.col("lacking").filter(unknown).unique(maintain_order=True).alias(f"missing{grade}"),
    ]


def _moved(grade: int) -> pl.Expr:
    """The limit after additions, then factors (GB 16780-2021 5.3, 5.4); null where a condition is missing."""
    known = pl.col(f"missing{grade}").list.len().fill_null(0) == 0
    factor = pl.col(f"factor{grade}").fill_null(_ONE)
    sum_ = pl.col(f"grade{grade}") + pl.col(f"added{grade}").fill_null(_ZERO)
    moved = pl.when(factor == _ONE).then(sum_).otherwise(round_half_up(sum_ * factor, DECIMALS_OF_A_FACTOR))
    return pl.when(known).then(moved)


def _hundred() -> pl.Expr:
    return pl.lit(100, NUMBER)


def _small(value: pl.Expr) -> pl.Expr:
    """A value that a multiplier cannot lift out of ``NUMBER``; a larger one is no condition of a plant."""
    return pl.when(value.abs() <= pl.lit(10**9, NUMBER)).then(value)
