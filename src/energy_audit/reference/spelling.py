"""One way to spell a name, so that what people type finds what the tables hold.

Full width becomes half width and superscripts become digits (Unicode NFKC), letters
become lower case, and spaces, brackets and interpuncts go. Brackets lose only their
signs, never their content: 吨(万) must not turn into 吨.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Whitespace, brackets, the dots of kW·h, and the signs around a power of ten: 10^4 m³ becomes 104m3.
_DROPPED = r"[\s()\[\]{}〔〕【】「」《》·•・⋅‧^*_'\"“”‘’]"
_DROPPED_RE = re.compile(_DROPPED)


def normalise(text: str) -> str:
    """Return the spelling under which ``text`` is compared with aliases, units and product names."""
    return _DROPPED_RE.sub("", unicodedata.normalize("NFKC", text).lower())


def normalised(column: pl.Expr) -> pl.Expr:
    """The same as :func:`normalise` for a String column; null stays null."""
    return column.str.normalize("NFKC").str.to_lowercase().str.replace_all(_DROPPED, "")
