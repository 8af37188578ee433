"""The index in a browser: search, filter, sort, share, drill down; from disk, in silence, with and without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from conftest import IndexPage

pytestmark = pytest.mark.browser


def latest(page: IndexPage, where: pl.Expr | None = None) -> set[str]:
    """Credit codes of the units that fit, at their latest year."""
    units = page.site.roster.filter("latest")
    return set((units if where is None else units.filter(where))["uscc"])


def test_it_opens_in_silence(page: IndexPage) -> None:
    """No error, no warning, and every unit at its latest year."""
    assert page.console() == []
    assert page.codes() == latest(page)


def test_nothing_leaves_the_disk(page: IndexPage) -> None:
    """The page asks for itself and nothing else."""
    page.show_all()
    assert page.site.index.as_uri() in page.requests()
    page.open("#kind=violation")
    assert [url for url in page.requests() if not url.startswith(("file://", "data:", "about:"))] == []


def test_search_finds_names_and_codes(page: IndexPage) -> None:
    """All words must be found, wherever they stand."""
    name = pl.col("enterprise_name").str.contains("水泥")
    page.choose("q", "水泥")
    assert page.codes() == latest(page, name)
    assert len(page.codes()) > 1
    page.choose("q", f"水泥 {page.listed()[0][0].lower()}")
    assert len(page.codes()) == 1


FILTERS = {
    "prefecture": ("520300", pl.col("prefecture") == "520300"),
    "county": ("520181", pl.col("county") == "520181"),
    "division": ("30", pl.col("division") == "30"),
    "tier": ("A", pl.col("tier") == "A"),
    "open tier": ("open", pl.col("tier").is_null()),
    "kind": ("violation", pl.col("violations") > 0),
    "clean": ("clean", pl.col("violations") == 0),
    "thol": ("yes", pl.col("two_high_one_low").fill_null(value=False)),
    "thol unknown": ("unknown", pl.col("two_high_one_low").is_null()),
    "untold": ("yes", pl.col("cannot_tell") > 0),
    "key": ("unknown", pl.col("key_energy_user").is_null()),
    "archive": ("cannot_tell", pl.col("archive") == "cannot_tell"),
    "total": ("open", pl.col("tce_calorific").is_null()),
    "watch": ("basis", pl.col("watch").list.contains("basis")),
}


@pytest.mark.parametrize("named", FILTERS)
def test_each_filter_leaves_whom_it_says(page: IndexPage, named: str) -> None:
    """The list shows exactly the units that the tables give for the same question."""
    value, where = FILTERS[named]
    name = {"open tier": "tier", "clean": "kind", "thol unknown": "thol"}.get(named, named)
    page.choose(name, value)
    expected = latest(page, where)
    assert page.codes() == expected
    assert expected, "a filter that leaves nobody proves nothing"
    assert page.view == f"#{name}={value}"


def test_filter_by_rule(page: IndexPage) -> None:
    page.choose("rule", "KEU001")
    expected = latest(page, pl.col("rules").list.contains("KEU001"))
    assert page.codes() == expected
    assert 0 < len(expected) < page.site.roster.height


def test_filters_add_up(page: IndexPage) -> None:
    page.choose("prefecture", "520100")
    page.choose("tier", "A")
    assert page.codes() == latest(page, (pl.col("prefecture") == "520100") & (pl.col("tier") == "A"))


def test_counties_follow_the_prefecture(page: IndexPage) -> None:
    """Only counties of the chosen prefecture are offered, and another prefecture takes the county away."""
    page.choose("prefecture", "520100")
    script = "return [...document.querySelector('[name=county]').options].map((o) => o.value).filter(Boolean)"
    offered = page.driver.execute_script(script)
    assert offered
    assert {code[:4] for code in offered} == {"5201"}
    page.choose("county", offered[0])
    page.choose("prefecture", "520300")
    assert page.view == "#prefecture=520300"


def test_years(page: IndexPage) -> None:
    """A unit shows its latest year unless another, or every, year is asked for."""
    page.choose("year", "all")
    assert len(page.listed()) == page.site.roster.height
    page.choose("year", "2024")
    assert {year for _, year in page.listed()} == {2024}


def test_found_says_how_many_and_how_much(page: IndexPage) -> None:
    """The sum is exact and leaves out what is open or negative."""
    page.choose("prefecture", "520100")
    chosen = page.site.roster.filter(pl.col("latest") & (pl.col("prefecture") == "520100"))
    total = chosen.filter(pl.col("tce_calorific") >= 0)["tce_calorific"].sum()
    assert f"筛出 {chosen.height} 条" in page.said
    assert f"{total:,}" in page.said


@pytest.mark.parametrize(
    ("heading", "column", "falls"), [("tce", "tce_calorific", True), ("violations", "violations", True)]
)
def test_sort(page: IndexPage, heading: str, column: str, falls: bool) -> None:
    """A click sorts, a second click turns the order; a total that is open stands by the end that is known."""
    page.click(f"#units th[data-sort={heading}] button")
    known = dict(
        page.site.roster.filter("latest")
        .with_columns(
            at=pl.coalesce(column, *(["tce_calorific_low", "tce_calorific_high"] if heading == "tce" else []))
        )
        .select("uscc", "at")
        .iter_rows()
    )
    values = [known[uscc] for uscc, _ in page.listed() if known[uscc] is not None]
    assert values == sorted(values, reverse=falls)
    assert page.find(f"#units th[data-sort={heading}]").get_attribute("aria-sort") == "descending"
    page.click(f"#units th[data-sort={heading}] button")
    values = [known[uscc] for uscc, _ in page.listed() if known[uscc] is not None]
    assert values == sorted(values)
    assert values[0] != values[-1]


def test_the_gravest_come_first_until_another_order_is_asked_for(page: IndexPage) -> None:
    """One grave violation comes before many mild ones, whatever their number."""
    gravity, violations = (
        dict(page.site.roster.filter("latest").select("uscc", column).iter_rows())
        for column in ("gravity", "violations")
    )
    listed = [uscc for uscc, _ in page.listed()]
    assert [gravity[uscc] for uscc in listed] == sorted(gravity.values(), reverse=True)
    assert page.find("#units th[data-sort=gravity]").get_attribute("aria-sort") == "descending"
    page.click("#units th[data-sort=violations] button")
    assert [violations[uscc] for uscc, _ in page.listed()] == sorted(violations.values(), reverse=True)


def test_unknown_totals_come_last_in_either_order(page: IndexPage) -> None:
    nothing_known = pl.all_horizontal(pl.col("tce_calorific", "tce_calorific_low", "tce_calorific_high").is_null())
    expected = latest(page, nothing_known)
    assert expected
    for direction in ("desc", "asc"):
        page.open(f"#sort=tce&dir={direction}")
        assert {uscc for uscc, _ in page.listed()[-len(expected) :]} == expected


def test_a_view_is_shared_by_its_address(page: IndexPage) -> None:
    """Another reader who opens the same address sees the same list in the same order."""
    page.choose("kind", "violation")
    page.click("#units th[data-sort=name] button")
    seen, address = page.listed(), page.view
    assert page.open(address).listed() == seen
    assert page.find("#filters [name=kind]").get_attribute("value") == "violation"


def test_the_browser_goes_back_in_the_view(page: IndexPage) -> None:
    """Each choice is a step of the history (stepped by script: Chromium's button skips steps made without a hand)."""
    everybody = page.codes()
    page.choose("tier", "D")
    page.choose("tier", "A")
    page.driver.execute_script("history.back()")
    page.wait_for("#tier=D")
    assert page.codes() == latest(page, pl.col("tier") == "D")
    page.driver.execute_script("history.back()")
    page.wait_for("")
    assert page.codes() == everybody


def test_a_tile_filters_the_list(page: IndexPage) -> None:
    page.click('.tile a[href="#prefecture=520300"]')
    page.wait_for("#prefecture=520300")
    assert page.codes() == latest(page, pl.col("prefecture") == "520300")


def test_a_filter_can_be_taken_away(page: IndexPage) -> None:
    """Each filter has a button that removes it; one button clears all."""
    page.choose("tier", "A")
    page.choose("kind", "clean")
    page.click("#chips [data-filter=kind]")
    assert page.view == "#tier=A"
    page.click("#clear")
    assert page.view == ""
    assert page.codes() == latest(page)


def test_nobody_found_is_said(page: IndexPage) -> None:
    page.choose("q", "没有这家单位")
    assert page.listed() == []
    assert "没有符合条件的单位" in page.said


def test_drill_down_and_back(page: IndexPage) -> None:
    """A name leads to the page that was written, and back leads to the same view."""
    page.open(f"#q={page.site.drawn}")
    link = page.find("#rows td.col-name a")
    assert f"enterprises/{page.site.drawn}-2025.html" in str(link.get_attribute("href"))
    page.driver.execute_script("arguments[0].click()", link)
    assert page.site.drawn in page.driver.page_source
    assert page.console() == []
    page.driver.back()
    assert page.codes() == {page.site.drawn}


def test_only_written_pages_are_linked(page: IndexPage) -> None:
    page.show_all()
    script = "return [...document.querySelectorAll('#rows td a')].map((a) => a.getAttribute('href'))"
    assert set(page.driver.execute_script(script)) == {f"enterprises/{page.site.drawn}-2025.html"}


def test_the_keyboard_is_enough(page: IndexPage) -> None:
    """A slash leads to the search; a row's details open with Enter on its button."""
    page.find("body").send_keys("/")
    assert page.driver.switch_to.active_element.get_attribute("name") == "q"
    button = page.find("#rows button.show")
    button.send_keys(Keys.ENTER)
    assert button.get_attribute("aria-expanded") == "true"
    assert "等价值" in page.find("#rows tr.details").text
    button.send_keys(Keys.ENTER)
    assert page.driver.execute_script("return document.querySelector('#rows tr.details')") is None


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_it_fits_the_screen(page: IndexPage, width: int) -> None:
    """Nothing makes the page itself scroll sideways."""
    page.resize(width, 800)
    page.open()
    assert page.driver.execute_script("return document.documentElement.scrollWidth") <= width


def test_a_dark_screen_gets_a_dark_page(page: IndexPage) -> None:
    feature = [{"name": "prefers-color-scheme", "value": "dark"}]
    light = page.find("body").value_of_css_property("background-color")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": feature})
    assert page.find("body").value_of_css_property("background-color") != light


def test_printing_prints_every_unit_found(page: IndexPage) -> None:
    """Paper has no button for more."""
    page.choose("year", "all")
    page.driver.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    script = "return document.querySelectorAll('#rows tr').length"
    assert page.driver.execute_script(script) == page.site.roster.height


def test_without_script_everything_can_be_read(page: IndexPage) -> None:
    """All units stand in a plain table, and nothing that needs the script is shown."""
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page.open()
    assert len(page.find("noscript").find_elements("css selector", "tbody tr")) == page.site.roster.height
    assert not page.find("#explorer").is_displayed()
