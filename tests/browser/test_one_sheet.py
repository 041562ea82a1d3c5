"""The leaders' page on paper: one sheet of A4, with the districts there are and with as many places as there may be."""

import re

import pytest

MOST_PLACES = 21
"""The clusters of a province without districts."""
CLONE = """(wanted) => {
  const body = document.querySelector('.nm-board .nm-table tbody');
  while (body.rows.length < wanted) body.append(body.rows[0].cloneNode(true));
}"""
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def sheets(page) -> int:
    return len(PAGE.findall(page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("width", ["desk"])
def test_the_leaders_page_is_one_sheet_of_paper(someone):
    leader = someone("thuongtruc")
    leader.open("/tong-quan/")
    table = leader.page.locator(".nm-board .nm-table tbody tr")
    assert table.count() >= 9
    assert sheets(leader.page) == 1
    leader.page.evaluate(CLONE, MOST_PLACES)
    assert table.count() == MOST_PLACES
    assert sheets(leader.page) == 1
