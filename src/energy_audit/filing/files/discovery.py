"""From paths to files: folders at any depth, archives, single files, mixed.

Files come in the order of their relative paths, so that nothing downstream
depends on the order of a directory or on how many processes read. Links are not
followed; lock files and the droppings of operating systems are passed over. An earlier output of this tool is told,
and not read.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.workbooks.archive import DEEPEST, Entry, Refused, entries, member, opened
from energy_audit.own_output import is_own_output

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence

IGNORED_NAMES = {".DS_Store", "Thumbs.db", "desktop.ini"}
IGNORED_FOLDERS = {"__MACOSX", ".git"}
WORKBOOK_PART = "xl/workbook.xml"


@dataclass(frozen=True)
class Handed:
    """One file that was handed in.

    Attributes:
        path: relative to what was named on the command line, with ``/``.
        location: the file on disk; for an archive's entry, the archive.
        members: raw names that lead through archives to the file; empty on disk.
        refusal: why it is refused before it is opened.
    """

    path: str
    location: Path
    members: tuple[str, ...] = ()
    refusal: FilingProblem | None = None
    detail: str = ""

    def read(self) -> bytes:
        """Return the content.

        Raises:
            Refused: the file cannot be opened or is damaged.
        """
        if not self.members:
            try:
                return self.location.read_bytes()
            except OSError as error:
                raise Refused(FilingProblem.UNREADABLE_FILE, error.strerror or str(error)) from error
        data: bytes | Path = self.location
        for name in self.members:
            with opened(data) as archive:
                data = member(archive, name)
        return data if isinstance(data, bytes) else data.read_bytes()


def handed_in(paths: Sequence[Path]) -> list[Handed]:
    """Find every file among ``paths``, in the order of relative paths; a file named twice comes once."""
    named = [(path, list(_found(path))) for path in paths]
    crowded = Counter(item.path for _, items in named for item in items)
    labels = _labels(paths)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    result = []
    for (_, items), label in zip(named, labels, strict=True):
        for item in items:
            # a link is told of beside the file it leads to
            identity = (str(item.location) if item.refusal else os.path.realpath(item.location), item.members)
            if identity in seen:
                continue
            seen.add(identity)
            result.append(replace(item, path=f"{label}/{item.path}") if crowded[item.path] > 1 else item)
    return sorted(result, key=lambda item: item.path)


def _labels(paths: Sequence[Path]) -> list[str]:
    """Name each argument, for files of two arguments that would bear the same relative path."""
    folders = [(path if path.is_dir() else path.absolute().parent).resolve() for path in paths]
    names = [name_on_disk(folder.name) or "root" for folder in folders]
    counts: Counter[str] = Counter()
    labels = []
    for name in names:
        counts[name] += 1
        labels.append(name if counts[name] == 1 else f"{name}({counts[name]})")
    return labels


def _found(path: Path) -> Iterator[Handed]:
    if path.is_dir():
        yield from _in_folder(path)
    elif path.exists():
        yield from _file(path, name_on_disk(path.name))
    else:
        yield Handed(name_on_disk(path.name), path, (), FilingProblem.NOT_FOUND)


def _in_folder(top: Path) -> Iterator[Handed]:
    for folder, folders, names in os.walk(top, followlinks=False):
        here = Path(folder)
        if is_own_output(here):
            # the tables of an inspection would be taken for filings
            folders.clear()
            yield Handed(name_on_disk(_below(here, top)), here, (), FilingProblem.OWN_OUTPUT)
            continue
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in links and name not in IGNORED_FOLDERS]
        for name in [*names, *links]:
            path = here / name
            relative = name_on_disk(path.relative_to(top).as_posix())
            if path.is_symlink():
                yield Handed(relative, path, (), FilingProblem.SYMBOLIC_LINK)
            elif not is_ignored(name):
                yield from _file(path, relative)


def _below(folder: Path, top: Path) -> str:
    return folder.relative_to(top).as_posix() if folder != top else folder.absolute().name


def name_on_disk(name: str) -> str:
    """Return a file's name as text; on a disk written by Windows in China its bytes may be GBK."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "replace")
    return name


def is_ignored(name: str) -> bool:
    """Tell lock files of an open workbook and droppings of the operating system."""
    return name in IGNORED_NAMES or name.startswith(("~$", "._", ".~"))


def _file(path: Path, relative: str) -> Iterator[Handed]:
    item = Handed(relative, path)
    if path.suffix.lower() in {".xlsx", ".xlsm"} or not _starts_as_zip(path):
        yield item
        return
    yield from _in_archive(item, path, 1)


def _starts_as_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        return False


def _in_archive(item: Handed, data: bytes | Path, depth: int) -> Iterator[Handed]:
    """List an archive's files; what is a workbook or an office document stays one file."""
    try:
        with opened(data) as archive:
            if is_document(archive):
                yield item
                return
            if depth > DEEPEST:
                yield replace(
                    item, refusal=FilingProblem.UNSAFE_ARCHIVE, detail=marked("压缩包套了 {depth} 层", depth=depth)
                )
                return
            listed = entries(archive)
            if not listed:
                yield replace(item, refusal=FilingProblem.EMPTY_FILE)
            for entry in listed:
                yield from _in_entry(item, archive, entry, depth)
    except Refused as refused:
        yield replace(item, refusal=refused.kind, detail=refused.detail)


def _in_entry(item: Handed, archive: zipfile.ZipFile, entry: Entry, depth: int) -> Iterator[Handed]:
    folders, name = entry.name.split("/")[:-1], entry.name.split("/")[-1]
    if is_ignored(name) or IGNORED_FOLDERS & set(folders):
        return
    inner = Handed(f"{item.path}/{entry.name}", item.location, (*item.members, entry.raw), entry.refusal, entry.detail)
    if entry.refusal is None and name.lower().endswith(".zip"):
        try:
            data = member(archive, entry.raw)
        except Refused as refused:
            yield replace(inner, refusal=refused.kind, detail=refused.detail)
            return
        yield from _in_archive(inner, data, depth + 1)
    else:
        yield inner


def is_document(archive: zipfile.ZipFile) -> bool:
    """Tell an office document, which is a zip as well, from an archive of files."""
    names = set(archive.namelist())
    return bool(names & {WORKBOOK_PART, "[Content_Types].xml", "mimetype"})
