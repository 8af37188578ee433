"""Dated values: which holds on which day, and on what ground."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from energy_audit.errors import RulebookError
from energy_audit.rulebook.judge import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

AS_OF = dt.date(2026, 6, 30)


def verdicts_on(packs: Any, tables_of: Callable[..., Any], text: str, days: Sequence[dt.date | None]) -> list[str]:
    rows = [
        {"uscc": f"{n:03}", "designated": True, "tce": Decimal(5000), "period_end": day} for n, day in enumerate(days)
    ]
    judgement = judge(packs.load(text), tables_of(enterprise=rows), as_of=AS_OF)
    return judgement.verdicts()["verdict"].to_list()


def test_value_holds_from_its_first_to_its_last_day(packs: Any, tables_of: Callable[..., Any]) -> None:
    """Both ends belong to the value; in a gap, before the first and without a day there is none."""
    text = packs.parameter(
        "line",
        packs.value("6000", "2024-02-01"),
        packs.value("5000", "2020-01-01", "2023-12-31"),
    ) + packs.rule(breached='"tce >= :line"')
    days = [
        dt.date(2019, 12, 31),
        dt.date(2020, 1, 1),
        dt.date(2023, 12, 31),
        dt.date(2024, 1, 1),
        dt.date(2024, 1, 31),
        dt.date(2024, 2, 1),
        dt.date(2099, 1, 1),
        None,
    ]
    unknown = "cannot_tell"
    expected = [unknown, "breached", "breached", unknown, unknown, "met", "met", unknown]
    assert expected == verdicts_on(packs, tables_of, text, days)


def test_none_is_a_time_without_duty(packs: Any, tables_of: Callable[..., Any]) -> None:
    """A guard that is false in that time keeps the rule out; without one it cannot be told."""
    values = (packs.value('"none"', "2000-01-01", "2019-12-31"), packs.value("5000", "2020-01-01"))
    guarded = packs.rule(applies="\"period_end >= DATE '2020-01-01' AND tce >= :line\"", breached='"designated"')
    bare = packs.rule("KEU002", applies=None, breached='"tce >= :line"')
    text = packs.parameter("line", *values) + guarded + bare
    days = [dt.date(2018, 12, 31)]
    assert ["not_applicable", "cannot_tell"] == verdicts_on(packs, tables_of, text, days)


def test_doubtful_value_informs_but_does_not_accuse(packs: Any, tables_of: Callable[..., Any]) -> None:
    """In the years of a low-confidence value a violation cannot tell, while a suspicion still speaks."""
    text = (
        packs.parameter(
            "line",
            packs.value("4000", "2020-01-01", "2022-12-31", citation='"RUMOUR"'),
            packs.value("4000", "2023-01-01", "2024-12-31", citation='"OLD-1"'),
            packs.value("4000", "2025-01-01"),
        )
        + packs.rule("KEU001", breached='"tce >= :line"')
        + packs.rule("KEU002", breached='"tce >= :line"', kind='"suspicion"')
    )
    days = [dt.date(2021, 12, 31), dt.date(2023, 12, 31), dt.date(2025, 12, 31)]
    judged = verdicts_on(packs, tables_of, text, days)
    assert ["cannot_tell", "breached", "breached"] == judged[0::2]
    assert ["breached", "breached", "breached"] == judged[1::2]


@pytest.mark.parametrize(
    ("value", "breached"),
    [
        ("4999.99", "tce > :line"),
        ("2020-01-01", "period_end >= :line"),
        ('"A"', "sector = :line OR tce > 1"),
        ("true", "designated = :line"),
    ],
)
def test_values_of_every_type(packs: Any, tables_of: Callable[..., Any], value: str, breached: str) -> None:
    text = packs.parameter("line", packs.value(value, "2018-01-01")) + packs.rule(breached=f'"{breached}"')
    assert ["breached"] == verdicts_on(packs, tables_of, text, [dt.date(2025, 12, 31)])


def test_date_of_the_project_may_govern(packs: Any, tables_of: Callable[..., Any]) -> None:
    """Each project is held against the line of the day it began."""
    values = (packs.value("50", "2017-01-01", "2023-05-31"), packs.value("100", "2023-06-01"))
    text = packs.parameter("line", *values, governed_by="started_on") + packs.rule(
        "PRJ001",
        subject='"project"',
        applies=None,
        breached='"project_tce >= :line"',
        message='{ zh = "请核对{:line}", en = "Check {:line}" }',
    )
    rows = [
        {"subject_key": key, "project_tce": Decimal(60), "started_on": day}
        for key, day in (("a", dt.date(2023, 5, 31)), ("b", dt.date(2023, 6, 1)), ("c", None))
    ]
    judgement = judge(packs.load(text), tables_of(project=rows), as_of=AS_OF)
    assert ["breached", "met", "cannot_tell"] == judgement.verdicts()["verdict"].to_list()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (lambda v: [v("1", "2020-01-01"), v("2", "2021-01-01")], "2021-01-01"),
        (lambda v: [v("1", "2020-01-01", "2021-01-01"), v("2", "2021-01-01")], "2021-01-01"),
        (lambda v: [v("1", "2021-01-01", "2020-01-01")], "effective_to"),
        (lambda v: [v("1", "2020-01-01", "2020-12-31"), v("true", "2021-01-01")], "several types"),
        (lambda v: [v("[1]", "2020-01-01")], "value"),
        (lambda v: [v("1", "2020-01-01", citation='"ECL-99"')], "ECL-99"),
        (lambda v: [v("1", "2020-01-01T00:00:00")], "effective_from"),
        (lambda v: [v("1", "2020-01-01").replace("citation", "cites")], "citation"),
        (lambda v: [v("1", "2020-01-01").replace("last_checked = 2026-11-23", "")], "last_checked"),
        (lambda v: [v("1", "2020-01-01").replace("effective_from", "from")], "effective_from"),
        (lambda _: [], "value"),
    ],
)
def test_unsound_values_are_refused(packs: Any, values: Callable[..., list[str]], words: str) -> None:
    packs.write(packs.parameter("line", *values(packs.value)))
    with pytest.raises(RulebookError, match=words) as refusal:
        packs.load()
    assert refusal.value.line >= packs.line_of("[[parameter]]")


@pytest.mark.parametrize(("name", "words"), [("period_ends", "period_end"), ("tce", "Date")])
def test_governing_fact_must_be_a_date(packs: Any, name: str, words: str) -> None:
    packs.write(packs.parameter("line", packs.value("1", "2020-01-01"), governed_by=name))
    with pytest.raises(RulebookError, match=words) as refusal:
        packs.load()
    assert packs.line_of("governed_by") == refusal.value.line
