"""Readings put together: what one more file costs does not depend on how many came before it."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

from energy_audit.filing.batch import gathered
from energy_audit.filing.sheets.reading import Block, FileReading

if TYPE_CHECKING:
    from collections.abc import Iterator

TALL = 200_000


def _reading(path: str, rows: int) -> FileReading:
    block = Block(table="energy_consumption", sheet="", form="line", rows=range(rows), columns={"unit": ["吨"] * rows})
    return FileReading(path=path, scope="", sha256="", size=0, blocks=(block,))


def test_a_small_file_after_a_tall_one_takes_no_memory_of_the_tall_one() -> None:
    taken: list[int] = []

    def readings() -> Iterator[FileReading]:
        tall, small = _reading("tall.csv", TALL), _reading("small.csv", 1)
        yield tall
        yield small  # its first row may make room for many more
        tracemalloc.start()
        yield small
        taken.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    gathered(readings())
    assert taken[0] < TALL
