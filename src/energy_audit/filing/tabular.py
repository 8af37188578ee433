"""Reads CSV and Parquet into the same shapes as sheets.

A text file is decoded strictly: a byte order mark, else UTF-8, else UTF-16
without a mark, else GB18030 if what comes out is Chinese as it is written.
Anything else is refused, never guessed. Small and irregular files are read line
by line; a large regular one by Polars, its header found in its first lines.
"""

from __future__ import annotations

import csv
import io
import itertools
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.archive import Refused
from energy_audit.filing.columns import Heading, lacking, placed
from energy_audit.filing.decimals import exact_floats
from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.grid import Grid, cell_text
from energy_audit.filing.header import headers
from energy_audit.filing.headings import SHARED, is_heading, match, table_named
from energy_audit.filing.labels import stated, stated_unit
from energy_audit.filing.layout import read_sheet
from energy_audit.filing.problem import marked
from energy_audit.filing.reading import Block, SheetReading
from energy_audit.filing.schema import TABLES
from energy_audit.filing.trial import try_parquet

if TYPE_CHECKING:
    from energy_audit.filing.columns import Columns
    from energy_audit.filing.header import Header

LARGE = 4 * 2**20
"""Bytes beyond which a text file is read by Polars."""

_DELIMITERS = ",\t;|"
_HEAD_LINES = 60
_COMMON_SHARE = 0.9
"""Of the Chinese characters of a GB18030 filing, how many GB 2312 must have; misread Big5 has about half."""

csv.field_size_limit(2**24)


def decoded(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        Refused: the encoding cannot be told.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding) or _refuse()
    if b"\x00" in data[:4096]:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        return _strictly(data, "utf-16-le" if odd > even else "utf-16-be") or _refuse()
    text = _strictly(data, "utf-8")
    if text is None:
        text = _strictly(data, "gb18030")
        if text is None or not _reads_as_chinese(text):
            return _refuse()
    return text


