"""No sentence of a page stands in Chinese alone: wherever there is Chinese text, its English stands beside it.

Both texts of a sentence are the two arguments of one call, or a pair in one table. This reads the sources that draw
pages, and the templates, and names every Chinese text without a partner.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from energy_audit import report
from energy_audit.resources import folder

CHINESE = re.compile("[\u3400-\u9fff]")
SOURCES = Path(report.__file__).parent
FORM = re.compile(r"template|prefill|annotate|explanations|ooxml|papers|index_sheet|formula|selfcheck|reworked|item")
"""What draws the enterprise's own form and the office's papers: the form is Chinese, and the papers have tests of their own."""
ALONE = {
    "batch.py": {"（待导入）"},  # cut off the Chinese meaning of a table
    "glyphs.py": set(),
    "articles.py": "*",  # reads Chinese numerals
    "numbering.py": {"〇一二三四五六七八九"},  # writes them
    "svg.py": {"一"},  # the first Chinese character, by code
    "output.py": "*",  # errors: one text in both languages
    "publish.py": "*",
    "pdf.py": "*",
    "language.py": {"年", "月", "日"},  # a day is written in Chinese in a branch of its own
}
"""Chinese that needs no partner, by file, and why."""


def untranslated(source: str) -> Iterator[tuple[int, str]]:
    """Give every Chinese text of a module that has no other language beside it."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value)):
            continue
        if isinstance(parents.get(node), ast.Expr) or _has_partner(node, parents):
            continue  # a docstring, or translated
        yield node.lineno, node.value


def _has_partner(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while node in parents and not isinstance(node, ast.stmt):
        parent = parents[node]
        if isinstance(parent, ast.Dict) and node in parent.keys:
            value = parent.values[parent.keys.index(node)]  # type: ignore[arg-type]  # it is one of them
            return _is_foreign(value)
        beside = (
            parent.args
            if isinstance(parent, ast.Call)
            else parent.elts
            if isinstance(parent, ast.Tuple | ast.List)
            else [parent.body, parent.orelse]
            if isinstance(parent, ast.IfExp)
            else []
        )
        if node in beside:
            place = beside.index(node)
            if any(_is_foreign(each) for each in beside[max(place - 1, 0) : place + 2] if each is not node):
                return True
        node = parent
    return False


def _is_foreign(node: ast.AST) -> bool:
    """Whether a text is there and no whole word of it is Chinese; names of sheets and columns may be quoted."""
    said = _text(node)
    return said is not None and not re.search("[\u3400-\u9fff]{2}", re.sub(r"\"[^\"]*\"|“[^”]*”", "", said))


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "" for part in node.values)
    if isinstance(node, ast.BinOp):
        return (_text(node.left) or "") + (_text(node.right) or "")
    return None


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SOURCES.rglob("*.py")) if not FORM.search(str(path.relative_to(SOURCES)))],
    ids=lambda path: str(path.relative_to(SOURCES)),
)
def test_every_text_of_a_page_has_its_english(path: Path) -> None:
    allowed = ALONE.get(path.name, set())
    if allowed == "*":
        return
    left = [(line, text) for line, text in untranslated(path.read_text(encoding="utf-8")) if text not in allowed]
    assert [] == left


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ('words("监察", "inspection")', []),
        ('words(f"共 {n} 家", f"{n} units")', []),
        ('LABELS = {"met": ("符合", "met")}', []),
        ('words("监察", "监察")', ["监察", "监察"]),
        ('label = "监察"', ["监察"]),
        ('words("监察" if one else "检查", "inspection")', []),
        ('Line("档次", text)', ["档次"]),
        ('f"共 {n} 家"', ["共 ", " 家"]),
    ],
)
def test_a_text_without_english_is_found(source: str, left: list[str]) -> None:
    assert left == [text for _, text in untranslated(source)]


def chinese_of_template(source: str) -> list[str]:
    """Give the Chinese of a template that is not the first of two texts of one call, comments left out."""
    tree = Environment(autoescape=True).parse(
        re.sub(r"/\*.*?\*/|<!--.*?-->|(?m:^\s*//.*$)", "", source, flags=re.DOTALL)
    )
    return [" ".join(text.split()) for text in _unpaired(tree)]


def _unpaired(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.TemplateData | nodes.Const):
        said = node.data if isinstance(node, nodes.TemplateData) else node.value
        if isinstance(said, str) and CHINESE.search(said):
            yield said
    elif isinstance(node, nodes.Call):
        texts = [list(_unpaired(each)) for each in node.args]
        for place, found in enumerate(texts):
            followed = place + 1 < len(texts) and not texts[place + 1]
            yield from [] if followed else found
        for other in (node.node, *node.kwargs):
            yield from _unpaired(other)
    else:
        for child in node.iter_child_nodes():
            yield from _unpaired(child)


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(folder("templates").rglob("*")) if path.suffix in {".html", ".js", ".css"}],
    ids=lambda path: path.name,
)
def test_every_text_of_a_template_has_its_english(path: Path) -> None:
    assert [] == chinese_of_template(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("<p>监察</p>", ["<p>监察</p>"]),
        ('<p>{{ t("监察", "inspection") }}</p>', []),
        ('<p>{{ t(year ~ "年度", year) }}</p>', []),
        ('<p>{{ t("共 %d 家"|format(n), "%d units"|format(n)) }}</p>', []),
        ('<p>{{ t("监察", "监察") }}</p>', ["监察", "监察"]),
        ('<p>{{ "监察" }}</p>', ["监察"]),
        ("{# 监察 #}<p></p>", []),
        ("<style>/* 监察 */</style>", []),
    ],
)
def test_a_template_text_without_english_is_found(source: str, left: list[str]) -> None:
    assert left == chinese_of_template(source)
