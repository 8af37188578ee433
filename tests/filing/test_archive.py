"""A file of an archive is read in the quick way only where that is what zipfile would read."""

from __future__ import annotations

import io
import zipfile

import pytest

from energy_audit.filing.archive import Refused, opened, quick_member


def _archive(method: int = zipfile.ZIP_DEFLATED, name: str = "xl/表.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("first.xml", "一" * 50)
        archive.writestr(name, b"<x>" * 1000)
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_way_to_pack_is_read(method: int) -> None:
    data = _archive(method)
    with opened(data) as archive:
        assert {name: quick_member(archive, name, data) for name in archive.namelist()} == {
            name: archive.read(name) for name in archive.namelist()
        }


def test_whatever_byte_is_damaged_the_content_is_right_or_refused() -> None:
    whole = _archive()
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 0x55
        try:
            with opened(bytes(data)) as archive:
                found = {name: quick_member(archive, name, bytes(data)) for name in archive.namelist()}
        except Refused:
            continue
        assert {*found.values()} <= {"一".encode() * 50, b"<x>" * 1000}


def test_a_file_longer_than_the_list_says_is_refused() -> None:
    """What is unpacked is bound by the size that was judged when the archive was opened."""
    data = _archive().replace((3000).to_bytes(4, "little"), (30).to_bytes(4, "little"))
    with opened(data) as archive, pytest.raises(Refused):
        quick_member(archive, "xl/表.xml", data)
