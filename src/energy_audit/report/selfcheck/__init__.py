"""What a clerk is told before a filing is handed in: on the screen, as a page, and in a marked copy of the workbook."""
