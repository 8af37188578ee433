"""What reading one file yields, before anything is typed.

These records travel between processes, so they are plain. Texts stand as they
were handed in; a source is known by its place in ``FileReading.blocks`` until the
batch gives it a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from energy_audit.filing.problems.sources import letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    import polars as pl

    from energy_audit.filing.problems.problem import ProblemKind
    from energy_audit.filing.sheets.rows_in_file import RowsInFile
    from energy_audit.filing.workbooks.grid import Form, Grid


Reason = Literal["banner", "header", "note", "label", "ordinals", "unknown-column", "outside", "sheet"]
"""Why a region is in no table."""


@dataclass(frozen=True)
class Note:
    """A problem met while reading, with the address it was met at."""

    kind: ProblemKind
    sheet: str = ""
    cell: str = ""
    table: str = ""
    column: str = ""
    value: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Unused:
    """A region that holds something and is in no table: a banner, a note, an unknown column."""

    sheet: str
    cells: str
    reason: Reason
    text: str


@dataclass(frozen=True)
class Title:
    """What names a year above a table: where, what it says, and the years; ``cell`` is empty for the sheet's name."""

    cell: str
    text: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """The rows of one table in one place.

    Attributes:
        table: key of the table.
        sheet: name of the sheet; empty for text and Parquet files.
        form: ``cell`` or ``line``.
        rows: 1-based sheet row or file line of each row.
        columns: texts by column key; None is blank.
        placement: letter, or whole address, by column key.
        multipliers: by column key, what a filed figure is multiplied by to be in the stored unit, where its
            heading names another unit than the official one.
        beside_rows: by column key, the unit that its heading names though each row has its own.
        frame: instead of ``rows`` and ``columns`` where the table is large: ``row`` and a column a key, texts or typed.
        later: instead of ``frame`` where its rows are still in their file.
        titles: what names a year above it.
    """

    table: str
    sheet: str
    form: Form
    rows: Sequence[int] = ()
    columns: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    placement: dict[str, str] = field(default_factory=dict)
    multipliers: dict[str, Decimal] = field(default_factory=dict)
    beside_rows: dict[str, str] = field(default_factory=dict)
    frame: pl.DataFrame | None = None
    later: RowsInFile | None = None
    titles: tuple[Title, ...] = ()


@dataclass(frozen=True)
class FileReading:
    """One file, read or refused.

    ``scope`` is what may share one enterprise-year: the workbook, or the folder of a table folder.
    """

    path: str
    scope: str
    sha256: str
    size: int
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    unused: tuple[Unused, ...] = ()
    refusal: Note | None = None


@dataclass
class SheetReading:
    """One sheet while it is read: what was found in its grid."""

    grid: Grid
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)

    def cell(self, index: int, position: int) -> str:
        """Return the address of a cell by its 0-based row and column."""
        return address(self.grid.form, self.grid.row_number(index), position)

    def say(self, kind: ProblemKind, cell: str = "", **told: str) -> None:
        """Note a problem on this sheet; ``told`` are the further fields of ``Note``."""
        self.notes.append(Note(kind, self.sheet, cell, **told))

    def say_all(self, notes: Iterable[Note]) -> None:
        """Note problems that were found without knowing the sheet."""
        self.notes.extend(replace(note, sheet=self.sheet) for note in notes)

    def list_unused(self, cells: str, reason: Reason, text: str) -> None:
        """List a region that is in no table."""
        self.unused.append(Unused(self.sheet, cells, reason, text))

    @property
    def sheet(self) -> str:
        """The sheet's name as problems give it; text files have none."""
        return self.grid.name if self.grid.form == "cell" else ""


def address(form: Form, row: int, position: int) -> str:
    """Return the address of a cell by its 1-based row and 0-based column; of a text file it is the line."""
    return f"line:{row}" if form == "line" else f"{letter(position)}{row}"
