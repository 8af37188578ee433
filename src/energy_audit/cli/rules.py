"""``energy-audit rules``: read the rulebook, prove it, see what a change does, write more of it."""

from __future__ import annotations

import click

from energy_audit.cli import rules_author, rules_batch, rules_docs, rules_prove, rules_read
from energy_audit.cli.listed import ListedGroup


@click.group("rules", cls=ListedGroup)
def command() -> None:
    """查看规则、依据和测试用例。 / Look at the rules, their law and their cases."""


for _each in (
    rules_read.list_rules,
    rules_read.show_rule,
    rules_docs.write_docs,
    rules_prove.test_rules,
    rules_prove.lint_rules,
    rules_prove.mutate_rules,
    rules_batch.rule_stats,
    rules_batch.rule_impact,
    rules_author.new_rule,
    rules_author.print_schema,
):
    command.add_command(_each)
