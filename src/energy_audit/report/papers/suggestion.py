"""The letter of suggestions: suspicions to verify, filings to complete, advice; it accuses nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.report.papers.draft import Draft, Paragraph, Signature
from energy_audit.report.papers.line import plain
from energy_audit.report.papers.passages import Outline, cells, notes, paragraphs, without_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case, Matter
    from energy_audit.report.papers.draft import Block
    from energy_audit.report.papers.wording import Wording


def suggestion(case: Case, matters: tuple[Matter, ...], wording: Wording, words: Words) -> Draft:
    """Compose the letter; each group only where there is something in it."""
    paper, outline = wording.papers["suggestion"], Outline(words)
    blocks: list[Block] = [*paragraphs(wording.say("suggestion.opening", period=case.unit.period(words)))]
    suspicions = [each for each in matters if each.rule.kind == "suspicion"]
    requests = [
        each for each in matters if each.rule.kind == "notice" and each.rule.first_step == "written_requirement"
    ]
    advice = [each for each in matters if each.rule.kind == "notice" and each.rule.first_step == "advice"]
    if suspicions:
        blocks.append(outline.section(Message("请核实的事项")))
        blocks += paragraphs(wording.say("suggestion.suspicion"))
        blocks += _items(suspicions, outline, words)
    if requests:
        blocks.append(outline.section(Message("请补正的申报内容")))
        blocks += _items(requests, outline, words)
    if advice:
        blocks.append(outline.section(Message("改进建议")))
        blocks += _items(advice, outline, words)
        blocks += paragraphs(wording.say("suggestion.benefit"))
    blocks.append(outline.section(Message("反馈")))
    blocks += paragraphs((*wording.say("suggestion.reply"), *wording.say("officers")))
    blocks.append(Signature(wording.say("signature")))
    return Draft(
        title=paper.name(words.lang),
        number=wording.line("number"),
        addressee=wording.line("addressee", name=case.unit.name),
        blocks=tuple(blocks),
        notes=notes(paper, case, matters, wording, words),
    )


def _items(matters: list[Matter], outline: Outline, words: Words) -> Iterator[Block]:
    for matter in matters:
        yield outline.item(matter.finding.title)
        for instance in matter.finding.instances:
            # some suspicions ask the inspectors to check them: what the unit may do stands under the remedy
            told = without_request(instance) if matter.rule.kind == "suspicion" else instance.message
            yield Paragraph(plain(told + cells(instance, words)))
        yield Paragraph(plain(words("建议：") + matter.finding.remedy))
