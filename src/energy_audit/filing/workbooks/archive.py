"""Looks into .zip archives without trusting them.

Nothing is unpacked to disk. An archive is refused as a whole when it would swell
beyond reason, an entry when its name climbs out of the archive, is absolute or is
a link. Names that are not marked as UTF-8 are tried as UTF-8, then as GB18030,
which is what Windows in China writes.
"""

from __future__ import annotations

import io
import stat
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST_WORKBOOK = 200 * 2**20
"""Bytes; a larger workbook, or a larger file in an archive, is refused."""

LARGEST_ARCHIVE = 4 * 2**30
"""Bytes of everything an archive unpacks to."""

LARGEST_RATIO = 100
"""Times an archive, or any file in it, may swell once it is beyond ``HARMLESS``; filings shrink 5- to 20-fold."""

HARMLESS = 50 * 2**20
"""Bytes; what unpacks to less is never a bomb."""

MOST_ENTRIES = 200_000
DEEPEST = 3
"""An archive in an archive in an archive."""

_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


class Refused(Exception):  # noqa: N818 - says what became of the file
    """A file is not read; carries the kind of problem and its detail."""

    def __init__(self, kind: FilingProblem, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class Entry:
    """One file of an archive: its raw name, its readable name, and why it is refused, if it is."""

    raw: str
    name: str
    size: int
    refusal: FilingProblem | None = None
    detail: str = ""


def opened(data: bytes | Path) -> zipfile.ZipFile:
    """Open an archive.

    Raises:
        Refused: it is damaged, or would swell beyond reason.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except zipfile.BadZipFile as error:
        raise Refused(FilingProblem.CORRUPT_FILE, marked("压缩结构不完整，可能没有下载或复制完")) from error
    except (OSError, NotImplementedError, ValueError) as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)) from error
    check_sizes([(info.file_size, info.compress_size) for info in archive.infolist()])
    return archive


def check_sizes(sizes: Sequence[tuple[int, int]], largest: int = LARGEST_ARCHIVE) -> None:
    """Refuse an archive that is a bomb; the declared sizes bind, since nothing beyond them is unpacked.

    Args:
        sizes: bytes of each file, unpacked and packed.
        largest: bytes of all unpacked files.

    Raises:
        Refused: too many entries, too large, or swelling too much.
    """
    if len(sizes) > MOST_ENTRIES:
        raise Refused(
            FilingProblem.UNSAFE_ARCHIVE, marked("{files} 个文件，超过 {most} 个", files=len(sizes), most=MOST_ENTRIES)
        )
    total = sum(size for size, _ in sizes)
    packed = max(1, sum(packed for _, packed in sizes))
    if total > largest:
        raise Refused(
            FilingProblem.TOO_LARGE,
            marked("解压后 {size} MB，上限 {most} MB", size=total // 2**20, most=largest // 2**20),
        )
    # something that does not shrink beside a bomb must not hide it
    for size, packed_size in ((total, packed), *sizes):
        if size > HARMLESS and size > max(1, packed_size) * LARGEST_RATIO:
            raise Refused(
                FilingProblem.UNSAFE_ARCHIVE, marked("解压后是压缩前的 {times} 倍", times=size // max(1, packed_size))
            )


def entries(archive: zipfile.ZipFile) -> list[Entry]:
    """List the files of an archive in the order of their names, each with its verdict."""
    found = [_entry(info) for info in archive.infolist() if not info.is_dir()]
    return sorted(found, key=lambda entry: entry.name)


def member(archive: zipfile.ZipFile, raw: str) -> bytes:
    """Read one file of an archive.

    Raises:
        Refused: it is damaged, protected or packed in a way Python cannot read.
    """
    try:
        return archive.read(raw)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, KeyError, EOFError) as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)) from error
    except Exception as error:  # zlib.error and lzma's own error share no base class
        raise Refused(FilingProblem.CORRUPT_FILE, type(error).__name__) from error


def _entry(info: zipfile.ZipInfo) -> Entry:
    name = readable_name(info)
    entry = Entry(info.filename, name.replace("\\", "/").lstrip("/"), info.file_size)
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or PureWindowsPath(name).drive:
        safe = "/".join(part for part in parts if part not in {"..", "/"})
        return Entry(
            info.filename,
            safe,
            info.file_size,
            FilingProblem.UNSAFE_ARCHIVE,
            marked("路径指向压缩包之外：{name}", name=name),
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        return Entry(info.filename, entry.name, info.file_size, FilingProblem.SYMBOLIC_LINK)
    if info.flag_bits & _ENCRYPTED:
        return Entry(info.filename, entry.name, info.file_size, FilingProblem.ENCRYPTED_FILE)
    if info.file_size > LARGEST_WORKBOOK:
        size = marked("{size} MB，上限 {most} MB", size=info.file_size // 2**20, most=LARGEST_WORKBOOK // 2**20)
        return Entry(info.filename, entry.name, info.file_size, FilingProblem.TOO_LARGE, size)
    return entry


def readable_name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name as its author typed it."""
    if info.flag_bits & _UTF8_NAMES:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
