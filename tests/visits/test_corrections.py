"""The commune confirms in one tap or asks to correct; what waits beyond its term is listed to both sides."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from nammanh.platform.dates import format_date, today
from nammanh.platform.working_days import add_working_days
from reports.visits.models import ConfirmTerm, Visit
from reports.visits.queries import confirm_limit, late_confirmation
from tests.factories.reports import CommentFactory, ConfirmTermFactory
from tests.fieldbook.entry_data import entry_data
from tests.fieldbook.scenes import officers_visit

DESK = "/ban-lam-viec/"


def block(page, key):
    return next(block for block in page.context["desk"].blocks if block.key == key)


def long_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def test_one_tap_on_the_desk_confirms_and_leads_back_to_it(world, commune_secretary, as_user, request):
    visit = officers_visit(world, request)
    CommentFactory(visit=visit)
    browser = as_user(commune_secretary)
    item = block(browser.get(DESK), "to_confirm").items[0]
    answer = browser.post(item.go_url, dict(item.sends))
    assert (answer.status_code, answer["Location"]) == (302, DESK)
    visit.refresh_from_db()
    assert visit.status == "confirmed"
    assert visit.comments.get().specificity == ""  # judged on its own page, when the commune has an opinion


def test_one_tap_confirms_only_the_words_that_the_desk_has_read(world, commune_secretary, as_user, request):
    visit = officers_visit(world, request)
    browser = as_user(commune_secretary)
    item = block(browser.get(DESK), "to_confirm").items[0]
    Visit.objects.filter(pk=visit.pk).update(content_hash="b" * 64, highlights="Vừa sửa.")
    answer = browser.post(item.go_url, dict(item.sends))
    assert answer.status_code == 409
    assert "Vừa sửa." in answer.text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_way_back_stays_in_the_portal(world, commune_secretary, as_user, request, back):
    visit = officers_visit(world, request)
    data = {"seen": visit.content_hash, "back": back}
    answer = as_user(commune_secretary).post(reverse("visits:confirm", args=[visit.uuid]), data)
    assert answer["Location"] == reverse("visits:detail", args=[visit.uuid])


def test_what_the_commune_asks_reaches_the_officer_until_it_is_settled(
    world, officer, commune_secretary, as_user, request
):
    visit = officers_visit(world, request)
    commune, own = as_user(commune_secretary), as_user(officer)
    answer = commune.post(reverse("visits:ask", args=[visit.uuid]), {"text": "Ghi sai ấp, đoàn đến ấp 2."}, follow=True)
    assert "Đã gửi đề nghị sửa" in answer.text
    for page in (
        own.get(reverse("visits:detail", args=[visit.uuid])),
        own.get(reverse("fieldbook:edit", args=[visit.uuid])),
    ):
        assert "Ghi sai ấp, đoàn đến ấp 2." in page.text
    assert [item.go_label for item in block(own.get(DESK), "to_correct").items] == ["Sửa"]
    assert own.get("/di-co-so/", {"trang_thai": "can-sua"}).context["total"] == 1
    visit.refresh_from_db()
    own.post(reverse("fieldbook:edit", args=[visit.uuid]), entry_data(world.commune, base=visit.content_hash))
    assert block(own.get(DESK), "to_correct").items == []
    assert own.get("/di-co-so/", {"trang_thai": "can-sua"}).context["total"] == 0


def test_the_officer_may_answer_instead(world, officer, as_user, request):
    visit = officers_visit(world, request, correction="Sai ngày đi")
    answer = as_user(officer).post(
        reverse("visits:reply", args=[visit.uuid]), {"text": "Đúng theo giấy mời."}, follow=True
    )
    assert "Đã trả lời xã." in answer.text
    assert "Đúng theo giấy mời." in answer.text
    visit.refresh_from_db()
    assert visit.correction == ""


@pytest.mark.parametrize(
    ("text", "words"), [(" ", "Ghi một câu"), ("a" * 501, "Dài quá 1"), ("Hộ ông A theo đạo Tin Lành", "Vẫn gửi")]
)
def test_a_bad_sentence_comes_back(world, commune_secretary, as_user, request, text, words):
    visit = officers_visit(world, request)
    answer = as_user(commune_secretary).post(reverse("visits:ask", args=[visit.uuid]), {"text": text})
    assert answer.status_code == 422
    assert words in answer.text
    assert not visit.steps.exists()


class TestTerm:
    def test_the_last_day_in_time_is_the_term_in_working_days(self, db):
        ConfirmTermFactory(working_days=5)
        for day in (datetime.date(2026, 11, 23) + datetime.timedelta(days=n) for n in range(14)):
            limit = confirm_limit(day)
            assert add_working_days(limit, 5) < day
            assert add_working_days(limit + datetime.timedelta(days=1), 5) >= day

    def test_without_a_term_nothing_is_late(self, world, request):
        officers_visit(world, request, logged_at=long_ago(90))
        assert not late_confirmation(Visit.objects.all(), today()).exists()

    def test_late_ones_are_listed_to_both_sides_and_taken_along(
        self, world, officer, commune_secretary, as_user, request
    ):
        ConfirmTermFactory()
        late = officers_visit(world, request, logged_at=long_ago(30))
        officers_visit(world, request)
        officers_visit(world, request, status="confirmed", logged_at=long_ago(30))
        for person, key in ((officer, "unconfirmed"), (commune_secretary, "to_confirm")):
            page = as_user(person).get("/di-co-so/", {"trang_thai": "cham-xac-nhan"})
            assert [row.pk for row in page.context["rows"]] == [late.pk]
            assert page.context["export_url"]
            badges = [item.badge for item in block(as_user(person).get(DESK), key).items]
            assert sorted(badges) == ["", "Quá hạn xác nhận"]

    def test_the_command_writes_the_assumed_term_once(self, db, capsys):
        for _twice in range(2):
            call_command("load_confirm_term")
        assert ConfirmTerm.objects.get().working_days == 5


class TestTimes:
    LOG = "/ghi-nhan/"

    def logged(self, browser, world, typed_at, **changes):
        answer = browser.post(self.LOG, entry_data(world.commune, typed_at=typed_at, **changes), follow=True)
        return answer, Visit.objects.first()

    def test_a_device_that_was_offline_is_told_of(self, world, officer, as_user):
        typed = timezone.now() - datetime.timedelta(hours=5)
        answer, visit = self.logged(as_user(officer), world, typed.isoformat().replace("+00:00", "Z"))
        assert abs(visit.typed_at - typed) < datetime.timedelta(seconds=1)
        assert "Trên máy của cán bộ" in answer.text

    def test_a_device_whose_clock_is_right_is_not_worth_a_word(self, world, officer, as_user):
        answer, visit = self.logged(as_user(officer), world, timezone.now().isoformat())
        assert visit.typed_at is not None
        assert "Trên máy của cán bộ" not in answer.text

    @pytest.mark.parametrize(
        "typed_at", ["", "hôm qua", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00Z", "2026-01-01T00:00"]
    )
    def test_a_clock_that_says_nothing_refuses_nothing(self, world, officer, as_user, typed_at):
        _answer, visit = self.logged(as_user(officer), world, typed_at)
        assert visit.typed_at is None

    def test_a_clock_a_day_ahead_refuses_no_entry_of_today(self, world, officer, as_user):
        ahead = timezone.now() + datetime.timedelta(days=1)
        _answer, visit = self.logged(as_user(officer), world, ahead.isoformat())
        assert visit.date == today()

    def test_a_day_ahead_is_told_in_the_servers_day(self, world, officer, as_user):
        tomorrow = format_date(today() + datetime.timedelta(days=1))
        answer = as_user(officer).post(self.LOG, entry_data(world.commune, date=tomorrow))
        assert f"theo giờ máy chủ, hôm nay là {format_date(today())}" in answer.text

    def test_the_devices_time_is_not_part_of_the_words(self, world, officer, as_user):
        browser, data = as_user(officer), entry_data(world.commune, typed_at=timezone.now().isoformat())
        browser.post(self.LOG, data)
        later = (timezone.now() + datetime.timedelta(hours=2)).isoformat()
        assert browser.post(self.LOG, data | {"typed_at": later}).status_code == 302
        assert Visit.objects.get().steps.count() == 1
