"""The one-page entry: one submit writes all of it, once, or nothing."""

import datetime
import unicodedata
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.reports import PetitionFactory, ReplyTermFactory, VisitFactory
from tests.fieldbook.entry_data import a_comment, a_petition, entry_data

LOG = "/ghi-nhan/"


@pytest.fixture
def field(db):
    ReplyTermFactory()
    return make.FieldFactory(name="Giao thông")


def counts():
    return Visit.objects.count(), Comment.objects.count(), Petition.objects.count()


def test_one_submit_writes_the_visit_its_comments_and_its_petitions(world, officer, as_user, field):
    data = entry_data(
        world.commune, comments=[a_comment(), a_comment(matter="Việc hai")], petitions=[a_petition(field)]
    )
    answer = as_user(officer).post(LOG, data)
    visit = Visit.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/di-co-so/{data['uuid']}/?da-luu=visit-new"
    assert (visit.status, visit.unit, visit.officer.user, visit.tier) == (
        "done",
        world.commune,
        officer,
        world.tiers[0],
    )
    assert [comment.matter for comment in visit.comments.order_by("pk")] == ["Nạo vét kênh nội đồng chậm", "Việc hai"]
    assert visit.petitions.get().field == field


def test_the_page_after_storing_tells_the_device_to_forget_the_draft(world, officer, as_user):
    answer = as_user(officer).post(LOG, entry_data(world.commune), follow=True)
    assert 'data-draft-clear="visit-new"' in answer.text
    assert "Đã ghi nhận chuyến đi" in answer.text


def test_the_page_offers_only_places_of_ones_own(world, officer, as_user):
    page = as_user(officer).get(LOG)
    offered = {key for key, _name in page.context["form"].fields["unit"].choices if key}
    assert offered == {str(world.commune.pk), str(world.hamlet.pk)}


def test_a_person_with_one_place_finds_it_chosen(world, household_officer, as_user):
    assert f'<option value="{world.group.pk}" selected>' in as_user(household_officer).get(LOG).text


def test_a_link_chooses_the_place_unless_it_is_somebody_elses(world, hamlet_officer, as_user):
    browser = as_user(hamlet_officer)
    assert f'<option value="{world.hamlet.pk}" selected>' in browser.get(LOG, {"dia-ban": world.hamlet.pk}).text
    for mangled in (world.far_commune.pk, "x", "9" * 40):
        assert browser.get(LOG, {"dia-ban": mangled}).status_code == 200


def test_a_standing_member_chooses_commune_by_commune(world, standing_member, as_user):
    text = as_user(standing_member).get(LOG).text
    assert '<optgroup label="Xã Sơn Phú">' in text
    assert '<optgroup label="Xã Lương Phú">' in text
    assert "An Đức" not in text


def test_the_same_entry_sent_again_is_told_to_be_there_already(world, officer, as_user, field):
    data = entry_data(world.commune, comments=[a_comment()], petitions=[a_petition(field)])
    browser = as_user(officer)
    browser.post(LOG, data)
    again = browser.post(LOG, data, follow=True)
    assert "đã được tiếp nhận trước đó" in again.text
    assert counts() == (1, 1, 1)


def test_the_same_identity_with_other_words_is_a_conflict_that_changes_nothing(world, officer, as_user):
    data = entry_data(world.commune)
    browser = as_user(officer)
    browser.post(LOG, data)
    answer = browser.post(LOG, data | {"highlights": "Lời khác hẳn."})
    assert answer.status_code == 409
    assert "Lời khác hẳn." in answer.text
    assert "Xã tập trung nạo vét kênh nội đồng" in answer.text
    assert Visit.objects.get().highlights.startswith("Xã tập trung")


