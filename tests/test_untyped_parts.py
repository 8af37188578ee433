"""A batch that is cut before it is typed gives the tables, the problems and the files of a batch typed at once."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.many_units import OPTIONS, bytes_of, code, energy, enterprise, left_in_place, write

from energy_audit.filing.files import large_text, tabular, trial
from energy_audit.filing.files.discovery import handed_in
from energy_audit.filing.files.onefile import read_file
from energy_audit.filing.files.readers import read_all
from energy_audit.filing.intake import Intake, read_filings
from energy_audit.filing.schema import KEYS
from energy_audit.parts import pieces as untyped_pieces
from energy_audit.parts import run as parts
from energy_audit.parts.run import inspect_into
from energy_audit.parts.untyped import Cut, NotInParts, UntypedPart, cut_untyped
from energy_audit.progress import silent
from energy_audit.resources import folder

FIGURES = (float("nan"), float("inf"), 0.1 + 0.2, 1e15, -5.0, -0.00001, -1e-6, 1e-7, 123456789.123456789, None)
TEXTS = (" 原煤", "/", "无", "#REF!", "ＡＢ１２", "参考 ", "推算", "小计", "合计", None)
UNITS = 5
"""A part that is only typed."""

JUDGED = 20
"""Units of a part that is judged."""

HALF = 40
"""Units of a part where two are judged, because how many there are does not matter."""


def messy(chance: random.Random, numbers: range) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Invent units and their energy rows, one cell in thirty odd, some codes odd, blank or of nobody."""
    rows = []
    for number in numbers:
        for place in range(8):
            row = energy(number, round(chance.uniform(0, 10**6), chance.randrange(7)), place)
            for key in sorted(row.keys() - {"uscc", "report_year"}) if place else ():
                if chance.random() < 0.03:
                    row[key] = chance.choice(FIGURES if isinstance(row[key], float) else TEXTS)
            if chance.random() < 0.1:
                row["report_year"] = chance.choice((None, 1989, 2024))
            if chance.random() < 0.15:
                own = row["uscc"]
                wide = own.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
                odd = (
                    wide,
                    own.lower(),
                    f" {own[:9]}-{own[9:]} ",
                    None,
                    "91520000000000000O",
                    code(900),
                    "/",
                    "9.15E+17",
                )
                row["uscc"] = chance.choice(odd)
            rows.append(row)
    return [enterprise(number) for number in numbers], rows


def many_kinds(base: Path, seed: int) -> list[Path]:
    """Two folders with many units, some in both; folders of one unit without its code; workbooks; bad files."""
    chance = random.Random(seed)  # noqa: S311 - a seed makes the same rows again
    units, rows = messy(chance, range(30))
    write(base / "a", enterprise=units, energy_consumption=[energy(3, 1.5), *rows], nonfossil=_certificates(units))
    units, rows = messy(chance, range(25, 50))
    again = [{**enterprise(number), "gross_output": 5e4 + number % 2} for number in (2, 7)]
    sites = [enterprise(60, site=site, reported_tce_calorific=9.0, reported_tce_equal=9.0) for site in ("东区", "西区")]
    chance.shuffle(rows)
    write(base / "b", enterprise=[*units, *again, *sites], energy_consumption=[energy(25), *rows])
    one = [energy(None, float(place), place) for place in range(12)]
    write(base / "c", enterprise=[enterprise(70, site="北区")], energy_consumption=one)
    write(base / "d", "csv", enterprise=[enterprise(71)], energy_consumption=one)
    write(base / "d", report=[{"不认识": place or None, "energy_code": "01", "unit": "吨"} for place in range(9)])
    named = [
        {"统一社会信用代码": code(number), "报告年度": 2025, "单位名称": f"别名{number}"} for number in range(8, 20)
    ]
    write(base / "e", enterprise=[enterprise(72)], basic=[{**each, "自加": "x"} for each in named])
    (base / "e" / "product.csv").write_bytes(b"")
    write(base / "without" / "sheltered", energy_consumption=[energy(800), energy(3, 2.0), energy(40, 2.0)])
    write(base / "without" / "bare", energy_consumption=[energy(800), energy(801), energy(None)])
    write(
        base / "without" / "also",
        "csv",
        metering=[{"uscc": code(29), "report_year": 2025, "energy_type": "电力", "l1_need": 1}],
    )
    write(base / "a", document=archive(range(30), None, "是", "约有", *[None] * 87))
    write(base / "b", document=archive((26, 40), None))
    keyless = [{key: value for key, value in row.items() if key not in KEYS} for row in one]
    write(base / "h", enterprise=[enterprise(73)], energy_consumption=keyless)
    (base / "f.parquet").write_bytes(b"PAR1 nothing")
    shutil.copytree(folder("sample_data") / "filings" / "csv示例", base / "g")
    shutil.copy(next((folder("sample_data") / "filings").rglob("*.xlsx")), base)
    return [base]


