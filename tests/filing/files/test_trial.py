"""A Parquet file that would end the process, or fill the memory, is refused and does neither."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest

from energy_audit.filing.files import trial
from energy_audit.filing.files.trial import try_parquet
from energy_audit.filing.intake import read_filings
from energy_audit.filing.workbooks.archive import Refused

if TYPE_CHECKING:
    from pathlib import Path


def _written(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


@pytest.mark.parametrize("words", ["import os; os.abort()", "raise SystemExit(3)", "while True: pass"])
def test_a_file_that_ends_or_holds_its_reader_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """The batch goes on: the file beside it is read or refused on its own merits."""
    monkeypatch.setattr(trial, "_TRIAL", words)
    monkeypatch.setattr(trial, "_LONGEST", 2)
    (tmp_path / "energy_consumption.parquet").write_bytes(_written(pl.DataFrame({"energy_code": ["01"]})))
    (tmp_path / "empty.csv").write_bytes(b"")

    problems = read_filings([tmp_path]).problems.select("file", "code").rows()

    assert [("empty.csv", "empty-file"), ("energy_consumption.parquet", "reader-died")] == problems


def test_the_trial_decodes_what_it_does_not_keep(tmp_path: Path) -> None:
    """Damage in the middle of a column is met, which counting its rows alone would not meet."""
    file = tmp_path / "damaged.parquet"
    sound = _written(pl.DataFrame({"energy_code": [f"{number}" for number in range(100_000)]}))
    middle = len(sound) // 2
    file.write_bytes(sound[:middle] + b"\xff" * 10_000 + sound[middle + 10_000 :])
    assert pl.scan_parquet(file).select(pl.len()).collect().item() == 100_000

    with pytest.raises(pl.exceptions.ComputeError):
        [query.collect(engine="streaming") for query in trial.decodings(file)]


_ANSWERS_ONCE = """
import sys
sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(8), "big"))
sys.stdout.buffer.write(b".")
"""


def test_a_large_file_is_tried_a_column_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is no reason to trust it: where the process dies of the second column, the file is refused."""
    data = _written(pl.DataFrame({"energy_code": ["01"], "energy_name": ["原煤"]}))
    monkeypatch.setattr(trial, "_TRIAL", _ANSWERS_ONCE)
    with trial.trials(expected=False):
        try_parquet(data)
    monkeypatch.setattr(trial, "AT_ONCE", len(data) - 1)
    with trial.trials(expected=False), pytest.raises(Refused) as refused:
        try_parquet(data)
    assert "reader-died" == refused.value.kind.code


_READ = """
import sys
from pathlib import Path
from energy_audit.parts.run import read_in_parts
if __name__ == "__main__":
    read = read_in_parts([Path(sys.argv[1])], 5, jobs=2)
    for each in read.whole.files:
        print(each.path, each.status)
"""


def test_a_small_file_whose_rows_stay_in_it_is_tried_where_it_is_read(tmp_path: Path) -> None:
    """A worker reads it and leaves its rows, which this process would be the first to decode."""
    for name in ("a", "b"):
        units = [f"91520000000000{number:04}" for number in range(1_000)]
        frame = pl.DataFrame({"uscc": units, "report_year": 2025, "energy_name": "原煤", "consumption_total": 7.0})
        (tmp_path / name).mkdir()
        frame.write_parquet(tmp_path / name / "energy_consumption.parquet", compression="zstd")
        frame.select("uscc", "report_year", enterprise_name="uscc").write_csv(tmp_path / name / "enterprise.csv")
    killer = tmp_path / "b" / "energy_consumption.parquet"
    sound = killer.read_bytes()
    damaged = [sound[:place] + b"\xff" + sound[place + 1 :] for place in range(4, 40)]
    if (deadly := next(filter(_kills, damaged), None)) is None:
        pytest.skip("this engine survives it")
    killer.write_bytes(deadly)

    read = subprocess.run([sys.executable, "-c", _READ, tmp_path], capture_output=True, text=True, check=True)

    assert [
        "a/energy_consumption.parquet read",
        "a/enterprise.csv read",
        "b/energy_consumption.parquet refused",
        "b/enterprise.csv read",
    ] == read.stdout.splitlines()


def _kills(data: bytes) -> bool:
    tester = trial._Tester()
    with trial._lying(data, None) as file:
        try:
            return not tester.survives(file)
        except pl.exceptions.PolarsError:
            return False
        finally:
            tester.end()


@pytest.mark.parametrize("engine", ["_polars_runtime_32", "_no_such_engine"])
def test_a_sound_file_is_tried_with_the_engine_alone_or_the_package_around_it(
    monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """The engine's own name and calls are not promised; where they are others, the trial is slower and as good."""
    monkeypatch.setattr(trial, "_TRIAL", trial._TRIAL.replace("_polars_runtime_32", engine))
    with trial.trials(expected=True):
        process = trial._tester.start()
        for rows in (1, 2):
            try_parquet(_written(pl.DataFrame({"energy_code": ["01"] * rows})))
        assert process is trial._tester.start(), "it died on the way"
    assert process.poll() is not None


def test_a_few_bytes_that_claim_many_rows_are_refused() -> None:
    """Six million blanks take a few kilobytes; a real column of that length does not."""
    blank = _written(pl.DataFrame({"energy_code": pl.repeat(None, 6_000_000, dtype=pl.Int8, eager=True)}))
    assert len(blank) * trial.CELLS_A_BYTE < 6_000_000
    with pytest.raises(Refused) as refused:
        try_parquet(blank)
    assert "too-large" == refused.value.kind.code
