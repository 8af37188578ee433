"""An archive is read in the quick way only where that gives what zipfile would read."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from energy_audit.filing.workbooks import quick_zip
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.quick_zip import contents, listing, sizes_of

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST, SECOND = "一".encode() * 50, b"<x>" * 1000


def _archive(method: int = zipfile.ZIP_DEFLATED, name: str = "xl/second.xml", comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("first.xml", FIRST)
        archive.writestr(name, SECOND)
        archive.comment = comment
    return out.getvalue()


def _twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.xml", FIRST)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("first.xml", SECOND)
    return out.getvalue()


def _by_zipfile(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(params=[True, False], ids=["kept", "own"])
def read(request: pytest.FixtureRequest) -> Callable[[bytes], dict[str, bytes]]:
    """What is kept for the next archive, and what is not, are read alike."""
    own = () if request.param else ("",)
    return lambda data: contents(data, "xl/media/", own)[1]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["xl/second.xml", "xl/表.xml", "xl\\second.xml", "xl/"])
def test_every_form_is_read(read: Callable[[bytes], dict[str, bytes]], method: int, name: str) -> None:
    data = _archive(method, name)
    assert _by_zipfile(data) == read(data)
    assert (listing(data) is not None) == (method == zipfile.ZIP_DEFLATED and name in {"xl/second.xml", "xl/"})


@pytest.mark.parametrize(
    "data",
    [
        _archive(comment=b"a comment"),
        b"before" + _archive(),
        _archive() + b"after",
        _twice(),
        _archive().replace(b"second.xml", b"se\0ond.xml"),
    ],
    ids=["commented", "before it", "after it", "one name twice", "a name that ends early"],
)
def test_what_is_unusual_is_left_to_zipfile(read: Callable[[bytes], dict[str, bytes]], data: bytes) -> None:
    assert listing(data) is None
    try:
        expected = _by_zipfile(data)
    except zipfile.BadZipFile:
        with pytest.raises(Refused):
            read(data)
        return
    assert expected == read(data)


def test_pictures_are_named_and_not_read() -> None:
    data = _archive(name="xl/media/1.png")
    assert (["first.xml", "xl/media/1.png"], {"first.xml": FIRST}) == contents(data, "xl/media/", ())


@pytest.mark.parametrize("change", [0x55, 0x01, 0x80])
def test_whatever_byte_is_damaged_the_content_is_that_of_zipfile_or_refused(
    read: Callable[[bytes], dict[str, bytes]], change: int
) -> None:
    whole = _archive()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= change
        try:
            found = read(bytes(damaged))
        except Refused:
            continue
        assert _by_zipfile(bytes(damaged)) == found
        assert {*found.values()} <= {FIRST, SECOND}


@pytest.mark.parametrize("change", [0x55, 0x01, 0x80])
def test_whatever_byte_is_damaged_the_files_are_those_that_zipfile_lists_or_refused(change: int) -> None:
    whole = _archive()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= change
        try:
            found = sizes_of(bytes(damaged))
        except Refused:
            continue
        with zipfile.ZipFile(io.BytesIO(damaged)) as archive:
            expected = [(info.filename, (info.file_size, info.compress_size)) for info in archive.infolist()]
        assert expected == found


def test_wherever_it_ends_early_an_archive_is_refused(read: Callable[[bytes], dict[str, bytes]]) -> None:
    whole = _archive()
    for length in range(len(whole)):
        with pytest.raises(Refused):
            read(whole[:length])


def test_a_file_longer_than_the_list_says_is_refused(read: Callable[[bytes], dict[str, bytes]]) -> None:
    """What is unpacked is bound by the size that was judged when the archive was opened."""
    data = _archive().replace((3000).to_bytes(4, "little"), (30).to_bytes(4, "little"))
    with pytest.raises(Refused):
        read(data)


def test_a_bomb_is_refused_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(60 * 2**20))
    monkeypatch.setattr(quick_zip, "_unpacked", None)
    monkeypatch.setattr(quick_zip, "_unpacked_before", None)
    assert listing(out.getvalue()) is not None
    with pytest.raises(Refused) as refused:
        contents(out.getvalue(), "xl/media/", ())
    assert "unsafe-archive" == refused.value.kind.code


def test_only_small_files_that_others_may_hold_are_kept() -> None:
    quick_zip._unpacked_before.cache_clear()
    data = _archive()
    for _ in range(2):
        contents(data, "xl/media/", ("xl/",))
    assert (1, 1) == quick_zip._unpacked_before.cache_info()[:2]