def archive(numbers: Iterable[int], *answers: str | None) -> list[dict[str, Any]]:
    """List three documents of each unit, answered in turn."""
    listed = [(code(number), f"ARC-{place:02}") for number in numbers for place in (1, 4, 16)]
    return [
        {
            "uscc": own,
            "report_year": 2025,
            "document_id": document,
            "title": "合计" if place == 2 else "题名",
            "held": held,
        }
        for place, ((own, document), held) in enumerate(zip(listed, cycle(answers)))
    ]


def _certificates(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"uscc": each["uscc"], "report_year": 2025, "nonfossil_kwh": 1.0, "gec_ids": f"GEC{number}"}
        for number, each in enumerate(units)
    ]


def cut(paths: list[Path], units: int = UNITS) -> Cut | None:
    files = handed_in(paths)
    return cut_untyped(list(read_all(files, 1, silent, partial(read_file, most_rows=units))), units, silent)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("head", [6, 100])
def test_parts_have_the_rows_and_the_problems_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, head: int
) -> None:
    paths = many_kinds(tmp_path / "filings", seed)
    monkeypatch.setattr(untyped_pieces, "_HEAD", head)
    _assert_cut_as_whole(paths, tmp_path)


@pytest.mark.parametrize("seed", [1, 2])
def test_parts_of_texts_have_the_rows_and_the_problems_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    paths = as_texts(many_kinds(tmp_path / "filings", seed))
    left_in_place(monkeypatch)
    _assert_cut_as_whole(paths, tmp_path)
    told = read_filings(paths).problems.filter(code="title-of-another-year").select("cell", "uscc").rows()
    assert [("line:1", code(73))] == told


