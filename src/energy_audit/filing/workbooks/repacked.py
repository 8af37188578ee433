"""Packs the parts of a workbook once more, unpacked as they lie in memory, for calamine to read.

calamine unpacks each sheet twice, for its cells and for its merged areas, and it would be the third time: the parts
were unpacked to be looked through. And so it reads what was looked through and nothing else, whatever another list or
header of the archive says. It looks for the merged areas from the beginning of the sheet to their end: they are put
before the cells, so that it need not go through all of these a second time.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 16 * 2**20
"""Bytes of all parts; more of them had better not lie in memory once more."""

_FILE = struct.Struct("<5H3I2H")
"""What a file's own header and the archive's list say alike: version, flags, day, checksum, sizes, length of the name."""
_LISTED = struct.Struct("<10xI")
"""What only the list says: where the file lies."""
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_UTF8_NAME = 0x800
_FIRST_DAY = 0x21
"""1980-01-01, the first day that an archive can write."""

_NEVER_READ = ("xl/theme/", "docProps/")


_CELLS = re.compile(rb"<sheetData[\s/>]")
_MERGES, _MERGES_END = b"<mergeCells", b"</mergeCells>"
_NO_MERGES = b'<mergeCells count="0"></mergeCells>'


def merges_first(sheet: bytes) -> bytes:
    """Put the merged areas of a sheet before its cells; one that is not written as programs write it stays as it is."""
    found = _CELLS.search(sheet)
    if found is None or (b"!" in sheet and b"<!" in sheet):
        return sheet
    cells = found.start()
    if b"mergeCell" not in sheet:
        return b"".join((sheet[:cells], _NO_MERGES, sheet[cells:]))
    begin, end = sheet.find(_MERGES), sheet.find(_MERGES_END) + len(_MERGES_END)
    if not cells < begin < end or not sheet.count(_MERGES) == sheet.count(_MERGES_END) == 1:
        return sheet
    return sheet[:cells] + sheet[begin:end] + sheet[cells:begin] + sheet[end:]


def repacked(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of the parts, none compressed (APPNOTE.TXT of PKWARE, 4.3); nothing where they are large.

    zipfile would do, and take a third of the time of reading the workbook.
    """
    if sum(map(len, parts.values())) > LARGEST:
        return b""
    files: list[bytes] = []
    listed: list[bytes] = []
    place = 0
    for name, part in parts.items():
        if name.startswith(_NEVER_READ):
            continue
        raw, size = name.encode("utf-8", "surrogateescape"), len(part)
        said = _FILE.pack(_VERSION, _UTF8_NAME, 0, 0, _FIRST_DAY, zlib.crc32(part), size, size, len(raw), 0)
        listed.append(b"PK\1\2" + _VERSION.to_bytes(2, "little") + said + _LISTED.pack(place) + raw)
        header = b"PK\3\4" + said + raw
        files += (header, part)
        place += len(header) + size
    ends = b"".join(listed)
    return b"".join((*files, ends, _END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), len(ends), place, 0)))
