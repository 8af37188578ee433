"""Mutants: what is flipped, and whether cases notice."""

from __future__ import annotations

from typing import Any

import pytest

from energy_audit.errors import RulebookError
from energy_audit.rulebook.mutate import mutate, mutated_texts

SHARP = """
[[case]]
name = "at the line"
expect = "breached"
facts = { designated = true, tce = 5000 }
[[case]]
name = "just below"
expect = "met"
facts = { designated = true, tce = 4999.99 }
[[case]]
name = "far above"
expect = "breached"
facts = { designated = true, tce = 9000 }
[[case]]
name = "not designated"
expect = "not_applicable"
facts = { designated = false, tce = 9000 }
"""


def test_sharp_cases_kill_every_mutant(packs: Any) -> None:
    packs.write(packs.rule())
    packs.case("KEU001", SHARP)
    mutants = mutate(packs.load(), [packs.folder / "rules"])
    assert ["tce > 5000", "tce < 5000", "tce >= 5001", "tce >= 4999"] == [mutant.text for mutant in mutants]
    assert [] == [mutant.text for mutant in mutants if mutant.survived]
    assert "at the line" == mutants[0].killed_by


def test_blunt_cases_let_mutants_live(packs: Any) -> None:
    packs.write(packs.rule())
    packs.case("KEU001", SHARP.replace("tce = 5000 ", "tce = 5002 ").replace("4999.99", "4000"))
    survivors = [mutant.text for mutant in mutate(packs.load(), [packs.folder / "rules"]) if mutant.survived]
    assert ["tce > 5000", "tce >= 5001", "tce >= 4999"] == survivors


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("designated AND filed", {"designated OR filed", "designated", "filed"}),
        (
            "designated AND filed AND tce IS NULL",
            {
                "designated AND filed OR tce IS NULL",
                "designated OR filed AND tce IS NULL",
                "designated AND filed",
                "designated AND tce IS NULL",
                "filed AND tce IS NULL",
                "designated AND filed AND NOT tce IS NULL",
            },
        ),
        (
            "(designated OR filed) AND tce IS NULL",
            {
                "(designated OR filed) OR tce IS NULL",
                "(designated AND filed) AND tce IS NULL",
                "(designated OR filed)",
                "tce IS NULL",
                "(designated) AND tce IS NULL",
                "(filed) AND tce IS NULL",
                "(designated OR filed) AND NOT tce IS NULL",
            },
        ),
        ("ABS(tce) = staff", {"ABS(tce) <> staff", "tce = staff"}),
        ("NOT designated", {"designated"}),
        ("filed = TRUE", {"filed <> TRUE", "filed = FALSE"}),
        ("tce > 0.50", {"tce >= 0.50", "tce <= 0.50", "tce > 0.51", "tce > 0.49"}),
        ("sector IN ('A', 'B')", {"sector IN ('A')", "sector IN ('B')"}),
        ("sector NOT LIKE 'A%'", {"sector LIKE 'A%'"}),
        (
            "period_end > DATE '2024-01-01'",
            {
                "period_end >= DATE '2024-01-01'",
                "period_end <= DATE '2024-01-01'",
                "period_end > DATE '2024-01-02'",
                "period_end > DATE '2023-12-31'",
            },
        ),
        ("tce + share > share", {"tce - share > share", "tce + share >= share", "tce + share <= share"}),
        ("tce > :line", {"tce >= :line", "tce <= :line", "tce > (:line + 0.1)", "tce > (:line - 0.1)"}),
        (
            "tce / NULLIF(share, 0) = staff",
            {"tce / NULLIF(share, 0) <> staff"},
        ),
    ],
)
def test_one_thing_is_changed_at_a_time(packs: Any, condition: str, expected: set[str]) -> None:
    values = (packs.value("5000", "2018-01-01", "2020-12-31"), packs.value("5000.5", "2021-01-01"))
    rulebook = packs.load(packs.parameter("line", *values) + packs.rule(breached=f'"{condition}"'))
    assert expected == {text for _, text in mutated_texts(rulebook.rules["KEU001"].breached, rulebook)}


def test_guards_and_criteria_are_mutated_too(packs: Any) -> None:
    packs.write(packs.rule(applies='"designated AND filed"') + packs.criterion("big", "tce > 1"))
    packs.case("KEU001", SHARP)
    packs.case("criterion_big", '[[case]]\nname = "x"\nexpect = true\nfacts = { tce = 2 }\n')
    mutants = mutate(packs.load(), [packs.folder / "rules"])
    assert {("KEU001", "applies"), ("KEU001", "breached"), ("criterion_big", "holds")} == {
        (mutant.item, mutant.key) for mutant in mutants
    }
    assert {"criterion_big"} == {mutant.item for mutant in mutate(packs.load(), [packs.folder / "rules"], only=["big"])}


def test_change_that_is_no_condition_is_passed_over(packs: Any) -> None:
    """The largest number has no next one, so one neighbour is not a mutant."""
    packs.write(packs.criterion("big", f"tce < {'9' * 26}"))
    packs.case("criterion_big", '[[case]]\nname = "x"\nexpect = true\nfacts = { tce = 2 }\n')
    texts = [mutant.text for mutant in mutate(packs.load(), [packs.folder / "rules"])]
    assert [f"tce <= {'9' * 26}", f"tce >= {'9' * 26}", f"tce < {'9' * 25}8"] == texts


def test_date_parameter_is_not_shifted(packs: Any) -> None:
    text = packs.parameter("since", packs.value("2020-01-01", "2018-01-01"))
    rulebook = packs.load(text + packs.rule(breached='"period_end >= :since"'))
    expected = {"period_end > :since", "period_end < :since"}
    assert expected == {text for _, text in mutated_texts(rulebook.rules["KEU001"].breached, rulebook)}


SAME = """
[[equivalent]]
change = "tce >= 5000 → tce > 5000"
reason = "示例"
"""


def test_a_mutant_called_equivalent_is_set_apart_with_its_reason(packs: Any) -> None:
    packs.write(packs.rule())
    packs.case("KEU001", SHARP.replace("tce = 5000 ", "tce = 5000.5 ") + SAME)
    mutants = mutate(packs.load(), [packs.folder / "rules"])
    [marked] = [mutant for mutant in mutants if mutant.equivalent]
    assert ("tce >= 5000 → tce > 5000", "示例", False) == (marked.change, marked.equivalent, marked.survived)


@pytest.mark.parametrize(
    ("cases", "mark", "words"),
    [
        (SHARP, SAME, "at the line"),
        (SHARP, SAME.replace("> 5000", "> 6000"), "no such change"),
    ],
)
def test_a_mark_that_is_wrong_or_stale_is_refused(packs: Any, cases: str, mark: str, words: str) -> None:
    """Else a case could be deleted, or a condition changed, under cover of an old mark."""
    packs.write(packs.rule())
    packs.case("KEU001", cases + mark)
    with pytest.raises(RulebookError, match=words) as refusal:
        mutate(packs.load(), [packs.folder / "rules"])
    assert (True, (cases + mark).splitlines().index("[[equivalent]]") + 1) == (
        refusal.value.file.endswith("cases/KEU001.toml"),
        refusal.value.line,
    )
