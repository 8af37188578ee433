"""The record of a written inspection: what was read, what was found, what could not be told; the rest is for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.report.papers.draft import Draft, Paragraph, Table
from energy_audit.report.papers.line import blank, plain
from energy_audit.report.papers.passages import Outline, facts, notes, paragraphs, particulars
from energy_audit.rulebook.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case, Matter
    from energy_audit.report.papers.draft import Block
    from energy_audit.report.papers.wording import Wording


def record(case: Case, matters: tuple[Matter, ...], wording: Wording, words: Words) -> Draft:
    """Compose the record."""
    paper, outline = wording.papers["record"], Outline(words)
    blocks: list[Block] = [particulars(case.unit, words), outline.section(Message("监察情况"))]
    blocks += paragraphs(wording.say("record.process"))
    blocks += paragraphs(wording.say("record.tool", as_of=words.day(case.as_of), rulebook=case.rulebook))
    blocks.append(outline.section(Message("审查的资料")))
    blocks.append(_inputs(case, words))
    blocks.append(outline.section(Message("审查发现")))
    blocks += _findings(matters, outline, wording, words)
    blocks.append(outline.section(Message("不能判断的事项")))
    blocks.append(Paragraph(plain(_untold(case, words))))
    blocks.append(outline.section(Message("被监察单位意见")))
    blocks += paragraphs(wording.say("record.statement"))
    blocks.append(outline.section(Message("处理意见")))
    blocks += paragraphs(wording.say("record.opinion"))
    number = wording.line("number")
    return Draft(paper.name(words.lang), number, (), tuple(blocks), notes(paper, case, matters, wording, words))


def _inputs(case: Case, words: Words) -> Table:
    headings = (words("序号"), words(Message("文件", "record")), "SHA-256")
    rows = [(plain(str(number)), plain(each.path), plain(each.sha256)) for number, each in enumerate(case.inputs, 1)]
    return Table(
        headings, tuple(rows) or ((blank("1"), blank(words(Message("文件", "record 2"))), blank("")),), (8, 42, 50)
    )


def _findings(matters: tuple[Matter, ...], outline: Outline, wording: Wording, words: Words) -> Iterator[Block]:
    if not any(matter.rule.kind == "violation" for matter in matters):
        yield from paragraphs(wording.say("record.clear"))
    for kind in KINDS:
        of_kind = [matter for matter in matters if matter.rule.kind == kind]
        count = sum(len(matter.finding.instances) for matter in of_kind)
        yield outline.item(words("{label} {count} 项", label=words.label("kind", kind), count=count))
        if kind != "notice":
            for number, matter in enumerate(of_kind, 1):
                yield Paragraph(plain(f"{number}. {matter.finding.title}"))
                yield from facts(matter, words)
        elif of_kind:
            yield Paragraph(plain(words("；").join(matter.finding.title for matter in of_kind) + words("。")))


def _untold(case: Case, words: Words) -> str:
    if case.unit.of_no_year:
        return words("报告年度不可能，其余各项规则一律不能判断，均不视为符合。")
    if not case.untold:
        return words("无。")
    listed = words("；").join(words("{title}（{count}）", title=title, count=count) for title, count in case.untold)
    total = sum(count for _, count in case.untold)
    return words("共 {total} 项，不视为符合：{listed}。", total=total, listed=listed)
