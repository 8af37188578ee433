"""Reads the files of an archive that lies in memory, several times faster than zipfile does.

It reads what is written as nearly every program writes it. Whatever is unusual about an archive, or about a file in
it, it leaves to ``archive``, which knows all forms and their faults.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import lru_cache
from typing import NamedTuple

from energy_audit.filing.workbooks.archive import check_sizes, member, opened

_END = struct.Struct("<4s4H2IH")
"""The last record: mark, disks, numbers of files, bytes and place of the list, length of a comment."""
_LISTED = struct.Struct("<4s2xBx2H4x3I4H6xI")
"""A file in the list: mark, version, flags, method, checksum, sizes, lengths of name, more and comment, disk, place."""
_HEADER = struct.Struct("<4s22x2H")
"""A file's own header: mark, lengths of its name and of more, both of which follow."""

_LARGE_FORM = b"PK\6\7"
"""Mark of what stands before the last record of an archive of more than 4 GB."""

_NEWEST = 63
"""Version of the form, the last that zipfile knows."""
_USUAL = 0x800 | 0x008 | 0x006
"""Flags of names in UTF-8, of sizes that follow the content, and of the degree of compression."""
_SMALL = 2**15
"""Bytes of an unpacked file that may be kept, in case the next archive holds the same."""


class Listed(NamedTuple):
    """A file as the archive's list has it; sizes and place in bytes."""

    name: str
    checksum: int
    packed_size: int
    size: int
    place: int


def contents(data: bytes, skipped: str, own: tuple[str, ...]) -> tuple[list[str], dict[str, bytes]]:
    """Return the names of all files in an archive, and what is in them.

    Args:
        data: the archive.
        skipped: beginning of the names of files that are not read.
        own: beginnings of the names of files that no other archive is likely to hold; the others are kept for the next.

    Raises:
        Refused: damaged, protected, or swelling beyond reason.
    """
    if (read := _quickly(data, skipped, own)) is not None:
        return read
    with opened(data) as archive:
        names = archive.namelist()
        return names, {name: member(archive, name) for name in names if not name.startswith(skipped)}


def _quickly(data: bytes, skipped: str, own: tuple[str, ...]) -> tuple[list[str], dict[str, bytes]] | None:
    listed = listing(data)
    if listed is None:
        return None
    check_sizes([(file.size, file.packed_size) for file in listed])
    found = {}
    for file in listed:
        if not file.name.startswith(skipped):
            content = _content(data, file, kept=not file.name.startswith(own))
            if content is None:
                return None
            found[file.name] = content
    return [file.name for file in listed], found


def sizes_of(data: bytes) -> list[tuple[str, tuple[int, int]]]:
    """Return by name the bytes of every file in an archive, unpacked and packed.

    Raises:
        Refused: damaged, or swelling beyond reason.
    """
    if (listed := listing(data)) is not None:
        sizes = [(file.name, (file.size, file.packed_size)) for file in listed]
        check_sizes([size for _, size in sizes])
        return sizes
    with opened(data) as archive:
        return [(info.filename, (info.file_size, info.compress_size)) for info in archive.infolist()]


def listing(data: bytes) -> list[Listed] | None:
    """List the files of an archive of deflated files with plain names, none twice; None of any other."""
    end = len(data) - _END.size
    if end < 0:
        return None
    mark, disk, first, here, number, size, place, comment = _END.unpack_from(data, end)
    if mark != b"PK\5\6" or disk or first or comment or here != number or place + size != end:
        return None
    found = {}
    while place + _LISTED.size <= end:
        mark, version, flags, method, checksum, packed, size, length, more, comment, disk, own = _LISTED.unpack_from(
            data, place
        )
        name = data[place + _LISTED.size : place + _LISTED.size + length]
        if mark != b"PK\1\2" or version > _NEWEST or flags & ~_USUAL or method != zipfile.ZIP_DEFLATED:
            return None
        if more or comment or disk or not name.isascii() or b"\0" in name or b"\\" in name:
            return None
        found[name] = Listed(name.decode(), checksum, packed, size, own)
        place += _LISTED.size + length
    plain = place == end and len(found) == number and data[end - 20 : end - 16] != _LARGE_FORM
    return list(found.values()) if plain else None


def _content(data: bytes, file: Listed, *, kept: bool) -> bytes | None:
    """Unpack a file whose own header, length and checksum are as the list says; None of any other."""
    if file.place + _HEADER.size > len(data):
        return None
    mark, length, more = _HEADER.unpack_from(data, file.place)
    begin = file.place + _HEADER.size
    if mark != b"PK\3\4" or data[begin : begin + length] != file.name.encode():
        return None
    begin += length + more
    unpack = _unpacked_before if kept and file.size <= _SMALL else _unpacked
    return unpack(data[begin : begin + file.packed_size], file.size, file.checksum)


def _unpacked(packed: bytes, size: int, checksum: int) -> bytes | None:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacking.decompress(packed, size + 1)  # no more than the list admits to, which was judged
    except zlib.error:
        return None
    return content if len(content) == size and zlib.crc32(content) == checksum else None


_unpacked_before = lru_cache(maxsize=64)(_unpacked)
