"""``OUT/manifest.json`` says what a run rests on, ``OUT/run.json`` how long it took.

Two runs over the same filings by the same rules on the same day write the same
manifest. Whatever differs between equal runs, and nothing else, is in ``run.json``.
"""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from energy_audit import __version__, workers
from energy_audit.energy.carbon_factors import GRID_METRIC
from energy_audit.own_output import MANIFEST, TOOL
from energy_audit.reference.columns import SCHEMAS
from energy_audit.reference.report_years import report_years
from energy_audit.report.batch.outcome import refused_reasons
from energy_audit.report.tables.counts import counts_of_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from energy_audit.report.material import Material
    from energy_audit.report.tables.data import BatchTables

RUN: Final = "run.json"
LIBRARIES: Final = ("polars", "pandera", "jinja2", "weasyprint", "xlsxwriter", "python-calamine", "sqlglot")
"""Libraries whose version may matter when a run is repeated."""


@dataclass(frozen=True)
class RunRecord:
    """How a run went: seconds a stage, and what this machine's faces could not draw in which PDFs."""

    seconds: Mapping[str, float]
    missing_glyphs: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_manifest(material: Material, tables: BatchTables, folder: Path) -> None:
    """Write ``folder/manifest.json``.

    Raises:
        OSError: the file cannot be written.
    """
    _write(folder / MANIFEST, manifest(material, tables))


def manifest(material: Material, tables: BatchTables) -> dict[str, Any]:
    """Return what the run rests on: tool, rules, day, choices, inputs with digests, counts, value sets."""
    rulebook, options = material.rulebook, material.options
    reasons = refused_reasons(material)
    return {
        "tool": TOOL,
        "version": __version__,
        "rulebook": {
            "identity": rulebook.identity,
            "packs": [{"name": pack.name, "version": pack.version} for pack in rulebook.packs],
            "overrides": [
                {"what": each.what, "name": each.name, "winner": each.winner, "loser": each.loser}
                for each in rulebook.overrides
            ],
        },
        "as_of": options.as_of.isoformat(),
        "options": {
            "basis": options.basis,
            "rules_as_of": None if options.rules_as_of is None else options.rules_as_of.isoformat(),
            "equal_factor": None if options.equal_factor is None else str(options.equal_factor),
            "lang": options.lang,
            "formats": sorted({*options.formats, "data"}),
            "verdicts": options.verdicts,
        },
        "counts": _counts(material, tables),
        "value_sets": _value_sets(material),
        "reference_tables_replaced": [
            {"table": name, "file": "/".join(path.parts[-3:]), "sha256": sha256(path.read_bytes()).hexdigest()}
            for name, path in sorted(material.reference.replaced.items())
        ],
        "slots_not_loaded": [
            schema.name
            for schema in SCHEMAS.values()
            if schema.slot and getattr(material.reference, schema.name).is_empty()
        ],
        "inputs": [
            {
                "path": file.path,
                "sha256": file.sha256,
                "size": file.size,
                "status": file.status,
                "reason": reasons.get(file.path, ""),
                "enterprises": file.enterprises,
            }
            for file in sorted(material.intake.files, key=lambda file: file.path)
        ],
    }


def write_run(record: RunRecord, folder: Path) -> None:
    """Write ``folder/run.json``: seconds, memory, machine, versions.

    Raises:
        OSError: the file cannot be written.
    """
    _write(
        folder / RUN,
        {
            "seconds": {stage: round(seconds, 3) for stage, seconds in record.seconds.items()},
            "missing_glyphs": record.missing_glyphs,
            "peak_memory_mib": peak_memory_mib(),
            "peak_memory_mib_of_a_worker": workers.peak_memory_mib(),
            "machine": {
                "system": platform.platform(),
                "processor": platform.machine(),
                "python": platform.python_version(),
            },
            "libraries": {name: _version(name) for name in LIBRARIES},
        },
    )


def peak_memory_mib() -> int | None:
    """Return the most memory this process has held, in MiB; None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not there on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def _counts(material: Material, tables: BatchTables) -> dict[str, int]:
    files = material.intake.files
    read = sum(file.status == "read" for file in files)
    findings, of_others = counts_of_units(material.judgement.tally(), tables.enterprises)
    errors = tables.problems.filter(severity="error").height
    return {
        "files_found": len(files),
        "files_read": read,
        "files_refused": len(files) - read,
        "enterprises": tables.enterprises["uscc"].n_unique(),
        "enterprise_years": tables.enterprises.height,
        **findings,
        "of_no_enterprise": of_others,
        "errors": errors,
        "warnings": tables.problems.height - errors,
    }


def _value_sets(material: Material) -> dict[str, Any]:
    """Name what ``co2_t`` and ``nonfossil_share`` were computed with, and of which years."""
    chosen = material.options.carbon
    can_be = report_years(material.reference, material.options.as_of).hold(pl.col("report_year"))
    grid = material.account.totals.select("report_year", "grid_region", "grid_year").drop_nulls().filter(can_be)
    used = grid.unique().sort("report_year", "grid_region").iter_rows()
    return {
        "co2_t": {
            "fuels": chosen.value_set,
            "grid_region_chosen": chosen.grid_region,
            "grid_year_chosen": chosen.grid_year,
            "grid_metric": GRID_METRIC,
            "grid_used": [{"report_year": year, "region": region, "year": of} for year, region, of in used],
        },
        "nonfossil_share": {"of": "tce_calorific"},
    }


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
