"""Where the cells of facts are, for all rows of a frame at once: ``addresses`` a column at a time.

A fact rests on cells of its own row, or on those of the rows its enterprise-year has in other tables, or both. Columns
of a located frame: ``@fact.file``, ``.sheet``, ``.cell`` are the first cell; ``.cells`` all cells of that sheet, with
commas between; ``.further`` those of other sheets, as the inside of a JSON list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import polars as pl

from energy_audit.rulebook.addresses import table_of
from energy_audit.rulebook.phrases import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from energy_audit.rulebook.addresses import Locator, Place
    from energy_audit.vocabulary import Fact, Subject

PLACE = ("file", "sheet", "cell")
ALL_PLACES = (*PLACE, "cells", "further")
OWNER = ("uscc", "report_year")


class PlaceOfRows(Protocol):
    """The place of every row, as expressions; empty texts where there is none."""

    @property
    def file(self) -> pl.Expr:
        """File, relative, with ``/``."""

    @property
    def sheet(self) -> pl.Expr:
        """Sheet; empty for CSV and Parquet."""

    @property
    def cell(self) -> pl.Expr:
        """``F12``, ``F5:F9`` or ``line:N``."""


class FrameLocator(Protocol):
    """A locator that answers for all rows of a frame (``energy_audit.facts.Locator``)."""

    @property
    def plain_names(self) -> bool:
        """Whether every file and sheet name may stand in a JSON string as it is."""

    def row_place(self, column: str, source: pl.Expr, row: pl.Expr) -> PlaceOfRows:
        """``locate_one`` on every row."""

    def ranges(self, columns: Sequence[str], owners: pl.DataFrame) -> pl.DataFrame:
        """``locate_range`` on every enterprise-year and column: uscc, report_year, file, sheet, cell, cells."""


@dataclass(frozen=True)
class _Fields:
    file: pl.Expr
    sheet: pl.Expr
    cell: pl.Expr


@dataclass(frozen=True)
class OneByOne:
    """Lets a locator of single cells answer for frames."""

    locator: Locator
    plain_names: bool = False

    def row_place(self, column: str, source: pl.Expr, row: pl.Expr) -> PlaceOfRows:
        """Ask for every row."""
        keys = pl.struct(source=source, row=row)
        return _asked(keys, lambda key: self.locator.locate_one(key["source"], key["row"], column))

    def ranges(self, columns: Sequence[str], owners: pl.DataFrame) -> pl.DataFrame:
        """Ask for every enterprise-year."""
        found = [
            (uscc, year, place.file, place.sheet, place.cell)
            for column in columns
            for uscc, year in owners.iter_rows()
            if (place := self.locator.locate_range(uscc, year, column)).cell
        ]
        rows = pl.DataFrame(found, {**owners.schema, **dict.fromkeys(PLACE, pl.String())}, orient="row")
        return rows.group_by(*OWNER, "file", "sheet", maintain_order=True).agg(
            pl.col("cell").first(), cells=pl.col("cell").unique(maintain_order=True).str.join(",")
        )


def for_frames(locator: Locator | None) -> FrameLocator | None:
    """Give the locator in the form that answers for frames."""
    if locator is None:
        return None
    return cast("FrameLocator", locator) if hasattr(locator, "row_place") else OneByOne(locator)


def with_places(
    rows: pl.DataFrame, facts: Iterable[Fact], subject: Subject, locator: FrameLocator | None
) -> pl.DataFrame:
    """Add where the cell of each fact is, row by row (``addresses.addresses_of``).

    Args:
        rows: with ``source``, ``row`` and ``enterprise.source``, ``enterprise.row`` where they are joined.
        facts: the facts to locate.
        subject: whose rows they are.
        locator: finds cells; None finds none.

    Returns:
        ``rows`` with the columns of each fact that may have an address, and
        ``@.file``, ``@.sheet`` of the rows themselves.
    """
    if locator is None:
        return rows.with_columns(pl.lit("").alias(f"@.{part}") for part in ("file", "sheet"))
    width = rows.columns
    own = locator.row_place("", pl.col("source"), pl.col("row"))
    chosen: list[pl.Expr] = [own.file.alias("@.file"), own.sheet.alias("@.sheet")]
    joined: dict[tuple[str, ...], str] = {}
    for fact in {fact.name: fact for fact in facts}.values():
        in_row, elsewhere = _columns_of(fact, subject, rows)
        if elsewhere and elsewhere not in joined:
            joined[elsewhere] = f"@@{len(joined)}"
            found = _by_owner(locator, elsewhere, rows, joined[elsewhere])
            rows = rows.join(found, on=OWNER, how="left", maintain_order="left")
        prefix = "" if fact.subject == subject else "enterprise."
        places = [locator.row_place(column, pl.col(f"{prefix}source"), pl.col(f"{prefix}row")) for column in in_row]
        chosen += _put_together(fact.name, places, joined.get(elsewhere))
    return rows.select(*width, *chosen)


def first_place(names: Sequence[str], columns: Collection[str]) -> list[pl.Expr]:
    """Give ``file``, ``sheet``, ``cell``: the first of the facts that has a cell, else the rows' own file and sheet."""
    placed = [name for name in names if f"@{name}.cell" in columns]
    return [
        _chain(
            [(pl.col(f"@{name}.cell") != "", pl.col(f"@{name}.{part}")) for name in placed],
            pl.lit("") if part == "cell" else pl.col(f"@.{part}"),
        ).alias(part)
        for part in PLACE
    ]


