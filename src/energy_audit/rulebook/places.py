"""Where the cells of facts are, for all rows of a frame at once: ``addresses`` a column at a time.

A fact rests on cells of its own row, or on those of the rows its enterprise-year has in other tables, or both. Many
facts rest on the same cells, all that come of one line of a CSV for one, so places are worked out and written once
and the facts of a ``Placed`` share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import polars as pl

from energy_audit.rulebook.addresses import table_of
from energy_audit.rulebook.phrases import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from energy_audit.rulebook.addresses import Locator, Place
    from energy_audit.vocabulary import Fact, Subject

PLACE = ("file", "sheet", "cell")
ALL_PLACES = (*PLACE, "where", "json")
"""A place as columns: the first cell; that in words; all cells as members of a JSON object."""
NO_MEMBERS = '"file":"","sheet":"","cell":""'
"""``json`` of what has no place."""
OWNER = ("uscc", "report_year")
_JOINED = (*PLACE, "cells", "further")


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

    def alike(self, column: str) -> str:
        """Name one column for all that have the same place on every row."""

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

    def alike(self, column: str) -> str:
        """Nothing is known of other columns."""
        return column

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


class CellsElsewhere:
    """The cells that enterprise-years have in other tables: the rules of all documents rest on the same, found once.

    Args:
        locator: finds cells; None finds none.
        owners: ``uscc``, ``report_year`` of all that are asked for.
    """

    def __init__(self, locator: FrameLocator | None, owners: pl.DataFrame) -> None:
        self.locator = locator
        self._owners = owners
        self._found: dict[tuple[str, ...], pl.DataFrame] = {}

    def of(self, columns: tuple[str, ...], name: str) -> pl.DataFrame:
        """Give the cells of some columns, a row an enterprise-year that has any, the columns beginning with ``name``."""
        if self.locator and columns not in self._found:
            self._found[columns] = _by_owner(self.locator, columns, self._owners)
        found = self._found[columns]
        return found.rename({part: f"{name}.{part}" for part in found.columns if part not in OWNER})


def for_frames(locator: Locator | None) -> FrameLocator | None:
    """Give the locator in the form that answers for frames."""
    if locator is None:
        return None
    return cast("FrameLocator", locator) if hasattr(locator, "row_place") else OneByOne(locator)


@dataclass(frozen=True)
class Placed:
    """Rows with where the cells of facts are.

    Attributes:
        rows: with the columns of places, and ``@.file``, ``@.sheet`` of the rows themselves.
        place: how the columns of a fact's place begin, by name of the fact; without those that have no address.
    """

    rows: pl.DataFrame
    place: Mapping[str, str]

    def columns_of(self, facts: Iterable[Fact]) -> set[str]:
        """Name the columns of the places of some facts."""
        return {f"{self.place[fact.name]}.{part}" for fact in facts if fact.name in self.place for part in ALL_PLACES}


def with_places(
    rows: pl.DataFrame,
    facts: Iterable[Fact],
    subject: Subject,
    cells: CellsElsewhere,
    around: tuple[str, str],
) -> Placed:
    """Add where the cell of each fact is, row by row (``addresses.addresses_of``).

    Args:
        rows: with ``source``, ``row`` and ``enterprise.source``, ``enterprise.row`` where they are joined.
        facts: the facts to locate.
        subject: whose rows they are.
        cells: finds cells of these and of other rows of their enterprise-years.
        around: what stands before and after an address in a sentence.
    """
    locator = cells.locator
    if locator is None:
        return Placed(rows.with_columns(pl.lit("").alias(f"@.{part}") for part in ("file", "sheet")), {})
    width = rows.columns
    place: dict[str, str] = {}
    distinct: dict[tuple[str, tuple[str, ...], tuple[str, ...]], str] = {}
    for fact in {fact.name: fact for fact in facts}.values():
        prefix, in_row, elsewhere = _columns_of(fact, subject, rows, locator)
        if in_row or elsewhere:
            place[fact.name] = distinct.setdefault((prefix, in_row, elsewhere), f"@{len(distinct)}")
    joined: dict[tuple[str, ...], str] = {}
    own = locator.row_place("", pl.col("source"), pl.col("row"))
    chosen: list[pl.Expr] = [own.file.alias("@.file"), own.sheet.alias("@.sheet")]
    for (prefix, in_row, elsewhere), name in distinct.items():
        if elsewhere and elsewhere not in joined:
            joined[elsewhere] = f"@@{len(joined)}"
            found = cells.of(elsewhere, joined[elsewhere])
            rows = rows.join(found, on=OWNER, how="left", maintain_order="left")
        places = [locator.row_place(column, pl.col(f"{prefix}source"), pl.col(f"{prefix}row")) for column in in_row]
        chosen += [
            part.alias(f"{name}.{title}") for title, part in _put_together(places, joined.get(elsewhere)).items()
        ]
    located = rows.select(*width, *chosen)
    written = (
        part.alias(f"{name}.{title}")
        for name in distinct.values()
        for title, part in _written(name, frozenset(located.columns), around, escape=not locator.plain_names).items()
    )
    return Placed(located.with_columns(written), place)


def first_place(places: Sequence[str]) -> list[pl.Expr]:
    """Give ``file``, ``sheet``, ``cell``: those of the first of the places that has a cell, else the rows' own file and sheet."""
    return [
        _chain(
            [(pl.col(f"{place}.cell") != "", pl.col(f"{place}.{part}")) for place in dict.fromkeys(places)],
            pl.lit("") if part == "cell" else pl.col(f"@.{part}"),
        ).alias(part)
        for part in PLACE
    ]


