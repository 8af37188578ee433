"""Text files: encodings are known or refused, large files read as small ones, lines keep their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from polars.testing import assert_frame_equal

from energy_audit.filing.files import tabular
from energy_audit.filing.files.large_text import is_utf8
from energy_audit.filing.files.tabular import decoded
from energy_audit.filing.intake import read_filings
from energy_audit.filing.workbooks.archive import Refused

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "统一社会信用代码,单位名称\n9152,贵州某某有限公司\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"]
)
def test_every_accepted_encoding_is_told(encoding: str) -> None:
    assert TEXT == decoded(TEXT.encode(encoding))


@pytest.mark.parametrize("encoding", ["big5", "shift_jis"])
def test_a_foreign_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(Refused) as refused:
        decoded("統一社會信用代碼,單位名稱,學會,國際,電機,廣東".replace("碼", "番").encode(encoding, "ignore"))
    assert "unknown-encoding" == refused.value.kind.code


def test_ascii_of_two_bytes_is_told() -> None:
    assert "uscc,site\n9152,A\n" == decoded("uscc,site\n9152,A\n".encode("utf-16-le"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("most", [tabular.LARGE, 100])
def test_a_null_character_is_told_by_its_line_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, most: int
) -> None:
    """What stood there is not known: 12?00 is no 1200, and a file that ends in nulls was not written to its end."""
    monkeypatch.setattr(tabular, "LARGE", most)
    path = tmp_path / "energy_consumption.csv"
    path.write_bytes(
        "能源名称,计量单位,消费量合计\n原煤,吨,5\n柴油,吨,12\x0000\n电力,万千瓦时,7\n\0\0\0\n汽油,吨,8\n".encode(
            encoding
        )
    )

    intake = read_filings([path])

    assert [5, None, 7, 8] == intake.tables["energy_consumption"]["consumption_total"].to_list()
    assert [2, 3, 4, 6] == intake.tables["energy_consumption"]["row"].to_list()
    told = intake.problems.filter(intake.problems["code"].is_in(["null-characters", "unreadable-number"]))
    assert [("line:3", "null-characters", "3"), ("line:3", "unreadable-number", "12\ufffd00")] == sorted(
        told.select("cell", "code", "value").rows()
    )
    assert "到第 5 行，共 2 行" in told.filter(code="null-characters")["message"].item()


def test_a_null_character_in_a_heading_hides_no_table(tmp_path: Path) -> None:
    path = tmp_path / "energy_consumption.csv"
    path.write_bytes("能源名称,计量单位,\0消费量合计,工业生产消费\n原煤,吨,5,5\n".encode())

    intake = read_filings([path])

    assert ["原煤"] == intake.tables["energy_consumption"]["energy_name"].to_list()
    assert {"null-characters", "unknown-column"} <= set(intake.problems.filter(cell="line:1")["code"])
    assert "消费量合计" in intake.problems.filter(code="unknown-column")["message"].item()


def _energy(rows: int, extra: str = "") -> str:
    head = "能源消费结构,,,,\n统一社会信用代码：9152000071430580XT,报告年度：2025,,,\n能源品种代码,能源名称,计量单位,消费量合计,备注栏\n"
    body = "".join(f'{number % 40 + 1:02d},"能源,{number}",吨,"{number},000.5",\n' for number in range(1, rows))
    return head + body + extra


@pytest.mark.parametrize(
    "extra",
    [
        '07,"两\n行",吨,约3,看\n08,后,吨,4,\n',
        "\n\n09,空行后,吨,5,\n",
        ",,,,\n10,缺列,吨\n",
        "11,多列,吨,5,,多出来的\n",
        '12,5" 管,吨,6,\n',
        "注：以上为全部能源,,,,\n",
        "填表人：张三,,联系电话：0851-2212345,,\n",
        "\n注：1. 按年填报。\n\n填表人：张三\n\n",
        "注：以上为全部能源\n13,注后,吨,7,\n",
    ],
)
def test_a_large_file_is_read_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: str) -> None:
    path = tmp_path / "energy_consumption.csv"
    path.write_text(_energy(300, extra), "utf-8")
    small = read_filings([path])
    monkeypatch.setattr(tabular, "LARGE", 100)

    large = read_filings([path])

    assert_frame_equal(small.tables["energy_consumption"], large.tables["energy_consumption"])
    assert_frame_equal(small.problems, large.problems)
    assert 299 <= large.tables["energy_consumption"].height


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_large_file_in_any_encoding_is_read_by_polars(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, end: str
) -> None:
    path = tmp_path / "energy_consumption.csv"
    path.write_text(_energy(300), "utf-8")
    plain = read_filings([path])
    path.write_bytes(_energy(300).replace("\n", end).encode(encoding))
    monkeypatch.setattr(tabular, "LARGE", 100)
    monkeypatch.setattr(tabular, "read_sheet", None)

    large = read_filings([path])

    assert_frame_equal(plain.tables["energy_consumption"], large.tables["energy_consumption"])
    assert_frame_equal(plain.problems, large.problems)


def test_large_files_are_typed_together_as_each_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files with the same columns become one frame, one with others another; each row knows its file."""
    for folder, extra in (("a", ""), ("b", "07,煤,吨,约3,看\n"), ("c", "08,油,吨,4,\n"), ("d", "")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "energy_consumption.csv").write_text(_energy(30, extra), "utf-8")
    other = tmp_path / "b" / "energy_consumption_1.csv"
    other.write_text(
        "能源名称,能源品种代码,计量单位,消费量合计,低位发热量\n" + "电力,33,万千瓦时,1万,2\n" * 30, "utf-8"
    )
    small = read_filings([tmp_path])
    monkeypatch.setattr(tabular, "LARGE", 100)
    monkeypatch.setattr(tabular, "read_sheet", None)

    large = read_filings([tmp_path])

    for key, frame in small.tables.items():
        assert_frame_equal(frame, large.tables[key])
    assert_frame_equal(small.problems, large.problems)
    assert 4 == large.tables["energy_consumption"]["source"].n_unique()
    assert "unreadable-number" in set(large.problems["code"])


