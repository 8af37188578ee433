"""What a kind of problem is: a code that stays, a severity, a sentence in each language."""

from __future__ import annotations

from enum import Enum
from typing import Literal

Severity = Literal["error", "warning"]
Language = Literal["zh", "en"]


class ProblemKind(Enum):
    """A kind of problem; extend it with members ``NAME = (code, severity, zh, en)``.

    The sentences may name ``{value}``, ``{column}`` (its heading), ``{table}`` and ``{detail}``.
    """

    def __init__(self, code: str, severity: Severity, zh: str, en: str) -> None:
        self.code = code
        self.severity = severity
        self.zh = zh
        self.en = en

    def sentence(self, language: Language = "zh") -> str:
        """Return the sentence with its fields unfilled."""
        return self.zh if language == "zh" else self.en
