"""What can be wrong with a filing, and how it is said.

A problem names the file, the sheet, the cell, the value and what to do. Its kind
has a code that stays, a severity and one sentence in each language. Other layers
add kinds of their own: an enum that extends ``ProblemKind``.
"""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem_kind import ProblemKind, Severity
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from energy_audit.catalogue import Language

__all__ = [
    "LONGEST_VALUE",
    "MARKED",
    "NO_PROBLEMS",
    "PROBLEM_SCHEMA",
    "FilingProblem",
    "ProblemKind",
    "Severity",
    "conformed",
    "in_language",
    "joined",
    "marked",
    "problems_where",
    "said",
    "unmarked",
]

PROBLEM_SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "sheet": pl.String(),
    "cell": pl.String(),
    "table": pl.String(),
    "column": pl.String(),
    "code": pl.String(),
    "severity": pl.String(),
    "value": pl.String(),
    "message": pl.String(),
    "detail": pl.String(),
    "source": pl.UInt32(),
    "row": pl.UInt32(),
    "uscc": pl.String(),
    "report_year": pl.Int64(),
}
"""``detail`` is the changing part of the message, so that it can be said in another language; see ``marked``."""

NO_PROBLEMS: Final = pl.DataFrame(schema=PROBLEM_SCHEMA)

LONGEST_VALUE = 120
"""A longer value is cut in a problem; the file still holds it."""


MARKED: Final = r"⟦[^|⟧]*\|[^⟧]*⟧"
"""Words within a detail, as ``marked`` writes them."""

_NO_MARKS = str.maketrans("|⟦⟧", "¦［］")
"""What a value must not hold that travels in a mark."""


def marked(text: str | Message, **values: object) -> str:
    """Mark words of a detail as a text of the catalogue, so that message and detail can be said in any language.

    Values for its named fields travel with it.
    """
    message = text if isinstance(text, Message) else Message(text)
    told = [f"{name}={value}".translate(_NO_MARKS) for name, value in values.items()]
    return f"⟦{'|'.join((message.context, message.zh, *told))}⟧"


def unmarked(detail: str, language: Language) -> str:
    """Say the marked words of a detail."""
    return re.sub(MARKED, lambda mark: _said(mark[0], language), detail)


@lru_cache(maxsize=1024)
def _said(mark: str, language: Language) -> str:
    context, zh, *values = mark[1:-1].split("|")
    return Message(zh, context).of(language, **dict(value.split("=", 1) for value in values))


def problems_where(
    frame: pl.DataFrame,
    where: pl.Expr,
    kind: ProblemKind,
    *,
    table: str,
    column: str = "",
    value: pl.Expr | None = None,
    detail: pl.Expr | str = "",
) -> pl.DataFrame:
    """Say of every row of ``frame`` where ``where`` is true that it has a problem of ``kind``.

    Args:
        frame: typed rows with ``source`` and ``row``; ``uscc`` and ``report_year`` are used if there.
        where: a null counts as false.
        kind: what is wrong.
        table: key of the table.
        column: key of the column; empty where the whole row is meant.
        value: what the cell holds; by default the column's own value.
        detail: the changing part of the sentence.

    Returns:
        A frame of ``PROBLEM_SCHEMA`` with file, sheet and cell still null; ``located`` fills them.
    """
    if frame.is_empty():
        return NO_PROBLEMS
    own = pl.col(column).cast(pl.String) if column in frame.columns else pl.lit("")
    told = detail if isinstance(detail, pl.Expr) else pl.lit(detail)
    hits = (
        frame.lazy()
        .filter(where.fill_null(value=False))
        .select(
            table=pl.lit(table),
            column=pl.lit(column),
            value=(own if value is None else value).cast(pl.String).fill_null("").str.slice(0, LONGEST_VALUE),
            detail=told.cast(pl.String).fill_null(""),
            source=pl.col("source"),
            row=pl.col("row"),
            **{
                key: (pl.col(key) if key in frame.columns else pl.lit(None)).cast(PROBLEM_SCHEMA[key], strict=False)
                for key in ("uscc", "report_year")
            },
        )
        .collect()
    )
    if hits.is_empty():
        return NO_PROBLEMS
    known = {"table": TABLES[table].sheet if table in TABLES else table, "column": _heading(table, column)}
    return _said_of(hits, kind, known if isinstance(detail, pl.Expr) else {**known, "detail": unmarked(detail, "zh")})


