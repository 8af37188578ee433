"""What a kind of fault is, and the edits that plant one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from planting.book import Book, Spot

    Edit = Callable[..., Spot | list[Spot]]
    """Changes the books it is given and names where the fault must be found."""

    Make = Callable[[Path, Book], list[Spot]]
    """Writes files of its own making into a folder."""

FLAT = tuple(
    f"示例{name}"
    for name in (
        "西秀玻璃-2025", "威宁水泥-2025", "开阳磷肥-2024", "习水酒业-2025", "仁怀酒业-2024", "播州铝业-2025",
        "松桃锰业-2025", "玉屏电池材料-2025", "凯里碳素-2025", "瓮安黄磷-2025", "兴义电石-2025", "普安发电-2025",
    )
)  # fmt: skip
"""Clean samples with a heading a column in row 1 and one enterprise from row 2 on."""

COAL = ("示例威宁水泥-2025", "示例开阳磷肥-2024", "示例钟山水泥-2025", "示例赫章铅锌-2025", "示例普安发电-2025")
"""Of these, the ones that burn coal and keep it in stock."""


@dataclass(frozen=True)
class Plant:
    """One fault: the clean samples it goes into, and how.

    ``edit`` changes the books, which are then written; ``make`` writes the files itself.
    """

    bases: tuple[str, ...]
    edit: Edit | None = None
    make: Make | None = None


@dataclass(frozen=True)
class Kind:
    """A row of the table of faults.

    Attributes:
        name: of the kind.
        how: what is done to the workbook.
        code: under which it must be found.
        plants: the faults of this kind.
        also: codes that may rightly be told beside it, since the same edit breaks them too.
        elsewhere: the code may stand at further cells, since the same edit breaks more than one.
    """

    name: str
    how: str
    code: str
    plants: tuple[Plant, ...]
    also: frozenset[str] = frozenset()
    elsewhere: bool = False


def over(bases: Sequence[str], edits: Sequence[Edit], times: int = 0) -> tuple[Plant, ...]:
    """Plant every edit at least once, going round the samples."""
    return tuple(
        Plant((bases[number % len(bases)],), edits[number % len(edits)]) for number in range(max(times, len(edits)))
    )


def row_of(book: Book, short: str, row: int | str) -> int:
    """Return a row by its number, or the first of an energy or project by name."""
    return row if isinstance(row, int) else book.row(short, "能源名称", row)


def put(short: str, heading: str, row: int | str, value: Any) -> Edit:
    """Write a cell; the fault is found there."""
    return lambda book: book.put(short, heading, row_of(book, short, row), value)


def times(short: str, heading: str, row: int | str, factor: str) -> Edit:
    """Multiply a figure; the fault is found there."""
    return lambda book: book.times(short, heading, row_of(book, short, row), factor)


def share(short: str, heading: str, row: int | str, factor: str, of: str) -> Edit:
    """Write a multiple of another figure of the row; the fault is found there."""

    def edit(book: Book) -> Spot:
        number = row_of(book, short, row)
        book.put(short, heading, number, book.at(short, of, number))
        return book.times(short, heading, number, factor)

    return edit


def found_at(heading: str, edit: Edit) -> Edit:
    """Make an edit whose fault is found in another column of the same row."""

    def elsewhere(book: Book) -> Spot:
        spot = edit(book)
        short = next(key for key in [*book.sheets, spot.sheet] if book.sheet(key) == spot.sheet)
        (cell,) = spot.cells
        return book.under(short, heading, int("".join(char for char in cell if char.isdigit())))

    return elsewhere


def both(*edits: Edit, spot: int = 0) -> Edit:
    """Make several edits; the fault is found where one of them is."""
    return lambda book: [edit(book) for edit in edits][spot]


def each(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Hand edits on; reads better in a table."""
    yield from edits
