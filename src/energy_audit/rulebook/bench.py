"""Where rules sit down with facts: one bench a subject, with every column its conditions name.

Verdicts stay wide, one small enum column a rule: a hundred rules over half a
million enterprises are 50 MB, while the long form would be 50 million rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

import polars as pl

from energy_audit.rulebook.model import KEY_FACTS, Criterion, Rule, Rulebook
from energy_audit.rulebook.parameters import parameter_column
from energy_audit.rulebook.scope import dtype_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from energy_audit.rulebook.model import Parameter
    from energy_audit.vocabulary import Subject

ENTERPRISE_KEY = ("uscc", "report_year")
KEYS = (*ENTERPRISE_KEY, "subject_key")
ADDRESS = ("source", "row")


class FactTables(Protocol):
    """Fact tables by subject (``energy_audit.facts.Facts``).

    Columns: uscc, report_year, subject_key, source, row, and facts; a fact that
    is missing counts as unknown.
    """

    @property
    def frames(self) -> Mapping[Subject, pl.DataFrame]:
        """One frame a subject; a subject without rows may be missing."""


@dataclass(frozen=True)
class BenchKey:
    """A subject, or the rows of one document."""

    subject: Subject
    document: str = ""


ENTERPRISE = BenchKey("enterprise")


def bench_of(item: Rule | Criterion) -> BenchKey:
    """Tell where an item is judged."""
    return BenchKey(item.subject, item.document if isinstance(item, Rule) else "")


@dataclass(frozen=True)
class Bench:
    """Rows of one subject and what was judged on them.

    ``facts`` holds keys, address and facts; ``marks`` one column an item judged
    (``verdict.CODE`` as an enum, ``criterion.NAME`` as a boolean), row by row the
    same. ``index`` places the rows in the subject's whole frame; ``unit`` numbers their
    enterprise-years over all benches, in the order of uscc and report_year.
    """

    key: BenchKey
    facts: pl.DataFrame
    index: pl.Series
    unit: pl.Series
    marks: pl.DataFrame

    def where(self, mask: pl.Series) -> Bench:
        """Return the bench with some of its rows."""
        return self._each(lambda part: part.filter(mask), lambda part: part.filter(mask))

    def slice(self, start: int, length: int) -> Bench:
        """Return the bench with the rows of a stretch, without copying them."""
        return self._each(lambda part: part.slice(start, length), lambda part: part.slice(start, length))

    def by_unit(self) -> Bench:
        """Return the bench with its rows in the order of their enterprise-years."""
        if self.unit.is_sorted():
            return self
        order = self.unit.to_frame("unit").with_row_index("at").sort("unit", maintain_order=True)["at"]
        return self._each(lambda part: part[order], lambda part: part.gather(order))

    def placed_in(self, whole: Bench) -> Bench:
        """Return the bench with its index counted in ``whole``, which holds all its rows and some more of its subject."""
        return replace(self, index=whole.rows_by_index.gather(self.index))

    @cached_property
    def rows_by_index(self) -> pl.Series:
        """The row here of each row of the subject's whole frame, as far as any is here; null where it is not."""
        last = cast("int | None", self.index.max())
        rows = pl.repeat(None, 0 if last is None else last + 1, dtype=pl.UInt32, eager=True)
        return rows.scatter(self.index, pl.int_range(len(self.index), dtype=pl.UInt32, eager=True))

    def with_marks(self, marks: pl.DataFrame) -> Bench:
        """Return the bench with more columns judged."""
        return self.having(self.marks.hstack(marks))

    @cached_property
    def places(self) -> pl.Series:
        """The first row of each enterprise-year, by its number; null where there is none, and at the end for all later ones."""
        last = cast("int | None", self.unit.max())
        places = pl.repeat(None, 1 if last is None else last + 2, dtype=pl.UInt32, eager=True)
        first = self.unit.is_first_distinct()
        return places.scatter(self.unit.filter(first), first.arg_true())

    def having(self, marks: pl.DataFrame) -> Bench:
        """Return the bench with other marks."""
        return replace(self, marks=marks)

    def _each(
        self, of_frame: Callable[[pl.DataFrame], pl.DataFrame], of_series: Callable[[pl.Series], pl.Series]
    ) -> Bench:
        return Bench(self.key, of_frame(self.facts), of_series(self.index), of_series(self.unit), of_frame(self.marks))


