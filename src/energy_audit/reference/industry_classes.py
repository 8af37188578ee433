"""Which classes of industries there are (GB/T 4754-2017)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

    from energy_audit.reference.tables import Reference

IN_FULL: Final = ("25", "26", "30", "31", "32", "44")
"""The divisions of which every class is on file: those that the two-high sectors lie in."""


CODE_LENGTH: Final = 4


def no_such_class(code: pl.Expr, reference: Reference) -> pl.Expr:
    """Tell a code that no class has, as 3150 (ferroalloys in the edition of 2011).

    Args:
        code: as filed.
        reference: the industries.

    Returns:
        Boolean, null without a code; false of a division whose classes are not all on file, and of what is no class's code.
    """
    classes = reference.industries.filter(level="class")["code"].to_list()
    return code.str.slice(0, 2).is_in(IN_FULL) & (code.str.len_chars() == CODE_LENGTH) & ~code.is_in(classes)
