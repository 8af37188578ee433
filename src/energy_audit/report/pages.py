"""The pages of enterprise-years: each is drawn, or taken from an earlier run that drew it from the very same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from energy_audit.report.content import EnterpriseReports
from energy_audit.report.content.page_key import PageKeys
from energy_audit.report.html import render

if TYPE_CHECKING:
    from energy_audit.cache import Cache
    from energy_audit.report.material import Material

KIND: Final = "pages"


class Pages:
    """Draws pages, or fetches them.

    Args:
        material: what was found.
        cache: holds what earlier runs drew; without one every page is drawn.
    """

    def __init__(self, material: Material, cache: Cache | None = None) -> None:
        self._lang = material.options.lang
        self._reports = EnterpriseReports(material)
        self._cache = cache
        self._keys = PageKeys(material, self._reports) if cache else None

    def page(self, uscc: str, report_year: int) -> bytes:
        """Return the page of an enterprise-year, in UTF-8.

        Raises:
            KeyError: the batch holds no such enterprise-year.
        """
        if not (self._cache and self._keys):
            return self._drawn(uscc, report_year)
        key = self._keys.of(uscc, report_year)
        page = self._cache.get(KIND, key)
        if page is None:
            page = self._drawn(uscc, report_year)
            self._cache.put(KIND, key, page)
        return page

    def _drawn(self, uscc: str, report_year: int) -> bytes:
        return render("enterprise.html", self._reports.build(uscc, report_year), self._lang).encode()
