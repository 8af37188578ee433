"""The index page: one file, its own script only, the numbers of the tables, links to what was written."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from energy_audit.report.batch.report import BatchReport, batch_report
from energy_audit.report.drawn.site import index_html, script_safe, write_index
from energy_audit.report.drawn.summary import summary_html
from energy_audit.report.tables.data import batch_tables

Make = Callable[..., Any]
CEMENT = "91520100000000001A"


def report_on(material: Any, *pages: str) -> BatchReport:
    return batch_report(material, batch_tables(material), frozenset(pages))


@pytest.fixture(scope="module")
def report(hand_material: Make) -> BatchReport:
    return report_on(hand_material(), f"enterprises/{CEMENT}-2025.html", "summary.pdf")


@pytest.fixture(scope="module")
def page(report: BatchReport) -> str:
    return index_html(report)


def test_every_heading_of_a_table_says_what_it_heads(page: str, report: BatchReport) -> None:
    """Readers that speak a page name a cell by its column; the same tables stand in the summary."""
    for shown in (page, summary_html(report)):
        tags = Tags()
        tags.feed(shown)
        headings = [attributes for tag, attributes in tags.tags if tag == "th"]
        assert len(headings) > 50
        assert [] == [each for each in headings if each.get("scope") not in {"col", "row", "colgroup", "rowgroup"}]


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


class Tags(HTMLParser):
    """Collects start tags and checks that elements are closed in order."""

    void = frozenset({"meta", "link", "br", "input", "col", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page)
    assert parser.open == []
    return parser.tags


def test_elements_are_closed(page: str) -> None:
    assert tags_of(page)


def test_ids_are_unique_and_section_links_lead_somewhere(page: str) -> None:
    """Links with ``=`` are views of the list; all others name an element of the page."""
    tags = tags_of(page)
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert sorted(set(ids)) == sorted(ids)
    inside = {str(a["href"])[1:] for tag, a in tags if tag == "a" and str(a.get("href")).startswith("#")}
    assert {each for each in inside if "=" not in each} <= set(ids)


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    """No address of another place: no script, style, font or picture from outside."""
    addresses = [
        str(value)
        for _, attributes in tags_of(page)
        for name, value in attributes.items()
        if name in {"href", "src", "action", "data", "srcset"}
    ]
    assert [] == [each for each in addresses if re.match(r"(?!data:)[a-z]+:|//", each)]
    assert "@import" not in page
    assert "url(" not in page


def test_only_its_own_script_may_run(page: str) -> None:
    """The policy names the digest of the one script, so that a script that got in with a name would not run."""
    policy = next(str(a["content"]) for _, a in tags_of(page) if a.get("http-equiv") == "Content-Security-Policy")
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert 1 == len(script)
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1]


def test_text_from_filings_is_escaped(page: str) -> None:
    """A name that looks like markup stays a name, in the data and without script."""
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "遵义<script>alert(1)</script>酒业" in data_of(page)["columns"]["name"]


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "\u2028", "\u2029", "&amp;", "'\"\\"])
def test_data_cannot_leave_its_element(text: str) -> None:
    """Whatever a name holds, the JSON reads back as written and never ends its element."""
    written = str(script_safe({"name": text}))
    assert {"name": text} == json.loads(written)
    assert not re.search("[<>&\u2028\u2029]", written)


def test_numbers_are_those_of_the_tables(report: BatchReport, page: str) -> None:
    """Totals come as exact text, counts as whole numbers, unknown as null."""
    columns, table = data_of(page)["columns"], report.tables.enterprises
    assert table["uscc"].to_list() == columns["uscc"]
    for key, name in (("calorific", "tce_calorific"), ("equalLow", "tce_equal_low"), ("equalHigh", "tce_equal_high")):
        assert table[name].to_list() == [None if each is None else Decimal(each) for each in columns[key]]
    for key, name in (("violations", "violations"), ("untold", "cannot_tell"), ("key", "key_energy_user")):
        assert table[name].to_list() == columns[key]


def test_every_column_has_a_value_for_every_row(report: BatchReport, page: str) -> None:
    assert {report.roster.height} == {len(column) for column in data_of(page)["columns"].values()}


def test_rules_are_named_by_their_place(page: str) -> None:
    data = data_of(page)
    named = {
        uscc: [data["rules"][place]["code"] for place in places]
        for uscc, year, places in zip(*(data["columns"][key] for key in ("uscc", "year", "rules")), strict=True)
        if year == 2025
    }
    assert ["KEU001", "MTR001", "THL001"] == sorted(named["91520100000000002B"])
    assert [] == named[CEMENT]


def test_only_written_pages_are_linked(page: str) -> None:
    """A run without PDFs or workbook offers none."""
    links = {str(a["href"]) for tag, a in tags_of(page) if tag == "a"}
    assert f"enterprises/{CEMENT}-2025.html" in links
    assert "summary.pdf" in links
    assert "inspection.xlsx" not in links
    assert [f"enterprises/{CEMENT}-2025.html"] == [each for each in data_of(page)["columns"]["html"] if each]
    assert not any(data_of(page)["columns"]["pdf"])


def test_without_script_every_unit_can_be_read(page: str) -> None:
    found = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert found
    assert 8 == found[1].count("<tr>") - 1
    assert "≥ 8,000.00" in html.unescape(found[1])


def test_page_one_states_the_limits(report: BatchReport, page: str) -> None:
    """They stand before the first table, in full."""
    before = page[: page.index('id="places"')]
    assert [] == [limit.text for limit in report.limits if limit.text not in html.unescape(before)]
    assert "征求意见稿" in before


def test_an_unknown_total_is_not_printed_as_zero(page: str) -> None:
    """The one unit of division 44 has no certain total."""
    row = re.search(r'href="#division=44">.*?</tr>', page, re.DOTALL)
    assert row
    assert "不能判断" in row[0]
    assert "0.00" not in row[0]


def test_an_empty_batch_is_a_page(hand_material: Make) -> None:
    page = index_html(report_on(hand_material(enterprises=(), verdicts=(), problems=(), files=())))
    assert tags_of(page)
    assert [] == data_of(page)["columns"]["uscc"]


def test_english_is_complete(hand_material: Make) -> None:
    """Outside of names, messages and script no Chinese is left."""
    material = hand_material(lang="en", enterprises=(), verdicts=(), problems=(), files=())
    page = index_html(report_on(material))
    shown = re.sub(r"<style>.*?</style>|<script.*?</script>", "", page, flags=re.DOTALL)
    left = re.findall(r"[^<>]*[\u4e00-\u9fff][^<>]*", shown)
    assert [] == left


def test_the_same_batch_writes_the_same_page(hand_material: Make, tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_index(report_on(hand_material()), tmp_path / name)
    assert (tmp_path / "one" / "index.html").read_bytes() == (tmp_path / "other" / "index.html").read_bytes()
