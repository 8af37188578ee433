"""The archive: which documents are owed, held, missing, expired, or unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.conftest import Unread

from energy_audit.facts import Facts
from energy_audit.facts.archive_list import several_papers, single_papers

Derive = Callable[..., Facts]

A_UNIT = [
    {"energy_name": "其他燃料", "unit": "吨标准煤", "consumption_total": 20_000, "consumption_industrial": 20_000,
     "consumption_nonindustrial": 0, "purchase_qty": 20_000, "factor_adopted": 1},
]  # fmt: skip
C_UNIT = [{**A_UNIT[0], "consumption_total": 6000, "consumption_industrial": 6000, "purchase_qty": 6000}]


def row_of(frame: pl.DataFrame, key: str) -> dict[str, Any]:
    """The row of one subject."""
    return frame.filter(pl.col("subject_key") == key).row(0, named=True)


def archive(derive: Derive, rows: list[dict[str, Any]], *, full: bool | None = True, **more: Any) -> Facts:
    more.setdefault("energy_consumption", A_UNIT)
    return derive(enterprise=[{"documents_listed_in_full": full}], document=rows, **more)


def test_without_a_list_nothing_is_known(derive: Derive) -> None:
    facts = derive(energy_consumption=A_UNIT)
    row = row_of(facts.frames["document"], "ARC-04")
    assert (None, None, True) == (row["document_held"], row["document_listed"], row["document_required"])
    unit = facts.frames["enterprise"].row(0, named=True)
    assert (False, None) == (unit["archive_list_filed"], unit["documents_missing"])


@pytest.mark.parametrize(
    ("rows", "full", "held"),
    [
        ([{"document_id": "ARC-04", "held": "是"}], True, True),
        ([{"document_id": "ARC-04", "held": "否"}], False, False),
        ([{"document_id": "ARC-05", "held": "是"}], True, False),
        ([{"document_id": "ARC-05", "held": "是"}], False, None),
        ([{"document_id": "ARC-05", "held": "是"}], None, None),
        ([{"document_id": "ARC-04", "held": None}], True, None),
        ([{"document_id": "ARC-04", "held": "不适用"}], True, None),
        # one paper cannot be both held and not held; of two titles one is held
        ([{"document_id": "ARC-04", "held": "否"}, {"document_id": "ARC-04", "held": "是"}], True, None),
        (
            [
                {"document_id": "ARC-04", "held": "否", "title": "能源管理制度"},
                {"document_id": "ARC-04", "held": "是", "title": "能源 管理制度"},
            ],
            True,
            None,
        ),
        (
            [
                {"document_id": "ARC-04", "held": "否", "title": "能源考核办法"},
                {"document_id": "ARC-04", "held": "是", "title": "能源管理制度"},
            ],
            True,
            True,
        ),
        # a day of issue that has not come by 30 June 2026 proves nothing
        ([{"document_id": "ARC-04", "held": "是", "issued_on": "2026-06-30"}], True, True),
        ([{"document_id": "ARC-04", "held": "是", "issued_on": "2026-07-01"}], True, None),
        ([{"document_id": "ARC-04", "held": "否", "issued_on": "2026-07-01"}], True, False),
        (
            [
                {"document_id": "ARC-04", "held": "是", "issued_on": "2026-07-01"},
                {"document_id": "ARC-04", "held": "是", "issued_on": "2026-01-01"},
            ],
            True,
            True,
        ),
    ],
)
def test_held_is_what_the_list_says(
    derive: Derive, rows: list[dict[str, Any]], full: bool | None, held: bool | None
) -> None:
    """Absent counts as missing only on a list that is declared complete."""
    row = row_of(archive(derive, rows, full=full).frames["document"], "ARC-04")
    assert held is row["document_held"]


def test_a_paper_both_held_and_not_says_why_it_is_open(derive: Derive) -> None:
    rows = [{"document_id": "ARC-04", "held": "是"}, {"document_id": "ARC-04", "held": "否"}]
    row = row_of(archive(derive, rows).frames["document"], "ARC-04")
    assert (None, "both-ways") == (row["document_held"], row["document_open_because"])


@pytest.mark.parametrize(
    ("rows", "full", "because"),
    [
        ([{"document_id": "ARC-05", "held": "是"}], False, "not-listed"),
        ([{"document_id": "ARC-05", "held": "是"}], True, "owed"),
        ([{"document_id": "ARC-04", "held": "是"}], None, "owed"),
        ([{"document_id": "ARC-04", "held": None}], True, "unusable"),
        ([{"document_id": "ARC-04", "held": "是", "issued_on": "2026-07-01"}], True, "ahead"),
        ([{"document_id": "ARC-04", "held": "不适用"}], True, "no-reason"),
        ([{"document_id": "ARC-04", "held": "不适用", "not_applicable_reason": "未生产"}], False, "claim"),
    ],
)
def test_the_one_reason_that_applies_is_given(
    derive: Derive, rows: list[dict[str, Any]], full: bool | None, because: str
) -> None:
    """What the list leaves open comes first; where it says whether the paper is held, only the duty can be open."""
    assert because == row_of(archive(derive, rows, full=full).frames["document"], "ARC-04")["document_open_because"]


def test_without_a_list_the_reason_is_the_list(derive: Derive) -> None:
    documents = derive(energy_consumption=A_UNIT).frames["document"]
    assert {"no-list"} == set(documents["document_open_because"])


@pytest.mark.parametrize(("until", "expired"), [("2026-06-29", True), ("2026-06-30", False), ("2026-07-01", False)])
def test_a_document_expires_the_day_after_its_last(derive: Derive, until: str, expired: bool) -> None:
    rows = [{"document_id": "ARC-40", "held": "是", "valid_until": until}]
    assert expired is row_of(archive(derive, rows).frames["document"], "ARC-40")["document_expired"]


def test_one_lapsed_certificate_of_several_is_a_lapse(derive: Derive) -> None:
    rows = [
        {"document_id": "ARC-16", "held": "是", "valid_until": "2027-01-01"},
        {"document_id": "ARC-16", "held": "是", "valid_until": "2026-01-01"},
    ]
    row = row_of(archive(derive, rows).frames["document"], "ARC-16")
    assert (True, 6) == (row["document_expired"], row["row"])


def test_a_renewed_edition_replaces_the_lapsed_one(derive: Derive) -> None:
    rows = [
        {"document_id": "ARC-40", "held": "是", "valid_until": "2025-01-01"},
        {"document_id": "ARC-40", "held": "是", "valid_until": "2027-01-01"},
    ]
    assert row_of(archive(derive, rows).frames["document"], "ARC-40")["document_expired"] is False


@pytest.mark.parametrize(
    ("until", "expired"),
    [(None, False), (Unread("2025年3月"), None), (Unread("长期有效"), False), (Unread("见附件"), None)],
)
@pytest.mark.parametrize("document", ["ARC-40", "ARC-16"])
def test_a_last_day_that_cannot_be_read_may_have_passed(
    derive: Derive, document: str, until: object, expired: bool | None
) -> None:
    rows = [{"document_id": document, "held": "是", "valid_until": until}]
    assert expired is row_of(archive(derive, rows).frames["document"], document)["document_expired"]


@pytest.mark.parametrize(("other", "expired"), [("2025-01-01", True), ("2027-01-01", None)])
def test_a_certificate_whose_last_day_cannot_be_read_hides_no_lapsed_one(
    derive: Derive, other: str, expired: bool | None
) -> None:
    rows = [{"document_id": "ARC-16", "held": "是", "valid_until": each} for each in (Unread("见附件"), other)]
    assert expired is row_of(archive(derive, rows).frames["document"], "ARC-16")["document_expired"]


def test_an_expired_document_is_not_missing(derive: Derive) -> None:
    rows = [{"document_id": "ARC-04", "held": "是", "valid_until": "2025-01-01"}]
    unit = archive(derive, rows, full=False).frames["enterprise"].row(0, named=True)
    assert (1, 0) == (unit["documents_expired"], unit["documents_missing"])


def test_a_former_name_is_the_same_owner(derive: Derive) -> None:
    rows = [
        {"document_id": "ARC-04", "held": "是", "owner_name": "示例老水泥厂"},
        {"document_id": "ARC-05", "held": "是", "owner_name": "示例邻厂"},
        {"document_id": "ARC-06", "held": "是", "owner_name": "示例水泥有限公司 "},
    ]
    facts = derive(
        enterprise=[{"former_names": "示例老水泥厂、示例更老水泥厂"}], document=rows, energy_consumption=A_UNIT
    ).frames["document"]
    differs = [row_of(facts, key)["document_owner_differs"] for key in ("ARC-04", "ARC-05", "ARC-06")]
    assert [False, True, False] == differs


@pytest.mark.parametrize(
    ("enterprise", "owner", "differs"),
    [
        ({}, None, False),
        ({}, Unread("#REF!"), None),
        ({"enterprise_name": Unread("#REF!")}, "示例邻厂", None),
        ({"former_names": Unread("#REF!")}, "示例邻厂", None),  # it may be the former name
        ({"former_names": Unread("#REF!")}, "示例水泥有限公司", False),
    ],
)
def test_names_that_cannot_be_read_are_not_compared(
    derive: Derive, enterprise: dict[str, Any], owner: object, differs: bool | None
) -> None:
    rows = [{"document_id": "ARC-04", "held": "是", "owner_name": owner}]
    facts = derive(enterprise=[enterprise], document=rows, energy_consumption=A_UNIT).frames["document"]
    assert differs is row_of(facts, "ARC-04")["document_owner_differs"]


@pytest.mark.parametrize(
    ("entry", "unreasoned"),
    [
        ({"held": "不适用"}, True),
        ({"held": "不适用", "not_applicable_reason": "未生产"}, False),
        *(({"held": "不适用", "not_applicable_reason": word}, True) for word in ("0", "***", "无", "待定", "不适用")),
        ({"held": "不适用", "not_applicable_reason": Unread("#N/A")}, None),
        ({"held": Unread("免")}, None),
        ({"held": Unread("免"), "not_applicable_reason": "未生产"}, False),
        ({"held": None}, False),
    ],
)
def test_a_claim_or_reason_that_cannot_be_read_is_neither_there_nor_missing(
    derive: Derive, entry: dict[str, Any], unreasoned: bool | None
) -> None:
    facts = archive(derive, [{"document_id": "ARC-04", **entry}]).frames["document"]
    assert unreasoned is row_of(facts, "ARC-04")["document_claim_unreasoned"]
    assert row_of(facts, "ARC-05")["document_claim_unreasoned"] is False


@pytest.mark.parametrize(
    ("entry", "expired", "unreasoned"),
    [
        ({"held": "是", "valid_until": "2025-01-01"}, None, False),
        ({"held": "是", "valid_until": "2027-01-01"}, False, False),
        ({"held": "不适用"}, False, None),
    ],
)
def test_an_entry_without_a_readable_id_may_be_any_document(
    derive: Derive, entry: dict[str, Any], expired: bool | None, unreasoned: bool | None
) -> None:
    rows = [{"document_id": "ARC-04", "held": "是"}, {"document_id": Unread("#REF!"), **entry}]
    facts = archive(derive, rows).frames["document"]
    assert (False, False) == tuple(
        row_of(facts, "ARC-04")[name] for name in ("document_expired", "document_claim_unreasoned")
    )
    assert (expired, unreasoned) == tuple(
        row_of(facts, "ARC-16")[name] for name in ("document_expired", "document_claim_unreasoned")
    )


@pytest.mark.parametrize(
    ("until", "others", "expired"),
    [
        ("2025-01-01", [], None),
        ("2027-01-01", [], False),
        ("2025-01-01", ["2025-01-01"], None),  # the unread one may be held
        ("2027-01-01", ["2025-01-01"], None),  # and renew the lapsed one
        ("2025-01-01", ["2027-01-01"], False),
    ],
)
def test_a_paper_of_which_it_cannot_be_read_whether_it_is_held_may_be(
    derive: Derive, until: str, others: list[str], expired: bool | None
) -> None:
    rows: list[dict[str, Any]] = [{"document_id": "ARC-40", "held": Unread("？"), "valid_until": until}]
    rows += [{"document_id": "ARC-40", "held": "是", "valid_until": each} for each in others]
    assert expired is row_of(archive(derive, rows).frames["document"], "ARC-40")["document_expired"]


def test_key_user_law_does_not_bind_tier_c(derive: Derive) -> None:
    """ARC-05 (post of energy management, art. 55) is owed by A and B; ARC-04 (art. 24) by C too; ARC-01 rests on
    key-user law, ARC-51 on law that binds the inspectors.
    """
    facts = archive(derive, [{"document_id": "ARC-04", "held": "是"}], energy_consumption=C_UNIT).frames["document"]
    told = {
        key: (row_of(facts, key)["document_required"], row_of(facts, key)["document_binding"])
        for key in ("ARC-01", "ARC-04", "ARC-05", "ARC-51")
    }
    assert {"ARC-01": (True, False), "ARC-04": (True, True), "ARC-05": (False, False), "ARC-51": (True, False)} == told


@pytest.mark.parametrize(
    ("year", "bound"),
    [
        # ARC-05 (art. 55) and ARC-04 (art. 24) by the law of 2007 too, ARC-03 and ARC-41 by the measures of 2018, ARC-19 by
        # those of November 2010
        (2008, {"ARC-03": False, "ARC-04": True, "ARC-05": True, "ARC-19": False, "ARC-41": False}),
        (2010, {"ARC-03": False, "ARC-04": True, "ARC-05": True, "ARC-19": True, "ARC-41": False}),
        (2017, {"ARC-03": False, "ARC-04": True, "ARC-05": True, "ARC-19": True, "ARC-41": False}),
        (2018, {"ARC-03": True, "ARC-04": True, "ARC-05": True, "ARC-19": True, "ARC-41": True}),
    ],
)
def test_no_law_binds_before_its_day(derive: Derive, year: int, bound: dict[str, bool]) -> None:
    facts = derive(
        enterprise=[{"report_year": year}],
        energy_consumption=[{**A_UNIT[0], "report_year": year}],
        document=[{"document_id": "ARC-04", "held": "是", "report_year": year}],
    ).frames["document"]
    assert bound == {key: row_of(facts, key)["document_binding"] for key in bound}


def test_an_open_tier_leaves_open_what_only_some_tiers_owe(derive: Derive) -> None:
    """Natural gas 400 万立方米 without a factor: 4,400 to 5,320 tce, C or D."""
    gas = [{**A_UNIT[0], "energy_name": "天然气", "unit": "万立方米", "consumption_total": 400,
            "consumption_industrial": 400, "purchase_qty": 400, "factor_adopted": None}]  # fmt: skip
    facts = archive(derive, [{"document_id": "ARC-43", "held": "是"}], energy_consumption=gas).frames["document"]
    assert [None, True, False] == [row_of(facts, key)["document_required"] for key in ("ARC-04", "ARC-43", "ARC-05")]


def test_documents_of_a_project_are_owed_by_each_project(derive: Derive) -> None:
    projects = [{"project_name": "甲", "project_code": "P-1"}, {"project_name": "乙", "project_code": "P-2"}]
    rows = [{"document_id": "ARC-35", "held": "是", "project_code": "P-1"}]
    facts = archive(derive, rows, project=projects).frames["document"]
    assert [True, False] == [row_of(facts, key)["document_held"] for key in ("ARC-35/P-1", "ARC-35/P-2")]


def test_a_project_paper_that_does_not_say_which_project_accuses_none(derive: Derive) -> None:
    projects = [{"project_name": "甲", "project_code": "P-1"}, {"project_name": "乙", "project_code": "P-2"}]
    facts = archive(derive, [{"document_id": "ARC-35", "held": "是"}], project=projects).frames["document"]
    assert [None, None] == [row_of(facts, key)["document_held"] for key in ("ARC-35/P-1", "ARC-35/P-2")]


def test_the_only_project_owns_its_paper(derive: Derive) -> None:
    facts = archive(
        derive, [{"document_id": "ARC-35", "held": "是"}], project=[{"project_name": "甲", "project_code": "P-1"}]
    )
    assert row_of(facts.frames["document"], "ARC-35/P-1")["document_held"] is True


@pytest.mark.parametrize("written", ["ARC-4", "arc-04", "ARC－04", "ARC04", " arc 4 "])
def test_a_document_id_is_read_as_people_write_it(derive: Derive, written: str) -> None:
    facts = archive(derive, [{"document_id": written, "held": "是"}])
    assert row_of(facts.frames["document"], "ARC-04")["document_held"] is True


def test_a_list_with_an_unknown_id_is_not_a_complete_list(derive: Derive) -> None:
    """Nobody is told to lack a document that may stand there under a name nobody knows."""
    facts = archive(derive, [{"document_id": "ARC-05", "held": "是"}, {"document_id": "制度4", "held": "是"}])
    assert row_of(facts.frames["document"], "ARC-04")["document_held"] is None


@pytest.mark.parametrize(
    ("owner", "differs"),
    [
        ("本单位", False),
        ("本公司", False),
        ("示例水泥有限公司能源管理部", False),
        ("示例水泥有限公司遵义有限公司", True),  # another legal person that bears the name
        ("示例邻厂能源管理部", True),
    ],
)
def test_the_unit_by_another_word_is_the_unit(derive: Derive, owner: str, differs: bool) -> None:
    facts = derive(document=[{"document_id": "ARC-04", "held": "是", "owner_name": owner}])
    assert differs is row_of(facts.frames["document"], "ARC-04")["document_owner_differs"]


IN_USE = {
    "project_name": "甲", "project_code": "P-1", "nature": "新建", "stage": "投产", "industry_code": "3011",
    "construction_started_on": "2023-08-01", "commissioned_on": "2024-06-01", "approval_date": "2023-07-01",
    "document_number": "黔发改〔2023〕1号", "approved_tce_calorific": 8000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("project", "holds"),
    [
        # (ARC-35 opinion, ARC-36 acceptance, ARC-37 comparison), judged on 2026-06-30
        ({}, (True, True, True)),
        # not started: nothing is owed yet
        ({"stage": "拟建", "construction_started_on": None, "commissioned_on": None}, (False, False, False)),
        # under construction: the opinion is
        ({"stage": "在建", "commissioned_on": None}, (True, False, False)),
        # below the line of review (1000 tce): no acceptance; whether a statement of exemption is kept stays open
        ({"approved_tce_calorific": 500, "annual_electricity": 100}, (None, False, False)),
        # started before 2010-11-01: never reviewed
        ({"construction_started_on": "2010-10-31", "commissioned_on": "2012-01-01"}, (False, False, False)),
        # put to use before acceptance was asked for, and while it is unverified what was to be kept
        ({"construction_started_on": "2015-01-01", "commissioned_on": "2016-12-31"}, (True, False, True)),
        ({"construction_started_on": "2018-01-01", "commissioned_on": "2023-05-31"}, (True, None, True)),
        ({"commissioned_on": "2023-06-01", "construction_started_on": "2022-01-01"}, (True, True, True)),
        # six months after the trial run: due on 2026-06-29, and on 2026-06-30
        ({"commissioned_on": "2025-12-29"}, (True, True, True)),
        ({"commissioned_on": "2025-12-30"}, (True, False, True)),
        # what the table does not tell stays open
        ({"approved_tce_calorific": None}, (None, None, None)),
    ],
)
def test_what_a_project_owes_is_told_by_the_project_table(
    derive: Derive, project: dict[str, Any], holds: tuple[bool | None, ...]
) -> None:
    facts = archive(derive, [{"document_id": "ARC-04", "held": "是"}], project=[IN_USE | project]).frames["document"]
    told = tuple(row_of(facts, f"ARC-{n}/P-1")["document_condition_holds"] for n in (35, 36, 37))
    assert holds == told


def test_a_paper_is_asked_for_by_the_law_of_the_day_of_its_deed(derive: Derive) -> None:
    """The opinion by the start, the acceptance by the coming into use, all else by the end of the year filed."""
    project = IN_USE | {"construction_started_on": "2021-04-01", "commissioned_on": "2023-08-01"}
    facts = archive(derive, [{"document_id": "ARC-04", "held": "是"}], project=[project]).frames["document"]
    days = [row_of(facts, key)["document_law_day"] for key in ("ARC-35/P-1", "ARC-36/P-1", "ARC-37/P-1", "ARC-04")]
    year_end = date(derive().frames["enterprise"]["report_year"][0], 12, 31)
    assert [date(2021, 4, 1), date(2023, 8, 1), year_end, year_end] == days


def test_a_claim_that_the_project_table_contradicts_settles_nothing(derive: Derive) -> None:
    claim = {"document_id": "ARC-36", "held": "不适用", "not_applicable_reason": "项目未投产", "project_code": "P-1"}
    for project, holds, why in (
        (IN_USE, None, "claim-against-project"),
        (IN_USE | {"stage": "在建", "commissioned_on": None}, False, "claim"),
        (IN_USE | {"approved_tce_calorific": None}, False, "claim"),
    ):
        row = row_of(archive(derive, [claim], project=[project]).frames["document"], "ARC-36/P-1")
        assert (holds, why) == (row["document_condition_holds"], row["document_open_because"])


def certificate(until: str, **more: object) -> dict[str, Any]:
    return {"document_id": "ARC-16", "held": "是", "valid_until": until, **more}


@pytest.mark.parametrize(
    ("papers", "expired"),
    [
        ([certificate("2025-01-01", title="电能表", document_number="A-1")], True),
        # the same number, valid: its renewal
        (
            [
                certificate("2025-01-01", title="电能表", document_number="A-1"),
                certificate("2027-01-01", title="电能表", document_number="Ａ-1"),
            ],
            False,
        ),
        # the same title under another number: its renewal, or another meter's
        (
            [
                certificate("2025-01-01", title="电能表", document_number="A-1"),
                certificate("2027-01-01", title="电能表", document_number="B-2"),
            ],
            None,
        ),
        # nothing says that the one is the renewal of the other
        ([certificate("2025-01-01"), certificate("2027-01-01")], True),
        # another title is another meter
        ([certificate("2025-01-01", title="电能表"), certificate("2027-01-01", title="衡器")], True),
        ([certificate("2025-01-01", title="电能表"), certificate("2025-02-01", title="电能表")], True),
    ],
)
def test_a_lapsed_certificate_may_have_been_renewed(
    derive: Derive, papers: list[dict[str, Any]], expired: bool | None
) -> None:
    assert expired is row_of(archive(derive, papers).frames["document"], "ARC-16")["document_expired"]


def test_one_paper_says_alone_what_it_says_among_papers_of_its_kind() -> None:
    """Whatever a row says, leaves blank or says unreadably: the two ways of reckoning may not part."""
    three = [True, False, None]
    columns = {
        "held": ["是", "否", "不适用", None, "读不出"],
        "one_each": [True, False],
        "passed": three,
        "stated": three,
        "differs": three,
        "valid_until": [date(2026, 1, 1), None],
        "comes": [True, False],
    }
    said = pl.DataFrame({"report_year": [2025]})
    for name, values in columns.items():
        said = said.join(pl.DataFrame({name: values}), how="cross")
    read = pl.when(pl.col("held").ne_missing(pl.lit("读不出")))
    papers = (
        said.with_row_index("row")
        .with_columns(
            ahead=(pl.col("held").eq_missing(pl.lit("是"))) & pl.col("comes"),
            claimed=read.then((pl.col("held") == "不适用").fill_null(value=False)),
            held=read.then("held"),
        )
        .with_columns(
            holds=pl.when(~pl.col("ahead") & (pl.col("claimed").is_not_null())).then(
                pl.col("held").eq_missing(pl.lit("是"))
            )
        )
        .with_columns(
            expired=pl.col("holds") & pl.col("passed"),
            unreasoned=pl.col("claimed") & ~pl.col("stated"),
            not_applicable_reason=pl.when("stated").then(pl.lit("未生产")),
            uscc=pl.lit("示例"),
            document_id=pl.format("ARC-{}", "row"),
            document_project=pl.lit(None, pl.String),
            source=pl.lit(0, pl.UInt32),
            owner_name=pl.lit("示例公司"),
            title=pl.lit("示例证书"),
            document_number=pl.lit("示例1号"),
        )
    )
    together, alone = several_papers(papers), single_papers(papers)
    assert 1080 == papers.height
    for name in together.columns:
        assert together[name].to_list() == alone[name].to_list(), name
    assert together.schema == alone.schema
