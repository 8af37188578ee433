"""``energy-audit rules``: lists, shows, proves, compares and starts rules; refuses faulty packs with file and line."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from energy_audit import resources
from energy_audit.cli import main
from energy_audit.inspection import open_rules
from energy_audit.rulebook.model import Rulebook

Run = Callable[..., tuple[Any, str]]
AS_OF = "2026-06-30"
SAMPLES = resources.folder("sample_data") / "filings" / "贵阳市"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "80")

    def called(*words: object) -> tuple[Any, str]:
        with pytest.raises(SystemExit) as left:
            main(["rules", *map(str, words)])
        told = capsys.readouterr()
        return left.value.code, told.out + told.err

    return called


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return open_rules()[1]


def codes(text: str) -> set[str]:
    return set(re.findall(r"^[A-Z]{3}[0-9]{3}(?= )", text, re.MULTILINE))


class TestList:
    def test_no_filter_lists_every_rule_once(self, run: Run, shipped: Rulebook) -> None:
        _, text = run("list")
        assert set(shipped.rules) == codes(text)
        assert f"共 {len(shipped.rules)} 条" in text

    @pytest.mark.parametrize(
        ("filters", "fits"),
        [
            (("--topic", "metering"), lambda rule: rule.topic == "metering"),
            (("--kind", "violation"), lambda rule: rule.kind == "violation"),
            (("--authority", "market_regulation"), lambda rule: rule.authority == "market_regulation"),
            (("--kind", "notice", "--topic", "filing"), lambda rule: (rule.kind, rule.topic) == ("notice", "filing")),
            (("--law", "ECL-16-2"), lambda rule: "ECL-16-2" in {citation.id for citation in rule.citations}),
        ],
    )
    def test_a_filter_lists_what_fits_and_nothing_else(
        self, run: Run, shipped: Rulebook, filters: tuple[str, ...], fits: Callable[[Any], bool]
    ) -> None:
        _, text = run("list", *filters)
        expected = {rule.code for rule in shipped.rules.values() if fits(rule)}
        assert expected
        assert expected == codes(text)

    def test_an_instrument_stands_for_its_articles(self, run: Run) -> None:
        one, every = codes(run("list", "--law", "ECL-16-2")[1]), codes(run("list", "--law", "ECL")[1])
        assert one < every
        assert set() < codes(run("list", "--law", "FAI-2025")[1]) < codes(run("list", "--law", "FAI")[1])

    @pytest.mark.parametrize(
        ("filters", "nearest"),
        [
            (("--topic", "meterin"), "metering"),
            (("--kind", "violations"), "violation"),
            (("--authority", "statistic"), "statistics"),
            (("--law", "ECL-522"), "ECL-52"),
        ],
    )
    def test_a_filter_that_fits_nothing_names_the_nearest(
        self, run: Run, filters: tuple[str, ...], nearest: str
    ) -> None:
        code, text = run("list", *filters)
        assert 2 == code
        assert f"最接近的是 {nearest}" in text
        code, text = run("list", *filters, "--lang", "en")
        assert (2, True) == (code, f"did you mean {nearest}?" in text)
        assert "最接近" not in text


HEADINGS = {
    "zh": ["查什么", "为何重要", "条件", "参数（按日期）", "法律依据", "怎么办", "主管部门", "第一步", "把握", "用例"],
    "en": [
        "What it checks", "Why it matters", "Condition", "Parameters by date", "Law", "What to do", "Authority",
        "First step", "Honesty", "Cases",
    ],
}  # fmt: skip


class TestShow:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_a_rule_stands_under_its_headings_within_80_columns(self, run: Run, lang: str) -> None:
        from rich.cells import cell_len

        code, text = run("show", "keu001", "--lang", lang)
        lines = text.splitlines()
        assert 0 == code
        assert HEADINGS[lang] == [line for line in lines if line in HEADINGS[lang]]
        assert 80 >= max(map(cell_len, lines))
        assert ":key_user_line_tce" in text
        assert "ECL-52" in text
        assert re.search(r"rules/national/key_energy_user\.toml:\d+", text)

    def test_an_unknown_code_names_the_nearest(self, run: Run) -> None:
        code, text = run("show", "KEU0011")
        assert 2 == code
        chinese, _, english = text.partition(" / ")
        assert re.search(r"最接近的是 KEU0\d1", chinese)
        assert re.search(r"did you mean KEU0\d1\?", english)
        assert ("did you mean" in chinese, "最接近" in english) == (False, False)

    def test_html_writes_a_page_of_that_rule_alone(self, run: Run, tmp_path: Path) -> None:
        page = tmp_path / "new" / "rule.html"
        assert 0 == run("show", "PRJ001", "--html", page)[0]
        assert ["PRJ001"] == Page.of(page).articles


class Page(HTMLParser):
    """What a page holds: rules, headings, links and anything it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.articles: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.headings: list[str] = []
        self.in_heading = False

    @classmethod
    def of(cls, path: Path) -> Page:
        page = cls()
        page.feed(path.read_text(encoding="utf-8"))
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "article":
            self.articles.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag in {"script", "img", "link", "iframe"} or "src" in given:
            self.loaded.append(tag)
        self.in_heading = tag == "dt"

    def handle_data(self, data: str) -> None:
        if self.in_heading:
            self.headings.append(data)
            self.in_heading = False


