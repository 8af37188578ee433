"""The same filing handed in twice: once if nothing differs, else a problem and both stay.

A filing is one enterprise, year and site. Its rows are compared table by table,
between the enterprise rows themselves and, for the other tables, first between the
sheets or files of one scope (a workbook, a folder of table files), then between scopes.
Within one scope rows may be split as the enterprise likes; but a sheet that says the
same again is a copy, and one that says otherwise of the same energy is a second filing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, marked, problems_where
from energy_audit.filing.rows.differences import differences
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FILING = ("uscc", "report_year", "_site")

ONE_ROW_EACH: dict[str, tuple[str, ...]] = {
    "energy_consumption": ("energy_code", "energy_name"),
    "energy_conversion": ("energy_code", "energy_name"),
    "nonfossil": (),
}
"""Tables that are added up, with what names a thing of theirs: said twice, it would be counted twice."""

_NOT_IN_A_MARK = r"[|⟦⟧]"
_YEAR_IN_NAME = r"(?:^|\D)((?:19|20)\d\d)(?:\D|$)"

_TOTAL = r"^(?:40|.*(?:合计|总计))$"


def without_repeats(
    tables: Mapping[str, pl.DataFrame], sources: pl.DataFrame, placement: pl.DataFrame, scopes: pl.DataFrame
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Drop copies that say the same, keep those that differ, and say so of both.

    Returns:
        The tables, and the problems ``repeated-filing`` and ``double-filing``.
    """
    sites = cache(lambda: _sites(tables["enterprise"], scopes))
    kept: dict[str, pl.DataFrame] = {}
    found = []
    for key, frame in tables.items():
        if frame.is_empty():
            kept[key] = frame
            continue
        if key != "enterprise" and frame["source"].min() == frame["source"].max():
            kept[key] = frame  # all of one source, and there is no other to compare it with
            continue
        once, inside = _once_in_each_scope(key, frame, sources, placement, scopes, sites)
        kept[key], between = _once(key, once, sources, placement, scopes, sites)
        found += [inside, between]
    return kept, joined(found)


def _sites(enterprises: pl.DataFrame, scopes: pl.DataFrame) -> pl.DataFrame:
    """Return the site of each enterprise-year of a scope that has one."""
    return (
        enterprises.select("source", "uscc", "report_year", "site")
        .join(scopes, on="source")
        .group_by("scope", "uscc", "report_year")
        .agg(_scope_site=pl.when(pl.len() == 1).then(pl.col("site").first()))
    )


