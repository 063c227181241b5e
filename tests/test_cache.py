"""The cache: what was put is got, or nothing; never what is damaged, never more than its limit."""

from __future__ import annotations

import multiprocessing
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.cache import Cache, key_of
from report.errors import ArchiveError


def entry(cache: Cache, key: str) -> Path:
    """The file of an entry."""
    return cache.folder / key[:2] / key[2:]


def test_what_was_put_is_got(tmp_path: Path) -> None:
    """A key gives its own bytes, the empty ones too, and an unknown key gives nothing."""
    cache = Cache(tmp_path / "cache")
    for content in (b"", b"one", bytes(100_000)):
        cache.put(key_of(content), content)
        assert cache.get(key_of(content)) == content
    assert cache.get(key_of("unknown")) is None
    assert cache.usage().entries == 3


def test_nothing_is_made_before_the_first_entry(tmp_path: Path) -> None:
    """Asking, counting, trimming and clearing leave no folder behind."""
    cache = Cache(tmp_path / "cache")
    assert cache.get(key_of("a")) is None
    assert (cache.usage().entries, cache.trim(), cache.clear().entries) == (0, 0, 0)
    assert not cache.folder.exists()


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_keys_tell_parts_apart(some: list[str], others: list[str]) -> None:
    """Different lists of parts have different keys, wherever one part ends and the next begins."""
    assert (key_of(*some) == key_of(*others)) == (some == others)


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "another's"])
def test_a_damaged_entry_is_never_served(damage: str, tmp_path: Path) -> None:
    """Whatever happened to its file, a damaged entry is counted, gone, and can be put anew."""
    cache = Cache(tmp_path)
    key, other = key_of("one"), key_of("other")
    cache.put(key, b"the right bytes")
    cache.put(other, b"other bytes")
    place = entry(cache, key)
    good = place.read_bytes()
    damaged = {
        "cut": good[:-1],
        "changed": good[:-1] + b"X",
        "emptied": b"",
        "another's": entry(cache, other).read_bytes(),
    }
    place.write_bytes(damaged[damage])
    assert cache.get(key) is None
    assert cache.damaged == 1
    assert not place.exists()
    cache.put(key, b"the right bytes")
    assert cache.get(key) == b"the right bytes"
    assert cache.damaged == 1


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    """Over the limit, entries are removed in the order of their last use, and no more than needed."""
    cache = Cache(tmp_path, limit=3 * 1032)
    keys = [key_of(str(number)) for number in range(4)]
    for age, key in enumerate(keys):
        cache.put(key, bytes(1000))
        os.utime(entry(cache, key), (age, age))
    assert cache.get(keys[0]) is not None  # the oldest is used again
    assert cache.trim() == 1
    assert [cache.get(key) is not None for key in keys] == [True, False, True, True]
    assert cache.usage().size <= cache.limit
    assert cache.trim() == 0


def test_what_a_killed_process_left_is_trimmed(tmp_path: Path) -> None:
    """A file that was never moved into its place counts, is never served, and goes when it is old."""
    cache = Cache(tmp_path, limit=1500)
    key = key_of("a")
    left = entry(cache, key).with_name(f".{key[2:]}.0badf00d")
    left.parent.mkdir()
    left.write_bytes(bytes(1000))
    os.utime(left, (0, 0))
    assert cache.get(key) is None
    cache.put(key, bytes(1000))
    assert cache.trim() == 1
    assert not left.exists()
    assert cache.get(key) == bytes(1000)


def test_clear_removes_everything(tmp_path: Path) -> None:
    """After clearing there are no entries, and what was removed is told."""
    cache = Cache(tmp_path)
    cache.put(key_of("a"), b"12345678")
    assert cache.clear().entries == 1
    assert cache.usage().size == 0
    assert cache.get(key_of("a")) is None


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is an error with its name, and not a missing entry."""
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    with pytest.raises(ArchiveError, match=re.escape(str(tmp_path / "cache"))):
        cache.put(key_of("a"), b"")
    with pytest.raises(ArchiveError, match=re.escape(str(tmp_path / "cache"))):
        cache.get(key_of("a"))


def _put_and_get(folder: Path, rounds: int) -> None:
    cache = Cache(folder, limit=4000)
    for number in range(rounds):
        content = bytes([number % 7]) * 1000
        cache.put(key_of(content), content)
        assert cache.get(key_of(content)) in (content, None)
        if number % 5 == 0:
            cache.trim()
    assert cache.damaged == 0


def test_processes_share_a_cache(tmp_path: Path) -> None:
    """Processes that put, get and trim the same keys at once never meet a damaged entry."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_put_and_get, args=(tmp_path, 300)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
