"""Lines of a text file with more cells than there are headings: do their cells stand below their headings?

A comma within an unquoted figure (1,200) or name parts one cell into two and moves all that follows, and nothing on the
line says so. So what such a line holds is not used, unless nothing but a remark at its end can have made it longer.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.left_out import left_out
from energy_audit.filing.values.parsers import readable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.filing.schema import Table

_REMARK = re.compile(r"(?=.*[^\W\d_])\D+")
_BEFORE_COMMA, _AFTER_COMMA = re.compile(r"[-+(]?\d{1,3}"), re.compile(r"\d{3}(?:\.\d+)?%?\)?")


def leave_out_shifted(
    lines: Sequence[Sequence[str]],
    width: int,
    places: Mapping[str, int],
    table: Table,
    texts: dict[str, list[str | None]],
) -> None:
    """Leave out what no longer surely stands where it belongs: figures, days, yes and no, choices.

    Args:
        lines: the cells of each row of the table.
        width: how many headings there are.
        places: position of each column, 0-based.
        table: which table it is.
        texts: by column the texts of all rows; those of shifted rows are changed.
    """
    long = [number for number, line in enumerate(lines) if any(line[width:])]
    if not long:
        return
    typed = {
        key: place
        for key, place in places.items()
        if key in texts and key != "report_year" and table.column(key).kind != "text"
    }
    sound = {
        key: readable({text for number in long if (text := texts[key][number])}, table.column(key)) for key in typed
    }
    for number in long:
        if _only_longer(lines[number], width, sorted(typed.values())) and all(
            texts[key][number] is None or texts[key][number] in sound[key] for key in typed
        ):
            continue
        beyond = " ".join(text for text in lines[number][width:] if text)
        for key in typed:
            if (value := texts[key][number]) is not None:
                texts[key][number] = left_out(FilingProblem.ROW_OUT_OF_PLACE, value, beyond)


def _only_longer(line: Sequence[str], width: int, typed: Sequence[int]) -> bool:
    """Tell a line whose one extra cell is a remark, and in which no comma can have parted another cell.

    A cell parted within a text would have moved the end of a text below the heading of a figure, or left blank what
    stands there; one parted within a figure would have moved the remark there, unless texts stand at the end.
    """
    first, *more = line[width:]
    if any(more) or not _REMARK.fullmatch(first) or width - 1 not in typed:
        return False
    if any(_BEFORE_COMMA.fullmatch(one) and _AFTER_COMMA.fullmatch(other) for one, other in pairwise(line[:width])):
        return False
    return all(line[place] for place in typed if place - 1 not in typed)
