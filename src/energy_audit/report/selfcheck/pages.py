"""The self-check as a paper: page and PDF, in a folder of its own."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from energy_audit import __version__
from energy_audit.errors import MissingLibrary
from energy_audit.own_output import MANIFEST, TOOL
from energy_audit.report.drawn.html import environment
from energy_audit.report.explanations import explained_said, stray_said
from energy_audit.report.language import words as words_of
from energy_audit.report.output import whole_or_nothing
from energy_audit.report.selfcheck.index_sheet import kind_said
from energy_audit.report.selfcheck.item import places_said, rows_said

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.report.selfcheck.content import SelfCheck

PAGE: Final = "自查报告"


def selfcheck_html(check: SelfCheck) -> str:
    """Draw ``templates/selfcheck.html``."""
    words = words_of(check.lang)
    template = environment(check.lang).get_template("selfcheck.html")
    said = {
        "places_said": lambda places: places_said(places, words, 6),
        "rows_said": lambda places: rows_said(places, words, 20),
        "kind_said": lambda kind: kind_said(kind, words),
        "stray_said": lambda stray: stray_said(stray, words),
        "explained_said": lambda explained: explained_said(explained, words),
    }
    return template.render(check=check, report=check, version=__version__, **said)


def write_pages(check: SelfCheck, filing: Path, folder: Path) -> tuple[Path, ...]:
    """Write the report whole or not at all; without Pango the page alone.

    Returns:
        What was written, the page first.

    Raises:
        OutputRefused: the folder holds something else, or cannot be written.
    """
    from energy_audit.report.drawn.pdf import write_pdf  # noqa: PLC0415 - only where a report is asked for

    html = selfcheck_html(check)
    made = [f"{PAGE}.html"]
    with whole_or_nothing(folder) as draft:
        (draft / made[0]).write_text(html, encoding="utf-8", newline="\n")
        try:
            write_pdf(html, draft / f"{PAGE}.pdf", as_of=check.as_of)
            made.append(f"{PAGE}.pdf")
        except MissingLibrary:
            pass  # the page is complete; ``doctor`` says what a PDF needs
        digest = hashlib.sha256(filing.read_bytes()).hexdigest() if filing.is_file() else None
        manifest = {
            "tool": TOOL,
            "version": __version__,
            "as_of": check.as_of.isoformat(),
            "input": {"file": check.file, "sha256": digest},
            "ready": check.ready,
        }
        (draft / MANIFEST).write_text(
            json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
        )
    return tuple(folder / name for name in made)
