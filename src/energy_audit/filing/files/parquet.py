"""Reads a Parquet file into the same shapes as a sheet; its columns keep their types.

A large one may be left where it is: then only what is said of the file as a whole is read.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.files.large_text import list_unused_column
from energy_audit.filing.files.trial import try_parquet
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.schema import KEYS, TABLES
from energy_audit.filing.sheets.columns import Heading, lacking, placed
from energy_audit.filing.sheets.headings import SHARED, match, table_named
from energy_audit.filing.sheets.reading import Block, SheetReading
from energy_audit.filing.sheets.rows_in_file import RowsInFile, as_written
from energy_audit.filing.values.decimals import exact_floats
from energy_audit.filing.values.pieces import cut_alike
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from energy_audit.filing.sheets.columns import Columns
    from energy_audit.filing.sheets.rows_in_file import Left

_CELLS = 2**20
"""That are decoded at a time, or else one column; what is worked out on the way is held beside what is kept."""


def read_parquet(source: bytes, stem: str, left: Left | None = None, file: Path | None = None) -> SheetReading:
    """Read a Parquet file; keys or headings name its columns.

    Args:
        source: its content.
        stem: its name.
        left: its rows may stay where they are.
        file: where it lies, if it lies anywhere by itself.

    Raises:
        Refused: damaged.
    """
    try_parquet(source, file, stays=left is not None)
    sheet = SheetReading(Grid(stem, [], "line"))
    scanned = as_written(pl.scan_parquet(io.BytesIO(source)))
    names = scanned.collect_schema().names()
    height = scanned.select(pl.len()).collect().item()
    later = left is not None and height > left.rows
    named = table_named(stem)
    table = named.key if named and _fit(names, named.key)[0] >= 2 else _best_fit(names)
    if table is None:
        return sheet
    columns = _of_texts(placed(table, tuple(Heading((name,), "line:1") for name in names)), scanned.collect_schema())
    figures = [f"c{place}" for key, place in columns.places.items() if TABLES[table].column(key).is_figure]
    try:
        numbered = _decoded(scanned, height, figures, sorted(columns.unused) if later else range(len(names)))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)[:200]) from error
    if not height:
        sheet.list_unused("line:1", "header", " ".join(names))
        return sheet
    sheet.say_all([*columns.notes, *lacking(table, columns.known(), "line:1")])
    if named and named.key != table:
        sheet.say(FilingProblem.TABLE_BY_HEADINGS, table=table, value=stem)
    for position in columns.unused:
        list_unused_column(sheet, columns, numbered.select("row", f"c{position}").drop_nulls(), position)
    implied = {key: value for key, (value, _) in columns.implied.items()}
    block = Block(
        table,
        "",
        "line",
        placement=dict.fromkeys((*columns.places, *implied), ""),
        multipliers=columns.multipliers,
        beside_rows=columns.beside_rows,
    )
    if left is not None and later:
        places = {key: names[position] for key, position in columns.places.items()}
        rows = RowsInFile(left.file, left.state, height, places, implied)
        sheet.blocks.append(replace(block, later=rows))
        return sheet
    kept = numbered.select(
        "row",
        *[pl.col(f"c{position}").alias(key) for key, position in columns.places.items()],
        *[pl.lit(value).alias(key) for key, value in implied.items()],
    )
    sheet.blocks.append(replace(block, frame=kept))
    return sheet


def _of_texts(columns: Columns, schema: pl.Schema) -> Columns:
    """Leave out the columns whose cells are lists, times of day and the like, which no cell of a filing is.

    A code or year of such a type is not left blank, which would be filled in, but is one that nobody can read.
    """
    dtypes = list(schema.items())
    wrong = {key: (place, words) for key, place in columns.places.items() if (words := _what_it_is(dtypes[place][1]))}
    if not wrong:
        return columns
    sound = replace(
        columns,
        places={key: place for key, place in columns.places.items() if key not in wrong},
        unused=dict(columns.unused),
        notes=list(columns.notes),
        implied=dict(columns.implied),
    )
    for key, (place, words) in wrong.items():
        heading = Heading((dtypes[place][0],), "line:1")
        sound.leave_out(place, heading, FilingProblem.COLUMN_OF_NO_TEXTS, column=key, detail=words)
        if key in KEYS:
            sound.implied[key] = (str(dtypes[place][1]), "")
    return sound


def _what_it_is(dtype: pl.DataType) -> str:
    if dtype.is_nested():
        return marked("一组值（列表、结构）")
    kinds = {pl.Binary: marked("二进制数据"), pl.Duration: marked("一段时间的长短"), pl.Time: marked("钟点")}
    return next((words for kind, words in kinds.items() if dtype == kind), "")


def frame_of(rows: RowsInFile, table: str) -> pl.DataFrame:
    """Read all the rows that were left in a file, as ``read_parquet`` would have.

    Raises:
        OSError, pl.exceptions.PolarsError: the file is damaged, or is not what it was.
    """
    keys = list(rows.columns)
    figures = [f"c{place}" for place, key in enumerate(keys) if TABLES[table].column(key).is_figure]
    numbered = _decoded(rows.keys(keys), rows.height, figures, range(len(keys)))
    return rows.completed(numbered.rename({f"c{place}": key for place, key in enumerate(keys)}))


def _decoded(scanned: pl.LazyFrame, height: int, figures: list[str], wanted: Sequence[int]) -> pl.DataFrame:
    """Decode the ``wanted`` columns of a Parquet file some at a time: ``row`` and the columns as ``c0``, ``c1`` …

    Columns of floats that all stand for figures come as figures and are never held twice; any others stay floats.
    """
    names = scanned.collect_schema().names()
    scanned = scanned.select(pl.col(names[place]).alias(f"c{place}") for place in wanted)
    schema = scanned.collect_schema()
    floats = {name for name in figures if name in schema and schema[name].is_float()}
    at_a_time = max(1, _CELLS // max(1, height))
    columns = [pl.int_range(1, height + 1, dtype=pl.UInt32, eager=True).alias("row")]
    for start in range(0, len(schema), at_a_time):
        columns += _read(scanned, schema.names()[start : start + at_a_time], floats)
    row, *columns = cut_alike(columns)
    return row.to_frame().with_columns(columns)


def _read(scanned: pl.LazyFrame, names: list[str], floats: set[str]) -> list[pl.Series]:
    exact = {name: exact_floats(pl.col(name)) for name in names if name in floats}
    lost = {f"lost {name}": value.is_null() & pl.col(name).is_not_null() for name, value in exact.items()}
    read = scanned.select(*(exact.get(name, pl.col(name)).alias(name) for name in names), **lost)
    columns = read.collect(engine="streaming")
    inexact = [name for name in exact if columns[f"lost {name}"].any()]
    as_they_are = scanned.select(inexact).collect(engine="streaming") if inexact else columns
    return [(as_they_are if name in inexact else columns)[name] for name in names]


def _fit(names: list[str], table: str) -> tuple[int, int]:
    found = {columns[0] for name in names if len(columns := match(table, (name,)).columns) == 1}
    return len(found), len(found - SHARED)


def _best_fit(names: list[str]) -> str | None:
    ranked = sorted(((*_fit(names, table), table) for table in TABLES), reverse=True)
    best, second = ranked[0], ranked[1]
    return best[2] if best[0] >= 3 and best[1] >= 2 and best[:2] != second[:2] else None
