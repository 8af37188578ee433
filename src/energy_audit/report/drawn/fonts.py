"""How the faces of the paper are packed into a PDF."""

from __future__ import annotations

import zlib
from typing import Any, Final

_ROW: Final = 192
"""Bytes a predictor row spans; a multiple of 3 and 4, the widths of the tables' entries."""
_NONE, _UP = 0, 2
"""Row filters of PNG, which PDF shares (ISO 32000-1 clause 7.4.4.4)."""


def pack_fonts(_document: Any, pdf: Any) -> None:
    """Compress the embedded fonts of a PDF about to be written by rows; a WeasyPrint ``finisher``.

    A CJK face cut down to some hundred characters still holds an offset for each of
    its 65,535 glyphs. Offsets that each grow by one deflate badly; the differences
    between rows are nearly all alike and deflate to almost nothing, which halves a
    report. Fonts look and measure the same.
    """
    for item in pdf.objects:
        extra = getattr(item, "extra", None)
        if extra and extra.get("Subtype") == "/OpenType" and item.compress:
            item.stream = [zlib.compress(_predicted(b"".join(item.stream)), 9)]
            item.compress = False
            extra["Filter"] = "/FlateDecode"
            extra["DecodeParms"] = f"<</Predictor 15/Columns {_ROW}>>"


def _predicted(data: bytes) -> bytes:
    """Write each row as it is, or as its difference from the row above where that has far fewer different bytes."""
    rows = data + bytes(-len(data) % _ROW)
    changes = _byte_by_byte_less(rows, bytes(_ROW) + rows[:-_ROW])
    written = bytearray()
    for start in range(0, len(rows), _ROW):
        row, change = rows[start : start + _ROW], changes[start : start + _ROW]
        use_change = len(set(change)) * 2 < len(set(row))
        written.append(_UP if use_change else _NONE)
        written += change if use_change else row
    return bytes(written)


def _byte_by_byte_less(minuends: bytes, subtrahends: bytes) -> bytes:
    """Subtract byte by byte, modulo 256, all bytes at once.

    Each is taken as one number. With the highest bit of every byte set in one and cleared in the other no byte borrows
    from its neighbour; the highest bits are then put right.
    """
    size = len(minuends)
    here, there = int.from_bytes(minuends), int.from_bytes(subtrahends)
    highest = int.from_bytes(b"\x80" * size)
    less = (here | highest) - (there & ~highest)
    return (less ^ ((here ^ there ^ highest) & highest)).to_bytes(size)
