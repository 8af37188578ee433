"""Cuts a large batch into parts of units before it is typed, so that only some parts are ever held as typed tables.

Of the whole batch only whose its rows are is read and typed. A part is then a recipe: which rows of which files, and
what they rest on that only the whole shows. Whoever judges the part types it, as if it were a batch of its own.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.batch import Batch, Beyond, gathered, put_alike
from energy_audit.filing.intake import Intake, files_of
from energy_audit.filing.own_rows import no_rows
from energy_audit.filing.problems.problem import joined
from energy_audit.filing.row_spans import closed_up, parts_by_code, places_in, taken, told_apart
from energy_audit.filing.rows.identity import level_codes
from energy_audit.filing.rows.ownership import sheet_scopes, taken_over
from energy_audit.filing.schema import KEYS, TABLES
from energy_audit.filing.sheets.rows_in_file import RowsInFile
from energy_audit.filing.tables.typed import typed
from energy_audit.filing.typed_batch import typed_batch, unread_keys
from energy_audit.filing.unit_cuts import part_starts, units_fitting
from energy_audit.parts.ahead import Untyped
from energy_audit.parts.beyond import beyond_parts
from energy_audit.parts.homeless import sheltered_in
from energy_audit.parts.pieces import ASKED, PLACE, Piece, Stretch, of_source, pieces_of, spans_by_part
from energy_audit.parts.shared import shared_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from energy_audit.filing.sheets.reading import FileReading
    from energy_audit.progress import Progress


class NotInParts(Exception):  # noqa: N818 - no error: what is asked is done another way
    """A batch cannot be typed part by part; whatever the reason, typing it whole finds and says it."""


@dataclass(frozen=True)
class UntypedPart:
    """The rows of some units before they are typed; called, they are read and typed.

    Attributes:
        folder: holds those that were put aside.
        stretches: those that are read from where they are.
        batch: sources and places of the whole batch, and what the rows rest on; no rows.
    """

    folder: Path
    stretches: tuple[Stretch, ...]
    batch: Batch

    def __call__(self) -> Intake:
        """Read and type the part.

        Raises:
            NotInParts: it cannot be typed alone, or a file is damaged or has changed.
        """
        try:
            done = typed_batch(replace(self.batch, raw=self._raw()))
        except Exception as error:
            raise NotInParts(f"{type(error).__name__}: {error}") from error
        if done.tables["enterprise"].select(KEYS).drop_nulls().is_empty():
            raise NotInParts("no enterprise")
        batch = self.batch
        shared = batch.beyond.shared if batch.beyond else None
        return Intake(done.tables, batch.sources, batch.placement, done.problems, (), shared=shared)

    def _raw(self) -> dict[str, list[pl.DataFrame]]:
        frames = {each.name: each.read() for each in self.stretches}
        for path in sorted(self.folder.glob("*.arrow")):
            apart = pl.read_ipc(path.read_bytes())
            own = frames.get(path.stem)
            frames[path.stem] = apart if own is None else pl.concat([own, apart]).sort("row")
        raw: dict[str, list[pl.DataFrame]] = {key: [] for key in TABLES}
        for name, frame in frames.items():
            raw[name.partition("-")[0]].append(frame)
        return {key: put_alike(frames) for key, frames in raw.items()}

    def remove(self) -> None:
        """Remove what was put aside."""
        shutil.rmtree(self.folder)


@dataclass(frozen=True)
class Cut:
    """A batch that is cut.

    Attributes:
        batch: what was read of it.
        beyond: what its parts rest on.
        sheltered: the scopes without an enterprise table that hold rows of enterprises; of any others the last part tells.
        spans: of each piece ``start`` and ``end`` (places of its rows) and ``part``, in the order of the places.
        parts: how many there are.
        whole: files, sheets and places; tables without a row, enterprises not counted.
    """

    batch: Batch
    beyond: Beyond
    sheltered: pl.Series
    spans: list[tuple[Piece, pl.DataFrame]]
    parts: int
    whole: Intake

    def stored(self, folder: Path) -> list[UntypedPart]:
        """Put aside what cannot be read from where it is: rows in memory, and those that stand away from their units.

        Args:
            folder: gets a folder for each part.

        Raises:
            OSError: the folder cannot be written.
            NotInParts: a file is damaged, or has changed.
        """
        folders = [folder / f"part-{number:06}" for number in range(self.parts)]
        for each in folders:
            each.mkdir()
        stretches: list[list[Stretch]] = [[] for _ in folders]
        for number, (piece, spans) in enumerate(self.spans):
            rows, apart, name = piece.rows, spans, f"{piece.table.key}-{number}"
            if isinstance(rows, RowsInFile):
                together, apart = told_apart(spans)
                for (part,), own in together.partition_by("part", as_dict=True).items():
                    stretches[part].append(Stretch(name, piece.source, rows, own.select("start", "end")))
                if apart.is_empty():
                    continue
                places = places_in(apart)
                try:
                    rows = of_source(piece.source, rows.at(places))
                except (OSError, pl.exceptions.PolarsError) as error:
                    raise NotInParts(str(error)) from error
                apart = closed_up(apart)
            for (part,), own in apart.partition_by("part", as_dict=True).items():
                taken(rows, own).write_ipc(folders[part] / f"{name}.arrow", compression="lz4")
        bare = replace(self.batch, raw={}, later={}, problems=self.batch.problems.clear(), beyond=self.beyond)
        told_last = replace(self.beyond, passed_over=self.sheltered)
        last = replace(bare, problems=self.batch.problems, beyond=told_last)
        return [
            UntypedPart(each, tuple(own), last if number == self.parts - 1 else bare)
            for number, (each, own) in enumerate(zip(folders, stretches, strict=True))
        ]


def cut_untyped(readings: Sequence[FileReading], units_a_part: int, tell: Progress) -> Cut | None:
    """Cut what was read by the codes of its units, in their order; every part has units of its own, the last the rest.

    Args:
        readings: what was read; large files may have been left where they are.
        units_a_part: how many units a part has at most.
        tell: hears how far the stage ``type`` has come.

    Returns:
        The cut batch. None where it is small, where all its rows have been read already, or where it must be typed
        together: the first rows of a file do not tell whether it is one enterprise's, holds nothing but sums or is a
        blank list of documents, or a few of its rows whether a folder without an enterprise table holds any that count;
        also where anything goes wrong, for which the whole finds a reason.
    """
    if all(block.later is None for each in readings for block in each.blocks):
        return None
    try:
        return _cut(gathered(readings), readings, units_a_part, tell)
    except Exception:  # noqa: BLE001 - whatever it is, it is some file's doing, which typing the whole finds out
        return None


def _cut(batch: Batch, readings: Sequence[FileReading], units_a_part: int, tell: Progress) -> Cut | None:
    if sum(piece.height for piece in pieces_of(batch, "enterprise")) <= units_a_part:
        return None
    pieces = {key: list(pieces_of(batch, key)) for key in TABLES}
    beyond = beyond_parts(batch, pieces)
    if beyond is None:
        return None
    places, tables = _whose(batch, pieces, beyond, tell)
    units, rows = _units(tables["enterprise"]), sum(piece.height for own in pieces.values() for piece in own)
    later = part_starts(units, units_fitting(units_a_part, len(units), rows))
    if later.is_empty():
        return None
    spans: list[tuple[Piece, pl.DataFrame]] = []
    for key, own in pieces.items():
        spans += spans_by_part(own, places[key], parts_by_code(tables[key]["uscc"], later))
    untyped = Untyped(replace(batch, beyond=beyond), pieces, places, tables, units_a_part)
    sheltered = sheltered_in(untyped)
    if sheltered is None:
        return None
    beyond = replace(beyond, shared=shared_in(untyped))
    empty = {key: no_rows(key) for key in TABLES}
    whole = Intake(empty, batch.sources, batch.placement, batch.problems.clear(), files_of(readings))
    return Cut(batch, beyond, sheltered, spans, len(later) + 1, whole)


def _whose(
    batch: Batch, pieces: Mapping[str, list[Piece]], beyond: Beyond, tell: Progress
) -> tuple[dict[str, list[pl.Series]], dict[str, pl.DataFrame]]:
    """Return by table the places of the runs of each piece, and what is asked of the runs of all, typed and filled in."""
    places: dict[str, list[pl.Series]] = {}
    tables, found = {}, []
    for done, (key, own) in enumerate(pieces.items(), 1):
        asked = ASKED.get(key, KEYS)
        table = replace(TABLES[key], columns=tuple(column for column in TABLES[key].columns if column.key in asked))
        frames = [pl.DataFrame(schema={"source": pl.UInt32(), "row": pl.UInt32(), **table.schema()})]
        places[key] = []
        for piece in own:
            runs = piece.runs()
            typing = typed(runs.drop(PLACE), table)
            frames.append(level_codes(typing.frame, typing.words)[0].select(frames[0].columns))
            places[key].append(runs[PLACE])
            found.append(typing.problems)
        tables[key] = pl.concat(frames)
        tell("type", done, len(pieces))
    unread = unread_keys(joined(found))
    for scopes, only in zip((sheet_scopes(batch.sources), batch.scopes), beyond.alone, strict=True):
        tables = taken_over(tables, scopes, unread, only)
    return places, tables


def _units(enterprises: pl.DataFrame) -> pl.Series:
    codes = enterprises.filter(pl.col("report_year").is_not_null())["uscc"].drop_nulls()
    ordered = codes if codes.is_sorted() else codes.sort()
    return ordered.filter(ordered.ne_missing(ordered.shift()))
