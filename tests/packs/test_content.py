"""What the packs may and may not do: weak law never accuses, drafts only inform, certain codes stay."""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
import pytest

from energy_audit.energy import tiers
from energy_audit.rulebook.grounds import grounds_of
from energy_audit.rulebook.model import KEY_FACTS, Criterion, Rule, Rulebook
from energy_audit.vocabulary import VOCABULARY

DOCUMENTS = 58

RULES_BY_TOPIC = {
    ("national", "key_energy_user"): 20,
    ("national", "management_file"): DOCUMENTS + 7,
    ("national", "two_high_one_low"): 8,
    ("national", "project_review"): 38,
    ("national", "filing"): 11,
    ("national", "management"): 13,
    ("national", "metering"): 9,
    ("national", "product_limits"): 17,
    ("national", "equipment"): 7,
    ("national", "carbon_nonfossil"): 10,
    ("national", "targets"): 4,
    ("national", "online_monitoring"): 2,
    ("national", "year_on_year"): 6,
    ("national", "energy_rows"): 5,
    ("guizhou", "guizhou_targets"): 5,
    ("guizhou", "guizhou_two_high"): 3,
}

STABLE = {
    "FIL011": "report-year-cannot-be",
    "KEU001": "annual-consumption-at-or-above-5000-tce",
    "KEU006": "tier-undecided",
    "ARC101": "archive-list-not-filed",
    "THL001": "enterprise-suspected-two-high",
    "THL002": "enterprise-suspected-two-high-one-low",
    "THL101": "project-suspected-two-high",
    "THL102": "project-suspected-two-high-one-low",
}


def of_kind(rulebook: Rulebook, kind: str) -> list[Rule]:
    return [rule for rule in rulebook.rules.values() if rule.kind == kind]


def test_rules_by_topic(rulebook: Rulebook) -> None:
    """Each topic holds the rules that are counted here; one more or less is a decision, not an accident."""
    assert Counter((rule.pack, rule.topic) for rule in rulebook.rules.values()) == RULES_BY_TOPIC


@pytest.mark.parametrize(("code", "name"), STABLE.items())
def test_codes_that_others_rely_on_stay(rulebook: Rulebook, code: str, name: str) -> None:
    """Reports and readers know these codes."""
    assert rulebook.rules[code].name == name


def test_every_document_of_the_checklist_has_its_rule(rulebook: Rulebook) -> None:
    """ARC-01 to ARC-58 become ARC001 to ARC058."""
    generated = {rule.code: rule.document for rule in rulebook.rules.values() if rule.template == "ARC"}
    assert generated == {f"ARC{number:03d}": f"ARC-{number:02d}" for number in range(1, DOCUMENTS + 1)}


def test_no_violation_rests_on_weak_law(rulebook: Rulebook) -> None:
    """A violation cites law in force at high or medium confidence, and reads no parameter of doubtful ground."""
    weak = [
        rule.code
        for rule in of_kind(rulebook, "violation")
        if not any(cited.legal_status == "in_force" and cited.confidence != "low" for cited in rule.citations)
    ]
    doubtful = [
        (rule.code, name)
        for rule in of_kind(rulebook, "violation")
        for name in rule.parameters
        if any(
            value.citation.legal_status not in {"in_force", "superseded"} for value in rulebook.parameters[name].values
        )
    ]
    assert weak == []
    assert doubtful == []


def test_what_is_seen_in_published_filings_accuses_nobody(rulebook: Rulebook) -> None:
    """The range of equal factors is practice of low confidence; so are the shares from which a figure is watched."""
    practice = {
        "equal_factor_low",
        "equal_factor_high",
        "near_line_share",
        "change_share",
        "boundary_meter_rate_pct",
        "inner_meter_rate_pct",
        "equipment_meter_rate_pct",
        "power_equipment_meter_rate_pct",
    }
    told = {rule.kind for rule in rulebook.rules.values() if practice & set(rule.parameters)}
    assert told == {"notice"}


def test_a_draft_or_a_practice_only_informs(rulebook: Rulebook) -> None:
    """Rules without a single citation in force are no violations; those on the provincial draft alone are notices."""
    on_draft = [rule for rule in rulebook.rules.values() if {cited.id for cited in rule.citations} == {"COVER-GZ"}]
    assert on_draft != []
    assert {rule.kind for rule in on_draft} == {"notice"}


def test_the_provincial_pack_accuses_nobody(rulebook: Rulebook) -> None:
    """What the province adds so far is drafts, slots and watch lists."""
    kinds = {rule.kind for rule in rulebook.rules.values() if rule.pack == "guizhou"}
    assert kinds == {"notice"}


