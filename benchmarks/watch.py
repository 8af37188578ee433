"""Watches one whole inspection: seconds a stage, the calls that took most, memory over time.

    python benchmarks/watch.py [--filings FOLDER | --rows 10000000 [--two-tables]] [--out FILE] [--every 0.5] [-- words for inspect…]

The run is profiled, which makes it a few per cent slower; memory is that of it and its workers together.
"""

from __future__ import annotations

import argparse
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from cases import COMPLETE, made

BARS = " ▁▂▃▄▅▆▇█"
WIDTH = 72
DEAREST = 12
RUN = """
import cProfile, sys
from energy_audit.cli import main
profile = cProfile.Profile()
try:
    profile.runcall(main, sys.argv[2:])
finally:
    profile.dump_stats(sys.argv[1])
"""
Samples = list[tuple[float, float]]
"""Seconds since the start, MiB."""


def watched(command: list[str], every: float) -> Samples:
    """Run a command and note its memory from time to time.

    Raises:
        SystemExit: it failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command)
    samples: Samples = []
    while process.poll() is None:
        samples.append((time.perf_counter() - started, memory_of(process.pid)))
        time.sleep(every)
    if process.returncode:
        sys.exit(f"exit {process.returncode}: {' '.join(command)}")
    samples.append((time.perf_counter() - started, 0.0))
    return samples


def memory_of(process: int) -> float:
    """Return what a process and those it started hold, in MiB; what has just ended holds nothing."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + sum(memory_of(int(child)) for child in started)


def over_time(samples: Samples, width: int = WIDTH) -> str:
    """Draw memory over time as a line of bars: the most in each of ``width`` equal spans."""
    end = samples[-1][0]
    most = max(held for _, held in samples)
    edges = [end * place / width for place in range(width + 1)]
    spans = [[held for at, held in samples if low <= at < high] for low, high in pairwise(edges)]
    bars, held = [], 0.0
    for span in spans:
        held = max(span, default=held)
        bars.append(BARS[round(held / most * (len(BARS) - 1))])
    return f"{''.join(bars)}\n0 s{f'{end:.0f} s':>{width - 3}}\nmost {most:,.0f} MiB"


def stages(seconds: dict[str, float]) -> str:
    """List the stages, the longest first."""
    whole = sum(seconds.values())
    rows = sorted(seconds.items(), key=lambda pair: -pair[1])
    return "\n".join(f"{name:12} {taken:8.1f} s {taken / whole:6.0%}" for name, taken in rows)


def dearest(profile: Path, number: int = DEAREST) -> str:
    """List this program's own calls by the seconds within them, what they call included."""
    stats = pstats.Stats(str(profile)).stats  # type: ignore[attr-defined]  # typeshed does not know it
    own = [
        (within, calls, f"{place.split('energy_audit/', 1)[1]}:{name}")
        for (place, _, name), (_, calls, _, within, _) in stats.items()
        if "energy_audit/" in place and "/cli/" not in place and not name.startswith("<")
    ]
    return "\n".join(
        f"{within:8.1f} s {calls:8,} x {name}" for within, calls, name in sorted(own, reverse=True)[:number]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filings", type=Path, help="by default they are invented")
    parser.add_argument("--rows", type=int, default=10_000_000, help="energy rows to invent")
    parser.add_argument("--two-tables", action="store_true", help="invent tables 1 and 2 alone, not complete filings")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "energy-audit-bench")
    parser.add_argument("--out", type=Path, help="also write what is printed here")
    parser.add_argument("--every", type=float, default=0.5, help="seconds between looks at the memory")
    parser.add_argument("more", nargs="*", default=["--format", "data", "--no-verdicts", "--jobs", "2"])
    given = parser.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    filings = given.filings or made(given.data, given.rows, "typed" if given.two_tables else COMPLETE, sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        out, profile = Path(folder) / "out", Path(folder) / "profile"
        words = ["inspect", filings, "--out", out, "--as-of", "2026-06-30", "--quiet", "--no-cache", *given.more]
        samples = watched([sys.executable, "-c", RUN, *map(str, (profile, *words))], given.every)
        run = json.loads((out / "run.json").read_text(encoding="utf-8"))
        text = "\n\n".join(
            (
                f"{filings.name}: {samples[-1][0]:.1f} s",
                f"stages\n{stages(run['seconds'])}",
                f"memory over time\n{over_time(samples)}",
                f"dearest calls, with what they call\n{dearest(profile)}",
            )
        )
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
