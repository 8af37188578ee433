"""What the findings of one rule say, as whole columns: message, evidence and the facts they rest on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message, said
from energy_audit.rulebook.messages import Filler
from energy_audit.rulebook.phrases import (
    digits_with_unit,
    escaped,
    exact,
    filled,
    grouped_column,
    is_grouped,
    with_grouped,
    with_unit,
)
from energy_audit.rulebook.places import NO_MEMBERS, first_place
from energy_audit.rulebook.scope import dtype_of
from energy_audit.rulebook.unknowns import Trace
from energy_audit.rulebook.wording import FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from energy_audit.catalogue import Language
    from energy_audit.rulebook.model import Rule, Rulebook, Text
    from energy_audit.vocabulary import Fact

NO_FACT = (":", "verdict.", "criterion.")
"""How columns begin that no cell of a filing holds."""

DAY = frozenset({"as_of"})
"""The fact that changes from one day to the next while the filing stays as it is."""

Part = str | pl.Expr


@dataclass(frozen=True)
class Stated:
    """What is said of rows: columns, and the numbers that ``with_grouped`` has to write for them."""

    numbers: Mapping[str, pl.Expr]
    columns: Sequence[pl.Expr]

    def on(self, rows: pl.DataFrame, *others: pl.Expr) -> pl.LazyFrame:
        """Give the columns, after some others; lazily, because then what a text needs in several places is worked out once."""
        return with_grouped(rows, self.numbers).select(*others, *self.columns)


@lru_cache(maxsize=1024)
def statements_of(rule: Rule, rulebook: Rulebook, language: Language) -> Statements:
    """Give what writes the findings of a rule, the same for each part of a batch."""
    return Statements(rule, rulebook, language)


class Statements:
    """Writes message, remedy and evidence of one rule in one language.

    What it has written for rows that lack the same is kept: the next part of a batch says it again.
    """

    def __init__(self, rule: Rule, rulebook: Rulebook, language: Language) -> None:
        self.rule = rule
        self.trace = Trace.of(rule, rulebook)
        self.rulebook = rulebook
        self.language = language
        self.filler = Filler(rulebook, language)
        self._written = lru_cache(maxsize=64)(self._write)

    @cached_property
    def shown(self) -> list[str]:
        """List the columns that messages, evidence and grounds need beyond what the conditions read."""
        texts = [text for text in (self.rule.message, self.rule.unknown) if text is not None]
        fields = [name for text in texts for name in FIELD.findall(text.of(self.language))]
        governing = [self.rule.governed_by] if self.rule.governed_by else []
        shown = (*fields, *self.message_fields, *self.rule.evidence, *governing)
        return [self.column_of(name.rstrip("!")) for name in shown]

    def column_of(self, name: str) -> str:
        """Give the column of a named field: a parameter is shown as the rule's kind reads it."""
        return self.rulebook.parameters[name[1:]].column(self.rule.kind) if name.startswith(":") else name

    def stated(self, rows: pl.DataFrame, unknown: Sequence[str] | None, place: Mapping[str, str]) -> Stated:
        """Give message, remedy, first step, evidence, file, sheet and cell of rows that all lack the same.

        What cannot be told accuses nobody: its remedy is to find out what is unknown, and no step follows from it.

        Args:
            rows: the rule's rows, with every column it reads or shows, as text too, and the places of its facts.
            unknown: the columns that kept the verdict open; None where the rule is breached.
            place: how the columns of a fact's place begin (``Placed``).
        """
        lacking = rows.null_count().row(0, named=True)
        known = frozenset(name for name, lacks in lacking.items() if lacks < rows.height)
        own = tuple((fact.name, place[fact.name]) for fact in self.facts if fact.name in place)
        also = also_column(self.rule) in rows.columns
        return self._written(None if unknown is None else tuple(unknown), known, own, also=also)

    def _write(
        self,
        unknown: tuple[str, ...] | None,
        known: frozenset[str],
        places: tuple[tuple[str, str], ...],
        *,
        also: bool,
    ) -> Stated:
        """Do ``stated`` for all rows that lack the same, whose facts have the same places, and that tell for others or not."""
        place = dict(places)
        names = list(dict.fromkeys((*(unknown or ()), *self.rule.evidence)))
        writer = _Writer(self, known, place)
        message = writer.breach() if unknown is None else writer.untold(unknown)
        told_too = [pl.col(also_column(self.rule))] if also else []
        remedy = [self.rule.remedy.of(self.language)] if unknown is None else writer.to_find_out(unknown)
        columns = [
            joined([*message, *told_too]).alias("message"),
            joined(remedy).alias("remedy"),
            pl.lit(self.rule.first_step if unknown is None else "").alias("first_step"),
            joined(writer.evidence(names)).alias("evidence"),
            *first_place([place[name] for name in names if name in place]),
        ]
        return Stated(writer.numbers, columns)

    @cached_property
    def message_fields(self) -> list[str]:
        """List the fields that the message of a breach shows; the same in each language."""
        return FIELD.findall(self.rule.message.of("zh"))

    @cached_property
    def read(self) -> set[str]:
        """Name the columns read by the conditions, and by criteria and rules of the same rows that they name."""
        items = self.trace.items.values()
        return {name for item in items for condition in item.conditions for name in condition.columns}

    @cached_property
    def facts(self) -> list[Fact]:
        """List the facts that may have to be shown with their cells."""
        names = dict.fromkeys((*sorted(self.read), *self.rule.evidence))
        return [self.rulebook.fact(name) for name in names if not name.startswith(NO_FACT)]

    def facts_text(self, rows: pl.DataFrame) -> pl.Expr:
        """Write what the finding rests on as JSON with sorted names: equal texts, equal facts.

        That is every value the conditions read, also by way of criteria, and every value the finding shows: who
        answered for 1,200 tons did not answer for 900, though the line is passed either way. The day of the check is
        no fact of the unit.
        """
        parts: list[Part] = []
        for name in sorted((self.read | self.shown_values) - DAY):
            parts += [f'{"," if parts else "{"}{json.dumps(name, ensure_ascii=False)}:"', self._exact(name, rows), '"']
        return joined([*parts, "}" if parts else "{}"])

    @cached_property
    def shown_values(self) -> set[str]:
        """Name the columns whose values the evidence and the message of a breach show."""
        return {self.column_of(name.rstrip("!")) for name in (*self.rule.evidence, *self.message_fields)}

    def _exact(self, name: str, rows: pl.DataFrame) -> Part:
        return "" if rows[name].null_count() == rows.height else pl.col(text_column(name)).fill_null("")


