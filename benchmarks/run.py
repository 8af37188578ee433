"""Runs the project and its peers side by side and says how they compare.

    python benchmarks/run.py [--full] [--peers PYTHON] [--data FOLDER] [--json FILE] [--readme] [--only GROUP]

Every measurement is a process of its own, so that nothing is warm for one and cold for another, and the cases of a
group take turns, so that a busy minute of the machine falls on all of them. What counts are the ratios of medians.
``--readme`` puts the table into the README between its markers.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from cases import GROUPS, Case, Sizes, prepared
from table import goals, table, write_readme

HERE = Path(__file__).parent
PATIENCE = 3600
"""Seconds after which a case is given up."""

WITHIN = 8
"""Minutes after which ``make bench`` gives no case a further turn, so that it ends within ten."""


@dataclass
class Result:
    """What the turns of one case took: the whole process, its own work, processor time of all, most memory."""

    wall: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    failed: str = ""

    def summed_up(self) -> dict[str, Any]:
        if self.failed:
            return {"failed": self.failed}
        return {
            "wall_seconds": statistics.median(self.wall),
            "work_seconds": statistics.median(self.work),
            "cpu_seconds": statistics.median(self.cpu),
            "peak_mib": statistics.median(self.peak_mib),
            "turns": len(self.wall),
            "said": self.said,
        }


def measure(case: Case, result: Result) -> None:
    """Run a case once in a process of its own."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(case.command, stdout=out, stderr=errors, env={**os.environ, **case.environment})
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        _, status, usage = os.wait4(process.pid, 0)
        patience.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        out.seek(0)
        errors.seek(0)
        lines = out.read().decode().strip().splitlines()
        if process.returncode:
            result.failed = f"exit {process.returncode}: {errors.read().decode(errors='replace').strip()[-300:]}"
            return
    said = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    result.wall.append(wall)
    result.work.append(said.pop("seconds", wall))
    result.cpu.append(usage.ru_utime + usage.ru_stime)
    result.peak_mib.append(usage.ru_maxrss / 1024)
    result.said = said


def machine() -> dict[str, Any]:
    """Say what it ran on."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in _read("/proc/cpuinfo").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = next((int(line.split()[1]) // 2**20 for line in _read("/proc/meminfo").splitlines()), None)
    return {
        "system": platform.platform(),
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": memory,
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
    }


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8") if Path(path).is_file() else ""


def versions(peers: str) -> dict[str, str]:
    """Say which edition of everything ran, the peers' own polars included."""
    own = {name: metadata.version(name) for name in ("polars", "pandera", "weasyprint", "python-calamine")}
    names = [
        line.split("==")[0].split("[")[0] for line in _read(str(HERE / "requirements.txt")).splitlines() if "==" in line
    ]
    code = (
        f"from importlib import metadata; import json; print(json.dumps({{n: metadata.version(n) for n in {names!r}}}))"
    )
    told = subprocess.run([peers, "-c", code], capture_output=True, text=True, check=True)
    return {**{f"own {name}": version for name, version in own.items()}, **json.loads(told.stdout)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="10^7 energy rows as well; takes hours and tens of GB")
    parser.add_argument("--small", action="store_true", help="sizes that only show that everything runs")
    parser.add_argument("--peers", default=str(HERE.parent / ".venv-bench" / "bin" / "python"))
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "energy-audit-bench")
    parser.add_argument("--json", type=Path, default=HERE.parent / "bench-results.json")
    parser.add_argument("--within", type=float, help="minutes after which no case gets a further turn")
    parser.add_argument("--turns", type=int, help="how often each case runs")
    parser.add_argument(
        "--add", action="store_true", help="keep the groups that the JSON file holds and are not run now"
    )
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--only", action="append", choices=sorted(GROUPS), default=[])
    given = parser.parse_args()
    within = given.within or (float("inf") if given.full else WITHIN)
    ends = time.monotonic() + within * 60
    sizes = Sizes.full() if given.full else Sizes.small() if given.small else Sizes()
    if given.turns:
        sizes = replace(sizes, turns=given.turns)
    data = prepared(given.data, sizes, sys.executable)
    report: dict[str, Any] = {
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": machine(),
        "versions": versions(given.peers),
        "groups": json.loads(given.json.read_text(encoding="utf-8"))["groups"] if given.add else {},
    }
    for name in given.only or GROUPS:
        group = GROUPS[name]
        cases = group.cases(data, sizes, sys.executable, given.peers)
        results = {case.name: Result() for case in cases}
        for turn in range(max(case.turns for case in cases)):
            for case in cases:
                late = turn and time.monotonic() > ends
                if turn < case.turns and not late and not results[case.name].failed:
                    print(f"{name} {turn + 1} {case.name}", file=sys.stderr, flush=True)
                    measure(case, results[case.name])
        report["groups"][name] = {
            "title": group.title,
            "floor": group.floor,
            "note": group.note,
            "cases": {case.name: {"rows": case.rows, **results[case.name].summed_up()} for case in cases},
        }
        given.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    report["goals"] = goals(report["groups"])
    given.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table(report))
    if given.readme:
        write_readme(HERE.parent / "README.md", report)


if __name__ == "__main__":
    main()
