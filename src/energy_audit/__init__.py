"""Checks energy filings against China's energy-saving law."""

__version__ = "0.1.0"
