"""What a condition may not say, refused at its line with the nearest name."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from energy_audit.errors import RulebookError
from energy_audit.exact import NUMBER
from energy_audit.rulebook.condition import compile_condition
from energy_audit.rulebook.model import Citation, Condition, Parameter, ParameterValue, Place, Text
from energy_audit.rulebook.scope import Scope
from energy_audit.vocabulary import VOCABULARY, Fact, Subject

GROUND = Citation("ECL-52", Text("法", "Law"), "", "", "high", "in_force")


def parameter(name: str, governed_by: str) -> Parameter:
    values = (ParameterValue(5000, dt.date(2018, 1, 1), None, GROUND, None),)
    return Parameter(name, "p", "t", "tce", governed_by, Text("线", "line"), NUMBER, values, Place("t", 1))


FACTS = (
    Fact("tce", "enterprise", NUMBER, "能耗", "consumption"),
    Fact("sector", "enterprise", pl.String(), "行业", "sector"),
    Fact("designated", "enterprise", pl.Boolean(), "指定", "designated"),
    Fact("period_end", "enterprise", pl.Date(), "期末", "period end"),
    Fact("started_on", "project", pl.Date(), "开工", "started"),
)


def compiled(sql: str, subject: Subject = "enterprise", *, null: bool = False, line: int = 7) -> Condition:
    scope = Scope(
        subject,
        {fact.name: fact for fact in FACTS},
        {"line_tce": parameter("line_tce", "period_end"), "begun": parameter("begun", "started_on")},
        {"high_energy": "project", "big": "enterprise"},
        {"KEU001": "enterprise", "PRJ001": "project", "EQP001": "equipment"},
        may_ask_for_null=null,
    )
    return compile_condition(sql, Place("rules/x.toml", line), scope)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("tcee >= 5000", ["tcee", "tce"]),
        ("tce >= :line_tc", [":line_tc", "line_tce"]),
        ("verdict.KEU002 = 'met'", ["verdict.KEU002", "KEU001"]),
        ("criterion.bigg", ["criterion.bigg", "big"]),
        ("started_on > DATE '2024-01-01'", ["started_on", "project"]),
        ("tce >= :begun", [":begun", "started_on"]),
        ("other.tce > 1", ["other.tce"]),
        ("AB(tce) > 1", ["AB", "ABS"]),
        ("ROUND(tce) > 1", ["ROUND"]),
        ("COALESCE(tce, 0) > 1", ["COALESCE"]),
        ("GREATEST(tce, 1) > 1", ["GREATEST"]),
        ("LEAST(tce, 1) > 1", ["LEAST"]),
        ("CASE WHEN designated THEN TRUE ELSE FALSE END", ["CASE"]),
        ("tce > CASE WHEN designated THEN 1 ELSE 2 END", ["CASE"]),
        ("IF(designated, TRUE, FALSE)", ["IF"]),
        ("designated IS TRUE", ["IS TRUE"]),
        ("designated IS NOT FALSE", ["IS TRUE"]),
        ("tce IS NULL", ["breached"]),
        ("tce IS NOT NULL", ["breached"]),
        ("tce IS DISTINCT FROM 1", ["NULLSAFENEQ"]),
        ("SUM(tce) > 1", ["SUM"]),
        ("COUNT(tce) OVER () > 1", ["WINDOW"]),
        ("MAX(period_end) > DATE '2024-01-01'", ["MAX"]),
        ("period_end < CURRENT_DATE", ["CURRENTDATE"]),
        ("period_end < NOW()", ["NOW"]),
        ("tce IN (SELECT 1)", ["query"]),
        ("tce > (SELECT 1)", ["SUBQUERY"]),
        ("SELECT tce > 1", ["SELECT"]),
        ("EXISTS (SELECT 1)", ["EXISTS"]),
        ("tce > 1; designated", ["one condition"]),
        ("sector > 5", ["text", "number"]),
        ("tce = '5000'", ["number", "text"]),
        ("period_end > '2024-01-01'", ["date", "text"]),
        ("period_end > 2024", ["date", "number"]),
        ("designated = 1", ["boolean", "number"]),
        ("designated = 'true'", ["boolean", "text"]),
        ("sector IN (1, 2)", ["text", "number"]),
        ("tce IN (1, '2')", ["number", "text"]),
        ("tce BETWEEN 1 AND DATE '2024-01-01'", ["number", "date"]),
        ("designated BETWEEN FALSE AND TRUE", ["BETWEEN"]),
        ("designated > FALSE", ["no order"]),
        ("tce", ["number"]),
        ("NOT tce", ["number"]),
        ("tce AND designated", ["number"]),
        ("designated OR 1", ["LITERAL"]),
        ("'x'", ["LITERAL"]),
        ("tce = NULL", ["IS NULL"]),
        ("tce IN (1, NULL)", ["NULL"]),
        ("tce IN (1, :line_tce)", ["literals"]),
        ("tce IN (tce)", ["literals"]),
        ("tce LIKE '5%'", ["LIKE"]),
        ("sector LIKE sector", ["LIKE"]),
        ("sector ILIKE 'a'", ["ILIKE"]),
        ("sector LIKE 'a' ESCAPE '!'", ["ESCAPE"]),
        ("sector SIMILAR TO 'a'", ["SIMILARTO"]),
        ("sector || 'x' = 'ax'", ["DPIPE"]),
        ("tce % 2 = 0", ["MOD"]),
        ("tce / 2 > 1", ["NULLIF"]),
        ("tce / tce > 1", ["NULLIF"]),
        ("tce / NULLIF(tce, 1) > 1", ["NULLIF"]),
        ("NULLIF(tce, 0) > 1", ["NULLIF"]),
        ("sector + 1 > 1", ["text"]),
        ("ABS(sector) = 'a'", ["text"]),
        ("CAST(tce AS TEXT) = '1'", ["DATE"]),
        ("CAST(sector AS DATE) > DATE '2024-01-01'", ["DATE"]),
        ("TRY_CAST(sector AS DATE) > DATE '2024-01-01'", ["DATE"]),
        ("period_end > DATE '2024-02-30'", ["no such day"]),
        ("period_end > DATE '2024'", ["no such day"]),
        ("1 < tce < 5", ["chain"]),
        ("(tce > 1) = designated", ["chain"]),
        ("tce > 0.0000000000001", ["12 decimals"]),
        ("tce > 100000000000000000000000000", ["26 digits"]),
        ("verdict.KEU001 = 'mett'", ["mett", "met"]),
        ("verdict.KEU001 > 'met'", ["verdict"]),
        ("verdict.KEU001 = sector", ["verdict"]),
        ("verdict.KEU001", ["verdict"]),
        ("tce >", ["SQL"]),
        ("tce > 'x", ["SQL"]),
        ("show = 1", ["COMMAND"]),
        ("{tce} > 1", ["STRUCT"]),
        ("*", ["STAR"]),
        ("tce > 1 AS x", ["ALIAS"]),
    ],
)
def test_refused_with_file_line_and_reason(sql: str, words: list[str]) -> None:
    """Each refusal names file, line and what is meant."""
    with pytest.raises(RulebookError) as refusal:
        compiled(sql)
    assert ("rules/x.toml", 7) == (refusal.value.file, refusal.value.line)
    for word in words:
        assert word in refusal.value.message


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("designated\n  AND tcee > 1", 8),
        ("designated\n  AND tce > 1\n  AND sector > 5", 9),
        ("designated\n\n OR ROUND(tce) > 1", 9),
        ("designated\n AND", 8),
    ],
)
def test_line_is_that_of_the_offending_word(sql: str, line: int) -> None:
    with pytest.raises(RulebookError) as refusal:
        compiled(sql)
    assert line == refusal.value.line


@pytest.mark.parametrize(
    ("sql", "subject"),
    [
        ("verdict.EQP001 = 'met'", "project"),
        ("verdict.PRJ001 = 'met'", "equipment"),
        ("criterion.high_energy", "energy"),
    ],
)
def test_verdicts_of_other_children_are_out_of_sight(sql: str, subject: Subject) -> None:
    with pytest.raises(RulebookError, match="not visible"):
        compiled(sql, subject)


def test_child_sees_own_and_enterprise_names() -> None:
    condition = compiled("tce > 1 AND started_on > DATE '2024-01-01' AND criterion.big AND tce >= :begun", "project")
    assert ("tce", "started_on") == condition.facts
    assert ("begun",) == condition.parameters
    assert ("big",) == condition.criteria


def test_enterprise_may_ask_about_any_of_its_children() -> None:
    assert ("PRJ001",) == compiled("verdict.PRJ001 = 'breached'").verdicts


def test_keys_and_the_as_of_day_may_be_named_everywhere() -> None:
    assert ("report_year", "as_of") == compiled("report_year >= 2024 AND as_of > DATE '2024-01-01'").facts


def test_null_may_be_asked_for_where_it_is_allowed() -> None:
    assert compiled("tce IS NULL OR sector IS NOT NULL", null=True).facts == ("tce", "sector")


def test_every_fact_of_the_real_vocabulary_can_be_written_in_sql() -> None:
    """No fact is called like an SQL keyword."""
    for fact in VOCABULARY.values():
        scope = Scope(fact.subject, VOCABULARY, {}, {}, {}, may_ask_for_null=True)
        assert (fact.name,) == compile_condition(f"{fact.name} IS NULL", Place("t", 1), scope).facts


def test_fact_of_a_type_that_conditions_do_not_know_is_refused() -> None:
    odd = Fact("odd", "enterprise", pl.Float64(), "怪", "odd")
    scope = Scope("enterprise", {"odd": odd}, {}, {}, {})
    with pytest.raises(TypeError, match="Float64"):
        compile_condition("odd > 1.5", Place("t", 1), scope)


def test_every_condition_is_tried_on_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """What only fails at run fails while loading: here the column is not of the type its fact promises."""
    monkeypatch.setattr("energy_audit.rulebook.condition.dtype_of", lambda *_: pl.String())
    with pytest.raises(RulebookError, match="cannot be computed"):
        compiled("report_year > 1")


def test_empty_list_is_refused() -> None:
    with pytest.raises(RulebookError):
        compiled("tce IN ()")
