"""How one column of a filing is described, once, for everybody.

A pandera model is the only place that knows a column. The functions here put
what a person needs (Chinese heading, unit, meaning, other headings it goes by)
beside what the machine checks, and ``table_of`` reads it back, so that blank
workbook, header search, data dictionary and error texts are drawn from the one
definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pandera.polars as pa
import polars as pl
from pandera.api.dataframe.model_components import FieldInfo

from energy_audit.exact import NUMBER

Number = Annotated[pl.Decimal, 38, 12]
"""The annotation of a ``NUMBER`` column in a model."""

Kind = Literal["text", "number", "integer", "boolean", "date", "choice"]

NAME = r"^$|^0*[^0]"
"""What a name looks like: anything but a zero, which converters store for a text that a formula looked up."""

PERSON = r"^$|^.*[^\W\d_]"
"""What the name of a person or a department looks like: no mere figures, as where name and telephone are swapped."""

TELEPHONE = r"^$|^\D*\d(?:\D*\d){4}"
"""What a telephone number looks like: five digits at least, as emergency and service numbers have."""

Bound = str | int | tuple[str, ...]
Check = tuple[str, Bound]
"""A check of pandera's: its name and what it compares with."""

YES_NO: dict[str, str] = {
    "是": "是",
    "否": "否",
    "有": "是",
    "无": "否",
    "√": "是",
    "✓": "是",
    "×": "否",
    "yes": "是",
    "no": "否",
}


@dataclass(frozen=True)
class Column:
    """One column of a filing table.

    ``unit`` is the unit of the stored value; ``filed_unit`` the one its official
    heading asks for, ``filed_scale`` what a filed figure is multiplied by
    (万吨标准煤 → tce: 10000); ``zero_if_none`` says that rules need the figure, so that
    who has none fills in 0; ``checks`` what pandera asks of a value, by name and
    bound, in the model's order.
    """

    key: str
    name_zh: str
    kind: Kind
    unit: str
    filed_unit: str
    filed_scale: int
    meaning: str
    required: bool
    key_part: bool
    aliases: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    signed: bool
    zero_if_none: bool
    checks: tuple[Check, ...]

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type of the stored value."""
        return _DTYPES[self.kind]

    @property
    def is_figure(self) -> bool:
        """Whether the cell holds a number, whole or not."""
        return self.kind in {"number", "integer"}


_DTYPES: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "choice": pl.String(),
    "number": NUMBER,
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
}


@dataclass(frozen=True)
class Table:
    """One table of a filing: its sheet, its columns in filing order, its pandera model."""

    key: str
    sheet: str
    name_zh: str
    columns: tuple[Column, ...]
    key_columns: tuple[str, ...]
    mandatory: bool
    aliases: tuple[str, ...]
    model: type[pa.DataFrameModel]

    def column(self, key: str) -> Column:
        """Return the column of that key.

        Raises:
            KeyError: the table has none.
        """
        return next(column for column in self.columns if column.key == key)

    def schema(self) -> dict[str, pl.DataType]:
        """Return the Polars schema of the typed table, without the address columns."""
        return {column.key: column.dtype for column in self.columns}


class FilingModel(pa.DataFrameModel):
    """A table of a filing after typing: nulls stand where a cell is blank or unreadable."""

    class Config:
        """Columns are as declared; the address columns ``source`` and ``row`` ride along."""

        strict = False
        ordered = False


def column(
    name_zh: str,
    kind: Kind = "text",
    meaning: str = "",
    *,
    unit: str = "",
    filed: tuple[str, int] | None = None,
    required: bool = False,
    key: bool = False,
    aliases: tuple[str, ...] = (),
    choices: dict[str, str] | None = None,
    signed: bool = False,
    zero_if_none: bool = False,
    **checks: Any,
) -> Any:
    """Declare one column; numbers are never negative unless ``signed``.

    Args:
        name_zh: official Chinese heading.
        kind: what the cell holds.
        meaning: one sentence for the person who fills it in.
        unit: unit of the stored value.
        filed: unit of the official heading and its multiplier to ``unit``, where they differ.
        required: a blank cell is a problem.
        key: part of what identifies the row.
        aliases: other headings seen for it.
        choices: accepted text → stored text.
        signed: negative numbers are allowed.
        zero_if_none: an optional figure that rules ask for: 0 is filed where there is none, blank is unknown.
        checks: further pandera checks (``ge``, ``le``, ``str_matches`` …).
    """
    filed_unit, scale = filed or (unit, 1)
    if kind in {"number", "integer"} and not signed and not checks.keys() & {"ge", "gt", "in_range"}:
        checks["ge"] = 0
    if kind == "choice":
        checks["isin"] = sorted(set((choices or {}).values()))
    return pa.Field(
        nullable=True,
        title=name_zh,
        description=meaning,
        metadata={
            "kind": kind,
            "unit": unit,
            "filed_unit": filed_unit,
            "filed_scale": scale,
            "required": required,
            "key": key,
            "aliases": aliases,
            "choices": tuple((choices or {}).items()),
            "signed": signed,
            "zero_if_none": zero_if_none,
        },
        **checks,
    )


def table_of(
    key: str,
    sheet: str,
    model: type[FilingModel],
    *,
    mandatory: bool = False,
    aliases: tuple[str, ...] = (),
) -> Table:
    """Read a model back into the ``Table`` that everything else is drawn from.

    The columns are read as they were declared: pandera's own schema holds the same, and is built when rows are first
    validated, which not every command does.
    """
    columns = tuple(_column_of(name, field) for name, field in vars(model).items() if isinstance(field, FieldInfo))
    return Table(
        key=key,
        sheet=sheet,
        name_zh=(model.__doc__ or sheet).strip().splitlines()[0],
        columns=columns,
        key_columns=tuple(column.key for column in columns if column.key_part),
        mandatory=mandatory,
        aliases=aliases,
        model=model,
    )


def _column_of(name: str, field: Any) -> Column:
    data = field.metadata
    return Column(
        key=name,
        name_zh=field.title,
        kind=data["kind"],
        unit=data["unit"],
        filed_unit=data["filed_unit"],
        filed_scale=data["filed_scale"],
        meaning=field.description or "",
        required=data["required"],
        key_part=data["key"],
        aliases=data["aliases"],
        choices=data["choices"],
        signed=data["signed"],
        zero_if_none=data["zero_if_none"],
        checks=tuple((check.name, _bound(check.statistics)) for check in field.checks),
    )


def _bound(statistics: dict[str, Any]) -> Bound:
    (value,) = statistics.values()
    return tuple(value) if isinstance(value, list | tuple) else value
