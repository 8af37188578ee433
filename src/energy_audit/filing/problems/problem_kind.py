"""What a kind of problem is: a code that stays, a severity, a sentence in each language."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from energy_audit.catalogue import Language, Message

Severity = Literal["error", "warning"]


class ProblemKind(Enum):
    """A kind of problem; extend it with members ``NAME = (code, severity, Message(sentence))``.

    The sentence may name ``{value}``, ``{column}`` (its heading), ``{table}`` and ``{detail}``.
    """

    def __init__(self, code: str, severity: Severity, message: Message) -> None:
        self.code = code
        self.severity = severity
        self.message = message

    def sentence(self, language: Language = "zh") -> str:
        """Return the sentence with its fields unfilled."""
        return self.message.of(language)
