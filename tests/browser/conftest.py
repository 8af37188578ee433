"""The batch page of the shipped sample filings, opened from disk in a real Chromium."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from energy_audit.filing.intake import read_filings
from energy_audit.inspection import judge_intake, open_rules
from energy_audit.report.batch.report import BatchReport, batch_report
from energy_audit.report.content import EnterpriseReports
from energy_audit.report.drawn.html import render
from energy_audit.report.drawn.site import write_index
from energy_audit.report.material import Options
from energy_audit.report.tables.data import batch_tables, page_name
from energy_audit.resources import folder

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@dataclass(frozen=True)
class Site:
    """A written output: where its index is, the roster behind it, and the one unit whose page was drawn."""

    index: Path
    roster: pl.DataFrame
    drawn: str


def with_one_total_unknown(report: BatchReport) -> BatchReport:
    """Take the known end from the first open total: no sample leaves a total unknown at both ends."""
    ends = ("tce_calorific_low", "tce_calorific_high")
    first = report.roster.filter(pl.col("tce_calorific").is_null())["uscc"].sort()[0]
    blank = [pl.when(pl.col("uscc") != first).then(pl.col(end)).alias(end) for end in ends]
    return replace(report, roster=report.roster.with_columns(blank))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Inspect the sample filings and write their index beside one enterprise page."""
    reference, rulebook = open_rules()
    intake = read_filings([folder("sample_data") / "filings"])
    material = judge_intake(intake, reference, rulebook, Options(as_of=dt.date(2026, 6, 30))).material
    tables = batch_tables(material)
    out = tmp_path_factory.mktemp("site")
    (out / "enterprises").mkdir()
    uscc, year = tables.enterprises.filter(report_year=2025).select("uscc", "report_year").row(0)
    page = f"enterprises/{page_name(uscc, year)}.html"
    (out / page).write_text(render("enterprise.html", EnterpriseReports(material).build(uscc, year)), encoding="utf-8")
    report = with_one_total_unknown(batch_report(material, tables, frozenset({page})))
    write_index(report, out)
    return Site(out / "index.html", report.roster, uscc)


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    """One browser for all tests; each test opens the page anew."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


class IndexPage:
    """What a reader can do on the index, and what the reader then sees."""

    def __init__(self, driver: webdriver.Chrome, site: Site) -> None:
        self.driver = driver
        self.site = site
        self.resize(1280, 900)

    def open(self, view: str = "") -> IndexPage:
        self.driver.get("about:blank")
        for log in ("browser", "performance"):
            self.driver.get_log(log)  # what earlier tests left
        self.driver.get(self.site.index.as_uri() + view)
        self.driver.execute_cdp_cmd("Page.resetNavigationHistory", {})  # fifty steps of other tests fill it
        return self

    def resize(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def choose(self, name: str, value: str) -> None:
        """Choose or type, as a hand would: the page learns of it by its input event."""
        script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))"
        self.driver.execute_script(script, self.find(f"#filters [name={name}]"), value)

    def click(self, selector: str) -> None:
        self.driver.execute_script("arguments[0].click()", self.find(selector))

    def show_all(self) -> None:
        while not self.find("#more").get_property("hidden"):
            self.click("#more")

    def listed(self) -> list[tuple[str, int]]:
        """Credit code and year of every unit in the list, in order."""
        self.show_all()
        script = """return [...document.querySelectorAll('#rows tr:not(.details)')].map(
            (row) => [row.querySelector('small').textContent, Number(row.cells[3].textContent)])"""
        return [(uscc, year) for uscc, year in self.driver.execute_script(script)]

    def codes(self) -> set[str]:
        return {uscc for uscc, _ in self.listed()}

    @property
    def view(self) -> str:
        return str(self.driver.execute_script("return location.hash"))

    @property
    def said(self) -> str:
        return self.find("#found").text

    def wait_for(self, view: str) -> None:
        WebDriverWait(self.driver, 5).until(lambda _: self.view == view)

    def console(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Every address the page asked for."""
        entries: list[dict[str, Any]] = [
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        ]
        return [e["params"]["request"]["url"] for e in entries if e["method"] == "Network.requestWillBeSent"]


@pytest.fixture
def page(chromium: webdriver.Chrome, site: Site) -> Iterator[IndexPage]:
    yield IndexPage(chromium, site).open()
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
