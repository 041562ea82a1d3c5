"""Named filters of the lists (bộ lọc đã lưu): one's own, an office's for everybody, and what a list begins with."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nammanh.accounts import services
from nammanh.accounts.models import SavedView
from reports.feedback.models import Petition
from tests.fieldbook.scenes import petition_in

PETITIONS, VISITS = "/phan-anh/", "/di-co-so/"


@pytest.fixture
def keep(by):
    def keep(person, query="buc_xuc=1", name="Bức xúc", of_list="phan-anh", shared=False, is_default=False):
        return services.save_view(
            by=by(person),
            may_share=True,
            of_list=of_list,
            query=query,
            name=name,
            shared=shared,
            is_default=is_default,
        )

    return keep


@pytest.mark.parametrize(("page", "query"), [(PETITIONS, "buc_xuc=1&qua_han=1"), (VISITS, "trang_thai=done")])
def test_what_is_asked_is_kept_under_a_name_and_opens_by_its_address(office, as_user, page, query):
    browser = as_user(office)
    answer = browser.post(f"{page}?{query}&sau=x&xa=", {"name": "Của tôi"})
    assert answer["Location"] == f"{page}?{query}"
    assert browser.get(answer["Location"]).context["open_view"].name == "Của tôi"
    assert SavedView.objects.get().query == query
    browser.post(f"{page}?{query}", {"name": "Của tôi"})  # sent twice
    assert SavedView.objects.count() == 1


def test_the_same_name_again_means_the_new_conditions(office, keep):
    keep(office)
    keep(office, query="qua_han=1")
    assert SavedView.objects.get().query == "qua_han=1"


@pytest.mark.parametrize("query", ["", "trang_thai=khong-co", "sai=1"])
def test_nothing_and_what_the_list_does_not_know_is_not_kept(office, as_user, query):
    answer = as_user(office).post(f"{PETITIONS}?{query}", {"name": "Của tôi"})
    assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_a_name_without_words_or_with_a_persons_data_is_refused_and_stays_in_the_form(office, as_user):
    for name in ("", "Hộ ông Nguyễn Văn Bình, CCCD 083012345678"):
        answer = as_user(office).post(f"{PETITIONS}?buc_xuc=1", {"name": name})
        assert answer.status_code == 422
        assert answer.context["view_form"]["name"].value() == name
    assert not SavedView.objects.exists()


def test_the_list_begins_with_the_default_and_everything_is_one_link_away(officer, world, request, as_user, keep):
    keep(officer, is_default=True)
    keep(officer, query="qua_han=1", name="Quá hạn", is_default=True)
    assert list(SavedView.objects.filter(is_default=True).values_list("name", flat=True)) == ["Quá hạn"]
    browser = as_user(officer)
    petition_in(world, request)
    assert browser.get(PETITIONS)["Location"] == f"{PETITIONS}?qua_han=1"
    page = browser.get(PETITIONS, {"tat_ca": "1"})
    assert len(page.context["rows"]) == Petition.objects.visible_to(officer).count() == 1
    assert f'href="{PETITIONS}?tat_ca=1"' in page.text
    assert browser.get(VISITS).status_code == 200, "another list begins as ever"


def test_only_an_office_names_filters_for_everybody(office, organiser, officer, stranger, as_user, keep):
    shared = keep(office, shared=True)
    own = keep(officer, name="Riêng")
    assert as_user(stranger).get(PETITIONS).context["saved_views"] == [shared]
    assert as_user(officer).get(PETITIONS).context["saved_views"] == [own, shared]
    sent = {"name": "Mới", "shared": "1"}
    as_user(officer).post(f"{PETITIONS}?qua_han=1", sent)
    assert not SavedView.objects.get(name="Mới").shared
    as_user(organiser).post(f"{PETITIONS}?qua_han=1", sent)
    assert SavedView.objects.filter(name="Mới", shared=True, owner=organiser).exists()


def test_a_stranger_finds_nothing_and_a_reader_changes_nothing(office, organiser, officer, as_user, by, keep):
    shared, own = keep(office, shared=True), keep(officer, name="Riêng")
    assert as_user(office).post(PETITIONS, {"bo_loc": own.pk, "xoa": "1"}).status_code == 404
    assert as_user(officer).post(VISITS, {"bo_loc": own.pk, "xoa": "1"}).status_code == 404, "of another list"
    for words in ({"xoa": "1"}, {"name": "Khác"}):
        assert as_user(officer).post(PETITIONS, {"bo_loc": shared.pk} | words).status_code == 403
    with pytest.raises(PermissionDenied):
        services.change_view(view=own, by=by(officer), may_share=False, name="Riêng", shared=True, is_default=False)
    as_user(organiser).post(PETITIONS, {"bo_loc": shared.pk, "name": "Đổi", "shared": "1", "is_default": "1"})
    shared.refresh_from_db()
    assert (shared.name, shared.shared, shared.is_default) == ("Đổi", True, False)


def test_its_owner_renames_and_removes_it(officer, as_user, keep):
    view, _other = keep(officer), keep(officer, name="Tên khác", query="qua_han=1")
    browser = as_user(officer)
    assert browser.post(PETITIONS, {"bo_loc": view.pk, "name": "Tên khác"}).status_code == 422
    assert browser.post(PETITIONS, {"bo_loc": view.pk, "name": "Tên mới", "is_default": "1"}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.is_default) == ("Tên mới", True)
    assert browser.post(PETITIONS, {"bo_loc": view.pk, "xoa": "1"})["Location"] == f"{PETITIONS}?buc_xuc=1"
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(("query", "named"), [("nganh=987654", "Ngành trả lời"), ("buc_xuc=1&loc_cu=1", "loc_cu")])
def test_a_condition_that_is_no_more_is_named_when_it_is_opened(officer, as_user, keep, query, named):
    keep(officer, query=query)
    page = as_user(officer).get(f"{PETITIONS}?{query}")
    assert page.context["unusable"] == [named]
    assert "có điều kiện không còn dùng được" in page.text


def test_one_person_keeps_so_many_and_no_more(officer, keep, monkeypatch):
    monkeypatch.setattr(services, "MOST_VIEWS", 2)
    keep(officer, name="Một")
    keep(officer, name="Hai")
    keep(officer, name="Hai", query="qua_han=1")
    with pytest.raises(ValidationError):
        keep(officer, name="Ba")
