"""Why, and why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from energy_audit.errors import UsageError
from energy_audit.rulebook.explain import Explanation, explain
from energy_audit.rulebook.judge import judge

AS_OF = dt.date(2026, 6, 30)
Make = Callable[..., Any]


def explained(packs: Any, text: str, tables: Any, code: str = "KEU001", **row: Any) -> list[Explanation]:
    return explain(judge(packs.load(text), tables, as_of=AS_OF), code, **row)


def test_breach_is_shown_term_by_term(packs: Any, tables_of: Make) -> None:
    text = packs.rule(
        applies='"designated OR filed"',
        breached="\"tce >= 5000 AND (sector = 'A' OR started IS NULL)\"".replace("started", "manager"),
    )
    row = {"designated": True, "tce": Decimal(6000), "sector": "B"}
    [found] = explained(packs, text, tables_of(enterprise=[row]))
    assert "breached" == found.verdict
    assert [
        ("designated OR filed", "or", 0, True, False),
        ("designated", "term", 1, True, True),
        ("filed", "term", 1, None, False),
    ] == [(term.text, term.operator, term.depth, term.truth, term.decided) for term in found.applies]
    assert [
        ("tce >= 5000 AND (sector = 'A' OR manager IS NULL)", 0, True),
        ("tce >= 5000", 1, True),
        ("sector = 'A' OR manager IS NULL", 1, True),
        ("sector = 'A'", 2, False),
        ("manager IS NULL", 2, True),
    ] == [(term.text, term.depth, term.truth) for term in found.breached]
    assert ["tce >= 5000", "manager IS NULL"] == [term.text for term in found.breached if term.decided]
    value = found.breached[1].values[0]
    assert ("tce", "综合能耗", Decimal(6000), "tce") == (value.name, value.called, value.shown.value, value.shown.unit)
    assert ((), ()) == (found.why_not, found.unknown)


@pytest.mark.parametrize("negation", ["NOT LIKE 'A%'", "NOT IN ('A')"])
def test_what_is_negated_is_shown_without_its_negation(packs: Any, tables_of: Make, negation: str) -> None:
    """A term that reads NOT LIKE and is called false would contradict the whole that it is a part of."""
    [found] = explained(packs, packs.rule(breached=f'"sector {negation}"'), tables_of(enterprise=[{"sector": "B"}]))
    whole, part = found.breached
    assert ("NOT" in whole.text, whole.truth) == (True, True)
    assert ("NOT" in part.text, part.truth) == (False, False)


@pytest.mark.parametrize(
    ("applies", "why_not"),
    [
        ("designated AND filed", ["filed"]),
        ("NOT designated AND filed", ["NOT designated"[4:], "filed"]),
        ("filed OR tce > 9000", ["filed", "tce > 9000"]),
        ("designated AND period_end > DATE '2024-01-01' AND NOT designated", ["designated"]),
    ],
)
def test_why_not_names_the_guards_that_kept_the_rule_out(
    packs: Any,
    tables_of: Make,
    applies: str,
    why_not: list[str],
) -> None:
    row = {"designated": True, "filed": False, "tce": Decimal(6000), "period_end": dt.date(2025, 12, 31)}
    [found] = explained(packs, packs.rule(applies=f'"{applies}"'), tables_of(enterprise=[row]))
    assert "not_applicable" == found.verdict
    assert why_not == [term.text for term in found.why_not]


def test_cannot_tell_lists_what_it_takes(packs: Any, tables_of: Make) -> None:
    text = packs.criterion("big", "tce > 100") + packs.rule(breached='"criterion.big AND filed"')
    [found] = explained(packs, text, tables_of(enterprise=[{"designated": True}]))
    assert "cannot_tell" == found.verdict
    assert ["tce", "filed"] == [value.name for value in found.unknown]


def test_rows_are_chosen_by_key(packs: Any, tables_of: Make) -> None:
    rows = [
        {"uscc": uscc, "report_year": year, "designated": True, "tce": Decimal(1)}
        for uscc in "AB"
        for year in (2024, 2025)
    ]
    tables = tables_of(enterprise=rows)
    assert 4 == len(explained(packs, packs.rule(), tables))
    [found] = explained(packs, packs.rule(), tables, uscc="B", report_year=2024, subject_key="")
    assert ("B", 2024, "met") == (found.uscc, found.report_year, found.verdict)
    assert [] == explained(packs, packs.rule(), tables, uscc="C")


def test_criterion_is_explained_by_its_name(packs: Any, tables_of: Make) -> None:
    text = packs.criterion("big", "tce > 100")
    tables = tables_of(enterprise=[{"uscc": "A", "tce": Decimal(101)}, {"uscc": "B", "tce": None}])
    assert ["true", "unknown"] == [found.verdict for found in explained(packs, text, tables, "big")]


def test_parameter_and_date_are_written_as_their_author_wrote_them(packs: Any, tables_of: Make) -> None:
    text = packs.parameter("line", packs.value("5000", "2018-01-01")) + packs.rule(
        breached="\"tce >= :line AND period_end > DATE '2024-01-01'\"",
    )
    row = {"designated": True, "tce": Decimal(6000), "period_end": dt.date(2025, 12, 31)}
    [found] = explained(packs, text, tables_of(enterprise=[row]))
    assert ["tce >= :line", "period_end > DATE '2024-01-01'"] == [term.text for term in found.breached[1:]]
    assert [("tce", Decimal(6000)), (":line", Decimal(5000))] == [
        (value.name, value.shown.value) for value in found.breached[1].values
    ]


def test_unknown_rule_is_refused_with_the_nearest(packs: Any, tables_of: Make) -> None:
    with pytest.raises(UsageError, match="KEU001"):
        explained(packs, packs.rule(), tables_of(enterprise=[{"tce": None}]), "KEU002")