def _refuse() -> str:
    raise Refused(FilingProblem.UNKNOWN_ENCODING)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_as_chinese(text: str) -> bool:
    foreign = [char for char in text[:200_000] if char > "\x7f"]
    common = sum(1 for char in foreign if _in_gb2312(char))
    return common >= _COMMON_SHARE * len(foreign)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def read_text(data: bytes, stem: str) -> SheetReading:
    """Read a CSV; its name, else its headings, tell the table.

    Raises:
        Refused: unknown encoding, or no table of text.
    """
    text = decoded(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = text[: 2**18].split("\n", _HEAD_LINES)[:_HEAD_LINES]
    delimiter = _delimiter(head)
    if len(data) > LARGE:
        large = _read_large(text, delimiter, stem)
        if large is not None:
            return large
    rows, lines = _rows(io.StringIO(text, newline=""), delimiter)
    return read_sheet(Grid(stem, rows, "line", lines), table_named(stem))


def _delimiter(head: list[str]) -> str:
    """The delimiter that yields the most headings, then the most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        cells = list(itertools.chain.from_iterable(csv.reader(head, delimiter=delimiter)))
        return sum(1 for cell in cells if cell and is_heading(cell)), len(cells)

    try:
        return max(_DELIMITERS, key=worth)
    except csv.Error as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)) from error


def _rows(lines: io.StringIO, delimiter: str) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(lines, delimiter=delimiter)
    rows, numbers, before = [], [], 0
    try:
        for row in reader:
            rows.append([cell_text(text) for text in row])
            numbers.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise Refused(
            FilingProblem.CORRUPT_FILE, marked("第 {line} 行：{error}", line=before + 1, error=error)
        ) from error
    return rows, numbers


def _read_large(text: str, delimiter: str, stem: str) -> SheetReading | None:
    """Read a regular file with Polars; None where it is not regular and must be read line by line."""
    rows, lines = _rows(io.StringIO("\n".join(text[: 2**18].split("\n", _HEAD_LINES)[:_HEAD_LINES])), delimiter)
    head = Grid(stem, rows, "line", lines)
    named = table_named(stem)
    found, _ = headers(head, named)
    if len(found) != 1 or (named and found[0].table != named.key):
        return None
    header = found[0]
    below = lines[header.bottom + 1] if header.bottom + 1 < len(lines) else 0
    if not below:
        return None
    width = len(header.parts)
    names = [f"c{position}" for position in range(width)]
    try:
        frame = pl.read_csv(
            text.encode(),
            has_header=False,
            separator=delimiter,
            skip_lines=below - 1,
            schema=dict.fromkeys(names, pl.String()),
        )
    except pl.exceptions.PolarsError:
        return None
    # where there are as many lines as records, no record spans lines
    plain = text.count("\n") + (not text.endswith("\n")) == below - 1 + frame.height
    columns = frame.get_columns()
    del frame
    return _large_block(head, header, _numbered(_in_one_piece(columns), below, plain=plain))


def _numbered(frame: pl.DataFrame, first: int, *, plain: bool) -> pl.DataFrame:
    """Add the file line of each record, which may span lines unless all are ``plain``, and drop blank records."""
    line = pl.lit(first, pl.UInt32) + pl.int_range(pl.len(), dtype=pl.UInt32)
    if not plain:
        breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
        line += breaks.cum_sum() - breaks
    numbered = frame.with_columns(row=line.cast(pl.UInt32))
    quoted = [name for name in frame.columns if (frame[name] == "").any()]
    if quoted:
        numbered = numbered.with_columns(pl.col(quoted).replace("", None))
    if any(numbered[name].null_count() == 0 for name in frame.columns):
        return numbered
    return numbered.filter(pl.any_horizontal(pl.col(frame.columns).is_not_null()))


def _large_block(head: Grid, header: Header, frame: pl.DataFrame) -> SheetReading:
    sheet = SheetReading(head)
    banner = [
        (sheet.cell(index, position), text)
        for index in range(header.top)
        for position, text in enumerate(head.texts[index])
        if text
    ]
    for cell, text in banner:
        sheet.list_unused(cell, "banner", text)
    line = sheet.cell(header.bottom, 0)
    columns = placed(
        header.table, tuple(Heading(parts, line) for parts in header.parts), stated_unit(text for _, text in banner)
    )
    given = columns.implied | {
        key: pair
        for key, pair in stated(banner).items()
        if key in TABLES[header.table].schema() and key not in columns.places
    }
    sheet.say_all([*columns.notes, *lacking(header.table, [*columns.known(), *given], line)])
    used = {f"c{position}": key for key, position in columns.places.items()}
    for name in frame.columns:
        if name not in used and name != "row":
            _list_unused_column(sheet, columns, frame.select("row", text=name).drop_nulls(), int(name[1:]))
    kept = frame.select("row", *[pl.col(name).alias(key) for name, key in used.items()])
    kept = kept.with_columns(pl.lit(value).alias(key) for key, (value, _) in given.items())
    placement = {**dict.fromkeys(used.values(), ""), **{key: cell for key, (_, cell) in given.items()}}
    sheet.blocks.append(
        Block(header.table, "", "line", placement=placement, multipliers=columns.multipliers, frame=kept)
    )
    return sheet


def _list_unused_column(sheet: SheetReading, columns: Columns, filled: pl.DataFrame, position: int) -> None:
    if filled.is_empty():
        return
    row, text = filled.row(0)
    cells = f"line:{row}:line:{filled['row'][-1]}"
    known = position in columns.unused
    sheet.list_unused(cells, "unknown-column" if known else "outside", f"{text} … {filled.height}")
    if not known:
        where = marked("（{cells} 共 {count} 处，上方没有表头）", cells=cells, count=filled.height)
        sheet.say(FilingProblem.UNUSED_TEXT, f"line:{row}", value=text, detail=where)


def read_parquet(source: bytes, stem: str) -> SheetReading:
    """Read a Parquet file; its columns keep their types, and keys or headings name them.

    Raises:
        Refused: damaged.
    """
    try_parquet(source)
    sheet = SheetReading(Grid(stem, [], "line"))
    names = pl.scan_parquet(io.BytesIO(source)).collect_schema().names()
    named = table_named(stem)
    table = named.key if named and _fit(names, named.key)[0] >= 2 else _best_fit(names)
    if table is None:
        return sheet
    columns = placed(table, tuple(Heading((name,), "line:1") for name in names))
    figures = [f"c{place}" for key, place in columns.places.items() if TABLES[table].column(key).is_figure]
    try:
        numbered = _decoded(source, figures)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)[:200]) from error
    if numbered.is_empty():
        return sheet
    sheet.say_all([*columns.notes, *lacking(table, columns.known(), "line:1")])
    if named and named.key != table:
        sheet.say(FilingProblem.TABLE_BY_HEADINGS, table=table, value=stem)
    for position in columns.unused:
        _list_unused_column(sheet, columns, numbered.select("row", f"c{position}").drop_nulls(), position)
    kept = numbered.select(
        "row",
        *[pl.col(f"c{position}").alias(key) for key, position in columns.places.items()],
        *[pl.lit(value).alias(key) for key, (value, _) in columns.implied.items()],
    )
    sheet.blocks.append(
        Block(
            table,
            "",
            "line",
            placement=dict.fromkeys((*columns.places, *columns.implied), ""),
            multipliers=columns.multipliers,
            frame=kept,
        )
    )
    return sheet


def _decoded(source: bytes, figures: list[str]) -> pl.DataFrame:
    """Decode a Parquet file piece by piece: ``row`` and its columns as ``c0``, ``c1`` …

    Columns of floats that all stand for figures come as figures and are never held twice; any others stay floats.
    """
    scanned = pl.scan_parquet(io.BytesIO(source))
    names = scanned.collect_schema().names()
    scanned = scanned.select(pl.col(name).alias(f"c{place}") for place, name in enumerate(names))
    scanned = scanned.with_row_index("row", 1).with_columns(pl.col("row").cast(pl.UInt32))
    schema = scanned.collect_schema()
    floats = [name for name in figures if schema[name].is_float()]
    exact = [exact_floats(pl.col(name)).alias(name) for name in floats]
    pieces, inexact = [schema.to_frame()], set()
    for piece in scanned.collect_batches(maintain_order=True, engine="streaming"):
        pieces.append(piece.with_columns(exact))
        inexact |= {name for name in floats if pieces[-1][name].null_count() > piece[name].null_count()}
    if inexact:
        del pieces
        return _decoded(source, [name for name in figures if name not in inexact])
    return pl.concat(pieces[1:] or pieces)


def _in_one_piece(columns: list[pl.Series]) -> pl.DataFrame:
    """Put each column together, one at a time: whoever works on columns cut in different places first copies them all.

    Args:
        columns: nobody else may hold them, or both the pieces and the whole take room.
    """
    for place, column in enumerate(columns):
        columns[place] = column.rechunk()
    return pl.DataFrame(columns)


def _fit(names: list[str], table: str) -> tuple[int, int]:
    found = {columns[0] for name in names if len(columns := match(table, (name,)).columns) == 1}
    return len(found), len(found - SHARED)


def _best_fit(names: list[str]) -> str | None:
    ranked = sorted(((*_fit(names, table), table) for table in TABLES), reverse=True)
    best, second = ranked[0], ranked[1]
    return best[2] if best[0] >= 3 and best[1] >= 2 and best[:2] != second[:2] else None
