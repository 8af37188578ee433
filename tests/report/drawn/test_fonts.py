"""Fonts in a PDF: smaller, and byte for byte what they were."""

from __future__ import annotations

import zlib
from types import SimpleNamespace
from typing import Any

from energy_audit.report.drawn.fonts import pack_fonts

OFFSETS = b"".join(offset.to_bytes(3, "big") for offset in range(1, 65_536))
"""What a face of 65,535 glyphs holds: an offset for each, one more than the last."""


def stream(data: bytes, subtype: str | None) -> Any:
    return SimpleNamespace(stream=[data], extra={"Subtype": subtype} if subtype else {}, compress=True)


def unpredicted(data: bytes, columns: int) -> bytes:
    """Undo PNG's row filters as a PDF reader does (ISO 32000-1 clause 7.4.4.4)."""
    above, restored = bytes(columns), bytearray()
    for start in range(0, len(data), columns + 1):
        kind, row = data[start], data[start + 1 : start + 1 + columns]
        above = bytes((a + b) & 0xFF for a, b in zip(row, above, strict=True)) if kind == 2 else row
        restored += above
    return bytes(restored)


def test_a_font_packs_to_a_fraction_and_is_read_back_unchanged() -> None:
    font = stream(OFFSETS, "/OpenType")
    pack_fonts(None, SimpleNamespace(objects=[font]))
    packed = font.stream[0]
    assert len(packed) * 10 < len(zlib.compress(OFFSETS, 9))
    assert font.extra["DecodeParms"] == "<</Predictor 15/Columns 192>>"
    assert font.extra["Filter"] == "/FlateDecode"
    restored = unpredicted(zlib.decompress(packed), 192)
    assert restored[: len(OFFSETS)] == OFFSETS
    assert set(restored[len(OFFSETS) :]) <= {0}


def test_what_is_not_a_font_stays_as_it_is() -> None:
    page = stream(b"BT (text) Tj ET", None)
    pack_fonts(None, SimpleNamespace(objects=[page, SimpleNamespace()]))
    assert (page.stream, page.extra, page.compress) == ([b"BT (text) Tj ET"], {}, True)
