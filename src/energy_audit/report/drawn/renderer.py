"""Names what draws PDFs, so that a PDF of an earlier run is taken only while all of it is the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from energy_audit.cache import files_digest, folder_digest, key_of
from energy_audit.report.drawn import fonts, pdf
from energy_audit.resources import folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIBRARIES: Final = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "pillow")
"""What lays out and writes."""

LOADED: Final = Path("/proc/self/maps")
"""What of the system this process has loaded, where the system says so."""

_SHAPING: Final = re.compile(r"/\S*/lib(?:pango|harfbuzz|fontconfig|freetype|fribidi)[^/\s]*")
"""What of the system chooses, shapes and cuts down the faces."""


@lru_cache(maxsize=1)
def renderer_digest() -> str | None:
    """Digest all that a PDF depends on beside its page: our own writer, style sheets, libraries, fonts and their settings.

    None where the fonts of the machine cannot be listed: what is drawn may then change unseen.

    Raises:
        MissingLibrary: WeasyPrint or Pango is not installed.
    """
    faces = _told_by("fc-list", ":", "file")
    if faces is None:
        return None
    pdf.weasyprint_library()
    from weasyprint.text.ffi import pango  # noqa: PLC0415 - a system library: only where a PDF is asked for

    return key_of(
        sys.version,
        zlib.ZLIB_RUNTIME_VERSION,
        *(f"{name} {metadata.version(name)}" for name in LIBRARIES),
        str(pango.pango_version()),
        files_digest([Path(pdf.__file__), Path(fonts.__file__)]),
        folder_digest(folder("templates")),
        *_standing(Path(line.rstrip(": ")) for line in faces),
        *_standing(_shaping_libraries()),
        files_digest(_settings()),
    )


def _told_by(tool: str, *asked: str) -> list[str] | None:
    """Return the lines that a tool of fontconfig prints, sorted; None where there is no such tool or it fails."""
    found = shutil.which(tool)
    if found is None:
        return None
    told = subprocess.run([found, *asked], capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return None if told.returncode else sorted(told.stdout.splitlines())


def _settings() -> list[Path]:
    """List the files that say which face stands for which name: ``+ /etc/fonts/….conf: what it is for``."""
    return [Path(line[2:].partition(": ")[0]) for line in _told_by("fc-conflist") or ()]


def _shaping_libraries() -> list[Path]:
    return [Path(path) for path in sorted(set(_SHAPING.findall(LOADED.read_text())))] if LOADED.exists() else []


def _standing(files: Iterable[Path]) -> Iterator[str]:
    """Tell name, size and time of files too large to be read each time."""
    for path in files:
        if path.is_file():
            stat = path.stat()
            yield f"{path} {stat.st_size} {stat.st_mtime_ns}"
