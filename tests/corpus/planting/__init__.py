"""A corpus of faults, planted into clean workbooks as edits of the workbook alone.

Nothing here imports the code that detects: a fault is said by its sheet, its printed
heading and its row, as a person would find it.
"""
