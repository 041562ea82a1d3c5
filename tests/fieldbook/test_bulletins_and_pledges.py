"""What was conveyed and what was raised on a visit, typed within its one entry."""

import datetime

import pytest
from django.urls import reverse

from nammanh.platform.dates import today
from reports.bulletins.models import Conveyance
from reports.resources.models import Pledge
from reports.resources.services import receive
from reports.visits.models import Visit
from tests.factories.bulletins import ConveyanceFactory, bulletin_for
from tests.fieldbook.entry_data import entry_data, rows


def told(bulletin, **changes):
    """The boxes of one bulletin, ticked."""
    words = {"done": "on", "form": "party_cell", "attended": "40", "question": "Bao giờ xả nước?"} | changes
    return {"bulletins-known": "1"} | {f"bulletins-{bulletin.pk}-{name}": value for name, value in words.items()}


def a_pledge(**changes):
    return {
        "donor_kind": "enterprise", "donor_name": "Công ty Dừa Xanh", "origin": "external", "form": "cash",
        "amount": "500 triệu", "description": "Làm cầu ấp 3", "purpose": "new_rural", "expected_by": "",
        "stage": "cam-ket", **changes,
    }  # fmt: skip


def log(browser, data):
    return browser.post("/ghi-nhan/", data)


def edit(browser, visit, data):
    return browser.post(reverse("fieldbook:edit", args=[visit.uuid]), data | {"base": visit.content_hash})


def test_an_entry_carries_both_and_sent_twice_is_once(world, officer, as_user):
    bulletin, browser = bulletin_for(world.commune), as_user(officer)
    data = entry_data(world.hamlet) | told(bulletin) | rows("pledges", [a_pledge()])
    assert log(browser, data).status_code == 302
    assert log(browser, data).status_code == 302
    row, pledge = Conveyance.objects.get(), Pledge.objects.get()
    assert (row.unit, row.form, row.attended, row.visit) == (world.hamlet, "party_cell", 40, Visit.objects.get())
    assert (pledge.amount, pledge.status, pledge.unit, pledge.officer) == (
        500_000_000, "pledged", world.hamlet, officer.officer,
    )  # fmt: skip
    page = browser.get(reverse("visits:detail", args=[row.visit.uuid])).text
    assert bulletin.title in page
    assert "Bao giờ xả nước?" in page
    assert "Làm cầu ấp 3" in page


def test_what_is_taken_out_of_the_entry_is_taken_back(world, officer, as_user):
    bulletin, browser = bulletin_for(world.commune), as_user(officer)
    data = entry_data(world.commune) | told(bulletin) | rows("pledges", [a_pledge()])
    log(browser, data)
    visit = Visit.objects.get()
    page = browser.get(reverse("fieldbook:edit", args=[visit.uuid])).text
    assert 'id="part-bulletins" open' in page
    assert 'id="part-pledges" open' in page
    gone = {key: value for key, value in data.items() if key != f"bulletins-{bulletin.pk}-done"}
    gone |= {"pledges-TOTAL_FORMS": "0"}
    assert edit(browser, visit, {k: v for k, v in gone.items() if not k.startswith("pledges-0")}).status_code == 302
    assert not Conveyance.objects.exists()
    pledge = Pledge.objects.get()
    assert (pledge.status, pledge.steps.last().note) == ("failed", "Bỏ khỏi nội dung chuyến đi.")


def test_a_pledge_that_has_begun_to_arrive_is_kept_as_it_is(world, officer, as_user, by):
    browser, data = as_user(officer), entry_data(world.commune) | rows("pledges", [a_pledge()])
    log(browser, data)
    visit, pledge = Visit.objects.get(), Pledge.objects.get()
    receive(
        pledge=pledge, uuid=pledge.uuid, received_on=today(), amount=1_000_000, note="", seen=pledge.steps.get().pk,
        by=by(officer),
    )  # fmt: skip
    assert "đã có phần thực nhận" in browser.get(reverse("fieldbook:edit", args=[visit.uuid])).text
    changed = data | {"highlights": "Sửa lại."} | {"pledges-TOTAL_FORMS": "0"}
    changed = {key: value for key, value in changed.items() if not key.startswith("pledges-0")}
    assert edit(browser, visit, changed).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.status, pledge.amount) == ("received", 500_000_000)


def test_an_occasion_recorded_before_is_not_counted_twice(world, officer, as_user):
    bulletin = bulletin_for(world.commune)
    ConveyanceFactory(
        bulletin=bulletin, unit=world.commune, officer=officer.officer, form="party_cell", conveyed_on=today()
    )
    assert log(as_user(officer), entry_data(world.commune) | told(bulletin)).status_code == 302
    assert Conveyance.objects.get().visit == Visit.objects.get()


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"form": ""}, "Chọn hình thức truyền đạt."), ({"attended": "mười"}, "Nhập số người")],
)
def test_a_ticked_bulletin_says_how(world, officer, as_user, changes, words):
    answer = log(as_user(officer), entry_data(world.commune) | told(bulletin_for(world.commune), **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Bao giờ xả nước?" in answer.text
    assert not Visit.objects.exists()


def test_what_is_not_ticked_is_not_asked(world, officer, as_user):
    data = entry_data(world.commune) | told(bulletin_for(world.commune), done="", form="")
    data = {key: value for key, value in data.items() if not key.endswith("-done")}
    assert log(as_user(officer), data).status_code == 302
    assert not Conveyance.objects.exists()


def test_a_bulletin_of_another_place_is_neither_offered_nor_taken(world, officer, as_user):
    elsewhere = bulletin_for(world.far_commune)
    assert elsewhere.title not in as_user(officer).get("/ghi-nhan/").text
    assert log(as_user(officer), entry_data(world.commune) | told(elsewhere)).status_code == 302
    assert not Conveyance.objects.exists()


def test_a_bulletin_published_after_the_visit_is_refused_whole(world, officer, as_user):
    bulletin = bulletin_for(world.commune, published_days_ago=0)
    day = today() - datetime.timedelta(days=3)
    answer = log(as_user(officer), entry_data(world.commune, date=f"{day:%d/%m/%Y}") | told(bulletin))
    assert answer.status_code == 422
    assert "trước ngày phát hành" in answer.text
    assert not Visit.objects.exists()


def test_the_guard_looks_through_both(world, officer, as_user):
    bulletin = bulletin_for(world.commune)
    for data in (
        told(bulletin, question="Chị Ba 0912345678 hỏi"),
        rows("pledges", [a_pledge(donor_kind="individual", donor_name="Anh Tư 0912345678")]),
    ):
        answer = log(as_user(officer), entry_data(world.commune) | data)
        assert answer.status_code == 422
        assert "số điện thoại" in answer.text
    assert not Visit.objects.exists()
