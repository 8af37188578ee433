"""What processes that work for this one are started with, and what is told of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from energy_audit import workers

MIB = 2**20


def held(mib: int) -> int:
    """Hold so much memory for a moment, every page of it."""
    return len(b"x" * (mib * MIB))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process has held")
def test_the_memory_of_a_worker_is_its_own_and_not_that_of_the_process_that_started_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """This process holds 300 MiB more than the workers, of which one holds 100 MiB more than the other."""
    monkeypatch.setattr(workers, "_peaks", [])
    assert workers.peak_memory_mib() is None
    ballast = b"x" * (300 * MIB)

    with workers.workers(1) as pool, workers.unheard_interrupts():
        assert pool.submit(held, 1).result() == MIB
    lean = workers.peak_memory_mib()
    with workers.workers(1) as pool, workers.unheard_interrupts():
        assert pool.submit(held, 100).result() == 100 * MIB
    stout = workers.peak_memory_mib()

    assert lean is not None
    assert lean < len(ballast) // MIB
    assert stout is not None
    assert 95 <= stout - lean <= 105


ASKED = "from energy_audit.workers import workers, unheard_interrupts\nwith workers(1) as pool, unheard_interrupts():\n    print(pool.submit(len, 'abc').result())\n"
"""A script as people write one: it does not say that only the main process shall run it."""


@pytest.mark.parametrize("by", ["stdin", "file"])
def test_a_script_needs_no_guard_and_no_file_for_its_workers(by: str, tmp_path: Path) -> None:
    """A worker runs this package's functions alone, so that the script is not run anew in it, nor looked for."""
    file = tmp_path / "asks.py"
    file.write_text(ASKED, encoding="utf-8")
    asked = [sys.executable, "-" if by == "stdin" else str(file)]
    script = ASKED if by == "stdin" else ""
    told = subprocess.run(asked, input=script, capture_output=True, text=True, check=False, timeout=120)
    assert ("3\n", "") == (told.stdout, told.stderr)


def interrupted() -> None:
    """Let a worker do something, and then fail."""
    with workers.workers(1) as pool:
        with workers.unheard_interrupts():
            pool.submit(held, 1).result()
        raise KeyError


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process has held")
def test_the_memory_of_workers_that_are_ended_early_is_told_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_peaks", [])
    with pytest.raises(KeyError):
        interrupted()
    assert workers.peak_memory_mib() is not None


def long_work(folder: Path) -> None:
    """Work far longer than anybody waits, and leave a trace where nobody ends it."""
    (folder / "begun").touch()
    time.sleep(20)
    (folder / "ended").touch()


def interrupted_at_work(folder: Path) -> None:
    """Fail while a worker is busy."""
    with workers.workers(1) as pool:
        with workers.unheard_interrupts():
            pool.submit(long_work, folder)
        while not (folder / "begun").exists():
            time.sleep(0.01)
        raise KeyError


def test_a_run_that_fails_ends_its_workers_in_the_middle_of_their_work(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        interrupted_at_work(tmp_path)
    assert ["begun"] == [each.name for each in tmp_path.iterdir()]


@pytest.mark.parametrize("before", [None, "dirty_decay_ms:500"])
def test_what_a_worker_is_started_with_is_the_last_word_and_is_taken_back(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    """Polars has put its own setting there by then; the allocator heeds the last of two."""
    monkeypatch.delenv("POLARS_MAX_THREADS", raising=False)
    monkeypatch.delenv("_RJEM_MALLOC_CONF", raising=False)
    if before is not None:
        monkeypatch.setenv("_RJEM_MALLOC_CONF", before)
    with workers.settings_for_tables(3):
        assert os.environ["POLARS_MAX_THREADS"] == "3"
        assert os.environ["_RJEM_MALLOC_CONF"].split(",")[-1] == "dirty_decay_ms:20000"
    assert "POLARS_MAX_THREADS" not in os.environ
    assert os.environ.get("_RJEM_MALLOC_CONF") == before
