"""``OUT/summary.pdf``: the batch as a paper for the superior department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.report.batch.pictures import Pictures
from energy_audit.report.drawn.html import environment
from energy_audit.report.language import words as words_of

if TYPE_CHECKING:
    from energy_audit.report.batch.report import BatchReport


def summary_html(report: BatchReport) -> str:
    """Draw the page that ``pdf.write_pdf`` turns into A4."""
    made = environment(report.lang)
    return made.get_template("summary.html").render(report=report, draw=Pictures(words_of(report.lang)))
