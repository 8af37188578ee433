"""How an invented filing is put on paper: who files, the rows of each table, the workbook."""