@pytest.mark.parametrize("letters", [b"\xc3\xba", b"\xff\xff"], ids=["gb18030", "none"])
def test_an_encoding_that_shows_late_in_a_large_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: bytes
) -> None:
    rows = b"91520000000000000D,2025,01,coal,t,1.5\n" * 300
    path = tmp_path / "energy_consumption.csv"
    path.write_bytes(b"uscc,report_year,energy_code,energy_name,unit,consumption_total\n" + rows)
    path.write_bytes(path.read_bytes() + rows.replace(b"coal", letters))
    plain = read_filings([path])
    monkeypatch.setattr(tabular, "LARGE", 100)
    monkeypatch.setattr(tabular, "_HEAD_LENGTH", 200)

    large = read_filings([path])

    assert_frame_equal(plain.tables["energy_consumption"], large.tables["energy_consumption"])
    assert_frame_equal(plain.problems, large.problems)
    assert large.files[0].status == ("read" if letters == b"\xc3\xba" else "refused")


@pytest.mark.parametrize("before", range(4))
def test_a_letter_may_lie_across_two_of_the_pieces_that_are_decoded(before: int) -> None:
    text = ("x" * before + "吨" * 50_000).encode()

    assert is_utf8(text)
    assert not is_utf8(text[:-1]), "the last letter is cut"
    assert not is_utf8(text[:-4] + b"\xff" + text[-3:])
    assert is_utf8(b"")


