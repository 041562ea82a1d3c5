"""The device forgets a draft when the server has stored the form, and only then."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from nammanh.platform.drafts import STORED, StoredDraftMiddleware


def answer(response, **data):
    request = RequestFactory().post("/phan-anh/gui/", data)
    return StoredDraftMiddleware(lambda _request: response)(request).cookies.get(STORED)


def test_a_form_that_led_on_names_its_draft_to_the_next_page():
    cookie = answer(HttpResponseRedirect("/phan-anh/1/"), draft="petition-send")
    assert cookie.value == "petition-send"
    assert not cookie["httponly"], "the script reads it"


@pytest.mark.parametrize(
    ("response", "data"),
    [
        (HttpResponse(status=422), {"draft": "petition-send"}),
        (HttpResponseRedirect("/dang-nhap/?next=/phan-anh/gui/"), {"draft": "petition-send"}),
        (HttpResponseRedirect("/phan-anh/1/"), {}),
        (HttpResponseRedirect("/phan-anh/1/"), {"draft": "a; path=/"}),
        (HttpResponseRedirect("/phan-anh/1/"), {"draft": "x" * 121}),
    ],
)
def test_what_was_not_stored_stays_on_the_device(response, data):
    assert answer(response, **data) is None
