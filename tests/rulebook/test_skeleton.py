"""A new rule starts from a skeleton that loads, and that nobody takes for finished."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_audit import resources
from energy_audit.inspection import open_rules
from energy_audit.rulebook.cases import run_cases
from energy_audit.rulebook.model import Rulebook
from energy_audit.rulebook.skeleton import cases_text, is_unfinished, pack_text, rule_text, topic_text, unfinished
from energy_audit.vocabulary import SUBJECTS, Subject


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return open_rules()[1]


def write(folder: Path, subject: Subject, rulebook: Rulebook) -> None:
    (folder / "cases").mkdir(parents=True)
    (folder / "pack.toml").write_text(pack_text("mine"), encoding="utf-8")
    (folder / "own.toml").write_text(topic_text("own", None) + rule_text("ABC001", subject, rulebook), encoding="utf-8")
    (folder / "cases" / "ABC001.toml").write_text(cases_text("ABC001"), encoding="utf-8")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_skeleton_loads_for_every_subject_and_its_cases_are_incomplete(
    tmp_path: Path, shipped: Rulebook, subject: Subject
) -> None:
    write(tmp_path / "mine", subject, shipped)
    _, rulebook = open_rules([tmp_path / "mine"])
    assert subject == rulebook.rules["ABC001"].subject
    failed = [case for case in run_cases(rulebook, [resources.folder("rules"), tmp_path / "mine"]) if not case.passed]
    assert [("ABC001", "met"), ("ABC001", "breached")] == [(case.item, case.expected) for case in failed]
    assert all(is_unfinished(case.case) for case in failed)


def test_what_is_still_to_be_written_is_named_with_its_line(tmp_path: Path, shipped: Rulebook) -> None:
    write(tmp_path / "mine", "enterprise", shipped)
    [issue] = unfinished(open_rules([tmp_path / "mine"])[1])
    lines = (tmp_path / "mine" / "own.toml").read_text(encoding="utf-8").splitlines()
    assert ("ABC001", "mine/own.toml") == (issue.name, issue.place.file)
    assert "[[rule]]" == lines[issue.place.line - 1]
    for key in ("name", "title", "remedy", "message", "citations"):
        assert key in issue.message


def test_the_shipped_rules_are_finished(shipped: Rulebook) -> None:
    assert [] == unfinished(shipped)


def test_a_topic_that_exists_keeps_its_title(shipped: Rulebook) -> None:
    metering = next(topic for topic in shipped.topics if topic.name == "metering")
    assert metering.title.zh in topic_text("metering", metering.title)
