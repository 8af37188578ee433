"""Kept entries: whole or not there, shared by runs, within their limit, and nothing else is touched."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from energy_audit.cache import Cache, key_of, usual_folder

KEY = key_of("a")


def entry_of(cache: Cache, key: str) -> Path:
    (path,) = cache.folder.rglob(key)
    return path


def test_what_is_kept_is_returned_and_nothing_else_is(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    assert cache.get("pdf", KEY) is None
    assert not cache.has("pdf", KEY)
    cache.put("pdf", KEY, b"drawn")
    assert cache.has("pdf", KEY)
    assert b"drawn" == cache.get("pdf", KEY)
    assert cache.get("readings", KEY) is None
    assert cache.get("pdf", key_of("b")) is None


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda _: b"", lambda data: data[:-1] + b"x"])
def test_an_entry_that_is_not_whole_is_thrown_away(tmp_path: Path, damage: object) -> None:
    """As a crash, a full disk or a bad sector leave it."""
    cache = Cache(tmp_path)
    cache.put("pdf", KEY, b"drawn")
    path = entry_of(cache, KEY)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]  # one of the three above
    assert cache.get("pdf", KEY) is None
    assert not path.exists()
    cache.put("pdf", KEY, b"drawn")
    assert b"drawn" == cache.get("pdf", KEY)


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert 3 == len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc")})


def test_what_was_used_longest_ago_goes_first_and_strangers_stay(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [key_of(str(number)) for number in range(4)]
    now = time.time()
    for number, key in enumerate(keys):  # each entry is older than the next
        cache.put("pdf", key, bytes(1_000))
        os.utime(entry_of(cache, key), (now - 1_000 + number, now - 1_000 + number))
    assert bytes(1_000) == cache.get("pdf", keys[0])  # used again, so now the newest
    stranger = tmp_path / "pdf" / "ab" / "mine.txt"
    stranger.parent.mkdir(parents=True, exist_ok=True)
    stranger.write_bytes(bytes(10_000))

    Cache(tmp_path, limit=2_500).trim()

    # 4 x (32 + 1,000) bytes; two fit
    assert [True, False, False, True] == [cache.has("pdf", key) for key in keys]
    assert stranger.exists()


def test_what_just_fits_the_limit_stays(tmp_path: Path) -> None:
    Cache(tmp_path).put("pdf", KEY, bytes(1_000))
    Cache(tmp_path, limit=32 + 1_000).trim()
    assert Cache(tmp_path).has("pdf", KEY)
    Cache(tmp_path, limit=32 + 999).trim()
    assert not Cache(tmp_path).has("pdf", KEY)


def test_a_run_larger_than_the_limit_stays_within_it(tmp_path: Path) -> None:
    """Not only when it has ended: what it used longest ago makes room."""
    cache = Cache(tmp_path, limit=20_000)
    most = 0
    for number in range(100):
        cache.put("pdf", key_of(str(number)), bytes(1_000))
        os.utime(entry_of(cache, key_of(str(number))), (number, number))
        most = max(most, sum(path.stat().st_size for path in tmp_path.glob("pdf/*/*")))
    # an eighth is written between two looks, and the entry that is too much
    assert 17_500 < most <= 20_000 + 2_500 + 1_032
    assert cache.has("pdf", key_of("99"))
    assert not cache.has("pdf", key_of("0"))


def test_a_folder_removed_while_it_is_looked_through_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "c", limit=0)
    for number in range(20):
        Cache(tmp_path / "c").put("pdf", key_of(str(number)), b"drawn")
    stat_of = Path.stat

    def removed_first(path: Path, **how: bool) -> os.stat_result:
        """As another run or its user does it: everything is gone from the first look on."""
        shutil.rmtree(cache.folder, ignore_errors=True)
        return stat_of(path, **how)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", removed_first)
        cache.trim()
    cache.put("pdf", KEY, b"drawn")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_disk_that_is_full_or_must_not_be_written_keeps_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    cache = Cache(tmp_path)
    cache.put("pdf", KEY, b"drawn")
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        write(path, content[:40])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", full)
    cache.put("pdf", key_of("b"), b"drawn too" * 10)
    cache.put("pdf", KEY, b"drawn otherwise")
    assert cache.get("pdf", key_of("b")) is None
    assert b"drawn" == cache.get("pdf", KEY)
    assert [KEY] == [path.name for path in tmp_path.glob("pdf/*/*")]


def test_drafts_of_a_crashed_run_are_removed_and_those_of_a_run_at_work_are_not(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("pdf", KEY, b"drawn")
    folder = entry_of(cache, KEY).parent
    old, new = (folder / f".draft-{number}-{KEY}" for number in (1, 2))
    for draft in (old, new):
        draft.write_bytes(b"half")
    os.utime(old, (1, 1))
    cache.trim()
    assert [False, True] == [old.exists(), new.exists()]
    assert cache.has("pdf", KEY)


def test_runs_at_once_may_keep_and_remove_the_same(tmp_path: Path) -> None:
    """Whoever comes second finds a whole entry or none."""
    contents = {key_of(str(number)): bytes([number]) * 5_000 for number in range(20)}

    def run(_: int) -> bool:
        cache = Cache(tmp_path, limit=30_000)
        whole = True
        for key, content in contents.items():
            cache.put("pdf", key, content)
            found = cache.get("pdf", key)
            whole = whole and found in (None, content)
            cache.trim()
        return whole

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(run, range(4)))


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_entries_are_the_owners_alone_and_the_folder_says_what_it_is(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    cache.put("pdf", KEY, b"drawn")
    assert 0o700 == stat.S_IMODE(cache.folder.stat().st_mode)
    assert (cache.folder / "CACHEDIR.TAG").read_text(encoding="utf-8").startswith("Signature: 8a477f597d28d172")


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "c")
    cache.put("pdf", KEY, b"drawn")
    assert cache.get("pdf", KEY) is None
    cache.trim()


def test_the_usual_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert tmp_path / "energy-audit" == usual_folder()
