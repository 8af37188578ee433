"""A new sheet as XML: texts and numbers with styles, widths, links, set up to print on one page's width."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final

from energy_audit.report.ooxml.cells import address
from energy_audit.report.ooxml.parts import writable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.report.ooxml.cells import Spot

_A4: Final = 9


@dataclass
class Draft:
    """The sheet so far.

    Attributes:
        widths: of the columns, in characters.
        hidden: columns, counted from 1, that are not shown.
    """

    widths: Sequence[float]
    hidden: Sequence[int] = ()
    frozen: int = 0
    selected: bool = False
    rows: dict[int, dict[int, tuple[str | float, int]]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    links: dict[Spot, str] = field(default_factory=dict)

    @property
    def last_row(self) -> int:
        """The last row that holds anything; 0 for none."""
        return max(self.rows, default=0)

    def put(self, row: int, column: int, value: str | float, style: int = 0) -> None:
        """Put a value into a cell."""
        self.rows.setdefault(row, {})[column] = (value, style)

    def xml(self, namespace: str) -> bytes:
        """Write the sheet."""
        view = ' tabSelected="1"' if self.selected else ""
        pane = (
            f'<pane ySplit="{self.frozen}" topLeftCell="A{self.frozen + 1}" activePane="bottomLeft" state="frozen"/>'
            if self.frozen
            else ""
        )
        widths = "".join(
            f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
            for place, width in enumerate(self.widths, start=1)
        )
        hidden = "".join(f'<col min="{place}" max="{place}" width="9" hidden="1"/>' for place in self.hidden)
        rows = "".join(self._row(number) for number in sorted(self.rows))
        links = "".join(
            f'<hyperlink ref="{address(*spot)}" location={_quoted(where)}/>' for spot, where in self.links.items()
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<worksheet xmlns="{namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView{view} workbookViewId="0">{pane}</sheetView></sheetViews>'
            f"<cols>{widths}{hidden}</cols><sheetData>{rows}</sheetData>"
            + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
            + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            f'<pageSetup paperSize="{_A4}" orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()

    def _row(self, number: int) -> str:
        height = f' ht="{self.heights[number]}" customHeight="1"' if number in self.heights else ""
        cells = "".join(
            self._cell(address(number, column), *self.rows[number][column]) for column in sorted(self.rows[number])
        )
        return f'<row r="{number}"{height}>{cells}</row>'

    @staticmethod
    def _cell(where: str, value: str | float, style: int) -> str:
        styled = f' s="{style}"' if style else ""
        if not isinstance(value, str):
            return f'<c r="{where}"{styled}><v>{value!r}</v></c>'
        if not value:
            return f'<c r="{where}"{styled}/>'
        text = escape(writable(value), quote=False)
        return f'<c r="{where}"{styled} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _quoted(text: str) -> str:
    """Write an attribute as ``xml.sax.saxutils.quoteattr`` would; importing that brings the whole of HTTP along."""
    return '"{}"'.format(escape(text, quote=False).replace('"', "&quot;"))
