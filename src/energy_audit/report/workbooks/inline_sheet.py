"""A sheet that writes its cells as XlsxWriter does, byte for byte, a table in a tenth of the time.

The workbook of a thousand units has half a million cells, most of them one of a few hundred texts. What a text looks like
in the file is worked out once, and the rows of a table are put together column by column.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from xlsxwriter.url import Url, UrlTypes
from xlsxwriter.utility import _utf16_truncate, xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEPT: Final = 4096
"""Texts whose form in the file is remembered, and links: rules, units and words come again and again."""
_SPECIAL: Final = r"^\s|\s$|[&<>_\x00-\x1f\x7f-\x9f\x{fffe}\x{ffff}]"
"""What texts have in which anything may have to be written differently."""


@dataclass(frozen=True)
class Cells:
    """The cells of one column in some rows.

    Attributes:
        held: what each holds, as ``held_texts`` and ``held_number`` write it; null where there is no cell.
        style: how a cell looks that leads nowhere.
        targets: where a cell leads, as for ``link``; null for nowhere. None where no cell of the column leads anywhere.
        shown: the texts of the cells that lead somewhere.
        link_style: how these look.
    """

    held: pl.Series
    style: Any
    targets: pl.Series | None = None
    shown: pl.Series | None = None
    link_style: Any = None

    def looks(self) -> list[tuple[Any, pl.Series]]:
        """List the styles that are used, each with the rows whose cell has it."""
        leads = self.held.clear(len(self.held)).is_not_null() if self.targets is None else self.targets.is_not_null()
        looks = [(self.style, self.held.is_not_null() & ~leads), (self.link_style, leads)]
        return [(style, rows) for style, rows in looks if rows.any()]


class InlineSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter's worksheets have no types
    """A sheet of a workbook in ``constant_memory`` mode, where each text stands in its own cell."""

    def __init__(self) -> None:
        super().__init__()
        self._inline = lru_cache(_KEPT)(self._written_inline)
        self._link = lru_cache(_KEPT)(_link)
        self._column = lru_cache(None)(xl_col_to_name)
        self._led: list[tuple[int, int, str, str]] = []

    def text(self, row: int, column: int, text: str, style: Any) -> None:
        """Write a text; rows and columns count from 0."""
        self._write_string(row, column, text, style)

    def number(self, row: int, column: int, number: float, style: Any) -> None:
        """Write a number."""
        self._write_number(row, column, number, style)

    def link(self, row: int, column: int, target: str, text: str, style: Any) -> None:
        """Write a text that leads to ``internal:'sheet'!A1`` or ``external:relative/path``."""
        self._write_url(row, column, self._link(target, text), style)

    def held_texts(self, texts: pl.Series) -> pl.Series:
        """Write what cells of ``rows`` hold that hold texts, cut to what a cell holds; none is ever read as markup."""
        # of characters that count twice, half as many fit
        special = texts.str.contains(_SPECIAL) | (texts.str.len_chars() > self.xls_strmax // 2)
        plain = pl.concat_str(pl.lit(' t="inlineStr"><is><t>'), texts, pl.lit("</t></is></c>"))
        if not special.any():
            return pl.select(plain).to_series()
        values = texts.filter(special).unique()
        held = pl.Series([self._inline(_utf16_truncate(value, self.xls_strmax)) for value in values], dtype=pl.String)
        written = texts.replace_strict(values, held, default=None, return_dtype=pl.String)
        return pl.select(pl.when(special).then(written).otherwise(plain)).to_series()

    def held_number(self, number: float) -> str:
        """Write what a cell of ``rows`` holds that holds a number."""
        return f"><v>{number:.16G}</v></c>"

    def rows(self, first: int, columns: Sequence[Cells], heights: pl.Series) -> None:
        """Write rows one below the other, their cells from the first column on.

        Args:
            first: the first row; all that was written before stands above it, and nothing else is written beside it.
            columns: cells by column, as many each as there are rows.
            heights: of the rows, in points.
        """
        after = first + len(heights)
        self._check_dimensions(after - 1, len(columns) - 1)
        self._write_single_row(after)
        looks = [each.looks() for each in columns]
        met = [(rows.arg_max(), place, style) for place, each in enumerate(looks) for style, rows in each]
        for _, _, style in sorted(met, key=lambda each: each[:2]):
            style._get_xf_index()  # noqa: SLF001 - numbers styles in the order in which they are met, as the base does
        number = pl.int_range(first + 1, after + 1, eager=True).cast(pl.String)
        cells = [
            pl.concat_str(pl.lit(f'<c r="{self._column(place)}'), number, _styled(each), column.held)
            for place, (column, each) in enumerate(zip(columns, looks, strict=True))
            if each
        ]
        tall = heights.replace_strict({height: _tall(height) for height in heights.unique()}, return_dtype=pl.String)
        row = pl.concat_str(pl.lit('<row r="'), number, tall, *cells, pl.lit("</row>"), ignore_nulls=True)
        self.fh.write(pl.select(row.str.join("")).item())
        self._lead(first, columns)

    def _lead(self, first: int, columns: Sequence[Cells]) -> None:
        led = [
            pl.select(
                row=pl.int_range(first, first + len(each.held)),
                column=pl.lit(place),
                target=each.targets,
                text=each.shown,
            ).drop_nulls("target")
            for place, each in enumerate(columns)
            if each.targets is not None
        ]
        if led:
            self._led += pl.concat(led).sort("row", "column").rows()

    def _write_hyperlinks(self) -> None:
        """Write where the cells of ``rows`` lead; XlsxWriter writes what ``link`` was told on other sheets."""
        if not self._led:
            super()._write_hyperlinks()
            return
        self._xml_start_tag("hyperlinks")
        target_of, escaped = lru_cache(_KEPT)(Url), lru_cache(_KEPT)(self._escape_attributes)
        for row, column, target, text in self._led:
            url = target_of(target)
            if url._link_type is UrlTypes.INTERNAL:  # noqa: SLF001 - as the base does it
                place = f"{self._column(column)}{row + 1}"
                location = escaped(url._link)  # noqa: SLF001 - as above
                self.fh.write(f'<hyperlink ref="{place}" location="{location}" display="{escaped(text)}"/>')
            else:
                self.rel_count += 1
                self._write_hyperlink_external(row, column, self.rel_count, url)
                self.external_hyper_links.append(["/hyperlink", url._target(), "External"])  # noqa: SLF001 - as above
        self._xml_end_tag("hyperlinks")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write a text with a style, which most cells are; XlsxWriter writes the others, and texts that it reads as rich."""
        if type(cell).__name__ == "String" and cell.format and not cell.string.startswith("<r>"):
            style = cell.format._get_xf_index()  # noqa: SLF001 - as the base does it
            self.fh.write(f'<c r="{self._column(col)}{row + 1}" s="{style}"{self._inline(cell.string)}')
        else:
            super()._write_cell(row, col, cell)

    def _written_inline(self, text: str) -> str:
        escaped = self._escape_control_characters(text)
        space = ' xml:space="preserve"' if escaped.strip() != escaped else ""
        return f' t="inlineStr"><is><t{space}>{self._escape_data(escaped)}</t></is></c>'


def _styled(looks: list[tuple[Any, pl.Series]]) -> pl.Expr:
    (only, _), *others = ((f'" s="{style._get_xf_index()}"', rows) for style, rows in looks)  # noqa: SLF001 - as above
    return pl.when(others[0][1]).then(pl.lit(others[0][0])).otherwise(pl.lit(only)) if others else pl.lit(only)


def _tall(points: float) -> str:
    """Write a row's height as XlsxWriter does: in whole pixels, of which 96 are 72 points."""
    return f'" ht="{int(points * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1">'


def _link(target: str, text: str) -> Url:
    link = Url(target)
    link.text = text
    return link
