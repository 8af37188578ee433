"""Mutated files, seeded: nothing may crash or hang, and every changed cell must show.

    python tests/corpus/fuzz.py 2000 [--seed 1]

Each mutant is read alone. Where its cells can be known (values were replaced, or
openpyxl still opens the mutant), every cell that differs from the original must be in
a table, in a problem or in a listed unused region.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime as dt
import io
import random
import re
import sys
import tempfile
import time
import unicodedata
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from planting.book import SAMPLES, Formula, Shown, sample

from energy_audit.filing.intake import read_filings
from energy_audit.filing.sheets.headings import match
from energy_audit.filing.values.cells import PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from energy_audit.filing.intake import Intake

SLOWEST = 10.0
"""Seconds of processor time one small file may take, however busy the machine is."""

DEEPEST_STACK = 4
"""Rows that stacked headings and the line of column numbers take above the first row."""

BASES = (
    "示例威宁水泥-2025",
    "示例播州铝业-2025",
    "示例清镇水泥-2025",
    "示例云岩医院-2025",
    "示例龙里食品-2025（格式不规范）",
)
"""Flat sheets, forms with a label beside each value, and a messy one."""

FIRST_DAY, LAST_DAY, AFTERNOON = (
    dt.datetime.fromisoformat(day) for day in ("1900-01-01", "9999-12-31", "2025-03-01T13:05:00")
)

ODD: tuple[Any, ...] = (
    "=1+1", "+1", "-1", "@x", "＝A1", "1e999", "1E-300", "9" * 40, "∞", "NaN", "inf", "0x1F", "１２３", "1,2,3", "12％", "3.2万",
    "٣٤", "½", "①", "2²", "TRUE", "是", "否", "√", "×", "2025.13.45", "2025年2月30日", "20250229", "45000", "#REF!", "#DIV/0!",
    "一千二百", "约3吨", "<script>alert(1)</script>", "'00123", "\u202e倒写", "👍", "a\nb", "甲" * 3000, "合计", "注：见附件", "单位：千元",
    "统一社会信用代码：X", "消费量合计", "报告年度", "能源名称", "填表人：某甲", "无", "/", " ", "\u3000", "..", "C32", "贵安新区", "1.5E+17",
    0, -1, 1e308, -1e308, 1e-300, 1e15, 0.1 + 0.2, 123456789012345678, True, False, FIRST_DAY, LAST_DAY,
    AFTERNOON, Formula("=1/0", "#DIV/0!"), Formula("=NOW()", None), Formula("=A1", "x"), Shown(0.5, "0%"), Shown(45000.0, "yyyy-mm-dd"),
)  # fmt: skip

Cells = dict[tuple[str, int, int], str]
"""By sheet, row and column, the text of each cell that was changed."""


@dataclass(frozen=True)
class Mutant:
    """A file that was changed: by which kind of mutation, its name and bytes, and its changed cells where known.

    ``headings`` are those of a text file, whose cells are known by their line alone.
    """

    kind: str
    name: str
    data: bytes
    changed: Cells | None = None
    headings: tuple[str, ...] = ()


def mutants(seed: int, count: int) -> Iterator[Mutant]:
    """Make mutants, the kinds in turn."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    kinds: list[Callable[[random.Random], Mutant]] = [
        _odd_cells, _odd_cells, _bytes_flipped, _cut, _entries_swapped, _odd_cells, _xml_bytes, _odd_text, _text_bytes, _other_container,
    ]  # fmt: skip
    for number in range(count):
        yield kinds[number % len(kinds)](chance)


def _odd_cells(chance: random.Random) -> Mutant:
    """Replace or add cells by odd values."""
    book = sample(chance.choice(BASES), 1)
    changed: Cells = {}
    for _ in range(chance.randint(1, 6)):
        sheet = chance.choice(list(book.sheets))
        cells = book.sheets[sheet]
        row, column = chance.choice(list(cells))
        if chance.random() < 0.3:
            row, column = row + chance.randint(0, 4), column + chance.randint(0, 3)
        if _in_merge(book.merges.get(sheet, []), row, column):
            continue
        value = chance.choice(ODD)
        cells[row, column] = value
        changed[sheet, row, column] = _spoken(value)
    folder = Path(tempfile.mkdtemp())
    book.save(folder / "book.xlsx")
    data = (folder / "book.xlsx").read_bytes()
    (folder / "book.xlsx").unlink()
    folder.rmdir()
    return Mutant("odd cells", "filing.xlsx", data, changed)


def _in_merge(areas: list[str], row: int, column: int) -> bool:
    return any(
        left <= column <= right and top <= row <= bottom for left, top, right, bottom in map(range_boundaries, areas)
    )


def _spoken(value: Any) -> str:
    if isinstance(value, Formula):
        return str(value.result or value.text)
    return str(value.value) if isinstance(value, Shown) else str(value)


