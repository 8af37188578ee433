"""One row a breached or cannot_tell verdict: what is wrong, where, on what ground, what to do.

Columns are those of the contract's ``findings``, ``facts_digest``, and in ``told_by`` the rule whose finding of the
same row tells for this one (``told_together``). A batch may have
millions, so they are written a rule at a time: rows that lack the same facts say the
same but for their values, and ``statements`` writes them as whole columns.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.also_told import also_told
from energy_audit.rulebook.bench import ADDRESS, ENTERPRISE_KEY, KEYS, keys_of_units
from energy_audit.rulebook.digests import digest_each, digests
from energy_audit.rulebook.first_rule import UNSURE, stopped
from energy_audit.rulebook.grounds import grounds_of
from energy_audit.rulebook.marks import fails, seat_items
from energy_audit.rulebook.places import CellsElsewhere, for_frames, with_places
from energy_audit.rulebook.statements import (
    Statements,
    also_column,
    around,
    statements_of,
    text_column,
    with_texts,
)
from energy_audit.rulebook.told_together import told_column

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from energy_audit.catalogue import Language
    from energy_audit.rulebook.addresses import Locator
    from energy_audit.rulebook.bench import Bench, BenchKey
    from energy_audit.rulebook.model import Rule, Rulebook
    from energy_audit.rulebook.places import Placed
    from energy_audit.vocabulary import Fact

FINDINGS_SCHEMA = pl.Schema(
    {
        "finding_id": pl.String(),
        "facts_digest": pl.String(),
        "rule": pl.String(),
        "rule_name": pl.String(),
        "kind": pl.String(),
        "severity": pl.String(),
        "verdict": pl.String(),
        "uscc": pl.String(),
        "report_year": pl.Int64(),
        "enterprise_name": pl.String(),
        "subject": pl.String(),
        "subject_key": pl.String(),
        "message": pl.String(),
        "evidence": pl.String(),
        "legal_basis": pl.String(),
        "legal_status": pl.String(),
        "confidence": pl.String(),
        "remedy": pl.String(),
        "first_step": pl.String(),
        "authority": pl.String(),
        "file": pl.String(),
        "sheet": pl.String(),
        "cell": pl.String(),
        "told_by": pl.String(),
    },
)
_NAME = "enterprise_name"
_ENTERPRISE, _POSITION, _KIND, _FACTS = "__enterprise", "__position", "__kind", "__facts"
_TOLD_BY = "__told_by"
_ALWAYS = (*KEYS, *ADDRESS, *(f"enterprise.{name}" for name in ADDRESS), _NAME, _ENTERPRISE, "@.file", "@.sheet")
_BY_PLACE = (*ENTERPRISE_KEY, *ADDRESS, *(f"enterprise.{name}" for name in ADDRESS))
_ROWS_AT_ONCE = 20_000
"""Unless a bench alone has more: values and where they stand take some KB a row."""
_WITHIN_A_RULE = ("subject_key", "file", "sheet", "cell", "facts_digest")


@dataclass(frozen=True)
class _Context:
    """What every finding of a batch shares; ``positions`` numbers the rules, ``halted`` are the units the first one stops."""

    rulebook: Rulebook
    benches: Mapping[BenchKey, Bench]
    as_of: dt.date
    cells: CellsElsewhere
    language: Language
    positions: Mapping[str, int]
    halted: pl.Series


def build_findings(
    rulebook: Rulebook,
    benches: Sequence[Bench],
    everything: Mapping[BenchKey, Bench],
    *,
    as_of: dt.date,
    locator: Locator | None,
    language: Language,
) -> pl.DataFrame:
    """Build the findings of some benches, ordered by uscc, report_year, rule, subject_key.

    Args:
        rulebook: the rules judged.
        benches: the judged benches, or the part of them to tell of.
        everything: all of them, for what rules see of other subjects.
        as_of: the day they were judged for.
        locator: finds cells; without one findings carry no addresses.
        language: of message and remedy.
    """
    context = _Context(
        rulebook,
        everything,
        as_of,
        CellsElsewhere(for_frames(locator), keys_of_units(everything).select(ENTERPRISE_KEY).drop_nulls()),
        language,
        {code: number for number, code in enumerate(sorted(rulebook.rules))},
        stopped(everything, rulebook),
    )
    failing = (each for bench in benches if (each := _failing_of(bench, context)) is not None)
    found = [part for alike in _alike(failing) for part in _of_alike(alike, context)]
    if not found:
        return FINDINGS_SCHEMA.to_frame()
    return _with_ids(pl.concat(found, rechunk=True).sort(_POSITION, maintain_order=True)).select(
        FINDINGS_SCHEMA.names()
    )


@dataclass(frozen=True)
class _Failing:
    """The rows of a bench that fail any rule, with everything that these rules read or show.

    Attributes:
        bench: the whole.
        some: which of its rows these are.
        failed: by column of a rule, which of these rows fail it.
        statements: of the rules that any row fails.
        seated: the rows.
        halted: whether any of them is of an enterprise-year that the first rule stops.
    """

    bench: Bench
    some: pl.Series
    failed: pl.DataFrame
    statements: Sequence[Statements]
    seated: pl.DataFrame
    halted: bool

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts that may have to be shown with their cells, by name."""
        return {fact.name: fact for each in self.statements for fact in each.facts}

    @property
    def texts(self) -> list[str]:
        """The columns whose values are written."""
        names = (name for each in self.statements for name in sorted(each.read | each.shown_values))
        return list(dict.fromkeys((*names, *([UNSURE] if self.halted else []))))

    @property
    def addressed(self) -> list[str]:
        """The columns by which the cells of the rows are found."""
        return [name for name in _BY_PLACE if name in self.seated.columns]


