"""How long work tells how far it has come."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears how far a stage has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` steps of ``stage`` (read, type, check, account, judge, data, pages, pdf) are over."""


def silent(stage: str, done: int, total: int) -> None:
    """Say nothing."""
    del stage, done, total