def said(partial: pl.DataFrame, kind: ProblemKind) -> pl.DataFrame:
    """Complete frames that hold some columns of ``PROBLEM_SCHEMA`` with kind and message."""
    return _said_of(partial, kind, {})


def _said_of(partial: pl.DataFrame, kind: ProblemKind, known: Mapping[str, str]) -> pl.DataFrame:
    message = _spoken(partial, kind.sentence("zh"), "zh", known)
    spoken = {"code": pl.lit(kind.code), "severity": pl.lit(kind.severity), "message": message}
    own = {name: pl.col(name) for name in partial.columns}
    return partial.select(_conforming({**own, **spoken}))


def conformed(partial: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame to the columns and types of ``PROBLEM_SCHEMA``; what is absent is null."""
    return partial.select(_conforming({name: pl.col(name) for name in partial.columns}))


def _conforming(told: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    return [told.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in PROBLEM_SCHEMA.items()]


def joined(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Put problem frames together."""
    found = [part for part in parts if part.height]
    return pl.concat(found) if found else NO_PROBLEMS


def in_language(problems: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Say every message anew in another language; details keep their marks. Kinds of all layers are known."""
    parts = []
    kinds = {kind.code: kind for family in ProblemKind.__subclasses__() for kind in family}
    indexed = problems.with_row_index("_order")
    for (code,), part in indexed.group_by("code", maintain_order=True):
        kind = kinds.get(str(code))
        parts.append(part.with_columns(message=_spoken(part, kind.sentence(language), language)) if kind else part)
    return pl.concat(parts).sort("_order").drop("_order") if parts else problems


_FIELD = re.compile(r"\{(value|column|table|detail)\}")


def _spoken(frame: pl.DataFrame, sentence: str, language: Language, known: Mapping[str, str] | None = None) -> pl.Expr:
    """Fill the fields of a sentence, vectorised.

    Args:
        frame: the problems.
        sentence: with its fields.
        language: of the sentence.
        known: by field, what it says of every problem; the others are looked up.
    """
    said_of_all = known or {}
    pieces = _FIELD.split(sentence)
    words = [
        pl.lit(piece if index % 2 == 0 else said_of_all[piece])
        if index % 2 == 0 or piece in said_of_all
        else _field(piece, frame, language)
        for index, piece in enumerate(pieces)
        if piece or index % 2
    ]
    return pl.concat_str(words)


def _field(name: str, frame: pl.DataFrame, language: Language) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit("")
    if name == "table":
        return pl.col("table").replace({key: table.sheet for key, table in TABLES.items()}).fill_null("")
    if name == "column":
        pairs = frame.select("table", "column").unique().rows()
        chains = [
            ((pl.col("table") == table) & (pl.col("column") == column), _heading(table, column))
            for table, column in pairs
            if table and column
        ]
        start: pl.Expr = pl.col("column").fill_null("")
        return reduce(lambda other, pair: pl.when(pair[0]).then(pl.lit(pair[1])).otherwise(other), chains, start)
    return _without_marks(frame, language).fill_null("") if name == "detail" else pl.col(name).fill_null("")


def _without_marks(frame: pl.DataFrame, language: Language) -> pl.Expr:
    """Say the marked words of the details; each different one is looked up once."""
    marks = frame.select(pl.col("detail").str.extract_all(MARKED).explode().drop_nulls().unique())["detail"].to_list()
    return (
        pl.col("detail").str.replace_many(marks, [_said(mark, language) for mark in marks])
        if marks
        else pl.col("detail")
    )


def _heading(table: str, column: str) -> str:
    known = TABLES.get(table)
    names = {item.key: item.name_zh for item in known.columns} if known else {}
    return names.get(column, column)
