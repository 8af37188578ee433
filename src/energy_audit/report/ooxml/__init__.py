"""Edits a workbook part by part, inside its package: whatever is not edited stays as it was, byte for byte.

Spreadsheet libraries read a workbook into their own model and write that model; what the model does not know is lost
(pictures in cells, controls, newer formats). Here only the parts that must change are opened. Format: ECMA-376,
Office Open XML, parts 1 and 2.
"""
