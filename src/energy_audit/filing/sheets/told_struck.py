"""Tells what is struck out among the rows of a sheet: it counts as it did, and whoever filed it must say so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.left_out import left_out
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.problems.sources import position
from energy_audit.filing.workbooks.struck import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from energy_audit.filing.sheets.reading import Block, SheetReading
    from energy_audit.filing.workbooks.struck import Place, Struck


def tell_struck(sheet: SheetReading, struck: Struck) -> None:
    """Tell what is struck out of what was read of a sheet, row by row; what is so in part is left out."""
    for number, block in enumerate(sheet.blocks):
        columns = {key: list(texts) for key, texts in block.columns.items()}
        by_row: dict[int, dict[Place, str]] = defaultdict(dict)
        for key, index, place in places_of(block):
            text = columns[key][index]
            if text and place in struck.partly:
                gone, left = struck.partly[place]
                detail = marked("划去的是“{gone}”，没有划去的是“{left}”", gone=gone, left=left)
                columns[key][index] = left_out(FilingProblem.STRUCK_IN_PART, text, detail)
            elif text and place in struck.wholly:
                by_row[place[0]][place] = text
        for row in sorted(by_row):
            tell_row(sheet, FilingProblem.STRUCK_OUT, block.table, sorted(by_row[row].items()))
        sheet.blocks[number] = replace(block, columns=columns)


def tell_row(sheet: SheetReading, kind: FilingProblem, table: str, cells: list[tuple[Place, str]]) -> None:
    """Tell once of cells of a row, with the text of the first, what is the matter with all of them."""
    (first, text), (last, _) = cells[0], cells[-1]
    where = sheet.cell(*first)
    if len(cells) == 1:
        detail = ""
    else:
        detail = marked("（{first} 到 {last} 共 {count} 格）", first=where, last=sheet.cell(*last), count=len(cells))
    sheet.say(kind, where, table=table, value=text, detail=detail)


def places_of(block: Block) -> Iterable[tuple[str, int, Place]]:
    """Yield column, number of the row in the block, and place of each cell that was read."""
    for key, letters in block.placement.items():
        if alone := ADDRESS.fullmatch(letters):  # one cell for all rows
            place = int(alone[2]) - 1, position(alone[1])
            yield from ((key, index, place) for index in range(len(block.rows)))
        elif letters:
            column = position(letters)
            yield from ((key, index, (row - 1, column)) for index, row in enumerate(block.rows))