def test_two_high_one_low_is_only_ever_suspected(rulebook: Rulebook) -> None:
    """No law defines it, so neither the composites nor what rests on them accuse."""
    composites = {"two_high", "two_high_one_low", "project_two_high", "project_two_high_one_low"}
    resting = [
        rule
        for rule in rulebook.rules.values()
        if composites & {name for condition in rule.conditions for name in condition.criteria}
    ]
    assert {"THL001", "THL002", "THL101", "THL102", "PRJ016", "PRJ017"} <= {rule.code for rule in resting}
    assert {rule.kind for rule in resting} <= {"suspicion", "notice"}


def test_an_old_motor_makes_no_project_low_level(rulebook: Rulebook) -> None:
    """No criterion of two-high-one-low reads equipment."""
    read = {name for each in rulebook.criteria.values() for condition in each.conditions for name in condition.facts}
    assert {name for name in read if name in VOCABULARY and VOCABULARY[name].subject == "equipment"} == set()
    assert "any_eliminated_equipment" not in read


def test_the_report_finds_its_composites(rulebook: Rulebook) -> None:
    """The columns two_high and two_high_one_low of the batch are filled from enterprise criteria of these names."""
    assert rulebook.criteria["two_high"].subject == "enterprise"
    assert rulebook.criteria["two_high_one_low"].subject == "enterprise"


def test_every_role_of_the_matrix_has_criteria(rulebook: Rulebook) -> None:
    """High energy, high emission and low level are each shown for the enterprise and for the project."""
    roles = {(each.subject, each.role) for each in rulebook.criteria.values()}
    wanted = {(s, r) for s in ("enterprise", "project") for r in ("high_energy", "high_emission", "low_level")}
    assert wanted <= roles


def test_every_fact_named_exists(rulebook: Rulebook) -> None:
    """Conditions and evidence name facts of the vocabulary or the key columns, nothing else."""
    items: list[Rule | Criterion] = [*rulebook.rules.values(), *rulebook.criteria.values()]
    named = {name for item in items for name in item.evidence}
    named |= {name for item in items for condition in item.conditions for name in condition.facts}
    assert named - set(VOCABULARY) - set(KEY_FACTS) == set()


@pytest.mark.parametrize(
    ("parameter", "line"),
    [("key_user_line_tce", tiers.POLICY_LINE), ("statutory_line_tce", tiers.STATUTORY_LINE)],
)
def test_lines_are_those_the_tiers_are_decided_by(rulebook: Rulebook, parameter: str, line: pl.Expr) -> None:
    """The packs and the arithmetic draw the same line, for every date of law."""
    expected = pl.select(line).item()
    assert {value.value for value in rulebook.parameters[parameter].values} == {expected}


def test_the_penal_articles_for_key_users_are_cited_to_key_users_alone(rulebook: Rulebook) -> None:
    """Articles 82 to 84 do not bind a unit of 5,000 to 10,000 tce that nobody designated, nor a smaller one."""
    guards = ("key_user_duties = TRUE", "statutory_key_user = TRUE")
    unguarded = [
        rule.code
        for rule in rulebook.rules.values()
        if {"ECL-82", "ECL-83", "ECL-84"} & {cited.id for cited in rule.citations}
        if not rule.template
        if rule.applies is None or not any(guard in rule.applies.text for guard in guards)
    ]
    assert unguarded == []
    papers = [rule for rule in rulebook.rules.values() if rule.template == "ARC"]
    penal = {rule.document for rule in papers if {"ECL-82", "ECL-84"} & {cited.id for cited in rule.citations}}
    assert penal == {"ARC-05", "ARC-06", "ARC-07", "ARC-25"}  # owed by tiers A and B alone


def test_who_hands_in_the_report_is_not_accused_of_having_none(rulebook: Rulebook) -> None:
    """The filing judged is that report, and its receipt (ARC-25) comes after it."""
    assert rulebook.rules["ARC025"].kind == "notice"


def test_a_project_is_accused_of_its_own_acts_alone(rulebook: Rulebook) -> None:
    """To start without the opinion, against it or after it lapsed (art. 24 of Order No. 31 and its forerunners).

    An opinion younger than the start (PRJ005) may be that on a change of an older one, which nobody filed; the carbon
    evaluation (PRJ021) is made by who reviews, and none of the articles on liability speaks of it.
    """
    accused = {rule.code for rule in of_kind(rulebook, "violation") if rule.code.startswith("PRJ")}
    assert accused == {"PRJ001", "PRJ002", "PRJ003", "PRJ004", "PRJ006", "PRJ009"}
    assert {"suspicion"} == {rulebook.rules[code].kind for code in ("PRJ005", "PRJ021")}


def test_metering_is_referred_and_never_fined_here(rulebook: Rulebook) -> None:
    """Meters belong to the market regulator: violations among them are referrals; a lapsed certificate is a suspicion."""
    found = [rule for rule in of_kind(rulebook, "violation") if "ECL-74" in {cited.id for cited in rule.citations}]
    metering = [rule for rule in found if not rule.template]
    assert len(metering) == 6
    assert {(rule.authority, rule.first_step) for rule in metering} == {("market_regulation", "referral")}


