"""The leaders' page."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("who", ["standing_committee", "standing_member", "district_secretary", "department_head", "commune_secretary"])
def test_opens(as_user, request, world, who, django_assert_max_num_queries):
    browser = as_user(request.getfixturevalue(who))
    for address in [reverse("dashboards:overview"), reverse("dashboards:place", args=[world.district.pk]), reverse("dashboards:place", args=[world.commune.pk]),reverse("dashboards:place", args=[world.hamlet.pk])]:
        with django_assert_max_num_queries(40) as found:
            answer = browser.get(address, follow=True)
        print(who, address, answer.status_code, answer.redirect_chain, len(found))
