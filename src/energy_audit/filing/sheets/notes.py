"""Lines of a table that are no rows of it: notes, signatures and dates below it, the numbers of its columns above."""

from __future__ import annotations

import csv
import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTE = re.compile(
    r"^[(【\[]?(?:注|备注|附注|说明|填表说明|填报说明|指标解释|填表人|填报人|制表人?|审核人?|复核人?|单位负责人|填报负责人"
    r"|统计负责人|负责人|联系人|联系电话|电话|填表日期|填报日期|报出日期|日期)[】\])]?\s*\d*\s*[:.、]"
)
"""How a line below a table begins that is not a row of it."""


def is_note(texts: Sequence[str]) -> bool:
    """Tell ``填表人：张三 …`` from a row: it begins like a note, and no more values than labels follow."""
    if not _NOTE.match(unicodedata.normalize("NFKC", texts[0]).strip()):
        return False
    plain = [unicodedata.normalize("NFKC", text).strip() for text in texts]
    labels = sum(1 for text in plain if ":" in text or _NOTE.match(text))
    return len(plain) - labels <= labels


_ORDINAL = re.compile(r"^(?:[甲乙丙丁戊己庚辛]|[A-Z]|-|—|栏?\d{1,2})$")


def numbers_columns(row: Sequence[str]) -> bool:
    """Tell the line 甲 乙 丙 1 2 3 … that official forms print below their headings."""
    texts = [text.strip() for text in row if text]
    if not all(_ORDINAL.match(text) for text in texts):
        return False
    numbers = [int(text.removeprefix("栏")) for text in texts if text.removeprefix("栏").isdigit()]
    return len(numbers) >= 3 and all(after == before + 1 for before, after in itertools.pairwise(numbers))


def notes_at_end(lines: Sequence[str], delimiter: str) -> list[str]:
    """Return the last lines of a text file that are notes, with the blank ones before and between them.

    Args:
        lines: the last ones; what stands above them is not looked at.
        delimiter: what parts their cells.
    """
    found = blank = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        if lines[place].count('"') % 2:  # a part of a cell
            break
        texts = [cell.strip() for cells in csv.reader([lines[place]], delimiter=delimiter) for cell in cells]
        filled = [text for text in texts if text]
        if filled and not is_note(filled):
            break
        found, blank = (place, place) if filled else (found, place)
    return [*lines[blank:]] if found < len(lines) else []