def lay_benches(keys: Iterable[BenchKey], facts: FactTables) -> dict[BenchKey, Bench]:
    """Give every bench its rows: all of the subject, or those of its document."""
    ordered = sorted(keys, key=lambda key: (key.subject, key.document))
    subjects = dict.fromkeys(key.subject for key in ordered)
    frames = {subject: _keyed(facts.frames.get(subject)) for subject in subjects}
    stretches = {subject: _by_document(frame) for subject, frame in frames.items()}
    units = _units_of({name: [frame.slice(*at) for at in stretches[name].values()] for name, frame in frames.items()})
    whole = {
        subject: Bench(
            BenchKey(subject),
            frame,
            pl.int_range(frame.height, dtype=pl.UInt32, eager=True),
            units[subject],
            pl.DataFrame(height=frame.height),
        )
        for subject, frame in frames.items()
    }
    return {
        key: replace(whole[key.subject].slice(*stretches[key.subject].get(key.document, (0, 0))), key=key)
        if key.document
        else whole[key.subject]
        for key in ordered
    }


def _by_document(frame: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """At which row those of each document begin, and how many they are; all rows are those of "" where there are no documents."""
    if "document_id" not in frame.columns:
        return {"": (0, frame.height)}
    runs = frame["document_id"].rle().struct.unnest().with_columns(end=pl.col("len").cum_sum())
    return {str(document): (end - count, count) for count, document, end in runs.iter_rows()}


def keys_of_units(benches: Mapping[BenchKey, Bench]) -> pl.DataFrame:
    """Give ``unit``, uscc and report_year of every enterprise-year of the benches, in their order."""
    known = pl.DataFrame(schema={"unit": pl.UInt32(), **{name: KEY_FACTS[name].dtype for name in ENTERPRISE_KEY}})
    last = max((cast("int", bench.unit.max()) for bench in benches.values() if len(bench.unit)), default=-1)
    for key, bench in sorted(benches.items(), key=lambda pair: len(pair[1].unit)):
        if key.document and BenchKey(key.subject) in benches:
            continue  # that one has its rows
        if known.height == last + 1:
            break  # longer tables are about the same
        new = bench.unit.is_first_distinct() & ~bench.unit.is_in(known["unit"].implode())
        if new.any():
            rows = bench.facts.select(bench.unit.alias("unit"), *ENTERPRISE_KEY).filter(new)
            known = pl.concat([known, rows])
    return known.sort("unit")


def _units_of(frames: Mapping[Subject, Sequence[pl.DataFrame]]) -> dict[Subject, pl.Series]:
    """Number the enterprise-years of all subjects; most documents have the same ones row by row, which are looked up once."""
    owners: list[pl.DataFrame] = []
    places: dict[Subject, list[int]] = {}
    for subject, blocks in frames.items():
        places[subject] = []
        for own in (block[list(ENTERPRISE_KEY)] for block in blocks):
            place = next((number for number, known in enumerate(owners) if known.equals(own)), len(owners))
            if place == len(owners):
                owners.append(own)
            places[subject].append(place)
    numbers = _numbered(owners)
    return {
        subject: pl.concat([numbers[place] for place in of_blocks], rechunk=True)
        if of_blocks
        else pl.Series(dtype=pl.UInt32)
        for subject, of_blocks in places.items()
    }


def _numbered(owners: Sequence[pl.DataFrame]) -> list[pl.Series]:
    """Number enterprise-years in their order; texts are compared once a stretch of rows of one enterprise-year."""
    starts, stretches = [], []
    for frame in owners:
        changed = (pl.col(name).ne_missing(pl.col(name).shift()) for name in ENTERPRISE_KEY)
        starts.append(frame.select(pl.any_horizontal(pl.int_range(pl.len()) == 0, *changed)).to_series())
        stretches.append(frame.filter(starts[-1]))
    units = pl.concat(stretches).unique().sort(ENTERPRISE_KEY, nulls_last=True).with_row_index("__unit")
    numbers = (
        rows.join(units, on=ENTERPRISE_KEY, how="left", nulls_equal=True, maintain_order="left")["__unit"]
        for rows in stretches
    )
    return [number.gather(start.cum_sum() - 1) for number, start in zip(numbers, starts, strict=True)]


def _keyed(frame: pl.DataFrame | None) -> pl.DataFrame:
    """Make sure that the key and address columns are there, and that the rows of a document stand together.

    All is in one piece: marks are laid beside the rows again and again.
    """
    dtypes = {name: KEY_FACTS[name].dtype for name in KEYS} | {name: pl.UInt32() for name in ADDRESS}
    if frame is None:
        return pl.DataFrame(schema=dtypes)
    missing = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in dtypes.items() if name not in frame.columns]
    if "document_id" in frame.columns and not frame["document_id"].is_sorted():
        frame = frame.sort("document_id", maintain_order=True)
    return frame.with_columns(missing).rechunk()