def _once_in_each_scope(
    key: str,
    frame: pl.DataFrame,
    sources: pl.DataFrame,
    placement: pl.DataFrame,
    scopes: pl.DataFrame,
    sites: Callable[[], pl.DataFrame],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Compare the sheets or files of one scope that hold the same table."""
    if key == "enterprise":
        return frame, joined([])
    crowded = frame.select(pl.col("source").unique()).join(scopes, on="source").filter(pl.len().over("scope") > 1)
    if crowded.is_empty():
        return frame, joined([])
    inside = pl.col("source").is_in(crowded["source"].implode())
    placed = _marked(key, frame.filter(inside), scopes, sites).with_columns(_copy=pl.col("source").cast(pl.UInt64))
    by = [*_FILING, "scope"]
    copies = _copies(placed, key, by)
    if copies.is_empty():
        return frame, joined([])
    # two sheets may each list one such device; only longer lists are copies for certain
    copies = copies.filter(pl.lit(key != "equipment") | (pl.col("_rows") > 1))
    same, apart = _told_apart(copies, by)
    apart = apart.join(
        _of_the_same(key, placed, by), on=[*by, "_copy"], how="semi", maintain_order="left", nulls_equal=True
    )
    dropped = same.select("source", *_FILING)
    rest = _marked(key, frame, scopes, sites).join(
        dropped, on=["source", *_FILING], how="anti", maintain_order="left", nulls_equal=True
    )
    return rest.select(frame.columns), _problems(key, placed, copies, same, apart, by, sources, placement)


def _once(
    key: str,
    frame: pl.DataFrame,
    sources: pl.DataFrame,
    placement: pl.DataFrame,
    scopes: pl.DataFrame,
    sites: Callable[[], pl.DataFrame],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Compare scopes, or the rows of the enterprise table."""
    if key == "enterprise":
        several = frame.select(pl.struct("uscc", "report_year").is_duplicated().any()).item()
    else:
        several = frame.select(pl.col("source").unique()).join(scopes, on="source")["scope"].n_unique() > 1
    if not several:
        return frame, joined([])
    placed = _marked(key, frame, scopes, sites)
    by = list(_FILING)
    copies = _copies(placed, key, by)
    if copies.is_empty():
        return frame, joined([])
    same, apart = _told_apart(copies, by)
    dropped = same.select(*_FILING, "_copy")
    rest = placed.join(dropped, on=[*_FILING, "_copy"], how="anti", maintain_order="left", nulls_equal=True)
    return rest.select(frame.columns), _problems(key, placed, copies, same, apart, by, sources, placement)


def _told_apart(copies: pl.DataFrame, by: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the copies that repeat an earlier one, and those that differ from each other."""
    first = copies.unique([*by, "_content"], keep="first", maintain_order=True)
    same = copies.join(first, on=[*by, "_copy"], how="anti", maintain_order="left", nulls_equal=True)
    return same, first.filter(pl.len().over(by) > 1)


def _problems(
    key: str,
    placed: pl.DataFrame,
    copies: pl.DataFrame,
    same: pl.DataFrame,
    apart: pl.DataFrame,
    by: list[str],
    sources: pl.DataFrame,
    placement: pl.DataFrame,
) -> pl.DataFrame:
    first = copies.unique([*by, "_content"], keep="first", maintain_order=True)
    year = pl.col("sheet").str.extract(_YEAR_IN_NAME)
    names = sources.select("source", _name=_place(), _named_year=year, _named_after=_named_after(year))
    repeated = _told(same, first, [*by, "_content"], by, names)
    double = _told(apart, apart, by, by, names)
    if double.height:
        differ = differences(key, placed, double, by, sources, placement)
        double = double.join(differ, on=[*by, "_copy"], how="left", maintain_order="left", nulls_equal=True)
        said = pl.concat_str("_other", pl.col("_differs").fill_null(""), _of_another_year(double, names))
        double = double.with_columns(_other=said)
    whose = pl.concat_str(
        "uscc",
        pl.lit("-"),
        pl.col("report_year").cast(pl.String),
        pl.when(pl.col("_site").is_not_null()).then(pl.concat_str(pl.lit(" "), "_site")).otherwise(pl.lit("")),
    )
    return joined(
        problems_where(part, pl.lit(value=True), kind, table=key, value=whose, detail=pl.col("_other"))
        for part, kind in ((repeated, FilingProblem.REPEATED_FILING), (double, FilingProblem.DOUBLE_FILING))
        if part.height
    )


def _named_after(year: pl.Expr) -> pl.Expr:
    """Say of which year a sheet's name speaks, for one that is named after another than its rows."""
    before, between, after = re.split(
        "[\0\1]",
        marked("；工作表“{sheet}”的名称写的是 {year} 年：若是那一年的表，请从本工作簿中删去", sheet="\0", year="\1"),
    )
    sheet = pl.col("sheet").str.replace_all(_NOT_IN_A_MARK, "")
    return pl.concat_str(pl.lit(before), sheet, pl.lit(between), year, pl.lit(after))


def _of_another_year(double: pl.DataFrame, names: pl.DataFrame) -> pl.Expr:
    """What tells last year's sheet, left in the book, from this year's: the name of either; else nothing."""
    own = double.select("source").join(names, on="source", how="left", maintain_order="left")
    filed = pl.col("report_year").cast(pl.String)
    return pl.coalesce(
        pl.when(pl.lit(own["_named_year"]) != filed).then(pl.lit(own["_named_after"])),
        pl.when(pl.col("_other_year") != filed).then("_other_named_after"),
        pl.lit(""),
    )


def _of_the_same(key: str, placed: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Return the copies that speak of a thing another copy speaks of too, where each thing has one row."""
    things = ONE_ROW_EACH.get(key)
    if things is None:
        return placed.select(*by, "_copy").clear()
    named = [pl.col(name).str.normalize("NFKC").str.replace_all(r"\s", "").str.to_lowercase() for name in things]
    thing = pl.concat_list(named).list.drop_nulls() if named else pl.concat_list(pl.lit(key))
    spoken = (
        placed.select(*by, "_copy", _thing=thing)
        .explode("_thing")
        .filter(pl.col("_thing").str.contains(_TOTAL).not_())
        .unique()
    )
    return spoken.filter(pl.len().over(*by, "_thing") > 1).select(*by, "_copy").unique()


def _marked(key: str, frame: pl.DataFrame, scopes: pl.DataFrame, sites: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """Add the filing each row belongs to, and which copy of it."""
    joined_on = frame.join(scopes, on="source", how="left", maintain_order="left").join(
        sites(), on=["scope", "uscc", "report_year"], how="left", maintain_order="left"
    )
    own = pl.col("site") if "site" in frame.columns else pl.lit(None, pl.String)
    place = pl.col("source").cast(pl.UInt64) * 2**32 + pl.col("row")
    copy = place if key == "enterprise" else pl.col("scope").cast(pl.UInt64)
    return joined_on.with_columns(_site=pl.coalesce(own, "_scope_site"), _copy=copy)


def _copies(placed: pl.DataFrame, key: str, by: list[str]) -> pl.DataFrame:
    """Return the copies of every filing that has more than one, with a content that does not depend on row order."""
    crowded = (
        placed.filter(pl.col("uscc").is_not_null(), pl.col("report_year").is_not_null())
        .group_by(by)
        .agg(_times=pl.col("_copy").n_unique())
        .filter(pl.col("_times") > 1)
    )
    if crowded.is_empty():
        return crowded.clear()
    rows = placed.join(crowded, on=by, how="semi", maintain_order="left", nulls_equal=True)
    content = [column.key for column in TABLES[key].columns if column.key not in {"uscc", "report_year", "site"}]
    # a row's hash is only an order here; contents are compared as they are
    return (
        rows.with_columns(_says=pl.struct(content).hash(seed=0))
        .sort("_says")
        .group_by([*by, "_copy"], maintain_order=True)
        .agg(
            pl.col("source").min(),
            row=pl.col("row").sort_by("source", "row").first(),
            _rows=pl.len(),
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


def _told(part: pl.DataFrame, others: pl.DataFrame, on: list[str], by: list[str], names: pl.DataFrame) -> pl.DataFrame:
    """Name beside each copy the first other one."""
    before, between, after = re.split("[\0\1]", marked("{place} 第 {row} 行", place="\0", row="\1"))
    name = pl.col("_name").str.replace_all(_NOT_IN_A_MARK, "")
    said = pl.concat_str(pl.lit(before), name, pl.lit(between), pl.col("row").cast(pl.String), pl.lit(after))
    other = others.join(names, on="source").select(
        *on, _other_copy="_copy", _other=said, _other_year="_named_year", _other_named_after="_named_after"
    )
    return (
        part.join(other, on=on, how="left", maintain_order="left", nulls_equal=True)
        .filter(pl.col("_copy") != pl.col("_other_copy"))
        .unique([*by, "_copy"], keep="first", maintain_order=True)
    )
