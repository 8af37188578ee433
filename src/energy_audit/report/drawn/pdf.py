"""HTML to A4, with WeasyPrint: tagged, with bookmarks, and the same bytes from the same page.

WeasyPrint needs Pango, a system library; it is imported only when a PDF is asked
for, so that everything else works without it.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import os
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from energy_audit.catalogue import both
from energy_audit.errors import MissingLibrary
from energy_audit.report.drawn.fonts import pack_fonts
from energy_audit.report.drawn.glyphs import heard_missing
from energy_audit.resources import folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VARIANT = "pdf/ua-1"


def write_pdf(html: str, target: Path, *, as_of: dt.date) -> None:
    """Write ``html`` to ``target`` as PDF/UA.

    Title, author, subject and language come from the page's ``<title>``,
    ``<meta>`` and ``lang``; bookmarks from its headings. Nothing is fetched from
    outside ``templates/``: no network, no other file of the machine.

    Args:
        html: a whole page.
        target: the file to write; its folder must exist.
        as_of: the day that stands in the file wherever a clock would be read.

    Raises:
        MissingLibrary: WeasyPrint or Pango is not installed; says what to install.
        OSError: ``target`` cannot be written.
    """
    weasyprint = weasyprint_library()
    base = folder("templates")
    with _clock_stopped_at(as_of):
        page = weasyprint.HTML(string=html, base_url=base.as_uri() + "/", url_fetcher=_only_from(base))
        content = page.write_pdf(
            pdf_variant=VARIANT,
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            custom_metadata=True,
            finisher=pack_fonts,
        )
    target.write_bytes(content)
    # boxes of a page refer to one another, and those of several would lie about before Python looks for them
    del page
    gc.collect()


def undrawable(characters: Iterable[str]) -> frozenset[str]:
    """Return those characters that no face of the machine can draw.

    Raises:
        MissingLibrary: WeasyPrint or Pango is not installed.
    """
    weasyprint = weasyprint_library()
    return heard_missing(lambda page: weasyprint.HTML(string=page).write_pdf(), characters)


@lru_cache(maxsize=1)
def weasyprint_library() -> Any:
    """Import WeasyPrint.

    Raises:
        MissingLibrary: it or Pango is not installed; says what to install.
    """
    try:
        import weasyprint  # noqa: PLC0415 - half a second and a system library: only where a PDF is asked for
    except (ImportError, OSError) as error:  # cffi raises OSError where Pango cannot be loaded
        raise MissingLibrary(
            f"{both('生成 PDF 需要 Pango 库，未能加载。请安装后重试，或用 --format html,xlsx 不生成 PDF。')}\n"
            "  Debian/Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk\n"
            "  Fedora: dnf install pango google-noto-sans-cjk-fonts\n"
            "  macOS: brew install pango\n"
            "  Windows: MSYS2, pacman -S mingw-w64-x86_64-pango\n"
            f"  ({error})"
        ) from error
    return weasyprint


@lru_cache(maxsize=1)
def _only_from(base: Path) -> Any:
    """Return a fetcher that serves files under ``base`` and refuses every other address."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - lazily, as above

    class ShippedOnly(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
        """Serves what the package ships, nothing else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            """Fetch ``url`` if it lies under ``templates/``.

            Raises:
                ValueError: it does not; WeasyPrint leaves the resource out.
            """
            if not _lies_under(url, base):
                raise ValueError(f"only files of templates/ are served, not {url}")
            return super().fetch(url, headers)

    return ShippedOnly(allowed_protocols={"file"}, allow_redirects=False)


def _lies_under(url: str, base: Path) -> bool:
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        return False
    return Path(url2pathname(parts.path)).resolve().is_relative_to(base.resolve())


@contextmanager
def _clock_stopped_at(day: dt.date) -> Iterator[None]:
    """Let font tools write ``day`` where they would write the present time."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    os.environ[name] = str(int(midnight.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
