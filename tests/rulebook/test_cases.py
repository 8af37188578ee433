"""Cases beside the rules: they run, and every verdict needs one."""

from __future__ import annotations

from typing import Any

import pytest

from energy_audit.errors import RulebookError
from energy_audit.rulebook.cases import NO_CASE, run_cases

FULL = """
[[case]]
name = "at the line"
expect = "breached"
facts = { designated = true, tce = 5000.00 }
[[case]]
name = "one cent below"
expect = "met"
facts = { designated = true, tce = 4999.99 }
[[case]]
name = "not designated"
expect = "not_applicable"
facts = { designated = false }
[[case]]
name = "not measured"
expect = "cannot_tell"
facts = { designated = true }
"""


def results(packs: Any, **options: Any) -> list[tuple[str, str, str, str]]:
    rulebook = packs.load(**options)
    found = run_cases(rulebook, [packs.folder / "rules", *options.get("extra", ())])
    return [(result.item, result.case, result.expected, result.actual) for result in found if not result.passed]


def test_full_set_of_cases_passes(packs: Any) -> None:
    packs.write(packs.rule())
    packs.case("KEU001", FULL)
    assert [] == results(packs)
    assert 4 == len(run_cases(packs.load(), [packs.folder / "rules"]))


def test_wrong_rule_is_noticed(packs: Any) -> None:
    packs.write(packs.rule(breached='"tce > 5000"'))
    packs.case("KEU001", FULL)
    assert [("KEU001", "at the line", "breached", "met")] == results(packs)


def test_failing_case_names_its_line(packs: Any) -> None:
    packs.write(packs.rule(breached='"tce > 5000"'))
    packs.case("KEU001", FULL)
    [failed] = [result for result in run_cases(packs.load(), [packs.folder / "rules"]) if not result.passed]
    assert ("rules/test/cases/KEU001.toml", 2) == (failed.place.file, failed.place.line)


def test_verdict_without_a_case_is_reported(packs: Any) -> None:
    packs.write(packs.rule() + packs.rule("KEU002"))
    packs.case("KEU001", FULL.split('[[case]]\nname = "not designated"', maxsplit=1)[0])
    assert [
        ("KEU001", "", "not_applicable", NO_CASE),
        ("KEU001", "", "cannot_tell", NO_CASE),
        ("KEU002", "", "met", NO_CASE),
        ("KEU002", "", "breached", NO_CASE),
        ("KEU002", "", "not_applicable", NO_CASE),
        ("KEU002", "", "cannot_tell", NO_CASE),
    ] == results(packs)


@pytest.mark.parametrize(
    ("applies", "breached", "missing"),
    [
        (None, '"tce >= 5000"', ["met", "breached", "cannot_tell"]),
        (None, '"manager IS NULL"', ["met", "breached"]),
        ('"designated"', '"manager IS NULL"', ["met", "breached", "not_applicable", "cannot_tell"]),
    ],
)
def test_only_verdicts_a_rule_can_reach_need_a_case(
    packs: Any,
    applies: str | None,
    breached: str,
    missing: list[str],
) -> None:
    packs.write(packs.rule(applies=applies, breached=breached))
    assert missing == [expected for _, _, expected, _ in results(packs)]


def test_criterion_needs_true_false_and_unknown(packs: Any) -> None:
    packs.write(packs.criterion("big", "tce > 100"))
    assert ["true", "false", "unknown"] == [expected for _, _, expected, _ in results(packs)]
    packs.case(
        "criterion_big",
        """
[[case]]
name = "above"
expect = true
facts = { tce = 100.01 }
[[case]]
name = "at"
expect = false
facts = { tce = 100 }
[[case]]
name = "blank"
expect = "unknown"
""",
    )
    assert [] == results(packs)


def test_period_end_follows_from_the_year(packs: Any) -> None:
    """A parameter's value is picked by the year of the case; a given period_end goes before."""
    packs.write(
        packs.parameter("line", packs.value("100", "2020-01-01", "2024-12-31"), packs.value("200", "2025-01-01"))
        + packs.criterion("big", "tce > :line"),
    )
    packs.case(
        "criterion_big",
        """
[[case]]
name = "old line"
expect = true
facts = { tce = 150, report_year = 2024 }
[[case]]
name = "new line"
expect = false
facts = { tce = 150, report_year = 2025 }
[[case]]
name = "its own day"
expect = true
facts = { tce = 150, report_year = 2025, period_end = 2024-12-31 }
[[case]]
name = "no year"
expect = "unknown"
facts = { tce = 150 }
""",
    )
    assert [] == results(packs)


