"""Word papers: layout rules with dates, templates that the office replaces."""
