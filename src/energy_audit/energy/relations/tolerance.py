"""How far two figures that must agree may differ, with the relation it belongs to and where that comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from energy_audit.energy.arithmetic import exact


@dataclass(frozen=True)
class Tolerance:
    """The larger of an absolute and a relative allowance.

    A relative allowance of a zero base is zero, so that a figure that must be zero must be exactly that.

    Attributes:
        source: the relation's id in the form's table of relations, and where it and its tolerance come from: for the reader
            of the code.
        relative: share of the base.
        absolute: in the unit of what is compared.
    """

    source: str
    relative: Decimal = Decimal(0)
    absolute: Decimal = Decimal(0)

    def allowance(self, base: pl.Expr) -> pl.Expr:
        """What two figures of this size may differ by."""
        if not self.relative:
            return exact(self.absolute)
        return pl.max_horizontal(base.abs() * exact(self.relative), exact(self.absolute))

    def differs(
        self, filed: pl.Expr, expected: pl.Expr, *, base: pl.Expr | None = None, slack: pl.Expr | None = None
    ) -> pl.Expr:
        """Whether the figures are further apart than allowed; null where either is unknown.

        Args:
            filed: the figure as filed.
            expected: what it must be.
            base: what the relative allowance is a share of; the expected figure by default.
            slack: a further allowance, such as the rounding of the filed figure.
        """
        allowed = self.allowance(expected if base is None else base)
        return (filed - expected).abs() > (allowed if slack is None else pl.max_horizontal(allowed, slack))

    def exceeds(self, filed: pl.Expr, limit: pl.Expr) -> pl.Expr:
        """Whether a figure is above its limit by more than allowed; null where either is unknown."""
        return filed - limit > self.allowance(limit)
