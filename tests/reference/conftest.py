from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from energy_audit.reference.tables import Reference, load_reference
from energy_audit.resources import folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The tables as shipped."""
    return load_reference(folder("rules"))


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the tables that a test may break."""
    shutil.copytree(folder("rules") / "reference", tmp_path / "rules" / "reference")
    return tmp_path / "rules"
