"""Whatever a folder or an archive holds is read or refused with its reason; nothing raises, nothing climbs out."""

from __future__ import annotations

import os
import random
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from energy_audit.filing.intake import read_filings
from energy_audit.filing.workbooks import archive

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.filing.intake import Intake


def _status(intake: Intake) -> dict[str, tuple[str, str]]:
    codes = {}
    for file, code in intake.problems.select("file", "code").iter_rows():
        codes.setdefault(file, code)
    return {file.path: (file.status, codes.get(file.path, "")) for file in intake.files}


def _zip(path: Path, members: dict[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def _rewritten(path: Path, part: str, change: Any) -> None:
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    members[part] = change(members[part])
    _zip(path, members)


@pytest.mark.parametrize(
    ("name", "data", "asks"),
    [
        ("材料.rar", b"Rar!\x1a\x07\x00 and more", "请解压后再交"),
        ("材料.7z", b"7z\xbc\xaf\x27\x1c and more", "请解压后再交"),
        ("a.xlsx", b"PK\x03\x04 broken", "压缩结构不完整"),
    ],
)
def test_what_cannot_be_opened_says_in_words_what_to_do(tmp_path: Path, name: str, data: bytes, asks: str) -> None:
    (tmp_path / name).write_bytes(data)
    (message,) = read_filings([tmp_path]).problems["message"].to_list()
    assert asks in message
    assert "not a zip" not in message


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "empty-file"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "empty-file"),
        ("a.xlsx", b"PK\x03\x04 broken", "corrupt-file"),
        ("a.xlsx", bytes(range(256)) * 4, "corrupt-file"),
        ("a.parquet", b"PAR1 and then nothing PAR1", "corrupt-file"),
        ("a.parquet", b"not parquet", "corrupt-file"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") * 3, "encrypted-file"),
        ("a.xls", OLE + bytes(512) + "WordDocument".encode("utf-16-le"), "unsupported-file"),
        ("a.xls", OLE + bytes(512) + "Workbook".encode("utf-16-le"), "corrupt-file"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "unsupported-file"),
        ("a.pdf", b"%PDF-1.7", "unsupported-file"),
        ("a.xlsx", b"%PDF-1.7\n1 0 obj", "unsupported-file"),  # a scan under the name of a workbook
        ("a.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF", "unsupported-file"),
        ("README.md", "# 说明".encode(), "unsupported-file"),
        ("notes.txt", "随手记".encode(), "unsupported-file"),
        ("a.csv", "姓名,年龄\n甲,3\n".encode(), "no-table"),
        ("energy_consumption.csv", b"uscc,report_year,energy_code,unit,consumption_total\n", "no-table"),
        (
            "enterprise.csv",
            "uscc,單位名稱\n1,貴州省遵義市仁懷市茅台鎮釀酒廠有限責任公司總廠\n".encode("big5"),
            "unknown-encoding",
        ),
        ("enterprise.csv", "uscc,enterprise_name\n1,café\n".encode("latin-1"), "unknown-encoding"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)

    intake = read_filings([tmp_path / "in"])

    (file,) = intake.files
    assert ("refused", code) == (file.status, intake.problems["code"][-1])
    assert file.reason
    assert len(data) == file.size


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("metering.csv", "统一社会信用代码,报告年度,能源种类\n"),
        ("product_condition.csv", "\ufeffuscc,report_year,product_name,condition_name,value,unit"),
        ("表4附 修正条件.csv", "统一社会信用代码,报告年度,产品名称,修正条件,数值,计量单位\n,,,,,\n"),
    ],
)
def test_a_table_of_which_there_is_nothing_but_its_headings_is_not_filed(
    filing: Any, tmp_path: Path, name: str, data: str
) -> None:
    """Databases give out every table, also one that holds nothing."""
    filing.xlsx(tmp_path / "in" / "a.xlsx")
    (tmp_path / "in" / name).write_text(data, "utf-8")
    whole = read_filings([tmp_path / "in" / "a.xlsx"]).problems["code"].to_list()
    assert whole == read_filings([tmp_path / "in"]).problems["code"].to_list()


def test_a_parquet_table_without_rows_is_not_filed(filing: Any, tmp_path: Path) -> None:
    filing.xlsx(tmp_path / "in" / "a.xlsx")
    schema = {"uscc": pl.String, "report_year": pl.Int64, "energy_type": pl.String}
    pl.DataFrame(schema=schema).write_parquet(tmp_path / "in" / "metering.parquet")
    assert read_filings([tmp_path / "in"]).problems.is_empty()