class TestDocs:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_the_page_holds_every_rule_under_the_same_headings(
        self, run: Run, shipped: Rulebook, tmp_path: Path, lang: str
    ) -> None:
        assert 0 == run("docs", "--out", tmp_path / "rules.html", "--lang", lang)[0]
        page = Page.of(tmp_path / "rules.html")
        rules = [each for each in page.articles if each in shipped.rules]
        assert sorted(shipped.rules) == sorted(rules)
        assert {f"criterion-{name}" for name in shipped.criteria} == set(page.articles) - set(rules)
        assert len(shipped.rules) == page.headings.count(HEADINGS[lang][0])
        assert set(HEADINGS[lang]) == set(page.headings)

    def test_the_page_opens_alone_and_every_link_stays_on_it(self, run: Run, tmp_path: Path) -> None:
        run("docs", "--out", tmp_path / "rules.html")
        page = Page.of(tmp_path / "rules.html")
        assert [] == page.loaded
        assert page.links
        assert [] == [link for link in page.links if link.removeprefix("#") not in page.ids]

    def test_what_a_pack_says_is_text_never_markup(self, run: Run, mine: Pack, tmp_path: Path) -> None:
        mine.write(title='{ zh = "<script>alert(1)</script>甲", en = "<b>a</b>" }')
        assert 0 == run("docs", "--out", tmp_path / "rules.html", "--rules", mine.folder)[0]
        text = (tmp_path / "rules.html").read_text(encoding="utf-8")
        assert "<script" not in text
        assert "&lt;script&gt;alert(1)" in text

    def test_one_of_out_and_readme_is_wanted(self, run: Run, tmp_path: Path) -> None:
        assert 2 == run("docs")[0]
        assert 2 == run("docs", "--readme", "--out", tmp_path / "x.html")[0]

    def test_a_page_that_cannot_be_written_ends_with_3(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        assert 3 == run("docs", "--out", tmp_path / "file" / "rules.html")[0]


class Pack:
    """A pack of one complete rule with its cases; a test breaks one thing of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, cases: str | None = None, more: str = "", **changes: str | None) -> None:
        keys: dict[str, str | None] = {
            "code": '"XYZ001"',
            "name": '"energy-manager-not-stated"',
            "subject": '"enterprise"',
            "kind": '"violation"',
            "severity": '"medium"',
            "applies": '"key_energy_user = TRUE"',
            "breached": '"sealed = FALSE"',
            "title": '{ zh = "未盖章", en = "Not sealed" }',
            "meaning": '{ zh = "意", en = "Meaning" }',
            "why": '{ zh = "因", en = "Why" }',
            "remedy": '{ zh = "请盖章", en = "Seal it" }',
            "authority": '"statistics"',
            "first_step": '"advice"',
            "honesty": '"exact"',
            "message": '{ zh = "盖章：{sealed}，请补盖", en = "Sealed: {sealed}; add the seal" }',
            "citations": '["ECL-53"]',
            **changes,
        }
        (self.folder / "cases").mkdir(parents=True, exist_ok=True)
        head = 'name = "mine"\nversion = "1"\ntitle = { zh = "我的", en = "Mine" }\nextends = ["national"]\n'
        (self.folder / "pack.toml").write_text(head, encoding="utf-8")
        rule = "".join(f"{key} = {value}\n" for key, value in keys.items() if value is not None)
        topic = f'[topic]\nname = "own"\ntitle = {{ zh = "自定", en = "Own" }}\n\n[[rule]]\n{rule}{more}'
        (self.folder / "own.toml").write_text(topic, encoding="utf-8")
        (self.folder / "cases" / "XYZ001.toml").write_text(self.cases() if cases is None else cases, encoding="utf-8")

    @staticmethod
    def cases(**facts: str) -> str:
        known = {
            "met": "key_energy_user = true, sealed = true",
            "breached": "key_energy_user = true, sealed = false",
            "not_applicable": "key_energy_user = false, sealed = false",
            "cannot_tell": "key_energy_user = true",
            **facts,
        }
        return "".join(
            f'[[case]]\nname = "{verdict}"\nexpect = "{verdict}"\nfacts = {{ {given} }}\n\n'
            for verdict, given in known.items()
            if given
        )

    def line(self, words: str, file: str = "own.toml") -> int:
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.fixture
def mine(tmp_path: Path) -> Pack:
    return Pack(tmp_path / "mine")


class TestFaults:
    def test_the_pack_without_a_fault_is_accepted(self, run: Run, mine: Pack) -> None:
        mine.write()
        assert 0 == run("test", "--rules", mine.folder)[0]
        assert 0 == run("lint", "--rules", mine.folder)[0]
        code, text = run("mutate", "XYZ001", "--rules", mine.folder)
        assert (0, True) == (code, "未发现 0 处" in text)

    @pytest.mark.parametrize(
        ("changes", "key", "words"),
        [
            ({"breached": '"seald = FALSE"'}, "breached", "sealed"),
            ({"applies": '"key_energy_usr = TRUE"'}, "applies", "key_energy_user"),
            ({"citations": '["ECL-533"]'}, "citations", "ECL-53"),
            ({"citations": "[]"}, "citations", "at least one citation"),
            ({"citations": None}, "[[rule]]", "citations"),
            ({"breached": "\"sealed = '是'\""}, "breached", ""),
            ({"breached": '"COUNT(sealed) > 1"'}, "breached", ""),
            ({"breached": '"as_of > CURRENT_DATE"'}, "breached", ""),
            ({"breached": '"sealed IN (SELECT 1)"'}, "breached", ""),
            ({"severty": '"low"'}, "severty", "severity"),
        ],
    )
    def test_a_fault_is_refused_at_its_line(
        self, run: Run, mine: Pack, changes: dict[str, Any], key: str, words: str
    ) -> None:
        mine.write(**changes)
        code, text = run("test", "--rules", mine.folder)
        assert 1 == code
        assert text.startswith(f"mine/own.toml:{mine.line(key)}: "), text
        assert words in text

    def test_a_code_given_twice_is_refused_with_both_places(self, run: Run, mine: Pack) -> None:
        mine.write()
        text = (mine.folder / "own.toml").read_text(encoding="utf-8")
        mine.write(more="\n" + text[text.index("[[rule]]") :])
        code, said = run("lint", "--rules", mine.folder)
        first, second = (
            number
            for number, line in enumerate((mine.folder / "own.toml").read_text(encoding="utf-8").splitlines(), 1)
            if line == "[[rule]]"
        )
        assert 1 == code
        assert said.startswith(f"mine/own.toml:{second}: ")
        assert f"mine/own.toml:{first}" in said

    @pytest.mark.parametrize(
        ("key", "condition", "facts", "words"),
        [
            ("breached", "sealed = FALSE OR report_year > 2000", {"met": ""}, "never false"),
            ("breached", "sealed = FALSE AND report_year > 3000", {"breached": ""}, "never true"),
            ("breached", "1 = 1", {}, "never false"),
            ("applies", "key_energy_user = TRUE OR report_year > 2000", {"not_applicable": ""}, "never false"),
        ],
    )
    def test_a_condition_constant_on_its_cases_is_named_at_its_line(
        self, run: Run, mine: Pack, key: str, condition: str, facts: dict[str, str], words: str
    ) -> None:
        given = {verdict: f"{text}, report_year = 2025" for verdict, text in self.whole().items()} | facts
        changes: dict[str, Any] = {key: f'"{condition}"'}
        mine.write(cases=Pack.cases(**given), **changes)
        code, text = run("lint", "--rules", mine.folder)
        assert 1 == code
        assert f"mine/own.toml:{mine.line(f'{key} = ')}: " in text
        assert condition == "1 = 1" or words in text  # a condition of literals alone is refused by the loader
        assert 0 != run("test", "--rules", mine.folder)[0]

    @staticmethod
    def whole() -> dict[str, str]:
        return {
            "met": "key_energy_user = true, sealed = true",
            "breached": "key_energy_user = true, sealed = false",
            "not_applicable": "key_energy_user = false, sealed = false",
            "cannot_tell": "key_energy_user = true",
        }

    def test_a_missing_case_says_where_to_add_it(self, run: Run, mine: Pack) -> None:
        mine.write(cases=Pack.cases(not_applicable=""))
        code, text = run("test", "--rules", mine.folder, "--lang", "en")
        assert 1 == code
        assert f"mine/own.toml:{mine.line('[[rule]]')}: XYZ001: no case for “not applicable”" in text
        assert "cases/XYZ001.toml" in text

    def test_a_failing_case_is_named_at_its_line(self, run: Run, mine: Pack) -> None:
        mine.write(cases=Pack.cases(met="key_energy_user = true, sealed = false"))
        code, text = run("test", "--rules", mine.folder)
        line = mine.line("[[case]]", "cases/XYZ001.toml")
        assert 1 == code
        assert f"mine/cases/XYZ001.toml:{line}: XYZ001: 用例“met”应为“符合”，实为“不符合”" in text

    def test_a_mutant_that_no_case_notices_fails(self, run: Run, mine: Pack) -> None:
        year = {verdict: f"{facts}, report_year = 2025" for verdict, facts in self.whole().items()}
        mine.write(cases=Pack.cases(**year), breached='"sealed = FALSE AND report_year > 2000"')
        code, text = run("mutate", "XYZ001", "--rules", mine.folder)
        assert 1 == code
        assert "XYZ001 breached: 2000 → 2001" in text

    def test_nothing_is_mutated_while_a_case_fails(self, run: Run, mine: Pack) -> None:
        """A case that fails already would notice every mutant."""
        mine.write(cases=Pack.cases(met="key_energy_user = true"))
        code, text = run("mutate", "XYZ001", "--rules", mine.folder)
        assert 1 == code
        assert "mine/cases/XYZ001.toml:1: XYZ001" in text
        assert "改动" not in text

    def test_mutating_an_unknown_code_names_the_nearest(self, run: Run) -> None:
        assert 2 == run("mutate", "KEU0011")[0]


class TestShipped:
    def test_a_table_that_names_what_no_other_holds_fails_the_lint(self, run: Run, tmp_path: Path) -> None:
        aliases = (resources.folder("rules") / "reference" / "energy_aliases.csv").read_text(encoding="utf-8")
        heading, first = aliases.splitlines()[:2]
        (tmp_path / "reference").mkdir()
        mine = tmp_path / "reference" / "energy_aliases.csv"
        mine.write_text(f"{heading}\n{first.replace(',01,', ',99,')}\n", encoding="utf-8")
        code, text = run("lint", "--rules", tmp_path)
        assert 1 == code
        assert "99" in text
        assert "energy_catalogue.csv" in text

    @pytest.mark.parametrize("command", ["test", "lint"])
    def test_the_shipped_packs_pass(self, run: Run, command: str) -> None:
        code, text = run(command)
        assert 0 == code, text


class TestNew:
    def test_a_new_rule_loads_and_is_told_to_be_unfinished(self, run: Run, tmp_path: Path) -> None:
        folder = tmp_path / "mine"
        assert 0 == run("new", "XYZ001", "--topic", "own", "--subject", "project", "--out", folder)[0]
        code, text = run("test", "--rules", folder)
        assert 1 == code
        assert "mine/cases/XYZ001.toml:" in text
        assert "尚未写完" in text
        code, text = run("lint", "--rules", folder)
        assert 1 == code
        assert "TODO" in text

    def test_a_second_rule_joins_the_topic(self, run: Run, tmp_path: Path) -> None:
        folder = tmp_path / "mine"
        for code in ("XYZ001", "XYZ002"):
            assert 0 == run("new", code, "--topic", "own", "--subject", "enterprise", "--out", folder)[0]
        assert {"XYZ001", "XYZ002"} == codes(run("list", "--topic", "own", "--rules", folder)[1])

    @pytest.mark.parametrize(
        ("code", "topic", "subject", "words"),
        [
            ("KEU001", "own", "project", "key_energy_user.toml"),
            ("XY1", "own", "project", "XY1"),
            ("XYZ001", "../up", "project", "../up"),
            ("XYZ001", "own", "projects", "project"),
        ],
    )
    def test_words_that_do_not_fit_are_refused_and_nothing_is_written(
        self, run: Run, tmp_path: Path, code: str, topic: str, subject: str, words: str
    ) -> None:
        left, text = run("new", code, "--topic", topic, "--subject", subject, "--out", tmp_path / "mine")
        assert 2 == left
        assert words in text
        assert [] == list(tmp_path.iterdir())

    def test_the_schema_is_printed(self, run: Run) -> None:
        assert (resources.folder("rules") / "pack.schema.json").read_text(encoding="utf-8") == run("schema")[1]


class TestImpact:
    def test_the_shipped_rules_against_themselves_change_nothing(self, run: Run) -> None:
        code, text = run("impact", "-", "-", SAMPLES, "--as-of", AS_OF)
        assert 0 == code
        assert "新增 0 条（0 家），消除 0 条（0 家）" in text
        assert re.search(r"用时: .*\d\.\d\d s", text)

    def test_another_edition_shows_who_is_cleared_by_rule_and_prefecture(self, run: Run, tmp_path: Path) -> None:
        shutil.copytree(resources.folder("rules"), tmp_path / "rules")
        file = tmp_path / "rules" / "national" / "project_review.toml"
        text = file.read_text(encoding="utf-8")
        wanted = "review_status = 'not_required' AND reviewed = FALSE"
        assert wanted in text
        file.write_text(text.replace(wanted, "review_status = 'rejected' AND reviewed = FALSE"), encoding="utf-8")
        out = tmp_path / "changes.csv"
        code, text = run("impact", "-", tmp_path / "rules", SAMPLES, "--as-of", AS_OF, "--out", out)
        assert 0 == code
        assert re.search(r"│ PRJ007 +│ +0 │ +[1-9]\d* │", text)
        assert re.search(r"│ 贵阳市 +│ +0 │ +[1-9]\d* │", text)
        assert "PRJ007,cleared," in out.read_text(encoding="utf-8-sig")

    def test_a_pack_of_ones_own_is_added_to_the_shipped(self, run: Run, mine: Pack) -> None:
        mine.write(applies=None, breached='"report_year > 2000"', kind='"notice"')
        code, text = run("impact", "-", mine.folder, SAMPLES, "--as-of", AS_OF, "--lang", "en", "--limit", "1")
        assert 0 == code
        assert re.search(r"newly flagged [1-9]\d* .*, cleared 0 ", text)
        assert "more; --out FILE" in text

    def test_a_name_that_a_spreadsheet_would_work_out_is_written_as_text(
        self, run: Run, mine: Pack, tmp_path: Path
    ) -> None:
        mine.write(applies=None, breached='"report_year > 2000"', kind='"notice"')
        filing = shutil.copytree(SAMPLES.parent / "csv示例", tmp_path / "filing")
        table = filing / "enterprise.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("示例赤水纸业有限公司", "=1+1"), encoding="utf-8")
        out = tmp_path / "changes.csv"
        assert 0 == run("impact", "-", mine.folder, filing, "--as-of", AS_OF, "--out", out)[0]
        (change,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
        assert ("XYZ001", "flagged", "'=1+1") == (change["rule"], change["change"], change["enterprise_name"])

    def test_a_folder_that_is_not_there_is_refused(self, run: Run, tmp_path: Path) -> None:
        assert 2 == run("impact", "-", tmp_path / "none", SAMPLES)[0]


def test_stats_tell_which_rules_never_and_always_fire(run: Run) -> None:
    code, text = run("stats", SAMPLES, "--as-of", AS_OF, "--lang", "en")
    assert 0 == code
    assert "never fire (" in text
    assert "always fire (" in text
