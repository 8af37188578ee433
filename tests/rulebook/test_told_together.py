"""What one finding tells for many, by hand: a list that was not filed leaves every document open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from energy_audit.errors import RulebookError
from energy_audit.rulebook.bench import ENTERPRISE
from energy_audit.rulebook.judge import Judgement, judge
from energy_audit.rulebook.told_together import findings_told_alone, tellers_of

ASKS = {"kind": '"notice"', "applies": '"designated"', "breached": '"filed = FALSE"'}


@pytest.fixture
def judgement(packs: Any, tables_of: Any) -> Judgement:
    """A filed no list and is asked for it; B too, but it is open whether it must; C owes none; D filed one."""
    units = [("A", True, False), ("B", None, False), ("C", False, False), ("D", True, True)]
    enterprise = [{"uscc": uscc, "designated": designated, "filed": filed} for uscc, designated, filed in units]
    documents = [
        {"uscc": uscc, "subject_key": name, "document_id": name, "held": held}
        for uscc, held in (("A", None), ("B", None), ("C", None), ("D", False))
        for name, held in (("ARC-01", held), ("ARC-30", None))
    ]
    text = packs.rule("LST001", **ASKS) + packs.document_rule(applies=None, told_by='["LST001"]')
    tables = tables_of(enterprise=enterprise, document=documents)
    return judge(packs.load(text), tables, as_of=dt.date(2026, 6, 30))


TOLD = [
    ("A", "LST001", "breached"),
    ("B", "LST001", "cannot_tell"),
    # nothing else speaks of C's documents
    ("C", "ARC001", "cannot_tell"),
    ("C", "ARC030", "cannot_tell"),
    # D's list was filed: each document is told of
    ("D", "ARC001", "breached"),
    ("D", "ARC030", "cannot_tell"),
]


@pytest.mark.parametrize("size", [1, 3, None])
def test_one_finding_asks_for_the_list_in_the_place_of_one_a_document(judgement: Judgement, size: int | None) -> None:
    batches = list(judgement.finding_batches(size=size))
    assert TOLD == [row for batch in batches for row in batch.select("uscc", "rule", "verdict").iter_rows()]
    assert len(TOLD) == judgement.count_told_alone()


def test_findings_made_before_are_sorted_out_the_same_way(judgement: Judgement) -> None:
    told = findings_told_alone(judgement.findings, judgement.rulebook, judgement.benches[ENTERPRISE].facts)
    assert told.equals(pl.concat(judgement.finding_batches()))


def test_the_verdicts_stay_and_are_counted(judgement: Judgement) -> None:
    """A's and B's two documents each are open, and counted so."""
    open_verdicts = judgement.verdicts().filter(pl.col("verdict") == "cannot_tell")
    assert {"A": 2, "B": 3, "C": 2, "D": 1} == dict(open_verdicts.group_by("uscc").len().iter_rows())
    assert {"A": 2, "B": 3, "C": 2, "D": 1} == dict(judgement.tally().select("uscc", "cannot_tell").iter_rows())
    assert {"A", "B", "C", "D"} == set(judgement.findings.filter(rule="ARC030")["uscc"])


@pytest.mark.parametrize("code", ["LST009", "ARC030", "LST002"])
def test_only_a_rule_of_the_enterprise_that_tells_for_itself_tells_for_others(packs: Any, code: str) -> None:
    asks = packs.rule("LST001", **ASKS) + packs.rule("LST002", told_by='["LST001"]', **ASKS)
    with pytest.raises(RulebookError, match="told_by"):
        packs.load(asks + packs.document_rule(told_by=f'["{code}"]'))


@pytest.fixture
def projects(packs: Any, tables_of: Any) -> Judgement:
    """Of A's two projects one has no day; B's has one, though its consumption is unknown."""
    of_project = {"subject": '"project"', "applies": None, "evidence": None}
    text = packs.rule("PRJ001", **of_project, breached='"started_on IS NULL"')
    text += packs.rule("PRJ002", **of_project, breached='"project_tce > 1"', told_by='["PRJ001"]')
    text += packs.rule("PRJ003", **of_project, breached="\"division = '30'\"", told_by='["PRJ001"]')
    day = dt.date(2024, 5, 1)
    rows = [("A", "dated", day, None, None), ("A", "bare", None, None, "30"), ("B", "dated", day, None, "26")]
    names = ("uscc", "subject_key", "started_on", "project_tce", "division")
    tables = tables_of(
        enterprise=[{"uscc": "A"}, {"uscc": "B"}], project=[dict(zip(names, row, strict=True)) for row in rows]
    )
    return judge(packs.load(text), tables, as_of=dt.date(2026, 6, 30))


@pytest.mark.parametrize("size", [1, None])
def test_a_finding_of_a_row_speaks_for_what_is_open_of_that_row_alone(projects: Judgement, size: int | None) -> None:
    found = pl.concat(projects.finding_batches(size=size))
    assert found.select("uscc", "subject_key", "rule", "verdict").rows() == [
        ("A", "bare", "PRJ001", "breached"),
        ("A", "dated", "PRJ002", "cannot_tell"),
        # what is no open question is not spoken for
        ("A", "bare", "PRJ003", "breached"),
        ("A", "dated", "PRJ003", "cannot_tell"),
        ("B", "dated", "PRJ002", "cannot_tell"),
    ]
    assert found["message"][0].endswith("由此不能判断的还有：PRJ002。")
    assert found.height == projects.count_told_alone()
    told = findings_told_alone(projects.findings, projects.rulebook, projects.benches[ENTERPRISE].facts)
    assert found.drop("message").equals(told.drop("message"))


@pytest.mark.parametrize(("uscc", "told"), [("A", True), ("B", False)])
def test_a_rule_of_rows_knows_whether_a_finding_of_a_row_speaks_for_it(
    projects: Judgement, uscc: str, told: bool
) -> None:
    tellers = tellers_of(projects.rulebook.rules["PRJ002"], projects.benches, uscc, 2025)
    assert tellers == ["PRJ001"] * told


def test_a_row_is_not_spoken_for_by_a_rule_of_another_subject(packs: Any) -> None:
    of_project = packs.rule("PRJ001", subject='"project"', applies=None, evidence=None, breached='"project_tce > 1"')
    with pytest.raises(RulebookError, match="told_by"):
        packs.load(of_project + packs.rule("TAB001", told_by='["PRJ001"]'))
    with pytest.raises(RulebookError, match="awaits"):
        packs.load(
            of_project
            + of_project.replace("PRJ001", "PRJ002").replace(
                'breached = "project_tce > 1"', 'breached = "project_tce > 1"\ntold_by = ["PRJ001"]\nawaits = "filed"'
            )
        )


def test_a_teller_that_says_what_it_speaks_of_is_silent_on_what_is_open_for_other_reasons(
    packs: Any, tables_of: Any
) -> None:
    """``division`` lists what is blank: of the second row only the consumption, of the third nothing."""
    of_project = {"subject": '"project"', "applies": None, "evidence": None}
    speaks = packs.rule("PRJ001", **of_project, breached="\"division <> ''\"", speaks_of='"division"')
    text = speaks + packs.rule("PRJ002", **of_project, breached='"project_tce > 1"', told_by='["PRJ001"]')
    text += packs.rule(
        "PRJ003", **of_project, breached='"started_on > as_of AND project_tce > 1"', told_by='["PRJ001"]'
    )
    names = ("uscc", "subject_key", "started_on", "project_tce", "division")
    rows = [
        ("A", "both", None, None, "started_on、project_tce"),
        ("A", "one", dt.date(2027, 1, 1), None, "project_tce"),
        ("A", "other", None, None, "project"),  # a part of a name is no name
        ("A", "none", None, None, ""),
    ]
    tables = tables_of(enterprise=[{"uscc": "A"}], project=[dict(zip(names, row, strict=True)) for row in rows])
    judged = judge(packs.load(text), tables, as_of=dt.date(2026, 6, 30))
    found = pl.concat(judged.finding_batches())
    assert sorted(found.filter(verdict="cannot_tell").select("subject_key", "rule").rows()) == [
        ("none", "PRJ002"),
        ("none", "PRJ003"),
        ("other", "PRJ002"),
        ("other", "PRJ003"),
    ]
    assert found.height == judged.count_told_alone()
    told = findings_told_alone(judged.findings, judged.rulebook, judged.benches[ENTERPRISE].facts)
    assert found.drop("message").equals(told.drop("message"))
    spoken = dict(
        found.filter(rule="PRJ001").select("subject_key", pl.col("message").str.extract("还有：(.*)。$")).rows()
    )
    assert spoken == {"both": "PRJ002、PRJ003", "one": "PRJ002、PRJ003", "other": None}


@pytest.mark.parametrize("name", ["started_on", "nothing"])
def test_a_teller_speaks_of_a_text_of_its_own_rows(packs: Any, name: str) -> None:
    of_project = {"subject": '"project"', "applies": None, "evidence": None}
    with pytest.raises(RulebookError, match="speaks_of"):
        packs.load(packs.rule("PRJ001", **of_project, breached='"project_tce > 1"', speaks_of=f'"{name}"'))


WAITS = {"told_by": '["TAB001"]', "awaits": '"filed"'}
BOTH = "由此不能判断的还有：TAB002、TAB003（未备案）。"


@pytest.fixture
def waiting(packs: Any, tables_of: Any) -> Judgement:
    """A filed no table; B filed it with blanks; C filed none, one of its rules is told by its name; of D it is unknown."""
    asked = {"applies": None, "breached": '"tce > 1"'}
    text = packs.rule("TAB001", **asked) + packs.rule("TAB002", **asked | WAITS)
    text += packs.rule("TAB003", **asked | {"breached": '"share > 1"'} | WAITS)
    units = [("A", False, None), ("B", True, None), ("C", False, 0), ("D", None, None)]
    enterprise = [{"uscc": uscc, "filed": filed, "share": share} for uscc, filed, share in units]
    return judge(packs.load(text), tables_of(enterprise=enterprise), as_of=dt.date(2026, 6, 30))


@pytest.mark.parametrize("size", [1, None])
def test_what_waits_for_a_table_is_told_together_only_while_it_is_not_filed(
    waiting: Judgement, size: int | None
) -> None:
    found = pl.concat(waiting.finding_batches(size=size))
    told = found.group_by("uscc", maintain_order=True).agg("rule")
    assert told.rows() == [
        ("A", ["TAB001"]),
        ("B", ["TAB001", "TAB002", "TAB003"]),
        ("C", ["TAB001"]),
        ("D", ["TAB001", "TAB002", "TAB003"]),
    ]
    assert found.height == waiting.count_told_alone()
    assert found.equals(findings_told_alone(waiting.findings, waiting.rulebook, waiting.benches[ENTERPRISE].facts))


@pytest.mark.parametrize(("uscc", "told"), [("A", True), ("B", False), ("C", True), ("D", False), ("X", False)])
def test_a_rule_knows_whether_another_finding_speaks_for_it(waiting: Judgement, uscc: str, told: bool) -> None:
    rules = waiting.rulebook.rules
    assert tellers_of(rules["TAB002"], waiting.benches, uscc, 2025) == ["TAB001"] * told
    assert not tellers_of(rules["TAB001"], waiting.benches, uscc, 2025)


def test_the_finding_names_what_it_tells_for_and_why(waiting: Judgement) -> None:
    said = pl.concat(waiting.finding_batches()).filter(rule="TAB001")["message"].to_list()
    assert said[0].endswith(f"请补充后重新检查。{BOTH}")
    assert "还有" not in said[1] + said[3]
    assert said[2].endswith("由此不能判断的还有：TAB002（未备案）。")
    english = waiting.findings_in("en").filter(rule="TAB001")["message"][0]
    assert english.endswith("For this reason these cannot be told either: TAB002, TAB003 (filed: no).")


def test_the_name_of_a_finding_does_not_hang_on_what_it_tells_for(waiting: Judgement) -> None:
    alone = waiting.findings.filter(rule="TAB001")
    assert alone["facts_digest"].n_unique() == 1


def test_a_list_not_filed_names_no_document_but_what_else_waits_for_it(packs: Any, tables_of: Any) -> None:
    text = packs.rule("LST001", **ASKS) + packs.document_rule(applies=None, told_by='["LST001"]')
    text += packs.rule("LST002", applies=None, breached="\"verdict.ARC001 = 'breached'\"", told_by='["LST001"]')
    documents = [{"uscc": "A", "subject_key": "ARC-01", "document_id": "ARC-01", "held": None}]
    tables = tables_of(enterprise=[{"uscc": "A", "designated": True, "filed": False}], document=documents)
    judged = judge(packs.load(text), tables, as_of=dt.date(2026, 6, 30))
    found = pl.concat(judged.finding_batches())
    assert found["rule"].to_list() == ["LST001"]
    assert found["message"][0].endswith("请核对由此不能判断的还有：LST002。")


@pytest.mark.parametrize(
    "changes", [{"awaits": '"filed"'}, {"told_by": '["LST001"]', "awaits": '"held"'}, {**WAITS, "awaits": '"tce"'}]
)
def test_only_a_truth_of_the_enterprise_is_awaited_and_only_beside_a_teller(
    packs: Any, changes: dict[str, str]
) -> None:
    with pytest.raises(RulebookError, match="awaits"):
        packs.load(packs.rule("TAB001") + packs.rule("LST001", **ASKS) + packs.rule("TAB002", **changes))


@pytest.fixture
def several(packs: Any, tables_of: Any) -> Judgement:
    """PRJ004 asks PRJ001 first, then PRJ002; PRJ002, where it is open, asks PRJ004 in its turn."""
    of_project = {"subject": '"project"', "applies": None, "evidence": None}
    text = packs.rule("PRJ001", **of_project, breached='"started_on IS NULL"')
    text += packs.rule("PRJ002", **of_project, breached="\"division = '30'\"", told_by='["PRJ004"]')
    text += packs.rule("PRJ004", **of_project, breached='"project_tce > 1"', told_by='["PRJ001", "PRJ002"]')
    day = dt.date(2024, 5, 1)
    rows = [
        ("A", "all", None, None, None),
        ("A", "both", None, None, "30"),
        ("A", "first", None, None, "26"),
        ("A", "none", day, None, "26"),
        ("A", "open", day, None, None),
        ("A", "second", day, None, "30"),
    ]
    names = ("uscc", "subject_key", "started_on", "project_tce", "division")
    tables = tables_of(enterprise=[{"uscc": "A"}], project=[dict(zip(names, row, strict=True)) for row in rows])
    return judge(packs.load(text), tables, as_of=dt.date(2026, 6, 30))


def test_the_first_teller_that_has_a_finding_tells_and_nobody_who_is_told_tells_for_another(
    several: Judgement,
) -> None:
    found = pl.concat(several.finding_batches())
    also = pl.col("message").str.extract("还有：(.*)。$")
    assert sorted(found.select("subject_key", "rule", also.fill_null("")).rows()) == [
        # PRJ004 is told by PRJ001, so that it speaks for nobody
        ("all", "PRJ001", "PRJ004"),
        ("all", "PRJ002", ""),
        ("both", "PRJ001", "PRJ004"),
        ("both", "PRJ002", ""),
        ("first", "PRJ001", "PRJ004"),
        ("none", "PRJ004", ""),
        # of two open ones the lower code stands
        ("open", "PRJ002", "PRJ004"),
        ("second", "PRJ002", "PRJ004"),
    ]
    assert found.height == several.count_told_alone()
    told = findings_told_alone(several.findings, several.rulebook, several.benches[ENTERPRISE].facts)
    assert found.drop("message").equals(told.drop("message"))
    assert tellers_of(several.rulebook.rules["PRJ004"], several.benches, "A", 2025) == ["PRJ001", "PRJ002"]


@pytest.mark.parametrize("told_by", ['["PRJ002"]', '["PRJ001", "PRJ001"]', '["PRJ001", "LST001"]'])
def test_a_rule_names_each_teller_once_and_never_itself(packs: Any, told_by: str) -> None:
    of_project = {"subject": '"project"', "applies": None, "evidence": None, "breached": '"project_tce > 1"'}
    with pytest.raises(RulebookError, match="told_by"):
        packs.load(packs.rule("PRJ001", **of_project) + packs.rule("PRJ002", **of_project, told_by=told_by))
