"""The notice of inspection, with the list of what the unit is to hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.report.papers.draft import Annex, Draft, Paragraph, Signature, Table
from energy_audit.report.papers.line import Piece, blank, plain
from energy_audit.report.papers.passages import UNCHECKED, Outline, notes, paragraphs, particulars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case, Matter
    from energy_audit.report.papers.draft import Block
    from energy_audit.report.papers.line import Line
    from energy_audit.report.papers.wanted import Wanted
    from energy_audit.report.papers.wording import Wording


def notice(case: Case, requests: tuple[Matter, ...], wording: Wording, words: Words) -> Draft:
    """Compose the notice.

    Args:
        case: the enterprise-year.
        requests: what the filing leaves to be explained or completed.
        wording: the fixed wording.
        words: the language.
    """
    paper, outline = wording.papers["notice"], Outline(words)
    period = case.unit.period(words)
    blocks: list[Block] = [*paragraphs(wording.say("notice.opening"))]
    for title, passages in (
        (Message("监察内容和期间"), ("notice.content",)),
        (Message("监察形式和时间"), ("notice.form",)),
        (Message("报送要求"), ("notice.requirements", "notice.refusal")),
        (Message("权利和监督"), ("notice.recusal", "defence", "no_fee", "notice.discipline")),
    ):
        blocks.append(outline.section(title))
        for name in passages:
            blocks += paragraphs(wording.say(name, period=period) if name == "notice.content" else wording.say(name))
    annex = wording.say("notice.annex")
    blocks += paragraphs(wording.say("officers"))
    blocks.append(Paragraph(plain(words("附件：") + "".join(piece.text for line in annex for piece in line))))
    blocks.append(Signature(wording.say("signature")))
    blocks.append(Annex("".join(piece.text for line in annex for piece in line)))
    blocks.append(particulars(case.unit, words))
    blocks += _materials(case, requests, wording, words)
    return Draft(
        title=paper.name(words.lang),
        number=wording.line("number"),
        addressee=wording.line("addressee", name=case.unit.name),
        blocks=tuple(blocks),
        notes=notes(paper, case, (), wording, words),
    )


def _materials(case: Case, requests: tuple[Matter, ...], wording: Wording, words: Words) -> Iterator[Block]:
    """List tables, documents and matters to complete; a request for a whole table or list is not made twice."""
    outline = Outline(words)
    rest = [each for each in requests if not _asks_for_a_table(each, case) and not each.rule.document]
    if not (case.tables or case.archive_list_wanted or case.wanted or rest):
        yield from paragraphs(wording.say("notice.annex_none"))
        return
    if case.tables or case.archive_list_wanted:
        yield outline.section(Message("补填的申报表"))
        archive = [words("节能管理档案目录")] if case.archive_list_wanted else []
        for number, sheet in enumerate((*case.tables, *archive), 1):
            yield Paragraph(plain(f"{number}. {sheet}"))
    if case.wanted:
        yield outline.section(Message("节能管理档案材料"))
        yield _documents(case.wanted, words)
    if rest:
        yield outline.section(Message("需要补正或书面说明的事项"))
        headings = (words("序号"), words(Message("事项", "notice")), words("要求"))
        rows = [
            (plain(str(number)), plain(_told(each, words)), plain(each.finding.remedy))
            for number, each in enumerate(rest, 1)
        ]
        yield Table(headings, tuple(rows), (8, 52, 40))


def _asks_for_a_table(matter: Matter, case: Case) -> bool:
    """Say whether a matter is a table or the list, which are asked for above."""
    facts = matter.rule.breached.facts
    tables = any(name.startswith("has_") and name.endswith("_table") for name in facts)
    return tables or (case.archive_list_wanted and "archive_list_filed" in facts)


def _told(matter: Matter, words: Words) -> str:
    """Say a matter by its messages, which name the cells; a matter of many instances by its title."""
    messages = [each.message for each in matter.finding.instances]
    several = words("{title}（{count} 项）", title=matter.finding.title, count=len(messages))
    return messages[0] if len(messages) == 1 else several


def _documents(wanted: tuple[Wanted, ...], words: Words) -> Table:
    headings = (
        words("序号"),
        words("档案编号"),
        words("材料名称"),
        words(Message("要求", "notice")),
        words("申报状态"),
    )
    rows = tuple(
        (
            plain(str(number)),
            plain(each.document.id),
            plain(_name(each, words)),
            _demand(each, words),
            plain(_state(each, words)),
        )
        for number, each in enumerate(wanted, 1)
    )
    return Table(headings, rows, (8, 14, 36, 28, 14))


def _name(wanted: Wanted, words: Words) -> str:
    name = words.pick(wanted.document.name_zh, wanted.document.name_en)
    return f"{name}（{wanted.project}）" if wanted.project else name


def _demand(wanted: Wanted, words: Words) -> Line:
    """Say whether it is due always or on a condition; a condition nobody has checked goes out as a blank."""
    document = wanted.document
    demand = plain(words.code("document_requirement", document.requirement))
    if not document.condition_zh or words.lang != "zh":
        return demand
    condition = (
        blank(document.condition_zh) if UNCHECKED.search(document.condition_zh) else plain(document.condition_zh)
    )
    return (*demand, Piece("："), *condition)


def _state(wanted: Wanted, words: Words) -> str:
    """Say what the filing says of it, and no more than that."""
    if wanted.state == "expired" and wanted.valid_until is not None:
        day = words.day(wanted.valid_until)
        return words("有效期至{day}，已过期", day=day)
    said = {
        "cannot_tell": words("未列明"),
        "no_reason": words("填“不适用”，未写理由"),
        "owed_open": words("目录已列，是否应有不能判断"),
        "held_open": words("目录已列，有无不能判断"),
    }
    return said.get(wanted.state) or words.label("document_state", wanted.state)
