"""Writes the papers of some cases into one folder, whole or not at all, and says which were not written and why."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from energy_audit import __version__
from energy_audit.catalogue import both
from energy_audit.errors import OutputRefused
from energy_audit.report.language import words as words_of
from energy_audit.report.output import whole_or_nothing
from energy_audit.report.papers.allowed import Refusal, taken_up, why_no_order
from energy_audit.report.papers.notice import notice
from energy_audit.report.papers.order import hearing, order
from energy_audit.report.papers.receipt import receipt
from energy_audit.report.papers.record import record
from energy_audit.report.papers.referral import by_authority, referral
from energy_audit.report.papers.setting import set_paper
from energy_audit.report.papers.suggestion import suggestion
from energy_audit.report.tables.data import page_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from energy_audit.reference.lookup import Law
    from energy_audit.report.papers.case import Case, Matter
    from energy_audit.report.papers.draft import Draft
    from energy_audit.report.papers.wording import Wording

PAPERS: Final = ("notice", "hearing", "order", "suggestion", "referral", "record", "receipt")
"""In the order of a procedure."""
LISTS_WHOLE: Final = frozenset({"notice", "record"})
"""Papers that list all that is asked for, or all that could not be told."""
LIST: Final = "papers.json"


@dataclass(frozen=True)
class Issued:
    """What was done for one enterprise-year: paths relative to the folder, and papers not written."""

    uscc: str
    report_year: int
    name: str
    written: tuple[str, ...]
    refused: tuple[Refusal, ...]


def issue_papers(
    cases: Iterable[Case],
    out: Path,
    wording: Wording,
    laws: Mapping[str, Law],
    *,
    wanted: frozenset[str] = frozenset(PAPERS),
) -> tuple[Issued, ...]:
    """Write the papers of each case to ``out/<code>-<year>/<paper>.docx`` and a list of them.

    A folder that holds anything is refused, earlier papers too: people have
    written into them.

    Args:
        cases: the enterprise-years.
        out: an absent or empty folder.
        wording: the fixed wording.
        laws: the law table by id.
        wanted: which of ``PAPERS``.

    Raises:
        OutputRefused: the folder holds something or cannot be written.
    """
    refuse_used(out)
    issued: list[Issued] = []
    listed: list[dict[str, str]] = []
    with whole_or_nothing(out) as folder:
        for case in cases:
            drafts, refused = drafts_of(case, wording, laws, wanted)
            unit = case.unit
            home = page_name(unit.uscc, unit.report_year)
            (folder / home).mkdir()
            paths = []
            for name, draft in drafts.items():
                path = f"{home}/{name}.docx"
                content = set_paper(draft, language=wording.language, subject=unit.name, as_of=case.as_of)
                (folder / path).write_bytes(content)
                paths.append(path)
                listed.append({"path": path, "sha256": hashlib.sha256(content).hexdigest()})
            issued.append(Issued(unit.uscc, unit.report_year, unit.name, tuple(paths), refused))
        _write_list(folder / LIST, issued, listed, wording)
    return tuple(issued)


def refuse_used(out: Path) -> None:
    """Refuse a folder that holds anything.

    Raises:
        OutputRefused: says why and what to do.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputRefused(
            both("{out} 里已有内容。文书要由人填写、修改，本工具不覆盖已有的文书，请另选一个空文件夹。", out=out),
        )


def drafts_of(
    case: Case, wording: Wording, laws: Mapping[str, Law], wanted: frozenset[str]
) -> tuple[dict[str, Draft], tuple[Refusal, ...]]:
    """Compose the wanted papers of a case by file name; say of each that is not written why."""
    words = words_of(wording.language)
    drafts: dict[str, Draft] = {}
    refused: list[Refusal] = []
    taken = {name: taken_up(wording.papers[name], case.matters) for name in PAPERS}
    if case.incomplete:
        why = words(
            "检查时用了 --no-verdicts，并入一条说明的事项列不全；请用申报文件生成，或不加 --no-verdicts 重新检查后生成"
        )
        refused += [Refusal(name, why) for name in PAPERS if name in wanted & LISTS_WHOLE]
        wanted -= LISTS_WHOLE
    if "notice" in wanted:
        drafts["notice"] = notice(case, taken["notice"], wording, words)
    no_order = [name for name in ("hearing", "order") if name in wanted and not taken[name]]
    refused += [Refusal(name, why_no_order(case, words)) for name in no_order]
    if "hearing" in wanted and taken["hearing"]:
        drafts["hearing"] = hearing(case, taken["hearing"], wording, words)
    if "order" in wanted and taken["order"]:
        drafts["order"] = order(case, taken["order"], laws, wording, words)
    if "suggestion" in wanted:
        if taken["suggestion"]:
            drafts["suggestion"] = suggestion(case, taken["suggestion"], wording, words)
        else:
            refused.append(Refusal("suggestion", words("没有需要核实、补正或建议的事项")))
    if "referral" in wanted:
        for authority, matters in by_authority(taken["referral"]).items():
            drafts[f"referral-{authority}"] = referral(case, authority, matters, wording, words)
        if not taken["referral"]:
            refused.append(Refusal("referral", words("没有属其他部门职责的事项")))
    if "record" in wanted:
        drafts["record"] = record(case, taken["record"], wording, words)
    if "receipt" in wanted:
        drafts |= dict(_receipts(case, taken, wording, wanted))
    return drafts, tuple(refused)


def _receipts(
    case: Case, taken: Mapping[str, tuple[Matter, ...]], wording: Wording, wanted: frozenset[str]
) -> Iterator[tuple[str, Draft]]:
    """Compose a proof of service for each paper that is served on the unit; where only proofs are wanted, for all."""
    words = words_of(wording.language)
    served = {name for name in PAPERS if wording.papers[name].served_on == "enterprise"}
    if case.incomplete:
        served -= LISTS_WHOLE
    for name in PAPERS:
        if name in (served & wanted or served) and (name == "notice" or taken[name]):
            yield f"receipt-{name}", receipt(case, wording.papers[name], wording, words)


def _write_list(path: Path, issued: list[Issued], listed: list[dict[str, str]], wording: Wording) -> None:
    """List what was written with digests and what was not with reasons; the same for equal runs.

    Not called manifest.json: a folder of papers must never pass for an output that may be replaced.
    """
    content = {
        "tool": "energy-audit papers",
        "version": __version__,
        "as_of": wording.as_of.isoformat(),
        "lang": wording.language,
        "papers": listed,
        "not_written": [
            {"uscc": each.uscc, "report_year": each.report_year, "paper": refusal.paper, "why": refusal.why}
            for each in issued
            for refusal in each.refused
        ],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
