"""What was found of a part of a large batch, kept from one run to the next.

A part is named by all that it is judged by: every row filed for its units, where it stands, what is wrong with it, and
what all parts share, which is rules, reference tables, choices, language, this program and the libraries that write.
Where a row stands is said by file, sheet and columns, not by the number that its source has in the batch: that moves when
other files come or go.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.cache import key_of
from energy_audit.report.content.page_key import places_of_sources
from energy_audit.report.tables.in_parts import PartFiles, PartFound

if TYPE_CHECKING:
    from energy_audit.cache import Cache
    from energy_audit.filing.intake import Intake

KIND: Final = "parts"

_VERDICTS: Final = "verdicts"


@dataclass(frozen=True)
class KeptPart:
    """The entry of one part, whether or not it is there.

    Attributes:
        cache: holds it.
        name: of all that the part is judged by.
        sources: the number in this batch of each source that its rows and problems come from, in order.
    """

    cache: Cache
    name: str
    sources: pl.Series

    def fetch(self, files: PartFiles) -> PartFound | None:
        """Write the files that ``write_part`` wrote when the entry was kept, and return what it returned; None without one.

        Raises:
            OSError: a file cannot be written.
        """
        content = self.cache.get(KIND, self.name)
        if content is None:
            return None
        kept = zipfile.ZipFile(io.BytesIO(content))
        frames = {field.name: pl.read_ipc(kept.read(field.name)) for field in fields(PartFound)}
        for name in kept.namelist()[len(frames) :]:
            if name == _VERDICTS:
                files.verdicts.write_bytes(kept.read(name))
            else:
                files.put_findings(pl.read_ipc(kept.read(name)))
        numbers = pl.int_range(len(self.sources), dtype=pl.UInt32, eager=True)
        return PartFound(**{name: _renumbered(frame, numbers, self.sources) for name, frame in frames.items()})

    def keep(self, found: PartFound, files: PartFiles) -> None:
        """Keep what ``write_part`` returned and wrote."""
        numbers = pl.int_range(len(self.sources), dtype=pl.UInt32, eager=True)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as kept:
            for name, frame in vars(found).items():
                kept.writestr(name, _as_bytes(_renumbered(frame, self.sources, numbers)))
            for file in files.findings():
                kept.write(file, file.name)
            if files.verdicts.exists():
                kept.write(files.verdicts, _VERDICTS)
        self.cache.put(KIND, self.name, content.getvalue())


def kept_part(intake: Intake, cache: Cache, shared: str) -> KeptPart:
    """Name a part.

    Args:
        intake: what was filed for its units; ``files`` and ``unused`` are not looked at, nor are they judged.
        cache: where parts are kept.
        shared: names what all parts share.
    """
    frames = {**{f"filed {name}": frame for name, frame in intake.tables.items()}, "problems": intake.problems}
    sources = pl.concat(frame["source"].unique() for frame in frames.values()).drop_nulls().unique().sort()
    if intake.shared:
        frames |= vars(intake.shared)
    numbers = pl.int_range(len(sources), dtype=pl.UInt32, eager=True)
    of_part = pl.col("source").is_in(sources.implode())
    places = places_of_sources(
        replace(intake, sources=intake.sources.filter(of_part), placement=intake.placement.filter(of_part))
    )
    rows = (
        part
        for name, frame in frames.items()
        if frame.height
        for part in (name, repr(frame.schema), sha256(_by_content(_renumbered(frame, sources, numbers))).digest())
    )
    return KeptPart(cache, key_of(shared, *(places[number] for number in sources), *rows), sources)


def _renumbered(frame: pl.DataFrame, before: pl.Series, after: pl.Series) -> pl.DataFrame:
    """Give the sources of rows other numbers."""
    if "source" not in frame.columns:
        return frame
    return frame.with_columns(pl.col("source").replace_strict(before, after, return_dtype=pl.UInt32))


def _by_content(frame: pl.DataFrame) -> memoryview:
    """Write rows so that equal ones give equal bytes: what lies under a blank, and where texts lie, differs from run to run."""
    bits = frame.with_columns(pl.col(pl.Boolean).cast(pl.UInt8))
    blank = [name for name in bits.columns if bits[name].null_count()]
    said = bits.with_columns(
        *(
            pl.col(name).fill_null(pl.lit("" if bits[name].dtype == pl.String else 0).cast(bits[name].dtype))
            for name in blank
        ),
        *(pl.col(name).is_null().cast(pl.UInt8).alias(f"blank {name}") for name in blank),
    )
    # beside a blank row each column says anew which of its rows are blank; else some say that none is, and some nothing
    return _as_bytes(pl.concat([said, said.clear(1)]), pl.CompatLevel.oldest())


def _as_bytes(frame: pl.DataFrame, level: pl.CompatLevel | None = None) -> memoryview:
    """Write rows in one piece: how they were put together does not show. At the oldest level texts follow the rows."""
    content = io.BytesIO()
    frame.rechunk().write_ipc(content, compat_level=level)
    return content.getbuffer()