def test_after_a_conflict_the_typed_words_can_replace_the_stored_ones(world, officer, as_user):
    data = entry_data(world.commune)
    browser = as_user(officer)
    browser.post(LOG, data)
    conflict = browser.post(LOG, data | {"highlights": "Lời khác hẳn."})
    base = conflict.context["form"]["base"].value()
    action = conflict.context["form_action"]
    answer = browser.post(action, data | {"highlights": "Lời khác hẳn.", "base": base})
    assert answer.status_code == 302
    assert Visit.objects.get().highlights == "Lời khác hẳn."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"highlights": "  "}, "Ghi ít nhất tình hình nổi bật"),
        ({"date": "31/02/2026"}, "Ngày không hợp lệ"),
        ({"date": "05/02/0205"}, "0205"),
        ({"date": ""}, "Nhập ngày đi."),
        ({"type": ""}, "Chọn loại chuyến đi."),
        ({"type": "khong-co"}, "Không có lựa chọn này"),
        ({"origin": "x"}, "Không có lựa chọn này"),
        ({"unit": "999999999999999999999"}, "Không có lựa chọn này"),
        ({"unit": "1 OR 1=1"}, "Không có lựa chọn này"),
        ({"people_met": "a" * 301}, "Dài quá 1 ký tự"),
        ({"highlights": "a" * 10_000}, "Dài quá 6.000 ký tự"),
        ({"has_petitions": "x"}, "Không có lựa chọn này"),
        ({"comments-TOTAL_FORMS": "nhiều"}, "Phần này gửi lên không đủ"),
        ({"comments-TOTAL_FORMS": "500"}, "tối đa 20 góp ý"),
    ],
)
def test_bad_input_comes_back_with_what_to_do_and_writes_nothing(world, officer, as_user, field, changes, words):
    data = entry_data(world.commune, comments=[a_comment()], petitions=[a_petition(field)]) | changes
    answer = as_user(officer).post(LOG, data)
    assert answer.status_code == 422
    assert words in answer.text
    assert counts() == (0, 0, 0)


def test_an_entry_half_of_which_is_wrong_writes_nothing_and_keeps_every_word(world, officer, as_user, field):
    comments = [a_comment(), a_comment(matter="Chỉ có việc", proposal="")]
    data = entry_data(world.commune, comments=comments, petitions=[a_petition(field, category="")])
    answer = as_user(officer).post(LOG, data)
    assert answer.status_code == 422
    assert "Ghi đề xuất cụ thể cho việc này." in answer.text
    assert "Chọn loại phản ánh." in answer.text
    for words in ("Chỉ có việc", "Cầu ấp 3 xuống cấp", "Sửa cầu trước mùa mưa", data["uuid"]):
        assert words in answer.text
    assert counts() == (0, 0, 0)


def test_a_petition_refused_by_the_database_takes_the_visit_back(world, officer, as_user, db):
    field = make.FieldFactory()  # and no term to answer in is in force
    answer = as_user(officer).post(
        LOG, entry_data(world.commune, comments=[a_comment()], petitions=[a_petition(field)])
    )
    assert answer.status_code == 422
    assert "Chưa có thời hạn trả lời" in answer.text
    assert counts() == (0, 0, 0)


def test_a_visit_to_a_strangers_place_is_refused(world, officer, as_user):
    for unit in (world.far_commune, world.neighbour, world.district):
        answer = as_user(officer).post(LOG, entry_data(unit))
        assert answer.status_code == 422
    assert counts() == (0, 0, 0)


def test_an_identity_taken_by_a_stranger_tells_nothing_about_it(world, officer, as_user):
    theirs = VisitFactory(unit=world.far_commune, tier=world.tiers[0], highlights="Chuyện của xã khác.")
    answer = as_user(officer).post(LOG, entry_data(world.commune, uuid=str(theirs.uuid)))
    assert answer.status_code == 422
    assert "Chuyện của xã khác" not in answer.text
    assert Visit.objects.get().unit == world.far_commune


def test_a_petitions_identity_taken_elsewhere_writes_nothing(world, officer, as_user, field):
    taken = PetitionFactory(unit=world.far_commune, visit__unit=world.far_commune)
    data = entry_data(world.commune, petitions=[a_petition(field, uuid=str(taken.uuid))])
    assert as_user(officer).post(LOG, data).status_code == 422
    assert counts() == (1, 0, 1)


def test_an_unknown_field_of_work_is_refused(world, officer, as_user, field):
    data = entry_data(world.commune, petitions=[a_petition(field) | {"field": "424242"}])
    answer = as_user(officer).post(LOG, data)
    assert answer.status_code == 422
    assert counts() == (0, 0, 0)


