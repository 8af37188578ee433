"""The batch as a workbook, and how tables are drawn into one."""
