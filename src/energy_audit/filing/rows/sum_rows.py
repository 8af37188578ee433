"""Rows that only add up the rows above them: 小计, 合计, 总计. They are said and listed, never counted again.

Where nothing stands above it, such a row is all there is, and stays; that of a list of units may stand first. Among energies a total has a row of its own
(code 40) and coal may be filed as 煤合计, so there only the nameless 小计 is a mere sum, and a 合计 in the place of the site of a
row of no energy; but who files is never a 合计, so that in a list of many units (全市合计, 合计（30家）) the word in the place of
code or name is one in every table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, problems_where
from energy_audit.filing.values.sum_words import UNITS_SUM
from energy_audit.filing.values.words import among

if TYPE_CHECKING:
    from energy_audit.filing.schema import Table
    from energy_audit.filing.values.words import Words

Text = TypeVar("Text", pl.Series, pl.Expr)

_OF_ENERGIES = frozenset({"energy_consumption", "energy_conversion"})
_BESIDE_NAMES = frozenset({"seq", "category", "product_code", "energy_code"})
"""Columns left of the name, where the word may stand as well."""

_PART = r"^(?:本页|本表|以上|分项)?小计[:：]?$"
_SUM = r"^(?:本页|本表|以上|分项|全厂|全部|项目|设备)?(?:小计|合计|总计|共计|累计)[:：]?$"

_OF_UNITS = frozenset({"uscc", "enterprise_name"})
_SITE = "site"
_NAMES_OF_ENERGIES = ("energy_code", "energy_name")


def without_sum_rows(
    raw: pl.DataFrame, table: Table, words: Words, plain: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Take the rows out that only sum others.

    Args:
        raw: ``source``, ``row`` and columns of the table, as filed.
        table: which table it is.
        words: the distinct texts of its columns.
        plain: ``first_plain_rows`` of its sources, where ``raw`` is only a part of them.

    Returns:
        The rest; the rows taken out; a warning for each, at the cell that says so.
    """
    said = _said(table, words)
    if not said:
        return raw, raw.clear(), joined([])
    marked = _marked(raw, table, said)
    firsts = _firsts(marked) if plain is None else plain
    first = pl.col("source").replace_strict(firsts["source"], firsts["row"], default=None, return_dtype=pl.UInt32)
    of_units = pl.col("_at").is_in(_OF_UNITS) & first.is_not_null()
    marked = marked.with_columns(_at=pl.when((pl.col("row") > first) | of_units).then("_at"))
    sums = marked.filter(pl.col("_at").is_not_null())
    # a sum whose code is 合计 is of no unit
    named = sums.with_columns(of_nobody(pl.col(key)).alias(key) for key in ("uscc",) if key in sums.columns)
    warnings = [
        problems_where(
            named.with_columns(_value=sums[key]),
            pl.col("_at") == key,
            FilingProblem.SUM_ROW,
            table=table.key,
            column=key,
            value=pl.col("_value"),
        )
        for key in said
    ]
    return marked.filter(pl.col("_at").is_null()).drop("_at"), sums.drop("_at"), joined(warnings)


def of_nobody(codes: pl.Expr) -> pl.Expr:
    """Leave of the codes of sums those that are codes: 合计 is none."""
    return pl.when(~_plain(codes).str.contains(UNITS_SUM)).then(codes)


def first_plain_rows(raw: pl.DataFrame, table: Table, words: Words) -> pl.DataFrame:
    """Return ``source`` and the first ``row`` of each that does not say it is a sum; a source without any is left out."""
    return _firsts(_marked(raw, table, _said(table, words)))


def _firsts(marked: pl.DataFrame) -> pl.DataFrame:
    return marked.filter(pl.col("_at").is_null()).group_by("source").agg(pl.col("row").min())


def _marked(raw: pl.DataFrame, table: Table, said: Words) -> pl.DataFrame:
    """Add ``_at``, the column in which a row says that it is a sum."""
    sums = {key: pl.col(key).is_in(texts.implode()) for key, texts in said.items()}
    if table.key in _OF_ENERGIES and _SITE in said:  # the 合计 of an energy is the whole of its sites
        named = (pl.col(key).str.strip_chars() != "" for key in _NAMES_OF_ENERGIES if key in raw.columns)
        nameless = ~pl.any_horizontal(pl.lit(value=False), *named).fill_null(value=False)
        parts = said[_SITE].filter(_plain(said[_SITE]).str.contains(_PART))
        sums[_SITE] = pl.col(_SITE).is_in(parts.implode()) | (sums[_SITE] & nameless)
    at = [pl.when(sum_here).then(pl.lit(key)) for key, sum_here in sums.items()]
    return raw.with_columns(_at=pl.coalesce(at) if at else pl.lit(None, pl.String))


def _said(table: Table, words: Words) -> dict[str, pl.Series]:
    """Return by column the texts that say of a row that it is a sum; a column without any is left out."""
    likely = among({key: words[key] for key in _word_columns(table) if key in words}, _may_be_a_sum)
    found = {key: texts.filter(_plain(texts).str.contains(_pattern(table, key))) for key, texts in likely.items()}
    return {key: texts for key, texts in found.items() if texts.len()}


def _plain(texts: Text) -> Text:
    return texts.str.normalize("NFKC").str.replace_all(r"\s", "")


def _pattern(table: Table, key: str) -> str:
    if key in _OF_UNITS:
        return UNITS_SUM
    return _PART if table.key in _OF_ENERGIES and key != _SITE else _SUM


def _may_be_a_sum(texts: pl.Series) -> pl.Series:
    """Tell the few texts with the letter that every word for a sum has; no other letter is a wide or narrow form of it."""
    return texts.str.contains("计", literal=True)


def _word_columns(table: Table) -> list[str]:
    """The columns that say what a row is of."""
    return [
        column.key
        for column in table.columns
        if column.key in _BESIDE_NAMES or (column.kind != "number" and (column.key_part or column.required))
    ]
