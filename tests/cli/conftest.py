"""The command as a user calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from energy_audit.cli import main

Run = Callable[..., tuple[Any, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command with words; give its exit code and all that it printed, on a wide console."""
    monkeypatch.setenv("COLUMNS", "200")

    def called(*words: object) -> tuple[Any, str]:
        with pytest.raises(SystemExit) as left:
            main([*map(str, words)])
        told = capsys.readouterr()
        return left.value.code, told.out + told.err

    return called