class _Writer:
    """Writes texts on rows of which the ``known`` columns hold a value somewhere.

    Args:
        statements: the rule.
        known: the columns that are not unknown throughout.
        place: how the columns of a fact's place begin, for facts that may have an address.
    """

    def __init__(self, statements: Statements, known: frozenset[str], place: Mapping[str, str]) -> None:
        self.statements = statements
        self.rule = statements.rule
        self.filler = statements.filler
        self.language = statements.language
        self.known = known
        self.place = place
        self.numbers: dict[str, pl.Expr] = {}
        """What was said with its thousands told apart (``with_grouped``)."""

    def breach(self) -> list[Part]:
        """Say what is wrong (``Filler.message``)."""
        return [self.filled(self.rule.message)]

    def untold(self, names: Sequence[str]) -> list[Part]:
        """Say what could not be told, and which unknown values it takes to tell (``Filler.unknown``)."""
        own_words = self.rule.unknown
        opening: Part = self.filler.opening_of(self.rule) if own_words is None else self.filled(own_words)
        # a rule's own words already say what to do
        ending = "" if own_words is not None else said("请补充后重新检查。", self.language)
        unknown, stop = (said(each, self.language) for each in (Message("未知："), Message("。")))
        return [opening, unknown, *self.listed(names), stop, ending]

    def to_find_out(self, names: Sequence[str]) -> list[Part]:
        """Say what has to be known before anything can be asked of anybody."""
        before, stop = (said(each, self.language) for each in (Message("先补齐或查清："), Message("。")))
        return [before, *self.listed(names), stop]

    def listed(self, names: Sequence[str]) -> list[Part]:
        """Name the values that kept the verdict open, one after the other."""
        comma = said("、", self.language)
        return [part for number, name in enumerate(names) for part in (comma if number else "", *self.called(name))]

    def filled(self, text: Text) -> pl.Expr:
        """Fill a text's named fields with values and units."""
        return filled(text.of(self.language), self.value, self.language)

    def value(self, name: str, text_after: str = "") -> pl.Expr:
        """Write a column's values with their unit, stored codes in words."""
        column = self.statements.column_of(name.replace("!", "")) if name.startswith(":") else name
        dtype = self.dtype(column)
        values = pl.col(column) if column in self.known else pl.lit(None, dtype)
        unit = self.filler.unit(name)
        if column in self.known and is_grouped(dtype, unit):
            written = text_column(column)
            self.numbers[column] = pl.col(written) if written in self.known else exact(values, dtype)
            return digits_with_unit(pl.col(grouped_column(column)), unit, self.language, text_after)
        return with_unit(self.said(name, values, dtype), dtype, unit, self.language, text_after)

    def said(self, name: str, values: pl.Expr, dtype: pl.DataType) -> pl.Expr:
        """Give stored codes and phrases in words."""
        words, phrases = self.filler.codes(name), self.filler.phrases(name)
        if phrases:
            return values.str.replace_many(list(phrases), list(phrases.values()))
        return values.replace(list(words), list(words.values())) if words and dtype == pl.String() else values

    def called(self, name: str) -> list[Part]:
        """Name what kept the verdict open, with its value where known and its cell where it has one (``Filler.called``)."""
        word = self.filler.name(name)
        if name in self.known and not name.startswith("verdict."):
            known = pl.concat_str(pl.lit(f"{word} "), self.value(name))
            otherwise = joined(self.lacking(name, word))
            return [pl.when(pl.col(name).is_not_null()).then(known).otherwise(otherwise), *self.where(name)]
        return [*self.lacking(name, word), *self.where(name)]

    def lacking(self, name: str, word: str) -> list[Part]:
        """Name an unknown value."""
        if name.startswith(":"):
            return [said("{name}（该日期没有可用的值）", self.language, name=word)]
        return [word]

    def where(self, name: str) -> list[Part]:
        """Name the cell, where there is one."""
        return [pl.col(f"{self.place[name]}.where")] if name in self.place else []

    def evidence(self, names: Sequence[str]) -> list[Part]:
        """Write values, units and cells as one JSON object."""
        parts: list[Part] = []
        for name in dict.fromkeys(name.rstrip("!") for name in names):
            unit = json.dumps(self.filler.unit(name), ensure_ascii=False)
            parts += [
                f'{"," if parts else "{"}{json.dumps(name, ensure_ascii=False)}:{{"value":',
                self.json_value(name),
            ]
            members = pl.col(f"{self.place[name]}.json") if name in self.place else NO_MEMBERS
            parts += [f',"unit":{unit},', members, "}"]
        return [*parts, "}" if parts else "{}"]

    def json_value(self, name: str) -> Part:
        """Write a value: numbers of the vocabulary's ``NUMBER`` as exact strings, unknown as null."""
        column = self.statements.column_of(name)
        if column not in self.known:
            return "null"
        dtype = self.dtype(column)
        text = pl.col(text_column(column))
        if not isinstance(dtype, (pl.Boolean, pl.Int64)):
            text = pl.concat_str(pl.lit('"'), text, pl.lit('"'))
        return text.fill_null("null")

    def dtype(self, column: str) -> pl.DataType:
        return dtype_of(column, self.statements.rulebook.vocabulary, self.statements.rulebook.parameters)


def around(language: Language) -> tuple[str, str]:
    """Give what stands before and after the address of a cell in a sentence."""
    return said(Message("（"), language), said(Message("）"), language)


def text_column(name: str) -> str:
    """Name the column that holds another's values as ``with_texts`` writes them."""
    return f"={name}"


def also_column(rule: Rule) -> str:
    """Name the column that says what a rule's finding tells for too."""
    return f"also.{rule.code}"


def with_texts(rows: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Add columns written exactly, as they stand in a JSON string; unknown stays null. Rules share what they show."""
    schema = rows.schema
    texts = {name: exact(pl.col(name), schema[name]) for name in names}
    return rows.with_columns(
        (escaped(text) if schema[name] == pl.String() else text).alias(text_column(name))
        for name, text in texts.items()
    )


def joined(parts: Iterable[Part]) -> pl.Expr:
    """Join texts and columns; texts that meet become one."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return pl.concat_str(
        pl.lit(part) if isinstance(part, str) else part for part in merged if not isinstance(part, str) or part
    )
