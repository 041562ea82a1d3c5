"""What is read for one search: names, papers, and records by their words."""

from reports.search.queries.found import Found, Group, Kin, Paper, Person, Place, Record
from reports.search.queries.names import people, places
from reports.search.queries.papers import papers
from reports.search.queries.words import KINDS, records

__all__ = [
    "KINDS",
    "Found",
    "Group",
    "Kin",
    "Paper",
    "Person",
    "Place",
    "Record",
    "papers",
    "people",
    "places",
    "records",
]