def test_verdicts_and_criteria_may_be_given(packs: Any) -> None:
    packs.write(
        packs.rule()
        + packs.criterion("big", "tce > 1")
        + packs.rule("KEU002", applies='"criterion.big"', breached="\"verdict.KEU001 = 'breached'\""),
    )
    packs.case("KEU001", FULL)
    packs.case("criterion_big", '[[case]]\nname="a"\nexpect=true\nfacts={tce=2}\n')
    packs.case(
        "KEU002",
        """
[[case]]
name = "breached before"
expect = "breached"
criteria = { big = true }
verdicts = { KEU001 = "breached" }
[[case]]
name = "met before"
expect = "met"
criteria = { big = true }
verdicts = { KEU001 = "met" }
[[case]]
name = "small"
expect = "not_applicable"
criteria = { big = false }
[[case]]
name = "could not be told before"
expect = "cannot_tell"
criteria = { big = true }
verdicts = { KEU001 = "cannot_tell" }
""",
    )
    assert [("criterion_big", "", "false", NO_CASE), ("criterion_big", "", "unknown", NO_CASE)] == results(packs)


def test_cases_of_a_template_cover_all_its_documents(packs: Any) -> None:
    packs.write(packs.document_rule(applies='"designated AND document_condition_holds"'))
    packs.case(
        "ARC",
        """
[[case]]
name = "not held"
expect = "breached"
facts = { designated = true, held = false }
[[case]]
name = "held"
expect = "met"
facts = { designated = true, held = true }
[[case]]
name = "its condition does not hold"
document = "ARC-14"
expect = "not_applicable"
facts = { designated = true, document_condition_holds = false }
[[case]]
name = "not said"
expect = "cannot_tell"
facts = { designated = true }
""",
    )
    assert [] == results(packs)


def test_overridden_rule_takes_its_cases_along(packs: Any) -> None:
    """Cases of the shipped rule do not judge the one that took its place."""
    packs.write(packs.rule())
    packs.case("KEU001", FULL)
    folder = packs.write(packs.rule(breached='"tce >= 1"'), pack="own", root="mine")
    packs.case("KEU001", FULL.replace("4999.99", "0.99"), pack="own", root="mine")
    assert [] == results(packs, extra=[folder])


@pytest.mark.parametrize(
    ("name", "text", "words", "line"),
    [
        ("KEU009", FULL, "KEU001", 0),
        ("criterion_bigg", FULL, "criterion_big", 0),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "breach"\n', "breached", 3),
        ("KEU001", '[[case]]\nname = "x"\nexpects = "met"\n', "expect", 3),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\nfacts = { tcee = 1 }\n', "tce", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\nfacts = { project_tce = 1 }\n', "project_tce", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\nfacts = { tce = "1" }\n', "数值", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\nfacts = { staff = 1.5 }\n', "整数", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\nfacts = { designated = 1 }\n', "true/false", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\nfacts = { period_end = "2024-01-01" }\n', "日期", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\nverdicts = { KEU002 = "met" }\n', "KEU001", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\nverdicts = { KEU001 = "meet" }\n', "met", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\ncriteria = { big = "yes" }\n', "true", 4),
        ("KEU001", '[[case]]\nname = "x"\nexpect = "met"\ndocument = "ARC-01"\n', "ARC-01", 4),
        ("KEU001", '[[cases]]\nname = "x"\n', "case", 1),
    ],
)
def test_unsound_case_is_refused_with_its_line(packs: Any, name: str, text: str, words: str, line: int) -> None:
    packs.write(packs.rule() + packs.criterion("big", "tce > 1"))
    packs.case(name, text)
    with pytest.raises(RulebookError) as refusal:
        run_cases(packs.load(), [packs.folder / "rules"])
    assert words in refusal.value.message
    assert (f"rules/test/cases/{name}.toml", line) == (refusal.value.file, refusal.value.line)
