"""A rule's SQL condition → checked against what is allowed → one three-valued Polars expression.

sqlglot parses the text; the expression is built from the parse tree, node by
node, and not by ``pl.sql_expr`` on the text: that turns decimal literals into
binary floats (``BETWEEN 4999.99 AND …`` would compare a Decimal column with a
float), while here a literal becomes ``NUMBER`` and compares exactly.

Three values throughout: AND, OR, NOT, IN, LIKE, BETWEEN and comparisons are
SQL's own with NULL = unknown. What turns unknown into a verdict is refused:
CASE, COALESCE, IS TRUE, IS NULL outside ``breached``, aggregates, the clock.
"""

from __future__ import annotations

import logging
import re
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Final, Literal

import polars as pl
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from energy_audit.errors import RulebookError
from energy_audit.exact import NUMBER
from energy_audit.rulebook.model import VERDICT_DTYPE, VERDICTS, Condition, Node, Place
from energy_audit.rulebook.operands import Operand, Operands, aligned
from energy_audit.rulebook.scope import TYPE_ZH, Scope, dtype_of
from energy_audit.rulebook.toml_table import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from energy_audit.rulebook.model import Parameter
    from energy_audit.vocabulary import Fact

# sqlglot warns on stderr where it falls back to an unparsed command; the refusal below says it better.
logging.getLogger("sqlglot").setLevel(logging.ERROR)
_FEW: Final = 8
"""Up to so many texts are compared one by one, which takes half as long as asking whether one is in a list."""
_DATE_CAST = re.compile(r"CAST\(('[^']*') AS DATE\)")


def compile_condition(text: str, place: Place, scope: Scope) -> Condition:
    """Check one condition, compile it and try it.

    Raises:
        RulebookError: at the line of the offending word, with the nearest name that exists.
    """
    condition = read_condition(text, place, scope)
    try_on_no_rows([condition], scope.vocabulary, scope.parameters)
    return condition


def read_condition(text: str, place: Place, scope: Scope) -> Condition:
    """Check one condition and compile it; whoever reads many tries them together.

    Raises:
        RulebookError: as ``compile_condition``.
    """
    compiler = _Compiler(place, scope)
    root = compiler.boolean(compiler.parse(text))
    names = tuple(dict.fromkeys(name for term in root.terms() for name in term.names))
    return Condition(
        text=text,
        place=place,
        root=root,
        facts=tuple(name for name in names if not name.startswith((":", "verdict.", "criterion."))),
        parameters=tuple(name.strip(":!") for name in names if name.startswith(":")),
        verdicts=tuple(name.removeprefix("verdict.") for name in names if name.startswith("verdict.")),
        criteria=tuple(name.removeprefix("criterion.") for name in names if name.startswith("criterion.")),
    )


def try_on_no_rows(
    conditions: Sequence[Condition], vocabulary: Mapping[str, Fact], parameters: Mapping[str, Parameter]
) -> None:
    """Compute conditions once without any row: what only fails at run must fail while loading.

    Raises:
        RulebookError: at the first condition that cannot be computed.
    """
    names = dict.fromkeys(name for condition in conditions for name in condition.columns)
    frame = pl.DataFrame(schema={name: dtype_of(name, vocabulary, parameters) for name in names})
    try:
        frame.select(condition.expr.alias(str(number)) for number, condition in enumerate(conditions))
    except pl.exceptions.PolarsError as error:
        if len(conditions) > 1:  # which one is it
            for condition in conditions:
                try_on_no_rows([condition], vocabulary, parameters)
            raise
        place = conditions[0].place
        raise RulebookError(place.file, place.line, f"条件无法计算（cannot be computed）: {error}") from error


def text_of(node: exp.Expr) -> str:
    """Write a part of a condition as its author would."""
    return _DATE_CAST.sub(r"DATE \1", node.sql())


