"""Raw tables typed, column by column, and the checks of the schema on what came of it."""
