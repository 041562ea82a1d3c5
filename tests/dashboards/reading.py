"""Reads the figures off a page as a person does: the number, and the list that a click on it opens."""

import re
from html import unescape

from django.test import Client

STAT = re.compile(r'<a class="nm-stat [^"]*" href="([^"]*)">(.*?)</a>', re.DOTALL)
STAT_LABEL = re.compile(r'class="nm-stat-label">(?:<svg.*?</svg>)?(.*?)</span>', re.DOTALL)
STAT_VALUE = re.compile(r'class="nm-stat-value">(.*?)</strong>', re.DOTALL)
CELL = re.compile(r'<td class="nm-number"[^>]*><a href="([^"]*)" aria-label="([^"]*)">(?:<strong>)?([\d.]+)')


def number(text: str) -> int:
    return int(text.replace(".", ""))


def figures(page: str) -> list[tuple[str, int, str]]:
    """(label, number, address) of every linked figure of a dashboard."""
    found = []
    for address, inside in STAT.findall(page):
        label = STAT_LABEL.search(inside)[1].strip()
        found.append((unescape(label), number(STAT_VALUE.search(inside)[1]), unescape(address)))
    for address, label, value in CELL.findall(page):
        found.append((unescape(label), number(value), unescape(address)))
    return found


def stat(page: str, label: str) -> int:
    """The number of the card with this label."""
    return next(value for name, value, _address in figures(page) if name == label)


def rows_behind(browser: Client, address: str) -> int:
    """How many rows the list has, counted page by page."""
    rows, target = 0, address
    while target:
        answer = browser.get(target)
        assert answer.status_code == 200, (target, answer.status_code)
        rows += len(answer.context["rows"])
        following = answer.context.get("next_url") or ""
        target = address.split("?")[0] + following if following else ""
    return rows