def test_one_bad_file_never_stops_a_batch(filing: Any, tmp_path: Path) -> None:
    filing.xlsx(tmp_path / "in" / "good.xlsx")
    (tmp_path / "in" / "bad.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "in" / "讀我.md").write_text("x", "utf-8")

    intake = read_filings([tmp_path / "in"])

    assert {
        "bad.xlsx": ("refused", "corrupt-file"),
        "good.xlsx": ("read", ""),
        "讀我.md": ("refused", "unsupported-file"),
    } == _status(intake)
    assert 1 == intake.tables["enterprise"].height


def test_lock_files_and_droppings_are_passed_over(filing: Any, tmp_path: Path) -> None:
    filing.xlsx(tmp_path / "in" / "a.xlsx")
    for name in ("~$a.xlsx", ".DS_Store", "Thumbs.db", "._a.xlsx"):
        (tmp_path / "in" / name).write_bytes(b"x")

    assert ["a.xlsx"] == [file.path for file in read_filings([tmp_path / "in"]).files]


def test_a_link_is_not_followed(filing: Any, tmp_path: Path) -> None:
    filing.xlsx(tmp_path / "outside" / "a.xlsx")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.xlsx").symlink_to(tmp_path / "outside" / "a.xlsx")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "outside")

    intake = read_filings([tmp_path / "in"])

    assert {"folder": ("refused", "symbolic-link"), "link.xlsx": ("refused", "symbolic-link")} == _status(intake)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_opened_is_refused(filing: Any, tmp_path: Path) -> None:
    path = filing.xlsx(tmp_path / "a.xlsx")
    path.chmod(0)

    assert {"a.xlsx": ("refused", "unreadable-file")} == _status(read_filings([path]))


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "..\\evil.csv", "a/../../evil.csv"]
)
def test_an_entry_that_climbs_out_is_refused_and_the_rest_is_read(filing: Any, tmp_path: Path, name: str) -> None:
    good = filing.xlsx(tmp_path / "good.xlsx").read_bytes()
    packed = _zip(tmp_path / "z.zip", {name: b"uscc\n", "good.xlsx": good})

    intake = read_filings([packed])

    status = _status(intake)
    assert ("read", "") == status.pop("z.zip/good.xlsx")
    assert [("refused", "unsafe-archive")] == list(status.values())
    assert all(".." not in path for path in status)


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("enterprise.csv")
    link.external_attr = 0o120777 << 16
    packed = _zip(tmp_path / "z.zip", {link: b"/etc/passwd"})

    assert {"z.zip/enterprise.csv": ("refused", "symbolic-link")} == _status(read_filings([packed]))


def test_an_archive_that_swells_beyond_reason_is_refused(tmp_path: Path) -> None:
    packed = _zip(tmp_path / "z.zip", {"enterprise.csv": bytes(archive.HARMLESS + 1)})

    assert {"z.zip": ("refused", "unsafe-archive")} == _status(read_filings([packed]))


def test_what_does_not_shrink_beside_it_hides_no_bomb(tmp_path: Path) -> None:
    """A megabyte of noise brings the archive as a whole below the limit."""
    noise = random.Random(1).randbytes(2**20)  # noqa: S311 - repeatable on purpose
    packed = _zip(tmp_path / "z.zip", {"enterprise.csv": bytes(archive.HARMLESS + 1), "x.csv": noise})

    assert {"z.zip": ("refused", "unsafe-archive")} == _status(read_filings([packed]))


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_ARCHIVE", 10)
    monkeypatch.setattr(archive.check_sizes, "__defaults__", (10,))
    packed = _zip(tmp_path / "z.zip", {"enterprise.csv": b"uscc,report_year\n"})

    assert {"z.zip": ("refused", "too-large")} == _status(read_filings([packed]))


def test_archives_may_lie_in_archives_but_not_without_end(filing: Any, tmp_path: Path) -> None:
    data = filing.xlsx(tmp_path / "a.xlsx").read_bytes()
    name = "a.xlsx"
    for depth in range(archive.DEEPEST + 1):
        data = _zip(tmp_path / "tmp.zip", {name: data}).read_bytes()
        name = f"{depth}.zip"
        (tmp_path / name).write_bytes(data)

    fine = read_filings([tmp_path / f"{archive.DEEPEST - 1}.zip"])
    deep = read_filings([tmp_path / f"{archive.DEEPEST}.zip"])

    assert {"2.zip/1.zip/0.zip/a.xlsx": ("read", "")} == _status(fine)
    assert [("refused", "unsafe-archive")] == list(_status(deep).values())


def test_an_empty_archive_and_a_protected_entry_are_refused(tmp_path: Path) -> None:
    empty = _zip(tmp_path / "empty.zip", {})
    packed = _zip(tmp_path / "z.zip", {"enterprise.csv": b"uscc\n1\n"})
    raw = bytearray(packed.read_bytes())
    central = raw.index(b"PK\x01\x02")
    struct.pack_into("<H", raw, central + 8, 1)
    packed.write_bytes(raw)

    assert {
        "empty.zip": ("refused", "empty-file"),
        "z.zip/enterprise.csv": ("refused", "encrypted-file"),
    } == _status(read_filings([empty, packed]))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_in_an_archive_are_read_as_their_author_typed_them(filing: Any, tmp_path: Path, encoding: str) -> None:
    data = filing.xlsx(tmp_path / "a.xlsx").read_bytes()
    name = "贵州/申报表.xlsx"
    info = zipfile.ZipInfo(name.encode(encoding).decode("cp437"))
    packed = _zip(tmp_path / "z.zip", {info: data})
    _unmarked(packed, info.filename, name.encode(encoding))

    assert {f"z.zip/{name}": ("read", "")} == _status(read_filings([packed]))