class _Compiler(Operands):
    """Walks one parse tree from its truth values down to the values they compare."""

    def parse(self, text: str) -> exp.Expr:
        try:
            trees = sqlglot.parse(text)
        except SqlglotError as error:
            details = getattr(error, "errors", None) or [{}]
            line = details[0].get("line") or 1
            what = details[0].get("description") or str(error)
            self.refuse_at(line, f"条件不是合法的 SQL（not valid SQL）: {what}")
        tree = trees[0] if len(trees) == 1 else None
        if tree is None:
            self.refuse_at(1, "应为一个条件（expected one condition）")
        return tree

    def boolean(self, node: exp.Expr) -> Node:
        """Compile a part that is true, false or unknown."""
        match node:
            case exp.Paren():
                return self.boolean(node.this)
            case exp.And() | exp.Or():
                self.only(node)
                return self.junction(node)
            case exp.Not():
                self.only(node)
                part = self.boolean(node.this)
                return Node("not", partial(text_of, node), part.expr.not_(), (part,))
            case exp.EQ() | exp.NEQ() | exp.LT() | exp.LTE() | exp.GT() | exp.GTE():
                self.only(node)
                return self.comparison(node)
            case exp.Between():
                self.only(node, "low", "high")
                return self.between(node)
            case exp.In():
                self.only(node, "expressions")
                return self.membership(node)
            case exp.Like():
                self.only(node, "negate")
                return self.like(node)
            case exp.Is():
                self.only(node)
                return self.null_test(node)
            case exp.Column() | exp.Boolean() | exp.Placeholder():
                operand = self.operand(node)
                if operand.type != "boolean":
                    self.refuse(node, f"{TYPE_ZH[operand.type]}不能当作真假用（a {operand.type} is not a truth value）")
                return Node("term", partial(text_of, node), operand.expr, names=operand.names)
        return self.refuse_node(node)

    def junction(self, node: exp.And | exp.Or) -> Node:
        left, right = self.boolean(node.left), self.boolean(node.right)
        operator: Literal["and", "or"] = "and" if isinstance(node, exp.And) else "or"
        parts = tuple(part for side in (left, right) for part in (side.parts if side.operator == operator else (side,)))
        expr = left.expr & right.expr if operator == "and" else left.expr | right.expr
        return Node(operator, partial(text_of, node), expr, parts)

    def comparison(self, node: exp.Binary) -> Node:
        self.refuse_chain(node)
        left, right = self.operand(node.left), self.operand(node.right)
        self.same_type(node, left, right)
        if "verdict" in {left.type, right.type}:
            return self.verdict_comparison(node, left, right)
        if left.type == "boolean" and not isinstance(node, (exp.EQ, exp.NEQ)):
            self.refuse(node, "是否类的值没有大小（truth values have no order）")
        left_expr, right_expr = aligned(left, right)
        compare: dict[type[exp.Expr], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
            exp.EQ: lambda a, b: a == b,
            exp.NEQ: lambda a, b: a != b,
            exp.LT: lambda a, b: a < b,
            exp.LTE: lambda a, b: a <= b,
            exp.GT: lambda a, b: a > b,
            exp.GTE: lambda a, b: a >= b,
        }
        return Node(
            "term", partial(text_of, node), compare[type(node)](left_expr, right_expr), names=left.names + right.names
        )

    def refuse_chain(self, node: exp.Binary) -> None:
        """Refuse ``1 < tce < 5``: SQL reads it as a truth value compared with 5."""
        for side in (node.left.unnest(), node.right.unnest()):
            if isinstance(side, (exp.Predicate, exp.Connector, exp.Not)):
                self.refuse(node, "比较不能连写，请用 AND 分开（no chain of comparisons)")

    def between(self, node: exp.Between) -> Node:
        value, low, high = (self.operand(node.args[key]) for key in ("this", "low", "high"))
        for bound in (low, high):
            self.same_type(node, value, bound)
        if value.type in {"boolean", "verdict"}:
            self.refuse(node, "BETWEEN 只用于数值、日期、文本（only for numbers, dates, texts）")
        at_least, low_expr = aligned(value, low)
        at_most, high_expr = aligned(value, high)
        expr = (at_least >= low_expr) & (at_most <= high_expr)
        return Node("term", partial(text_of, node), expr, names=value.names + low.names + high.names)

    def membership(self, node: exp.In) -> Node:
        value = self.operand(node.this)
        members = [self.operand(item) for item in node.expressions]
        if not members:
            self.refuse(node, "IN 后应为常量列表（IN needs a list of literals）")
        for member in members:
            if member.literal is None:
                self.refuse(node, "IN 只接受常量（IN takes literals only）")
            self.same_type(node, value, member)
        literals = [member.literal for member in members]
        if value.type == "verdict":
            expr = _verdict_in(value.expr, [str(literal) for literal in literals])
        elif value.type == "number":
            expr = value.expr.cast(NUMBER).is_in(pl.Series(literals, dtype=NUMBER).implode())
        elif value.type == "text" and len(literals) <= _FEW:
            expr = reduce(or_, (value.expr == member.expr for member in members))
        else:
            expr = value.expr.is_in(pl.Series(literals).implode())
        return Node("term", partial(text_of, node), expr, names=value.names)

    def like(self, node: exp.Like) -> Node:
        value, pattern = self.operand(node.this), self.operand(node.expression)
        if value.type != "text" or not isinstance(pattern.literal, str):
            self.refuse(node, "LIKE 用于文本与常量模式（LIKE compares a text with a literal pattern）")
        expr = value.expr.str.contains(_regex_of(pattern.literal))
        plain = node.copy()
        plain.set("negate", None)
        term = Node("term", partial(text_of, plain), expr, names=value.names)
        return Node("not", partial(text_of, node), expr.not_(), (term,)) if node.args.get("negate") else term

    def null_test(self, node: exp.Is) -> Node:
        if not isinstance(node.expression, exp.Null):
            self.refuse(node, "不允许 IS TRUE/IS FALSE，它把未知变成判定（turns unknown into a verdict）")
        if not self.scope.may_ask_for_null:
            self.refuse(node, "IS NULL 只能用于 breached（IS NULL is for `breached` only）")
        value = self.operand(node.this)
        return Node("term", partial(text_of, node), value.expr.is_null(), names=value.names)

    def same_type(self, node: exp.Expr, left: Operand, right: Operand) -> None:
        types = {left.type, right.type}
        if types == {"verdict", "text"}:
            for operand in (left, right):
                if operand.type == "text" and operand.literal not in VERDICTS:
                    close = nearest(str(operand.literal), VERDICTS)
                    self.refuse(node, f"判定只有 {' | '.join(VERDICTS)}（not a verdict）{close}")
        elif len(types) > 1:
            names = "与".join(TYPE_ZH[operand.type] for operand in (left, right))
            self.refuse(node, f"{names}不能相比（cannot compare {left.type} with {right.type}）")

    def verdict_comparison(self, node: exp.Binary, left: Operand, right: Operand) -> Node:
        column, other = (left, right) if left.type == "verdict" else (right, left)
        if not isinstance(node, (exp.EQ, exp.NEQ)) or not isinstance(other.literal, str):
            self.refuse(node, "判定只能用 =、<>、IN 与常量相比（compare a verdict with a literal by =, <>, IN）")
        expr = _verdict_in(column.expr, [other.literal])
        return Node(
            "term", partial(text_of, node), expr if isinstance(node, exp.EQ) else expr.not_(), names=column.names
        )


def _verdict_in(verdict: pl.Expr, wanted: list[str]) -> pl.Expr:
    """Is the verdict one of ``wanted``; unknown where it could not be told and that was not asked for."""
    found = verdict.is_in(pl.Series(wanted, dtype=VERDICT_DTYPE).implode())
    if "cannot_tell" in wanted:
        return found
    return pl.when(verdict != pl.lit("cannot_tell", dtype=VERDICT_DTYPE)).then(found)


def _regex_of(pattern: str) -> str:
    """Translate a LIKE pattern: ``%`` any text, ``_`` any character, the rest as it stands."""
    words = {"%": ".*", "_": "."}
    return r"(?s)\A" + "".join(words.get(sign) or re.escape(sign) for sign in pattern) + r"\z"