def _failing_of(bench: Bench, context: _Context) -> _Failing | None:
    marked = [name for name in bench.marks.columns if name.startswith("verdict.")]
    if not marked:
        return None
    failed = bench.marks.select(fails(marked).fill_null(value=False))
    rules = [context.rulebook.rules[name.removeprefix("verdict.")] for name in marked if failed[name].any()]
    if not rules:
        return None
    some = failed.select(pl.any_horizontal(pl.all())).to_series()
    failing, failed = bench.where(some), failed.filter(some)
    statements = [statements_of(rule, context.rulebook, context.language) for rule in rules]
    items = {item.column: item for each in statements for item in each.trace.items.values()}
    shown = [*(name for each in statements for name in each.shown), *_name_if_known(context.rulebook)]
    seated = seat_items(failing, list(items.values()), context.benches, context.rulebook, context.as_of, also=shown)
    marks = [name for rule in rules for name in (rule.column, told_column(rule)) if name in failing.marks.columns]
    seated = seated.with_columns(*failing.marks.select(marks), failing.unit.alias(_ENTERPRISE))
    return _Failing(bench, some, failed, statements, seated, bool(failing.unit.is_in(context.halted.implode()).any()))


def _alike(failing: Iterable[_Failing]) -> Iterator[list[_Failing]]:
    """Put benches together whose rules read and show the same, as those of most documents do, to a number of rows."""
    waiting: dict[tuple[object, ...], list[_Failing]] = {}
    rows: Counter[tuple[object, ...]] = Counter()
    for each in failing:
        shape = (each.bench.key.subject, tuple(each.facts), tuple(each.texts), tuple(each.addressed))
        if shape in waiting and rows[shape] + each.seated.height > _ROWS_AT_ONCE:
            yield waiting.pop(shape)
            rows[shape] = 0
        waiting.setdefault(shape, []).append(each)
        rows[shape] += each.seated.height
    yield from waiting.values()


def _of_alike(alike: Sequence[_Failing], context: _Context) -> Iterator[pl.DataFrame]:
    """Find for all of some benches at once where their facts stand, and write their values; then tell each rule's findings."""
    first, *_ = alike
    needed = list(dict.fromkeys((*first.addressed, *first.texts)))
    rows = pl.concat(each.seated[needed] for each in alike)
    placed = with_places(rows, first.facts.values(), first.bench.key.subject, context.cells, around(context.language))
    gained = with_texts(placed.rows, first.texts).drop(needed)
    done = 0
    for each in alike:
        own = each.seated.hstack(gained.slice(done, each.seated.height)).with_columns(_told_too(each, context))
        done += own.height
        for statements in each.statements:
            yield _of_rule(statements, replace(placed, rows=own), each.failed[statements.rule.column], context)


def _told_too(failing: _Failing, context: _Context) -> Iterator[pl.Series]:
    """Name what findings tell for too, by their rules' columns of ``also_column``."""
    whole = context.benches[failing.bench.key]
    tellers = {code for each in context.rulebook.rules.values() for code in each.told_by}
    rules = [each.rule for each in failing.statements]
    chosen = [rule for rule in rules if rule.code in tellers]
    seen = whole.where(failing.some) if chosen else whole
    for rule in chosen:
        named = also_told(rule, seen, context.rulebook, context.language)
        if named is not None:
            yield named.alias(also_column(rule))


