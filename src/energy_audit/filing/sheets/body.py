"""Makes a block of the rows of a table: each column its texts, sums named, merged cells spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.left_out import left_out
from energy_audit.filing.problems.sources import letter
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.long_lines import leave_out_shifted
from energy_audit.filing.sheets.reading import Block
from energy_audit.filing.values.cells import PLACEHOLDERS
from energy_audit.filing.values.sum_words import sums_units
from energy_audit.filing.workbooks.epoch import counted_from_1900

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.sheets.columns import Columns
    from energy_audit.filing.sheets.reading import SheetReading


@dataclass(frozen=True)
class Body:
    """The rows of a table on its sheet, 0-based, where its columns stand, and how many cells its headings span to the last."""

    table: str
    rows: list[int]
    columns: Columns
    width: int


def block_of(sheet: SheetReading, body: Body, given: dict[str, tuple[str, str]]) -> Block:
    """Make the block.

    Args:
        sheet: where the table stands.
        body: its rows and columns.
        given: what stands beside the table and holds for every row, by column: the value and its cell.
    """
    grid = sheet.grid
    cells = [grid.texts[index] for index in body.rows]
    texts: dict[str, list[str | None]] = {
        key: [row[position] or None if position < len(row) else None for row in cells]
        for key, position in body.columns.places.items()
    }
    if grid.days_from_1904:
        texts = counted_from_1900(body.table, texts)
    _name_sums(cells, body.columns, texts)
    _spread_merges(sheet, body, texts)
    if grid.form == "line":
        leave_out_shifted(cells, body.width, body.columns.places, TABLES[body.table], texts)
    letters = {key: letter(position) for key, position in body.columns.places.items()}
    placement = letters if grid.form == "cell" else dict.fromkeys(letters, "")
    for key, (value, cell) in given.items():
        texts[key] = [value] * len(body.rows)
        placement[key] = cell
    return Block(
        table=body.table,
        sheet=sheet.sheet,
        form=grid.form,
        rows=[grid.row_number(index) for index in body.rows],
        columns=texts,
        placement=placement,
        multipliers=body.columns.multipliers,
        beside_rows=body.columns.beside_rows,
    )


def _name_sums(cells: Sequence[Sequence[str]], columns: Columns, texts: dict[str, list[str | None]]) -> None:
    """Where a list of many units says 合计 in a column of names that the table has not, let the blank code say so."""
    codes = texts.get("uscc")
    if codes is None or not columns.unused:
        return
    for number, (code, row) in enumerate(zip(codes, cells, strict=True)):
        beside = (row[position] for position in columns.unused if position < len(row)) if code is None else ()
        codes[number] = next((text for text in beside if "计" in text and sums_units(text)), code)


def _spread_merges(sheet: SheetReading, body: Body, texts: dict[str, list[str | None]]) -> None:
    """A cell merged over several rows of a table holds for each of them; a number so merged holds for none.

    Nor does one that is merged over several columns of figures, days or choices: whose it is is not known.
    """
    keys = {position: key for key, position in body.columns.places.items()}
    numbers = {index: number for number, index in enumerate(body.rows)}
    for first_row, first_column, last_row, last_column in sheet.grid.merges:
        inside = [numbers[index] for index in range(first_row, last_row + 1) if index in numbers]
        key = keys.get(first_column)
        if key is None or first_row not in numbers:
            continue
        value = texts[key][numbers[first_row]]
        beside = [keys[column] for column in range(first_column, last_column + 1) if column in keys]
        typed = [each for each in beside if TABLES[body.table].column(each).kind != "text" and each != "report_year"]
        over_columns = key in typed and len(typed) > 1
        if value is None or not (over_columns or len(inside) > 1):
            continue
        counts = key in typed and (over_columns or TABLES[body.table].column(key).is_figure)
        counts = counts and value.strip() not in PLACEHOLDERS
        area = f"{sheet.cell(first_row, first_column)}:{sheet.cell(last_row, last_column)}"
        for each in typed if over_columns and counts else [key]:
            for number in inside:
                texts[each][number] = left_out(FilingProblem.MERGED_NUMBER, value, area) if counts else value