def _unmarked(path: Path, marked: str, raw_name: bytes) -> None:
    """Write an archive anew whose entry's name stands in raw bytes without the UTF-8 mark."""
    with zipfile.ZipFile(path) as packed:
        data = packed.read(marked)
    stand_in = "x" * len(raw_name)
    _zip(path, {stand_in: data})
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), raw_name))


@pytest.mark.parametrize(
    ("name", "real"), [("a.xls", "xlsx"), ("a.csv", "xlsx"), ("enterprise.xlsx", "csv"), ("b.dat", "xlsx")]
)
def test_content_decides_not_the_extension(filing: Any, tmp_path: Path, name: str, real: str) -> None:
    filing = filing.only("enterprise", "energy_consumption")
    if real == "xlsx":
        data = filing.xlsx(tmp_path / "x.xlsx").read_bytes()
    else:
        data = (filing.csv(tmp_path / "t") / "enterprise.csv").read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)

    intake = read_filings([tmp_path / "in"])

    assert ("read", "wrong-extension") == _status(intake)[name]
    assert 1 == intake.tables["enterprise"].height


def test_office_documents_that_are_no_workbooks_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    _zip(tmp_path / "in" / "a.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    _zip(tmp_path / "in" / "b.ods", {"mimetype": b"application/vnd.oasis"})
    _zip(tmp_path / "in" / "c.xlsb", {"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b""})

    intake = read_filings([tmp_path / "in"])

    assert [("refused", "unsupported-file")] * 3 == list(_status(intake).values())
    assert ["warning"] * 3 == intake.problems["severity"].to_list()


def test_a_workbook_with_entities_is_refused(filing: Any, tmp_path: Path) -> None:
    path = filing.xlsx(tmp_path / "a.xlsx")
    attack = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    _rewritten(path, "xl/worksheets/sheet1.xml", lambda part: attack + part)

    assert {"a.xlsx": ("refused", "unsafe-xml")} == _status(read_filings([path]))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_workbook_whose_xml_cannot_be_looked_through_is_refused(filing: Any, tmp_path: Path, encoding: str) -> None:
    path = filing.xlsx(tmp_path / "a.xlsx")
    written = '<?xml version="1.0" encoding="UTF-16"?>'
    _rewritten(path, "xl/worksheets/sheet2.xml", lambda part: (written + part.decode()).encode(encoding))

    assert {"a.xlsx": ("refused", "unsafe-xml")} == _status(read_filings([path]))


def test_an_earlier_output_among_the_filings_is_told_and_not_read(filing: Any, tmp_path: Path) -> None:
    filing.csv(tmp_path / "甲")
    filing.csv(tmp_path / "检查结果" / "data")
    (tmp_path / "检查结果" / "manifest.json").write_text('{"tool": "energy-audit"}', encoding="utf-8")
    filing.csv(tmp_path / "乙")
    (tmp_path / "乙" / "manifest.json").write_text('{"tool": "another"}', encoding="utf-8")

    status = _status(read_filings([tmp_path]))

    assert ("refused", "own-output") == status["检查结果"]
    assert {"甲", "乙", "检查结果"} == {path.partition("/")[0] for path in status}
    assert "检查结果/data/enterprise.csv" not in status
    assert {"检查结果": ("refused", "own-output")} == _status(read_filings([tmp_path / "检查结果"]))


@pytest.mark.parametrize("cell", ["XFD1", "A1048576"])
def test_a_sheet_that_spans_far_more_than_it_holds_is_refused(filing: Any, tmp_path: Path, cell: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0][cell] = "x"
        book.worksheets[0]["H1" if cell == "A1048576" else "A1"] = "y"

    status = _status(read_filings([filing.xlsx(tmp_path / "a.xlsx", edit)]))

    assert {"a.xlsx": ("refused", "too-large")} == status


def test_a_workbook_beyond_the_limit_is_refused(filing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("energy_audit.filing.files.recognise.LARGEST_WORKBOOK", 100)

    assert {"a.xlsx": ("refused", "too-large")} == _status(read_filings([filing.xlsx(tmp_path / "a.xlsx")]))


def test_files_of_two_arguments_keep_apart(filing: Any, tmp_path: Path) -> None:
    for year, folder in ((2024, "甲"), (2025, "乙")):
        one = filing.copy()
        for rows in one.tables.values():
            for row in rows:
                row["report_year"] = year
        one.xlsx(tmp_path / folder / "a.xlsx")

    intake = read_filings([tmp_path / "甲", tmp_path / "乙"])

    assert ["乙/a.xlsx", "甲/a.xlsx"] == [file.path for file in intake.files]
    assert 2 == len({file.sha256 for file in intake.files})
