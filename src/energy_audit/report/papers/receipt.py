"""The proof of service, one for each paper that is served on the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.report.papers.draft import Draft, Table
from energy_audit.report.papers.line import blank, plain
from energy_audit.report.papers.passages import notes, or_blank

if TYPE_CHECKING:
    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case
    from energy_audit.report.papers.draft import Block
    from energy_audit.report.papers.line import Line
    from energy_audit.report.papers.wording import Paper, Wording


def receipt(case: Case, served: Paper, wording: Wording, words: Words) -> Draft:
    """Compose the proof of service of one paper."""
    paper = wording.papers["receipt"]
    unit = case.unit
    day = blank(words("　　年　月　日　时　分"))
    rows: tuple[tuple[str, Line], ...] = (
        (words("受送达人"), plain(words("{name}（{uscc}）", name=unit.name, uscc=unit.uscc))),
        (words("送达文书"), plain(served.name(words.lang))),
        (words("文书文号"), wording.line("number")),
        (words("送达地点"), or_blank(unit.address, words(Message("送达地点", "receipt")))),
        (words("送达方式"), wording.line("receipt.methods")),
        (words("送达时间"), day),
        (
            words("收件人签名或盖章"),
            blank(words("签名、与受送达人关系、日期")),
        ),
        (words("送达人"), blank(words("两名送达人签名、执法证号"))),
        (words("拒收事由和见证人"), wording.line("receipt.refusal")),
        (words("备注"), blank(words(Message("备注", "receipt")))),
    )
    blocks: list[Block] = [Table((), tuple((plain(label), line) for label, line in rows), (30, 70))]
    limit = words("所送文书的时限：{deadline}", deadline=served.deadline(words.lang))
    reminders = (*notes(paper, case, (), wording, words), limit)
    return Draft(paper.name(words.lang), (), (), tuple(blocks), reminders)
