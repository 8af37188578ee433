"""The cells that totals of the enterprise-year rest on."""

from __future__ import annotations

from energy_audit.vocabulary.fact import COUNTED

OF_CALORIFIC = (
    COUNTED,
    "energy_consumption.factor_adopted",
    "energy_conversion.conversion_output",
    "energy_conversion.recovered",
    "energy_conversion.factor_adopted",
)
"""What a total on the calorific basis is reckoned from."""
OF_EQUAL = (*OF_CALORIFIC, "energy_consumption.factor_equal", "energy_conversion.factor_equal")
OF_CARBON = (COUNTED, "energy_conversion.conversion_output", "energy_conversion.recovered")
