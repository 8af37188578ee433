"""The output folder: written whole or not at all, and never over something that is not ours."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from typing import TYPE_CHECKING

from energy_audit.catalogue import both
from energy_audit.errors import OutputRefused
from energy_audit.own_output import is_own_output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DRAFTS: set[Path] = set()
_PUTTING_IN_PLACE = threading.Lock()


def refuse_foreign(out: Path) -> None:
    """Refuse a target that holds anything but an earlier output of this tool.

    Raises:
        OutputRefused: says what is there and what to do.
    """
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not out.is_dir():
        raise OutputRefused(both("输出位置 {out} 是一个文件。请另选一个文件夹。", out=out))
    if is_own_output(out):
        return
    raise OutputRefused(
        both("输出文件夹 {out} 里已有别的内容，为免覆盖没有写入。请换一个空文件夹。", out=out),
    )


@contextlib.contextmanager
def whole_or_nothing(out: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes the place of ``out`` only when the block ends well.

    A run that fails or is interrupted leaves an older output as it was and nothing half-written.

    Raises:
        OutputRefused: the target holds something else, or its parent cannot be written.
    """
    refuse_foreign(out)
    draft = out.parent / f".{out.name}.writing-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        _DRAFTS.add(draft)
    except OSError as error:
        raise OutputRefused(
            both(
                "无法写入 {parent}（{strerror}）。请检查权限或换一个位置。", parent=out.parent, strerror=error.strerror
            ),
        ) from error
    try:
        yield draft
        with _PUTTING_IN_PLACE:
            _swap(draft, out)
    except OSError as error:
        raise OutputRefused(
            both("写入 {out} 时出错（{error}）。请检查磁盘空间和权限，原有内容未改动。", out=out, error=error),
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        _DRAFTS.discard(draft)


def abandon_drafts() -> None:
    """Remove what is half-written, from another thread, when the process is about to end.

    An output that is just being put in place is let finish; none is put in place afterwards.
    """
    _PUTTING_IN_PLACE.acquire()
    for draft in list(_DRAFTS):
        aside = draft.with_name(f"{draft.name}-abandoned")
        with contextlib.suppress(OSError):
            draft.rename(aside)  # whatever still writes finds no folder
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(draft, ignore_errors=True)


def _swap(draft: Path, out: Path) -> None:
    """Put the draft in place; the older output is removed only once the new one stands."""
    older = out.parent / f".{out.name}.older-{os.getpid()}"
    if out.exists():
        out.rename(older)
    try:
        draft.rename(out)
    except OSError:
        if older.exists():
            older.rename(out)
        raise
    shutil.rmtree(older, ignore_errors=True)