def test_a_large_regular_file_is_read_by_polars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "energy_consumption.csv"
    path.write_text(_energy(300), "utf-8")
    monkeypatch.setattr(tabular, "LARGE", 100)
    monkeypatch.setattr(tabular, "read_sheet", None)

    intake = read_filings([path])

    assert 299 == intake.tables["energy_consumption"].height
    assert [4, 302] == [intake.tables["energy_consumption"]["row"][index] for index in (0, -1)]
    assert {("9152000071430580XT", 2025)} == set(
        intake.tables["energy_consumption"].select("uscc", "report_year").iter_rows()
    )


def test_a_name_that_says_nothing_leaves_the_table_to_the_headings(filing: Any, tmp_path: Path) -> None:
    folder = filing.csv(tmp_path / "t")
    for number, path in enumerate(sorted(folder.iterdir())):
        path.rename(folder / f"导出{number}.csv")

    intake = read_filings([folder])

    assert intake.problems.is_empty()
    assert 2 == intake.tables["document"].height


def test_a_line_with_more_cells_than_headings_has_no_figures(filing: Any, tmp_path: Path) -> None:
    """1,200.5 without quotes is two cells: 1 t and 200.5 t nobody filed."""
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    lines = ["能源名称,计量单位,消费量合计,工业生产消费", "柴油,吨,5,4", "原煤,吨,1,200.5,1,200.5", "汽油,吨,7,7,,"]
    (folder / "energy_consumption.csv").write_text("\n".join(lines) + "\n", "utf-8")

    intake = read_filings([folder])

    rows = intake.tables["energy_consumption"].select("consumption_total", "consumption_industrial").rows()
    assert [(5, 4), (None, None), (7, 7)] == rows
    told = intake.problems.filter(code="row-out-of-place").select("cell", "column", "value", "severity").rows()
    assert [
        ("line:3", "consumption_industrial", "200.5", "error"),
        ("line:3", "consumption_total", "1", "error"),
    ] == told


def test_a_remark_to_the_right_of_a_table_shifts_nothing(filing: Any, tmp_path: Path) -> None:
    """As a spreadsheet writes it: every line has as many commas."""
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    lines = ["能源名称,计量单位,消费量合计,工业生产消费,", "柴油,吨,5,4,", "原煤,吨,1,1,含自产"]
    (folder / "energy_consumption.csv").write_text("\n".join(lines) + "\n", "utf-8")

    intake = read_filings([folder])

    assert [5, 1] == intake.tables["energy_consumption"]["consumption_total"].to_list()
    assert ["unused-text"] == intake.problems["code"].to_list()


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("原煤,吨,5,4,含自产", (5, 4)),
        ("原煤,吨,5,4,, ,", (5, 4)),
        ("原煤,吨,5,4,含自产,甲", (None, None)),  # two commas too many may stand anywhere
        ("原煤,吨,5,4,3", (None, None)),
        ("原煤,吨,1,200,含自产", (None, None)),  # 1,200, and words for the other figure
        ("原煤,吨,1,200,5", (None, None)),
        ("原煤,洗,吨,5,4", (None, None)),
        ("原煤,洗,,5,自产", (None, None)),  # 原煤,洗 without a unit, and words for a figure
        ("原煤,吨,约5,4,含自产", (None, None)),
    ],
)
@pytest.mark.parametrize("end", ["", ","])
def test_only_a_remark_that_surely_stands_at_the_end_costs_no_figure(
    filing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, read: tuple[int | None, ...], end: str
) -> None:
    """Headings with a comma behind the last one, as some programs write them, are no more headings than without."""
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    lines = [f"能源名称,计量单位,消费量合计,工业生产消费{end}", *[f"柴油,吨,5,4{end}"] * 80, line, f"汽油,吨,7,7{end}"]
    (folder / "energy_consumption.csv").write_text("\n".join(lines) + "\n", "utf-8")

    intake = read_filings([folder])

    rows = intake.tables["energy_consumption"].select("consumption_total", "consumption_industrial").rows()
    assert [read, (7, 7)] == rows[80:]
    there = bool(line.split(",", 4)[4].strip(", "))
    assert ({"line:82"} if there else set()) == set(intake.problems.filter(code="unused-text")["cell"])
    monkeypatch.setattr(tabular, "LARGE", 100)
    large = read_filings([folder])
    assert rows == large.tables["energy_consumption"].select("consumption_total", "consumption_industrial").rows()
    assert_frame_equal(intake.problems, large.problems)


