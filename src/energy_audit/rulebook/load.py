"""rules/ → Rulebook; refuses, with file and line, whatever could make a verdict unsound."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.cache import files_digest, key_of
from energy_audit.rulebook.citations import Law, earlier_editions, read_citations
from energy_audit.rulebook.condition import read_condition, try_on_no_rows
from energy_audit.rulebook.model import (
    AUTHORITIES,
    FIRST_STEPS,
    HONESTIES,
    KINDS,
    SEVERITIES,
    Condition,
    Criterion,
    Kind,
    Pack,
    Parameter,
    Rule,
    Rulebook,
    Text,
)
from energy_audit.rulebook.packs import Draft, Shelf, find_packs, shelve
from energy_audit.rulebook.scope import Scope
from energy_audit.rulebook.stages import order_stages
from energy_audit.rulebook.toml_table import TomlTable, nearest
from energy_audit.rulebook.wording import FIELD
from energy_audit.vocabulary import VOCABULARY, Fact, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from energy_audit.rulebook.documents import Document

_CODE = re.compile(r"[A-Z]{3,5}[0-9]{3}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_YEAR_END = "period_end"
"""What picks among the editions of a law where the rule names no day of its own: the filing is judged by the law of its year."""


def load_rulebook(
    rules_dir: Path,
    extra: Sequence[Path] = (),
    *,
    laws: Mapping[str, Law],
    documents: Sequence[Document] = (),
    vocabulary: Mapping[str, Fact] = VOCABULARY,
) -> Rulebook:
    """Read every pack below ``rules_dir`` and those in ``extra``, which override or add.

    Args:
        rules_dir: the folder of the shipped packs (each with a ``pack.toml``).
        extra: folders of packs given by hand, later ones win.
        laws: the law table by id.
        documents: the checklist of the management file, one rule a document.
        vocabulary: the facts that conditions may name.

    Raises:
        RulebookError: with the file and line of the first fault.
    """
    shelf = Shelf()
    found = find_packs(rules_dir, extra)
    digest = key_of(*(files_digest(each.folder.glob("*.toml")) for each in found))
    for folder in found:
        shelve(folder, shelf, vocabulary=vocabulary, laws=laws, documents=documents)
    reader = _Reader(shelf, vocabulary, laws)
    criteria = {name: reader.criterion(draft) for name, draft in shelf.criteria.items()}
    rules = {code: reader.rule(draft) for code, draft in shelf.rules.items()}
    try_on_no_rows(tuple(reader.conditions.values()), vocabulary, shelf.parameters)
    packs = tuple(folder.pack for folder in found)
    return Rulebook(
        packs=packs,
        topics=tuple(shelf.topics),
        rules=dict(sorted(rules.items())),
        criteria=dict(sorted(criteria.items())),
        parameters=dict(sorted(shelf.parameters.items())),
        vocabulary=vocabulary,
        stages=order_stages(rules, criteria),
        identity=_identity(packs, rules, criteria, shelf.parameters),
        digest=digest,
        overrides=tuple(shelf.overrides),
    )


class _Reader:
    """Turns drafts into rules and criteria, now that every name is known."""

    def __init__(self, shelf: Shelf, vocabulary: Mapping[str, Fact], laws: Mapping[str, Law]) -> None:
        self.shelf = shelf
        self.vocabulary = vocabulary
        self.laws = laws
        self.scopes: dict[tuple[Subject, Kind | None, bool], Scope] = {}
        self.conditions: dict[tuple[str, Subject, Kind | None, bool], Condition] = {}
        self.verdicts = {code: draft.subject for code, draft in shelf.rules.items()}
        self.criteria = {name: draft.subject for name, draft in shelf.criteria.items()}

    def scope(self, subject: Subject, kind: Kind | None, *, may_ask_for_null: bool) -> Scope:
        """Give the scope of a condition; there are a dozen of them for hundreds of conditions."""
        known = self.scopes.get((subject, kind, may_ask_for_null))
        return known or self.scopes.setdefault(
            (subject, kind, may_ask_for_null),
            Scope(
                subject,
                self.vocabulary,
                self.shelf.parameters,
                self.criteria,
                self.verdicts,
                kind,
                may_ask_for_null=may_ask_for_null,
            ),
        )

    def condition(self, table: TomlTable, key: str, subject: Subject, kind: Kind | None = None) -> Condition:
        """Read a condition; the rules on documents share most of theirs."""
        scope = (subject, kind, key == "breached")
        text, place = table.text(key), table.place_of_text(key)
        known = self.conditions.get((text, *scope))
        if known is not None:
            return replace(known, place=place)
        condition = read_condition(text, place, self.scope(subject, kind, may_ask_for_null=key == "breached"))
        return self.conditions.setdefault((text, *scope), condition)

    def criterion(self, draft: Draft) -> Criterion:
        table = draft.table
        if not _NAME.fullmatch(draft.name):
            table.refuse("name 用小写字母、数字、下划线（criterion names are snake_case）", "name")
        holds = self.condition(table, "holds", draft.subject)
        criterion = Criterion(
            name=draft.name,
            pack=draft.pack,
            topic=draft.topic,
            subject=draft.subject,
            role=table.text_or("role", ""),
            applies=self.condition(table, "applies", draft.subject) if table.has("applies") else None,
            holds=holds,
            title=table.bilingual("title"),
            citations=read_citations(table, "citations", self.laws),
            evidence=self.evidence(table, draft.subject, holds),
            place=draft.place,
        )
        table.close()
        return criterion

    def rule(self, draft: Draft) -> Rule:
        table, subject = draft.table, draft.subject
        if not _CODE.fullmatch(draft.name):
            table.refuse("code 应为三至五个大写字母加三位数字，如 KEU001（letters and three digits）", "code")
        kind = table.choice("kind", KINDS)
        breached = self.condition(table, "breached", subject, kind)
        citations = read_citations(table, "citations", self.laws)
        editions = earlier_editions(citations, self.laws)
        rule = Rule(
            code=draft.name,
            name=table.text("name"),
            pack=draft.pack,
            topic=draft.topic,
            subject=subject,
            kind=kind,
            severity=table.choice("severity", SEVERITIES),
            applies=self.condition(table, "applies", subject, kind) if table.has("applies") else None,
            breached=breached,
            title=table.bilingual("title"),
            meaning=table.bilingual("meaning"),
            why=table.bilingual("why"),
            remedy=table.bilingual("remedy"),
            authority=table.choice("authority", AUTHORITIES),
            first_step=table.choice("first_step", FIRST_STEPS),
            honesty=table.choice("honesty", HONESTIES),
            message=self.message(table, "message", subject),
            unknown=self.message(table, "unknown", subject) if table.has("unknown") else None,
            evidence=self.evidence(table, subject, breached),
            citations=citations,
            editions=editions,
            governed_by=self.governing_date(table, subject) or (_YEAR_END if editions else ""),
            predecessor=table.text_or("predecessor", ""),
            successor=table.text_or("successor", ""),
            told_by=self.tellers(table, draft.name, subject),
            awaits=self.awaited(table),
            speaks_of=self.spoken_of(table, subject),
            comes_first=self.comes_first(draft, breached),
            document=self.document(table, subject),
            template=table.text_or("template", ""),
            place=draft.place,
        )
        self.refuse_unsound(table, rule)
        table.close()
        return rule

    def governing_date(self, table: TomlTable, subject: Subject) -> str:
        """Read the Date fact that picks among the citations; none where all hold together."""
        name = table.text_or("governed_by", "")
        if not name:
            return ""
        facts = self.scope(subject, None, may_ask_for_null=False).facts
        dates = [fact.name for fact in facts.values() if fact.dtype == pl.Date()]
        if name not in dates:
            table.refuse(
                f"governed_by 不是可用的日期类事实（no Date fact here）: {name}{nearest(name, dates)}", "governed_by"
            )
        return name

    def tellers(self, table: TomlTable, code: str, subject: Subject) -> tuple[str, ...]:
        """Read the rules whose findings tell for this one too; one of the enterprise must tell for itself."""
        # documents are judged one rule a document, so that none sees the mark of another
        heard = {"enterprise", subject} - {"document"}
        known = [
            each
            for each, draft in self.shelf.rules.items()
            if draft.subject in heard
            and each != code
            and not (draft.subject == "enterprise" and draft.table.has("told_by"))
        ]
        tellers = table.texts("told_by")
        for each in tellers:
            if each not in known or tellers.count(each) > 1:
                table.refuse(
                    f"told_by 须是单位的规则（自己没有 told_by）或同一对象的其他规则，各列一次（rules of the enterprise that "
                    f"tell for themselves, or others of this subject, each once）: {each}{nearest(each, known)}",
                    "told_by",
                )
        return tellers

    def awaited(self, table: TomlTable) -> str:
        """Read the fact of the enterprise that is false where ``told_by``, of the enterprise, tells for this rule."""
        name = table.text_or("awaits", "")
        if not name:
            return ""
        truths = [
            fact.name
            for fact in self.vocabulary.values()
            if fact.subject == "enterprise" and fact.dtype == pl.Boolean()
        ]
        tellers = [self.shelf.rules[code] for code in table.texts("told_by")]
        if not (name in truths and tellers and all(each.subject == "enterprise" for each in tellers)):
            table.refuse(
                f"awaits 须与 told_by 同用，是单位的是否类事实（a Boolean fact of the enterprise, beside told_by）: "
                f"{name}{nearest(name, truths)}",
                "awaits",
            )
        return name

    def comes_first(self, draft: Draft, breached: Condition) -> bool:
        """Read whether no other rule can be told where this one is breached; it must wait for none itself."""
        table = draft.table
        if not table.truth_or("comes_first", default=False):
            return False
        others = [
            each for each, other in self.shelf.rules.items() if other is not draft and other.table.has("comes_first")
        ]
        waits = table.has("applies") or table.has("told_by") or breached.verdicts or breached.criteria
        if draft.subject != "enterprise" or others or waits:
            table.refuse(
                "comes_first 只用于一条单位规则，不得有 applies、told_by，也不得引用其他结论或判据（for one rule of the "
                f"enterprise, without applies or told_by, that names no other verdict or criterion）: {''.join(others)}",
                "comes_first",
            )
        return True

    def spoken_of(self, table: TomlTable, subject: Subject) -> str:
        """Read the text fact of a rule's own rows that lists the facts unknown for the reason it states."""
        name = table.text_or("speaks_of", "")
        texts = [
            each.name for each in self.vocabulary.values() if each.subject == subject and each.dtype == pl.String()
        ]
        if name and (subject in {"enterprise", "document"} or name not in texts):
            table.refuse(
                f"speaks_of 须是同一对象（单位、档案除外）的文字类事实（a text fact of this subject, which has rows): "
                f"{name}{nearest(name, texts)}",
                "speaks_of",
            )
        return name

    def document(self, table: TomlTable, subject: Subject) -> str:
        document = table.text_or("document", "")
        if document and subject != "document":
            table.refuse('document 只用于 subject = "document"（for document rules only）', "document")
        if document and "document_id" not in self.vocabulary:
            table.refuse("词汇表没有 document_id（the vocabulary lacks document_id）", "document")
        return document

    def message(self, table: TomlTable, key: str, subject: Subject) -> Text:
        """Read a message; every field must be a fact or a ``:parameter`` in sight."""
        text = table.bilingual(key)
        facts = self.scope(subject, None, may_ask_for_null=False).facts
        for language, words in (("zh", text.zh), ("en", text.en)):
            for name in FIELD.findall(words):
                self.refuse_unknown_name(table, key, name, facts, f"{language} 字段")
            if set("{}") & set(FIELD.sub("", words)):
                table.refuse(f"{key}.{language} 的花括号不成对（unpaired brace）", key)
        return text

    def evidence(self, table: TomlTable, subject: Subject, condition: Condition) -> tuple[str, ...]:
        """Read the facts shown with their cells; by default those the condition names."""
        if not table.has("evidence"):
            table.texts("evidence")
            return condition.facts
        facts = self.scope(subject, None, may_ask_for_null=False).facts
        names = table.texts("evidence")
        for name in names:
            self.refuse_unknown_name(table, "evidence", name, facts, "证据")
        return names

    def refuse_unknown_name(self, table: TomlTable, key: str, name: str, facts: Mapping[str, Fact], what: str) -> None:
        known = {f":{parameter}" for parameter in self.shelf.parameters} if name.startswith(":") else set(facts)
        if name not in known:
            table.refuse(
                f"{what} {{{name}}} 不是可用的事实或参数（neither fact nor :parameter）{nearest(name, known)}", key
            )

    def refuse_unsound(self, table: TomlTable, rule: Rule) -> None:
        """A violation accuses: it needs law in force at high or medium confidence."""
        if rule.kind != "violation":
            return
        if not any(citation.is_sound for citation in rule.citations):
            table.refuse(
                f"{rule.code} 是 violation，却没有一条现行有效、可信度中以上的依据；请改为 suspicion 或 notice"
                "（a violation rests on law in force at high or medium confidence）",
                "kind",
            )
        for name in rule.parameters:
            if not any(value.citation.was_sound for value in self.shelf.parameters[name].values):
                table.refuse(
                    f"{rule.code} 是 violation，却只凭参数 :{name} 的低可信依据；请改为 suspicion 或 notice"
                    "（a violation cannot rest on an unsound parameter）",
                    "kind",
                )


def _identity(
    packs: Sequence[Pack],
    rules: Mapping[str, Rule],
    criteria: Mapping[str, Criterion],
    parameters: Mapping[str, Parameter],
) -> str:
    """Name packs and versions, and digest what they say: not line numbers, comments or the order of files."""
    content = json.dumps(
        [_plain(part) for part in (packs, dict(rules), dict(criteria), dict(parameters))],
        ensure_ascii=False,
        sort_keys=True,
    )
    names = "+".join(f"{pack.name}@{pack.version}" for pack in packs)
    return f"{names} sha256:{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _plain(value: Any) -> Any:
    """Reduce definitions to plain data; a condition to its text."""
    if isinstance(value, Condition):
        return value.text
    names = _told_fields(value.__class__)
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (str, bool, int)) else str(value)


@cache
def _told_fields(kind: type) -> tuple[str, ...] | None:
    """Name the fields of a definition that say something, not where it stands; None of plain data."""
    if not is_dataclass(kind):
        return None
    return tuple(field.name for field in fields(kind) if field.name not in {"place", "folder"})
