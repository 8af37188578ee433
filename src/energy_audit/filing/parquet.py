"""Reads a Parquet file into the same shapes as a sheet; its columns keep their types."""

from __future__ import annotations

import io

import polars as pl

from energy_audit.filing.archive import Refused
from energy_audit.filing.columns import Heading, lacking, placed
from energy_audit.filing.decimals import exact_floats
from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.grid import Grid
from energy_audit.filing.headings import SHARED, match, table_named
from energy_audit.filing.large_text import list_unused_column
from energy_audit.filing.pieces import cut_alike
from energy_audit.filing.reading import Block, SheetReading
from energy_audit.filing.schema import TABLES
from energy_audit.filing.trial import try_parquet


def read_parquet(source: bytes, stem: str) -> SheetReading:
    """Read a Parquet file; keys or headings name its columns.

    Raises:
        Refused: damaged.
    """
    try_parquet(source)
    sheet = SheetReading(Grid(stem, [], "line"))
    names = pl.scan_parquet(io.BytesIO(source)).collect_schema().names()
    named = table_named(stem)
    table = named.key if named and _fit(names, named.key)[0] >= 2 else _best_fit(names)
    if table is None:
        return sheet
    columns = placed(table, tuple(Heading((name,), "line:1") for name in names))
    figures = [f"c{place}" for key, place in columns.places.items() if TABLES[table].column(key).is_figure]
    try:
        numbered = _decoded(source, figures)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)[:200]) from error
    if numbered.is_empty():
        return sheet
    sheet.say_all([*columns.notes, *lacking(table, columns.known(), "line:1")])
    if named and named.key != table:
        sheet.say(FilingProblem.TABLE_BY_HEADINGS, table=table, value=stem)
    for position in columns.unused:
        list_unused_column(sheet, columns, numbered.select("row", f"c{position}").drop_nulls(), position)
    kept = numbered.select(
        "row",
        *[pl.col(f"c{position}").alias(key) for key, position in columns.places.items()],
        *[pl.lit(value).alias(key) for key, (value, _) in columns.implied.items()],
    )
    sheet.blocks.append(
        Block(
            table,
            "",
            "line",
            placement=dict.fromkeys((*columns.places, *columns.implied), ""),
            multipliers=columns.multipliers,
            frame=kept,
        )
    )
    return sheet


def _decoded(source: bytes, figures: list[str]) -> pl.DataFrame:
    """Decode a Parquet file column by column: ``row`` and its columns as ``c0``, ``c1`` …

    Columns of floats that all stand for figures come as figures and are never held twice; any others stay floats.
    """
    scanned = pl.scan_parquet(io.BytesIO(source))
    schema = scanned.collect_schema()
    columns = []
    for place, (name, dtype) in enumerate(schema.items()):
        alias = f"c{place}"
        read = _figures if alias in figures and dtype.is_float() else _as_they_are
        columns.append(read(scanned.select(pl.col(name).alias(alias)), alias))
    row = pl.int_range(1, len(columns[0]) + 1, dtype=pl.UInt32, eager=True).alias("row")
    row, *columns = cut_alike([row, *columns])
    return row.to_frame().with_columns(columns)


def _as_they_are(scanned: pl.LazyFrame, name: str) -> pl.Series:
    return scanned.collect(engine="streaming")[name]


def _figures(scanned: pl.LazyFrame, name: str) -> pl.Series:
    exact = exact_floats(pl.col(name))
    lost = exact.is_null() & pl.col(name).is_not_null()
    read = scanned.select(exact.alias(name), lost.alias("lost")).collect(engine="streaming")
    return _as_they_are(scanned, name) if read["lost"].any() else read[name]


def _fit(names: list[str], table: str) -> tuple[int, int]:
    found = {columns[0] for name in names if len(columns := match(table, (name,)).columns) == 1}
    return len(found), len(found - SHARED)


def _best_fit(names: list[str]) -> str | None:
    ranked = sorted(((*_fit(names, table), table) for table in TABLES), reverse=True)
    best, second = ranked[0], ranked[1]
    return best[2] if best[0] >= 3 and best[1] >= 2 and best[:2] != second[:2] else None
