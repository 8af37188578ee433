"""What a rule cites stands as it stood on the day judged."""

from __future__ import annotations

from datetime import date

import pytest

from energy_audit.inspection import open_rules
from energy_audit.rulebook.model import Rulebook
from energy_audit.rulebook.standing import standing_on


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return open_rules()[1]


def statuses(rulebook: Rulebook, code: str) -> dict[str, str]:
    return {citation.id: citation.legal_status for citation in rulebook.rules[code].citations}


@pytest.mark.parametrize(
    ("day", "assessment_law", "measures_of_2023"),
    [
        # the assessment law until 14 August 2026, the measures from June 2023 to August 2025
        (date(2026, 8, 15), "superseded", "superseded"),
        (date(2026, 8, 14), "in_force", "superseded"),
        (date(2025, 9, 1), "in_force", "superseded"),
        (date(2025, 8, 31), "in_force", "in_force"),
    ],
)
def test_law_is_in_force_until_its_last_day(
    shipped: Rulebook, day: date, assessment_law: str, measures_of_2023: str
) -> None:
    rulebook = standing_on(shipped, day)
    assert assessment_law == statuses(rulebook, "PRJ026")["EIA-31"]
    assert measures_of_2023 == statuses(rulebook, "PRJ003")["FAI-2023-23"]
    assert {"in_force"} == {statuses(rulebook, "PRJ003")["ECL-15"]}


@pytest.mark.parametrize(("day", "status"), [(date(2018, 10, 25), "in_force"), (date(2018, 10, 26), "superseded")])
def test_so_is_an_earlier_edition(shipped: Rulebook, day: date, status: str) -> None:
    editions = {each.id: each.legal_status for each in standing_on(shipped, day).rules["MGT002"].editions}
    assert {"ECL-2007-55": status, "ECL-2007-84": status} == editions


def test_what_was_never_law_does_not_become_it(shipped: Rulebook) -> None:
    for day in (date(2025, 8, 31), date(2026, 8, 15)):
        assert statuses(standing_on(shipped, day), "ARC101")["COVER-GZ"] == "draft"


def test_a_rulebook_stays_itself_where_all_stand_as_they_say(shipped: Rulebook) -> None:
    """Rules that change are the same in the stages as by their code, so that what was judged is found again."""
    today = standing_on(shipped, date(2026, 8, 15))
    assert today is shipped
    then = standing_on(shipped, date(2025, 8, 31))
    assert then is standing_on(then, date(2025, 8, 31))
    staged = {id(item) for stage in then.stages for item in stage}
    assert staged == {id(item) for item in (*then.rules.values(), *then.criteria.values())}
    assert shipped.digest == then.digest
