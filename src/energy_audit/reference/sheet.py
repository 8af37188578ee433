"""A dated table as a workbook: the blank one that an authority fills in, and the filled one read back.

Row 1 of the sheet holds the Chinese headings (or the column keys); the rest is data. What a cell may hold
is the same as in the CSV form, but for the words of ``WORDS``, which stand for the codes.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.exact import NUMBER
from energy_audit.reference.table_schema import DATE, LIST, TEXT, TableSchema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SHEET, NOTES = "填写", "说明"
WORDS: Mapping[str, Mapping[str, str]] = {
    "confidence": {"高": "high", "中": "medium", "低": "low"},
    "legal_status": {
        "现行有效": "in_force",
        "已被替代": "superseded",
        "征求意见稿": "draft",
        "参考资料": "reference",
        "通行做法": "practice",
        "政策文件": "policy",
        "说明": "note",
    },
}
_TYPES = {NUMBER: "数值", DATE: "日期，如 2025-01-01", LIST: "多个值以分号隔开", TEXT: "文本"}
_ROWS = 500
"""How far down the drop-downs reach."""


def write_blank(path: Path, schema: TableSchema) -> None:
    """Write the blank workbook of a table.

    Raises:
        OSError: the file cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415 - only this needs it

    with xlsxwriter.Workbook(path) as book:
        sheet, notes = book.add_worksheet(SHEET), book.add_worksheet(NOTES)
        must, may = (
            book.add_format(
                {
                    "bold": True,
                    "bg_color": color,
                    "border": 1,
                    "text_wrap": True,
                    "valign": "vcenter",
                    "align": "center",
                }
            )
            for color in ("#FCE4D6", "#DDEBF7")
        )
        as_text, as_date = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_row(0, 34)
        sheet.freeze_panes(1, 0)
        for number, (key, dtype) in enumerate(schema.header.items()):
            heading = schema.heading(key)
            sheet.set_column(
                number,
                number,
                max(12, 2 * len(heading) + 4),
                as_date if dtype == DATE else as_text if dtype in {TEXT, LIST} else None,
            )
            sheet.write_string(0, number, heading, must if schema.is_required(key) else may)
            if key in WORDS:
                sheet.data_validation(1, number, _ROWS, number, {"validate": "list", "source": list(WORDS[key])})
        _write_notes(notes, schema, bold=book.add_format({"bold": True}), wrap=book.add_format({"text_wrap": True}))


def _write_notes(notes: Any, schema: TableSchema, *, bold: Any, wrap: Any) -> None:
    notes.set_column(0, 0, 18)
    notes.set_column(1, 1, 8)
    notes.set_column(2, 2, 22)
    notes.set_column(3, 3, 70, wrap)
    head = (
        schema.meaning_zh.removesuffix("（待导入）"),
        f"填好后存为 reference/{schema.name}.xlsx，检查时加 --rules 其上级目录，例如 energy-audit inspect 申报 --rules 本省 --out 结果。",
        "每一行都要写明依据；没有依据的不予采用。橙色列必填。删去一行即不再采用。",
    )
    for number, text in enumerate(head):
        notes.write_string(number, 0, text, bold)
    start = len(head) + 1
    for column, text in enumerate(("列", "必填", "填什么", "说明")):
        notes.write_string(start, column, text, bold)
    for number, (key, dtype) in enumerate(schema.header.items(), start + 1):
        words = "、".join(WORDS[key]) if key in WORDS else _TYPES.get(dtype, "整数")
        texts = (schema.heading(key), "是" if schema.is_required(key) else "", words, schema.hints.get(key, ""))
        for column, text in enumerate(texts):
            notes.write_string(number, column, text)


def read_sheet(path: Path, shown: str, schema: TableSchema) -> tuple[list[list[str]], list[int]]:
    """Read a filled workbook as the texts that its CSV form would hold, with the number of each row.

    Raises:
        ReferenceTableError: no workbook, a heading missing or unknown, a cell that could be read two ways.
    """
    import openpyxl  # noqa: PLC0415 - only this needs it

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        # openpyxl lets errors of zip, XML and its own through
        raise ReferenceTableError(
            shown, 0, both("不是可以打开的 .xlsx 工作簿（{error}）；请另存后重试。", error=error)
        ) from error
    with_sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    rows = list(with_sheet.iter_rows(values_only=True))
    book.close()
    place = _places(rows[0] if rows else (), shown, schema)
    cells, lines = [], []
    for line, row in enumerate(rows[1:], 2):
        texts = [
            _text(row[place[key]] if key in place else None, key, dtype, shown, line)
            for key, dtype in schema.header.items()
        ]
        if any(texts):
            cells.append(texts)
            lines.append(line)
    return cells, lines


def _places(head: tuple[Any, ...], shown: str, schema: TableSchema) -> dict[str, int]:
    """Find the column of each key by its key or Chinese heading."""
    names = {schema.heading(key): key for key in schema.header} | {key: key for key in schema.header}
    found: dict[str, int] = {}
    for number, cell in enumerate(head):
        heading = str(cell or "").strip()
        if not heading:
            continue
        key = names.get(heading)
        if key is None or key in found:
            known = ", ".join(schema.heading(key) for key in schema.header)
            message = (
                both("表头“{heading}”不认识。应为：{known}", heading=heading, known=known)
                if key is None
                else both("表头“{heading}”重复。应为：{known}", heading=heading, known=known)
            )
            raise ReferenceTableError(shown, 1, message)
        found[key] = number
    missing = [schema.heading(key) for key in schema.header if schema.is_required(key) and key not in found]
    if missing:
        raise ReferenceTableError(shown, 1, both("缺少列：{missing}", missing=", ".join(missing)))
    return found


def _text(value: Any, key: str, dtype: Any, shown: str, line: int) -> str:
    """Write a cell as CSV holds it."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.strip()
        return WORDS.get(key, {}).get(text, text.replace("；", ";") if dtype == LIST else text)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if dtype == DATE else value.isoformat()
    if dtype in {TEXT, LIST} or isinstance(value, bool):
        # a code typed as a number has lost its leading zeros, and a long one its last digits
        raise ReferenceTableError(
            shown, line, both("列 {key} 的值 {value} 是数字；请把单元格设为文本后重新填写。", key=key, value=value)
        )
    return f"{Decimal(str(value)).normalize():f}"


def blanks(schemas: Mapping[str, TableSchema]) -> list[TableSchema]:
    """List the tables that are shipped empty for an authority to fill."""
    return [schema for schema in schemas.values() if schema.slot]
