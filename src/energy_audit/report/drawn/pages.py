"""The pages of enterprise-years: each is drawn, or taken from an earlier run that drew it from the very same.

A page is named by everything it is made from, which takes a while to put together. So the names of the pages of each part
of a batch are kept as well, under the name of the part, which is sooner found.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.report.content import EnterpriseReports
from energy_audit.report.content.page_key import PageKeys
from energy_audit.report.content.unit_parts import name_parts
from energy_audit.report.drawn.html import render

if TYPE_CHECKING:
    from energy_audit.cache import Cache
    from energy_audit.report.material import Material

KIND: Final = "pages"
NAMES: Final = "page-names"


class Pages:
    """Draws pages, or fetches them.

    Args:
        material: what was found.
        cache: holds what earlier runs drew; without one every page is drawn.
    """

    def __init__(self, material: Material, cache: Cache | None = None) -> None:
        self._material = material
        self._cache = cache
        self._new: EnterpriseReports | None = None
        self._changed: set[str] = set()
        self._names = self._named(cache) if cache else {}

    def page(self, uscc: str, report_year: int) -> bytes:
        """Return the page of an enterprise-year, in UTF-8.

        Raises:
            KeyError: the batch holds no such enterprise-year.
        """
        if not self._cache:
            return self._drawn(uscc, report_year)
        name = self._names[uscc, report_year]
        page = self._cache.get(KIND, name)
        if page is None:
            page = self._drawn(uscc, report_year)
            self._cache.put(KIND, name, page)
        return page

    def _named(self, cache: Cache) -> dict[tuple[str, int], str]:
        """Name all pages; put together are only the names of parts of which something changed."""
        parts = name_parts(self._material)
        pages = parts.cut(self._material.facts.frames["enterprise"].select("uscc", "report_year"))
        kept = {part: cache.get(NAMES, part) for part in parts.names}
        new = [(part, rows) for part, rows in zip(parts.names, pages, strict=True) if kept[part] is None]
        names = {(uscc, year): name for told in kept.values() if told for uscc, year, name in json.loads(told)}
        if not new:
            return names
        codes = pl.concat(rows["uscc"] for _, rows in new).unique()
        self._changed = set(codes)
        self._new = EnterpriseReports(self._material, codes if names else None)
        keys = PageKeys(self._material, self._new)
        for part, rows in new:
            told_now = [
                (uscc, year, keys.of(uscc, year)) for uscc, year in rows.unique(maintain_order=True).iter_rows()
            ]
            cache.put(NAMES, part, json.dumps(told_now).encode())
            names |= {(uscc, year): name for uscc, year, name in told_now}
        return names

    def _drawn(self, uscc: str, report_year: int) -> bytes:
        reports = self._new if self._new and uscc in self._changed else self._whole
        return render("enterprise.html", reports.build(uscc, report_year), self._material.options.lang).encode()

    @cached_property
    def _whole(self) -> EnterpriseReports:
        return EnterpriseReports(self._material)
