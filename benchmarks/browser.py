"""Times the batch page in a real Chromium, opened from disk: first paint, and what a filter takes until it is drawn.

    python benchmarks/browser.py OUT/index.html

The page's aim is a first paint below 1,000 ms and a filter below 100 ms with 5,000 enterprises.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from pathlib import Path

from selenium import webdriver

PAINT = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
FILTERS = ("kind=violation", "tier=A", "prefecture=520300", "q=%E7%A4%BA%E4%BE%8B", "untold=yes&tier=B", "")
FILTER = """
const done = arguments[1];
const start = performance.now();
location.hash = arguments[0];
addEventListener('hashchange', () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))),
                 {once: true});
"""
"""Milliseconds from setting the address to the frame after the list is drawn."""


def main() -> None:
    """Open the page anew for each round; print the median and the worst."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    paints: list[float] = []
    filters: dict[str, list[float]] = {each: [] for each in FILTERS}
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        for _ in range(chosen.rounds):
            driver.get("about:blank")
            driver.get(chosen.page.resolve().as_uri())
            paints.append(driver.execute_script(PAINT))
            for each in FILTERS:
                filters[each].append(driver.execute_async_script(FILTER, each))
    finally:
        driver.quit()
    for name, times in (
        ("first paint", paints),
        *((f"filter {each or 'none'}", took) for each, took in filters.items()),
    ):
        print(f"{name}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms of {len(times)}")


if __name__ == "__main__":
    main()