def as_texts(paths: list[Path]) -> list[Path]:
    """Write the tables anew, as texts of several kinds."""
    (base,) = paths
    for file in sorted(base.rglob("*/*.parquet")):
        pl.read_parquet(file).write_csv(file.with_suffix(".csv"))
        file.unlink()
    titled = base / "b" / "energy_consumption.csv"
    titled.write_bytes("\ufeff能源消费结构\n".encode() + titled.read_bytes())
    last_years = base / "h" / "energy_consumption.csv"
    last_years.write_bytes("2024年能源消费结构表\n".encode() + last_years.read_bytes())
    # as spreadsheets and databases write them
    returned = base / "a" / "enterprise.csv"
    returned.write_bytes(returned.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    quoted = base / "a" / "energy_consumption.csv"
    frame = pl.read_csv(quoted, infer_schema=False)
    frame.write_csv(quoted, quote_style="always")
    quoted.write_bytes(quoted.read_bytes() + b"," * (frame.width - 1) + b"\n\n")
    return paths


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_heading_that_names_another_unit_is_told_in_parts_as_in_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    left_in_place(monkeypatch)
    numbers = range(UNITS * 3)
    rows = [energy(number, place + 1.0, place) for number in numbers for place in range(3)]
    names = {"consumption_total": "consumption_total(千克)"}
    headed = [{names.get(key, key): value for key, value in row.items()} for row in rows]
    base = tmp_path / "filings"
    write(base, form, enterprise=[enterprise(number) for number in numbers], energy_consumption=headed)
    whole, told = read_filings([base]), cut([base])
    assert told is not None
    (tmp_path / "aside").mkdir()

    typed = [part() for part in told.stored(tmp_path / "aside")]

    contradicted = whole.problems.filter(code="unit-of-heading-contradicts-row")
    assert [("1.0", "千克 ≠ 吨")] * len(numbers) == contradicted.select("value", "detail").rows()
    _assert_same_problems(whole, typed)


def _assert_cut_as_whole(paths: list[Path], tmp_path: Path) -> None:
    whole = read_filings(paths)
    told = cut(paths)
    assert told is not None
    (tmp_path / "aside").mkdir()

    typed = [part() for part in told.stored(tmp_path / "aside")]

    assert 8 < len(typed)
    for key, frame in whole.tables.items():
        together = pl.concat([part.tables[key] for part in typed])
        assert_frame_equal(frame.sort("source", "row"), together.sort("source", "row"))
    assert not {*typed[0].tables["enterprise"]["uscc"]} & {*typed[1].tables["enterprise"]["uscc"]}
    _assert_same_problems(whole, typed)
    assert {"sum-row", "orphan-row", "no-enterprise-row", "repeated-filing", "double-filing", "out-of-range"} <= {
        *whole.problems["code"]
    }
    assert whole.problems.filter(code="missing-table", table="enterprise")["file"].to_list() == [
        next(file for file in whole.sources["file"] if "without/bare" in file)
    ]
    assert whole.sources.equals(told.whole.sources)
    assert [(each.path, each.sha256) for each in whole.files] == [(each.path, each.sha256) for each in told.whole.files]


def _assert_same_problems(whole: Intake, typed: list[Intake]) -> None:
    together = pl.concat([part.problems for part in typed])
    order = ["file", "source", "row", "column", "code", "value", "message", "detail"]
    assert_frame_equal(whole.problems.sort(order, nulls_last=True), together.sort(order, nulls_last=True))


def test_the_files_are_those_of_typed_parts_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged in one process and in two."""
    paths = many_kinds(tmp_path / "filings", 4)
    typed = _of_typed_parts(paths, tmp_path, monkeypatch)
    assert {"manifest.json", "data/findings.csv", "data/problems.csv", "data/verdicts.parquet"} <= typed.keys()

    for jobs in (1, 2):
        inspect_into(tmp_path / f"{jobs}", paths, OPTIONS, units_a_part=JUDGED, jobs=jobs)
        untyped = bytes_of(tmp_path / f"{jobs}")
        assert [] == [name for name in {*typed, *untyped} if typed.get(name) != untyped.get(name)], jobs


def _of_typed_parts(
    paths: list[Path], base: Path, monkeypatch: pytest.MonkeyPatch, units: int = JUDGED
) -> dict[str, bytes]:
    """Return the files of a batch that is typed whole and cut afterwards."""
    with monkeypatch.context() as patched:
        patched.setattr(parts, "cut_untyped", lambda *_: None)
        inspect_into(base / "typed", paths, OPTIONS, units_a_part=units)
    return bytes_of(base / "typed")


def test_a_column_that_a_file_of_many_units_lacks_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part finds out that what production used is asked for, and that the file of its rows has no such column."""
    rows = [energy(number) for number in range(UNITS * 2)]
    lacking = [{key: value for key, value in row.items() if key != "consumption_industrial"} for row in rows]
    units = [enterprise(number, industry_code="3011") for number in range(UNITS * 2)]
    base = write(tmp_path / "filings", enterprise=units, energy_consumption=lacking)
    inspect_into(tmp_path / "whole", [base], OPTIONS)
    inspect_into(tmp_path / "untyped", [base], OPTIONS, units_a_part=UNITS)
    monkeypatch.setattr(parts, "cut_untyped", lambda *_: None)
    inspect_into(tmp_path / "typed", [base], OPTIONS, units_a_part=UNITS)

    told = pl.read_parquet(tmp_path / "whole" / "data" / "problems.parquet").filter(code="missing-column")
    assert 1 == sum("工业生产消费" in each for each in told["message"])
    whole, *in_parts = (bytes_of(tmp_path / name) for name in ("whole", "untyped", "typed"))
    for made in in_parts:
        same = {name for name in whole if whole[name] == made[name]}
        assert same >= {"manifest.json", "data/problems.csv", "data/problems.parquet", "data/enterprises.csv"}


def _without_enterprise_but_for_sums(base: Path) -> None:
    write(base / "z", energy_consumption=[energy(800), energy(3, energy_name="小计", place=2)])


def _blank_list_of_several(base: Path) -> None:
    write(base / "a", document=archive(range(34), None))


def _one_enterprise_said_often(base: Path) -> None:
    write(base / "z", enterprise=[enterprise(80)] * 101, energy_consumption=[energy(None)])


def _nothing_but_sums_at_first(base: Path) -> None:
    rows = [energy(3, energy_name="小计", place=2) for _ in range(101)]
    write(base / "z", enterprise=[enterprise(80)], energy_consumption=[*rows, energy(3)])


@pytest.mark.parametrize(
    "trait",
    [
        _without_enterprise_but_for_sums,
        _blank_list_of_several,
        _one_enterprise_said_often,
        _nothing_but_sums_at_first,
    ],
)
def test_what_only_the_whole_tells_is_not_cut(tmp_path: Path, trait: Callable[[Path], None]) -> None:
    (base,) = many_kinds(tmp_path / "filings", 5)
    assert cut([base]) is not None

    trait(base)

    assert cut([base]) is None


def test_a_file_that_changes_or_breaks_after_it_was_cut_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (base,) = many_kinds(tmp_path / "filings", 6)
    told = cut([base])
    assert told is not None
    (tmp_path / "aside").mkdir()
    stored = told.stored(tmp_path / "aside")
    file = base / "a" / "energy_consumption.parquet"
    os.utime(file, ns=(1, 1))
    with pytest.raises(NotInParts, match="changed"):
        [part() for part in stored]

    def changes(self: Cut, folder: Path) -> list[UntypedPart]:
        stored = kept(self, folder)
        write(base / "a", energy_consumption=[energy(3, 1.0, place) for place in range(20)])
        return stored

    kept = Cut.stored
    monkeypatch.setattr(Cut, "stored", changes)
    inspect_into(tmp_path / "changed", [base], OPTIONS, units_a_part=HALF)
    monkeypatch.setattr(Cut, "stored", kept)
    assert bytes_of(tmp_path / "changed") == _of_typed_parts([base], tmp_path, monkeypatch, HALF)


def _span_lines(text: str) -> str:
    return text.replace("原煤", '"原\n煤"', 1)


def _in_inches(text: str) -> str:
    return text.replace("原煤", '3" 原煤', 1)


def _ended_by_returns(text: str) -> str:
    return text.replace("\n", "\r")


def _ended_by_one_return(text: str) -> str:
    return text.replace("\n", "\r\n").replace("\r\n", "\r", 2)


def _blank_before_the_end(text: str) -> str:
    return f"{text}\n\n{text.splitlines()[-1]}\n"


def test_a_text_left_in_place_is_said_to_be_named_as_what_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_in_place(monkeypatch)
    base = write(tmp_path, "csv", energy_consumption=[energy(number) for number in range(UNITS + 1)])
    (base / "energy_consumption.csv").rename(base / "energy_consumption.xls")
    (handed,) = handed_in([base])

    left, whole = read_file(handed, UNITS), read_file(handed)

    assert any(block.later for block in left.blocks)
    assert [note.kind for note in whole.notes] == [note.kind for note in left.notes]


@pytest.mark.parametrize(
    "change", [_span_lines, _in_inches, _ended_by_returns, _ended_by_one_return, _blank_before_the_end]
)
def test_a_text_in_which_lines_may_be_no_rows_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]
) -> None:
    left_in_place(monkeypatch)
    base = write(tmp_path, "csv", energy_consumption=[energy(number) for number in range(UNITS + 1)])
    file = base / "energy_consumption.csv"
    (handed,) = handed_in([base])

    def is_left() -> bool:
        return any(block.later for block in read_file(handed, UNITS).blocks)

    assert is_left()
    assert not any(block.later for block in read_file(handed, UNITS + 1).blocks)
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    assert not is_left()


