"""Checks enterprises' energy filings against China's energy-saving law.

Public names: ``inspect`` (read and judge filings), ``Inspection`` (what was found), ``Filing`` (typed tables and
problems of what was read), ``Options``. They are imported when first used, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake as Filing
    from energy_audit.inspection import Inspection, inspect
    from energy_audit.report.material import Options

__version__ = "0.1.0"

__all__ = ["Filing", "Inspection", "Options", "__version__", "inspect"]

_HOMES = {
    "Filing": ("energy_audit.filing.intake", "Intake"),
    "Inspection": ("energy_audit.inspection", "Inspection"),
    "Options": ("energy_audit.report.material", "Options"),
    "inspect": ("energy_audit.inspection", "inspect"),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'energy_audit' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
