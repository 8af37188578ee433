"""Other names of the products in the limit and benchmark tables: what a filing calls them, or what the other table does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.reference.toml_records import line_of_each, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from energy_audit.reference.toml_records import TomlFile


@dataclass(frozen=True)
class ProductName:
    """Names that mean one product of one table; one name may mean several products, which then are all candidates.

    Attributes:
        table: ``limits`` or ``benchmarks``.
        product: ``product_zh`` of the table.
        field: ``field_zh`` of the benchmark table, blank for limits.
        of_one_process: the row is of one process of what the names make: an indicator must speak of a process (工序).
    """

    id: str
    table: str
    product: str
    names: tuple[str, ...]
    citation: str
    confidence: str
    field: str = ""
    of_one_process: bool = False
    note: str = ""


def read_product_names(file: TomlFile, products: Mapping[str, Iterable[tuple[str, str]]]) -> tuple[ProductName, ...]:
    """Return the names of ``product_names.toml``.

    Args:
        file: the file, parsed.
        products: by table, the (field, product) pairs that it holds; field is blank for limits.

    Raises:
        ReferenceTableError: a record names a table or product that is not there, or gives no name; names the line.
    """
    found = records(file, "product", ProductName)
    held = {table: set(pairs) for table, pairs in products.items()}
    for each, line in zip(found, line_of_each(file, "product"), strict=True):
        if each.table not in held:
            raise ReferenceTableError(
                file.shown,
                line,
                both("table 的值 {table!r} 不认识；只能是 {held}。", table=each.table, held=", ".join(held)),
            )
        if (each.field, each.product) not in held[each.table]:
            product = f"{each.product} ({each.field})" if each.field else each.product
            message = both("{table}.csv 中没有产品“{product}”。", table=each.table, product=product)
            raise ReferenceTableError(file.shown, line, message)
        if not each.names:
            raise ReferenceTableError(file.shown, line, both("names 不能为空。"))
    return found
