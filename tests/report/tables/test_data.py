"""The written tables: exact columns, exact formats, one meaning in every form."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from energy_audit.report.tables.data import (
    FORMULA_STARTS,
    BatchTables,
    batch_tables,
    enterprises_frame,
    escape_formulas,
    page_name,
    write_data,
)

Make = Callable[..., Any]
CEMENT, ALLOY, LIQUOR, DATA_CENTRE = (
    "91520100000000001A",
    "91520100000000002B",
    "91520300000000003C",
    "91520500000000004D",
)

ENTERPRISES = """uscc report_year enterprise_name region_code industry_code sites tce_calorific tce_calorific_low
tce_calorific_high tce_equal tce_equal_low tce_equal_high tce_calorific_less_feedstock tce_equal_less_feedstock
tce_calorific_less_nonfossil tce_equal_less_nonfossil reported_tce_calorific reported_tce_equal co2_t nonfossil_share
tier_calorific tier_equal tier key_energy_user statutory_key_user basis_sensitive two_high two_high_one_low
documents_required documents_held documents_missing documents_expired violations suspicions notices cannot_tell
worst_severity""".split()  # noqa: SIM905 - as the contract prints it
FINDINGS = """finding_id facts_digest rule rule_name kind severity verdict uscc report_year enterprise_name subject
subject_key message evidence legal_basis legal_status confidence remedy first_step authority file sheet cell""".split()  # noqa: SIM905 - likewise
PROBLEMS = ["file", "sheet", "cell", "table", "column", "code", "severity", "value", "message"]


@pytest.fixture(scope="module")
def tables(hand_material: Make) -> BatchTables:
    return batch_tables(hand_material())


@pytest.fixture(scope="module")
def written(tables: BatchTables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "data"
    write_data(tables, folder)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_are_those_of_the_contract(tables: BatchTables) -> None:
    """Names and order are promised to spreadsheets and scripts."""
    assert ENTERPRISES == tables.enterprises.columns
    assert FINDINGS == tables.findings.columns
    assert PROBLEMS == tables.problems.columns


def test_types_are_those_of_the_contract(tables: BatchTables) -> None:
    """Quantities are exact decimals, truths are Booleans; nothing is a float."""
    dtypes = tables.enterprises.schema
    assert pl.Decimal(38, 2) == dtypes["tce_calorific"]
    assert pl.Decimal(38, 2) == dtypes["co2_t"]
    assert pl.Decimal(38, 6) == dtypes["nonfossil_share"]
    assert pl.Boolean == dtypes["key_energy_user"]
    assert not any(dtype.is_float() for dtype in dtypes.values())


def test_csv_is_utf8_with_marker_and_plain_line_ends(written: Path) -> None:
    """A spreadsheet sees the encoding, a script sees one kind of line end."""
    for path in sorted(written.glob("*.csv")):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.endswith(b"\n")


def test_csv_formats(written: Path) -> None:
    """Tonnes have two decimals, a share six, truth is true, false or empty."""
    rows = {(row["uscc"], row["report_year"]): row for row in rows_of(written / "enterprises.csv")}
    cement, liquor = rows[CEMENT, "2025"], rows[LIQUOR, "2024"]
    assert cement["tce_calorific"] == "123456.78"
    assert cement["tce_equal"] == "150000.00"
    assert cement["nonfossil_share"] == "0.123457"
    assert cement["key_energy_user"] == "true"
    assert cement["basis_sensitive"] == "false"
    assert liquor["statutory_key_user"] == ""
    assert liquor["tce_equal"] == ""
    assert liquor["documents_missing"] == ""


@pytest.mark.parametrize("name", ["enterprises", "findings", "problems", "equipment"])
def test_csv_and_parquet_say_the_same(written: Path, name: str) -> None:
    """Both forms hold the same cells, but for the mark before a text that could start a formula."""

    def shown(value: object) -> str:
        if value is None:
            return ""
        return str(value).lower() if isinstance(value, bool) else str(value)

    table = pl.read_parquet(written / f"{name}.parquet")
    expected = [
        {key: shown(value) for key, value in row.items()} for row in escape_formulas(table).iter_rows(named=True)
    ]
    assert expected == rows_of(written / f"{name}.csv")
    assert table.height > 0


def test_formulas_are_escaped_in_csv_only(written: Path) -> None:
    """Excel must not run a name; a program must get it as filed."""
    names = [row["enterprise_name"] for row in rows_of(written / "enterprises.csv")]
    assert '\'=HYPERLINK("http://x")铁合金' in names
    assert '=HYPERLINK("http://x")铁合金' in pl.read_parquet(written / "enterprises.parquet")["enterprise_name"]
    assert ["'+1", "'-壹佰"] == [row["value"] for row in rows_of(written / "problems.csv")]
    assert "'-未设立能源管理岗位" in [row["message"] for row in rows_of(written / "findings.csv")]


def test_only_what_begins_like_a_formula_is_escaped() -> None:
    """Of every character up to the wide signs, and of those after them."""
    characters = [chr(code) for code in (*range(1, 0x3100), *range(0xFE00, 0x10100))]
    texts = pl.Series("text", [*characters, "", None], dtype=pl.String)
    escaped = escape_formulas(texts.to_frame())["text"]
    marked = texts.filter(escaped.ne_missing(texts))
    assert sorted(marked) == sorted(FORMULA_STARTS)
    assert escaped.filter(escaped.ne_missing(texts)).to_list() == [f"'{text}" for text in marked]


def test_columns_are_escaped_each_by_itself() -> None:
    """Whatever stands in the others, and for every way to begin."""
    texts = [*FORMULA_STARTS, "0", "A", "{", "能", "，", "Ａ", ""]
    row = pl.DataFrame({f"column {number}": [text] for number, text in enumerate(texts)})
    assert list(escape_formulas(row).row(0)) == [f"'{text}" if text in FORMULA_STARTS else text for text in texts]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_every_start_of_a_formula_is_escaped(start: str) -> None:
    table = pl.DataFrame({"text": [f"{start}1", f"a{start}", None], "number": [-1, 0, 1]})
    assert [f"'{start}1", f"a{start}", None] == escape_formulas(table)["text"].to_list()
    assert [-1, 0, 1] == escape_formulas(table)["number"].to_list()


def test_tables_are_sorted(tables: BatchTables) -> None:
    """Order does not depend on the order of the filings."""
    keys = tables.enterprises.select("uscc", "report_year").rows()
    assert sorted(keys) == keys
    findings = tables.findings.select("uscc", "report_year", "rule").rows()
    assert sorted(findings) == findings


def test_findings_are_counted_by_kind(tables: BatchTables) -> None:
    """Only breached verdicts count under a kind; what cannot be told has a count of its own."""
    rows = {row["uscc"]: row for row in tables.enterprises.filter(report_year=2025).iter_rows(named=True)}
    counts = ("violations", "suspicions", "notices", "cannot_tell", "worst_severity")
    assert [2, 1, 0, 0, "high"] == [rows[ALLOY][name] for name in counts]
    assert [0, 0, 2, 1, "info"] == [rows[DATA_CENTRE][name] for name in counts]
    assert [0, 0, 0, 0, None] == [rows[CEMENT][name] for name in counts]


def test_what_cannot_be_told_asks_nobody_to_mend_anything(tables: BatchTables) -> None:
    """A remedy and an order belong to a breach: no enterprise may be served one for what nobody could judge."""
    untold = tables.findings.filter(verdict="cannot_tell")
    assert untold.height > 0
    assert untold.select(pl.col("remedy", "first_step").is_null().all()).row(0) == (True, True)
    assert untold["message"].is_not_null().all()
    breached = tables.findings.filter(verdict="breached")
    assert breached.select(pl.col("remedy", "first_step").is_not_null().all()).row(0) == (True, True)


def test_a_share_is_rounded_half_up(hand_material: Make) -> None:
    """The seventh decimal five rounds away from zero."""
    material = hand_material()
    facts = material.facts.frames["enterprise"].with_columns(
        nonfossil_share=pl.lit(Decimal("0.0000005"), pl.Decimal(38, 12))
    )
    material.facts.frames["enterprise"] = facts
    assert {Decimal("0.000001")} == set(enterprises_frame(material)["nonfossil_share"])


@pytest.mark.parametrize(
    ("own", "filed", "projects", "expected"),
    [
        (False, False, [], False),
        (None, False, [], None),
        (True, False, [], True),
        (False, True, [True], True),
        (False, True, [False], False),
        (False, True, [None, True], True),
        (False, True, [None, False], None),
        (True, True, [None], True),
        (None, True, [False], None),
    ],
)
def test_a_suspected_project_makes_the_unit_suspected(
    hand_material: Make, own: bool | None, filed: bool, projects: list[bool | None], expected: bool | None
) -> None:
    """A project counts for its unit; where one of the filed projects is unknown, so is the unit, unless it fits anyway."""
    unit = {"uscc": CEMENT, "report_year": 2025, "subject_key": "", "source": 0, "row": 2, "has_project_table": filed}
    material = hand_material(
        enterprises=(unit | {"enterprise_name": "x"},),
        verdicts=(),
        suspected={CEMENT: (None, own)},
        projects=tuple((CEMENT, 2025, f"P{number}", truth) for number, truth in enumerate(projects)),
    )
    assert expected is enterprises_frame(material)["two_high_one_low"].item()


def test_a_rulebook_without_composites_leaves_the_columns_empty(hand_material: Make) -> None:
    material = hand_material()
    material.rulebook.criteria.clear()
    assert [None] == enterprises_frame(material)["two_high"].unique().to_list()


def test_english_problems_are_spoken_in_english(hand_material: Make) -> None:
    """The same fault, said anew in the language of the report."""
    messages = batch_tables(hand_material(lang="en")).problems["message"].to_list()
    assert all(message.isascii() or "壹佰" in message or "消费量" in message for message in messages)
    assert any("must be a number" in message for message in messages)


def test_problems_follow_the_order_of_the_file(hand_material: Make) -> None:
    """Row 9 stands before row 12, as in the sheet and not as in the alphabet."""
    base = {
        "file": "a.xlsx", "sheet": "表1", "table": "enterprise", "column": "uscc", "code": "hidden-row",
        "severity": "warning", "value": "", "message": "", "detail": "", "source": 1, "uscc": None, "report_year": 2025,
    }  # fmt: skip
    problems = tuple(base | {"cell": f"A{row}", "row": row} for row in (12, 9, 100))
    assert ["A9", "A12", "A100"] == batch_tables(hand_material(problems=problems)).problems["cell"].to_list()


def test_an_empty_batch_writes_headings(hand_material: Make, tmp_path: Path) -> None:
    write_data(batch_tables(hand_material(enterprises=(), verdicts=(), problems=(), files=())), tmp_path / "data")
    assert ",".join(ENTERPRISES) + "\n" == (tmp_path / "data" / "enterprises.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("uscc", "year", "expected"),
    [
        ("9152000071430580XT", 2025, "9152000071430580XT-2025"),
        ("9152000071430580XU", 2024, "9152000071430580XU-2024"),  # a wrong check digit still serves
        ("9152000071430580xt", 2025, "unknown-43c94de1-2025"),
        ("../../etc/passwd", 2025, "unknown-3754d6cb-2025"),
        ("", None, "unknown-e3b0c442-undated"),
        (None, 2025, "unknown-e3b0c442-2025"),
    ],
)
def test_page_name(uscc: str | None, year: int | None, expected: str) -> None:
    """A code names its page; anything else is named by a digest that every file system can hold."""
    assert expected == page_name(uscc, year)
