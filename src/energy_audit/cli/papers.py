"""``energy-audit papers``: the official papers of an inspection as editable documents, filled from findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import both
from energy_audit.cli.echo import echo
from energy_audit.cli.options import (
    EXISTING,
    FOLDER,
    as_of_option,
    basis_option,
    equal_factor_option,
    lang_option,
    rules_option,
    today,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from energy_audit.catalogue import Language
    from energy_audit.reference.tables import Reference
    from energy_audit.report.language import Words
    from energy_audit.report.papers import Issued
    from energy_audit.report.papers.case import Case
    from energy_audit.report.papers.sources import Chosen, Output
    from energy_audit.report.papers.wording import Wording

PAPERS = ("notice", "hearing", "order", "suggestion", "referral", "record", "receipt")


class PapersType(click.ParamType[frozenset[str]]):
    """A comma-separated choice of papers."""

    name = ",".join(PAPERS)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[str]:
        """Read the list, or name what is unknown."""
        if isinstance(value, frozenset):
            return value
        chosen = frozenset(each.strip().lower() for each in str(value).split(",") if each.strip())
        if unknown := chosen - set(PAPERS):
            self.fail(
                both("没有文书 {unknown}；可用 {papers}", unknown=", ".join(sorted(unknown)), papers=",".join(PAPERS)),
                param,
                ctx,
            )
        if not chosen:
            self.fail(both("至少选一种文书：{papers}", papers=",".join(PAPERS)), param, ctx)
        return chosen


EXAMPLES = """\b
例 / examples:
  energy-audit papers 申报文件夹 --out 文书 --uscc 9152… --year 2025
  energy-audit papers OUT --out 文书 --paper notice,order
"""


@click.command("papers", epilog=EXAMPLES)
@click.argument("sources", metavar="OUT_OR_FILINGS...", nargs=-1, required=True, type=EXISTING)
@click.option("--out", required=True, type=FOLDER, help="文书写到哪个文件夹（不存在或为空）/ an absent or empty folder")
@click.option("--uscc", help="只出这个单位的 / only this unit")
@click.option("--year", type=int, help="只出这个报告年度的 / only this report year")
@click.option(
    "--paper",
    "wanted",
    type=PapersType(),
    default=",".join(PAPERS),
    metavar="LIST",
    show_default=True,
    help="文书种类 / which",
)
@as_of_option
@basis_option
@equal_factor_option
@rules_option
@lang_option
@click.pass_context
def command(
    context: click.Context,
    sources: tuple[Path, ...],
    out: Path,
    uscc: str | None,
    year: int | None,
    wanted: frozenset[str],
    as_of: date | None,
    basis: str | None,
    equal_factor: Decimal | None,
    rules: tuple[Path, ...],
    lang: Language,
) -> int:
    """按检查结果生成节能监察文书（.docx，可编辑）：通知书、听取意见记录、限期整改通知书、建议书、移送函、记录、送达回证。

    Write the official papers as editable .docx. OUT_OR_FILINGS is the folder of an earlier inspection, or filings.
    What only the office knows is left as a yellow blank.
    """
    from energy_audit.cli import DONE
    from energy_audit.inspection import open_rules
    from energy_audit.reference.lookup import laws
    from energy_audit.report.language import words
    from energy_audit.report.papers import issue_papers
    from energy_audit.report.papers.issue import refuse_used
    from energy_audit.report.papers.sources import Chosen, open_output
    from energy_audit.report.papers.wording import read_wording

    refuse_used(out)
    chosen = Chosen(uscc.strip().upper() if uscc else None, year)
    output = open_output(sources[0]) if len(sources) == 1 else None
    if output is not None:
        given = [name for name in ("as_of", "basis", "equal_factor", "lang") if _was_given(context, name)]
        _must_agree(output, given, as_of, lang, words(lang))
        reference, rulebook = open_rules(rules)
        wording = read_wording(reference, output.language, output.as_of)
        found = list(output.cases(chosen, reference, rulebook))
    else:
        found, reference, wording = _judged(sources, chosen, as_of, basis, equal_factor, rules, lang)
    w = words(wording.language)
    _must_hold(found, chosen, w)
    issued = issue_papers(found, out, wording, laws(reference), wanted=wanted)
    for line in _told(issued, out, wording, w):
        echo(line)
    return DONE


def _judged(
    sources: tuple[Path, ...],
    chosen: Chosen,
    as_of: date | None,
    basis: str | None,
    equal_factor: Decimal | None,
    rules: tuple[Path, ...],
    lang: Language,
) -> tuple[list[Case], Reference, Wording]:
    """Read and judge filings, as ``inspect`` does."""
    from energy_audit.inspection import inspect
    from energy_audit.report.material import Options
    from energy_audit.report.papers.sources import cases_of
    from energy_audit.report.papers.wording import read_wording

    day = as_of or today()
    options = Options(day, basis, equal_factor, lang, frozenset({"data"}))  # type: ignore[arg-type]  # click checked the words
    material = inspect(sources, options, rules=rules).material
    return list(cases_of(material, chosen)), material.reference, read_wording(material.reference, lang, day)


def _was_given(context: click.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _must_agree(output: Output, given: list[str], as_of: date | None, lang: Language, w: Words) -> None:
    """Refuse choices that an earlier inspection has already made otherwise.

    Raises:
        UsageError: names the choice.
    """
    from energy_audit.errors import UsageError

    same = {"as_of": as_of == output.as_of, "lang": lang == output.language}
    if differing := [name for name in given if not same.get(name, False)]:
        named = w.join([f"--{name.replace('_', '-')}" for name in differing])
        raise UsageError(
            w(
                "{folder} 已按 {as_of} 和语言 {language} 判定，不能再用 {named} 改变。请去掉这些选项，或改为指定申报文件。",
                folder=output.folder,
                as_of=output.as_of,
                language=output.language,
                named=named,
            )
        )


def _must_hold(found: list[Case], chosen: Chosen, w: Words) -> None:
    """Refuse to write nothing.

    Raises:
        UsageError: no enterprise-year is the one asked for.
    """
    from energy_audit.errors import UsageError

    if not found:
        asked = " ".join(str(each) for each in (chosen.uscc, chosen.report_year) if each is not None)
        raise UsageError(w("没有找到单位年度 {asked}。请核对信用代码和报告年度。", asked=asked))


def _told(issued: tuple[Issued, ...], out: Path, wording: Wording, w: Words) -> Iterator[str]:
    """Say what was written, and of each paper that was not, why."""
    for each in issued:
        yield f"{each.name} {each.uscc} {each.report_year}"
        for path in each.written:
            yield w("  已生成 {out}", out=out / path)
        for refusal in each.refused:
            name = wording.papers[refusal.paper].name(wording.language)
            yield w("  未生成《{name}》：{why}。", name=name, why=refusal.why)
    yield w("黄底〔 〕由办案人员填写；最后一页“办文提示”印发前删除。")
