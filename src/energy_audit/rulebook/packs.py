"""Finds packs and reads their topics into drafts; conditions are compiled once all names are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from energy_audit.errors import RulebookError
from energy_audit.rulebook.documents import Document, expand_document_rules
from energy_audit.rulebook.model import Override, Pack, Parameter, Place, Topic
from energy_audit.rulebook.parameters import read_parameter
from energy_audit.rulebook.toml_table import TomlTable, nearest, read_toml
from energy_audit.vocabulary import SUBJECTS, Fact, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from energy_audit.rulebook.citations import Law

PACK_FILE = "pack.toml"
CASES_FOLDER = "cases"
REFERENCE_FOLDER = "reference"
"""A folder given by hand may hold reference tables alone."""


@dataclass(frozen=True)
class PackFolder:
    """A pack and where it lies; ``is_extra`` packs (``--rules``) may override."""

    pack: Pack
    folder: Path
    shown_as: str
    is_extra: bool


@dataclass(frozen=True)
class Draft:
    """A rule or criterion whose table is read but whose conditions are not compiled yet."""

    name: str
    subject: Subject
    pack: str
    topic: str
    table: TomlTable

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.table.place


What = Literal["rule", "criterion", "parameter"]


@dataclass
class Shelf:
    """Collects definitions by name; a second one is refused, or overrides where its pack was given by hand."""

    rules: dict[str, Draft] = field(default_factory=dict)
    criteria: dict[str, Draft] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    origins: dict[tuple[What, str], PackFolder] = field(default_factory=dict)

    def claim(self, what: What, name: str, place: Place, origin: PackFolder) -> None:
        """Note who defines ``name``.

        Raises:
            RulebookError: it is defined already and ``origin`` may not override it.
        """
        earlier = self.origins.get((what, name))
        if earlier is not None:
            if not origin.is_extra or earlier.shown_as == origin.shown_as:
                first = self.place_of(what, name)
                message = f"{name} 已定义于 {first.file}:{first.line}（{what} {name} is defined twice）"
                raise RulebookError(place.file, place.line, message)
            self.overrides.append(Override(what, name, _signed(origin.pack), _signed(earlier.pack)))
        self.origins[what, name] = origin

    def place_of(self, what: What, name: str) -> Place:
        """Give the place of a definition on the shelf."""
        if what == "parameter":
            return self.parameters[name].place
        return (self.rules if what == "rule" else self.criteria)[name].place


def _signed(pack: Pack) -> str:
    return f"{pack.name}@{pack.version}"


def find_packs(rules_dir: Path, extra: Sequence[Path]) -> list[PackFolder]:
    """Find every pack: those below ``rules_dir``, then those given by hand; base packs before what extends them.

    Raises:
        RulebookError: no pack in a folder, a name that is not a folder's, an unknown or circular ``extends``.
    """
    packs = list(_packs_in(rules_dir, is_extra=False))
    for folder in extra:
        packs.extend(_packs_in(folder, is_extra=True))
    return _base_first(packs)


def _packs_in(folder: Path, *, is_extra: bool) -> Iterator[PackFolder]:
    if (folder / PACK_FILE).is_file():
        yield _read_pack(folder, folder.name, is_extra=is_extra)
        return
    children = sorted(child for child in folder.iterdir() if (child / PACK_FILE).is_file()) if folder.is_dir() else []
    if not children and not (is_extra and (folder / REFERENCE_FOLDER).is_dir()):
        raise RulebookError(str(folder), 0, f"没有规则包：其下应有 {PACK_FILE}（no rule pack here）")
    for child in children:
        yield _read_pack(child, f"{folder.name}/{child.name}", is_extra=is_extra)


def _read_pack(folder: Path, shown_as: str, *, is_extra: bool) -> PackFolder:
    table = read_toml(folder / PACK_FILE, f"{shown_as}/{PACK_FILE}")
    pack = Pack(
        name=table.text("name"),
        version=table.text("version"),
        title=table.bilingual("title"),
        extends=table.texts("extends"),
        folder=shown_as,
    )
    table.close()
    return PackFolder(pack, folder, shown_as, is_extra)


def _base_first(packs: list[PackFolder]) -> list[PackFolder]:
    known = {found.pack.name for found in packs}
    ordered: list[PackFolder] = []
    waiting = list(packs)
    while waiting:
        done = {found.pack.name for found in ordered}
        ready = [found for found in waiting if set(found.pack.extends) <= done]
        # An extra pack comes after every shipped one, since it may override them.
        ready = [found for found in ready if not found.is_extra] or ready
        if not ready:
            stuck = waiting[0]
            missing = [name for name in stuck.pack.extends if name not in known]
            why = f"未知的规则包 {missing[0]}{nearest(missing[0], known)}" if missing else "extends 循环（circular）"
            raise RulebookError(f"{stuck.shown_as}/{PACK_FILE}", 0, f"extends: {why}")
        ordered.append(ready[0])
        waiting.remove(ready[0])
    return ordered


def shelve(
    found: PackFolder,
    shelf: Shelf,
    *,
    vocabulary: Mapping[str, Fact],
    laws: Mapping[str, Law],
    documents: Sequence[Document],
) -> None:
    """Read every topic of one pack onto the shelf."""
    for path in sorted(found.folder.glob("*.toml")):
        if path.name == PACK_FILE:
            continue
        file = read_toml(path, f"{found.shown_as}/{path.name}")
        topic = _read_topic(file, found.pack.name)
        shelf.topics.append(topic)
        for table in file.tables("parameter"):
            parameter = read_parameter(table, found.pack.name, topic.name, vocabulary, laws)
            shelf.claim("parameter", parameter.name, parameter.place, found)
            shelf.parameters[parameter.name] = parameter
        for table in file.tables("criterion"):
            draft = _draft(table, "name", found.pack.name, topic.name)
            shelf.claim("criterion", draft.name, draft.place, found)
            shelf.criteria[draft.name] = draft
        rules = file.tables("rule")
        for template in file.tables("document_rule"):
            rules.extend(expand_document_rules(template, documents, laws))
        for table in rules:
            draft = _draft(table, "code", found.pack.name, topic.name)
            shelf.claim("rule", draft.name, draft.place, found)
            shelf.rules[draft.name] = draft
        file.close()


def _read_topic(file: TomlTable, pack: str) -> Topic:
    if not file.has("topic"):
        file.refuse("缺少 [topic]（a topic file begins with [topic]）")
    table = file.table("topic")
    topic = Topic(table.text("name"), table.bilingual("title"), pack)
    table.close()
    return topic


def _draft(table: TomlTable, key: str, pack: str, topic: str) -> Draft:
    return Draft(table.text(key), table.choice("subject", SUBJECTS), pack, topic, table)
