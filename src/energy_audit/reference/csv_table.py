"""Reads one CSV table with declared types; a cell that does not fit is refused with its line."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message, both
from energy_audit.errors import ReferenceTableError
from energy_audit.exact import NUMBER
from energy_audit.reference.sheet import read_sheet
from energy_audit.reference.table_schema import DATE, INTEGER, LIST, YES_NO

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.reference.table_schema import TableSchema

LINE = "line"
"""The column that holds each row's line in the file while it is checked."""

# What a cell must look like. Dates are checked once more when they are cast: 2025-02-30 looks right.
_PATTERNS: tuple[tuple[pl.DataType, str, Message], ...] = (
    (
        NUMBER,
        r"^-?\d{1,20}(\.\d{1,12})?$",
        Message("列 {name} 的值 {value!r} 不是数值（至多12位小数，不用科学计数）。"),
    ),
    (INTEGER, r"^-?\d{1,18}$", Message("列 {name} 的值 {value!r} 不是整数。")),
    (DATE, r"^\d{4}-\d{2}-\d{2}$", Message("列 {name} 的值 {value!r} 不是日期（如 2021-04-01）。")),
    (YES_NO, r"^(true|false)$", Message("列 {name} 的值 {value!r} 不是true 或 false。")),
)


def read_table(path: Path, shown: str, schema: TableSchema) -> pl.DataFrame:
    """Read ``path`` as ``schema`` declares it.

    Args:
        path: the CSV file, UTF-8, or a workbook (see ``sheet``).
        shown: its name as the user knows it, for errors.
        schema: columns, types and key.

    Returns:
        ``schema.header`` columns in order, blank cells null, and ``line``: UInt32.

    Raises:
        ReferenceTableError: the file is missing, not UTF-8, has other columns, a short or long row, or a cell
            of the wrong type; names file and line.
    """
    is_workbook = path.suffix == ".xlsx"
    cells, lines = read_sheet(path, shown, schema) if is_workbook else _cells(path, shown, list(schema.header))
    texts = pl.DataFrame(
        dict(zip(schema.header, zip(*cells, strict=True), strict=True)) if cells else dict.fromkeys(schema.header, ()),
        schema=dict.fromkeys(schema.header, pl.String),
    ).with_columns(pl.Series(LINE, lines, dtype=pl.UInt32))
    texts = texts.with_columns(pl.col(pl.String).str.strip_chars().replace("", None))
    _refuse_unfit(texts, schema, shown)
    return texts.with_columns(_typed(name, dtype) for name, dtype in schema.header.items())


def _cells(path: Path, shown: str, header: list[str]) -> tuple[list[list[str]], list[int]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ReferenceTableError(shown, 0, both("缺少这个参考表；请重新安装，或从备份恢复。")) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ReferenceTableError(shown, line, both("不是 UTF-8 编码；请另存为 UTF-8，或用 .xlsx。")) from None
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    cells: list[list[str]] = []
    lines: list[int] = []
    try:
        found = next(reader, [])
        if found != header:
            raise ReferenceTableError(shown, 1, _header_message(found, header))
        start = reader.line_num + 1
        for row in reader:
            if len(row) != len(header):
                raise ReferenceTableError(
                    shown, start, both("这一行有 {count} 列，应为 {wanted} 列。", count=len(row), wanted=len(header))
                )
            cells.append(row)
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise ReferenceTableError(shown, reader.line_num, both("不是合规的 CSV：{error}。", error=error)) from None
    return cells, lines


def _header_message(found: list[str], header: list[str]) -> str:
    missing = [name for name in header if name not in found]
    unknown = [name for name in found if name not in header]
    parts = [
        *([f"缺少列 {', '.join(missing)}"] if missing else []),
        *([f"多出列 {', '.join(unknown)}"] if unknown else []),
    ]
    return f"表头不符：{'；'.join(parts) or '列的顺序或重复不对'}。应为 {','.join(header)}"


def _refuse_unfit(texts: pl.DataFrame, schema: TableSchema, shown: str) -> None:
    unfit = {
        name: (_unfit(name, dtype, pattern), refusal)
        for name, dtype in schema.header.items()
        for kind, pattern, refusal in _PATTERNS
        if dtype == kind
    }
    found = texts.select(bad.any().alias(name) for name, (bad, _) in unfit.items()).row(0)
    for (name, (bad, refusal)), is_there in zip(unfit.items(), found, strict=True):
        if is_there:
            value, line = texts.filter(bad).select(name, LINE).row(0)
            raise ReferenceTableError(shown, line, both(refusal, name=name, value=value))


def _unfit(name: str, dtype: pl.DataType, pattern: str) -> pl.Expr:
    looks_right = pl.col(name).str.contains(pattern)
    if dtype == DATE:
        looks_right &= pl.col(name).str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return pl.col(name).is_not_null() & ~looks_right


def _typed(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == DATE:
        return column.str.to_date("%Y-%m-%d")
    if dtype == YES_NO:
        return column == "true"
    if dtype == LIST:
        return column.str.split(";").list.eval(pl.element().str.strip_chars()).fill_null([])
    return column.cast(dtype)
