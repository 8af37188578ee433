"""The values in a condition: names, literals and exact arithmetic, as typed Polars expressions.

A literal becomes ``NUMBER`` (or Int64) and never a binary float, so that it
compares exactly with a column. A result too large for ``NUMBER`` and a division
by zero are unknown; Polars would abort the query and with it the whole batch.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NoReturn

import polars as pl
from sqlglot import exp

from energy_audit.errors import RulebookError
from energy_audit.exact import NUMBER
from energy_audit.rulebook.bounded import computed
from energy_audit.rulebook.scope import TYPE_ZH, Scope, Type, type_of
from energy_audit.rulebook.toml_table import nearest

if TYPE_CHECKING:
    from energy_audit.rulebook.bounded import Operation
    from energy_audit.rulebook.model import Place

ALLOWED = "AND OR NOT = <> < <= > >= IN LIKE BETWEEN + - * /NULLIF(x, 0) ABS(x) DATE '…' IS NULL"
_FUNCTIONS = ("ABS", "NULLIF")
_OPERATIONS: Final[dict[type[exp.Expr], Operation]] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_HARMLESS_ARGS = {"this", "expression", "typed", "safe", "_type", "join_mark"}
_BARE_INTEGER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Operand:
    """A value in a comparison."""

    type: Type
    expr: pl.Expr
    names: tuple[str, ...] = ()
    literal: str | Decimal | dt.date | bool | None = None
    is_integer: bool = False


class Operands:
    """Reads the values of one parse tree; knows where its text stands, for refusals."""

    def __init__(self, place: Place, scope: Scope) -> None:
        self.place = place
        self.scope = scope
        self.facts = scope.facts

    def refuse_at(self, line: int, message: str) -> NoReturn:
        """Raise at a line of the condition (1-based)."""
        raise RulebookError(self.place.file, self.place.line + line - 1, message)

    def refuse(self, node: exp.Expr, message: str) -> NoReturn:
        """Raise at the line of the first word of ``node``."""
        lines = (part.meta.get("line") for part in node.walk())
        self.refuse_at(next((line for line in lines if line), 1), f"{message}: {node.sql()}")

    def only(self, node: exp.Expr, *args: str) -> None:
        """Refuse a node that carries more than is read here, such as ESCAPE or SYMMETRIC."""
        extra = [key for key, value in node.args.items() if value and key not in _HARMLESS_ARGS and key not in args]
        if extra:
            self.refuse(node, f"不支持 {', '.join(extra)}（not supported）")

    def operand(self, node: exp.Expr) -> Operand:
        """Compile a value."""
        match node:
            case exp.Paren():
                return self.operand(node.this)
            case exp.Column():
                return self.column(node)
            case exp.Placeholder():
                return self.parameter(node)
            case exp.Literal():
                return self.literal(node)
            case exp.Boolean():
                truth = bool(node.this)
                return Operand("boolean", pl.lit(truth), literal=truth)
            case exp.Cast():
                return self.date(node)
            case exp.Neg() | exp.Abs():
                return self.sign(node)
            case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
                return self.arithmetic(node)
            case exp.Null():
                self.refuse(node, "不与 NULL 比较，请用 IS NULL（do not compare with NULL）")
        return self.refuse_node(node)

    def refuse_node(self, node: exp.Expr) -> NoReturn:
        """Refuse a construct by its name, with the nearest allowed function."""
        name = node.name if isinstance(node, exp.Anonymous) else type(node).__name__.upper()
        hint = nearest(name.upper(), _FUNCTIONS) if isinstance(node, exp.Func) else ""
        self.refuse(node, f"不允许 {name}{hint}；可用 {ALLOWED}（{name} is not allowed）")

    def column(self, node: exp.Column) -> Operand:
        """A fact, or a verdict or criterion of an earlier stage."""
        self.only(node, "table")
        name, owner = node.name, node.table
        if owner in {"verdict", "criterion"}:
            return self.judged(node, owner, name)
        if owner:
            self.refuse(node, f"未知的名称 {owner}.{name}，可用 verdict.编号、criterion.名称（unknown name）")
        fact = self.facts.get(name)
        if fact is None:
            hidden = self.scope.vocabulary.get(name)
            if hidden is not None:
                self.refuse(node, f"{name} 属于 {hidden.subject}，此处只见 {self.scope.subject}（not visible here）")
            self.refuse(node, f"未知的事实 {name}（unknown fact）{nearest(name, self.facts)}")
        is_integer = fact.dtype == pl.Int64()
        return Operand(type_of(fact.dtype), pl.col(name), (name,), is_integer=is_integer)

    def judged(self, node: exp.Column, owner: str, name: str) -> Operand:
        """``verdict.CODE`` or ``criterion.NAME``."""
        known = self.scope.verdicts if owner == "verdict" else self.scope.criteria
        if name not in known:
            self.refuse(node, f"未知的 {owner}.{name}（unknown {owner}）{nearest(name, known)}")
        if not self.scope.sees(known[name]) and self.scope.subject != "enterprise":
            self.refuse(node, f"{owner}.{name} 属于 {known[name]}，此处只见 {self.scope.subject}（not visible here）")
        column = f"{owner}.{name}"
        kind: Type = "verdict" if owner == "verdict" else "boolean"
        return Operand(kind, pl.col(column), (column,))

    def parameter(self, node: exp.Placeholder) -> Operand:
        """``:name``, whose governing date must be in sight."""
        name = node.name
        parameter = self.scope.parameters.get(name)
        if parameter is None:
            self.refuse(node, f"未知的参数 :{name}（unknown parameter）{nearest(name, self.scope.parameters)}")
        if parameter.governed_by not in self.facts:
            self.refuse(
                node,
                f"参数 :{name} 由 {parameter.governed_by} 选定，{self.scope.subject} 没有这个日期"
                "（its governing date is not visible here）",
            )
        column = parameter.column(self.scope.kind)
        is_integer = parameter.dtype == pl.Int64()
        return Operand(type_of(parameter.dtype), pl.col(column), (column,), is_integer=is_integer)

    def literal(self, node: exp.Literal) -> Operand:
        """A number or a text."""
        if node.is_string:
            return Operand("text", pl.lit(node.this, dtype=pl.String), literal=str(node.this))
        value = Decimal(str(node.this))
        if value.adjusted() >= 26 or -int(value.normalize().as_tuple().exponent) > 12:
            self.refuse(node, "数值超出 26 位整数或 12 位小数（beyond 26 digits or 12 decimals）")
        if _BARE_INTEGER.fullmatch(str(node.this)):
            return Operand("number", pl.lit(int(value), dtype=pl.Int64), literal=value, is_integer=True)
        return Operand("number", pl.lit(value, dtype=NUMBER), literal=value)

    def date(self, node: exp.Cast) -> Operand:
        """``DATE '2024-01-01'``; any other cast is refused."""
        if not node.to.is_type(exp.DType.DATE) or not (isinstance(node.this, exp.Literal) and node.this.is_string):
            self.refuse(node, "不允许类型转换，日期写作 DATE '2024-01-01'（no casts; write dates as DATE '…'）")
        try:
            value = dt.date.fromisoformat(node.this.this)
        except ValueError:
            self.refuse(node, "没有这一天（no such day）")
        return Operand("date", pl.lit(value, dtype=pl.Date), literal=value)

    def sign(self, node: exp.Neg | exp.Abs) -> Operand:
        """``-x`` or ``ABS(x)``."""
        value = self.number(node.this)
        if isinstance(node, exp.Abs):
            return Operand("number", value.expr.abs(), value.names, is_integer=value.is_integer)
        literal = -value.literal if isinstance(value.literal, Decimal) else None
        return Operand("number", -value.expr, value.names, literal, is_integer=value.is_integer)

    def number(self, node: exp.Expr) -> Operand:
        """A value that can be computed with."""
        operand = self.operand(node)
        if operand.type != "number":
            self.refuse(node, f"{TYPE_ZH[operand.type]}不能计算（cannot compute with a {operand.type}）")
        return operand

    def arithmetic(self, node: exp.Binary) -> Operand:
        """``+ - * /``, all in ``NUMBER``."""
        self.only(node)
        left = self.number(node.left)
        right = self.divisor(node) if isinstance(node, exp.Div) else self.number(node.right)
        names = left.names + right.names
        expr = computed(_OPERATIONS[type(node)], left.expr.cast(NUMBER), right.expr.cast(NUMBER), constant=not names)
        return Operand("number", expr, names)

    def divisor(self, node: exp.Div) -> Operand:
        """The ``NULLIF(y, 0)`` that every division must be by."""
        right = node.right
        if not (isinstance(right, exp.Nullif) and isinstance(right.expression, exp.Literal)) or (
            right.expression.is_string or Decimal(str(right.expression.this)) != 0
        ):
            self.refuse(node, "除法须写作 x / NULLIF(y, 0)（divide by NULLIF(y, 0) only）")
        value = self.number(right.this)
        expr = value.expr.cast(NUMBER)
        return Operand("number", pl.when(expr != 0).then(expr), value.names)


def aligned(left: Operand, right: Operand) -> tuple[pl.Expr, pl.Expr]:
    """Bring two numbers to one exact type; other types are one already."""
    if left.type == "number" and not (left.is_integer and right.is_integer):
        return left.expr.cast(NUMBER), right.expr.cast(NUMBER)
    return left.expr, right.expr