def _columns_of(fact: Fact, subject: Subject, rows: pl.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divide the columns a fact rests on into those of its own row and those of other rows of its enterprise-year."""
    prefix = "" if fact.subject == subject else "enterprise."
    columns = [column for column in dict.fromkeys((fact.source, *fact.columns)) if column]
    in_row = [column for column in columns if column.split(".", 1)[0] == table_of(fact.subject)]
    elsewhere = tuple(column for column in columns if column not in in_row)
    return tuple(in_row) if f"{prefix}source" in rows.columns else (), elsewhere


def _by_owner(locator: FrameLocator, columns: tuple[str, ...], rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Give the cells of some columns, a row an enterprise-year: the first place, all of its sheet, the other sheets.

    ``every`` and ``further`` are the inside of a JSON list: of all the sheets, and of all but the first.
    """
    found = locator.ranges(columns, rows.select(OWNER).unique(maintain_order=True).drop_nulls())
    return (
        found.with_columns(_json=_json(pl.col("cells")))
        .group_by(OWNER, maintain_order=True)
        .agg(
            *(pl.col(part).first().alias(f"{name}.{part}") for part in (*PLACE, "cells")),
            pl.col("_json").str.join(",").alias(f"{name}.every"),
            pl.col("_json").slice(1).str.join(",").alias(f"{name}.further"),
        )
    )


def _json(cells: pl.Expr) -> pl.Expr:
    file, sheet = (escaped(pl.col(part)) for part in ("file", "sheet"))
    return pl.concat_str(
        pl.lit('{"file":"'), file, pl.lit('","sheet":"'), sheet, pl.lit('","cell":"'), cells, pl.lit('"}')
    )


def _put_together(name: str, places: Sequence[PlaceOfRows], elsewhere: str | None) -> list[pl.Expr]:
    """Give the columns of a fact: cells of its own row lead; ``elsewhere`` begins the names of the other cells' columns."""
    parts: dict[str, pl.Expr] = {}
    if places:
        first = _chain([(place.cell != "", place.cell) for place in places[:-1]], places[-1].cell)
        parts = {"file": places[0].file, "sheet": places[0].sheet, "cell": first}
    if len(places) > 1:
        cells = [place.cell for place in places]
        new = [
            pl.when(pl.all_horizontal(cell != "", *(cell != earlier for earlier in cells[:number]))).then(cell)
            for number, cell in enumerate(cells)
        ]
        parts["cells"] = pl.concat_str(new, separator=",", ignore_nulls=True)
    if elsewhere:
        other = {part: pl.col(f"{elsewhere}.{part}").fill_null("") for part in (*PLACE, "cells", "every", "further")}
        if not places:
            parts = {part: other[part] for part in ALL_PLACES}
        else:
            has_own = parts["cell"] != ""
            parts.setdefault("cells", parts["cell"])
            parts = {part: pl.when(has_own).then(own).otherwise(other[part]) for part, own in parts.items()}
            parts["further"] = pl.when(has_own).then(other["every"]).otherwise(other["further"])
    return [expression.alias(f"@{name}.{part}") for part, expression in parts.items()]


def _chain(cases: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
    """Give the value of the first condition that holds."""
    for condition, value in reversed(cases):
        otherwise = pl.when(condition).then(value).otherwise(otherwise)
    return otherwise


def _asked(keys: pl.Expr, place_of: Callable[[dict[str, Any]], Place]) -> PlaceOfRows:
    """Ask in Python for every row."""

    def frame(rows: pl.Series) -> pl.Series:
        places = [place_of(key) for key in rows.to_list()]
        return pl.DataFrame(
            {name: pl.Series([getattr(place, name) for place in places], dtype=pl.String) for name in PLACE}
        ).to_struct()

    asked = keys.map_batches(frame, return_dtype=pl.Struct(dict.fromkeys(PLACE, pl.String())))
    return _Fields(*(asked.struct.field(name) for name in PLACE))
