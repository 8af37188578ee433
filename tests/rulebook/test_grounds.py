"""On what a finding stands: the law of the day it judges, where a day governs the rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.rulebook.conftest import LAWS, StubLaw

from energy_audit.errors import RulebookError
from energy_audit.rulebook.judge import judge

AS_OF = dt.date(2026, 6, 30)
OLD = (
    '{ text = "旧办法", confidence = "medium", legal_status = "superseded",'
    " effective_from = 2010-01-01, effective_to = 2022-12-31 }"
)
DOUBTFUL = (
    '{ text = "存疑", confidence = "low", legal_status = "superseded",'
    " effective_from = 2010-01-01, effective_to = 2022-12-31 }"
)
NEW = '{ text = "新办法", confidence = "high", legal_status = "in_force", effective_from = 2023-01-01 }'
ALWAYS = '{ text = "法律", confidence = "high", legal_status = "in_force" }'


def grounds(
    packs: Any, tables_of: Callable[..., Any], days: list[dt.date | None], **rule: str
) -> list[tuple[Any, ...]]:
    rows = [
        {"uscc": f"{n:03}", "designated": True, "tce": Decimal(9000), "period_end": day} for n, day in enumerate(days)
    ]
    text = packs.rule(citations=f"[{OLD}, {DOUBTFUL}, {NEW}, {ALWAYS}]", **rule)
    findings = judge(packs.load(text), tables_of(enterprise=rows), as_of=AS_OF).findings
    return findings.select("legal_basis", "legal_status", "confidence").rows()


DAYS: list[dt.date | None] = [
    dt.date(2009, 12, 31),
    dt.date(2010, 1, 1),
    dt.date(2022, 12, 31),
    dt.date(2023, 1, 1),
    None,
]


def test_a_violation_cites_the_sound_law_of_its_day(packs: Any, tables_of: Callable[..., Any]) -> None:
    """Before any of them and on an unknown day, what accuses today stands in; what is doubtful never accuses."""
    usual = ("新办法;法律", "in_force", "high")
    expected = [
        ("法律", "in_force", "high"),
        ("旧办法;法律", "in_force", "medium"),
        ("旧办法;法律", "in_force", "medium"),
        ("新办法;法律", "in_force", "high"),
        usual,
    ]
    assert expected == grounds(packs, tables_of, DAYS, governed_by='"period_end"')


def test_a_notice_cites_all_law_of_its_day(packs: Any, tables_of: Callable[..., Any]) -> None:
    found = grounds(packs, tables_of, [DAYS[1], DAYS[3]], governed_by='"period_end"', kind='"notice"')
    assert ["旧办法;存疑;法律", "新办法;法律"] == [basis for basis, _, _ in found]


def test_without_a_governing_day_all_that_accuse_stand_together(packs: Any, tables_of: Callable[..., Any]) -> None:
    assert [("新办法;法律", "in_force", "high")] * 2 == grounds(packs, tables_of, [DAYS[1], DAYS[3]])


@pytest.mark.parametrize(("name", "words"), [("period_ends", "period_end"), ("tce", "no Date fact")])
def test_only_a_date_in_sight_governs(packs: Any, name: str, words: str) -> None:
    packs.write(packs.rule(governed_by=f'"{name}"'))
    with pytest.raises(RulebookError, match=words) as refusal:
        packs.load()
    assert packs.line_of("governed_by") == refusal.value.line


def test_a_filing_before_the_amendment_is_judged_by_the_earlier_edition(
    packs: Any, tables_of: Callable[..., Any]
) -> None:
    """The rule names the article in force; the law table says which text stood in its place, and until when."""
    days = [dt.date(2018, 10, 25), dt.date(2018, 10, 26)]
    rows = [
        {"uscc": f"{n:03}", "designated": True, "tce": Decimal(9000), "period_end": day} for n, day in enumerate(days)
    ]
    old = StubLaw(
        superseded_by="ECL-52",
        legal_status="superseded",
        confidence="medium",
        effective_from=dt.date(2008, 4, 1),
        effective_to=dt.date(2018, 10, 25),
    )
    # another article that stands in its place is another duty
    moved = replace(old, article="第二十条", superseded_by="ECL-24")
    laws = LAWS | {"ECL-2007-52": old, "ECL-2007-20": moved}
    rulebook = packs.load(packs.rule(citations='["ECL-52", "ECL-24"]'), laws=laws)
    found = judge(rulebook, tables_of(enterprise=rows), as_of=AS_OF).findings
    assert [("ECL-2007-52", "superseded", "medium"), ("ECL-52;ECL-24", "in_force", "medium")] == found.select(
        "legal_basis", "legal_status", "confidence"
    ).rows()
