"""``papers.toml``: cited, in both languages, refused with its line when it is not as it must be."""

import dataclasses
import datetime as dt
import shutil
from pathlib import Path

import pytest

from energy_audit.errors import ReferenceTableError
from energy_audit.reference.tables import Reference
from energy_audit.report.papers.issue import PAPERS
from energy_audit.report.papers.line import BLANK
from energy_audit.report.papers.wording import Wording, read_wording
from energy_audit.rulebook.model import AUTHORITIES, Rulebook

from .conftest import AS_OF


def test_there_is_a_record_for_every_paper_and_a_recipient_for_every_authority(wording: Wording) -> None:
    assert set(PAPERS) == set(wording.papers)
    assert set(AUTHORITIES) == set(wording.recipients)


def test_wording_called_law_names_the_law_and_both_languages_leave_as_many_blanks(wording: Wording) -> None:
    for passage in wording.passages.values():
        assert passage.law or passage.source or passage.legal_status == "practice", passage.id
        assert len(BLANK.findall(passage.zh)) >= len(BLANK.findall(passage.en)) > 0 or not BLANK.findall(passage.zh)
        assert passage.en.strip(), passage.id


def test_an_order_may_follow_nothing_but_a_violation_of_the_own_authority_on_law_in_force(wording: Wording) -> None:
    for name in ("order", "hearing"):
        paper = wording.papers[name]
        assert paper.needs_law_in_force
        assert [("violation", ("order_to_correct",), "own")] == [dataclasses.astuple(each) for each in paper.takes]


def test_what_a_paper_leaves_out_are_rules_it_would_take_up_otherwise(
    wording: Wording, shipped: tuple[Reference, Rulebook]
) -> None:
    for paper in wording.papers.values():
        for code in paper.leaves_out:
            rule = shipped[1].rules[code]
            assert any(rule.kind == each.kind and rule.first_step in each.first_steps for each in paper.takes), code


def test_a_passage_of_low_confidence_is_one_blank(wording: Wording) -> None:
    assert "low" == wording.passages["order.extension"].confidence
    (line,) = wording.say("order.extension")
    assert all(piece.blank for piece in line)


def test_a_passage_whose_ground_is_not_yet_in_force_is_left_out(shipped: tuple[Reference, Rulebook]) -> None:
    early = read_wording(shipped[0], "zh", dt.date(2023, 12, 31))
    assert () == early.say("remedies")
    assert read_wording(shipped[0], "zh", dt.date(2024, 1, 1)).say("remedies")


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('law = ["INS-FEE"]', 'law = ["INS-NONE"]', "INS-NONE"),
        ('"To: {name}"', '"To: {uscc}"', "addressee"),
        ('id = "ecology"', 'id = "elsewhere"', "ecology"),
        ('served_on = "authority"', 'served_on = "everybody"', "everybody"),
        ('only_exact = ["suspicion"]', 'only_exact = ["rumour"]', "rumour"),
        ('kind = "suspicion", first_steps = ["referral"]', 'kind = "rumour", first_steps = ["referral"]', "rumour"),
    ],
)
def test_a_fault_is_refused_with_file_and_words(
    tmp_path: Path, shipped: tuple[Reference, Rulebook], written: str, instead: str, told: str
) -> None:
    folder = tmp_path / "rules" / "reference"
    shutil.copytree(shipped[0].folder, folder)
    file = folder / "papers.toml"
    text = file.read_text(encoding="utf-8")
    assert written in text
    file.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(ReferenceTableError, match=told) as error:
        read_wording(Reference(folder), "zh", AS_OF)
    assert "rules/reference/papers.toml" == error.value.file