def seat(
    rows: pl.DataFrame,
    names: Iterable[str],
    *,
    rulebook: Rulebook,
    as_of: dt.date | None,
    units: pl.Series | None = None,
    enterprise: Bench | None = None,
) -> pl.DataFrame:
    """Add to ``rows`` every fact and ``:parameter`` named, in the dtype the vocabulary gives it.

    With ``units``, those of the rows, facts come from ``enterprise`` too; ``source`` and ``row``
    of the enterprise come along as ``enterprise.source`` and ``enterprise.row``.
    ``as_of`` None leaves that day as ``rows`` has it.
    """
    wanted = list(dict.fromkeys(names))
    parameters = _parameters_of(wanted, rulebook)
    facts = facts_of(wanted, rulebook)
    seated = rows if units is None or enterprise is None else _with_enterprise(rows, units, facts, enterprise)
    schema = seated.schema
    dtypes = {name: dtype_of(name, rulebook.vocabulary, rulebook.parameters) for name in facts}
    given = {
        name: pl.col(name).cast(dtype) if name in schema else pl.lit(None, dtype=dtype)
        for name, dtype in dtypes.items()
        if schema.get(name) != dtype
    }
    if as_of is not None and "as_of" in facts:
        given["as_of"] = pl.lit(as_of)
    if given:
        seated = seated.with_columns(**given)
    if not parameters:
        return seated
    return seated.with_columns(parameter_column(parameter, name) for name, parameter in parameters.items())


def facts_of(names: Iterable[str], rulebook: Rulebook) -> list[str]:
    """List the facts among names, and those that govern the parameters among them."""
    wanted = list(dict.fromkeys(names))
    facts = [name for name in wanted if not name.startswith((":", "verdict.", "criterion."))]
    governing = (parameter.governed_by for parameter in _parameters_of(wanted, rulebook).values())
    return list(dict.fromkeys([*facts, *governing]))


def _parameters_of(names: Iterable[str], rulebook: Rulebook) -> dict[str, Parameter]:
    return {name: rulebook.parameters[name.strip(":!")] for name in names if name.startswith(":")}


def _with_enterprise(rows: pl.DataFrame, units: pl.Series, names: Iterable[str], enterprise: Bench) -> pl.DataFrame:
    facts = enterprise.facts
    shared = [name for name in names if name in facts.columns and name not in rows.columns]
    if not shared or facts.is_empty():
        return rows
    address = {name: f"enterprise.{name}" for name in ADDRESS}
    at = enterprise.places.gather(units.clip(upper_bound=len(enterprise.places) - 1))
    chosen = facts[[*shared, *ADDRESS]][at]
    return rows.hstack([column.alias(address.get(column.name, column.name)) for column in chosen])
