"""The blank filing workbook, drawn from the schema."""
