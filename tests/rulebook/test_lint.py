"""How rules read."""

from __future__ import annotations

from typing import Any

import pytest

from energy_audit.rulebook.lint import lint


def test_well_written_rules_pass(packs: Any) -> None:
    text = packs.criterion("big", "tce > 1") + packs.rule(applies='"criterion.big"') + packs.document_rule()
    assert [] == lint(packs.load(text))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": '"Manager_Missing"'}, "kebab-case"),
        ({"name": '"no-manager-appointed"'}, "no-"),
        ({"name": '"disallow-old-boilers"'}, "disallow-"),
        ({"title": '{ zh = "Above", en = "Above" }'}, "title.zh"),
        ({"title": '{ zh = "超限", en = "超限" }'}, "title.en"),
        ({"message": '{ zh = "超过限值，请核对", en = "Above the line; check it" }'}, "names no value"),
        ({"message": '{ zh = "能耗{tce}", en = "Consumption {tce}; check it" }'}, "message.zh"),
        ({"message": '{ zh = "能耗{tce}，请核对", en = "Consumption {tce}" }'}, "message.en"),
        ({"message": '{ zh = "{tce}{sector}请核对", en = "Check {tce}" }'}, "sector"),
        ({"title": f'{{ zh = "{"长" * 41}", en = "Long" }}'}, "too long"),
        ({"successor": '"KEU009"'}, "KEU009"),
    ],
)
def test_badly_written_rule_is_named(packs: Any, changes: dict[str, str], words: str) -> None:
    [issue] = lint(packs.load(packs.rule(**changes)))
    assert "KEU001" == issue.name
    assert words in issue.message
    assert packs.line_of("[[rule]]") == issue.place.line


def test_two_rules_of_one_name_are_named(packs: Any) -> None:
    [issue] = lint(packs.load(packs.rule() + packs.rule("KEU002")))
    assert ("KEU002", True) == (issue.name, "KEU001" in issue.message)


def test_what_nothing_uses_is_named(packs: Any) -> None:
    text = packs.rule() + packs.criterion("big", "tce > 1") + packs.parameter("line", packs.value("1", "2018-01-01"))
    assert ["line", "big"] == [issue.name for issue in lint(packs.load(text))]


def test_criterion_with_a_role_is_used_by_the_report(packs: Any) -> None:
    assert [] == lint(packs.load(packs.criterion("big", "tce > 1", role='"high_energy"')))
