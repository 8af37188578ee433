"""Sites of one legal person that say the same: one of them repeats the other, or the whole.

Sites are added up, so a site that repeats would be counted twice. Two sites never
burn the same energy to the hundredth of a tonne; and a filing without a site beside
filings with one is the whole where it is their sum.
"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, marked, problems_where

_YEAR = ("uscc", "report_year")
_FIGURES = ("reported_tce_calorific", "reported_tce_equal")
_SHOWN = "reported_tce_calorific"


def site_problems(enterprises: pl.DataFrame) -> pl.DataFrame:
    """Find sites that repeat each other's figures, and wholes beside their parts.

    Args:
        enterprises: the enterprise table, repeated filings taken out.

    Returns:
        Problems, at the total of table 1 of each row in question.
    """
    # few have a code that another row has; only of those is asked whether their year is the same
    rows = enterprises.filter(pl.col("uscc").is_duplicated())
    if rows.is_empty():
        return joined([])
    rows = rows.filter(pl.struct(_YEAR).is_duplicated()).drop_nulls(_YEAR)
    rows = rows.filter(
        pl.col("site").fill_null("").n_unique().over(_YEAR) > 1,
        *(pl.col(figure) > 0 for figure in _FIGURES),
    )
    if rows.is_empty():
        return joined([])
    return joined([_alike(rows), _whole(rows)])


def _alike(rows: pl.DataFrame) -> pl.DataFrame:
    """Of sites that agree in both totals, tell each of the first other one."""
    same = rows.filter(pl.col("site").fill_null("").n_unique().over(*_YEAR, *_FIGURES) > 1)
    others = same.select(*_YEAR, *_FIGURES, _other=_named(pl.col("site")), _row=_place())
    paired = (
        same.with_columns(_own=_place())
        .join(others, on=[*_YEAR, *_FIGURES], maintain_order="left_right")
        .filter(pl.col("_own") != pl.col("_row"))
        .unique("_own", keep="first", maintain_order=True)
    )
    return _told(paired, pl.format(f"{marked('与')}{{}}{marked('的完全相同')}", "_other"))


def _whole(rows: pl.DataFrame) -> pl.DataFrame:
    """Tell a filing without a site that is the sum of at least two with one."""
    parts = (
        rows.filter(pl.col("site").is_not_null())
        .group_by(_YEAR)
        .agg(*(pl.col(figure).sum().alias(f"_{figure}") for figure in _FIGURES), _sites=pl.len())
        .filter(pl.col("_sites") > 1)
    )
    wholes = rows.filter(pl.col("site").is_null()).join(parts, on=list(_YEAR), maintain_order="left")
    agrees = pl.all_horizontal((pl.col(figure) - pl.col(f"_{figure}")).abs() <= pl.lit(1) for figure in _FIGURES)
    return _told(wholes.filter(agrees), pl.format(f"{marked('等于 ')}{{}}{marked(' 个厂区之和')}", "_sites"))


def _told(rows: pl.DataFrame, detail: pl.Expr) -> pl.DataFrame:
    where = pl.lit(value=True)
    return problems_where(
        rows,
        where,
        FilingProblem.SITE_REPEATED,
        table="enterprise",
        column=_SHOWN,
        value=_named(pl.col("site")),
        detail=detail,
    )


def _named(site: pl.Expr) -> pl.Expr:
    return (
        pl.when(site.is_null())
        .then(pl.lit("未写厂区的一份"))
        .otherwise(pl.concat_str(pl.lit("厂区“"), site, pl.lit("”")))
    )


def _place() -> pl.Expr:
    return pl.col("source").cast(pl.UInt64) * 2**32 + pl.col("row")
