"""Puts the readings of many files together: one raw frame a table, sources numbered in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.filing.problems.problem import LONGEST_VALUE, ProblemKind, conformed, joined, said
from energy_audit.filing.problems.sources import PLACEMENT_SCHEMA, SOURCE_SCHEMA
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from energy_audit.filing.shared import Shared
    from energy_audit.filing.sheets.reading import Block, FileReading, Note
    from energy_audit.filing.sheets.rows_in_file import RowsInFile

SCOPE_SCHEMA = {"source": pl.UInt32(), "scope": pl.UInt32()}
BLOCK_SCHEMA = {"source": pl.UInt32(), "table": pl.String()}
TITLE_SCHEMA = {
    "source": pl.UInt32(),
    **{name: pl.String() for name in ("table", "file", "sheet", "cell", "value")},
    "years": pl.List(pl.Int64()),
}
UNUSED_SCHEMA = {name: pl.String() for name in ("file", "sheet", "cells", "reason", "text")}


@dataclass
class Batch:
    """Everything read, before typing.

    Attributes:
        raw: by table, one frame of all small blocks and one of all large blocks with the same columns.
        multipliers: by table, column and source, what its figures are multiplied by.
        beside_rows: by table, column and source, the unit that a heading names though each row has its own.
        titles: what names a year above a table.
        later: by table, the source and rows that are still in their files.
        beyond: set where the batch is a part of another.
    """

    raw: dict[str, list[pl.DataFrame]]
    sources: pl.DataFrame
    placement: pl.DataFrame
    scopes: pl.DataFrame
    blocks: pl.DataFrame
    multipliers: dict[str, dict[str, dict[int, Decimal]]]
    problems: pl.DataFrame
    unused: pl.DataFrame
    beside_rows: dict[str, dict[str, dict[int, str]]] = field(default_factory=dict)
    titles: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TITLE_SCHEMA))
    later: dict[str, list[tuple[int, RowsInFile]]] = field(default_factory=dict)
    beyond: Beyond | None = None


class NotAlone(Exception):  # noqa: N818 - no error: the part is typed with all others
    """What a part says is about units of other parts, too."""


@dataclass(frozen=True)
class Beyond:
    """What the rows of a part rest on and only the whole batch shows.

    Attributes:
        alone: the only enterprise-years of their sheets and of their scopes; see ``alone_in``.
        plain: by table, ``source`` and the first ``row`` that is no sum.
        answered: the sources of archive lists of which any document is answered.
        passed_over: the scopes without an enterprise table of which nothing is to be said: they hold rows of enterprises,
            or another part says it; all where that is not asked.
        shared: what units have in common, once it is known.
    """

    alone: tuple[pl.DataFrame, pl.DataFrame]
    plain: dict[str, pl.DataFrame]
    answered: pl.Series
    passed_over: pl.Series
    shared: Shared | None = None


@dataclass
class _Columns:
    """The small blocks of a table, column by column."""

    height: int = 0
    texts: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, block: Block, source: int) -> None:
        columns = {**block.columns, "source": [source] * len(block.rows), "row": block.rows}
        for key, texts in columns.items():
            if key not in self.texts:
                self.texts[key] = [None] * self.height
            self.texts[key].extend(texts)
        self.height += len(block.rows)
        for texts in self.texts.values():
            if len(texts) < self.height:
                texts.extend([None] * (self.height - len(texts)))

    def frame(self) -> pl.DataFrame:
        schema = {key: pl.UInt32() if key in {"source", "row"} else pl.String() for key in self.texts}
        return pl.DataFrame(self.texts, schema=schema)


def gathered(readings: Iterable[FileReading]) -> Batch:
    """Number the sources of all readings and put their rows together."""
    small: dict[str, _Columns] = defaultdict(_Columns)
    large: dict[str, list[pl.DataFrame]] = defaultdict(list)
    later: dict[str, list[tuple[int, RowsInFile]]] = defaultdict(list)
    multipliers: dict[str, dict[str, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    beside_rows: dict[str, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    sources: list[tuple[int, str, str, str]] = []
    placement: list[tuple[int, str, str, str]] = []
    scopes: list[tuple[int, int]] = []
    blocks: list[tuple[int, str]] = []
    unused: list[tuple[str, str, str, str, str]] = []
    titles: list[tuple[int, str, str, str, str, str, tuple[int, ...]]] = []
    scope_numbers: dict[str, int] = {}
    notes: list[tuple[str, Note]] = []
    number = 0
    for reading in readings:
        notes.extend((reading.path, note) for note in reading.notes)
        notes.extend([(reading.path, reading.refusal)] if reading.refusal else [])
        unused.extend((reading.path, item.sheet, item.cells, item.reason, item.text) for item in reading.unused)
        for block in reading.blocks:
            sources.append((number, reading.path, block.sheet, block.form))
            scopes.append((number, scope_numbers.setdefault(reading.scope, len(scope_numbers))))
            blocks.append((number, block.table))
            placement.extend((number, block.table, key, letter) for key, letter in block.placement.items())
            titles.extend(
                (number, block.table, reading.path, block.sheet, each.cell, each.text[:LONGEST_VALUE], each.years)
                for each in block.titles
            )
            for key, size in block.multipliers.items():
                multipliers[block.table][key][number] = size
            for key, unit in block.beside_rows.items():
                beside_rows[block.table][key][number] = unit
            if block.later is not None:
                later[block.table].append((number, block.later))
            elif block.frame is None:
                small[block.table].add(block, number)
            else:
                large[block.table].append(block.frame.with_columns(source=pl.lit(number, pl.UInt32)))
            number += 1
    return Batch(
        raw={key: [*([small[key].frame()] if key in small else []), *put_alike(large.get(key, []))] for key in TABLES},
        sources=pl.DataFrame(sources, schema=SOURCE_SCHEMA, orient="row"),
        placement=pl.DataFrame(placement, schema=PLACEMENT_SCHEMA, orient="row"),
        scopes=pl.DataFrame(scopes, schema=SCOPE_SCHEMA, orient="row"),
        blocks=pl.DataFrame(blocks, schema=BLOCK_SCHEMA, orient="row"),
        multipliers={table: dict(columns) for table, columns in multipliers.items()},
        problems=_noted(notes),
        unused=pl.DataFrame(unused, schema=UNUSED_SCHEMA, orient="row"),
        beside_rows={table: dict(columns) for table, columns in beside_rows.items()},
        titles=pl.DataFrame(titles, schema=TITLE_SCHEMA, orient="row"),
        later=dict(later),
    )


def put_alike(frames: Iterable[pl.DataFrame]) -> list[pl.DataFrame]:
    """Put frames with the same columns together, so that all of them are typed at once."""
    alike: dict[tuple[tuple[str, pl.DataType], ...], list[pl.DataFrame]] = defaultdict(list)
    for frame in frames:
        alike[tuple(frame.schema.items())].append(frame)
    return [parts[0] if len(parts) == 1 else pl.concat(parts) for parts in alike.values()]


def _noted(notes: list[tuple[str, Note]]) -> pl.DataFrame:
    by_kind: dict[ProblemKind, list[dict[str, str]]] = defaultdict(list)
    for path, note in notes:
        by_kind[note.kind].append(
            {
                "file": path,
                "sheet": note.sheet,
                "cell": note.cell,
                "table": note.table,
                "column": note.column,
                "value": note.value[:LONGEST_VALUE],
                "detail": note.detail,
            }
        )
    return joined(conformed(said(pl.DataFrame(rows), kind)) for kind, rows in by_kind.items())
