"""Whose row it is: code and year taken over from the enterprise table, rows that belong to nobody.

A *scope* is what one hand filled in: a workbook, or a folder of table files. Where
its enterprise table holds exactly one enterprise-year, the other tables of the
scope may leave code, year and site blank. So may the tables on one sheet beside its one
enterprise-year, where a workbook has a sheet for each enterprise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import conformed, joined, marked, problems_where, said
from energy_audit.filing.schema import KEYS, TABLES
from energy_audit.filing.values.pieces import in_turn

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_OWNERS: Final = pl.DataFrame(schema={"uscc": pl.String(), "report_year": pl.Int64()})
_NO_ROWS: Final = pl.DataFrame(schema={"row": pl.UInt32(), "source": pl.UInt32(), **_NO_OWNERS.schema})


def sheet_scopes(sources: pl.DataFrame) -> pl.DataFrame:
    """Return ``source`` and ``scope`` with every sheet, and every file of its own, as a scope."""
    return sources.select("source", scope=pl.struct("file", "sheet").rank("dense").cast(pl.UInt32))


def alone_in(scopes: pl.DataFrame, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Return ``scope``, and code, year and site (where one row says it) of the scopes with one enterprise-year.

    Args:
        scopes: ``source``, ``scope``.
        enterprises: the enterprise table.
    """
    return (
        enterprises.select("source", *KEYS, "site")
        .join(scopes, on="source", how="left", maintain_order="left")
        .group_by("scope")
        .agg(
            pl.col("uscc").first().alias("_uscc"),
            pl.col("report_year").first().alias("_report_year"),
            pl.when(pl.len() == 1).then(pl.col("site").first()).alias("_site"),
            _one=pl.all_horizontal(pl.col(key).eq_missing(pl.col(key).first()).all() for key in KEYS),
        )
        .filter("_one", pl.col("_uscc").is_not_null(), pl.col("_report_year").is_not_null())
        .drop("_one")
    )


def taken_over(
    tables: Mapping[str, pl.DataFrame], scopes: pl.DataFrame, unread: Mapping[str, pl.DataFrame], only: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Fill blank codes, years and sites from the one enterprise-year of the scope.

    Args:
        tables: typed tables with ``source`` and ``row``.
        scopes: ``source``, ``scope``.
        unread: by table, ``source``, ``row`` and ``column`` of codes and years that stand there but cannot be read;
            they are not filled.
        only: the enterprise-years that are alone, as ``alone_in`` finds them.
    """
    return {
        key: frame if key == "enterprise" or frame.is_empty() else _filled(frame, only, scopes, unread.get(key))
        for key, frame in tables.items()
    }


def _filled(frame: pl.DataFrame, only: pl.DataFrame, scopes: pl.DataFrame, unread: pl.DataFrame | None) -> pl.DataFrame:
    wanted = [*KEYS, *({"site"} & set(frame.columns) if only["_site"].null_count() < only.height else ())]
    if only.is_empty() or not any(frame[key].null_count() for key in wanted):
        return frame
    joined_on = frame.join(scopes, on="source", how="left", maintain_order="left").join(
        only, on="scope", how="left", maintain_order="left"
    )
    code, year = pl.col("uscc"), pl.col("report_year")
    is_read = dict.fromkeys(KEYS, pl.lit(value=True))
    for (key,), rows in () if unread is None else unread.group_by("column"):
        marked = rows.select("source", "row", pl.lit(value=True).alias(f"_unread_{key}")).unique()
        joined_on = joined_on.join(marked, on=["source", "row"], how="left", maintain_order="left")
        is_read[str(key)] = pl.col(f"_unread_{key}").is_null()
    # a row of another year, or of one that cannot be read, is still a row of the one enterprise of its scope
    own = (code.is_null() & is_read["uscc"]) | (code == pl.col("_uscc"))
    of_year = own & ((year.is_null() & is_read["report_year"]) | (year == pl.col("_report_year")))
    may = {"uscc": own, "report_year": of_year, "site": of_year}
    return joined_on.with_columns(
        pl.when(may[key]).then(pl.coalesce(key, f"_{key}")).otherwise(pl.col(key)).alias(key) for key in wanted
    ).select(frame.columns)


def first_rows(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return by table ``source``, ``row``, code and year of each row that has not the owner and source of the row above.

    Rows of one owner mostly stand together, so whatever is asked of owners need not be asked of every row.
    """
    place = ("source", *KEYS)
    another = pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift()) for key in place)
    firsts = {}
    for key, frame in tables.items():
        if frame.is_empty():
            firsts[key] = _NO_ROWS
            continue
        parts = [piece.filter(another) for piece in in_turn(frame.select("row", *place))]
        # the first row of a piece has none above it there
        firsts[key] = parts[0] if len(parts) == 1 else pl.concat(parts).filter(another)
    return firsts