def _quoted(text: str) -> str:
    return text.replace("原煤", '"原煤"')


def _with_returns(text: str) -> str:
    return text.replace("\n", "\r\n")


def _blank_at_the_end(text: str) -> str:
    return f"{text}{',' * text.partition(chr(10))[0].count(',')}\n\n"


def _with_notes(text: str) -> str:
    """Notes as a form prints them below its table."""
    return f"{text}\n注：1. 本表按年填报。\n填表人：示例,,联系电话：0851-2212345\n\n"


def _with_a_note_of_two_lines_in_one(text: str) -> str:
    """A line that shows as two, since a spreadsheet broke it within its cell; the file has one."""
    return f"{text}\n注：1. 本表按年填报。\u2028填表人：示例\n"


def _with_numbered_columns(text: str) -> str:
    head, _, rest = text.partition("\n")
    numbers = ",".join(["甲", "乙", *map(str, range(1, head.count(",")))])
    return f"{head}\n{numbers}\n{rest}"


def _without_an_end(text: str) -> str:
    return text.removesuffix("\n")


@pytest.mark.parametrize(
    "change",
    [
        *(_quoted, _with_returns, _blank_at_the_end, _without_an_end),
        *(_with_notes, _with_a_note_of_two_lines_in_one, _with_numbered_columns),
    ],
)
def test_a_row_a_line_is_read_as_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]
) -> None:
    left_in_place(monkeypatch)
    numbers = range(UNITS * 3)
    base = write(
        tmp_path / "filings",
        "csv",
        enterprise=[enterprise(number) for number in numbers],
        energy_consumption=[energy(number, float(place), place) for number in numbers for place in range(3)],
    )
    for file in base.iterdir():
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    whole, told = read_filings([base]), cut([base])
    assert told is not None
    (tmp_path / "aside").mkdir()
    typed = [part() for part in told.stored(tmp_path / "aside")]
    for key, frame in whole.tables.items():
        together = pl.concat([part.tables[key] for part in typed])
        assert_frame_equal(frame.sort("source", "row"), together.sort("source", "row"))
    assert [each.sha256 for each in whole.files] == [each.sha256 for each in told.whole.files]


