"""The invented enterprises, one module each: ``FILINGS`` is what it hands in; the docstring says what is planted."""
