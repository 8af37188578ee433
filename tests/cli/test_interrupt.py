"""What happens when the work is cut short: Ctrl-C, and a worker that is killed."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from energy_audit.report.drawn.drawing import Drawing, PdfJob
from energy_audit.workers import unheard_interrupts, workers

sys.path.insert(0, str(Path(__file__).parent))
from dying_worker import DEADLY, draw

COMMAND = [sys.executable, "-c", "import sys; from energy_audit.cli import main; main(sys.argv[1:])"]
SAMPLES = Path(__file__).parents[2] / "sample_data" / "filings" / "贵阳市"
"""Their reports take long enough to be interrupted."""

AS_OF = dt.date(2026, 6, 30)
PATIENCE = 60
"""Seconds after which a test gives up waiting on a busy machine."""

HIDE_CURSOR, SHOW_CURSOR = b"\x1b[?25l", b"\x1b[?25h"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of a process group are POSIX")


def wait_for(what: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def alive(group: int) -> list[list[str]]:
    """List the processes of a group; one that ended and that nobody asked about counts as gone."""
    shown = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(maxsplit=2) for line in shown.splitlines())
    return [args for pgid, state, *args in rows if int(pgid) == group and not state.startswith("Z")]


@pytest.mark.pdf
def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    """An interrupt while PDFs are drawn ends with 130, keeps an earlier output, and no process goes on."""
    out = tmp_path / "out"
    started = subprocess.Popen(
        [*COMMAND, "inspect", str(SAMPLES), "--out", str(out), "--as-of", "2026-06-30", "--jobs", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    wait_for(lambda: list(tmp_path.glob(".out.writing-*/enterprises/*.pdf")) or started.poll() is not None)
    assert started.poll() is None, "it was over before it could be interrupted"
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=PATIENCE)
    assert 130 == started.returncode
    assert b"Traceback" not in said
    assert [] == list(tmp_path.iterdir())
    wait_for(lambda: not alive(started.pid))


DEAF = """
import hashlib, sys
from pathlib import Path
from energy_audit.cli.interrupt import prompt_interrupts
from energy_audit.report.output import whole_or_nothing
with prompt_interrupts(), whole_or_nothing(Path(sys.argv[1])) as draft:
    (draft / "half").write_text("half")
    hashlib.pbkdf2_hmac("sha256", b"a", b"b", 2**31 - 1)  # many minutes in one step that hears nothing
"""


def test_ctrl_c_ends_a_run_in_the_middle_of_a_step_that_hears_nothing(tmp_path: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", DEAF, str(tmp_path / "out")], stderr=subprocess.PIPE, start_new_session=True
    )
    wait_for(lambda: list(tmp_path.glob(".out.writing-*/half")))
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=PATIENCE)
    assert 130 == started.returncode
    assert 1 == said.count("已中断".encode())
    assert [] == list(tmp_path.iterdir())


DEAF_ON_SCREEN = """
import hashlib
from energy_audit.cli.interrupt import prompt_interrupts
from energy_audit.cli.terminal import telling
with prompt_interrupts(), telling("zh") as tell:
    tell("read", 1, 2)
    hashlib.pbkdf2_hmac("sha256", b"a", b"b", 2**31 - 1)
"""


def test_ctrl_c_gives_the_cursor_back_and_is_said_below_the_bars() -> None:
    """Progress hides the cursor; a run that is left in the middle of a step must not leave the terminal without one."""
    near, far = os.openpty()
    started = subprocess.Popen(
        [sys.executable, "-c", DEAF_ON_SCREEN],
        stdout=far, stderr=far, start_new_session=True, env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(far)
    shown = b""
    while "读取申报".encode() not in shown:
        shown += os.read(near, 65536)
    time.sleep(0.5)  # until it is in the middle of its step
    os.killpg(started.pid, signal.SIGINT)
    try:
        while piece := os.read(near, 65536):
            shown += piece
    except OSError:  # so the terminal says that nobody writes any more
        pass
    assert 130 == started.wait(PATIENCE)
    assert shown.rindex(HIDE_CURSOR) < shown.rindex(SHOW_CURSOR)
    assert shown.rindex("读取申报".encode()) < shown.rindex("已中断".encode())


def test_workers_end_with_an_interrupted_block() -> None:
    """What they hold is not waited for, nor what still stands in line."""

    def interrupted() -> None:
        with workers(2) as pool:
            with unheard_interrupts():
                for _ in range(20):
                    pool.submit(time.sleep, 1000)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    wait_for(lambda: not multiprocessing.active_children())


def jobs_of(folder: Path, *pages: str) -> list[PdfJob]:
    return [PdfJob(page, folder / f"{number}.pdf", f"unit {number}") for number, page in enumerate(pages)]


def test_the_rest_goes_on_when_a_worker_is_killed(tmp_path: Path) -> None:
    """The units whose pages kill their process are named, nothing half-written is left of them, all others are drawn."""
    pending = jobs_of(tmp_path, "a", DEADLY, "b", "c", DEADLY, "d")
    told: list[tuple[int, int]] = []
    drawing = Drawing(AS_OF, jobs=2, draw=draw)
    lost = drawing.draw(pending, len(pending), lambda _, done, total: told.append((done, total)))
    assert {"unit 1", "unit 4"} == {job.title for job in lost}
    drawn = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert {"0.pdf": "a", "2.pdf": "b", "3.pdf": "c", "5.pdf": "d"} == drawn
    assert [(number, 6) for number in range(1, 5)] == told


def test_processes_draw_what_one_process_draws(tmp_path: Path) -> None:
    for jobs in (1, 2):
        (tmp_path / str(jobs)).mkdir()
        pending = jobs_of(tmp_path / str(jobs), *"abcde")
        assert [] == Drawing(AS_OF, jobs=jobs, draw=draw).draw(pending, len(pending), lambda *_: None)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / str(jobs)).iterdir()} for jobs in (1, 2))
    assert one == two