@cache
def _original(base: str) -> bytes:
    return next(SAMPLES.rglob(f"{base}.xlsx")).read_bytes()


def _flipped(data: bytes, chance: random.Random, most: int = 8) -> bytes:
    raw = bytearray(data)
    for _ in range(chance.randint(1, most)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def _bytes_flipped(chance: random.Random) -> Mutant:
    base = chance.choice(BASES)
    data = _flipped(_original(base), chance)
    return Mutant("bytes flipped", "filing.xlsx", data, _difference(base, data))


def _cut(chance: random.Random) -> Mutant:
    data = _original(chance.choice(BASES))
    start, stop = sorted(chance.randrange(len(data)) for _ in range(2))
    kept = data[:stop] if chance.random() < 0.5 else data[:start] + data[stop:]
    return Mutant("cut", "filing.xlsx", kept)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _entries_swapped(chance: random.Random) -> Mutant:
    """Exchange the content of two parts, or drop one."""
    base = chance.choice(BASES)
    parts = _parts(_original(base))
    first, second = chance.sample(sorted(parts), 2)
    if chance.random() < 0.3:
        del parts[first]
    else:
        parts[first], parts[second] = parts[second], parts[first]
    data = _packed(parts)
    return Mutant("entries swapped", "filing.xlsx", data, _difference(base, data))


def _xml_bytes(chance: random.Random) -> Mutant:
    """Change letters and digits inside a part and pack it properly, so that no checksum gives it away."""
    base = chance.choice(BASES)
    parts = _parts(_original(base))
    name = chance.choice([name for name in sorted(parts) if name.endswith((".xml", ".rels"))])
    raw = bytearray(parts[name])
    for _ in range(chance.randint(1, 5)):
        raw[chance.randrange(len(raw))] = ord(chance.choice('0123456789ABCXYZ<>/"= \x01'))
    parts[name] = bytes(raw)
    data = _packed(parts)
    return Mutant("xml bytes", "filing.xlsx", data, _difference(base, data))


@cache
def _table_text(table: str) -> str:
    return (SAMPLES / "csv示例" / f"{table}.csv").read_text("utf-8-sig")


def _odd_text(chance: random.Random) -> Mutant:
    """Replace cells of a CSV by odd values."""
    table = chance.choice(["enterprise", "energy_consumption", "equipment", "metering", "product"])
    rows = list(csv.reader(io.StringIO(_table_text(table))))
    changed: Cells = {}
    for _ in range(chance.randint(1, 4)):
        row = chance.randrange(1, len(rows))
        column = chance.randrange(len(rows[row]))
        rows[row][column] = str(_spoken(chance.choice(ODD)))
        changed["", row, column + 1] = rows[row][column]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
    return Mutant(
        "odd text", f"{table}.csv", out.getvalue().encode(encoding), _by_line(out.getvalue(), changed), tuple(rows[0])
    )


def _by_line(text: str, changed: Cells) -> Cells:
    """Name cells of a text by the line their record begins on."""
    reader = csv.reader(io.StringIO(text, newline=""))
    lines, before = [], 0
    for _ in reader:
        lines.append(before + 1)
        before = reader.line_num
    return {(sheet, lines[row], column): value for (sheet, row, column), value in changed.items()}


def _text_bytes(chance: random.Random) -> Mutant:
    table = chance.choice(["enterprise", "energy_consumption", "document"])
    data = _table_text(table).encode(chance.choice(["utf-8", "gb18030", "utf-16"]))
    data = _flipped(data, chance, 20) if chance.random() < 0.7 else data[: chance.randrange(len(data))]
    return Mutant("text bytes", f"{table}.csv", data)


def _other_container(chance: random.Random) -> Mutant:
    """Flip bytes of a Parquet file or of an archive with a workbook in it."""
    if chance.random() < 0.5:
        out = io.BytesIO()
        pl.read_csv(io.StringIO(_table_text("energy_consumption")), infer_schema=False).write_parquet(out)
        return Mutant("parquet", "energy_consumption.parquet", _flipped(out.getvalue(), chance, 4))
    packed = _packed({"2025/申报.xlsx": _original(chance.choice(BASES)), "读我.txt": "说明".encode()})
    return Mutant("archive", "filing.zip", _flipped(packed, chance))


@cache
def _values(base: str) -> Cells:
    return _opened(_original(base)) or {}


def _opened(data: bytes) -> Cells | None:
    """Return every cell as openpyxl reads it, or None where it cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            return {
                (sheet.title, cell.row, cell.column): str(cell.value)
                for sheet in book.worksheets
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
        except Exception:  # noqa: BLE001 - a damaged file may raise anything
            return None


def _difference(base: str, data: bytes) -> Cells | None:
    """Return the cells that differ from the original; None where openpyxl cannot tell."""
    now, then = _opened(data), _values(base)
    return None if now is None else {place: text for place, text in now.items() if then.get(place) != text}


# judging


def lost(intake: Intake, changed: Cells, headings: tuple[str, ...] = ()) -> Cells:
    """Return the changed cells that show nowhere."""
    if any(file.status == "refused" for file in intake.files):
        return {}
    shows = _shows_in_text if headings else _shows
    return {
        place: text
        for place, text in changed.items()
        if not _means_blank(text) and not shows(intake, place, text, headings)
    }


def _shows_in_text(intake: Intake, place: tuple[str, int, int], _: str, headings: tuple[str, ...]) -> bool:
    """Tell whether the cell of a text file is in its table, or a problem names its line and column."""
    table = intake.placement["table"][0]
    (key,) = match(table, (headings[place[2] - 1],)).columns
    own = intake.tables[table].filter(pl.col("row") == place[1])
    told = intake.problems.filter(pl.col("cell") == f"line:{place[1]}", pl.col("column") == key)
    return bool(told.height or (own.height and own[key][0] is not None)) or any(
        _covers(cells, *place[1:]) for cells in intake.unused["cells"]
    )


def _means_blank(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).strip(" '’‘\u200b\u202e") in PLACEHOLDERS


def _shows(intake: Intake, place: tuple[str, int, int], text: str, _: tuple[str, ...]) -> bool:
    sheet, row, column = place
    sources = intake.sources.filter(pl.col("sheet") == sheet)
    for each in intake.placement.join(sources, on="source").iter_rows(named=True):
        if _in_column(intake, each, row, column, text):
            return True
    addresses = [
        *intake.problems.filter(pl.col("sheet") == sheet)["cell"],
        *intake.unused.filter(pl.col("sheet") == sheet)["cells"],
    ]
    return any(_covers(address, row, column) for address in addresses if address)


def _in_column(intake: Intake, place: dict[str, Any], row: int, column: int, text: str) -> bool:
    letter, table = place["letter"], place["table"]
    if letter[-1].isdigit():
        return _covers(letter, row, column)
    if column_index_from_string(letter) != column:
        return False
    if place["column"] in match(table, (text,)).columns:
        return True  # the heading of a used column
    mine = intake.tables[table].filter(pl.col("source") == place["source"])
    if mine.height and 0 < mine["row"].min() - row <= DEEPEST_STACK:
        return True  # a part of the stacked heading of a used column; what is no part of it is listed as unused
    own = mine.filter(pl.col("row") == row)
    return bool(own.height and own[place["column"]][0] is not None)


def _covers(region: str, row: int, column: int) -> bool:
    lines = re.fullmatch(r"line:(\d+)(?::line:(\d+))?", region)
    if lines:
        return int(lines[1]) <= row <= int(lines[2] or lines[1])
    whole = re.fullmatch(r"(\d+):(\d+)", region)
    if whole:
        return int(whole[1]) <= row <= int(whole[2])
    left, top, right, bottom = range_boundaries(region)
    return bool(left <= column <= right and top <= row <= bottom)


@dataclass(frozen=True)
class Judged:
    """What became of a mutant: read or refused, in how many seconds of processor time, and what was lost of it."""

    mutant: Mutant
    status: str
    seconds: float
    lost: Cells


def judged(mutant: Mutant, folder: Path) -> Judged:
    """Read a mutant alone and judge what became of it; whatever it raises is a fault of ours."""
    path = folder / mutant.name
    path.write_bytes(mutant.data)
    start = time.process_time()
    intake = read_filings([path])
    seconds = time.process_time() - start
    path.unlink()
    assert all(file.reason for file in intake.files if file.status == "refused")
    status = "refused" if any(file.status == "refused" for file in intake.files) else "read"
    return Judged(mutant, status, seconds, lost(intake, mutant.changed or {}, mutant.headings))


def say(line: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Run as many mutants as asked for and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    changed, slowest, bad = 0, 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number, mutant in enumerate(mutants(asked.seed, asked.count)):
            try:
                result = judged(mutant, Path(folder))
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                bad += 1
                say(f"CRASH {number} {mutant.kind}: {type(error).__name__}: {error}")
                with contextlib.suppress(OSError):
                    Path(f"fuzz-crash-{number}-{mutant.name}").write_bytes(mutant.data)
                continue
            counts[mutant.kind, result.status] += 1
            changed += len(mutant.changed or {})
            slowest = max(slowest, result.seconds)
            if result.lost or result.seconds > SLOWEST:
                bad += 1
                places = {
                    f"{sheet}!{get_column_letter(column)}{row}": text[:40]
                    for (sheet, row, column), text in result.lost.items()
                }
                say(f"LOST {number} {mutant.kind} {mutant.name} {places} {result.seconds:.1f} s")
    for (kind, status), count in sorted(counts.items()):
        say(f"{kind:16} {status:8} {count}")
    say(f"{asked.count} mutants, {changed} changed cells, slowest {slowest:.2f} s, {bad} faults of ours")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