def of_documents(rulebook: Rulebook, kind: str) -> set[str]:
    return {rule.document for rule in of_kind(rulebook, kind) if rule.template == "ARC"}


def test_a_missing_paper_is_a_breach_only_where_an_article_asks_for_it(rulebook: Rulebook) -> None:
    """A self-assessment (ARC-12), a copy of the report handed in (ARC-25), a check against the approval (ARC-37) and
    contracts beside the records of ARC-21 (ARC-47) are asked for by no article on file; acceptance within six months is so "in principle" (ARC-36), and the
    clauses on the leading group (ARC-03) and on online monitoring, for whom it is ordered (ARC-41), are not verified.
    """
    breaches = of_documents(rulebook, "violation")
    numbers = (4, 5, 6, 7, 8, 9, 10, 14, 15, 16, 18, 19, 20, 21, 22, 23, 31, 33, 35, 43, 49, 52)
    assert breaches == {f"ARC-{number:02d}" for number in numbers}
    assert of_documents(rulebook, "suspicion") == {"ARC-03", "ARC-36", "ARC-41"}
    assert {rulebook.rules[code].first_step for code in ("ARC003", "ARC036", "ARC041")} == {"written_requirement"}


@pytest.mark.parametrize(
    ("authority", "papers"),
    [
        # ECL art. 74 and the metering measures: the market regulator
        ("market_regulation", {"ARC-14", "ARC-15", "ARC-16", "ARC-18", "ARC-19", "ARC-20"}),
        # Statistics Law arts. 44 and 45: the statistics bodies
        ("statistics", {"ARC-21", "ARC-22"}),
        # emissions trading regulation arts. 21-24: ecology and environment
        ("ecology", {"ARC-49"}),
    ],
)
def test_a_paper_of_another_office_is_referred_to_it(rulebook: Rulebook, authority: str, papers: set[str]) -> None:
    rules = [rule for rule in of_kind(rulebook, "violation") if rule.template == "ARC" and rule.authority == authority]
    assert {rule.document for rule in rules} == papers
    assert {rule.first_step for rule in rules} == {"referral"}


def test_no_paper_rests_on_law_for_industrial_enterprises_alone(rulebook: Rulebook) -> None:
    """A hospital owes its papers by other articles than those of the industry ministry's measures."""
    papers = [rule for rule in rulebook.rules.values() if rule.template == "ARC"]
    assert {cited.id for rule in papers for cited in rule.citations} & {"IEM-26", "IES-CONTENT", "IES-DUTY"} == set()


@pytest.mark.parametrize(
    ("code", "day", "basis", "confidence"),
    [
        # a start is judged by the order in force on its day: No. 6 of 2010, 44 of 2016, 2 of 2023, 31 of 2025
        ("ARC035", "2015-05-01", "ECL-2007-15;FAI-2010-REVIEW;ECL-2007-68", "medium"),
        ("ARC035", "2020-05-01", "ECL-15;FAI-2016-REVIEW;ECL-68", "medium"),
        ("ARC035", "2024-03-01", "ECL-15;FAI-2023-REVIEW;ECL-68", "high"),
        ("ARC035", "2026-03-01", "ECL-15;FAI-2025-SCOPE;FAI-2025-EXEMPT;FAI-2025-VALID;ECL-68", "high"),
        # acceptance: the clause of 2023 is of low confidence, that of 2025 is read
        ("ARC036", "2020-03-01", "FAI-2016-REVIEW", "medium"),
        ("ARC036", "2024-03-01", "FAI-2023-ACCEPT", "low"),
        ("ARC036", "2025-09-01", "FAI-2025-ACCEPT;FAI-2025-NOACCEPT", "high"),
        # meters: the edition of GB 17167 that held at the end of the year
        ("ARC014", "2025-12-31", "METER-05-17;STD-17167-2006", "medium"),
        ("ARC014", "2026-12-31", "METER-05-17;STD-17167", "high"),
        # a post: the articles of the law before its amendment of October 2018, and its measures since May 2018
        ("ARC005", "2017-12-31", "ECL-2007-55;ECL-2007-84", "medium"),
        ("ARC005", "2018-12-31", "ECL-55;ECL-84;KEU-HEAD", "medium"),
        # a leading group: the measures of 2018 alone ask for it, art. 24 of the law for a plan and measures
        ("ARC003", "2018-12-31", "KEU-HEAD;KEU-EMS", "medium"),
        # records: the articles of the Statistics Law are those of its amendment of September 2024
        ("ARC021", "2023-12-31", "ECL-27-2", "high"),
        ("ARC021", "2024-12-31", "ECL-27-2;STAT-45;STAT-44", "high"),
    ],
)
def test_a_missing_paper_rests_on_the_law_of_its_day(
    rulebook: Rulebook, code: str, day: str, basis: str, confidence: str
) -> None:
    assert grounds_on(rulebook, code, "document_law_day", day) == (basis, confidence)


