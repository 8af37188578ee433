"""Pages and papers: HTML by Jinja, PDF by WeasyPrint; they decide nothing."""
