"""The page: one closed file that says everything, harmless whatever was filed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from energy_audit.report.content import EnterpriseReport
from energy_audit.report.drawn.html import render

Reports = Callable[..., EnterpriseReport]
VOID = {"meta", "link", "br", "wbr", "col", "img", "hr", "input"}


class Outline(HTMLParser):
    """Collects what the tests ask for, and that every tag is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request: pytest.FixtureRequest, report_of: Reports) -> str:
    return render("enterprise.html", report_of(lang=request.param), request.param)


def test_tags_are_closed_and_ids_are_unique(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_every_label_points_at_something(page: str) -> None:
    tags = Outline(page).tags
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    aimed = [part for _, attrs in tags for part in (attrs.get("aria-labelledby") or "").split()]
    anchors = [attrs["href"][1:] for tag, attrs in tags if tag == "a" and (attrs["href"] or "").startswith("#")]  # type: ignore[index]
    assert set(aimed) | set(anchors) <= ids


def test_the_file_is_closed_to_the_outside(page: str) -> None:
    tags = Outline(page).tags
    assert not [tag for tag, _ in tags if tag in {"script", "link", "img", "iframe", "object"}]
    addresses = {attrs[key] for _, attrs in tags for key in ("href", "src", "xlink:href") if key in attrs}
    assert {address for address in addresses if not (address or "").startswith("#")} == {"../index.html"}
    assert "url(" not in page
    assert not [attrs for _, attrs in tags if any(name.startswith("on") for name in attrs)]


def test_every_table_has_a_caption_or_headings_and_declared_widths(page: str) -> None:
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert len(tables) > 15
    for table in tables:
        assert "<col " in table
        widths = [int(width) for width in re.findall(r'<col style="width:(\d+)%"', table)]
        assert sum(widths) == 100
        if 'class="grid' in table:
            assert "<caption>" in table
            assert 'scope="col"' in table


def test_no_value_prints_as_none(page: str) -> None:
    assert not re.search(r"\b(None|nan|NaN|null|inf)\b", Outline(page).words)


def test_the_page_says_what_binds_and_what_does_not(report_of: Reports) -> None:
    words = Outline(render("enterprise.html", report_of())).words
    for sentence in (
        "“两高一低”的结论均为“疑似”，须由人工核实确认",
        "征求意见稿、政策文件和把握低的依据不作为处罚依据",
        "不能判断不等于符合要求",
        "行政执法证号",
        "被监察单位意见",
        "疑似两高一低项目",
        "第五十五条、第八十四条",
        "现行有效 · 把握高",
        "表1 基本情况 !X5",
    ):
        assert sentence in words, sentence


def test_only_a_cell_that_cannot_be_read_is_said_to_count_as_not_provided(report_of: Reports) -> None:
    """A doubtful figure that can be read does count, so the page may not say that every faulty cell is left out."""
    said = Outline(render("enterprise.html", report_of())).words
    assert "读不出的单元格按未提供处理，不按零计" in said
    assert "有错误的单元格" not in said


def test_what_was_not_handed_in_is_said_in_every_section(report_of: Reports) -> None:
    bare = report_of(
        energy_consumption=None, energy_conversion=None, product=None, equipment=None, project=None, document=None, problems=[]
    )  # fmt: skip
    words = Outline(render("enterprise.html", bare)).words
    for sentence in (
        "没有可读取的能源消费数据",
        "未提供表4 单位产品能耗",
        "未提供附表3 固定资产投资项目，项目情况不能判断",
        "未提交节能管理档案目录",
        "没有发现申报数据的问题",
    ):
        assert sentence in words, sentence


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert('x')</script>",
        "\"'></h1><img src=x onerror=alert(1)>",
        "😀厂&amp;公司",
        "很长" * 150,
        "\u202eevil\u0000",
        "  ",
    ],
    ids=["script", "quotes", "emoji", "long", "controls", "blank"],
)
def test_names_stay_harmless(report_of: Reports, name: str) -> None:
    row = {
        "enterprise_name": name,
        "industry_code": "3140",
        "region_code": "520200",
        "legal_representative": name,
        "address": name,
    }
    project = {"project_name": name, "stage": "在建", "industry_code": "3140"}
    product = {"product_name": name, "indicator_name": name, "indicator_unit": name, "value": 1}
    page = render("enterprise.html", report_of(enterprise=[row], project=[project], product=[product]))
    outline = Outline(page)
    assert outline.open == []
    assert not [tag for tag, _ in outline.tags if tag in {"script", "img"}]
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert len(title[1]) < 300
