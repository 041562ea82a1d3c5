"""Walking the portal as a person would: from the desk, over every link that a page offers."""

import random
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from django.urls import Resolver404, resolve

ATTRIBUTES = {"href", "hx-get"}
OF_ONE_KIND = 1
"""Pages opened for each route and set of query names: a list of 148 communes leads to 148 alike."""
EXPORT = "xuat"


class Links(HTMLParser):
    """What a page links to and loads into itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ATTRIBUTES and value and tag != "link"]


def finish(response) -> None:
    """Close a file that was sent. The end of a request also closes the database; not in the middle of a test."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


def kind_of(address: str, route: str) -> tuple[str, ...]:
    """What alike pages have in common. A list's workbook holds thousands of rows: it is taken along once."""
    names = {part.split("=")[0] for part in urlsplit(address).query.split("&")}
    return (route, EXPORT) if EXPORT in names else (route, *sorted(names))


def crawl(client: Client, *, walker: str, most: int = 10_000) -> dict[str, tuple[int, str]]:
    """Every page reached from the start with its status and the page that led there, one of each kind.

    Each walker chooses differently among a page's links, so that many walkers see many pages of a kind.
    With `most` the walk ends after so many pages, the nearest to the start first.
    """
    chance = random.Random(walker)
    seen, opened, answers = {"/"}, Counter(), {}
    waiting = deque([("/", "")])
    while waiting and len(answers) < most:
        address, referrer = waiting.popleft()
        try:
            match = resolve(urlsplit(address).path)
        except Resolver404:
            answers[address] = (404, referrer)
            continue
        kind = kind_of(address, match.view_name)
        if match.namespaces == ["admin"] or match.view_name in {"logout"} or opened[kind] >= OF_ONE_KIND:
            continue
        opened[kind] += 1
        response = client.get(address)
        answers[address] = (response.status_code, referrer)
        if response.status_code in {301, 302}:
            targets = [response["Location"]]
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            page = Links()
            page.feed(response.content.decode())
            targets = page.found
        else:
            targets = []
        if response.streaming:
            finish(response)
        for target in chance.sample(targets, len(targets)):
            whole = urljoin(address, target).split("#")[0]
            if whole.startswith("/") and not whole.startswith("/static/") and whole not in seen:
                seen.add(whole)
                waiting.append((whole, address))
    return answers
