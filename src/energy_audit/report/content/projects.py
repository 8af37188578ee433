"""Projects: life line from review to acceptance, and the criteria of two-high-one-low."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from energy_audit.report.content.judged import Criterion
from energy_audit.report.content.laws import laws_of
from energy_audit.report.content.model import Line, Project, Step, StepState

if TYPE_CHECKING:
    import datetime as dt

    from energy_audit.facts.place import Locator
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rulebook
    from energy_audit.vocabulary import Subject

ROLES: Final = ("high_energy", "high_emission", "low_level")


def criteria_of(subject: Subject, marks: Row, rulebook: Rulebook, words: Words) -> tuple[Criterion, ...]:
    """Lay out the criteria that have a part in two-high-one-low.

    Args:
        subject: whose criteria.
        marks: one row of ``Judgement.criteria(subject)``; a criterion it lacks cannot be told.
        rulebook: titles, roles and law.
        words: the language.
    """
    chosen = [each for each in rulebook.criteria.values() if each.subject == subject and each.role in ROLES]
    chosen.sort(key=lambda each: (ROLES.index(each.role), each.name))
    return tuple(
        Criterion(
            role=words.label("role", each.role),
            title=each.title.of(words.lang),
            state={True: "held", False: "did_not", None: "cannot_tell"}[marks.get(each.name)],  # type: ignore[arg-type]  # the three values of a truth
            laws=laws_of(each.citations, words),
        )
        for each in chosen
    )


def project_of(row: Row, marks: Row, *, rulebook: Rulebook, locator: Locator, words: Words) -> Project:
    """Lay out one project.

    Args:
        row: its facts.
        marks: its row of ``Judgement.criteria("project")``.
        rulebook: the criteria.
        locator: finds cells.
        words: the language.
    """
    return Project(
        name=words.text(row["project_name"]),
        code=words.text(row["project_code"]),
        steps=_steps(row, words),
        particulars=_particulars(row, words),
        criteria=criteria_of("project", marks, rulebook, words),
        place=locator.locate_one(row["source"], row["row"], "project.project_name"),
    )


def _steps(row: Row, words: Words) -> tuple[Step, ...]:
    number = row["approval_number"] or ""
    accepted = {"done": True, "none": False}.get(row["acceptance_done"] or "")
    return (
        _step(words("节能审查申请"), row["review_applied_on"], None, "", words),
        _step(words("节能审查意见"), row["approval_date"], row["reviewed"], number, words),
        _step(words("开工"), row["construction_started_on"], row["construction_started"], "", words),
        _step(words("投产"), row["commissioned_on"], row["commissioned"], "", words),
        _step(words("节能验收"), row["acceptance_on"], accepted, "", words),
    )


def _step(label: str, day: dt.date | None, happened: bool | None, note: str, words: Words) -> Step:
    """Decide how a station stands: dated, known to have happened without a date, known not to have, or unknown."""
    state: StepState
    if day is not None or happened is True:
        state = "done"
        said = "" if day is not None else words("日期未提供")
    elif happened is False:
        state, said = "not_done", words("尚未")
    else:
        state, said = "unknown", words("未提供")
    return Step(label, day, state, words("；").join(part for part in (said, note) if part))


def _particulars(row: Row, words: Words) -> tuple[Line, ...]:
    compared = (words("与审查门槛比较的年综合能耗"), _tce(row["judged_tce"], words))
    filed = (
        (words("阶段"), words.filed(row["project_stage"])),
        (words("建设性质"), words.filed(row["project_nature"])),
        (words("行业小类"), words.text(row["project_industry_code"])),
        (words("审查层级"), words.filed(row["review_level"])),
        (words("审查状态"), words.code("review_status", row["review_status"], "not_filed")),
        (
            words("适用审查办法"),
            words.code("review_regime", row["review_regime"]),
        ),
        (words("达到审查门槛"), words.yes_no(row["review_required"], "cannot_tell")),
        # what a rebuilding adds may be nothing or less, which no approved consumption is
        *([] if row["judged_tce"] == row["approved_tce"] else [compared]),
        (words("设计（批复）年综合能耗（当量值）"), _tce(row["approved_tce"], words)),
        (words("实际年综合能耗"), _tce(row["actual_tce"], words)),
        (words("能效水平"), words.filed(row["energy_level"])),
        (words("产业结构目录"), words.filed(row["catalogue_class"])),
        (words("疑似拆分"), words.yes_no(row["split_candidate"], "cannot_tell")),
    )
    return tuple(Line(label, text) for label, text in filed)


def _tce(value: object, words: Words) -> str:
    if value is None:
        return words.missing()
    return f"{words.number(value)} {words.unit('tce')}"  # type: ignore[arg-type]  # a NUMBER of the frame
