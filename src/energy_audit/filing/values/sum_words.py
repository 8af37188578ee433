"""Words by which a row says that it only adds up others."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

UNITS_SUM: Final = r"^[\u4e00-\u9fff]{0,12}(?:小计|合计|总计|共计|累计)(?:[(][^()]*[)])?[:：]?$"
"""In the place of a code or name of who files, in NFKC without spaces: 合计, 全市合计, 合计(30家)."""

_UNITS_SUM: Final = re.compile(UNITS_SUM)


def sums_units(text: str) -> bool:
    """Whether a text in the place of a unit's name says that its row adds up units."""
    return _UNITS_SUM.match("".join(unicodedata.normalize("NFKC", text).split())) is not None
