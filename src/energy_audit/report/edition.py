"""Names what pages are written with: this program, its templates and words, and the libraries."""

from __future__ import annotations

from importlib import metadata
from typing import Final

from energy_audit.cache import code_digest, folder_digest, key_of
from energy_audit.catalogue import LOCALES
from energy_audit.resources import folder

LIBRARIES: Final = ("jinja2", "markupsafe", "babel", "polars")
"""What writes pages, beside this program."""


def edition() -> str:
    """Name them all: another edition of any may write otherwise."""
    versions = (f"{name} {metadata.version(name)}" for name in LIBRARIES)
    return key_of(code_digest(), folder_digest(folder("templates")), folder_digest(LOCALES), *versions)
