"""Workbooks, .xlsx and .xls, as grids of texts with their addresses: what stands in them, what is hidden, what is dangerous."""
