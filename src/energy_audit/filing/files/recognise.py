"""What a file is, told by its content; its extension is only a claim."""

from __future__ import annotations

import struct
from typing import Literal

from energy_audit.filing.files.discovery import WORKBOOK_PART
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.workbooks.archive import LARGEST_WORKBOOK, Refused, check_sizes
from energy_audit.filing.workbooks.quick_zip import sizes_of

Form = Literal["xlsx", "xls", "csv", "parquet"]

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_CLAIMS: dict[Form, set[str]] = {
    "xlsx": {".xlsx", ".xlsm"},
    "xls": {".xls"},
    "csv": {".csv", ".tsv", ".txt"},
    "parquet": {".parquet", ".pq"},
}
_SPOKEN: dict[Form, str] = {
    "xlsx": marked("xlsx 工作簿"),
    "xls": marked("xls 工作簿"),
    "csv": marked("文本表格"),
    "parquet": "Parquet",
}
_PACKED = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz"})
"""Archives that hold filings often enough, and that the standard library cannot open or that need another tool."""

_PICTURES = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
"""What a printed filing was scanned into, by its first bytes, whatever it is called."""

_GLOBALS = bytes.fromhex("0908100000060500")
"""How the globals of an Excel 97 workbook begin, at the start of a sector ([MS-XLS] 2.4.21)."""
_FILEPASS = 0x002F
_EARLY_RECORDS = 8
_HEAD = 4096
"""Bytes that mostly show that a file is not blank, without a copy of it all."""
_LARGEST_UNPACKED = 2 * 2**30


def form_of(data: bytes, extension: str, *, names_a_table: bool) -> Form:
    """Tell the form of a file.

    Args:
        data: the content.
        extension: lower case, with its dot.
        names_a_table: the file's name is that of a table, so that a .txt may be one.

    Raises:
        Refused: empty, protected, damaged, or nothing a filing could be.
    """
    if _is_blank(data[:_HEAD]) and _is_blank(data):
        raise Refused(FilingProblem.EMPTY_FILE)
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(b"PAR1"):
        return "parquet"
    for first, kind in _PICTURES.items():
        if data.startswith(first):
            raise Refused(FilingProblem.UNSUPPORTED_FILE, marked("实际是 {kind}，请交填好的工作簿本身", kind=kind))
    if extension in _CLAIMS["parquet"]:
        raise Refused(FilingProblem.CORRUPT_FILE, marked("不是 Parquet 文件"))
    if data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Refused(FilingProblem.UNSUPPORTED_FILE, marked("实际是网页或 XML，请用 Excel 或 WPS 另存为 .xlsx"))
    if (
        extension in {".xlsx", ".xlsm", ".xls"}
        and b"\x00" in data[:1024]
        and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise Refused(FilingProblem.CORRUPT_FILE, marked("不是 Excel 文件"))
    if extension in {".csv", ".tsv", ".xls", ".xlsx", ".xlsm"} or (extension in {".txt", ""} and names_a_table):
        return "csv"
    if extension in _PACKED:
        raise Refused(FilingProblem.UNSUPPORTED_FILE, marked("{extension} 压缩包，请解压后再交", extension=extension))
    raise Refused(FilingProblem.UNSUPPORTED_FILE, extension or marked("没有扩展名"))


def _is_blank(data: bytes) -> bool:
    return not data.strip(b"\x00 \r\n\t\xef\xbb\xbf")


def mismatch(form: Form, extension: str) -> str:
    """Return what the file is, in words, where its extension claims something else; else an empty text."""
    return "" if extension in _CLAIMS[form] or not extension else _SPOKEN[form]


def _zipped(data: bytes) -> Form:
    if len(data) > LARGEST_WORKBOOK:
        raise Refused(
            FilingProblem.TOO_LARGE,
            marked("{size} MB，上限 {most} MB", size=len(data) // 2**20, most=LARGEST_WORKBOOK // 2**20),
        )
    sizes = sizes_of(data)
    check_sizes([size for _, size in sizes], _LARGEST_UNPACKED)
    names = {name for name, _ in sizes}
    if WORKBOOK_PART in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Refused(FilingProblem.UNSUPPORTED_FILE, marked(".xlsb 工作簿，请另存为 .xlsx"))
    if "mimetype" in names:
        raise Refused(FilingProblem.UNSUPPORTED_FILE, marked("OpenDocument 文档，请另存为 .xlsx"))
    if "[Content_Types].xml" in names:
        raise Refused(FilingProblem.UNSUPPORTED_FILE, marked("Office 文档，但不是 Excel 工作簿"))
    raise Refused(FilingProblem.UNSUPPORTED_FILE, marked("压缩包，扩展名应为 .zip") if names else marked("空压缩包"))


def _ole(data: bytes) -> Form:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or _is_locked(data):
        raise Refused(FilingProblem.ENCRYPTED_FILE)
    if len(data) > LARGEST_WORKBOOK:
        raise Refused(
            FilingProblem.TOO_LARGE,
            marked("{size} MB，上限 {most} MB", size=len(data) // 2**20, most=LARGEST_WORKBOOK // 2**20),
        )
    if holds("Workbook") or holds("Book"):
        return "xls"
    raise Refused(FilingProblem.UNSUPPORTED_FILE, marked("旧版 Office 文档，但不是 Excel 工作簿"))


def _is_locked(data: bytes) -> bool:
    """Tell an .xls with a password: its globals begin with a record that calamine does not tell from damage."""
    start = next((at for at in range(512, len(data), 512) if data.startswith(_GLOBALS, at)), None)
    if start is None:
        return False
    place = start
    for _ in range(_EARLY_RECORDS):
        if place + 4 > len(data):
            return False
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == _FILEPASS:
            return True
        place += 4 + length
    return False
