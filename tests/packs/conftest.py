"""The shipped rulebook, loaded once, and what its own cases say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_audit.reference.lookup import laws
from energy_audit.reference.tables import Reference
from energy_audit.resources import folder
from energy_audit.rulebook.cases import CaseResult, run_cases
from energy_audit.rulebook.load import load_rulebook
from energy_audit.rulebook.model import Rulebook


@pytest.fixture(scope="session")
def rules_dir() -> Path:
    return folder("rules")


@pytest.fixture(scope="session")
def rulebook(rules_dir: Path, reference: Reference) -> Rulebook:
    return load_rulebook(rules_dir, laws=laws(reference), documents=reference.documents)


@pytest.fixture(scope="session")
def case_results(rulebook: Rulebook, rules_dir: Path) -> list[CaseResult]:
    return run_cases(rulebook, [rules_dir])
