"""Report years as people type them: read where only one year can be meant, and never guessed.

A number cell of 2025 that has the format of a day shows one of July 1905, and a day that begins or ends a year is often
typed for the year. Any other day is not: that of the filing lies in the year after.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_CHINESE: Final = {**dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True)), "O": "0", "o": "0"}
_IN_CHINESE: Final = f"^[{''.join(_CHINESE)}0-9]{{4}}$"
_AROUND: Final = r"^[(\[]|[)\]]$"
_AFTER: Final = "(?:年度|年份|年)$"
_WHOLE_YEAR: Final = r"^(\d{4})(?:年|[-./])0?1(?:月|[-./])?(?:0?1日?)?(?:-|—+|–|~|至|到)(?:(\d{4})(?:年|[-./]))?12(?:月|[-./])?(?:31日?)?$"
_DAY: Final = r"^(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?(?:[T]?\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?$"
_EARLIEST, _LATEST = 1990, 2100
"""Numbers that a cell with the format of a day is taken to hold as a year."""


def plain_year(text: pl.Expr) -> pl.Expr:
    """Write a year in digits, where a text means one for certain; any other text stays.

    Args:
        text: half-width and stripped.
    """
    close = text.str.replace_all(r"\s", "").str.replace_all(_AROUND, "")
    named = close.str.replace(_AFTER, "")
    in_chinese = pl.when(named.str.contains(_IN_CHINESE)).then(
        named.str.replace_many(list(_CHINESE), list(_CHINESE.values()))
    )
    of_year = pl.when(named.str.contains(r"^\d+(?:\.\d+)?$")).then(named)
    return pl.coalesce(of_year, in_chinese, _of_whole_year(close), _of_day(close), text)


def _of_whole_year(text: pl.Expr) -> pl.Expr:
    """Read ``2025年1-12月`` and ``2025.1.1-2025.12.31``."""
    ends = text.str.extract_groups(_WHOLE_YEAR)
    first, last = ends.struct[0], ends.struct[1]
    return pl.when(last.fill_null(first) == first).then(first)


def _of_day(text: pl.Expr) -> pl.Expr:
    """Read the first and the last day of a year, and a number that only looks like a day."""
    parts = text.str.extract_groups(_DAY)
    month, day = (parts.struct[number].str.zfill(2) for number in (1, 2))
    written = pl.concat_str(parts.struct[0], month, day, separator="-").str.to_date("%Y-%m-%d", strict=False)
    number = (written - pl.date(1899, 12, 30)).dt.total_days()
    return (
        pl.when(pl.concat_str(month, day).is_in(["0101", "1231"]))
        .then(parts.struct[0])
        .when(number.is_between(_EARLIEST, _LATEST))
        .then(number.cast(pl.String))
    )