def test_days_that_do_not_fit_come_back_on_their_field(world, as_user):
    officer = make.OfficerFactory()
    start = today() - datetime.timedelta(days=10)
    make.AssignmentFactory(
        officer=officer, unit=world.neighbour, role=world.roles["province_officer_for_commune"], valid_from=start
    )
    browser = as_user(officer.user)
    tomorrow = entry_data(world.neighbour, date=format_date(today() + datetime.timedelta(days=1)))
    page = browser.post(LOG, tomorrow)
    assert "Ngày đi ở tương lai" in str(page.context["form"].errors["date"])
    before = entry_data(world.neighbour, date=format_date(start - datetime.timedelta(days=1)))
    page = browser.post(LOG, before)
    assert "không phụ trách địa bàn này vào ngày đã chọn" in str(page.context["form"].errors["unit"])
    assert counts() == (0, 0, 0)


def test_a_comment_cannot_be_due_before_it_was_given(world, officer, as_user):
    data = entry_data(world.commune, comments=[a_comment(due_on="01/01/2020")])
    answer = as_user(officer).post(LOG, data)
    assert answer.status_code == 422
    assert "phải từ ngày đi trở về sau" in answer.text


def test_a_comment_without_who_and_when_is_stored_with_a_hint(world, officer, as_user):
    answer = as_user(officer).post(LOG, entry_data(world.commune, comments=[a_comment(responsible="")]), follow=True)
    assert "Góp ý chưa nêu ai làm, bao giờ xong; cơ sở khó thực hiện" in answer.text
    assert counts() == (1, 1, 0)


def test_empty_rows_are_ignored(world, officer, as_user, field):
    blank = {"addressee": "committee", "matter": " ", "proposal": "", "responsible": "", "due_on": ""}
    data = entry_data(world.commune, comments=[blank, a_comment(), blank])
    as_user(officer).post(LOG, data)
    assert counts() == (1, 1, 0)


def test_petitions_behind_the_answer_no_are_neither_checked_nor_written_nor_lost(world, officer, as_user, field):
    data = entry_data(world.commune, petitions=[a_petition(field, category="")], has_petitions="khong")
    refused = as_user(officer).post(LOG, data | {"highlights": ""})
    assert "Cầu ấp 3 xuống cấp" in refused.text
    assert "Chọn loại phản ánh." not in refused.text
    assert refused.context["typed"].part("petitions").count == 0
    as_user(officer).post(LOG, data)
    assert counts() == (1, 0, 0)


def test_without_javascript_a_button_adds_a_row_and_loses_nothing(world, officer, as_user, field):
    data = entry_data(world.commune, comments=[a_comment()], petitions=[a_petition(field)], date="32/13/2026")
    answer = as_user(officer).post(LOG, data | {"them": "gop-y"})
    assert answer.status_code == 200
    assert len(answer.context["typed"].part("comments").rows.forms) == 2
    assert len(answer.context["typed"].part("petitions").rows.forms) == 1
    for words in ("32/13/2026", "Nạo vét kênh nội đồng chậm", "Cầu ấp 3", data["uuid"], data["comments-0-uuid"]):
        assert words in answer.text
    more = as_user(officer).post(LOG, data | {"them": "phan-anh"})
    assert len(more.context["typed"].part("petitions").rows.forms) == 2
    assert counts() == (0, 0, 0)


def test_more_than_twenty_comments_are_refused_in_words(world, officer, as_user):
    data = entry_data(world.commune, comments=[a_comment() for _ in range(21)])
    answer = as_user(officer).post(LOG, data)
    assert answer.status_code == 422
    assert "tối đa 20 góp ý" in answer.text
    assert counts() == (0, 0, 0)


def test_private_things_are_asked_about_once_and_then_sent(world, officer, as_user):
    data = entry_data(world.commune, comments=[a_comment(proposal="Giúp hộ ông A theo đạo Tin Lành")])
    browser = as_user(officer)
    asked = browser.post(LOG, data)
    assert asked.status_code == 422
    assert "Vẫn gửi" in asked.text
    assert "Nạo vét kênh nội đồng chậm" in asked.text
    assert counts() == (0, 0, 0)
    assert browser.post(LOG, data | {"van_gui": "1"}).status_code == 302
    assert counts() == (1, 1, 0)


def test_text_is_stored_in_one_form_with_emoji_and_all(world, officer, as_user):
    typed = unicodedata.normalize("NFD", "Bà con phấn khởi 🌾\u200b")
    as_user(officer).post(LOG, entry_data(world.commune, highlights=typed))
    assert Visit.objects.get().highlights == "Bà con phấn khởi 🌾"


