"""Where ``rules/``, ``templates/`` and ``sample_data/`` are, installed or in a checkout.

Nobody else asks: in a wheel they lie beside the package under ``_shipped``, in a
checkout (and an editable install) at its top level.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from energy_audit.catalogue import both
from energy_audit.errors import EnergyAuditError

Shipped = Literal["rules", "templates", "sample_data"]


def folder(name: Shipped) -> Path:
    """Return the folder that holds ``name``.

    Raises:
        EnergyAuditError: neither place holds it; the message names both.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_shipped" / name
    if installed.is_dir():
        return installed
    checkout = package.parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise EnergyAuditError(
        both(
            "找不到 {name}/：安装包内应为 {installed}，源码目录应为 {checkout}。请重新安装 energy-audit。",
            name=name,
            installed=installed,
            checkout=checkout / name,
        ),
    )
