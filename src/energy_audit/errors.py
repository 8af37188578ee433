"""What can go wrong that is not a finding.

Each error knows the exit code of the command that meets it, and its message
says what, where and what to do. A fault in a filing is never an exception: it
is a problem with its cell (see ``energy_audit.filing``).
"""

from __future__ import annotations

from typing import ClassVar


class EnergyAuditError(Exception):
    """The root of all errors raised on purpose; ``str(error)`` is meant for people."""

    exit_code: ClassVar[int] = 4


class UsageError(EnergyAuditError):
    """The command was called with words that do not fit."""

    exit_code = 2


class NothingReadable(EnergyAuditError):  # noqa: N818 - names the state of the inputs, as the contract does
    """None of the inputs could be read."""

    exit_code = 3


class OutputRefused(EnergyAuditError):  # noqa: N818 - names what was done, as the contract does
    """The output folder is in use by something else, or cannot be written."""

    exit_code = 3


class MissingLibrary(EnergyAuditError):  # noqa: N818 - names what is missing
    """A system library that a format needs is not installed."""

    exit_code = 3


class DataFileError(EnergyAuditError):
    """A file under ``rules/`` is not as it must be.

    Args:
        file: the file, as the user knows it.
        line: its line, 1-based; 0 where no line can be named.
        message: what is wrong and how to put it right.
    """

    exit_code = 2

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")
        self.file = file
        self.line = line
        self.message = message


class RulebookError(DataFileError):
    """A rule pack is refused."""


class ReferenceTableError(DataFileError):
    """A reference table is refused."""