def test_a_post_without_the_csrf_token_is_refused(world, officer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer, backend="nammanh.accounts.backends.PortalBackend")
    assert browser.post(LOG, entry_data(world.commune)).status_code == 403
    assert counts() == (0, 0, 0)


def test_a_secretary_types_and_both_names_are_stored_and_shown(world, officer, as_user):
    secretary = make.UserFactory(full_name="Lý Thị Thư Ký")
    officer.secretaries.create(secretary=secretary, valid_from=make.LONG_AGO)
    browser = as_user(secretary)
    session = browser.session
    session["acting_for"] = officer.pk
    session.save()
    answer = browser.post(LOG, entry_data(world.commune, comments=[a_comment()]), follow=True)
    visit = Visit.objects.get()
    assert (visit.officer.user, visit.entered_by) == (officer, secretary)
    step = visit.steps.get()
    assert (step.by, step.secretary) == (officer, secretary)
    assert "Đ/c Nguyễn Văn Tỉnh (đ/c Lý Thị Thư Ký nhập thay)" in answer.text


def test_those_who_hold_nothing_do_not_log(commune_secretary, nobody, as_user):
    for person in (commune_secretary, nobody):
        assert as_user(person).get(LOG).status_code == 403


def test_the_page_costs_the_same_with_one_place_and_with_many(
    world, officer, standing_member, as_user, django_assert_num_queries
):
    for person in (officer, standing_member):
        browser = as_user(person)
        with django_assert_num_queries(12):
            browser.get(LOG)


def test_a_plan_becomes_the_visit_that_was_made(world, officer, as_user):
    visit = VisitFactory(
        officer=officer.officer, unit=world.commune, tier=world.tiers[0], status="planned", purpose="Dự họp chi bộ"
    )
    browser = as_user(officer)
    page = browser.get(reverse("fieldbook:log_plan", args=[visit.uuid]))
    assert "Dự họp chi bộ" in page.text
    data = entry_data(world.commune, uuid=str(visit.uuid))
    assert browser.post(reverse("fieldbook:log_plan", args=[visit.uuid]), data).status_code == 302
    visit.refresh_from_db()
    assert (visit.status, visit.purpose) == ("done", "Dự họp chi bộ")
    again = browser.post(reverse("fieldbook:log_plan", args=[visit.uuid]), data, follow=True)
    assert "đã được tiếp nhận trước đó" in again.text
    assert uuid.UUID(data["uuid"]) == Visit.objects.get().uuid


def test_a_comment_may_go_to_the_superior_or_stay_a_draft_or_a_note(world, officer, as_user):
    comments = [
        a_comment(visibility="superior"),
        a_comment(as_draft="on"),
        a_comment(visibility="private"),
        a_comment(type="informal", visibility="commune"),
    ]
    assert as_user(officer).post(LOG, entry_data(world.commune, comments=comments)).status_code == 302
    assert list(Comment.objects.order_by("pk").values_list("visibility", "status", "number")) == [
        ("superior", "sent", 1),
        ("commune", "draft", None),
        ("private", "draft", None),
        ("commune", "sent", None),
    ]


def test_what_was_read_is_shown_in_an_edit_and_not_asked(world, officer, as_user):
    browser = as_user(officer)
    browser.post(LOG, entry_data(world.commune, comments=[a_comment(), a_comment(matter="Việc hai")]))
    read, waiting = Comment.objects.order_by("pk")
    read.status, read.read_by, read.read_at = "read", officer, read.created_at
    read.save()
    edit = reverse("fieldbook:edit", args=[read.visit.uuid])
    page = browser.get(edit).text
    assert "Đã được đọc nên giữ nguyên lời." in page
    assert f'value="{waiting.uuid}"' in page
    assert f'value="{read.uuid}"' not in page
    data = entry_data(world.commune, comments=[a_comment(uuid=str(waiting.uuid), matter="Việc hai, sửa")])
    assert browser.post(edit, data | {"base": read.visit.content_hash}).status_code == 302
    assert set(Comment.objects.values_list("matter", "status")) == {
        (read.matter, "read"),
        ("Việc hai, sửa", "sent"),
    }
