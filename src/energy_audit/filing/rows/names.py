"""One credit code under two names: a renaming that nobody states, or a code copied from another enterprise."""

from __future__ import annotations

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, problems_where


def name_problems(enterprises: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Find rows whose name is not that of the row before them under the same code, by year and then as filed.

    A name that holds the other (某某公司 and 某某公司二分厂), or that ``former_names`` of either row states, is explained.

    Args:
        enterprises: the enterprise table.
        sources: the batch's sources.

    Returns:
        Problems at the names.
    """
    rows = enterprises.filter(pl.col("uscc").is_duplicated()).filter(
        pl.col("uscc").is_not_null(),
        pl.col("enterprise_name").is_not_null(),
        pl.col("enterprise_name").n_unique().over("uscc") > 1,
    )
    if rows.is_empty():
        return joined([])
    before = {name: pl.col(name).shift(1).over("uscc") for name in ("_name", "_former", "_filed", "_where")}
    paired = (
        rows.join(sources, on="source", how="left", maintain_order="left")
        .sort("uscc", "report_year", "source", "row")
        .with_columns(
            _filed="enterprise_name",
            _name=_levelled("enterprise_name"),
            _former=_levelled("former_names"),
            _where=pl.concat_str("file", pl.lit(" "), pl.col("report_year").cast(pl.String), ignore_nulls=True),
        )
        .with_columns(**{f"_before{name}": value for name, value in before.items()})
    )
    own, other = pl.col("_name"), pl.col("_before_name")
    explained = (
        own.str.contains(other, literal=True)
        | other.str.contains(own, literal=True)
        | pl.col("_former").str.contains(other, literal=True)
        | pl.col("_before_former").str.contains(own, literal=True)
    )
    return problems_where(
        paired,
        other.is_not_null() & ~explained,
        FilingProblem.NAME_DIFFERS,
        table="enterprise",
        column="enterprise_name",
        detail=pl.format("“{}”（{}）", "_before_filed", "_before_where"),
    )


def _levelled(name: str) -> pl.Expr:
    return pl.col(name).fill_null("").str.normalize("NFKC").str.replace_all(r"\s", "")
