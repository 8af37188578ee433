"""The blank filing workbook, drawn from the schema and the reference tables; the same choices give the same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import xlsxwriter

from energy_audit.catalogue import both
from energy_audit.errors import OutputRefused, UsageError
from energy_audit.filing.schema import TABLES
from energy_audit.report import explanations
from energy_audit.report.template.cover import SHEET as COVER_SHEET
from energy_audit.report.template.cover import write_cover, write_explanations
from energy_audit.report.template.formulas import Formulas
from energy_audit.report.template.layout import layout_of
from energy_audit.report.template.lists import write_lists
from energy_audit.report.template.rows import Printed, printed_rows
from energy_audit.report.template.sheet import Drawing, draw
from energy_audit.report.template.style import styles
from energy_audit.report.workbooks.formula_results import with_empty_results

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.reference.tables import Reference
    from energy_audit.report.template.prefill import Prefill

Tier = Literal["A", "B", "C", "D"]


@dataclass(frozen=True)
class Choices:
    """What the blank workbook is made for.

    Attributes:
        year: report year.
        industry: four-digit code, if known.
        tier: whose archive list the cover shows; all of them where it is not known.
        last_year: what to carry over.
    """

    year: int
    industry: str | None = None
    tier: Tier | None = None
    last_year: Prefill | None = None


def write_template(target: Path, choices: Choices, reference: Reference) -> None:
    """Write the blank workbook.

    Raises:
        UsageError: the name does not end in .xlsx, or there is no such industry.
        OutputRefused: the file exists, or cannot be written.
    """
    if target.suffix.lower() != ".xlsx":
        raise UsageError(both("文件名应以 .xlsx 结尾：{name}", name=target.name))
    content = template_bytes(choices, reference)
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise OutputRefused(
            both("{target} 已经存在，为免盖掉已填的内容没有写入。请换一个文件名，或先把它移走。", target=target)
        ) from error
    except OSError as error:
        raise OutputRefused(
            both("无法写入 {target}（{strerror}）。请换一个位置。", target=target, strerror=error.strerror)
        ) from error


def template_bytes(choices: Choices, reference: Reference) -> bytes:
    """Return the blank workbook.

    Raises:
        UsageError: there is no such industry.
    """
    industry = _industry(choices.industry, reference) if choices.industry else {}
    printed = _with_given(printed_rows(reference, choices.year, choices.tier), choices, industry)
    layouts = {key: layout_of(table, printed.rows.get(key, ())) for key, table in TABLES.items()}
    first = layouts["energy_consumption"].first
    row_of = {
        str(row["energy_code"]): first + index
        for index, row in enumerate(printed.rows["energy_consumption"])
        if row.get("energy_code")
    }
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    made = datetime(choices.year + 1, 1, 1)  # noqa: DTZ001 - a workbook's date has no zone; fixed, so that equal choices give equal bytes
    book.set_properties(
        {"title": f"能源利用状况申报工作簿（{choices.year}年度）", "author": "energy-audit", "created": made}
    )
    looks = styles(book)
    cover = book.add_worksheet(COVER_SHEET)
    sheets = {key: book.add_worksheet(table.sheet) for key, table in TABLES.items()}
    notes = book.add_worksheet(explanations.SHEET)
    code = printed.rows["enterprise"][0].get("industry_code")
    lists = write_lists(
        book,
        reference,
        layouts["enterprise"].away("industry_code"),
        industrial=None if code is None else "06" <= code[:2] <= "46",
    )
    drawing = Drawing(book, looks, lists, Formulas(layouts, lists, row_of), printed)
    write_cover(cover, looks, reference.documents, year=choices.year, tier=choices.tier)
    for key, layout in layouts.items():
        draw(drawing, sheets[key], layout)
    write_explanations(notes, looks)
    cover.activate()
    book.close()
    return with_empty_results(stream.getvalue())


def _industry(code: str, reference: Reference) -> dict[str, Any]:
    """Look an industry up; a class that the table does not name may still be given by its number.

    Raises:
        UsageError: no division of GB/T 4754 begins so.
    """
    names = dict(reference.industries.select("code", "name_zh").iter_rows())
    if len(code) != 4 or not code.isdigit() or code[:2] not in names:
        raise UsageError(both("没有行业代码“{code}”。应为 GB/T 4754 的 4 位小类代码，如 3011（水泥制造）。", code=code))
    return {"industry_code": code, "industry_name": names.get(code)}


def _with_given(printed: Printed, choices: Choices, industry: dict[str, Any]) -> Printed:
    """Put what is known beforehand into the rows: year, industry, what last year left."""
    last = choices.last_year
    enterprise = {**(last.enterprise if last else {}), **industry, "report_year": choices.year}
    rows = {**printed.rows, "enterprise": [{key: value for key, value in enterprise.items() if value is not None}]}
    if last:
        stock = dict(last.stock)
        rows["energy_consumption"] = [
            row | ({"unit": stock[code][0], "opening_stock": stock[code][1]} | _without_reference(row, stock[code][0]))
            if (code := row.get("energy_code")) in stock
            else row
            for row in rows["energy_consumption"]
        ]
        units = {row.get("energy_code"): row.get("unit") for row in rows["energy_consumption"]}
        rows["energy_conversion"] = [
            row | ({"unit": units[row["energy_code"]]} if row else {}) for row in rows["energy_conversion"]
        ]
        rows["product"] = last.products
    return Printed(rows, printed.notes, printed.faint)


def _without_reference(row: dict[str, Any], unit: str) -> dict[str, Any]:
    """A reference factor is per standard unit; beside another unit it would mislead."""
    return {} if unit == row["unit"] else {"factor_reference": None}
