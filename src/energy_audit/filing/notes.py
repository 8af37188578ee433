"""Lines below a table that are no rows of it: notes, signatures, dates."""

from __future__ import annotations

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
