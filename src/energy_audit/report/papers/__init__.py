"""The official papers of an inspection as documents an office can edit, filled from findings.

A finding becomes a matter, matters are put to the papers that may take them, a
paper is composed as a draft (plain data), a draft is set as .docx.
"""

from __future__ import annotations

from energy_audit.report.papers.issue import PAPERS, Issued, issue_papers

__all__ = ["PAPERS", "Issued", "issue_papers"]