def _blank_between(text: bytes) -> bytes:
    middle = text.index(b"\n", len(text) // 3)
    return text[:middle] + b"\n" + text[middle:]


def _ragged(text: bytes) -> bytes:
    middle = text.index(b"\n", len(text) // 3)
    return text[:middle] + b",1,2" + text[middle:]


def _in_another_encoding(text: bytes) -> bytes:
    middle = len(text) // 3
    return text[:middle] + text[middle:].decode(errors="ignore").encode("gb18030")


@pytest.mark.parametrize("change", [_blank_between, _ragged, _in_another_encoding])
def test_a_text_that_turns_out_to_be_irregular_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[bytes], bytes]
) -> None:
    left_in_place(monkeypatch)
    monkeypatch.setattr(tabular, "BEGIN", 2_000)
    monkeypatch.setattr(large_text, "_LAST", 1)
    units = range(JUDGED * 2)
    rows = [energy(number, place=place) for number in units for place in range(3)]
    base = write(
        tmp_path / "filings", "csv", enterprise=[enterprise(number) for number in units], energy_consumption=rows
    )
    file = base / "energy_consumption.csv"
    assert cut([base], JUDGED) is not None
    file.write_bytes(change(file.read_bytes()))

    inspect_into(tmp_path / "parts", [base], OPTIONS, units_a_part=JUDGED)

    assert bytes_of(tmp_path / "parts") == _of_typed_parts([base], tmp_path, monkeypatch)


def test_a_text_that_changes_after_it_was_cut_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left_in_place(monkeypatch)
    (base,) = as_texts(many_kinds(tmp_path / "filings", 6))
    told = cut([base])
    assert told is not None
    (tmp_path / "aside").mkdir()
    stored = told.stored(tmp_path / "aside")
    os.utime(base / "a" / "energy_consumption.csv", ns=(1, 1))
    with pytest.raises(NotInParts, match="changed"):
        [part() for part in stored]


def test_a_file_that_kills_its_reader_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_TRIAL", "import os; os.abort()")
    write(tmp_path / "filings", energy_consumption=[energy(number) for number in range(30)])
    write(tmp_path / "filings", "csv", enterprise=[enterprise(number) for number in range(30)])

    inspection, _ = inspect_into(tmp_path / "out", [tmp_path / "filings"], OPTIONS, units_a_part=JUDGED)

    told = {(each["file"], each["code"]) for each in inspection.material.intake.problems.iter_rows(named=True)}
    assert ("energy_consumption.parquet", "reader-died") in told
    assert inspection.material.facts.frames["enterprise"].height == 30


