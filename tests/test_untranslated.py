"""No sentence of a page or a screen stands outside the catalogue: Chinese text is said by a call that looks it up.

This reads the sources and the templates and names every Chinese text that is not the text of such a call.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import energy_audit
from energy_audit.resources import folder

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from messages import KEYWORDS, place_of_text

CHINESE = re.compile("[\u3400-\u9fff]")
SOURCES = Path(energy_audit.__file__).parent
FORM = re.compile(
    r"report/(template|ooxml|papers)/|report/selfcheck/(?!lacking_factors)|report/(explanations|workbooks/formula_results)\."
)
"""What draws the enterprise's own form and the office's papers: the form is Chinese, and the papers have tests of their own."""
SPOKEN = ("report", "cli")
"""What draws pages, and what speaks on the screen."""
USAGE = re.compile("[\u3400-\u9fff].* ?/ ?[A-Za-z'-]", re.DOTALL)
"""Help, and what is said when all else fails, stand in both languages: they know neither the reader's nor the catalogue."""
ALONE = {
    "report.py": {"（待导入）"},  # cut off the Chinese meaning of a table
    "findings.py": {"tce/单位"},  # a unit's code
    "headings.py": {"tce/万kWh"},
    "articles.py": "*",  # reads Chinese numerals
    "numbering.py": {"〇一二三四五六七八九", "十"},  # writes them
    "svg.py": {"一"},  # the first Chinese character, by code
    "check.py": {"申报表.xlsx", "'工作表!F12=值'"},  # what an argument of the command is called
    "template.py": {"申报表.xlsx"},
    "health.py": {"镕㛃𬭁𬬭䶮"},  # characters to be drawn
    "rules_read.py": {"（待导入）"},
}
"""Chinese that needs no catalogue, by file, and why."""


def untranslated(source: str) -> Iterator[tuple[int, str]]:
    """Give every Chinese text of a module that is not the text of a call that says it."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value)):
            continue
        if isinstance(parents.get(node), ast.Expr) or _is_said(node, parents):
            continue  # a docstring, or looked up
        yield node.lineno, node.value


def _is_said(node: ast.Constant, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents[node]
    if isinstance(parent, ast.Call) and node in parent.args:
        return parent.args.index(node) == place_of_text(parent) or _is_picked(parent)
    return isinstance(parent, ast.JoinedStr) and _is_picked(parents[parent])


def _is_picked(call: ast.AST) -> bool:
    """Whether a call picks between a Chinese text and one without Chinese beside it."""
    name = getattr(call.func, "attr", "") if isinstance(call, ast.Call) else ""
    return name == "pick" and not CHINESE.search(ast.unparse(call.args[1]))  # type: ignore[attr-defined]  # a call


def _is_usage(path: Path, text: str) -> bool:
    return path.parent.name == "cli" and bool(USAGE.search(text))


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(SOURCES.rglob("*.py"))
        if path.relative_to(SOURCES).as_posix().startswith(SPOKEN) and not FORM.search(path.as_posix())
    ],
    ids=lambda path: path.relative_to(SOURCES).as_posix(),
)
def test_every_text_of_a_page_is_said_by_the_catalogue(path: Path) -> None:
    allowed = ALONE.get(path.name, set())
    if allowed == "*":
        return
    left = [
        (line, text)
        for line, text in untranslated(path.read_text(encoding="utf-8"))
        if not (text in allowed or _is_usage(path, text))
    ]
    assert [] == left


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ('words("监察")', []),
        ('words("共 {count} 家", count=n)', []),
        ('LABELS = {"met": Message("符合")}', []),
        ('Message("规则", "heading")', []),
        ('numbers.table_caption("b", "计算表")', ["计算表"]),
        ('w.pick("项", "")', []),
        ('w.pick("项", "项")', ["项", "项"]),
        ('LABELS = {"met": ("符合", "met")}', ["符合"]),
        ('words(f"共 {n} 家")', ["共 ", " 家"]),
        ('label = "监察"', ["监察"]),
        ('words("监察" if one else "检查")', ["监察", "检查"]),
        ('words(name="监察")', ["监察"]),
        ('Line("档次", text)', ["档次"]),
        ('f"共 {n} 家"', ["共 ", " 家"]),
    ],
)
def test_a_text_outside_the_catalogue_is_found(source: str, left: list[str]) -> None:
    assert left == [text for _, text in untranslated(source)]


def chinese_of_template(source: str) -> list[str]:
    """Give the Chinese of a template that is not the text of a call that says it, comments left out."""
    tree = Environment(autoescape=True).parse(
        re.sub(r"/\*.*?\*/|<!--.*?-->|(?m:^\s*//.*$)", "", source, flags=re.DOTALL)
    )
    return [" ".join(text.split()) for text in _unsaid(tree)]


def _unsaid(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.TemplateData | nodes.Const):
        said = node.data if isinstance(node, nodes.TemplateData) else node.value
        if isinstance(said, str) and CHINESE.search(said):
            yield said
    elif isinstance(node, nodes.Call):
        name = node.node.name if isinstance(node.node, nodes.Name) else ""  # Babel reads calls of plain names alone
        picked = getattr(node.node, "attr", "") == "pick" and not [*_unsaid(node.args[1])]
        place = 0 if picked or name in KEYWORDS else None
        for number, argument in enumerate(node.args):
            if number != place or not isinstance(argument, nodes.Const):
                yield from _unsaid(argument)
        for other in (node.node, *node.kwargs):
            yield from _unsaid(other)
    else:
        for child in node.iter_child_nodes():
            yield from _unsaid(child)


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(folder("templates").rglob("*")) if path.suffix in {".html", ".js", ".css"}],
    ids=lambda path: path.name,
)
def test_every_text_of_a_template_is_said_by_the_catalogue(path: Path) -> None:
    assert [] == chinese_of_template(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("<p>监察</p>", ["<p>监察</p>"]),
        ('<p>{{ t("监察") }}</p>', []),
        ('<p>{{ t("共 {count} 家", count=n) }}</p>', []),
        ('<p>{{ t(Message("规则", "heading")) }}</p>', []),
        ('<p>{{ numbers.table_caption("b", t("计算表")) }}</p>', []),
        ('<p>{{ numbers.table_caption("b", "计算表") }}</p>', ["计算表"]),
        ('<p>{{ w.words("计算表") }}</p>', ["计算表"]),
        ('<p>{{ w.pick("项", "") }}</p>', []),
        ('<p>{{ w.pick("项", "项") }}</p>', ["项", "项"]),
        ('<p>{{ t(year ~ "年度") }}</p>', ["年度"]),
        ('<p>{{ t("共 %d 家"|format(n)) }}</p>', ["共 %d 家"]),
        ('<p>{{ t("监察", "监察") }}</p>', ["监察"]),
        ('<p>{{ "监察" }}</p>', ["监察"]),
        ("{# 监察 #}<p></p>", []),
        ("<style>/* 监察 */</style>", []),
    ],
)
def test_a_template_text_outside_the_catalogue_is_found(source: str, left: list[str]) -> None:
    assert left == chinese_of_template(source)
