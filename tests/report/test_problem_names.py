"""Every kind of problem has a name for lists."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import energy_audit.energy
import energy_audit.filing
from energy_audit.filing.problems.problem_kind import ProblemKind
from energy_audit.report.problem_names import problem_name


def kinds() -> Iterator[ProblemKind]:
    for package in (energy_audit.energy, energy_audit.filing):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for family in ProblemKind.__subclasses__():
        if family.__module__.startswith("energy_audit."):
            yield from family


def test_every_kind_has_a_name_of_its_own() -> None:
    named = {kind.code: problem_name(kind.code, "zh") for kind in kinds()}
    assert len(named) > 100
    assert [] == [code for code, name in named.items() if re.search("[a-z]", name)]
    assert len(named) == len(set(named.values()))
    assert "Unknown unit" == problem_name("unknown-unit", "en")