@pytest.mark.parametrize(
    ("code", "day", "basis"),
    [
        ("MGT002", "2017-12-31", "ECL-2007-55;ECL-2007-84"),
        ("MGT002", "2018-12-31", "ECL-55;ECL-84;KEU-HEAD"),
        ("LIM001", "2017-12-31", "ECL-2007-16-2;ECL-2007-72"),
        ("LIM001", "2025-12-31", "ECL-16-2;ECL-72"),
        ("MET001", "2017-12-31", "STD-17167-2006;ECL-2007-27-1;ECL-2007-74"),
        ("KEU002", "2017-12-31", "ECL-2007-52;ECL-2007-53;ECL-2007-55"),
    ],
)
def test_a_filing_before_the_amendment_rests_on_the_law_of_its_year(
    rulebook: Rulebook, code: str, day: str, basis: str
) -> None:
    assert grounds_on(rulebook, code, "period_end", day)[0] == basis


def grounds_on(rulebook: Rulebook, code: str, governed_by: str, day: str) -> tuple[str, str]:
    """What a finding of the rule cites on a day, and how sure that is."""
    rows = pl.DataFrame({governed_by: [date.fromisoformat(day)]})
    told = rows.select(grounds_of(rulebook.rules[code], rows, rulebook)).row(0, named=True)
    return told["legal_basis"], told["confidence"]


@pytest.mark.parametrize(
    ("code", "fact", "by_law"),
    [
        ("LIM001", "limit_confidence", "high"),
        ("LIM017", "limit_confidence", "high"),
        ("EQP001", "elimination_confidence", "high"),
        # the levels of 2023 are cited at medium confidence themselves
        ("LIM008", "benchmark_confidence", "medium"),
    ],
)
def test_no_finding_is_surer_than_the_number_it_rests_on(rulebook: Rulebook, code: str, fact: str, by_law: str) -> None:
    """The article may be sure and the limit only a transcription."""
    days = pl.Series("period_end", [date(2025, 12, 31)] * 4)
    rows = pl.DataFrame({fact: ["high", "medium", "low", None]}, schema={fact: pl.String}).with_columns(days)
    found = rows.select(grounds_of(rulebook.rules[code], rows, rulebook))["confidence"].to_list()
    assert found == [by_law, "medium", "low", by_law]


@pytest.mark.parametrize(
    ("code", "day", "basis"),
    [
        # the catalogue holds since February 2024
        ("THL102", "2023-12-31", "TH-45;TH-723"),
        ("THL102", "2025-12-31", "TH-45;TH-DIR2024;TH-723"),
        # the Energy Law holds since 2025, the amended Statistics Law since September 2024
        ("CRB004", "2024-12-31", "ECL-27-2"),
        ("CRB004", "2025-12-31", "ECL-27-2;EL-35-2"),
        ("MGT012", "2023-12-31", "ECL-27-2"),
        ("MGT012", "2024-12-31", "ECL-27-2;STAT-45"),
    ],
)
def test_a_finding_of_a_year_cites_no_later_law(rulebook: Rulebook, code: str, day: str, basis: str) -> None:
    assert grounds_on(rulebook, code, "period_end", day)[0] == basis


@pytest.mark.parametrize(("day", "basis"), [("2025-12-31", "TH-45;TH-ACT;TH-723"), ("2026-01-01", "TH-45;TH-723")])
def test_the_plan_for_aluminium_is_cited_of_projects_begun_under_it(rulebook: Rulebook, day: str, basis: str) -> None:
    """It held until the end of 2025, and speaks of no other trade than aluminium and battery materials."""
    assert basis == grounds_on(rulebook, "THL105", "review_governing_date", day)[0]
    assert "TH-ACT" not in {each.id for each in rulebook.rules["THL102"].citations}


def test_violations_begin_with_an_order_or_a_referral(rulebook: Rulebook) -> None:
    """Most duties lead to an order to correct first; a notice never orders anything."""
    first_steps = {rule.first_step for rule in of_kind(rulebook, "violation")}
    assert first_steps == {"order_to_correct", "referral"}
    assert "order_to_correct" not in {rule.first_step for rule in of_kind(rulebook, "notice")}


def test_predecessors_and_successors_point_at_each_other(rulebook: Rulebook) -> None:
    """A rule that another law replaced names it, and is named by it."""
    rules = rulebook.rules
    pairs = [(rule.code, rule.successor) for rule in rules.values() if rule.successor]
    assert pairs != []
    assert [(rules[later].predecessor, later) for _, later in pairs] == pairs
