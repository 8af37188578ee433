"""Sets a draft as .docx: the same draft gives the same bytes on any day and machine."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.shared import Pt

from energy_audit.report.papers.draft import Annex, Heading, Paragraph, Signature, Table
from energy_audit.report.papers.line import Piece, clean, text_of
from energy_audit.report.papers.style import (
    BODY_SIZE,
    HEI,
    LATIN,
    NOTE_SIZE,
    TABLE_SIZE,
    TEXT_WIDTH,
    blank_document,
    indent_body,
    set_face,
)

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.shared import Length
    from docx.table import Table as DocxTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as DocxParagraph

    from energy_audit.catalogue import Language
    from energy_audit.report.papers.draft import Block, Draft
    from energy_audit.report.papers.line import Line

_LONGEST_PROPERTY: Final = 255
"""Characters a document property may have."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can carry."""
_NOTES: Final = {"zh": "办文提示（印发前删除本页）", "en": "For the office (take off this page before issue)"}
_COPY: Final = {"zh": "", "en": "Reading copy; the Chinese text is the paper."}


def set_paper(draft: Draft, *, language: Language, subject: str, as_of: dt.date) -> bytes:
    """Set a draft.

    Args:
        draft: the paper.
        language: of the draft.
        subject: whom it is about, for the document's properties.
        as_of: the day judged; stands in the properties as the day it was made.
    """
    document = blank_document(language)
    document.add_paragraph(draft.title, style="Title")
    if _COPY[language]:
        _centred(document, (Piece(_COPY[language]),))
    if draft.number:
        _centred(document, draft.number)
    if draft.addressee:
        document.add_paragraph()
        _write(document.add_paragraph(), draft.addressee)
    elif draft.blocks and isinstance(draft.blocks[0], Table):
        document.add_paragraph()
    for block in draft.blocks:
        _block(document, block)
    _notes(document, draft.notes, language)
    _properties(document, f"{draft.title} {subject}", as_of)
    return _same_bytes(document)


def _block(document: DocxDocument, block: Block) -> None:
    match block:
        case Heading(level, line):
            _write(document.add_paragraph(style=f"Heading {level}"), line)
        case Paragraph(line):
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            indent_body(paragraph)
            _write(paragraph, line)
        case Table():
            _table(document, block)
        case Signature(lines):
            _signature(document, lines)
        case Annex(title):
            document.add_paragraph(title, style="Title").paragraph_format.page_break_before = True


def _write(paragraph: DocxParagraph, line: Line, size: Length | None = None) -> None:
    """Write pieces; a blank is marked yellow so that none goes out unfilled."""
    for piece in line:
        run = paragraph.add_run(piece.text)
        if piece.blank:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if size is not None:
            run.font.size = size


def _centred(document: DocxDocument, line: Line) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, line)


def _signature(document: DocxDocument, lines: tuple[Line, ...]) -> None:
    """Write who signs, on one page with the end of the text: no page may hold the signature alone."""
    above = document.paragraphs[-1]
    above.paragraph_format.keep_with_next = True
    above.paragraph_format.keep_together = True
    document.add_paragraph().paragraph_format.keep_with_next = True
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = BODY_SIZE * 2
        paragraph.paragraph_format.keep_with_next = line is not lines[-1]
        _write(paragraph, line)


def _table(document: DocxDocument, block: Table) -> None:
    whole = sum(block.widths)
    widths = [int(TEXT_WIDTH * width / whole) for width in block.widths]
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    if block.headings:
        _row(table, tuple((Piece(heading),) for heading in block.headings), widths, heading=True)
    for cells in block.rows:
        _row(table, cells, widths, labelled=not block.headings)
    after = document.add_paragraph()
    after.paragraph_format.line_spacing = Pt(10)


def _row(
    table: DocxTable, cells: tuple[Line, ...], widths: list[int], *, heading: bool = False, labelled: bool = False
) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call] # python-docx left it untyped
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx cannot keep a row whole or repeat it
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    for number, (cell, line, width) in enumerate(zip(row.cells, cells, widths, strict=True)):
        cell.width = width
        _cell(cell, line, strong=heading or (labelled and number == 0), centred=heading or text_of(line).isdecimal())


def _cell(cell: _Cell, line: Line, *, strong: bool, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    _write(paragraph, line, TABLE_SIZE)
    if strong:
        for run in paragraph.runs:
            set_face(run._r.get_or_add_rPr(), HEI, LATIN)  # noqa: SLF001 - python-docx has no East Asian face


def _notes(document: DocxDocument, notes: tuple[str, ...], language: Language) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.page_break_before = True
    _write(heading, (Piece(_NOTES[language], blank=True),))
    for number, note in enumerate(notes, 1):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(20)
        _write(paragraph, (Piece(f"{number}. {clean(note)}", blank=True),), NOTE_SIZE)


def _properties(document: DocxDocument, title: str, as_of: dt.date) -> None:
    properties = document.core_properties
    moment = dt.datetime(as_of.year, as_of.month, as_of.day, tzinfo=dt.UTC)
    properties.title = clean(title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = "energy-audit"
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _same_bytes(document: DocxDocument) -> bytes:
    """Save with entries in a stated order and no time of day in them."""
    saved = io.BytesIO()
    document.save(saved)
    settled = io.BytesIO()
    with zipfile.ZipFile(saved) as read, zipfile.ZipFile(settled, "w") as written:
        # The content types lead, as readers expect; all else by name.
        for name in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, read.read(name), compresslevel=9)
    return settled.getvalue()
