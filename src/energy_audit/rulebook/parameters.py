"""Parameters: the dated values of the law, read from a pack and turned into columns by their governing date."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.rulebook.citations import Law, read_citation
from energy_audit.rulebook.model import KEY_FACTS, Parameter, ParameterValue, Scalar
from energy_audit.rulebook.toml_table import TomlTable, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from energy_audit.vocabulary import Fact

NO_DUTY = "none"
"""The value of a time in which no duty existed."""


def read_parameter(
    table: TomlTable,
    pack: str,
    topic: str,
    vocabulary: Mapping[str, Fact],
    laws: Mapping[str, Law],
) -> Parameter:
    """Read one ``[[parameter]]``.

    Raises:
        RulebookError: an unknown governing date, a value without citation or day of its last check, values of
            several types, or two values for one day.
    """
    values = [_read_value(value, laws) for value in table.tables("value")]
    if not values:
        table.refuse("缺少 [[parameter.value]]（a parameter needs at least one value)")
    parameter = Parameter(
        name=table.text("name"),
        pack=pack,
        topic=topic,
        unit=table.text_or("unit", ""),
        governed_by=_governing_date(table, vocabulary),
        meaning=table.bilingual("meaning"),
        dtype=_common_dtype(table, values),
        values=tuple(sorted(values, key=lambda value: value.effective_from)),
        place=table.place,
    )
    _refuse_overlap(table, parameter)
    table.close()
    return parameter


def _read_value(table: TomlTable, laws: Mapping[str, Law]) -> ParameterValue:
    value: Any = table.required("value")
    if isinstance(value, (dict, list, dt.datetime, dt.time)):
        table.refuse("value 应为数值、日期、文本或是否（number, date, text or truth value)", "value")
    result = ParameterValue(
        value=None if value == NO_DUTY else value,
        effective_from=table.date("effective_from"),
        effective_to=table.date_or_none("effective_to"),
        citation=read_citation(table, "citation", laws),
        last_checked=table.date("last_checked"),
    )
    if result.effective_to is not None and result.effective_to < result.effective_from:
        table.refuse("effective_to 早于 effective_from（ends before it begins)", "effective_to")
    table.close()
    return result


def _governing_date(table: TomlTable, vocabulary: Mapping[str, Fact]) -> str:
    name = table.text("governed_by")
    dates = [fact.name for fact in (*KEY_FACTS.values(), *vocabulary.values()) if fact.dtype == pl.Date()]
    if name not in dates:
        table.refuse(f"governed_by 不是日期类的事实{nearest(name, dates)}（not a Date fact): {name}", "governed_by")
    return name


def dtype_of_value(value: Scalar) -> pl.DataType:
    """Give the dtype that holds a value of a pack: every number is ``NUMBER``."""
    if isinstance(value, bool):
        return pl.Boolean()
    if isinstance(value, dt.date):
        return pl.Date()
    return pl.String() if isinstance(value, str) else NUMBER


def _common_dtype(table: TomlTable, values: Iterable[ParameterValue]) -> pl.DataType:
    dtypes = {dtype_of_value(value.value) for value in values if value.value is not None}
    if len(dtypes) > 1:
        table.refuse("各时段的 value 类型不一（values of several types)")
    return dtypes.pop() if dtypes else NUMBER


def _refuse_overlap(table: TomlTable, parameter: Parameter) -> None:
    for earlier, later in zip(parameter.values, parameter.values[1:], strict=False):
        if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
            table.refuse(
                f"参数 {parameter.name} 在 {later.effective_from} 有两个值，请为前一时段填 effective_to"
                "（two values on one day)",
            )


def literal(value: Scalar | None, dtype: pl.DataType) -> pl.Expr:
    """Write a value as a Polars literal, exactly."""
    if value is None:
        return pl.lit(None, dtype=dtype)
    return pl.lit(Decimal(value) if dtype == NUMBER and isinstance(value, int) else value, dtype=dtype)


def parameter_column(parameter: Parameter, name: str) -> pl.Expr:
    """Give the column ``name`` (``:p``, or ``:p!`` for violations) from the governing date's column.

    Null where the date is unknown, no value was in force, or no duty existed; in
    ``:p!`` also where the value's ground is too weak to accuse anybody.
    """
    day = pl.col(parameter.governed_by)
    column = pl.lit(None, dtype=parameter.dtype)
    for value in parameter.values:
        if name.endswith("!") and not value.citation.was_sound:
            continue
        in_force = day >= pl.lit(value.effective_from)
        if value.effective_to is not None:
            in_force &= day <= pl.lit(value.effective_to)
        column = pl.when(in_force).then(literal(value.value, parameter.dtype)).otherwise(column)
    return column.alias(name)