def _name_if_known(rulebook: Rulebook) -> list[str]:
    return [_NAME] if _NAME in rulebook.vocabulary else []


def _of_rule(statements: Statements, placed: Placed, failed: pl.Series, context: _Context) -> pl.DataFrame:
    """Write the findings of one rule, in the contract's order where an enterprise-year has several."""
    rule = statements.rule
    rows = _rows_of(statements, placed, failed)
    kinds, unknown = statements.trace.sorted_out(rule, rows)
    by_row = told_column(rule) in rows.columns
    told_by: pl.Expr = pl.col(told_column(rule)) if by_row else pl.lit(None, dtype=pl.String)
    halted, first = rows[_ENTERPRISE].is_in(context.halted.implode()), context.rulebook.first
    if first is not None and not rule.comes_first and halted.any():
        # what its conditions lack does not matter: of these rows nothing can be told
        kinds = kinds.zip_with(~halted, pl.Series([len(unknown)], dtype=kinds.dtype))
        unknown = [*unknown, (UNSURE,)]
        told_by = pl.when(pl.lit(halted)).then(pl.lit(first.code)).otherwise(told_by)
    facts = rows.with_columns(statements.facts_text(rows).alias(_FACTS))[_FACTS]
    rows = rows.with_columns(
        kinds.alias(_KIND),
        digests(facts).alias("facts_digest"),
        told_by.alias(_TOLD_BY),
        *grounds_of(rule, rows, context.rulebook),
        (pl.col(_ENTERPRISE).cast(pl.UInt64) * len(context.positions) + context.positions[rule.code]).alias(_POSITION),
    )
    parts = rows.partition_by(_KIND) if len(unknown) > 1 else [rows]
    columns = _columns(rule, has_name=_NAME in rows.columns)
    said = [statements.stated(part, unknown[part[_KIND][0]], placed.place).on(part, *columns) for part in parts]
    found = pl.concat(part.collect() for part in said)
    is_single = found[_POSITION].n_unique() == found.height
    return found if is_single else found.sort(_POSITION, *_WITHIN_A_RULE, nulls_last=True)


def _rows_of(statements: Statements, placed: Placed, failed: pl.Series) -> pl.DataFrame:
    """Give the rows that fail the rule, with the columns it needs."""
    rule = statements.rule
    governing = [statements.rulebook.parameters[name].governed_by for name in rule.parameters] + [rule.governed_by]
    named = {*statements.read, *statements.shown, *statements.shown_values}
    marks = (rule.column, told_column(rule), also_column(rule))
    wanted = {*named, *map(text_column, (*named, UNSURE)), *governing, *_ALWAYS, *marks}
    wanted |= placed.columns_of(statements.facts)
    rows = placed.rows[[name for name in placed.rows.columns if name in wanted]]
    return rows if failed.all() else rows.filter(failed)


def _columns(rule: Rule, *, has_name: bool) -> list[pl.Expr]:
    """List the contract's columns that are the same whatever is unknown, but for the id."""
    alike = {
        "rule": rule.code,
        "rule_name": rule.name,
        "kind": rule.kind,
        "severity": rule.severity,
        "subject": rule.subject,
        "authority": rule.authority,
    }
    taken = ("facts_digest", "uscc", "report_year", "subject_key", "legal_basis", "legal_status", "confidence")
    return [
        pl.col(_POSITION, *taken),
        *(pl.lit(text).alias(name) for name, text in alike.items()),
        pl.col(rule.column).cast(pl.String).alias("verdict"),
        pl.col(_NAME) if has_name else pl.lit(None, dtype=pl.String).alias(_NAME),
        pl.col(_TOLD_BY).alias("told_by"),
    ]


def _with_ids(frame: pl.DataFrame) -> pl.DataFrame:
    """Name each finding by rule and subject; a subject filed twice gets a number from its second row on."""
    key = ("rule", "uscc", "report_year", "subject", "subject_key")
    text = pl.concat_str((pl.col(name).cast(pl.String).fill_null("") for name in key), separator="|")
    texts = frame.select(_POSITION, "subject_key", text=text)
    # the rows of one subject stand together: they are in the contract's order
    again = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in (_POSITION, "subject_key"))
    row = pl.int_range(pl.len())
    turn = row - pl.when(~again | (row == 0)).then(row).forward_fill()
    if texts.select((turn > 0).any()).item():
        numbered = pl.concat_str("text", pl.lit("|"), (turn + 1).cast(pl.String))
        texts = texts.select(text=pl.when(turn == 0).then("text").otherwise(numbered))
    return frame.with_columns(digest_each(texts["text"]).alias("finding_id"))
