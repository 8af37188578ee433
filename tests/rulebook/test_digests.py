"""Digests of whole columns are those of ``hashlib``, whichever way they are taken."""

from __future__ import annotations

from hashlib import sha256

import polars as pl
import pytest

from energy_audit.rulebook.digests import digest_each, digests


@pytest.mark.parametrize("length", [1, 55, 56, 64, 1000])
def test_digests_are_the_first_digits_of_sha_256(length: int) -> None:
    texts = pl.Series("text", [f"{number}能耗"[:length].ljust(length, "x") for number in range(40)] + [""])
    expected = [sha256(text.encode()).hexdigest()[:16] for text in texts]
    assert digest_each(texts).to_list() == expected
    assert digests(texts).to_list() == expected
    assert digests(pl.concat([texts] * 3)).to_list() == expected * 3


def test_of_no_text_there_is_no_digest() -> None:
    assert digest_each(pl.Series("text", [], dtype=pl.String)).to_list() == []
