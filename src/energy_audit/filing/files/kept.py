"""What was read from a workbook, kept from one run to the next.

A reading is named by the file's content, its path (problems and scopes name it), the shipped
tables (units in headings are read by them) and the edition of this program and of the
libraries that read. It is written as JSON: what lies
in a folder is data and is never run. Large tables are read as fast as they would be
fetched, so only readings made of texts are kept, and no refusals.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from energy_audit.cache import code_digest, key_of
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.sheets.reading import Block, FileReading, Note, Title, Unused
from energy_audit.reference.tables import load_reference
from energy_audit.resources import folder

if TYPE_CHECKING:
    from energy_audit.cache import Cache
    from energy_audit.filing.files.discovery import Handed

KIND: Final = "readings"
SUFFIXES: Final = (".xlsx", ".xlsm", ".xls")
_LIBRARIES: Final = ("python-calamine", "xlrd", "polars")
_KINDS: Final = {kind.code: kind for kind in FilingProblem}


def key_of_file(handed: Handed) -> str | None:
    """Name the reading of a file; None where it is not one to keep, or cannot be opened."""
    if handed.refusal or not handed.path.lower().endswith(SUFFIXES):
        return None
    try:
        content = handed.read()
    except Exception:  # noqa: BLE001 - whatever is wrong with the file, its reader says so
        return None
    return key_of(_edition(), handed.path, content)


def fetch(cache: Cache, key: str) -> FileReading | None:
    """Return a reading kept earlier."""
    content = cache.get(KIND, key)
    return None if content is None else _decoded(json.loads(content))


def keep(cache: Cache, key: str, reading: FileReading) -> None:
    """Keep a reading, if it is one to keep."""
    if reading.refusal is None and all(block.frame is None and block.later is None for block in reading.blocks):
        cache.put(KIND, key, _encoded(reading))


@lru_cache(maxsize=1)
def _edition() -> str:
    versions = (f"{name} {metadata.version(name)}" for name in _LIBRARIES)
    return key_of(code_digest(), load_reference(folder("rules")).digest, *versions)


def _encoded(reading: FileReading) -> bytes:
    told: dict[str, Any] = {
        **{name: getattr(reading, name) for name in ("path", "scope", "sha256", "size")},
        "blocks": [
            {
                **{name: getattr(block, name) for name in ("table", "sheet", "form", "placement", "beside_rows")},
                "rows": list(block.rows),
                "columns": {key: list(texts) for key, texts in block.columns.items()},
                "multipliers": {key: str(value) for key, value in block.multipliers.items()},
                "titles": [asdict(title) for title in block.titles],
            }
            for block in reading.blocks
        ],
        "notes": [{**asdict(note), "kind": note.kind.code} for note in reading.notes],
        "unused": [asdict(region) for region in reading.unused],
    }
    return json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()


def _decoded(told: dict[str, Any]) -> FileReading:
    blocks = (
        Block(
            **{
                **block,
                "multipliers": {key: Decimal(value) for key, value in block["multipliers"].items()},
                "titles": tuple(Title(**{**title, "years": tuple(title["years"])}) for title in block["titles"]),
            },
        )
        for block in told["blocks"]
    )
    return FileReading(
        path=told["path"],
        scope=told["scope"],
        sha256=told["sha256"],
        size=told["size"],
        blocks=tuple(blocks),
        notes=tuple(Note(**{**note, "kind": _KINDS[note["kind"]]}) for note in told["notes"]),
        unused=tuple(Unused(**region) for region in told["unused"]),
    )
