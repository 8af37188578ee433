"""What the project asks to be installed is what it imports, no more and no less."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import energy_audit
from energy_audit.filing.files import kept

ROOT = Path(__file__).parents[1]
SOURCES = Path(energy_audit.__file__).parent
READERS = ("workbooks/*.py", "files/tabular.py", "sheets/layout.py")
"""The modules of ``filing`` that turn the bytes of a file into cells."""


def imported(files: Iterable[Path]) -> set[str]:
    """Name the distributions whose modules these files import, at their head or within."""
    of = packages_distributions()
    found = set()
    for node in (each for file in files for each in ast.walk(ast.parse(file.read_text(encoding="utf-8")))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module]
        found |= {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"energy_audit"}
    return {_normal(of[name][0]) for name in found}


def _normal(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def test_every_declared_library_is_imported_and_every_imported_one_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {_normal(re.split(r"[\[<>=!~; ]", each)[0]) for each in declared}
    assert names == imported(SOURCES.rglob("*.py"))


def test_every_declared_library_is_pinned() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*declared["project"]["dependencies"], *declared["dependency-groups"]["dev"]]
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert {_normal(re.split(r"[\[<>=!~; ]", each)[0]) for each in wanted} <= pinned


def test_a_kept_reading_names_the_edition_of_every_library_that_reads() -> None:
    """Another edition may read otherwise, and what was kept must then be read anew."""
    readers = imported(path for name in READERS for path in (SOURCES / "filing").glob(name))
    assert {"python-calamine", "xlrd"} <= readers
    assert readers <= set(kept._LIBRARIES)
