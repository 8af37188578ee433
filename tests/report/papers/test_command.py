"""``energy-audit papers`` over the shipped samples: from filings, and from the folder of an earlier inspection."""

import json
import re
from pathlib import Path

import click
import polars as pl
import pytest
from docx import Document

from energy_audit.cli import papers
from energy_audit.clock import Clock
from energy_audit.errors import UsageError
from energy_audit.inspection import inspect, open_rules
from energy_audit.report.material import Options
from energy_audit.report.papers import PAPERS
from energy_audit.report.publish import publish
from energy_audit.resources import folder

from .conftest import AS_OF, blanks_of, text_of

COKING, SUSPECTED, SILICON = "91520281000000086W", "91520201000000350C", "91522622000000043E"


@pytest.fixture(scope="module")
def filings() -> list[str]:
    home = folder("sample_data") / "filings"
    return [
        str(home / "六盘水市" / "示例盘州焦化-2025.xlsx"),
        str(home / "六盘水市" / "示例钟山水泥-2025.xlsx"),
        str(home / "黔东南苗族侗族自治州" / "示例黄平硅业-2025.xlsx"),
    ]


@pytest.fixture(scope="module")
def written(filings: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("papers") / "out"
    run(*filings, "--out", str(out), "--as-of", AS_OF.isoformat())
    return out


@pytest.fixture(scope="module")
def inspected(filings: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("inspected") / "out"
    options = Options(AS_OF, formats=frozenset({"data"}))
    publish(inspect([Path(each) for each in filings], options).material, out, clock=Clock())
    return out


def run(*arguments: str) -> None:
    assert 0 == papers.command.main(args=list(arguments), standalone_mode=False)


def test_the_command_offers_every_paper() -> None:
    assert papers.PAPERS == PAPERS


def test_each_unit_gets_the_papers_that_the_law_allows(written: Path) -> None:
    def names(uscc: str) -> set[str]:
        return {path.stem for path in (written / f"{uscc}-2025").iterdir()}

    # its meters are for the market regulator, and of its works it is a person who must say whether they were early
    assert {"notice", "referral-market_regulation"} <= names(COKING)
    assert not {"order", "hearing"} & names(COKING)
    assert {"order", "hearing", "referral-ecology"} <= names(SILICON)
    assert not {"order", "hearing"} & names(SUSPECTED)
    assert {"notice", "suggestion", "record"} <= names(SUSPECTED)


def test_a_unit_with_suspicions_only_is_told_why_it_gets_no_order(
    tmp_path: Path, filings: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run(filings[1], "--out", str(tmp_path / "out"), "--as-of", AS_OF.isoformat(), "--paper", "order")
    told = capsys.readouterr().out
    assert "未生成《限期整改通知书》：没有违法违规事项" in told
    assert [] == list((tmp_path / "out").rglob("*.docx"))


def test_facts_come_from_the_filing(written: Path) -> None:
    text = text_of(Document(str(written / f"{SILICON}-2025" / "order.docx")))
    assert "于2025年10月15日开工" in text
    assert "2025-10-15" not in text
    assert "“附表3 固定资产投资项目”" in text
    meters = text_of(Document(str(written / f"{COKING}-2025" / "referral-market_regulation.docx")))
    assert re.search(r"电力：.*应配\D*40\D+36", meters)
    assert "能源计量器具配备率 L3" in meters
    assert "示例盘州焦化-2025.xlsx" in meters


def test_the_folder_of_an_earlier_inspection_gives_the_same_facts(
    tmp_path: Path, inspected: Path, written: Path
) -> None:
    out = tmp_path / "out"
    run(str(inspected), "--out", str(out), "--uscc", SILICON.lower(), "--year", "2025")
    assert [f"{SILICON}-2025"] == [path.name for path in out.iterdir() if path.is_dir()]
    for name in ("order", "suggestion"):
        path = f"{SILICON}-2025/{name}.docx"
        assert text_of(Document(str(written / path))) == text_of(Document(str(out / path))), name
    filed, kept = (Document(str(folder / f"{SILICON}-2025" / "hearing.docx")) for folder in (written, out))
    assert text_of(filed) == text_of(kept)
    assert blanks_of(filed) == blanks_of(kept)
    assert "〔住所〕" not in blanks_of(kept)


@pytest.mark.parametrize("name", ["notice", "record"])
def test_an_earlier_inspection_asks_for_as_much_and_counts_as_much_open_as_the_filings_do(
    tmp_path: Path, inspected: Path, written: Path, name: str
) -> None:
    """One row of its findings tells of the whole list that the unit did not hand in; the documents are asked for."""
    out = tmp_path / "out"
    run(str(inspected), "--out", str(out), "--uscc", SILICON, "--paper", name)
    filed, kept = (text_of(Document(str(at / f"{SILICON}-2025" / f"{name}.docx"))) for at in (written, out))
    assert "ARC-01" in filed or "节能管理档案各项" in filed
    assert filed == kept


def test_an_earlier_inspection_without_its_verdicts_gives_no_lists_where_one_row_tells_for_many(
    tmp_path: Path, inspected: Path, written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Papers that list what is asked for or could not be told are not written of such a unit, and it is said what to do."""
    found = pl.read_parquet(inspected / "data" / "findings.parquet")
    of_documents = {code for rule in open_rules()[1].rules.values() if rule.document for code in rule.told_by}
    tells = pl.col("rule").is_in(of_documents) | pl.col("message").str.contains("由此不能判断的还有：")
    concerned = set(found.filter(tells)["uscc"])
    assert SILICON in concerned
    out = tmp_path / "out"
    verdicts = inspected / "data" / "verdicts.parquet"
    moved = verdicts.rename(verdicts.with_suffix(".away"))
    try:
        run(str(inspected), "--out", str(out))
    finally:
        moved.rename(verdicts)
    for unit in (COKING, SILICON, SUSPECTED):
        names, whole = ({path.stem for path in (at / f"{unit}-2025").iterdir()} for at in (out, written))
        lists = {"notice", "record", "receipt-notice"} if unit in concerned else set()
        assert names == whole - lists
    assert "不加 --no-verdicts 重新检查" in capsys.readouterr().out
    refused = json.loads((out / "papers.json").read_text(encoding="utf-8"))["not_written"]
    assert {"notice", "record"} <= {each["paper"] for each in refused if each["uscc"] == SILICON}


@pytest.mark.parametrize("choice", [("--as-of", "2025-01-01"), ("--lang", "en"), ("--basis", "equal")])
def test_an_earlier_inspection_cannot_be_judged_anew_by_a_choice(
    tmp_path: Path, inspected: Path, choice: tuple[str, str]
) -> None:
    with pytest.raises(UsageError, match=choice[0]):
        run(str(inspected), "--out", str(tmp_path / "out"), *choice)


def test_an_inspection_by_other_rules_is_refused(tmp_path: Path, inspected: Path) -> None:
    manifest = inspected / "manifest.json"
    kept = manifest.read_text(encoding="utf-8")
    try:
        manifest.write_text(kept.replace('"identity": "national', '"identity": "other'), encoding="utf-8")
        with pytest.raises(UsageError, match="other"):
            run(str(inspected), "--out", str(tmp_path / "out"))
    finally:
        manifest.write_text(kept, encoding="utf-8")


def test_a_unit_that_is_not_there_is_said(tmp_path: Path, inspected: Path) -> None:
    with pytest.raises(UsageError, match="没有找到单位年度 91520000000000000X 2025"):
        run(str(inspected), "--out", str(tmp_path / "out"), "--uscc", "91520000000000000X", "--year", "2025")
    assert not (tmp_path / "out").exists()


def test_an_unknown_paper_is_named(tmp_path: Path, inspected: Path) -> None:
    with pytest.raises(click.BadParameter, match="fine"):
        run(str(inspected), "--out", str(tmp_path / "out"), "--paper", "order,fine")