def test_a_damaged_file_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its codes are whole, so it is found only when a part is read, and then when the whole is."""
    (base,) = many_kinds(tmp_path / "filings", 7)
    file = base / "a" / "energy_consumption.parquet"
    rows = pl.DataFrame([energy(number % 30, number / 7, number) for number in range(4_000)])
    rows.sort("uscc").write_parquet(file, compression="zstd")
    sound = file.read_bytes()
    middle = len(sound) * 2 // 3
    file.write_bytes(sound[:middle] + b"\xff" * 4_000 + sound[middle + 4_000 :])
    inspect_into(tmp_path / "parts", [base], OPTIONS, units_a_part=HALF)

    assert bytes_of(tmp_path / "parts") == _of_typed_parts([base], tmp_path, monkeypatch, HALF)
    problems = pl.read_parquet(tmp_path / "parts" / "data" / "problems.parquet")
    assert {*problems.filter(file="a/energy_consumption.parquet")["code"]} & {"corrupt-file", "reader-died"}
    assert trial._tester._process is None, "what tried the file anew is still there"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_sums_of_each_unit_are_judged_in_parts_as_in_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Every other unit's first 小计 does not fit, and no second one does."""
    rows = []
    for number in range(UNITS * 3):
        own = [energy(number, 10.0, place, reported_tce_calorific=10.0) for place in range(3)]
        wrong = {
            "energy_code": None,
            "unit": None,
            "consumption_total": None,
            "reported_tce_calorific": 20.0 - number % 2 * 5,
        }
        rows += [*own[:2], own[0] | wrong | {"energy_name": "小计"}, own[2]]
        rows.append(own[0] | wrong | {"energy_name": "小计", "reported_tce_calorific": 99.0})
    base = write(
        tmp_path / "filings",
        form,
        enterprise=[enterprise(number) for number in range(UNITS * 3)],
        energy_consumption=rows,
    )
    left_in_place(monkeypatch)
    cuts = cut([base])
    assert cuts is not None
    (tmp_path / "aside").mkdir()
    whole = read_filings([base])

    _assert_same_problems(whole, [part() for part in cuts.stored(tmp_path / "aside")])

    told = whole.problems.filter(code="sum-differs")
    assert len(range(1, UNITS * 3, 2)) == told.filter(value="15").height
    assert UNITS * 3 == told.filter(value="99").height


def test_the_sum_of_a_list_of_many_units_is_told_of_the_whole(tmp_path: Path) -> None:
    """What units of all parts add up to, no part knows."""
    rows = [energy(number, 2.0) for number in range(30)]
    total = {**rows[0], "uscc": "合计", "report_year": None, "energy_code": None, "consumption_total": 99.0}
    write(tmp_path / "a", enterprise=[enterprise(number) for number in range(30)], energy_consumption=[*rows, total])
    told = cut([tmp_path])
    assert told is not None
    (tmp_path / "aside").mkdir()
    with pytest.raises(NotInParts, match="many units"):
        [part() for part in told.stored(tmp_path / "aside")]
    assert "consumption_total" in read_filings([tmp_path]).problems.filter(code="sum-differs")["column"].to_list()


def test_a_row_of_nobody_in_the_file_of_one_enterprise_is_told_of_the_whole(tmp_path: Path) -> None:
    """The part of that enterprise does not hold the row, and its total would be called certain."""
    write(
        tmp_path / "a",
        enterprise=[enterprise(number) for number in range(30)],
        energy_consumption=[energy(number, 2.0) for number in range(30)],
    )
    write(
        tmp_path / "b",
        enterprise=[enterprise(100)],
        energy_consumption=[energy(100, 2.0), energy(101, 3.0) | {"energy_code": "21", "energy_name": "柴油"}],
    )
    told = cut([tmp_path])
    assert told is not None
    (tmp_path / "aside").mkdir()
    with pytest.raises(NotInParts, match="rows of nobody"):
        [part() for part in told.stored(tmp_path / "aside")]
    lacking = read_filings([tmp_path]).problems.filter(code="no-enterprise-row")
    assert lacking.select("uscc", "value").rows() == [(enterprise(100)["uscc"], f"{enterprise(101)['uscc']}-2025")]