def _columns_of(
    fact: Fact, subject: Subject, rows: pl.DataFrame, locator: FrameLocator
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Divide the columns a fact rests on into those of its own row and those of other rows of its enterprise-year.

    How the columns begin that hold source and number of its own row comes first.
    """
    prefix = "" if fact.subject == subject else "enterprise."
    columns = list(dict.fromkeys(locator.alike(column) for column in (fact.source, *fact.columns) if column))
    in_row = [column for column in columns if column.split(".", 1)[0] == table_of(fact.subject)]
    elsewhere = tuple(column for column in columns if column not in in_row)
    return prefix, tuple(in_row) if f"{prefix}source" in rows.columns else (), elsewhere


def _by_owner(locator: FrameLocator, columns: tuple[str, ...], owners: pl.DataFrame) -> pl.DataFrame:
    """Give the cells of some columns, a row an enterprise-year: the first place, all of its sheet, the other sheets.

    ``every`` and ``further`` are the inside of a JSON list: of all the sheets, and of all but the first.
    """
    found = locator.ranges(columns, owners).with_columns(_json=_json(pl.col("cells")))
    if found.select(OWNER).is_unique().all():
        return found.select(*OWNER, *PLACE, "cells", every="_json", further=pl.lit(""))
    return found.group_by(OWNER, maintain_order=True).agg(
        *(pl.col(part).first() for part in (*PLACE, "cells")),
        pl.col("_json").str.join(",").alias("every"),
        pl.col("_json").slice(1).str.join(",").alias("further"),
    )


def _json(cells: pl.Expr) -> pl.Expr:
    file, sheet = (escaped(pl.col(part)) for part in ("file", "sheet"))
    return pl.concat_str(pl.lit("{"), _members(file, sheet, cells), pl.lit("}"))


def _members(file: pl.Expr, sheet: pl.Expr, cells: pl.Expr) -> pl.Expr:
    return pl.concat_str(
        pl.lit('"file":"'), file, pl.lit('","sheet":"'), sheet, pl.lit('","cell":"'), cells, pl.lit('"')
    )


def _put_together(places: Sequence[PlaceOfRows], elsewhere: str | None) -> dict[str, pl.Expr]:
    """Give the parts of a place: cells of its own row lead; ``elsewhere`` begins the names of the other cells' columns.

    ``file``, ``sheet``, ``cell`` are the first cell; ``cells``, where they may differ from it, all of that sheet, with
    commas between; ``further`` those of other sheets, as the inside of a JSON list.
    """
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
        other = {part: pl.col(f"{elsewhere}.{part}").fill_null("") for part in (*_JOINED, "every")}
        if not places:
            parts = {part: other[part] for part in _JOINED}
        else:
            has_own = parts["cell"] != ""
            parts.setdefault("cells", parts["cell"])
            parts = {part: pl.when(has_own).then(own).otherwise(other[part]) for part, own in parts.items()}
            parts["further"] = pl.when(has_own).then(other["every"]).otherwise(other["further"])
    return parts


def _written(name: str, columns: frozenset[str], around: tuple[str, str], *, escape: bool) -> dict[str, pl.Expr]:
    """Write a place into a sentence and into a JSON object.

    Args:
        name: how its columns begin.
        columns: those there are.
        around: what stands before and after an address in a sentence.
        escape: whether names of files and sheets must be made fit for JSON.
    """
    file, sheet, cell = (pl.col(f"{name}.{part}") for part in PLACE)
    book = pl.when(sheet != "").then(sheet).otherwise(file)
    address = pl.concat_str(pl.lit(around[0]), book, pl.lit(" "), cell, pl.lit(around[1]))
    cells = pl.col(f"{name}.cells") if f"{name}.cells" in columns else cell
    members = _members(*((escaped(file), escaped(sheet)) if escape else (file, sheet)), cells)
    if f"{name}.further" in columns:
        further = pl.col(f"{name}.further")
        listed = pl.concat_str(pl.lit(',"further":['), further, pl.lit("]"))
        members = pl.concat_str(members, pl.when(further != "").then(listed).otherwise(pl.lit("")))
    return {"where": pl.when(cell != "").then(address).otherwise(pl.lit("")), "json": members}


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
