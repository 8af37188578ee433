"""Writing papers: same bytes, harmless names, nothing overwritten, nothing half-written."""

import dataclasses
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from energy_audit.errors import OutputRefused
from energy_audit.reference.lookup import Law
from energy_audit.report.output import refuse_foreign
from energy_audit.report.papers import PAPERS, issue_papers
from energy_audit.report.papers.case import Case, Unit
from energy_audit.report.papers.wording import Wording

from .conftest import UNIT, USCC, finding, text_of

Make = Callable[..., Case]
ROWS = (finding("LIM001", "焦炭"), finding("THL002"), finding("MET004", "电力"))
HOSTILE = (
    "<script>alert('x')</script>有限公司",
    "甲\"乙'丙&丁有限公司",
    "../../etc/passwd",
    "C:\\Windows\\甲有限公司?*|",
    "甲🔥公司👩‍🔬",
    "长" * 300,
    "=HYPERLINK(1)",
    "甲\x00\x0b\u202e乙",
    "",
)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_case_gives_the_same_bytes(
    tmp_path: Path, case_of: Make, wording: Wording, law_table: dict[str, Law]
) -> None:
    for name in ("first", "second"):
        issue_papers([case_of(*ROWS)], tmp_path / name, wording, law_table)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    document = (tmp_path / "first" / f"{USCC}-2025" / "order.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}
        names = archive.namelist()
        assert names == ["[Content_Types].xml", *sorted(names[1:])]
        assert b"2026-06-30T00:00:00Z" in archive.read("docProps/core.xml")


def test_the_list_names_each_paper_with_its_digest_and_each_that_was_not_written(
    tmp_path: Path, case_of: Make, wording: Wording, law_table: dict[str, Law]
) -> None:
    (issued,) = issue_papers([case_of(finding("THL002"))], tmp_path / "out", wording, law_table)
    told = json.loads((tmp_path / "out" / "papers.json").read_text(encoding="utf-8"))
    assert list(issued.written) == [each["path"] for each in told["papers"]]
    assert {"order", "hearing", "referral"} == {each["paper"] for each in told["not_written"]}
    assert not (tmp_path / "out" / f"{USCC}-2025" / "order.docx").exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_of_any_kind_stays_harmless(
    tmp_path: Path, case_of: Make, wording: Wording, law_table: dict[str, Law], name: str
) -> None:
    case = case_of(*ROWS, unit=Unit(USCC, 2025, name, name, name, name))
    issue_papers([case], tmp_path / "out", wording, law_table)
    assert {"out"} == {path.name for path in tmp_path.iterdir()}
    assert {f"{USCC}-2025", "papers.json"} == {path.name for path in (tmp_path / "out").iterdir()}
    document = Document(str(tmp_path / "out" / f"{USCC}-2025" / "order.docx"))
    printed = name.replace("\x00", "").replace("\x0b", "").replace("\u202e", "")
    assert f"{printed}（统一社会信用代码：" in text_of(document)


@pytest.mark.parametrize("uscc", ["../x", "<b>", "", "9152"])
def test_a_code_that_cannot_name_a_folder_does_not(
    tmp_path: Path, case_of: Make, wording: Wording, law_table: dict[str, Law], uscc: str
) -> None:
    case = case_of(*ROWS, unit=dataclasses.replace(UNIT, uscc=uscc))
    (issued,) = issue_papers([case], tmp_path / "out", wording, law_table)
    assert all(path.startswith("unknown-") for path in issued.written)
    assert {"out"} == {path.name for path in tmp_path.iterdir()}


def test_papers_that_were_written_before_are_never_overwritten(
    tmp_path: Path, case_of: Make, wording: Wording, law_table: dict[str, Law]
) -> None:
    out = tmp_path / "out"
    issue_papers([case_of(*ROWS)], out, wording, law_table)
    before = contents(out)
    with pytest.raises(OutputRefused, match="不覆盖"):
        issue_papers([case_of(finding("THL002"))], out, wording, law_table)
    assert before == contents(out)


def test_an_inspection_cannot_take_the_place_of_papers_nor_papers_of_an_inspection(
    tmp_path: Path, case_of: Make, wording: Wording, law_table: dict[str, Law]
) -> None:
    issue_papers([case_of(*ROWS)], tmp_path / "papers", wording, law_table)
    with pytest.raises(OutputRefused):
        refuse_foreign(tmp_path / "papers")
    inspected = tmp_path / "inspected"
    inspected.mkdir()
    (inspected / "manifest.json").write_text('{"tool": "energy-audit"}', encoding="utf-8")
    with pytest.raises(OutputRefused):
        issue_papers([case_of(*ROWS)], inspected, wording, law_table)


def test_a_failure_leaves_nothing_behind(
    tmp_path: Path, case_of: Make, wording: Wording, law_table: dict[str, Law], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("energy_audit.report.papers.issue.set_paper", fail)
    with pytest.raises(OutputRefused):
        issue_papers([case_of(*ROWS)], tmp_path / "out", wording, law_table)
    assert [] == list(tmp_path.iterdir())


def test_only_the_papers_asked_for_are_written(
    tmp_path: Path, case_of: Make, wording: Wording, law_table: dict[str, Law]
) -> None:
    def written(wanted: str) -> set[str]:
        (issued,) = issue_papers(
            [case_of(*ROWS)], tmp_path / wanted, wording, law_table, wanted=frozenset(wanted.split(","))
        )
        return {Path(path).stem for path in issued.written}

    assert {"order"} == written("order")
    assert {"order", "receipt-order"} == written("order,receipt")
    assert {"receipt-notice", "receipt-order", "receipt-suggestion"} == written("receipt")
    assert {"referral-market_regulation"} == written("referral")
    assert {"notice", "order", "suggestion"} < written(",".join(PAPERS))
