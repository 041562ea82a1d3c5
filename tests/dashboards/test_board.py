"""The leaders' page."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("who", ["standing_committee", "standing_member", "district_secretary"])
def test_opens(as_user, request, world, who, django_assert_max_num_queries):
    browser = as_user(request.getfixturevalue(who))
    with django_assert_max_num_queries(40) as found:
        answer = browser.get(reverse("dashboards:overview"))
    assert answer.status_code == 200
    print(len(found))
    answer = browser.get(reverse("dashboards:place", args=[world.district.pk]))
    assert answer.status_code == 200
