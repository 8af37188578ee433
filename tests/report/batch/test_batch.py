"""What a batch report decides: counts, denominators, lists; unknown is never counted as good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from energy_audit.report.batch.pictures import Pictures
from energy_audit.report.batch.report import BatchReport, batch_report
from energy_audit.report.batch.tallies import Coverage, Group, same_units, whole
from energy_audit.report.batch.watch import top_emitters
from energy_audit.report.language import words
from energy_audit.report.tables.data import batch_tables

Make = Callable[..., Any]
CEMENT, ALLOY, LIQUOR, DATA_CENTRE = (
    "91520100000000001A",
    "91520100000000002B",
    "91520300000000003C",
    "91520500000000004D",
)


def report_on(material: Any, *pages: str) -> BatchReport:
    return batch_report(material, batch_tables(material), frozenset(pages))


@pytest.fixture(scope="module")
def report(hand_material: Make) -> BatchReport:
    return report_on(hand_material())


@pytest.fixture(scope="module")
def nothing(hand_material: Make) -> BatchReport:
    return report_on(hand_material(enterprises=(), verdicts=(), problems=(), files=()))


def group(groups: tuple[Group, ...], code: str) -> Group:
    return next(each for each in groups if each.code == code)


def test_files_found_are_read_or_refused(report: BatchReport) -> None:
    assert (4, 3, 1) == (report.files.found, report.files.read, report.files.refused)
    assert ["坏/加密.xlsx"] == [file.path for file in report.refused]


def test_a_unit_of_two_years_counts_once(report: BatchReport) -> None:
    """Units are legal persons at their latest year; filings are all counted."""
    assert (7, 8) == (report.total.units, report.enterprise_years)
    assert (2024, 2025) == report.years


@pytest.mark.parametrize(
    ("calorific", "equal", "below"),
    [("4999.99", "0", True), ("4999.99", "5000", False), ("-5", "4999", False), (None, "4999", False)],
)
def test_designated_units_below_the_line_are_not_said_to_reach_it(
    report: BatchReport, calorific: str | None, equal: str, *, below: bool
) -> None:
    """They are key energy users by their designation alone; of an open or negative total nothing is said."""
    ends = {
        f"tce_{basis}_high": pl.lit(end, pl.String).cast(pl.Decimal(18, 2))
        for basis, end in (("calorific", calorific), ("equal", equal))
    }
    units = report.roster.filter("latest").with_columns(key_energy_user=pl.lit(value=True), **ends)
    assert (units.height if below else 0) == whole(units, "").designated_below


def test_a_grave_violation_outweighs_many_mild_ones_and_any_suspicion(hand_material: Make) -> None:
    """Then the number decides; what cannot be told, and a notice, are nothing against a unit."""
    two_mild = (("MTR001", ""), ("MTR001", "2"))
    found = {
        ALLOY: (("THL001", ""), ("THL001", "2"), ("KEU002", ""), ("KEU001", "")),
        CEMENT: (("KEU001", ""), ("MTR001", "")),
        LIQUOR: (("KEU002", ""), *two_mild),
        "91522600000000005E": (("KEU002", ""),),
        "91430000000000006F": two_mild,
        DATA_CENTRE: (("THL001", ""),),
        "坏代码-1": (("KEU015", ""),),
    }
    verdicts = [(uscc, 2025, rule, "breached", key) for uscc, each in found.items() for rule, key in each]
    verdicts.append((DATA_CENTRE, 2025, "KEU001", "cannot_tell", ""))
    units = report_on(hand_material(verdicts=tuple(verdicts))).roster.filter("latest")
    assert list(found) == units.sort("gravity", descending=True)["uscc"].to_list()
    gravest = dict(units.select("uscc", "gravest").iter_rows())
    assert ["violation high", "suspicion high", None] == [gravest[uscc] for uscc in (CEMENT, DATA_CENTRE, "坏代码-1")]


def test_every_prefecture_is_listed(report: BatchReport) -> None:
    """The nine always, in the order of their codes; other places only where units lie there."""
    codes = [each.code for each in report.prefectures]
    nine = ["520100", "520200", "520300", "520400", "520500", "520600", "522300", "522600", "522700"]
    assert [*nine, "outside", "unrecognised"] == codes
    assert 7 == sum(each.units for each in report.prefectures)


def test_an_old_county_code_counts_where_the_county_is_today(report: BatchReport) -> None:
    """520321 became 520304; neither the old code nor the other year makes a second county."""
    assert [("520304", 1)] == [(each.code, each.units) for each in group(report.prefectures, "520300").parts]


def test_a_region_that_cannot_be_told_is_not_guessed(report: BatchReport) -> None:
    assert 1 == group(report.prefectures, "outside").units
    assert 1 == group(report.prefectures, "unrecognised").units


def test_tiers_are_counted_with_the_open_one(report: BatchReport) -> None:
    assert (2, 0, 1, 1, 3) == report.total.tiers


def test_only_certain_totals_are_added(report: BatchReport) -> None:
    """An open total is in no sum, and the report says how many were left out."""
    assert Decimal("157745.78") == report.total.tce
    assert (5, 7) == (report.total.tce_units, report.total.units)


def test_a_net_producer_takes_nothing_off_the_sum(hand_material: Make) -> None:
    """What it gives off is consumed, and counted, elsewhere."""
    units = [
        {"uscc": f"91520100000000{n:03}A", "report_year": 2025, "subject_key": "", "source": 0, "row": n,
         "tce_calorific": Decimal(tce)}
        for n, tce in enumerate(("100.00", "-40.00"))
    ]  # fmt: skip
    report = report_on(hand_material(enterprises=tuple(units), verdicts=(), problems=()))
    assert Decimal("100.00") == report.total.tce
    assert "negative" in [limit.key for limit in report.limits]


def test_the_archive_share_counts_unknown_in_the_denominator(report: BatchReport) -> None:
    """One complete, one lacking, one listed in part, one without a list: a quarter is certain."""
    assert Coverage(yes=1, no=1, unknown=2) == report.total.archive
    assert Decimal("0.25") == report.total.archive.share
    assert Decimal("0.75") == report.total.archive.share_at_most


def test_the_inspection_share_counts_unknown_in_the_denominator(report: BatchReport) -> None:
    assert Coverage(yes=1, no=1, unknown=2) == report.total.inspected


def test_units_that_may_not_reach_the_line_are_shown_apart(report: BatchReport) -> None:
    """They are neither in the denominator nor left out in silence."""
    assert (4, 2) == (report.total.key_users, report.total.key_unknown)


@pytest.mark.parametrize(
    ("filed", "missing", "expired", "unknown", "state"),
    [
        (True, 0, 0, 0, "complete"),
        (True, 1, 0, 0, "incomplete"),
        (True, 0, 1, 0, "incomplete"),
        (True, 1, 0, 9, "incomplete"),
        (True, 0, 0, 1, "cannot_tell"),
        (True, 0, 0, None, "cannot_tell"),
        (True, None, None, None, "cannot_tell"),
        (False, 0, 0, 0, "cannot_tell"),
        (None, 0, 0, 0, "cannot_tell"),
    ],
)
def test_a_file_is_complete_only_where_everything_is_known(
    hand_material: Make, filed: bool | None, missing: int | None, expired: int | None, unknown: int | None, state: str
) -> None:
    unit = {
        "uscc": CEMENT, "report_year": 2025, "subject_key": "", "source": 0, "row": 2, "archive_list_filed": filed,
        "documents_missing": missing, "documents_expired": expired, "documents_unknown": unknown,
    }  # fmt: skip
    report = report_on(hand_material(enterprises=(unit,), verdicts=(), problems=()))
    assert [state] == report.roster["archive"].to_list()


def test_a_county_shows_its_own_share(report: BatchReport) -> None:
    guiyang = group(report.prefectures, "520100")
    assert ["520123", "520181"] == sorted(each.code for each in guiyang.parts)
    assert Coverage(1, 0, 0) == group(guiyang.parts, "520181").archive
    assert Coverage(0, 1, 0) == group(guiyang.parts, "520123").archive


def test_each_year_is_measured_by_its_own_filings(report: BatchReport) -> None:
    assert [(2024, Coverage(0, 0, 1)), (2025, Coverage(1, 1, 2))] == [
        (each.year, each.archive) for each in report.coverage
    ]


def test_years_are_compared_by_the_units_that_filed_in_each(report: BatchReport) -> None:
    """One unit filed in 2024 and again in 2025: only it says how things changed, and no line joins the years."""
    assert [(2024, 1, 1), (2025, 7, 1)] == [(each.year, each.units, each.steady_units) for each in report.coverage]
    before, after = report.coverage
    assert Coverage(0, 0, 1) == before.steady_archive
    assert 1 == after.steady_archive.all
    assert not same_units(report.coverage)
    assert same_units(report.coverage[:0])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_line_joins_only_years_of_the_same_units(hand_material: Make, lang: str) -> None:
    both = report_on(hand_material(lang=lang))
    assert both.target is not None
    first, last = both.coverage
    same = (replace(first, units=1, steady_units=1), replace(last, units=1, steady_units=1))
    pictures = Pictures(words(both.lang))
    assert 'stroke-width="2"' not in pictures.road(both.target, both.coverage)
    assert 'stroke-width="2"' in pictures.road(both.target, same)


def test_the_target_says_that_it_is_a_draft(report: BatchReport) -> None:
    assert report.target is not None
    assert (2027, True) == (report.target.year, report.target.is_draft)
    assert "draft" in [limit.key for limit in report.limits]


def test_consumers_are_ranked_by_certain_totals(report: BatchReport) -> None:
    assert [CEMENT, ALLOY, LIQUOR, DATA_CENTRE] == [unit.uscc for unit in report.top.units[:4]]
    assert (5, 2) == (report.top.ranked, report.top.unranked)


def test_emitters_are_ranked_by_what_is_emitted_at_least_and_the_open_ones_are_counted_apart() -> None:
    ends = {"a": ("10", "90"), "b": ("40", "50"), "c": ("70", None), "d": (None, None), "e": ("-5", "-5")}
    units = pl.DataFrame(
        [
            {"uscc": uscc, "report_year": 2025, "enterprise_name": uscc, "prefecture_name": "", "county_name": None,
             "division_name": "", "tier": None, "html": None, "pdf": None, "co2_t": None,
             "co2_t_low": low and Decimal(low), "co2_t_high": high and Decimal(high),
             **dict.fromkeys(f"tce_{basis}{end}" for basis in ("calorific", "equal") for end in ("", "_low", "_high"))}
            for uscc, (low, high) in ends.items()
        ],
        schema_overrides={"co2_t_low": pl.Decimal(38, 2), "co2_t_high": pl.Decimal(38, 2)},
    )  # fmt: skip
    told = top_emitters(units)
    assert [unit.uscc for unit in told.units] == ["b", "a", "e"]
    assert (told.ranked, told.unranked) == (3, 2)
    assert told.units[1].co2 == (Decimal(10), Decimal(90))
    assert top_emitters(units.filter(pl.col("uscc") == "d")).units == ()


def test_watch_lists_hold_whom_they_say(report: BatchReport) -> None:
    listed = {each.key: {unit.uscc for unit in each.units} for each in report.watch}
    assert {
        "near": {LIQUOR, DATA_CENTRE},
        "near10000": set(),
        "fell": set(),
        "basis": {DATA_CENTRE},
        "thol": {ALLOY},
        "tier": {DATA_CENTRE, "91430000000000006F", "坏代码-1"},
        "untold": {DATA_CENTRE, "91430000000000006F", "坏代码-1"},
    } == listed


def test_a_watch_list_is_cut_but_counts_all(hand_material: Make) -> None:
    """A page stays readable and still says how many there are."""
    units = tuple(
        {"uscc": f"9152010000{n:08}", "report_year": 2025, "subject_key": "", "source": 0, "row": n} for n in range(250)
    )
    tier = next(each for each in report_on(hand_material(enterprises=units, verdicts=())).watch if each.key == "tier")
    assert (250, 200) == (tier.total, len(tier.units))


def test_rules_are_counted_by_verdict(report: BatchReport) -> None:
    """Two filings of one unit are two enterprise-years."""
    counts = {each.code: each for each in report.rules}
    late = counts["KEU002"]
    assert (5, 2, 1, 0, 2) == (late.met, late.breached, late.cannot_tell, late.not_applicable, late.enterprises)
    assert ["violation"] * 3 == [each.kind for each in report.rules[:3]]


def test_a_finding_on_two_articles_counts_under_both(report: BatchReport) -> None:
    counts = {each.id: (each.violations, each.enterprises) for each in report.laws}
    assert (2, 2) == counts["ECL-53"] == counts["ECL-82"]


def test_what_cannot_be_told_counts_under_no_article(report: BatchReport) -> None:
    """KEU001 is breached once and cannot be told three times."""
    assert 1 == next(each for each in report.laws if each.id == "ECL-55").violations


def test_violations_are_counted_by_authority(report: BatchReport) -> None:
    assert [("development_and_reform", 3), ("market_regulation", 1)] == [
        (each.authority, each.violations) for each in report.authorities
    ]


def test_faults_of_filings_are_counted_errors_first(report: BatchReport) -> None:
    assert [("unreadable-number", "error", 1), ("hidden-row", "warning", 1)] == [
        (each.code, each.severity, each.problems) for each in report.problems
    ]


def test_slots_that_are_not_loaded_are_a_limit(report: BatchReport) -> None:
    assert not any(slot.loaded for slot in report.slots)
    assert any("名单" in limit.text for limit in report.limits if limit.key == "slots")


def test_every_limit_of_the_batch_is_stated(report: BatchReport) -> None:
    assert {
        "refused", "errors", "total", "tier", "equal", "archive", "untold", "slots", "draft", "carbon",
    } == {limit.key for limit in report.limits}  # fmt: skip


def test_only_written_pages_are_linked(hand_material: Make) -> None:
    report = report_on(hand_material(), f"enterprises/{CEMENT}-2025.html", f"enterprises/{ALLOY}-2025.pdf")
    links = {row["uscc"]: (row["html"], row["pdf"]) for row in report.roster.iter_rows(named=True)}
    assert (f"enterprises/{CEMENT}-2025.html", None) == links[CEMENT]
    assert (None, f"enterprises/{ALLOY}-2025.pdf") == links[ALLOY]
    assert (None, None) == links[DATA_CENTRE]


def test_the_annex_names_key_users_and_violations(report: BatchReport) -> None:
    assert {CEMENT, ALLOY, LIQUOR, "91430000000000006F"} == {row.unit.uscc for row in report.annex.key_users}
    assert 4 == report.annex.all_breaches == len(report.annex.breaches)
    assert {"KEU001", "KEU002", "MTR001"} == {row.rule for row in report.annex.breaches}


def test_the_plan_counts_every_violation_once(report: BatchReport) -> None:
    """The rules made by hand are all of one topic; its line has all violations, service bodies have none of any kind."""
    by_name = {each.name: each for each in report.matters}
    management = by_name["重点用能单位节能管理制度（岗位、档案、报告、计量）"]
    assert report.sums.violations == management.violations
    assert report.sums.violations == sum(each.violations or 0 for each in report.matters)
    assert report.total.violating == management.violating
    assert management.orders is not None
    assert management.referrals is not None
    assert management.orders + management.referrals <= report.sums.violations
    bodies = next(each for each in report.matters if each.name.startswith("节能服务机构"))
    assert (bodies.units, bodies.violations) == (None, None)


def test_a_violation_of_no_named_matter_has_a_line_of_its_own(hand_material: Make) -> None:
    material = hand_material()
    rules = {
        code: SimpleNamespace(**vars(each) | {"topic": "carbon"}) for code, each in material.rulebook.rules.items()
    }
    material.rulebook = SimpleNamespace(**vars(material.rulebook) | {"rules": rules})
    last = report_on(material).matters[-1]
    assert ("其他", 4) == (last.name, last.violations)


def test_an_empty_batch_is_a_report(nothing: BatchReport) -> None:
    """Nothing in, nothing claimed: no share of nobody, nine prefectures without units."""
    assert 0 == nothing.total.units
    assert 9 == len(nothing.prefectures)
    assert nothing.total.archive.share is None
    figures = {figure.key: figure.value for figure in nothing.figures}
    assert ("0", "—", "—") == (figures["units"], figures["archive"], figures["inspected"])
    assert () == nothing.coverage


def test_a_batch_without_any_certain_total_has_no_sum(hand_material: Make) -> None:
    """Unknown is never zero."""
    unit = {"uscc": CEMENT, "report_year": 2025, "subject_key": "", "source": 0, "row": 2}
    report = report_on(hand_material(enterprises=(unit,), verdicts=(), problems=()))
    assert "不能判断" == next(figure.value for figure in report.figures if figure.key == "tce")


def test_what_is_counted_in_all_years_is_not_called_the_latest(report: BatchReport) -> None:
    """Verdicts are counted in every year, units once."""
    notes = {figure.key: figure.note for figure in report.figures}
    assert notes["untold"] == "项（各年度合计）；最近年度涉及 3 家；申报资料不足 4 项；不算符合"
    assert notes["violations"].startswith("项（各年度合计）；最近年度涉及 ")


def test_units_of_which_two_high_one_low_cannot_be_told_stand_beside_the_suspected(report: BatchReport) -> None:
    """Of seven units the criteria speak of two: one is suspected, one is not."""
    assert (1, 5) == (report.total.suspected, report.total.suspected_unknown)
    note = next(figure.note for figure in report.figures if figure.key == "thol")
    assert note == "家，只是疑似，须人工确认；另有 5 家不能判断"


def test_english_is_complete(hand_material: Make) -> None:
    """What the report itself says holds no Chinese; names as filed do."""
    report = report_on(hand_material(lang="en"))
    own = [text for figure in report.figures for text in (figure.label, figure.value, figure.note)]
    own += [limit.text for limit in report.limits] + list(report.method)
    own += [each.name for each in report.prefectures] + [
        each.title + each.meaning for each in report.watch if each.key != "near"
    ]
    own += [unit.note for each in report.watch for unit in each.units]
    assert [] == [text for text in own if any("一" <= character <= "鿿" for character in text)]
