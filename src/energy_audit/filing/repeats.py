"""The same filing handed in twice: once if nothing differs, else a problem and both stay.

A filing is one enterprise, year and site. Its rows are compared table by table,
between the enterprise rows themselves and, for the other tables, between scopes
(a workbook, a folder of table files): within one scope rows may be split as the
enterprise likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.problem import joined, problems_where
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILING = ("uscc", "report_year", "_site")


def without_repeats(
    tables: Mapping[str, pl.DataFrame], sources: pl.DataFrame, scopes: pl.DataFrame
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Drop copies that say the same, keep those that differ, and say so of both.

    Returns:
        The tables, and the problems ``repeated-filing`` and ``double-filing``.
    """
    sites = (
        tables["enterprise"]
        .join(scopes, on="source")
        .group_by("scope", "uscc", "report_year")
        .agg(_scope_site=pl.when(pl.len() == 1).then(pl.col("site").first()))
    )
    kept: dict[str, pl.DataFrame] = {}
    found = []
    for key, frame in tables.items():
        kept[key], problems = _table_without_repeats(key, frame, sources, scopes, sites)
        found.append(problems)
    return kept, joined(found)


def _table_without_repeats(
    key: str, frame: pl.DataFrame, sources: pl.DataFrame, scopes: pl.DataFrame, sites: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    if sources.height < 2 and key != "enterprise":
        return frame, joined([])
    marked = _marked(key, frame, scopes, sites)
    copies = _copies(marked, key)
    if copies.is_empty():
        return frame, joined([])
    # the first copy of each content stays; where contents differ, all differing ones are at fault
    first = copies.unique([*_FILING, "_content"], keep="first", maintain_order=True)
    same = copies.join(first, on=[*_FILING, "_copy"], how="anti", maintain_order="left", nulls_equal=True)
    apart = first.filter(pl.len().over(_FILING) > 1)
    names = sources.select("source", _name=_place())
    repeated = _told(same, first, [*_FILING, "_content"], names)
    double = _told(apart, apart, list(_FILING), names)
    whose = pl.concat_str(
        "uscc",
        pl.lit(" "),
        pl.col("report_year").cast(pl.String),
        pl.lit(" 年"),
        pl.when(pl.col("_site").is_not_null()).then(pl.concat_str(pl.lit(" "), "_site")).otherwise(pl.lit("")),
    )
    problems = joined(
        problems_where(part, pl.lit(value=True), kind, table=key, value=whose, detail=pl.col("_other"))
        for part, kind in ((repeated, FilingProblem.REPEATED_FILING), (double, FilingProblem.DOUBLE_FILING))
        if part.height
    )
    dropped = same.select(*_FILING, "_copy")
    rest = marked.join(dropped, on=[*_FILING, "_copy"], how="anti", maintain_order="left", nulls_equal=True)
    return rest.select(frame.columns), problems


def _marked(key: str, frame: pl.DataFrame, scopes: pl.DataFrame, sites: pl.DataFrame) -> pl.DataFrame:
    """Add the filing each row belongs to, and which copy of it."""
    joined_on = frame.join(scopes, on="source", how="left", maintain_order="left").join(
        sites, on=["scope", "uscc", "report_year"], how="left", maintain_order="left"
    )
    own = pl.col("site") if "site" in frame.columns else pl.lit(None, pl.String)
    place = pl.col("source").cast(pl.UInt64) * 2**32 + pl.col("row")
    copy = place if key == "enterprise" else pl.col("scope").cast(pl.UInt64)
    return joined_on.with_columns(_site=pl.coalesce(own, "_scope_site"), _copy=copy)


def _copies(marked: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return the copies of every filing that has more than one, with a content that does not depend on row order."""
    crowded = (
        marked.filter(pl.col("uscc").is_not_null(), pl.col("report_year").is_not_null())
        .group_by(_FILING)
        .agg(_times=pl.col("_copy").n_unique())
        .filter(pl.col("_times") > 1)
    )
    if crowded.is_empty():
        return crowded.clear()
    rows = marked.join(crowded, on=list(_FILING), how="semi", maintain_order="left", nulls_equal=True)
    content = [column.key for column in TABLES[key].columns if column.key not in {"uscc", "report_year", "site"}]
    # a row's hash is only an order here; contents are compared as they are
    return (
        rows.with_columns(_says=pl.struct(content).hash(seed=0))
        .sort("_says")
        .group_by([*_FILING, "_copy"], maintain_order=True)
        .agg(
            pl.col("source").min(),
            row=pl.col("row").sort_by("source", "row").first(),
            _content=pl.struct(content).cast(_as_text(content)).struct.json_encode().str.join("\n"),
        )
        .sort("source", "row")
    )


def _as_text(content: list[str]) -> pl.Struct:
    return pl.Struct([pl.Field(name, pl.String()) for name in content])


def _place() -> pl.Expr:
    sheet = (
        pl.when(pl.col("sheet") != "").then(pl.concat_str(pl.lit("［"), "sheet", pl.lit("］"))).otherwise(pl.lit(""))
    )
    return pl.concat_str("file", sheet)


def _told(part: pl.DataFrame, others: pl.DataFrame, on: list[str], names: pl.DataFrame) -> pl.DataFrame:
    """Name beside each copy the first other one."""
    other = others.join(names, on="source").select(
        *on, _other_copy="_copy", _other=pl.format("{} 第 {} 行", "_name", "row")
    )
    return (
        part.join(other, on=on, how="left", maintain_order="left", nulls_equal=True)
        .filter(pl.col("_copy") != pl.col("_other_copy"))
        .unique([*_FILING, "_copy"], keep="first", maintain_order=True)
    )
