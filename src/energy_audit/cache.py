"""Keeps what took long to make, so that an equal run need not make it again.

An entry is named by the digest of all that it was made from, so it is never stale: what
changed has another name. It begins with the digest of its own content: an entry that was
cut short or damaged is thrown away and made anew. Entries are written beside their place
and moved into it in one step, so two runs may share a folder and a crash leaves nothing
that is read. The folder may be deleted at any time. A cache that cannot be written is no
error: everything is then made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT: Final = 4 * 2**30
"""Bytes a cache folder may hold unless told otherwise."""

_DIGEST: Final = hashlib.sha256().digest_size
_SHARD: Final = 2
"""Entries lie in folders named by so many of their first characters."""
_DRAFT: Final = ".draft-"
_PARTS: Final = 8
"""The limit is minded after each part of so many."""
_ABANDONED: Final = 3600
"""Seconds after which a draft was left by a run that crashed."""
_TAG: Final = ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# energy-audit; may be deleted\n")
"""By this file backup programs know a cache (https://bford.info/cachedir)."""


class Cache:
    """A folder of entries.

    Args:
        folder: made when the first entry is kept, readable by its owner alone: entries hold what was filed.
        limit: bytes; beyond it what was used longest ago is removed, by ``trim`` and each time that a part of the
            limit has been written: a run that is larger than the limit does not fill the disk.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._written = 0

    def get(self, kind: str, key: str) -> bytes | None:
        """Return an entry's content; None where there is none that is whole."""
        path = self._path(kind, key)
        try:
            written = path.read_bytes()
        except OSError:
            return None
        content = written[_DIGEST:]
        if hashlib.sha256(content).digest() != written[:_DIGEST]:
            _remove(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return content

    def has(self, kind: str, key: str) -> bool:
        """Tell whether there is an entry; only ``get`` knows whether it is whole."""
        return self._path(kind, key).is_file()

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep an entry, if the folder can be written."""
        path = self._path(kind, key)
        draft = path.parent / f"{_DRAFT}{os.getpid()}-{path.name}"
        try:
            self._make(path.parent)
            draft.write_bytes(hashlib.sha256(content).digest() + content)
            draft.replace(path)
        except OSError:
            _remove(draft)
        except BaseException:
            _remove(draft)
            raise
        self._written += _DIGEST + len(content)
        if self._written > self.limit // _PARTS:
            self.trim()

    def trim(self) -> None:
        """Remove what was used longest ago until the folder is within its limit, and drafts left by a crash."""
        self._written = 0
        entries = sorted(self._entries())
        size = sum(bytes_ for _, bytes_, _ in entries)
        for used, bytes_, path in entries:
            if path.name.startswith(_DRAFT):
                if used < time.time() - _ABANDONED:
                    _remove(path)
            elif size > self.limit:
                _remove(path)
                size -= bytes_

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Give time of last use, size and path of what this class wrote; anything else in the folder is left alone."""
        # unlike a glob, a walk minds no folder that is removed meanwhile
        for place, _, names in os.walk(self.folder):
            folder = Path(place)
            if len(folder.name) == _SHARD and folder.parent.parent == self.folder:
                for path in (folder / name for name in names if name.startswith((folder.name, _DRAFT))):
                    name = path.name.removeprefix(_DRAFT).rpartition("-")[2]
                    if len(name) == 2 * _DIGEST and not path.is_symlink():
                        with contextlib.suppress(OSError):
                            told = path.stat()
                            yield told.st_mtime, told.st_size, path

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:_SHARD] / key

    def _make(self, folder: Path) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / _TAG[0]).write_text(_TAG[1], encoding="utf-8")
        folder.mkdir(parents=True, exist_ok=True)


def key_of(*parts: str | bytes) -> str:
    """Name an entry by everything it is made from."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def files_digest(files: Iterable[Path]) -> str:
    """Digest the contents of files, in the order of their paths; what cannot be read is told by who needs it."""
    return key_of(*(part for path in sorted(files) for part in (path.name, _content(path))))


def folder_digest(folder: Path) -> str:
    """Digest what lies in a folder, at any depth: the names within it and the contents."""
    files = sorted(folder.rglob("*"))
    return key_of(*(part for path in files for part in (path.relative_to(folder).as_posix(), _content(path))))


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Digest this program's own code: another edition reads and writes in its own way."""
    return key_of(sys.version, files_digest(Path(__file__).parent.rglob("*.py")))


def usual_folder() -> Path:
    """Return where this user's caches are kept on this system, for this program."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "energy-audit"


def _content(path: Path) -> bytes:
    """Read a file; nothing of a folder, or of what cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _remove(path: Path) -> None:
    """Remove a file that another run may have removed already."""
    with contextlib.suppress(OSError):
        path.unlink()
