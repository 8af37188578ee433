"""Faults of whole files: damaged, locked, dangerous, or not what they claim to be."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl

from planting.book import Spot
from planting.kind import FLAT, Kind, Plant

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planting.book import Book

WHOLE = frozenset({""})
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _bytes(book: Book, folder: Path) -> bytes:
    path = folder / "filing.xlsx"
    book.save(path)
    data = path.read_bytes()
    path.unlink()
    return data


def _spoilt(name: str, spoil: Callable[[bytes], bytes]) -> Callable[[Path, Book], list[Spot]]:
    """Write the workbook's bytes changed, under a name."""

    def make(folder: Path, book: Book) -> list[Spot]:
        (folder / name).write_bytes(spoil(_bytes(book, folder)))
        return [Spot("", WHOLE, name)]

    return make


def _parts(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Rewrite the parts of a workbook; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def _in_sheet(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda data: _parts(data, lambda name, part: change(part) if name.endswith("sheet2.xml") else part)


def _entity(part: bytes) -> bytes:
    return part.replace(b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n', 1)


def _far_cell(column: str, row: int) -> Callable[[bytes], bytes]:
    cell = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'.encode()
    return lambda part: part.replace(b"</sheetData>", cell)


def _archive(name: str, attributes: int = 0, flag: int = 0) -> Callable[[Path, Book], list[Spot]]:
    """Pack the workbook beside an entry that must not be there."""

    def make(folder: Path, book: Book) -> list[Spot]:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = attributes << 16
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("filing.xlsx", _bytes(book, folder))
            archive.writestr(entry, b"report_year")
        data = out.getvalue()
        if flag:  # of the last entry, in its own header and in the directory
            raw = bytearray(data)
            raw[data.rfind(b"PK\x03\x04") + 6] |= flag
            raw[data.rfind(b"PK\x01\x02") + 8] |= flag
            data = bytes(raw)
        (folder / "filing.zip").write_bytes(data)
        return [Spot("", WHOLE, f"filing.zip/{name.lstrip('./')}")]

    return make


def _link(folder: Path, book: Book) -> list[Spot]:
    book.save(folder / "filing.xlsx")
    (folder / "link.xlsx").symlink_to(folder / "filing.xlsx")
    return [Spot("", WHOLE, "link.xlsx")]


def _text_of_sheet(encoding: str, name: str) -> Callable[[Path, Book], list[Spot]]:
    """Hand in table 8 as a text in an encoding nobody declared; the rest as a workbook."""

    def make(folder: Path, book: Book) -> list[Spot]:
        book.save(folder / "filing.xlsx")
        text = "序號,設備名稱,型號,臺數\n" + "".join(f"{n},離心風機與壓縮機組,廠內編號{n},{n}\n" for n in range(1, 40))
        (folder / name).write_bytes(text.encode(encoding))
        return [Spot("", WHOLE, name)]

    return make


def _no_table(folder: Path, _: Book) -> list[Spot]:
    other = openpyxl.Workbook()
    other.active.append(["姓名", "电话"])
    other.active.append(["某甲", "801"])
    other.save(folder / "通讯录.xlsx")
    return [Spot("", WHOLE, "通讯录.xlsx")]


def _locked(_: bytes) -> bytes:
    """The frame of an encrypted workbook: an OLE file that holds an EncryptedPackage."""
    return OLE + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512


def _with_part(name: str) -> Callable[[bytes], bytes]:
    """Put a further part into the workbook."""

    def spoil(data: bytes) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, b"program code")
        return out.getvalue()

    return spoil


def _each(*makes: Callable[[Path, Book], list[Spot]]) -> tuple[Plant, ...]:
    return tuple(Plant((FLAT[number % len(FLAT)],), make=make) for number, make in enumerate(makes))


FILE_FAULTS = [
    Kind("cut-short", "the end of the file is missing", "corrupt-file",
         _each(*(_spoilt("filing.xlsx", lambda data, keep=keep: data[: int(len(data) * keep)]) for keep in (0.3, 0.6, 0.9, 0.99)))),
    Kind("bytes-overwritten", "the directory or a part of the workbook is overwritten", "corrupt-file",
         _each(_spoilt("filing.xlsx", lambda data: data[:-60] + b"\x00" * 60),
               _spoilt("filing.xlsx", lambda data: data[:200] + b"\xff" * 400 + data[600:]),
               _spoilt("filing.xlsx", _in_sheet(lambda part: part[: len(part) // 2])),
               _spoilt("filing.xlsx", lambda data: _parts(data, lambda name, part: b"" if name == "xl/workbook.xml" else part)))),
    Kind("locked-with-a-password", "the workbook is encrypted", "encrypted-file",
         _each(_spoilt("filing.xlsx", _locked), _spoilt("filing.xls", _locked), _archive("locked.csv", flag=1))),
    Kind("nothing-in-it", "the file is empty or blank", "empty-file",
         _each(*(_spoilt(name, lambda _, blank=blank: blank) for name, blank in (("filing.xlsx", b""), ("filing.csv", b"\xef\xbb\xbf\r\n"), ("filing.xls", b"\x00" * 512))))),
    Kind("another-kind-of-file", "a document, picture or page is handed in", "unsupported-file",
         _each(*(_spoilt(name, lambda _, data=data: data) for name, data in (
             ("盖章页.pdf", b"%PDF-1.7 ..."), ("现场.jpg", b"\xff\xd8\xff\xe0JFIF"), ("导出.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
             ("说明.docx", b"plain words"), ("filing.et", b"some bytes"))))),
    Kind("workbook-without-tables", "a workbook without any of the tables", "no-table",
         _each(_no_table, _no_table, _no_table), also=frozenset({"unused-sheet"})),
    Kind("extension-of-something-else", "the extension is not that of the content", "wrong-extension",
         _each(*(_spoilt(name, lambda data: data) for name in ("filing.xls", "filing.csv", "filing.txt", "filing.dat")))),
    Kind("program-code", "the workbook brings macros", "macros-ignored",
         _each(_spoilt("filing.xlsm", _with_part("xl/vbaProject.bin")), _spoilt("filing.xlsx", _with_part("xl/vbaProject.bin")),
               _spoilt("filing.xlsm", _with_part("xl/macrosheets/sheet1.xml")))),
    Kind("entities-in-the-xml", "the XML declares entities", "unsafe-xml",
         _each(_spoilt("filing.xlsx", _in_sheet(_entity)),
               _spoilt("filing.xlsx", lambda data: _parts(data, lambda name, part: _entity(part) if name == "xl/workbook.xml" else part)),
               _spoilt("filing.xlsx", lambda data: _parts(data, lambda name, part: _entity(part) if name == "xl/sharedStrings.xml" else part)))),
    Kind("entry-outside-the-archive", "an archive's entry climbs out of it", "unsafe-archive",
         _each(_archive("../outside.csv"), _archive("../../outside.csv"), _archive("/outside.csv"))),
    Kind("link-in-place-of-a-file", "a symbolic link, on disk or in an archive", "symbolic-link",
         _each(_link, _archive("link.csv", attributes=0o120777), _link)),
    Kind("cell-at-the-end-of-the-world", "a lone cell claims a million columns or rows", "too-large",
         _each(_spoilt("filing.xlsx", _in_sheet(_far_cell("XFD", 99))), _spoilt("filing.xlsx", _in_sheet(_far_cell("CZZ", 9))),
               _spoilt("filing.xlsx", _in_sheet(_far_cell("AZ", 1048576))))),
    Kind("encoding-nobody-declared", "a text in Big5 or Shift-JIS", "unknown-encoding",
         _each(_text_of_sheet("big5", "equipment.csv"), _text_of_sheet("big5hkscs", "equipment.csv"), _text_of_sheet("big5", "表8.csv")),
         ),
]  # fmt: skip
