"""``rules new`` and ``rules schema``: a start for a rule of one's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import both
from energy_audit.cli.echo import echo, typed
from energy_audit.cli.options import FOLDER, lang_option

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from energy_audit.catalogue import Language
    from energy_audit.rulebook.model import Rulebook


@click.command("new")
@click.argument("code")
@click.option("--topic", required=True, help="主题文件名，如 metering / name of the topic file")
@click.option("--subject", required=True, help="判定对象，如 enterprise、project / what is judged")
@click.option("--out", required=True, type=FOLDER, help="规则包目录，没有则新建 / folder of the pack, made if absent")
@lang_option
def new_rule(code: str, topic: str, subject: str, out: Path, lang: Language) -> None:
    """写一条新规则的骨架和用例。 / Write the skeleton of a rule and of its cases."""
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words
    from energy_audit.rulebook.packs import CASES_FOLDER, PACK_FILE
    from energy_audit.rulebook.schema import schema_text
    from energy_audit.rulebook.skeleton import SCHEMA_FILE, cases_text, pack_text, rule_text, topic_text
    from energy_audit.vocabulary import SUBJECTS

    w = words(lang)
    is_new = not (out / PACK_FILE).is_file()
    _, rulebook = open_rules(() if is_new else (out,))
    _refuse_words(code, topic, subject, rulebook)
    kind = next(each for each in SUBJECTS if each == subject)
    topic_file = out / f"{topic}.toml"
    title = next((each.title for each in rulebook.topics if each.name == topic), None)
    head = topic_file.read_text(encoding="utf-8") if topic_file.is_file() else topic_text(topic, title)
    texts = {
        topic_file: head.rstrip("\n") + "\n" + rule_text(code, kind, rulebook),
        out / CASES_FOLDER / f"{code}.toml": cases_text(code),
        out / SCHEMA_FILE: schema_text(),
    }
    if is_new:
        texts[out / PACK_FILE] = pack_text(out.resolve().name)
    _write(texts)
    for path in texts:
        echo(str(path))
    echo(
        w(
            "接下来：改写各处 TODO，再运行 energy-audit rules lint --rules {out} 和 rules test --rules {out}",
            out=typed(out),
        )
    )


@click.command("schema")
def print_schema() -> None:
    """打印规则文件的 JSON Schema，供编辑器补全。 / Print the JSON Schema of pack files for editors."""
    from energy_audit.rulebook.schema import schema_text

    echo(schema_text(), nl=False)


def _refuse_words(code: str, topic: str, subject: str, rulebook: Rulebook) -> None:
    """Refuse a code that is taken or malformed, a topic that is no file name, a subject that does not exist."""
    import re

    from energy_audit.errors import UsageError
    from energy_audit.rulebook.schema import CODE_PATTERN
    from energy_audit.rulebook.toml_table import nearest
    from energy_audit.vocabulary import SUBJECTS

    if not re.fullmatch(CODE_PATTERN, code):
        raise UsageError(both("编号 {code} 应为三至五个大写字母加三位数字，如 ABC001。", code=code))
    if code in rulebook.rules:
        place = rulebook.rules[code].place
        raise UsageError(
            both("编号 {code} 已用于 {file}:{line}，编号永不重用。", code=code, file=place.file, line=place.line)
        )
    if not re.fullmatch(r"[a-z][a-z0-9_]*", topic) or topic == "pack":
        raise UsageError(both("主题 {topic} 应为小写字母、数字、下划线。", topic=topic))
    if subject not in SUBJECTS:
        known = ", ".join(SUBJECTS)
        raise UsageError(
            both(
                "没有判定对象 {subject}{nearest}；可用：{known}",
                subject=subject,
                nearest=partial(nearest, subject, SUBJECTS),
                known=known,
            )
        )


def _write(texts: Mapping[Path, str]) -> None:
    from energy_audit.errors import OutputRefused

    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputRefused(
            both("写不了 {filename}：{reason}", filename=error.filename, reason=error.strerror or error)
        ) from error
