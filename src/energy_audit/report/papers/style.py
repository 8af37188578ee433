"""Page and type of a paper after the habits of GB/T 9704-2012, on python-docx's plain template.

A4, margins 37/35/28/26 mm; title 小标宋 22 pt (2号), body 仿宋 16 pt (3号) at a line
of 28 pt, headings 黑体 and 楷体 16 pt, page number 宋体 14 pt (4号). Each face names
the one that stands in for it where it is not installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.section import _Footer
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

TITLE, BODY, SONG, HEI, KAI, LATIN = "方正小标宋简体", "仿宋", "宋体", "黑体", "楷体", "Times New Roman"
STAND_INS: Final = {
    TITLE: ("宋体", "roman"),
    BODY: ("仿宋_GB2312", "modern"),
    SONG: ("SimSun", "roman"),
    HEI: ("SimHei", "swiss"),
    KAI: ("楷体_GB2312", "modern"),
}
"""A face that is not installed is looked for under its other name, then by its family."""

TITLE_SIZE, BODY_SIZE, PAGE_SIZE, TABLE_SIZE, NOTE_SIZE = Pt(22), Pt(16), Pt(14), Pt(12), Pt(11)
LINE: Final = Pt(28)
TEXT_WIDTH: Final = Mm(156)
_UNUSED_PARTS: Final = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""Ends of the relations to parts of the template that no paper needs: a picture of an empty page, old styles."""
_TABLE_STYLES: Final = {"TableNormal", "TableGrid"}
_FONT_TABLE: Final = "/word/fontTable.xml"
_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def blank_document(language: str) -> DocxDocument:
    """Return an empty document with page, styles, fonts and page numbers set."""
    document = Document()
    _page(document)
    _styles(document, language)
    _name_stand_ins(document)
    _drop_what_is_unused(document)
    return document


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _number(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
    """Put — n — at the outer side, one character in."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    edge = paragraph.paragraph_format
    if side == WD_ALIGN_PARAGRAPH.RIGHT:
        edge.right_indent = PAGE_SIZE
    else:
        edge.left_indent = PAGE_SIZE
    for kind, text in (("text", "— "), ("begin", ""), ("code", " PAGE "), ("end", ""), ("text", " —")):
        run = paragraph.add_run(text if kind == "text" else "")
        set_face(run._r.get_or_add_rPr(), SONG, SONG)  # noqa: SLF001 - python-docx has no East Asian face
        run.font.size = PAGE_SIZE
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)  # noqa: SLF001 - python-docx knows no fields
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - python-docx knows no fields


def set_face(properties: object, east_asian: str, latin: str) -> None:
    """Set the faces of a run or style: ``properties`` is its ``w:rPr``."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined] # rPr is untyped in python-docx
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # theme faces would win over named ones
    for name, face in (("ascii", latin), ("hAnsi", latin), ("eastAsia", east_asian), ("cs", latin)):
        fonts.set(qn(f"w:{name}"), face)


def _styles(document: DocxDocument, language: str) -> None:
    _language(document, language)
    indent = BODY_SIZE * 2 if language == "zh" else Pt(0)
    body: ParagraphStyle = document.styles["Normal"]
    _style(body, BODY, BODY_SIZE)
    body.paragraph_format.widow_control = True
    for name, face, size in (
        ("Title", TITLE, TITLE_SIZE),
        ("Heading 1", HEI, BODY_SIZE),
        ("Heading 2", KAI, BODY_SIZE),
    ):
        style: ParagraphStyle = document.styles[name]
        _style(style, face, size)
        style.paragraph_format.keep_with_next = True
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    title: ParagraphStyle = document.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(36)
    title.paragraph_format.space_after = Pt(10)
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].paragraph_format.first_line_indent = indent


def _style(style: ParagraphStyle, face: str, size: Pt) -> None:
    set_face(style.element.get_or_add_rPr(), face, LATIN)
    style.font.size, style.font.bold, style.font.italic = size, False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    edge = style.paragraph_format
    edge.space_before = edge.space_after = Pt(0)
    edge.line_spacing_rule, edge.line_spacing = WD_LINE_SPACING.EXACTLY, LINE


def _language(document: DocxDocument, language: str) -> None:
    """Say what language the text is in, so that spelling, breaking and reading aloud are right."""
    for found in document.styles.element.findall(f".//{qn('w:rPrDefault')}//{qn('w:lang')}"):
        found.set(qn("w:val"), "en-GB")
        found.set(qn("w:eastAsia"), "zh-CN")
    document.core_properties.language = "zh-CN" if language == "zh" else "en-GB"


def _name_stand_ins(document: DocxDocument) -> None:
    """Write the font table: each face with its other name and family."""
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
        for face, (other, family) in STAND_INS.items()
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{_NAMESPACE}">{fonts}</w:fonts>'
    for part in document.part.package.iter_parts():
        if part.partname == _FONT_TABLE:
            part._blob = xml.encode()  # noqa: SLF001 - python-docx keeps this part as bytes and gives no setter


def _drop_what_is_unused(document: DocxDocument) -> None:
    """Take out parts and table styles of the template that no paper uses; they are most of its bytes."""
    for relations in (document.part.package.rels, document.part.rels):
        for identity in [key for key, each in relations.items() if each.reltype.endswith(_UNUSED_PARTS)]:
            del relations[identity]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _TABLE_STYLES:
            styles.remove(style)


def indent_body(paragraph: Paragraph) -> None:
    """Indent the first line by two characters, as running text is."""
    paragraph.paragraph_format.first_line_indent = BODY_SIZE * 2
