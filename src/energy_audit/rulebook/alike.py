"""Judges the items of a stage: those of a bench in one pass, and benches whose items ask the same in one pass together.

Each document has a rule of its own, for its own law; in what they ask nearly all of these are alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.bench import KEYS, Bench, facts_of
from energy_audit.rulebook.marks import marks_on, no_marks, seat_items

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from energy_audit.rulebook.bench import BenchKey
    from energy_audit.rulebook.model import Criterion, Rule, Rulebook

    Asked = Mapping[BenchKey, Sequence[Rule | Criterion]]


def asked_alike(asked: Asked) -> list[Asked]:
    """Put benches of a subject together whose items ask the same, in the order of the first of each."""
    alike: dict[object, dict[BenchKey, Sequence[Rule | Criterion]]] = {}
    for key, items in asked.items():
        # what accuses may read other values of a parameter than what informs
        questions = tuple((type(item), *((each.text, each.columns) for each in item.conditions)) for item in items)
        alike.setdefault((key.subject, questions), {})[key] = items
    return list(alike.values())


def judged_alike(
    asked: Asked, benches: Mapping[BenchKey, Bench], rulebook: Rulebook, as_of: dt.date
) -> dict[BenchKey, pl.DataFrame]:
    """Judge items that ask the same of several benches: the marks of each, one column an item."""
    rows = {key: len(benches[key].unit) for key in asked}
    if not any(rows.values()):
        return {key: no_marks(items) for key, items in asked.items()}
    (first, items), *others = asked.items()
    bench = _stacked([benches[key] for key in asked], items, rulebook) if others else benches[first]
    marks = marks_on(seat_items(bench, items, benches, rulebook, as_of), items)
    judged, start = {}, 0
    for key, own in asked.items():
        part = marks.slice(start, rows[key])
        judged[key] = pl.DataFrame([mark.alias(item.column) for mark, item in zip(part, own, strict=True)])
        start += rows[key]
    return judged


def _stacked(benches: Sequence[Bench], items: Sequence[Rule | Criterion], rulebook: Rulebook) -> Bench:
    """Put the rows of benches below each other, with what the items ask of them; items of documents see no marks of theirs."""
    named = facts_of((name for item in items for each in item.conditions for name in each.columns), rulebook)
    columns = [name for name in benches[0].facts.columns if name in {*KEYS, *named}]
    facts = pl.concat([bench.facts[columns] for bench in benches])
    index, unit = (pl.concat([getattr(bench, name) for bench in benches], rechunk=True) for name in ("index", "unit"))
    return Bench(benches[0].key, facts.rechunk(), index, unit, pl.DataFrame(height=len(unit)))
