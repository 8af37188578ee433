"""The inspection report of one enterprise-year as frozen data; it decides everything, pages only draw it."""

from __future__ import annotations

from energy_audit.report.content.model import EnterpriseReport
from energy_audit.report.content.reports import EnterpriseReports, build_enterprise

__all__ = ["EnterpriseReport", "EnterpriseReports", "build_enterprise"]