def owners_of(firsts: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return by table the distinct codes and years of its rows that have both.

    Args:
        firsts: of each table, as ``first_rows`` finds them.
    """
    return {
        key: frame.lazy().select(KEYS).drop_nulls().unique().collect() if frame.height else _NO_OWNERS
        for key, frame in firsts.items()
    }


def owner_problems(
    tables: Mapping[str, pl.DataFrame], firsts: Mapping[str, pl.DataFrame], owners: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """Find rows without an owner, and owners without an enterprise row.

    Args:
        tables: typed tables, owners filled in.
        firsts: of each table, as ``first_rows`` finds them.
        owners: those of each table, as ``owners_of`` finds them.
    """
    found = []
    for key, frame in tables.items():
        if key == "enterprise" or frame.is_empty():
            continue
        if any(frame[name].null_count() for name in KEYS):
            orphan = pl.any_horizontal(pl.col(name).is_null() for name in KEYS)
            found.append(problems_where(frame, orphan, FilingProblem.ORPHAN_ROW, table=key, detail=_lacking()))
        strangers = owners[key].join(owners["enterprise"], on=KEYS, how="anti")
        if strangers.is_empty():
            continue
        # once for each block and owner, at its first row: a whole table may be without its enterprise
        unknown = firsts[key].join(strangers, on=KEYS, how="semi", maintain_order="left")
        first = unknown.unique(["source", *KEYS], keep="first", maintain_order=True)
        whose = pl.format("{}-{}", "uscc", "report_year")
        found.append(problems_where(first, pl.lit(value=True), FilingProblem.NO_ENTERPRISE_ROW, table=key, value=whose))
    return joined(found)


def _lacking() -> pl.Expr:
    """Say what of its owner a row lacks."""
    return pl.concat_str(
        pl.when(pl.col("uscc").is_null())
        .then(pl.lit(marked(Message("统一社会信用代码", "headings"))))
        .otherwise(pl.lit("")),
        pl.when(pl.col("uscc").is_null() & pl.col("report_year").is_null())
        .then(pl.lit(marked("和")))
        .otherwise(pl.lit("")),
        pl.when(pl.col("report_year").is_null())
        .then(pl.lit(marked(Message("报告年度", "ownership"))))
        .otherwise(pl.lit("")),
    )


def missing_tables(
    tables: Mapping[str, pl.DataFrame],
    owners: Mapping[str, pl.DataFrame],
    sources: pl.DataFrame,
    scopes: pl.DataFrame,
    blocks: pl.DataFrame,
    passed_over: pl.Series | None = None,
) -> pl.DataFrame:
    """Find enterprise-years without a mandatory table, and scopes that hold tables but no enterprise.

    Args:
        tables: typed tables, owners filled in.
        owners: those of each table, as ``owners_of`` finds them.
        sources: the batch's sources.
        scopes: ``source``, ``scope``.
        blocks: ``source``, ``table``.
        passed_over: scopes that no enterprise is missing from, where the tables are those of a part.
    """
    found = []
    enterprises = tables["enterprise"]
    for table in TABLES.values():
        if table.mandatory and table.key != "enterprise":
            without = (
                enterprises.lazy()
                .select("source", "row", *KEYS)
                .join(owners[table.key].lazy(), on=KEYS, how="anti", maintain_order="left", nulls_equal=False)
                .unique(list(KEYS), keep="first", maintain_order=True)
                .collect()
            )
            found.append(
                problems_where(
                    without, pl.lit(value=True), FilingProblem.MISSING_TABLE, table=table.key, value=pl.lit("")
                )
            )
    held = blocks.lazy().join(scopes.lazy(), on="source").join(sources.lazy(), on="source").sort("source")
    with_enterprise = held.filter(pl.col("table") == "enterprise").select("scope").unique()
    without = held.join(with_enterprise, on="scope", how="anti", maintain_order="left").collect()
    if without.is_empty():
        return joined(found)
    if passed_over is None:
        owned = owned_sources(tables, owners["enterprise"], without["source"])
        passed_over = owned.join(scopes, on="source")["scope"]
    bare = (
        without.filter(~pl.col("scope").is_in(passed_over.implode()))
        .unique("scope", keep="first", maintain_order=True)
        .select("file", sheet=pl.lit(""), cell=pl.lit(""), table=pl.lit("enterprise"))
    )
    found.append(conformed(said(bare, FilingProblem.MISSING_TABLE)))
    return joined(found)


def owned_sources(tables: Mapping[str, pl.DataFrame], enterprises: pl.DataFrame, among: pl.Series) -> pl.DataFrame:
    """Return ``source`` of those ``among`` which there is a row of an enterprise.

    Args:
        tables: typed tables, owners filled in.
        enterprises: codes and years.
        among: sources that hold no enterprise table.
    """
    return pl.concat(
        frame.filter(pl.col("source").is_in(among.implode())).join(enterprises, on=KEYS, how="semi").select("source")
        for key, frame in tables.items()
        if key != "enterprise"
    ).unique()
