"""Which findings a paper may take up, and why it is not written where it may take none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case, Matter
    from energy_audit.report.papers.wording import Paper, Taking

OWN: Final = "development_and_reform"
"""The authority whose papers these are; whatever is another's business is referred."""


@dataclass(frozen=True)
class Refusal:
    """A paper that was not written, and why."""

    paper: str
    why: str


def taken_up(paper: Paper, matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """Return the matters that may stand in a paper, in their order."""
    return tuple(matter for matter in matters if _may_stand(paper, matter))


def _may_stand(paper: Paper, matter: Matter) -> bool:
    if matter.rule.code in paper.leaves_out or not any(_takes(taking, matter) for taking in paper.takes):
        return False
    if paper.served_on and matter.rests_on_drafts:
        return False
    if matter.rule.kind in paper.only_exact and matter.rule.honesty != "exact":
        return False
    accuses = paper.needs_law_in_force and matter.rule.kind == "violation"
    return matter.rests_on_law_in_force or not accuses


def _takes(taking: Taking, matter: Matter) -> bool:
    rule = matter.rule
    whose = "own" if rule.authority == OWN else "other"
    return rule.kind == taking.kind and rule.first_step in taking.first_steps and taking.authority in {whose, "any"}


def why_no_order(case: Case, words: Words) -> str:
    """Say why the law allows no order to correct: there is no violation, or none that an order may follow."""
    violations = [matter for matter in case.matters if matter.rule.kind == "violation"]
    if not violations:
        suspicions = sum(len(each.finding.instances) for each in case.matters if each.rule.kind == "suspicion")
        return words(
            "没有违法违规事项（疑似问题 {suspicions} 项须先核实，提示和不能判断的事项不得据以责令整改）",
            suspicions=suspicions,
        )
    reasons = dict.fromkeys(_why_not(matter, words) for matter in violations)
    return words("违法违规事项均不能据以责令整改：") + words("；").join(reasons)


def _why_not(matter: Matter, words: Words) -> str:
    title, rule = matter.finding.title, matter.rule
    if not matter.rests_on_law_in_force:
        return words("“{title}”没有现行有效、把握中等以上的依据", title=title)
    if rule.authority != OWN:
        body = words.label("authority", rule.authority)
        return words("“{title}”属{body}职责，应移送", title=title, body=body)
    step = words.label("first_step", rule.first_step)
    return words("“{title}”的第一步是{step}", title=title, step=step)
