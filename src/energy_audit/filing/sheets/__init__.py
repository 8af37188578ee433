"""Sheets taken apart: banner, headings, units, rows and notes; and what is left over."""