def test_a_day_on_a_shifted_line_is_no_day(filing: Any, tmp_path: Path) -> None:
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    lines = ["项目名称,项目阶段,节能审查批复日期,开工日期", "窑,一号,2020-01-01,2021-01-01,2022-01-01"]
    (folder / "project.csv").write_text("\n".join(lines) + "\n", "utf-8")

    intake = read_filings([folder])

    (row,) = intake.tables["project"].rows(named=True)
    told = intake.problems.filter(code="row-out-of-place")["column"].to_list()
    assert 2 == len(told)
    assert {None} == {row[key] for key in told}


@pytest.mark.parametrize(
    ("spoilt", "named", "torn"),
    [
        ({40: '"柴油,吨,5,4'}, 119, ["line:42"]),  # to the end of the file
        ({40: '"柴油,吨,5,4', 44: '"汽油,吨,5,4'}, 118, ["line:42"]),
        ({40: '柴油,吨,5,"4', 44: '"汽油,吨,5,4'}, 119, ["line:42"]),
        ({40: '柴油,吨,"5","4"'}, 120, []),
        ({40: '"柴\n油",吨,5,4'}, 120, []),
    ],
)
def test_a_quote_left_open_loses_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: dict[int, str], named: int, torn: list[str]
) -> None:
    lines = ["能源名称,计量单位,消费量合计,工业生产消费", *["柴油,吨,5,4"] * 120]
    for place, line in spoilt.items():
        lines[place + 1] = line
    path = tmp_path / "energy_consumption.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")

    intake = read_filings([path])

    rows = intake.tables["energy_consumption"]
    assert 120 == rows.height + intake.unused.filter(reason="template-row").height
    assert named == rows.filter(consumption_total=5).height
    assert torn == intake.problems.filter(code="quote-left-open")["cell"].to_list()
    monkeypatch.setattr(tabular, "LARGE", 100)
    large = read_filings([path])
    assert_frame_equal(rows, large.tables["energy_consumption"])
    assert_frame_equal(intake.problems, large.problems)


@pytest.mark.parametrize("large", [100, 10**9])
def test_a_text_that_is_spelt_out_for_a_spreadsheet_is_that_text(
    filing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """="01" is how programs keep a spreadsheet from reading 1; a code so written is no other unit's."""
    monkeypatch.setattr(tabular, "LARGE", large)
    folder = filing.only("enterprise").csv(tmp_path / "tables")
    rows = ['="9152000071430580XT",2025,="01",原煤,吨,="5"', '"=""9152000071430580XT""",2025,="33",电力,万千瓦时,7']
    lines = ["uscc,report_year,energy_code,energy_name,unit,consumption_total", *rows]
    (folder / "energy_consumption.csv").write_text("\n".join(lines) + "\n", "utf-8")

    table = read_filings([folder]).tables["energy_consumption"]

    assert [("9152000071430580XT", "01", 5), ("9152000071430580XT", "33", 7)] == table.select(
        "uscc", "energy_code", "consumption_total"
    ).rows()


def test_marks_of_files_that_were_joined_hide_no_heading(tmp_path: Path) -> None:
    head = "\ufeff能源名称,计量单位,消费量合计,工业生产消费\n"
    path = tmp_path / "energy_consumption.csv"
    path.write_text(f"{head}柴油,吨,5,4\n\ufeff{head}汽油,吨,7,6\n", "utf-8-sig")

    read = read_filings([path]).tables["energy_consumption"]

    assert [("柴油", 5), ("汽油", 7)] == read.select("energy_name", "consumption_total").rows()
